// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_formats.hpp"

#include <algorithm>

#include "dsl/check/streams.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::string_view converter_kind = "convert";
constexpr std::string_view format_param = "format";
constexpr const char* no_converter =
    "no 'convert' helps here: insert an actor that makes one from the other";

class Negotiation {
 public:
  Negotiation(Wiring& wiring, const Registry& registry, Report& report)
      : wiring_(wiring),
        converter_(registry.find(converter_kind)),
        report_(report),
        streams_(wiring) {}

  void run() {
    const std::vector<std::size_t> edges = in_order();
    for (const std::size_t index : edges) {
      if (!wiring_.edges[index].convert) meet(index);
    }
    for (const std::size_t index : edges) {
      if (wiring_.edges[index].convert) meet_or_convert(index);
    }
    for (WiredEdge& edge : wiring_.edges) {
      const FormatSet formats = streams_.output(edge) & streams_.input(edge);
      if (!formats.every()) edge.plan.formats = formats.formats();
    }
    order_converters();
  }

 private:
  /// The edges as frames come through them: so the first one that does not meet is to blame.
  std::vector<std::size_t> in_order() const {
    std::vector<std::size_t> edges;
    for (const std::size_t actor : wiring_.order) {
      const auto& outputs = wiring_.actors[actor].outputs;
      edges.insert(edges.end(), outputs.begin(), outputs.end());
    }
    return edges;
  }

  void meet(std::size_t index) {
    const WiredEdge& edge = wiring_.edges[index];
    if ((streams_.output(edge) & streams_.input(edge)).empty()) {
      refuse(edge);
    } else {
      streams_.join(index);
    }
  }

  void meet_or_convert(std::size_t index) {
    const WiredEdge& edge = wiring_.edges[index];
    if (streams_.output(edge).within(streams_.input(edge))) return streams_.join(index);
    const auto format = target(edge);
    if (!format) return refuse(edge);
    insert(index, *format);
  }

  /// The format that a converter on this edge has to make: the first that the consumer takes.
  std::optional<PixelFormat> target(const WiredEdge& edge) {
    if (converter_ == nullptr || converter_->contract.inputs.size() != 1) return std::nullopt;
    const Contract& contract = converter_->contract;
    const FormatSet takes = taken_by(contract.inputs.front());
    if ((streams_.output(edge) & takes).empty()) return std::nullopt;
    const FormatSet wanted = streams_.input(edge);
    for (const PixelFormat format : edge.to_port->formats.any_of) {
      if (wanted.contains(format) && makes(contract, format)) return format;
    }
    for (const PixelFormat format : wanted.formats()) {
      if (makes(contract, format)) return format;
    }
    return std::nullopt;
  }

  static bool makes(const Contract& converter, PixelFormat format) {
    const Param* param = converter.param(format_param);
    if (param == nullptr || param->type != ValueType::text || mat_type(format) < 0) {
      return false;
    }
    const auto& choices = param->choices;
    return choices.empty() ||
           std::find(choices.begin(), choices.end(), name(format)) != choices.end();
  }

  void insert(std::size_t index, PixelFormat format) {
    const std::size_t middle = wiring_.actors.size();
    WiredEdge& first = wiring_.edges[index];
    WiredActor actor;
    actor.contract = &converter_->contract;
    actor.plan.name = input_name(wiring_, first) + "~convert";
    actor.plan.kind = converter_kind;
    actor.plan.params[std::string(format_param)] = std::string(name(format));
    actor.plan.place = first.plan.place;
    wiring_.actors.push_back(std::move(actor));
    wiring_.broken.push_back(false);
    inserted_.emplace_back(first.plan.from, middle);
    WiredEdge second = first;
    second.plan.from = middle;
    second.from_port = &converter_->contract.outputs.front();
    second.plan.from_port = second.from_port->name;
    first.plan.to = middle;
    first.to_port = &converter_->contract.inputs.front();
    first.plan.to_port = first.to_port->name;
    rewire(index, std::move(second));
    streams_.add(wiring_.actors[middle], middle);
    streams_.join(index);
    streams_.join(wiring_.edges.size() - 1);
  }

  /// `edge` goes on from the converter where edge `index` came in before. Both have the rule and
  /// the queue that the file says: so "the newest frame" stays true all the way.
  void rewire(std::size_t index, WiredEdge edge) {
    const std::size_t added = wiring_.edges.size();
    const std::size_t middle = edge.plan.from;
    auto& inputs = wiring_.actors[edge.plan.to].inputs;
    std::replace(inputs.begin(), inputs.end(), index, added);
    wiring_.actors[middle].inputs = {index};
    wiring_.actors[middle].outputs = {added};
    wiring_.edges.push_back(std::move(edge));
  }

  void refuse(const WiredEdge& edge) {
    const FormatSet gives = streams_.output(edge);
    const FormatSet takes = streams_.input(edge);
    report_.add(
        {.place = edge.plan.place,
         .what = "the formats of " + quote(output_name(wiring_, edge)) + " and " +
                 quote(input_name(wiring_, edge)) + " do not meet",
         .expected = takes.text() + " for " + quote(input_name(wiring_, edge)),
         .found = gives.text() + " from " + quote(output_name(wiring_, edge)) + narrowed(edge),
         .mend = mend(edge),
         .line_mend = line_mend(edge)});
  }

  std::string narrowed(const WiredEdge& edge) {
    const WiredEdge* by = streams_.narrowed_by(edge);
    if (by == nullptr) return {};
    return " (" + quote(input_name(wiring_, *by)) + " at " + by->plan.place.text() +
           " takes nothing else)";
  }

  std::string mend(const WiredEdge& edge) {
    const auto format = target(edge);
    if (!format || edge.convert) return no_converter;
    return "write '" + edge_line(edge, "convert = true") +
           "', or insert an actor: kind = \"convert\", format = \"" + std::string(name(*format)) +
           "\"";
  }

  std::string line_mend(const WiredEdge& edge) {
    const auto format = target(edge);
    if (!format) return no_converter;
    return "write '! convert format=" + std::string(name(*format)) + " !' between them";
  }

  void order_converters() {
    for (const auto& [from, converter] : inserted_) {
      const auto place = std::find(wiring_.order.begin(), wiring_.order.end(), from);
      wiring_.order.insert(place + 1, converter);
    }
  }

  Wiring& wiring_;
  const Kind* converter_;
  Report& report_;
  Streams streams_;
  std::vector<std::pair<std::size_t, std::size_t>> inserted_;
};

}  // namespace

void check_formats(Wiring& wiring, const Registry& registry, Report& report) {
  Negotiation(wiring, registry, report).run();
}

}  // namespace omma::dsl
