// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/slab.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

namespace omma {
namespace {

constexpr std::uint64_t megabyte = 1 << 20;

std::unique_ptr<Slab> make_slab(std::uint64_t ceiling) {
  auto slab = Slab::create(ceiling);
  EXPECT_TRUE(slab) << slab.error().text();
  return std::move(*slab);
}

TEST(Slab, GivesSlotsThatAreLargeEnoughAndAligned) {
  const auto slab = make_slab(64 * megabyte);
  for (const std::size_t bytes :
       {0UL, 1UL, 512UL, 513UL, 2048UL, 2049UL, 2561UL, 4096UL, 4097UL, 65537UL, 6221824UL}) {
    const auto slot = slab->take(bytes);
    ASSERT_TRUE(slot);
    EXPECT_GE((*slot)->capacity, bytes);
    EXPECT_LE((*slot)->capacity, std::max(bytes + 512, bytes * 5 / 4 + 64)) << bytes;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>((*slot)->bytes) % 512, 0U) << bytes;
    EXPECT_EQ(slab->offset(*slot->get()) % 512, 0U) << bytes;
  }
}

TEST(Slab, ReusesTheSlotThatWasGivenBackLast) {
  const auto slab = make_slab(megabyte);
  const std::byte* first = nullptr;
  {
    const auto slot = slab->take(5000);
    first = (*slot)->bytes;
  }
  EXPECT_EQ((*slab->take(5000))->bytes, first);
}

TEST(Slab, CountsWhatIsHeld) {
  const auto slab = make_slab(megabyte);
  EXPECT_EQ(slab->in_use(), 0U);
  auto slot = slab->take(1000);
  SlotRef copy = *slot;
  EXPECT_EQ(slab->in_use(), copy->capacity);
  slot = SlotRef();
  EXPECT_EQ(slab->in_use(), copy->capacity);
  copy = SlotRef();
  EXPECT_EQ(slab->in_use(), 0U);
}

TEST(Slab, RefusesWithAReasonAtItsCeilingAndRecovers) {
  const auto slab = make_slab(megabyte);
  auto half = slab->take(500'000);
  ASSERT_TRUE(half);
  const auto refused = slab->take(800'000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::exhausted);
  EXPECT_NE(refused.error().what.find("slab_mb"), std::string::npos);
  half = SlotRef();
  EXPECT_TRUE(slab->take(800'000));
}

TEST(Slab, GivesMemoryOfOtherSizesBackToStayUnderItsCeiling) {
  const auto slab = make_slab(4 * megabyte);
  for (std::size_t bytes = 100'000; bytes < 3'000'000; bytes += 100'000) {
    ASSERT_TRUE(slab->take(bytes)) << bytes;
    EXPECT_LE(slab->resident(), slab->ceiling());
  }
}

TEST(Slab, IsCrowdedAboveThreeQuarters) {
  const auto slab = make_slab(4 * megabyte);
  std::vector<SlotRef> slots;
  while (slab->in_use() <= 3 * megabyte) {
    EXPECT_FALSE(slab->crowded());
    slots.push_back(*slab->take(100'000));
  }
  EXPECT_TRUE(slab->crowded());
}

TEST(Slab, CannotBeMappedWritableOrResizedByOthers) {
  const auto slab = make_slab(megabyte);
  EXPECT_EQ(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, slab->descriptor(), 0),
            MAP_FAILED);
  EXPECT_EQ(errno, EPERM);
  EXPECT_NE(ftruncate(slab->descriptor(), 0), 0);
  void* view = mmap(nullptr, 4096, PROT_READ, MAP_SHARED, slab->descriptor(), 0);
  ASSERT_NE(view, MAP_FAILED);
  munmap(view, 4096);
}

TEST(Slab, OfAHostCanBeMappedWritableUntilItIsSealed) {
  const auto slab = std::move(*Slab::create(megabyte, Slab::Writers::host));
  const auto map = [&] {
    return mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, slab->descriptor(), 0);
  };
  auto* mapped = static_cast<char*>(map());
  ASSERT_NE(static_cast<void*>(mapped), MAP_FAILED);
  ASSERT_TRUE(slab->seal());
  ASSERT_TRUE(slab->seal()) << "once more changes nothing";
  EXPECT_EQ(map(), MAP_FAILED);
  mapped[0] = 'x';  // whoever mapped it before still writes
  EXPECT_EQ(static_cast<char>(*slab->try_take(1)->bytes), 'x');
  munmap(mapped, 4096);
}

TEST(Slab, OfAHostHasAPageBetweenSlots) {
  const auto slab = std::move(*Slab::create(megabyte, Slab::Writers::host));
  std::vector<SlotRef> slots;
  for (const std::size_t bytes : {1UL, 512UL, 4096UL, 5000UL, 100'000UL, 4097UL})
    slots.push_back(*slab->take(bytes));
  for (const SlotRef& one : slots) {
    EXPECT_EQ(slab->offset(*one.get()) % 4096, 0U);
    for (const SlotRef& other : slots) {
      if (other->bytes <= one->bytes) continue;
      EXPECT_GE(other->bytes - (one->bytes + one->capacity), 4096);
    }
  }
}

TEST(Slab, UsesMemoryAgainThatSlotsOfOtherSizesTook) {
  const auto slab = make_slab(8 * megabyte);
  for (std::size_t bytes = 20'000; bytes < 6'000'000; bytes += 37'000) {
    const auto slot = slab->take(bytes);
    ASSERT_TRUE(slot) << bytes;
    std::memset((*slot)->bytes, 1, (*slot)->capacity);
  }
  struct stat about {};
  fstat(slab->descriptor(), &about);
  EXPECT_LE(about.st_blocks * 512, static_cast<long>(slab->ceiling()));
  EXPECT_LE(slab->resident(), slab->ceiling());
}

TEST(Slab, IsIdleOnceNobodyHoldsAnything) {
  const auto slab = std::move(*Slab::create(megabyte, Slab::Writers::host));
  EXPECT_TRUE(slab->idle());
  SlotRef slot = slab->try_take(1);
  EXPECT_FALSE(slab->idle());
  slot.reset();
  EXPECT_TRUE(slab->idle());
}

TEST(Slab, OthersSeeTheBytesAtTheOffsetOfTheSlot) {
  const auto slab = make_slab(megabyte);
  const auto slot = *slab->take(6000);
  std::memcpy(slot->bytes, "omma", 4);
  auto* view =
      static_cast<char*>(mmap(nullptr, megabyte, PROT_READ, MAP_SHARED, slab->descriptor(), 0));
  ASSERT_NE(view, MAP_FAILED);
  EXPECT_EQ(std::string(view + slab->offset(*slot.get()), 4), "omma");
  munmap(view, megabyte);
}

TEST(Slab, KeepsItsCountsWhenManyThreadsTakeAndGiveBack) {
  const auto slab = make_slab(16 * megabyte);
  const auto churn = [&](unsigned seed) {
    std::mt19937 random(seed);
    std::vector<SlotRef> held(8);
    for (int i = 0; i < 5000; ++i)
      held[random() % held.size()] = slab->try_take(random() % 60'000 + 1);
  };
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < 4; ++seed) threads.emplace_back(churn, seed);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(slab->in_use(), 0U);
  EXPECT_LE(slab->resident(), slab->ceiling());
}

TEST(Slab, GivesWhoAwaitsRoomWhatComesBack) {
  const auto slab = make_slab(megabyte);
  SlotRef held = slab->try_take(megabyte);
  EXPECT_FALSE(slab->await(megabyte, std::chrono::milliseconds(0)));
  std::thread waiting([&] {
    SlotRef slot;
    while (!slot) slot = slab->await(megabyte, std::chrono::hours(1));
  });
  held.reset();
  waiting.join();
  EXPECT_EQ(slab->in_use(), 0U);
}

TEST(Slab, KnowsWhatCanNeverBeThere) {
  const auto slab = make_slab(megabyte);
  EXPECT_TRUE(slab->fits(megabyte, 0));
  EXPECT_FALSE(slab->fits(megabyte, 512));
  EXPECT_FALSE(slab->fits(megabyte + 1, 0));
  EXPECT_FALSE(slab->fits(std::size_t{1} << 50, 0));
}

}  // namespace
}  // namespace omma
