// SPDX-License-Identifier: Apache-2.0
#pragma once

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
  std::ofstream file_;
  bool csv_ = false;
};

}  // namespace omma::actors
