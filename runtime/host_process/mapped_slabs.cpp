// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/mapped_slabs.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace omma::host_process {
namespace {

constexpr std::uint64_t page = 4096;

}  // namespace

Result<void> MappedSlabs::add(std::uint32_t number, const hosts::Descriptor& memory,
                              bool writable) {
  const off_t size = lseek(memory.get(), 0, SEEK_END);
  const int access = writable ? PROT_NONE : PROT_READ;
  void* base = mmap(nullptr, static_cast<std::size_t>(size), access, MAP_SHARED | MAP_NORESERVE,
                    memory.get(), 0);
  if (base == MAP_FAILED)
    return fail(Code::unavailable, std::string("mmap: ") + std::strerror(errno), "frame memory");
  const std::lock_guard lock(mutex_);
  known_[number].base = static_cast<std::byte*>(base);
  known_[number].size = static_cast<std::size_t>(size);
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

/// Slots may have been cut anew since: then others ended elsewhere.
std::byte* MappedSlabs::open(const hosts::SlotWire& room) {
  std::unique_lock lock(mutex_);
  Mapped& its = mapped(room.slab, lock);
  const std::uint64_t end = room.offset + (room.size + page - 1) / page * page;
  std::byte* const begin = its.base + room.offset;
  const auto known = its.open.find(room.offset);
  if (known != its.open.end() && known->second == end) return begin;
  auto overlapping = its.open.upper_bound(end);
  while (overlapping != its.open.begin() && std::prev(overlapping)->second > room.offset)
    its.open.erase(std::prev(overlapping));
  mprotect(begin, end - room.offset, PROT_READ | PROT_WRITE);
  mprotect(its.base + end, page, PROT_NONE);
  its.open[room.offset] = end;
  return begin;
}

}  // namespace omma::host_process
