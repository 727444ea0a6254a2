// SPDX-License-Identifier: Apache-2.0
#include "runtime/actor.hpp"

namespace omma::actors {
namespace {

/// Takes frames and does nothing with them.
struct Null {
  void process(const Frame&) const {}
};

const Registered declared =
    Declare<Null>("null",
                  "Discards frames: a sink for measurements and for outputs that are not needed.",
                  inputs(port("frames")))
        .family("sink");

}  // namespace
}  // namespace omma::actors
