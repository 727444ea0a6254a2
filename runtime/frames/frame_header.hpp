// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/frames/frame.hpp"

namespace omma {

/// Everything that a frame says but its pixels and notes.
struct Header {
  std::string_view source;
  std::uint64_t sequence = 0;
  std::uint32_t part = 0;
  Times times;
  PixelFormat format = PixelFormat::None;
  std::uint32_t width = 0;   ///< px
  std::uint32_t height = 0;  ///< px
  std::uint32_t stride = 0;  ///< bytes; 0 = rows need not begin on a byte
  DType dtype = DType::uint8;
  std::span<const std::uint32_t> shape;
  Status status = Status::complete;
  std::span<const RowRange> missing;
};

/// The frame of this header and of the pixels in the first `bytes` of a slot, if it has any. The
/// header lies in a slot of `slab`, which no other process writes; the pixels are not written any
/// more.
Result<Frame> seal(Slab& slab, const Header& header, const SlotRef& pixels = {},
                   std::size_t bytes = 0);

}  // namespace omma
