// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/hosts/message_bytes.hpp"
#include "runtime/hosts/socket.hpp"
#include "tests/support/graphs.hpp"

/// The end of a script of what `Graph::look` and `Graph::feed` give.
namespace omma::testing {

/// What came over a line.
struct Heard {
  hosts::Head head;
  hosts::InputWire input;              ///< of a step: the frame
  std::vector<hosts::SlotWire> rooms;  ///< of a step or a grant of a feed
  std::string text;                    ///< what follows the head
};

/// Speaks as a script does, or as none should.
class ScriptLine {
 public:
  explicit ScriptLine(hosts::Socket socket);

  void say(hosts::Message kind, std::uint64_t number = 0);
  void release(std::uint32_t lease);
  void need(std::uint64_t bytes, std::uint64_t number);
  void send(std::string_view bytes);

  /// Pushes what lies in the room of this lease: a picture of 4 x 4 bytes. Goes on using `kept`.
  /// False: nothing is taken any more.
  bool push(std::uint64_t number, std::uint32_t lease, const std::vector<std::uint32_t>& kept = {});

  /// The next message that is not about memory; none: there are no more.
  std::optional<Heard> hear();

  /// Asks for a frame, and hears the answer.
  std::optional<Heard> ask(std::uint64_t number = 0);

  void close() { socket_ = {}; }

 private:
  hosts::Socket socket_;
  std::vector<std::byte> buffer_;
};

/// Waits to be told that a frame may come, gets room for it and pushes it. False: nothing is taken
/// any more.
bool push_one(ScriptLine& line);

/// A run that a script may feed.
std::unique_ptr<Graph> started(const PlanBuilder& builder, RunOptions options = {});

/// Waits for the end; the ledgers must close.
Report ended(Graph& graph);

ScriptLine look(Graph& graph, const std::string& port);
ScriptLine feed(Graph& graph, const std::string& port);

/// source (test_numbers) -> end (test_collect)
PlanBuilder numbers();

/// source (script) -> pass (test_pass) -> end (test_collect)
PlanBuilder fed();

}  // namespace omma::testing
