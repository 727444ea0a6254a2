// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <gtest/gtest.h>

#include "tests/support/reload.hpp"

// New versions that come while something else goes wrong.

namespace omma {
namespace {

using namespace testing;
namespace fs = std::filesystem;

/// Waits in a step until the runner asks to hand over: the last message that comes is a bare head.
constexpr const char* waiting = R"(
import array, fcntl, os, termios
from omma import _channel, _wire

def wait_for_hand_over():
    count, last = array.array("i", [0]), 0
    while True:
        fcntl.ioctl(_channel.current.channel._socket, termios.FIONREAD, count)
        if count[0] - last == _wire.HEAD.size:
            return
        last = count[0]
)";

std::string replaced_by(const fs::path& next) {
  return "os.replace('" + next.string() + "', __file__); wait_for_hand_over(); 1 / 0; return";
}

TEST_F(ReloadTest, TakesTheNextVersionWhenTheOneOnTrialFailsMeanwhile) {
  write(version(1));
  write(version(3) + "\nprint('the third is here', flush=True)\n", "next.py");
  const std::string failing = waiting + with(version(2), "return", replaced_by(folder / "next.py"));
  nothing_is_lost(follow(plan(), {{[&] { write(failing); }, "the third is here"}}));
  EXPECT_EQ(painted(), (std::vector<int>{1, 3})) << said();
  EXPECT_EQ(said().find("did not answer"), std::string::npos) << said();
}

TEST_F(ReloadTest, BlamesNoFrameWhenTheOldVersionHangsInItsState) {
  const std::string text =
      with(painter, "@actor\ndef tool(image: Image) -> Image:",
           "@actor\nclass tool:\n  def get_state(self): "
           "os.read(os.pipe()[0], 1)\n  def process(self, image: Image) -> Image:");
  write(version(1, text));
  PlannedHost host;
  host.deadline_ms = 250;
  host.retries = 0;
  nothing_is_lost(follow(plan(host), {{[&] { write(version(2)); }, "another process takes over"}}));
  EXPECT_EQ(painted(), (std::vector<int>{1, 2})) << said();
}

TEST_F(ReloadTest, TakesAVersionOfASourceThatHangsInItsState) {
  constexpr const char* source_of_pictures = R"(
import os
from typing import Iterator
import numpy as np
from omma import Image, actor

@actor
class tool:
    """Yield pictures of the grey level of this version."""

    def process(self) -> Iterator[Image]:
        while True:
            yield np.full((8, 8), VERSION, "uint8")

    def get_state(self):
        if VERSION == 1 and os.path.exists(__file__ + ".hang"):
            os.read(os.pipe()[0], 1)
        return 1
)";
  write(version(1, source_of_pictures));
  PlanBuilder source;
  source.actor("tool", kind());
  source.plan.hosts.push_back({});
  source.plan.hosts.back().deadline_ms = 250;
  source.plan.actors.back().host = 0;
  const Report report = follow(source, {{[&] {
                                           std::ofstream(folder / "tool.py.hang") << "now";
                                           write(version(2, source_of_pictures));
                                         },
                                         "another process takes over"}});
  EXPECT_EQ(came(), sequences(0, arrived.size()));
  EXPECT_EQ(painted(), (std::vector<int>{1, 2})) << said();
}

TEST_F(ReloadTest, GoesBackToTheOldVersionWhenTheNewOneUsesTooMuchMemory) {
  write(version(1));
  const std::string over_limit = with(version(2), "return", "time.sleep(0.06); return") +
                                 "\nimport time\nballast = np.ones(40_000_000)\n";
  PlannedHost host;
  host.memory_mb = 250;
  nothing_is_lost(
      follow(plan(host), {{[&] { write(over_limit); }, "the old one takes over again"}}));
  EXPECT_EQ(painted().back(), 1) << said();
  EXPECT_NE(said().find("`memory_mb`"), std::string::npos) << said();
}

/// Two actors of one process, of which one fails in its new version, while its next step is under
/// way. That step needs memory, and its close is asked for.
TEST_F(ReloadTest, LeavesThoseAloneThatShareTheHostOfAFailingVersion) {
  const std::string first = with(painter, "@actor\ndef tool(image: Image) -> Image:", R"(@actor
class tool:
  count = 0
  def close(self): print("VERSION closed", flush=True)
  def process(self, image: Image) -> Image:
    self.count += 1
    if VERSION == 2 and self.count == 1: raise ValueError("bad version")
)");
  const std::string other = with(with(painter, "def tool", "def other"), "VERSION", "image");
  write(version(1, first) + other);
  const PlanBuilder two = in_one_host({"tool", "tool"}, {"other", "other"});
  const Report report =
      follow(two, {{[&] { write(version(2, first) + other); }, "2 closed"}}, "other.image");
  nothing_is_lost(report);
  EXPECT_EQ(actor(report, "other").restarts, 0U) << said();
}

/// OMMA_TEST_RELOADS: how many, for a longer test.
TEST_F(ReloadTest, LeavesNothingBehind) {
  const char* wanted = std::getenv("OMMA_TEST_RELOADS");
  const int reloads = wanted != nullptr ? std::atoi(wanted) : 6;
  const auto entries = [](const char* path) {
    return std::distance(fs::directory_iterator(path), fs::directory_iterator());
  };
  constexpr const char* text = R"(
import os
import numpy as np
from omma import Image, actor

@actor
class tool:
    """Keep nothing but a state."""

    def process(self, image: Image) -> Image:
        sum(range(60_000))  # all frames are kept: not too many of them
        if VERSION % 2:
            raise ValueError("odd")
        return image

    def get_state(self):
        return bytes(100000)

    def set_state(self, state):
        pass
)";
  write(version(0, text));
  std::vector<std::ptrdiff_t> descriptors, threads;
  std::vector<Edit> edits;
  for (int i = 1; i <= reloads; ++i)
    edits.push_back({[&, i] {
                       descriptors.push_back(entries("/proc/self/fd"));
                       threads.push_back(entries("/proc/self/task"));
                       write(version(i, text));
                     },
                     i % 2 != 0 ? "the old one takes over again" : "takes the new version"});
  nothing_is_lost(follow(plan(), edits));
  EXPECT_LE(*std::ranges::max_element(descriptors), descriptors[0] + 12);
  EXPECT_LE(*std::ranges::max_element(threads), threads[0] + 1);
}

TEST_F(ReloadTest, KeepsFramesAndResultsTogetherAfterAResultThatIsRefused) {
  for (const char* refused : {"image[:0]", "omma.Tensor('t', np.zeros(50_000))"}) {
    write(with(painter, "return np.full_like(image, VERSION)",
               "import omma; return image if image[0, 0] % 5 else " + std::string(refused)));
    PlanBuilder made = plan();
    made.plan.actors.back().on_error = OnError::skip;
    run(made, "tool.image", 40);
    EXPECT_EQ(arrived.size(), 32U) << said();
    for (const Frame& frame : arrived) EXPECT_EQ(pixel(frame), static_cast<int>(frame.sequence()));
    EXPECT_EQ(actor(graph->report(), "tool").restarts, 0U) << said();
  }
}

TEST_F(ReloadTest, GivesAFrameBackWhoseResultIsRefused) {
  write(version(1));
  nothing_is_lost(follow(plan(), {{[&] { write(with(version(2), "return", "return image[:0]; ")); },
                                   "the old one takes over again"}}));
  EXPECT_EQ(painted(), (std::vector<int>{1})) << said();
}

}  // namespace
}  // namespace omma
