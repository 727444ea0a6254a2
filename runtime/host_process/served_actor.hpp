// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/contract/instance.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::host_process {

/// An actor in C++ that lives in this process. Used by one thread.
class ServedActor {
 public:
  /// Makes the instance that a `load` asks for: finds its kind, in a plug-in if it is in one, and
  /// sets its parameters. `slab`: its frame memory.
  Result<void> load(const nlohmann::json& wanted, Slab& slab, EventSink events);

  Result<void> step(std::span<Frame> inputs, Outputs& outputs);

  /// The inputs have ended: it closes what it opened.
  Result<void> finish(Outputs& outputs);

  /// Sets these parameters, all or none; what is in force then.
  Result<Settings> configure(const std::map<std::string, Value>& wanted);

  /// The values of a message; each is of the type of its parameter, where that is declared. Throws
  /// what JSON does when there is none of such a type.
  std::map<std::string, Value> values_of(const nlohmann::json& from) const;

  const Self& self() const { return self_; }
  const Contract& contract() const { return kind_->contract; }

 private:
  Result<void> set_all(const std::map<std::string, Value>& values);
  Settings settings();

  Self self_;
  std::uint64_t next_ = 0;  // number of a source's next frame
  Stepping stepping_{self_};
  const Kind* kind_ = nullptr;
  std::unique_ptr<Body> body_;
};

}  // namespace omma::host_process
