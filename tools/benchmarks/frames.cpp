// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/frames.hpp"

#include "runtime/frames/frame_header.hpp"
#include "tools/benchmarks/must.hpp"

namespace omma::bench {

Frame make_frame(Slab& slab, std::uint64_t sequence, cv::Size size) {
  const auto pixel_bytes = static_cast<std::size_t>(size.area());
  Header header;
  header.source = "bench";
  header.sequence = sequence;
  header.format = PixelFormat::Mono8;
  header.width = header.stride = static_cast<std::uint32_t>(size.width);
  header.height = static_cast<std::uint32_t>(size.height);
  return must(seal(slab, header, must(slab.take(pixel_bytes)), pixel_bytes));
}

Frames::Frames(std::size_t count, cv::Size size) : slab(must(Slab::create())) {
  for (std::size_t i = 0; i < count; ++i) frames.push_back(make_frame(*slab, i, size));
}

}  // namespace omma::bench
