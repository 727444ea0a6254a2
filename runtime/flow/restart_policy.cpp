// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/restart_policy.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace omma::flow {

Result<RestartPolicy::Time> RestartPolicy::failed(Time now) {
  if (!wanted_) return fail(Code::failed, "it is not to be restarted");
  forget_before(now - Time(std::llround(limits_.within_s * 1e9)));
  if (restarts_.size() >= static_cast<std::size_t>(limits_.max)) {
    return fail(Code::exhausted, "failed more than " + std::to_string(limits_.max) +
                                     " times within " + to_text(limits_.within_s) +
                                     " s; giving up");
  }
  const Time pause = pause_after(restarts_.size());
  restarts_.push_back(now);
  return pause;
}

void RestartPolicy::forget_before(Time time) {
  while (!restarts_.empty() && restarts_.front() < time) restarts_.pop_front();
}

/// Doubles with each restart in the window.
RestartPolicy::Time RestartPolicy::pause_after(std::size_t earlier) const {
  constexpr std::size_t most_doublings = 64;  // of any pause that can be told from none
  const auto doublings = static_cast<int>(std::min(earlier, most_doublings));
  const double pause_ns = std::ldexp(limits_.backoff_ms * 1e6, doublings);
  const auto longest_ns = static_cast<double>(longest_pause.count());
  return Time(std::llround(std::min(pause_ns, longest_ns)));
}

}  // namespace omma::flow
