// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/host.hpp"

namespace omma::hosts {

Host::Host(PlannedHost spec, Language language, std::uint64_t outputs, EventSink events)
    : spec_(std::move(spec)), language_(language), outputs_(outputs), events_(std::move(events)) {}

std::shared_ptr<Host> Host::create(PlannedHost spec, Language language, std::uint64_t outputs,
                                   EventSink events) {
  return std::shared_ptr<Host>(new Host(std::move(spec), language, outputs, std::move(events)));
}

/// With memory of its own: what it may write, no other process may.
Result<std::shared_ptr<Process>> Host::start() {
  std::erase_if(slabs_, [](const auto& slab) {
    const bool over = slab.use_count() == 1 && slab->idle();
    if (over) Announcements::retire(*slab);
    return over;
  });
  auto made = Slab::create(outputs_, Slab::Writers::host);
  if (!made) return tl::make_unexpected(made.error());
  slabs_.push_back(std::move(*made));
  return Process::start(spec_, language_, slabs_.back(), events_);
}

std::shared_ptr<Slab> Host::outputs() {
  const std::lock_guard lock(mutex_);
  return active_ != nullptr ? active_->outputs() : nullptr;
}

std::uint64_t Host::held_bytes() {
  const std::lock_guard lock(mutex_);
  std::uint64_t bytes = 0;
  for (const auto& slab : slabs_) bytes += slab->in_use();
  return bytes;
}

/// There is always one in reserve, where one is wanted.
void Host::replenish() {
  if (!spec_.spare || spare_ || closed_) return;
  auto started = start();
  if (!started) return;
  spare_ = std::move(*started);
  for (const std::string& file : files_) spare_->prepare(file);
}

Result<std::shared_ptr<Process>> Host::process(const std::string& file) {
  const std::lock_guard lock(mutex_);
  if (closed_) return fail(Code::stopped, "its host was closed");
  if (!file.empty() && files_.insert(file).second && spare_) spare_->prepare(file);
  if (spare_ && spare_->exit_status(std::chrono::milliseconds(0))) spare_ = nullptr;
  if (!active_) active_ = std::exchange(spare_, nullptr);
  if (!active_) {
    auto started = start();
    if (!started) return started;
    active_ = std::move(*started);
  }
  replenish();
  return active_;
}

Result<std::shared_ptr<Process>> Host::another(std::uint64_t edition) {
  const std::lock_guard lock(mutex_);
  if (closed_) return fail(Code::stopped, "its host was closed");
  if (auto started = another_.lock(); started && edition_ == edition) return started;
  auto started = start();
  if (started) another_ = *started;
  edition_ = edition;
  return started;
}

std::shared_ptr<Process> Host::promote(std::shared_ptr<Process> process) {
  const std::lock_guard lock(mutex_);
  if (active_ == process) return nullptr;
  std::swap(active_, process);
  auto stale = std::exchange(spare_, nullptr);
  replenish();
  return stale;
}

void Host::discard(const std::shared_ptr<Process>& process, const std::string& actor) {
  process->kill(actor);
  const std::lock_guard lock(mutex_);
  if (active_ == process) active_ = nullptr;
}

void Host::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (const auto& process : {active_, spare_}) {
    if (process != nullptr) process->kill();
  }
}

}  // namespace omma::hosts
