// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/accept.hpp"

#include <algorithm>
#include <cmath>

namespace omma {
namespace {

/// The allowed value below and above, where the number is none.
Result<void> check_increment(const Param& param, double number) {
  if (!param.increment || *param.increment <= 0) return {};
  const double first = param.min.value_or(0);
  const double steps = (number - first) / *param.increment;
  if (std::abs(steps - std::round(steps)) < 1e-9 * std::max(1.0, std::abs(steps))) return {};
  const double below = first + std::floor(steps) * *param.increment;
  return fail(Code::invalid, "'" + param.name + "' goes in steps of " +
                                 to_text(Value(*param.increment)) + ": " + to_text(Value(below)) +
                                 " or " + to_text(Value(below + *param.increment)) + "; found " +
                                 to_text(Value(number)));
}

Result<void> check_number(const Param& param, double number) {
  const bool below = param.min && !(number >= *param.min);
  const bool above = param.max && !(number <= *param.max);
  if (!below && !above) return check_increment(param, number);
  const std::string unit = param.unit.empty() ? "" : " " + param.unit;
  return fail(Code::invalid, "'" + param.name + "' must be " + (below ? "at least " : "at most ") +
                                 to_text(Value(below ? *param.min : *param.max)) + unit +
                                 "; found " + to_text(Value(number)));
}

Result<void> check_text(const Param& param, const std::string& text) {
  if (param.choices.empty() ||
      std::find(param.choices.begin(), param.choices.end(), text) != param.choices.end()) {
    return {};
  }
  std::string choices;
  for (const std::string& choice : param.choices)
    choices += (choices.empty() ? "" : ", ") + to_text(Value(choice));
  return fail(Code::invalid,
              "'" + param.name + "' must be one of " + choices + "; found " + to_text(Value(text)));
}

Result<void> check_one(const Param&, bool) { return {}; }
Result<void> check_one(const Param& param, std::int64_t value) {
  return check_number(param, static_cast<double>(value));
}
Result<void> check_one(const Param& param, double value) { return check_number(param, value); }
Result<void> check_one(const Param& param, const std::string& value) {
  return check_text(param, value);
}

template <class T>
Result<void> check_one(const Param& param, const std::vector<T>& values) {
  for (const T& value : values) {
    if (auto checked = check_one(param, value); !checked) return checked;
  }
  return {};
}

}  // namespace

Result<Value> accept(const Param& param, Value value) {
  if (!param.writable)
    return fail(Code::invalid, "'" + param.name + "' can only be read at the moment");
  const ValueType found = type_of(value);
  if (!convert(value, param.type)) {
    return fail(Code::invalid, "'" + param.name + "' must be a " + std::string(name(param.type)) +
                                   "; found the " + std::string(name(found)) + " " +
                                   to_text(value));
  }
  auto checked = std::visit([&](const auto& each) { return check_one(param, each); }, value);
  if (!checked) return tl::make_unexpected(checked.error());
  return value;
}

}  // namespace omma
