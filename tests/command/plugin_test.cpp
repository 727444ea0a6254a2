// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/plugin.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "runtime/contract/plugin_file.hpp"
#include "runtime/contract/registry.hpp"

namespace omma {
namespace {

namespace fs = std::filesystem;

fs::path plugin(const std::string& name) {
  return fs::path(OMMA_TEST_PLUGINS) / ("lib" + name + ".so");
}

std::string why_not(const fs::path& path) {
  const auto loaded = load_plugin(path);
  return loaded ? "" : loaded.error().text();
}

TEST(Plugin, RegistersItsKindsWithItsPathAsTheirOrigin) {
  ASSERT_EQ(why_not(plugin("gate")), "");
  const Kind* kind = Registry::global().find("gate");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->contract.origin, fs::canonical(plugin("gate")));
}

TEST(Plugin, MayBeLoadedAgain) {
  EXPECT_EQ(why_not(plugin("gate")), "");
  EXPECT_EQ(why_not(plugin("gate").parent_path() / "." / "libgate.so"), "");
}

TEST(Plugin, ThatIsWrongIsRefusedWithTheReason) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"nowhere", "there is no such file"},
      {"unmarked", "build it with omma_add_plugin(...)"},
      {"wrong_version", "expected " + plugin_abi() + ", found omma 0.0, OpenCV 1.0"},
      {"unresolved", "nothing defines elsewhere::undefined(int)"},
      {"empty", "holds no kind of actor"}};
  for (const auto& [name, reason] : cases) {
    const std::string text = why_not(plugin(name));
    EXPECT_NE(text.find(reason), std::string::npos) << text;
    EXPECT_NE(text.find("lib" + name + ".so"), std::string::npos) << text;
  }
}

TEST(Plugin, WithAKindThatIsThereAlreadyIsRefusedEachTime) {
  ASSERT_EQ(why_not(plugin("gate")), "");
  const fs::path copy = fs::path(testing::TempDir()) / "omma_copy_of_gate.so";
  fs::copy_file(plugin("gate"), copy, fs::copy_options::overwrite_existing);
  for (int time = 0; time < 2; ++time) {
    EXPECT_NE(why_not(copy).find("there is a kind of this name already"), std::string::npos);
  }
  fs::remove(copy);
}

/// Whatever the file holds, it is refused or read, and nothing worse.
TEST(PluginFile, NeedNotBeTrusted) {
  std::ifstream file(plugin("gate"), std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(file), {});
  const fs::path path = fs::path(testing::TempDir()) / "omma_broken_plugin.so";
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::string broken = whole.substr(0, round % 3 == 0 ? random() % whole.size() : whole.size());
    for (int i = 0; i < 8 && !broken.empty(); ++i) {
      const std::size_t at = i % 2 == 0 ? random() % std::min<std::size_t>(64, broken.size())
                                        : random() % broken.size();
      if (at > 3) broken[at] = static_cast<char>(random());
    }
    std::ofstream(path, std::ios::binary) << broken;
    static_cast<void>(plugin_file_abi(path));
  }
  fs::remove(path);
}

}  // namespace
}  // namespace omma
