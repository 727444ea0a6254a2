// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/frames/notes.hpp"
#include "runtime/frames/pixel_format.hpp"
#include "runtime/frames/slab.hpp"

namespace omma {

/// The clock that a capture time was read from; the values are those of `fbs::Clock`.
enum class Clock : std::uint8_t {
  monotonic,  ///< CLOCK_MONOTONIC of the machine that captured
  realtime,
  media,   ///< position in a recording; 0 is its start
  camera,  ///< the device's own counter
  ptp      ///< IEEE 1588
};

enum class Status : std::uint8_t { complete, incomplete };

struct Times {
  std::int64_t capture_ns = 0;
  std::int64_t arrival_ns = 0;  ///< CLOCK_MONOTONIC when the frame entered the graph
  Clock clock = Clock::monotonic;
  std::int64_t clock_error_ns = -1;  ///< bound of capture_ns' error; -1 = not known
};

/// Rows [first, first + count) of an incomplete frame that never arrived.
struct RowRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// Which frame this is. A derived frame keeps the identity and times of its origin.
struct Identity {
  std::string_view source;     ///< the actor that made the first frame
  std::uint64_t sequence = 0;  ///< counts from 0 at the source
  std::uint32_t part = 0;      ///< index among the results that one frame gave

  friend bool operator==(const Identity&, const Identity&) = default;
};

/// A handle of an immutable frame: its header, a FlatBuffer in a slot that keeps the slot of its
/// pixels, and the chain of notes about it. Copying a handle copies no pixel. May be empty.
class Frame {
 public:
  Frame() = default;
  explicit Frame(SlotRef header, SlotRef notes = {})
      : header_(std::move(header)), notes_(std::move(notes)) {}

  explicit operator bool() const { return static_cast<bool>(header_); }

  /// Lets go of what it holds.
  void reset() noexcept {
    header_.reset();
    notes_.reset();
  }

  Identity identity() const;
  std::uint64_t sequence() const;
  Times times() const;
  PixelFormat format() const;
  int width() const;
  int height() const;
  /// Bytes from one row to the next; 0 where rows need not begin on a byte (packing.hpp).
  std::size_t stride() const;
  Status status() const;
  std::vector<RowRange> missing() const;
  DType dtype() const;
  std::vector<std::uint32_t> shape() const;
  std::span<const std::byte> pixels() const;
  /// The slot that holds the pixels and nothing else; null when there are none.
  Slot* pixel_slot() const { return header_->next; }

  /// The pixels as OpenCV sees them; shares the slot and keeps it. Do not write into it.
  /// Empty when the frame has no pixels.
  cv::Mat mat() const;

  /// The pixels to write into, for a step that changes a picture in place: this frame's own when
  /// nobody else holds them, else a copy, which is counted.
  cv::Mat writable_mat() const;

  /// All regions that are in force, in the order they were noted.
  Regions regions() const;
  /// All tensors of the frame as a whole.
  std::vector<Tensor> tensors() const;
  /// All attributes; a later one of the same name wins.
  std::vector<Attribute> attributes() const;
  std::optional<double> number(std::string_view attribute) const;

  /// The same pixels with one more link of notes. `actor` is who noted it.
  Result<Frame> with(const Notes& notes, std::string_view actor) const;
  /// The same pixels without any notes.
  Frame bare() const { return Frame(header_); }

  const SlotRef& header() const { return header_; }
  const SlotRef& notes() const { return notes_; }

 private:
  SlotRef header_;
  SlotRef notes_;
};

}  // namespace omma
