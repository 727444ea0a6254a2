// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "dsl/graph.hpp"
#include "runtime/plan/plan_json.hpp"
#include "tools/command/load.hpp"

namespace omma {
namespace {

std::set<std::string> graphs() {
  std::set<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(OMMA_GRAPHS)) {
    if (entry.path().extension() == ".toml") paths.insert(entry.path());
  }
  return paths;
}

struct PlanOfGraph : ::testing::TestWithParam<std::string> {
  Plan plan() {
    const auto settings = command::settings_with({}, command::Environments::made_quietly);
    dsl::Loaded loaded = dsl::load(GetParam(), settings);
    EXPECT_TRUE(loaded.plan) << command::text_of_errors(loaded.diagnostics);
    return loaded.plan.value_or(Plan{});
  }
};

TEST_P(PlanOfGraph, IsTheSameWhenItIsWrittenAndRead) {
  const Plan written = plan();
  const auto read = plan_from_json(plan_to_json(written));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(*read, written);
}

INSTANTIATE_TEST_SUITE_P(AllGraphs, PlanOfGraph, ::testing::ValuesIn(graphs()),
                         [](const auto& path) {
                           return std::filesystem::path(path.param).stem().string();
                         });

}  // namespace
}  // namespace omma
