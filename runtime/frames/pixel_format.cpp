// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/pixel_format.hpp"

#include <opencv2/core/hal/interface.h>
#include <array>

namespace omma {
namespace {

struct Entry {
  PixelFormat format;
  std::string_view name;
  int bytes;
  int mat_type;
};

constexpr std::array table{
    Entry{PixelFormat::Mono8, "Mono8", 1, CV_8UC1},
    Entry{PixelFormat::Mono10, "Mono10", 2, CV_16UC1},
    Entry{PixelFormat::Mono12, "Mono12", 2, CV_16UC1},
    Entry{PixelFormat::Mono16, "Mono16", 2, CV_16UC1},
    Entry{PixelFormat::BayerGR8, "BayerGR8", 1, CV_8UC1},
    Entry{PixelFormat::BayerRG8, "BayerRG8", 1, CV_8UC1},
    Entry{PixelFormat::BayerGB8, "BayerGB8", 1, CV_8UC1},
    Entry{PixelFormat::BayerBG8, "BayerBG8", 1, CV_8UC1},
    Entry{PixelFormat::BayerRG16, "BayerRG16", 2, CV_16UC1},
    Entry{PixelFormat::RGB8, "RGB8", 3, CV_8UC3},
    Entry{PixelFormat::BGR8, "BGR8", 3, CV_8UC3},
    Entry{PixelFormat::RGBa8, "RGBa8", 4, CV_8UC4},
    Entry{PixelFormat::BGRa8, "BGRa8", 4, CV_8UC4},
    Entry{PixelFormat::YUV422_8, "YUV422_8", 2, CV_8UC2},
    Entry{PixelFormat::YUV422_8_UYVY, "YUV422_8_UYVY", 2, CV_8UC2},
    Entry{PixelFormat::Coord3D_C32f, "Coord3D_C32f", 4, CV_32FC1},
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

int bytes_per_pixel(PixelFormat format) {
  const Entry* entry = find(format);
  return entry == nullptr ? 0 : entry->bytes;
}

int mat_type(PixelFormat format) {
  const Entry* entry = find(format);
  return entry == nullptr ? -1 : entry->mat_type;
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
