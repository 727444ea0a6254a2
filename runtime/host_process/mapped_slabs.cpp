// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/mapped_slabs.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/base/page.hpp"

namespace omma::host_process {

Result<void> MappedSlabs::add(std::uint32_t number, const hosts::Descriptor& memory,
                              bool writable) {
  const off_t size = lseek(memory.get(), 0, SEEK_END);
  const int access = writable ? PROT_NONE : PROT_READ;
  void* base = mmap(nullptr, static_cast<std::size_t>(size), access, MAP_SHARED | MAP_NORESERVE,
                    memory.get(), 0);
  if (base == MAP_FAILED)
    return fail(Code::unavailable, std::string("mmap: ") + std::strerror(errno), "frame memory");
  const std::lock_guard lock(mutex_);
  known_[number] = {static_cast<std::byte*>(base), static_cast<std::size_t>(size), writable, {}};
  news_.notify_all();
  return {};
}

void MappedSlabs::forget(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(number);
  if (found == known_.end()) return;
  munmap(found->second.base, found->second.size);
  known_.erase(found);
}

MappedSlabs::Mapped& MappedSlabs::mapped(std::uint32_t number, std::unique_lock<std::mutex>& lock) {
  news_.wait(lock, [&] { return known_.contains(number); });
  return known_.find(number)->second;
}

std::byte* MappedSlabs::base(std::uint32_t number) {
  std::unique_lock lock(mutex_);
  return mapped(number, lock).base;
}

bool MappedSlabs::Mapped::let_write(std::uint64_t begin, std::uint64_t end) const {
  return mprotect(base + begin, end - begin, PROT_READ | PROT_WRITE) == 0 &&
         mprotect(base + end, page_size(), PROT_NONE) == 0;
}

/// Of pieces that differ in access the system allows only so many.
void MappedSlabs::Mapped::shut_unused() {
  std::erase_if(open, [this](const auto& each) {
    const auto& [begin, room] = each;
    return room.lent == 0 && mprotect(base + begin, room.end - begin, PROT_NONE) == 0;
  });
}

/// Slots may have been cut anew since: then others ended elsewhere.
void MappedSlabs::Mapped::open_room(std::uint64_t begin, std::uint64_t end) {
  auto overlapping = open.upper_bound(end);
  while (overlapping != open.begin() && std::prev(overlapping)->second.end > begin)
    open.erase(std::prev(overlapping));
  if (!let_write(begin, end)) {
    shut_unused();
    static_cast<void>(let_write(begin, end));  // in vain: whoever writes there is told
  }
  open[begin] = {end, 1};
}

std::byte* MappedSlabs::open(const hosts::SlotWire& room) {
  std::unique_lock lock(mutex_);
  Mapped& its = mapped(room.slab, lock);
  const std::uint64_t end = room.offset + whole_pages(room.size);
  const auto known = its.open.find(room.offset);
  if (known != its.open.end() && known->second.end == end) {
    ++known->second.lent;
  } else {
    its.open_room(room.offset, end);
  }
  return its.base + room.offset;
}

std::byte* MappedSlabs::show(const hosts::SlotWire& pixels) {
  std::unique_lock lock(mutex_);
  Mapped& its = mapped(pixels.slab, lock);
  if (!its.writable) return its.base + pixels.offset;
  const auto known = its.open.find(pixels.offset);
  if (known != its.open.end()) {
    ++known->second.lent;
  } else {
    its.open_room(pixels.offset, pixels.offset + whole_pages(pixels.size));
  }
  return its.base + pixels.offset;
}

void MappedSlabs::end(const hosts::SlotWire& lent) {
  const std::lock_guard lock(mutex_);
  const auto slab = known_.find(lent.slab);
  if (slab == known_.end()) return;
  const auto known = slab->second.open.find(lent.offset);
  if (known != slab->second.open.end() && known->second.lent > 0) --known->second.lent;
}

}  // namespace omma::host_process
