// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/hosted_body.hpp"

#include "runtime/contract/body_support.hpp"

namespace omma::hosts {
namespace {

/// What its process loads: a function or class of a file in Python, or a kind, of a plug-in.
Script code_of(const Kind& kind) {
  if (kind.script) return *kind.script;
  return {kind.contract.built_in() ? "" : kind.contract.origin, kind.contract.kind};
}

}  // namespace

HostedBody::HostedBody(const Kind& kind, std::string name, std::shared_ptr<Host> host,
                       Services services)
    : actor_{kind.contract, code_of(kind), std::move(name), std::move(host), std::move(services)},
      inputs_need_checks_(need_checks(kind.contract)),
      params_(kind.contract),
      versions_(actor_),
      results_(actor_.name, kind.contract.outputs.size(), actor_.spec().isolate),
      wait_(actor_, steps_.clock()),
      memory_(actor_) {
  if (actor_.services.early_waking)
    early_ = std::make_unique<EarlyWaking>(kind.contract.source(), steps_.clock());
}

HostedBody::~HostedBody() {
  interrupt();
  if (actor_.services.reloader != nullptr) actor_.services.reloader->forget(*this);
  versions_.close();
}

Result<void> HostedBody::prepare() {
  Lock lock(mutex_);
  auto loaded = versions_.serving() == nullptr ? load(lock) : Result<void>();
  prepared_ = prepared_ || loaded;
  return loaded;
}

// ---- one step after the other

Result<void> HostedBody::step(std::span<Frame> inputs, const Self& self, Outputs& outputs) {
  if (auto begun = begin(inputs); !begun) return begun;
  return collect(self, outputs);
}

Result<void> HostedBody::finish(const Self& self, Outputs& outputs) {
  {
    const Lock lock(mutex_);
    if (versions_.serving() == nullptr || !steps_.empty())
      return {};  // it was left in the middle of a step
  }
  wait_.begin_end();
  begin_end();
  return collect(self, outputs);
}

// ---- several under way

Result<void> HostedBody::begin(std::span<const Frame> inputs) {
  if (inputs_need_checks_) {
    if (auto checked = check_inputs(actor_.contract, inputs); !checked) return checked;
  }
  const Lock lock(mutex_);
  add(Message::step, inputs);
  return {};
}

void HostedBody::begin_end() {
  const Lock lock(mutex_);
  add(Message::finish, {});
  ending_ = true;
}

void HostedBody::interrupt() {
  const Lock lock(mutex_);
  interrupted_ = true;
  refuse_requests();
  if (auto* serving = versions_.serving()) serving->conversation().socket().shut();
  for (ActorInstance* instance : loading_) instance->conversation().socket().shut();
  news_.notify_one();
}

void HostedBody::renew() {
  const Lock lock(mutex_);
  if (auto* serving = versions_.serving()) serving->process()->kill("a restart");
}

Result<void> HostedBody::collect(const Self& self, Outputs& outputs) {
  talks_ = false;
  for (;;) {
    if (auto ended = hear_one(self, outputs)) return *std::move(ended);
  }
}

}  // namespace omma::hosts
