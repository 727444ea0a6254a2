// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/parts.hpp"
#include "tools/benchmarks/round_trip.hpp"

namespace omma::bench {
namespace {

using hosts::Language;

std::string row(const char* size, const std::string& who, int rate) {
  return std::string(size) + ", " + who + (rate > 0 ? ", " + std::to_string(rate) + " Hz" : "");
}

constexpr const char* in_cpp = "omma in C++";
constexpr const char* in_python = "omma in Python";

void round_trips(const Effort& effort, Findings& findings) {
  Contest contest("round trip of a picture through an actor in a host that answers with a new one",
                  {"p50 us", "p99 us", "px copied"});
  const milliseconds window = effort.window(500);
  for (const Size& size : sizes) {
    for (const int rate : {0, 30, 100, 500}) {
      for (const auto& [who, language] :
           {std::pair(in_cpp, Language::cpp), std::pair(in_python, Language::python)}) {
        contest.add(row(size.name, who, rate), [=, language = language] {
          return measure_round_trips(round_trip(size, rate, language).plan, window);
        });
      }
    }
    for (const char* peer : peers)
      contest.add(row(size.name, peer, 0), [=] { return through_peer(peer, size, window); });
  }
  contest.run(effort.rounds);
  findings.add(contest);
  for (const int rate : {0, 30, 100, 500}) {
    const std::string at = rate > 0 ? ", " + std::to_string(rate) + " Hz" : "";
    findings.at_most("native: 1080p p50, us" + at, contest.figure(row("1080p", in_cpp, rate)),
                     rate > 0 ? 100 : 14);
    findings.at_most("native: 1080p p50, C++ / Python" + at,
                     contest.ratio(row("1080p", in_cpp, rate), row("1080p", in_python, rate)),
                     rate > 0 ? 1 : 0.7);
  }
  findings.at_most("native: p50 of 4K / VGA",
                   contest.ratio(row("4K", in_cpp, 0), row("VGA", in_cpp, 0)), 1.5);
  findings.at_most("native: pixels copied", contest.figure(row("4K", in_cpp, 0), 2), 0);
}

}  // namespace

void native(const Effort& effort, Findings& findings) {
  load_native_kinds();
  round_trips(effort, findings);
  native_faults(effort, findings);
}

}  // namespace omma::bench
