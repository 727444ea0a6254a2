// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/slab.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>

namespace omma {
namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t page_aligned_from = 4 * page;
constexpr std::size_t batch_bytes = 64 * 1024;
// Address space costs nothing; slots of a size that went out of use keep theirs.
constexpr std::uint64_t address_space_per_ceiling = 16;
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

/// Free slots of one size: warm ones occupy memory, cold ones only address space.
struct SizeClass {
  std::mutex mutex;
  Slot* warm = nullptr;
  Slot* cold = nullptr;
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
  std::atomic<std::uint64_t> in_use{0};
  std::atomic<std::uint64_t> resident{0};
  std::array<SizeClass, classes> size_classes;
  std::mutex grow_mutex;  // guards `carved`, `slots`, and every change of `resident`
  std::uint64_t carved = 0;
  std::deque<Slot> slots;
  std::mutex room_mutex;
  std::condition_variable room;
  std::atomic<int> awaiting_room{0};

  ~State() {
    if (base != nullptr) munmap(base, reserved);
    if (descriptor >= 0) close(descriptor);
  }

  Slot* grow(std::uint32_t index, Slab* owner);
  Slot* carve(std::uint32_t index, Slab* owner);
  bool make_room(std::uint64_t bytes);
  void trim(std::uint32_t index, std::uint64_t wanted);
};

/// Gives warm free slots of one class back to the system until `wanted` bytes fit.
void Slab::State::trim(std::uint32_t index, std::uint64_t wanted) {
  const std::size_t size = class_size(index);
  if (size < page_aligned_from) return;
  SizeClass& size_class = size_classes[index];
  const std::lock_guard lock(size_class.mutex);
  while (resident + wanted > ceiling) {
    Slot* slot = pop(size_class.warm);
    if (slot == nullptr) return;
    madvise(slot->bytes, slot->capacity, MADV_REMOVE);
    push(size_class.cold, slot);
    resident -= size;
  }
}

bool Slab::State::make_room(std::uint64_t bytes) {
  for (std::uint32_t index = classes; index-- > 0 && resident + bytes > ceiling;)
    trim(index, bytes);
  return resident + bytes <= ceiling;
}

/// One slot for the caller and, of small classes, some more for the free list.
Slot* Slab::State::carve(std::uint32_t index, Slab* owner) {
  const std::size_t size = class_size(index);
  if (size >= page_aligned_from) carved = (carved + page - 1) / page * page;
  const std::uint64_t fitting =
      std::min(ceiling - resident, reserved - std::min(carved, reserved)) / size;
  const std::uint64_t wanted = std::max<std::uint64_t>(1, batch_bytes / size);
  Slot* first = nullptr;
  for (std::uint64_t i = 0; i < std::min(fitting, wanted); ++i) {
    Slot& slot = slots.emplace_back();
    slot.size_class = index;
    slot.capacity = size;
    slot.bytes = base + carved;
    slot.slab = owner;
    carved += size;
    resident += size;
    if (first == nullptr) {
      first = &slot;
    } else {
      const std::lock_guard lock(size_classes[index].mutex);
      push(size_classes[index].warm, &slot);
    }
  }
  return first;
}

Slot* Slab::State::grow(std::uint32_t index, Slab* owner) {
  const std::lock_guard lock(grow_mutex);
  const std::size_t size = class_size(index);
  if (!make_room(size)) return nullptr;
  {
    const std::lock_guard class_lock(size_classes[index].mutex);
    if (Slot* slot = pop(size_classes[index].cold)) {
      resident += size;
      return slot;
    }
  }
  return carve(index, owner);
}

Result<std::unique_ptr<Slab>> Slab::create(std::uint64_t ceiling, Writers writers) {
  const auto refuse = [](const char* what) {
    return fail(Code::unavailable, std::string(what) + ": " + std::strerror(errno), "frame memory");
  };
  auto state = std::make_unique<State>();
  state->ceiling = ceiling;
  state->reserved = ceiling * address_space_per_ceiling;
  state->descriptor = memfd_create("omma-slab", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (state->descriptor < 0) return refuse("memfd_create");
  if (ftruncate(state->descriptor, static_cast<off_t>(state->reserved)) != 0)
    return refuse("ftruncate");
  void* base = mmap(nullptr, state->reserved, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
                    state->descriptor, 0);
  if (base == MAP_FAILED) return refuse("mmap");
  state->base = static_cast<std::byte*>(base);
  madvise(base, state->reserved, MADV_HUGEPAGE);  // where the system allows it for shared memory
  const int sole = writers == Writers::runner ? F_SEAL_FUTURE_WRITE : 0;
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL | sole;
  if (fcntl(state->descriptor, F_ADD_SEALS, seals) != 0) return refuse("sealing the memfd");
  return std::unique_ptr<Slab>(new Slab(std::move(state)));
}

Slab::Slab(std::unique_ptr<State> state) : state_(std::move(state)) {}
Slab::~Slab() = default;

SlotRef Slab::try_take(std::size_t bytes) noexcept {
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
  return fail(Code::exhausted,
              "no room for " + std::to_string(bytes) + " bytes: " + megabytes(in_use()) + " of " +
                  megabytes(ceiling()) +
                  " are held by frames; set a larger `slab_mb` in [graph], or shorter queues",
              "frame memory");
}

Result<SlotRef> Slab::store(std::span<const std::byte> bytes, const SlotRef& next) {
  auto slot = take(bytes.size());
  if (!slot) return slot;
  std::memcpy((*slot)->bytes, bytes.data(), bytes.size());
  (*slot)->size = bytes.size();
  (*slot)->next = SlotRef(next).release();
  (*slot)->sent.store(true, std::memory_order_release);
  return slot;
}

void Slab::recycle(Slot* slot) noexcept {
  slot->sent.store(false, std::memory_order_relaxed);
  slot->size = 0;
  state_->in_use.fetch_sub(slot->capacity, std::memory_order_relaxed);
  SizeClass& size_class = state_->size_classes[slot->size_class];
  {
    const std::lock_guard lock(size_class.mutex);
    push(size_class.warm, slot);
  }
  if (state_->awaiting_room.load(std::memory_order_relaxed) == 0) return;
  const std::lock_guard lock(state_->room_mutex);  // whoever has looked in vain waits by now
  state_->room.notify_all();
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
  return state_->resident.load(std::memory_order_relaxed);
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
