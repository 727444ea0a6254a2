// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/flow/observer.hpp"
#include "runtime/graph/report.hpp"

namespace omma {

/// The observers of a running graph, and what those did that have gone. Thread-safe.
class Observations {
 public:
  using Detach = std::function<void(const flow::Observer&)>;

  /// A new observer whose name in the report is its own as long as it looks. `detach` takes it away
  /// from its place again.
  std::shared_ptr<flow::Observer> add(const std::string& place, flow::ObserverOptions options,
                                      Detach detach);

  /// One line for each name: what all observers of that name did.
  std::vector<EdgeReport> report();

  /// None sees anything any more.
  void close();

 private:
  struct Open {
    std::shared_ptr<flow::Observer> observer;
    Detach detach;
    bool listed = true;
  };
  struct Account {
    WhenFull rule = WhenFull::latest;
    flow::Ledger ledger;
  };

  void settle_closed();
  std::string free_name(const std::string& place, const std::string& name) const;

  std::mutex mutex_;  // guards what follows
  std::vector<Open> open_;
  std::map<std::string, Account> past_;
};

}  // namespace omma
