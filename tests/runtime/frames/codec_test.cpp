// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "runtime/frames/frame_header.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/frames/frame_verify.hpp"
#include "runtime/frames/packing.hpp"

namespace omma {
namespace {

using Bytes = std::vector<std::byte>;

struct Codec : ::testing::Test {
  std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  std::unique_ptr<Slab> other = std::move(*Slab::create(64 << 20));

  /// A frame of this header and so many bytes, which count up.
  Frame sealed(Header header, std::size_t bytes) {
    header.source = "camera";
    header.sequence = 7;
    header.times = {11, 22, Clock::camera, 33};
    const SlotRef pixels = bytes == 0 ? SlotRef() : *slab->take(bytes);
    for (std::size_t i = 0; i < bytes; ++i) pixels->bytes[i] = static_cast<std::byte>(i % 251);
    return *seal(*slab, header, pixels, bytes);
  }

  Frame picture(PixelFormat format = PixelFormat::Mono8, std::uint32_t width = 5,
                std::uint32_t height = 3, std::uint32_t padding = 0) {
    Header header;
    header.format = format;
    header.width = width;
    header.height = height;
    header.stride = static_cast<std::uint32_t>(stride_of(format, width, padding));
    return sealed(header, image_bytes(format, width, height, padding));
  }

  Frame noted(Frame frame, int links) {
    for (int i = 0; i < links; ++i) {
      Notes notes;
      notes.regions = {{cv::Rect2f(1, 2, 3, 4), "plate", 0.5F, i, -1, {}}};
      notes.attributes = {{"link " + std::to_string(i), double(i)}};
      notes.tensors = {{"t", DType::uint8, {2}, {std::byte{1}, std::byte{2}}}};
      frame = *frame.with(notes, "actor");
    }
    return frame;
  }

  Bytes encoded(const Frame& frame) { return encode(frame)->joined(); }

  Result<Frame> decoded(const Bytes& bytes) { return decode(*other, bytes); }

  /// There and back.
  Frame round_trip(const Frame& frame) {
    auto back = decoded(encoded(frame));
    EXPECT_TRUE(back) << back.error().text();
    return back ? *back : Frame();
  }

  std::string error_of(const Bytes& bytes) {
    const auto frame = decoded(bytes);
    return frame ? "none" : frame.error().text();
  }

  static std::size_t links_of(const Frame& frame) {
    std::size_t links = 0;
    for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next) ++links;
    return links;
  }
};

void expect_same(const Frame& left, const Frame& right) {
  ASSERT_TRUE(left && right);
  EXPECT_EQ(left.identity(), right.identity());
  EXPECT_EQ(left.times().capture_ns, right.times().capture_ns);
  EXPECT_EQ(left.times().clock, right.times().clock);
  EXPECT_EQ(left.format(), right.format());
  EXPECT_EQ(left.width(), right.width());
  EXPECT_EQ(left.height(), right.height());
  EXPECT_EQ(left.stride(), right.stride());
  EXPECT_EQ(left.shape(), right.shape());
  EXPECT_EQ(left.dtype(), right.dtype());
  EXPECT_EQ(left.status(), right.status());
  EXPECT_TRUE(std::ranges::equal(left.pixels(), right.pixels()));
  EXPECT_EQ(left.regions(), right.regions());
  EXPECT_EQ(left.tensors(), right.tensors());
  EXPECT_EQ(left.attributes(), right.attributes());
}

/// Whoever gets it can read it to the last byte.
void expect_sound(const Frame& frame) {
  if (!frame) return;
  EXPECT_TRUE(verify_header(frame.header()->contents(), frame.pixels().size()));
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next)
    EXPECT_TRUE(verify_notes(link->contents()));
  EXPECT_FALSE(to_text(frame).empty());
}

TEST_F(Codec, GivesBackPicturesOfEveryFormatWithAndWithoutPadding) {
  for (const PixelFormat format : picture_formats()) {
    for (const std::uint32_t padding : {0U, 4U}) {
      SCOPED_TRACE(std::string(name(format)) + " " + std::to_string(padding));
      const Frame frame = picture(format, 6, 3, padding);
      expect_same(round_trip(frame), frame);
    }
  }
}

