// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>

namespace omma::hosts {

/// Everything that the processes of hosts start, and what that starts, also in a session of its
/// own. Each carries in its environment which run it belongs to; whoever clears that is not found.
/// Linux alone. Of the thread that starts hosts.
class Kin {
 public:
  /// Of this process: what its hosts leave behind becomes its child from now on. Another process
  /// watches this one, and ends all of them when it dies, however that happens.
  static Kin& of_this_process();

  /// "NAME=VALUE", for the environment of the next host.
  std::string next_mark();

  /// Ends what the host with this mark has left behind, now that it is gone.
  void end_orphans(const std::string& mark);

  /// Waits for those of them that have ended by themselves while their hosts live on: the system
  /// keeps each in its list until then. `hosts`: their processes, which lead groups of their own.
  void forget_ended(const std::set<pid_t>& hosts);

 private:
  Kin();
  void start_keeper() const;
  void wait_for_killed();

  const std::string mark_;  // what all marks begin with
  std::uint64_t hosts_ = 0;
  std::set<pid_t> killed_;  // and not waited for yet
};

/// As proc(5) has it: 'T' is stopped, 't' by a debugger, 'Z' has ended and was not waited for; 0 is
/// none of this number.
char process_state(pid_t process);

}  // namespace omma::hosts
