// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace omma {

/// What an edge does with a frame when it is full.
enum class WhenFull : std::uint8_t {
  wait,  ///< back-pressure, up to the source
  drop_oldest,
  drop_newest,
  latest  ///< a ring of one that is overwritten: the consumer always gets the newest
};

/// When an actor with several inputs fires.
enum class JoinRule : std::uint8_t {
  same_frame,  ///< all inputs hold the same frame of their common source
  nearest,     ///< the first input fires; the others give the frame nearest in capture time
  latest,      ///< the first input fires; the others give the last frame they saw
  any          ///< every frame fires alone
};

/// What happens when a step of an actor fails.
enum class OnError : std::uint8_t {
  stop,    ///< the graph ends and the run has failed
  skip,    ///< the frame is lost and counted; the actor goes on as it is
  restart  ///< the frame is lost and counted; a new instance takes over
};

/// What a host's results are kept from, beside what the system keeps them from anyway.
enum class Isolation : std::uint8_t {
  share,  ///< results stay where the host made them: nothing is copied
  copy    ///< each result is copied when it comes: whatever the host does then changes no frame
};

/// A rule and the name that graph files, plans, reports and scripts give it.
template <class Rule>
struct NamedRule {
  Rule rule;
  std::string_view name;
};
template <class Rule>
NamedRule(Rule, const char*) -> NamedRule<Rule>;

/// The one table of a kind of rule. Whoever lists or reads rules iterates it; what cannot (Python,
/// the documents) is compared with it by a test.
template <class Rule>
struct Rules;

template <>
struct Rules<WhenFull> {
  static constexpr std::array table{
      NamedRule{WhenFull::wait, "wait"}, NamedRule{WhenFull::drop_oldest, "drop_oldest"},
      NamedRule{WhenFull::drop_newest, "drop_newest"}, NamedRule{WhenFull::latest, "latest"}};
};

template <>
struct Rules<JoinRule> {
  static constexpr std::array table{
      NamedRule{JoinRule::same_frame, "same_frame"}, NamedRule{JoinRule::nearest, "nearest"},
      NamedRule{JoinRule::latest, "latest"}, NamedRule{JoinRule::any, "any"}};
};

template <>
struct Rules<OnError> {
  static constexpr std::array table{NamedRule{OnError::stop, "stop"},
                                    NamedRule{OnError::skip, "skip"},
                                    NamedRule{OnError::restart, "restart"}};
};

template <>
struct Rules<Isolation> {
  static constexpr std::array table{NamedRule{Isolation::share, "share"},
                                    NamedRule{Isolation::copy, "copy"}};
};

// What else has to be known of a rule; the compiler asks about a new one.

/// The producer waits when the edge is full; else frames are dropped.
constexpr bool waits(WhenFull rule) {
  switch (rule) {
    case WhenFull::wait: return true;
    case WhenFull::drop_oldest:
    case WhenFull::drop_newest:
    case WhenFull::latest: return false;
  }
  return false;
}

/// Whatever `queue` says.
constexpr bool holds_one(WhenFull rule) {
  switch (rule) {
    case WhenFull::latest: return true;
    case WhenFull::wait:
    case WhenFull::drop_oldest:
    case WhenFull::drop_newest: return false;
  }
  return false;
}

/// A type of rule that has a table.
template <class Rule>
concept TabledRule = requires {
  Rules<Rule>::table;
};

template <TabledRule Rule>
constexpr std::string_view name(Rule rule) {
  const auto found = std::ranges::find(Rules<Rule>::table, rule, &NamedRule<Rule>::rule);
  return found != Rules<Rule>::table.end() ? found->name : "";
}

template <TabledRule Rule>
constexpr std::optional<Rule> rule_named(std::string_view name) {
  const auto found = std::ranges::find(Rules<Rule>::table, name, &NamedRule<Rule>::name);
  if (found == Rules<Rule>::table.end()) return std::nullopt;
  return found->rule;
}

/// In the order of the table.
template <TabledRule Rule>
std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (const auto& each : Rules<Rule>::table) rules.push_back(each.rule);
  return rules;
}

template <TabledRule Rule>
std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const auto& each : Rules<Rule>::table) names.emplace_back(each.name);
  return names;
}

}  // namespace omma
