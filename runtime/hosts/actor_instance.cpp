// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/actor_instance.hpp"

#include "runtime/base/clock.hpp"
#include "runtime/hosts/load_json.hpp"

namespace omma::hosts {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds time_to_close{1000};
constexpr milliseconds time_to_exit{500};

}  // namespace

// ---- loading

Result<void> ActorInstance::ask_to_load(const HostedActor& actor,
                                        const std::map<std::string, Value>& params,
                                        const std::vector<std::string>& changed) {
  auto channel = process_->open_channel();
  if (!channel) return tl::make_unexpected(channel.error());
  conversation_ = Conversation(std::move(*channel), process_.get());
  params_ = params;
  conversation_.say(Message::load, 0,
                    actor.load_request(params, changed, process_->outputs()->number()));
  return {};
}

Result<void> ActorInstance::await_ready(const HostedActor& actor) {
  const milliseconds limit(actor.spec().start_deadline_ms);
  std::vector<std::byte> buffer(longest_message);
  std::span<const std::byte> message;
  switch (conversation_.socket().receive(buffer, limit, message)) {
    case Socket::Heard::closed: return fail(Code::unavailable, describe_exit());
    case Socket::Heard::nothing:
      process_->dump_stacks();
      return fail(Code::failed, "it was not ready within " + std::to_string(limit.count()) +
                                    " ms; if it needs longer, set `start_deadline_ms` of its host");
    case Socket::Heard::message: break;
  }
  const auto answer = read_message(message);
  if (!answer) return tl::make_unexpected(answer.error());
  auto loaded = read_loaded(*answer);
  if (!loaded) return tl::make_unexpected(loaded.error());
  files_ = std::move(loaded->files);
  if (loaded->error) return fail(Code::failed, *loaded->error);
  return process_->outputs()->seal();
}

void ActorInstance::take_state(const SlotRef& state, std::uint64_t bytes) {
  state_ = state;
  conversation_.pass_state(state, bytes);
}

// ---- the end

std::string ActorInstance::describe_exit() const {
  const auto status = process_->exit_status(time_to_exit);
  return "its host " + (status ? status->text() : std::string("closed its connection"));
}

void ActorInstance::close(const HostedActor& actor) {
  if (!conversation_.say(Message::finish, 0) || await_close(actor)) return;
  if (conversation_.leases().room_for_writing()) actor.discard(process_);
}

/// Steps that were under way come to their ends first; nobody wants their results.
bool ActorInstance::await_close(const HostedActor& actor) {
  std::vector<std::byte> buffer(longest_message);
  std::span<const std::byte> message;
  const std::int64_t begin = now_ns();
  const auto in_time = [&] { return now_ns() - begin < nanoseconds(time_to_close).count(); };
  while (in_time() &&
         conversation_.socket().receive(buffer, time_to_close, message) == Socket::Heard::message) {
    auto answer = read_message(message);
    if (!answer) return false;
    LeaseNumbers none;
    if (answer->head.kind == Message::need)
      conversation_.grant(0, fail(Code::stopped, "another version has taken over"), none);
    const bool of_close = answer->head.number == 0;
    if (of_close && answer->head.kind == Message::result) return true;
    if (!of_close || answer->head.kind != Message::error) continue;
    actor.tell(Event::Kind::reload_failed,
               "a version that is not needed any more failed to close\n" +
                   std::string(answer->rest.rest()));
    return true;
  }
  return false;
}

}  // namespace omma::hosts
