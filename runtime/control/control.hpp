// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "runtime/base/event.hpp"
#include "runtime/control/endings.hpp"
#include "runtime/graph/graph.hpp"

namespace omma::control {

/// How others see and steer a run: up to 64 clients at a time, through a socket that its user
/// may open, and the script that started it; what happened, as events; and the state as text files.
class Control {
 public:
  /// `script`: a SOCK_SEQPACKET socket to the process that started this one, which belongs to it;
  /// negative: there is none.
  explicit Control(int script = -1);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// Goes to everybody who wants to know. From any thread.
  void emit(const Event& event);

  /// Calls `sink` with each event, too: by whoever emits it, so it has to be quick. Before `begin`.
  void add_sink(EventSink sink);

  /// The graph can not run; the script is told.
  void refuse(const std::string& why);

  /// The graph runs: clients are answered from now on. `file`: where it stands, may be empty.
  /// `endings`: called when a client asks for it, and to halt when the script has gone. An error:
  /// there is no folder for the run, so only the script can steer it.
  Result<void> begin(Graph& graph, const std::string& file, Endings endings);

  /// The run has ended: clients are let go, and the script is awaited, which may ask still.
  /// `cut_short`: why it did so before its frames were through, if it did; it failed then. Returns
  /// its last report.
  Report end(const std::string& cut_short = {});

  /// As `end`, for a process that ends at once although an actor does not come back: nobody is
  /// awaited.
  Report abandon(const std::string& cut_short);

  /// There is a script; it is told what goes wrong.
  bool scripted() const;

  /// Of the run; empty when there is none.
  std::string folder() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace omma::control
