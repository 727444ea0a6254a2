// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/environment.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "runtime/hosts/question.hpp"

namespace omma::hosts {
namespace {

using nlohmann::json;

using Heard = std::function<void(const std::string&)>;

/// What `_environment.py` is told.
std::string wanted(const Requirements& requirements, bool make) {
  const std::string folder = std::filesystem::path(requirements.place.file).parent_path();
  return json{{"requirements", requirements.packages},
              {"file", requirements.file},
              {"wheels", requirements.wheels},
              {"folder", folder.empty() ? "." : folder},
              {"make", make}}
      .dump(-1, ' ', true, json::error_handler_t::replace);
}

Result<Environment> ask_for(const PlannedHost& host, bool make, Heard heard) {
  const auto said = ask(
      {host, "_environment", {wanted(*host.requirements, make)}, std::nullopt, std::move(heard)});
  if (!said) return tl::make_unexpected(said.error());
  if (said->text.empty())
    return fail(Code::failed, host.python + " ended the process" + said->printed);
  const json answer = json::parse(said->text, nullptr, false);
  if (answer.contains("error")) return fail(Code::failed, answer["error"].get<std::string>());
  if (!answer.contains("python"))
    return fail(Code::failed, "an answer makes no sense: " + said->text);
  return Environment{answer["python"].get<std::string>(), answer["made"].get<bool>()};
}

}  // namespace

Result<Environment> provide_environment(const PlannedHost& host, Heard heard) {
  return ask_for(host, true, std::move(heard));
}

Result<Environment> find_environment(const PlannedHost& host) {
  return ask_for(host, false, nullptr);
}

}  // namespace omma::hosts
