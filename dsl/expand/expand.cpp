// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/expand.hpp"

#include <algorithm>
#include <filesystem>

#include "dsl/expand/connect.hpp"
#include "dsl/expand/hosts.hpp"
#include "dsl/expand/overrides.hpp"
#include "dsl/expand/params.hpp"
#include "dsl/expand/scope.hpp"
#include "dsl/read/files.hpp"
#include "dsl/read/shape.hpp"
#include "dsl/read/wording.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/plan/bounds.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t most_actors = 10'000;
constexpr std::size_t most_modules = 10'000;
constexpr std::size_t deepest_module = 32;

using Paths = std::vector<std::pair<std::string, Place>>;  // as they are written, and where

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
    read_graph(section(document, "graph"), params);
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

  void read_graph(const Table& table, Params& params) {
    graph_.name = std::filesystem::path(graph_.file).stem().string();
    if (const Member* name = find(table, "name")) graph_.name = text(params.apply(name->value));
    if (const Member* doc = find(table, "doc")) graph_.doc = text(params.apply(doc->value));
    if (const Member* slab = find(table, "slab_mb")) read_slab(params.apply(slab->value));
    if (const Member* reload = find(table, "reload")) read_reload(params.apply(reload->value));
  }

  std::string text(const Node& node) {
    if (node.text() != nullptr) return *node.text();
    wrong_type(node, "this", "a text");
    return {};
  }

  void wrong_type(const Node& node, const std::string& what, const std::string& expected) {
    if (node.reported()) return;
    report_.add({.place = node.place,
                 .what = what + " has the wrong type",
                 .expected = expected,
                 .found = describe(node)});
  }

  void read_hosts_of(const Document& document, Params& params) {
    const Member* hosts = find(document.root, "host");
    if (hosts == nullptr) return;
    const Node applied = params.apply(hosts->value);
    if (applied.table() != nullptr)
      graph_.hosts = read_hosts(*applied.table(), document.file, report_);
  }

  void read_reload(const Node& node) {
    const auto* value = std::get_if<bool>(&node.value);
    if (value == nullptr) return wrong_type(node, "'reload'", "true or false");
    graph_.reload = *value;
  }

  void read_slab(const Node& node) {
    const auto* value = std::get_if<std::int64_t>(&node.value);
    graph_.slab_place = node.place;
    if (node.reported()) return;
    if (value != nullptr && slab_bounds.hold(static_cast<double>(*value))) {
      graph_.slab_mb = static_cast<std::uint64_t>(*value);
      return;
    }
    report_.add({.place = node.place,
                 .what = "'slab_mb' is not usable as a size",
                 .expected = "an integer from " + number_text(slab_bounds.min) + " to " +
                             number_text(slab_bounds.max),
                 .found = describe(node)});
  }

  void read_plugins(const Document& document, Params& params) {
    for (const auto& [path, place] : paths(document, "plugins", params))
      graph_.plugins.push_back({beside(document.file, path), place});
  }

  /// What lies beside the file is meant, and else a package of that name.
  std::vector<std::string> python_path(const Document& document, Params& params) {
    std::vector<std::string> places;
    for (const auto& [name, place] : paths(document, "python_path", params)) {
      const std::string path = beside(document.file, name);
      std::error_code ignored;
      const bool there = std::filesystem::exists(path, ignored);
      if (there || names_module(name)) {
        places.push_back(there ? path : name);
        continue;
      }
      report_.add({.place = place,
                   .what = "there is no folder " + quote(name) + " beside this file",
                   .expected = "folders, or names of Python packages"});
    }
    return places;
  }

  /// A key of [graph] that is a list of paths.
  Paths paths(const Document& document, const std::string& key, Params& params) {
    const Member* written = find(section(document, "graph"), key);
    if (written == nullptr) return {};
    const Node list = params.apply(written->value);
    if (list.list() == nullptr) {
      wrong_type(list, quote(key), "a list of texts");
      return {};
    }
    Paths found;
    for (const Node& item : *list.list()) {
      const std::string path = text(item);
      if (!path.empty()) found.emplace_back(path, item.place);
    }
    return found;
  }

  Scope scope_of(const Document& document, const std::string& prefix, Params& params) {
    Scope scope;
    scope.prefix = prefix;
    read_plugins(document, params);
    scope.python_path = python_path(document, params);
    const Table& module = section(document, "module");
    if (const Member* takes = find(module, "in")) scope.takes = ports(takes->value, params);
    if (const Member* gives = find(module, "out")) scope.gives = ports(gives->value, params);
    for (const Member& actor : section(document, "actor")) {
      if (actor.value.table() == nullptr) continue;
      scope.by_name.emplace(actor.key, scope.members.size());
      scope.members.push_back(named(actor, scope, params));
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

  Named named(const Member& written, const Scope& scope, Params& params) {
    Named result{written.key, written.place, FlatEdge::nowhere, nullptr, std::nullopt};
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
                   .what = quote(setting.key) + " can not be set on a module",
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
