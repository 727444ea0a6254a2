// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/run_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <thread>

#include "runtime/base/files.hpp"
#include "runtime/control/run_text.hpp"

namespace omma::control {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_errors = 100;
constexpr std::size_t most_ended = 20;
constexpr std::chrono::hours longest_kept{7 * 24};
constexpr int tries_to_lock = 20;
constexpr std::chrono::milliseconds between_tries{5};

Result<std::string> own_folder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(Code::unavailable, path + ": " + std::strerror(errno));
  struct stat about {};
  const bool known = lstat(path.c_str(), &about) == 0;
  if (!known || !S_ISDIR(about.st_mode) || about.st_uid != geteuid())
    return fail(Code::unavailable, path + " is not a folder of this user");
  chmod(path.c_str(), 0700);
  return path;
}

/// Nothing was written for very long.
bool too_old(const Run& run) {
  std::error_code none;
  const auto written = fs::last_write_time(run.path + "/run", none);
  return !none && fs::file_time_type::clock::now() - written > longest_kept;
}

/// It is not said yet who runs.
bool just_made(const Run& run) {
  std::error_code none;
  const auto written = fs::last_write_time(run.path, none);
  return run.facts.state.empty() && !none &&
         fs::file_time_type::clock::now() - written < std::chrono::minutes(1);
}

/// Of runs that have ended only the last ones stay.
void remove_old(const std::string& folder) {
  std::vector<Run> ended = list_runs(folder);
  std::erase_if(ended, [](const Run& run) { return run.alive; });
  std::error_code ignored;
  for (std::size_t i = 0; i < ended.size(); ++i) {
    if (i + most_ended >= ended.size() && !too_old(ended[i])) continue;
    if (!just_made(ended[i]) && !is_alive(ended[i].path)) fs::remove_all(ended[i].path, ignored);
  }
}

/// Whoever looks whether it is alive holds the lock for a moment.
bool lock_in_time(int lock) {
  for (int tries = 0; flock(lock, LOCK_EX | LOCK_NB) != 0; ++tries) {
    if (errno != EWOULDBLOCK || tries == tries_to_lock) return false;
    std::this_thread::sleep_for(between_tries);
  }
  return true;
}

}  // namespace

Result<std::string> runs_folder() {
  const char* own = std::getenv("XDG_RUNTIME_DIR");
  if (own != nullptr && *own != '\0') return own_folder(std::string(own) + "/omma");
  std::error_code none;
  const std::string temporary = fs::temp_directory_path(none).string();
  return own_folder((none ? "/tmp" : temporary) + "/omma-" + std::to_string(geteuid()));
}

Result<RunFolder> RunFolder::make(RunFacts facts) {
  const auto folder = runs_folder();
  if (!folder) return tl::make_unexpected(folder.error());
  remove_old(*folder);
  const auto path = own_folder(*folder + "/" + facts.name);
  if (!path) return tl::make_unexpected(path.error());
  hosts::Descriptor lock(open((*path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock || !lock_in_time(lock.get()))
    return fail(Code::unavailable, *path + "/lock: " + std::strerror(errno));
  for (const char* old : {"report", "parameters", "errors"}) unlink((*path + "/" + old).c_str());
  facts.began = local_time();
  facts.state = "running";
  RunFolder made(*path, std::move(facts), std::move(lock));
  made.write("run", made.facts_.text());
  return made;
}

RunFolder::RunFolder(std::string path, RunFacts facts, hosts::Descriptor lock)
    : path_(std::move(path)), facts_(std::move(facts)), lock_(std::move(lock)) {}

/// Readers never see a part.
void RunFolder::write(const std::string& file, const std::string& text) {
  const auto [written, first] = written_.try_emplace(file);
  if (!first && written->second == text) return;
  if (replace_file(path_ + "/" + file, text)) written->second = text;
}

void LastErrors::note(const Event& event) {
  if (event.kind != Event::Kind::error && event.kind != Event::Kind::host_exited) return;
  const std::lock_guard lock(mutex_);
  errors_.push_back(local_time() + " " + event.line());
  if (errors_.size() > most_errors) errors_.pop_front();
  new_ = true;
}

std::optional<std::string> LastErrors::news() {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(new_, false)) return std::nullopt;
  std::string text;
  for (const std::string& error : errors_) text += error + "\n";
  return text;
}

void RunFolder::update(const Graph& graph, const Report& report, LastErrors& errors) {
  write("report", report_text(report));
  write("parameters", parameters_text(graph, report));
  if (const auto text = errors.news()) write("errors", *text);
}

void RunFolder::end(const Graph& graph, const Report& report, LastErrors& errors) {
  update(graph, report, errors);
  facts_.state = report.failure ? "failed" : "ended";
  facts_.ended = local_time();
  if (report.failure) facts_.failure = report.failure->text();
  write("run", facts_.text());
  std::error_code ignored;
  fs::remove(socket_path(), ignored);
  lock_ = hosts::Descriptor();
}

bool is_alive(const std::string& path) {
  const hosts::Descriptor lock(open((path + "/lock").c_str(), O_RDONLY | O_CLOEXEC));
  return lock && flock(lock.get(), LOCK_SH | LOCK_NB) != 0;
}

std::vector<Run> list_runs(const std::string& folder) {
  std::vector<Run> runs;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    Run run;
    run.path = entry.path().string();
    run.facts = RunFacts::read(file_text(run.path + "/run").value_or(""));
    run.facts.name = entry.path().filename().string();
    run.alive = is_alive(run.path);
    runs.push_back(std::move(run));
  }
  std::ranges::sort(runs, {}, [](const Run& run) { return std::pair(run.facts.began, run.path); });
  return runs;
}

}  // namespace omma::control
