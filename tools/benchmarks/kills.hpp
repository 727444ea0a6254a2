// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace omma::bench {

/// The columns of what `run_kills` returns. `wrong`: frames that are lost, came twice or out of
/// order.
enum class KillFigure { kills, restarts, outage, wrong, left, unbalanced };
const std::vector<std::string>& kill_columns();

/// Kills processes of a host again and again, at random moments, while frames come at 200 Hz and
/// each keeps the actor busy for 1 ms.
std::vector<double> run_kills(const std::string& kind, int kills, bool spare);

}  // namespace omma::bench
