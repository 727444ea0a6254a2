// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/run_text.hpp"

#include <array>
#include <cmath>
#include <ctime>

#include "runtime/control/run_folder.hpp"

namespace omma::control {
namespace {

std::string field(const char* name, std::uint64_t value) {
  return std::string(" ") + name + "=" + std::to_string(value);
}

std::string field(const char* name, double microseconds) {
  return field(name, static_cast<std::uint64_t>(std::llround(microseconds)));
}

std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

}  // namespace

std::string local_time() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S%z", &parts);
  return {text.data(), size};
}

std::string report_text(const Report& report) {
  std::string text = "graph " + report.graph + field("seconds", report.seconds) + "\n";
  for (const ActorReport& actor : report.actors) {
    text += "actor " + actor.name + " kind=" + actor.kind + field("processed", actor.processed) +
            field("errors", actor.errors) + field("restarts", actor.restarts) +
            field("missed", actor.missed) + field("p50_us", actor.p50_us) +
            field("p99_us", actor.p99_us) + "\n";
  }
  for (const EdgeReport& edge : report.edges) {
    text += "edge " + edge.name + " rule=" + edge.rule + field("offered", edge.offered) +
            field("delivered", edge.delivered) + field("dropped", edge.dropped) +
            field("lost", edge.lost) + field("in_flight", edge.in_flight) + "\n";
  }
  return text;
}

std::string parameters_text(const Graph& graph, const Report& report) {
  std::string text;
  for (const ActorReport& actor : report.actors) {
    for (const auto& [name, value] : graph.settings(actor.name))
      text += actor.name + "." + name + "=" + to_text(value) + "\n";
  }
  return text;
}

std::string RunFacts::text() const {
  std::string text = "name = " + name + "\ngraph = " + graph + "\n";
  if (!file.empty()) text += "file = " + file + "\n";
  if (script) text += "by = a script\n";
  text += "pid = " + std::to_string(pid) + "\nbegan = " + began + "\nstate = " + state + "\n";
  if (!ended.empty()) text += "ended = " + ended + "\n";
  if (!failure.empty()) text += "failure = " + one_line(failure) + "\n";
  return text;
}

RunFacts RunFacts::read(const std::string& text) {
  RunFacts facts;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos) continue;
    const std::string key = line.substr(0, equals);
    const std::string value = line.substr(equals + 3);
    if (key == "graph") facts.graph = value;
    if (key == "file") facts.file = value;
    if (key == "pid") facts.pid = std::atoi(value.c_str());
    if (key == "by") facts.script = value == "a script";
    if (key == "began") facts.began = value;
    if (key == "state") facts.state = value;
    if (key == "ended") facts.ended = value;
    if (key == "failure") facts.failure = value;
  }
  return facts;
}

}  // namespace omma::control
