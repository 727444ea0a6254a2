// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/base/error.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// A picture of the graph in the language of Graphviz.
std::string draw_dot(const Plan& plan, const Registry& registry);

/// A picture of the graph as a Mermaid flow chart, for Markdown pages.
std::string draw_mermaid(const Plan& plan, const Registry& registry);

/// A picture of the graph as SVG; needs the program `dot`.
Result<std::string> draw_svg(const Plan& plan, const Registry& registry);

}  // namespace omma::dsl
