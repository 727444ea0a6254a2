// SPDX-License-Identifier: Apache-2.0
#include <opencv2/core/core_c.h>
#include <algorithm>

#include "runtime/copies.hpp"
#include "runtime/hosts/hosted_body.hpp"
#include "runtime/hosts/noted.hpp"
#include "runtime/mat_allocator.hpp"

namespace omma::hosts {
namespace {

constexpr std::size_t most_kept = 32;

tl::unexpected<Error> unsound(const char* what) {
  return fail(Code::invalid, std::string("its host sent a result that makes no sense: ") + what);
}

/// The sizes and type of the matrix that an array of this shape is: a third dimension is its
/// channels. Nothing when OpenCV has no such matrix.
struct Layout {
  std::vector<int> sizes;
  int type = -1;
};

std::optional<Layout> matrix_of(const std::vector<std::uint32_t>& shape, DType dtype) {
  const int depth = mat_depth(dtype);
  const bool channels = shape.size() == 3 && shape[2] <= CV_CN_MAX;
  if (depth < 0 || (shape.size() != 2 && !channels)) return std::nullopt;
  return Layout{{static_cast<int>(shape[0]), static_cast<int>(shape[1])},
                CV_MAKETYPE(depth, channels ? static_cast<int>(shape[2]) : 1)};
}

/// Nothing when no array can be so large.
std::optional<std::uint64_t> bytes_of(const std::vector<std::uint32_t>& shape, DType dtype) {
  std::uint64_t bytes = size_of(dtype);
  for (const std::uint64_t extent : shape) {
    if (extent == 0 || extent > INT32_MAX || bytes > (std::uint64_t{1} << 40) / extent)
      return std::nullopt;
    bytes *= extent;
  }
  return bytes;
}

}  // namespace

Result<void> HostedBody::take_results(Reader& reader, const Head& head, Emission& emission) {
  const auto copied = reader.take<CopiedWire>();
  if (copied.bytes != 0) count_copy(copied.pixels, copied.bytes);
  std::vector<std::uint32_t> parts(contract_.outputs.size(), 0);
  for (std::uint16_t i = 0; i < head.items; ++i) {
    if (auto taken = take_result(reader, emission, parts); !taken) return taken;
  }
  return {};
}

Result<void> HostedBody::check_kept() const {
  if (server_.leases.size() <= most_kept) return {};
  return fail(Code::exhausted, "it keeps " + std::to_string(server_.leases.size()) +
                                   " frames of earlier steps; keep copies: frame.copy()");
}

Result<void> HostedBody::take_result(Reader& reader, Emission& emission,
                                     std::vector<std::uint32_t>& parts) {
  const auto output = reader.take<OutputWire>();
  std::vector<std::uint32_t> shape;
  for (int i = 0; i < output.dims; ++i)
    shape.push_back(static_cast<std::uint32_t>(
        std::min<std::uint64_t>(reader.take<std::uint64_t>(), UINT32_MAX)));
  const auto noted = reader.take_bytes(output.notes);
  if (!reader.sound() || output.port >= parts.size()) return unsound("it is cut short");
  Notes notes;
  if (!noted.empty()) {
    Reader rows(noted);
    notes = read_notes(rows);
    if (!rows.sound()) return unsound("its notes are cut short");
  }
  const std::uint32_t part = parts[output.port]++;
  if (output.origin == Origin::empty) return emission.notes(output.port, notes);
  if (output.origin == Origin::input) {
    const auto found = server_.leases.find(output.lease);
    if (found == server_.leases.end() || !found->second.frame)
      return unsound("it passes on no input");
    if (notes == Notes{}) return emission.frame(output.port, Frame(found->second.frame));
    auto noted_frame = found->second.frame.with(notes, name_);
    if (!noted_frame) return tl::make_unexpected(noted_frame.error());
    return emission.frame(output.port, std::move(*noted_frame));
  }
  return take_pixels(output, shape, std::move(notes), {emission, part});
}

/// The pixels that the host wrote into a slot of its own.
Result<void> HostedBody::take_pixels(const OutputWire& output,
                                     const std::vector<std::uint32_t>& shape, Notes&& notes,
                                     const Exit& exit) {
  const auto found = server_.leases.find(output.lease);
  if (found == server_.leases.end() || !found->second.slot)
    return unsound("it names no slot of its own");
  const auto dtype = static_cast<DType>(output.dtype);
  const auto bytes = bytes_of(shape, dtype);
  if (output.dtype > static_cast<std::uint8_t>(DType::int64) || !bytes)
    return unsound("no picture or tensor has such a shape");
  const SlotRef slot = found->second.slot;
  const std::size_t room = slot_bytes(*bytes);
  if (room > slot->capacity || slot->sent.load(std::memory_order_acquire))
    return unsound("it does not fit into its slot");
  rooms_[output.port] = room;
  Sample sample;
  sample.notes = std::move(notes);
  if (output.format != 0) sample.format = static_cast<PixelFormat>(output.format);
  if (output.due_ns >= 0) sample.due_ns = output.due_ns;
  const auto matrix = matrix_of(shape, dtype);
  if (!matrix) return exit.to.tensor(output.port, exit.part, {slot, dtype, shape, *bytes}, sample);
  sample.image = mat_in(slot, matrix->sizes, matrix->type);
  return exit.to.sample(output.port, exit.part, std::move(sample));
}

}  // namespace omma::hosts
