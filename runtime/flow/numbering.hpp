// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "runtime/contract/body.hpp"

namespace omma::flow {

/// The sequence numbers of what a source gives. They may skip some, as a device's do that loses
/// frames, but never go back; each of the sources that one output carries has numbers of its own.
class Numbering {
 public:
  /// `name`: of the frames that the source makes itself.
  explicit Numbering(std::string name) : name_(std::move(name)) {}

  /// Looks at what one step gives. An error: a number came before.
  Result<void> take(const Outputs& outputs);

  /// The next one of the source itself, or a later one.
  std::uint64_t next() const { return next_; }

  /// How many numbers were left out so far.
  std::uint64_t missed() const { return missed_; }

  /// The numbers that were left out before what `take` saw last.
  struct Gap {
    std::string source;
    std::uint64_t first = 0;
    std::uint64_t count = 0;  ///< 0: none
  };
  const Gap& gap() const { return gap_; }

 private:
  std::uint64_t& next_of(std::string_view source);

  const std::string name_;
  std::uint64_t next_ = 0;
  std::map<std::string, std::uint64_t, std::less<>> others_;  // next number, by source
  std::uint64_t missed_ = 0;
  Gap gap_;
};

}  // namespace omma::flow
