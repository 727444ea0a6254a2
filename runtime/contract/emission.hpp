// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "runtime/contract/body.hpp"
#include "runtime/contract/body_support.hpp"
#include "runtime/contract/sample.hpp"
#include "runtime/frames/frame_header.hpp"

namespace omma {

/// Turns the results of one step into frames. A result keeps the identity and times of the first
/// input that is there; a source's get its name, the next number and the time of now.
class Emission {
 public:
  Emission(std::span<Frame> inputs, const Self& self, const OutputFormats& formats,
           Outputs& outputs);

  /// Where results lie that are copied.
  Slab& slab() const { return *self_.slab; }

  Result<void> picture(std::size_t port, std::uint32_t part, cv::Mat&& image);
  Result<void> sample(std::size_t port, std::uint32_t part, Sample&& sample);
  /// What the slot holds already, which needs not be a matrix; `about`: all but its image.
  struct Contents {
    const SlotRef& slot;
    DType dtype;
    std::span<const std::uint32_t> shape;
    std::size_t bytes;
  };
  Result<void> tensor(std::size_t port, std::uint32_t part, const Contents& contents,
                      const Sample& about);
  Result<void> notes(std::size_t port, const Notes& notes);
  /// Notes without a picture; of a source: a frame that has nothing else.
  Result<void> notes(std::size_t port, Sample&& noted);
  Result<void> frame(std::size_t port, Frame&& frame);

 private:
  Header header_of(std::size_t port, std::uint32_t part, const Sample& sample) const;
  PixelFormat format_for(PixelFormat stated, const cv::Mat& image) const;
  Result<Frame> frame_of(std::size_t port, std::uint32_t part, Sample& sample);
  Result<Frame> frame_of_pixels(std::size_t port, std::uint32_t part, Sample& sample);
  SlotRef notes_that_hold(int width, int height) const;
  Result<void> send(std::size_t port, Result<Frame>&& made, const Sample& about);
  Result<SlotRef> slot_for(const cv::Mat& image) const;
  bool passes_through(const cv::Mat& image, PixelFormat format) const;

  std::span<Frame> inputs_;
  const Frame* origin_ = nullptr;
  const Self& self_;
  const OutputFormats& formats_;
  Outputs& outputs_;
};

}  // namespace omma
