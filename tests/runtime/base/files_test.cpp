// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/file_size_limit.hpp"

namespace omma {
namespace {

namespace fs = std::filesystem;

class FilesTest : public ::testing::Test {
 protected:
  FilesTest() { fs::create_directory(folder_); }
  ~FilesTest() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::temp_directory_path() / ("omma-files-" + std::to_string(getpid()));
};

TEST_F(FilesTest, AreReadToTheLastByte) {
  std::string written(200'001, 'x');
  written[65536] = '\0';
  std::ofstream(folder_ / "a", std::ios::binary) << written;
  EXPECT_EQ(file_text(folder_ / "a").value(), written);
}

TEST_F(FilesTest, AreReadWhereTheyTellNoSize) {
  const auto text = file_text("/proc/self/status");
  ASSERT_TRUE(text) << text.error().text();
  EXPECT_NE(text->find("Pid:\t" + std::to_string(getpid())), std::string::npos);
}

TEST_F(FilesTest, AreNotReadWhereThereIsNone) {
  const auto text = file_text(folder_ / "none");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Code::not_found);
}

/// Both open.
TEST_F(FilesTest, AreNotReadWhereTheyOnlyOpen) {
  for (const fs::path& path : {folder_, fs::path("/proc/self/mem")}) {
    const auto text = file_text(path);
    ASSERT_FALSE(text) << path;
    EXPECT_EQ(text.error().code, Code::unavailable);
    EXPECT_EQ(text.error().where, path);
  }
}

/// Also where the name is a link to it.
TEST_F(FilesTest, AreReplacedAsAWhole) {
  std::ofstream(folder_ / "a") << "a longer text than the next";
  fs::create_symlink("a", folder_ / "link");
  ASSERT_TRUE(replace_file(folder_ / "link", "next"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(file_text(folder_ / "a").value(), "next");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 2);
}

/// There was nothing behind the link.
TEST_F(FilesTest, TakeThePlaceOfALinkToNothing) {
  fs::create_symlink("none", folder_ / "link");
  ASSERT_TRUE(replace_file(folder_ / "link", "next"));
  EXPECT_EQ(file_text(folder_ / "link").value(), "next");
}

TEST_F(FilesTest, StayAsTheyWereWhereTheNextDoesNotFit) {
  std::ofstream(folder_ / "a") << "before";
  Result<void> written;
  {
    const testing::FileSizeLimit limit(1000);
    written = replace_file(folder_ / "a", std::string(2000, 'x'));
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().text(), (folder_ / "a").string() + ": File too large");
  EXPECT_EQ(file_text(folder_ / "a").value(), "before");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

/// A device stays one.
TEST_F(FilesTest, AreWrittenToWhereTheyAreNone) {
  const auto written = replace_file("/dev/full", "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().text(), "/dev/full: No space left on device");
  EXPECT_TRUE(replace_file("/dev/null", "x"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace omma
