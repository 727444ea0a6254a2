// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/frames/frame.hpp"

/// A frame with its chain of notes as bytes, for files and for links to other machines. Numbers
/// are little-endian; nothing is aligned.
///
///   encoded = "OMFC", version (u32), bytes of the header (u64), bytes of the pixels (u64),
///             links (u64), links x bytes of the link (u64), header, pixels, links
///   header  = a Frame buffer (schema/frame.fbs); none of an empty frame
///   links   = Notes buffers (schema/notes.fbs), oldest first
namespace omma {

constexpr std::uint32_t codec_version = 2;
constexpr std::uint64_t most_links = 65536;  ///< of one encoded frame

/// An encoded frame whose buffers stay where they are; it keeps them.
class EncodedFrame {
 public:
  using Part = std::span<const std::byte>;

  EncodedFrame(EncodedFrame&&) = default;
  EncodedFrame& operator=(EncodedFrame&&) = default;
  EncodedFrame(const EncodedFrame&) = delete;
  EncodedFrame& operator=(const EncodedFrame&) = delete;
  ~EncodedFrame() = default;

  /// What to send or write, in this order: the prefix, the header, the pixels, the links.
  std::span<const Part> parts() const { return parts_; }

  /// Bytes of all parts.
  std::size_t size() const;

  /// All parts in one buffer; copies the pixels.
  std::vector<std::byte> joined() const;

 private:
  friend Result<EncodedFrame> encode(const Frame& frame);
  explicit EncodedFrame(const Frame& frame) : frame_(frame) {}

  Frame frame_;
  std::vector<std::byte> prefix_;
  std::vector<Part> parts_;
};

/// Fails when there are more than `most_links` links.
Result<EncodedFrame> encode(const Frame& frame);

/// The bytes of the encoded frame that `bytes` begins with, whatever follows it. Fails unless its
/// prefix is whole; not all of the rest needs to be there.
Result<std::uint64_t> encoded_size(std::span<const std::byte> bytes);

/// Copies an encoded frame, which `bytes` holds and nothing else, into slots of `slab`. None of it
/// is believed: errors name the byte that is not what it has to be.
Result<Frame> decode(Slab& slab, std::span<const std::byte> bytes);

}  // namespace omma
