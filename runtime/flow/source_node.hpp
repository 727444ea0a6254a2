// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "runtime/flow/node.hpp"
#include "runtime/flow/numbering.hpp"

namespace omma::flow {

class InlineWorker;

/// A node without inputs. It steps on a thread of its own, because cameras and decoders block;
/// what its frames make ready and is light runs on that thread right after the step.
class SourceNode final : public SingleNode {
 public:
  SourceNode(const PlannedActor& planned, const Kind& kind, Shared& shared);
  ~SourceNode() override;

  Result<void> prepare() override;
  std::vector<Preparation> preparations() override;
  std::string whereabouts() const override { return body_.whereabouts(); }
  void start(caf::actor_system& system) override;
  void drain() override;
  void halt() override { wake(); }
  void signal() override;
  Turn run() override;
  Weight weight() const override { return Weight::light; }
  Summary summary() const override;
  WorkerBody* body() override { return &body_; }

 private:
  void wake() override;
  void loop(caf::actor_system& system);
  Turn produce_in_line(caf::actor_system& system);
  Turn produce();
  bool step();
  bool send();
  bool hold_until_due();
  bool flushed();
  bool wait_for_room();
  void wait_for_room(Slab& outputs);
  Turn finish(Turn turn);
  bool stopping() const;
  void await(std::int64_t until_ns);

  WorkerBody body_;
  const std::shared_ptr<BodyHost> host_;  // of the body; null: it steps here
  Outputs outputs_;
  std::atomic<std::uint64_t> sent_{0};
  std::atomic<std::uint64_t> missed_{0};
  Numbering numbering_;
  std::int64_t first_due_ns_ = -1;  // steady clock at due_ns = 0; -1 = not known yet

  std::mutex mutex_;
  std::condition_variable wake_;
  bool signalled_ = false;
  std::atomic<bool> stop_{false};
  std::atomic<bool> draining_{false};      // the body ends by itself
  std::atomic<Turn> outcome_{Turn::idle};  // idle: the thread runs
  std::thread thread_;
  InlineWorker* line_ = nullptr;  // of this thread, while it runs
};

}  // namespace omma::flow
