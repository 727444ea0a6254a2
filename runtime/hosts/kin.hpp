// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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

  /// Ends what the host with this mark has left behind, now that it is gone. What has ended by
  /// itself in a session of its own stays in the system's list until this process ends.
  static void end_orphans(const std::string& mark);

 private:
  Kin();
  void start_keeper() const;

  const std::string mark_;  // what all marks begin with
  std::uint64_t hosts_ = 0;
};

}  // namespace omma::hosts
