// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/quarantine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <ranges>

#include "runtime/frames/frame_header.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/frames/notes.hpp"

namespace omma::hosts {
namespace {

namespace fs = std::filesystem;

struct QuarantineTest : ::testing::Test {
  QuarantineTest() { fs::create_directories(folder); }
  ~QuarantineTest() override { fs::remove_all(folder); }

  Frame frame() {
    Header header;
    header.source = "camera";
    header.sequence = 7;
    header.times.capture_ns = 11;
    header.format = PixelFormat::BGR8;
    header.width = 20;
    header.height = 10;
    header.stride = 60;
    const SlotRef pixels = *slab->take(600);
    for (std::size_t i = 0; i < 600; ++i) pixels->bytes[i] = static_cast<std::byte>(i);
    Notes notes;
    notes.regions.push_back({{1, 2, 3.5F, 4}, "plate", 0.5F, -1, -1, {}});
    Notes more;
    more.attributes = {{"count", 3.0}, {"name", "x"}};
    more.tensors = {{"embedding", DType::uint8, {2, 1}, {std::byte{1}, std::byte{2}}}};
    return *seal(*slab, header, pixels, 600)->with(notes, "one")->with(more, "two");
  }

  Quarantined step() {
    Quarantined made{"sub/tool", "tool.py:tool", {}, {}, "it died", "Segmentation fault\n", {}};
    made.params = {{"on", true},
                   {"of", std::int64_t{3}},
                   {"level", 0.5},
                   {"how", "x"},
                   {"corners", std::vector<double>{1, 2}},
                   {"names", std::vector<std::string>{"a"}}};
    made.host.python = "/venv/bin/python";
    made.host.cpu = {1};
    made.host.env = {{"A", "b"}};
    made.host.deadline_ms = 77;
    made.inputs = {frame(), Frame()};
    return made;
  }

  static std::string read(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder = fs::temp_directory_path() / ("omma-quarantine-" + std::to_string(getpid()));
  std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
};

TEST_F(QuarantineTest, GivesBackWhatWasWritten) {
  const Quarantined written = step();
  ASSERT_TRUE(write_quarantined(folder / "a.frame", written));
  const auto read = read_quarantined(folder / "a.frame", *slab);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->actor, "sub/tool");
  EXPECT_EQ(read->kind, "tool.py:tool");
  EXPECT_EQ(read->params, written.params);
  EXPECT_EQ(read->host.python, "/venv/bin/python");
  EXPECT_EQ(read->host.cpu, std::vector<int>{1});
  EXPECT_EQ(read->host.env, written.host.env);
  EXPECT_EQ(read->host.deadline_ms, 77);
  EXPECT_EQ(read->what, "it died");
  EXPECT_EQ(read->last_output, "Segmentation fault\n");
  ASSERT_EQ(read->inputs.size(), 2U);
  EXPECT_FALSE(read->inputs[1]);
  const Frame& frame = read->inputs[0];
  EXPECT_EQ(frame.identity(), written.inputs[0].identity());
  EXPECT_EQ(frame.times().capture_ns, 11);
  EXPECT_TRUE(std::ranges::equal(frame.pixels(), written.inputs[0].pixels()));
  EXPECT_EQ(frame.regions(), written.inputs[0].regions());
  EXPECT_EQ(frame.tensors(), written.inputs[0].tensors());
  EXPECT_EQ(frame.attributes(), written.inputs[0].attributes());
}

TEST_F(QuarantineTest, TellsWhatHappenedAndHowToRepeatIt) {
  Quarantine quarantine(folder / "new");
  const std::string said = quarantine.keep(step());
  const std::string path = folder / "new" / "sub.tool-camera-7.frame";
  EXPECT_TRUE(fs::exists(path));
  const std::string command = "omma replay-frame '" + path + "' --actor 'tool.py:tool'";
  EXPECT_NE(said.find(command), std::string::npos) << said;
  const std::string story = read(folder / "new" / "sub.tool-camera-7.txt");
  for (const std::string& words :
       {std::string("actor 'sub/tool': it died"), std::string("Segmentation fault"), command,
        std::string("frame 7 of 'camera': BGR8, 20 x 10"),
        std::string("region 'plate' at (1, 2), 3.5 x 4, confidence 0.5"),
        std::string("tensor 'embedding' of 2 x 1"), std::string("count = 3"),
        std::string("name = x"), std::string("nothing")})
    EXPECT_NE(story.find(words), std::string::npos) << words << " is not in\n" << story;
}

TEST_F(QuarantineTest, KeepsEachAndFillsNoDisk) {
  Quarantine quarantine(folder);
  for (int i = 0; i < 20; ++i) quarantine.keep(step());
  EXPECT_NE(quarantine.keep(step()).find("20 are kept in"), std::string::npos);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 40);
}

TEST_F(QuarantineTest, KeepsNothingWithoutAFolder) { EXPECT_EQ(Quarantine("").keep(step()), ""); }

TEST_F(QuarantineTest, SaysWhenItCanNotWrite) {
  std::ofstream(folder / "file") << "x";
  const std::string said = Quarantine(folder / "file" / "sub").keep(step());
  EXPECT_NE(said.find("it cannot be kept in"), std::string::npos) << said;
  EXPECT_NE(said.find("Not a directory"), std::string::npos) << said;
}

TEST_F(QuarantineTest, RefusesOtherFiles) {
  EXPECT_EQ(read_quarantined(folder / "none", *slab).error().code, Code::not_found);
  EXPECT_EQ(read_quarantined(folder, *slab).error().code, Code::unavailable);
  std::ofstream(folder / "text") << "just some text that is long enough to look at";
  const auto read = read_quarantined(folder / "text", *slab);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().text().find("found another kind of file"), std::string::npos)
      << read.error().text();
}

