// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/slab.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>

#include "runtime/base/page.hpp"
#include "runtime/frames/ranges.hpp"

namespace omma {
namespace {

constexpr std::uint64_t page_aligned_from = 4;  // pages
constexpr std::size_t batch_bytes = 64 * 1024;
// Holes between slots that are held may be too small for what comes, so some more is reserved.
constexpr std::uint64_t address_space_per_ceiling = 2;
constexpr int both = F_SEAL_FUTURE_WRITE | F_SEAL_SEAL;  // nobody maps it writable any more
constexpr std::uint32_t steps = 4;  // size classes per power of two: at most 25 % is wasted
constexpr std::size_t classes = 28 * steps;

/// In units of `alignment`: 1, 2, 3, 4; 5, 6, 7, 8; 10, 12, 14, 16; 20 ...
std::size_t class_size(std::uint32_t index) {
  const std::uint32_t octave = index / steps;
  const std::size_t within = index % steps + 1;
  return Slab::alignment * (octave == 0 ? within : (steps + within) << (octave - 1));
}

std::uint32_t class_of(std::size_t bytes) {
  const std::size_t last = bytes == 0 ? 0 : (bytes - 1) / Slab::alignment;  // unit, from 0
  if (last < steps) return static_cast<std::uint32_t>(last);
  const auto octave = static_cast<std::uint32_t>(std::bit_width(last / steps));
  return octave * steps + static_cast<std::uint32_t>(last >> (octave - 1)) - steps;
}

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + 524288) >> 20) + " MB";
}

/// Free slots of one size.
struct SizeClass {
  std::mutex mutex;
  Slot* warm = nullptr;
};

void push(Slot*& list, Slot* slot) { slot->next = std::exchange(list, slot); }

Slot* pop(Slot*& list) {
  Slot* slot = list;
  if (slot != nullptr) list = std::exchange(slot->next, nullptr);
  return slot;
}

}  // namespace

struct Slab::State {
  static inline std::atomic<std::uint32_t> last_number{0};
  const std::uint32_t number = ++last_number;
  int descriptor = -1;
  std::byte* base = nullptr;
  std::uint64_t reserved = 0;
  std::uint64_t ceiling = 0;
  Lender* lender = nullptr;
  std::uint64_t guard = 0;  // bytes behind each slot
  std::atomic<std::uint64_t> in_use{0};
  std::atomic<std::uint64_t> recycling{0};  // threads that let a slot of a host go
  std::array<SizeClass, classes> size_classes;
  std::mutex grow_mutex;     // guards what follows
  std::uint64_t carved = 0;  // bytes of slots that are held or warm
  std::deque<Slot> slots;
  Slot* unused = nullptr;  // records of slots that are no more
  std::optional<Ranges> ranges;
  std::atomic<std::uint64_t> highest{0};
  std::mutex room_mutex;
  std::condition_variable room;
  std::atomic<int> awaiting_room{0};

  ~State() {
    if (base != nullptr) munmap(base, reserved);
    if (descriptor >= 0) close(descriptor);
  }

  bool alone(std::uint32_t index) const {
    return guard != 0 || class_size(index) >= page_aligned_from * page_size();
  }
  std::uint64_t extent(std::uint32_t index) const { return whole_pages(class_size(index)) + guard; }
  Slot* grow(std::uint32_t index, Slab* owner);
  Slot* carve(std::uint32_t index, Slab* owner);
  Slot& new_slot(std::uint32_t index, std::byte* bytes, Slab* owner);
  std::optional<std::uint64_t> place_for(std::uint64_t bytes);
  bool make_room(std::uint64_t bytes);
  void trim(std::uint32_t index, std::uint64_t wanted);
};

/// Lets warm free slots of one class be no more, until `wanted` bytes fit. Slots that share a batch
/// stay.
void Slab::State::trim(std::uint32_t index, std::uint64_t wanted) {
  if (!alone(index)) return;
  SizeClass& size_class = size_classes[index];
  const std::lock_guard lock(size_class.mutex);
  while (carved + wanted > ceiling) {
    Slot* slot = pop(size_class.warm);
    if (slot == nullptr) return;
    ranges->give_back(static_cast<std::uint64_t>(slot->bytes - base), extent(index));
    push(unused, slot);
    carved -= class_size(index);
  }
}

bool Slab::State::make_room(std::uint64_t bytes) {
  for (std::uint32_t index = classes; index-- > 0 && carved + bytes > ceiling;) trim(index, bytes);
  return carved + bytes <= ceiling;
}

