// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "runtime/contract/declare.hpp"
#include "runtime/contract/emission.hpp"

namespace omma::testing {

/// A declared kind, a body of it and some frame memory.
template <class T>
struct Bench {
  explicit Bench(Declare<T>&& declared) : kind(std::move(declared).kind()), body(kind.make({})) {}

  Frame picture(int rows = 30, int cols = 40, int type = CV_8UC1) {
    Outputs made;
    const Self source{"camera", slab.get(), 5};
    Contract anything;
    anything.outputs.resize(1);
    const OutputFormats formats(anything);
    const MatScope scope(slab.get());
    Emission emission({}, source, formats, made);
    EXPECT_TRUE(emission.picture(0, 0, cv::Mat(rows, cols, type, cv::Scalar::all(100))));
    return made.sent.at(0).frame;
  }

  Result<void> step(std::vector<Frame> inputs) {
    outputs.clear();
    return body->step(inputs, self, outputs);
  }

  std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  Self self{"me", slab.get(), 0};
  Kind kind;
  std::unique_ptr<Body> body;
  Outputs outputs;
};

}  // namespace omma::testing
