// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/contract/sample.hpp"

namespace omma::testing {

/// Frame memory of the tests; outlives every frame.
Slab& test_slab();

/// A frame as a source named "test" would send it.
Frame frame_of(Sample sample, std::uint64_t sequence = 0);

/// A frame without pixels whose notes hold these regions.
Frame frame_of(const Regions& regions, std::uint64_t sequence = 0);

/// One actor of a registered kind, stepped by hand.
class Stepping {
 public:
  explicit Stepping(const std::string& kind, const std::map<std::string, Value>& params = {});

  /// What one step with these inputs sends. Fails the test when the step fails.
  std::vector<Sent> operator()(std::vector<Frame> inputs = {});
  /// The error of a step, or of making the actor ready; empty when there is none.
  std::string error_of(std::vector<Frame> inputs = {});
  bool ended() const { return outputs_.end; }
  Result<void> finish() { return body_->finish(self_, outputs_); }

 private:
  Result<void> step(std::vector<Frame>& inputs);

  std::unique_ptr<Body> body_;
  Self self_;
  Outputs outputs_;
  Result<void> prepared_;
};

}  // namespace omma::testing
