// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <random>

#include "runtime/actor.hpp"

// A plug-in: `overflow` of actors.py in C++.

namespace {

/// Writes 1 to 20,000 bytes behind the result of some frames, once each.
struct Overflow {
  cv::Mat process(const omma::Frame& frame) const {
    cv::Mat out = frame.mat().clone();
    const std::uint64_t number = frame.sequence();
    if (number % static_cast<std::uint64_t>(every) == 0 && first_time(number)) {
      std::minstd_rand random(static_cast<unsigned>(number + 1));
      std::memset(out.data + out.total(), 255, 1 + random() % 20'000);
    }
    return out;
  }

  /// True once for each frame, whichever process it is.
  bool first_time(std::uint64_t number) const {
    const std::string path = folder + "/" + std::to_string(number) + ".done";
    const int file = open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
    return file >= 0 && close(file) == 0;
  }

  std::string folder;
  int every = 5;
};

const omma::Registered declared =
    omma::Declare<Overflow>("overflow", "Writes too far.", omma::inputs("image"),
                            omma::outputs("image"))
        .param("folder", &Overflow::folder, "remembers the frames")
        .param("every", &Overflow::every, "so many frames");

}  // namespace
