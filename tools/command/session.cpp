// SPDX-License-Identifier: Apache-2.0
#include "tools/command/session.hpp"

#include <unistd.h>

#include <CLI/Error.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "runtime/base/listed.hpp"
#include "runtime/control/event_json.hpp"
#include "runtime/control/report_json.hpp"
#include "tools/command/notice.hpp"
#include "tools/command/summary.hpp"
#include "tools/command/table.hpp"

namespace omma::command {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* stopped_early = "stopped before all frames under way were finished";
constexpr milliseconds redraw{200};
constexpr seconds between_lines{5};   // where nothing can be redrawn
constexpr seconds time_to_drain{10};  // then an actor in a step is looked for
constexpr seconds time_to_halt{5};    // then an actor is stuck

/// Who does not want to read it all does not make the run fail.
void print_to_reader(const std::string& text) {
  try {
    print(text);
  } catch (const CLI::RuntimeError& ended) {
    if (ended.get_exit_code() != done) throw;
  }
}

/// It was told when it happened; of a traceback the last line says what it was.
std::string in_short(const Error& failure) {
  const std::size_t end = failure.what.find_last_not_of("\n ");
  const std::size_t line = failure.what.rfind('\n', end);
  if (end == std::string::npos || line == std::string::npos) return failure.text();
  return Error{failure.code, failure.where, failure.what.substr(line + 1, end - line)}.text();
}

}  // namespace

Session::Session(const Plan& plan, const RunOptionsGiven& given, const std::string& file,
                 control::Control& control)
    : plan_(plan),
      given_(given),
      file_(file),
      control_(control),
      console_(log_level(given.log_level),
               given.log_format == "json" ? Console::Format::json : Console::Format::text),
      progress_(plan, {given.frames, given.seconds}),
      silent_(given.quiet || given.background != nullptr || !console_.tells(LogLevel::info)) {
  control_.add_sink([this](const Event& event) { note(event); });
}

Status Session::run() {
  if (!report_has_a_place() || !events_have_a_place()) return wrong;
  if (!create()) return failed;
  if (!watch()) return failed;
  trace_.reset();
  over_ = true;
  const bool cut_short = halted_ != 0 && !control_.scripted();
  const Report report = control_.end(cut_short ? stopped_early : "");
  {
    const std::lock_guard lock(ended_mutex_);
    ended_ = true;
  }
  graph_.reset();
  return finish(report);
}

/// Looked at first: nobody wants to learn it after an hour.
bool Session::report_has_a_place() {
  if (given_.report.empty() || given_.report == "-") return true;
  const std::filesystem::path folder = std::filesystem::path(given_.report).parent_path();
  if (access(folder.empty() ? "." : folder.c_str(), W_OK) == 0) return true;
  console_.error("--report: cannot write into the folder " + folder.string() + ": " +
                 std::strerror(errno));
  return false;
}

bool Session::events_have_a_place() {
  if (given_.events.empty()) return true;
  events_.open(given_.events);
  if (events_) return true;
  console_.error("--events: can not write " + given_.events + ": " + std::strerror(errno));
  return false;
}

/// For people what they have to know; for programs all of it. A run in the background has nobody to
/// tell; what it keeps in its folder is read there.
void Session::note(const Event& event) {
  write_event(event);
  if (!detached_) console_.tell(event);
}

void Session::write_event(const Event& event) {
  const std::lock_guard lock(events_mutex_);
  if (!events_.is_open() || events_lost_) return;
  events_ << control::event_text(event) << std::endl;
  events_lost_ = !events_;
  if (events_lost_)
    console_.error("--events: can not write " + given_.events + ": " + std::strerror(errno) +
                   "; no more events come there");
}

bool Session::create() {
  RunOptions options;
  options.frames = given_.frames;
  options.threads = static_cast<unsigned>(given_.threads);
  options.own_scheduler = given_.scheduler == "omma";
  options.scripted = control_.scripted();
  options.quarantine = given_.quarantine;
  options.events = [this](const Event& event) { control_.emit(event); };
  const Notice::Say say = [this](const std::string& text) { console_.say(text); };
  const Notice notice("starting " + plan_.name, silent_ ? Notice::Say() : say);
  auto graph = Graph::create(plan_, options);
  if (graph) {
    graph_ = std::move(*graph);
  } else if (control_.scripted()) {
    control_.refuse(graph.error().text());
  } else {
    console_.error(graph.error().text());
  }
  return graph_ != nullptr;
}

/// Signals are heard before anybody is told that the graph runs.
bool Session::watch() {
  signals_.emplace([this](int count) { interrupted(count); });
  started_ = shown_ = Clock::now();
  if (console_.tells(LogLevel::trace))
    trace_.emplace(*graph_, [this](const Event& event) { console_.tell(event); });
  graph_->start();
  const auto begun = control_.begin(*graph_, file_, {[this] { drain(); }, [this] { halt(); }});
  if (given_.background != nullptr && !detach(begun)) return false;
  if (!begun && !silent_)
    console_.say("this run can not be seen from another terminal: " + begun.error().text());
  if (!silent_ && !console_.redraws()) {
    console_.say("running " + plan_.name + ": " + counted(plan_.actors.size(), "actor") + ", " +
                 counted(plan_.edges.size(), "edge"));
  }
  while (!graph_->wait_for(pause())) tick();
  console_.show("");
  console_.flush();
  return true;
}

