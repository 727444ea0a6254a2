// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "runtime/frames/frame.hpp"
#include "runtime/hosts/message_bytes.hpp"
#include "runtime/hosts/socket.hpp"

namespace omma::hosts {

/// Who is told about frame memory before a message names it.
class Peer {
 public:
  virtual ~Peer() = default;

  /// It can use this frame memory from now on. Told once, however often it is called.
  virtual void announce(const Slab& slab, bool writable) = 0;
};

/// The slabs that were announced over one socket. Whoever was told of one that is no more is told
/// that, too, with the next word about memory.
class Announcements {
 public:
  void tell(const Socket& socket, const Slab& slab, bool writable);

  /// This slab is no more; nobody holds anything of it. From any thread.
  static void retire(const Slab& slab);

 private:
  void tell_retired(const Socket& socket);

  std::set<std::uint32_t> told_;
  std::size_t retired_seen_ = 0;
};

/// Of a frame, in this slab.
std::uint64_t pixels_in(const Slab& slab, const Frame& frame);

/// The numbers of leases, as messages name them.
using LeaseNumbers = std::vector<std::uint32_t>;

/// What another process may look at, or write into.
struct Lease {
  Frame frame;
  SlotRef slot;
};

/// The leases of one process. They end by its word, or with it.
class Leases {
 public:
  std::uint32_t lend(Lease lease);

  /// Room to write into; as a message names it.
  SlotWire lend(const SlotRef& slot);

  void end(std::uint32_t number) { leases_.erase(number); }

  /// Of those that were lent for a step, these are kept.
  void end_step(const LeaseNumbers& lent, const LeaseNumbers& kept);

  void end_all(const LeaseNumbers& numbers) {
    for (const std::uint32_t number : numbers) end(number);
  }
  void end_all() { leases_.clear(); }

  /// Null when there is none.
  const Lease* find(std::uint32_t number) const;

  std::size_t size() const { return leases_.size(); }
  bool room_for_writing() const;

  /// Bytes of room that nobody else holds.
  std::uint64_t room_kept() const;

  /// Bytes of the pixels of frames that lie in this slab.
  std::uint64_t pixels_in(const Slab& slab) const;

 private:
  std::map<std::uint32_t, Lease> leases_;
  std::uint32_t next_ = 1;
};

/// The numbers of leases that a message names.
LeaseNumbers read_leases(Reader& reader, std::uint32_t count);

/// Room that was lent, as a message names it.
SlotWire wire_of(std::uint32_t lease, const SlotRef& slot);

/// An input of a step; an empty frame where nothing came in.
void write_input(Writer& writer, const Frame& frame, std::uint32_t lease, Peer& peer);

}  // namespace omma::hosts
