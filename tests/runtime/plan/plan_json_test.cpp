// SPDX-License-Identifier: Apache-2.0
#include "runtime/plan/plan_json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using nlohmann::json;
using testing::PlanBuilder;

std::vector<PlannedHost> full_hosts() {
  std::vector<PlannedHost> hosts(2);
  hosts[0].name = "plain";
  PlannedHost& host = hosts[1];
  host.name = "seg";
  host.python = "/opt/python";
  host.requirements = Requirements{{"numpy==1.26.4"}, "r.txt", "wheels", {"g.toml", 4, 5}};
  host.cpu = {0, 1023};
  host.env = {{"A/B~", "1"}, {"", ""}};
  host.deadline_ms = 1;
  host.start_deadline_ms = 2;
  host.memory_mb = 3;
  host.retries = 0;
  host.spare = true;
  return hosts;
}

/// A plan in which nothing is as it is by default.
Plan full_plan() {
  PlanBuilder builder;
  builder.actor("camera", "fake_camera").param("width", std::int64_t{640});
  builder.actor("module/edges.image~convert", "tools/lines.py:lines").replicas(3);
  builder.actor("join", "overlay").join({JoinRule::nearest, 12.5, 250});
  builder.on_error(OnError::restart, {7, 1.5, 0.25});
  builder.edge("camera.image", "join.image", WhenFull::drop_oldest, 9);
  Plan plan = builder.plan;
  PlannedEdge& edge = plan.edges.emplace_back();
  edge.from = 1;
  edge.from_port = "mask";
  edge.to = 2;
  edge.to_port = "mask";
  edge.formats = {PixelFormat::Mono8, PixelFormat::Tensor, PixelFormat::None};
  edge.width = 640;
  edge.height = 480;
  edge.place = {"g.toml", 12, 3};
  plan.name = "full \"graph\" / ~ \u00e4\n";
  plan.doc = "All there is.";
  plan.plugins = {"/a/b.so"};
  plan.reload = false;
  plan.slab_bytes = std::uint64_t{1} << 40U;
  plan.hosts = full_hosts();
  plan.own_host = plan.hosts[1];
  plan.own_host->name = "";
  plan.actors[1].host = 1;
  plan.actors[1].gap_outputs = {"mask"};
  plan.actors[1].place = {"g.toml", 1, 2};
  plan.facts = facts_of(plan);
  return plan;
}

json written(const Plan& plan) { return json::parse(plan_to_json(plan)); }

std::string said(const json& text) {
  const auto plan = plan_from_json(text.dump());
  return plan ? "" : plan.error().text();
}

/// What is said about the full plan when the value at this place is another one.
std::string said_with(const std::string& pointer, const json& value) {
  json text = written(full_plan());
  text[json::json_pointer(pointer)] = value;
  return said(text);
}

std::string said_without(const std::string& pointer, const std::string& key) {
  json text = written(full_plan());
  text[json::json_pointer(pointer)].erase(key);
  return said(text);
}

TEST(PlanJson, ReadsBackWhatItWrote) {
  for (const Plan& plan : {Plan{}, full_plan()}) {
    const auto read = plan_from_json(plan_to_json(plan));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(*read, plan);
    EXPECT_EQ(plan_to_json(*read), plan_to_json(plan));
  }
}

TEST(PlanJson, ReadsBackParametersOfEachType) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  using Texts = std::vector<std::string>;
  using Numbers = std::vector<double>;
  const std::vector<Value> values{true,
                                  std::int64_t{-3},
                                  std::numeric_limits<std::int64_t>::max(),
                                  std::numeric_limits<std::int64_t>::min(),
                                  5.0,
                                  0.1,
                                  1e300,
                                  -0.0,
                                  infinity,
                                  -infinity,
                                  std::string("inf"),
                                  std::string(),
                                  Numbers{},
                                  Numbers{1, 2.5},
                                  Numbers{1, infinity},
                                  Texts{},
                                  Texts{"a", ""}};
  for (const Value& value : values) {
    PlanBuilder builder;
    builder.actor("a", "k").param("p", value);
    const auto read = plan_from_json(plan_to_json(builder.plan));
    ASSERT_TRUE(read) << to_text(value) << ": " << read.error().text();
    EXPECT_EQ(*read, builder.plan) << to_text(value);
  }
}

