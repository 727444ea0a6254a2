// SPDX-License-Identifier: Apache-2.0
#include "runtime/actor.hpp"
#include "tools/benchmarks/graphs.hpp"
#include "tools/benchmarks/must.hpp"
#include "tools/benchmarks/rings.hpp"

namespace omma::bench {
namespace {

struct Seed {
  cv::Mat process() const { return cv::Mat(64, 64, CV_8U); }
};

/// The ports of the first of the ring: frames enter it here, one by one.
struct Enter {
  Frame process(const std::optional<Frame>& seeds, const std::optional<Frame>& frames) const {
    return seeds ? *seeds : *frames;
  }
};

/// Passes frames on without what `Declare` does around them.
class BodyByHand final : public Body {
 public:
  Result<void> set(std::string_view, const Value&) override { return {}; }
  Result<void> prepare() override { return {}; }
  Result<void> step(std::span<Frame> inputs, const Self&, Outputs& outputs) override {
    outputs.sent.emplace_back(0, std::move(inputs.back() ? inputs.back() : inputs.front()));
    return {};
  }
  Result<void> finish(const Self&, Outputs&) override { return {}; }
};

const Registered registered = Declare<Seed>("bench_seed", "Makes frames.", outputs("frames"));

Kind by_hand(Kind kind, const char* name) {
  kind.contract.kind = name;
  kind.make = [](const Self&) { return std::make_unique<BodyByHand>(); };
  return kind;
}

void register_by_hand() {
  Registry& kinds = Registry::global();
  if (kinds.find("bench_enter") != nullptr) return;
  Declare<Enter> enter("", "Passes frames on.", inputs("seeds", "frames"), outputs("frames"));
  must(kinds.add(by_hand(std::move(enter).kind(), "bench_enter")));
  must(kinds.add(by_hand(*kinds.find("bench_pass"), "bench_pass_by_hand")));
}

/// No graph file may hold a circle, but a plan may. Its edges are long enough for all frames. The
/// actor where they enter is the same in all rings, for its join costs more than the others have.
Plan ring_of(const RingSetup& setup, const std::string& kind) {
  const int queue = static_cast<int>(std::max<std::size_t>(4, setup.in_flight));
  PlanBuilder builder;
  builder.actor("seed", "bench_seed");
  builder.actor("0", "bench_enter").join.rule = JoinRule::any;
  builder.edge("seed.frames", "0.seeds", queue);
  for (std::size_t i = 1; i < ring_size; ++i) {
    builder.actor(std::to_string(i), kind);
    builder.edge(std::to_string(i - 1) + ".frames", std::to_string(i) + ".frames", queue);
  }
  builder.edge(std::to_string(ring_size - 1) + ".frames", "0.frames", queue);
  return builder.plan;
}

std::uint64_t hops(const Graph& ring) {
  std::uint64_t sum = 0;
  for (const ActorReport& actor : ring.report().actors)
    sum += actor.kind == "bench_seed" ? 0 : actor.processed;
  return sum;
}

}  // namespace

Lap omma_ring(const RingSetup& setup, RingBody body) {
  register_by_hand();
  RunOptions options;
  options.frames = setup.in_flight;
  options.threads = setup.threads;
  const char* kind = body == RingBody::by_hand ? "bench_pass_by_hand" : "bench_pass";
  const auto ring = start(ring_of(setup, kind), options);
  return watch(setup.window, [&] { return hops(*ring); });
}

}  // namespace omma::bench
