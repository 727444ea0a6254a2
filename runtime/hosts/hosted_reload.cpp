// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "runtime/hosts/hosted_body.hpp"

// A file of the actor has changed: the reloader's thread loads the new version in a process beside
// the running one, which is then asked to hand over. Its answer is the frame boundary at which the
// collecting thread takes the new process (Versions::take_over).

namespace omma::hosts {
namespace {

std::string names_of(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files)
    text += (text.empty() ? "" : ", ") + std::filesystem::path(file).filename().string();
  return text;
}

}  // namespace

void HostedBody::reload(const Reloader::News& news) {
  auto process = actor_.host->another(news.edition);
  auto next = std::make_unique<ActorInstance>(process ? *process : nullptr);
  Lock lock(mutex_);
  if (interrupted_) return;
  const auto ready =
      process ? load_into(*next, news.changed, lock) : tl::make_unexpected(process.error());
  if (interrupted_) return;
  if (!ready) {
    actor_.tell(Event::Kind::reload_failed, "the new version of " + names_of(news.changed) +
                                                " does not load; the old one stays\n" +
                                                ready.error().text());
    versions_.refuse(*next);
    return watch_files();
  }
  versions_.set_successor(std::move(next));
  if (versions_.serving() == nullptr) return news_.notify_one();
  if (!versions_.handing_over()) ask_to_hand_over();
}

/// Ends the processes that are not needed any more: their actors close first.
void HostedBody::settle() { versions_.close_retired(); }

void HostedBody::watch_files() {
  actor_.services.reloader->watch(*this, versions_.files_to_watch());
}

}  // namespace omma::hosts
