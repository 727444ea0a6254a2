// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "runtime/base/error.hpp"

namespace omma {

class Slab;

/// A piece of a slab that begins and ends at a multiple of 512 bytes. This record is private to the
/// process; other processes only ever see the bytes. Counted by `SlotRef`.
struct Slot {
  std::atomic<std::uint32_t> references{0};
  std::atomic<bool> sent{false};  ///< nobody changes its contents any more
  bool borrowed = false;          ///< it lies in another process's memory: see `Lender`
  std::uint32_t size_class = 0;
  std::size_t capacity = 0;
  std::byte* bytes = nullptr;
  std::size_t size = 0;  ///< bytes of its contents, once it was sent
  Slab* slab = nullptr;
  /// Free list; of a header: its pixels; of a link of notes: the link before it (both counted).
  Slot* next = nullptr;

  std::span<const std::byte> contents() const { return {bytes, size}; }

  /// It has one holder.
  bool sole() const { return references.load(std::memory_order_acquire) == 1; }
};

/// A counted reference to a slot.
class SlotRef {
 public:
  SlotRef() = default;
  explicit SlotRef(Slot* slot) : slot_(slot) { retain(); }
  SlotRef(const SlotRef& other) : slot_(other.slot_) { retain(); }
  SlotRef(SlotRef&& other) noexcept : slot_(other.release()) {}
  SlotRef& operator=(const SlotRef& other) { return *this = SlotRef(other); }
  SlotRef& operator=(SlotRef&& other) noexcept {
    Slot* slot = other.release();
    let_go();
    slot_ = slot;
    return *this;
  }
  ~SlotRef() { let_go(); }

  void reset() noexcept {
    let_go();
    slot_ = nullptr;
  }

  Slot* get() const { return slot_; }
  Slot* operator->() const { return slot_; }
  explicit operator bool() const { return slot_ != nullptr; }

  /// Gives the reference away uncounted; the caller owns it.
  Slot* release() noexcept {
    Slot* slot = std::exchange(slot_, nullptr);
    // Compilers would move the two words of a frame as one vector, and reading one that was just
    // written in halves takes longer than all else that a hop does.
    asm("" : "+r"(slot));
    return slot;
  }
  static SlotRef adopt(Slot* slot) noexcept {
    SlotRef result;
    result.slot_ = slot;
    return result;
  }

 private:
  void retain() {
    if (slot_ != nullptr) slot_->references.fetch_add(1, std::memory_order_relaxed);
  }
  void let_go() noexcept {
    if (slot_ != nullptr && slot_->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
      recycle();
  }
  void recycle() noexcept;

  Slot* slot_ = nullptr;
};

/// Lends slots that lie in memory of another process.
class Lender {
 public:
  virtual ~Lender() = default;

  /// Room to write into, of at least `bytes`; empty when there is none.
  virtual SlotRef lend(std::size_t bytes) noexcept = 0;

  /// Nobody holds this slot any more.
  virtual void give_back(Slot& slot) noexcept = 0;
};

/// Frame memory: one memfd, mapped once, cut into slots of some size classes that are recycled
/// while warm. Thread-safe. Must outlive every reference to its slots.
class Slab {
 public:
  /// Of slots, in the memfd as well as in memory: what direct I/O asks for.
  static constexpr std::size_t alignment = 512;
  static constexpr std::uint64_t default_ceiling = std::uint64_t{1} << 30;

  /// Who may map it writable: this process alone, or a host as well, which has to do so before
  /// `seal`. Between the slots of a host lies a page that nobody uses, so what it writes too far
  /// reaches no other one.
  enum class Writers : std::uint8_t { runner, host };

  /// `ceiling`: bytes of slots that may be in memory at a time.
  static Result<std::unique_ptr<Slab>> create(std::uint64_t ceiling = default_ceiling,
                                              Writers writers = Writers::runner);

  /// What a process uses that works on the frames of another one: room comes from the `lender`,
  /// which outlives it; what is stored lies in memory of its own, of at most `ceiling` bytes.
  static Result<std::unique_ptr<Slab>> borrow(Lender& lender, std::uint64_t ceiling);

  ~Slab();
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;

  /// A slot of at least `bytes`. Fails with `Code::exhausted` at the ceiling.
  Result<SlotRef> take(std::size_t bytes);

  /// As `take`, without the text of an error; empty at the ceiling.
  SlotRef try_take(std::size_t bytes) noexcept;

  /// A slot with a copy of `bytes` that is not changed any more; it keeps the slot `next`, if any.
  Result<SlotRef> store(std::span<const std::byte> bytes, const SlotRef& next = {});

  /// From now on nobody else can map it writable; whoever has done so still writes.
  Result<void> seal();

  /// Nobody holds a slot of a host's memory, nor is about to let one go.
  bool idle() const noexcept;

  /// Bytes of the slots that are held by somebody.
  std::uint64_t in_use() const noexcept;
  /// Bytes of the part in which slots lie or lay: what it occupies of memory, at most.
  std::uint64_t resident() const noexcept;
  std::uint64_t ceiling() const noexcept;

  /// As `try_take`, but waits for so long until there is room.
  SlotRef await(std::size_t bytes, std::chrono::milliseconds limit);

  /// A slot for so many bytes could be there at the same time as `others` of slots.
  bool fits(std::size_t bytes, std::uint64_t others) const noexcept;

  /// Sources wait while this holds, so that what is under way can finish. Asked as if so many
  /// bytes `more` were taken.
  bool crowded(std::uint64_t more = 0) const noexcept;

  /// Returns when it is no longer crowded, or after 50 ms.
  void await_room();

  /// The memfd; it cannot shrink or grow.
  int descriptor() const noexcept;
  /// Names it among the slabs of this process; never used twice.
  std::uint32_t number() const noexcept;
  std::uint64_t offset(const Slot& slot) const noexcept;

 private:
  friend class SlotRef;
  struct State;
  explicit Slab(std::unique_ptr<State> state);
  SlotRef try_take_own(std::size_t bytes) noexcept;
  tl::unexpected<Error> no_room(std::size_t bytes) const;
  void recycle(Slot* slot) noexcept;

  std::unique_ptr<State> state_;
};

}  // namespace omma
