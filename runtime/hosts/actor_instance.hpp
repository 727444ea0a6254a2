// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/hosts/conversation.hpp"
#include "runtime/hosts/hosted_actor.hpp"

namespace omma::hosts {

/// The actor as one process has loaded it. Not thread-safe, but as its conversation.
class ActorInstance {
 public:
  explicit ActorInstance(std::shared_ptr<Process> process) : process_(std::move(process)) {}

  /// Asks the process to load the actor. `changed`: files whose compiled code is of no use.
  Result<void> ask_to_load(const HostedActor& actor, const std::map<std::string, Value>& params,
                           const std::vector<std::string>& changed);

  /// Waits until it has; no longer than its host allows.
  Result<void> await_ready(const HostedActor& actor);

  /// It has taken these parameters.
  void note_params(const std::map<std::string, Value>& params) {
    for (const auto& [name, value] : params) params_[name] = value;
  }

  /// Passes on the state of the version before, which stays until `forget_state`.
  void take_state(const SlotRef& state, std::uint64_t bytes);
  void forget_state() { state_ = {}; }

  /// Lets the actor close what it opened. One that does not come to an end is killed before the
  /// memory that it may write into is used by others.
  void close(const HostedActor& actor);

  /// How its process ended, once it has; waits for that a little.
  std::string describe_exit() const;

  Conversation& conversation() { return conversation_; }
  const std::shared_ptr<Process>& process() const { return process_; }
  const std::map<std::string, Value>& params() const { return params_; }

  /// The user's files that it depends on.
  const std::vector<std::string>& files() const { return files_; }
  void depend_on(const std::vector<std::string>& files) {
    files_.insert(files_.end(), files.begin(), files.end());
  }

 private:
  bool await_close(const HostedActor& actor);

  Conversation conversation_;  // first: what it lent outlives the process that may write there
  SlotRef state_;
  std::shared_ptr<Process> process_;
  std::map<std::string, Value> params_;  // as it knows them
  std::vector<std::string> files_;
};

}  // namespace omma::hosts
