// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/notes_text.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "actors/sink/tensor_values.hpp"
#include "runtime/frames/tensor.hpp"

namespace omma::actors {
namespace {

using Json = nlohmann::ordered_json;

/// Three digits after the point are more than enough for pixels and shares.
double rounded(float number) { return std::round(static_cast<double>(number) * 1000) / 1000; }

std::string_view name_of(Clock clock) {
  constexpr std::array<std::string_view, 5> names{"monotonic", "realtime", "media", "camera",
                                                  "ptp"};
  return names.at(static_cast<std::size_t>(clock));
}

Json json_of(const std::vector<Tensor>& tensors, std::size_t most_values) {
  Json list = Json::array();
  for (const Tensor& tensor : tensors) {
    Json& object = list.emplace_back();
    object["name"] = tensor.name;
    object["dtype"] = name(tensor.dtype);
    object["shape"] = tensor.shape;
    object["values"] = values_of(tensor, most_values);
  }
  return list;
}

Json json_of(const Region& region, std::size_t most_values) {
  Json object;
  object["x"] = rounded(region.rect.x);
  object["y"] = rounded(region.rect.y);
  object["width"] = rounded(region.rect.width);
  object["height"] = rounded(region.rect.height);
  if (!region.label.empty()) object["label"] = region.label;
  if (region.confidence > 0) object["confidence"] = rounded(region.confidence);
  if (region.track_id >= 0) object["track_id"] = region.track_id;
  if (region.parent >= 0) object["parent"] = region.parent;
  if (!region.tensors.empty()) object["tensors"] = json_of(region.tensors, most_values);
  return object;
}

Json json_of(const Regions& regions, std::size_t most_values) {
  Json list = Json::array();
  for (const Region& region : regions) list.push_back(json_of(region, most_values));
  return list;
}

Json json_of(const std::vector<Attribute>& attributes) {
  Json object = Json::object();
  for (const Attribute& attribute : attributes) {
    std::visit([&](const auto& value) { object[attribute.name] = value; }, attribute.value);
  }
  return object;
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);  // labels may be no UTF-8
}

std::string quoted(const std::string& text) {
  std::string field = "\"";
  for (const char letter : text) field += letter == '"' ? "\"\"" : std::string(1, letter);
  return field + '"';
}

}  // namespace

std::string json_line(const Frame& frame, std::size_t most_values) {
  const Identity identity = frame.identity();
  const Times times = frame.times();
  Json object;
  object["source"] = identity.source;
  object["sequence"] = identity.sequence;
  if (identity.part != 0) object["part"] = identity.part;
  object["capture_ns"] = times.capture_ns;
  object["clock"] = name_of(times.clock);
  if (frame.status() == Status::incomplete) object["status"] = "incomplete";
  object["regions"] = json_of(frame.regions(), most_values);
  object["attributes"] = json_of(frame.attributes());
  const std::vector<Tensor> tensors = frame.tensors();
  if (!tensors.empty()) object["tensors"] = json_of(tensors, most_values);
  return text_of(object);
}

std::string csv_header() {
  return "source,sequence,part,capture_ns,clock,region_count,regions,attributes,tensors";
}

std::string csv_line(const Frame& frame, std::size_t most_values) {
  const Identity identity = frame.identity();
  const Times times = frame.times();
  const Regions regions = frame.regions();
  std::string line = quoted(std::string(identity.source));
  for (const auto number : {static_cast<std::int64_t>(identity.sequence),
                            static_cast<std::int64_t>(identity.part), times.capture_ns}) {
    line += ',' + std::to_string(number);
  }
  line += ',' + std::string(name_of(times.clock)) + ',' + std::to_string(regions.size());
  for (const Json& json : {json_of(regions, most_values), json_of(frame.attributes()),
                           json_of(frame.tensors(), most_values)}) {
    line += ',' + quoted(text_of(json));
  }
  return line;
}

}  // namespace omma::actors
