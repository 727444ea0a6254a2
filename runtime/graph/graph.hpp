// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "runtime/base/error.hpp"
#include "runtime/base/event.hpp"
#include "runtime/flow/observer.hpp"
#include "runtime/graph/inlet.hpp"
#include "runtime/graph/report.hpp"
#include "runtime/hosts/socket.hpp"
#include "runtime/plan/plan.hpp"

namespace omma {

struct RunOptions {
  std::uint64_t frames = 0;   ///< each source ends after so many; 0 = when it has no more
  unsigned threads = 0;       ///< heavy steps at a time; 0 = one per available core
  bool own_scheduler = true;  ///< false: CAF's `sharing`
  bool scripted = false;      ///< another process pushes frames: sources of the kind `script`
  /// Folder for frames that end their actor's process; made with the first. Empty: none is kept.
  std::string quarantine;
  /// What sources of the kind `inlet` give, by actor; they outlive the graph.
  std::map<std::string, FrameInlet*> inlets;
  /// Told of everything that happens.
  EventSink events;
};

/// A graph of actors that runs. One owner; but for `create`, `start` and the waiting, everything
/// may be called from any thread while it runs.
class Graph {
 public:
  /// Makes every actor; a file that is missing or a device that is busy is an error here.
  static Result<std::unique_ptr<Graph>> create(const Plan& plan, const RunOptions& options);
  ~Graph();

  void start();

  /// Sources stop; what is under way is finished.
  void drain();

  /// Everything stops between two frames; what is queued stays where it is and is counted.
  void halt();

  /// True when the run has ended, and what hosts printed until then has been told.
  bool wait_for(std::chrono::milliseconds time);

  /// Until the run has ended.
  void wait();

  Report report() const;

  /// At which frame the step of this actor is that takes longest, and where in its code, in several
  /// lines; empty when it is in none, or that can not be told.
  std::string whereabouts(const std::string& actor) const;

  // ---- parameters: of the kind, or those that only the running instance knows

  /// Sets a parameter and returns the value that is in force from the actor's next step on. An
  /// error says who refuses it and why; nothing has changed then.
  Result<Value> set(const std::string& actor, const std::string& param, Value value);

  /// The value in force.
  Result<Value> get(const std::string& actor, const std::string& param) const;

  /// The parameters of its kind with the values in force, as far as they are known here: nobody is
  /// asked.
  std::vector<std::pair<std::string, Value>> settings(const std::string& actor) const;

  /// All that an actor has, as they are now.
  Result<std::vector<Param>> params(const std::string& actor) const;

  // ---- observers: they see no more once they are closed or the run has ended. One that is made
  // before `start` misses nothing

  /// The outputs of all actors, "ACTOR.PORT".
  std::vector<std::string> outputs() const;

  /// What leaves an output "ACTOR.PORT", or the one that feeds the input of this name.
  Result<std::shared_ptr<flow::Observer>> observe_output(const std::string& port,
                                                         flow::ObserverOptions options = {});

  /// What becomes of the frames of an edge, "ACTOR.PORT -> ACTOR.PORT".
  Result<std::shared_ptr<flow::Observer>> observe_edge(const std::string& edge,
                                                       flow::ObserverOptions options = {});

  /// What becomes of the steps of an actor.
  Result<std::shared_ptr<flow::Observer>> observe_steps(const std::string& actor,
                                                        flow::ObserverOptions options = {});

  // ---- other processes

  /// A way for another process to look at an output "ACTOR.PORT", or at the one that feeds the
  /// input of this name: the end that it gets. `name`: of who looks, in the report.
  Result<hosts::Socket> look(const std::string& port, const std::string& name = "script");

  /// A way for another process to push frames to a source of the kind `script`, named by its
  /// output "ACTOR.PORT" or by an input that it feeds. Each can be had once.
  Result<hosts::Socket> feed(const std::string& port);

 private:
  struct State;
  explicit Graph(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace omma
