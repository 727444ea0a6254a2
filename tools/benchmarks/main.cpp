// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdio>

#include "tools/benchmarks/parts.hpp"

namespace omma::bench {
namespace {

struct Part {
  const char* name;
  void (*run)(const Effort&, Findings&);
};

constexpr Part parts[] = {
    {"hop", hop},
};

bool wanted(const Part& part, const std::vector<std::string>& names) {
  return names.empty() || std::find(names.begin(), names.end(), part.name) != names.end();
}

std::string names() {
  std::string text;
  for (const Part& part : parts) text += std::string(text.empty() ? "" : ", ") + part.name;
  return text;
}

int run(int argc, char** argv) {
  CLI::App app("Compares omma with other ways to do the same. Parts: " + names());
  std::vector<std::string> chosen;
  Effort effort;
  std::string file;
  app.add_option("parts", chosen, "parts to run; all when none is named");
  app.add_option("--rounds", effort.rounds, "rounds of each contender");
  app.add_flag("--quick", effort.quick, "short rounds: shows only that everything works");
  app.add_option("--json", file, "write every figure to this file");
  CLI11_PARSE(app, argc, argv);
  if (effort.quick) effort = {1, milliseconds(20), true};
  Findings findings;
  for (const Part& part : parts) {
    if (wanted(part, chosen)) part.run(effort, findings);
  }
  findings.print_goals();
  if (!file.empty()) findings.write(file);
  return 0;
}

}  // namespace
}  // namespace omma::bench

int main(int argc, char** argv) { return omma::bench::run(argc, argv); }
