// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// Options that several verbs have. What an option takes stands in its type name, which help texts
/// and completion read: "a|b" is a choice, GRAPH a graph file, KIND a kind of actor, FILE a file,
/// PATH a file or folder.
namespace omma::command {

/// An option that takes one of a few words, written "text|json".
CLI::Option* add_choice(CLI::App& verb, const std::string& name, std::string& value,
                        const std::string& choices);

/// An option that takes a whole number from 1.
CLI::Option* add_count(CLI::App& verb, const std::string& name, std::uint64_t& value,
                       std::uint64_t most);

/// --set PARAM=VALUE
void add_set_option(CLI::App& verb, std::vector<std::string>& sets);

/// --format text|json; `shown`: what, where the verb does not say it.
void add_format_option(CLI::App& verb, std::string& format, const std::string& shown = "");

/// --plugin FILE: loads plug-ins before the verb does its work.
void add_plugin_option(CLI::App& verb);

}  // namespace omma::command
