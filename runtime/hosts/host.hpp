// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/hosts/process.hpp"

namespace omma::hosts {

/// What serves one or several actors of one language: the process that does so now, its spare, and
/// whoever comes after them. Thread-safe.
class Host final : public BodyHost {
 public:
  /// `outputs`: bytes of results of a process that may be in memory at a time.
  static std::shared_ptr<Host> create(PlannedHost spec, Language language, std::uint64_t outputs,
                                      EventSink events);

  /// The process to use now; it is started when there is none. An actor of this file is to run in
  /// it, so a spare loads that, too; empty: it is built in.
  Result<std::shared_ptr<Process>> process(const std::string& file);

  /// A process beside it, for a new version of its files; the same for all actors of an edition.
  Result<std::shared_ptr<Process>> another(std::uint64_t edition);

  /// From now on this one is the process to use; what comes after it starts with the same files.
  /// Returns a spare that is of no use any more, if there was one: who lets go of it, waits.
  [[nodiscard]] std::shared_ptr<Process> promote(std::shared_ptr<Process> process);

  /// Nobody is to use this process any more, because of this actor: it is killed, and the next
  /// one takes over.
  void discard(const std::shared_ptr<Process>& process, const std::string& actor);

  /// Ends its processes, and starts no other.
  void close() override;

  const PlannedHost& spec() const { return spec_; }

  /// Frame memory that the process writes into that serves now; null while there is none.
  std::shared_ptr<Slab> outputs() override;

  /// Bytes of results of all its processes that are in use.
  std::uint64_t held_bytes();

  /// Something happened to the process of this actor.
  void tell(Event::Kind kind, const std::string& actor, const std::string& text) const {
    events_(event_of(kind, actor, text));
  }

 private:
  Host(PlannedHost spec, Language language, std::uint64_t outputs, EventSink events);
  Result<std::shared_ptr<Process>> start();
  void replenish();

  const PlannedHost spec_;
  const Language language_;
  const std::uint64_t outputs_;  // bytes, for each process
  const EventSink events_;
  std::mutex mutex_;                          // guards what follows
  std::vector<std::shared_ptr<Slab>> slabs_;  // of processes that have ended, too, while in use
  std::shared_ptr<Process> active_;
  std::shared_ptr<Process> spare_;
  std::set<std::string> files_;
  bool closed_ = false;
  std::uint64_t edition_ = 0;
  std::weak_ptr<Process> another_;
};

}  // namespace omma::hosts
