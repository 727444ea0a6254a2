// SPDX-License-Identifier: Apache-2.0
#include "dsl/load_python.hpp"

#include <map>
#include <set>

#include "dsl/files.hpp"
#include "dsl/wording.hpp"

namespace omma::dsl {
namespace {

class Loader {
 public:
  Loader(FlatGraph& graph, const Settings& settings, Report& report)
      : graph_(graph), settings_(settings), report_(report), sound_(!report.failed()) {}

  void load(const FlatActor& actor) {
    PlannedHost* host = host_of(actor);
    if (host != nullptr && !equip(*host)) return;
    if (!settings_.load_python || failed_.contains(actor.kind)) return;
    const std::string python = host != nullptr ? host->python : PlannedHost().python;
    const Result<void> loaded = settings_.load_python(python, actor.kind);
    if (loaded) return;
    failed_.insert(actor.kind);
    refuse(actor.kind_place,
           "the kind " + quote(actor.kind) + " can not be loaded: " + loaded.error().what);
  }

 private:
  /// The host that an actor names; none when it names none that exists.
  PlannedHost* host_of(const FlatActor& actor) {
    const Member* named = find(actor.settings, "host");
    if (named == nullptr || named->value.text() == nullptr) return nullptr;
    for (PlannedHost& host : graph_.hosts) {
      if (host.name == *named->value.text()) return &host;
    }
    return nullptr;
  }

  /// Whether the host has an environment; tries only once, and not for a graph that can not run.
  bool equip(PlannedHost& host) {
    if (!host.requirements || !settings_.make_environment) return true;
    if (!sound_) {
      graph_.kinds_missing = true;
      return false;
    }
    const auto [known, first] = equipped_.try_emplace(host.name, false);
    if (!first) return known->second;
    auto python = settings_.make_environment(host);
    if (python) {
      host.python = std::move(*python);
      return known->second = true;
    }
    refuse(host.requirements->place, "the environment of the host " + quote(host.name) +
                                         " can not be made: " + python.error().what);
    return false;
  }

  void refuse(const Place& place, const std::string& what) {
    graph_.kinds_missing = true;
    report_.add({.place = place, .what = what});
  }

  FlatGraph& graph_;
  const Settings& settings_;
  Report& report_;
  const bool sound_;                      // nothing was wrong before
  std::set<std::string> failed_;          // kinds
  std::map<std::string, bool> equipped_;  // hosts that were tried
};

}  // namespace

void load_python(FlatGraph& graph, const Settings& settings, Report& report) {
  Loader loader(graph, settings, report);
  for (const FlatActor& actor : graph.actors) {
    if (names_python(actor.kind)) loader.load(actor);
  }
}

}  // namespace omma::dsl
