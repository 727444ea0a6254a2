// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "runtime/actor.hpp"
#include "runtime/frames/packing.hpp"
#include "tests/support/hosts.hpp"

namespace omma {
namespace {

using namespace testing;

/// Packed pictures of 12 bits, 3 x 3 px; all pixels of one are 0x100 and its number.
struct Packed {
  Result<Pixels> process() {
    auto pixels = Pixels::create({PixelFormat::Mono12p, 3, 3});
    if (!pixels) return pixels;
    const unsigned value = 0x100U + static_cast<unsigned>(next++);
    for (std::size_t i = 0; i < 9; ++i) put(pixels->bytes(), i, value);
    return pixels;
  }
  static void put(std::span<std::byte> bytes, std::size_t pixel, unsigned value) {
    const std::size_t at = pixel * 12 / 8;
    if (pixel % 2 == 0) {
      bytes[at] = static_cast<std::byte>(value);
      bytes[at + 1] = static_cast<std::byte>(value >> 8);
    } else {
      bytes[at] |= static_cast<std::byte>(value << 4);
      bytes[at + 1] = static_cast<std::byte>(value >> 4);
    }
  }
  int next = 0;
};
const Registered packed_source =
    Declare<Packed>("test_packed", "Packed.", outputs(port("image").of(PixelFormat::Mono12p)));

struct PackedTest : HostTest {
  /// `source` -> `kind` in a host of its own.
  static PlanBuilder between(const std::string& source, const std::string& kind) {
    PlanBuilder plan;
    plan.actor("source", source).actor("tool", python(kind, "packed"));
    plan.plan.hosts.push_back({});
    plan.plan.hosts.back().name = "host";
    plan.plan.actors.back().host = 0;
    const Contract& contract = Registry::global().find(python(kind, "packed"))->contract;
    plan.edge("source.image", "tool." + contract.inputs[0].name);
    return plan;
  }

  static std::string text(const Frame& frame, const std::string& name) {
    for (const Attribute& each : frame.attributes()) {
      if (each.name == name) return std::get<std::string>(each.value);
    }
    return "nothing";
  }
};

TEST_F(PackedTest, APackedPictureIsItsBytesInPython) {
  const Report report = run(between("test_packed", "sum_packed"), "tool.dict", 3);
  ASSERT_EQ(arrived.size(), 3U) << said();
  EXPECT_EQ(report.copies.bytes, 0U);
  for (const Frame& frame : arrived) {
    EXPECT_EQ(frame.number("sum"), 9.0 * (0x100 + static_cast<double>(frame.sequence())));
    EXPECT_EQ(text(frame, "shape"), "(14,) uint8");
    EXPECT_EQ(text(frame, "size"), "Mono12p 3 3 0");
    EXPECT_EQ(frame.format(), PixelFormat::Mono12p);
  }
}

TEST_F(PackedTest, PythonGivesPackedPicturesWithoutACopy) {
  const Report report = run(between("test_numbered", "pack"), "tool.pixels", 5);
  ASSERT_EQ(arrived.size(), 5U) << said();
  EXPECT_EQ(report.copies.bytes, 0U);
  const Frame& last = arrived.back();
  EXPECT_EQ(last.format(), PixelFormat::Mono10p);
  EXPECT_EQ(last.width(), 5);
  EXPECT_EQ(last.height(), 3);
  EXPECT_EQ(last.stride(), 0U);
  EXPECT_EQ(last.pixels().size(), 19U);
  EXPECT_TRUE(
      std::ranges::all_of(last.pixels(), [](std::byte byte) { return byte == std::byte{4}; }));
}

TEST_F(PackedTest, PythonGivesPaddedRowsFromAForeignBuffer) {
  const Report report = run(between("test_numbered", "pack_elsewhere"), "tool.pixels", 3);
  ASSERT_EQ(arrived.size(), 3U) << said();
  EXPECT_EQ(report.copies.bytes, 3U * 24);
  const Frame& last = arrived.back();
  EXPECT_EQ(last.format(), PixelFormat::Mono16);
  EXPECT_EQ(last.stride(), 8U);
  EXPECT_EQ(last.mat().at<std::uint16_t>(2, 1), 0x0202);
}

TEST_F(PackedTest, TheBytesOfAPackedInputPassOnInTheSlotThatTheyLieIn) {
  PlanBuilder plan = between("test_packed", "same_packed");
  plan.actor("before", "test_arrive").edge("source.image", "before.frame");
  run(plan, "tool.image", 2);
  std::set<const void*> places;
  for (const Frame& frame : arrived) places.insert(frame.pixels().data());
  EXPECT_EQ(arrived.size(), 4U) << said();
  EXPECT_EQ(places.size(), 2U);
}

TEST_F(PackedTest, AnInputForPicturesRefusesAPackedOneThatItDoesNotName) {
  run(between("test_packed", "look"), "tool.image", 1);
  EXPECT_EQ(arrived.size(), 0U);
  EXPECT_NE(said().find("takes pictures that are not packed"), std::string::npos) << said();
}

/// "17301505 1 uint8 15 18 16 0 5": code, channels, element type, bytes of some sizes, a stride
std::string facts_of(PixelFormat format) {
  std::ostringstream text;
  const int type = mat_type(format);
  const char* element = type < 0 || CV_MAT_DEPTH(type) == CV_8U ? "uint8"
                        : CV_MAT_DEPTH(type) == CV_16U          ? "uint16"
                                                                : "float32";
  text << static_cast<std::uint32_t>(format) << " " << (type < 0 ? 0 : CV_MAT_CN(type)) << " "
       << element << " " << image_bytes(format, 5, 3) << " " << image_bytes(format, 5, 3, 1) << " "
       << image_bytes(format, 8, 2) << " " << image_bytes(format, 0, 3) << " "
       << stride_of(format, 5);
  return text.str();
}

TEST_F(PackedTest, PythonKnowsTheSameFormats) {
  run(between("test_numbered", "formats"), "tool.dict", 1);
  ASSERT_EQ(arrived.size(), 1U) << said();
  EXPECT_EQ(arrived[0].attributes().size(), picture_formats().size());
  for (const PixelFormat format : picture_formats())
    EXPECT_EQ(text(arrived[0], std::string(name(format))), facts_of(format)) << name(format);
}

}  // namespace
}  // namespace omma
