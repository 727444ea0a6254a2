// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/packing.hpp"

#include <opencv2/core/cvdef.h>
#include <limits>

namespace omma {
namespace {

constexpr std::uint32_t largest_side = std::numeric_limits<std::int32_t>::max();  // as in OpenCV
constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::uint64_t bits_of(PixelFormat format) {
  return static_cast<std::uint64_t>(bits_per_pixel(format));
}

/// At most `most`.
std::uint64_t times(std::uint64_t left, std::uint64_t right) {
  return right != 0 && left > most / right ? most : left * right;
}

std::uint64_t whole_bytes(std::uint64_t bits) { return bits / 8 + (bits % 8 != 0 ? 1 : 0); }

}  // namespace

std::uint64_t row_bytes(PixelFormat format, std::uint32_t width) {
  return whole_bytes(width * bits_of(format));
}

std::uint64_t stride_of(PixelFormat format, std::uint32_t width, std::uint32_t padding) {
  const bool stream = padding == 0 && width * bits_of(format) % 8 != 0;
  return stream ? 0 : row_bytes(format, width) + padding;
}

std::uint64_t bytes_of(const Packing& packing) {
  if (packing.stride != 0) return times(packing.stride, packing.height);
  const std::uint64_t pixels = times(packing.width, packing.height);
  const std::uint64_t bits = times(pixels, bits_of(packing.format));
  return bits == most ? most : whole_bytes(bits);
}

std::uint64_t image_bytes(PixelFormat format, std::uint32_t width, std::uint32_t height,
                          std::uint32_t padding) {
  const std::uint64_t row = padding == 0 ? 0 : stride_of(format, width, padding);
  return row == 0 ? bytes_of({format, width, height}) : times(row, height);
}

std::uint64_t row_bit_offset(const Packing& packing, std::uint32_t row) {
  if (packing.stride != 0) return times(std::uint64_t{packing.stride} * 8, row);
  return times(std::uint64_t{packing.width} * row, bits_of(packing.format));
}

Result<void> check(const Packing& packing) {
  const auto [format, width, height, stride] = packing;
  const auto bad = [](const char* what) { return fail(Code::invalid, what); };
  if (bits_of(format) == 0) return bad("its pixel format is not known");
  if (width > largest_side || height > largest_side) return bad("its size is out of range");
  const bool stream = stride == 0 && bits_of(format) % 8 != 0;
  if (!stream && stride < row_bytes(format, width))
    return bad("its stride is shorter than a row of pixels");
  const int type = mat_type(format);
  if (type >= 0 && stride % CV_ELEM_SIZE1(type) != 0)
    return bad("its stride cuts a pixel's channel in two");
  return {};
}

}  // namespace omma
