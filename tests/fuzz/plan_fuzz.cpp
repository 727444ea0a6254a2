// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/plan/plan_json.hpp"

/// Any bytes are a plan or get a message; a plan that was read is the same when it is written and
/// read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto plan = omma::plan_from_json({reinterpret_cast<const char*>(data), size});
  if (!plan) {
    if (plan.error().what.empty()) __builtin_trap();
    return 0;
  }
  const std::string written = omma::plan_to_json(*plan);
  const auto read = omma::plan_from_json(written);
  if (!read || omma::plan_to_json(*read) != written) __builtin_trap();
  return 0;
}
