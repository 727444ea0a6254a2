// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>

#include "runtime/control/control.hpp"
#include "runtime/graph/graph.hpp"
#include "tools/command/background.hpp"
#include "tools/command/console.hpp"
#include "tools/command/progress.hpp"
#include "tools/command/run_options.hpp"
#include "tools/command/signals.hpp"
#include "tools/command/trace.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {

/// One run of a graph from its first frame to its report. The first Ctrl-C lets it finish what is
/// under way, the second stops it between two frames, the third leaves at once.
class Session {
 public:
  /// `file`: where the graph stands. `control`: how others steer the run; outlives it.
  Session(const Plan& plan, const RunOptionsGiven& given, const std::string& file,
          control::Control& control);

  Status run();

 private:
  using Clock = std::chrono::steady_clock;

  bool report_has_a_place();
  bool events_have_a_place();
  void note(const Event& event);
  void write_event(const Event& event);
  bool create();
  bool watch();
  std::chrono::milliseconds pause() const;
  void tick();
  void show_progress();
  void end_in_time();
  void interrupted(int count);
  void drain();
  void halt();
  void halt_if_one_hangs();
  bool stuck() const;
  [[noreturn]] void leave();
  bool detach(const Result<void>& begun);
  Status finish(const Report& report);
  bool tell(const Report& report);
  bool write_report(const Report& report);

  const Plan& plan_;
  const RunOptionsGiven& given_;
  const std::string file_;
  control::Control& control_;
  std::mutex events_mutex_;  // guards what follows
  std::ofstream events_;
  bool events_lost_ = false;
  Console console_;
  Progress progress_;
  bool silent_ = false;  ///< without progress and tables
  std::atomic<bool> detached_{false};
  std::atomic<bool> over_{false};  ///< the graph has ended by itself, or was halted
  std::unique_ptr<Graph> graph_;
  std::optional<Trace> trace_;
  Clock::time_point started_;
  Clock::time_point shown_;
  bool time_is_up_ = false;
  std::atomic<int> interruptions_{0};
  std::mutex ended_mutex_;              // guards what follows
  bool ended_ = false;                  ///< but for what is written and printed about it
  int late_ = 0;                        ///< interruptions since then
  std::atomic<Clock::rep> drained_{0};  ///< when; 0 = not
  std::atomic<Clock::rep> halted_{0};
  std::optional<Signals> signals_;  // the last: its thread uses what is above
};

}  // namespace omma::command
