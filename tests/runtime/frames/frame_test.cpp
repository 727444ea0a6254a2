// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "runtime/frames/copies.hpp"
#include "runtime/frames/frame_header.hpp"
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

  /// A frame of this header and so many bytes.
  Frame sealed(const Header& header, std::size_t bytes) {
    return *seal(*slab, header, bytes == 0 ? SlotRef() : *slab->take(bytes), bytes);
  }

  static Result<void> verified(const Frame& frame) {
    return verify_header(frame.header()->contents(), frame.pixels().size());
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

TEST_F(FrameTest, HasItsPixelsAloneInASlotAtAMultipleOf512Bytes) {
  for (const std::uint32_t width : {1U, 20U, 150U, 1000U}) {
    const Frame frame = picture(PixelFormat::BGR8, width, 3);
    const Slot& slot = *frame.pixel_slot();
    EXPECT_EQ(frame.pixels().data(), slot.bytes);
    EXPECT_EQ(frame.pixels().size(), width * 9);
    EXPECT_EQ(slab->offset(slot) % 512, 0U);
    EXPECT_NE(&slot, frame.header().get());
  }
}

TEST_F(FrameTest, TakesNoSlotForPixelsThatItHasNot) {
  const Frame frame = sealed({}, 0);
  EXPECT_EQ(frame.pixel_slot(), nullptr);
  EXPECT_TRUE(frame.pixels().empty());
  EXPECT_TRUE(frame.writable_mat().empty());
  EXPECT_EQ(slab->in_use(), frame.header()->capacity);
}

TEST_F(FrameTest, SharesThePixelsWithAFrameOfAnotherHeader) {
  Frame first = picture();
  Header header;
  header.source = "camera";
  header.sequence = 8;
  Frame second = *seal(*slab, header, SlotRef(first.pixel_slot()), first.pixels().size());
  EXPECT_EQ(second.pixels().data(), first.pixels().data());
  EXPECT_EQ(first.sequence(), 7U);
  EXPECT_EQ(second.sequence(), 8U);
  EXPECT_NE(static_cast<const void*>(first.writable_mat().data), first.pixels().data());
  second.reset();
  EXPECT_EQ(static_cast<const void*>(first.writable_mat().data), first.pixels().data());
  first.reset();
  EXPECT_EQ(slab->in_use(), 0U);
}

TEST_F(FrameTest, GivesOpenCvTheVeryPixelsAndKeepsThemAsLongAsTheMatrixLives) {
  Frame frame = picture();
  cv::Mat mat = frame.mat();
  EXPECT_EQ(static_cast<const void*>(mat.data), frame.pixels().data());
  EXPECT_EQ(mat.type(), CV_8UC3);
  const Slot& pixels = *frame.pixel_slot();
  frame = Frame();
  EXPECT_EQ(slab->in_use(), pixels.capacity);
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

TEST_F(FrameTest, TakesASourceNameOfAnyLength) {
  const std::string name(5000, 'x');
  Header header;
  header.source = name;
  EXPECT_EQ(sealed(header, 10).identity().source, name);
}

TEST_F(FrameVerify, AcceptsWhatSealWrote) {
  for (const PixelFormat format : picture_formats()) EXPECT_TRUE(verified(picture(format)));
}

TEST_F(FrameVerify, RefusesBuffersThatAreCutShort) {
  const Frame frame = picture();
  const auto header = frame.header()->contents();
  for (std::size_t size = 0; size < header.size() - 8; ++size)  // at its end there may be padding
    EXPECT_FALSE(verify_header(header.first(size), frame.pixels().size())) << size;
  for (std::size_t size = 0; size < frame.pixels().size(); ++size)
    EXPECT_FALSE(admit_frame(*slab, header, frame.pixels().first(size))) << size;
}

TEST_F(FrameVerify, NeverLetsAFlippedBitLeadOutsideOfTheBuffer) {
  const Frame frame = picture();
  const auto header = frame.header()->contents();
  std::vector<std::byte> copy(header.begin(), header.end());
  for (std::size_t bit = 0; bit < header.size() * 8; ++bit) {
    copy[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
    if (const auto admitted = admit_frame(*slab, copy, frame.pixels())) {
      const auto pixels = admitted->pixels();
      EXPECT_EQ(pixels.size(), frame.pixels().size());
      EXPECT_LE(admitted->stride() * static_cast<std::size_t>(admitted->height()), pixels.size());
      EXPECT_GE(admitted->mat().total(), 0U);
    }
    copy[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
  }
}

TEST_F(FrameVerify, AdmitsFramesFromOutsideWithTheirPixels) {
  const Frame frame = picture(PixelFormat::Mono8, 64, 64);
  std::memset(const_cast<std::byte*>(frame.pixels().data()), 42, frame.pixels().size());
  const Frame admitted = *admit_frame(*slab, frame.header()->contents(), frame.pixels());
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
  const auto done = verified(sealed(header, 36));
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().what.find("channel"), std::string::npos);
}

TEST_F(FrameVerify, RefusesATensorLargerThanOpenCvCounts) {
  Header header;
  header.source = "network";
  header.format = PixelFormat::Tensor;
  constexpr std::uint32_t shape[] = {0, 0xF0000000};
  header.shape = shape;
  EXPECT_FALSE(verified(sealed(header, 0)));
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
  const auto done = verified(sealed(header, 3000));
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().what.find("fewer bytes"), std::string::npos);
}

}  // namespace
}  // namespace omma
