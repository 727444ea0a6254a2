// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_params.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "dsl/check/format_set.hpp"
#include "dsl/read/unquoted.hpp"
#include "dsl/read/wording.hpp"
#include "runtime/contract/accept.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::dsl {
namespace {

std::string range(const Param& param) {
  if (param.min && param.max) {
    return " from " + number_text(*param.min) + " to " + number_text(*param.max);
  }
  if (param.min) return " of at least " + number_text(*param.min);
  if (param.max) return " of at most " + number_text(*param.max);
  return "";
}

/// " in steps of 2"
std::string steps(const Param& param) {
  return param.increment ? " in steps of " + number_text(*param.increment) : "";
}

/// A number, or "the text 'x'".
std::string found_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return "the text " + quote(*text);
  if (const auto* number = std::get_if<double>(&value)) return number_text(*number);
  return to_text(value);
}

/// "write 4 or 6"
std::string nearest_allowed(const std::vector<double>& numbers) {
  std::vector<std::string> texts;
  for (const double number : numbers) texts.push_back(number_text(number));
  return texts.empty() ? "" : "write " + any_one(texts);
}

/// How to write a value of the wrong type so that it fits; empty when that is not clear.
std::string rewrite(const Param& param, const Node& node) {
  const auto value = to_value(node);
  if (!value) return {};
  const std::string* text = node.text();
  if (node.list() != nullptr) return {};
  if (param.type == ValueType::text && text == nullptr) {
    return "write " + param.name + " = \"" + to_text(*value) + "\"";
  }
  const bool number = param.type == ValueType::number || param.type == ValueType::integer;
  if (number && text != nullptr && !text->empty()) {
    char* end = nullptr;
    std::strtod(text->c_str(), &end);
    if (*end == '\0') return "write it without quotes";
  }
  const ValueType found = type_of(*value);
  const bool one_number = found == ValueType::number || found == ValueType::integer;
  if (param.type == ValueType::texts && text != nullptr && text->starts_with('['))
    return list_in_quotes(node.place);
  if (param.type == (one_number ? ValueType::numbers : ValueType::texts)) {
    return "write " + param.name + " = [" + to_text(*value) + "]";
  }
  return {};
}

/// "an integer from 0 to 255 (px)": what the parameter takes.
std::string accepted(const Param& param) {
  if (!param.choices.empty() && param.type == ValueType::text) {
    return any_one(in_quotes(param.choices));
  }
  const std::string article = param.type == ValueType::integer ? "an " : "a ";
  std::string text = article + std::string(name(param.type)) + range(param) + steps(param);
  if (!param.choices.empty()) text += " out of " + any_one(in_quotes(param.choices));
  return param.unit.empty() ? text : text + " (" + param.unit + ")";
}

class ParamCheck {
 public:
  ParamCheck(WiredActor& actor, Report& report) : actor_(actor), report_(report) {}

  void check(const Member& member) {
    const Param* param = actor_.contract->param(member.key);
    if (param == nullptr) return unknown(member);
    if (member.value.reported()) return;
    auto value = to_value(param->type == ValueType::text ? as_text(member.value) : member.value);
    if (!value) return refuse(*param, member, wrong_type(*param, member));
    auto checked = check_value(*param, std::move(*value));
    if (!checked) return refuse(*param, member, fault_of(*param, member, checked.error()));
    if (!check_format(*param, member)) return;
    if (*checked != param->fallback) actor_.plan.params[param->name] = std::move(*checked);
  }

  void missing(const Param& param) {
    report_.add({.place = actor_.plan.place,
                 .what = "the parameter " + quote(param.name) + " of " + quote(actor_.plan.name) +
                         " (" + actor_.plan.kind + ") is missing",
                 .expected = accepted(param),
                 .mend = "write '" + param.name + " = ...' in its table",
                 .line_mend = "write '" + param.name + "=...' after it"});
  }

 private:
  struct Fault {
    std::string what;
    std::string found;
    std::string mend;
  };

  static Fault wrong_type(const Param& param, const Member& member) {
    return {"has the wrong type", describe(member.value), rewrite(param, member.value)};
  }

  static Fault fault_of(const Param& param, const Member& member, const Refusal& refusal) {
    switch (refusal.why) {
      case Refusal::Why::read_only: return {"is read-only", "", "remove it"};
      case Refusal::Why::range: return {"is out of range", found_text(refusal.found), ""};
      case Refusal::Why::increment:
        return {"lies between two steps", found_text(refusal.found),
                nearest_allowed(refusal.nearest)};
      case Refusal::Why::choice: return not_a_choice(param, member, refusal);
      case Refusal::Why::type: break;
    }
    return wrong_type(param, member);
  }

  static Fault not_a_choice(const Param& param, const Member& member, const Refusal& refusal) {
    const std::string* text = member.value.text();
    const std::string near = text == nullptr ? "" : nearest(*text, param.choices);
    return {"is not one of its choices", found_text(refusal.found),
            near.empty() ? "" : "did you mean \"" + near + "\"?"};
  }

  /// A text that says which format an output has is the name of one, or empty.
  bool check_format(const Param& param, const Member& member) {
    const auto& outputs = actor_.contract->outputs;
    const bool spells = std::any_of(outputs.begin(), outputs.end(), [&](const Port& port) {
      return port.formats.param == param.name;
    });
    const std::string* text = member.value.text();
    if (!spells || text == nullptr || text->empty() || pixel_format(*text)) return true;
    refuse(
        param, member,
        {"is no pixel format", "the text " + quote(*text),
         suggest(*text, format_names(), "formats have their GenICam names, like Mono8 or BGR8")});
    return false;
  }

  void unknown(const Member& member) {
    const Contract& contract = *actor_.contract;
    const bool port = contract.input(member.key) != nullptr;
    const std::vector<std::string> names = names_of(contract.params);
    std::optional<std::string> port_in_line;
    if (port) port_in_line = "it is an input, which the actor before feeds";
    report_.add(
        {.place = member.place,
         .what = "the kind " + quote(contract.kind) + " has no parameter " + quote(member.key),
         .mend = port ? "it is an input: write 'in." + member.key + " = ...'"
                      : suggest(member.key, names, names.empty() ? "it has none" : ""),
         .line_mend = port_in_line});
  }

  void refuse(const Param& param, const Member& member, const Fault& fault) {
    report_.add({.place = member.value.place,
                 .what = "the parameter " + quote(param.name) + " of " + quote(actor_.plan.name) +
                         " (" + actor_.plan.kind + ") " + fault.what,
                 .expected = param.writable ? accepted(param) : "",
                 .found = fault.found,
                 .mend = fault.mend,
                 .line_mend = in_line(fault.mend, param.name)});
  }

  WiredActor& actor_;
  Report& report_;
};

}  // namespace

void check_params(const FlatActor& written, WiredActor& actor, Report& report) {
  ParamCheck check(actor, report);
  for (const Member& member : written.settings) {
    if (!reserved_key(member.key)) check.check(member);
  }
  for (const Param& param : actor.contract->params) {
    if (param.required && find(written.settings, param.name) == nullptr) check.missing(param);
  }
}

}  // namespace omma::dsl
