// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/hosts/hosted_body.hpp"
#include "runtime/hosts/settings_json.hpp"

// Parameters that are set while processes serve. A request stands in the queue of steps. It is sent
// when it is the oldest, and no step before it is answered: so what nobody waits for any more can
// be taken back, and one that ends its process is known.

namespace omma::hosts {

// ---- asking

Result<std::shared_ptr<ParamRequest>> HostedBody::add_request(const ParamValues& wanted) {
  if (interrupted_ || ending_) return fail(Code::stopped, "it has ended");
  auto request = std::make_shared<ParamRequest>(ParamRequest{wanted, false, std::nullopt});
  steps_.add_request(request);
  if (versions_.serving() == nullptr) news_.notify_one();
  send_waiting();
  return request;
}

Result<Settings> HostedBody::configure(const ParamValues& wanted) {
  const std::chrono::milliseconds patience(actor_.spec().step_deadline_ms());
  Lock lock(mutex_);
  const auto added = add_request(wanted);
  if (!added) return tl::make_unexpected(added.error());
  ParamRequest& request = **added;
  const auto answered = [&] { return request.answer.has_value(); };
  while (!answered_.wait_for(lock, patience, answered)) {
    if (versions_.serving() == nullptr) continue;  // it loads, which has a deadline of its own
    if (!steps_.withdraw(request)) break;
    send_waiting();
    return fail(Code::unavailable,
                "actor '" + actor_.name + "' did not come back from its step within " +
                    std::to_string(patience.count()) + " ms, so it could not be asked");
  }
  answered_.wait(lock, answered);  // it was sent: its process answers, or is ended in time
  return *std::move(request.answer);
}

/// Where nobody else collects.
Result<Settings> HostedBody::configure_here(const ParamValues& wanted) {
  Lock lock(mutex_);
  const auto added = add_request(wanted);
  if (!added) return tl::make_unexpected(added.error());
  lock.unlock();
  const auto answered = [&] {
    const Lock reading(mutex_);
    return (*added)->answer;
  };
  Outputs of_nobody;
  talks_ = false;
  for (;;) {
    if (auto answer = answered()) return *std::move(answer);
    const auto ended = hear_one(Self(), of_nobody);
    const bool stopped = ended && !*ended && ended->error().code == Code::stopped;
    if (stopped) return tl::make_unexpected(ended->error());
  }
}

/// Before `prepare` nobody can refuse it.
Result<void> HostedBody::set(std::string_view param, const Value& value) {
  const std::string name(param);
  {
    const Lock lock(mutex_);
    if (!prepared_) return params_.set(name, value), Result<void>();
  }
  const auto in_force = configure_here({{name, value}});
  return in_force ? Result<void>() : tl::make_unexpected(in_force.error());
}

std::vector<Param> HostedBody::params() {
  auto settings = configure_here({});
  return settings ? std::move(settings->params) : std::vector<Param>();
}

std::optional<Value> HostedBody::value(std::string_view param) {
  const auto settings = configure_here({});
  if (!settings) return std::nullopt;
  const auto found = settings->values.find(std::string(param));
  return found != settings->values.end() ? std::optional(found->second) : std::nullopt;
}

// ---- answers; locked, on the thread that collects

/// What was set while the process that serves now was loaded, or while another one served.
void HostedBody::tell_unknown_params() {
  const bool told_before =
      !steps_.empty() && steps_.front().request && steps_.front().request->of_body;
  if (told_before) steps_.end_front();
  ParamValues unknown = params_.unknown_to(versions_.serving()->params());
  if (unknown.empty()) return;
  steps_.put_first(
      std::make_shared<ParamRequest>(ParamRequest{std::move(unknown), true, std::nullopt}));
}

void HostedBody::take_settings(const Received& said) {
  const auto request = steps_.front().request;
  Reader text = said.rest;
  Result<Settings> answer = said.head.kind == Message::configured
                                ? read_settings(actor_.contract, text.rest())
                                : fail(Code::invalid, std::string(text.rest()));
  if (answer) {
    versions_.serving()->note_params(params_.set_in_force(request->wanted, answer->values));
  } else if (request->of_body) {
    if (versions_.on_trial()) return go_back(answer.error().what);
    actor_.tell(Event::Kind::error,
                "its new process refuses a value that was in force\n" + answer.error().what);
  }
  settle_front(std::move(answer), said.leases);
}

void HostedBody::settle_front(Result<Settings> answer, const LeaseNumbers& kept) {
  steps_.front().request->answer = std::move(answer);
  answered_.notify_all();
  end_front(kept);
}

/// Nobody will answer.
void HostedBody::refuse_requests() {
  for (PendingStep& step : steps_) {
    if (step.request && !step.request->answer)
      step.request->answer = fail(Code::stopped, "it has ended");
  }
  answered_.notify_all();
}

}  // namespace omma::hosts
