// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <fstream>
#include <limits>

#include "runtime/base/cores.hpp"
#include "runtime/frames/slab.hpp"
#include "tools/command/health.hpp"
#include "tools/command/table.hpp"

namespace omma::command {
namespace {

Finding cores() {
  const unsigned count = available_cores();
  const std::string found = std::to_string(count) + (count == 1 ? " core" : " cores");
  if (count > 1) return {"cores", Health::ok, found};
  return {"cores", Health::warn, found + ": actors do not run in parallel",
          "use a machine with two or more cores"};
}

/// Of /proc/meminfo, in bytes; 0 when it is not told.
std::uint64_t memory_available() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  for (std::uint64_t kilobytes = 0; file >> key >> kilobytes; std::getline(file, unit)) {
    if (key == "MemAvailable:") return kilobytes * 1024;
  }
  return 0;
}

/// The limit of the control group (a container), in bytes.
std::uint64_t memory_allowed() {
  std::ifstream file("/sys/fs/cgroup/memory.max");
  std::uint64_t bytes = 0;
  return file >> bytes ? bytes : std::numeric_limits<std::uint64_t>::max();
}

Finding memory() {
  const std::uint64_t available = std::min(memory_available(), memory_allowed());
  const std::string found = bytes_text(available) + " available, graphs take up to " +
                            bytes_text(Slab::default_ceiling) + " for frames";
  if (available >= 2 * Slab::default_ceiling) return {"memory", Health::ok, found};
  return {"memory", Health::warn, found,
          "write slab_mb = 256 under [graph], or close other programs"};
}

Finding huge_pages() {
  constexpr const char* setting = "/sys/kernel/mm/transparent_hugepage/shmem_enabled";
  std::string text;
  std::getline(std::ifstream(setting), text);
  const auto open = text.find('['), close = text.find(']');
  const bool known = open != std::string::npos && close != std::string::npos;
  const std::string chosen =
      known ? text.substr(open + 1, close - open - 1) : "unknown to this kernel";
  if (chosen == "advise" || chosen == "always" || chosen == "within_size" || chosen == "force") {
    return {"huge pages", Health::ok, chosen};
  }
  return {"huge pages", Health::warn, chosen + ": large frames cost more page faults",
          std::string("echo advise | sudo tee ") + setting};
}

Finding descriptors() {
  constexpr rlim_t enough = 1024;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const std::string found =
      limit.rlim_cur == RLIM_INFINITY ? "no limit" : "up to " + grouped(limit.rlim_cur);
  if (limit.rlim_cur >= enough) return {"open files", Health::ok, found};
  return {"open files", Health::warn, found + ", which many cameras and hosts may use up",
          "ulimit -n 4096"};
}

}  // namespace

std::vector<Finding> examine_machine() { return {cores(), memory(), huge_pages(), descriptors()}; }

}  // namespace omma::command
