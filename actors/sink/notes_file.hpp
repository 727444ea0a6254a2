// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Writes what is known about each frame into a text file, one line a frame.
struct NotesFile {
  std::string path = "notes.jsonl";
  bool append = false;
  int tensor_values = -1;

  Result<void> open();
  Result<void> process(const Frame& notes);

 private:
  Result<void> write(const std::string& line);

  std::ofstream file_;
  std::uintmax_t size_ = 0;  // of whole lines
  bool csv_ = false;
};

}  // namespace omma::actors
