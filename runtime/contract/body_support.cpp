// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/body_support.hpp"

#include <algorithm>

namespace omma {
namespace {

std::string frame_text(const Frame& frame) {
  const Identity identity = frame.identity();
  return "frame " + std::to_string(identity.sequence) + " of '" + std::string(identity.source) +
         "'";
}

std::string offer_text(const std::vector<PixelFormat>& formats) {
  std::string text;
  for (const PixelFormat format : formats)
    text += (text.empty() ? "" : ", ") + std::string(name(format));
  return text;
}

tl::unexpected<Error> refuse_packed(const std::string& who, const Frame& frame) {
  return fail(Code::invalid,
              who + " takes pictures that are not packed; " + frame_text(frame) + " is " +
                  std::string(name(frame.format())) +
                  "; unpack it before, or write an actor that takes a Frame or names this format");
}

Result<void> check_input(const Port& port, const Frame& frame) {
  if (!frame) {
    if (port.optional) return {};
    return fail(Code::invalid,
                "nothing came in at '" + port.name + "'; only optional inputs may stay empty");
  }
  if (port.payload == Payload::picture && frame.pixels().empty()) {
    return fail(Code::invalid, "the input '" + port.name + "' needs a picture; " +
                                   frame_text(frame) + " has no pixels");
  }
  const auto& accepted = port.formats.any_of;
  const PixelFormat format = frame.format();
  if (accepted.empty() && port.payload == Payload::picture && packed(format))
    return refuse_packed("the input '" + port.name + "'", frame);
  if (accepted.empty()) return {};
  if (std::find(accepted.begin(), accepted.end(), format) != accepted.end()) return {};
  return fail(Code::invalid,
              "the input '" + port.name + "' takes " + offer_text(accepted) + "; " +
                  frame_text(frame) + " is " + std::string(name(format)) +
                  "; write `convert = true` on this edge, or put a `convert` before it");
}

int index_of(const std::vector<Port>& ports, std::string_view name) {
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (ports[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

Result<void> check_inputs(const Contract& contract, std::span<const Frame> inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (auto checked = check_input(contract.inputs[i], inputs[i]); !checked) return checked;
  }
  return {};
}

Result<cv::Mat> as_matrix(cv::Mat&& matrix, const Frame& frame) {
  if (matrix.empty() && frame && packed(frame.format())) return refuse_packed("a cv::Mat", frame);
  return std::move(matrix);
}

bool need_checks(const Contract& contract) {
  if (contract.inputs.size() != 1) return true;
  const Port& input = contract.inputs.front();
  return input.payload == Payload::picture || input.optional || !input.formats.any_of.empty();
}

OutputFormats::OutputFormats(const Contract& contract)
    : declared_(contract.outputs.size(), PixelFormat::None), like_(contract.outputs.size(), -1) {
  for (std::size_t i = 0; i < contract.outputs.size(); ++i) {
    const Formats& formats = contract.outputs[i].formats;
    if (formats.any_of.size() == 1) declared_[i] = formats.any_of.front();
    like_[i] = index_of(contract.inputs, formats.like);
    if (!formats.param.empty()) {
      if (!contract.inputs.empty()) like_[i] = 0;
      if (const Param* param = contract.param(formats.param))
        set(contract, param->name, param->fallback);
    }
  }
}

void OutputFormats::set(const Contract& contract, std::string_view param, const Value& value) {
  for (std::size_t i = 0; i < contract.outputs.size(); ++i) {
    if (contract.outputs[i].formats.param != param) continue;
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr) declared_[i] = pixel_format(*text).value_or(PixelFormat::None);
  }
}

PixelFormat OutputFormats::of(std::size_t port, std::span<const Frame> inputs) const {
  if (declared_[port] != PixelFormat::None || like_[port] < 0) return declared_[port];
  const Frame& input = inputs[static_cast<std::size_t>(like_[port])];
  return input ? input.format() : PixelFormat::None;
}

}  // namespace omma
