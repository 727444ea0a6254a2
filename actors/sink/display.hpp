// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace omma::actors {

/// Why no window can be opened here and how to mend that; empty when one can. Asked before
/// OpenCV is, because its window library (Qt) ends the program where there is no display.
std::string lack_of_display();

}  // namespace omma::actors
