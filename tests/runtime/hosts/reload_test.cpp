// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/reloader.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "tests/support/reload.hpp"

namespace omma {
namespace {

using namespace testing;
TEST_F(ReloadTest, TakesEachNewVersionBetweenTwoFrames) {
  write(version(1));
  const Report report = follow(plan(), {{[&] { write(version(2)); }, "takes the new version"},
                                        {[&] { replace(version(3)); }, "takes the new version"}});
  nothing_is_lost(report);
  EXPECT_EQ(painted(), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(actor(report, "tool").restarts, 0U);
  EXPECT_NE(said().find("takes the new version of tool.py"), std::string::npos) << said();
}

TEST_F(ReloadTest, FollowsTheModulesOfTheProjectToo) {
  std::filesystem::create_directories(folder / "shades");
  write("level = 1\n", "shades/grey.py");
  write("from shades import grey\n" + with(painter, "VERSION", "grey.level"));
  nothing_is_lost(
      follow(plan(), {{[&] { write("level = 2\n", "shades/grey.py"); }, "takes the new version"}}));
  EXPECT_EQ(painted(), (std::vector<int>{1, 2}));
}

TEST_F(ReloadTest, TakesAChangeOfTheSameSizeWithinASecond) {
  write("level = 1\n", "grey.py");
  write("import grey\n" + with(painter, "VERSION", "grey.level"));
  std::vector<Edit> edits;
  for (int i = 2; i < 6; ++i)
    edits.push_back({[this, i] { write("level = " + std::to_string(i) + "\n", "grey.py"); },
                     "takes the new version"});
  nothing_is_lost(follow(plan(), edits));
  EXPECT_EQ(painted(), (std::vector<int>{1, 2, 3, 4, 5}));
}

TEST_F(ReloadTest, StaysWithTheOldVersionWhenTheNewOneDoesNotLoad) {
  write(version(1));
  const std::string stays = "does not load; the old one stays";
  const Report report =
      follow(plan(), {{[&] { write("def tool(:\n"); }, stays},
                      {[&] { write(version(2) + "\nraise RuntimeError('no licence')\n"); }, stays},
                      {[&] { write("import os\nos._exit(3)\n"); }, stays},
                      {[&] { write(with(version(2), "(image:", "(picture:")); }, stays},
                      {[&] { write(version(3)); }, "takes the new version"}});
  nothing_is_lost(report);
  EXPECT_EQ(painted(), (std::vector<int>{1, 3}));
  for (const char* words :
       {"SyntaxError", "RuntimeError: no licence", "its host exited with status 3",
        "tool takes and gives picture and image now; the graph was made for image and image"})
    EXPECT_NE(said().find(words), std::string::npos) << words << " was not said in\n" << said();
}

TEST_F(ReloadTest, StaysWithTheOldVersionWhenAPortIsNotWhatItWas) {
  write(version(1));
  const std::string stays = "does not load; the old one stays";
  const auto with_input = [&](const std::string& type) {
    return "from typing import Optional\nfrom omma import Frame, port\n" +
           with(version(2), "image: Image", "image: " + type);
  };
  const Report report =
      follow(plan(), {{[&] { write(with_input("Frame")); }, stays},
                      {[&] { write(with_input("Optional[Image]")); }, stays},
                      {[&] {
                         write(with(with_input("Image"), "@actor",
                                    "@actor(inputs=[port('image', 'Mono8', 'BGR8')])"));
                       },
                       stays},
                      {[&] {
                         write(with(with_input("Image"), "@actor",
                                    "@actor(outputs=[port('image', many_sources=True)])"));
                       },
                       stays},
                      {[&] { write(version(3)); }, "takes the new version"}});
  nothing_is_lost(report);
  EXPECT_EQ(painted(), (std::vector<int>{1, 3}));
  EXPECT_NE(said().find("the output 'image' of tool is a picture of many sources now"),
            std::string::npos)
      << said();
  for (const std::string now :
       {"any frame", "a picture that may be missing", "a picture of the format BGR8 or Mono8"}) {
    const std::string words = "the input 'image' of tool is " + now +
                              " now; the graph was made for a picture. Start it anew";
    EXPECT_NE(said().find(words), std::string::npos) << words << " was not said in\n" << said();
  }
}

TEST_F(ReloadTest, SeesThatAFileIsMendedWhichOnlyAFailedVersionImported) {
  const std::string importing = "import grey\n" + with(painter, "VERSION", "grey.level");
  const std::string stays = "does not load; the old one stays";
  write(version(1));
  nothing_is_lost(
      follow(plan(), {{[&] {
                         write("level = = 2\n", "grey.py");
                         write(importing);
                       },
                       stays},
                      {[&] { write("import nothing\n", "grey.py"); }, stays},
                      {[&] { write("level = 2 + nothing\n", "grey.py"); }, stays},
                      {[&] { write("level = 2\n", "grey.py"); }, "takes the new version"}}));
  EXPECT_EQ(painted(), (std::vector<int>{1, 2})) << said();
}

TEST_F(ReloadTest, SeesThatAFileComesWhichAFailedVersionMissed) {
  write(version(1));
  const std::string importing =
      "from shades import grey\n" + with(painter, "VERSION", "grey.level");
  nothing_is_lost(follow(plan(), {{[&] { write(importing); }, "does not load; the old one stays"},
                                  {[&] {
                                     std::filesystem::create_directories(folder / "shades");
                                     write("level = 2\n", "shades/grey.py");
                                     write("", "shades/__init__.py");
                                   },
                                   "takes the new version"}}));
  EXPECT_EQ(painted(), (std::vector<int>{1, 2})) << said();
}

struct Failure {
  const char* name;
  const char* code;
  const char* words;
};
class FailingReload : public ReloadTest, public ::testing::WithParamInterface<Failure> {};

TEST_P(FailingReload, GivesTheFramesBackToTheOldVersion) {
  write(version(1));
  const std::string failing = with(version(2), "return", std::string(GetParam().code) + "; return");
  PlannedHost host;
  if (std::string_view(GetParam().name) == "hangs") host.deadline_ms = 250;
  nothing_is_lost(follow(plan(host), {{[&] { write(failing); }, "the old one takes over again"},
                                      {[&] { write(version(3)); }, "takes the new version"}}));
  const auto versions = painted();
  EXPECT_EQ(versions.front(), 1);
  EXPECT_EQ(versions.back(), 3);
  EXPECT_NE(said().find(GetParam().words), std::string::npos) << said();
}

INSTANTIATE_TEST_SUITE_P(
    Ways, FailingReload,
    ::testing::Values(Failure{"raises", "1 / 0", "ZeroDivisionError"},
                      Failure{"exits", "os._exit(4)", "exited with status 4"},
                      Failure{"hangs", "os.read(os.pipe()[0], 1)", "did not answer within 250 ms"},
                      Failure{"gives_nonsense", "image = 'x'; return image", "returned a str"}),
    [](const auto& test) { return std::string(test.param.name); });

constexpr const char* counter = R"(
import numpy as np
from omma import Image, actor

@actor
class tool:
    """Count the frames; the state is large."""

    def __init__(self):
        self.count = 0
        self.ballast = np.zeros(1000000)

    def process(self, image: Image) -> Image:
        self.count += 1
        return np.full_like(image, (self.count - 1) % 256)

    def close(self):
        print("VERSION closed", flush=True)

    def get_state(self):
        return {"count": self.count, "ballast": self.ballast}

    def set_state(self, state):
        self.count = state["count"]
        self.ballast = state["ballast"] + VERSION
)";

TEST_F(ReloadTest, HandsTheStateOver) {
  write(version(1, counter));
  nothing_is_lost(follow(plan(), {{[&] { write(version(2, counter)); }, "takes the new version"},
                                  {[&] { write(version(3, counter)); }, "takes the new version"}}));
  for (std::size_t i = 0; i < arrived.size(); ++i)
    ASSERT_EQ(pixel(arrived[i]), static_cast<int>(i % 256)) << said();
  arrived.clear();
  graph.reset();
  EXPECT_NE(said().find("1 closed"), std::string::npos) << said();
}

TEST_F(ReloadTest, StartsWithoutAStateThatCanNotBeHandedOver) {
  write(version(1, with(counter, "return {", "raise KeyError('gone'); return {")));
  nothing_is_lost(follow(plan(), {{[&] { write(version(2, counter)); }, "takes the new version"}}));
  EXPECT_NE(said().find("get_state failed, so the new version starts without a state"),
            std::string::npos)
      << said();
}

TEST_F(ReloadTest, ReloadsEachCopyOfAnActor) {
  write(version(1));
  PlanBuilder copies = plan();
  copies.replicas(2);
  nothing_is_lost(follow(copies, {{[&] { write(version(2)); }, "takes the new version"}}));
  EXPECT_EQ(pixel(arrived.front()), 1);
}

TEST_F(ReloadTest, ReloadsAllActorsOfAHost) {
  write(version(1) + with(with(painter, "def tool", "def other"), "VERSION", "image + 100"));
  const PlanBuilder two = in_one_host({"first", "tool"}, {"tool", "other"});
  const Report report =
      follow(two, {{[&] {
                      write(version(2) +
                            with(with(painter, "def tool", "def other"), "VERSION", "image + 200"));
                    },
                    "takes the new version"}});
  nothing_is_lost(report);
  EXPECT_EQ(pixel(arrived.front()), 101);
  // Each of the two changes between two frames of its own.
  for (const int value : painted())
    EXPECT_TRUE(value == 101 || value == 102 || value == 201 || value == 202) << value;
}

TEST_F(ReloadTest, LeavesASourceWhereItIsInItsCount) {
  constexpr const char* source_of_pictures = R"(
from typing import Iterator
import numpy as np
from omma import Image, actor

@actor
def tool() -> Iterator[Image]:
    """Yield pictures of the grey level of this version."""
    while True:
        yield np.full((8, 8), VERSION, "uint8")
)";
  write(version(1, source_of_pictures));
  PlanBuilder source;
  source.actor("tool", kind());
  const Report report =
      follow(source, {{[&] { write(version(2, source_of_pictures)); }, "takes the new version"}});
  EXPECT_TRUE(report.balanced);
  EXPECT_EQ(came(), sequences(0, arrived.size()));
  EXPECT_EQ(painted(), (std::vector<int>{1, 2}));
}

TEST_F(ReloadTest, SurvivesEditsWithoutAPause) {
  write(version(1));
  std::vector<Edit> edits;
  for (int i = 2; i < 12; ++i) edits.push_back({[this, i] { write(version(i)); }, ""});
  edits.push_back({[&] { write(version(50)); }, "takes the new version"});
  nothing_is_lost(follow(plan(), edits));
  EXPECT_TRUE(std::ranges::is_sorted(painted()));
}

// ---- parameters

/// Paints in a level that can be set.
constexpr const char* adjustable = R"(
import numpy as np
from omma import Image, actor

@actor
class tool:
    """Paint everything in a level."""
    def __init__(self, *, level: int = 1):
        self.level = level
        AWAIT
    def process(self, image: Image) -> Image:
        return np.full_like(image, OFFSET + self.level)
)";

TEST_F(ReloadTest, GivesTheNewVersionWhatWasSetWhileItWasMade) {
  const std::filesystem::path gate = folder / "gate";
  ASSERT_EQ(mkfifo(gate.c_str(), 0600), 0);
  write(with(with(adjustable, "AWAIT", "pass"), "OFFSET", "0"));
  const auto edit = [&] {
    write(with(with(adjustable, "AWAIT", "open('" + gate.string() + "').read()"), "OFFSET", "100"));
    const std::ofstream opened(gate);  // waits until the new one is being made
    EXPECT_EQ(graph->set("tool", "level", std::int64_t{7}), Value(std::int64_t{7}));
  };
  nothing_is_lost(follow(plan(), {{edit, "takes the new version"}}));
  EXPECT_EQ(painted(), (std::vector<int>{1, 7, 107}));
}

}  // namespace
}  // namespace omma
