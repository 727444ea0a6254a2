// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <utility>

#include "runtime/base/error.hpp"

namespace omma::bench {

/// The value; a benchmark that cannot be set up ends with the error's text.
template <class T>
T must(Result<T>&& result) {
  if (!result) throw std::runtime_error(result.error().text());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace omma::bench
