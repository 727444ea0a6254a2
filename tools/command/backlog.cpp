// SPDX-License-Identifier: Apache-2.0
#include "tools/command/backlog.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include "tools/command/table.hpp"

namespace omma::command {

void Backlog::put(std::string_view lines) {
  write_some();
  if (kept_.size() + lines.size() > most_bytes) {
    ++left_out_;
    return;
  }
  kept_ += lines;
  write_some();
}

void Backlog::write_some() {
  while (write_part(0)) {
  }
}

void Backlog::drain(std::chrono::milliseconds patience) {
  while (write_part(static_cast<int>(patience.count()))) {
  }
}

/// So much goes into a pipe that has room without waiting. False: nothing is left, or nothing was
/// taken. What has no reader any more is let go.
bool Backlog::write_part(int wait_ms) {
  if (kept_.empty() && left_out_ > 0)
    kept_ = counted(std::exchange(left_out_, 0), "line") +
            " before the next one were left out here, since nobody read them\n";
  pollfd room{descriptor_, POLLOUT, 0};
  if (kept_.empty() || poll(&room, 1, wait_ms) <= 0) return false;
  const ssize_t count =
      write(descriptor_, kept_.data(), std::min<std::size_t>(kept_.size(), PIPE_BUF));
  if (count > 0) {
    kept_.erase(0, static_cast<std::size_t>(count));
  } else if (errno != EINTR && errno != EAGAIN) {
    kept_.clear();
  }
  return count > 0 || errno == EINTR;
}

}  // namespace omma::command
