// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/settings_json.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"

namespace omma::hosts {
namespace {

using nlohmann::json;

// In the order of `ValueType`.
constexpr std::array type_names{"boolean", "integer", "number", "text", "numbers", "texts"};

ValueType type_named(const std::string& name) {
  const auto found = std::find(type_names.begin(), type_names.end(), name);
  if (found == type_names.end())
    throw json::other_error::create(501, "a parameter has the unknown type '" + name + "'",
                                    nullptr);
  return static_cast<ValueType>(found - type_names.begin());
}

json json_of(const Param& param) {
  json about{
      {"name", param.name},         {"doc", param.doc},
      {"unit", param.unit},         {"type", type_names.at(static_cast<std::size_t>(param.type))},
      {"writable", param.writable}, {"default", omma::json_of(param.fallback)}};
  if (param.min) about["min"] = *param.min;
  if (param.max) about["max"] = *param.max;
  if (param.increment) about["increment"] = *param.increment;
  if (!param.choices.empty()) about["choices"] = param.choices;
  return about;
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
  if (!from.value("writes", json()).is_null())
    param.writes = WrittenFile{from["writes"].get<std::vector<std::string>>(), ""};
  if (from.value("reinitialise", false)) param.change = Change::reinitialise;
  return param;
}

std::string settings_text(const Settings& settings) {
  json params = json::array();
  for (const Param& param : settings.params) params.push_back(json_of(param));
  return json{{"values", to_json(settings.values)}, {"params", std::move(params)}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

Result<Settings> read_settings(const Contract& contract, std::string_view text) try {
  return settings_of(contract, json::parse(text));
} catch (const json::exception& error) {
  return fail(Code::invalid,
              std::string("what its host says about parameters makes no sense: ") + error.what());
}

}  // namespace omma::hosts
