// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/graph.hpp"

namespace omma::dsl::test {

/// Loads a graph of the test's kinds.
Loaded loaded(std::string_view toml, const std::vector<std::string>& sets = {});

/// The plan of a graph about which there is nothing to say, and which is the same when it is
/// written and read; the test fails otherwise.
Plan planned(std::string_view toml, const std::vector<std::string>& sets = {});

/// Everything said about a graph.
std::string said(std::string_view toml, const std::vector<std::string>& sets = {});

/// The actor of that name; the test fails when there is none.
const PlannedActor& actor(const Plan& plan, const std::string& name);

/// The edge into "actor.port"; the test fails when there is none.
const PlannedEdge& edge_into(const Plan& plan, const std::string& input);

}  // namespace omma::dsl::test
