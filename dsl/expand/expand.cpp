// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/expand.hpp"

#include <algorithm>
#include <filesystem>

#include "dsl/expand/connect.hpp"
#include "dsl/expand/graph_table.hpp"
#include "dsl/expand/hosts.hpp"
#include "dsl/expand/overrides.hpp"
#include "dsl/expand/params.hpp"
#include "dsl/expand/scope.hpp"
#include "dsl/read/files.hpp"
#include "dsl/read/shape.hpp"
#include "dsl/read/wording.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t most_actors = 10'000;
constexpr std::size_t most_modules = 10'000;
constexpr std::size_t deepest_module = 32;

class Expander {
 public:
  Expander(const std::vector<std::string>& sets, Report& report)
      : report_(report), files_(report), overrides_(sets, report) {}

  FlatGraph run(const Document& document) {
    graph_.file = document.file;
    Params params(report_, budget_);
    overrides_.give(params);
    params.declare(section(document, "params"));
    params.check_given("the graph");
    GraphTable(document, params, report_).read(graph_);
    read_hosts_of(document, params);
    opened_.push_back(document.file);
    const Scope root = scope_of(document, "", params);
    params.warn_unused();
    overrides_.check_met(names_);
    connect(root, graph_, report_);
    check_root(document);
    return std::move(graph_);
  }

 private:
  void check_root(const Document& document) {
    if (const Member* module = find(document.root, "module")) {
      report_.add({.place = module->place,
                   .what = "a file with [module] is a part of a graph and does not run alone",
                   .mend = "use it as the kind of an actor: kind = \"" +
                           std::filesystem::path(document.file).filename().string() + "\""});
    }
    if (section(document, "actor").empty()) {
      const Place start{document.file, 1, 1};
      report_.add({.place = start,
                   .what = "the graph has no actors",
                   .mend = "write '[actor.NAME]' and 'kind = ...' below"});
    }
  }

  void read_hosts_of(const Document& document, Params& params) {
    const Member* hosts = find(document.root, "host");
    if (hosts == nullptr) return;
    const Node applied = params.apply(hosts->value);
    if (applied.table() == nullptr) return;
    graph_.host_tables = *applied.table();
    read_hosts(graph_.host_tables, graph_, report_);
  }

  Scope scope_of(const Document& document, const std::string& prefix, Params& params) {
    Scope scope;
    scope.prefix = prefix;
    const GraphTable table(document, params, report_);
    table.read_plugins(graph_.plugins);
    scope.python_path = table.python_path();
    const Table& module = section(document, "module");
    if (const Member* takes = find(module, "in")) scope.takes = ports(takes->value, params);
    if (const Member* gives = find(module, "out")) scope.gives = ports(gives->value, params);
    for (const Member& actor : section(document, "actor")) {
      if (actor.value.table() == nullptr) continue;
      scope.by_name.emplace(actor.key, scope.members.size());
      scope.members.push_back(instance(actor, scope, params));
    }
    return scope;
  }

  Table ports(const Node& node, Params& params) {
    const Node applied = params.apply(node);
    if (applied.table() != nullptr) return *applied.table();
    if (applied.reported()) return {};
    report_.add({.place = node.place,
                 .what = "the ports of a module are a table",
                 .expected = "NAME = \"actor.port\"",
                 .found = describe(node)});
    return {};
  }

  Instance instance(const Member& written, const Scope& scope, Params& params) {
    Instance result{written.key, written.place, FlatEdge::nowhere, nullptr, std::nullopt};
    Table table = *params.apply(written.value).table();
    const std::string full = scope.prefix + written.key;
    names_.push_back(full);
    if (const Member* in = find(table, "in")) result.inputs = in->value;
    const auto kind = kind_of(table, written);
    std::erase_if(table, [](const Member& each) { return each.key == "kind" || each.key == "in"; });
    overrides_.change(full, table);
    if (!kind) return result;
    FlatActor actor{full,        written.place,    *kind->text(),
                    kind->place, std::move(table), scope.python_path};
    if (names_python(actor.kind)) actor.kind = beside(actor.kind_place.file, actor.kind);
    if (actor.kind.ends_with(".toml")) {
      result.module = module_of(actor);
    } else {
      result.actor = add(std::move(actor));
    }
    return result;
  }

