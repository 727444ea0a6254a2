// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "runtime/hosts/process.hpp"
#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/measure.hpp"

namespace omma::bench {

struct Size {
  const char* name;
  int height, width, channels;
};

constexpr Size sizes[] = {{"VGA", 480, 640, 1}, {"1080p", 1080, 1920, 3}, {"4K", 2160, 3840, 3}};

/// A kind of python/kinds.py, which is in the registry then.
std::string python_kind(const std::string& name);

/// Makes the kinds of the plug-in known: native/misdeeds.cpp.
void load_native_kinds();

/// Pictures of this size go through the actor `answer` in a host and back, one after the other;
/// `hz` = 0: the next one leaves as soon as one is back.
PlanBuilder round_trip(const Size& size, double hz,
                       hosts::Language language = hosts::Language::python);

/// Runs it: p50 and p99 of the round trips in us, and how many pixels were copied.
std::vector<double> measure_round_trips(const Plan& plan, milliseconds window);

/// The same without omma: a peer of python/peers.py.
std::vector<double> through_peer(const std::string& peer, const Size& size, milliseconds window);
constexpr const char* peers[] = {"gstreamer", "zeromq", "shared", "queue"};

}  // namespace omma::bench
