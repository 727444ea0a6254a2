// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/python_kinds.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "runtime/hosts/hosted_body.hpp"
#include "runtime/hosts/question.hpp"

namespace omma::hosts {
namespace {

using nlohmann::json;
constexpr std::chrono::seconds time_to_describe{60};

Payload payload_of(const std::string& text) {
  return text == "picture" ? Payload::picture : text == "notes" ? Payload::notes : Payload::any;
}

Port port_of(const json& from) {
  Port port;
  port.name = from.at("name");
  port.doc = from.at("doc");
  port.payload = payload_of(from.at("payload"));
  port.optional = from.at("optional");
  for (const std::string format : from.at("formats")) {
    if (const auto known = pixel_format(format)) port.formats.any_of.push_back(*known);
  }
  return port;
}

Value value_of(const json& from, ValueType type) {
  switch (type) {
    case ValueType::boolean: return from.get<bool>();
    case ValueType::integer: return from.get<std::int64_t>();
    case ValueType::number: return from.get<double>();
    case ValueType::text: return from.get<std::string>();
    case ValueType::numbers: return from.get<std::vector<double>>();
    case ValueType::texts: return from.get<std::vector<std::string>>();
  }
  return {};
}

ValueType type_named(const std::string& name) {
  constexpr std::array names{"boolean", "integer", "number", "text", "numbers", "texts"};
  const auto found = std::find(names.begin(), names.end(), name);
  return static_cast<ValueType>(found - names.begin());
}

Param param_of(const json& from) {
  Param param;
  param.name = from.at("name");
  param.doc = from.value("doc", "");
  param.unit = from.value("unit", "");
  param.type = type_named(from.at("type"));
  param.required = from.at("required");
  if (!param.required) param.fallback = value_of(from.at("default"), param.type);
  if (from.contains("min") && !from["min"].is_null()) param.min = from["min"].get<double>();
  if (from.contains("max") && !from["max"].is_null()) param.max = from["max"].get<double>();
  if (from.contains("choices")) param.choices = from["choices"].get<std::vector<std::string>>();
  if (from.at("reinitialise")) param.change = Change::reinitialise;
  return param;
}

Contract contract_of(const json& from, const std::string& file) {
  Contract contract;
  contract.kind = file + ":" + from.at("name").get<std::string>();
  contract.doc = from.at("doc");
  contract.family = "python";
  contract.origin = file;
  for (const json& port : from.at("inputs")) contract.inputs.push_back(port_of(port));
  for (const json& port : from.at("outputs")) contract.outputs.push_back(port_of(port));
  for (const json& param : from.at("params")) contract.params.push_back(param_of(param));
  const std::string rate = from.at("rate");
  contract.rate = rate == "many" ? Rate::many : rate == "maybe" ? Rate::maybe : Rate::one;
  if (contract.source()) contract.rate = Rate::one;
  contract.stateful = from.at("stateful");
  contract.heavy = true;
  for (Port& output : contract.outputs) {  // the picture passes by
    if (output.payload != Payload::notes || contract.inputs.empty()) continue;
    output.formats.like = output.size.like = contract.inputs.front().name;
  }
  return contract;
}

Kind kind_of(Contract contract, Script script) {
  const auto shared = std::make_shared<const Contract>(contract);
  return {std::move(contract),
          [shared, script = std::move(script)](const Self& self) -> std::unique_ptr<Body> {
            return std::make_unique<HostedBody>(*shared, script, self);
          },
          true};
}

}  // namespace

PythonReference python_reference(const std::string& kind) {
  const std::size_t colon = kind.rfind(':');
  if (colon == std::string::npos || !kind.substr(0, colon).ends_with(".py")) return {};
  return {kind.substr(0, colon), kind.substr(colon + 1)};
}

Result<std::vector<Contract>> describe_python(const std::string& python, const std::string& file) {
  if (access(file.c_str(), R_OK) != 0)
    return fail(Code::not_found, "there is no file " + file + " that can be read");
  Question question;
  question.host.python = python;
  question.module = "_describe";
  question.argument = file;
  question.patience = time_to_describe;
  auto said = ask(question);
  if (!said) return fail(said.error().code, "importing it " + said.error().what);
  try {
    const json answer = json::parse(*said).at(0);
    if (answer.contains("error")) return fail(Code::failed, answer["error"].get<std::string>());
    std::vector<Contract> contracts;
    for (const json& kind : answer.at("kinds")) contracts.push_back(contract_of(kind, file));
    return contracts;
  } catch (const json::exception& error) {
    return fail(Code::failed, std::string("its description can not be read: ") + error.what());
  }
}

Result<void> add_python_kind(Registry& registry, const std::string& python,
                             const std::string& kind) {
  if (registry.find(kind) != nullptr) return {};
  const PythonReference reference = python_reference(kind);
  auto contracts = describe_python(python, reference.file);
  if (!contracts) return tl::make_unexpected(contracts.error());
  Result<void> wanted = fail(Code::not_found, "");
  std::string others;
  for (Contract& contract : *contracts) {
    const bool this_one = contract.kind == kind;
    const std::string name = python_reference(contract.kind).name;
    if (!this_one) others += (others.empty() ? "" : ", ") + name;
    if (!this_one && registry.find(contract.kind) != nullptr) continue;
    auto added = registry.add(
        kind_of(std::move(contract), {std::filesystem::absolute(reference.file), name}));
    if (this_one) wanted = std::move(added);
  }
  if (wanted || wanted.error().code != Code::not_found) return wanted;
  return fail(Code::not_found,
              "there is no actor '" + reference.name + "' in it; " +
                  (others.empty() ? "write @actor above a function" : "it has " + others));
}

}  // namespace omma::hosts
