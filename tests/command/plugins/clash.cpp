// SPDX-License-Identifier: Apache-2.0
#include "runtime/actor.hpp"

namespace {

struct Taken {
  void process(const omma::Frame&) const {}
};

const omma::Registered declared =
    omma::Declare<Taken>("null", "Has the name of another kind.", omma::inputs("frames"));

}  // namespace
