// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "runtime/hosts/load_json.hpp"
#include "runtime/hosts/settings_json.hpp"
#include "tests/fuzz/fuzzed_step.hpp"

namespace {

using namespace omma;
using hosts::Message;
using hosts::Received;

constexpr std::size_t most_room = 1 << 20;

/// The runner's side of a conversation about one actor, which has one step under way after the
/// other. Leases get the numbers that they have in a real one.
class Runner {
 public:
  explicit Runner(Isolation isolate)
      : conversation_(hosts::Socket()), results_("fuzz", fuzz::contract().outputs.size(), isolate) {
    begin_step();
  }

  void take(std::span<const std::byte> message) {
    auto said = hosts::read_message(message);
    if (!said) return;
    hosts::Leases& leases = conversation_.leases();
    switch (said->head.kind) {
      case Message::ready: static_cast<void>(hosts::read_loaded(*said)); break;
      case Message::configured: take_settings(*said); break;
      case Message::need: answer_need(said->need); break;
      case Message::release: leases.end_all(said->leases); break;
      case Message::state: pass_on(*said); break;
      case Message::result:
        static_cast<void>(fuzz::take_results(results_, *said, leases, input_));
        end_step(*said);
        break;
      case Message::end:
      case Message::error:
        static_cast<void>(hosts::read_loaded(*said));
        static_cast<void>(
            Error{hosts::error_code(said->head.items), "fuzz", std::string(said->rest.rest())}
                .text());
        end_step(*said);
        break;
      default: break;
    }
    static_cast<void>(leases.room_kept());
  }

 private:
  void begin_step() {
    lent_.clear();
    conversation_.begin_step(Message::step, ++number_, {&input_, 1}, lent_);
    for (const std::size_t bytes : results_.rooms()) {
      const SlotRef slot = bytes != 0 ? fuzz::slab().try_take(bytes) : SlotRef();
      if (slot) conversation_.add_room(slot, lent_);
    }
  }

  void end_step(const Received& said) {
    conversation_.leases().end_step(lent_, said.leases);
    begin_step();
  }

  void answer_need(const hosts::MemoryNeed& need) {
    const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(need.bytes, most_room));
    conversation_.grant(number_, fuzz::slab().take(bytes), lent_);
  }

  void take_settings(Received& said) {
    const auto settings = hosts::read_settings(fuzz::contract(), said.rest.rest());
    if (!settings) return;
    const std::string text = hosts::settings_text(*settings);
    if (!hosts::read_settings(fuzz::contract(), text)) std::abort();
  }

  void pass_on(const Received& said) {
    if (!said.room) return;
    const hosts::Lease* lease = conversation_.leases().find(said.room->lease);
    if (lease == nullptr || !lease->slot) return;
    conversation_.pass_state(lease->slot, said.room->size);
    conversation_.leases().end(said.room->lease);
  }

  const Frame input_ = fuzz::picture();
  hosts::Conversation conversation_;
  hosts::Results results_;
  hosts::LeaseNumbers lent_;
  std::uint64_t number_ = 0;
};

}  // namespace

/// What a host sends about an actor, from its answer to `load` on: the size of each message (u16),
/// and the message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const Isolation isolate : {Isolation::share, Isolation::copy}) {
    Runner runner(isolate);
    hosts::Reader reader(std::as_bytes(std::span(data, size)));
    for (;;) {
      const auto message = reader.take_bytes(reader.take<std::uint16_t>());
      if (!reader.sound()) break;
      runner.take(message);
    }
  }
  return 0;
}