TEST_F(Codec, GivesBackTensorsOfEveryElementType) {
  for (int type = 0; type <= static_cast<int>(DType::int64); ++type) {
    Header header;
    header.format = PixelFormat::Tensor;
    header.dtype = static_cast<DType>(type);
    constexpr std::uint32_t shape[] = {2, 3, 4, 5};
    header.shape = shape;
    const Frame frame = sealed(header, 120 * size_of(header.dtype));
    expect_same(round_trip(frame), frame);
  }
}

TEST_F(Codec, GivesBackAFrameWithoutPixelsAndOneThatIsEmpty) {
  const Frame bare = noted(sealed({}, 0), 1);
  expect_same(round_trip(bare), bare);
  EXPECT_FALSE(round_trip(Frame()));
  EXPECT_EQ(encoded(Frame()).size(), 32U);
}

TEST_F(Codec, GivesBackNotesInTheirOrder) {
  for (const int links : {0, 1, 2, 17}) {
    const Frame frame = noted(picture(), links);
    const Frame back = round_trip(frame);
    expect_same(back, frame);
    EXPECT_EQ(links_of(back), static_cast<std::size_t>(links));
    if (links == 0) continue;
    EXPECT_EQ(back.attributes().back().name, "link " + std::to_string(links - 1));
  }
}

TEST_F(Codec, GivesBackPartsAndRowsThatAreMissing) {
  Header header;
  header.part = 3;
  header.format = PixelFormat::Mono8;
  header.width = header.stride = 8;
  header.height = 4;
  header.status = Status::incomplete;
  constexpr RowRange rows[] = {{0, 1}, {2, 2}};
  header.missing = rows;
  const Frame frame = sealed(header, 32);
  const Frame back = round_trip(frame);
  expect_same(back, frame);
  EXPECT_EQ(back.identity().part, 3U);
  ASSERT_EQ(back.missing().size(), 2U);
  EXPECT_EQ(back.missing()[1].first, 2U);
  EXPECT_EQ(back.missing()[1].count, 2U);
}

TEST_F(Codec, CopiesNothingToEncode) {
  const Frame frame = noted(picture(), 1);
  const auto encoded = encode(frame);
  ASSERT_EQ(encoded->parts().size(), 4U);
  EXPECT_EQ(encoded->parts()[0].size(), 40U);
  EXPECT_EQ(encoded->parts()[1].data(), frame.header()->bytes);
  EXPECT_EQ(encoded->parts()[2].data(), frame.pixels().data());
  EXPECT_EQ(encoded->parts()[3].data(), frame.notes()->bytes);
}

TEST_F(Codec, KeepsTheBuffersOfAnEncodedFrame) {
  const Bytes expected = encoded(noted(picture(), 2));
  auto kept = encode(noted(picture(), 2));
  const EncodedFrame moved = std::move(*kept);
  EXPECT_EQ(moved.joined(), expected);
  EXPECT_EQ(moved.size(), expected.size());
}

TEST_F(Codec, LetsGoOfAllWhenDecodingFails) {
  Bytes bytes = encoded(noted(picture(), 3));
  bytes.pop_back();
  EXPECT_FALSE(decoded(bytes));
  EXPECT_EQ(other->in_use(), 0U);
}

TEST_F(Codec, FindsWhereTheNextFrameBegins) {
  Bytes both = encoded(noted(picture(), 2));
  const std::size_t first = both.size();
  const Bytes second = encoded(picture(PixelFormat::RGB8));
  both.insert(both.end(), second.begin(), second.end());
  EXPECT_EQ(encoded_size(both), first);
  EXPECT_EQ(encoded_size(std::span(both).subspan(first)), second.size());
  EXPECT_EQ(encoded_size(std::span(both).first(48)), first);  // the prefix is all it needs
  EXPECT_FALSE(encoded_size(std::span(both).first(47)));
}

TEST_F(Codec, RefusesWhateverIsCutShort) {
  const Bytes bytes = encoded(noted(picture(), 2));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decoded(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))))
        << size;
}

