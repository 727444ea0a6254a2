// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <fstream>

#include "runtime/contract/registry.hpp"
#include "runtime/hosts/python_kinds.hpp"
#include "tools/benchmarks/fault_table.hpp"
#include "tools/benchmarks/must.hpp"

namespace omma::bench {
namespace {

namespace fs = std::filesystem;
using Kind = Fault::Kind;

void shoot(const Scene& scene) { kill(scene.host, SIGKILL); }

void edit(const Scene& scene) { std::ofstream(scene.script, std::ios::app) << "\n# edited\n"; }

constexpr Fault all_faults[] = {
    {"exception", "error", "ValueError"},
    {"endless loop", "loop", "takes over", Kind::hang},
    {"C code holds the GIL", "hold_the_gil", "takes over", Kind::hang},
    {"SIGSTOP", "stop", "takes over", Kind::hang},
    {"segfault", "crash", "takes over", Kind::crash},
    {"os._exit", "leave", "takes over", Kind::crash},
    {"SIGKILL from outside", "harmless", "takes over", Kind::crash, shoot},
    {"os._exit, leaves a pool", "leave_children", "takes over", Kind::crash},
    {"leak", "leak", "takes over", Kind::leak},
    {"10^6 printed lines", "chatter", nullptr},
    {"kept frame", "keep", nullptr},
    {"hot reload", "harmless", "takes the new version", Kind::reload, edit}};

}  // namespace

/// On a copy of the actor, which is edited.
void faults(const Effort& effort, Findings& findings) {
  const FaultFolder folder;
  fs::copy_file(fs::path(OMMA_BENCH_GRAPHS) / "python" / "misdeeds.py",
                folder.path() / "misdeeds.py", fs::copy_options::overwrite_existing);
  FaultRun run;
  run.folder = folder.path();
  run.kind = folder.path() / "misdeeds.py:tool";
  must(hosts::add_python_kind(Registry::global(), PlannedHost(), run.kind));
  compare_faults({"what an actor in Python does to a graph of 200 Hz", "faults", all_faults, 50},
                 run, effort, findings);
}

}  // namespace omma::bench