TEST(PlanJson, ReadsANumberThatIsNone) {
  PlanBuilder builder;
  builder.actor("a", "k").param("p", std::nan(""));
  const auto read = plan_from_json(plan_to_json(builder.plan));
  ASSERT_TRUE(read);
  EXPECT_TRUE(std::isnan(std::get<double>(read->actors[0].params.at("p"))));
}

TEST(PlanJson, NamesPortsAndHostsAndRules) {
  const json text = written(full_plan());
  EXPECT_EQ(text["edges"][0]["from"], "camera.image");
  EXPECT_EQ(text["edges"][1]["from"], "module/edges.image~convert.mask");
  EXPECT_EQ(text["edges"][0]["when_full"], "drop_oldest");
  EXPECT_EQ(text["edges"][1]["formats"], json({"Mono8", "Tensor", "None"}));
  EXPECT_EQ(text["actors"][1]["host"], "seg");
  EXPECT_EQ(text["actors"][0]["host"], nullptr);
  EXPECT_EQ(text["actors"][2]["join"]["rule"], "nearest");
}

struct Wrong {
  std::string pointer;
  json value;
  std::string message;
};

TEST(PlanJson, NamesThePlaceOfWhatIsWrong) {
  const std::vector<Wrong> cases{
      {"/graph", 3, "/graph: expected a text; found 3"},
      {"/reload", "yes", "/reload: expected true or false; found \"yes\""},
      {"/plugins/0", nullptr, "/plugins/0: expected a text; found null"},
      {"/plugins", "a.so", "/plugins: expected an array; found \"a.so\""},
      {"/slab_bytes", -1, "/slab_bytes: expected an integer from 0 to 1099511627776; found -1"},
      {"/actors/0/replicas", 0, "/actors/0/replicas: expected an integer from 1 to 256; found 0"},
      {"/actors/0/replicas", 2.0,
       "/actors/0/replicas: expected an integer from 1 to 256; found 2.0"},
      {"/actors/0/replicas", std::numeric_limits<std::uint64_t>::max(),
       "/actors/0/replicas: expected an integer from 1 to 256; found 18446744073709551615"},
      {"/actors/0/params", 1, "/actors/0/params: expected an object; found 1"},
      {"/actors/0/params/width", nullptr,
       "/actors/0/params/width: expected a value of a parameter; found null"},
      {"/actors/0/params/width", json::array({1, "a"}),
       "/actors/0/params/width/1: expected a number from -inf to inf; found \"a\""},
      {"/actors/0/params/width", json::object({{"number", "much"}}),
       "/actors/0/params/width/number: expected a number, \"inf\", \"-inf\" or \"nan\"; found "
       "\"much\""},
      {"/actors/2/join/rule", "same",
       "/actors/2/join/rule: expected one of same_frame, nearest, latest, any; found \"same\""},
      {"/actors/2/on_error", 1, "/actors/2/on_error: expected a text; found 1"},
      {"/actors/2/restart/within_s", json::array(),
       "/actors/2/restart/within_s: expected a number from 0 to 86400000; found an array"},
      {"/actors/1/host", "sag",
       "/actors/1/host: expected null or one of the hosts plain, seg; found \"sag\""},
      {"/actors/2/name", "camera",
       "/actors/2/name: expected a name that nothing else has; found \"camera\""},
      {"/hosts/1/requirements", false,
       "/hosts/1/requirements: expected an object with the key 'packages'; found false"},
      {"/hosts/1/env/A~1B~0", 1, "/hosts/1/env/A~1B~0: expected a text; found 1"},
      {"/hosts/1/cpu/1", 1024, "/hosts/1/cpu/1: expected an integer from 0 to 1023; found 1024"},
      {"/edges/1/from", "camrea.image",
       "/edges/1/from: expected ACTOR.PORT of one of the actors camera, "
       "module/edges.image~convert, join; found \"camrea.image\""},
      {"/edges/1/to", "join.image",
       "/edges/1/to: expected an input that no other edge leads to; found \"join.image\""},
      {"/edges/0/formats/0", "mono8",
       "/edges/0/formats/0: expected a pixel format, as \"Mono8\"; found \"mono8\""},
      {"/edges/0/from_port", "image",
       "/edges/0/from_port: expected one of the keys from, to, when_full, queue, formats, width, "
       "height, place; found the key 'from_port'"},
      {"/facts/depth/1", 7,
       "/facts: expected what follows from the actors and edges, or null; found something else"},
  };
  for (const Wrong& each : cases) EXPECT_EQ(said_with(each.pointer, each.value), each.message);
}

