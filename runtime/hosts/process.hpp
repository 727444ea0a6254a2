// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/base/event.hpp"
#include "runtime/hosts/leases.hpp"
#include "runtime/hosts/process_spawner.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::hosts {

/// What a process runs: an interpreter for actors in Python, or omma's own program for those in
/// C++.
enum class Language : std::uint8_t { python, cpp };

/// One process of a host that was started. Ends at the latest with its last owner. Thread-safe.
class Process final : public Peer {
 public:
  /// `outputs`: frame memory that it writes its results into, and no other process.
  /// `events`: told of each line that it prints, with the actor that printed it, if that is known.
  static Result<std::shared_ptr<Process>> start(const PlannedHost& spec, Language language,
                                                std::shared_ptr<Slab> outputs, EventSink events);
  ~Process() override;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// A new conversation with it, about one actor.
  Result<Socket> open_channel();

  void announce(const Slab& slab, bool writable) override;

  /// It imports this file as soon as it has nothing else to do.
  void prepare(const std::string& file);

  /// Has it print the stacks of all its threads, which it does even while one holds the GIL, and
  /// waits a moment until it has. One that is stopped (SIGSTOP) has nothing to tell.
  void dump_stacks() const;

  /// Because of this actor.
  void kill(const std::string& actor = {});

  /// It was killed because of another actor than this one.
  bool killed_for_other_than(const std::string& actor) const;

  /// How it ended, as soon as that is known; waits for so long.
  std::optional<ExitStatus> exit_status(std::chrono::milliseconds patience) const;

  /// Bytes that occupy memory and are its own; what it shares with others, as frames, is not
  /// counted. 0 when it has ended.
  std::uint64_t private_bytes() const;

  /// The last lines that it printed.
  std::string last_output() const;

  /// Somebody stopped it (SIGSTOP), and it goes on when somebody lets it.
  bool stopped() const;

  pid_t pid() const { return pid_; }

  const std::shared_ptr<Slab>& outputs() const { return outputs_; }

 private:
  struct Status;
  Process(pid_t pid, Socket control, std::shared_ptr<Slab> outputs, std::shared_ptr<Status> status);

  const pid_t pid_;
  const std::shared_ptr<Slab> outputs_;
  std::mutex mutex_;  // guards the next two: what goes over the socket stays in order
  Socket control_;
  Announcements announced_;
  std::shared_ptr<Status> status_;  // shared with the spawner
};

/// The folder that holds omma's Python package.
std::string package_folder();

/// An interpreter that runs `main` of this module of the package; the descriptor, which it
/// inherits, is the first of its arguments.
Program interpreter(const PlannedHost& spec, const std::string& module, int descriptor);

}  // namespace omma::hosts
