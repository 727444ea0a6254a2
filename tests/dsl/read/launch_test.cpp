// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/dsl/kinds.hpp"
#include "tests/dsl/support.hpp"

namespace omma::dsl {
namespace {

using test::actor;

Loaded launched(std::string_view line) {
  Settings settings;
  settings.registry = &test::kinds();
  return load_launch(line, settings);
}

TEST(Launch, ConnectsEachActorToTheOneBefore) {
  const Loaded loaded = launched(
      "video uri=vtest.avi ! convert format=Mono8 ! canny low=50 high=140 ! video_file path='a "
      "b.mp4'");
  ASSERT_TRUE(loaded.plan) << text(loaded.diagnostics);
  const Plan& plan = *loaded.plan;
  ASSERT_EQ(plan.edges.size(), 3U);
  EXPECT_EQ(edge_name(plan, plan.edges[0]), "video.image -> convert.image");
  EXPECT_EQ(edge_name(plan, plan.edges[2]), "canny.edges -> video_file.image");
  EXPECT_EQ(actor(plan, "video").params.at("uri"), Value(std::string("vtest.avi")));
  EXPECT_EQ(actor(plan, "canny").params.at("high"), Value(140.0));
  EXPECT_EQ(actor(plan, "video_file").params.at("path"), Value(std::string("a b.mp4")));
}

TEST(Launch, NumbersKindsThatComeAgain) {
  const Loaded loaded = launched("fake_camera!blur!blur size=3 !blur!window");
  ASSERT_TRUE(loaded.plan) << text(loaded.diagnostics);
  EXPECT_EQ(actor(*loaded.plan, "blur2").params.at("size"), Value(std::int64_t{3}));
  EXPECT_EQ(edge_name(*loaded.plan, loaded.plan->edges[2]), "blur2.image -> blur3.image");
}

struct Line {
  std::string line;
  std::string said;
};

TEST(Launch, SaysWhereALineIsWrong) {
  const std::vector<Line> cases{
      {"",
       "launch:1:1: error: there is no actor here; expected a kind of actor before and after "
       "each '!'\n"},
      {"fake_camera !",
       "launch:1:13: error: there is no actor here; expected a kind of actor before "
       "and after each '!'\n"},
      {"! window",
       "launch:1:1: error: there is no actor here; expected a kind of actor before and "
       "after each '!'\n"},
      {"fake_camera ! windw",
       "launch:1:15: error: there is no kind of actor 'windw'; did you mean "
       "'window'?\n"},
      {"fake_camera window",
       "launch:1:13: error: 'window' sets nothing; expected key=value; write "
       "'!' before the next actor\n"},
      {"fake_camera ! window title='a",
       "launch:1:28: error: this quote is not closed; write ' at "
       "the end of the value\n"},
      {"fake_camera width=1 width=2 ! window", "launch:1:21: error: 'width' is set already\n"},
      {"fake_camera ! window in=3", "launch:1:22: error: 'in' is set already\n"},
      {"width=5 ! window",
       "launch:1:1: error: 'width=5' stands where an actor has to begin; "
       "expected a kind of actor\n"},
      {"fake_camera widht=5 ! window",
       "launch:1:13: error: the kind 'fake_camera' has no parameter 'widht'; did you mean "
       "'width'?\n"},
  };
  for (const Line& each : cases) EXPECT_EQ(text(launched(each.line).diagnostics), each.said);
}

TEST(Launch, RecommendsWhatALineCanSay) {
  const std::vector<Line> cases{
      {"canny ! window",
       "launch:1:1: error: the input 'image' of 'canny' (canny) is not connected; write an actor "
       "that gives it, and '!', before it\n"},
      {"fake_camera ! overlay ! window",
       "launch:1:15: error: 'overlay' (overlay) has 2 inputs (image and mask): say which; a line "
       "names no ports; write a graph file\n"},
      {"stereo ! window",
       "launch:1:10: error: 'stereo' (stereo) has 2 outputs (left and right): say which; a line "
       "names no ports; write a graph file\n"},
      {"fake_camera ! canny",
       "launch:1:15: warning: no output of 'canny' is used; write '!' and an actor that takes it, "
       "such as 'null', or remove it\n"},
      {"video ! window",
       "launch:1:1: error: the parameter 'uri' of 'video' (video) is missing; expected a text; "
       "write 'uri=...' after it\n"},
      {"fake_camera ! canny image=fake_camera ! window",
       "launch:1:21: error: the kind 'canny' has no parameter 'image'; it is an input, which the "
       "actor before feeds\n"},
      {"video uri=a.mp4 ! people classes=person ! window",
       "launch:1:34: error: the parameter 'classes' of 'people' (people) has the wrong type; "
       "expected a list of texts; found the text 'person'; write classes=[\"person\"]\n"},
      {"video uri=a.mp4 ! canny ! window",
       "launch:1:19: error: the formats of 'video.image' and 'canny.image' do not meet; expected "
       "Mono8 for 'canny.image'; found BGR8 from 'video.image'; write '! convert format=Mono8 !' "
       "between them\n"},
      {"fake_camera restart={max=1} ! window",
       "launch:1:13: warning: 'restart' has no effect here; write on_error=restart beside it\n"},
      {"fake_camera host=own ! window",
       "launch:1:18: error: no host 'own' is declared; remove it: only a graph file declares "
       "hosts\n"},
      {"fake_camera ! window title='${name}'",
       "launch:1:28: error: there is no parameter 'name' for '${name}'; a line has no parameters; "
       "write '$${' for a plain '${'\n"},
      {"fake_camera width=65536 height=65536 ! window",
       "launch:1:1: error: full queues need more memory than frames may use; expected at most "
       "1024 MiB; found 24576 MiB, most of it for 'fake_camera.image -> window.image' (6 frames, "
       "24576 MiB); make the pictures smaller; a graph file has 'slab_mb'\n"},
  };
  for (const Line& each : cases) EXPECT_EQ(text(launched(each.line).diagnostics), each.said);
}

TEST(Launch, RecommendsForTheFileOfAModuleWhatAFileCanSay) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "omma_launch_test";
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "part.toml").string();
  std::ofstream(file) << "[module]\nout.image = 'video.image'\n[actor.video]\nkind = 'video'\n";
  EXPECT_EQ(text(launched(file + " ! window").diagnostics),
            file +
                ":3:8: error: the parameter 'uri' of 'part/video' (video) is missing; expected a "
                "text; write 'uri = ...' in its table\n");
  std::filesystem::remove_all(folder);
}

