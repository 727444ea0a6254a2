// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/streams.hpp"

namespace omma::dsl {
namespace {

/// What the parameter says that names the output's format; every format when it says nothing.
FormatSet spelled(const WiredActor& actor, const Port& port) {
  const Param* param = actor.contract->param(port.formats.param);
  const auto* text =
      param == nullptr ? nullptr : std::get_if<std::string>(&value_of(actor, *param));
  if (text == nullptr || text->empty()) return FormatSet();
  if (const auto format = pixel_format(*text)) return FormatSet({*format});
  return FormatSet();
}

}  // namespace

Streams::Streams(const Wiring& wiring) : wiring_(wiring) {
  for (std::size_t i = 0; i < wiring.actors.size(); ++i) add(wiring.actors[i], i);
}

void Streams::add(const WiredActor& actor, std::size_t index) {
  by_port_.resize(index + 1);
  for (const Port& port : actor.contract->inputs) {
    by_port_[index][&port] = streams_.size();
    streams_.push_back({streams_.size(), taken_by(port)});
  }
  for (const Port& port : actor.contract->outputs) add_output(actor, index, port);
}

void Streams::add_output(const WiredActor& actor, std::size_t index, const Port& port) {
  const Contract& contract = *actor.contract;
  const std::size_t own = streams_.size();
  by_port_[index][&port] = own;
  const bool set = port.formats.like.empty() && port.formats.param.empty();
  streams_.push_back({own, set ? FormatSet(port.formats.any_of) : FormatSet()});
  const Port* like = contract.input(port.formats.like);
  if (!port.formats.param.empty()) {
    streams_[own].formats = spelled(actor, port);
    const bool open = streams_[own].formats.every();
    like = open && !contract.inputs.empty() ? &contract.inputs.front() : nullptr;
  }
  if (like != nullptr) unite(own, by_port_[index][like], none);
}

void Streams::join(std::size_t index) {
  const WiredEdge& edge = wiring_.edges[index];
  unite(stream(edge.plan.from, edge.from_port), stream(edge.plan.to, edge.to_port), index);
}

const WiredEdge* Streams::narrowed_by(const WiredEdge& edge) {
  const std::size_t by = streams_[root(stream(edge.plan.from, edge.from_port))].narrowed_by;
  return by == none ? nullptr : &wiring_.edges[by];
}

std::size_t Streams::stream(std::size_t actor, const Port* port) {
  return by_port_[actor].at(port);
}

std::size_t Streams::root(std::size_t stream) {
  while (streams_[stream].parent != stream) {
    streams_[stream].parent = streams_[streams_[stream].parent].parent;
    stream = streams_[stream].parent;
  }
  return stream;
}

void Streams::unite(std::size_t left, std::size_t right, std::size_t edge) {
  Stream& kept = streams_[root(left)];
  Stream& gone = streams_[root(right)];
  const FormatSet both = kept.formats & gone.formats;
  if (both != kept.formats && edge != none) kept.narrowed_by = edge;
  if (kept.narrowed_by == none) kept.narrowed_by = gone.narrowed_by;
  kept.formats = both;
  gone.parent = kept.parent;
}

}  // namespace omma::dsl
