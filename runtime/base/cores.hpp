// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace omma {

/// How many cores this process may use at a time, at least 1: those that its affinity names, fewer
/// when its control group (a container) grants less processor time. The machine may have more.
unsigned available_cores();

}  // namespace omma
