// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "dsl/graph.hpp"
#include "tests/dsl/kinds.hpp"

namespace omma::dsl {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_with(const std::string& extension) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(OMMA_BAD_GRAPHS)) {
    if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string content(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Each NAME.toml has everything that is to be said of it in NAME.expected.
class BadGraph : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { fs::current_path(OMMA_BAD_GRAPHS); }

  Settings settings() const {
    Settings result;
    result.registry = &test::kinds();
    result.list_python = [](const PlannedHost& host, const std::vector<std::string>& places) {
      if (places.front() == hosts::installed_kinds) return Result<hosts::PythonKinds>();
      return hosts::add_python_kinds(Registry::global(), host, places);
    };
    return result;
  }
};

TEST_P(BadGraph, SaysExactlyWhatIsWrong) {
  const Loaded loaded = load(GetParam() + ".toml", settings());
  EXPECT_EQ(text(loaded.diagnostics), content(GetParam() + ".expected"));
}

TEST_P(BadGraph, GivesAPlanOnlyWhenNothingIsAnError) {
  const Loaded loaded = load(GetParam() + ".toml", settings());
  EXPECT_EQ(loaded.plan.has_value(), !has_errors(loaded.diagnostics));
  EXPECT_FALSE(loaded.diagnostics.empty());
}

INSTANTIATE_TEST_SUITE_P(Files, BadGraph, testing::ValuesIn(names_with(".toml")),
                         [](const auto& each) { return each.param; });

TEST(BadGraphs, AreAllBesideTheirMessages) {
  EXPECT_EQ(names_with(".toml"), names_with(".expected"));
  EXPECT_GE(names_with(".toml").size(), 45U);
}

}  // namespace
}  // namespace omma::dsl
