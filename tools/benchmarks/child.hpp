// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace omma::bench {

/// Another program. Killed when it still runs at the end of this.
class Child {
 public:
  explicit Child(const std::vector<std::string>& command);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Memory that it has in RAM now.
  double resident_mb() const;

  /// Waits for its end and returns what it printed; throws when it failed.
  std::string wait();

 private:
  std::string name_;
  pid_t id_ = -1;
  int output_ = -1;
};

/// A program that was built beside this one.
std::string beside(const std::string& program);

}  // namespace omma::bench
