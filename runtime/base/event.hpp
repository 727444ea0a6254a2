// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace omma {

/// Something that happened in a run. Whatever people and programs are told of it is made from this.
struct Event {
  enum class Kind : std::uint8_t {
    began,          ///< the run
    ended,          ///< the run; `text` says why it failed, if it did
    error,          ///< a step failed, or an actor can not go on
    restarted,      ///< an actor goes on with a new instance
    host_exited,    ///< the process of an actor has ended or was ended; another one takes over
    reloaded,       ///< an actor goes on with another version of its file
    reload_failed,  ///< a version of its file is of no use; the one before stays
    output,         ///< what an actor, or the process of a host, printed
    dropped,        ///< frames, by the rule of an edge or by a join
    lost,           ///< frames of an edge, by failures
    gap,            ///< frames that a source left out, as its device did
    parameter,      ///< the value in force has changed
    connected,      ///< a device or another machine is there
    disconnected,   ///< it has gone
    link_lost,      ///< frames do not reach another machine
    hang,           ///< an actor has been in one step for long
    frame           ///< what became of a frame at an edge or a step; only where that is asked for
  };

  /// The frame that it is about.
  struct FrameName {
    std::string source;  ///< empty: it is not known
    std::uint64_t sequence = 0;
  };

  Kind kind = Kind::error;
  std::int64_t time_ns = 0;  ///< CLOCK_REALTIME
  std::string actor;         ///< empty: none in particular
  std::string place;         ///< host, edge or parameter, where there is one
  std::optional<FrameName> frame;
  std::uint64_t count = 1;  ///< dropped, lost, gap: frames
  std::string text;         ///< without who and which frame; several lines at a time

  /// For people: "actor 'NAME', frame N of 'SOURCE': TEXT".
  std::string line() const;
};

/// Called from any thread.
using EventSink = std::function<void(const Event& event)>;

std::string_view name(Event::Kind kind);

/// All kinds, in their order.
const std::vector<Event::Kind>& event_kinds();

/// An event of now.
Event event_of(Event::Kind kind, std::string actor, std::string text);

}  // namespace omma
