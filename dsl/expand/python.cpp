// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/python.hpp"

#include <filesystem>
#include <map>
#include <set>

#include "dsl/read/files.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

/// The environments of hosts, each made once.
class Environments {
 public:
  Environments(FlatGraph& graph, const Settings& settings, Report& report)
      : graph_(graph), settings_(settings), report_(report), sound_(!report.failed()) {}

  /// The host that an actor names, or what it has to itself. Null when its environment cannot be
  /// made, which has been reported; not even tried for a graph that cannot run.
  const PlannedHost* host_of(const FlatActor& actor) {
    PlannedHost* host = named_by(actor);
    if (host == nullptr && graph_.own_host) host = &*graph_.own_host;
    if (host == nullptr) return &usual_;
    if (!host->requirements || !settings_.make_environment) return host;
    const auto [known, first] = equipped_.try_emplace(host->name, false);
    if (first) known->second = equip(*host);
    return known->second ? host : nullptr;
  }

 private:
  PlannedHost* named_by(const FlatActor& actor) {
    const Member* named = find(actor.settings, "host");
    if (named == nullptr || named->value.text() == nullptr) return nullptr;
    for (PlannedHost& host : graph_.hosts) {
      if (host.name == *named->value.text()) return &host;
    }
    return nullptr;
  }

  bool equip(PlannedHost& host) {
    const auto python = sound_ ? settings_.make_environment(host) : fail(Code::invalid, "");
    if (python) {
      host.python = *python;
      return true;
    }
    if (sound_)
      report_.add({.place = host.requirements->place,
                   .what = "the environment of " +
                           (host.name.empty() ? "[host]" : "the host " + quote(host.name)) +
                           " cannot be made: " + python.error().what});
    return false;
  }

  const PlannedHost usual_;
  FlatGraph& graph_;
  const Settings& settings_;
  Report& report_;
  const bool sound_;                      // nothing was wrong before
  std::map<std::string, bool> equipped_;  // hosts that were tried
};

class PythonLoader {
 public:
  PythonLoader(FlatGraph& graph, const Settings& settings, Report& report)
      : graph_(graph),
        settings_(settings),
        report_(report),
        environments_(graph, settings, report) {}

  void load(FlatActor& actor) {
    if (names_python(actor.kind)) {
      if (settings_.load_python) load_file(actor);
    } else if (settings_.list_python) {
      find_name(actor);
    }
  }

 private:
  void load_file(FlatActor& actor) {
    const PlannedHost* host = environments_.host_of(actor);
    actor.kind_failed = host == nullptr || failed_.contains(actor.kind);
    if (actor.kind_failed) return;
    const Result<void> loaded = settings_.load_python(*host, actor.kind);
    if (loaded) return;
    actor.kind_failed = true;
    failed_.insert(actor.kind);
    const std::string file = actor.kind.substr(0, actor.kind.rfind(':'));
    if (!reasons_.emplace(file, loaded.error().what).second) return;
    report_.add(
        {.place = actor.kind_place,
         .what = "the kind " + quote(actor.kind) + " cannot be loaded: " + loaded.error().what});
  }

  /// A graph's own kinds come before those of installed packages: installing one breaks no graph.
  void find_name(FlatActor& actor) {
    const bool known = settings_.registry->find(actor.kind) != nullptr;
    std::vector<std::string> kinds;
    if (!actor.python_path.empty()) kinds = named(actor, actor.python_path);
    if (!known && kinds.empty()) kinds = named(actor, {hosts::installed_kinds});
    actor.kind_failed = !known && kinds.empty() && environments_.host_of(actor) == nullptr;
    if (kinds.size() + (known ? 1 : 0) > 1) ambiguous(actor, kinds, known);
    if (!known && !kinds.empty()) actor.kind = kinds.front();
  }

  /// The kinds at these places that have the name which the actor gives.
  std::vector<std::string> named(const FlatActor& actor, const std::vector<std::string>& places) {
    std::set<std::string> kinds;
    for (const hosts::PythonName& each : listed(actor, places).names) {
      if (each.name == actor.kind) kinds.insert(each.kind);
    }
    return {kinds.begin(), kinds.end()};
  }

  const hosts::PythonKinds& listed(const FlatActor& actor, const std::vector<std::string>& places) {
    const PlannedHost* host = environments_.host_of(actor);
    const auto [found, fresh] = listed_.try_emplace({host, places});
    if (!fresh || host == nullptr) return found->second;
    const auto kinds = settings_.list_python(*host, places);
    if (kinds) found->second = *kinds;
    for (const auto& each : found->second.names) graph_.python_names.push_back(each.name);
    for (const auto& each : found->second.faults) graph_.python_faults.push_back(each.in_short());
    if (!kinds && !actor.python_path.empty()) graph_.python_faults.push_back(kinds.error().what);
    return found->second;
  }

  void ambiguous(const FlatActor& actor, const std::vector<std::string>& kinds, bool known) {
    std::vector<std::string> places;
    for (const std::string& kind : kinds) places.push_back(as_written(actor, kind));
    const std::string first = "write kind = \"" + places.front() + "\" for ";
    places = in_quotes(std::move(places));
    if (known) places.insert(places.begin(), "the one that is built in or from a plug-in");
    report_.add({.place = actor.kind_place,
                 .what = "the kind " + quote(actor.kind) + " can mean " + any_one(places),
                 .mend = first + (known ? "the one in Python; to use the other one, rename this"
                                        : "the first one"),
                 .line_mend = "write one of them"});
  }

  /// A kind "FILE.py:NAME" as the file of the actor has to write it.
  static std::string as_written(const FlatActor& actor, const std::string& kind) {
    const auto folder = std::filesystem::path(actor.kind_place.file).parent_path();
    return std::filesystem::path(kind).lexically_proximate(folder).string();
  }

  FlatGraph& graph_;
  const Settings& settings_;
  Report& report_;
  Environments environments_;
  std::set<std::string> failed_;                           // kinds
  std::set<std::pair<std::string, std::string>> reasons_;  // files, and why they failed
  std::map<std::pair<const PlannedHost*, std::vector<std::string>>, hosts::PythonKinds> listed_;
};

}  // namespace

void load_python_kinds(FlatGraph& graph, const Settings& settings, Report& report) {
  PythonLoader loader(graph, settings, report);
  for (FlatActor& actor : graph.actors) loader.load(actor);
}

}  // namespace omma::dsl