TEST_F(QuarantineTest, SaysWhatToDoWithFilesOfAnEarlierVersion) {
  std::ofstream(folder / "old.frame", std::ios::binary)
      << "\x40\x01" << std::string(2, '\0') << "OMQU" << std::string(300, '\0');
  const auto read = read_quarantined(folder / "old.frame", *slab);
  ASSERT_FALSE(read);
  for (const char* words :
       {"old.frame: ", "an earlier version of omma wrote", "run the graph again"})
    EXPECT_NE(read.error().text().find(words), std::string::npos) << read.error().text();
}

TEST_F(QuarantineTest, SaysWhichInputIsDamagedAndWhere) {
  ASSERT_TRUE(write_quarantined(folder / "a.frame", step()));
  const std::string sound = read(folder / "a.frame");
  std::ofstream(folder / "b.frame", std::ios::binary) << sound.substr(0, sound.size() - 1);
  const auto read = read_quarantined(folder / "b.frame", *slab);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().text().find("input 2 damaged: encoded frame, byte 0: expected a prefix of "
                                     "at least 32 bytes; found 31"),
            std::string::npos)
      << read.error().text();
}

TEST_F(QuarantineTest, SurvivesFilesThatWereDamaged) {
  ASSERT_TRUE(write_quarantined(folder / "a.frame", step()));
  const std::string sound = read(folder / "a.frame");
  std::mt19937 random(3);
  for (int i = 0; i < 500; ++i) {
    std::string damaged = sound;
    for (int j = 0; j < 3; ++j) damaged[random() % damaged.size()] = static_cast<char>(random());
    if (i % 5 == 0) damaged.resize(random() % damaged.size());
    std::ofstream(folder / "b.frame", std::ios::binary) << damaged;
    const auto read = read_quarantined(folder / "b.frame", *slab);
    if (!read) continue;
    for (const Frame& frame : read->inputs) EXPECT_FALSE(frame && to_text(frame).empty());
  }
}

}  // namespace
}  // namespace omma::hosts
