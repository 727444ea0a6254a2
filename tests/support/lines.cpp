// SPDX-License-Identifier: Apache-2.0
#include "tests/support/lines.hpp"

#include <gtest/gtest.h>

namespace omma::testing {

using hosts::Message;

ScriptLine::ScriptLine(hosts::Socket socket)
    : socket_(std::move(socket)), buffer_(hosts::longest_message) {}

void ScriptLine::say(Message kind, std::uint64_t number) {
  hosts::Writer writer;
  writer.begin({kind, 0, 0, number});
  socket_.send(writer.bytes());
}

void ScriptLine::release(std::uint32_t lease) {
  hosts::Writer writer;
  writer.begin({Message::release, 0, 1, 0});
  writer.put(lease);
  socket_.send(writer.bytes());
}

void ScriptLine::need(std::uint64_t bytes, std::uint64_t number) {
  hosts::Writer writer;
  writer.begin({Message::need, 0, 0, number});
  writer.put(bytes);
  socket_.send(writer.bytes());
}

void ScriptLine::send(std::string_view bytes) { socket_.send(std::as_bytes(std::span(bytes))); }

bool ScriptLine::push(std::uint64_t number, std::uint32_t lease,
                      const std::vector<std::uint32_t>& kept) {
  hosts::Writer writer;
  writer.begin({Message::result, 1, static_cast<std::uint32_t>(kept.size()), number});
  for (const std::uint32_t each : kept) writer.put(each);
  writer.put(hosts::CopiedWire());
  hosts::OutputWire output;
  output.origin = hosts::Origin::slot;
  output.dims = 2;
  output.lease = lease;
  writer.put(output);
  writer.put(std::uint64_t{4});
  writer.put(std::uint64_t{4});
  return socket_.send(writer.bytes());
}

std::optional<Heard> ScriptLine::hear() {
  std::span<const std::byte> message;
  while (socket_.receive(buffer_, std::nullopt, message) == hosts::Socket::Heard::message) {
    hosts::Reader reader(message);
    Heard heard{reader.take<hosts::Head>(), {}, {}, {}};
    if (heard.head.kind == Message::slab) continue;
    hosts::Reader text = reader;
    heard.text = text.rest();
    if (heard.head.items == 1) heard.input = reader.take<hosts::InputWire>();
    for (std::uint32_t i = 0; i < heard.head.others; ++i)
      heard.rooms.push_back(reader.take<hosts::SlotWire>());
    return heard;
  }
  return std::nullopt;
}

std::optional<Heard> ScriptLine::ask(std::uint64_t number) {
  say(Message::step, number);
  return hear();
}

bool push_one(ScriptLine& line) {
  const auto turn = line.hear();
  if (!turn) return false;
  std::vector<hosts::SlotWire> rooms = turn->rooms;
  if (rooms.empty()) {
    line.need(2048, 1);
    const auto granted = line.hear();
    if (!granted) return false;
    rooms = granted->rooms;
  }
  return line.push(turn->head.number, rooms.front().lease);
}

std::unique_ptr<Graph> started(const PlanBuilder& builder, RunOptions options) {
  forget();
  options.scripted = true;
  auto graph = Graph::create(builder.plan, options);
  EXPECT_TRUE(graph) << graph.error().text();
  (*graph)->start();
  return std::move(*graph);
}

PlanBuilder numbers() {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("end", "test_collect");
  builder.edge("source.frame", "end.frame");
  return builder;
}

PlanBuilder fed() {
  PlanBuilder builder;
  builder.actor("source", "script").actor("pass", "test_pass").actor("end", "test_collect");
  builder.edge("source.frame", "pass.frame").edge("pass.frame", "end.frame");
  return builder;
}

ScriptLine look(Graph& graph, const std::string& port) { return ScriptLine(*graph.look(port)); }
ScriptLine feed(Graph& graph, const std::string& port) { return ScriptLine(*graph.feed(port)); }

Report ended(Graph& graph) {
  graph.wait();
  Report report = graph.report();
  EXPECT_TRUE(report.balanced);
  return report;
}

}  // namespace omma::testing
