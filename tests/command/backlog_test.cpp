// SPDX-License-Identifier: Apache-2.0
#include "tools/command/backlog.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

namespace omma::command {
namespace {

/// A pipe that nobody reads but when asked to.
struct Pipe {
  Pipe() { EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    for (const int end : ends) close(end);
  }

  std::string read_all() const {
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t count = 0; (count = read(ends[0], part.data(), part.size())) > 0;)
      text.append(part.data(), static_cast<std::size_t>(count));
    return text;
  }

  std::array<int, 2> ends{};
};

TEST(Backlog, WritesWhatIsTakenAtOnce) {
  const Pipe pipe;
  Backlog backlog(pipe.ends[1]);
  backlog.put("one\n");
  EXPECT_EQ(pipe.read_all(), "one\n");
}

TEST(Backlog, KeepsWhatIsNotReadInItsOrder) {
  const Pipe pipe;
  Backlog backlog(pipe.ends[1]);
  std::string all;
  for (int i = 0; i < 20'000; ++i) {
    const std::string line = std::to_string(i) + "\n";
    backlog.put(line);
    all += line;
  }
  std::string read;
  while (read.size() < all.size()) {
    read += pipe.read_all();
    backlog.write_some();
  }
  EXPECT_EQ(read, all);
}

TEST(Backlog, SaysHowManyLinesWereLeftOut) {
  const Pipe pipe;
  Backlog backlog(pipe.ends[1]);
  const std::string line = std::string(999, 'x') + "\n";
  int put = 0;
  for (; put < 1000; ++put) backlog.put(line);
  std::string read;
  for (std::string more; !(more = pipe.read_all()).empty(); backlog.write_some()) read += more;
  const auto shown = static_cast<int>(std::count(read.begin(), read.end(), '\n')) - 1;
  EXPECT_LT(shown, put);
  EXPECT_NE(
      read.find("\n" + std::to_string(put - shown) + " lines before the next one were left out"),
      std::string::npos);
}

TEST(Backlog, LetsGoOfWhatHasNoReader) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  Backlog backlog(pipe.ends[1]);
  for (int i = 0; i < 200; ++i) backlog.put(std::string(1000, 'x'));
  close(std::exchange(pipe.ends[0], -1));
  backlog.drain(std::chrono::hours(1));
  std::signal(SIGPIPE, SIG_DFL);
}

}  // namespace
}  // namespace omma::command
