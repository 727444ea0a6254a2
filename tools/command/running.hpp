// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "runtime/base/error.hpp"
#include "runtime/control/run_folder.hpp"
#include "runtime/hosts/socket.hpp"

namespace omma::command {

/// A graph that runs in another process, as a client of its control socket sees it
/// (control/client.hpp). Used by one thread.
class Running {
 public:
  /// The run of this name, as `omma ps` lists it, or the only one of the graph of this name; empty:
  /// the only one there is.
  static Result<Running> find(const std::string& name);

  /// The answer to a request; an error where it says one, does not come (unavailable) or the run
  /// has ended (stopped).
  Result<nlohmann::json> ask(const nlohmann::json& request);

  /// As `ask`, with the socket that the answer passes.
  Result<hosts::Socket> ask_for_socket(const nlohmann::json& request);

  /// What it says next by itself, an event; nothing when the run has ended.
  std::optional<nlohmann::json> next();

  const control::Run& run() const { return run_; }

 private:
  Running(control::Run run, hosts::Socket socket)
      : run_(std::move(run)), socket_(std::move(socket)) {}
  std::optional<nlohmann::json> hear(hosts::Descriptor& passed);
  Result<nlohmann::json> answer(const nlohmann::json& request, hosts::Descriptor& passed);
  Result<void> may_answer() const;
  Result<void> await_answer() const;
  tl::unexpected<Error> no_answer() const;

  control::Run run_;
  hosts::Socket socket_;
};

/// Ends a verb: with status 1 where the run can not be asked, else with 2.
[[noreturn]] void end_with(const Error& error);

/// `Running::find` for a verb.
Running running_or_end(const std::string& name);

/// As `Running::find` finds a run, or else the newest of this name or graph that has ended.
Result<control::Run> find_kept_run(const std::string& name);

}  // namespace omma::command
