// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "runtime/base/error.hpp"
#include "runtime/frames/pixel_format.hpp"

namespace omma {

/// How the pixels of a picture lie in memory.
struct Packing {
  PixelFormat format = PixelFormat::None;
  std::uint32_t width = 0;   ///< px
  std::uint32_t height = 0;  ///< px
  /// Bytes from one row to the next. 0 = nothing lies between rows; those of a packed format are
  /// one stream of bits then, and need not begin on a byte.
  std::uint32_t stride = 0;

  friend bool operator==(const Packing&, const Packing&) = default;
};

/// Bytes that one row takes when it begins on a byte.
std::uint64_t row_bytes(PixelFormat format, std::uint32_t width);

/// Bytes from one row to the next with so many bytes of `padding` behind each. 0 where rows need
/// not begin on a byte: a packed format without padding whose rows are no whole bytes.
std::uint64_t stride_of(PixelFormat format, std::uint32_t width, std::uint32_t padding = 0);

/// Bytes of a whole picture; more than any memory holds where the number would overflow.
std::uint64_t bytes_of(const Packing& packing);

/// As `bytes_of`, with so many bytes of `padding` behind each row, as GenICam's PaddingX counts
/// them: a 5 x 3 picture of Mono10p has 19 bytes without, and 3 x (7 + 1) with one byte of it.
std::uint64_t image_bytes(PixelFormat format, std::uint32_t width, std::uint32_t height,
                          std::uint32_t padding = 0);

/// The bit at which a row begins, counted from the first bit of the picture.
std::uint64_t row_bit_offset(const Packing& packing, std::uint32_t row);

/// Whether a header may say so: a known format, sides that OpenCV counts, and a stride that holds
/// a row; only rows of a bit stream have none.
Result<void> check(const Packing& packing);

}  // namespace omma
