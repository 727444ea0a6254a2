// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/flow/ledger.hpp"
#include "runtime/frames/frame.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::flow {

class Gate;

/// One thing that was seen at an output, an edge or a step.
struct Sighting {
  enum class What : std::uint8_t {
    frame,    ///< an output: it left the actor
    gap,      ///< an output: no frame with `sequence` or a smaller number comes any more
    queued,   ///< an edge: its producer offered the frame
    joined,   ///< an edge: its consumer took the frame for a step
    begun,    ///< a step began with the frame
    done,     ///< an edge or a step: the consumer finished with it
    dropped,  ///< an edge: by its rule or by the consumer's join
    lost,     ///< an edge or a step: by a failure
    end       ///< nothing more will be seen; comes last, and again whenever it is asked for
  };

  What what = What::end;
  Frame frame;  ///< may be empty where the step has it: with `joined`, `begun` and `done`
  std::uint64_t sequence = 0;
  std::int64_t at_ns = 0;  ///< steady clock
};

/// What is to happen to a frame instead of what its edge or step would do with it.
enum class Fault : std::uint8_t {
  none,
  drop,  ///< an edge: as if by its rule
  lose   ///< an edge: as if by a failure; a step: it fails
};

/// How somebody looks.
struct ObserverOptions {
  std::string name = "observer";  ///< in the report: "camera.image -> NAME"
  /// What happens when whoever looks is slower. With `wait` nothing is missed: the actor whose
  /// frames are seen makes no more until there is room. No thread is ever blocked, so what is under
  /// way already may exceed `queue`.
  WhenFull when_full = WhenFull::latest;
  std::size_t queue = 4;
  /// False: only numbers and times, so that a step may still change its only frame in place.
  bool frames = true;
  /// It has a line in the report.
  bool listed = true;
  /// What was read stays in the queue until `acknowledge`, and `rewind` gives it once more.
  bool acknowledge_later = false;
  /// Called with each thing that was seen instead of putting it into the queue, one at a time: by
  /// the thread that moves frames, so it must be quick.
  std::function<void(const Sighting&)> seen = nullptr;
  /// Called after something was seen, by the thread that moves frames: it must be quick.
  std::function<void()> news = nullptr;
  /// Asked for each frame that an edge is offered and that a step begins with; for tests of what
  /// happens then. By the thread that moves frames.
  std::function<Fault(const Frame&)> fault = nullptr;
};

/// A bounded queue between those who move frames and one who looks at them. Thread-safe; frames
/// that it gave must be let go before the graph ends.
class Observer {
 public:
  Observer(std::string place, ObserverOptions options);

  // ---- who looks

  /// The next thing, as soon as there is one; nothing when none came in time.
  std::optional<Sighting> next(std::chrono::nanoseconds timeout);
  std::optional<Sighting> next() { return next(std::chrono::nanoseconds::zero()); }

  /// The oldest ones that were read are done with. Only with `acknowledge_later`.
  void acknowledge(std::size_t count = 1);

  /// What was read and not acknowledged is read again, in its order.
  void rewind();

  /// Sees nothing any more; what is in the queue is let go.
  void close();
  bool closed() const;

  // ---- the place that is looked at

  void show(Sighting&& sighting);
  void show_end();
  Fault fault(const Frame& frame) const { return fault_of_ ? fault_of_(frame) : Fault::none; }

  /// Wakes who looks, if there was something new since the last time.
  void notify();

  /// While its queue is full it keeps this one shut. Null: it keeps none any more.
  void hold(Gate* gate);

  // ---- anyone

  const std::string& place() const { return place_; }
  std::string edge_name() const { return place_ + " -> " + name_; }
  WhenFull rule() const { return rule_; }
  Ledger ledger() const;

 private:
  bool take(Sighting& sighting);
  bool counts(std::size_t index) const;
  bool make_room();
  void update_gate();
  void let_go(std::size_t index);

  const std::string place_;
  const std::string name_;
  const WhenFull rule_;
  const std::size_t queue_;
  const bool frames_;
  const bool acknowledge_later_;
  const std::function<void(const Sighting&)> seen_;
  const std::function<void()> told_;
  const std::function<Fault(const Frame&)> fault_of_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::deque<Sighting> items_;
  std::size_t read_ = 0;     // the first so many wait for `acknowledge`
  std::size_t counted_ = 0;  // of `items_`, those that are no gap
  Ledger ledger_;            // without `in_flight`
  bool ended_ = false;
  bool closed_ = false;
  bool news_ = false;
  Gate* gate_ = nullptr;
  bool shut_ = false;  // `gate_`, by this
};

}  // namespace omma::flow
