// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>

#include "runtime/actor.hpp"
#include "runtime/control/client.hpp"
#include "runtime/control/run_folder.hpp"
#include "runtime/graph/graph.hpp"

namespace {

using namespace omma;

struct Numbers {
  double level = 1;
  std::string word = "a";
  std::int64_t count = 0;
  Sample process() const { return {}; }
};

struct End {
  void process(const Frame&) const {}
};

const Registered numbers = Declare<Numbers>("fuzz_numbers", "Counts.", outputs("frame"))
                               .param("level", &Numbers::level, "a level", Range{0, 9})
                               .param("word", &Numbers::word, "a word", OneOf{"a", "b"})
                               .param("count", &Numbers::count, "a count");
const Registered end = Declare<End>("fuzz_end", "Ends.", inputs("frame"));

std::unique_ptr<Graph> graph() {
  Plan plan;
  for (const char* name : {"numbers", "end"}) {
    PlannedActor& actor = plan.actors.emplace_back();
    actor.name = name;
    actor.kind = std::string("fuzz_") + name;
  }
  PlannedEdge& edge = plan.edges.emplace_back();
  edge.from_port = edge.to_port = "frame";
  edge.to = 1;
  auto made = Graph::create(plan, {});
  if (!made) std::abort();
  return std::move(*made);
}

}  // namespace

/// One message of a client to a run: whatever it is, it is answered or its sender let go, and the
/// graph can still be asked. The same bytes as the facts of a run, as another process wrote them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Graph> running = graph();
  control::Answers answers(*running, {[] {}, [] {}});
  control::EventHub events;
  auto ends = hosts::Socket::pair();
  if (!ends) return 0;
  control::Client client(std::move(ends->first));
  static_cast<void>(ends->second.send(std::as_bytes(std::span(data, size))));
  ends->second.refuse();
  ends->second.shut();
  client.serve(answers, events);
  if (!running->get("numbers", "level")) std::abort();
  static_cast<void>(
      control::RunFacts::read(std::string(reinterpret_cast<const char*>(data), size)).text());
  return 0;
}
