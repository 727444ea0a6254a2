// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/base/error.hpp"
#include "runtime/contract/contract.hpp"

namespace omma {

/// The value as the parameter's type, or why it cannot be: type, range, choices.
Result<Value> accept(const Param& param, Value value);

}  // namespace omma
