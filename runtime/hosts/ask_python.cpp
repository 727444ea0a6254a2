// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/ask_python.hpp"

#include <chrono>
#include <optional>
#include <sstream>

#include "runtime/hosts/question.hpp"

namespace omma::hosts {
namespace {

using nlohmann::json;

/// What was printed, as the end of a sentence.
std::string reason(const Answer& answer) {
  constexpr std::size_t indent = 3;  // "\n  "
  return answer.printed.empty() ? "" : ": " + answer.printed.substr(indent);
}

/// Why there are no more answers.
std::string end(const Answer& answer, const PlannedHost& host) {
  if (answer.in_time) return "importing it ended the process" + answer.printed;
  return "importing it takes longer than " + std::to_string(host.start_deadline_ms) +
         " ms; if it needs longer, set `start_deadline_ms` of its host" + answer.printed;
}

/// Asks one process about what is at these places, but for the first `skipped`.
Result<Answer> ask_about(const PlannedHost& host, const std::vector<std::string>& places,
                         std::size_t skipped) {
  Question question;
  question.host = host;
  question.module = "_describe";
  question.arguments = {std::to_string(skipped)};
  question.arguments.insert(question.arguments.end(), places.begin(), places.end());
  question.patience = std::chrono::milliseconds(host.start_deadline_ms);
  return ask(question);
}

/// The files that a process says it will describe; a module that it imported may have written what
/// it liked.
std::optional<std::vector<std::string>> files_in(const std::string& line) {
  const json said = json::parse(line, nullptr, false);
  std::vector<std::string> files;
  if (!said.is_array()) return std::nullopt;
  for (const json& file : said) {
    if (!file.is_string()) return std::nullopt;
    files.push_back(file);
  }
  return files;
}

/// Takes the answers of one process; the first file without one is why it ended. Returns whether
/// that was all.
Result<bool> take(const Answer& answer, const PlannedHost& host,
                  std::vector<PythonAnswer>& answers) {
  std::istringstream lines(answer.text);
  std::string line;
  std::getline(lines, line);
  const auto files = files_in(line);
  if (!files) return fail(Code::failed, host.python + " says what can not be understood: " + line);
  for (const std::string& file : *files) {
    if (!std::getline(lines, line) || lines.eof()) {
      answers.push_back({file, {{"error", end(answer, host)}}});
      return false;
    }
    json said = json::parse(line, nullptr, false);
    if (!said.is_object()) said = {{"error", "its description cannot be read: " + line}};
    answers.push_back({file, std::move(said)});
  }
  return true;
}

}  // namespace

Result<std::vector<PythonAnswer>> ask_python(const PlannedHost& host,
                                             const std::vector<std::string>& places) {
  std::vector<PythonAnswer> answers;
  for (bool all = false; !all;) {
    const auto answer = ask_about(host, places, answers.size());
    if (!answer) return tl::make_unexpected(answer.error());
    if (answer->text.find('\n') == std::string::npos)
      return fail(Code::failed, host.python + " cannot be used" + reason(*answer));
    const auto taken = take(*answer, host, answers);
    if (!taken) return tl::make_unexpected(taken.error());
    all = *taken;
  }
  return answers;
}

}  // namespace omma::hosts
