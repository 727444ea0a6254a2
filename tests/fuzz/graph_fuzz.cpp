// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dsl/graph.hpp"
#include "tests/dsl/kinds.hpp"

/// Any text is a graph or gets messages; what can be planned can be drawn.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace omma::dsl;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Settings settings;
  settings.registry = &test::kinds();
  const Loaded loaded = load_text(text, "fuzz.toml", settings);
  if (loaded.plan.has_value() == has_errors(loaded.diagnostics)) __builtin_trap();
  if (loaded.plan) {
    draw_dot(*loaded.plan, *settings.registry);
    draw_mermaid(*loaded.plan, *settings.registry);
  }
  load_launch(text, settings);
  return 0;
}
