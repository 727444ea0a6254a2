// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/cut.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace omma::dsl {
namespace {

Result<void> check_parts(const Plan& plan, std::span<const std::size_t> part_of) {
  if (part_of.size() != plan.actors.size()) {
    return fail(Code::invalid, "expected a part for each actor, so " +
                                   std::to_string(plan.actors.size()) + "; found " +
                                   std::to_string(part_of.size()));
  }
  const std::set<std::size_t> used(part_of.begin(), part_of.end());
  std::size_t next = 0;
  for (const std::size_t part : used) {
    if (part != next) {
      return fail(Code::invalid, "expected parts that are numbered 0, 1, 2 ... without a gap; " +
                                     ("found no actor in part " + std::to_string(next)) +
                                     ", but one in part " + std::to_string(part));
    }
    ++next;
  }
  return {};
}

class Cutter {
 public:
  Cutter(const Plan& plan, std::span<const std::size_t> part_of)
      : plan_(plan), part_of_(part_of), gaps_(plan.facts ? plan.facts->gaps : facts_of(plan).gaps) {
    for (const PlannedActor& actor : plan.actors) names_.insert(actor.name);
  }

  Cut cut() {
    add_parts();
    for (std::size_t i = 0; i < plan_.actors.size(); ++i) add_actor(i);
    for (std::size_t i = 0; i < plan_.edges.size(); ++i) add_edge(i);
    for (const Crossing& crossing : cut_.crossings) tell_gaps(crossing);
    for (Plan& part : cut_.parts) {
      keep_used_hosts(part);
      part.facts = facts_of(part);
    }
    return std::move(cut_);
  }

 private:
  using Output = std::tuple<std::size_t, std::string, std::size_t>;  // actor, port, other part

  /// All that is not about single actors and edges holds for each part.
  void add_parts() {
    Plan part = plan_;
    part.actors.clear();
    part.edges.clear();
    const auto last = std::ranges::max_element(part_of_);
    cut_.parts.assign(last == part_of_.end() ? 0 : *last + 1, part);
  }

  void add_actor(std::size_t index) {
    std::vector<PlannedActor>& actors = cut_.parts[part_of_[index]].actors;
    index_.push_back(actors.size());
    actors.push_back(plan_.actors[index]);
  }

  void add_edge(std::size_t index) {
    PlannedEdge edge = plan_.edges[index];
    const std::size_t part = part_of_[edge.to];
    if (part_of_[edge.from] == part) {
      edge.from = index_[edge.from];
    } else {
      Crossing& crossing = crossing_of(edge);
      crossing.gaps = crossing.gaps || gaps_[index];
      edge.from = crossing.to;
      edge.from_port = inlet_port;
    }
    edge.to = index_[edge.to];
    cut_.parts[part].edges.push_back(std::move(edge));
  }

  Crossing& crossing_of(const PlannedEdge& edge) {
    const std::size_t part = part_of_[edge.to];
    const auto [known, first] =
        crossings_.try_emplace(Output{edge.from, edge.from_port, part}, cut_.crossings.size());
    if (!first) return cut_.crossings[known->second];
    Crossing& crossing = cut_.crossings.emplace_back();
    crossing.from_part = part_of_[edge.from];
    crossing.from = index_[edge.from];
    crossing.from_port = edge.from_port;
    crossing.to_part = part;
    crossing.to = add_inlet(edge);
    return crossing;
  }

  std::size_t add_inlet(const PlannedEdge& edge) {
    std::vector<PlannedActor>& actors = cut_.parts[part_of_[edge.to]].actors;
    PlannedActor& inlet = actors.emplace_back();
    inlet.name = free_name(edge, actors);
    inlet.kind = inlet_kind;
    inlet.place = edge.place;
    return actors.size() - 1;
  }

  /// That of the output, "camera.image", unless something is called so.
  std::string free_name(const PlannedEdge& edge, const std::vector<PlannedActor>& actors) const {
    const std::string output = plan_.actors[edge.from].name + "." + edge.from_port;
    std::string name = output;
    const auto taken = [&] {
      return names_.contains(name) || std::ranges::count(actors, name, &PlannedActor::name) > 0;
    };
    for (int number = 2; taken(); ++number) name = output + "~" + std::to_string(number);
    return name;
  }

  void tell_gaps(const Crossing& crossing) {
    if (!crossing.gaps) return;
    auto& outputs = cut_.parts[crossing.from_part].actors[crossing.from].gap_outputs;
    if (std::ranges::find(outputs, crossing.from_port) == outputs.end())
      outputs.push_back(crossing.from_port);
  }

  void keep_used_hosts(Plan& part) const {
    std::map<int, int> kept;  // old index to new one
    for (const PlannedActor& actor : part.actors) {
      if (actor.host >= 0) kept.emplace(actor.host, 0);
    }
    part.hosts.clear();
    for (auto& [before, after] : kept) {
      after = static_cast<int>(part.hosts.size());
      part.hosts.push_back(plan_.hosts[static_cast<std::size_t>(before)]);
    }
    for (PlannedActor& actor : part.actors) {
      if (actor.host >= 0) actor.host = kept[actor.host];
    }
  }

  const Plan& plan_;
  std::span<const std::size_t> part_of_;
  std::vector<bool> gaps_;
  std::set<std::string> names_;
  Cut cut_;
  std::vector<std::size_t> index_;           // of each actor in its part
  std::map<Output, std::size_t> crossings_;  // their indices
};

}  // namespace

Result<Cut> cut(const Plan& plan, std::span<const std::size_t> part_of) {
  if (const auto checked = check_parts(plan, part_of); !checked)
    return tl::make_unexpected(checked.error());
  return Cutter(plan, part_of).cut();
}

}  // namespace omma::dsl
