// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/retired_instances.hpp"

namespace omma::hosts {

void RetiredInstances::add(std::unique_ptr<ActorInstance> instance) {
  if (instance == nullptr || actor_.services.reloader == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    list_.push_back(std::move(instance));
  }
  actor_.services.reloader->wake();
}

void RetiredInstances::close_all() {
  std::vector<std::unique_ptr<ActorInstance>> ended;
  {
    const std::lock_guard lock(mutex_);
    ended.swap(list_);
  }
  for (const auto& instance : ended) instance->close(actor_);
}

}  // namespace omma::hosts
