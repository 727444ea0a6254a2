// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/frames/frame.hpp"

namespace omma {

/// Everything in a frame's header but the pixels' bytes.
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

/// Room in a slot for `pixel_bytes` of pixels and any header with a source name of usual length.
std::size_t slot_bytes(std::size_t pixel_bytes);

/// Where the pixels of a frame of `pixel_bytes` lie in a slot; known before anything is written,
/// because a FlatBufferBuilder grows downwards and the pixels are its first object. 64-byte
/// aligned.
std::byte* pixel_address(const Slot& slot, std::size_t pixel_bytes);

/// Writes the header in front of the pixels, which stay untouched, and marks the slot as sent.
/// Fails when the header does not fit in front of the pixels.
Result<void> seal(Slot& slot, const Header& header, std::size_t pixel_bytes);

}  // namespace omma
