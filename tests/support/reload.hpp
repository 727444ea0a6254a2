// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

#include "runtime/hosts/python_kinds.hpp"
#include "tests/support/hosts.hpp"

/// Graphs whose actor in Python is edited while they run.
namespace omma::testing {

inline constexpr const char* painter = R"(
import os
import numpy as np
from omma import Image, actor

@actor
def tool(image: Image) -> Image:
    """Paint everything in the grey level of this version."""
    return np.full_like(image, VERSION)
)";

/// The text with each `what` as `by`.
inline std::string with(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

inline std::string version(int number, const std::string& text = painter) {
  return with(text, "VERSION", std::to_string(number));
}

/// Of the test that runs; one with a parameter has a "/" in its name.
inline std::string test_name() {
  std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ranges::replace(name, '/', '-');
  return name;
}

/// A graph without an end, whose actor is edited meanwhile.
class ReloadTest : public HostTest {
 protected:
  ReloadTest() { std::filesystem::create_directories(folder); }
  ~ReloadTest() override {
    arrived.clear();
    graph.reset();
    std::filesystem::remove_all(folder);
  }

  void write(const std::string& text, const std::string& name = "tool.py") const {
    std::ofstream(folder / name) << text;
  }

  /// As many editors do.
  void replace(const std::string& text) const {
    write(text, "tool.py~");
    std::filesystem::rename(folder / "tool.py~", folder / "tool.py");
  }

  std::string kind(const std::string& name = "tool") const {
    std::string kind = (folder / "tool.py").string() + ":" + name;
    const auto added = hosts::add_python_kind(Registry::global(), PlannedHost(), kind);
    if (!added) ADD_FAILURE() << added.error().text();
    return kind;
  }

  PlanBuilder plan(const PlannedHost& host = {}) const {
    PlanBuilder made;
    made.actor("source", "test_numbered").actor("tool", kind());
    made.plan.hosts.push_back(host);
    made.plan.actors.back().host = 0;
    return made.edge("source.image", "tool.image");
  }

  /// numbered -> `first` -> `second`, both in one interpreter: the names of the actors, and of
  /// their functions in the file.
  struct Actor {
    std::string name, function;
  };
  PlanBuilder in_one_host(const Actor& first, const Actor& second) const {
    PlanBuilder made;
    made.actor("source", "test_numbered");
    made.actor(first.name, kind(first.function)).actor(second.name, kind(second.function));
    made.plan.hosts.push_back({});
    made.plan.actors[1].host = made.plan.actors[2].host = 0;
    made.edge("source.image", first.name + ".image");
    return made.edge(first.name + ".image", second.name + ".image");
  }

  /// Runs until each edit was made and answered by its words, and some frames more.
  struct Edit {
    std::function<void()> make;
    std::string words;
  };
  Report follow(const PlanBuilder& graph_plan, std::vector<Edit> edits,
                const std::string& last = "tool.image") {
    constexpr std::uint64_t between = 50;
    std::uint64_t due = between;
    std::size_t next = 0;
    bool made = false;
    std::size_t heard = 0;
    during = [&](Graph& running) {
      const std::uint64_t done = actor(running.report(), "tool").processed;
      if (done < due) return;
      if (next == edits.size()) return running.drain();
      if (!made) {
        heard = said().size();
        edits[next].make();
        made = true;
      } else if (said().find(edits[next].words, heard) != std::string::npos) {
        due = done + between;
        made = false;
        ++next;
      }
    };
    return run(graph_plan, last, 0);
  }

  /// No frame is missing, none came twice, all in order.
  void nothing_is_lost(const Report& report) const {
    EXPECT_FALSE(report.failure) << report.failure->text();
    EXPECT_TRUE(report.balanced);
    EXPECT_EQ(came(), sequences(0, report.edges.front().offered));
  }

  std::vector<int> pixels() const {
    std::vector<int> list;
    for (const Frame& frame : arrived) list.push_back(pixel(frame));
    return list;
  }

  /// The versions that painted, in their order.
  std::vector<int> painted() const {
    std::vector<int> list = pixels();
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
  }

 public:
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() /
      ("omma-reload-" + std::to_string(getpid()) + "-" + test_name());
};

}  // namespace omma::testing
