// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/versions.hpp"

#include <filesystem>

namespace omma::hosts {
namespace {

constexpr int steps_of_trial = 3;

}  // namespace

void Versions::serve(std::unique_ptr<ActorInstance> instance) {
  serving_ = std::move(instance);
  handing_over_ = false;
}

/// Who waits for the end of a process delays frames.
void Versions::discard_serving() {
  if (serving_ == nullptr) return;
  actor_.discard(serving_->process());
  retired_.add(std::move(serving_));
  serving_ = nullptr;
}

void Versions::set_successor(std::unique_ptr<ActorInstance> next) {
  retired_.add(std::exchange(successor_, std::move(next)));
}

void Versions::refuse(const ActorInstance& next) {
  failed_files_.insert(next.files().begin(), next.files().end());
}

/// Its answer comes after those to the steps that it was sent.
void Versions::ask_to_hand_over(std::uint64_t last_step) {
  handing_over_ = true;
  serving_->conversation().say(Message::hand_over, last_step);
}

bool Versions::take_over(const Received& state) {
  if (successor_ == nullptr) return false;
  auto next = std::move(successor_);
  pass_state_on(state, *next);
  if (on_trial()) {  // the version before it is the one that is known to work
    retired_.add(std::move(serving_));
  } else {
    previous_ = std::move(serving_);
  }
  trial_steps_ = steps_of_trial;
  welcome(std::move(next));
  return true;
}

bool Versions::take_over_without_state() {
  if (successor_ == nullptr) return false;
  welcome(std::move(successor_));
  make_standard();
  return true;
}

void Versions::welcome(std::unique_ptr<ActorInstance> next) {
  const std::filesystem::path file(actor_.code.file);
  actor_.tell(Event::Kind::reloaded, "takes the new version of " + file.filename().string());
  failed_files_.clear();
  serve(std::move(next));
}

void Versions::pass_state_on(const Received& state, ActorInstance& next) {
  if (!state.room) return;
  Leases& leases = serving_->conversation().leases();
  const Lease* lease = leases.find(state.room->lease);
  if (lease == nullptr || !lease->slot) return;
  next.take_state(lease->slot, state.room->size);
  leases.end(state.room->lease);
}

void Versions::count_good_step() {
  if (!on_trial() || --trial_steps_ > 0) return;
  make_standard();
  retired_.add(std::move(previous_));
}

/// Whoever comes after this process is of its version.
void Versions::make_standard() {
  if (auto spare = actor_.host->promote(serving_->process()))
    retired_.add(std::make_unique<ActorInstance>(std::move(spare)));
}

/// It watches the files of both: the mistake may be mended in any of them.
void Versions::go_back(const std::string& why) {
  actor_.tell(
      Event::Kind::reload_failed,
      "the new version failed at one of its first frames; the old one takes over again\n" + why);
  auto old = std::move(previous_);
  old->depend_on(serving_->files());
  retired_.add(std::move(serving_));
  serve(std::move(old));
}

std::vector<std::string> Versions::files_to_watch() const {
  std::vector<std::string> files;
  if (serving_ != nullptr) files = serving_->files();
  if (!actor_.code.file.empty()) files.push_back(actor_.code.file);
  files.insert(files.end(), failed_files_.begin(), failed_files_.end());
  return files;
}

void Versions::close() {
  if (on_trial()) previous_->close(actor_);
  retired_.close_all();
}

}  // namespace omma::hosts
