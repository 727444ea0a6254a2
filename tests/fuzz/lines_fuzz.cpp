// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "runtime/hosts/output_lines.hpp"

/// What a host prints, with the marks of actors, and stacks: every line is told, and no mark is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream text(std::string(reinterpret_cast<const char*>(data), size));
  omma::hosts::OutputLines lines("/package");
  for (std::string line; std::getline(text, line);) {
    static_cast<void>(omma::hosts::OutputLines::ends_stacks(line));
    for (const omma::hosts::OutputLine& each : lines.next(line)) {
      if (each.line.find('\x1e') != std::string::npos) std::abort();
      if (each.actor.find('\x1e') != std::string::npos) std::abort();
    }
  }
  return 0;
}
