// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/body.hpp"
#include "runtime/body_support.hpp"
#include "runtime/emission.hpp"
#include "runtime/hosts/host.hpp"
#include "runtime/hosts/wire.hpp"

namespace omma::hosts {

/// Where the code of a kind is.
struct Script {
  std::string file;  ///< absolute
  std::string name;  ///< of the function or class
};

/// Stands for an actor that runs in a host: sends it frames, takes its results, and goes on with
/// the next process when one dies or does not answer in time.
class HostedBody final : public RemoteBody {
 public:
  HostedBody(const Contract& contract, Script script, const Self& self);
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
  /// What the host may look at or write into until it says otherwise.
  struct Lease {
    Frame frame;
    SlotRef slot;
  };
  /// A step that has begun.
  struct Pending {
    Message kind = Message::step;
    std::uint64_t number = 0;
    std::vector<Frame> inputs;
    std::vector<std::uint32_t> leases;
    int deaths = 0;  ///< of processes that were at it
  };
  /// Where a result goes: this part of what the step gives.
  struct Exit {
    Emission& to;
    std::uint32_t part;
  };
  enum class Heard { message, died, late, stopped };
  using Lock = std::unique_lock<std::mutex>;

  // The life of the process; called by the thread that collects.
  Result<void> serve(const Self& self);
  Result<void> load(Lock& lock);
  Result<void> await_ready();
  Heard listen(const Self& self, std::span<const std::byte>& message);
  std::chrono::milliseconds patience();
  bool late();
  Heard noted();
  Heard closed();
  Result<void> mourn(const Self& self, Heard heard, Lock& lock);
  void let_go();
  std::string death(Heard heard) const;
  std::string quarantine(const Self& self, const std::string& why, const std::string& last_words);

  // Sending; locked.
  void add(Message kind, std::span<const Frame> inputs);
  void send(Pending& pending);
  void write_input(Pending& pending, const Frame& frame);
  void write_links(const Frame& frame);
  std::uint32_t grant_expected(Pending& pending);
  void grant_needed(std::uint64_t bytes);
  std::uint32_t lend(Pending& pending, Lease lease);
  static SlotWire wire_of(std::uint32_t lease, const SlotRef& slot);

  // Answers; locked.
  bool take_message(std::span<const std::byte> message, const Self& self, Outputs& outputs,
                    Result<void>& done);
  static std::vector<std::uint32_t> read_leases(Reader& reader, std::uint32_t count);
  void end_front(const std::vector<std::uint32_t>& kept);
  Result<void> take_results(Reader& reader, const Head& head, Emission& emission);
  Result<void> take_result(Reader& reader, Emission& emission, std::vector<std::uint32_t>& parts);
  Result<void> take_pixels(const OutputWire& output, const std::vector<std::uint32_t>& shape,
                           Notes&& notes, const Exit& exit);

  const Contract& contract_;
  const Script script_;
  const std::string name_;
  const std::shared_ptr<Host> host_;
  const bool inputs_need_checks_;

  std::mutex mutex_;  // guards what follows, but for waiting on `socket_` and for `buffer_`
  std::condition_variable news_;
  OutputFormats formats_;
  std::map<std::string, Value> params_;
  std::map<std::string, Value> changed_;
  std::shared_ptr<Process> process_;  // null: none serves at the moment
  Socket socket_;
  bool interrupted_ = false;
  std::deque<Pending> pending_;
  std::int64_t front_since_ns_ = 0;  // steady clock: when the oldest step could begin
  std::uint64_t number_ = 0;
  std::uint32_t next_lease_ = 1;
  std::map<std::uint32_t, Lease> leases_;
  std::vector<std::size_t> rooms_;  // bytes that each output took last
  Writer writer_;
  std::vector<std::byte> buffer_;
  std::int64_t last_message_ns_ = 0;
  std::int64_t gap_ns_ = 1'000'000;  // between messages, as of late
  bool exact_ = false;               // the next wait ends when the oldest step is late
};

}  // namespace omma::hosts
