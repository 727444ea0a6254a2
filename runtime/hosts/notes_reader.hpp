// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/frames/notes.hpp"
#include "runtime/hosts/message_bytes.hpp"

namespace omma::hosts {

/// Reads the rows that python_actors/omma/_notes.py packs; `reader` is unsound when they are not,
/// or when a tensor's data do not fit its shape and element type.
///
///   notes  = replaces_regions u8, u32 x region, u32 x tensor, u32 x attribute
///   region = x y width height confidence f32, track_id i64, parent i32, bytes of the label u16,
///            tensors u16, label, tensors
///   tensor = bytes of the name u16, dtype u8, dims u8, bytes of the data u32, name, dims x u32,
///   data attribute = is a text u8, bytes of the name u16, of the value u32, name, text or f64
Notes read_notes(Reader& reader);

}  // namespace omma::hosts
