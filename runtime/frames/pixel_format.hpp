// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace omma {

/// Pixel formats by their GenICam names; the values are the 32-bit codes of the
/// Pixel Format Naming Convention (EMVA, PFNC 2.4, table of values).
/// `Tensor` and `None` are ours: any shape and element type, and a frame without pixels.
enum class PixelFormat : std::uint32_t {
  None = 0,
  Mono8 = 0x01080001,
  Mono10 = 0x01100003,
  Mono10Packed = 0x010C0004,  ///< GigE Vision: two pixels in three bytes
  Mono10p = 0x010A0046,
  Mono12 = 0x01100005,
  Mono12Packed = 0x010C0006,  ///< GigE Vision: two pixels in three bytes
  Mono12p = 0x010C0047,
  Mono16 = 0x01100007,
  BayerGR8 = 0x01080008,
  BayerRG8 = 0x01080009,
  BayerGB8 = 0x0108000A,
  BayerBG8 = 0x0108000B,
  BayerGR10p = 0x010A0056,
  BayerRG10p = 0x010A0058,
  BayerGB10p = 0x010A0054,
  BayerBG10p = 0x010A0052,
  BayerGR12p = 0x010C0057,
  BayerRG12p = 0x010C0059,
  BayerGB12p = 0x010C0055,
  BayerBG12p = 0x010C0053,
  BayerRG16 = 0x0110002F,
  RGB8 = 0x02180014,
  BGR8 = 0x02180015,
  RGBa8 = 0x02200016,
  BGRa8 = 0x02200017,
  RGB10p32 = 0x0220001D,
  YUV422_8 = 0x02100032,
  YUV422_8_UYVY = 0x0210001F,
  Coord3D_C32f = 0x012000BF,
  Tensor = 0xFFFFFFFF
};

/// The name as GenICam writes it, e.g. "BayerRG8".
std::string_view name(PixelFormat format);

std::optional<PixelFormat> pixel_format(std::string_view name);

/// All formats that are pictures (neither `None` nor `Tensor`).
std::span<const PixelFormat> picture_formats();

/// Bits from one pixel to the next; 0 for `None`, `Tensor` and what is not known.
int bits_per_pixel(PixelFormat format);

/// The type that a `cv::Mat` of this format has (CV_8UC1, CV_8UC3 ...); -1 for `None`, `Tensor` and
/// packed formats.
int mat_type(PixelFormat format);

/// Its pixels or channels need not begin on a byte: no `cv::Mat` holds them.
bool packed(PixelFormat format);

/// What a `cv::Mat` of this type holds when nobody says more: CV_8UC1 is Mono8, CV_8UC3 is BGR8
/// (OpenCV's order), CV_16UC1 is Mono16, CV_8UC4 is BGRa8, CV_32FC1 is Coord3D_C32f's
/// plain sibling, a Tensor; anything else is a Tensor too.
PixelFormat format_of_mat(int mat_type);

}  // namespace omma
