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

constexpr Part parts[] = {{"hop", hop},       {"latency", latency}, {"opencv", opencv},
                          {"people", people}, {"startup", startup}, {"copies", copies},
                          {"edges", edges},   {"frames", frames},   {"python", python},
                          {"faults", faults}, {"native", native}};

bool wanted(const Part& part, const std::vector<std::string>& names) {
  return names.empty() || std::find(names.begin(), names.end(), part.name) != names.end();
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const Part& part : parts) all.emplace_back(part.name);
  return all;
}

int run(int argc, char** argv) {
  CLI::App app("Compares omma with other ways to do the same; see docs/benchmarks.md.");
  std::vector<std::string> chosen;
  Effort effort;
  std::string file;
  std::string child;
  app.add_option("parts", chosen, "parts to run; all when none is named")
      ->check(CLI::IsMember(names()));
  app.add_option("--rounds", effort.rounds, "rounds of each contender");
  app.add_flag("--quick", effort.quick, "short rounds: shows only that everything works");
  app.add_option("--only", Contest::only, "contenders with this in their names, for instance omma");
  app.add_option("--json", file, "write every figure to this file");
  app.add_option("--child", child)->group("");  // the benchmark itself uses it
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!child.empty()) return run_child(child) ? 0 : 2;
  if (effort.quick) effort.rounds = 1;
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

int main(int argc, char** argv) {
  try {
    return omma::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "omma_bench: %s\n", error.what());
    return 1;
  }
}
