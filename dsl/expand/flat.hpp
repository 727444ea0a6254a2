// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/read/diagnostic.hpp"
#include "dsl/read/source.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// An actor with its parameters put in; nothing in it is checked yet.
struct FlatActor {
  std::string name;  ///< "outer/inner" when it comes from a module
  Place place;
  std::string kind;
  Place kind_place;
  Table settings;                        ///< every key but `kind` and `in`
  std::vector<std::string> python_path;  ///< of its file: where its kind may be found
  bool kind_failed = false;  ///< its kind in Python did not load; there is a report that says why
};

/// An edge between two actors that exist; ports may still be wrong.
struct FlatEdge {
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  std::size_t from = nowhere;  ///< `nowhere`: the reference was wrong and has been reported
  std::string from_port;       ///< empty: the only output
  std::size_t to = 0;
  std::string to_port;    ///< empty: the only input
  std::string input;      ///< the input as the file names it; empty in `in = ...`
  std::string reference;  ///< the output as the file names it
  Place port_place;       ///< where the input is named
  Place place;            ///< where the output is named
  Table options;          ///< queue, when_full, convert
};

/// An input of a module that its user left open.
struct OpenInput {
  std::size_t to = 0;
  std::string to_port;
  std::string module;  ///< as its user named it
  std::string input;   ///< of the module
  Place place;         ///< where the module is used
};

struct Plugin {
  std::string path;
  Place place;
};

/// A graph without modules, parameters and overrides: all of them are put in.
struct FlatGraph {
  std::string file;
  std::string name;
  std::string doc;
  std::vector<Plugin> plugins;
  bool reload = true;
  std::uint64_t slab_mb = 0;  ///< 0: not said
  Place slab_place;
  Table host_tables;  ///< [host], with its parameters put in
  std::vector<PlannedHost> hosts;
  std::optional<PlannedHost> own_host;  ///< of each actor in Python that names none
  std::vector<FlatActor> actors;
  std::vector<FlatEdge> edges;
  std::vector<OpenInput> open_inputs;
  std::vector<std::string> python_names;   ///< of kinds in Python that a kind might have meant
  std::vector<std::string> python_faults;  ///< files that might have had it but were not imported
  bool incomplete = false;      ///< some outputs may only seem unused: a reference led nowhere
  bool plugin_missing = false;  ///< a plug-in was not loaded: its kinds are not known
};

/// The actor of this name among these; reports it when there is none.
std::optional<std::size_t> actor_named(std::span<const FlatActor> actors, const std::string& name,
                                       const Place& place, Report& report);

/// True when an actor is called so.
bool taken(const FlatGraph& graph, const std::string& name);

}  // namespace omma::dsl
