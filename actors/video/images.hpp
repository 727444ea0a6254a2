// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "runtime/actor.hpp"

namespace omma::actors {

/// Reads the pictures of a folder one after the other.
struct Images {
  std::string path;
  std::string format = "BGR8";
  double rate = 0;
  bool loop = false;

  Result<void> open();
  Result<std::optional<Sample>> process();

 private:
  std::vector<std::filesystem::path> files_;
  std::uint64_t next_ = 0;  // counts on when the files begin again
};

/// "img2" before "img10": runs of digits are compared as numbers.
bool natural_less(const std::string& one, const std::string& other);

}  // namespace omma::actors
