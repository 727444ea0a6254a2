// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "runtime/frames/codec.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/frames/frame_verify.hpp"

namespace {

using namespace omma;

/// Whoever gets it can read it to the last byte.
void check(const Frame& frame) {
  if (!verify_header(frame.header()->contents(), frame.pixels().size())) std::abort();
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next) {
    if (!verify_notes(link->contents())) std::abort();
  }
  static_cast<void>(to_text(frame));
  static_cast<void>(frame.mat());
}

}  // namespace

/// Bytes from a file or another machine: what is decoded can be read, and encodes to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto whole = encoded_size(bytes);
  const auto frame = decode(*slab, bytes);
  if (!frame) return 0;
  if (!whole || *whole != size) std::abort();
  if (*frame) check(*frame);
  const auto again = encode(*frame);
  if (!again || !std::ranges::equal(again->joined(), bytes)) std::abort();
  return 0;
}
