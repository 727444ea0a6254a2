// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/codec.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "runtime/frames/frame_verify.hpp"

namespace omma {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie");

constexpr std::array<char, 4> magic{'O', 'M', 'F', 'C'};

struct Head {
  std::array<char, 4> magic{};
  std::uint32_t version = 0;
  std::uint64_t picture = 0;  ///< bytes
  std::uint64_t links = 0;
};
static_assert(sizeof(Head) == 24);

using Bytes = std::span<const std::byte>;

Bytes bytes_of(const Slot& slot) { return {slot.buffer, slot.buffer_size}; }

std::uint64_t size_at(Bytes bytes, std::size_t at) {
  std::uint64_t size = 0;
  std::memcpy(&size, bytes.data() + at, sizeof size);
  return size;
}

tl::unexpected<Error> bad(std::uint64_t offset, const std::string& expected,
                          const std::string& found) {
  return fail(Code::invalid, "expected " + expected + "; found " + found,
              "encoded frame, byte " + std::to_string(offset));
}

std::string quoted(std::span<const char> text) {
  std::string shown = "'";
  for (const char c : text) shown += c >= ' ' && c <= '~' ? c : '?';
  return shown + "'";
}

Result<Head> read_head(Bytes bytes) {
  Head head;
  if (bytes.size() < sizeof head)
    return bad(0, "a prefix of at least " + std::to_string(sizeof head) + " bytes",
               std::to_string(bytes.size()));
  std::memcpy(&head, bytes.data(), sizeof head);
  if (head.magic != magic) return bad(0, "the mark " + quoted(magic), quoted(head.magic));
  if (head.version != codec_version)
    return bad(offsetof(Head, version),
               "version " + std::to_string(codec_version) + " of the encoding",
               "version " + std::to_string(head.version) + "; use the same omma on both sides");
  if (head.links > most_links)
    return bad(offsetof(Head, links), "at most " + std::to_string(most_links) + " links of notes",
               std::to_string(head.links));
  if (head.picture == 0 && head.links != 0)
    return bad(offsetof(Head, links), "no notes of an empty frame",
               std::to_string(head.links) + " links");
  return head;
}

/// What a prefix says, once all of it is there.
struct Prefix {
  std::uint64_t bytes = 0;  ///< of the prefix
  std::uint64_t picture = 0;
  std::uint64_t links = 0;
};

Result<Prefix> read_prefix(Bytes bytes) {
  const auto head = read_head(bytes);
  if (!head) return tl::make_unexpected(head.error());
  const Prefix prefix{sizeof(Head) + head->links * sizeof(std::uint64_t), head->picture,
                      head->links};
  if (prefix.bytes > bytes.size())
    return bad(sizeof(Head), "the sizes of " + std::to_string(head->links) + " links",
               std::to_string(bytes.size() - sizeof(Head)) + " bytes");
  return prefix;
}

std::uint64_t link_size(Bytes bytes, std::uint64_t link) {
  return size_at(bytes, sizeof(Head) + link * sizeof(std::uint64_t));
}

/// Takes the parts of an encoded frame one after the other, as far as they are there.
class Cursor {
 public:
  Cursor(Bytes bytes, std::uint64_t at) : bytes_(bytes), at_(at) {}

  Result<Bytes> take(std::uint64_t count, const char* what) {
    const std::uint64_t left = bytes_.size() - at_;
    if (count > left)
      return bad(at_, std::to_string(count) + " bytes of " + what, std::to_string(left));
    const Bytes part = bytes_.subspan(at_, count);
    begin_ = at_;
    at_ += count;
    return part;
  }

  Result<void> end() const {
    if (at_ == bytes_.size()) return {};
    return bad(at_, "the end", std::to_string(bytes_.size() - at_) + " more bytes");
  }

  /// What is wrong with the part that was taken last.
  tl::unexpected<Error> explain(Error error, const char* what) const {
    if (error.code != Code::invalid) return tl::make_unexpected(std::move(error));
    return bad(begin_, std::string("a ") + what + " that can be read", "that " + error.what);
  }

 private:
  Bytes bytes_;
  std::uint64_t at_;
  std::uint64_t begin_ = 0;
};

Result<Frame> take_picture(Slab& slab, Cursor& cursor, std::uint64_t size) {
  if (size == 0) return Frame();
  const auto part = cursor.take(size, "the picture");
  if (!part) return tl::make_unexpected(part.error());
  auto frame = admit_frame(slab, *part);
  return frame ? frame : cursor.explain(frame.error(), "picture");
}

Result<SlotRef> take_link(Slab& slab, Cursor& cursor, std::uint64_t size, const SlotRef& before) {
  const auto part = cursor.take(size, "a link of notes");
  if (!part) return tl::make_unexpected(part.error());
  auto link = admit_notes(slab, *part, before);
  return link ? link : cursor.explain(link.error(), "link of notes");
}

}  // namespace

std::size_t EncodedFrame::size() const {
  std::size_t size = 0;
  for (const Part& part : parts_) size += part.size();
  return size;
}

std::vector<std::byte> EncodedFrame::joined() const {
  std::vector<std::byte> all;
  all.reserve(size());
  for (const Part& part : parts_) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Result<EncodedFrame> encode(const Frame& frame) {
  EncodedFrame encoded(frame);
  std::vector<Bytes> links;
  if (frame) {
    for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next)
      links.push_back(bytes_of(*link));
    std::ranges::reverse(links);
  }
  if (links.size() > most_links)
    return fail(Code::invalid, "expected at most " + std::to_string(most_links) +
                                   " links of notes on a frame; found " +
                                   std::to_string(links.size()));
  const Bytes picture = frame ? bytes_of(*frame.picture().get()) : Bytes();
  const Head head{magic, codec_version, picture.size(), links.size()};
  encoded.prefix_.resize(sizeof head + links.size() * sizeof(std::uint64_t));
  std::byte* to = encoded.prefix_.data();
  std::memcpy(to, &head, sizeof head);
  encoded.parts_ = {encoded.prefix_};
  if (frame) encoded.parts_.push_back(picture);
  for (std::size_t i = 0; i < links.size(); ++i) {
    const std::uint64_t size = links[i].size();
    std::memcpy(to + sizeof head + i * sizeof size, &size, sizeof size);
    encoded.parts_.push_back(links[i]);
  }
  return encoded;
}

Result<std::uint64_t> encoded_size(Bytes bytes) {
  const auto prefix = read_prefix(bytes);
  if (!prefix) return tl::make_unexpected(prefix.error());
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t size = prefix->bytes;
  for (std::uint64_t i = 0; i <= prefix->links; ++i) {
    const std::uint64_t more = i == 0 ? prefix->picture : link_size(bytes, i - 1);
    if (more > most - size)
      return bad(sizeof(Head), "sizes of parts that a number holds", std::to_string(more));
    size += more;
  }
  return size;
}

Result<Frame> decode(Slab& slab, Bytes bytes) {
  const auto prefix = read_prefix(bytes);
  if (!prefix) return tl::make_unexpected(prefix.error());
  Cursor cursor(bytes, prefix->bytes);
  auto frame = take_picture(slab, cursor, prefix->picture);
  if (!frame) return frame;
  SlotRef notes;
  for (std::uint64_t i = 0; i < prefix->links; ++i) {
    auto link = take_link(slab, cursor, link_size(bytes, i), notes);
    if (!link) return tl::make_unexpected(link.error());
    notes = std::move(*link);
  }
  if (auto ended = cursor.end(); !ended) return tl::make_unexpected(ended.error());
  return Frame(frame->picture(), std::move(notes));
}

}  // namespace omma
