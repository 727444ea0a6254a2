// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/base/event.hpp"
#include "runtime/graph/graph.hpp"
#include "runtime/hosts/socket.hpp"

namespace omma::control {

/// The folder of this user in which each run has one: $XDG_RUNTIME_DIR/omma, or where that is not
/// set omma-UID in the folder for temporary files. Nobody else may read it. Made if need be.
Result<std::string> runs_folder();

/// What stands in the file `run`: "key = value" in lines.
struct RunFacts {
  std::string name;
  std::string graph;
  std::string file;  ///< of the graph; may be empty
  int pid = 0;
  bool script = false;  ///< run by one, whose process may live on after the end
  std::string began;    ///< local time, ISO 8601
  std::string state;    ///< "running", "ended" or "failed"
  std::string ended;
  std::string failure;

  std::string text() const;
  static RunFacts read(const std::string& text);
};

/// The errors of a run that came last. Thread-safe.
class LastErrors {
 public:
  /// Keeps it when it is one.
  void note(const Event& event);

  /// All that are kept, a line each; nothing when no new one has come since this was asked.
  std::optional<std::string> news();

 private:
  std::mutex mutex_;  // guards what follows
  std::deque<std::string> errors_;
  bool new_ = false;
};

/// The state of a run as text files that people read, beside its control socket: `run` (who runs),
/// `report`, `parameters` (as `--set` takes them) and `errors` (the last ones); see also EventLog.
/// They stay when the run has ended, and say so: of the last twenty runs, for a week.
class RunFolder {
 public:
  /// A new one, marked as running by a lock that ends with the run, or this process.
  static Result<RunFolder> make(RunFacts facts);

  const std::string& path() const { return path_; }
  std::string socket_path() const { return path_ + "/control"; }

  /// Writes what has changed.
  void update(const Graph& graph, const Report& report, LastErrors& errors);

  /// The run is over.
  void end(const Graph& graph, const Report& report, LastErrors& errors);

 private:
  RunFolder(std::string path, RunFacts facts, hosts::Descriptor lock);
  void write(const std::string& file, const std::string& text);

  std::string path_;
  RunFacts facts_;
  hosts::Descriptor lock_;
  std::map<std::string, std::string> written_;  // text by file
};

/// A run of this user, as its folder tells it.
struct Run {
  RunFacts facts;
  std::string path;
  bool alive = false;  ///< its process holds the lock; else `facts.state` may say "running" in vain
};

/// The run in this folder has not ended, and its process lives.
bool is_alive(const std::string& path);

/// The newest last.
std::vector<Run> list_runs(const std::string& folder);

}  // namespace omma::control
