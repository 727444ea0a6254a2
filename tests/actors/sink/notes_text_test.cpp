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
      {"x": 5.0, "y": 6.0, "width": 7.0, "height": 8.0, "parent": 0, "tensors": {"line": [0.0, 0.0, 9.0, 9.0]}}],
    "attributes": {"count": 3.0, "say \"hi\"": "a,b"}})"));
}

TEST(JsonLine, LeavesLargeTensorsOut) {
  Sample sample;
  sample.notes.tensors = {Tensor{"mask", DType::float32, {17}, std::vector<std::byte>(17 * 4)},
                          Tensor{"bytes", DType::uint8, {1}, std::vector<std::byte>(1)},
                          Tensor{"small", DType::float32, {1}, std::vector<std::byte>(4)}};
  const auto json = nlohmann::json::parse(json_line(frame_of(std::move(sample))));
  EXPECT_EQ(json["tensors"], nlohmann::json::parse(R"({"small": [0.0]})"));
}

TEST(JsonLine, TextThatIsNoUtf8IsMendedNotRefused) {
  EXPECT_NO_THROW(json_line(frame_of({region_at({}, "\xff\xfe")})));
}

TEST(CsvLine, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv_header(), "source,sequence,part,capture_ns,clock,region_count,regions,attributes");
  Sample sample = noted_sample();
  sample.notes.regions.clear();
  EXPECT_EQ(csv_line(frame_of(std::move(sample), 7)),
            R"("test",7,0,700,media,0,"[]","{""count"":3.0,""say \""hi\"""":""a,b""}")");
}

}  // namespace
}  // namespace omma::actors
