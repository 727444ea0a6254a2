// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/file_text.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace omma {
namespace {

namespace fs = std::filesystem;

class FileTextTest : public testing::Test {
 protected:
  FileTextTest() { fs::create_directory(folder); }
  ~FileTextTest() override { fs::remove_all(folder); }

  const fs::path folder = fs::temp_directory_path() / ("omma-text-" + std::to_string(getpid()));
};

TEST_F(FileTextTest, HoldsEveryByte) {
  std::string written(200'001, 'x');
  written[65536] = '\0';
  std::ofstream(folder / "a", std::ios::binary) << written;
  EXPECT_EQ(file_text(folder / "a").value(), written);
}

TEST_F(FileTextTest, HoldsWhatHasNoSize) {
  const auto text = file_text("/proc/self/status");
  ASSERT_TRUE(text) << text.error().text();
  EXPECT_NE(text->find("Pid:\t" + std::to_string(getpid())), std::string::npos);
}

TEST_F(FileTextTest, IsAnErrorWhereThereIsNone) {
  const auto text = file_text(folder / "none");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Code::not_found);
}

/// Both open.
TEST_F(FileTextTest, IsAnErrorWhereItDoesNotRead) {
  for (const fs::path& path : {folder, fs::path("/proc/self/mem")}) {
    const auto text = file_text(path);
    ASSERT_FALSE(text) << path;
    EXPECT_EQ(text.error().code, Code::unavailable);
    EXPECT_EQ(text.error().where, path);
  }
}

}  // namespace
}  // namespace omma
