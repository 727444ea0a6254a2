// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/contract/contract.hpp"

namespace omma::dsl {

/// A set of pixel formats, in the order of the table of formats.
class FormatSet {
 public:
  /// Every format.
  FormatSet();

  /// These; every format when the list is empty, as contracts have it.
  explicit FormatSet(const std::vector<PixelFormat>& formats);

  bool empty() const { return bits_ == 0; }
  /// Every format that is not packed, or all.
  bool every() const;
  bool within(const FormatSet& other) const { return (bits_ & ~other.bits_) == 0; }
  bool contains(PixelFormat format) const;

  std::vector<PixelFormat> formats() const;

  /// "Mono8 or BGR8", "every format", "every format that is not packed"
  std::string text() const;

  friend FormatSet operator&(FormatSet left, const FormatSet& right) {
    left.bits_ &= right.bits_;
    return left;
  }
  friend bool operator==(const FormatSet&, const FormatSet&) = default;

 private:
  std::uint64_t bits_;
};

/// What an input takes. One for pictures takes packed formats only by name: pixels that need not
/// begin on a byte are no array.
FormatSet taken_by(const Port& input);

/// The names of all formats.
std::vector<std::string> format_names();

}  // namespace omma::dsl
