// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/actor.hpp"

namespace omma::actors {

/// Brings together what two branches found out about a frame.
struct Merge {
  Notes process(const Frame& image, const Frame& notes) const;
};

/// What `other` holds that `one` does not; parents are indices of the regions of both in a row.
Notes only_in(const Notes& other, const Notes& one);

}  // namespace omma::actors
