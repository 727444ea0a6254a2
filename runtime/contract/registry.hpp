// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/contract/contract.hpp"

namespace omma {

class Body;   // runtime/contract/body.hpp: one living instance of a kind
struct Self;  // who it is

/// Where the code of a kind is that runs in an interpreter.
struct Script {
  std::string file;  ///< absolute
  std::string name;  ///< of the function or class
};

/// A kind that can be used in a graph: its contract and the way to make one.
struct Kind {
  Contract contract;
  /// Makes a body that steps in this process; empty where `script` says what another one runs.
  std::function<std::unique_ptr<Body>(const Self& self)> make;
  std::optional<Script> script = std::nullopt;

  /// It runs in an interpreter, never in this process.
  bool scripted() const { return script.has_value(); }
};

/// All kinds known to this process, by name. Filled before `main` by `Declare`, and by plug-ins.
/// Thread-safe; a `Kind` stays where it is for the life of the process.
class Registry {
 public:
  static Registry& global();

  /// Refuses a second kind of the same name, names that are none or that a reserved key would hide,
  /// parameters that do not take their own defaults, and references to an input or a parameter
  /// which the kind does not have.
  Result<void> add(Kind kind);

  /// Kinds that are added from now on come from this plug-in; empty: from omma itself.
  void set_origin(const std::string& plugin);

  const Kind* find(std::string_view kind) const;

  /// Sorted by kind.
  std::vector<const Kind*> all() const;

  /// What went wrong while kinds were registered before `main` ran; empty when all is well.
  std::vector<Error> refused() const;

 private:
  struct State;
  Registry();
  std::unique_ptr<State> state_;
};

/// Keys of an actor's table that belong to the graph language; no parameter may be named so.
bool reserved_key(std::string_view key);

/// The reserved keys, sorted.
std::vector<std::string_view> reserved_keys();

}  // namespace omma
