// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runtime/hosts/retired_instances.hpp"

namespace omma::hosts {

/// The versions of an actor, one after the other. At most one serves. The next one waits until the
/// server has handed over between two frames; the one before waits until the new one has done some
/// steps well, and serves again when it does not. Guarded by the mutex of its body, but for
/// `close_retired`; only the thread that collects changes who serves.
class Versions {
 public:
  explicit Versions(const HostedActor& actor) : actor_(actor), retired_(actor) {}

  /// Null: none serves at the moment.
  ActorInstance* serving() const { return serving_.get(); }
  void serve(std::unique_ptr<ActorInstance> instance);

  /// The one that serves is of no use any more: its process is killed.
  void discard_serving();

  /// The next version, loaded; it replaces another one that waits.
  void set_successor(std::unique_ptr<ActorInstance> next);
  bool has_successor() const { return successor_ != nullptr; }

  /// The next version does not load: a mistake may be mended in any of its files.
  void refuse(const ActorInstance& next);

  /// Has the server hand over after the steps that it was sent, the last one of this number.
  void ask_to_hand_over(std::uint64_t last_step);
  bool handing_over() const { return handing_over_; }

  /// The server has handed over, and this is its state: the successor serves, on trial. False when
  /// there is none.
  bool take_over(const Received& state);

  /// None serves: the successor does so, without a state. False when there is none.
  bool take_over_without_state();

  bool on_trial() const { return previous_ != nullptr; }
  void count_good_step();

  /// The version on trial failed, and the one before serves again.
  void go_back(const std::string& why);

  /// Whose changes are of interest.
  std::vector<std::string> files_to_watch() const;

  /// On the reloader's thread.
  void close_retired() { retired_.close_all(); }

  /// The end: all but the server close.
  void close();

 private:
  void welcome(std::unique_ptr<ActorInstance> next);
  void pass_state_on(const Received& state, ActorInstance& next);
  void make_standard();

  const HostedActor& actor_;
  std::unique_ptr<ActorInstance> serving_;
  std::unique_ptr<ActorInstance> successor_;
  std::unique_ptr<ActorInstance> previous_;  // while the one that serves is on trial
  bool handing_over_ = false;                // the server was told; steps wait for the successor
  int trial_steps_ = 0;                      // left of the trial
  std::set<std::string> failed_files_;       // of versions that did not load
  RetiredInstances retired_;
};

}  // namespace omma::hosts
