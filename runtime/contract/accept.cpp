// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/accept.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace omma {
namespace {

using Why = Refusal::Why;

bool in_range(const Param& param, double number) {
  if (std::isnan(number)) return false;
  return (!param.min || number >= *param.min) && (!param.max || number <= *param.max);
}

/// Whether the number is one of `min`, `min + increment`, ...; else the next ones go to `nearest`.
bool on_step(const Param& param, double number, std::vector<double>& nearest) {
  if (!param.increment || *param.increment <= 0) return true;
  const double first = param.min.value_or(0);
  const double steps = (number - first) / *param.increment;
  if (std::abs(steps - std::round(steps)) < 1e-9 * std::max(1.0, std::abs(steps))) return true;
  for (const double step : {std::floor(steps), std::ceil(steps)}) {
    const double allowed = first + step * *param.increment;
    if (in_range(param, allowed)) nearest.push_back(allowed);
  }
  return false;
}

/// What is wrong with a value of the right type.
struct Check {
  const Param& param;

  std::optional<Refusal> operator()(bool) const { return std::nullopt; }

  std::optional<Refusal> operator()(std::int64_t value) const {
    return number(static_cast<double>(value), value);
  }

  std::optional<Refusal> operator()(double value) const { return number(value, value); }

  std::optional<Refusal> operator()(const std::string& value) const {
    const auto& choices = param.choices;
    if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end())
      return std::nullopt;
    return Refusal{Why::choice, value, {}};
  }

  template <class T>
  std::optional<Refusal> operator()(const std::vector<T>& values) const {
    for (const T& value : values) {
      if (auto refusal = (*this)(value)) return refusal;
    }
    return std::nullopt;
  }

  std::optional<Refusal> number(double number, const Value& found) const {
    if (!in_range(param, number)) return Refusal{Why::range, found, {}};
    std::vector<double> nearest;
    if (on_step(param, number, nearest)) return std::nullopt;
    return Refusal{Why::increment, found, std::move(nearest)};
  }
};

std::string joined(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : " or ") + to_text(Value(number));
  return text;
}

/// "at least 1 px": the limit that a number outside of the range meets first.
std::string limit(const Param& param, const Value& found) {
  const double number = std::holds_alternative<double>(found)
                            ? std::get<double>(found)
                            : static_cast<double>(std::get<std::int64_t>(found));
  const bool below = param.min && !(number >= *param.min);
  const std::string unit = param.unit.empty() ? "" : " " + param.unit;
  return (below ? "at least " : "at most ") + to_text(Value(below ? *param.min : *param.max)) +
         unit;
}

std::string choices(const Param& param) {
  std::string text;
  for (const std::string& choice : param.choices)
    text += (text.empty() ? "" : ", ") + to_text(Value(choice));
  return text;
}

std::string message(const Param& param, const Refusal& refusal) {
  const std::string subject = "'" + param.name + "' ";
  const std::string found = "; found " + to_text(refusal.found);
  switch (refusal.why) {
    case Why::read_only: return subject + "can only be read at the moment";
    case Why::range: return subject + "must be " + limit(param, refusal.found) + found;
    case Why::choice: return subject + "must be one of " + choices(param) + found;
    case Why::increment:
      return subject + "goes in steps of " + to_text(Value(*param.increment)) + ": " +
             joined(refusal.nearest) + found;
    case Why::type: break;
  }
  const std::string type(name(param.type));
  return subject + (type.front() == 'i' ? "must be an " : "must be a ") + type + "; found the " +
         std::string(name(type_of(refusal.found))) + " " + to_text(refusal.found);
}

}  // namespace

tl::expected<Value, Refusal> check_value(const Param& param, Value value) {
  if (!param.writable) return tl::make_unexpected(Refusal{Why::read_only, std::move(value), {}});
  if (!convert(value, param.type))
    return tl::make_unexpected(Refusal{Why::type, std::move(value), {}});
  if (auto refusal = std::visit(Check{param}, value))
    return tl::make_unexpected(std::move(*refusal));
  return value;
}

Result<Value> accept(const Param& param, Value value) {
  auto checked = check_value(param, std::move(value));
  if (!checked) return fail(Code::invalid, message(param, checked.error()));
  return std::move(*checked);
}

}  // namespace omma