TEST_F(Codec, RefusesAFlippedByteOrGivesASoundFrame) {
  Bytes bytes = encoded(noted(picture(), 2));
  std::size_t refused = 0;
  const auto try_it = [&] {
    const auto frame = decoded(bytes);
    if (frame) return expect_sound(*frame);
    EXPECT_NE(frame.error().where.find("encoded frame, byte "), std::string::npos);
    ++refused;
  };
  for (std::byte& byte : bytes) {
    for (const int flip : {0x01, 0x80, 0xFF}) {
      byte ^= static_cast<std::byte>(flip);
      try_it();
      byte ^= static_cast<std::byte>(flip);
    }
  }
  EXPECT_GT(refused, 3U * 48);  // at least those of the prefix
}

TEST_F(Codec, SaysWhereAndWhatItExpected) {
  const Bytes sound = encoded(noted(picture(), 1));
  const auto with = [&](std::size_t at, std::uint64_t value, std::size_t size) {
    Bytes bytes = sound;
    std::memcpy(bytes.data() + at, &value, size);
    return bytes;
  };
  const std::uint64_t part_bytes = sound.size() - 40;
  const struct {
    Bytes bytes;
    std::string text;
  } cases[] = {
      {{}, "byte 0: expected a prefix of at least 32 bytes; found 0"},
      {with(0, 0x46464952, 4), "byte 0: expected the mark 'OMFC'; found 'RIFF'"},
      {with(4, 9, 4), "byte 4: expected version 2 of the encoding; found version 9"},
      {with(24, 65537, 8), "byte 24: expected at most 65536 links of notes; found 65537"},
      {with(24, 65536, 8), "byte 32: expected the sizes of 65536 links; found"},
      {with(8, 0, 8),
       "byte 16: expected no pixels and notes of an empty frame; found 15 bytes and 1 links"},
      {with(8, ~std::uint64_t{0}, 8),
       "byte 40: expected 18446744073709551615 bytes of the header; found " +
           std::to_string(part_bytes)},
      {with(16, 1 << 20, 8), "expected 1048576 bytes of the pixels; found"},
      {with(16, 14, 8),
       "byte 40: expected a header that can be read; found that it has fewer bytes"},
      {with(32, ~std::uint64_t{0}, 8), "bytes of a link of notes; found "},
      {with(32, 1, 8), "a link of notes that can be read; found that it is no notes buffer"},
      {with(44, 0, 4), "byte 40: expected a header that can be read; found that it is no header"}};
  for (const auto& each : cases)
    EXPECT_NE(error_of(each.bytes).find(each.text), std::string::npos) << error_of(each.bytes);
  Bytes longer = sound;
  longer.push_back({});
  EXPECT_NE(error_of(longer).find("expected the end; found 1 more bytes"), std::string::npos)
      << error_of(longer);
}

TEST_F(Codec, BelievesNoSizesThatOverflowTogether) {
  Bytes bytes = encoded(noted(picture(), 1));
  const std::uint64_t huge = ~std::uint64_t{0} - 8;
  std::memcpy(bytes.data() + 8, &huge, sizeof huge);
  EXPECT_FALSE(encoded_size(bytes));
  EXPECT_FALSE(decoded(bytes));
}

TEST_F(Codec, SaysThatMemoryIsFullAndNotThatTheFrameIsUnsound) {
  const Bytes bytes = encoded(picture(PixelFormat::Mono8, 2000, 2000));
  const auto small = std::move(*Slab::create(1 << 20));
  const auto frame = decode(*small, bytes);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, Code::exhausted);
}

TEST_F(Codec, RefusesToEncodeMoreLinksThanItWouldDecode) {
  Frame frame = picture();
  for (std::uint64_t i = 0; i <= most_links; ++i) frame = *frame.with(Notes{}, "again");
  const auto encoded = encode(frame);
  ASSERT_FALSE(encoded);
  EXPECT_NE(encoded.error().what.find("at most 65536 links"), std::string::npos);
}

}  // namespace
}  // namespace omma
