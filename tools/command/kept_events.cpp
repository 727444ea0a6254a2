// SPDX-License-Identifier: Apache-2.0
#include "tools/command/kept_events.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace omma::command {
namespace {

using nlohmann::json;

constexpr std::size_t most_at_once = 64 * 1024;
constexpr int second_ms = 1000;

/// What stands in it is of the types that events have.
bool is_event(const json& event) {
  if (!event.is_object()) return false;
  const auto all = [&event](std::initializer_list<const char*> keys, auto fits) {
    return std::ranges::all_of(
        keys, [&](const char* key) { return !event.contains(key) || fits(event.at(key)); });
  };
  return all({"number", "sequence"}, [](const json& each) { return each.is_number_unsigned(); }) &&
         all({"time"}, [](const json& each) { return each.is_number(); }) &&
         all({"kind", "actor", "place", "source", "text"},
             [](const json& each) { return each.is_string(); });
}

}  // namespace

KeptEvents::KeptEvents(const std::string& folder, const std::string& file)
    : path_(folder + "/" + file), changes_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (changes_) inotify_add_watch(changes_.get(), folder.c_str(), IN_MODIFY | IN_CREATE);
  open();
}

/// The newer one first: what was it may be the older one a moment later, and is then read twice.
void KeptEvents::open() {
  files_.clear();
  for (const char* ending : {"", ".old"}) {
    File file{hosts::Descriptor(::open((path_ + ending).c_str(), O_RDONLY | O_CLOEXEC)), {}};
    if (file.descriptor) files_.push_front(std::move(file));
  }
}

/// The file that is read last has become FILE.old since it was opened.
bool KeptEvents::begun_anew() const {
  struct stat now {};
  struct stat then {};
  if (stat(path_.c_str(), &now) != 0) return false;
  return files_.empty() || fstat(files_.back().descriptor.get(), &then) != 0 ||
         now.st_ino != then.st_ino;
}

bool KeptEvents::read_more(File& file) {
  const std::size_t size = file.text.size();
  file.text.resize(size + most_at_once);
  const ssize_t count = read(file.descriptor.get(), file.text.data() + size, most_at_once);
  file.text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return count > 0;
}

std::optional<std::string> KeptEvents::line() {
  while (!files_.empty() || begun_anew()) {
    if (files_.empty()) open();
    if (files_.empty()) break;
    File& file = files_.front();
    const std::size_t end = file.text.find('\n');
    if (end != std::string::npos) {
      std::string line = file.text.substr(0, end);
      file.text.erase(0, end + 1);
      return line;
    }
    const bool last = files_.size() == 1;
    const bool anew = last && begun_anew();
    if (read_more(file)) continue;
    if (last && !anew) break;
    files_.pop_front();
    if (anew) open();
  }
  return std::nullopt;
}

std::optional<KeptEvents::Kept> KeptEvents::next() {
  while (const auto text = line()) {
    json event = json::parse(*text, nullptr, false);
    if (!is_event(event)) continue;
    const auto number = event.value("number", std::uint64_t{0});
    if (number <= number_) continue;
    Kept kept{std::move(event), number - number_ - 1};
    kept.event.erase("number");
    number_ = number;
    return kept;
  }
  return std::nullopt;
}

void KeptEvents::wait() const {
  pollfd ready{changes_.get(), POLLIN, 0};
  if (poll(&ready, 1, second_ms) <= 0) return;
  alignas(inotify_event) std::array<char, 4096> told{};
  while (read(changes_.get(), told.data(), told.size()) > 0) {
  }
}

}  // namespace omma::command
