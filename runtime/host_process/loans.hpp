// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "runtime/frames/frame.hpp"
#include "runtime/host_process/mapped_slabs.hpp"
#include "runtime/hosts/message_bytes.hpp"
#include "runtime/hosts/wire.hpp"

namespace omma::host_process {

struct Loan;

/// A slot of the runner's as this process sees it.
struct BorrowedSlot : Slot {
  Loan* loan = nullptr;
};

/// What one lease lends: an input with its header, pixels and notes, or room for a result.
struct Loan {
  std::uint32_t lease = 0;
  bool room = false;
  hosts::SlotWire wire;  ///< where its room lies, or its pixels, if it has some
  bool of_step = false;  ///< the answer to the step tells whether it is kept
  bool used = false;     ///< room: somebody had it during this step
  std::size_t held = 0;  ///< slots that somebody holds

  /// Room that nobody has, nor was it sent as a result.
  bool free() const { return room && held == 0 && !slots[0]->sent.load(std::memory_order_relaxed); }

  std::vector<std::unique_ptr<BorrowedSlot>> slots;  // the first `taken`; more are kept for later
  std::size_t taken = 0;
};

/// What the runner lent for the steps of one actor. Slots may be let go by any thread; all else is
/// for the one that steps.
class Loans final : public Lender {
 public:
  /// `ask`: for room of so many bytes. `release`: tells that a lease is let go; from any thread.
  struct Runner {
    std::function<Result<hosts::SlotWire>(std::size_t bytes)> ask;
    std::function<void(std::uint32_t lease)> release;
  };

  Loans(MappedSlabs& memory, Runner runner);

  /// This thread steps: it may ask for room.
  void begin_step() { stepping_ = std::this_thread::get_id(); }

  /// An input of the step that begins; an empty frame where nothing came in.
  Frame take_input(hosts::Reader& message);

  /// Room for its results.
  void take_room(const hosts::SlotWire& room);

  SlotRef lend(std::size_t bytes) noexcept override;
  void give_back(Slot& slot) noexcept override;

  /// The step is over: these leases of it are kept, all others end with the answer. Until
  /// `answered` nothing is released, since the answer may refer to it.
  std::vector<std::uint32_t> end_step();
  void answered();

  /// The answer to the step begins: what is let go from now on is released after it.
  void begin_answer();

  /// Null when the slot is this process's own.
  static const Loan* loan_of(const Slot* slot) {
    return slot != nullptr && slot->borrowed ? static_cast<const BorrowedSlot*>(slot)->loan
                                             : nullptr;
  }

  /// For the bodies that work on what is lent.
  Slab& slab() { return *slab_; }

 private:
  using LoanList = std::vector<std::unique_ptr<Loan>>;

  Loan& begin(std::uint32_t lease, bool room);
  BorrowedSlot& add_slot(Loan& loan, std::byte* bytes, std::size_t size);
  SlotRef room_of(std::size_t bytes);
  void let_spare_rooms_go();
  void release(std::uint32_t lease, std::unique_lock<std::mutex>& lock);
  void end(Loan& loan);

  MappedSlabs& memory_;
  const Runner runner_;
  std::unique_ptr<Slab> slab_;
  std::atomic<std::thread::id> stepping_;
  std::mutex mutex_;  // guards what follows, and all loans
  LoanList loans_;
  LoanList unused_;
  bool answering_ = false;
  std::vector<std::uint32_t> released_;  // while an answer is made
};

}  // namespace omma::host_process
