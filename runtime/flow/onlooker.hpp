// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "runtime/frames/frame.hpp"

namespace omma::flow {

/// Somebody who is shown what leaves an actor. Called by the thread that steps it.
class Onlooker {
 public:
  virtual ~Onlooker() = default;

  virtual void see(std::size_t port, const Frame& frame) = 0;

  /// A turn has ended.
  virtual void notify() = 0;

  /// Nothing more leaves. From any thread.
  virtual void close() = 0;

  Onlooker* next = nullptr;  ///< of the same actor
};

}  // namespace omma::flow