/// Memory that was used once stays in memory, since nobody can punch holes into what is sealed. So
/// it is used again, before more of it is.
std::optional<std::uint64_t> Slab::State::place_for(std::uint64_t bytes) {
  auto place = ranges->take(bytes, ceiling);
  if (!place) {
    for (std::uint32_t index = classes; index-- > 0;) trim(index, ceiling);
    place = ranges->take(bytes, ceiling);
  }
  if (!place) place = ranges->take(bytes, reserved);
  highest.store(ranges->highest(), std::memory_order_relaxed);
  return place;
}

Slot& Slab::State::new_slot(std::uint32_t index, std::byte* bytes, Slab* owner) {
  Slot* slot = pop(unused);
  if (slot == nullptr) slot = &slots.emplace_back();
  slot->size_class = index;
  slot->capacity = class_size(index);
  slot->bytes = bytes;
  slot->slab = owner;
  carved += slot->capacity;
  return *slot;
}

/// One slot for the caller and, of small classes, some more for the free list.
Slot* Slab::State::carve(std::uint32_t index, Slab* owner) {
  const std::size_t size = class_size(index);
  const std::uint64_t fitting = (ceiling - carved) / size;
  const std::uint64_t count =
      alone(index) ? 1 : std::clamp<std::uint64_t>(batch_bytes / size, 1, fitting);
  const auto place = place_for(whole_pages(count * size) + guard);
  if (!place) return nullptr;
  Slot& first = new_slot(index, base + *place, owner);
  const std::lock_guard lock(size_classes[index].mutex);
  for (std::uint64_t i = 1; i < count; ++i)
    push(size_classes[index].warm, &new_slot(index, base + *place + i * size, owner));
  return &first;
}

Slot* Slab::State::grow(std::uint32_t index, Slab* owner) {
  const std::lock_guard lock(grow_mutex);
  return make_room(class_size(index)) ? carve(index, owner) : nullptr;
}

