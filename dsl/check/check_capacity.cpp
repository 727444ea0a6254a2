// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_capacity.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <unordered_map>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t most_steps = 200'000;  // in all; only a graph that nobody writes needs more
constexpr std::size_t most_branches = 64;    // of one fork to one join; more are not looked at
constexpr long boundless = std::numeric_limits<long>::max() / 4;

/// What lies between an actor and one input of a join; the worst of all ways.
struct Way {
  long busy = -1;         ///< frames that replicas work on at once; -1: there is no way
  long later = -1;        ///< frames that have to follow before `nearest` joins let one go
  long room = boundless;  ///< frames that waiting edges can keep; a dropping edge never blocks

  bool exists() const { return busy >= 0; }

  void widen(const Way& other) {
    busy = std::max(busy, other.busy);
    later = std::max(later, other.later);
    room = std::min(room, other.room);
  }
};

/// A fork with too little room on one way to a join.
struct Shortage {
  std::size_t fork = 0;
  std::size_t blocked = 0;  ///< the edge into the join that has the room
  std::size_t waiting = 0;  ///< the edge into the join that comes late
  long needed = 0;
  long room = 0;
  bool stalls = false;  ///< it waits for a time-out, not only for replicas that idle

  long missing() const { return needed - room; }
};

/// The ways from one actor to each input of the join.
using Ways = std::vector<Way>;

class CapacityCheck {
 public:
  CapacityCheck(const Wiring& wiring, const Origins& origins, Report& report)
      : wiring_(wiring),
        origins_(origins),
        report_(report),
        place_(wiring.actors.size()),
        holds_(wiring.actors.size()) {
    for (std::size_t i = 0; i < wiring.order.size(); ++i) place_[wiring.order[i]] = i;
    for (const std::size_t actor : wiring.order) holds_[actor] = holds(wiring.actors[actor]);
  }

  void check(std::size_t join) {
    const WiredActor& actor = wiring_.actors[join];
    const bool pairs = actor.inputs.size() > 1 && actor.plan.join.rule == JoinRule::same_frame;
    if (!pairs || !holds_[join]) return;
    start(actor);
    Shortage worst;
    while (!open_.empty() && steps_ < most_steps) {
      const bool last = open_.size() == 1;  // all ways go through it: there is no fork before it
      const std::size_t fork = wiring_.order[open_.begin()->first];
      const Ways& ways = seen_[fork] = std::move(open_.begin()->second);
      open_.erase(open_.begin());
      if (wiring_.actors[fork].outputs.size() > 1) compare(fork, actor, worst);
      if (last) break;
      go_back(fork, ways);
    }
    if (worst.missing() > 0) report(worst);
  }

 private:
  /// Whether anything before or in the actor holds frames back.
  bool holds(const WiredActor& actor) const {
    if (actor.plan.replicas > 1 || waits_for_own_source(actor)) return true;
    return std::any_of(actor.inputs.begin(), actor.inputs.end(),
                       [&](std::size_t edge) { return holds_[wiring_.edges[edge].plan.from]; });
  }

  void start(const WiredActor& join) {
    seen_.clear();
    open_.clear();
    for (std::size_t i = 0; i < join.inputs.size(); ++i) {
      const WiredEdge& edge = wiring_.edges[join.inputs[i]];
      Ways ways(join.inputs.size());
      ways[i] = over(edge, Way{0, 0, 0});
      reach(edge.plan.from, ways);
    }
  }

  void reach(std::size_t actor, const Ways& ways) {
    Ways& known = open_[place_[actor]];
    known.resize(ways.size());
    for (std::size_t i = 0; i < ways.size(); ++i) {
      if (ways[i].exists()) known[i].widen(ways[i]);
    }
  }

  void go_back(std::size_t actor, const Ways& ways) {
    for (const std::size_t edge : wiring_.identity_inputs(wiring_.actors[actor])) {
      const std::size_t from = wiring_.edges[edge].plan.from;
      if (place_[from] >= place_[actor]) continue;  // a cycle, reported elsewhere
      ++steps_;
      Ways longer = ways;
      for (Way& way : longer) {
        if (way.exists()) way = through(edge, way);
      }
      reach(from, longer);
    }
  }

  Way over(const WiredEdge& edge, Way rest) const {
    rest.room = edge.waits() ? std::min(rest.room + edge.plan.queue, boundless) : boundless;
    return rest;
  }

  /// The way over `edge` and the actor it goes to.
  Way through(std::size_t index, Way rest) const {
    const WiredEdge& edge = wiring_.edges[index];
    const WiredActor& actor = wiring_.to(edge);
    const long replicas = actor.plan.replicas > 1 ? 2L * actor.plan.replicas : 0;
    rest.busy += replicas;
    rest.room = std::min(rest.room + replicas, boundless);
    if (waits_for_own_source(actor)) rest.later += 1;
    return over(edge, rest);
  }

