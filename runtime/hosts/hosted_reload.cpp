// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/hosted_body.hpp"

#include <algorithm>
#include <filesystem>

// A file of the actor has changed: the reloader's thread loads the new version in a process beside
// the running one, which is then asked to hand over. Its answer is the frame boundary at which the
// collecting thread takes the new process. The old one waits until the new one has done some steps
// well, and takes over again when it does not.

namespace omma::hosts {
namespace {

constexpr int steps_of_trial = 3;
constexpr std::chrono::milliseconds time_to_close{1000};

std::string names_of(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files)
    text += (text.empty() ? "" : ", ") + std::filesystem::path(file).filename().string();
  return text;
}

}  // namespace

// ---- on the reloader's thread

void HostedBody::reload(const Reloader::News& news) {
  auto process = host_->another(news.edition);
  Server next;
  Lock lock(mutex_);
  if (interrupted_) return;
  if (process) next.process = std::move(*process);
  const auto ready =
      process ? engage(next, news.changed, lock) : tl::make_unexpected(process.error());
  if (interrupted_) return;
  if (!ready) {
    host_->log("the new version of " + names_of(news.changed) +
               " does not load; the old one stays\n" + ready.error().text());
    failed_files_.insert(next.files.begin(), next.files.end());
    watch_files();
    return;
  }
  if (successor_) retire(std::move(*successor_));
  successor_ = std::move(next);
  if (server_.process == nullptr) return news_.notify_one();
  if (!handing_over_) ask_to_hand_over();
}

/// A mistake may be mended in a file that only a version needs which does not load.
void HostedBody::watch_files() {
  std::vector<std::string> files = server_.files;
  files.push_back(script_.file);
  files.insert(files.end(), failed_files_.begin(), failed_files_.end());
  services_.reloader->watch(*this, files);
}

/// Ends the processes that are not needed any more: their actors close first.
void HostedBody::settle() {
  std::vector<Server> ended;
  {
    const Lock lock(mutex_);
    ended.swap(retired_);
  }
  for (Server& server : ended) close(server);
}

/// The actor may close what it opened. One that does not come to an end is killed before the
/// memory that it may write into is used by others.
void HostedBody::close(Server& server) const {
  Writer writer;
  writer.begin({Message::finish, 0, 0, 0});
  if (!server.socket.send(writer.bytes()) || await_close(server)) return;
  if (server.leases.room_for_writing()) host_->condemn(server.process, name_);
}

/// Steps that were under way come to their ends first; nobody wants their results.
bool HostedBody::await_close(Server& server) const {
  std::vector<std::byte> buffer(longest_message);
  std::span<const std::byte> message;
  while (server.socket.receive(buffer, time_to_close, message) == Socket::Heard::message) {
    Reader reader(message);
    const auto head = reader.take<Head>();
    if (head.kind == Message::need) {
      Writer writer;
      writer.begin({Message::grant, 0, 0, 0});
      writer.put_text("another version has taken over");
      server.socket.send(writer.bytes());
    }
    const bool of_close = head.number == 0;
    if (of_close && head.kind == Message::result) return true;
    if (!of_close || head.kind != Message::error) continue;
    static_cast<void>(read_leases(reader, head.others));
    host_->log("a version that is not needed any more failed to close\n" +
               std::string(reader.rest()));
    return true;
  }
  return false;
}

// ---- on the collecting thread

/// Its answer comes after those to the steps that it was sent.
void HostedBody::ask_to_hand_over() {
  handing_over_ = true;
  writer_.begin({Message::hand_over, 0, 0, number_});
  server_.socket.send(writer_.bytes());
}

/// The server has done its last step, and this is its state.
void HostedBody::take_over(Reader& reader, const Head& head) {
  if (!successor_) return;
  Server next = std::move(*successor_);
  successor_.reset();
  pass_state_on(reader, head, next);
  if (on_trial()) {  // the version before it is the one that is known to work
    retire(std::move(server_));
  } else {
    previous_ = std::move(server_);
  }
  trial_steps_ = steps_of_trial;
  welcome(std::move(next));
}

void HostedBody::welcome(Server&& next) {
  host_->log("takes the new version of " + std::filesystem::path(script_.file).filename().string());
  failed_files_.clear();
  install(std::move(next));
}

void HostedBody::pass_state_on(Reader& reader, const Head& head, Server& next) {
  if (head.others != 1) return;
  const auto told = reader.take<SlotWire>();
  const Lease* lease = server_.leases.find(told.lease);
  if (lease == nullptr || !lease->slot) return;
  next.state = lease->slot;
  server_.leases.end(told.lease);
  SlotWire room = wire_of(told.lease, next.state);
  room.size = std::min(told.size, room.size);
  writer_.begin({Message::state, 0, 1, number_});
  writer_.put(room);
  next.socket.send(writer_.bytes());
}

void HostedBody::one_step_well() {
  if (!on_trial() || --trial_steps_ > 0) return;
  promote();
  retire(std::move(*previous_));
  previous_.reset();
}

/// Whoever comes after this process is of its version.
void HostedBody::promote() {
  Server stale;
  stale.process = host_->promote(server_.process);
  if (stale.process != nullptr) retire(std::move(stale));
}

/// What the new version is at is done by the old one, which watches the files of both: the mistake
/// may be mended in any of them.
void HostedBody::stay_with_the_old(const std::string& why) {
  host_->log("the new version failed at one of its first frames; the old one takes over again\n" +
             why);
  Server old = std::move(*previous_);
  previous_.reset();
  old.files.insert(old.files.end(), server_.files.begin(), server_.files.end());
  retire(std::move(server_));
  install(std::move(old));
}

void HostedBody::retire(Server&& server) {
  retired_.push_back(std::move(server));
  services_.reloader->wake();
}

}  // namespace omma::hosts
