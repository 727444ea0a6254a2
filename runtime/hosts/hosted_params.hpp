// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>

#include "runtime/contract/body_support.hpp"

namespace omma::hosts {

/// The parameters of a hosted actor, and those that the process which serves has to be told.
class HostedParams {
 public:
  using Values = std::map<std::string, Value>;

  explicit HostedParams(const Contract& contract) : contract_(contract), formats_(contract) {}

  void set(const std::string& param, const Value& value) {
    values_[param] = changed_[param] = value;
    formats_.set(contract_, param, value);
  }

  /// A process that knows these serves from now on.
  void set_known(const Values& known) {
    changed_.clear();
    for (const auto& [param, value] : values_) {
      const auto found = known.find(param);
      if (found == known.end() || found->second != value) changed_[param] = value;
    }
  }

  bool changed() const { return !changed_.empty(); }
  Values take_changes() { return std::exchange(changed_, {}); }

  const Values& values() const { return values_; }
  const OutputFormats& formats() const { return formats_; }

 private:
  const Contract& contract_;
  Values values_;
  Values changed_;
  OutputFormats formats_;
};

}  // namespace omma::hosts
