// SPDX-License-Identifier: Apache-2.0
#include "tests/dsl/support.hpp"

#include <gtest/gtest.h>

#include "runtime/plan/plan_json.hpp"
#include "tests/dsl/kinds.hpp"

namespace omma::dsl::test {

Loaded loaded(std::string_view toml, const std::vector<std::string>& sets) {
  Settings settings;
  settings.sets = sets;
  settings.registry = &kinds();
  return load_text(toml, "g.toml", settings);
}

Plan planned(std::string_view toml, const std::vector<std::string>& sets) {
  Loaded result = loaded(toml, sets);
  EXPECT_EQ(text(result.diagnostics), "");
  Plan plan = result.plan.value_or(Plan{});
  const auto read = plan_from_json(plan_to_json(plan));
  EXPECT_TRUE(read && *read == plan) << (read ? plan_to_json(*read) : read.error().text());
  return plan;
}

std::string said(std::string_view toml, const std::vector<std::string>& sets) {
  return text(loaded(toml, sets).diagnostics);
}

const PlannedActor& actor(const Plan& plan, const std::string& name) {
  static const PlannedActor none;
  for (const PlannedActor& each : plan.actors) {
    if (each.name == name) return each;
  }
  ADD_FAILURE() << "no actor " << name;
  return none;
}

const PlannedEdge& edge_into(const Plan& plan, const std::string& input) {
  static const PlannedEdge none;
  for (const PlannedEdge& each : plan.edges) {
    if (plan.actors[each.to].name + "." + each.to_port == input) return each;
  }
  ADD_FAILURE() << "no edge into " << input;
  return none;
}

}  // namespace omma::dsl::test
