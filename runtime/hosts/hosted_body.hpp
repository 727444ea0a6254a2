// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
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
class HostedBody final : public Body {
 public:
  HostedBody(const Contract& contract, Script script, const Self& self);
  ~HostedBody() override;

  Result<void> set(std::string_view param, const Value& value) override;
  Result<void> prepare() override;
  Result<void> step(std::span<Frame> inputs, const Self& self, Outputs& outputs) override;
  Result<void> finish(const Self& self, Outputs& outputs) override;

 private:
  /// What the host may look at or write into until it says otherwise.
  struct Lease {
    Frame frame;
    SlotRef slot;
  };
  enum class Answer { done, died, late, stopped };

  Result<void> load();
  Result<void> tell(Message kind, const std::string& text, int limit_ms);
  Result<void> attempt(Message kind, std::span<Frame> inputs, const Self& self, Outputs& outputs,
                       Answer& answer);
  Result<void> read_answer(const Self& self, std::span<Frame> inputs, Outputs& outputs,
                           Answer& answer);
  void write_step(Message kind, std::span<Frame> inputs);
  void write_input(const Frame& frame);
  void write_links(const Frame& frame);
  std::uint32_t lend(Lease lease);
  SlotWire wire_of(std::uint32_t lease, const SlotRef& slot) const;
  std::uint32_t grant_expected();
  void grant_needed(std::uint64_t bytes);
  void release(Reader& reader, std::uint32_t count);
  static std::vector<std::uint32_t> read_leases(Reader& reader, std::uint32_t count);
  void end_step(const std::vector<std::uint32_t>& kept);
  Result<void> take_results(Reader& reader, const Head& head, Emission& emission);
  Result<void> take_result(Reader& reader, Emission& emission, std::vector<std::uint32_t>& parts);
  /// Where a result goes: this part of what the step gives.
  struct Exit {
    Emission& to;
    std::uint32_t part;
  };
  Result<void> take_pixels(const OutputWire& output, const std::vector<std::uint32_t>& shape,
                           Notes&& notes, const Exit& exit);
  void lose_process();
  std::string death(Answer answer) const;
  std::string mourn(Answer answer);
  Answer listen(const Self& self, std::span<const std::byte>& message);

  const Contract& contract_;
  const Script script_;
  const std::string name_;
  const std::shared_ptr<Host> host_;
  OutputFormats formats_;
  bool inputs_need_checks_;

  std::map<std::string, Value> params_;
  std::map<std::string, Value> changed_;
  std::shared_ptr<Process> process_;
  Socket socket_;
  std::uint64_t number_ = 0;  // of the step
  std::uint32_t next_lease_ = 1;
  std::uint32_t first_of_step_ = 1;
  std::map<std::uint32_t, Lease> leases_;
  std::vector<std::size_t> rooms_;  // bytes that each output took last
  Writer writer_;
  std::vector<std::byte> buffer_;
};

}  // namespace omma::hosts
