// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace omma::command {

class Background;

/// What `run` and `launch` can be told about a run.
struct RunOptionsGiven {
  std::vector<std::string> sets;
  std::vector<std::string> probes;
  std::uint64_t frames = 0;  ///< of each source; 0 = until it ends
  double seconds = 0;        ///< then it drains; 0 = until it ends
  std::string report;        ///< JSON file; empty = none
  std::string events;        ///< file for events, JSON in lines; empty = none
  std::string format = "text";
  std::string scheduler = "omma";
  std::uint64_t threads = 0;  ///< 0 = one per core
  bool quiet = false;
  std::string log_level = "info";
  std::string log_format = "text";
  bool detach = false;
  std::shared_ptr<Background> background;  ///< of a run that is detached
  int script =
      -1;  ///< descriptor of a socket to the script that runs the graph; -1 = there is none
  std::vector<std::string> feeds;         ///< inputs that the script feeds
  std::string quarantine = "quarantine";  ///< folder; empty = frames that kill are not kept
};

void add_run_options(CLI::App& verb, RunOptionsGiven& given);

}  // namespace omma::command
