// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <set>

#include "runtime/base/listed.hpp"
#include "runtime/plan/json_place.hpp"
#include "runtime/plan/param_read.hpp"
#include "runtime/plan/plan_fields.hpp"
#include "runtime/plan/plan_json.hpp"

namespace omma {
namespace {

/// Reads one object: visited with each of its members. What is found in the plan by name has been
/// read into it before.
class PlanReader {
 public:
  PlanReader(Plan& plan, JsonPlace object) : plan_(plan), object_(std::move(object)) {}

  template <class T>
  void operator()(const char* key, T&& member) {
    known_.emplace_back(key);
    read(object_.member(key), member);
  }

  template <PlanPart Part>
  void read(const JsonPlace& at, Part& part) const {
    PlanReader reader(plan_, at);
    fields(reader, part);
    at.no_other_than(reader.known_);
  }

 private:
  template <PlanPart Part>
  void read(const JsonPlace& at, std::vector<Part>& parts) const {
    std::set<std::string> names;
    for (const JsonPlace& each : at.elements()) {
      Part& part = parts.emplace_back();
      read(each, part);
      if constexpr (requires { part.name; }) {
        if (!names.insert(part.name).second)
          each.member("name").refuse("a name that nothing else has");
      }
      if (!at.sound()) return;
    }
  }
  template <PlanPart Part>
  void read(const JsonPlace& at, std::optional<Part>& part) const {
    if (!at.is_null()) read(at, part.emplace());
  }
  template <TabledRule Rule>
  void read(const JsonPlace& at, Rule& rule) const {
    const auto named = rule_named<Rule>(at.text());
    if (!named) return at.refuse("one of " + listed(rule_names<Rule>()));
    rule = *named;
  }
  template <class Number>
  void read(const JsonPlace& at, Bounded<Number>& number) const {
    number.value = static_cast<Number>(at.integer(number.bounds));
  }
  void read(const JsonPlace& at, Bounded<double>& number) const {
    number.value = at.number(number.bounds);
  }
  template <class Number>
  void read(const JsonPlace& at, Bounded<std::vector<Number>>& numbers) const {
    for (const JsonPlace& each : at.elements())
      numbers.value.push_back(static_cast<Number>(each.integer(numbers.bounds)));
  }
  void read(const JsonPlace& at, bool& truth) const { truth = at.boolean(); }
  void read(const JsonPlace& at, std::string& text) const { text = at.text(); }
  void read(const JsonPlace& at, std::vector<bool>& truths) const {
    for (const JsonPlace& each : at.elements()) truths.push_back(each.boolean());
  }
  void read(const JsonPlace& at, std::vector<std::string>& texts) const {
    for (const JsonPlace& each : at.elements()) texts.push_back(each.text());
  }
  void read(const JsonPlace& at, std::map<std::string, std::string>& texts) const {
    for (const std::string& key : at.keys()) texts[key] = at.member(key).text();
  }
  void read(const JsonPlace& at, std::map<std::string, Value>& params) const {
    for (const std::string& key : at.keys()) params[key] = read_param(at.member(key));
  }
  void read(const JsonPlace& at, std::vector<PixelFormat>& formats) const {
    for (const JsonPlace& each : at.elements()) {
      const auto format = pixel_format(each.text());
      if (!format) return each.refuse("a pixel format, as \"Mono8\"");
      formats.push_back(*format);
    }
  }
  void read(const JsonPlace& at, HostName& host) const {
    if (at.is_null()) return;
    const auto found = std::ranges::find(plan_.hosts, at.text(), &PlannedHost::name);
    if (found == plan_.hosts.end())
      return at.refuse("null or one of the hosts " + listed(names_of(plan_.hosts)));
    host.index = static_cast<int>(found - plan_.hosts.begin());
  }
  void read(const JsonPlace& at, PortName& port) const {
    const std::string text = at.text();
    const auto dot = text.rfind('.');
    const auto found = std::ranges::find(plan_.actors, text.substr(0, dot), &PlannedActor::name);
    if (dot == std::string::npos || found == plan_.actors.end())
      return at.refuse("ACTOR.PORT of one of the actors " + listed(names_of(plan_.actors)));
    port.actor = static_cast<std::size_t>(found - plan_.actors.begin());
    port.port = text.substr(dot + 1);
  }

  Plan& plan_;
  JsonPlace object_;
  std::vector<std::string> known_;
};

void check_inputs(const JsonPlace& edges, const Plan& plan) {
  std::set<std::pair<std::size_t, std::string>> fed;
  for (std::size_t i = 0; i < plan.edges.size(); ++i) {
    if (fed.emplace(plan.edges[i].to, plan.edges[i].to_port).second) continue;
    return edges.elements()[i].member("to").refuse("an input that no other edge leads to");
  }
}

/// They follow from the rest, and must not contradict it.
void check_facts(const JsonPlace& facts, const Plan& plan) {
  if (plan.facts && *plan.facts != facts_of(plan))
    facts.refuse("what follows from the actors and edges, or null", "something else");
}

/// Finds a key that an object has twice while the text is parsed, which keeps the last one.
class DuplicateKey {
 public:
  bool operator()(int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start) {
      open_.emplace_back();
    } else if (event == Event::object_end) {
      open_.pop_back();
    } else if (event == Event::key && !open_.back().insert(parsed.get<std::string>()).second) {
      if (!found_) found_ = parsed.get<std::string>();
    }
    return true;
  }

  const std::optional<std::string>& found() const { return found_; }

 private:
  std::vector<std::set<std::string>> open_;  // keys of the objects that are being parsed
  std::optional<std::string> found_;
};

/// Without the number of the error, which the library puts in brackets before it.
std::string in_words(const nlohmann::json::exception& error) {
  const std::string text = error.what();
  const auto end = text.find("] ");
  return end == std::string::npos ? text : text.substr(end + 2);
}

std::optional<Error> read_plan(const nlohmann::json& json, Plan& plan) {
  std::optional<Error> wrong;
  const JsonPlace root(json, wrong);
  PlanReader(plan, root).read(root, plan);
  if (wrong) return wrong;
  check_inputs(root.member("edges"), plan);
  check_facts(root.member("facts"), plan);
  return wrong;
}

}  // namespace

Result<Plan> plan_from_json(std::string_view text) {
  try {
    DuplicateKey duplicate;
    const auto json = nlohmann::json::parse(text, std::ref(duplicate));
    if (duplicate.found()) {
      return fail(Code::invalid, "expected each key once in an object; found the key '" +
                                     *duplicate.found() + "' twice");
    }
    Plan plan;
    const auto wrong = read_plan(json, plan);
    if (wrong) return tl::make_unexpected(*wrong);
    return plan;
  } catch (const nlohmann::json::exception& error) {
    return fail(Code::invalid, "expected a plan as JSON; found a " + in_words(error));
  }
}

}  // namespace omma
