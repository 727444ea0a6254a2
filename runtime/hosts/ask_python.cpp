// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/ask_python.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <sstream>

#include "runtime/hosts/process.hpp"

namespace omma::hosts {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds time_to_describe{60};

/// What one process answered until it ended.
struct Telling {
  std::string text;
  bool in_time = true;
  std::string printed;

  /// What was printed, as the end of a sentence.
  std::string reason() const {
    constexpr std::size_t indent = 3;  // "\n  "
    return printed.empty() ? "" : ": " + printed.substr(indent);
  }

  /// Why there is no more.
  std::string end() const {
    if (in_time) return "importing it ended the process" + printed;
    return "importing it takes longer than " + std::to_string(time_to_describe.count()) + " s" +
           printed;
  }
};

/// What a child printed, and whether it has ended.
struct Words {
  std::mutex mutex;
  std::string text;
  std::condition_variable news;
  bool ended = false;
};

/// Everything that comes out of a pipe until it is closed, or that takes too long.
void read_all(int pipe, Telling& into) {
  const auto end = Clock::now() + time_to_describe;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd ready{pipe, POLLIN, 0};
    into.in_time = left.count() > 0 && poll(&ready, 1, static_cast<int>(left.count())) != 0;
    if (!into.in_time) return;
    std::array<char, 65536> bytes;
    const ssize_t count = read(pipe, bytes.data(), bytes.size());
    if (count <= 0) return;
    into.text.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

Child child_of(const std::shared_ptr<Words>& words) {
  Child child;
  child.on_line = [words](const std::string& line) {
    const std::lock_guard lock(words->mutex);
    words->text += "\n  " + line;
  };
  child.on_end = [words](const Ending&) {
    const std::lock_guard lock(words->mutex);
    words->ended = true;
    words->news.notify_all();
  };
  return child;
}

/// Asks one process about what is at these places, but for the first `skipped`.
Result<Telling> ask(const std::string& python, const std::vector<std::string>& places,
                    std::size_t skipped) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Code::unavailable, "no pipe");
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  PlannedHost host;
  host.python = python;
  Program program = interpreter(host, "_describe", ends[1]);
  program.arguments.push_back(std::to_string(skipped));
  program.arguments.insert(program.arguments.end(), places.begin(), places.end());
  const auto words = std::make_shared<Words>();
  const auto pid = Caretaker::global().start(program, child_of(words));
  if (!pid) return tl::make_unexpected(pid.error());
  writing = Descriptor();
  Telling telling;
  read_all(reading.get(), telling);
  if (!telling.in_time) kill(-*pid, SIGKILL);
  std::unique_lock lock(words->mutex);
  words->news.wait(lock, [&] { return words->ended; });
  telling.printed = words->text;
  return telling;
}

/// Takes the answers of one process; the first file without one is why it ended. Returns whether
/// that was all.
bool take(const Telling& telling, std::vector<PythonAnswer>& answers) {
  std::istringstream lines(telling.text);
  std::string line;
  std::getline(lines, line);
  for (const std::string file : json::parse(line, nullptr, false)) {
    if (!std::getline(lines, line) || lines.eof()) {
      answers.push_back({file, {{"error", telling.end()}}});
      return false;
    }
    json said = json::parse(line, nullptr, false);
    if (said.is_discarded()) said = {{"error", "its description can not be read: " + line}};
    answers.push_back({file, std::move(said)});
  }
  return true;
}

}  // namespace

Result<std::vector<PythonAnswer>> ask_python(const std::string& python,
                                             const std::vector<std::string>& places) {
  std::vector<PythonAnswer> answers;
  for (bool all = false; !all;) {
    const auto telling = ask(python, places, answers.size());
    if (!telling) return tl::make_unexpected(telling.error());
    if (telling->text.find('\n') == std::string::npos)
      return fail(Code::failed, python + " can not be used" + telling->reason());
    all = take(*telling, answers);
  }
  return answers;
}

}  // namespace omma::hosts