/// From here on nobody is at its console.
bool Session::detach(const Result<void>& begun) {
  if (!begun) {
    console_.error("a run that can not be seen from a terminal is not detached from it: " +
                   begun.error().text());
    graph_->halt();
    graph_->wait();
    return false;
  }
  detached_ = true;
  given_.background->leave(control_.folder());
  return true;
}

/// Until something is to be done again.
milliseconds Session::pause() const {
  if (given_.seconds <= 0 || time_is_up_) return redraw;
  const std::chrono::duration<double> left =
      started_ + std::chrono::duration<double>(given_.seconds) - Clock::now();
  return std::clamp(std::chrono::ceil<milliseconds>(left), milliseconds(0), redraw);
}

void Session::tick() {
  console_.write_some();
  if (detached_) Background::keep_console_short();
  show_progress();
  end_in_time();
  halt_if_one_hangs();
  if (stuck()) leave();
}

void Session::show_progress() {
  if (silent_) return;
  const bool interactive = console_.redraws();
  if (!interactive && Clock::now() - shown_ < between_lines) return;
  shown_ = Clock::now();
  const std::size_t room = interactive ? Terminal::error().width() - 1 : 0;
  const std::string line = progress_.line(graph_->report(), room);
  if (interactive) {
    console_.show(line.substr(0, room));
  } else {
    console_.say(line);
  }
}

void Session::end_in_time() {
  if (given_.seconds <= 0 || time_is_up_) return;
  time_is_up_ = Clock::now() - started_ >= std::chrono::duration<double>(given_.seconds);
  if (time_is_up_) drain();
}

/// Called by the thread that hears signals. When all is done but for what is printed, one comes too
/// late, and another one means that whoever reads it does not.
void Session::interrupted(int count) {
  const std::lock_guard lock(ended_mutex_);
  if (ended_) {
    if (late_++ > 0) _exit(failed);
  } else if (count == 1) {
    console_.say("finishing the frames under way; Ctrl-C again stops now");
    drain();
  } else if (count == 2) {
    console_.say("stopping between two frames");
    halt();
  }
  interruptions_ = count;
}

void Session::drain() {
  drained_ = Clock::now().time_since_epoch().count();
  graph_->drain();
}

/// Who waits for the end of a run does not wait for an actor that never comes back. Those in hosts
/// have deadlines.
void Session::halt_if_one_hangs() {
  if (drained_ == 0 || halted_ != 0) return;
  const Clock::time_point drained{Clock::duration(drained_.load())};
  if (Clock::now() - drained < time_to_drain) return;
  const Report report = graph_->report();
  const auto hangs = std::ranges::find_if(report.actors, [](const ActorReport& actor) {
    return !actor.hosted && actor.step_s >= std::chrono::duration<double>(time_to_drain).count();
  });
  if (hangs == report.actors.end()) return;
  console_.say("actor '" + hangs->name + "' does not come back from its step; stopping");
  halt();
}

void Session::halt() {
  if (over_) return;
  halted_ = Clock::now().time_since_epoch().count();
  graph_->halt();
}

bool Session::stuck() const {
  if (halted_ == 0) return false;
  const Clock::time_point halted{Clock::duration(halted_.load())};
  return interruptions_ > 2 || Clock::now() - halted > time_to_halt;
}

/// Ends the process although an actor does not come back from its step.
void Session::leave() {
  console_.show("");
  std::vector<std::string> busy;
  for (const ActorReport& actor : graph_->report().actors) {
    if (actor.in_step > 0) busy.push_back(actor.name);
  }
  const std::string why =
      busy.empty() ? "an actor does not return from its step" : "still in a step: " + listed(busy);
  console_.say(why + "; ending without waiting for it", LogLevel::error);
  const Report report = control_.abandon(why);
  console_.flush();
  try {
    tell(report);
  } catch (const std::exception&) {  // it was said what cannot be written
  }
  _exit(failed);
}

Status Session::finish(const Report& report) {
  const bool told = tell(report);
  if (control_.scripted()) return report.failure ? failed : done;  // the script knows
  if (report.failure && report.failure->what == stopped_early) {
    console_.say(stopped_early, LogLevel::error);
  } else if (report.failure) {
    console_.say_failure(harmless(in_short(*report.failure)));
  }
  return told && !events_lost_ && !report.failure && halted_ == 0 ? done : failed;
}

/// Writes and prints what was asked for. False when the report cannot be written.
bool Session::tell(const Report& report) {
  const bool written = write_report(report);
  if (given_.format == "json") {
    print_to_reader(control::report_json(report));
  } else if (!silent_ && given_.report != "-") {
    print_to_reader(summary(plan_, report, Terminal::out()));
  }
  return written;
}

bool Session::write_report(const Report& report) {
  if (given_.report.empty()) return true;
  const std::string text = control::report_json(report);
  if (given_.report == "-") return print_to_reader(text), true;
  std::ofstream file(given_.report);
  file << text << std::flush;
  if (file) return true;
  console_.error("cannot write the report to " + given_.report + ": " + std::strerror(errno));
  return false;
}

}  // namespace omma::command
