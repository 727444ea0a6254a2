// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/actor.hpp"
#include "runtime/frames/copies.hpp"
#include "runtime/frames/frame_verify.hpp"
#include "tests/support/bench.hpp"

namespace omma {
namespace {

using testing::Bench;

constexpr std::array<std::uint8_t, 19> foreign{1, 2, 3, 4, 5, 6, 7, 8, 9};

/// Copies what a decoder of its own keeps.
struct Packer {
  Result<Pixels> process() {
    auto pixels = Pixels::create({PixelFormat::Mono10p, 5, 3});
    if (pixels) std::memcpy(pixels->bytes().data(), foreign.data(), foreign.size());
    return pixels;
  }
};

/// 12 bits of two pixels in three bytes.
struct Unpack {
  Result<cv::Mat> process(const Frame& frame) const {
    cv::Mat image(frame.height(), frame.width(), CV_16UC1);
    const auto bytes = frame.pixels();
    const auto byte = [&](std::size_t at) { return std::to_integer<unsigned>(bytes[at]); };
    for (std::size_t i = 0; i < image.total(); ++i) {
      const std::size_t at = i * 12 / 8;
      const unsigned pixel =
          i % 2 == 0 ? byte(at) | (byte(at + 1) & 15U) << 8 : byte(at) >> 4 | byte(at + 1) << 4;
      image.at<std::uint16_t>(static_cast<int>(i)) = static_cast<std::uint16_t>(pixel);
    }
    return image;
  }
};

/// A device writes rows of 8 bytes.
struct Padded {
  Result<Sample> process(const Frame&) const {
    Sample sample;
    auto pixels = Pixels::create({PixelFormat::Mono8, 5, 3, 8});
    if (!pixels) return tl::make_unexpected(pixels.error());
    for (std::uint32_t row = 0; row < 3; ++row)
      std::ranges::fill(pixels->row(row), static_cast<std::byte>(row + 1));
    sample.pixels = std::move(*pixels);
    sample.notes.attributes = {{"gain", 2.0}};
    sample.status = Status::incomplete;
    sample.missing = {{2, 1}};
    return sample;
  }
};

struct Look {
  cv::Mat process(const cv::Mat& image) const { return image.clone(); }
};

struct Burst {
  std::vector<Pixels> process(const Frame& frame) const {
    std::vector<Pixels> pixels;
    const auto width = static_cast<std::uint32_t>(frame.width());
    const auto height = static_cast<std::uint32_t>(frame.height());
    for (int i = 0; i < 2; ++i)
      pixels.push_back(*Pixels::create({PixelFormat::Mono12p, width, height}));
    return pixels;
  }
};

Frame frame_of(Slab& slab, const Packing& packing, std::span<const std::uint8_t> bytes) {
  const auto pixels = Pixels::create(slab, packing);
  std::memcpy(pixels->bytes().data(), bytes.data(), bytes.size());
  Header header;
  header.source = "camera";
  header.format = packing.format;
  header.width = packing.width;
  header.height = packing.height;
  header.stride = pixels->packing().stride;
  return *seal(slab, header, pixels->slot(), pixels->bytes().size());
}

void expect_sound(const Frame& frame) {
  EXPECT_TRUE(verify_header(frame.header()->contents(), frame.pixels().size()));
}

TEST(PixelsResult, SendsAForeignBufferInTheSlotThatItWasWrittenInto) {
  Bench<Packer> bench(Declare<Packer>("p", "Doc.", outputs("image")));
  EXPECT_EQ(bench.kind.contract.outputs[0].payload, Payload::picture);
  const Copies before = copies();
  ASSERT_TRUE(bench.step({}));
  EXPECT_EQ(copies().bytes, before.bytes);
  const Frame& frame = bench.outputs.sent.at(0).frame;
  EXPECT_EQ(frame.format(), PixelFormat::Mono10p);
  EXPECT_EQ(frame.width(), 5);
  EXPECT_EQ(frame.height(), 3);
  EXPECT_EQ(frame.stride(), 0U);
  EXPECT_EQ(frame.identity().source, "me");
  EXPECT_TRUE(std::ranges::equal(frame.pixels(), std::as_bytes(std::span(foreign))));
  expect_sound(frame);
}

TEST(PixelsResult, PackedPicturesReachAnActorThatTakesFrames) {
  Bench<Unpack> bench(Declare<Unpack>("u", "Doc.", inputs("frame"), outputs("image")));
  constexpr std::uint8_t packed[] = {0xBC, 0x3A, 0x12, 0xFF, 0x0F};  // 0xABC 0x123 0xFFF
  ASSERT_TRUE(bench.step({frame_of(*bench.slab, {PixelFormat::Mono12p, 3, 1}, packed)}));
  const cv::Mat image = bench.outputs.sent.at(0).frame.mat();
  EXPECT_EQ(image.at<std::uint16_t>(0), 0xABC);
  EXPECT_EQ(image.at<std::uint16_t>(1), 0x123);
  EXPECT_EQ(image.at<std::uint16_t>(2), 0xFFF);
}

TEST(PixelsResult, KeepsTheGapsBetweenRowsAndWhatASampleSays) {
  Bench<Padded> bench(Declare<Padded>("p", "Doc.", inputs("frame"), outputs("image")));
  ASSERT_TRUE(bench.step({bench.picture(3, 5)}));
  const Frame& frame = bench.outputs.sent.at(0).frame;
  EXPECT_EQ(frame.stride(), 8U);
  EXPECT_EQ(frame.pixels().size(), 24U);
  EXPECT_EQ(frame.identity(), (Identity{"camera", 5, 0}));
  EXPECT_EQ(frame.number("gain"), 2.0);
  EXPECT_EQ(frame.status(), Status::incomplete);
  EXPECT_EQ(frame.missing().size(), 1U);
  EXPECT_EQ(frame.mat().at<uchar>(2, 4), 3);
  expect_sound(frame);
}

TEST(PixelsResult, PaddedRowsReachAnActorAsTheMatrixThatTheyAre) {
  Bench<Padded> padded(Declare<Padded>("p", "Doc.", inputs("frame"), outputs("image")));
  Bench<Look> bench(Declare<Look>("l", "Doc.", inputs("image"), outputs("image")));
  ASSERT_TRUE(padded.step({padded.picture(3, 5)}));
  ASSERT_TRUE(bench.step({padded.outputs.sent.at(0).frame}));
  const Frame& frame = bench.outputs.sent.at(0).frame;
  EXPECT_EQ(frame.stride(), 5U);
  EXPECT_EQ(frame.mat().at<uchar>(1, 4), 2);
}

TEST(PixelsResult, NumbersThePartsAndKeepsRegionsOfTheSameSize) {
  Bench<Burst> bench(Declare<Burst>("b", "Doc.", inputs("frame"), outputs("image")));
  Notes notes;
  notes.regions = {{cv::Rect2f(1, 1, 2, 2), "dot", 1.0F, -1, -1, {}}};
  ASSERT_TRUE(bench.step({*bench.picture(3, 5).with(notes, "finder")}));
  ASSERT_EQ(bench.outputs.sent.size(), 2U);
  EXPECT_EQ(bench.outputs.sent[1].frame.identity().part, 1U);
  EXPECT_EQ(bench.outputs.sent[1].frame.pixels().size(), 23U);
  EXPECT_EQ(bench.outputs.sent[1].frame.regions(), notes.regions);
}

TEST(PixelsResult, APackedPictureIsRefusedWhereAMatrixIsTaken) {
  constexpr std::uint8_t bytes[5] = {};
  const char* text = "takes pictures that are not packed; frame 0 of 'camera' is Mono12p; unpack";
  Bench<Look> any(Declare<Look>("l", "Doc.", inputs("image"), outputs("image")));
  const auto done = any.step({frame_of(*any.slab, {PixelFormat::Mono12p, 3, 1}, bytes)});
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().what.find(text), std::string::npos) << done.error().what;
  Bench<Look> named(
      Declare<Look>("l", "Doc.", inputs(port("image").of(PixelFormat::Mono12p)), outputs("image")));
  const auto again = named.step({frame_of(*named.slab, {PixelFormat::Mono12p, 3, 1}, bytes)});
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().what.find("a cv::Mat " + std::string(text)), std::string::npos)
      << again.error().what;
}

}  // namespace
}  // namespace omma
