// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "runtime/frames/frame_verify.hpp"
#include "runtime/frames/notes_buffer.hpp"

/// Bytes from outside: whatever the verifier lets pass can be read to the last byte. They are notes
/// or a frame, whose last byte says how many bytes of pixels stand before it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace omma;
  static const std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  if (const auto notes = admit_notes(*slab, bytes, {})) {
    static_cast<void>(read_regions(*notes));
    static_cast<void>(read_tensors(*notes));
    static_cast<void>(read_attributes(*notes));
  }
  if (bytes.empty()) return 0;
  const auto rest = bytes.first(size - 1);
  const std::size_t pixels = std::min<std::size_t>(data[size - 1], rest.size());
  const auto frame = admit_frame(*slab, rest.first(rest.size() - pixels), rest.last(pixels));
  if (!frame) return 0;
  const cv::Mat picture = frame->mat();
  unsigned sum = 0;
  if (!picture.empty()) {
    for (int row = 0; row < picture.size[0]; ++row) sum += *picture.ptr(row);
  }
  for (const std::byte byte : frame->pixels()) sum += static_cast<unsigned>(byte);
  for (const RowRange& range : frame->missing()) sum += range.first;
  sum += static_cast<unsigned>(frame->identity().source.size() + frame->shape().size());
  return sum == 0xFFFFFFFF ? -1 : 0;
}
