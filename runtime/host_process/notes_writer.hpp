// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/base/error.hpp"
#include "runtime/frames/notes.hpp"
#include "runtime/hosts/message_bytes.hpp"

namespace omma::host_process {

/// Puts notes as `hosts::read_notes` takes them. Fails when a name or label is longer than a
/// message can say.
Result<void> write_notes(hosts::Writer& message, const Notes& notes);

}  // namespace omma::host_process
