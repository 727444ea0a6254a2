// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/contract/contract.hpp"

namespace omma {

/// What an edge does with a frame when it is full.
enum class WhenFull {
  wait,  ///< back-pressure, up to the source
  drop_oldest,
  drop_newest,
  latest  ///< a ring of one that is overwritten: the consumer always gets the newest
};

/// When an actor with several inputs fires.
enum class JoinRule {
  same_frame,  ///< all inputs hold the same frame of their common source
  nearest,     ///< the first input fires; the others give the frame nearest in capture time
  latest,      ///< the first input fires; the others give the last frame they saw
  any          ///< every frame fires alone
};

struct Join {
  JoinRule rule = JoinRule::same_frame;
  double within_ms = 20;     ///< `nearest`: farther apart than this does not match
  double timeout_ms = 1000;  ///< `nearest`: let an unmatched frame go after this long
};

enum class OnError {
  stop,    ///< the graph ends and the run has failed
  skip,    ///< the frame is lost and counted; the actor goes on as it is
  restart  ///< the frame is lost and counted; a new instance takes over
};

struct Restart {
  int max = 5;  ///< more than this many within `within_s` and the graph fails
  double within_s = 60;
  double backoff_ms = 10;  ///< before the first restart in the window; doubles each time
};

/// Where something stands in a graph file.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  std::string text() const;  ///< "file:line:column", or "file" when there is no line
};

/// The packages that the environment of a host is made of.
struct Requirements {
  std::vector<std::string> packages;  ///< each as "numpy==1.26.4"
  std::string file;                   ///< a requirements file instead; else empty
  std::string wheels;                 ///< the folder to install from, and nothing else; else empty
  Place place;                        ///< paths in requirements begin at the folder of its file
};

/// An interpreter that actors run in.
struct PlannedHost {
  std::string name;
  std::string python = "/usr/bin/python3";   ///< of the environment whose packages it uses
  std::optional<Requirements> requirements;  ///< `python` makes an environment with these
  std::vector<int> cpu;                      ///< cores that it may use; empty = all
  std::map<std::string, std::string> env;    ///< added to the environment variables
  int deadline_ms = 10'000;                  ///< a step that takes longer hangs
  int start_deadline_ms = 60'000;            ///< so does loading: imports and construction
  int memory_mb = 0;   ///< of its own that it may use; 0 = as much as there is
  int retries = 1;     ///< of a frame whose process died
  bool spare = false;  ///< a second process waits to take over
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
  Place place;
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
};

/// A checked graph, ready to run: every name resolves, every value is in range, formats meet.
struct Plan {
  std::string name;
  std::string doc;
  std::vector<PlannedActor> actors;
  std::vector<PlannedEdge> edges;
  std::vector<PlannedHost> hosts;
  std::vector<std::string> plugins;
  bool reload = true;            ///< actors in Python follow changes of their files
  std::uint64_t slab_bytes = 0;  ///< ceiling for frame memory; 0 = the runtime's default
};

std::string_view name(WhenFull rule);
std::string_view name(JoinRule rule);
std::string_view name(OnError rule);

/// "camera.image -> edges.image"
std::string edge_name(const Plan& plan, const PlannedEdge& edge);

}  // namespace omma
