// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/contract/contract.hpp"

namespace omma {

/// Why a parameter does not take a value.
struct Refusal {
  enum class Why { read_only, type, range, increment, choice };

  Why why = Why::type;
  Value found;                  ///< the value, or the element of a list that is wrong
  std::vector<double> nearest;  ///< `increment`: the next allowed values, below and above
};

/// The value as the parameter's type, or why the parameter does not take it.
tl::expected<Value, Refusal> check_value(const Param& param, Value value);

/// The same, with the reason as a message.
Result<Value> accept(const Param& param, Value value);

}  // namespace omma
