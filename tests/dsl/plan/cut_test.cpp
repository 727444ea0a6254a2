// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/cut.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "runtime/plan/plan_json.hpp"

namespace omma::dsl {
namespace {

using Parts = std::vector<std::size_t>;
using Texts = std::vector<std::string>;

/// An edge as "actor.port -> actor.port"; actors are made in the order in which they are named.
Plan drawn(const Texts& edges) {
  Plan plan;
  const auto actor = [&plan](const std::string& name) {
    const auto found = std::ranges::find(plan.actors, name, &PlannedActor::name);
    if (found != plan.actors.end()) return static_cast<std::size_t>(found - plan.actors.begin());
    plan.actors.emplace_back().name = name;
    plan.actors.back().kind = "kind_of_" + name;
    return plan.actors.size() - 1;
  };
  for (const std::string& text : edges) {
    const std::string from = text.substr(0, text.find(" -> "));
    const std::string to = text.substr(text.find(" -> ") + 4);
    PlannedEdge& edge = plan.edges.emplace_back();
    edge.from = actor(from.substr(0, from.find('.')));
    edge.from_port = from.substr(from.find('.') + 1);
    edge.to = actor(to.substr(0, to.find('.')));
    edge.to_port = to.substr(to.find('.') + 1);
  }
  plan.facts = facts_of(plan);
  return plan;
}

Cut done(const Plan& plan, const Parts& parts) {
  auto result = cut(plan, parts);
  if (!result) ADD_FAILURE() << result.error().text();
  return result.value_or(Cut{});
}

Texts edges_of(const Plan& plan) {
  Texts names;
  for (const PlannedEdge& edge : plan.edges) names.push_back(edge_name(plan, edge));
  return names;
}

/// "0 camera.image => 1 camera.image", and "!" where gaps have to be told
Texts crossings_of(const Cut& cut) {
  Texts texts;
  for (const Crossing& each : cut.crossings) {
    const PlannedActor& from = cut.parts[each.from_part].actors[each.from];
    const PlannedActor& to = cut.parts[each.to_part].actors[each.to];
    EXPECT_EQ(to.kind, inlet_kind);
    texts.push_back(std::to_string(each.from_part) + " " + from.name + "." + each.from_port +
                    " => " + std::to_string(each.to_part) + " " + to.name + (each.gaps ? "!" : ""));
  }
  return texts;
}

/// camera feeds left and right, and both of them feed join, which feeds sink.
Plan diamond() {
  return drawn({"camera.image -> left.image", "camera.image -> right.image", "left.image -> join.a",
                "right.image -> join.b", "join.image -> sink.image"});
}

TEST(Cut, OfOnePartIsThePlanItself) {
  const Plan plan = diamond();
  const Cut cut = done(plan, Parts(5, 0));
  ASSERT_EQ(cut.parts.size(), 1U);
  EXPECT_EQ(cut.parts[0], plan);
  EXPECT_TRUE(cut.crossings.empty());
}

TEST(Cut, OfNothingHasNoParts) { EXPECT_TRUE(done(Plan{}, {}).parts.empty()); }

TEST(Cut, PutsASourceInTheOtherPartForAnOutput) {
  const Cut cut =
      done(drawn({"camera.image -> edges.image", "edges.mask -> sink.mask"}), {0, 1, 1});
  ASSERT_EQ(cut.parts.size(), 2U);
  EXPECT_EQ(edges_of(cut.parts[0]), Texts());
  EXPECT_EQ(edges_of(cut.parts[1]),
            Texts({"camera.image.frame -> edges.image", "edges.mask -> sink.mask"}));
  EXPECT_EQ(crossings_of(cut), Texts({"0 camera.image => 1 camera.image"}));
  EXPECT_EQ(cut.parts[0].actors.size(), 1U);
  EXPECT_TRUE(cut.parts[0].actors[0].gap_outputs.empty());
}

TEST(Cut, LetsAllConsumersInAPartShareOneCrossing) {
  const Plan plan = drawn({"camera.image -> a.image", "camera.image -> b.image",
                           "camera.image -> c.image", "camera.depth -> d.image"});
  const Cut cut = done(plan, {0, 1, 1, 2, 1});
  EXPECT_EQ(crossings_of(cut),
            Texts({"0 camera.image => 1 camera.image", "0 camera.image => 2 camera.image",
                   "0 camera.depth => 1 camera.depth"}));
  EXPECT_EQ(edges_of(cut.parts[1]),
            Texts({"camera.image.frame -> a.image", "camera.image.frame -> b.image",
                   "camera.depth.frame -> d.image"}));
}

TEST(Cut, KeepsWhatAnEdgeSays) {
  Plan plan = drawn({"camera.image -> edges.image"});
  PlannedEdge& edge = plan.edges[0];
  edge.when_full = WhenFull::drop_oldest;
  edge.queue = 7;
  edge.formats = {PixelFormat::Mono8};
  edge.width = 640;
  edge.height = 480;
  edge.place = {"g.toml", 3, 4};
  const Cut cut = done(plan, {0, 1});
  PlannedEdge expected = edge;
  expected.from = 1;
  expected.from_port = inlet_port;
  expected.to = 0;
  EXPECT_EQ(cut.parts[1].edges, std::vector{expected});
  EXPECT_EQ(cut.parts[1].actors[1].place, edge.place);
}

TEST(Cut, KeepsWhatTheGraphAndItsActorsSay) {
  Plan plan = diamond();
  plan.name = "g";
  plan.plugins = {"x.so"};
  plan.reload = false;
  plan.slab_bytes = 1U << 20U;
  PlannedActor& join = plan.actors[3];
  join.params["level"] = 3.5;
  join.replicas = 2;
  join.join = {JoinRule::nearest, 1, 2};
  join.on_error = OnError::restart;
  join.restart = {1, 2, 3};
  const Cut cut = done(plan, {0, 1, 0, 1, 0});
  EXPECT_EQ(cut.parts[1].actors[1], join);
  for (const Plan& part : cut.parts) {
    EXPECT_EQ(part.name, "g");
    EXPECT_EQ(part.plugins, plan.plugins);
    EXPECT_FALSE(part.reload);
    EXPECT_EQ(part.slab_bytes, plan.slab_bytes);
  }
}

TEST(Cut, LeavesOutHostsThatNobodyInAPartNeeds) {
  Plan plan = diamond();
  for (const char* name : {"unused", "old", "new"}) plan.hosts.emplace_back().name = name;
  plan.actors[1].host = 2;
  plan.actors[2].host = 1;
  plan.actors[3].host = 2;
  const Cut cut = done(plan, {0, 1, 1, 2, 0});
  EXPECT_TRUE(cut.parts[0].hosts.empty());
  EXPECT_EQ(cut.parts[1].hosts, std::vector({plan.hosts[1], plan.hosts[2]}));
  EXPECT_EQ(cut.parts[1].actors[0].host, 1);
  EXPECT_EQ(cut.parts[1].actors[1].host, 0);
  EXPECT_EQ(cut.parts[2].hosts, std::vector{plan.hosts[2]});
  EXPECT_EQ(cut.parts[2].actors[0].host, 0);
}

TEST(Cut, TellsGapsToAJoinInTheOtherPart) {
  const Cut cut = done(diamond(), {0, 0, 0, 1, 1});
  EXPECT_EQ(crossings_of(cut),
            Texts({"0 left.image => 1 left.image!", "0 right.image => 1 right.image!"}));
  EXPECT_EQ(cut.parts[0].actors[1].gap_outputs, Texts({"image"}));
  EXPECT_EQ(cut.parts[0].facts->gaps, std::vector<bool>({true, true}));
  EXPECT_EQ(cut.parts[1].facts->gaps, std::vector<bool>({true, true, false}));
}

TEST(Cut, TellsGapsThroughAPartBetweenASourceAndItsJoin) {
  const Cut cut = done(diamond(), {0, 1, 0, 0, 1});
  EXPECT_EQ(crossings_of(cut),
            Texts({"0 camera.image => 1 camera.image!", "1 left.image => 0 left.image!",
                   "0 join.image => 1 join.image"}));
  EXPECT_EQ(cut.parts[0].actors[0].gap_outputs, Texts({"image"}));
  EXPECT_EQ(cut.parts[1].actors[0].gap_outputs, Texts({"image"}));
  EXPECT_TRUE(cut.parts[0].actors[2].gap_outputs.empty());
}

TEST(Cut, TellsGapsOfTheOneOutputThatLeadsToAJoin) {
  const Plan plan =
      drawn({"camera.image -> join.a", "camera.depth -> join.b", "camera.sound -> sink.sound"});
  const Cut cut = done(plan, {0, 1, 1});
  EXPECT_EQ(cut.parts[0].actors[0].gap_outputs, Texts({"image", "depth"}));
}

TEST(Cut, GoesThroughCycles) {
  Plan plan = drawn(
      {"camera.image -> track.image", "track.image -> merge.image", "merge.image -> track.memory"});
  plan.actors[1].join.rule = JoinRule::latest;
  plan.edges[2].when_full = WhenFull::latest;
  plan.facts = facts_of(plan);
  const Cut cut = done(plan, {0, 0, 1});
  EXPECT_EQ(crossings_of(cut),
            Texts({"0 track.image => 1 track.image", "1 merge.image => 0 merge.image"}));
  EXPECT_EQ(edges_of(cut.parts[0]),
            Texts({"camera.image -> track.image", "merge.image.frame -> track.memory"}));
  EXPECT_EQ(cut.parts[0].edges[1].when_full, WhenFull::latest);
}

TEST(Cut, NamesASourceOtherwiseWhereItsNameIsTaken) {
  Plan plan = drawn({"camera.image -> edges.image", "other.image -> edges.mask"});
  plan.actors[2].name = "camera.image";
  const Cut cut = done(plan, {0, 1, 1});
  EXPECT_EQ(crossings_of(cut), Texts({"0 camera.image => 1 camera.image~2!"}));
}

TEST(Cut, CanBeCutAgain) {
  const Cut first = done(diamond(), {0, 0, 0, 1, 1});
  const Cut again = done(first.parts[1], {0, 0, 1, 0});
  EXPECT_EQ(crossings_of(again), Texts({"1 left.image.frame => 0 left.image.frame!"}));
}

struct Wrong {
  Parts parts;
  std::string message;
};

TEST(Cut, RefusesWhatIsNoPartition) {
  const std::vector<Wrong> cases{
      {{}, "expected a part for each actor, so 2; found 0"},
      {{0, 0, 0}, "expected a part for each actor, so 2; found 3"},
      {{1, 1},
       "expected parts that are numbered 0, 1, 2 ... without a gap; found no actor in part 0, but "
       "one in part 1"},
      {{0, ~std::size_t{0}},
       "expected parts that are numbered 0, 1, 2 ... without a gap; found no actor in part 1, but "
       "one in part 18446744073709551615"}};
  const Plan plan = drawn({"camera.image -> edges.image"});
  for (const Wrong& each : cases) {
    const auto result = cut(plan, each.parts);
    ASSERT_FALSE(result) << each.message;
    EXPECT_EQ(result.error().code, Code::invalid);
    EXPECT_EQ(result.error().what, each.message);
  }
}

// ---- any plan, cut anywhere

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) { return random() % end; }

/// Each input is fed at most once, from anywhere: there are cycles.
Plan any_plan(Random& random) {
  Texts edges;
  const std::size_t actors = 2 + below(random, 7);
  for (std::size_t to = 0; to < actors; ++to) {
    for (std::size_t input = below(random, 4); input > 0; --input) {
      edges.push_back("a" + std::to_string(below(random, actors)) + ".o" +
                      std::to_string(below(random, 2)) + " -> a" + std::to_string(to) + ".i" +
                      std::to_string(input));
    }
  }
  Plan plan = drawn(edges);
  for (PlannedActor& actor : plan.actors) {
    if (below(random, 2) == 0) actor.join.rule = JoinRule::latest;
  }
  plan.facts = facts_of(plan);
  return plan;
}

Parts any_parts(Random& random, std::size_t actors) {
  const std::size_t count = 1 + below(random, std::min<std::size_t>(actors, 4));
  Parts parts(actors);
  for (std::size_t i = 0; i < actors; ++i) parts[i] = i < count ? i : below(random, count);
  std::ranges::shuffle(parts, random);
  return parts;
}

std::string with_gaps(const std::string& edge, bool gaps) { return edge + (gaps ? "!" : ""); }

std::multiset<std::string> whole_edges(const Plan& plan) {
  std::multiset<std::string> edges;
  for (std::size_t i = 0; i < plan.edges.size(); ++i)
    edges.insert(with_gaps(edge_name(plan, plan.edges[i]), plan.facts->gaps[i]));
  return edges;
}

/// The name of an edge of a part, where its source is taken for what that stands for.
std::string joined_name(const Cut& cut, std::size_t part, const PlannedEdge& edge) {
  const auto crossing = std::ranges::find_if(cut.crossings, [&](const Crossing& each) {
    return each.to_part == part && each.to == edge.from;
  });
  std::string name = edge_name(cut.parts[part], edge);
  if (crossing == cut.crossings.end()) return name;
  return cut.parts[crossing->from_part].actors[crossing->from].name + "." + crossing->from_port +
         name.substr(name.find(" -> "));
}

/// The edges that the parts make together.
std::multiset<std::string> joined_edges(const Cut& cut) {
  std::multiset<std::string> edges;
  for (std::size_t part = 0; part < cut.parts.size(); ++part) {
    const Plan& plan = cut.parts[part];
    for (std::size_t i = 0; i < plan.edges.size(); ++i)
      edges.insert(with_gaps(joined_name(cut, part, plan.edges[i]), plan.facts->gaps[i]));
  }
  return edges;
}

/// What crosses with gaps is an output that tells them, and the other way round.
void expect_gaps_told(const Cut& cut) {
  std::set<std::tuple<std::size_t, std::size_t, std::string>> asked;
  for (const Crossing& each : cut.crossings) {
    if (each.gaps) asked.emplace(each.from_part, each.from, each.from_port);
  }
  std::set<std::tuple<std::size_t, std::size_t, std::string>> told;
  for (std::size_t part = 0; part < cut.parts.size(); ++part) {
    for (std::size_t i = 0; i < cut.parts[part].actors.size(); ++i) {
      for (const std::string& port : cut.parts[part].actors[i].gap_outputs)
        EXPECT_TRUE(told.emplace(part, i, port).second);
    }
  }
  EXPECT_EQ(told, asked);
}

TEST(Cut, LosesNoEdgeAndNoGapWhereverAPlanIsCut) {
  Random random(7);
  for (int round = 0; round < 500; ++round) {
    const Plan plan = any_plan(random);
    if (plan.actors.empty()) continue;
    const Cut cut = done(plan, any_parts(random, plan.actors.size()));
    ASSERT_EQ(joined_edges(cut), whole_edges(plan)) << plan_to_json(plan);
    expect_gaps_told(cut);
    for (const Plan& part : cut.parts) {
      const auto read = plan_from_json(plan_to_json(part));
      ASSERT_TRUE(read) << read.error().text();
      EXPECT_EQ(*read, part);
    }
  }
}

}  // namespace
}  // namespace omma::dsl
