// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/tensor.hpp"

#include <algorithm>
#include <array>

#include "runtime/base/listed.hpp"

namespace omma {
namespace {

std::string text_of(const Shape& shape) {
  std::string text;
  for (const std::uint32_t extent : shape)
    text += (text.empty() ? "" : " x ") + (extent == any_extent ? "any" : std::to_string(extent));
  return text.empty() ? "none" : text;
}

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

tl::unexpected<Error> missing(const std::vector<Tensor>& tensors, std::string_view name) {
  std::vector<std::string> names;
  for (const Tensor& each : tensors) names.push_back(each.name);
  return fail(Code::not_found, "there is no tensor " + quoted(name) + "; there are: " +
                                   listed(names) + ". The actor that notes it comes before");
}

bool fits(const Shape& found, const Shape& expected) {
  return expected.empty() ||
         std::ranges::equal(found, expected, [](std::uint32_t extent, std::uint32_t wanted) {
           return wanted == any_extent || extent == wanted;
         });
}

std::size_t count_of(const Shape& shape) {
  std::size_t count = 1;
  for (const std::uint32_t extent : shape) count *= extent;
  return count;
}

}  // namespace

std::string_view name(DType type) {
  constexpr std::array<std::string_view, 9> names{"uint8",   "int8",    "uint16",  "int16", "int32",
                                                  "float32", "float64", "float16", "int64"};
  return names.at(static_cast<std::size_t>(type));
}

Result<Tensor> checked_tensor(std::vector<Tensor> tensors, std::string_view name, DType type,
                              const Shape& expected) {
  // Of one name the latest counts, as it does of attributes.
  const auto found = std::find_if(tensors.rbegin(), tensors.rend(),
                                  [&](const Tensor& each) { return each.name == name; });
  if (found == tensors.rend()) return missing(tensors, name);
  if (found->dtype != type)
    return fail(Code::invalid, "the tensor " + quoted(name) + " holds " +
                                   std::string(omma::name(found->dtype)) + "; expected " +
                                   std::string(omma::name(type)));
  if (!fits(found->shape, expected))
    return fail(Code::invalid, "the tensor " + quoted(name) + " has the shape " +
                                   text_of(found->shape) + "; expected " + text_of(expected));
  if (count_of(found->shape) * size_of(type) != found->data.size())
    return fail(Code::invalid,
                "the tensor " + quoted(name) + " has " + std::to_string(found->data.size()) +
                    " bytes, which is not what its shape " + text_of(found->shape) + " takes");
  return std::move(*found);
}

Result<Tensor> shaped(Tensor tensor, Shape shape) {
  const std::size_t count = tensor.data.size() / size_of(tensor.dtype);
  if (count_of(shape) != count)
    return fail(Code::invalid, "the tensor " + quoted(tensor.name) + " has " +
                                   std::to_string(count) + " elements; the shape " +
                                   text_of(shape) + " takes " + std::to_string(count_of(shape)));
  tensor.shape = std::move(shape);
  return tensor;
}

}  // namespace omma
