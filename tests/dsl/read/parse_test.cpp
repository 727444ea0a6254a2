// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/parse.hpp"

#include <gtest/gtest.h>

namespace omma::dsl {
namespace {

Document parsed(std::string_view text) {
  Report report;
  const auto document = parse(text, "g.toml", report);
  EXPECT_TRUE(document) << dsl::text(report.take());
  return document.value_or(Document{});
}

TEST(Parse, KeepsTheOrderOfTheFile) {
  const Document document = parsed("[zebra]\nb = 1\na = 2\n[apple]\n");
  ASSERT_EQ(document.root.size(), 2U);
  EXPECT_EQ(document.root[0].key, "zebra");
  EXPECT_EQ(document.root[1].key, "apple");
  EXPECT_EQ(document.root[0].value.table()->front().key, "b");
}

TEST(Parse, KnowsWhereKeysAndValuesStand) {
  const Document document = parsed("[actor.camera]\n  width = 640\n");
  const Table& camera = *document.root[0].value.table()->front().value.table();
  EXPECT_EQ(camera[0].place.text(), "g.toml:2:3");
  EXPECT_EQ(camera[0].value.place.text(), "g.toml:2:11");
}

TEST(Parse, KeepsTheTypesOfValues) {
  const Document document = parsed(R"(a = true
b = 1
c = 1.5
d = "x"
e = [1, 2.5]
f = ["x", "y"]
g = [1, "x"]
h = 2020-01-01
i = {x = 1})");
  const auto type = [&](std::size_t i) { return to_value(document.root[i].value); };
  EXPECT_EQ(type(0), Value(true));
  EXPECT_EQ(type(1), Value(std::int64_t{1}));
  EXPECT_EQ(type(2), Value(1.5));
  EXPECT_EQ(type(3), Value(std::string("x")));
  EXPECT_EQ(type(4), Value(std::vector<double>{1, 2.5}));
  EXPECT_EQ(type(5), Value(std::vector<std::string>{"x", "y"}));
  EXPECT_FALSE(type(6));
  EXPECT_FALSE(type(7));
  EXPECT_FALSE(type(8));
}

TEST(Parse, SaysWhereATextIsNotToml) {
  Report report;
  EXPECT_FALSE(parse("a = 1\nb = = 2\n", "g.toml", report));
  const Diagnostics found = report.take();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.line, 2);
  EXPECT_TRUE(found[0].what.starts_with("this is not TOML: "));
}

TEST(Parse, RefusesAFileThatIsTooLarge) {
  Report report;
  EXPECT_FALSE(parse(std::string((4U << 20U) + 1, ' '), "g.toml", report));
  EXPECT_TRUE(report.failed());
}

struct Written {
  std::string text;
  Value value;
};

TEST(Parse, TakesAValueAsTomlOrElseAsText) {
  const std::vector<Written> cases{
      {"90", std::int64_t{90}},
      {"1.5", 1.5},
      {"true", true},
      {"\"90\"", std::string("90")},
      {"'a b'", std::string("a b")},
      {"[1, 2]", std::vector<double>{1, 2}},
      {"vtest.avi", std::string("vtest.avi")},
      {"1\nx = 2", std::string("1\nx = 2")},
      {"2020-01-01", std::string("2020-01-01")},
      {"1 # 2", std::string("1 # 2")},
      {"#ff0000", std::string("#ff0000")},
      {"", std::string()},
      {"007", std::string("007")},
  };
  for (const Written& each : cases) {
    EXPECT_EQ(to_value(parse_value(each.text, {})), each.value) << each.text;
  }
}

}  // namespace
}  // namespace omma::dsl
