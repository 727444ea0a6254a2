// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "runtime/frames/copies.hpp"
#include "runtime/frames/frame_layout.hpp"
#include "runtime/frames/frame_verify.hpp"
#include "runtime/frames/packing.hpp"

namespace omma {
namespace {

struct FrameTest : ::testing::Test {
  std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));

  Frame picture(PixelFormat format = PixelFormat::BGR8, std::uint32_t width = 20,
                std::uint32_t height = 10) {
    Header header;
    header.source = "camera";
    header.sequence = 7;
    header.times = {11, 22, Clock::camera, 33};
    header.format = format;
    header.width = width;
    header.height = height;
    header.stride = static_cast<std::uint32_t>(stride_of(format, width));
    return sealed(header, image_bytes(format, width, height));
  }

  /// A frame of this header before so many bytes.
  Frame sealed(const Header& header, std::size_t bytes) {
    SlotRef slot = *slab->take(slot_bytes(bytes));
    EXPECT_TRUE(seal(*slot.get(), header, bytes));
    return Frame(slot);
  }

  static std::span<const std::byte> bytes_of(const Frame& frame) {
    return {frame.picture()->buffer, frame.picture()->buffer_size};
  }
};

using FrameVerify = FrameTest;

TEST_F(FrameTest, SaysWhatItsHeaderSays) {
  const Frame frame = picture();
  EXPECT_EQ(frame.identity(), (Identity{"camera", 7, 0}));
  EXPECT_EQ(frame.times().capture_ns, 11);
  EXPECT_EQ(frame.times().arrival_ns, 22);
  EXPECT_EQ(frame.times().clock, Clock::camera);
  EXPECT_EQ(frame.times().clock_error_ns, 33);
  EXPECT_EQ(frame.format(), PixelFormat::BGR8);
  EXPECT_EQ(frame.width(), 20);
  EXPECT_EQ(frame.height(), 10);
  EXPECT_EQ(frame.stride(), 60U);
  EXPECT_EQ(frame.pixels().size(), 600U);
  EXPECT_EQ(frame.status(), Status::complete);
}

TEST_F(FrameTest, LeavesPixelsUntouchedThatWereWrittenBeforeItsHeader) {
  Header header;
  header.source = "camera";
  header.format = PixelFormat::Mono8;
  header.width = header.stride = 1000;
  header.height = 3;
  SlotRef slot = *slab->take(slot_bytes(3000));
  std::byte* pixels = pixel_address(*slot.get(), 3000);
  for (int i = 0; i < 3000; ++i) pixels[i] = static_cast<std::byte>(i % 251);
  ASSERT_TRUE(seal(*slot.get(), header, 3000));
  const Frame frame(slot);
  EXPECT_EQ(frame.pixels().data(), pixels);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(pixels) % 64, 0U);
  for (int i = 0; i < 3000; ++i)
    ASSERT_EQ(frame.pixels()[static_cast<std::size_t>(i)], static_cast<std::byte>(i % 251));
}

TEST_F(FrameTest, GivesOpenCvTheVeryPixelsAndKeepsThemAsLongAsTheMatrixLives) {
  Frame frame = picture();
  cv::Mat mat = frame.mat();
  EXPECT_EQ(static_cast<const void*>(mat.data), frame.pixels().data());
  EXPECT_EQ(mat.type(), CV_8UC3);
  const auto held = slab->in_use();
  frame = Frame();
  EXPECT_EQ(slab->in_use(), held);
  mat.release();
  EXPECT_EQ(slab->in_use(), 0U);
}

TEST_F(FrameTest, LetsItsOnlyHolderWriteAndGivesOthersACopy) {
  const Frame frame = picture();
  EXPECT_EQ(static_cast<const void*>(frame.writable_mat().data), frame.pixels().data());
  const auto before = copies();
  const std::vector<Frame> holders{frame};
  EXPECT_NE(static_cast<const void*>(frame.writable_mat().data), frame.pixels().data());
  EXPECT_EQ(copies().bytes - before.bytes, frame.pixels().size());
}

TEST_F(FrameTest, ChainsNotesWithoutCopyingPixels) {
  const Frame frame = picture();
  const auto before = copies();
  Notes found;
  found.regions = {{cv::Rect2f(1, 2, 3, 4), "person", 0.5F, -1, -1, {}},
                   {cv::Rect2f(5, 6, 7, 8), "car", 0.25F, 9, 0, {}}};
  found.regions[1].tensors.push_back(
      {"embedding", DType::float32, {2}, std::vector<std::byte>(8, std::byte{1})});
  const Frame noted = *frame.with(found, "people");
  Notes counted;
  counted.attributes = {{"count", 2.0}, {"place", std::string("door")}};
  const Frame twice = *noted.with(counted, "count");
  EXPECT_EQ(twice.pixels().data(), frame.pixels().data());
  EXPECT_TRUE(frame.regions().empty());
  EXPECT_EQ(twice.regions(), found.regions);
  EXPECT_EQ(twice.number("count"), 2.0);
  EXPECT_EQ(twice.attributes(), counted.attributes);
  EXPECT_EQ(copies().pixels, before.pixels);
}

