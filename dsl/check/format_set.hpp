// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/frames/pixel_format.hpp"

namespace omma::dsl {

/// A set of pixel formats, in the order of the table of formats.
class FormatSet {
 public:
  /// Every format.
  FormatSet();

  /// These; every format when the list is empty, as contracts have it.
  explicit FormatSet(const std::vector<PixelFormat>& formats);

  bool empty() const { return bits_ == 0; }
  bool every() const;
  bool within(const FormatSet& other) const { return (bits_ & ~other.bits_) == 0; }
  bool contains(PixelFormat format) const;

  std::vector<PixelFormat> formats() const;

  /// "Mono8 or BGR8", "every format"
  std::string text() const;

  friend FormatSet operator&(FormatSet left, const FormatSet& right) {
    left.bits_ &= right.bits_;
    return left;
  }
  friend bool operator==(const FormatSet&, const FormatSet&) = default;

 private:
  std::uint32_t bits_;
};

/// The names of all formats.
std::vector<std::string> format_names();

}  // namespace omma::dsl
