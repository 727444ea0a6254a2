// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/command/common_options.hpp"
#include "tools/command/running.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using nlohmann::json;

struct Given {
  std::vector<std::string> words;
  std::string format = "text";
};

[[noreturn]] void refuse(const std::string& text, Status status) {
  std::cerr << "omma: " << text << "\n";
  throw CLI::RuntimeError(status);
}

json answer_or_end(Running& running, const json& request) {
  auto answer = running.ask(request);
  if (!answer) refuse(answer.error().text(), failed);
  return std::move(*answer);
}

/// "ACTOR.PARAM"; an actor of a module may have points in its name, a parameter has none.
struct Place {
  std::string actor;
  std::string param;
};

Place place_in(const std::string& word) {
  const std::size_t point = word.rfind('.');
  if (point == std::string::npos || point == 0 || point + 1 == word.size())
    refuse("expected ACTOR.PARAM, such as edges.low; found '" + word + "'", wrong);
  return {word.substr(0, point), word.substr(point + 1)};
}

/// As JSON where it is that, so that 90, true and [1, 2] are what they look like; else a text.
json value_in(const std::string& text) {
  json value = json::parse(text, nullptr, false);
  return value.is_discarded() ? json(text) : value;
}

/// "level = 90  [0 to 255] px: grey level"
std::string described(const json& param) {
  const auto text = [&](const char* key) { return param.value(key, std::string()); };
  std::string line =
      param.at("name").get<std::string>() + " = " + param.value("value", json()).dump();
  if (!text("unit").empty()) line += " " + text("unit");
  if (param.contains("min") || param.contains("max")) {
    line += "  [" + (param.contains("min") ? rounded(param["min"]) : "...") + " to " +
            (param.contains("max") ? rounded(param["max"]) : "...") + "]";
  }
  if (param.contains("choices")) line += "  one of " + param["choices"].dump();
  if (!param.value("writable", true)) line += "  (read only)";
  return text("doc").empty() ? line : line + "  " + text("doc");
}

json param_of(Running& running, const Place& place) {
  const json answer = answer_or_end(running, {{"do", "params"}, {"actor", place.actor}});
  for (const json& param : answer.at("params")) {
    if (param.at("name") == place.param) return param;
  }
  return answer_or_end(running, {{"do", "get"}, {"actor", place.actor}, {"param", place.param}});
}

void set(const Given& given) {
  std::vector<std::string> words = given.words;
  const bool names_run = words.size() > 1 && words.front().find('=') == std::string::npos;
  Running running = running_or_end(names_run ? words.front() : "");
  if (names_run) words.erase(words.begin());
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
      refuse("expected ACTOR.PARAM=VALUE, such as edges.low=90; found '" + word + "'", wrong);
    const Place place = place_in(word.substr(0, equals));
    answer_or_end(running, {{"do", "set"},
                            {"actor", place.actor},
                            {"param", place.param},
                            {"value", value_in(word.substr(equals + 1))}});
    print(place.actor + "." + described(param_of(running, place)) + "\n");
  }
}

/// RUN, ACTOR and ACTOR.PARAM are told apart by what there is.
void get(const Given& given) {
  std::vector<std::string> words = given.words;
  auto named = words.empty() ? Running::find("") : Running::find(words.front());
  if (named && !words.empty()) words.erase(words.begin());
  if (!named && !words.empty()) named = Running::find("");
  Running running =
      named ? std::move(*named) : running_or_end(given.words.empty() ? "" : given.words.front());
  const json list = answer_or_end(running, {{"do", "list"}});
  json found = json::object();
  for (const json& actor : list.at("actors")) {
    const std::string name = actor.at("name");
    const json params = answer_or_end(running, {{"do", "params"}, {"actor", name}}).at("params");
    for (const json& param : params) {
      const std::string full = name + "." + param.at("name").get<std::string>();
      const bool wanted = words.empty() || std::ranges::find(words, name) != words.end() ||
                          std::ranges::find(words, full) != words.end();
      if (!wanted) continue;
      found[full] = param;
      if (given.format == "text") print(name + "." + described(param) + "\n");
    }
  }
  if (found.empty() && !words.empty())
    refuse("there is no parameter '" + words.front() + "' in this run; 'omma get' lists all",
           wrong);
  if (given.format == "json") print(found.dump(2) + "\n");
}

}  // namespace

void add_set(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("set", "Set parameters of a graph that runs");
  verb->add_option("words", given->words, "The run, where several are running, and what to set")
      ->required()
      ->type_name("[RUN] ACTOR.PARAM=VALUE...");
  verb->footer(
      "Prints what is in force then, with its unit and range. A value that the actor refuses\n"
      "changes nothing and is an error (exit status 1).\n\n"
      "Example: a lower threshold, while the graph runs\n"
      "  omma set bright.level=40");
  verb->callback([given] { set(*given); });
}

void add_get(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("get", "Show parameters of a graph that runs");
  verb->add_option("words", given->words, "The run, where several are running, and what to show")
      ->type_name("[RUN] [ACTOR | ACTOR.PARAM]...");
  add_choice(*verb, "--format", given->format, "text|json")
      ->description("For people or for programs");
  verb->footer(
      "Values are those in force, also of parameters that only the running actor knows.\n\n"
      "Example: all parameters of an actor, with units and ranges\n"
      "  omma get bright");
  verb->callback([given] { get(*given); });
}

}  // namespace omma::command
