// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostic.hpp"
#include "runtime/error.hpp"
#include "runtime/hosts/python_kinds.hpp"
#include "runtime/plan.hpp"
#include "runtime/registry.hpp"
#include "runtime/slab.hpp"

/// Graph files: text in, checked plan out. This header is the way in; the others are the stages.
namespace omma::dsl {

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

struct Loaded {
  std::optional<Plan> plan;  ///< there when nothing is an error
  Diagnostics diagnostics;
};

/// Reads, expands and checks a graph file.
Loaded load(const std::string& path, const Settings& settings = {});

/// The same for text that is at hand; `file` names it in messages, and its folder is where modules
/// and plug-ins are looked for.
Loaded load_text(std::string_view text, const std::string& file, const Settings& settings = {});

/// The same for a line like "video uri=a.mp4 ! canny low=50 ! window".
Loaded load_launch(std::string_view line, const Settings& settings = {});

/// The graph file that does what the line does.
Result<std::string> launch_to_toml(std::string_view line);

/// A picture of the graph in the language of Graphviz.
std::string draw_dot(const Plan& plan, const Registry& registry);

/// A picture of the graph as a Mermaid flow chart, for Markdown pages.
std::string draw_mermaid(const Plan& plan, const Registry& registry);

/// A picture of the graph as SVG; needs the program `dot`.
Result<std::string> draw_svg(const Plan& plan, const Registry& registry);

/// A JSON Schema for graph files that use the kinds of `registry`.
std::string schema(const Registry& registry);

}  // namespace omma::dsl
