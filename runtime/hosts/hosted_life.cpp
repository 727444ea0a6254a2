// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <nlohmann/json.hpp>

#include "runtime/base/clock.hpp"
#include "runtime/base/value_json.hpp"
#include "runtime/hosts/hosted_body.hpp"
#include "runtime/hosts/quarantine.hpp"

// The processes that serve an actor, one after the other: how one begins, dies and is replaced.

namespace omma::hosts {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds time_to_explain{30};  // for the stacks of a process that hangs
constexpr milliseconds time_to_be_buried{500};

/// As `_declare.py` describes them.
nlohmann::json about(const std::vector<Port>& ports) {
  constexpr std::array payloads{"picture", "notes", "any"};
  auto list = nlohmann::json::array();
  for (const Port& port : ports) {
    auto formats = nlohmann::json::array();
    for (const PixelFormat format : port.formats.any_of) formats.push_back(name(format));
    list.push_back({{"name", port.name},
                    {"payload", payloads.at(static_cast<std::size_t>(port.payload))},
                    {"formats", std::move(formats)},
                    {"optional", port.optional}});
  }
  return list;
}

}  // namespace

/// Loads the actor into the process that is to be used now, and sends it what is under way.
Result<void> HostedBody::load(Lock& lock) {
  if (successor_) {  // the one that it was to take over from is gone
    Server next = std::move(*successor_);
    successor_.reset();
    welcome(std::move(next));
    promote();
    return {};
  }
  auto process = host_ != nullptr
                     ? host_->process(script_.file)
                     : fail(Code::unavailable, "there is no frame memory for its host");
  if (!process) return tl::make_unexpected(process.error());
  Server next;
  next.process = std::move(*process);
  if (auto ready = engage(next, {}, lock); !ready) return ready;
  install(std::move(next));
  return {};
}

/// Loads the actor into the server's process, whose compiled `changed` files are of no use. When
/// that fails, nobody is to use the process.
Result<void> HostedBody::engage(Server& server, const std::vector<std::string>& changed,
                                Lock& lock) {
  auto channel = server.process->open_channel();
  if (!channel) {
    host_->condemn(server.process, name_);
    return tl::make_unexpected(channel.error());
  }
  server.socket = std::move(*channel);
  server.params = params_;
  const nlohmann::json wanted{
      {"actor", name_},
      {"file", script_.file},
      {"name", script_.name},
      {"changed", changed},
      {"params", to_json(params_)},
      {"ports", {{"inputs", about(contract_.inputs)}, {"outputs", about(contract_.outputs)}}}};
  writer_.begin({Message::load, 0, 0, number_});
  writer_.put_text(wanted.dump());
  server.socket.send(writer_.bytes());
  engaging_.push_back(&server);
  lock.unlock();
  auto ready = await_ready(server);
  if (!ready && ready.error().code == Code::unavailable) ready.error().what = death(server);
  lock.lock();
  std::erase(engaging_, &server);
  if (ready) return ready;
  host_->condemn(server.process, name_);
  return ready;
}

Result<void> HostedBody::await_ready(Server& server) {
  const milliseconds limit(host_->spec().start_deadline_ms);
  std::vector<std::byte> buffer(longest_message);
  std::span<const std::byte> message;
  switch (server.socket.receive(buffer, limit, message)) {
    case Socket::Heard::closed: return fail(Code::unavailable, "it died");
    case Socket::Heard::nothing:
      server.process->dump_stacks(time_to_explain);
      return fail(Code::failed, "it was not ready within " + std::to_string(limit.count()) +
                                    " ms; if it needs longer, set `start_deadline_ms` of its host");
    case Socket::Heard::message: break;
  }
  Reader reader(message);
  const auto head = reader.take<Head>();
  const auto said = nlohmann::json::parse(reader.rest(), nullptr, false);
  if (!said.is_object()) return fail(Code::failed, "its host answered what makes no sense");
  server.files = said.value("files", std::vector<std::string>());
  if (head.kind == Message::ready) return {};
  return fail(Code::failed, said.value("error", ""));
}

/// From now on this one serves, and does what is under way, until the next version that waits.
void HostedBody::install(Server&& server) {
  server_ = std::move(server);
  changed_.clear();
  for (const auto& [name, value] : params_) {
    if (server_.params[name] != value) changed_[name] = value;
  }
  front_since_ns_ = now_ns();
  handing_over_ = false;
  forget_need();
  for (Pending& pending : pending_) {
    pending.leases.clear();
    send(pending);
  }
  if (successor_) ask_to_hand_over();
  if (services_.reloader != nullptr) watch_files();
}

void HostedBody::let_go() {
  forget_need();
  if (server_.process != nullptr) host_->condemn(server_.process, name_);
  Server gone = std::exchange(server_, {});
  if (services_.reloader != nullptr)
    retire(std::move(gone));  // who waits for its end, delays frames
  for (Pending& pending : pending_) {
    pending.leases.clear();
    pending.sent = false;
  }
}

std::string HostedBody::death(const Server& server) {
  const auto ending = server.process->ending(time_to_be_buried);
  return "its host " + (ending ? ending->text() : std::string("closed its connection"));
}

std::string HostedBody::greed() const {
  return "it uses " + std::to_string(server_.process->private_bytes() >> 20U) +
         " MB of memory; its host allows " + std::to_string(host_->spec().memory_mb) +
         " (`memory_mb`)";
}

/// Between two steps: no frame is to blame.
void HostedBody::replace_the_greedy(const Self& self) {
  if (!greedy()) return;
  if (on_trial()) {
    host_->condemn(server_.process, name_);
    return stay_with_the_old(greed());
  }
  host_->log(greed() + "; another process takes over");
  let_go();
  if (self.replaced) self.replaced();
}

std::string HostedBody::death(Heard heard) const {
  if (heard == Heard::greedy) return greed();
  if (heard != Heard::late) return death(server_);
  return "it did not answer within " + std::to_string(host_->spec().deadline_ms) + " ms";
}

/// The process died, or hangs. The step that it was at is done by the next one, unless that has
/// happened too often.
Result<void> HostedBody::mourn(const Self& self, Heard heard, Lock& lock) {
  const auto process = server_.process;
  lock.unlock();
  if (heard == Heard::late) process->dump_stacks(time_to_explain);
  const std::string what = death(heard);
  lock.lock();
  const bool innocent = process->innocent(name_);
  if (on_trial()) {
    host_->condemn(process, name_);
    stay_with_the_old(what);
    return {};
  }
  const bool at_a_step = !pending_.empty() && pending_.front().sent;
  let_go();
  if (self.replaced) self.replaced();
  if (innocent) return {};
  const int deaths = at_a_step ? ++pending_.front().deaths : 0;
  if (deaths <= host_->spec().retries) {
    host_->log(what + "; another process takes over");
    return {};
  }
  const std::string why =
      what + (deaths == 1 ? "" : ", " + std::to_string(deaths) + " times with this frame");
  const std::string kept = quarantine(why, process->last_words());
  end_front({});
  return fail(Code::quarantined, why + kept);
}

/// What is to be said of what becomes of the oldest step.
std::string HostedBody::quarantine(const std::string& why, const std::string& last_words) {
  if (!services_.quarantine) return "";
  return "; it is skipped" +
         services_.quarantine({name_, script_.file + ":" + script_.name, params_, host_->spec(),
                               why, last_words, pending_.front().inputs});
}

}  // namespace omma::hosts
