// SPDX-License-Identifier: Apache-2.0
#include "tools/command/completion_values.hpp"

#include <fstream>
#include <set>

#include "runtime/control/run_folder.hpp"

namespace omma::command {
namespace {

bool has(const std::string& type, const char* part) { return type.find(part) != type.npos; }

/// Calls `take` with each line of a file of a run, which people read as well.
template <class Take>
void each_line(const control::Run& run, const char* file, Take take) {
  std::ifstream stream(run.path + "/" + file);
  for (std::string line; std::getline(stream, line);) take(line);
}

void add_params(const control::Run& run, bool to_set, std::set<std::string>& values) {
  each_line(run, "parameters", [&](const std::string& line) {
    const auto equals = line.find('=');
    if (equals != line.npos) values.insert(line.substr(0, equals + (to_set ? 1 : 0)));
  });
}

/// Lines of the report begin with "actor NAME kind=" or "edge ACTOR.PORT -> ".
void add_named(const control::Run& run, const std::string& start, const char* end,
               std::set<std::string>& values) {
  each_line(run, "report", [&](const std::string& line) {
    const auto stop = line.find(end);
    if (line.starts_with(start) && stop != line.npos)
      values.insert(line.substr(start.size(), stop - start.size()));
  });
}

void add(const control::Run& run, const std::string& type, std::set<std::string>& values) {
  if (has(type, "RUN")) values.insert(run.facts.name);
  if (has(type, "PARAM")) add_params(run, has(type, "PARAM=VALUE"), values);
  if (has(type, "ACTOR.PORT")) add_named(run, "edge ", " -> ", values);
  if (type == "ACTOR" || has(type, "[ACTOR[")) add_named(run, "actor ", " kind=", values);
}

}  // namespace

bool of_a_run(const std::string& type) {
  return has(type, "RUN") || type == "ACTOR.PORT" || type == "ACTOR";
}

std::string running_values(const std::string& type) {
  std::set<std::string> values;
  const auto folder = control::runs_folder();
  if (!folder) return {};
  for (const control::Run& run : control::list_runs(*folder)) {
    if (run.alive) add(run, type, values);
  }
  std::string text;
  for (const std::string& value : values) text += value + "\n";
  return text;
}

}  // namespace omma::command
