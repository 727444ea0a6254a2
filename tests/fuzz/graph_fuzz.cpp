// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/graph.hpp"
#include "runtime/plan/plan_json.hpp"
#include "tests/fuzz/python_stand_ins.hpp"

namespace {

using omma::dsl::Settings;

/// What stands behind `word` in the lines that begin with it; comments, as far as TOML cares.
std::vector<std::string> told(std::string_view text, std::string_view word) {
  constexpr std::size_t most = 8;
  std::vector<std::string> found;
  while (!text.empty() && found.size() < most) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with(word)) found.emplace_back(line.substr(word.size()));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return found;
}

void check(const omma::dsl::Loaded& loaded, const Settings& settings) {
  if (loaded.plan.has_value() == omma::dsl::has_errors(loaded.diagnostics)) __builtin_trap();
  if (!loaded.plan) return;
  const std::string written = omma::plan_to_json(*loaded.plan);
  const auto read = omma::plan_from_json(written);
  if (!read || omma::plan_to_json(*read) != written) __builtin_trap();
  omma::dsl::draw_dot(*loaded.plan, *settings.registry);
  omma::dsl::draw_mermaid(*loaded.plan, *settings.registry);
}

}  // namespace

/// Any text is a graph or gets messages; what can be planned can be drawn, and written and read. So
/// it is with what the lines "# set ", "# probe " and "# feed " of the text add, and for a script
/// ("# script").
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Settings settings = omma::fuzz::python_stand_ins();
  check(load_text(text, "fuzz.toml", settings), settings);
  settings.sets = told(text, "# set ");
  settings.probes = told(text, "# probe ");
  settings.feeds = told(text, "# feed ");
  settings.scripted = !settings.feeds.empty() || !told(text, "# script").empty();
  if (settings.scripted || !settings.sets.empty() || !settings.probes.empty())
    check(load_text(text, "fuzz.toml", settings), settings);
  check(load_launch(text, settings), settings);
  return 0;
}
