// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/python_kinds.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "runtime/hosts/ask_python.hpp"
#include "runtime/hosts/settings_json.hpp"

namespace omma::hosts {
namespace {

using nlohmann::json;

Payload payload_of(const std::string& text) {
  return text == "picture" ? Payload::picture : text == "notes" ? Payload::notes : Payload::any;
}

Port port_of(const json& from) {
  Port port;
  port.name = from.at("name");
  port.doc = from.at("doc");
  port.payload = payload_of(from.at("payload"));
  port.optional = from.at("optional");
  port.many_sources = from.value("many_sources", false);
  for (const std::string format : from.at("formats")) {
    if (const auto known = pixel_format(format)) port.formats.any_of.push_back(*known);
  }
  return port;
}

Contract contract_of(const json& from) {
  const std::string file = from.at("file");
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
  return {std::move(contract), nullptr, std::move(script)};
}

Result<void> add(Registry& registry, const json& kind, PythonKinds& found) {
  Contract contract = contract_of(kind);
  const PythonReference reference = python_reference(contract.kind);
  const PythonName name{kind.value("known_as", reference.name), contract.kind};
  if (registry.find(name.kind) == nullptr) {
    Script script{std::filesystem::absolute(reference.file), reference.name};
    auto added = registry.add(kind_of(std::move(contract), std::move(script)));
    if (!added) return added;
  }
  found.names.push_back(name);
  return {};
}

/// Adds what one answer tells about.
Result<void> add_all(Registry& registry, const json& answer, PythonKinds& found) try {
  if (answer.contains("error")) return fail(Code::failed, answer["error"].get<std::string>());
  for (const json& kind : answer.at("kinds")) {
    if (auto added = add(registry, kind, found); !added) return added;
  }
  return {};
} catch (const json::exception& error) {
  return fail(Code::failed, std::string("its description cannot be read: ") + error.what());
}

/// What is there instead of a kind of this file that is not.
std::string others(const PythonKinds& found) {
  std::string text;
  for (const PythonName& each : found.names) text += (text.empty() ? "" : ", ") + each.name;
  return text.empty() ? "write @actor above a function" : "it has " + text;
}

}  // namespace

std::string PythonFault::in_short() const {
  const bool traceback = what.rfind("Traceback", 0) == 0;
  return file + ": " +
         (traceback ? what.substr(what.rfind('\n') + 1) : what.substr(0, what.find('\n')));
}

PythonReference python_reference(const std::string& kind) {
  const std::size_t colon = kind.rfind(':');
  if (colon == std::string::npos || !kind.substr(0, colon).ends_with(".py")) return {};
  return {kind.substr(0, colon), kind.substr(colon + 1)};
}

Result<PythonKinds> add_python_kinds(Registry& registry, const PlannedHost& host,
                                     const std::vector<std::string>& places) {
  const auto answers = ask_python(host, places);
  if (!answers) return tl::make_unexpected(answers.error());
  PythonKinds found;
  for (const PythonAnswer& answer : *answers) {
    const auto added = add_all(registry, answer.said, found);
    if (!added) found.faults.push_back({answer.file, added.error().what});
  }
  return found;
}

Result<void> add_python_kind(Registry& registry, const PlannedHost& host, const std::string& kind) {
  if (registry.find(kind) != nullptr) return {};
  const PythonReference reference = python_reference(kind);
  if (access(reference.file.c_str(), R_OK) != 0)
    return fail(Code::not_found, "there is no file " + reference.file + " that can be read");
  const auto found = add_python_kinds(registry, host, {reference.file});
  if (!found) return tl::make_unexpected(found.error());
  if (registry.find(kind) != nullptr) return {};
  if (!found->faults.empty()) return fail(Code::failed, found->faults.front().what);
  return fail(Code::not_found,
              "there is no actor '" + reference.name + "' in it; " + others(*found));
}

}  // namespace omma::hosts