  /// A `nearest` join keeps a frame until a later one has come on its other inputs; when these
  /// have the same source, only more frames from the fork can free it.
  bool waits_for_own_source(const WiredActor& actor) const {
    if (actor.plan.join.rule != JoinRule::nearest || actor.inputs.empty()) return false;
    const auto sources = [&](std::size_t edge) -> const ActorSet& {
      return origins_.sources[wiring_.edges[edge].plan.from];
    };
    return std::any_of(actor.inputs.begin() + 1, actor.inputs.end(), [&](std::size_t edge) {
      return !common(sources(edge), sources(actor.inputs.front())).empty();
    });
  }

  void compare(std::size_t fork, const WiredActor& join, Shortage& worst) const {
    const Ways& ways = seen_.at(fork);
    for (std::size_t late = 0; late < ways.size(); ++late) {
      for (std::size_t early = 0; early < ways.size(); ++early) {
        const bool both = ways[late].exists() && ways[early].exists();
        if (late == early || !both) continue;
        if (std::max(ways[late].busy, ways[late].later + 1) <= ways[early].room) continue;
        const Shortage found =
            shortage(fork, {join.inputs[late], late}, {join.inputs[early], early});
        if (found.missing() > worst.missing()) worst = found;
      }
    }
  }

  struct Branch {
    std::size_t last;   ///< the edge into the join
    std::size_t input;  ///< which of the join's inputs that is
  };

  struct Leaving {
    std::size_t edge;
    Way way;
  };

  /// Looks at the edges that leave the fork: only where the two branches part they can differ.
  Shortage shortage(std::size_t fork, const Branch& late, const Branch& early) const {
    Shortage worst;
    const auto quick_ways = all_leaving(fork, early);
    for (const auto& [left, slow] : all_leaving(fork, late)) {
      for (const auto& [right, quick] : quick_ways) {
        if (left == right) continue;
        const bool stalls = slow.later > 0 && slow.later + 1 > quick.room;
        const long needed = stalls ? std::max(slow.later + 1, slow.busy) : slow.busy;
        const Shortage found{fork, early.last, late.last, needed, quick.room, stalls};
        if (found.missing() > worst.missing()) worst = found;
      }
    }
    return worst;
  }

  std::vector<Leaving> all_leaving(std::size_t fork, const Branch& branch) const {
    std::vector<Leaving> list;
    for (const std::size_t edge : wiring_.actors[fork].outputs) {
      const Way way = leaving(edge, branch);
      if (way.exists() && list.size() < most_branches) list.push_back({edge, way});
    }
    return list;
  }

  Way leaving(std::size_t edge, const Branch& branch) const {
    if (edge == branch.last) return over(wiring_.edges[edge], Way{0, 0, 0});
    const auto seen = seen_.find(wiring_.edges[edge].plan.to);
    if (seen == seen_.end() || !leads_on(edge)) return {};
    const Way& rest = seen->second[branch.input];
    return rest.exists() ? through(edge, rest) : Way{};
  }

  /// False for an input whose frames only accompany those of the first.
  bool leads_on(std::size_t edge) const {
    const auto inputs = wiring_.identity_inputs(wiring_.to(wiring_.edges[edge]));
    return std::find(inputs.begin(), inputs.end(), edge) != inputs.end();
  }

  void report(const Shortage& shortage) {
    const WiredEdge& edge = wiring_.edges[shortage.blocked];
    const WiredEdge& late = wiring_.edges[shortage.waiting];
    const std::string fork = quote(wiring_.actors[shortage.fork].plan.name);
    const std::string join = quote(wiring_.to(edge).plan.name);
    const std::string queue = std::to_string(edge.plan.queue + shortage.missing());
    report_.add(
        {.severity = shortage.stalls ? Severity::error : Severity::warning,
         .place = edge.plan.place,
         .what = join + " joins two branches of " + fork + ", and the one to " +
                 quote(edge.plan.to_port) + " is full before the one to " +
                 quote(late.plan.to_port) +
                 (shortage.stalls ? " gives its first frame: each frame waits for a time-out"
                                  : " has work for all its replicas"),
         .expected = "room for " + frames(shortage.needed) + " on the way from " + fork + " to " +
                     quote(input_name(wiring_, edge)),
         .found = "room for " + std::to_string(shortage.room),
         .mend = "write '" + edge_line(edge, "queue = " + queue) + "'"});
  }

  static std::string frames(long number) {
    return count(static_cast<std::size_t>(number), "frame");
  }

  const Wiring& wiring_;
  const Origins& origins_;
  Report& report_;
  std::vector<std::size_t> place_;  ///< of each actor in `wiring.order`
  std::vector<bool> holds_;         ///< of each actor: whether frames may be held back up to it
  std::map<std::size_t, Ways, std::greater<>> open_;  ///< by place: the latest in order come first
  std::unordered_map<std::size_t, Ways> seen_;        ///< by actor: those between join and `open_`
  std::size_t steps_ = 0;
};

}  // namespace

void check_capacity(const Wiring& wiring, const Origins& origins, Report& report) {
  CapacityCheck check(wiring, origins, report);
  for (const std::size_t actor : wiring.order) check.check(actor);
}

}  // namespace omma::dsl
