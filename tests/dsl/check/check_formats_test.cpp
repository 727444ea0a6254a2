// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "dsl/check/format_set.hpp"
#include "tests/dsl/support.hpp"

namespace omma::dsl {
namespace {

using test::actor;
using test::edge_into;
using test::planned;

using Pixels = std::vector<PixelFormat>;

TEST(FormatSet, TakesAnEmptyListAsEveryFormat) {
  EXPECT_TRUE(FormatSet().every());
  EXPECT_TRUE(FormatSet(Pixels{}).every());
  EXPECT_EQ(FormatSet().text(), "every format");
  EXPECT_TRUE(FormatSet().contains(PixelFormat::Tensor));
}

TEST(FormatSet, MeetsWhereBothHaveAFormat) {
  const FormatSet left({PixelFormat::BGR8, PixelFormat::Mono8});
  const FormatSet right({PixelFormat::Mono8, PixelFormat::Mono16});
  EXPECT_EQ((left & right).formats(), Pixels{PixelFormat::Mono8});
  EXPECT_TRUE((left & right).within(left));
  EXPECT_FALSE(left.within(right));
  EXPECT_TRUE((FormatSet({PixelFormat::BGR8}) & right).empty());
  EXPECT_EQ(left.text(), "Mono8 or BGR8");
}

TEST(FormatSet, OfAnInputForPicturesHoldsPackedFormatsOnlyByName) {
  Port image;
  image.payload = Payload::picture;
  EXPECT_TRUE(taken_by(image).every());
  EXPECT_EQ(taken_by(image).text(), "every format that is not packed");
  EXPECT_FALSE(taken_by(image).contains(PixelFormat::Mono12p));
  image.formats.any_of = {PixelFormat::Mono12p};
  EXPECT_EQ(taken_by(image).text(), "Mono12p");
  Port frame;
  EXPECT_TRUE(taken_by(frame).contains(PixelFormat::Mono12p));
}

TEST(Formats, GoThroughActorsThatKeepThem) {
  const Plan plan = planned(R"(
[actor.clip]
kind = "video"
uri = "a.mp4"
[actor.small]
kind = "resize"
in = "clip"
[actor.show]
kind = "window"
in = "small"
)");
  EXPECT_EQ(edge_into(plan, "show.image").formats, Pixels{PixelFormat::BGR8});
}

TEST(Formats, GoBackThroughActorsThatKeepThem) {
  const Plan plan = planned(R"(
[actor.camera]
kind = "fake_camera"
format = ""
[actor.small]
kind = "resize"
in = "camera"
[actor.edges]
kind = "canny"
in = "small"
[actor.show]
kind = "window"
in = "edges"
)");
  EXPECT_EQ(edge_into(plan, "small.image").formats, Pixels{PixelFormat::Mono8});
}

TEST(Formats, AreNotSaidWhereEveryOneMayFlow) {
  const Plan plan = planned(R"(
[actor.camera]
kind = "fake_camera"
format = ""
[actor.show]
kind = "window"
in = "camera"
)");
  EXPECT_TRUE(edge_into(plan, "show.image").formats.empty());
}

constexpr std::string_view converted = R"(
[actor.clip]
kind = "video"
uri = "a.mp4"
[actor.edges]
kind = "canny"
in.image = { from = "clip", queue = 7, when_full = "drop_oldest", convert = true }
[actor.show]
kind = "window"
in.image = { from = "edges", convert = true }
)";

TEST(Convert, IsPutInWhereFormatsDoNotMeet) {
  const Plan plan = planned(converted);
  ASSERT_EQ(plan.actors.size(), 4U);
  const PlannedActor& converter = actor(plan, "edges.image~convert");
  EXPECT_EQ(converter.kind, "convert");
  EXPECT_EQ(converter.params.at("format"), Value(std::string("Mono8")));
  const PlannedEdge& first = edge_into(plan, "edges.image~convert.image");
  const PlannedEdge& second = edge_into(plan, "edges.image");
  EXPECT_EQ(plan.actors[first.from].name, "clip");
  EXPECT_EQ(plan.actors[second.from].name, "edges.image~convert");
  EXPECT_EQ(first.formats, Pixels{PixelFormat::BGR8});
  EXPECT_EQ(second.formats, Pixels{PixelFormat::Mono8});
}

TEST(Convert, KeepsTheRuleOfTheEdge) {
  const Plan plan = planned(converted);
  for (const std::string input : {"edges.image~convert.image", "edges.image"}) {
    EXPECT_EQ(edge_into(plan, input).when_full, WhenFull::drop_oldest);
    EXPECT_EQ(edge_into(plan, input).queue, 7);
  }
}

TEST(Convert, IsNotPutInWhereFormatsMeet) {
  const Plan plan = planned(converted);
  EXPECT_EQ(plan.actors[edge_into(plan, "show.image").from].name, "edges");
}

TEST(Convert, IsPutInWhereOnlySomeFormatsWouldMeet) {
  const Plan plan = planned(R"(
[actor.camera]
kind = "fake_camera"
format = ""
[actor.edges]
kind = "canny"
in.image = { from = "camera", convert = true }
[actor.show]
kind = "window"
in = "edges"
)");
  EXPECT_EQ(actor(plan, "edges.image~convert").kind, "convert");
}

TEST(Convert, MakesWhatActorsBehindTheConsumerNeed) {
  const Plan plan = planned(R"(
[actor.camera]
kind = "fake_camera"
format = "BayerRG8"
[actor.smooth]
kind = "blur"
in.image = { from = "camera", convert = true }
[actor.people]
kind = "people"
in = "smooth"
[actor.show]
kind = "window"
in = "people"
)");
  EXPECT_EQ(actor(plan, "smooth.image~convert").params.at("format"), Value(std::string("BGR8")));
}

TEST(Convert, MendsTwoConsumersOfDifferentFormats) {
  const Plan plan = planned(R"(
[actor.camera]
kind = "fake_camera"
format = ""
[actor.edges]
kind = "canny"
in = "camera"
[actor.people]
kind = "people"
in = { from = "camera", convert = true }
[actor.show]
kind = "window"
in = "edges"
[actor.view]
kind = "window"
in = "people"
)");
  EXPECT_EQ(actor(plan, "people.image~convert").params.at("format"), Value(std::string("BGR8")));
}

TEST(Sizes, GoThroughTheGraph) {
  const Plan plan = planned(R"(
[actor.camera]
kind = "fake_camera"
width = 1280
height = 720
[actor.small]
kind = "resize"
width = 320
in = "camera"
[actor.edges]
kind = "canny"
in = "small"
[actor.show]
kind = "window"
in = "edges"
)");
  EXPECT_EQ(edge_into(plan, "small.image").width, 1280);
  EXPECT_EQ(edge_into(plan, "show.image").width, 320);
  EXPECT_EQ(edge_into(plan, "show.image").height, 180);
}

TEST(Sizes, AreNotKnownOfAVideo) {
  const Plan plan = planned(R"(
[actor.clip]
kind = "video"
uri = "a.mp4"
[actor.small]
kind = "resize"
width = 320
in = "clip"
[actor.show]
kind = "window"
in = "small"
)");
  EXPECT_EQ(edge_into(plan, "small.image").width, 0);
  EXPECT_EQ(edge_into(plan, "show.image").width, 0);
}

}  // namespace
}  // namespace omma::dsl
