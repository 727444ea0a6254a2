// SPDX-License-Identifier: Apache-2.0
#include "tools/command/command_tree.hpp"
#include "tools/command/completion_values.hpp"
#include "tools/command/template.hpp"

namespace omma::command {
namespace {

/// For a place between brackets or colons.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':') result += '\\';
    result += c;
  }
  return result;
}

/// ":MESSAGE:ACTION" of `_arguments`.
std::string values(const std::string& type) {
  const std::string start = ":" + escaped(type) + ":";
  if (type == "GRAPH") return start + "_files -g \"*.toml\"";
  if (type == "KIND" || type == "LINE") return start + "_omma_kinds";
  if (type == "FILE" || type == "PATH") return start + "_files";
  if (type == "FOLDER") return start + "_files -/";
  if (of_a_run(type))  // a blank first: the function gets these words and no others
    return start + " _omma_running " + shell_quoted(type);
  if (type.find("PARAM=VALUE") != std::string::npos) return start + "_omma_settable";
  const std::string choices = choices_of(type);
  return choices.empty() ? start : start + "(" + choices + ")";
}

std::string function_name(const VerbNode& verb) {
  std::string name = "_omma";
  for (const char c : verb.path.empty() ? "" : " " + verb.path) name += c == ' ' ? '_' : c;
  return name;
}

std::string argument(const std::string& spec) { return " \\\n    " + shell_quoted(spec); }

std::string options(const VerbNode& verb) {
  std::string text;
  for (const OptionNode& option : verb.options) {
    for (const std::string& name : option.names) {
      text += argument((option.repeated ? "*" : "") + name + "[" + escaped(option.doc) + "]" +
                       (option.type.empty() ? "" : values(option.type)));
    }
  }
  for (const OptionNode& each : verb.positionals)
    text += argument((each.repeated ? "*" : "") + values(each.type));
  return text;
}

/// A function that completes one verb; what follows a verb below it is left to that one's.
std::string function(const VerbNode& verb) {
  std::string text = function_name(verb) + "() {\n";
  if (verb.verbs.empty()) return text + "  _arguments" + options(verb) + "\n}\n\n";
  std::string list, cases;
  for (const VerbNode& part : verb.verbs) {
    list += " " + shell_quoted(part.name + ":" + escaped(part.doc));
    cases += "    " + part.name + ") " + function_name(part) + " ;;\n";
  }
  return text + "  local state line\n  local -a verbs=(" + list + " )\n  _arguments -C" +
         options(verb) + argument("1: :->verb") + argument("*:: :->rest") +
         "\n  case $state in\n    verb) _describe verb verbs ;;\n" +
         "    rest) case $line[1] in\n" + cases + "    esac ;;\n  esac\n}\n\n";
}

}  // namespace

std::string zsh_completion(const VerbNode& root) {
  std::string text;
  for (const VerbNode* verb : flattened(root)) text += function(*verb);
  return filled("completion.zsh", {{"FUNCTIONS", text}});
}

}  // namespace omma::command
