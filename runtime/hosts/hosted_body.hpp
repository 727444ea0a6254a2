// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "runtime/base/activity.hpp"
#include "runtime/contract/body.hpp"
#include "runtime/contract/body_support.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/hosts/host.hpp"
#include "runtime/hosts/quarantine.hpp"
#include "runtime/hosts/reloader.hpp"
#include "runtime/hosts/results.hpp"
#include "runtime/hosts/rhythm.hpp"

namespace omma::hosts {

/// What the hosted bodies of one graph share. All of it may be left out.
struct Services {
  Reloader* reloader = nullptr;  ///< watches their files
  Activity* activity = nullptr;  ///< null: nobody else is at work
  /// Called with a step that is given up; says where it is kept, as the end of a sentence.
  std::function<std::string(const Quarantined&)> quarantine = nullptr;
};

/// Stands for an actor that runs in a host: sends it frames, takes its results, and goes on with
/// the next process when one dies or does not answer in time.
class HostedBody final : public RemoteBody, private Reloader::Subject {
 public:
  /// `kind` outlives it.
  HostedBody(const Kind& kind, std::string name, std::shared_ptr<Host> host, Services services);
  ~HostedBody() override;

  Result<void> set(std::string_view param, const Value& value) override;
  Result<void> prepare() override;
  Result<void> step(std::span<Frame> inputs, const Self& self, Outputs& outputs) override;
  Result<void> finish(const Self& self, Outputs& outputs) override;

  Result<void> begin(std::span<const Frame> inputs) override;
  Result<void> collect(const Self& self, Outputs& outputs) override;
  void begin_end() override;
  void interrupt() override;
  void renew() override;

 private:
  /// A process in which the actor was loaded.
  struct Server {
    Leases leases;  // first: they outlive the process that may write there
    SlotRef state;  ///< of the version before, until it has read it
    std::shared_ptr<Process> process;
    Socket socket;
    std::map<std::string, Value> params;  ///< as it knows them
    std::vector<std::string> files;       ///< of the user's that it imported
    std::vector<std::byte> last_step;     ///< as it was sent
  };
  /// A step that has begun.
  struct Pending {
    Message kind = Message::step;
    std::uint64_t number = 0;
    std::vector<Frame> inputs;
    std::vector<std::uint32_t> leases;
    int deaths = 0;     ///< of processes that were at it
    bool sent = false;  ///< to the process that serves now
  };
  /// Frame memory that the host waits for.
  struct Need {
    std::uint64_t bytes = 0;
    bool for_state = false;
  };
  enum class Heard { message, died, late, greedy, stopped };

  // Called by the reloader's thread.
  void reload(const Reloader::News& news) override;
  void settle() override;

  using Lock = std::unique_lock<std::mutex>;

  // The life of the process; called by the thread that collects.
  Result<void> serve(const Self& self);
  Result<void> load(Lock& lock);
  Result<void> engage(Server& server, const std::vector<std::string>& changed, Lock& lock);
  Result<void> await_ready(Server& server);
  void install(Server&& server);
  Heard listen(const Self& self, std::span<const std::byte>& message);
  std::chrono::milliseconds patience() const;
  std::chrono::milliseconds time_left();
  std::chrono::milliseconds until_weighed(std::chrono::milliseconds limit) const;
  bool late();
  bool greedy();
  void replace_the_greedy(const Self& self);
  bool expect(std::span<const std::byte>& message);
  bool rehearse(const Rhythm::Window& due);
  Socket::Heard hear(std::span<const std::byte>& message);
  Heard noted();
  Heard closed();
  Result<void> mourn(const Self& self, Heard heard, Lock& lock);
  void let_go();
  std::string greed() const;
  std::string death(Heard heard) const;
  static std::string death(const Server& server);
  std::string quarantine(const std::string& why, const std::string& last_words);

  // New versions of its file; see hosted_reload.cpp.
  void ask_to_hand_over();
  void watch_files();
  void take_over(Reader& reader, const Head& head);
  void welcome(Server&& next);
  void pass_state_on(Reader& reader, const Head& head, Server& next);
  bool on_trial() const { return previous_.has_value(); }
  void stay_with_the_old(const std::string& why);
  void one_step_well();
  void promote();
  void retire(Server&& server);
  void close(Server& server) const;
  bool await_close(Server& server) const;

  // Sending; locked.
  void add(Message kind, std::span<const Frame> inputs);
  void send(Pending& pending);
  std::uint32_t grant_expected(Pending& pending);
  std::uint32_t lend(Pending& pending, Lease lease);
  void lend_room(Pending* pending, const SlotRef& slot);

  // Memory that a step waits for; see hosted_memory.cpp.
  void answer_need(std::uint64_t bytes, bool for_state);
  void forget_need();
  void grant(const Result<SlotRef>& slot, bool for_state);
  Socket::Heard await_memory(std::span<const std::byte>& message);

  // Answers; locked.
  bool take_message(std::span<const std::byte> message, const Self& self, Outputs& outputs,
                    Result<void>& done);
  void end_front(const std::vector<std::uint32_t>& kept);
  Result<void> check_kept() const;

  const Contract& contract_;
  const Script& script_;
  const std::string name_;
  const std::shared_ptr<Host> host_;
  const Services services_;
  const bool inputs_need_checks_;

  std::mutex mutex_;  // guards what follows, but for waiting on `socket_` and for `buffer_`
  std::condition_variable news_;
  OutputFormats formats_;
  std::map<std::string, Value> params_;
  std::map<std::string, Value> changed_;
  Server server_;                       // without a process: none serves at the moment
  std::vector<Server*> engaging_;       // being loaded, by this thread or the reloader's
  std::optional<Server> successor_;     // the next version, ready
  bool handing_over_ = false;           // the server was told; steps wait for the successor
  std::optional<Server> previous_;      // the version before, while this one is on trial
  int trial_steps_ = 0;                 // left of the trial
  std::vector<Server> retired_;         // for the reloader to end
  std::set<std::string> failed_files_;  // of versions that did not load
  bool interrupted_ = false;
  std::deque<Pending> pending_;
  std::optional<Need> need_;
  std::optional<Patience> patience_;  // with which it is waited for
  std::int64_t front_since_ns_ = 0;   // steady clock: when the oldest step could begin
  std::uint64_t number_ = 0;
  Results results_;
  Writer writer_;
  std::vector<std::byte> buffer_;
  std::int64_t last_message_ns_ = 0;
  std::int64_t gap_ns_ = 1'000'000;  // between messages, as of late
  Rhythm rhythm_;                    // of answers
  std::int64_t rehearsed_for_ = 0;   // the beginning of the window
  std::int64_t weighed_ns_ = 0;      // when its memory was looked at
  bool exact_ = false;               // the next wait ends when the oldest step is late
};

}  // namespace omma::hosts
