// SPDX-License-Identifier: Apache-2.0
#include "tools/command/running.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <iostream>

#include "dsl/read/wording.hpp"
#include "runtime/base/listed.hpp"
#include "runtime/hosts/kin.hpp"
#include "runtime/hosts/wire.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds patience{60};  // the longest step that is waited for

/// By a signal, or a debugger.
bool is_stopped(int process) {
  const char state = hosts::process_state(process);
  return state == 'T' || state == 't';
}

Result<hosts::Socket> connect_to(const control::Run& run) {
  const std::string path = run.path + "/control";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    return fail(Code::unavailable, "the path of its socket is too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  hosts::Descriptor end(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  const timeval longest{5, 0};  // where many wait to be taken by one that does not take them
  setsockopt(end.get(), SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
  if (!end || connect(end.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return fail(Code::unavailable,
                "the run " + run.facts.name + " does not answer: " + std::strerror(errno));
  return hosts::Socket(std::move(end));
}

Result<control::Run> run_named(const std::string& name) {
  const auto folder = control::runs_folder();
  if (!folder) return tl::make_unexpected(folder.error());
  std::vector<control::Run> alive = control::list_runs(*folder);
  std::erase_if(alive, [](const control::Run& run) { return !run.alive; });
  std::vector<std::string> names;
  std::vector<std::string> graphs;
  for (const control::Run& run : alive) {
    if (run.facts.name == name || (name.empty() && alive.size() == 1)) return run;
    names.push_back(run.facts.name);
    graphs.push_back(run.facts.graph);
  }
  const auto of_graph = std::ranges::count(graphs, name);
  if (of_graph == 1)
    return alive[static_cast<std::size_t>(std::ranges::find(graphs, name) - graphs.begin())];
  if (of_graph > 1)
    return fail(Code::invalid, "several runs of " + dsl::quote(name) +
                                   " are alive; say which one: " + listed(names));
  graphs.insert(graphs.end(), names.begin(), names.end());
  if (alive.empty())
    return fail(Code::not_found,
                "no graph is running; 'omma ps --all' lists those that have ended");
  if (name.empty())
    return fail(Code::invalid, "several graphs are running; say which one: " + listed(names));
  const std::string near = dsl::nearest(name, graphs);
  return fail(Code::not_found,
              "no run '" + name + "' is alive; " +
                  (near.empty() ? "there are: " + listed(names) : "did you mean '" + near + "'?"));
}

}  // namespace

Result<Running> Running::find(const std::string& name) {
  auto run = run_named(name);
  if (!run) return tl::make_unexpected(run.error());
  auto socket = connect_to(*run);
  if (!socket) return tl::make_unexpected(socket.error());
  return Running(std::move(*run), std::move(*socket));
}

/// A message that begins with '+' goes on in the next one.
std::optional<json> Running::hear(hosts::Descriptor& passed) {
  std::vector<std::byte> buffer(hosts::longest_message);
  std::span<const std::byte> message;
  std::string text;
  while (socket_.receive_passed(buffer, message, passed)) {
    const std::string_view part(reinterpret_cast<const char*>(message.data()), message.size());
    text += part.substr(1);
    if (part.front() == '.') return json::parse(text, nullptr, false);
  }
  return std::nullopt;
}

Result<void> Running::may_answer() const {
  if (!is_stopped(run_.facts.pid)) return {};
  return fail(Code::unavailable, "the run " + run_.facts.name +
                                     " is stopped and can not answer; 'kill -CONT " +
                                     std::to_string(run_.facts.pid) + "' lets it go on");
}

/// It may have to wait for the end of a step; but not for a process that does not run.
Result<void> Running::await_answer() const {
  const auto begun = std::chrono::steady_clock::now();
  while (!socket_.await(std::chrono::seconds(1))) {
    if (auto may = may_answer(); !may) return may;
    if (std::chrono::steady_clock::now() - begun > patience)
      return fail(Code::unavailable,
                  "the run " + run_.facts.name + " (process " + std::to_string(run_.facts.pid) +
                      ") has not answered for " + std::to_string(patience.count()) + " s");
  }
  return {};
}

Result<json> Running::answer(const json& request, hosts::Descriptor& passed) {
  if (const auto may = may_answer(); !may) return tl::make_unexpected(may.error());
  const std::string text = request.dump(-1, ' ', false, json::error_handler_t::replace);
  if (socket_.send_in_time(std::as_bytes(std::span(text)))) {
    if (const auto comes = await_answer(); !comes) return tl::make_unexpected(comes.error());
  }
  std::optional<json> answer = hear(passed);
  if (!answer) answer = hear(passed);  // it was refused before it was heard: unix(7), ECONNRESET
  if (!answer) return no_answer();
  if (!answer->contains("error")) return *answer;
  const bool later = answer->value("unavailable", false);
  return fail(later ? Code::unavailable : Code::invalid, answer->at("error").get<std::string>());
}

tl::unexpected<Error> Running::no_answer() const {
  if (!control::is_alive(run_.path))
    return fail(Code::stopped, "the run " + run_.facts.name + " has ended");
  return fail(Code::unavailable, "the run " + run_.facts.name + " (process " +
                                     std::to_string(run_.facts.pid) + ") does not answer");
}

Result<json> Running::ask(const json& request) {
  hosts::Descriptor passed;
  return answer(request, passed);
}

Result<hosts::Socket> Running::ask_for_socket(const json& request) {
  hosts::Descriptor passed;
  if (const auto answered = answer(request, passed); !answered)
    return tl::make_unexpected(answered.error());
  return hosts::Socket(std::move(passed));
}

std::optional<json> Running::next() {
  hosts::Descriptor passed;
  return hear(passed);
}

void end_with(const Error& error) {
  std::cerr << "omma: " << error.text() << "\n";
  const bool right = error.code == Code::unavailable || error.code == Code::stopped;
  throw CLI::RuntimeError(right ? failed : wrong);
}

Result<control::Run> find_kept_run(const std::string& name) {
  auto alive = run_named(name);
  if (alive) return alive;
  std::vector<control::Run> kept = control::list_runs(control::runs_folder().value_or(""));
  const auto newest = std::ranges::find_if(kept.rbegin(), kept.rend(), [&](const auto& run) {
    return !run.alive && (name.empty() || name == run.facts.name || name == run.facts.graph);
  });
  // Where several are alive, or none of that name is known, it has been said.
  const bool none_alive = alive.error().code == Code::not_found;
  if (newest != kept.rend() && none_alive) return *newest;
  return alive;
}

Running running_or_end(const std::string& name) {
  auto found = Running::find(name);
  if (!found) end_with(found.error());
  return std::move(*found);
}

}  // namespace omma::command
