// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "runtime/contract/registry.hpp"
#include "tests/actors/samples.hpp"

namespace omma {
namespace {

TEST(Kinds, AllAreRegistered) {
  for (const char* kind :
       {"background", "blobs",      "blur",        "canny",   "cascade",    "convert",
        "count",      "crop",       "image_files", "images",  "lines",      "merge",
        "morphology", "notes_file", "null",        "overlay", "pattern",    "people",
        "resize",     "threshold",  "track",       "video",   "video_file", "window"}) {
    EXPECT_NE(Registry::global().find(kind), nullptr) << kind;
  }
  EXPECT_TRUE(Registry::global().refused().empty());
}

TEST(Kinds, ThePageAboutThemListsEach) {
  const std::string page = testing::text_in(OMMA_ACTORS_PAGE);
  for (const Kind* kind : Registry::global().all()) {
    EXPECT_NE(page.find("| `" + kind->contract.kind + "` |"), std::string::npos)
        << kind->contract.kind;
  }
}

TEST(Kinds, EveryContractExplainsItself) {
  for (const Kind* kind : Registry::global().all()) {
    const Contract& contract = kind->contract;
    EXPECT_TRUE(contract.doc.ends_with('.')) << contract.kind;
    EXPECT_FALSE(contract.family.empty()) << contract.kind;
    for (const Param& param : contract.params) {
      EXPECT_FALSE(param.doc.empty()) << contract.kind << "." << param.name;
    }
  }
}

TEST(Kinds, OnlyThoseThatRememberNothingCanBeReplicated) {
  for (const char* kind : {"background", "count", "track", "video_file", "notes_file"}) {
    EXPECT_TRUE(Registry::global().find(kind)->contract.stateful) << kind;
  }
  for (const char* kind : {"canny", "cascade", "convert", "image_files", "people", "overlay"}) {
    EXPECT_FALSE(Registry::global().find(kind)->contract.stateful) << kind;
  }
}

}  // namespace
}  // namespace omma
