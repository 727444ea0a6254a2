// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <thread>

#include "runtime/graph/graph.hpp"

namespace omma::command {

/// The script that started this run, at the other end of a socket that it handed down: what it asks
/// is answered until it goes. Requests and answers are JSON, see python_actors/omma/_steering.py.
class Steering {
 public:
  /// `descriptor`: a SOCK_SEQPACKET socket; the end of this process.
  explicit Steering(int descriptor);
  ~Steering();

  /// The graph cannot run.
  void refuse(const std::string& why);

  /// The graph runs: says so, and answers from now on. When the script asks for it or goes, `halt`
  /// is called.
  void begin(Graph& graph, std::function<void()> halt);

  /// The run has ended: says so, and returns when the script has gone.
  void end();

 private:
  struct Answer;
  void serve();
  void obey(std::string_view request);
  Answer answer(const nlohmann::json& request);
  void say(const std::string& text, int descriptor = -1);
  short await(short events) const;

  hosts::Socket socket_;
  hosts::Descriptor script_;  // the process
  hosts::Socket ended_;       // closed when the run has ended
  hosts::Socket ended_other_;
  Graph* graph_ = nullptr;
  std::function<void()> halt_;
  std::thread thread_;
};

}  // namespace omma::command
