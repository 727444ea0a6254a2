// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/question.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>

#include "runtime/hosts/output_lines.hpp"
#include "runtime/hosts/process.hpp"

namespace omma::hosts {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds time_to_explain{100};

/// Until `end`, for poll; negative: without an end.
int left_until(std::optional<Clock::time_point> end) {
  if (!end) return -1;
  const auto left = std::chrono::ceil<milliseconds>(*end - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

/// Everything that comes out of a pipe until it is closed, or that takes too long.
void read_all(int pipe, std::optional<milliseconds> patience, Answer& into) {
  std::optional<Clock::time_point> end;
  if (patience) end = Clock::now() + *patience;
  for (;;) {
    pollfd ready{pipe, POLLIN, 0};
    into.in_time = poll(&ready, 1, left_until(end)) != 0;
    if (!into.in_time) return;
    std::array<char, 65536> bytes;
    const ssize_t count = read(pipe, bytes.data(), bytes.size());
    if (count <= 0) return;
    into.text.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

/// What the process printed, and whether it has ended. Written by the spawner's thread.
struct Printed {
  std::mutex mutex;
  std::string text;
  std::condition_variable news;
  bool explained = false;  // its stacks have been printed
  bool ended = false;
};

ChildEvents listened_to(const Question& question, const std::shared_ptr<Printed>& printed) {
  ChildEvents events;
  events.on_line = [printed, heard = question.heard,
                    lines = OutputLines(package_folder())](const std::string& line) mutable {
    if (heard) heard(line);
    const std::lock_guard lock(printed->mutex);
    for (const OutputLine& each : lines.next(line)) printed->text += "\n  " + each.line;
    printed->explained = printed->explained || OutputLines::ends_stacks(line);
    printed->news.notify_all();
  };
  events.on_exit = [printed](const ExitStatus&) {
    const std::lock_guard lock(printed->mutex);
    printed->ended = true;
    printed->news.notify_all();
  };
  return events;
}

}  // namespace

Result<Answer> ask(const Question& question) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Code::unavailable, "no pipe");
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  Program program = interpreter(question.host, question.module, ends[1]);
  program.arguments.insert(program.arguments.end(), question.arguments.begin(),
                           question.arguments.end());
  const auto printed = std::make_shared<Printed>();
  const auto pid = ProcessSpawner::global().start(program, listened_to(question, printed));
  if (!pid) return tl::make_unexpected(pid.error());
  writing = Descriptor();
  Answer answer;
  read_all(reading.get(), question.patience, answer);
  std::unique_lock lock(printed->mutex);
  if (!answer.in_time) {
    if (!printed->ended) kill(*pid, SIGUSR1);
    printed->news.wait_for(lock, time_to_explain,
                           [&] { return printed->explained || printed->ended; });
    kill(-*pid, SIGKILL);  // its group: also what it started
  }
  printed->news.wait(lock, [&] { return printed->ended; });
  answer.printed = printed->text;
  return answer;
}

}  // namespace omma::hosts
