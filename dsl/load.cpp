// SPDX-License-Identifier: Apache-2.0
#include <exception>

#include "dsl/check/check.hpp"
#include "dsl/expand/expand.hpp"
#include "dsl/expand/feeds.hpp"
#include "dsl/expand/probes.hpp"
#include "dsl/expand/python.hpp"
#include "dsl/graph.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/read/files.hpp"
#include "dsl/read/launch.hpp"
#include "dsl/read/parse.hpp"
#include "dsl/read/shape.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

void load_plugins(FlatGraph& graph, const Settings& settings, Report& report) {
  if (!settings.load_plugin) return;
  for (const Plugin& plugin : graph.plugins) {
    const Result<void> loaded = settings.load_plugin(plugin.path);
    if (loaded) continue;
    graph.plugin_missing = true;
    report.add({.place = plugin.place,
                .what = "the plug-in " + quote(plugin.path) +
                        " cannot be loaded: " + loaded.error().what});
  }
}

std::optional<Plan> plan_of(const Document& document, const Settings& settings, Report& report) {
  if (!check_shape(document, report)) return std::nullopt;
  FlatGraph graph = expand(document, settings.sets, report);
  attach_probes(settings.probes, graph, report);
  load_plugins(graph, settings, report);
  load_python_kinds(graph, settings, report);
  attach_feeds(settings, graph, report);
  const Wiring wiring = check(graph, {*settings.registry, settings.slab_bytes}, report);
  if (report.failed()) return std::nullopt;
  return plan(graph, wiring);
}

/// Runs the stages on what `read` gives; the place where exceptions of libraries end.
Loaded staged(const std::string& file, const Settings& settings,
              const std::function<std::optional<Document>(Report&)>& read) {
  Report report;
  Loaded loaded;
  try {
    const auto document = read(report);
    if (document) {
      for (const Member& param : section(*document, "params")) loaded.params.push_back(param.key);
      loaded.plan = plan_of(*document, settings, report);
    }
  } catch (const std::exception& error) {
    loaded.plan.reset();
    const Place start{file, 1, 1};
    report.add({.place = start, .what = std::string("the graph cannot be read: ") + error.what()});
  }
  loaded.diagnostics = report.take();
  return loaded;
}

}  // namespace

Loaded load(const std::string& path, const Settings& settings) {
  return staged(path, settings, [&](Report& report) -> std::optional<Document> {
    const auto text = read_file(path);
    if (text) return parse(*text, path, report);
    const Place place{path, 0, 0};
    report.add({.place = place, .what = text.error().what});
    return std::nullopt;
  });
}

Loaded load_text(std::string_view text, const std::string& file, const Settings& settings) {
  return staged(file, settings, [&](Report& report) { return parse(text, file, report); });
}

Loaded load_launch(std::string_view line, const Settings& settings) {
  return staged("launch", settings, [&](Report& report) { return parse_launch(line, report); });
}

}  // namespace omma::dsl
