// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/words.hpp"

#include <utility>

namespace omma::hosts {

bool Words::of_host(const std::string& line) const {
  for (const std::string& file : {package_ + "/omma/_", std::string("<string>\""),
                                  std::string("/threading.py\""), std::string("<frozen ")}) {
    if (line.find(file) != std::string::npos) return true;
  }
  return false;
}

bool Words::ends_stacks(const std::string& line) {
  return line == "  File \"<string>\", line 1 in <module>";
}

std::vector<std::string> Words::next(const std::string& line) {
  if (line.starts_with("Thread 0x") || line.starts_with("Current thread 0x")) {
    thread_ = "it was here (innermost call first):";
    return {};
  }
  if (line.starts_with("Extension modules: ")) return {};
  if (!line.starts_with("  File \"")) return {line};
  if (of_host(line)) return {};
  const std::string thread = std::exchange(thread_, {});
  return thread.empty() ? std::vector{line} : std::vector{thread, line};
}

}  // namespace omma::hosts
