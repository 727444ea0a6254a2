// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/frame.hpp"

namespace omma::actors {

/// Identity, times and notes of a frame as one JSON object without line breaks:
///
///   {"source": "video", "sequence": 7, "capture_ns": 700000000, "clock": "media",
///    "regions": [{"x": 1.5, "y": 2, "width": 30, "height": 60, "label": "person",
///                 "confidence": 0.91, "track_id": 4, "parent": 0, "tensors": {"line": [0, 0, 9,
///                 9]}}],
///    "attributes": {"count.forward": 3}, "tensors": {}}
///
/// What is not stated is left out; of tensors, only float32 of at most 16 elements are told.
std::string json_line(const Frame& frame);

/// The same as a line of CSV (RFC 4180) under `csv_header`; the last two fields are JSON.
std::string csv_line(const Frame& frame);

/// "source,sequence,part,capture_ns,clock,region_count,regions,attributes"
std::string csv_header();

}  // namespace omma::actors
