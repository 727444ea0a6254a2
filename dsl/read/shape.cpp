// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/shape.hpp"

#include <algorithm>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t most_actors = 10'000;
constexpr std::size_t most_keys = 1'000;
constexpr std::size_t longest_name = 100;

const std::vector<std::string> sections{"graph", "params", "host", "actor", "module"};
const std::vector<std::string> graph_keys{"name",        "doc",    "plugins",
                                          "python_path", "reload", "slab_mb"};
const std::vector<std::string> module_keys{"in", "out"};

bool actor_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-';
         });
}

/// Tables that no person writes would make the checks slow.
bool few_keys(const Node& node, std::size_t most, Report& report) {
  const Table* table = node.table();
  if (table == nullptr) return true;
  if (table->size() > most) {
    report.add({.place = node.place,
                .what = "there are too many keys in this table",
                .expected = "at most " + std::to_string(most),
                .found = std::to_string(table->size())});
    return false;
  }
  return std::all_of(table->begin(), table->end(), [&](const Member& member) {
    return few_keys(member.value, most_keys, report);
  });
}

void check_keys(const Table& table, const std::vector<std::string>& known, Report& report) {
  for (const Member& member : table) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    report.add({.place = member.place,
                .what = "unknown key " + quote(member.key),
                .mend = suggest(member.key, known)});
  }
}

Diagnostic unknown_section(const Member& member) {
  const Table* table = member.value.table();
  const bool actor = table != nullptr && find(*table, "kind") != nullptr;
  return {.place = member.place,
          .what = "unknown key " + quote(member.key) + " at the top of the file",
          .mend = actor ? "an actor's table is '[actor." + member.key + "]'"
                        : suggest(member.key, sections)};
}

void check_actors(const Document& document, Report& report) {
  for (const Member& actor : section(document, "actor")) {
    if (!actor_name(actor.key)) {
      report.add({.place = actor.place,
                  .what = "an actor cannot be named " + quote(actor.key),
                  .expected = "letters, digits, '_' and '-', at most 100"});
    }
    if (actor.value.table() == nullptr) {
      report.add({.place = actor.value.place,
                  .what = "the actor " + quote(actor.key) + " is not a table",
                  .found = describe(actor.value),
                  .mend = "write '[actor." + actor.key + "]' and its keys below"});
    }
  }
}

void check_top(const Member& member, Report& report) {
  if (std::find(sections.begin(), sections.end(), member.key) == sections.end()) {
    report.add(unknown_section(member));
  } else if (member.value.table() == nullptr) {
    report.add({.place = member.value.place,
                .what = quote(member.key) + " has to be a table",
                .found = describe(member.value)});
  }
}

}  // namespace

const Table& section(const Document& document, std::string_view name) {
  static const Table none;
  const Member* member = find(document.root, name);
  return member == nullptr || member->value.table() == nullptr ? none : *member->value.table();
}

bool check_shape(const Document& document, Report& report) {
  for (const Member& member : document.root) {
    const bool actors = member.key == "actor";
    if (!few_keys(member.value, actors ? most_actors : most_keys, report)) return false;
    check_top(member, report);
  }
  check_keys(section(document, "graph"), graph_keys, report);
  check_keys(section(document, "module"), module_keys, report);
  check_actors(document, report);
  return true;
}

}  // namespace omma::dsl
