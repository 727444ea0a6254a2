// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/graph_table.hpp"

#include <filesystem>

#include "dsl/read/files.hpp"
#include "dsl/read/shape.hpp"
#include "dsl/read/wording.hpp"
#include "runtime/plan/bounds.hpp"

namespace omma::dsl {

void GraphTable::read(FlatGraph& graph) const {
  const Table& table = section(document_, "graph");
  graph.name = std::filesystem::path(document_.file).stem().string();
  if (const Member* name = find(table, "name")) graph.name = text(params_.apply(name->value));
  if (const Member* doc = find(table, "doc")) graph.doc = text(params_.apply(doc->value));
  if (const Member* slab = find(table, "slab_mb")) read_slab(params_.apply(slab->value), graph);
  if (const Member* reload = find(table, "reload"))
    read_reload(params_.apply(reload->value), graph);
}

void GraphTable::read_plugins(std::vector<Plugin>& plugins) const {
  for (const auto& [path, place] : paths("plugins"))
    plugins.push_back({beside(document_.file, path), place});
}

/// What lies beside the file is meant, and else a package of that name.
std::vector<std::string> GraphTable::python_path() const {
  std::vector<std::string> places;
  for (const auto& [name, place] : paths("python_path")) {
    const std::string path = beside(document_.file, name);
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

std::string GraphTable::text(const Node& node) const {
  if (node.text() != nullptr) return *node.text();
  wrong_type(node, "this", "a text");
  return {};
}

void GraphTable::wrong_type(const Node& node, const std::string& what,
                            const std::string& expected) const {
  if (node.reported()) return;
  report_.add({.place = node.place,
               .what = what + " has the wrong type",
               .expected = expected,
               .found = describe(node)});
}

void GraphTable::read_reload(const Node& node, FlatGraph& graph) const {
  const auto* value = std::get_if<bool>(&node.value);
  if (value == nullptr) return wrong_type(node, "'reload'", "true or false");
  graph.reload = *value;
}

void GraphTable::read_slab(const Node& node, FlatGraph& graph) const {
  const auto* value = std::get_if<std::int64_t>(&node.value);
  graph.slab_place = node.place;
  if (node.reported()) return;
  if (value != nullptr && slab_bounds.hold(static_cast<double>(*value))) {
    graph.slab_mb = static_cast<std::uint64_t>(*value);
    return;
  }
  report_.add({.place = node.place,
               .what = "'slab_mb' has an invalid value",
               .expected = "an integer from " + number_text(slab_bounds.min) + " to " +
                           number_text(slab_bounds.max),
               .found = describe(node)});
}

/// A key that is a list of paths.
GraphTable::Paths GraphTable::paths(const std::string& key) const {
  const Member* written = find(section(document_, "graph"), key);
  if (written == nullptr) return {};
  const Node list = params_.apply(written->value);
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

}  // namespace omma::dsl
