// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame.hpp"

#include "runtime/frames/copies.hpp"
#include "runtime/frames/mat_allocator.hpp"
#include "runtime/frames/notes_buffer.hpp"
#include "schema/frame_generated.h"

namespace omma {
namespace {
const fbs::Frame& read(const SlotRef& header) { return *fbs::GetFrame(header->bytes); }
}  // namespace

Identity Frame::identity() const {
  const auto& frame = read(header_);
  return {{frame.source()->c_str(), frame.source()->size()}, frame.sequence(), frame.part()};
}

std::uint64_t Frame::sequence() const { return read(header_).sequence(); }

Times Frame::times() const {
  const auto& frame = read(header_);
  return {frame.capture_ns(), frame.arrival_ns(), static_cast<Clock>(frame.clock()),
          frame.clock_error_ns()};
}

PixelFormat Frame::format() const { return static_cast<PixelFormat>(read(header_).format()); }
int Frame::width() const { return static_cast<int>(read(header_).width()); }
int Frame::height() const { return static_cast<int>(read(header_).height()); }
std::size_t Frame::stride() const { return read(header_).stride(); }
Status Frame::status() const { return static_cast<Status>(read(header_).status()); }
DType Frame::dtype() const { return static_cast<DType>(read(header_).dtype()); }

std::vector<RowRange> Frame::missing() const {
  std::vector<RowRange> rows;
  if (const auto* missing = read(header_).missing()) {
    for (const auto* range : *missing) rows.push_back({range->first(), range->count()});
  }
  return rows;
}

std::vector<std::uint32_t> Frame::shape() const {
  const auto* shape = read(header_).shape();
  return shape == nullptr ? std::vector<std::uint32_t>{}
                          : std::vector(shape->begin(), shape->end());
}

std::span<const std::byte> Frame::pixels() const {
  const Slot* slot = pixel_slot();
  return slot == nullptr ? std::span<const std::byte>() : slot->contents();
}

cv::Mat Frame::mat() const { return header_ ? mat_of(*this) : cv::Mat(); }

cv::Mat Frame::writable_mat() const {
  const Slot* slot = header_ ? pixel_slot() : nullptr;
  const bool sole = slot != nullptr && header_->sole() && slot->sole() && !slot->borrowed;
  if (sole) return mat();
  const cv::Mat view = mat();
  count_copy(view.total(), view.total() * view.elemSize());
  return view.clone();
}

Regions Frame::regions() const { return read_regions(notes_); }
std::vector<Tensor> Frame::tensors() const { return read_tensors(notes_); }
std::vector<Attribute> Frame::attributes() const { return read_attributes(notes_); }

std::optional<double> Frame::number(std::string_view attribute) const {
  for (const Attribute& each : attributes()) {
    const double* number = std::get_if<double>(&each.value);
    if (each.name == attribute && number != nullptr) return *number;
  }
  return std::nullopt;
}

Result<Frame> Frame::with(const Notes& notes, std::string_view actor) const {
  auto link = write_notes(*header_->slab, notes, actor, notes_);
  if (!link) return tl::make_unexpected(link.error());
  return Frame(header_, std::move(*link));
}

}  // namespace omma
