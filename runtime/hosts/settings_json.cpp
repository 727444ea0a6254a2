// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/settings_json.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"

namespace omma::hosts {
namespace {

using nlohmann::json;

ValueType type_named(const std::string& name) {
  constexpr std::array names{"boolean", "integer", "number", "text", "numbers", "texts"};
  const auto found = std::find(names.begin(), names.end(), name);
  return static_cast<ValueType>(found - names.begin());
}

std::optional<double> number_in(const json& from, const char* key) {
  const auto found = from.find(key);
  if (found == from.end() || found->is_null()) return std::nullopt;
  return found->get<double>();
}

/// A value is of the type that its parameter says; the default of one that only the instance knows
/// is what it is at the moment.
Settings settings_of(const Contract& contract, const json& said) {
  Settings settings;
  const json& values = said.at("values");
  for (const json& param : said.at("params")) settings.params.push_back(param_of(param));
  for (Param& param : settings.params) {
    if (!values.contains(param.name)) continue;
    settings.values[param.name] = param.fallback = value_of(values[param.name], param.type);
  }
  for (const Param& param : contract.params) {
    if (values.contains(param.name))
      settings.values[param.name] = value_of(values[param.name], param.type);
  }
  return settings;
}

}  // namespace

Param param_of(const json& from) {
  Param param;
  param.name = from.at("name");
  param.doc = from.value("doc", "");
  param.unit = from.value("unit", "");
  param.type = type_named(from.at("type"));
  param.required = from.value("required", false);
  param.writable = from.value("writable", true);
  if (from.contains("default") && !param.required)
    param.fallback = value_of(from["default"], param.type);
  param.min = number_in(from, "min");
  param.max = number_in(from, "max");
  param.increment = number_in(from, "increment");
  if (from.contains("choices")) param.choices = from["choices"].get<std::vector<std::string>>();
  if (from.value("reinitialise", false)) param.change = Change::reinitialise;
  return param;
}

Result<Settings> read_settings(const Contract& contract, std::string_view text) try {
  return settings_of(contract, json::parse(text));
} catch (const json::exception& error) {
  return fail(Code::invalid,
              std::string("what its host says about parameters makes no sense: ") + error.what());
}

}  // namespace omma::hosts