TEST_F(FrameTest, LetsLaterRegionsReplaceEarlierOnesWhenTheirNotesSaySo) {
  Notes found;
  found.regions.resize(3);
  Notes tracked;
  tracked.regions.resize(1);
  tracked.regions[0].track_id = 4;
  const Frame added = *picture().with(found, "people")->with(tracked, "faces");
  EXPECT_EQ(added.regions().size(), 4U);
  tracked.replaces_regions = true;
  const Frame replaced = *picture().with(found, "people")->with(tracked, "track");
  EXPECT_EQ(replaced.regions(), tracked.regions);
}

TEST_F(FrameTest, GivesAWholeChainBackWhenTheLastHolderLetsGo) {
  {
    Frame frame = picture();
    for (int i = 0; i < 10'000; ++i) frame = *frame.with(Notes{}, "again");
    EXPECT_GT(slab->in_use(), 10'000U * 512);
  }
  EXPECT_EQ(slab->in_use(), 0U);
}

TEST_F(FrameTest, RefusesASourceNameThatDoesNotFit) {
  const std::string name(5000, 'x');
  Header header;
  header.source = name;
  SlotRef slot = *slab->take(slot_bytes(0));
  const auto sealed = seal(*slot.get(), header, 0);
  ASSERT_FALSE(sealed);
  EXPECT_NE(sealed.error().what.find("shorter"), std::string::npos);
}

TEST_F(FrameVerify, AcceptsWhatSealWrote) {
  for (const PixelFormat format : picture_formats())
    EXPECT_TRUE(verify_frame(bytes_of(picture(format))));
}

TEST_F(FrameVerify, RefusesBuffersThatAreCutShort) {
  const Frame frame = picture();
  const auto bytes = bytes_of(frame);
  const std::size_t end = bytes.size() - 64;  // behind the pixels there may be padding
  for (std::size_t size = 0; size < end; size += 13) {
    EXPECT_FALSE(verify_frame(bytes.first(size))) << size;
  }
}

TEST_F(FrameVerify, NeverLetsAFlippedBitLeadOutsideOfTheBuffer) {
  const Frame frame = picture();
  const auto bytes = bytes_of(frame);
  std::vector<std::byte> copy(bytes.begin(), bytes.end());
  const std::size_t header = bytes.size() - frame.pixels().size();
  for (std::size_t bit = 0; bit < header * 8; ++bit) {
    copy[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
    if (const auto admitted = admit_frame(*slab, copy)) {
      const auto pixels = admitted->pixels();
      EXPECT_LE(pixels.data() + pixels.size(),
                admitted->picture()->bytes + admitted->picture()->capacity);
      EXPECT_LE(admitted->stride() * static_cast<std::size_t>(admitted->height()), pixels.size());
      EXPECT_GE(admitted->mat().total(), 0U);
    }
    copy[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
  }
}

TEST_F(FrameVerify, AdmitsFramesFromOutsideWithTheirPixels) {
  const Frame frame = picture(PixelFormat::Mono8, 64, 64);
  std::memset(const_cast<std::byte*>(frame.pixels().data()), 42, frame.pixels().size());
  const Frame admitted = *admit_frame(*slab, bytes_of(frame));
  EXPECT_NE(admitted.pixels().data(), frame.pixels().data());
  EXPECT_EQ(admitted.identity(), frame.identity());
  EXPECT_EQ(std::memcmp(admitted.pixels().data(), frame.pixels().data(), 4096), 0);
}

TEST_F(FrameVerify, RefusesAStrideThatCutsAChannelInTwo) {
  Header header;
  header.source = "camera";
  header.format = PixelFormat::Mono16;
  header.width = header.height = 4;
  header.stride = 9;
  const auto verified = verify_frame(bytes_of(sealed(header, 36)));
  ASSERT_FALSE(verified);
  EXPECT_NE(verified.error().what.find("channel"), std::string::npos);
}

TEST_F(FrameVerify, RefusesATensorLargerThanOpenCvCounts) {
  Header header;
  header.source = "network";
  header.format = PixelFormat::Tensor;
  constexpr std::uint32_t shape[] = {0, 0xF0000000};
  header.shape = shape;
  EXPECT_FALSE(verify_frame(bytes_of(sealed(header, 0))));
}

TEST_F(FrameTest, GivesOpenCvNothingOfATensorWithoutElements) {
  Header header;
  header.source = "network";
  header.format = PixelFormat::Tensor;
  constexpr std::uint32_t shape[] = {4, 4, 0};
  header.shape = shape;
  EXPECT_TRUE(sealed(header, 64).mat().empty());
}

TEST_F(FrameVerify, RefusesAHeaderThatPromisesMorePixelsThanThereAre) {
  Header header;
  header.source = "liar";
  header.format = PixelFormat::RGB8;
  header.width = 100;
  header.stride = 300;
  header.height = 1000;
  const auto verified = verify_frame(bytes_of(sealed(header, 3000)));
  ASSERT_FALSE(verified);
  EXPECT_NE(verified.error().what.find("fewer bytes"), std::string::npos);
}

}  // namespace
}  // namespace omma
