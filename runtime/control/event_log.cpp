// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/event_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "runtime/base/files.hpp"
#include "runtime/control/event_json.hpp"

namespace omma::control {
namespace {

constexpr std::size_t most_early = 10'000;

}  // namespace

void BoundedFile::open(std::string path) {
  path_ = std::move(path);
  unlink((path_ + ".old").c_str());
  begin();
}

void BoundedFile::begin() {
  file_ = hosts::Descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  size_ = 0;
}

/// A line of which only a part fits is taken back: the next one begins where it began.
void BoundedFile::append(const std::string& line) {
  if (!file_) begin();  // there was no descriptor, or no room
  if (size_ > 0 && size_ + line.size() >= most_bytes) {
    std::rename(path_.c_str(), (path_ + ".old").c_str());
    begin();
  }
  if (write_all(file_.get(), line + "\n")) {
    size_ += line.size() + 1;
  } else if (file_ && ftruncate(file_.get(), static_cast<off_t>(size_)) == 0) {
    lseek(file_.get(), static_cast<off_t>(size_), SEEK_SET);
  }
}

void EventLog::note(const Event& event) {
  const std::lock_guard lock(mutex_);
  if (open_) return write(event);
  if (early_.size() < most_early) early_.push_back(event);
}

void EventLog::open(const std::string& folder) {
  const std::lock_guard lock(mutex_);
  log_.file.open(folder + "/" + std::string(log_file));
  events_.file.open(folder + "/" + std::string(events_file));
  open_ = true;
  for (const Event& event : early_) write(event);
  early_.clear();
}

void EventLog::write(const Event& event) {
  Kept& kept = file_of(event.kind) == log_file ? log_ : events_;
  nlohmann::ordered_json json{{"number", ++kept.number}};
  json.update(json_of(event));
  kept.file.append(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace omma::control
