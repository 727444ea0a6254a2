// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/python_kinds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "runtime/hosts/output_lines.hpp"
#include "tests/support/hosts.hpp"

namespace omma {
namespace {

using namespace testing;

TEST(PythonKinds, AreDescribedByWhatTheirCodeSays) {
  const Contract& contract = Registry::global().find(python("invert"))->contract;
  EXPECT_EQ(contract.doc, "Invert a picture in the slot that it leaves in.");
  EXPECT_EQ(contract.inputs.at(0).payload, Payload::picture);
  const Param& white = *contract.param("white");
  EXPECT_EQ(white.type, ValueType::integer);
  EXPECT_EQ(std::get<std::int64_t>(white.fallback), 255);
  EXPECT_EQ(white.max, 255);
  EXPECT_EQ(white.doc, "what black becomes");
  EXPECT_TRUE(Registry::global().find(python("Sum"))->contract.stateful);
}

TEST(PythonKinds, AreRefusedWithTheTracebackOfTheirFile) {
  const auto added = hosts::add_python_kind(Registry::global(), PlannedHost(),
                                            std::string(OMMA_TEST_SCRIPTS) + "/broken.py:any");
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().what.find("No module named 'nothing_of_this_name'"), std::string::npos);
  EXPECT_NE(added.error().what.find("broken.py\", line 2"), std::string::npos)
      << added.error().what;
}

TEST(PythonKinds, AreRefusedWithThePlaceWhereTheirFileHangs) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("omma_test_hanging_" + std::to_string(getpid()) + ".py");
  std::ofstream(file) << "import os\nos.read(os.pipe()[0], 1)\n";
  PlannedHost host;
  host.start_deadline_ms = 1500;
  const auto added = hosts::add_python_kind(Registry::global(), host, file.string() + ":any");
  std::filesystem::remove(file);
  ASSERT_FALSE(added);
  EXPECT_EQ(
      added.error().what,
      "importing it takes longer than 1500 ms; if it needs longer, set `start_deadline_ms` of "
      "its host\n  it was here (innermost call first):\n    File \"" +
          file.string() + "\", line 2 in <module>");
}

TEST(PythonKinds, AreRefusedWhenTheirFileAnswersInTheirPlace) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("omma_test_answering_" + std::to_string(getpid()) + ".py");
  std::ofstream(file) << "import os, sys\nos.write(int(sys.argv[1]), b'3\\n')\n";
  const auto added =
      hosts::add_python_kind(Registry::global(), PlannedHost(), file.string() + ":any");
  std::filesystem::remove(file);
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().what.find("its description cannot be read: 3"), std::string::npos)
      << added.error().what;
}

TEST(PythonKinds, AreRefusedWhenTheFileHasNoneOfTheirName) {
  const auto added = hosts::add_python_kind(Registry::global(), PlannedHost(),
                                            std::string(OMMA_TEST_SCRIPTS) + "/stubborn.py:any");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().what, "there is no actor 'any' in it; it has Stubborn");
}

TEST(PythonKinds, OfAFolderAreKnownByNameAndWhatCanNotBeImportedIsTold) {
  const auto found =
      hosts::add_python_kinds(Registry::global(), PlannedHost(), {OMMA_TEST_SCRIPTS});
  ASSERT_TRUE(found);
  const auto stubborn = std::find_if(found->names.begin(), found->names.end(),
                                     [](const auto& each) { return each.name == "Stubborn"; });
  ASSERT_NE(stubborn, found->names.end());
  EXPECT_EQ(stubborn->kind, std::string(OMMA_TEST_SCRIPTS) + "/stubborn.py:Stubborn");
  EXPECT_NE(Registry::global().find(stubborn->kind), nullptr);
  ASSERT_EQ(found->faults.size(), 1U);
  EXPECT_EQ(found->faults[0].in_short(),
            std::string(OMMA_TEST_SCRIPTS) +
                "/broken.py: ModuleNotFoundError: No module named 'nothing_of_this_name'");
}

TEST(PythonKinds, AreRefusedWhenThereIsNoInterpreter) {
  PlannedHost host;
  host.python = "/nowhere/python";
  EXPECT_FALSE(hosts::add_python_kinds(Registry::global(), host, {OMMA_TEST_SCRIPTS}));
}

TEST(OutputLines, LeaveOutTheCallsOfTheHostItself) {
  hosts::OutputLines lines("/p");
  EXPECT_TRUE(lines.next("Thread 0x01 (most recent call first):").empty());
  EXPECT_TRUE(lines.next("  File \"/p/omma/_host.py\", line 54 in _receive").empty());
  EXPECT_TRUE(lines.next("Current thread 0x02 (most recent call first):").empty());
  EXPECT_EQ(lines.next("  File \"/a/tool.py\", line 3 in f"),
            (std::vector<hosts::OutputLine>{{"", "it was here (innermost call first):"},
                                            {"", "  File \"/a/tool.py\", line 3 in f"}}));
  EXPECT_EQ(lines.next("any"), (std::vector<hosts::OutputLine>{{"", "any"}}));
}

TEST(OutputLines, KnowWhoPrintedALine) {
  hosts::OutputLines lines("/p");
  const auto by = [](const std::string& actor, const std::string& text) {
    return "\x1e" + actor + "\x1f" + text;
  };
  const struct {
    std::string line;
    std::vector<hosts::OutputLine> output;
  } cases[] = {
      {by("a", "one"), {{"a", "one"}}},
      {by("a", "one") + by("a", " two"), {{"a", "one two"}}},
      {by("a", "one") + by("b", "two"), {{"a", "one"}, {"b", "two"}}},
      {"raw" + by("a", "one"), {{"", "raw"}, {"a", "one"}}},
      {by("a", "  File \"/p/omma/_host.py\""), {{"a", "  File \"/p/omma/_host.py\""}}},
      {by("a", ""), {}},
      {"\x1e that is cut", {}},
      {"\x1e that is cut" + by("a", "one"), {{"a", "one"}}},
  };
  for (const auto& each : cases) EXPECT_EQ(lines.next(each.line), each.output) << each.line;
}

TEST(OutputLines, KnowWhichCallEndsTheStacks) {
  EXPECT_TRUE(hosts::OutputLines::ends_stacks("  File \"<string>\", line 1 in <module>"));
  EXPECT_FALSE(hosts::OutputLines::ends_stacks("  File \"/a/tool.py\", line 1 in <module>"));
}

}  // namespace
}  // namespace omma
