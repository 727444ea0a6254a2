// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "runtime/base/clock.hpp"
#include "runtime/hosts/process.hpp"

namespace omma::hosts {

/// Memory of its own that a process may use (`memory_mb`). Looked at now and then.
class MemoryLimit {
 public:
  static constexpr std::chrono::milliseconds between_looks{100};

  /// 0: there is no limit.
  explicit MemoryLimit(int megabytes) : megabytes_(megabytes) {}

  bool exists() const { return megabytes_ != 0; }

  /// False, too, when it is not time to look.
  bool exceeded_by(const Process& process) {
    if (!exists()) return false;
    const std::int64_t now = now_ns();
    if (now - looked_ns_ < std::chrono::nanoseconds(between_looks).count()) return false;
    looked_ns_ = now;
    return process.private_bytes() > static_cast<std::uint64_t>(megabytes_) << 20U;
  }

  std::string text(const Process& process) const {
    return "it uses " + std::to_string(process.private_bytes() >> 20U) +
           " MB of memory; its host allows " + std::to_string(megabytes_) + " (`memory_mb`)";
  }

 private:
  const int megabytes_;
  std::int64_t looked_ns_ = 0;
};

}  // namespace omma::hosts
