// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/unquoted.hpp"

#include <gtest/gtest.h>

#include "dsl/read/parse.hpp"
#include "tests/dsl/support.hpp"

namespace omma::dsl {
namespace {

std::string said(const std::string& toml) {
  Report report;
  EXPECT_FALSE(parse(toml, "g.toml", report));
  return text(report.take());
}

struct Case {
  std::string toml;
  std::string said;  ///< after "error: "
};

TEST(Unquoted, IsATextThatNeedsQuotes) {
  const std::vector<Case> cases{
      {"path = video.mp4",
       "1:8: error: a text needs quotes; found 'video.mp4'; write path = "
       "\"video.mp4\""},
      {"a = 1\nkind = camera  # the left one\n",
       "2:8: error: a text needs quotes; found 'camera'; write kind = \"camera\""},
      {"kind = threshold",
       "1:8: error: a text needs quotes; found 'threshold'; write kind = \"threshold\""},
      {"doc = Bright parts, in blue",
       "1:7: error: a text needs quotes; found 'Bright parts, in blue'; write doc = \"Bright "
       "parts, in blue\""},
      {"path = /data/a.mp4",
       "1:8: error: a text needs quotes; found '/data/a.mp4'; write path = \"/data/a.mp4\""},
      {"path = _a.mp4", "1:8: error: a text needs quotes; found '_a.mp4'; write path = \"_a.mp4\""},
      {"path = C:\\a", "1:8: error: a text needs quotes; found 'C:\\a'; write path = 'C:\\a'"},
      {"path = a.mp4\"",
       "1:8: error: a text needs quotes; found 'a.mp4\"'; write path = \"a.mp4\""},
      {"level = ${level}",
       "1:9: error: a text needs quotes; found '${level}'; write level = \"${level}\""},
      {"in.mask = { queue = 8, from = ${one}.mask }",
       "1:31: error: a text needs quotes; found '${one}.mask'; write from = \"${one}.mask\""},
      {"plugins = [\"a.so\", b.so]",
       "1:20: error: a text needs quotes; found 'b.so'; write \"b.so\""},
      {"plugins = [\n  \"a.so\",\n  b.so,\n]",
       "3:3: error: a text needs quotes; found 'b.so'; write \"b.so\""},
      {"loop = True",
       "1:8: error: a text needs quotes; found 'True'; write loop = true, or loop = \"True\""},
      {"loop = off",
       "1:8: error: a text needs quotes; found 'off'; write loop = false, or loop = \"off\""},
  };
  for (const Case& each : cases) EXPECT_EQ(said(each.toml), "g.toml:" + each.said + "\n");
}

TEST(Unquoted, MayBeANumberThatIsWrong) {
  EXPECT_TRUE(said("path = 1.mp4").ends_with("; a text needs quotes: path = \"1.mp4\"\n"));
  EXPECT_TRUE(
      said("uri = 192.168.0.7").ends_with("; a text needs quotes: uri = \"192.168.0.7\"\n"));
  for (const char* number :
       {"level = 99999999999999999999", "level = 1,5", "level = 1.", "a = 1 2"})
    EXPECT_EQ(said(number).find("quotes"), std::string::npos) << said(number);
}

TEST(Unquoted, IsNotWhatIsWrongElsewhereInALine) {
  for (const char* toml : {"kind canny", "[actor.my camera]", "a = \"\"\"\n\\q = b\n\"\"\"",
                           "b = = 2", "a = 1\na = nan", "a = \"\\q\" # b = c", "= canny"})
    EXPECT_EQ(said(toml).find("a text needs quotes"), std::string::npos) << said(toml);
}

TEST(Unquoted, TextsOfAListOnACommandLineNeedQuotes) {
  const std::string mend =
      "found the text '[person]'; write each text of the list in quotes: [\"a\", \"b\"], and the "
      "whole in '...' for the shell\n";
  const std::string graph = R"([params]
names = ["x"]
[actor.clip]
kind = "video"
uri = "a.mp4"
[actor.found]
kind = "people"
in = "clip"
classes = "${names}"
[actor.show]
kind = "window"
in = "found"
)";
  EXPECT_EQ(test::said(graph, {"found.classes=[person]", "names=['y']"}),
            "--set found.classes=[person]: error: the parameter 'classes' of 'found' (people) has "
            "the wrong type; expected a list of texts; " +
                mend);
  EXPECT_EQ(
      test::said(graph, {"names=[person]"}),
      "--set names=[person]: error: the parameter 'names' has the wrong type; expected a list "
      "of texts like its default [\"x\"]; " +
          mend);
}

}  // namespace
}  // namespace omma::dsl
