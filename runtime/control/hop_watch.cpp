// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/hop_watch.hpp"

#include <algorithm>
#include <unordered_map>

#include "runtime/base/clock.hpp"
#include "runtime/flow/stats.hpp"

namespace omma::control {
namespace {

constexpr std::int64_t patience_ns = 10'000'000'000;

double ms(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

}  // namespace

/// The frames that are on an edge, and how long those waited that were taken.
class HopWatch::Tally {
 public:
  void take(const flow::Sighting& seen) {
    using What = flow::Sighting::What;
    const std::lock_guard lock(mutex_);
    switch (seen.what) {
      case What::queued: offered_ns_[seen.sequence] = seen.at_ns; break;
      case What::joined: {
        const auto found = offered_ns_.find(seen.sequence);
        if (found != offered_ns_.end()) waits_.add(seen.at_ns - found->second, 1);
        break;
      }
      case What::done:
      case What::dropped:
      case What::lost: offered_ns_.erase(seen.sequence); break;
      case What::frame:
      case What::gap:
      case What::begun:
      case What::end: break;
    }
  }

  Hop hop(std::int64_t now) const {
    const std::lock_guard lock(mutex_);
    std::int64_t oldest = now;
    for (const auto& [sequence, offered] : offered_ns_) oldest = std::min(oldest, offered);
    return {waits_.quantile(0.5) / 1e3, waits_.quantile(0.99) / 1e3, ms(now - oldest)};
  }

 private:
  mutable std::mutex mutex_;                                    // guards what follows
  std::unordered_map<std::uint64_t, std::int64_t> offered_ns_;  // by number: not done with
  flow::Histogram waits_;
};

HopWatch::~HopWatch() { stop(); }

HopWatch::Looked HopWatch::look_at(const std::string& edge) {
  Looked looked;
  looked.tally = std::make_shared<Tally>();
  looked.still_since_ns = now_ns();
  flow::ObserverOptions options;
  options.name = "hops";
  options.frames = false;
  options.listed = false;
  options.seen = [tally = looked.tally](const flow::Sighting& seen) { tally->take(seen); };
  if (auto observer = graph_.observe_edge(edge, std::move(options)))
    looked.observer = std::move(*observer);
  return looked;
}

std::map<std::string, Hop> HopWatch::hops(const Report& report) {
  std::map<std::string, Hop> hops;
  const std::lock_guard lock(mutex_);
  asked_ns_ = now_ns();
  for (const EdgeReport& edge : report.edges) {
    const auto known = looked_.find(edge.name);
    Looked& looked =
        known != looked_.end() ? known->second : looked_[edge.name] = look_at(edge.name);
    if (looked.observer == nullptr) continue;  // it is an observer itself
    Hop& hop = hops[edge.name];
    hop = looked.tally->hop(asked_ns_);
    const std::uint64_t settled = edge.delivered + edge.dropped + edge.lost;
    if (settled != looked.settled) looked.still_since_ns = asked_ns_;
    looked.settled = settled;
    if (edge.in_flight > 0)
      hop.oldest_ms = std::max(hop.oldest_ms, ms(asked_ns_ - looked.still_since_ns));
  }
  return hops;
}

void HopWatch::rest() {
  const std::lock_guard lock(mutex_);
  if (now_ns() - asked_ns_ > patience_ns) stop();
}

void HopWatch::stop() {
  for (auto& [name, looked] : looked_) {
    if (looked.observer != nullptr) looked.observer->close();
  }
  looked_.clear();
}

}  // namespace omma::control
