// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/pixels.hpp"

#include <gtest/gtest.h>

#include "runtime/frames/mat_allocator.hpp"

namespace omma {
namespace {

struct PixelsTest : ::testing::Test {
  std::unique_ptr<Slab> slab = std::move(*Slab::create(1 << 20));
};

TEST_F(PixelsTest, BeginWithTheirSlotAndTakeNoMoreThanTheirPacking) {
  const auto pixels = Pixels::create(*slab, {PixelFormat::Mono10p, 5, 3});
  ASSERT_TRUE(pixels) << pixels.error().text();
  EXPECT_EQ(pixels->bytes().size(), 19U);
  EXPECT_EQ(pixels->packing().stride, 0U);
  EXPECT_EQ(pixels->bytes().data(), pixels->slot()->bytes);
}

TEST_F(PixelsTest, SayTheStrideOfRowsThatBeginOnAByte) {
  EXPECT_EQ(Pixels::create(*slab, {PixelFormat::RGB8, 5, 3})->packing().stride, 15U);
  EXPECT_EQ(Pixels::create(*slab, {PixelFormat::Mono12p, 4, 3})->packing().stride, 6U);
  const auto padded = Pixels::create(*slab, {PixelFormat::RGB8, 5, 3, 16});
  EXPECT_EQ(padded->bytes().size(), 48U);
  EXPECT_EQ(padded->row(2).data(), padded->bytes().data() + 32);
  EXPECT_EQ(padded->row(2).size(), 15U);
}

TEST_F(PixelsTest, GiveTheirSlotBackWhenTheyAreNotSent) {
  { const auto pixels = Pixels::create(*slab, {PixelFormat::Mono8, 5, 3}); }
  EXPECT_EQ(slab->in_use(), 0U);
}

TEST_F(PixelsTest, ComeFromTheFrameMemoryOfTheStep) {
  EXPECT_EQ(Pixels::create({PixelFormat::Mono8, 5, 3}).error().code, Code::unavailable);
  const MatScope scope(slab.get());
  const auto pixels = Pixels::create({PixelFormat::Mono8, 5, 3});
  ASSERT_TRUE(pixels);
  EXPECT_EQ(pixels->slot()->slab, slab.get());
}

TEST_F(PixelsTest, AreRefusedWhereThereIsNoSuchPicture) {
  const struct {
    Packing packing;
    const char* text;
  } cases[] = {
      {{PixelFormat::Mono10p, 5, 3, 6}, "5 x 3 px of Mono10p with a stride of 6: its stride is"},
      {{PixelFormat::Tensor, 5, 3}, "its pixel format is not known"},
      {{PixelFormat::RGB8, 0x7FFFFFFF, 0x7FFFFFFF}, "its stride is shorter"},
      {{PixelFormat::RGB8, 100000, 100000}, "no room for 30000000000 bytes"}};
  for (const auto& each : cases) {
    const auto pixels = Pixels::create(*slab, each.packing);
    ASSERT_FALSE(pixels);
    EXPECT_NE(pixels.error().text().find(each.text), std::string::npos) << pixels.error().text();
  }
  EXPECT_EQ(Pixels::create(*slab, {PixelFormat::Mono8, 2000, 2000}).error().code, Code::exhausted);
}

}  // namespace
}  // namespace omma