  std::optional<Node> kind_of(const Table& table, const Member& written) {
    const Member* kind = find(table, "kind");
    if (kind != nullptr && kind->value.text() != nullptr) return kind->value;
    if (kind != nullptr && kind->value.reported()) return std::nullopt;
    report_.add({.place = kind == nullptr ? written.place : kind->value.place,
                 .what = "the actor " + quote(written.key) + " has no kind",
                 .expected = "kind = \"...\"",
                 .found = kind == nullptr ? "" : describe(kind->value),
                 .mend = "'omma actors' lists the kinds"});
    return std::nullopt;
  }

  std::size_t add(FlatActor actor) {
    if (graph_.actors.size() >= most_actors) {
      too_large(actor.place);
      return FlatEdge::nowhere;
    }
    graph_.actors.push_back(std::move(actor));
    return graph_.actors.size() - 1;
  }

  void too_large(const Place& place) {
    if (too_large_) return;
    too_large_ = true;
    report_.add({.place = place,
                 .what = "the graph is too large",
                 .expected = "at most 10000 actors and 10000 uses of modules"});
  }

  /// `use` is the module as if it were an actor.
  std::unique_ptr<Scope> module_of(const FlatActor& use) {
    const std::string path = beside(use.kind_place.file, use.kind);
    if (too_large_ || !may_open(path, use.kind_place)) return nullptr;
    const Document* document = files_.open(path, use.kind_place);
    if (document == nullptr) return nullptr;
    if (find(document->root, "module") == nullptr) {
      report_.add({.place = use.kind_place,
                   .what = quote(use.kind) + " is a whole graph, not a module",
                   .mend = "add a [module] to it that names its in and out"});
    }
    Params params(report_, budget_);
    give(use, params);
    params.declare(section(*document, "params"));
    params.check_given("the module " + quote(use.kind));
    opened_.push_back(path);
    auto scope = std::make_unique<Scope>(scope_of(*document, use.name + "/", params));
    opened_.pop_back();
    params.warn_unused();
    return scope;
  }

  void give(const FlatActor& use, Params& params) {
    for (const Member& setting : use.settings) {
      if (!reserved_key(setting.key)) {
        params.give(setting);
        continue;
      }
      report_.add({.place = setting.place,
                   .what = quote(setting.key) + " cannot be set on a module",
                   .mend = "set it on the actors inside " + quote(use.kind)});
    }
  }

  bool may_open(const std::string& path, const Place& place) {
    const auto first = std::find(opened_.begin(), opened_.end(), path);
    if (first != opened_.end()) {
      std::string chain;
      for (auto file = first; file != opened_.end(); ++file) chain += *file + " -> ";
      report_.add({.place = place,
                   .what = "the module " + quote(path) + " includes itself",
                   .found = chain + path});
      return false;
    }
    if (opened_.size() > deepest_module) {
      report_.add({.place = place,
                   .what = "modules are nested too deep here",
                   .expected = "at most " + std::to_string(deepest_module) + " levels"});
      return false;
    }
    if (++modules_ > most_modules) too_large(place);
    return !too_large_;
  }

  Report& report_;
  Budget budget_;
  Files files_;
  Overrides overrides_;
  FlatGraph graph_;
  std::vector<std::string> names_;   ///< of all actors and modules, in full
  std::vector<std::string> opened_;  ///< the files around the one that is being expanded
  std::size_t modules_ = 0;
  bool too_large_ = false;
};

}  // namespace

FlatGraph expand(const Document& document, const std::vector<std::string>& sets, Report& report) {
  return Expander(sets, report).run(document);
}

}  // namespace omma::dsl
