// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame.hpp"

#include "runtime/frames/copies.hpp"
#include "runtime/frames/mat_allocator.hpp"
#include "runtime/frames/notes_buffer.hpp"
#include "schema/frame_generated.h"

namespace omma {
namespace {
const fbs::Frame& header(const SlotRef& picture) { return *fbs::GetFrame(picture->buffer); }
}  // namespace

Identity Frame::identity() const {
  const auto& frame = header(picture_);
  return {{frame.source()->c_str(), frame.source()->size()}, frame.sequence(), frame.part()};
}

std::uint64_t Frame::sequence() const { return header(picture_).sequence(); }

Times Frame::times() const {
  const auto& frame = header(picture_);
  return {frame.capture_ns(), frame.arrival_ns(), static_cast<Clock>(frame.clock()),
          frame.clock_error_ns()};
}

PixelFormat Frame::format() const { return static_cast<PixelFormat>(header(picture_).format()); }
int Frame::width() const { return static_cast<int>(header(picture_).width()); }
int Frame::height() const { return static_cast<int>(header(picture_).height()); }
std::size_t Frame::stride() const { return header(picture_).stride(); }
Status Frame::status() const { return static_cast<Status>(header(picture_).status()); }
DType Frame::dtype() const { return static_cast<DType>(header(picture_).dtype()); }

std::vector<RowRange> Frame::missing() const {
  std::vector<RowRange> rows;
  if (const auto* missing = header(picture_).missing()) {
    for (const auto* range : *missing) rows.push_back({range->first(), range->count()});
  }
  return rows;
}

std::vector<std::uint32_t> Frame::shape() const {
  const auto* shape = header(picture_).shape();
  return shape == nullptr ? std::vector<std::uint32_t>{}
                          : std::vector(shape->begin(), shape->end());
}

std::span<const std::byte> Frame::pixels() const {
  const auto* pixels = header(picture_).pixels();
  return {reinterpret_cast<const std::byte*>(pixels->data()), pixels->size()};
}

cv::Mat Frame::mat() const { return picture_ ? mat_of(*this) : cv::Mat(); }

cv::Mat Frame::writable_mat() const {
  if (!picture_ || picture_.sole()) return mat();
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
  auto link = write_notes(*picture_->slab, notes, actor, notes_);
  if (!link) return tl::make_unexpected(link.error());
  return Frame(picture_, std::move(*link));
}

}  // namespace omma
