// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/reloader.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>

namespace omma::hosts {
namespace {

constexpr int settled_ms = 30;  // editors and check-outs write several files, or one in pieces
constexpr int now_and_then_ms = 1000;
constexpr std::uint32_t written = IN_CLOSE_WRITE | IN_MOVED_TO;

/// Of an inotify or eventfd, neither of which waits.
void empty(const Descriptor& descriptor) {
  std::array<char, 16 * 1024> ignored;
  while (read(descriptor.get(), ignored.data(), ignored.size()) > 0) {
  }
}

}  // namespace

Reloader::~Reloader() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
  }
  wake();
  if (thread_.joinable()) thread_.join();
}

/// Where inotify can not be had, changes are seen later.
void Reloader::start() {
  if (thread_.joinable()) return;
  inotify_ = Descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  wake_ = Descriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "omma.reload");
    loop();
  });
}

/// stat(2); a file that is gone is none that has changed.
Reloader::Stamp Reloader::stamp_of(const std::string& file) {
  struct stat found {};
  if (stat(file.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino, found.st_size,
          std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec};
}

/// What was watched before keeps its stamp: it may have changed while it was being read.
void Reloader::watch(Subject& subject, const std::vector<std::string>& files) {
  const std::lock_guard lock(mutex_);
  start();
  Files before = std::exchange(files_[&subject], {});
  for (const std::string& file : files) {
    const auto known = before.find(file);
    files_[&subject][file] = known != before.end() ? known->second : stamp_of(file);
    const std::string folder = std::filesystem::path(file).parent_path();
    inotify_add_watch(inotify_.get(), folder.c_str(), written);
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
  while (pause(now_and_then_ms)) {
    while (note_changes() && pause(settled_ms)) {
    }
    if (!changed_.empty()) tell();
    for (Subject* subject : subjects()) with(*subject, [&] { subject->settle(); });
  }
}

/// Waits for something to happen in the folders or for `wake`; folders in which much happens are
/// not looked at all the time. False: the thread is to end.
bool Reloader::pause(int limit_ms) {
  std::array<pollfd, 2> waiting{{{wake_.get(), POLLIN, 0}, {inotify_.get(), POLLIN, 0}}};
  poll(waiting.data(), waiting.size(), limit_ms);
  if (waiting[0].revents == 0 && waiting[1].revents != 0) poll(waiting.data(), 1, settled_ms);
  empty(inotify_);
  empty(wake_);
  const std::lock_guard lock(mutex_);
  return !quit_;
}

/// True when there were some.
bool Reloader::note_changes() {
  const std::lock_guard lock(mutex_);
  bool some = false;
  for (auto& [subject, files] : files_) {
    for (auto& [file, stamp] : files) {
      const Stamp now = stamp_of(file);
      if (now == Stamp{} || now == stamp) continue;
      stamp = now;
      changed_[subject].insert(file);
      some = true;
    }
  }
  return some;
}

void Reloader::tell() {
  ++edition_;
  for (const auto& each : std::exchange(changed_, {})) {
    const News news{edition_, {each.second.begin(), each.second.end()}};
    with(*each.first, [&] { each.first->reload(news); });
  }
}

std::vector<Reloader::Subject*> Reloader::subjects() {
  const std::lock_guard lock(mutex_);
  std::vector<Subject*> list;
  for (const auto& [subject, files] : files_) list.push_back(subject);
  return list;
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
