// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/output_lines.hpp"

#include "runtime/base/crash.hpp"

#include <algorithm>
#include <utility>

namespace omma::hosts {
namespace {

// Record and unit separator, before and after the name of an actor.
constexpr char mark = '\x1e';
constexpr char marked = '\x1f';

}  // namespace

bool OutputLines::of_host(const std::string& line) const {
  for (const std::string& file : {package_ + "/omma/_", std::string("<string>\""),
                                  std::string("/threading.py\""), std::string("<frozen ")}) {
    if (line.find(file) != std::string::npos) return true;
  }
  return false;
}

bool OutputLines::ends_stacks(const std::string& line) {
  return line == end_of_stacks || line == "  File \"<string>\", line 1 in <module>";
}

/// [text] (mark actor divider text)*: an actor's text begins after its mark. Pieces of one actor
/// that follow each other are one line.
std::vector<OutputLine> OutputLines::next(const std::string& line) {
  if (line == end_of_stacks) return {};
  std::size_t at = line.find(mark);
  std::vector<OutputLine> list;
  if (at != 0) list = next_unmarked(line.substr(0, at));
  while (at != std::string::npos) {
    const std::size_t end = line.find(mark, at + 1);
    const std::size_t divider = std::min({line.find(marked, at), end, line.size()});
    OutputLine found{line.substr(at + 1, divider - at - 1), ""};
    if (divider < end)
      found.line = line.substr(std::min(divider + 1, line.size()), end - divider - 1);
    at = end;
    if (!list.empty() && list.back().actor == found.actor) {
      list.back().line += found.line;
    } else if (!found.line.empty()) {
      list.push_back(std::move(found));
    }
  }
  return list;
}

std::vector<OutputLine> OutputLines::next_unmarked(const std::string& line) {
  if (line.starts_with("Thread 0x") || line.starts_with("Current thread 0x")) {
    thread_ = "it was here (innermost call first):";
    return {};
  }
  if (line.starts_with("Extension modules: ")) return {};
  if (!line.starts_with("  File \"")) return {{"", line}};
  if (of_host(line)) return {};
  const std::string thread = std::exchange(thread_, {});
  if (thread.empty()) return {{"", line}};
  return {{"", thread}, {"", line}};
}

}  // namespace omma::hosts
