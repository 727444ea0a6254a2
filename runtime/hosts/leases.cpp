// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/leases.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace omma::hosts {
namespace {

BufferWire wire_of(const Slot& slot, Peer& peer) {
  peer.announce(*slot.slab, false);
  return {slot.slab->number(), static_cast<std::uint32_t>(slot.size), slot.slab->offset(slot)};
}

/// Numbers of all slabs that are no more.
struct Retired {
  std::mutex mutex;
  std::vector<std::uint32_t> numbers;  // guarded
  std::atomic<std::size_t> count{0};

  static Retired& global() {
    static auto* all = new Retired;
    return *all;
  }
};

/// The notes, oldest first.
void write_links(Writer& writer, const Frame& frame, Peer& peer) {
  std::vector<const Slot*> links;
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next)
    links.push_back(link);
  for (auto each = links.rbegin(); each != links.rend(); ++each) writer.put(wire_of(**each, peer));
}

}  // namespace

void Announcements::retire(const Slab& slab) {
  Retired& retired = Retired::global();
  const std::lock_guard lock(retired.mutex);
  retired.numbers.push_back(slab.number());
  retired.count.store(retired.numbers.size(), std::memory_order_release);
}

void Announcements::tell_retired(const Socket& socket) {
  Retired& retired = Retired::global();
  const std::lock_guard lock(retired.mutex);
  for (; retired_seen_ < retired.numbers.size(); ++retired_seen_) {
    const std::uint32_t number = retired.numbers[retired_seen_];
    if (told_.erase(number) == 0) continue;
    Writer message;
    message.begin({Message::forget, 0, 0, number});
    socket.send(message.bytes());
  }
}

void Announcements::tell(const Socket& socket, const Slab& slab, bool writable) {
  if (Retired::global().count.load(std::memory_order_acquire) != retired_seen_)
    tell_retired(socket);
  if (!told_.insert(slab.number()).second) return;
  Writer message;
  message.begin({Message::slab, writable, 0, slab.number()});
  socket.send(message.bytes(), slab.descriptor());
}

std::uint32_t Leases::lend(Lease lease) {
  leases_.emplace(next_, std::move(lease));
  return next_++;
}

SlotWire Leases::lend(const SlotRef& slot) { return wire_of(lend(Lease{{}, slot}), slot); }

void Leases::end_step(const LeaseNumbers& lent, const LeaseNumbers& kept) {
  for (const std::uint32_t lease : lent) {
    if (std::find(kept.begin(), kept.end(), lease) == kept.end()) end(lease);
  }
}

const Lease* Leases::find(std::uint32_t number) const {
  const auto found = leases_.find(number);
  return found == leases_.end() ? nullptr : &found->second;
}

bool Leases::room_for_writing() const {
  return std::ranges::any_of(leases_, [](const auto& each) { return bool(each.second.slot); });
}

std::uint64_t Leases::room_kept() const {
  std::uint64_t bytes = 0;
  for (const auto& [number, lease] : leases_) {
    if (lease.slot && lease.slot->sole()) bytes += lease.slot->capacity;
  }
  return bytes;
}

std::uint64_t pixels_in(const Slab& slab, const Frame& frame) {
  const Slot* pixels = frame ? frame.pixel_slot() : nullptr;
  return pixels != nullptr && pixels->slab == &slab ? pixels->capacity : 0;
}

std::uint64_t Leases::pixels_in(const Slab& slab) const {
  std::uint64_t bytes = 0;
  for (const auto& [number, lease] : leases_) bytes += hosts::pixels_in(slab, lease.frame);
  return bytes;
}

LeaseNumbers read_leases(Reader& reader, std::uint32_t count) {
  LeaseNumbers leases;
  for (; count > 0 && reader.sound(); --count) leases.push_back(reader.take<std::uint32_t>());
  return leases;
}

SlotWire wire_of(std::uint32_t lease, const SlotRef& slot) {
  const Slab& slab = *slot->slab;
  return {lease, slab.number(), slab.offset(*slot.get()), slot->capacity};
}

void write_input(Writer& writer, const Frame& frame, std::uint32_t lease, Peer& peer) {
  InputWire wire;
  if (!frame) return writer.put(wire);
  wire.lease = lease;
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next) ++wire.links;
  wire.present = 1;
  wire.dtype = static_cast<std::uint8_t>(frame.dtype());
  wire.status = static_cast<std::uint8_t>(frame.status());
  wire.format = static_cast<std::uint32_t>(frame.format());
  wire.width = static_cast<std::uint32_t>(frame.width());
  wire.height = static_cast<std::uint32_t>(frame.height());
  wire.stride = static_cast<std::uint32_t>(frame.stride());
  wire.header = wire_of(*frame.header().get(), peer);
  if (const Slot* pixels = frame.pixel_slot()) {
    peer.announce(*pixels->slab, false);
    wire.pixel_slab = pixels->slab->number();
    wire.pixels = pixels->slab->offset(*pixels);
    wire.pixel_bytes = pixels->size;
  }
  const auto shape = frame.shape();
  wire.dims = static_cast<std::uint8_t>(shape.size());
  writer.put(wire);
  for (const std::uint64_t extent : shape) writer.put(extent);
  write_links(writer, frame, peer);
}

}  // namespace omma::hosts
