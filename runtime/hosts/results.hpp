// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "runtime/contract/emission.hpp"
#include "runtime/hosts/leases.hpp"
#include "runtime/plan/rules.hpp"

namespace omma::hosts {

/// Turns what another process says that a step gave into frames. None of it is believed.
class Results {
 public:
  /// `actor`: whose results they are, `outputs`: the number of its ports.
  explicit Results(std::string actor, std::size_t outputs, Isolation isolate = Isolation::share)
      : actor_(std::move(actor)), isolate_(isolate), rooms_(outputs, 0) {}

  /// The results of one step, which may lie in what was lent.
  Result<void> take(Reader& reader, const Head& head, const Leases& leases, Emission& emission);

  /// Bytes that each output took last; 0 = it took none.
  const std::vector<std::size_t>& rooms() const { return rooms_; }

 private:
  /// Where a result goes: this part of what the step gives.
  struct Destination {
    const Leases& leases;
    Emission& emission;
    std::uint32_t part = 0;
  };

  /// A slot that the process wrote into, and the dimensions that it says.
  struct Filled {
    SlotRef slot;
    const std::vector<std::uint32_t>& shape;
  };

  static bool read_about(const OutputWire& output, Reader& reader, Sample& about);
  Result<void> take_one(Reader& reader, Destination to, std::vector<std::uint32_t>& parts);
  Result<void> pass_on(const OutputWire& output, const Notes& notes, const Destination& to);
  Result<void> take_pixels(const OutputWire& output, const Filled& filled, Sample&& about,
                           const Destination& to);
  Result<void> take_array(const OutputWire& output, const Filled& filled, Sample&& about,
                          const Destination& to);

  Result<SlotRef> kept_from_host(const SlotRef& slot, std::size_t bytes,
                                 const Destination& to) const;

  const std::string actor_;
  const Isolation isolate_;
  std::vector<std::size_t> rooms_;
};

}  // namespace omma::hosts
