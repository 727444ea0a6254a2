// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

#include "runtime/base/event.hpp"
#include "runtime/hosts/socket.hpp"

namespace omma::control {

/// A text file that grows by whole lines up to a size; then it is FILE.old, in place of the one
/// before, and a new one begins.
class BoundedFile {
 public:
  /// `path`: of a file that does not stay as it was.
  void open(std::string path);

  /// The line and its end. A line that does not fit on the disk is left out.
  void append(const std::string& line);

  static constexpr std::size_t most_bytes = 1 << 20;

 private:
  void begin();

  std::string path_;
  hosts::Descriptor file_;
  std::size_t size_ = 0;
};

/// What happens in a run, kept in its folder so that it can be read later and by others: what
/// actors and hosts print in `log`, all else in `events`. A line is the JSON of an event
/// (event_json.hpp) with its running `number` in the file: where one is missing, an event was let
/// go. Thread-safe.
class EventLog {
 public:
  /// The files in the folder of a run, and which of them a kind of event comes into.
  static constexpr std::string_view log_file = "log";
  static constexpr std::string_view events_file = "events";
  static constexpr std::string_view file_of(Event::Kind kind) {
    return kind == Event::Kind::output ? log_file : events_file;
  }

  void note(const Event& event);

  /// From now on in this folder, what was noted before first.
  void open(const std::string& folder);

 private:
  struct Kept {
    BoundedFile file;
    std::uint64_t number = 0;
  };
  void write(const Event& event);

  std::mutex mutex_;  // guards what follows
  bool open_ = false;
  std::deque<Event> early_;  // until there is a folder
  Kept log_;
  Kept events_;
};

}  // namespace omma::control
