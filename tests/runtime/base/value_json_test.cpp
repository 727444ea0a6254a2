// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/value_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace omma {
namespace {

using nlohmann::json;

/// Why a text of JSON is no value.
std::string refusal(const char* text) try {
  return "it is " + to_text(value_of(json::parse(text)));
} catch (const json::exception& error) {
  return error.what();
}

TEST(ValueJson, IsReadByWhatItLooksLike) {
  EXPECT_EQ(value_of(json::parse("true")), Value(true));
  EXPECT_EQ(value_of(json::parse("9223372036854775807")), Value(std::int64_t{9223372036854775807}));
  EXPECT_EQ(value_of(json::parse("1.5")), Value(1.5));
  EXPECT_EQ(value_of(json::parse("\"a\"")), Value("a"));
  EXPECT_EQ(value_of(json::parse("[1, 2.5]")), Value(std::vector<double>{1, 2.5}));
  EXPECT_EQ(value_of(json::parse("[\"a\"]")), Value(std::vector<std::string>{"a"}));
  EXPECT_EQ(value_of(json::parse("[]")), Value(std::vector<double>{}));
}

TEST(ValueJson, IsRefusedInWords) {
  const std::string expected =
      "expected a boolean, a number, a text or a list, such as true, 90 or [1, 2]; found ";
  EXPECT_EQ(refusal("null"), expected + "null");
  EXPECT_EQ(refusal("{\"a\": 1}"), expected + "an object");
  EXPECT_EQ(refusal("[1, \"a\"]"), "expected a list of numbers; found one with a text in it");
  EXPECT_EQ(refusal("[\"a\", 1]"), "expected a list of texts; found one with 1 in it");
  EXPECT_EQ(refusal("[[1]]"), "expected a list of numbers; found one with a list in it");
}

TEST(ValueJson, IsNoIntegerThatIsTooLarge) {
  const std::string expected = "expected an integer up to 9223372036854775807; found ";
  EXPECT_EQ(refusal("9223372036854775808"), expected + "9223372036854775808");
  EXPECT_EQ(refusal("18446744073709551615"), expected + "18446744073709551615");
  EXPECT_THROW(value_of(json::parse("18446744073709551615"), ValueType::integer), json::exception);
}

}  // namespace
}  // namespace omma
