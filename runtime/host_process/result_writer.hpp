// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runtime/contract/body.hpp"
#include "runtime/host_process/loans.hpp"

namespace omma::host_process {

/// Says what a step gave, as `hosts::Results` takes it.
class ResultWriter {
 public:
  /// `self`: whose results they are.
  ResultWriter(Loans& loans, const Self& self) : loans_(loans), self_(self) {}

  /// Puts the outputs, from the pixels that were copied on. `inputs`: of the step.
  Result<void> write(hosts::Writer& message, std::span<const Frame> inputs, const Outputs& outputs);

 private:
  Result<void> put(hosts::Writer& message, const Sent& sent, std::optional<std::int64_t> due_ns);
  Result<void> put_pixels(const Frame& frame, hosts::OutputWire& output,
                          std::vector<std::uint64_t>& dims);
  Result<const Loan*> room_for(const Frame& frame);
  void put_about(const Frame& frame);

  Loans& loans_;
  const Self& self_;
  const Frame* origin_ = nullptr;  // whose identity, times and notes the results have
  hosts::Writer notes_;            // of one output
  hosts::Writer about_;
};

}  // namespace omma::host_process
