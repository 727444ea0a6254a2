// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "runtime/frames/frame.hpp"

namespace omma::actors {

/// Identity, times and notes of a frame as one JSON object without line breaks:
///
///   {"source": "video", "sequence": 7, "capture_ns": 700000000, "clock": "media",
///    "regions": [{"x": 1.5, "y": 2, "width": 30, "height": 60, "label": "person",
///                 "confidence": 0.91, "track_id": 4, "parent": 0, "tensors": []}],
///    "attributes": {"count.forward": 3},
///    "tensors": [{"name": "line", "dtype": "float32", "shape": [2, 2], "values": [0, 0, 9, 9]}]}
///
/// What is not stated is left out. Values are row-major, `null` where they are not finite; of each
/// tensor the first `most_values` are told.
std::string json_line(const Frame& frame, std::size_t most_values = SIZE_MAX);

/// The same as a line of CSV (RFC 4180) under `csv_header`; the last three fields are JSON.
std::string csv_line(const Frame& frame, std::size_t most_values = SIZE_MAX);

/// "source,sequence,part,capture_ns,clock,region_count,regions,attributes,tensors"
std::string csv_header();

}  // namespace omma::actors
