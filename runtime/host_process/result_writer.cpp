// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/result_writer.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/frames/copies.hpp"
#include "runtime/frames/notes_buffer.hpp"
#include "runtime/host_process/notes_writer.hpp"

namespace omma::host_process {
namespace {

using hosts::Origin;
using hosts::OutputWire;

/// The youngest link of the chain that came from the runner; null when there is none.
const Slot* borrowed_link(const Frame& frame) {
  const Slot* link = frame.notes().get();
  while (link != nullptr && Loans::loan_of(link) == nullptr) link = link->next;
  return link;
}

bool same_times(const Times& one, const Times& other) {
  return one.capture_ns == other.capture_ns && one.arrival_ns == other.arrival_ns &&
         one.clock == other.clock && one.clock_error_ns == other.clock_error_ns;
}

}  // namespace

Result<void> ResultWriter::write(hosts::Writer& message, std::span<const Frame> inputs,
                                 const Outputs& outputs) {
  const auto first = std::ranges::find_if(inputs, [](const Frame& input) { return bool(input); });
  origin_ = first != inputs.end() ? &*first : nullptr;
  const std::size_t copied_at = message.bytes().size();
  message.put(hosts::CopiedWire());
  for (const Sent& sent : outputs.sent) {
    if (auto put_it = put(message, sent, outputs.due_ns); !put_it) return put_it;
  }
  const Copies copied = take_copied();
  message.set(copied_at, hosts::CopiedWire{copied.pixels, copied.bytes});
  return {};
}

/// A frame of which the runner knows the header goes by its lease; of another one the runner makes
/// a header of its own, from what is said here.
Result<void> ResultWriter::put(hosts::Writer& message, const Sent& sent,
                               std::optional<std::int64_t> due_ns) {
  const Frame& frame = sent.frame;
  OutputWire output;
  output.port = static_cast<std::uint8_t>(sent.port);
  if (due_ns) output.due_ns = *due_ns;
  std::vector<std::uint64_t> dims;
  about_.clear();
  notes_.clear();
  if (const Loan* input = Loans::loan_of(frame.header().get())) {
    output.origin = Origin::input;
    output.lease = input->lease;
  } else {
    if (auto pixels = put_pixels(frame, output, dims); !pixels) return pixels;
    put_about(frame);
  }
  const Identity identity = frame.identity();
  if (origin_ == nullptr && identity.sequence != self_.sequence)
    output.sequence = identity.sequence;
  const std::string_view source =
      origin_ == nullptr && identity.source != self_.name ? identity.source : std::string_view();
  const Notes noted = read_notes_after(frame.notes(), borrowed_link(frame));
  if (noted != Notes{}) {
    if (auto written = write_notes(notes_, noted); !written) return written;
  }
  output.dims = static_cast<std::uint8_t>(dims.size());
  output.notes = static_cast<std::uint32_t>(notes_.bytes().size());
  output.source = static_cast<std::uint32_t>(source.size());
  output.about = static_cast<std::uint32_t>(about_.bytes().size());
  message.put(output);
  for (const std::uint64_t extent : dims) message.put(extent);
  message.put_bytes(notes_.bytes());
  message.put_text(source);
  message.put_bytes(about_.bytes());
  return {};
}

Result<void> ResultWriter::put_pixels(const Frame& frame, OutputWire& output,
                                      std::vector<std::uint64_t>& dims) {
  if (frame.pixel_slot() == nullptr) return output.origin = Origin::none, Result<void>();
  const auto room = room_for(frame);
  if (!room) return tl::make_unexpected(room.error());
  output.lease = (*room)->lease;
  output.format = static_cast<std::uint32_t>(frame.format());
  output.dtype = static_cast<std::uint8_t>(frame.dtype());
  if (frame.format() == PixelFormat::Tensor) {
    output.origin = Origin::slot;
    for (const std::uint32_t extent : frame.shape()) dims.push_back(extent);
  } else {
    output.origin = Origin::pixels;
    dims = {static_cast<std::uint64_t>(frame.height()), static_cast<std::uint64_t>(frame.width()),
            frame.stride()};
  }
  return {};
}

/// The room that the pixels lie in; a copy where they are those of an input under another header.
Result<const Loan*> ResultWriter::room_for(const Frame& frame) {
  const Loan* loan = Loans::loan_of(frame.pixel_slot());
  if (loan != nullptr && loan->room) return loan;
  const auto pixels = frame.pixels();
  const auto room = loans_.slab().take(pixels.size());
  if (!room) return tl::make_unexpected(room.error());
  std::memcpy((*room)->bytes, pixels.data(), pixels.size());
  (*room)->sent.store(true, std::memory_order_relaxed);
  count_copy(pixels.size(), pixels.size());
  return Loans::loan_of(room->get());
}

void ResultWriter::put_about(const Frame& frame) {
  const Times times = frame.times();
  const auto missing = frame.missing();
  const bool usual = origin_ != nullptr && same_times(times, origin_->times()) &&
                     frame.status() == Status::complete && missing.empty();
  if (usual) return;
  hosts::AboutWire about;
  about.capture_ns = times.capture_ns;
  about.arrival_ns = times.arrival_ns;
  about.clock_error_ns = times.clock_error_ns;
  about.clock = static_cast<std::uint8_t>(times.clock);
  about.status = static_cast<std::uint8_t>(frame.status());
  about.missing = static_cast<std::uint16_t>(std::min<std::size_t>(missing.size(), UINT16_MAX));
  about_.put(about);
  for (std::uint16_t i = 0; i < about.missing; ++i) about_.put(missing[i]);
}

}  // namespace omma::host_process
