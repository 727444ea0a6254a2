// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/emission.hpp"

#include <array>

#include "runtime/base/clock.hpp"
#include "runtime/frames/copies.hpp"
#include "runtime/frames/mat_allocator.hpp"
#include "runtime/frames/packing.hpp"

namespace omma {
namespace {

std::size_t bytes_of(const cv::Mat& image) { return image.total() * image.elemSize(); }

DType dtype_of(int depth) {
  constexpr std::array table{DType::uint8, DType::int8,    DType::uint16,  DType::int16,
                             DType::int32, DType::float32, DType::float64, DType::float16};
  return table[static_cast<std::size_t>(depth)];
}

/// Rows, columns, channels (when there are several), or all dimensions.
std::vector<std::uint32_t> shape_of(const cv::Mat& image) {
  std::vector<std::uint32_t> shape(image.size.p, image.size.p + image.dims);
  if (image.channels() > 1) shape.push_back(static_cast<std::uint32_t>(image.channels()));
  return shape;
}

void copy_pixels(const cv::Mat& from, std::byte* to) {
  cv::Mat target(from.dims, from.size.p, from.type(), to);
  from.copyTo(target);
  count_copy(from.total(), bytes_of(from));
}

}  // namespace

Emission::Emission(std::span<Frame> inputs, const Self& self, const OutputFormats& formats,
                   Outputs& outputs)
    : inputs_(inputs), self_(self), formats_(formats), outputs_(outputs) {
  for (const Frame& input : inputs) {
    if (!input) continue;
    origin_ = &input;
    break;
  }
}

Header Emission::header_of(std::size_t port, std::uint32_t part, const Sample& sample) const {
  Header header;
  if (origin_ != nullptr) {
    const Identity identity = origin_->identity();
    header.source = identity.source;
    header.sequence = identity.sequence;
    header.part = part != 0 ? part : identity.part;
    header.times = origin_->times();
  } else {
    const std::int64_t now = now_ns();
    header.source = sample.source.empty() ? std::string_view(self_.name) : sample.source;
    header.sequence = sample.sequence.value_or(sample.source.empty() ? self_.sequence : 0);
    header.part = part;
    header.times = {now, now, Clock::monotonic, 0};
  }
  if (sample.times) header.times = *sample.times;
  header.format =
      format_for(sample.format ? *sample.format : formats_.of(port, inputs_), sample.image);
  header.status = sample.status;
  header.missing = sample.missing;
  header.dtype = dtype_of(sample.image.depth());
  return header;
}

/// What is stated, else what the origin is, as far as the type of the matrix allows it.
PixelFormat Emission::format_for(PixelFormat stated, const cv::Mat& image) const {
  if (image.empty()) return PixelFormat::None;
  if (image.dims > 2) return PixelFormat::Tensor;
  if (mat_type(stated) == image.type()) return stated;
  const PixelFormat inherited = origin_ != nullptr ? origin_->format() : PixelFormat::None;
  return mat_type(inherited) == image.type() ? inherited : format_of_mat(image.type());
}

/// The result is the picture of an input: untouched, or changed in place by its only holder.
bool Emission::passes_through(const cv::Mat& image, PixelFormat format) const {
  const Slot* slot = slot_of(image);
  return slot != nullptr && origin_ != nullptr && origin_->pixel_slot() == slot &&
         origin_->format() == format && origin_->width() == image.cols &&
         origin_->height() == image.rows;
}

/// The slot that the result lies in already, or a new one and a copy. None of an empty result.
Result<SlotRef> Emission::slot_for(const cv::Mat& image) const {
  if (image.empty()) return SlotRef();
  if (Slot* slot = finished_slot_of(image)) return SlotRef(slot);
  auto slot = self_.slab->take(bytes_of(image));
  if (slot) copy_pixels(image, (*slot)->bytes);
  return slot;
}

Result<Frame> Emission::frame_of(std::size_t port, std::uint32_t part, Sample& sample) {
  const cv::Mat& image = sample.image;
  Header header = header_of(port, part, sample);
  if (passes_through(image, header.format) && part == 0) return *origin_;
  const std::vector<std::uint32_t> shape = shape_of(image);
  if (header.format == PixelFormat::Tensor) {
    header.shape = shape;
  } else if (header.format != PixelFormat::None) {
    header.width = static_cast<std::uint32_t>(image.cols);
    header.height = static_cast<std::uint32_t>(image.rows);
    header.stride = static_cast<std::uint32_t>(stride_of(header.format, header.width));
  }
  const auto slot = slot_for(image);
  if (!slot) return tl::make_unexpected(slot.error());
  auto sealed = seal(*self_.slab, header, *slot, bytes_of(image));
  if (!sealed) return sealed;
  return Frame(sealed->header(), notes_that_hold(image.cols, image.rows));
}

/// Pixels lie in a slot that nobody else can write into.
Result<Frame> Emission::frame_of_pixels(std::size_t port, std::uint32_t part, Sample& sample) {
  const Pixels pixels = std::move(sample.pixels);
  const Packing& packing = pixels.packing();
  Header header = header_of(port, part, sample);
  header.format = packing.format;
  header.width = packing.width;
  header.height = packing.height;
  header.stride = packing.stride;
  auto sealed = seal(*self_.slab, header, pixels.slot(), pixels.bytes().size());
  if (!sealed) return sealed;
  return Frame(sealed->header(), notes_that_hold(sealed->width(), sealed->height()));
}

/// Regions are in pixel coordinates: they still hold when the size has not changed.
SlotRef Emission::notes_that_hold(int width, int height) const {
  const bool same = origin_ != nullptr && origin_->width() == width && origin_->height() == height;
  return same ? origin_->notes() : SlotRef();
}

Result<void> Emission::picture(std::size_t port, std::uint32_t part, cv::Mat&& image) {
  Sample plain;
  plain.image = std::move(image);
  return sample(port, part, std::move(plain));
}

Result<void> Emission::sample(std::size_t port, std::uint32_t part, Sample&& sample) {
  auto made = sample.pixels ? frame_of_pixels(port, part, sample) : frame_of(port, part, sample);
  return send(port, std::move(made), sample);
}

Result<void> Emission::tensor(std::size_t port, std::uint32_t part, const Contents& contents,
                              const Sample& about) {
  Header header = header_of(port, part, about);
  header.format = PixelFormat::Tensor;
  header.dtype = contents.dtype;
  header.shape = contents.shape;
  return send(port, seal(*self_.slab, header, contents.slot, contents.bytes), about);
}

Result<void> Emission::send(std::size_t port, Result<Frame>&& made, const Sample& about) {
  if (!made) return tl::make_unexpected(made.error());
  if (about.due_ns) outputs_.due_ns = about.due_ns;
  if (about.notes != Notes{}) {
    made = made->with(about.notes, self_.name);
    if (!made) return tl::make_unexpected(made.error());
  }
  return frame(port, std::move(*made));
}

Result<void> Emission::notes(std::size_t port, const Notes& notes) {
  Sample noted;
  noted.notes = notes;
  return this->notes(port, std::move(noted));
}

Result<void> Emission::notes(std::size_t port, Sample&& noted) {
  if (origin_ == nullptr) return sample(port, 0, std::move(noted));
  auto made = origin_->with(noted.notes, self_.name);
  if (!made) return tl::make_unexpected(made.error());
  return frame(port, std::move(*made));
}

Result<void> Emission::frame(std::size_t port, Frame&& frame) {
  if (frame) outputs_.sent.emplace_back(port, std::move(frame));
  return {};
}

}  // namespace omma
