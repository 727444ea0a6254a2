// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

/// Nothing of a plug-in that does not fit may run.
const bool constructed = (std::abort(), true);
