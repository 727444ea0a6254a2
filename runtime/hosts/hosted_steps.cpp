// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "runtime/hosts/hosted_body.hpp"
#include "runtime/value_json.hpp"

namespace omma::hosts {

/// The other side may be gone: whoever collects hears of it.
void HostedBody::send(Pending& pending) {
  if (!changed_.empty()) {
    for (const auto& [name, value] : changed_) server_.params[name] = value;
    writer_.begin({Message::configure, 0, 0, pending.number});
    writer_.put_text(to_json(std::exchange(changed_, {})).dump());
    server_.socket.send(writer_.bytes());
  }
  writer_.begin(
      {pending.kind, static_cast<std::uint16_t>(pending.inputs.size()), 0, pending.number});
  for (const Frame& frame : pending.inputs) write_input(pending, frame);
  if (pending.kind == Message::step) writer_.head().others = grant_expected(pending);
  server_.socket.send(writer_.bytes());
  pending.sent = true;
}

// ---- what the host may touch

std::uint32_t HostedBody::lend(Lease lease) {
  server_.leases.emplace(next_lease_, std::move(lease));
  return next_lease_++;
}

/// Until the step ends, or for longer when the host says then that it keeps it.
std::uint32_t HostedBody::lend(Pending& pending, Lease lease) {
  pending.leases.push_back(lend(std::move(lease)));
  return pending.leases.back();
}

SlotWire HostedBody::wire_of(std::uint32_t lease, const SlotRef& slot) {
  const Slab& slab = *slot->slab;
  return {lease, slab.number(), slab.offset(*slot.get()), slot->capacity};
}

/// As much room as the last results took; how many slots that is.
std::uint32_t HostedBody::grant_expected(Pending& pending) {
  std::uint32_t granted = 0;
  for (const std::size_t bytes : rooms_) {
    if (bytes == 0) continue;
    SlotRef slot = host_->outputs().try_take(bytes);
    if (!slot) continue;
    const std::uint32_t lease = lend(pending, {{}, slot});
    writer_.put(wire_of(lease, slot));
    ++granted;
  }
  return granted;
}

/// For the oldest step, or for the state that the next process takes over.
void HostedBody::grant_needed(std::uint64_t bytes, bool for_state) {
  auto slot = host_->outputs().take(bytes);
  writer_.begin({Message::grant, 0, slot ? 1U : 0U, number_});
  if (slot) {
    const Lease lease{{}, *slot};
    writer_.put(wire_of(for_state ? lend(lease) : lend(pending_.front(), lease), *slot));
  } else {
    writer_.put_text(slot.error().text());
  }
  server_.socket.send(writer_.bytes());
}

// ---- inputs

void HostedBody::write_input(Pending& pending, const Frame& frame) {
  InputWire wire;
  if (!frame) return writer_.put(wire);
  const Slot& slot = *frame.picture().get();
  const auto at = [&](const void* place) {
    return slot.slab->offset(slot) +
           static_cast<std::uint64_t>(static_cast<const std::byte*>(place) - slot.bytes);
  };
  server_.process->announce(*slot.slab, false);
  wire.lease = lend(pending, {frame, {}});
  wire.slab = slot.slab->number();
  for (Slot* link = frame.notes().get(); link != nullptr; link = link->next) ++wire.links;
  wire.present = 1;
  wire.dtype = static_cast<std::uint8_t>(frame.dtype());
  wire.status = static_cast<std::uint8_t>(frame.status());
  wire.format = static_cast<std::uint32_t>(frame.format());
  wire.width = static_cast<std::uint32_t>(frame.width());
  wire.height = static_cast<std::uint32_t>(frame.height());
  wire.stride = static_cast<std::uint32_t>(frame.stride());
  wire.head = at(slot.buffer);
  wire.head_size = slot.buffer_size;
  wire.pixels = at(frame.pixels().data());
  wire.pixel_bytes = frame.pixels().size();
  const auto shape = frame.shape();
  wire.dims = static_cast<std::uint8_t>(shape.size());
  writer_.put(wire);
  for (const std::uint64_t extent : shape) writer_.put(extent);
  write_links(frame);
}

/// The notes, oldest first.
void HostedBody::write_links(const Frame& frame) {
  std::vector<const Slot*> links;
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next)
    links.push_back(link);
  for (auto each = links.rbegin(); each != links.rend(); ++each) {
    const Slot& slot = **each;
    server_.process->announce(*slot.slab, false);
    writer_.put(
        LinkWire{slot.slab->number(), static_cast<std::uint32_t>(slot.buffer_size),
                 slot.slab->offset(slot) + static_cast<std::uint64_t>(slot.buffer - slot.bytes)});
  }
}

}  // namespace omma::hosts
