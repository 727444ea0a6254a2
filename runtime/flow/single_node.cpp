// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/node.hpp"

// How others ask an actor for something while it runs.

namespace omma::flow {
namespace {

constexpr std::chrono::seconds patience{10};

}  // namespace

tl::unexpected<Error> Node::has_ended() const {
  return fail(Code::unavailable, "actor '" + planned_.name + "' has ended");
}

Result<void> Node::ask(WorkerBody& worker, const Requests::Work& work,
                       const std::function<void()>& wake) const {
  if (!shared_.started) return worker.serve_now(work), Result<void>();
  switch (worker.requests().ask(work, wake, patience)) {
    case Requests::Outcome::done: return {};
    case Requests::Outcome::ended: return has_ended();
    case Requests::Outcome::late: break;
  }
  return fail(Code::unavailable,
              "actor '" + planned_.name + "' did not come back from its step within " +
                  std::to_string(patience.count()) + " s, so it could not be asked");
}

template <class R, class F>
Result<R> SingleNode::asked(F read) {
  Result<R> answer;
  const auto asked = ask(
      *body(),
      [&](Body& instance) { answer = guarded([&]() -> Result<R> { return read(instance); }); },
      [this] { wake(); });
  return asked ? answer : tl::make_unexpected(asked.error());
}

Result<Value> SingleNode::set(const std::string& param, const Value& value) {
  return asked<Value>([&](Body&) { return body()->change(param, value); });
}

Result<std::vector<Param>> SingleNode::params() {
  return asked<std::vector<Param>>([](Body& instance) { return instance.params(); });
}

Result<std::optional<Value>> SingleNode::value(const std::string& param) {
  return asked<std::optional<Value>>([&](Body& instance) { return instance.value(param); });
}

}  // namespace omma::flow
