// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

namespace omma::hosts {

/// fork(2) without what libraries want to be done before it: OpenBLAS waits for its threads, for
/// ever where one of them gets no memory. So the copy may call nothing but the system.
inline pid_t bare_fork() {
#if defined(__SANITIZE_THREAD__)
  return fork();  // it has to know
#else
  return _Fork();
#endif
}

}  // namespace omma::hosts
