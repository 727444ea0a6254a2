// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace omma::host_process {

/// The program of a host for actors in C++. Serves until the runner closes the control socket,
/// which this descriptor is; returns the exit status. The same in Python: _host.py.
int serve(int control);

}  // namespace omma::host_process
