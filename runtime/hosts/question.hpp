// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "runtime/error.hpp"
#include "runtime/plan.hpp"

namespace omma::hosts {

/// What a short-lived interpreter is started for.
struct Question {
  PlannedHost host;
  std::string module;                             ///< of omma's package; its `main` answers
  std::string argument;                           ///< after the descriptor for the answer
  std::optional<std::chrono::seconds> patience;   ///< none: as long as it takes
  std::function<void(const std::string&)> heard;  ///< each line that it prints; may be empty
};

/// What the interpreter writes into the descriptor. An error completes a sentence, as "ended the
/// process", and holds all that it printed.
Result<std::string> ask(const Question& question);

}  // namespace omma::hosts
