// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/mapped_slabs.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/page.hpp"

namespace omma::host_process {
namespace {

constexpr std::uint32_t slab = 1;

/// More than pieces of memory that a process may have with different access (vm.max_map_count).
constexpr std::uint64_t many = 70'000;

/// Room of a page, with a page behind it.
hosts::SlotWire room(std::uint64_t number) {
  return {static_cast<std::uint32_t>(number), slab, number * 2 * page_size(), page_size()};
}

struct MappedSlabsTest : ::testing::Test {
  MappedSlabsTest() {
    const hosts::Descriptor memory(memfd_create("slab", MFD_CLOEXEC));
    EXPECT_EQ(ftruncate(memory.get(), static_cast<off_t>(2 * many * page_size())), 0);
    EXPECT_TRUE(mapped.add(slab, memory, true));
  }
  MappedSlabs mapped;
};

TEST_F(MappedSlabsTest, OpensMoreRoomsThanTheSystemKeepsApart) {
  std::byte* const held = mapped.open(room(0));
  *held = std::byte{7};
  for (std::uint64_t i = 1; i < many; ++i) {
    std::byte* const bytes = mapped.open(room(i));
    if (i % 100 == 0) *bytes = std::byte{1};
    mapped.end(room(i));
  }
  EXPECT_EQ(*held, std::byte{7});
  *held = std::byte{8};
}

TEST_F(MappedSlabsTest, ShowsPixelsInRoomThatWasShut) {
  *mapped.open(room(0)) = std::byte{7};
  mapped.end(room(0));
  for (std::uint64_t i = 1; i < many; ++i) {
    mapped.open(room(i));
    mapped.end(room(i));
  }
  const std::byte* const pixels = mapped.show(room(0));
  EXPECT_EQ(*pixels, std::byte{7});
}

}  // namespace
}  // namespace omma::host_process
