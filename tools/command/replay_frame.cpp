// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "dsl/read/files.hpp"
#include "runtime/contract/accept.hpp"
#include "runtime/contract/body.hpp"
#include "runtime/contract/plugin.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/graph/graph.hpp"
#include "runtime/hosts/hosted_body.hpp"
#include "runtime/hosts/quarantine.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/console.hpp"
#include "tools/command/load.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

struct Given {
  std::string file;
  std::string kind;
  std::string python;
};

/// The value, or the end of the verb.
template <class T>
T must(Result<T>&& result, Status status) {
  if (!result) {
    std::cerr << "omma: " << result.error().text() << "\n";
    throw_status(status);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

const Kind& kind_of(const hosts::Quarantined& step) {
  if (dsl::names_python(step.kind))
    must(settings_with({}).load_python(step.host, step.kind), wrong);
  if (!step.plugin.empty()) must(load_plugin(step.plugin), wrong);
  const Kind* kind = Registry::global().find(step.kind);
  if (kind == nullptr)
    must<void>(fail(Code::not_found,
                    "there is no kind '" + step.kind + "'; --plugin names the plug-in that has it"),
               wrong);
  return *kind;
}

Result<void> set_params(Body& body, const Contract& contract, const hosts::Quarantined& step) {
  for (const Param& param : contract.params) {
    const auto given = step.params.find(param.name);
    if (given == step.params.end()) continue;
    auto value = accept(param, given->second);
    if (!value) return tl::make_unexpected(value.error());
    if (auto set = body.set(param.name, *value); !set) return set;
  }
  return {};
}

/// What one step of the instance sends.
Result<Outputs> step_once(const Kind& kind, Body& body, hosts::Quarantined& step,
                          const Self& self) {
  const std::size_t wanted = kind.contract.inputs.size();
  if (wanted != step.inputs.size())
    return fail(Code::invalid, "'" + step.kind + "' has " + std::to_string(wanted) +
                                   " inputs; the file has frames for " +
                                   std::to_string(step.inputs.size()));
  auto ready = set_params(body, kind.contract, step);
  if (ready) ready = body.prepare();
  Outputs outputs;
  if (ready) ready = body.step(step.inputs, self, outputs);
  if (!ready) return tl::make_unexpected(ready.error());
  return outputs;
}

std::string result_text(const Contract& contract, const Outputs& outputs) {
  std::string text = outputs.sent.empty() ? "nothing came out\n" : "";
  for (const Sent& sent : outputs.sent)
    text += contract.outputs[sent.port].name + ": " + to_text(sent.frame);
  return text;
}

/// What a quarantine holds, each with the command that repeats it.
void list(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& each : std::filesystem::directory_iterator(folder)) {
    if (each.path().extension() == ".frame") files.push_back(each.path());
  }
  if (files.empty())
    must<void>(fail(Code::not_found,
                    "there is no frame in this folder; expected a file NAME.frame, or the "
                    "quarantine folder of a run",
                    folder),
               wrong);
  std::ranges::sort(files);
  const auto slab = must(Slab::create(), failed);
  for (const std::string& file : files) {
    const auto step = hosts::read_quarantined(file, *slab);
    print(step ? "actor '" + step->actor + "': " + step->what + "\n  " +
                     hosts::replay_command(file, step->kind) + "\n"
               : step.error().text() + "\n");
  }
}

void replay(const Given& given) {
  std::error_code none;
  if (std::filesystem::is_directory(given.file, none)) return list(given.file);
  Console console;
  const auto slab = must(Slab::create(), failed);
  hosts::Quarantined step = must(hosts::read_quarantined(given.file, *slab), wrong);
  if (!given.kind.empty()) step.kind = given.kind;
  if (!given.python.empty()) step.host.python = given.python;
  step.host.retries = 0;
  const Kind& kind = kind_of(step);
  print("given: " + std::string(step.inputs.empty() ? "nothing\n" : ""));
  for (const Frame& frame : step.inputs) print(frame ? to_text(frame) : "nothing\n");
  Self self;
  self.name = step.actor;
  self.slab = slab.get();
  const auto say = [&](const Event& event) { console.say(event.text); };
  const auto language = kind.scripted() ? hosts::Language::python : hosts::Language::cpp;
  hosts::HostedBody body(kind, step.actor,
                         hosts::Host::create(step.host, language, slab->ceiling(), say),
                         hosts::Services());
  const auto outputs = step_once(kind, body, step, self);
  if (!outputs) {
    console.say("it failed: " + outputs.error().text());
    throw_status(failed);
  }
  print(result_text(kind.contract, *outputs));
}

}  // namespace

void add_replay_frame(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb =
      app.add_subcommand("replay-frame", "Repeat a step that ended its actor's process");
  verb->add_option("file", given->file,
                   "A file from the quarantine of a run, or the folder, to list it")
      ->required()
      ->type_name("FILE");
  verb->add_option("--actor", given->kind, "The kind that gets the frame; default: the same kind")
      ->type_name("KIND");
  verb->add_option("--python", given->python, "The interpreter; default: that of the run")
      ->type_name("FILE");
  add_plugin_option(*verb);
  verb->footer(
      "The step runs with the parameters of the run. Exit status 0 if it succeeds now.\n\n"
      "Example: does the corrected actor succeed?\n"
      "  omma replay-frame quarantine/edges-camera-12.frame --actor edges.py:edges");
  verb->callback([given] { replay(*given); });
}

}  // namespace omma::command
