// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <thread>

#include "runtime/flow/stats.hpp"
#include "runtime/flow/windowed_node.hpp"

namespace omma::flow {

class HostedNode;

/// One copy of an actor in a host, and the thread that waits for what it answers. What its
/// answers make ready and is light runs on that thread in line.
class HostedReplica {
 public:
  HostedReplica(HostedNode& node, int replica);
  ~HostedReplica();
  HostedReplica(const HostedReplica&) = delete;
  HostedReplica& operator=(const HostedReplica&) = delete;

  /// Makes the body and its process; later on, makes them anew.
  Result<void> prepare();
  void start(caf::actor_system& system);

  /// The thread has ended when this returns.
  void stop();

  void begin(Cell& cell);
  std::size_t under_way() const;
  bool ended() const { return ended_.load(std::memory_order_acquire); }
  RemoteBody& body() { return *body_; }
  std::shared_ptr<BodyHost> host() const;
  const Stats& stats() const { return stats_; }

 private:
  void loop(caf::actor_system& system);
  bool collect();
  void close(Cell& cell, Result<void>&& done);

  HostedNode& node_;
  const int replica_;
  Self self_;
  std::unique_ptr<RemoteBody> body_;
  Stats stats_;
  mutable std::mutex mutex_;  // guards what follows
  std::deque<Cell*> under_way_;
  std::int64_t front_since_ns_ = 0;  // when the oldest of them could begin
  Outputs outputs_;                  // the thread's own
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

/// A node whose steps are done in other processes. It hands frames over without waiting, and one
/// more than is being worked on, so that a host never waits for the next.
class HostedNode final : public WindowedNode {
 public:
  HostedNode(const PlannedActor& planned, const Kind& kind, Shared& shared);

  Result<void> prepare() override;
  std::vector<Preparation> preparations() override;
  void start(caf::actor_system& system) override;
  Turn run() override;
  Summary summary() const override;
  Result<Value> set(const std::string& param, const Value& value) override;
  Result<std::vector<Param>> params() override;
  Result<std::optional<Value>> value(const std::string& param) override;
  void halt() override;
  void abandon() override;
  void release_threads() override;

 private:
  friend class HostedReplica;
  void dispatch(Cell& cell) override;
  bool fatal(const Error& error) override;
  Turn end() override;
  Result<Settings> configure(std::size_t copy, const std::map<std::string, Value>& wanted);

  std::vector<std::unique_ptr<HostedReplica>> replicas_;
  bool closing_ = false;  // the replicas were told to end
};

}  // namespace omma::flow
