// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_joins.hpp"

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::string_view free_joins =
    "write join = { rule = \"nearest\", within_ms = 20 } or join = \"latest\"";

class JoinCheck {
 public:
  JoinCheck(const Wiring& wiring, const Origins& origins, Report& report)
      : wiring_(wiring), origins_(origins), report_(report) {}

  void check(std::size_t index) {
    const WiredActor& actor = wiring_.actors[index];
    if (actor.contract->inputs.size() < 2) return;
    if (actor.plan.join.rule == JoinRule::any) check_any(actor);
    const bool same = actor.plan.join.rule == JoinRule::same_frame;
    if (!same || actor.inputs.size() < 2 || !known(actor)) return;
    if (check_sources(actor) && check_mixed(actor)) check_many(actor);
  }

 private:
  bool known(const WiredActor& actor) const {
    for (const std::size_t edge : actor.inputs) {
      if (!origins_.known[wiring_.edges[edge].plan.from]) return false;
    }
    return true;
  }

  void check_any(const WiredActor& actor) {
    std::vector<std::string> needed;
    for (const Port& port : actor.contract->inputs) {
      if (!port.optional) needed.push_back(quote(port.name));
    }
    if (needed.empty()) return;
    std::vector<std::string> others = rule_names<JoinRule>();
    std::erase(others, name(JoinRule::any));
    report_.add(
        {.place = actor.plan.place,
         .what = quote(actor.plan.name) + " cannot join by 'any': each step would get one frame " +
                 "alone, but the kind " + quote(actor.plan.kind) + " needs " + all_of(needed),
         .expected = "join = " + any_one(in_quotes(std::move(others))),
         .mend = "use another rule"});
  }

  const ActorSet& sources(std::size_t edge) const {
    return origins_.sources[wiring_.edges[edge].plan.from];
  }

  const ActorSet& many(std::size_t edge) const {
    return origins_.many[wiring_.edges[edge].plan.from];
  }

  std::string names(const ActorSet& actors) const {
    std::vector<std::string> list;
    for (const std::size_t actor : actors) list.push_back(quote(wiring_.actors[actor].plan.name));
    return list.empty() ? "nothing" : all_of(list);
  }

  bool check_sources(const WiredActor& actor) {
    ActorSet shared = sources(actor.inputs.front());
    for (const std::size_t edge : actor.inputs) shared = common(shared, sources(edge));
    if (!shared.empty()) return true;
    std::vector<std::string> found;
    for (const std::size_t edge : actor.inputs) {
      found.push_back(quote(wiring_.edges[edge].plan.to_port) + " from " + names(sources(edge)));
    }
    report_.add({.place = actor.plan.place,
                 .what = quote(actor.plan.name) +
                         " joins the same frame of several inputs, but they have no common source",
                 .expected = "inputs that come from one source",
                 .found = all_of(found),
                 .mend = std::string(free_joins)});
    return false;
  }

  /// Frames of many sources have the same numbers, so their numbers say not which belong together.
  bool check_mixed(const WiredActor& actor) {
    ActorSet mixed;
    for (const std::size_t edge : actor.inputs)
      mixed = either(mixed, mixed_on(wiring_.edges[edge], origins_));
    if (mixed.empty()) return true;
    report_.add({.place = actor.plan.place,
                 .what = quote(actor.plan.name) + " joins the same frame of several inputs, but " +
                         names(mixed) + " gives frames of many sources, whose numbers are the same",
                 .expected = "inputs with the frames of one source",
                 .mend = std::string(free_joins)});
    return false;
  }

  /// Frames that one input has several of, and another one of, cannot be paired.
  void check_many(const WiredActor& actor) {
    ActorSet all;
    ActorSet shared = many(actor.inputs.front());
    for (const std::size_t edge : actor.inputs) {
      all = either(all, many(edge));
      shared = common(shared, many(edge));
    }
    const ActorSet odd = without(all, shared);
    if (odd.empty()) return;
    report_.add({.place = actor.plan.place,
                 .what = quote(actor.plan.name) + " joins the same frame of several inputs, but " +
                         names(odd) + " on the way to one of them gives any number of frames for " +
                         "one: the join would use the first and drop the others",
                 .expected = "as many frames on each input",
                 .mend = "join before " + names(odd) + ", or " + std::string(free_joins)});
  }

  const Wiring& wiring_;
  const Origins& origins_;
  Report& report_;
};

}  // namespace

void check_joins(const Wiring& wiring, const Origins& origins, Report& report) {
  JoinCheck check(wiring, origins, report);
  for (std::size_t i = 0; i < wiring.actors.size(); ++i) check.check(i);
}

}  // namespace omma::dsl
