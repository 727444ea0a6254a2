// SPDX-License-Identifier: Apache-2.0
#include "actors/media.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/actors/samples.hpp"

namespace omma::actors {
namespace {

TEST(FindFile, TakesTheFirstPlaceThatHasIt) {
  const testing::Scratch one, other;
  std::ofstream(other / "a.txt") << "here";
  EXPECT_EQ(find_file("a.txt", {one / "", other / ""})->string(), other / "a.txt");
  std::ofstream(one / "a.txt") << "here too";
  EXPECT_EQ(find_file("a.txt", {one / "", other / ""})->string(), one / "a.txt");
  EXPECT_EQ(find_file(other / "a.txt", {one / ""})->string(), other / "a.txt") << "as given";
}

TEST(FindFile, NamesEveryPlaceInTheError) {
  const auto found = find_file("b.txt", {"/first", "", "/second"});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Code::not_found);
  for (const char* place : {"/b.txt", "/first/b.txt", "/second/b.txt"}) {
    EXPECT_NE(found.error().what.find(place), std::string::npos) << found.error().what;
  }
}

TEST(FindFile, AnEmptyNameIsNoFile) { EXPECT_EQ(find_file("", {"/"}).error().code, Code::invalid); }

}  // namespace
}  // namespace omma::actors
