// SPDX-License-Identifier: Apache-2.0
#include "runtime/base/activity.hpp"

#include "runtime/base/clock.hpp"

namespace omma {

Patience::Patience(const Waiter& waiter, std::chrono::nanoseconds limit)
    : waiter_(waiter), limit_(limit) {
  if (waiter_.activity != nullptr && waiter_.in_step) ++waiter_.activity->waiting_;
}

Patience::~Patience() {
  if (waiter_.activity != nullptr && waiter_.in_step) --waiter_.activity->waiting_;
}

bool Patience::lasts() {
  if (waiter_.activity == nullptr) return false;
  if (!waiter_.activity->at_rest()) return at_rest_since_ns_.reset(), true;
  const std::int64_t now = now_ns();
  if (!at_rest_since_ns_) at_rest_since_ns_ = now;
  return now - *at_rest_since_ns_ < limit_.count();
}

}  // namespace omma
