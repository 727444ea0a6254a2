// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/hosts/hosted_body.hpp"

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
  for (const Frame& frame : pending.inputs) {
    const std::uint32_t lease = frame ? lend(pending, {frame, {}}) : 0;
    write_input(writer_, frame, lease, *server_.process);
  }
  if (pending.kind == Message::step) writer_.head().others = grant_expected(pending);
  server_.socket.send(writer_.bytes());
  const bool rehearsable =
      pending.kind == Message::step && !contract_.source() && rhythm_.next().has_value();
  if (rehearsable) server_.last_step.assign(writer_.bytes().begin(), writer_.bytes().end());
  pending.sent = true;
}

// ---- what the host may touch

/// Until the step ends, or for longer when the host says then that it keeps it.
std::uint32_t HostedBody::lend(Pending& pending, Lease lease) {
  pending.leases.push_back(server_.leases.lend(std::move(lease)));
  return pending.leases.back();
}

/// Names it in the message; for a step, or until somebody ends the lease.
void HostedBody::lend_room(Pending* pending, const SlotRef& slot) {
  const SlotWire room = server_.leases.lend(slot);
  if (pending != nullptr) pending->leases.push_back(room.lease);
  writer_.put(room);
}

/// As much room as the last results took; how many slots that is. Where memory is short, the
/// oldest step gets what there is.
std::uint32_t HostedBody::grant_expected(Pending& pending) {
  std::uint32_t granted = 0;
  const bool oldest = &pending == &pending_.front();
  for (const std::size_t bytes : results_.rooms()) {
    if (bytes == 0 || (!oldest && host_->outputs().crowded(2 * bytes))) continue;
    const SlotRef slot = host_->outputs().try_take(bytes);
    if (!slot) continue;
    lend_room(&pending, slot);
    ++granted;
  }
  return granted;
}

}  // namespace omma::hosts
