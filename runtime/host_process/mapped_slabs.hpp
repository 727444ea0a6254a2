// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

#include "runtime/base/error.hpp"
#include "runtime/hosts/socket.hpp"
#include "runtime/hosts/wire.hpp"

namespace omma::host_process {

/// All frame memory of the runner that this process knows, by number. The runner announces each
/// piece once; it stays mapped. Of what it may write, only the rooms are open that it was lent, so
/// what is written too far ends this process. Thread-safe.
class MappedSlabs {
 public:
  Result<void> add(std::uint32_t number, const hosts::Descriptor& memory, bool writable);

  /// The runner has no use for it any more, and nothing of it is lent.
  void forget(std::uint32_t number);

  /// Where it begins. Waits for its announcement, which may still be on its way.
  std::byte* base(std::uint32_t number);

  /// Room that was lent: it may be written now, and the page behind it not. Both stay so as long as
  /// the system allows.
  std::byte* open(const hosts::SlotWire& room);

  /// Pixels that were lent to be read; they may lie in room of this process.
  std::byte* show(const hosts::SlotWire& pixels);

  /// What was opened or shown is not lent any more.
  void end(const hosts::SlotWire& lent);

 private:
  struct Room {
    std::uint64_t end = 0;
    int lent = 0;  // times
  };
  struct Mapped {
    std::byte* base = nullptr;
    std::size_t size = 0;
    bool writable = false;
    std::map<std::uint64_t, Room> open;  // by their begins

    bool let_write(std::uint64_t begin, std::uint64_t end) const;
    void shut_unused();
    void open_room(std::uint64_t begin, std::uint64_t end);
  };
  Mapped& mapped(std::uint32_t number, std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable news_;
  std::map<std::uint32_t, Mapped> known_;
};

}  // namespace omma::host_process
