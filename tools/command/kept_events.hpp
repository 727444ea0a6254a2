// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "runtime/hosts/socket.hpp"

namespace omma::command {

/// Reads the events that a run keeps in a file of its folder (control/event_log.hpp), while it
/// writes them or later. Used by one thread.
class KeptEvents {
 public:
  /// `file`: one of those that EventLog names.
  KeptEvents(const std::string& folder, const std::string& file);

  struct Kept {
    nlohmann::json event;
    std::uint64_t missed = 0;  ///< events before this one that are not kept, or were left out
  };

  /// The next one that is there; lines that are no event are passed over.
  std::optional<Kept> next();

  /// Until there may be more; a second at most.
  void wait() const;

 private:
  struct File {
    hosts::Descriptor descriptor;
    std::string text;  // of it, read and not given yet
  };
  void open();
  bool begun_anew() const;
  std::optional<std::string> line();
  static bool read_more(File& file);

  const std::string path_;
  hosts::Descriptor changes_;  // an inotify
  std::deque<File> files_;     // what is left to read, the oldest first
  std::uint64_t number_ = 0;   // of the last event
};

}  // namespace omma::command
