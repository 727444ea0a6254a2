// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/results.hpp"

#include <opencv2/core/core_c.h>

#include <algorithm>
#include <cstring>

#include "runtime/frames/copies.hpp"
#include "runtime/frames/mat_allocator.hpp"
#include "runtime/frames/slot_room.hpp"
#include "runtime/hosts/notes_reader.hpp"

namespace omma::hosts {
namespace {

constexpr int most_dimensions = 32;                              // as verify_header
constexpr std::int64_t longest_time_ns = std::int64_t{1} << 61;  // some 70 years

tl::unexpected<Error> unsound(const char* what) {
  return fail(Code::invalid, std::string("its host sent an invalid result: ") + what);
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

Result<void> Results::take(Reader& reader, const Head& head, const Leases& leases,
                           Emission& emission) {
  const auto copied = reader.take<CopiedWire>();
  if (copied.bytes != 0) count_copy(copied.pixels, copied.bytes);
  std::vector<std::uint32_t> parts(rooms_.size(), 0);
  for (std::uint16_t i = 0; i < head.items; ++i) {
    if (auto taken = take_one(reader, {leases, emission}, parts); !taken) return taken;
  }
  return {};
}

Result<void> Results::take_one(Reader& reader, Destination to, std::vector<std::uint32_t>& parts) {
  const auto output = reader.take<OutputWire>();
  if (output.dims > most_dimensions) return unsound("an array has at most 32 dimensions");
  if (output.due_ns > longest_time_ns) return unsound("a frame is due in more than 70 years");
  std::vector<std::uint32_t> shape;
  for (int i = 0; i < output.dims; ++i)
    shape.push_back(static_cast<std::uint32_t>(
        std::min<std::uint64_t>(reader.take<std::uint64_t>(), UINT32_MAX)));
  const auto packed = reader.take_bytes(output.notes);
  if (!reader.sound() || output.port >= parts.size()) return unsound("it is cut short");
  Sample about;
  about.source = reader.take_text(output.source);
  if (!read_about(output, reader, about)) return unsound("what it says about a frame");
  if (output.sequence != no_sequence) about.sequence = output.sequence;
  if (output.due_ns >= 0) about.due_ns = output.due_ns;
  if (!packed.empty()) {
    Reader rows(packed);
    about.notes = read_notes(rows);
    if (!rows.sound())
      return unsound("its notes are cut short, or a tensor has another size than its shape says");
  }
  to.part = parts[output.port]++;
  if (output.origin == Origin::none || output.origin == Origin::empty) about.missing.clear();
  if (output.origin == Origin::none)
    return to.emission.sample(output.port, to.part, std::move(about));
  if (output.origin == Origin::empty) return to.emission.notes(output.port, std::move(about));
  if (output.origin == Origin::input) return pass_on(output, about.notes, to);
  const Lease* lease = to.leases.find(output.lease);
  if (lease == nullptr || !lease->slot) return unsound("it names no slot of its own");
  if (output.origin == Origin::pixels)
    return take_pixels(output, {lease->slot, shape}, std::move(about), to);
  return take_array(output, {lease->slot, shape}, std::move(about), to);
}

/// When it was taken, and what is missing of it. False when that makes no sense.
bool Results::read_about(const OutputWire& output, Reader& reader, Sample& about) {
  Reader said(reader.take_bytes(output.about));
  if (output.about == 0) return reader.sound();
  const auto wire = said.take<AboutWire>();
  for (std::uint16_t i = 0; i < wire.missing && said.sound(); ++i)
    about.missing.push_back(said.take<RowRange>());
  about.times =
      Times{wire.capture_ns, wire.arrival_ns, static_cast<Clock>(wire.clock), wire.clock_error_ns};
  about.status = static_cast<Status>(wire.status);
  return reader.sound() && said.sound() && wire.clock <= static_cast<std::uint8_t>(Clock::ptp) &&
         wire.status <= static_cast<std::uint8_t>(Status::incomplete);
}

/// An input, with what is noted on it.
Result<void> Results::pass_on(const OutputWire& output, const Notes& notes, const Destination& to) {
  const Lease* lease = to.leases.find(output.lease);
  if (lease == nullptr || !lease->frame) return unsound("it passes on no input");
  if (notes == Notes{}) return to.emission.frame(output.port, Frame(lease->frame));
  auto noted = lease->frame.with(notes, actor_);
  if (!noted) return tl::make_unexpected(noted.error());
  return to.emission.frame(output.port, std::move(*noted));
}

/// The slot that the result lies in, or a copy that its host can not write into.
Result<SlotRef> Results::kept_from_host(const SlotRef& slot, std::size_t bytes,
                                        const Destination& to) const {
  if (isolate_ == Isolation::share) return slot;
  auto copy = to.emission.slab().take(bytes);
  if (!copy) return copy;
  std::memcpy((*copy)->bytes, slot->bytes, bytes);
  count_copy(bytes, bytes);
  return copy;
}

/// A picture of the format that the process says, in a slot of its own.
Result<void> Results::take_pixels(const OutputWire& output, const Filled& filled, Sample&& about,
                                  const Destination& to) {
  const auto& sides = filled.shape;
  if (sides.size() != 3) return unsound("pixels have a height, a width and a stride");
  auto pixels = Pixels::in_slot(
      filled.slot, {static_cast<PixelFormat>(output.format), sides[1], sides[0], sides[2]});
  if (!pixels) return unsound(pixels.error().what.c_str());
  for (const RowRange& rows : about.missing) {
    if (std::uint64_t{rows.first} + rows.count > sides[0])
      return unsound("its missing rows lie outside of the picture");
  }
  const std::size_t bytes = rooms_[output.port] = pixels->bytes().size();
  const auto slot = kept_from_host(filled.slot, bytes, to);
  if (!slot) return tl::make_unexpected(slot.error());
  about.pixels = *Pixels::in_slot(*slot, pixels->packing());
  return to.emission.sample(output.port, to.part, std::move(about));
}

/// The array that the process wrote into a slot of its own.
Result<void> Results::take_array(const OutputWire& output, const Filled& filled, Sample&& about,
                                 const Destination& to) {
  const auto& [given, shape] = filled;
  const auto dtype = static_cast<DType>(output.dtype);
  const auto bytes = bytes_of(shape, dtype);
  if (output.dtype > static_cast<std::uint8_t>(DType::int64) || !bytes)
    return unsound("no picture or tensor has such a shape");
  if (!has_room_for(*given.get(), *bytes)) return unsound("it does not fit into its slot");
  rooms_[output.port] = *bytes;
  const auto kept = kept_from_host(given, *bytes, to);
  if (!kept) return tl::make_unexpected(kept.error());
  const SlotRef& slot = *kept;
  about.missing.clear();  // an array has no rows that could be missing
  if (output.format != 0) about.format = static_cast<PixelFormat>(output.format);
  const auto matrix = about.format == PixelFormat::Tensor ? std::nullopt : matrix_of(shape, dtype);
  if (!matrix) return to.emission.tensor(output.port, to.part, {slot, dtype, shape, *bytes}, about);
  about.image = mat_in(slot, matrix->sizes, matrix->type);
  return to.emission.sample(output.port, to.part, std::move(about));
}

}  // namespace omma::hosts
