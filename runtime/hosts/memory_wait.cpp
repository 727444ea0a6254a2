// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/memory_wait.hpp"

namespace omma::hosts {
namespace {

constexpr std::chrono::milliseconds between_looks{100};

}  // namespace

void MemoryWait::begin(const MemoryNeed& need, Slab& outputs, bool in_step) {
  need_ = need;
  outputs_ = &outputs;
  patience_.emplace(Patience::Waiter{actor_.services.activity, in_step},
                    std::chrono::milliseconds(actor_.spec().step_deadline_ms()));
}

void MemoryWait::end() {
  need_.reset();
  patience_.reset();
}

SlotRef MemoryWait::await() const { return outputs_->await(need_->bytes, between_looks); }

bool MemoryWait::may_come(std::uint64_t kept) {
  return outputs_->fits(need_->bytes, kept) && patience_->lasts();
}

}  // namespace omma::hosts
