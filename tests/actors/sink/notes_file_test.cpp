// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/notes_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "actors/sink/notes_text.hpp"
#include "tests/actors/samples.hpp"
#include "tests/actors/stepping.hpp"
#include "tests/support/file_size_limit.hpp"

namespace omma::actors {
namespace {

using testing::frame_of;
using testing::Scratch;
using testing::Stepping;
using testing::text_in;

const Regions regions{testing::region_at({1, 2, 3, 4})};

TEST(NotesFile, EachLineIsThereBeforeTheNextFrame) {
  const Scratch scratch;
  const std::string path = scratch / "deep/down/notes.jsonl";
  Stepping notes("notes_file", {{"path", path}});
  std::string expected;
  for (std::uint64_t number = 0; number < 3; ++number) {
    const Frame frame = frame_of(regions, number);
    notes({frame});
    expected += json_line(frame) + "\n";
    EXPECT_EQ(text_in(path), expected);
  }
}

TEST(NotesFile, ReplacesAnOldFileOrAddsToIt) {
  const Scratch scratch;
  const std::string path = scratch / "notes.csv";
  const Frame frame = frame_of(regions);
  const std::string line = csv_line(frame) + "\n", header = csv_header() + "\n";
  for (const auto& [append, expected] :
       {std::pair(false, header + line), {false, header + line}, {true, header + line + line}}) {
    Stepping notes("notes_file", {{"path", path}, {"append", append}});
    notes({frame});
    EXPECT_EQ(text_in(path), expected);
  }
}

TEST(NotesFile, WritesAllValuesOfATensorOrSoManyAsItIsTold) {
  const Scratch scratch;
  Region region = testing::region_at({1, 2, 3, 4});
  region.tensors = {Tensor{"mask", DType::uint8, {3}, std::vector<std::byte>(3, std::byte{7})}};
  const Frame frame = frame_of(Regions{region});
  for (const auto& [most, values] : {std::pair<std::int64_t, const char*>(-1, "[7,7,7]"),
                                     {2, "[7,7]"},
                                     {0, "[]"},
                                     {9, "[7,7,7]"}}) {
    for (const std::string& path : {scratch / "notes.jsonl", scratch / "notes.csv"}) {
      Stepping notes("notes_file", {{"path", path}, {"tensor_values", most}});
      notes({frame});
      EXPECT_NE(text_in(path).find(values), std::string::npos) << text_in(path);
    }
  }
}

TEST(NotesFile, HoldsWholeLinesWhenTheDiskIsFull) {
  const Scratch scratch;
  for (const char* ending : {"jsonl", "csv"}) {
    const std::string path = scratch / ("notes." + std::string(ending));
    Stepping notes("notes_file", {{"path", path}});
    notes({frame_of(regions)});
    const std::string whole = text_in(path);
    std::string text;
    {
      const testing::FileSizeLimit limit(whole.size() + 10);
      text = notes.error_of({frame_of(regions)});
    }
    EXPECT_NE(text.find("cannot write to " + path + ": File too large"), std::string::npos) << text;
    EXPECT_EQ(text_in(path), whole);
  }
}

TEST(NotesFile, SaysWhatIsWrong) {
  const Scratch scratch;
  std::ofstream(scratch / "file") << "";
  const struct {
    std::string path;
    const char* text;
  } cases[] = {{scratch / "notes.xml", "should end in .jsonl (JSON lines) or .csv"},
               {scratch / "file/notes.jsonl", "cannot make the folder"},
               {"/proc/notes.jsonl", "cannot write /proc/notes.jsonl"}};
  for (const auto& each : cases) {
    Stepping notes("notes_file", {{"path", each.path}});
    const std::string text = notes.error_of({frame_of(regions)});
    EXPECT_NE(text.find(each.text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace omma::actors
