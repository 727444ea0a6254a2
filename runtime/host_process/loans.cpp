// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/loans.hpp"

#include <algorithm>

namespace omma::host_process {
namespace {

using hosts::BufferWire;
using hosts::InputWire;
using hosts::SlotWire;

constexpr std::size_t most_rooms_kept = 8;  // for matrices that a step only needs in between

}  // namespace

Loans::Loans(MappedSlabs& memory, Runner runner) : memory_(memory), runner_(std::move(runner)) {
  auto slab = Slab::borrow(*this, Slab::default_ceiling);
  if (slab) slab_ = std::move(*slab);
}

// ---- what was lent; locked

Loan& Loans::begin(std::uint32_t lease, bool room) {
  if (unused_.empty()) {
    loans_.push_back(std::make_unique<Loan>());
  } else {
    loans_.push_back(std::move(unused_.back()));
    unused_.pop_back();
  }
  Loan& loan = *loans_.back();
  loan.lease = lease;
  loan.room = room;
  loan.of_step = true;
  loan.used = false;
  loan.held = loan.taken = 0;
  return loan;
}

BorrowedSlot& Loans::add_slot(Loan& loan, std::byte* bytes, std::size_t size) {
  if (loan.taken == loan.slots.size()) loan.slots.push_back(std::make_unique<BorrowedSlot>());
  BorrowedSlot& slot = *loan.slots[loan.taken++];
  slot.loan = &loan;
  slot.borrowed = true;
  slot.slab = slab_.get();
  slot.bytes = bytes;
  slot.capacity = size;
  slot.size = loan.room ? 0 : size;
  slot.sent.store(!loan.room, std::memory_order_relaxed);
  slot.next = nullptr;
  slot.references.store(0, std::memory_order_relaxed);
  return slot;
}

void Loans::end(Loan& loan) {
  if (loan.wire.size != 0) memory_.end(loan.wire);
  const auto found = std::ranges::find(loans_, &loan, &std::unique_ptr<Loan>::get);
  unused_.push_back(std::move(*found));
  *found = std::move(loans_.back());
  loans_.pop_back();
}

// ---- steps

Frame Loans::take_input(hosts::Reader& message) {
  const auto wire = message.take<InputWire>();
  message.take_bytes(wire.dims * sizeof(std::uint64_t));  // the header says the shape, too
  if (wire.present == 0) return {};
  const SlotWire shown{wire.lease, wire.pixel_slab, wire.pixels, wire.pixel_bytes};
  std::byte* const pixels = shown.size != 0 ? memory_.show(shown) : nullptr;
  std::byte* const bytes = memory_.base(wire.header.slab) + wire.header.offset;
  const std::lock_guard lock(mutex_);
  Loan& loan = begin(wire.lease, false);
  loan.wire = shown;
  const SlotRef header(&add_slot(loan, bytes, wire.header.size));
  if (pixels != nullptr)
    header->next = SlotRef(&add_slot(loan, pixels, wire.pixel_bytes)).release();
  SlotRef notes;
  for (std::uint32_t i = 0; i < wire.links; ++i) {
    const auto link = message.take<BufferWire>();
    SlotRef next(&add_slot(loan, memory_.base(link.slab) + link.offset, link.size));
    next->next = notes.release();
    notes = std::move(next);
  }
  loan.held = loan.taken;
  return Frame(header, std::move(notes));
}

void Loans::take_room(const SlotWire& room) {
  std::byte* const bytes = memory_.open(room);
  const std::lock_guard lock(mutex_);
  Loan& loan = begin(room.lease, true);
  loan.wire = room;
  add_slot(loan, bytes, room.size);
}

/// The smallest room that is free and large enough.
SlotRef Loans::room_of(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  Loan* best = nullptr;
  for (const auto& loan : loans_) {
    if (!loan->free() || loan->slots[0]->capacity < bytes) continue;
    if (best == nullptr || loan->slots[0]->capacity < best->slots[0]->capacity) best = loan.get();
  }
  if (best == nullptr) return {};
  best->held = 1;
  best->used = true;
  return SlotRef(best->slots[0].get());
}

/// Other threads than the one that steps have to do with memory of their own.
SlotRef Loans::lend(std::size_t bytes) noexcept try {
  if (std::this_thread::get_id() != stepping_) return {};
  if (SlotRef room = room_of(bytes)) return room;
  let_spare_rooms_go();
  const auto granted = runner_.ask(bytes);
  if (!granted) return {};
  take_room(*granted);
  return room_of(bytes);
} catch (const std::exception&) {
  return {};
}

/// Those of earlier steps: others may need the memory.
void Loans::let_spare_rooms_go() {
  std::vector<std::uint32_t> released;
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = loans_.size(); i-- > 0;) {
      if (!loans_[i]->free() || loans_[i]->of_step) continue;
      released.push_back(loans_[i]->lease);
      end(*loans_[i]);
    }
  }
  for (const std::uint32_t lease : released) runner_.release(lease);
}

void Loans::give_back(Slot& slot) noexcept {
  std::unique_lock lock(mutex_);
  Loan& loan = *static_cast<BorrowedSlot&>(slot).loan;
  if (--loan.held != 0 || loan.of_step || loan.free()) return;
  const std::uint32_t lease = loan.lease;
  end(loan);
  release(lease, lock);
}

void Loans::release(std::uint32_t lease, std::unique_lock<std::mutex>& lock) {
  if (answering_) return released_.push_back(lease);
  lock.unlock();
  runner_.release(lease);
}

void Loans::begin_answer() {
  const std::lock_guard lock(mutex_);
  answering_ = true;
}

void Loans::answered() {
  std::vector<std::uint32_t> released;
  {
    const std::lock_guard lock(mutex_);
    answering_ = false;
    released.swap(released_);
  }
  for (const std::uint32_t lease : released) runner_.release(lease);
}

/// Room that a step needed only in between it will need again, and to ask takes longer than a step.
std::vector<std::uint32_t> Loans::end_step() {
  const std::lock_guard lock(mutex_);
  std::vector<std::uint32_t> kept;
  std::size_t rooms = 0;
  for (std::size_t i = loans_.size(); i-- > 0;) {
    Loan& loan = *loans_[i];
    const bool of_step = std::exchange(loan.of_step, false);
    const bool used = std::exchange(loan.used, false);
    const bool keep = loan.held != 0 || (loan.free() && used && rooms++ < most_rooms_kept);
    if (of_step && keep) kept.push_back(loan.lease);
    if (!of_step && !keep) released_.push_back(loan.lease);
    if (!keep) end(loan);
  }
  return kept;
}

}  // namespace omma::host_process
