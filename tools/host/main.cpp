// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

#include "runtime/host_process/program.hpp"

/// Started by a runner: host DESCRIPTOR TITLE, of which the title is for `ps` alone.
int main(int count, char** arguments) {
  if (count == 3) return omma::host_process::serve(std::atoi(arguments[1]));
  std::fputs("omma starts this program for actors in C++ with a host; see docs/hosts.md\n", stderr);
  return 2;
}
