// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "runtime/contract/body.hpp"
#include "runtime/contract/body_support.hpp"

namespace omma::hosts {

using ParamValues = std::map<std::string, Value>;

/// What a process is asked to take between two steps, and its answer. Guarded by the mutex of its
/// body.
struct ParamRequest {
  ParamValues wanted;
  bool of_body = false;  ///< nobody waits: the process is told what it does not know yet
  std::optional<Result<Settings>> answer;
};

/// The parameters of a hosted actor that were set, with their values in force.
class HostedParams {
 public:
  explicit HostedParams(const Contract& contract) : contract_(contract), formats_(contract) {}

  void set(const std::string& param, const Value& value) {
    values_[param] = value;
    formats_.set(contract_, param, value);
  }

  /// Sets what was wanted as it is in force; returns that.
  ParamValues set_in_force(ParamValues wanted, const ParamValues& in_force) {
    for (auto& [param, value] : wanted) {
      const auto found = in_force.find(param);
      if (found != in_force.end()) value = found->second;
      set(param, value);
    }
    return wanted;
  }

  /// What a process does not know yet that knows these.
  ParamValues unknown_to(const ParamValues& known) const {
    ParamValues unknown;
    for (const auto& [param, value] : values_) {
      const auto found = known.find(param);
      if (found == known.end() || found->second != value) unknown[param] = value;
    }
    return unknown;
  }

  const ParamValues& values() const { return values_; }
  const OutputFormats& formats() const { return formats_; }

 private:
  const Contract& contract_;
  ParamValues values_;
  OutputFormats formats_;
};

}  // namespace omma::hosts
