// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/frames/frame.hpp"
#include "runtime/hosts/conversation.hpp"
#include "runtime/hosts/results.hpp"

namespace omma::fuzz {

/// What an actor is declared as whose results are made up: an input and two outputs, the second of
/// grey pictures, and a parameter of each type.
const Contract& contract();

/// Frame memory of the runner.
Slab& slab();

/// A picture of 8 x 4 pixels.
Frame picture();

/// Takes the results of a step with this input; aborts when what leaves can not be read by whoever
/// gets it.
Result<void> take_results(hosts::Results& results, hosts::Received& said,
                          const hosts::Leases& leases, const Frame& input);

}  // namespace omma::fuzz
