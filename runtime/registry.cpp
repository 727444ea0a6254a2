// SPDX-License-Identifier: Apache-2.0
#include "runtime/registry.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "runtime/body.hpp"

namespace omma {
namespace {

constexpr std::array<std::string_view, 10> reserved{
    "cpu", "host", "in", "join", "kind", "machine", "on_error", "optional", "replicas", "restart"};

}  // namespace

struct Registry::State {
  mutable std::mutex mutex;
  std::map<std::string, std::unique_ptr<Kind>, std::less<>> kinds;
  std::vector<Error> refused;

  Result<void> add(Kind kind);
};

Registry::Registry() : state_(std::make_unique<State>()) {}

Registry& Registry::global() {
  static Registry* registry = new Registry;  // kinds are used until the very end of the process
  return *registry;
}

Result<void> Registry::State::add(Kind kind) {
  const std::string name = kind.contract.kind;  // a copy: `kind` moves away
  for (const Param& param : kind.contract.params) {
    if (reserved_key(param.name)) {
      return fail(Code::invalid,
                  "the parameter '" + param.name +
                      "' has the name of a key of the graph language; rename it",
                  "kind '" + name + "'");
    }
  }
  if (const auto found = kinds.find(name); found != kinds.end()) {
    return fail(Code::invalid,
                "there is a kind of this name already (" + found->second->contract.origin +
                    "); rename one of them",
                "kind '" + name + "'");
  }
  kinds.emplace(name, std::make_unique<Kind>(std::move(kind)));
  return {};
}

Result<void> Registry::add(Kind kind) {
  const std::lock_guard lock(state_->mutex);
  auto added = state_->add(std::move(kind));
  if (!added) state_->refused.push_back(added.error());
  return added;
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
