// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/contract/visibility.hpp"
#include "tools/command/contract_text.hpp"

namespace omma::command {
namespace {

using Json = nlohmann::ordered_json;

Json formats_json(const Formats& formats) {
  if (!formats.like.empty()) return {{"like", formats.like}};
  if (!formats.param.empty()) return {{"param", formats.param}};
  Json names = Json::array();
  for (const PixelFormat format : formats.any_of) names.push_back(name(format));
  return {{"any_of", std::move(names)}};
}

Json size_json(const Size& size) {
  if (!size.like.empty()) return {{"like", size.like}};
  if (size.width_param.empty()) return nullptr;
  return {{"width_param", size.width_param}, {"height_param", size.height_param}};
}

const char* payload_name(Payload payload) {
  switch (payload) {
    case Payload::picture: return "picture";
    case Payload::notes: return "notes";
    case Payload::any: return "any";
  }
  return "";
}

const char* rate_name(Rate rate) {
  switch (rate) {
    case Rate::one: return "one";
    case Rate::maybe: return "maybe";
    case Rate::many: return "many";
  }
  return "";
}

Json ports_json(const std::vector<Port>& ports) {
  Json list = Json::array();
  for (const Port& port : ports) {
    list.push_back({{"name", port.name},
                    {"doc", port.doc},
                    {"payload", payload_name(port.payload)},
                    {"formats", formats_json(port.formats)},
                    {"size", size_json(port.size)},
                    {"optional", port.optional},
                    {"many_sources", port.many_sources}});
  }
  return list;
}

Json writes_json(const Param& param) {
  if (!param.writes) return {};
  return {{"endings", param.writes->endings}, {"unless", param.writes->unless}};
}

Json param_json(const Param& param) {
  Json json = {
      {"name", param.name}, {"doc", param.doc}, {"type", name(param.type)}, {"unit", param.unit}};
  json["default"] = json_of(param.fallback);
  json["min"] = param.min ? Json(*param.min) : Json();
  json["max"] = param.max ? Json(*param.max) : Json();
  json["increment"] = param.increment ? Json(*param.increment) : Json();
  json["choices"] = param.choices;
  json["writes"] = writes_json(param);
  json["required"] = param.required;
  json["change"] = param.change == Change::immediate ? "immediate" : "reinitialise";
  json["writable"] = param.writable;
  json["visibility"] = name(param.visibility);
  return json;
}

/// Its size, or the parameter that says it.
Json pool_json(const Pool& pool) {
  return pool.param.empty() ? Json(pool.frames) : Json(pool.param);
}

Json to_json(const Contract& contract) {
  Json params = Json::array();
  for (const Param& param : contract.params) params.push_back(param_json(param));
  return {{"kind", contract.kind},
          {"doc", contract.doc},
          {"family", contract.family},
          {"origin", contract.origin},
          {"inputs", ports_json(contract.inputs)},
          {"outputs", ports_json(contract.outputs)},
          {"params", std::move(params)},
          {"rate", rate_name(contract.rate)},
          {"stateful", contract.stateful},
          {"heavy", contract.heavy},
          {"pool", pool_json(contract.pool)},
          {"example", example(contract)}};
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string contract_json(const Contract& contract) { return text_of(to_json(contract)); }

std::string contracts_json(const KindList& list) {
  Json all = Json::array();
  for (const Contract& kind : list.kinds) all.push_back(to_json(kind));
  for (const hosts::PythonFault& fault : list.faults)
    all.push_back({{"origin", fault.file}, {"error", fault.what}});
  return text_of(all);
}

}  // namespace omma::command
