// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/accept.hpp"

#include <algorithm>

namespace omma {
namespace {

Result<void> check_number(const Param& param, double number) {
  const bool below = param.min && !(number >= *param.min);
  const bool above = param.max && !(number <= *param.max);
  if (!below && !above) return {};
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
