// SPDX-License-Identifier: Apache-2.0
#include "tools/command/trace.hpp"

namespace omma::command {
namespace {

using flow::Sighting;

const char* words(Sighting::What what) {
  switch (what) {
    case Sighting::What::frame: return "sent";
    case Sighting::What::gap: return "left out";
    case Sighting::What::queued: return "queued";
    case Sighting::What::joined: return "taken";
    case Sighting::What::begun: return "begun";
    case Sighting::What::done: return "done";
    case Sighting::What::dropped: return "dropped";
    case Sighting::What::lost: return "lost";
    case Sighting::What::end: return "end";
  }
  return "";
}

Event frame_event(const Sighting& seen, const std::string& actor, const std::string& place) {
  Event event = event_of(Event::Kind::frame, actor, words(seen.what));
  event.place = place;
  event.frame = Event::FrameName{"", seen.sequence};
  return event;
}

flow::ObserverOptions telling(const EventSink& events, const std::string& actor,
                              const std::string& edge) {
  flow::ObserverOptions options;
  options.name = "trace";
  options.frames = false;
  options.listed = false;
  options.seen = [=](const Sighting& seen) { events(frame_event(seen, actor, edge)); };
  return options;
}

}  // namespace

Trace::Trace(Graph& graph, const EventSink& events) {
  const Report report = graph.report();
  const auto keep = [this](Result<std::shared_ptr<flow::Observer>> observer) {
    if (observer) observers_.push_back(std::move(*observer));
  };
  for (const EdgeReport& edge : report.edges)
    keep(graph.observe_edge(edge.name, telling(events, "", edge.name)));
  for (const ActorReport& actor : report.actors)
    keep(graph.observe_steps(actor.name, telling(events, actor.name, "")));
}

Trace::~Trace() {
  for (const auto& observer : observers_) observer->close();
}

}  // namespace omma::command
