// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/base/value.hpp"
#include "runtime/plan/json_place.hpp"

namespace omma {

/// The value of a parameter. Its type is the one that the JSON shows; an object with one key tells
/// the type of what JSON can not show, as {"number": "inf"} and {"list of texts": []}.
Value read_param(const JsonPlace& at);

}  // namespace omma
