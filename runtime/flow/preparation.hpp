// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "runtime/contract/body.hpp"

namespace omma::flow {

class Node;

/// What has to be done before an actor, or a copy of it, can run.
struct Preparation {
  std::shared_ptr<BodyHost> host;  ///< where it lives; null: in this process
  std::function<Result<void>()> make;
};

/// Prepares all actors. Hosts start beside each other, as many at a time as there are cores; the
/// actors that share one, and those of this process, are made in their order. The error names the
/// first actor of the graph that fails, whichever failed first; the hosts of those after it are
/// ended.
Result<void> prepare_all(const std::vector<std::unique_ptr<Node>>& nodes);

}  // namespace omma::flow
