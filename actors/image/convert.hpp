// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Brings pictures into another pixel format; one that has it already passes by uncopied.
struct Convert {
  std::string format = "BGR8";

  Result<Sample> process(const Frame& image) const;
};

}  // namespace omma::actors
