// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/frames/frame.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::hosts {

/// A step that ended its process more often than its host allows: what it was given, and why.
struct Quarantined {
  std::string actor;
  std::string kind;
  std::map<std::string, Value> params;
  PlannedHost host;
  std::string what;           ///< how the process ended
  std::string last_output;    ///< what it printed before, with the stacks
  std::vector<Frame> inputs;  ///< one for each input of the kind; empty where nothing came in
  std::string plugin = {};    ///< that the kind comes from; empty: none
};

/// Writes it to a file, which `read_quarantined` gives back.
Result<void> write_quarantined(const std::string& path, const Quarantined& step);

/// The command that repeats the step in this file with an actor of this kind.
std::string replay_command(const std::string& path, const std::string& kind,
                           const std::string& plugin = {});

/// Its frames lie in `slab`. Whatever the file holds, it is checked first.
Result<Quarantined> read_quarantined(const std::string& path, Slab& slab);

/// The folder into which a graph puts them. Thread-safe.
class Quarantine {
 public:
  /// Made with the first file. Empty: nothing is kept.
  explicit Quarantine(std::string folder) : folder_(std::move(folder)) {}

  /// Writes two files: one to repeat the step with, one to read. Says where they are, as the end
  /// of a sentence; a disk is not filled with them, so the later ones of many are left out.
  std::string keep(const Quarantined& step);

 private:
  std::string free_path(const Quarantined& step) const;

  const std::string folder_;
  std::mutex mutex_;  // guards what follows
  int kept_ = 0;
};

}  // namespace omma::hosts
