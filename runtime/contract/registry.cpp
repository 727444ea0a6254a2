// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/registry.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "runtime/contract/accept.hpp"
#include "runtime/contract/body.hpp"
#include "runtime/contract/name.hpp"

namespace omma {
namespace {

constexpr std::array<std::string_view, 10> reserved{
    "cpu", "host", "in", "join", "kind", "machine", "on_error", "optional", "replicas", "restart"};

bool has_param(const Contract& contract, const std::string& name, ValueType type) {
  const Param* param = contract.param(name);
  return name.empty() || (param != nullptr && param->type == type);
}

bool has_input(const Contract& contract, const std::string& name) {
  return name.empty() || contract.input(name) != nullptr;
}

std::string no_name(const std::string& what, const std::string& name) {
  return what + " '" + name +
         "' cannot be named so; expected letters, digits and '_', with no digit first";
}

std::string fault_of(const Param& param) {
  if (!is_name(param.name)) return no_name("the parameter", param.name);
  const std::string subject = "the parameter '" + param.name + "' ";
  if (reserved_key(param.name))
    return subject + "has the name of a key of the graph language; rename it";
  if (param.min && param.max && !(*param.min <= *param.max))
    return subject + "has no value to take";
  if (param.required || !param.writable) return {};
  const auto fallback = accept(param, param.fallback);
  return fallback ? "" : subject + "does not take its own default: " + fallback.error().what;
}

/// What is wrong with how a kind describes itself; empty when it is sound.
std::string fault_of(const Contract& contract) {
  for (const Port& port : contract.inputs) {
    if (!is_name(port.name)) return no_name("the input", port.name);
  }
  for (const Port& port : contract.outputs) {
    if (!is_name(port.name)) return no_name("the output", port.name);
  }
  for (const Param& param : contract.params) {
    if (std::string fault = fault_of(param); !fault.empty()) return fault;
    const bool unless = param.writes && !has_param(contract, param.writes->unless, ValueType::text);
    if (unless)
      return "the parameter '" + param.name + "' refers to '" + param.writes->unless +
             "', which is no text parameter";
  }
  if (!has_param(contract, contract.pool.param, ValueType::integer))
    return "its pool refers to '" + contract.pool.param + "', which is no integer parameter";
  for (const Port& port : contract.outputs) {
    const std::string output = "the output '" + port.name + "' refers to ";
    for (const std::string& input : {port.formats.like, port.size.like}) {
      if (!has_input(contract, input)) return output + "the input '" + input + "', which is none";
    }
    if (!has_param(contract, port.formats.param, ValueType::text))
      return output + "'" + port.formats.param + "', which is no text parameter";
    for (const std::string& side : {port.size.width_param, port.size.height_param}) {
      if (!has_param(contract, side, ValueType::integer))
        return output + "'" + side + "', which is no integer parameter";
    }
  }
  return {};
}

}  // namespace

struct Registry::State {
  mutable std::mutex mutex;
  std::map<std::string, std::unique_ptr<Kind>, std::less<>> kinds;
  std::vector<Error> refused;
  std::string origin;  // of kinds that are added now, unless empty

  Result<void> add(Kind kind);
};

Registry::Registry() : state_(std::make_unique<State>()) {}

Registry& Registry::global() {
  static Registry* registry = new Registry;  // kinds are used until the very end of the process
  return *registry;
}

Result<void> Registry::State::add(Kind kind) {
  const std::string name = kind.contract.kind;  // a copy: `kind` moves away
  if (const std::string fault = fault_of(kind.contract); !fault.empty())
    return fail(Code::invalid, fault, "kind '" + name + "'");
  if (const auto found = kinds.find(name); found != kinds.end()) {
    return fail(Code::invalid,
                "there is a kind of this name already (" + found->second->contract.origin +
                    "); rename one of them",
                "kind '" + name + "'");
  }
  if (!origin.empty()) kind.contract.origin = origin;
  kinds.emplace(name, std::make_unique<Kind>(std::move(kind)));
  return {};
}

Result<void> Registry::add(Kind kind) {
  const std::lock_guard lock(state_->mutex);
  auto added = state_->add(std::move(kind));
  if (!added) state_->refused.push_back(added.error());
  return added;
}

void Registry::set_origin(const std::string& plugin) {
  const std::lock_guard lock(state_->mutex);
  state_->origin = plugin;
}

const Kind* Registry::find(std::string_view kind) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->kinds.find(kind);
  return found == state_->kinds.end() ? nullptr : found->second.get();
}

std::vector<const Kind*> Registry::all() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<const Kind*> list;
  for (const auto& [name, kind] : state_->kinds) list.push_back(kind.get());
  return list;
}

std::vector<Error> Registry::refused() const {
  const std::lock_guard lock(state_->mutex);
  return state_->refused;
}

bool reserved_key(std::string_view key) {
  return std::find(reserved.begin(), reserved.end(), key) != reserved.end();
}

std::vector<std::string_view> reserved_keys() { return {reserved.begin(), reserved.end()}; }

}  // namespace omma
