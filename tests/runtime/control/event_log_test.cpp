// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/event_log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "runtime/base/files.hpp"

namespace omma::control {
namespace {

namespace fs = std::filesystem;

/// What comes then is kept, though what came before is lost.
TEST(BoundedFile, IsMadeAsSoonAsItCanBe) {
  const fs::path folder = fs::temp_directory_path() / ("omma-log-" + std::to_string(getpid()));
  BoundedFile file;
  file.open(folder / "events");
  file.append("before");
  fs::create_directory(folder);
  file.append("after");
  EXPECT_EQ(file_text(folder / "events").value(), "after\n");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace omma::control