TEST(Launch, IsWrittenAsAGraphFile) {
  const auto toml =
      launch_to_toml("video uri='a \"b\".mp4' loop=true ! blur size=3 ! blur ! window");
  ASSERT_TRUE(toml);
  EXPECT_EQ(*toml, R"([actor.video]
kind = "video"
uri = "a \"b\".mp4"
loop = true

[actor.blur]
kind = "blur"
in = "video"
size = 3

[actor.blur2]
kind = "blur"
in = "blur"

[actor.window]
kind = "window"
in = "blur2"
)");
}

TEST(Launch, MeansTheSameAsTheFileThatIsWrittenOfIt) {
  const std::string line =
      "fake_camera rate=2.0 format=BGR8 ! people classes=['a', 'b'] weights=[0.5, 1] ! window "
      "title=\"x\\ty\"";
  const auto toml = launch_to_toml(line);
  ASSERT_TRUE(toml);
  const Plan plan = test::planned(*toml);
  const Loaded loaded = launched(line);
  ASSERT_TRUE(loaded.plan);
  ASSERT_EQ(plan.actors.size(), loaded.plan->actors.size());
  for (std::size_t i = 0; i < plan.actors.size(); ++i) {
    EXPECT_EQ(plan.actors[i].params, loaded.plan->actors[i].params);
  }
}

TEST(Launch, RefusesToWriteAWrongLine) {
  const auto toml = launch_to_toml("a ! ! b");
  ASSERT_FALSE(toml);
  EXPECT_EQ(toml.error().code, Code::invalid);
}

}  // namespace
}  // namespace omma::dsl
