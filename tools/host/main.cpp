// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

#include "runtime/host_process/program.hpp"

/// Started by a runner: host DESCRIPTOR.
int main(int count, char** arguments) {
  if (count == 2) return omma::host_process::serve(std::atoi(arguments[1]));
  std::fputs("omma starts this program for actors in C++ with a host; see `omma run --help`\n",
             stderr);
  return 2;
}
