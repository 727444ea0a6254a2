// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <thread>

#include "runtime/actor.hpp"

namespace {

/// Tells that a frame has come, and keeps it until it is let through.
struct Gate {
  std::string came;   ///< a file that is made when a frame comes
  std::string opens;  ///< a file that lets frames through; empty = at once
  std::int64_t fails_at = -1;

  omma::Result<void> process(const omma::Frame& frame) const {
    if (!came.empty()) std::ofstream(came) << "came";
    if (static_cast<std::int64_t>(frame.sequence()) == fails_at)
      return omma::fail(omma::Code::failed, "it broke");
    while (!opens.empty() && !std::filesystem::exists(opens))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return {};
  }
};

const omma::Registered declared =
    omma::Declare<Gate>("gate", "Keeps frames until it is opened.", omma::inputs("frames"))
        .param("came", &Gate::came, "made when a frame comes")
        .param("opens", &Gate::opens, "lets frames through")
        .param("fails_at", &Gate::fails_at, "the frame that breaks it")
        .family("test");

}  // namespace
