// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/pixel_format.hpp"

#include <opencv2/core/hal/interface.h>
#include <array>

namespace omma {
namespace {

struct Entry {
  PixelFormat format;
  std::string_view name;
  int mat_type;
};

constexpr int no_mat = -1;

constexpr std::array table{
    Entry{PixelFormat::Mono8, "Mono8", CV_8UC1},
    Entry{PixelFormat::Mono10, "Mono10", CV_16UC1},
    Entry{PixelFormat::Mono10Packed, "Mono10Packed", no_mat},
    Entry{PixelFormat::Mono10p, "Mono10p", no_mat},
    Entry{PixelFormat::Mono12, "Mono12", CV_16UC1},
    Entry{PixelFormat::Mono12Packed, "Mono12Packed", no_mat},
    Entry{PixelFormat::Mono12p, "Mono12p", no_mat},
    Entry{PixelFormat::Mono16, "Mono16", CV_16UC1},
    Entry{PixelFormat::BayerGR8, "BayerGR8", CV_8UC1},
    Entry{PixelFormat::BayerRG8, "BayerRG8", CV_8UC1},
    Entry{PixelFormat::BayerGB8, "BayerGB8", CV_8UC1},
    Entry{PixelFormat::BayerBG8, "BayerBG8", CV_8UC1},
    Entry{PixelFormat::BayerGR10p, "BayerGR10p", no_mat},
    Entry{PixelFormat::BayerRG10p, "BayerRG10p", no_mat},
    Entry{PixelFormat::BayerGB10p, "BayerGB10p", no_mat},
    Entry{PixelFormat::BayerBG10p, "BayerBG10p", no_mat},
    Entry{PixelFormat::BayerGR12p, "BayerGR12p", no_mat},
    Entry{PixelFormat::BayerRG12p, "BayerRG12p", no_mat},
    Entry{PixelFormat::BayerGB12p, "BayerGB12p", no_mat},
    Entry{PixelFormat::BayerBG12p, "BayerBG12p", no_mat},
    Entry{PixelFormat::BayerRG16, "BayerRG16", CV_16UC1},
    Entry{PixelFormat::RGB8, "RGB8", CV_8UC3},
    Entry{PixelFormat::BGR8, "BGR8", CV_8UC3},
    Entry{PixelFormat::RGBa8, "RGBa8", CV_8UC4},
    Entry{PixelFormat::BGRa8, "BGRa8", CV_8UC4},
    Entry{PixelFormat::RGB10p32, "RGB10p32", no_mat},
    Entry{PixelFormat::YUV422_8, "YUV422_8", CV_8UC2},
    Entry{PixelFormat::YUV422_8_UYVY, "YUV422_8_UYVY", CV_8UC2},
    Entry{PixelFormat::Coord3D_C32f, "Coord3D_C32f", CV_32FC1},
};

constexpr auto formats = [] {
  std::array<PixelFormat, table.size()> list{};
  for (std::size_t i = 0; i < table.size(); ++i) list[i] = table[i].format;
  return list;
}();

const Entry* find(PixelFormat format) {
  for (const Entry& entry : table) {
    if (entry.format == format) return &entry;
  }
  return nullptr;
}

}  // namespace

std::string_view name(PixelFormat format) {
  if (format == PixelFormat::None) return "None";
  if (format == PixelFormat::Tensor) return "Tensor";
  const Entry* entry = find(format);
  return entry == nullptr ? "unknown" : entry->name;
}

std::optional<PixelFormat> pixel_format(std::string_view name) {
  if (name == "None") return PixelFormat::None;
  if (name == "Tensor") return PixelFormat::Tensor;
  for (const Entry& entry : table) {
    if (entry.name == name) return entry.format;
  }
  return std::nullopt;
}

std::span<const PixelFormat> picture_formats() { return formats; }

int bits_per_pixel(PixelFormat format) {
  // Bits 16 to 23 of a code are the bits that a pixel occupies (PFNC 2.4, 32-bit value layout).
  return find(format) == nullptr ? 0 : static_cast<int>(static_cast<unsigned>(format) >> 16 & 0xFF);
}

int mat_type(PixelFormat format) {
  const Entry* entry = find(format);
  return entry == nullptr ? no_mat : entry->mat_type;
}

bool packed(PixelFormat format) {
  const Entry* entry = find(format);
  return entry != nullptr && entry->mat_type == no_mat;
}

PixelFormat format_of_mat(int mat_type) {
  switch (mat_type) {
    case CV_8UC1: return PixelFormat::Mono8;
    case CV_8UC3: return PixelFormat::BGR8;
    case CV_8UC4: return PixelFormat::BGRa8;
    case CV_16UC1: return PixelFormat::Mono16;
    default: return PixelFormat::Tensor;
  }
}

}  // namespace omma
