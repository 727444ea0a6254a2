// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/frame_text.hpp"

#include "runtime/base/value.hpp"

namespace omma {
namespace {

/// As few digits as it takes: 12, 0.5.
std::string digits(double number) { return to_text(Value(number)); }

std::string sides(const std::vector<std::uint32_t>& shape) {
  std::string text;
  for (const std::uint32_t side : shape) text += (text.empty() ? "" : " x ") + std::to_string(side);
  return text;
}

std::string size_of(const Frame& frame) {
  if (frame.format() == PixelFormat::None) return "no pixels";
  const std::string format(name(frame.format()));
  if (frame.format() == PixelFormat::Tensor) return format + " of " + sides(frame.shape());
  return format + ", " + std::to_string(frame.width()) + " x " + std::to_string(frame.height());
}

std::string to_text(const Region& region) {
  std::string text = "  region '" + region.label + "' at (" + digits(region.rect.x) + ", " +
                     digits(region.rect.y) + "), " + digits(region.rect.width) + " x " +
                     digits(region.rect.height);
  if (region.confidence > 0) text += ", confidence " + digits(region.confidence);
  if (region.track_id >= 0) text += ", track " + std::to_string(region.track_id);
  return text + "\n";
}

std::string to_text(const Attribute& attribute) {
  const auto* number = std::get_if<double>(&attribute.value);
  return "  " + attribute.name + " = " +
         (number != nullptr ? digits(*number) : std::get<std::string>(attribute.value)) + "\n";
}

}  // namespace

std::string to_text(const Frame& frame) {
  const Identity identity = frame.identity();
  std::string text = "frame " + std::to_string(identity.sequence) + " of '" +
                     std::string(identity.source) + "': " + size_of(frame) +
                     (frame.status() == Status::complete ? "" : ", incomplete") + "\n";
  for (const Region& region : frame.regions()) text += to_text(region);
  for (const Tensor& tensor : frame.tensors())
    text += "  tensor '" + tensor.name + "' of " + sides(tensor.shape) + "\n";
  for (const Attribute& attribute : frame.attributes()) text += to_text(attribute);
  return text;
}

}  // namespace omma
