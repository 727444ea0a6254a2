// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/frames/slab.hpp"
#include "runtime/hosts/python_kinds.hpp"

namespace omma::dsl {

/// What a graph is read with, besides its text.
struct Settings {
  std::vector<std::string> sets;  ///< `--set`: "param=value", "actor.param=value"

  std::vector<std::string> probes;  ///< `--probe`: "actor.port=FILE.py:NAME"

  bool scripted = false;           ///< a script runs the graph: it feeds inputs that are left open
  std::vector<std::string> feeds;  ///< inputs "actor.port" that it feeds although they are not

  /// Called for each plug-in that the graph names, before its kinds are looked up.
  std::function<Result<void>(const std::string& path)> load_plugin;

  /// Called for each host with requirements that an actor in Python names, before its kinds are
  /// looked up. Gives the interpreter of its environment.
  std::function<Result<std::string>(const PlannedHost& host)> make_environment;

  /// Called for each kind "FILE.py:NAME" that the graph names, and its host.
  std::function<Result<void>(const PlannedHost& host, const std::string& kind)> load_python;

  /// Called where a kind may be one in Python that is named without its file, with its host
  /// and the places to look at; makes the kinds there known as "FILE.py:NAME".
  std::function<Result<hosts::PythonKinds>(const PlannedHost& host,
                                           const std::vector<std::string>& places)>
      list_python;

  const Registry* registry = &Registry::global();

  /// Ceiling for the memory of frames when the graph says none.
  std::uint64_t slab_bytes = Slab::default_ceiling;
};

}  // namespace omma::dsl
