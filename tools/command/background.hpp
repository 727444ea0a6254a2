// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "runtime/hosts/socket.hpp"

namespace omma::command {

/// A run that goes on when its command has ended, and when the terminal is closed.
class Background {
 public:
  /// Returns in a process of its own, which is to run the graph. The command itself waits until
  /// that runs, says how to see it, and ends the verb: with status 0, or where the graph did not
  /// come to run with the status of that process, which has said why. Before any thread is made.
  /// `traced`: each step would be told, which nobody would read.
  static std::shared_ptr<Background> begin(bool traced);

  /// The graph runs; its state is in this folder. The process lets go of its terminal: what is
  /// printed from now on stands in the file `console` there.
  void leave(const std::string& folder);

  /// Libraries print there, too, as often as they like: what is more than a megabyte is let go.
  static void keep_console_short();

 private:
  explicit Background(hosts::Descriptor told) : told_(std::move(told)) {}

  hosts::Descriptor told_;  // a pipe to the command
};

}  // namespace omma::command
