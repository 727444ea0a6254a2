// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::hosts {

/// What a short-lived interpreter is started for.
struct Question {
  PlannedHost host;
  std::string module;                                 ///< of omma's package; its `main` answers
  std::vector<std::string> arguments;                 ///< after the descriptor for the answer
  std::optional<std::chrono::milliseconds> patience;  ///< none: as long as it takes
  std::function<void(const std::string&)> heard;      ///< each line that it prints; may be empty
};

/// What the interpreter did until it ended.
struct Answer {
  std::string text;     ///< written into the descriptor
  bool in_time = true;  ///< else it was killed, after it had printed where it was
  std::string printed;  ///< lines, each after "\n  "
};

/// Fails when there is no process.
Result<Answer> ask(const Question& question);

}  // namespace omma::hosts
