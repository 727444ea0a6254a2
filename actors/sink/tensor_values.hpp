// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>

#include "runtime/frames/notes.hpp"

namespace omma::actors {

/// The first `most` numbers of a tensor as a JSON array, exactly: each is the shortest one that
/// reads as the same value of the tensor's element type.
nlohmann::ordered_json values_of(const Tensor& tensor, std::size_t most);

}  // namespace omma::actors
