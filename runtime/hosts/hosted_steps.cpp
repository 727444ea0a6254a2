// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/hosts/hosted_body.hpp"

// What the process that serves is sent: steps, and room for their results.

namespace omma::hosts {

void HostedBody::add(Message kind, std::span<const Frame> inputs) {
  if (early_) early_->note_begin();
  steps_.add(kind, inputs);
  if (versions_.serving() == nullptr) news_.notify_one();
  send_waiting();
}

/// A request goes when it is the oldest, and nothing goes after it before it is answered. Nor after
/// a step whose result is to be copied: in its next one the host may write over it.
void HostedBody::send_waiting() {
  if (versions_.serving() == nullptr || versions_.handing_over()) return;
  const bool one_by_one = actor_.spec().isolate == Isolation::copy;
  for (PendingStep& step : steps_) {
    if (step.request && !steps_.is_front(step)) return;
    if (!step.sent) send(step);
    if (step.request || one_by_one) return;
  }
}

/// The other side may be gone: whoever collects hears of it.
void HostedBody::send(PendingStep& step) {
  Conversation& conversation = versions_.serving()->conversation();
  if (step.request) {
    conversation.say(Message::configure, step.number, to_json(step.request->wanted).dump());
    return steps_.mark_sent(step);
  }
  conversation.begin_step(step.kind, step.number, step.inputs, step.leases);
  if (step.kind == Message::step) add_expected_rooms(step);
  conversation.send();
  steps_.mark_sent(step);
  if (early_ && step.kind == Message::step) early_->note_sent(conversation.message());
}

/// As much room as the last results took. Where memory is short, the oldest step gets what there
/// is.
void HostedBody::add_expected_rooms(PendingStep& step) {
  Slab& outputs = *versions_.serving()->process()->outputs();
  for (const std::size_t bytes : results_.rooms()) {
    if (bytes == 0 || (!steps_.is_front(step) && outputs.crowded(2 * bytes))) continue;
    if (const SlotRef slot = outputs.try_take(bytes))
      versions_.serving()->conversation().add_room(slot, step.leases);
  }
}

/// For the oldest step, or for the state that the next process takes over.
void HostedBody::answer_need(const MemoryNeed& need) {
  if (steps_.empty() && !need.for_state) return;
  Slab& outputs = *versions_.serving()->process()->outputs();
  if (SlotRef slot = outputs.try_take(need.bytes)) return grant(need, slot);
  memory_.begin(need, outputs, !steps_.empty());
}

/// The room for a state belongs to no step: it stays until somebody ends the lease.
void HostedBody::grant(const MemoryNeed& need, const Result<SlotRef>& slot) {
  LeaseNumbers of_state;
  LeaseNumbers& lent = need.for_state ? of_state : steps_.front().leases;
  versions_.serving()->conversation().grant(steps_.last_number(), slot, lent);
}

}  // namespace omma::hosts
