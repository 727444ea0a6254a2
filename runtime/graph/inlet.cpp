// SPDX-License-Identifier: Apache-2.0
#include "runtime/graph/inlet.hpp"

#include "runtime/contract/registry.hpp"
#include "runtime/plan/plan.hpp"

namespace omma {

bool FrameInlet::came_before(const Identity& identity) const {
  const auto known = newest_.find(identity.source);
  return known != newest_.end() && std::pair(identity.sequence, identity.part) <= known->second;
}

Pushed FrameInlet::offer(Frame& frame, bool wait) {
  const std::lock_guard lock(mutex_);
  Item item{std::move(frame), 0};
  const Identity identity = item.frame.identity();
  if (came_before(identity)) return Pushed::taken;
  const std::string source(identity.source);  // the frame may be gone once it is pushed
  Pushed pushed = Pushed::taken;
  if (!wait) {
    pushed = queue_.try_push(item);
  } else if (!queue_.push(item)) {
    pushed = Pushed::closed;
  }
  if (pushed == Pushed::taken) {
    newest_[source] = {identity.sequence, identity.part};
  } else {
    frame = std::move(item.frame);
  }
  return pushed;
}

bool FrameInlet::push(Frame& frame) { return offer(frame, true) == Pushed::taken; }

Pushed FrameInlet::try_push(Frame& frame) { return offer(frame, false); }

bool FrameInlet::pass(std::uint64_t sequence) {
  Item gap{{}, sequence};
  return queue_.push(gap);
}

Pushed FrameInlet::try_pass(std::uint64_t sequence) {
  Item gap{{}, sequence};
  return queue_.try_push(gap);
}

class InletBody final : public Body {
 public:
  explicit InletBody(FrameInlet& inlet) : inlet_(inlet) {}

  Result<void> set(std::string_view, const Value&) override { return {}; }
  Result<void> prepare() override { return {}; }
  Result<void> finish(const Self&, Outputs&) override { return inlet_.end(), Result<void>(); }
  bool drain() override { return inlet_.end(), true; }
  void wake() override { inlet_.queue_.wake(); }

  Result<void> step(std::span<Frame>, const Self&, Outputs& outputs) override {
    auto item = inlet_.queue_.pop();
    if (!item) return tl::make_unexpected(item.error());
    if (!*item) {
      outputs.end = true;
    } else if ((*item)->frame) {
      outputs.sent.emplace_back(0, std::move((*item)->frame));
      outputs.relayed = true;
    } else {
      outputs.passed = (*item)->passed;
    }
    return {};
  }

 private:
  FrameInlet& inlet_;
};

std::unique_ptr<Body> inlet_body(FrameInlet& inlet) { return std::make_unique<InletBody>(inlet); }

namespace {

/// Stands where nobody gives frames.
class ClosedInlet final : public Body {
 public:
  Result<void> set(std::string_view, const Value&) override { return {}; }
  Result<void> prepare() override {
    return fail(Code::unavailable,
                "another part of the graph feeds this source, in the process that runs both; a "
                "graph file can not use it");
  }
  Result<void> finish(const Self&, Outputs&) override { return {}; }
  Result<void> step(std::span<Frame>, const Self&, Outputs&) override { return {}; }
};

Contract inlet_contract() {
  Contract contract;
  contract.kind = inlet_kind;
  contract.doc = "What another part of the same graph sends, where that was cut in parts.";
  contract.family = "video";
  Port port;
  port.name = inlet_port;
  port.doc = "frames with the source and numbers that they have there";
  contract.outputs.push_back(port);
  return contract;
}

[[maybe_unused]] const Result<void> registered =
    Registry::global().add({inlet_contract(), [](const Self&) -> std::unique_ptr<Body> {
                              return std::make_unique<ClosedInlet>();
                            }});

}  // namespace
}  // namespace omma
