// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/format_set.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

/// Pictures, then what has no pixels: the position is the bit.
const std::vector<PixelFormat>& table() {
  static const std::vector<PixelFormat> formats = [] {
    const auto pictures = picture_formats();
    std::vector<PixelFormat> list(pictures.begin(), pictures.end());
    list.push_back(PixelFormat::Tensor);
    list.push_back(PixelFormat::None);
    return list;
  }();
  return formats;
}

std::uint64_t all_bits() { return (std::uint64_t{1} << table().size()) - 1; }

std::uint64_t bit(PixelFormat format) {
  const auto found = std::find(table().begin(), table().end(), format);
  return found == table().end() ? 0 : std::uint64_t{1} << (found - table().begin());
}

std::vector<PixelFormat> unpacked() {
  std::vector<PixelFormat> formats;
  std::ranges::copy_if(table(), std::back_inserter(formats), std::not_fn(packed));
  return formats;
}

}  // namespace

FormatSet::FormatSet() : bits_(all_bits()) {}

FormatSet::FormatSet(const std::vector<PixelFormat>& formats) : bits_(0) {
  for (const PixelFormat format : formats) bits_ |= bit(format);
  if (formats.empty()) bits_ = all_bits();
}

bool FormatSet::every() const {
  static const FormatSet least(unpacked());
  return least.within(*this);
}

bool FormatSet::contains(PixelFormat format) const { return (bits_ & bit(format)) != 0; }

std::vector<PixelFormat> FormatSet::formats() const {
  std::vector<PixelFormat> list;
  for (const PixelFormat format : table()) {
    if (contains(format)) list.push_back(format);
  }
  return list;
}

std::string FormatSet::text() const {
  if (bits_ == all_bits()) return "every format";
  if (every()) return "every format that is not packed";
  std::vector<std::string> names;
  for (const PixelFormat format : formats()) names.emplace_back(name(format));
  return any_one(names);
}

FormatSet taken_by(const Port& input) {
  const auto& formats = input.formats.any_of;
  const bool by_name = formats.empty() && input.payload == Payload::picture;
  return FormatSet(by_name ? unpacked() : formats);
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const PixelFormat format : table()) names.emplace_back(name(format));
  return names;
}

}  // namespace omma::dsl
