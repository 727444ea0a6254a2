// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "dsl/graph.hpp"
#include "runtime/plan/rules.hpp"
#include "tests/dsl/kinds.hpp"

namespace omma::dsl {
namespace {

nlohmann::json made() { return nlohmann::json::parse(schema(test::kinds())); }

TEST(Schema, KnowsTheTablesOfAFile) {
  const auto root = made();
  EXPECT_EQ(root["additionalProperties"], false);
  for (const char* key : {"graph", "params", "actor", "module"}) {
    EXPECT_TRUE(root["properties"].contains(key)) << key;
  }
}

TEST(Schema, TakesTheKeysOfAHostAlsoForActorsThatNameNone) {
  const auto hosts = made()["properties"]["host"];
  EXPECT_EQ(hosts["properties"], hosts["additionalProperties"]["properties"]);
  EXPECT_TRUE(hosts["properties"].contains("memory_mb"));
}

TEST(Schema, SaysWhatEachParameterTakes) {
  const auto low = made()["definitions"]["kind:canny"]["properties"]["low"];
  EXPECT_EQ(low["minimum"], 0);
  EXPECT_EQ(low["maximum"], 255);
  EXPECT_EQ(low["default"], 50);
  EXPECT_EQ(low["description"], "A number.");
  EXPECT_EQ(low["type"], nlohmann::json::array({"number", "string"}));
}

TEST(Schema, HasAnIncrementOnlyWhereItCountsFromZero) {
  const auto params = made()["definitions"]["kind:network"]["properties"];
  EXPECT_EQ(params["gain"]["multipleOf"], 0.5);
  EXPECT_FALSE(params["width"].contains("multipleOf"));
}

TEST(Schema, TakesNoValueOfAReadOnlyParameter) {
  const auto temperature = made()["definitions"]["kind:network"]["properties"]["temperature"];
  EXPECT_EQ(temperature["readOnly"], true);
  EXPECT_EQ(temperature["not"], nlohmann::json::object());
}

TEST(Schema, SaysForWhomAParameterIs) {
  EXPECT_EQ(made()["definitions"]["kind:network"]["properties"]["gain"]["description"],
            "A number. (expert)");
}

TEST(Schema, TakesAGraphParameterWhereANumberIsExpected) {
  EXPECT_EQ(made()["definitions"]["kind:canny"]["properties"]["low"]["pattern"],
            R"(^\$\{[^}]+\}$)");
}

TEST(Schema, ListsChoicesAndRequiredParameters) {
  const auto definitions = made()["definitions"];
  const auto model = definitions["kind:people"]["properties"]["model"];
  EXPECT_EQ(model["anyOf"][0]["enum"], nlohmann::json::array({"small", "large"}));
  EXPECT_EQ(definitions["kind:video"]["required"], nlohmann::json::array({"kind", "uri"}));
}

TEST(Schema, ListsTheRulesOfTheTables) {
  const auto definitions = made()["definitions"];
  const auto choices = [](const nlohmann::json& schema) {
    return schema["anyOf"][0]["enum"].get<std::vector<std::string>>();
  };
  const auto edge = definitions["edge"]["anyOf"][1]["properties"];
  EXPECT_EQ(choices(edge["when_full"]), rule_names<WhenFull>());
  const auto join = definitions["join"]["anyOf"];
  EXPECT_EQ(choices(join[0]), rule_names<JoinRule>());
  EXPECT_EQ(choices(join[1]["properties"]["rule"]), rule_names<JoinRule>());
  EXPECT_EQ(choices(definitions["on_error"]), rule_names<OnError>());
}

TEST(Schema, ClosesTheTableOfEachKind) {
  for (const Kind* kind : test::kinds().all()) {
    const auto table = made()["definitions"]["kind:" + kind->contract.kind];
    EXPECT_EQ(table["additionalProperties"], false) << kind->contract.kind;
    EXPECT_EQ(table["properties"].contains("in"), !kind->contract.inputs.empty());
  }
}

TEST(Schema, TakesAnyNameAsAKindOnlyWhereThereIsAPythonPath) {
  const auto root = made();
  EXPECT_EQ(root["if"]["properties"]["graph"]["required"], nlohmann::json::array({"python_path"}));
  const auto kind =
      root["else"]["properties"]["actor"]["additionalProperties"]["properties"]["kind"];
  EXPECT_EQ(kind["anyOf"][0]["enum"].size(), test::kinds().all().size());
}

TEST(Schema, HasEveryDefinitionThatItRefersTo) {
  const auto root = made();
  const std::string text = root.dump();
  const std::string mark = "#/definitions/";
  std::size_t references = 0;
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto start = at + mark.size();
    const std::string name = text.substr(start, text.find('"', start) - start);
    EXPECT_TRUE(root["definitions"].contains(name)) << name;
    ++references;
  }
  EXPECT_GT(references, 10U);
}

}  // namespace
}  // namespace omma::dsl
