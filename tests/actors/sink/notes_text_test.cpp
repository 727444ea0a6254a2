// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/notes_text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "actors/line.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"

namespace omma::actors {
namespace {

using testing::frame_of;
using testing::region_at;

Sample noted_sample() {
  Sample sample;
  sample.times = Times{700, 800, Clock::media, 0};
  Region car = region_at({1.25F, 2, 30, 40}, "car"), plate = region_at({5, 6, 7, 8}, "");
  car.confidence = 0.91234F;
  car.track_id = 4;
  plate.parent = 0;
  plate.tensors = {tensor_of({{0, 0}, {9, 9}}, "line")};
  sample.notes.regions = {car, plate};
  sample.notes.attributes = {{"count", 3.0}, {"say \"hi\"", std::string("a,b")}};
  return sample;
}

TEST(JsonLine, TellsAllThatIsStatedAndNothingElse) {
  const std::string line = json_line(frame_of(noted_sample(), 7));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(line), nlohmann::json::parse(R"({
    "source": "test", "sequence": 7, "capture_ns": 700, "clock": "media",
    "regions": [
      {"x": 1.25, "y": 2.0, "width": 30.0, "height": 40.0, "label": "car", "confidence": 0.912, "track_id": 4},
      {"x": 5.0, "y": 6.0, "width": 7.0, "height": 8.0, "parent": 0, "tensors":
        [{"name": "line", "dtype": "float32", "shape": [4], "values": [0.0, 0.0, 9.0, 9.0]}]}],
    "attributes": {"count": 3.0, "say \"hi\"": "a,b"}})"));
}

template <class T>
Tensor tensor_with(const std::string& name, DType dtype, const std::vector<T>& values) {
  Tensor tensor{name, dtype, {static_cast<std::uint32_t>(values.size())}, {}};
  const auto* bytes = reinterpret_cast<const std::byte*>(values.data());
  tensor.data.assign(bytes, bytes + values.size() * sizeof(T));
  return tensor;
}

TEST(JsonLine, TellsTensorsOfAnyTypeAndSizeExactly) {
  Sample sample;
  Tensor scores = tensor_with<float>("scores", DType::float32, {0.1F, 1e-7F, -3});
  scores.shape = {3, 1};
  const std::vector<float> large(5000, 0.5F);
  sample.notes.tensors = {scores,
                          tensor_with<std::uint8_t>("bytes", DType::uint8, {0, 255}),
                          tensor_with<std::int64_t>("ids", DType::int64, {INT64_MIN, INT64_MAX}),
                          tensor_with<std::uint16_t>("half", DType::float16, {0x3800, 0xC000}),
                          tensor_with<double>("odd", DType::float64, {0.1, NAN, INFINITY}),
                          tensor_with("large", DType::float32, large)};
  auto json = nlohmann::json::parse(json_line(frame_of(std::move(sample))))["tensors"];
  ASSERT_EQ(json.size(), 6U);
  EXPECT_EQ(json[5]["values"], nlohmann::json(large));
  json.erase(5);
  EXPECT_EQ(json.dump(), nlohmann::json::parse(R"([
    {"name": "scores", "dtype": "float32", "shape": [3, 1], "values": [0.1, 1e-07, -3.0]},
    {"name": "bytes", "dtype": "uint8", "shape": [2], "values": [0, 255]},
    {"name": "ids", "dtype": "int64", "shape": [2], "values": [-9223372036854775808, 9223372036854775807]},
    {"name": "half", "dtype": "float16", "shape": [2], "values": [0.5, -2.0]},
    {"name": "odd", "dtype": "float64", "shape": [3], "values": [0.1, null, null]}])")
                             .dump());
}

TEST(JsonLine, TextThatIsNoUtf8IsMendedNotRefused) {
  EXPECT_NO_THROW(json_line(frame_of({region_at({}, "\xff\xfe")})));
}

TEST(CsvLine, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv_header(),
            "source,sequence,part,capture_ns,clock,region_count,regions,attributes,tensors");
  Sample sample = noted_sample();
  sample.notes.regions.clear();
  sample.notes.tensors = {tensor_with<std::int8_t>("ab", DType::int8, {-1, 2})};
  EXPECT_EQ(csv_line(frame_of(std::move(sample), 7)),
            R"("test",7,0,700,media,0,"[]","{""count"":3.0,""say \""hi\"""":""a,b""}",)"
            R"("[{""name"":""ab"",""dtype"":""int8"",""shape"":[2],""values"":[-1,2]}]")");
}

}  // namespace
}  // namespace omma::actors
