// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/reloader.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>

namespace omma::hosts {
namespace {

constexpr int settled_ms = 30;  // editors and check-outs write several files, or one in pieces
constexpr std::uint32_t written = IN_CLOSE_WRITE | IN_MOVED_TO;

}  // namespace

Reloader::~Reloader() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
  }
  wake();
  if (thread_.joinable()) thread_.join();
}

/// Where inotify can not be had, nothing is watched.
void Reloader::start() {
  if (thread_.joinable()) return;
  inotify_ = Descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  wake_ = Descriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "omma.reload");
    loop();
  });
}

void Reloader::watch(Subject& subject, const std::vector<std::string>& files) {
  const std::lock_guard lock(mutex_);
  start();
  files_[&subject] = {files.begin(), files.end()};
  for (const std::string& file : files) {
    const std::string folder = std::filesystem::path(file).parent_path();
    const int watch = inotify_add_watch(inotify_.get(), folder.c_str(), written);
    if (watch >= 0) folders_[watch] = folder;
  }
}

void Reloader::forget(Subject& subject) {
  std::unique_lock lock(mutex_);
  files_.erase(&subject);
  told_.wait(lock, [&] { return being_told_ != &subject; });
}

void Reloader::wake() const {
  const std::uint64_t one = 1;
  if (wake_) static_cast<void>(write(wake_.get(), &one, sizeof one));
}

// ---- the thread

void Reloader::loop() {
  while (pause()) {
    note_changes();
    if (!changed_.empty()) tell();
    for (Subject* subject : subjects()) with(*subject, [&] { subject->settle(); });
  }
}

/// Waits for a change or for `wake`. False: the thread is to end.
bool Reloader::pause() {
  std::array<pollfd, 2> waiting{{{inotify_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
  poll(waiting.data(), waiting.size(), -1);
  std::uint64_t count = 0;
  static_cast<void>(read(wake_.get(), &count, sizeof count));
  const std::lock_guard lock(mutex_);
  return !quit_;
}

/// Until no more changes come for a while.
void Reloader::note_changes() {
  alignas(inotify_event) std::array<char, 16 * 1024> buffer{};
  pollfd waiting{inotify_.get(), POLLIN, 0};
  do {
    const auto size = read(inotify_.get(), buffer.data(), buffer.size());
    const std::lock_guard lock(mutex_);
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      const auto folder = folders_.find(event->wd);
      if (folder == folders_.end() || event->len == 0) continue;
      const std::string file = std::filesystem::path(folder->second) / event->name;
      if (std::ranges::find(changed_, file) == changed_.end()) changed_.push_back(file);
    }
  } while (!changed_.empty() && poll(&waiting, 1, settled_ms) > 0);
}

void Reloader::tell() {
  ++edition_;
  for (Subject* subject : subjects()) {
    const News news{edition_, changed_of(*subject)};
    if (!news.changed.empty()) with(*subject, [&] { subject->reload(news); });
  }
  changed_.clear();
}

std::vector<Reloader::Subject*> Reloader::subjects() {
  const std::lock_guard lock(mutex_);
  std::vector<Subject*> list;
  for (const auto& [subject, files] : files_) list.push_back(subject);
  return list;
}

std::vector<std::string> Reloader::changed_of(Subject& subject) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> changed;
  const auto files = files_.find(&subject);
  if (files == files_.end()) return changed;
  std::ranges::copy_if(changed_, std::back_inserter(changed),
                       [&](const auto& file) { return files->second.contains(file); });
  return changed;
}

/// Unless it was forgotten meanwhile.
template <class F>
void Reloader::with(Subject& subject, const F& function) {
  {
    const std::lock_guard lock(mutex_);
    if (!files_.contains(&subject)) return;
    being_told_ = &subject;
  }
  function();
  const std::lock_guard lock(mutex_);
  being_told_ = nullptr;
  told_.notify_all();
}

}  // namespace omma::hosts
