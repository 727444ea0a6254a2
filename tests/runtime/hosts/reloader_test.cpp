// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/reloader.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

namespace omma::hosts {
namespace {

namespace fs = std::filesystem;

/// Remembers what it was told.
class Listener : public Reloader::Subject {
 public:
  void reload(const Reloader::News& news) override {
    const std::lock_guard lock(mutex_);
    told_.insert(told_.end(), news.changed.begin(), news.changed.end());
    news_.notify_all();
  }
  void settle() override {}

  bool told(const std::string& file) {
    const std::lock_guard lock(mutex_);
    return std::ranges::find(told_, file) != told_.end();
  }
  void await(const std::string& file) {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return std::ranges::find(told_, file) != told_.end(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<std::string> told_;
};

struct ReloaderTest : ::testing::Test {
  ReloaderTest() { fs::create_directories(folder / "tools"); }
  ~ReloaderTest() override {
    reloader.reset();
    fs::remove_all(folder);
  }

  std::string write(const fs::path& name) const {
    std::ofstream(folder / name) << "x";
    return folder / name;
  }
  std::string path(const fs::path& name) const { return folder / name; }

  const fs::path folder =
      fs::temp_directory_path() / ("omma-reloader-" + std::to_string(getpid()) + "-" +
                                   ::testing::UnitTest::GetInstance()->current_test_info()->name());
  Listener listener, other;
  std::unique_ptr<Reloader> reloader = std::make_unique<Reloader>();
};

TEST_F(ReloaderTest, TellsOfAFileUnderEachOfItsNames) {
  write("tools/a.py");
  fs::create_directory_symlink(folder / "tools", folder / "link");
  fs::create_symlink(folder / "tools" / "a.py", folder / "alias.py");
  reloader->watch(listener, {path("tools/a.py")});
  reloader->watch(other, {path("link/a.py"), path("alias.py")});
  write("tools/a.py");
  listener.await(path("tools/a.py"));
  other.await(path("link/a.py"));
  other.await(path("alias.py"));
}

TEST_F(ReloaderTest, TellsOfALinkThatPointsElsewhereNow) {
  write("tools/a.py");
  write("tools/b.py");
  fs::create_symlink(folder / "tools" / "a.py", folder / "alias.py");
  reloader->watch(listener, {path("alias.py")});
  fs::create_symlink(folder / "tools" / "b.py", folder / "alias.new");
  fs::rename(folder / "alias.new", folder / "alias.py");
  listener.await(path("alias.py"));
}

TEST_F(ReloaderTest, FollowsAFolderThatIsMadeAnew) {
  write("tools/a.py");
  reloader->watch(listener, {path("tools/a.py")});
  fs::remove_all(folder / "tools");
  fs::create_directories(folder / "tools");
  write("tools/a.py");
  listener.await(path("tools/a.py"));
}

TEST_F(ReloaderTest, FollowsAFolderThatIsReplacedByAnother) {
  write("tools/a.py");
  reloader->watch(listener, {path("tools/a.py")});
  fs::create_directories(folder / "next");
  write("next/a.py");
  fs::rename(folder / "tools", folder / "before");
  fs::rename(folder / "next", folder / "tools");
  listener.await(path("tools/a.py"));
}

TEST_F(ReloaderTest, TellsWhileOtherFilesOfTheFolderAreWrittenWithoutAPause) {
  constexpr int most = 20'000;
  const std::string file = write("tools/a.py");
  reloader->watch(listener, {file});
  int written = 0;
  for (; written < most && !listener.told(file); ++written) {
    if (written == 100) write("tools/a.py");
    write("tools/picture.png");
  }
  EXPECT_LT(written, most);
}

TEST_F(ReloaderTest, TellsNothingAboutOtherFilesOrToThoseWhoWereForgotten) {
  const std::string file = write("tools/a.py");
  reloader->watch(listener, {file});
  reloader->watch(other, {file});
  reloader->forget(other);
  write("tools/b.py");
  write("tools/a.py");
  listener.await(file);
  EXPECT_FALSE(listener.told(path("tools/b.py")));
  EXPECT_FALSE(other.told(file));
}

}  // namespace
}  // namespace omma::hosts
