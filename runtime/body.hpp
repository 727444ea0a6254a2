// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/frame.hpp"
#include "runtime/value.hpp"

namespace omma {

class Activity;

namespace hosts {
class Feed;
class Host;
class Reloader;
struct Quarantined;
}  // namespace hosts

/// What one step sends, in order: (output port, frame).
struct Sent {
  Sent(std::size_t to, Frame&& sent) : port(to), frame(std::move(sent)) {}

  std::size_t port;
  Frame frame;
};

/// Filled by a step. `Outputs` outlives the step and is reused, so that steps do not allocate.
struct Outputs {
  std::vector<Sent> sent;
  /// A source: send no earlier than this long after its first frame.
  std::optional<std::int64_t> due_ns;
  bool end = false;  ///< a source: there is nothing more

  void clear() {
    sent.clear();
    due_ns.reset();
    end = false;
  }
};

/// Who is stepping and where its frames come from; set by the runtime.
struct Self {
  std::string name;  ///< of the actor; the `source` of a source's frames
  Slab* slab = nullptr;
  std::uint64_t sequence = 0;                   ///< a source: number of its next frame
  std::shared_ptr<hosts::Host> host = nullptr;  ///< of an actor that runs in another process
  Activity* activity = nullptr;                 ///< of the graph; null = nobody else is at work
  hosts::Reloader* reloader = nullptr;          ///< watches its files; null = nobody does
  hosts::Feed* feed = nullptr;  ///< where a source of the kind `script` gets its frames
  std::function<bool()> stopping =
      nullptr;  ///< asked now and then by a step that waits; may be empty
  std::function<void()> replaced =
      nullptr;  ///< called when another process took over; may be empty
  /// Called with a step that is given up; says where it is kept, as the end of a sentence. May be
  /// empty.
  std::function<std::string(const hosts::Quarantined&)> quarantine = nullptr;
};

/// One living instance of a kind, as the runtime sees it: made by `Declare` from a plain struct,
/// or standing for an actor in a host. Used by one thread at a time.
class Body {
 public:
  virtual ~Body() = default;

  /// Sets a parameter. The value has been checked against the contract.
  virtual Result<void> set(std::string_view param, const Value& value) = 0;

  /// Does the work that changed parameters ask for; called before the first step and after
  /// each batch of `set`.
  virtual Result<void> prepare() = 0;

  /// Consumes `inputs` (one frame per input port; empty where nothing came in) and fills `outputs`.
  virtual Result<void> step(std::span<Frame> inputs, const Self& self, Outputs& outputs) = 0;

  /// The inputs have ended; what is still held back may be sent now.
  virtual Result<void> finish(const Self& self, Outputs& outputs) = 0;
};

/// A body whose steps are done by another process. Several may be under way; they end in the order
/// in which they began. One thread calls `collect`; the rest may be called from any.
class RemoteBody : public Body {
 public:
  /// Begins a step and does not wait. What changed of the parameters goes ahead of it. Fails when
  /// the inputs are none that the kind takes; no step has begun then.
  virtual Result<void> begin(std::span<const Frame> inputs) = 0;

  /// Waits until the oldest step has ended. Fails with `Code::stopped` after `interrupt`.
  virtual Result<void> collect(const Self& self, Outputs& outputs) = 0;

  /// No step will begin any more; when those under way have ended, so does the actor, and
  /// `collect` sets `Outputs::end`.
  virtual void begin_end() = 0;

  /// Whoever waits in `collect` comes back; for good.
  virtual void interrupt() = 0;

  /// The next step is done by a new instance in a new process.
  virtual void renew() = 0;
};

}  // namespace omma
