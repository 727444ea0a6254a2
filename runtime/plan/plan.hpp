// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/contract/contract.hpp"
#include "runtime/plan/facts.hpp"
#include "runtime/plan/rules.hpp"

namespace omma {

struct Join {
  JoinRule rule = JoinRule::same_frame;
  double within_ms = 20;     ///< `nearest`: farther apart than this does not match
  double timeout_ms = 1000;  ///< `nearest`: let an unmatched frame go after this long

  friend bool operator==(const Join&, const Join&) = default;
};

struct Restart {
  int max = 5;  ///< more than this many within `within_s` and the graph fails
  double within_s = 60;
  double backoff_ms = 10;  ///< before the first restart in the window; doubles each time

  friend bool operator==(const Restart&, const Restart&) = default;
};

/// Where something stands in a graph file.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  std::string text() const;  ///< "file:line:column", or "file" when there is no line

  friend bool operator==(const Place&, const Place&) = default;
};

/// The packages that the environment of a host is made of.
struct Requirements {
  std::vector<std::string> packages;  ///< each as "numpy==1.26.4"
  std::string file;                   ///< a requirements file instead; else empty
  std::string wheels;                 ///< the folder to install from, and nothing else; else empty
  Place place;                        ///< paths in requirements begin at the folder of its file

  friend bool operator==(const Requirements&, const Requirements&) = default;
};

/// A process that actors run in: an interpreter for those in Python, omma's own for those in C++.
struct PlannedHost {
  std::string name;
  std::string python = "/usr/bin/python3";   ///< of the environment whose packages it uses
  std::optional<Requirements> requirements;  ///< `python` makes an environment with these
  std::vector<int> cpu;                      ///< cores that it may use; empty = all
  std::map<std::string, std::string> env;    ///< added to the environment variables
  int deadline_ms = 0;  ///< a step that takes longer hangs; 0: 10 s, and none for sources
  int start_deadline_ms = 60'000;  ///< so does loading: imports and construction
  int memory_mb = 0;               ///< of its own that it may use; 0 = as much as there is
  int retries = 1;                 ///< of a frame whose process died
  bool spare = false;              ///< a second process waits to take over
  Isolation isolate = Isolation::share;

  static constexpr int usual_deadline_ms = 10'000;
  int step_deadline_ms() const { return deadline_ms != 0 ? deadline_ms : usual_deadline_ms; }

  friend bool operator==(const PlannedHost&, const PlannedHost&) = default;
};

struct PlannedActor {
  std::string name;  ///< unique; actors of a module are "module/actor"
  std::string kind;
  std::map<std::string, Value> params;  ///< only those that differ from the default; checked
  int replicas = 1;
  Join join;
  OnError on_error = OnError::stop;
  Restart restart;
  int host = -1;  ///< index into `Plan::hosts`; -1 = one of its own, where it needs one
  std::vector<std::string> gap_outputs;  ///< outputs whose gaps somebody outside of the plan needs
  Place place;

  friend bool operator==(const PlannedActor&, const PlannedActor&) = default;
};

struct PlannedEdge {
  std::size_t from = 0;  ///< index into `Plan::actors`
  std::string from_port;
  std::size_t to = 0;
  std::string to_port;
  WhenFull when_full = WhenFull::wait;
  int queue = 4;                     ///< frames
  std::vector<PixelFormat> formats;  ///< what may flow, as negotiated; empty = every format
  int width = 0;                     ///< 0 = not known before running
  int height = 0;
  Place place;

  friend bool operator==(const PlannedEdge&, const PlannedEdge&) = default;
};

/// A checked graph, ready to run: every name resolves, every value is in range, formats meet.
struct Plan {
  std::string name;
  std::string doc;
  std::vector<PlannedActor> actors;
  std::vector<PlannedEdge> edges;
  std::vector<PlannedHost> hosts;
  /// What holds for each process that an actor in Python has to itself; it has no name.
  std::optional<PlannedHost> own_host;
  std::vector<std::string> plugins;
  bool reload = true;            ///< actors in Python follow changes of their files
  std::uint64_t slab_bytes = 0;  ///< ceiling for frame memory; 0 = the runtime's default
  std::optional<Facts> facts;    ///< of `facts_of`; a plan that was made by hand may lack them

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// The kind of a source that stands for an output in another part of a plan that was cut, and the
/// name of its own output.
constexpr std::string_view inlet_kind = "inlet";
constexpr std::string_view inlet_port = "frame";

/// "camera.image -> edges.image"
std::string edge_name(const Plan& plan, const PlannedEdge& edge);

}  // namespace omma