TEST(PlanJson, MissesNoKeySilently) {
  EXPECT_EQ(said_without("/edges/0", "queue"),
            "/edges/0: expected the key 'queue'; found no such key");
  EXPECT_EQ(said_without("", "actors"), "expected the key 'actors'; found no such key");
}

TEST(PlanJson, LetsFactsBeLeftToTheReader) {
  json text = written(full_plan());
  text["facts"] = nullptr;
  EXPECT_EQ(said(text), "");
}

TEST(PlanJson, SaysWhereATextStopsBeingJson) {
  const auto plan = plan_from_json("{\n  \"graph\": }");
  ASSERT_FALSE(plan);
  EXPECT_TRUE(plan.error().text().starts_with(
      "expected a plan as JSON; found a parse error at line 2, column 12"))
      << plan.error().text();
}

TEST(PlanJson, RefusesAKeyThatStandsTwice) {
  std::string text = plan_to_json(Plan{});
  text.insert(1, "\"doc\": \"first\",");
  const auto plan = plan_from_json(text);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().text(), "expected each key once in an object; found the key 'doc' twice");
}

TEST(PlanJson, RefusesWhatIsNoPlanAtAll) {
  std::string deep(200'000, '[');
  for (const std::string& text : {std::string(), std::string("null"), std::string("[]"),
                                  std::string("1e999"), std::string("\"\xff\""), deep})
    EXPECT_FALSE(plan_from_json(text)) << text.substr(0, 20);
}

TEST(PlanJson, WritesBytesThatAreNoTextAsSomethingThatCanBeRead) {
  Plan plan;
  plan.doc = "\xff\xfe";
  EXPECT_TRUE(plan_from_json(plan_to_json(plan)));
}

/// Whatever the bytes, there is a plan that can be written again or an error that says something.
TEST(PlanJson, NeverThrowsWhateverTheBytes) {
  const std::string whole = plan_to_json(full_plan());
  std::mt19937 random(1);
  const auto below = [&](std::size_t end) { return random() % end; };
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole.substr(0, round % 10 == 0 ? below(whole.size()) : whole.size());
    for (std::size_t changes = below(4); changes > 0 && !text.empty(); --changes)
      text[below(text.size())] =
          round % 2 == 0 ? whole[below(whole.size())] : static_cast<char>(below(256));
    const auto plan = plan_from_json(text);
    if (plan) {
      EXPECT_TRUE(plan_from_json(plan_to_json(*plan)));
    } else {
      EXPECT_FALSE(plan.error().what.empty());
    }
  }
}

TEST(PlanJson, TakesTheSeedsOfItsFuzzerThatAreWhole) {
  for (const char* seed : {"diamond", "hosts_and_params"}) {
    std::ifstream file(std::string(OMMA_FUZZ_DIR "/corpus_plan/") + seed);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto plan = plan_from_json(text);
    EXPECT_TRUE(plan) << seed << ": " << plan.error().text();
  }
}

}  // namespace
}  // namespace omma
