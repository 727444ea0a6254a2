// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "runtime/contract/body.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::flow {

/// Makes the bodies of a graph's actors. Whether one steps here, in a host or for a script is known
/// behind this and nowhere in flow.
class Bodies {
 public:
  virtual ~Bodies() = default;

  /// A new instance; again for each restart. May throw what its constructor throws.
  virtual std::unique_ptr<Body> make(const PlannedActor& planned, const Kind& kind, int replica,
                                     const Self& self) = 0;

  /// Where that instance lives; null: in this process. Actors may have it in common.
  virtual std::shared_ptr<BodyHost> host(const PlannedActor& planned, const Kind& kind,
                                         int replica) = 0;
};

}  // namespace omma::flow
