// SPDX-License-Identifier: Apache-2.0
#include "tools/command/contract_text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace omma::command {
namespace {

Param number(const std::string& name) {
  Param param;
  param.name = name;
  param.doc = "a number";
  param.fallback = 1.0;
  return param;
}

/// A source with all that a contract can say about parameters and ports of cameras.
Contract camera() {
  Contract contract;
  contract.kind = "network";
  Port image;
  image.name = "image";
  image.many_sources = true;
  contract.outputs = {image};
  Param gain = number("gain");
  gain.min = 0;
  gain.max = 48;
  gain.increment = 0.5;
  gain.visibility = Visibility::expert;
  Param offset = number("offset");
  offset.increment = 2;
  offset.visibility = Visibility::guru;
  Param temperature = number("temperature");
  temperature.writable = false;
  contract.params = {gain, offset, temperature};
  return contract;
}

/// The line of a text that begins with a word, blanks as one each.
std::string line_of(const std::string& text, const std::string& word) {
  std::string line = text.substr(text.find("\n" + word + " ") + 1);
  line.erase(line.find('\n'));
  for (auto at = line.find("  "); at != std::string::npos; at = line.find("  ")) line.erase(at, 1);
  return line;
}

TEST(ContractText, TellsIncrementsAndForWhomAParameterIs) {
  const std::string text = contract_text(camera(), Terminal::out());
  EXPECT_EQ(line_of(text, "gain"),
            "gain number 0 to 48, in steps of 0.5 1 next frame a number (expert)");
  EXPECT_EQ(line_of(text, "offset"), "offset number in steps of 2 1 next frame a number (guru)");
}

TEST(ContractText, TellsHowFilesToWriteEnd) {
  Contract contract;
  contract.kind = "recorder";
  for (const char* unless : {"", "codec"}) {
    Param path;
    path.name = "path";
    path.doc = "a file";
    path.type = ValueType::text;
    path.fallback = std::string("a.mp4");
    path.writes = WrittenFile{{".mp4", ".avi"}, unless};
    contract.params = {path};
    const std::string start = "path text \"a.mp4\" next frame a file; ends in .mp4 or .avi";
    EXPECT_EQ(line_of(contract_text(contract, Terminal::out()), "path"),
              start + (*unless == '\0' ? "" : ", in anything with `codec`"));
  }
}

TEST(ContractText, TellsWhatIsReadOnlyAndSetsItInNoExample) {
  EXPECT_EQ(line_of(contract_text(camera(), Terminal::out()), "temperature"),
            "temperature number 1 read-only a number");
  EXPECT_EQ(example(camera()), "[actor.network]\nkind = \"network\"\ngain = 1\noffset = 1\n");
}

TEST(ContractText, TellsThatAnOutputHasManySources) {
  EXPECT_EQ(line_of(contract_text(camera(), Terminal::out()), "image"),
            "image any format, of many sources");
}

TEST(ContractJson, HasAllOfIt) {
  const auto json = nlohmann::json::parse(contract_json(camera()));
  EXPECT_EQ(json["outputs"][0]["many_sources"], true);
  const auto& params = json["params"];
  EXPECT_EQ(params[0]["increment"], 0.5);
  EXPECT_EQ(params[0]["visibility"], "expert");
  EXPECT_EQ(params[0]["writable"], true);
  EXPECT_EQ(params[0]["writes"], nullptr);
  EXPECT_EQ(params[2]["increment"], nullptr);
  EXPECT_EQ(params[2]["writable"], false);
}

TEST(Docs, AreShortenedToTheirFirstStatement) {
  EXPECT_EQ(in_short("Blurs. Slowly."), "Blurs");
  EXPECT_EQ(in_short("Finds edges (J. Canny, 1986)."), "Finds edges");
  EXPECT_EQ(in_short("Makes a scene of 1.5 m: all is known"), "Makes a scene of 1.5 m");
  EXPECT_EQ(in_short("Smooths"), "Smooths");
  EXPECT_EQ(in_short(""), "");
}

TEST(Example, LeavesOutNothingThatTheKindNeeds) {
  Contract contract;
  contract.kind = "both";
  contract.inputs.resize(2);
  contract.inputs[0].name = "left";
  contract.inputs[1].name = "right";
  contract.params.resize(1);
  contract.params[0].name = "level";
  contract.params[0].fallback = 2.5;
  EXPECT_EQ(
      example(contract),
      "[actor.both]\nkind = \"both\"\nin.left = \"camera\"\nin.right = \"camera\"\nlevel = 2.5\n");
}

}  // namespace
}  // namespace omma::command
