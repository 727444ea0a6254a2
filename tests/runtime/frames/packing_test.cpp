// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/packing.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace omma {
namespace {

using F = PixelFormat;

TEST(Packing, KnowsTheBitsOfAPixel) {
  const struct {
    F format;
    int bits;
  } cases[] = {{F::Mono8, 8},    {F::Mono10, 16},       {F::Mono10p, 10},    {F::Mono10Packed, 12},
               {F::Mono12p, 12}, {F::Mono12Packed, 12}, {F::BayerRG10p, 10}, {F::BayerGB12p, 12},
               {F::RGB8, 24},    {F::BGRa8, 32},        {F::RGB10p32, 32},   {F::YUV422_8, 16},
               {F::None, 0},     {F::Coord3D_C32f, 32}, {F::Tensor, 0}};
  for (const auto& each : cases)
    EXPECT_EQ(bits_per_pixel(each.format), each.bits) << name(each.format);
  EXPECT_EQ(bits_per_pixel(static_cast<F>(0x01080FFF)), 0);
}

TEST(Packing, AgreesWithTheMatrixOfEveryFormatThatHasOne) {
  for (const F format : picture_formats()) {
    EXPECT_EQ(packed(format), mat_type(format) == -1) << name(format);
    EXPECT_GT(bits_per_pixel(format), 0) << name(format);
    EXPECT_EQ(pixel_format(name(format)), format);
  }
  EXPECT_TRUE(packed(F::Mono12Packed));
  EXPECT_FALSE(packed(F::Mono12) || packed(F::None) || packed(F::Tensor));
}

TEST(Packing, CountsTheBytesOfAPicture) {
  const struct {
    F format;
    std::uint32_t width, height, padding;
    std::uint64_t bytes, stride;
  } cases[] = {{F::Mono8, 5, 3, 0, 15, 5},        {F::Mono8, 5, 3, 3, 24, 8},
               {F::Mono16, 5, 3, 0, 30, 10},      {F::BGR8, 5, 3, 1, 48, 16},
               {F::Mono10p, 5, 3, 0, 19, 0},      {F::Mono10p, 5, 3, 1, 24, 8},
               {F::Mono10p, 4, 3, 0, 15, 5},      {F::Mono12p, 5, 3, 0, 23, 0},
               {F::Mono12p, 4, 3, 0, 18, 6},      {F::Mono12Packed, 1, 1, 0, 2, 0},
               {F::Mono10Packed, 5, 3, 0, 23, 0}, {F::BayerBG12p, 6, 2, 2, 22, 11},
               {F::RGB10p32, 5, 3, 0, 60, 20},    {F::Mono10p, 0, 3, 0, 0, 0},
               {F::Tensor, 5, 3, 0, 0, 0}};
  for (const auto& each : cases) {
    SCOPED_TRACE(name(each.format));
    EXPECT_EQ(image_bytes(each.format, each.width, each.height, each.padding), each.bytes);
    EXPECT_EQ(stride_of(each.format, each.width, each.padding), each.stride);
  }
}

TEST(Packing, NeverCountsLessThanThereIsWhereANumberOverflows) {
  constexpr auto side = std::numeric_limits<std::uint32_t>::max();
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(image_bytes(F::RGB10p32, side, side), most);
  EXPECT_EQ(image_bytes(F::RGB10p32, side, side, side), most);
  EXPECT_EQ(bytes_of({F::Mono8, 1, side, side}), std::uint64_t{side} * side);
}

TEST(Packing, KnowsTheBitAtWhichARowBegins) {
  EXPECT_EQ(row_bit_offset({F::Mono10p, 5, 3, 0}, 2), 100U);
  EXPECT_EQ(row_bit_offset({F::Mono10p, 5, 3, 7}, 2), 112U);
  EXPECT_EQ(row_bit_offset({F::Mono12Packed, 3, 3, 0}, 1), 36U);
  EXPECT_EQ(row_bit_offset({F::BGR8, 5, 3, 0}, 1), 120U);
}

TEST(Packing, RefusesWhatNoHeaderMaySay) {
  const struct {
    Packing packing;
    const char* text;
  } cases[] = {{{F::Mono10p, 5, 3, 0}, nullptr},
               {{F::Mono10p, 5, 3, 7}, nullptr},
               {{F::Mono10p, 5, 3, 6}, "shorter than a row"},
               {{F::Mono8, 5, 3, 0}, "shorter than a row"},
               {{F::RGB10p32, 5, 3, 0}, "shorter than a row"},
               {{F::Mono16, 4, 4, 9}, "channel in two"},
               {{F::Mono8, 0x80000000, 1, 0x80000000}, "out of range"},
               {{F::Mono8, 1, 0x80000000, 1}, "out of range"},
               {{F::Tensor, 1, 1, 1}, "not known"},
               {{static_cast<F>(7), 1, 1, 1}, "not known"}};
  for (const auto& each : cases) {
    const auto checked = check(each.packing);
    EXPECT_EQ(checked.has_value(), each.text == nullptr);
    if (checked) continue;
    EXPECT_NE(checked.error().what.find(each.text), std::string::npos) << checked.error().what;
  }
}

}  // namespace
}  // namespace omma
