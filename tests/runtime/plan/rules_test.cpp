// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/rules.hpp"

#include <gtest/gtest.h>

#include <set>

namespace omma {
namespace {

/// How the compiler spells a value: "... [with auto Value = omma::WhenFull::wait]", or
/// "... = (omma::WhenFull)7" where the type has no value of this number.
template <auto Value>
const char* spelling() {
  return __PRETTY_FUNCTION__;
}

template <class Rule, int First = 0>
void add_enumerators(std::vector<std::string>& names) {
  std::string_view text = spelling<static_cast<Rule>(First)>();
  text = text.substr(text.rfind(" = ") + 3);
  text.remove_suffix(1);
  if (text.front() != '(') names.emplace_back(text.substr(text.rfind(':') + 1));
  if constexpr (First < 63) add_enumerators<Rule, First + 1>(names);
}

template <class Rule>
struct RuleTable : ::testing::Test {};

using AllRules = ::testing::Types<WhenFull, JoinRule, OnError>;
TYPED_TEST_SUITE(RuleTable, AllRules);

TYPED_TEST(RuleTable, HasAnEntryForEachValueUnderTheNameThatItHasInTheSource) {
  std::vector<std::string> enumerators;
  add_enumerators<TypeParam>(enumerators);
  EXPECT_EQ(rule_names<TypeParam>(), enumerators);
}

TYPED_TEST(RuleTable, GivesEachRuleANameThatLeadsBackToIt) {
  for (const auto& each : Rules<TypeParam>::table) {
    EXPECT_EQ(name(each.rule), each.name);
    EXPECT_EQ(rule_named<TypeParam>(each.name), each.rule);
  }
}

TYPED_TEST(RuleTable, KnowsNoOtherName) {
  for (const char* other : {"", "Wait", "wait ", "drop", "stop\n", "never"})
    EXPECT_FALSE(rule_named<TypeParam>(other)) << other;
}

}  // namespace
}  // namespace omma
