// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/frames/frame.hpp"
#include "tests/support/graphs.hpp"

/// Graphs with actors in Python, for tests of hosts.
namespace omma::testing {

/// The kind of this name in a script of tests/runtime/python; known from now on.
std::string python(const std::string& name, const std::string& file = "kinds");

/// A run of a graph, with what came out of it and what was said meanwhile.
class HostTest : public ::testing::Test {
 protected:
  HostTest();
  ~HostTest() override;

  /// numbered -> `kind` -> arrive, in a host of its own. The pixels of the pictures are their
  /// number.
  PlanBuilder through(const std::string& kind, const PlannedHost& host = {});

  static std::string input_of(const std::string& kind);
  static std::string output_of(const std::string& kind);

  /// Runs a graph whose output `last`, if there is one, is kept in `arrived`; `during` is called
  /// again and again.
  Report run(PlanBuilder plan, const std::string& last, std::uint64_t count = 100);
  Report run_through(const std::string& kind, std::uint64_t count = 100,
                     const PlannedHost& host = {});

  /// One misdeed at frame 20 of 40; whatever is wrong skips the frame. With a `marker` it happens
  /// once, else whenever the frame comes.
  Report misbehave(const std::string& how, const std::string& marker = {},
                   const PlannedHost& host = {});

  /// The sequence numbers of what arrived.
  std::vector<std::uint64_t> came() const;

  /// Errors, and what actors printed.
  std::string said() const;

 public:
  std::vector<Frame>& arrived;
  std::function<void(Graph&)> during;
  std::function<void(const Event&)> hears;  ///< each event, before it is noted
  std::unique_ptr<Graph> graph;

 private:
  mutable std::mutex mutex_;
  void note(const std::string& text);
  std::string said_;
};

/// 0, 1, ... , end - 1 without `missing`
std::vector<std::uint64_t> all_but(std::uint64_t end, std::uint64_t missing);

/// The first pixel.
int pixel(const Frame& frame);

}  // namespace omma::testing
