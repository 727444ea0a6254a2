// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/control.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "runtime/control/event_log.hpp"
#include "runtime/control/loss_watch.hpp"
#include "runtime/control/run_folder.hpp"
#include "runtime/control/server.hpp"
#include "runtime/control/step_watch.hpp"

namespace omma::control {
namespace {

using nlohmann::json;

std::string text_of(const json& said) {
  return said.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The graph's name and the process, without what a file name should not have; and a number when
/// the process has run others before.
std::string run_name(const std::string& graph) {
  std::string name = graph.empty() ? "graph" : graph;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-') c = '_';
  }
  static std::atomic<int> runs = 0;
  const int number = ++runs;
  const std::string run = name.substr(0, 40) + "-" + std::to_string(getpid());
  return number == 1 ? run : run + "-" + std::to_string(number);
}

/// The script that started this process.
struct Script {
  Client client;
  hosts::Socket ended;  // shut when the run has ended
  hosts::Socket ended_other;
  std::thread thread;

  explicit Script(int descriptor)
      : client(hosts::Socket(hosts::Descriptor(descriptor)),
               hosts::Descriptor(static_cast<int>(syscall(SYS_pidfd_open, getppid(), 0)))) {
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    if (auto ends = hosts::Socket::pair()) {
      ended = std::move(ends->first);
      ended_other = std::move(ends->second);
    }
  }
};

}  // namespace

struct Control::State {
  std::vector<EventSink> sinks;
  EventHub hub;
  std::optional<Script> script;
  Graph* graph = nullptr;
  Endings endings;
  std::optional<Answers> answers;
  LastErrors errors;
  EventLog log;
  std::optional<RunFolder> folder;
  std::optional<LossWatch> losses;
  std::optional<StepWatch> steps;
  std::mutex mutex;  // guards `losses`, `steps`, `ended` and what `folder` writes
  bool ended = false;
  std::optional<Server> server;  // the last: its thread uses what is above

  Result<void> make_folder(const std::string& name, const std::string& file);
  Result<void> listen();
  void look();
  Report look_last();
  void begin_script(const std::string& run_folder);
};

Control::Control(int script) : state_(std::make_unique<State>()) {
  if (script >= 0) state_->script.emplace(script);
}

Control::~Control() {
  state_->server.reset();
  if (!state_->script) return;
  state_->script->client.stop();
  if (state_->script->thread.joinable()) state_->script->thread.join();
}

void Control::add_sink(EventSink sink) { state_->sinks.push_back(std::move(sink)); }

void Control::emit(const Event& event) {
  for (const EventSink& sink : state_->sinks) sink(event);
  state_->errors.note(event);
  state_->log.note(event);
  state_->hub.emit(event);
}

void Control::refuse(const std::string& why) {
  if (state_->script) state_->script->client.say(text_of({{"error", why}}));
}

Result<void> Control::State::make_folder(const std::string& name, const std::string& file) {
  RunFacts facts;
  facts.name = run_name(name);
  facts.graph = name;
  facts.file = file;
  facts.pid = getpid();
  facts.script = script.has_value();
  auto made = RunFolder::make(std::move(facts));
  if (!made) return tl::make_unexpected(made.error());
  folder.emplace(std::move(*made));
  log.open(folder->path());
  return {};
}

Result<void> Control::State::listen() {
  server.emplace(*answers, hub);
  return server->listen(folder->socket_path(), [this] { look(); });
}

void Control::State::look() {
  const std::lock_guard lock(mutex);
  if (ended) return;
  const Report report = graph->report();
  losses->look(report);
  steps->look(report);
  folder->update(*graph, report, errors);
  answers->rest();
}

/// No report is looked at after this one.
Report Control::State::look_last() {
  const std::lock_guard lock(mutex);
  ended = true;
  Report report = graph->report();
  losses->look(report);
  return report;
}

/// Until it goes, which ends the run.
void Control::State::begin_script(const std::string& run_folder) {
  const json said{{"runs", true}, {"folder", run_folder}};
  script->client.say(text_of(said), script->ended_other.get());
  script->thread = std::thread([this] {
    pthread_setname_np(pthread_self(), "omma.script");
    script->client.serve(*answers, hub);
    endings.halt();
  });
}

Result<void> Control::begin(Graph& graph, const std::string& file, Endings endings) {
  State& state = *state_;
  state.graph = &graph;
  state.endings = std::move(endings);
  state.answers.emplace(graph, state.endings);
  const EventSink events = [this](const Event& event) { emit(event); };
  state.losses.emplace(events);
  state.steps.emplace([&graph](const std::string& actor) { return graph.whereabouts(actor); },
                      events);
  const std::string name = graph.report().graph;
  auto opened = state.make_folder(name, file);
  emit(event_of(Event::Kind::began, "", "running " + name));
  if (opened) opened = state.listen();
  if (state.script) state.begin_script(folder());
  return opened;
}

Report Control::end(const std::string& cut_short) {
  State& state = *state_;
  if (state.graph == nullptr) return {};
  Report report = abandon(cut_short);
  state.server.reset();
  if (!state.script) return report;
  state.script->ended.shut();
  if (state.script->thread.joinable()) state.script->thread.join();
  return report;
}

Report Control::abandon(const std::string& cut_short) {
  State& state = *state_;
  if (state.graph == nullptr) return {};
  Report report = state.look_last();
  if (!report.failure && !cut_short.empty()) report.failure = Error{Code::stopped, {}, cut_short};
  emit(event_of(Event::Kind::ended, "", report.failure ? report.failure->text() : "ended"));
  if (state.folder) state.folder->end(*state.graph, report, state.errors);
  return report;
}

bool Control::scripted() const { return state_->script.has_value(); }

std::string Control::folder() const { return state_->folder ? state_->folder->path() : ""; }

}  // namespace omma::control