Result<std::unique_ptr<Slab>> Slab::create(std::uint64_t ceiling, Writers writers) {
  const auto refuse = [](const char* what) {
    return fail(Code::unavailable, std::string(what) + ": " + std::strerror(errno), "frame memory");
  };
  auto state = std::make_unique<State>();
  state->ceiling = ceiling;
  state->reserved = whole_pages(ceiling) * address_space_per_ceiling;
  state->guard = writers == Writers::host ? page_size() : 0;
  if (state->guard != 0)  // a few, at least
    state->reserved = std::max(state->reserved, 64 * page_size());
  state->ranges.emplace(state->reserved);
  state->descriptor = memfd_create("omma-slab", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (state->descriptor < 0) return refuse("memfd_create");
  if (ftruncate(state->descriptor, static_cast<off_t>(state->reserved)) != 0)
    return refuse("ftruncate");
  void* base = mmap(nullptr, state->reserved, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
                    state->descriptor, 0);
  if (base == MAP_FAILED) return refuse("mmap");
  state->base = static_cast<std::byte*>(base);
  madvise(base, state->reserved, MADV_HUGEPAGE);  // where the system allows it for shared memory
  madvise(base, state->reserved, MADV_DONTFORK);  // a copy of this process needs none of it
  if (fcntl(state->descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0)
    return refuse("sealing the memfd");
  auto slab = std::unique_ptr<Slab>(new Slab(std::move(state)));
  if (writers == Writers::host) return slab;
  auto sealed = slab->seal();
  if (!sealed) return tl::make_unexpected(sealed.error());
  return slab;
}

Result<void> Slab::seal() {
  const auto sealed = [this] {  // a process that has it may have sealed less
    const int seals = fcntl(state_->descriptor, F_GET_SEALS);
    return seals >= 0 && (seals & both) == both;
  };
  if (sealed() || fcntl(state_->descriptor, F_ADD_SEALS, both) == 0 || sealed()) return {};
  return fail(Code::unavailable, std::string("sealing the memfd: ") + std::strerror(errno),
              "frame memory");
}

Slab::Slab(std::unique_ptr<State> state) : state_(std::move(state)) {}
Slab::~Slab() = default;

Result<std::unique_ptr<Slab>> Slab::borrow(Lender& lender, std::uint64_t ceiling) {
  auto slab = create(ceiling);
  if (slab) (*slab)->state_->lender = &lender;
  return slab;
}

SlotRef Slab::try_take(std::size_t bytes) noexcept {
  return state_->lender == nullptr ? try_take_own(bytes) : state_->lender->lend(bytes);
}

SlotRef Slab::try_take_own(std::size_t bytes) noexcept {
  const std::uint32_t index = class_of(bytes);
  if (index >= classes) return {};
  Slot* slot = nullptr;
  {
    const std::lock_guard lock(state_->size_classes[index].mutex);
    slot = pop(state_->size_classes[index].warm);
  }
  if (slot == nullptr) slot = state_->grow(index, this);
  if (slot == nullptr) return {};
  slot->references.store(1, std::memory_order_relaxed);
  state_->in_use.fetch_add(slot->capacity, std::memory_order_relaxed);
  return SlotRef::adopt(slot);
}

Result<SlotRef> Slab::take(std::size_t bytes) {
  if (SlotRef slot = try_take(bytes)) return slot;
  return no_room(bytes);
}

tl::unexpected<Error> Slab::no_room(std::size_t bytes) const {
  return fail(Code::exhausted,
              "no room for " + std::to_string(bytes) + " bytes: " + megabytes(in_use()) + " of " +
                  megabytes(ceiling()) +
                  " are held by frames; set a larger `slab_mb` in [graph], or shorter queues",
              "frame memory");
}

Result<SlotRef> Slab::store(std::span<const std::byte> bytes, const SlotRef& next) {
  SlotRef slot = try_take_own(bytes.size());
  if (!slot) return no_room(bytes.size());
  std::memcpy(slot->bytes, bytes.data(), bytes.size());
  slot->size = bytes.size();
  slot->next = SlotRef(next).release();
  slot->sent.store(true, std::memory_order_release);
  return slot;
}

void Slab::recycle(Slot* slot) noexcept {
  if (slot->borrowed) return state_->lender->give_back(*slot);
  State& state = *state_;
  const bool of_host = state.guard != 0;
  if (of_host) state.recycling.fetch_add(1, std::memory_order_relaxed);
  slot->sent.store(false, std::memory_order_relaxed);
  slot->size = 0;
  state.in_use.fetch_sub(slot->capacity, std::memory_order_release);
  SizeClass& size_class = state.size_classes[slot->size_class];
  {
    const std::lock_guard lock(size_class.mutex);
    push(size_class.warm, slot);
  }
  if (state.awaiting_room.load(std::memory_order_relaxed) != 0) {
    const std::lock_guard lock(state.room_mutex);  // whoever has looked in vain waits by now
    state.room.notify_all();
  }
  if (of_host) state.recycling.fetch_sub(1, std::memory_order_release);  // the last that is touched
}

bool Slab::idle() const noexcept {
  return state_->in_use.load(std::memory_order_acquire) == 0 &&
         state_->recycling.load(std::memory_order_acquire) == 0;
}

void SlotRef::recycle() noexcept {
  // A slot may hold another one; a long chain of notes is let go without recursion.
  for (Slot* slot = std::exchange(slot_, nullptr); slot != nullptr;) {
    Slot* before = std::exchange(slot->next, nullptr);
    slot->slab->recycle(slot);
    const bool last =
        before != nullptr && before->references.fetch_sub(1, std::memory_order_acq_rel) == 1;
    slot = last ? before : nullptr;
  }
}

std::uint64_t Slab::in_use() const noexcept {
  return state_->in_use.load(std::memory_order_relaxed);
}
std::uint64_t Slab::resident() const noexcept {
  return state_->highest.load(std::memory_order_relaxed);
}
std::uint64_t Slab::ceiling() const noexcept { return state_->ceiling; }
bool Slab::crowded(std::uint64_t more) const noexcept {
  return in_use() + more > state_->ceiling / 4 * 3;
}

bool Slab::fits(std::size_t bytes, std::uint64_t others) const noexcept {
  const std::uint32_t index = class_of(bytes);
  return index < classes && class_size(index) + others <= state_->ceiling;
}

SlotRef Slab::await(std::size_t bytes, std::chrono::milliseconds limit) {
  SlotRef slot;
  std::unique_lock lock(state_->room_mutex);
  ++state_->awaiting_room;
  state_->room.wait_for(lock, limit, [&] { return bool(slot = try_take(bytes)); });
  --state_->awaiting_room;
  return slot;
}

void Slab::await_room() {
  std::unique_lock lock(state_->room_mutex);
  ++state_->awaiting_room;
  state_->room.wait_for(lock, std::chrono::milliseconds(50), [this] { return !crowded(); });
  --state_->awaiting_room;
}

int Slab::descriptor() const noexcept { return state_->descriptor; }
std::uint32_t Slab::number() const noexcept { return state_->number; }

std::uint64_t Slab::offset(const Slot& slot) const noexcept {
  return static_cast<std::uint64_t>(slot.bytes - state_->base);
}

}  // namespace omma
