// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/draw/draw.hpp"
#include "dsl/read/diagnostic.hpp"
#include "dsl/read/launch.hpp"
#include "dsl/read/settings.hpp"
#include "runtime/plan/plan.hpp"

/// Graph files: text in, checked plan out. This header is the way in; the others are the stages.
namespace omma::dsl {

struct Loaded {
  std::optional<Plan> plan;  ///< there when nothing is an error
  Diagnostics diagnostics;
  std::vector<std::string> params;  ///< names in [params] of the file
};

/// Reads, expands and checks a graph file.
Loaded load(const std::string& path, const Settings& settings = {});

/// The same for text that is at hand; `file` names it in messages, and its folder is where modules
/// and plug-ins are looked for.
Loaded load_text(std::string_view text, const std::string& file, const Settings& settings = {});

/// The same for a line like "video uri=a.mp4 ! canny low=50 ! window".
Loaded load_launch(std::string_view line, const Settings& settings = {});

/// A JSON Schema for graph files that use the kinds of `registry`.
std::string schema(const Registry& registry);

}  // namespace omma::dsl
