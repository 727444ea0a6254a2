// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/base/event.hpp"
#include "runtime/base/value.hpp"
#include "runtime/contract/contract.hpp"
#include "runtime/frames/frame.hpp"

namespace omma {

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
  /// A source: no frame with this number or a smaller one will come.
  std::optional<std::uint64_t> passed;
  bool end = false;  ///< a source: there is nothing more
  /// A source: its frames come from elsewhere, where what is missing was told and counted.
  bool relayed = false;

  void clear() {
    sent.clear();
    due_ns.reset();
    passed.reset();
    end = relayed = false;
  }
};

/// Who is stepping and where its frames come from; set by the runtime.
struct Self {
  std::string name;  ///< of the actor; the `source` of a source's frames
  Slab* slab = nullptr;
  std::uint64_t sequence = 0;  ///< a source: number of its next frame, unless it gives one itself
  /// Asked now and then by a step that waits; may be empty.
  std::function<bool()> stopping = nullptr;
  /// Called when another process took over; may be empty.
  std::function<void()> replaced = nullptr;
  /// Takes what the actor tells beside its frames; fills in its name. May be empty.
  EventSink events = nullptr;
};

/// Where bodies live that step elsewhere: another process, which several may share. Thread-safe.
class BodyHost {
 public:
  virtual ~BodyHost() = default;

  /// Frame memory that its results come from; null while there is none.
  virtual std::shared_ptr<Slab> outputs() = 0;

  /// No body is made there any more; who waits for one comes back.
  virtual void close() = 0;
};

/// One living instance of a kind, as the runtime sees it: made by `Declare` from a plain struct,
/// or standing for an actor in a host. Used by one thread at a time.
class Body {
 public:
  virtual ~Body() = default;

  /// Sets a parameter, of the contract or of `params`. The value has been checked against that. An
  /// error: the value stays as it was.
  virtual Result<void> set(std::string_view param, const Value& value) = 0;

  /// Parameters that only this instance knows, as they are at the moment: the features of a camera.
  virtual std::vector<Param> params() { return {}; }

  /// The value in force, which may be another one than was set; nothing where that can not be told.
  virtual std::optional<Value> value(std::string_view) { return std::nullopt; }

  /// Does the work that changed parameters ask for; called before the first step and after
  /// each batch of `set`.
  virtual Result<void> prepare() = 0;

  /// Consumes `inputs` (one frame per input port; empty where nothing came in) and fills `outputs`.
  virtual Result<void> step(std::span<Frame> inputs, const Self& self, Outputs& outputs) = 0;

  /// The inputs have ended; what is still held back may be sent now.
  virtual Result<void> finish(const Self& self, Outputs& outputs) = 0;

  /// Asks a source to end. True: it gives what it still has, and then sets `Outputs::end` itself.
  /// False: it is not stepped again. From any thread.
  virtual bool drain() { return false; }

  /// Whoever waits in a step of a source comes back soon, with `Code::interrupted`, and is stepped
  /// again unless the source is to end. From any thread.
  virtual void wake() {}
};

/// What an instance says about its parameters.
struct Settings {
  std::map<std::string, Value> values;  ///< in force
  std::vector<Param> params;            ///< that only this instance knows
};

/// A body whose steps are done by another process. Several may be under way; they end in the order
/// in which they began. One thread calls `collect`, or what `Body` has; the rest may be called from
/// any.
class RemoteBody : public Body {
 public:
  /// Begins a step and does not wait. Fails when the inputs are none that the kind takes; no step
  /// has begun then.
  virtual Result<void> begin(std::span<const Frame> inputs) = 0;

  /// Waits until the oldest step has ended. Fails with `Code::stopped` after `interrupt`.
  virtual Result<void> collect(const Self& self, Outputs& outputs) = 0;

  /// Sets these parameters between two steps, all or none, and returns what is in force then.
  /// Waits while another thread collects. Fails with `Code::stopped` when the actor has ended.
  virtual Result<Settings> configure(const std::map<std::string, Value>& wanted) = 0;

  /// The same where no other thread collects.
  virtual Result<Settings> configure_here(const std::map<std::string, Value>& wanted) = 0;

  /// No step will begin any more; when those under way have ended, so does the actor, and
  /// `collect` sets `Outputs::end`.
  virtual void begin_end() = 0;

  /// Whoever waits in `collect` comes back; for good.
  virtual void interrupt() = 0;

  /// The next step is done by a new instance in a new process.
  virtual void renew() = 0;
};

}  // namespace omma
