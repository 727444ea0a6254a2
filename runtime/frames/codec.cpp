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
  std::uint64_t header = 0;  ///< bytes
  std::uint64_t pixels = 0;  ///< bytes
  std::uint64_t links = 0;
};
static_assert(sizeof(Head) == 32);

using Bytes = std::span<const std::byte>;

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
  if (head.header == 0 && (head.pixels != 0 || head.links != 0))
    return bad(offsetof(Head, pixels), "no pixels and notes of an empty frame",
               std::to_string(head.pixels) + " bytes and " + std::to_string(head.links) + " links");
  return head;
}

/// What stands in front of the parts.
std::uint64_t prefix_size(const Head& head) {
  return sizeof head + head.links * sizeof(std::uint64_t);
}

/// The head, once the whole prefix is there.
Result<Head> read_prefix(Bytes bytes) {
  auto head = read_head(bytes);
  if (!head || prefix_size(*head) <= bytes.size()) return head;
  return bad(sizeof(Head), "the sizes of " + std::to_string(head->links) + " links",
             std::to_string(bytes.size() - sizeof(Head)) + " bytes");
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
    at_ += count;
    return part;
  }

  Result<void> end() const {
    if (at_ == bytes_.size()) return {};
    return bad(at_, "the end", std::to_string(bytes_.size() - at_) + " more bytes");
  }

  /// Where the next part begins.
  std::uint64_t at() const { return at_; }

 private:
  Bytes bytes_;
  std::uint64_t at_;
};

/// What is wrong with the part that begins there.
tl::unexpected<Error> explain(std::uint64_t begin, Error error, const char* what) {
  if (error.code != Code::invalid) return tl::make_unexpected(std::move(error));
  return bad(begin, std::string("a ") + what + " that can be read", "that " + error.what);
}

Result<Frame> take_frame(Slab& slab, Cursor& cursor, const Head& head) {
  if (head.header == 0) return Frame();
  const std::uint64_t begin = cursor.at();
  const auto header = cursor.take(head.header, "the header");
  if (!header) return tl::make_unexpected(header.error());
  const auto pixels = cursor.take(head.pixels, "the pixels");
  if (!pixels) return tl::make_unexpected(pixels.error());
  auto frame = admit_frame(slab, *header, *pixels);
  return frame ? frame : explain(begin, frame.error(), "header");
}

Result<SlotRef> take_link(Slab& slab, Cursor& cursor, std::uint64_t size, const SlotRef& before) {
  const std::uint64_t begin = cursor.at();
  const auto part = cursor.take(size, "a link of notes");
  if (!part) return tl::make_unexpected(part.error());
  auto link = admit_notes(slab, *part, before);
  return link ? link : explain(begin, link.error(), "link of notes");
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
      links.push_back(link->contents());
    std::ranges::reverse(links);
  }
  if (links.size() > most_links)
    return fail(Code::invalid, "expected at most " + std::to_string(most_links) +
                                   " links of notes on a frame; found " +
                                   std::to_string(links.size()));
  const Bytes header = frame ? frame.header()->contents() : Bytes();
  const Bytes pixels = frame ? frame.pixels() : Bytes();
  const Head head{magic, codec_version, header.size(), pixels.size(), links.size()};
  encoded.prefix_.resize(prefix_size(head));
  std::byte* to = encoded.prefix_.data();
  std::memcpy(to, &head, sizeof head);
  encoded.parts_ = {encoded.prefix_, header, pixels};
  for (std::size_t i = 0; i < links.size(); ++i) {
    const std::uint64_t size = links[i].size();
    std::memcpy(to + sizeof head + i * sizeof size, &size, sizeof size);
    encoded.parts_.push_back(links[i]);
  }
  return encoded;
}

Result<std::uint64_t> encoded_size(Bytes bytes) {
  const auto head = read_prefix(bytes);
  if (!head) return tl::make_unexpected(head.error());
  std::uint64_t size = prefix_size(*head);
  const auto add = [&size](std::uint64_t more) {
    const bool sound = more <= std::numeric_limits<std::uint64_t>::max() - size;
    if (sound) size += more;
    return sound;
  };
  bool sound = add(head->header) && add(head->pixels);
  for (std::uint64_t i = 0; sound && i < head->links; ++i) sound = add(link_size(bytes, i));
  if (sound) return size;
  return bad(offsetof(Head, header), "sizes of parts that a number holds",
             std::to_string(size) + " bytes and too many more");
}

Result<Frame> decode(Slab& slab, Bytes bytes) {
  const auto head = read_prefix(bytes);
  if (!head) return tl::make_unexpected(head.error());
  Cursor cursor(bytes, prefix_size(*head));
  auto frame = take_frame(slab, cursor, *head);
  if (!frame) return frame;
  SlotRef notes;
  for (std::uint64_t i = 0; i < head->links; ++i) {
    auto link = take_link(slab, cursor, link_size(bytes, i), notes);
    if (!link) return tl::make_unexpected(link.error());
    notes = std::move(*link);
  }
  if (auto ended = cursor.end(); !ended) return tl::make_unexpected(ended.error());
  return Frame(frame->header(), std::move(notes));
}

}  // namespace omma
