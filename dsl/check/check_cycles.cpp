// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_cycles.hpp"

#include <algorithm>
#include <deque>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t longest_cycle = 12;

/// Strongly connected components after Tarjan ("Depth-first search and linear graph algorithms",
/// 1972), without recursion: a chain may be ten thousand actors long.
class Components {
 public:
  explicit Components(const Wiring& wiring) : wiring_(wiring), marks_(wiring.actors.size()) {}

  /// Sinks first.
  std::vector<std::vector<std::size_t>> find() {
    for (std::size_t actor = 0; actor < marks_.size(); ++actor) {
      if (marks_[actor].index == 0) walk(actor);
    }
    return std::move(components_);
  }

 private:
  struct Mark {
    std::size_t index = 0;  ///< 0: not seen yet
    std::size_t low = 0;
    std::size_t next = 0;  ///< the output edge to look at next
    bool open = false;
  };

  void enter(std::size_t actor) {
    marks_[actor] = {++count_, count_, 0, true};
    open_.push_back(actor);
    path_.push_back(actor);
  }

  void walk(std::size_t start) {
    enter(start);
    while (!path_.empty()) {
      const std::size_t actor = path_.back();
      Mark& mark = marks_[actor];
      const auto& outputs = wiring_.actors[actor].outputs;
      if (mark.next < outputs.size()) {
        look(mark, wiring_.edges[outputs[mark.next++]]);
      } else {
        leave(actor);
      }
    }
  }

  void look(Mark& mark, const WiredEdge& edge) {
    if (wiring_.feedback(edge)) return;
    const std::size_t target = edge.plan.to;
    if (marks_[target].index == 0) {
      enter(target);
    } else if (marks_[target].open) {
      mark.low = std::min(mark.low, marks_[target].index);
    }
  }

  void leave(std::size_t actor) {
    path_.pop_back();
    const Mark& mark = marks_[actor];
    if (!path_.empty()) marks_[path_.back()].low = std::min(marks_[path_.back()].low, mark.low);
    if (mark.low != mark.index) return;
    std::vector<std::size_t> component;
    do {
      component.push_back(open_.back());
      marks_[open_.back()].open = false;
      open_.pop_back();
    } while (component.back() != actor);
    components_.push_back(std::move(component));
  }

  const Wiring& wiring_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> open_;
  std::vector<std::size_t> path_;
  std::vector<std::vector<std::size_t>> components_;
  std::size_t count_ = 0;
};

/// The edges of a shortest cycle through the first actor of a component; empty when there is none.
class Circle {
 public:
  Circle(const Wiring& wiring, std::vector<std::size_t> component)
      : wiring_(wiring), component_(std::move(component)) {
    std::sort(component_.begin(), component_.end());
  }

  std::vector<std::size_t> find() {
    const std::size_t start = component_.front();
    std::vector<std::size_t> came_by(component_.size(), FlatEdge::nowhere);
    std::deque<std::size_t> waiting{start};
    while (!waiting.empty()) {
      const std::size_t actor = waiting.front();
      waiting.pop_front();
      for (const std::size_t index : wiring_.actors[actor].outputs) {
        const WiredEdge& edge = wiring_.edges[index];
        const auto place = position(edge.plan.to);
        if (place == component_.size() || wiring_.feedback(edge)) continue;
        if (came_by[place] != FlatEdge::nowhere) continue;
        came_by[place] = index;
        if (edge.plan.to == start) return back(came_by);
        waiting.push_back(edge.plan.to);
      }
    }
    return {};
  }

 private:
  std::size_t position(std::size_t actor) const {
    const auto found = std::lower_bound(component_.begin(), component_.end(), actor);
    const bool inside = found != component_.end() && *found == actor;
    return inside ? static_cast<std::size_t>(found - component_.begin()) : component_.size();
  }

  std::vector<std::size_t> back(const std::vector<std::size_t>& came_by) const {
    std::vector<std::size_t> edges;
    std::size_t actor = component_.front();
    do {
      edges.push_back(came_by[position(actor)]);
      actor = wiring_.edges[edges.back()].plan.from;
    } while (actor != component_.front());
    std::reverse(edges.begin(), edges.end());
    return edges;
  }

  const Wiring& wiring_;
  std::vector<std::size_t> component_;
};

std::string path_text(const Wiring& wiring, const std::vector<std::size_t>& edges) {
  std::string text = quote(wiring.from(wiring.edges[edges.front()]).plan.name);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool cut = edges.size() > longest_cycle && i == longest_cycle - 1;
    text += cut ? " -> ..." : " -> " + quote(wiring.to(wiring.edges[edges[i]]).plan.name);
    if (cut) break;
  }
  return text;
}

/// What would break this cycle: an edge of it into an optional input that is not the first.
std::string mend(const Wiring& wiring, const std::vector<std::size_t>& edges) {
  for (const std::size_t index : edges) {
    const WiredEdge& edge = wiring.edges[index];
    const WiredActor& target = wiring.to(edge);
    if (!edge.to_port->optional || edge.to_port == &target.contract->inputs.front()) continue;
    return "at " + quote(target.plan.name) + " write '" +
           edge_line(edge, "when_full = \"latest\"") + "' and 'join = \"latest\"'";
  }
  return "no actor in the cycle has an optional input that is not its first";
}

void report_cycle(const Wiring& wiring, const std::vector<std::size_t>& edges, Report& report) {
  const auto last = std::max_element(edges.begin(), edges.end());
  report.add({.place = wiring.edges[*last].plan.place,
              .what = "these actors wait for each other in a cycle: " + path_text(wiring, edges),
              .expected =
                  "an edge back with when_full = \"latest\" into an optional input, other than "
                  "the first, of an actor with join = \"latest\"",
              .mend = mend(wiring, edges)});
}

}  // namespace

void check_cycles(Wiring& wiring, Report& report) {
  const auto components = Components(wiring).find();
  for (auto component = components.rbegin(); component != components.rend(); ++component) {
    wiring.order.insert(wiring.order.end(), component->rbegin(), component->rend());
    const auto edges = Circle(wiring, *component).find();
    if (edges.empty()) continue;
    report_cycle(wiring, edges, report);
    for (const std::size_t actor : *component) wiring.broken[actor] = true;
  }
}

}  // namespace omma::dsl
