// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/hosts/answer_wait.hpp"
#include "runtime/hosts/early_waking.hpp"
#include "runtime/hosts/hosted_actor.hpp"
#include "runtime/hosts/hosted_params.hpp"
#include "runtime/hosts/memory_wait.hpp"
#include "runtime/hosts/results.hpp"
#include "runtime/hosts/step_queue.hpp"
#include "runtime/hosts/versions.hpp"

namespace omma::hosts {

/// Stands for an actor that runs in a host: sends it frames, takes its results, and goes on with
/// the next process when one dies or does not answer in time.
///
/// Three kinds of threads use it: those that begin steps, the one that collects, and the
/// reloader's. One mutex orders what they send: a step is added to the queue and sent under it, so
/// the process that serves has been sent the steps of the queue in their order, each of them once,
/// but for those that wait for a successor. Nobody waits for an answer under it.
class HostedBody final : public RemoteBody, private Reloader::Subject {
 public:
  /// `kind` outlives it.
  HostedBody(const Kind& kind, std::string name, std::shared_ptr<Host> host, Services services);
  ~HostedBody() override;

  Result<void> set(std::string_view param, const Value& value) override;
  std::vector<Param> params() override;
  std::optional<Value> value(std::string_view param) override;
  Result<void> prepare() override;
  Result<void> step(std::span<Frame> inputs, const Self& self, Outputs& outputs) override;
  Result<void> finish(const Self& self, Outputs& outputs) override;

  Result<void> begin(std::span<const Frame> inputs) override;
  Result<void> collect(const Self& self, Outputs& outputs) override;
  Result<Settings> configure(const ParamValues& wanted) override;
  Result<Settings> configure_here(const ParamValues& wanted) override;
  void begin_end() override;
  void interrupt() override;
  void renew() override;

 private:
  using Lock = std::unique_lock<std::mutex>;
  enum class Heard { message, died, late, over_memory_limit, halted, stopped };

  // On the reloader's thread; see hosted_reload.cpp.
  void reload(const Reloader::News& news) override;
  void settle() override;
  void watch_files();

  // Steps; locked. See hosted_steps.cpp.
  void add(Message kind, std::span<const Frame> inputs);
  void send_waiting();
  void send(PendingStep& step);
  void add_expected_rooms(PendingStep& step);
  void answer_need(const MemoryNeed& need);
  void grant(const MemoryNeed& need, const Result<SlotRef>& slot);

  // Parameters; see hosted_requests.cpp.
  Result<std::shared_ptr<ParamRequest>> add_request(const ParamValues& wanted);
  void tell_unknown_params();
  void take_settings(const Received& said);
  void settle_front(Result<Settings> answer, const LeaseNumbers& kept);
  void refuse_requests();

  // Answers; on the thread that collects. See hosted_answers.cpp.
  std::optional<Result<void>> hear_one(const Self& self, Outputs& outputs);
  Heard listen(const Self& self, std::span<const std::byte>& message);
  Socket::Heard await_memory(Socket& socket, std::span<const std::byte>& message);
  Result<void> check_expected(const Received& said);
  std::optional<Result<void>> take(Received& said, const Self& self, Outputs& outputs);
  std::optional<Result<void>> take_error(Received& said);
  std::optional<Result<void>> take_results(Received& said, const Self& self, Outputs& outputs);
  void end_front(const LeaseNumbers& kept);
  bool keeps_too_much(const Slab& memory);
  Result<void> check_kept(const Slab& memory);

  // Processes, one after the other; on the thread that collects. See hosted_life.cpp.
  Result<void> serve(const Self& self);
  Result<void> load(Lock& lock);
  Result<void> load_into(ActorInstance& instance, const std::vector<std::string>& changed,
                         Lock& lock);
  void start_serving();
  void ask_to_hand_over();
  void discard_serving(const Self& self);
  void go_back(const std::string& why);
  std::string over_limit();
  void replace_over_limit(const Self& self);
  std::string describe(Heard heard);
  Result<void> handle_exit(const std::string& what, const Self& self);
  void note_lost_place(const std::string& what);
  Result<void> end_source();
  bool pass_source_state();
  void give_up_request(const std::string& why);
  Result<void> give_up_front(const std::string& why, const std::string& last_output);

  const HostedActor actor_;
  const bool inputs_need_checks_;

  std::mutex mutex_;  // guards what follows, up to the next empty line
  std::condition_variable news_;
  std::condition_variable answered_;  // a request was
  bool interrupted_ = false;
  bool prepared_ = false;
  bool ending_ = false;  // nothing is begun any more
  HostedParams params_;
  StepQueue steps_;
  Versions versions_;
  std::string source_state_;  // that came with its last frame; empty: it tells none
  bool gave_frames_ = false;
  std::string lost_place_;               // why a source can not go on; empty: it can
  std::vector<ActorInstance*> loading_;  // by this thread or the reloader's

  Results results_;  // written by the thread that collects, under the mutex
  AnswerWait wait_;  // this and the next three: of the thread that collects
  std::string
      kept_too_many_;   // frames, said in words, so its process is replaced; empty: it did not
  bool talks_ = false;  // it said something that was not what is waited for
  MemoryWait memory_;
  std::unique_ptr<EarlyWaking> early_;  // has a mutex of its own; null: it is left out
};

}  // namespace omma::hosts
