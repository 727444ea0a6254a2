// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "runtime/actor.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/graphs.hpp"

namespace omma {
namespace {

using testing::Bench;

std::vector<const void*> taken;  // where the rooms of all pools lie, in the order of their making

/// Has rooms for a device to fill, and sends the oldest.
struct Device {
  int buffers = 3;
  int next = 0;
  std::deque<Pixels> pool;

  Result<Pixels> process() {
    while (pool.size() < static_cast<std::size_t>(buffers)) {
      auto room = Pixels::create({PixelFormat::Mono12p, 5, 3});
      if (!room) return room;
      taken.push_back(room->bytes().data());
      pool.push_back(std::move(*room));
    }
    Pixels filled = std::move(pool.front());
    pool.pop_front();
    std::ranges::fill(filled.bytes(), static_cast<std::byte>(next++));
    return filled;
  }
};

const Registered declared =
    Declare<Device>("test_device", "A device.", outputs(port("image").of(PixelFormat::Mono12p)))
        .param("buffers", &Device::buffers, "rooms for the device", Range{1, 100})
        .pool("buffers");

TEST(Pool, IsDeclaredAsANumberOrAParameter) {
  EXPECT_EQ(Registry::global().find("test_device")->contract.pool, (Pool{0, "buffers"}));
  const Kind fixed = Declare<Device>("d", "Doc.", outputs("image")).pool(8).kind();
  EXPECT_EQ(fixed.contract.pool, (Pool{8, ""}));
}

TEST(Pool, OfAnUnknownParameterIsRefused) {
  const auto added = Registry::global().add(
      Declare<Device>("bad_pool", "Doc.", outputs("image")).pool("rooms").kind());
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().what, "its pool refers to 'rooms', which is no integer parameter");
}

TEST(Pool, RoomThatWasTakenAheadIsSentWhereItLies) {
  taken.clear();
  Bench<Device> bench(Declare<Device>("d", "Doc.", outputs("image")).pool(3));
  for (std::size_t step = 0; step < 5; ++step) {
    ASSERT_TRUE(bench.step({}));
    const Frame& frame = bench.outputs.sent.at(0).frame;
    EXPECT_EQ(static_cast<const void*>(frame.pixels().data()), taken.at(step));
    EXPECT_GE(taken.size(), std::min<std::size_t>(step + 3, 3));
  }
  EXPECT_EQ(taken.size(), 7U);
}

TEST(Pool, IsGivenBackWithItsActor) {
  testing::PlanBuilder plan;
  plan.actor("source", "test_device").param("buffers", std::int64_t{9});
  plan.actor("end", "test_collect").edge("source.image", "end.frame");
  const Report report = testing::run(plan, testing::frames(20));
  EXPECT_FALSE(report.failure) << report.failure->text();
  EXPECT_EQ(testing::collected(), testing::sequences(0, 20));
}

}  // namespace
}  // namespace omma
