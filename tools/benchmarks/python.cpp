// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/parts.hpp"
#include "tools/benchmarks/round_trip.hpp"

namespace omma::bench {
namespace {

void round_trips(const Effort& effort, Findings& findings) {
  Contest contest("round trip of a picture through an actor in Python that answers with a new one",
                  {"p50 us", "p99 us", "px copied"});
  const milliseconds window = effort.window(1000);
  const auto row = [](const char* size, const std::string& who) {
    return std::string(size) + ", " + who;
  };
  for (const Size& size : sizes) {
    contest.add(row(size.name, "omma"),
                [=] { return measure_round_trips(round_trip(size, 0).plan, window); });
    for (const double rate : {30, 100, 500}) {
      contest.add(row(size.name, "omma, " + std::to_string(static_cast<int>(rate)) + " Hz"),
                  [=] { return measure_round_trips(round_trip(size, rate).plan, window); });
    }
    for (const char* peer : peers)
      contest.add(row(size.name, peer), [=] { return through_peer(peer, size, window); });
  }
  contest.run(effort.rounds);
  findings.add(contest);
  findings.at_most("python: 1080p p50, us", contest.figure("1080p, omma"), 50);
  for (const char* rate : {"30", "100", "500"}) {
    const std::string at = std::string(", ") + rate + " Hz";
    findings.at_most("python: 1080p p50, us" + at, contest.figure("1080p, omma" + at), 150);
  }
  findings.at_most("python: p50 of 4K / VGA", contest.ratio("4K, omma", "VGA, omma"), 1.5);
  findings.at_least("python: 1080p p50, zeromq / omma",
                    contest.ratio("1080p, zeromq", "1080p, omma"), 100);
  findings.at_least("python: 1080p p50, queue / omma", contest.ratio("1080p, queue", "1080p, omma"),
                    1000);
  findings.at_most("python: pixels copied", contest.figure("4K, omma", 2), 0);
}

}  // namespace

void python(const Effort& effort, Findings& findings) {
  round_trips(effort, findings);
  python_work(effort, findings);
}

}  // namespace omma::bench
