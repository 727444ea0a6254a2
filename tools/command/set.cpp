// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>

#include "runtime/base/value_json.hpp"
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

[[noreturn]] void refuse(const std::string& text) { end_with({Code::invalid, "", text}); }

json answer_or_end(Running& running, const json& request) {
  auto answer = running.ask(request);
  if (!answer) end_with(answer.error());
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
    refuse("expected ACTOR.PARAM, such as edges.low; found '" + word + "'");
  return {word.substr(0, point), word.substr(point + 1)};
}

/// As JSON where it is that, so that 90, true and [1, 2] are what they look like; else a text.
json value_in(const std::string& text) {
  json value = json::parse(text, nullptr, false);
  return value.is_discarded() ? json(text) : value;
}

/// Nothing else can be sent.
void check_utf8(const std::string& word) try {
  static_cast<void>(json(word).dump());
} catch (const json::exception&) {
  refuse("expected ACTOR.PARAM=VALUE in UTF-8; found bytes that are none in " +
         json(word).dump(-1, ' ', false, json::error_handler_t::replace) +
         "; 'iconv -t UTF-8' converts other encodings");
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

struct Wanted {
  Place place;
  std::string word;  ///< the value as it was given
};

/// All of them, before any is set.
std::vector<Wanted> wanted_in(const std::vector<std::string>& words) {
  std::vector<Wanted> list;
  for (const std::string& word : words) {
    check_utf8(word);
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
      refuse("expected ACTOR.PARAM=VALUE, such as edges.low=90; found '" + word + "'");
    list.push_back({place_in(word.substr(0, equals)), word.substr(equals + 1)});
  }
  return list;
}

/// A text is what was written, also where that looks like a number.
json value_for(const json& param, const Wanted& wanted) {
  json value = value_in(wanted.word);
  if (param.value("type", "") == "text" && !value.is_string()) return wanted.word;
  try {
    static_cast<void>(value_of(value));
  } catch (const json::exception& error) {
    refuse(wanted.place.actor + "." + wanted.place.param + ": " + error.what());
  }
  return value;
}

/// What the actor itself refuses is no mistake of the command line.
void set_one(Running& running, const Wanted& wanted) {
  const Place& place = wanted.place;
  const json value = value_for(param_of(running, place), wanted);
  const auto set = running.ask(
      {{"do", "set"}, {"actor", place.actor}, {"param", place.param}, {"value", value}});
  if (!set) end_with({Code::unavailable, "", set.error().text()});
  print(place.actor + "." + described(param_of(running, place)) + "\n");
}

void set(const Given& given) {
  std::vector<std::string> words = given.words;
  const bool names_run = words.size() > 1 && words.front().find('=') == std::string::npos;
  const std::string run = names_run ? words.front() : "";
  if (names_run) words.erase(words.begin());
  const std::vector<Wanted> wanted = wanted_in(words);
  Running running = running_or_end(run);
  for (const Wanted& each : wanted) set_one(running, each);
}

/// All parameters of a run by their full names, and the names of its actors.
struct Params {
  json all = json::object();
  std::vector<std::string> actors;

  explicit Params(Running& running) {
    const json list = answer_or_end(running, {{"do", "list"}});
    for (const json& actor : list.at("actors")) {
      actors.push_back(actor.at("name"));
      const json params =
          answer_or_end(running, {{"do", "params"}, {"actor", actors.back()}}).at("params");
      for (const json& param : params)
        all[actors.back() + "." + param.at("name").get<std::string>()] = param;
    }
  }

  bool know(const std::string& word) const {
    return all.contains(word) || std::ranges::find(actors, word) != actors.end();
  }

  /// Those of this actor, or the one of this name.
  json of(const std::string& word) const {
    json found = json::object();
    for (const auto& [name, param] : all.items()) {
      if (name == word || name.substr(0, name.rfind('.')) == word) found[name] = param;
    }
    return found;
  }
};

/// A first word that the only run does not know is the name of a run.
void get(const Given& given) {
  std::vector<std::string> words = given.words;
  auto only = Running::find("");
  std::optional<Params> params;
  if (only) params.emplace(*only);
  const bool names_run =
      !words.empty() &&
      (!params || (!params->know(words.front()) && words.front().find('.') == std::string::npos));
  if (names_run) {
    Running named = running_or_end(words.front());
    params.emplace(named);
    words.erase(words.begin());
  } else if (!only) {
    end_with(only.error());
  }
  json found = words.empty() ? params->all : json::object();
  for (const std::string& word : words) {
    if (!params->know(word))
      refuse("there is no parameter '" + word + "' in this run; 'omma get' lists all");
    found.update(params->of(word));
  }
  if (given.format == "json") return print(found.dump(2) + "\n");
  for (const auto& [name, param] : found.items())
    print(harmless(name.substr(0, name.rfind('.') + 1) + described(param)) + "\n");
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
      "changes nothing and is an error (exit status 1); settings before it stay.\n\n"
      "Example: a lower threshold, while the graph runs\n"
      "  omma set bright.level=40");
  verb->callback([given] { set(*given); });
}

void add_get(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("get", "Show parameters of a graph that runs");
  verb->add_option("words", given->words, "The run, where several are running, and what to show")
      ->type_name("[RUN] [ACTOR[.PARAM]]...");
  add_format_option(*verb, given->format);
  verb->footer(
      "Values are those in force, also of parameters that only the running actor knows.\n\n"
      "Example: all parameters of an actor, with units and ranges\n"
      "  omma get bright");
  verb->callback([given] { get(*given); });
}

}  // namespace omma::command
