// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace omma::actors {

/// cost[row][column] of giving the column to the row; all rows are equally long.
using Costs = std::vector<std::vector<double>>;

/// The column that each row gets so that the sum of costs is least; -1 for a row that gets none
/// because there are fewer columns. The Hungarian method (H. W. Kuhn 1955) with shortest
/// augmenting paths (R. Jonker, A. Volgenant 1987), cubic in time.
std::vector<int> cheapest_assignment(const Costs& costs);

}  // namespace omma::actors
