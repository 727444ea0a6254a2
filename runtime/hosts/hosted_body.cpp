// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/hosted_body.hpp"

#include <algorithm>

#include "runtime/base/clock.hpp"

namespace omma::hosts {
namespace {

constexpr std::size_t most_kept = 32;  // frames

tl::unexpected<Error> stopped() { return fail(Code::stopped, "it was stopped in a step"); }

}  // namespace

HostedBody::HostedBody(const Kind& kind, std::string name, std::shared_ptr<Host> host,
                       Services services)
    : contract_(kind.contract),
      script_(*kind.script),
      name_(std::move(name)),
      host_(std::move(host)),
      services_(std::move(services)),
      inputs_need_checks_(need_checks(contract_)),
      formats_(contract_),
      results_(name_, contract_.outputs.size()),
      buffer_(longest_message) {}

HostedBody::~HostedBody() {
  interrupt();
  if (services_.reloader != nullptr) services_.reloader->forget(*this);
  if (on_trial()) close(*previous_);
  for (Server& server : retired_) close(server);
}

Result<void> HostedBody::set(std::string_view param, const Value& value) {
  const Lock lock(mutex_);
  params_[std::string(param)] = changed_[std::string(param)] = value;
  formats_.set(contract_, param, value);
  return {};
}

Result<void> HostedBody::prepare() {
  Lock lock(mutex_);
  return server_.process == nullptr ? load(lock) : Result<void>();
}

// ---- one step after the other

Result<void> HostedBody::step(std::span<Frame> inputs, const Self& self, Outputs& outputs) {
  if (auto begun = begin(inputs); !begun) return begun;
  return collect(self, outputs);
}

Result<void> HostedBody::finish(const Self& self, Outputs& outputs) {
  {
    const Lock lock(mutex_);
    if (server_.process == nullptr || !pending_.empty())
      return {};  // it was left in the middle of a step
  }
  begin_end();
  return collect(self, outputs);
}

// ---- several under way

Result<void> HostedBody::begin(std::span<const Frame> inputs) {
  if (inputs_need_checks_) {
    if (auto checked = check_inputs(contract_, inputs); !checked) return checked;
  }
  const Lock lock(mutex_);
  add(Message::step, inputs);
  return {};
}

void HostedBody::begin_end() {
  const Lock lock(mutex_);
  add(Message::finish, {});
}

void HostedBody::add(Message kind, std::span<const Frame> inputs) {
  const std::int64_t now = now_ns();
  rhythm_.beat(now);
  if (pending_.empty()) front_since_ns_ = now;
  Pending& pending = pending_.emplace_back();
  pending.kind = kind;
  pending.number = ++number_;
  pending.inputs.assign(inputs.begin(), inputs.end());
  if (server_.process == nullptr) {
    news_.notify_one();
  } else if (!handing_over_) {
    send(pending);
  }
}

void HostedBody::interrupt() {
  const Lock lock(mutex_);
  interrupted_ = true;
  server_.socket.shut();
  for (const Server* server : engaging_) server->socket.shut();
  news_.notify_one();
}

void HostedBody::renew() {
  const Lock lock(mutex_);
  if (server_.process != nullptr) server_.process->kill("a restart");
}

Result<void> HostedBody::collect(const Self& self, Outputs& outputs) {
  for (;;) {
    if (auto serving = serve(self); !serving) return serving;
    std::span<const std::byte> message;
    const Heard heard = listen(self, message);
    Lock lock(mutex_);
    Result<void> done;
    if (heard == Heard::stopped) return stopped();
    if (heard != Heard::message) {
      if (auto mourned = mourn(self, heard, lock); !mourned) return outputs.clear(), mourned;
    } else if (take_message(message, self, outputs, done)) {
      return done;
    }
  }
}

/// Returns when a process serves; one is started as soon as there is something to do.
Result<void> HostedBody::serve(const Self& self) {
  Lock lock(mutex_);
  replace_the_greedy(self);
  while (server_.process == nullptr && !interrupted_) {
    news_.wait(lock, [this] { return interrupted_ || !pending_.empty(); });
    if (interrupted_) break;
    auto loaded = load(lock);
    if (loaded || interrupted_ || successor_) continue;
    const bool died = loaded.error().code == Code::unavailable;
    if (died && self.replaced) self.replaced();
    if (died && ++pending_.front().deaths <= host_->spec().retries) continue;
    end_front({});
    return loaded;
  }
  if (interrupted_) return stopped();
  return {};
}

// ---- answers

/// True when the oldest step has ended, as `done` says.
bool HostedBody::take_message(std::span<const std::byte> message, const Self& self,
                              Outputs& outputs, Result<void>& done) {
  Reader reader(message);
  const auto head = reader.take<Head>();
  if (head.kind == Message::rehearsed) return false;
  if (head.kind == Message::release) {
    server_.leases.end_released(reader, head);
    return false;
  }
  if (head.kind == Message::state) {
    take_over(reader, head);
    return false;
  }
  if (head.kind == Message::need) {
    if (head.items != 0 || !pending_.empty())
      answer_need(reader.take<std::uint64_t>(), head.items != 0);
    return false;
  }
  if (pending_.empty() || head.kind == Message::ready) return false;
  if (head.number != pending_.front().number) return false;
  if (head.kind == Message::error) {
    const auto kept = read_leases(reader, head.others);
    if (on_trial()) {
      stay_with_the_old(std::string(reader.rest()));
      return false;
    }
    done = fail(Code::failed, std::string(reader.rest()));
    end_front(kept);
  } else if (head.kind == Message::result) {
    Emission emission(pending_.front().inputs, self, formats_, outputs);
    outputs.end = pending_.front().kind == Message::finish;
    const auto kept = read_leases(reader, head.others);
    done = results_.take(reader, head, server_.leases, emission);
    if (!done && on_trial()) {
      outputs.clear();
      stay_with_the_old(done.error().text());
      return false;
    }
    if (done) one_step_well();
    end_front(kept);
    if (done) done = check_kept();
  } else {
    outputs.end = true;
    end_front({});
  }
  return true;
}

Result<void> HostedBody::check_kept() const {
  if (server_.leases.size() <= most_kept) return {};
  return fail(Code::exhausted, "it keeps " + std::to_string(server_.leases.size()) +
                                   " frames of earlier steps; keep copies: frame.copy()");
}

/// The oldest step has ended: of what it was lent, the host keeps these leases and no others.
void HostedBody::end_front(const std::vector<std::uint32_t>& kept) {
  server_.leases.end_step(pending_.front().leases, kept);
  pending_.pop_front();
  server_.state = {};  // it came ahead of this step
  front_since_ns_ = now_ns();
}

}  // namespace omma::hosts
