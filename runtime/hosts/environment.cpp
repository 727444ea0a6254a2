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

/// What the module answers; it has this key.
Result<json> answer_of(const Question& question, const std::string& key) {
  const auto said = ask(question);
  if (!said) return tl::make_unexpected(said.error());
  if (said->text.empty())
    return fail(Code::failed, question.host.python + " ended the process" + said->printed);
  json answer = json::parse(said->text, nullptr, false);
  if (answer.contains("error")) return fail(Code::failed, answer["error"].get<std::string>());
  if (!answer.contains(key)) return fail(Code::failed, "invalid answer: " + said->text);
  return answer;
}

Result<Environment> ask_for(const PlannedHost& host, bool make, Heard heard) {
  const std::string asked = wanted(*host.requirements, make);
  const auto answer =
      answer_of({host, "_environment", {asked}, std::nullopt, std::move(heard)}, "python");
  if (!answer) return tl::make_unexpected(answer.error());
  return Environment{(*answer)["python"].get<std::string>(), (*answer)["made"].get<bool>()};
}

Result<EnvironmentStore> ask_about_all(const json& asked) {
  const auto answer =
      answer_of({{}, "_environments", {asked.dump()}, std::nullopt, nullptr}, "environments");
  if (!answer) return tl::make_unexpected(answer.error());
  EnvironmentStore store{(*answer)["folder"].get<std::string>(), {}};
  for (const json& each : (*answer)["environments"])
    store.environments.push_back(
        {each["folder"].get<std::string>(), each["bytes"].get<std::uint64_t>(),
         each["packages"].get<std::vector<std::string>>(), each["used"].get<std::string>(),
         each["fate"].get<std::string>()});
  return store;
}

}  // namespace

Result<Environment> provide_environment(const PlannedHost& host, Heard heard) {
  return ask_for(host, true, std::move(heard));
}

Result<Environment> find_environment(const PlannedHost& host) {
  return ask_for(host, false, nullptr);
}

Result<EnvironmentStore> list_environments() { return ask_about_all({{"prune", false}}); }

Result<EnvironmentStore> prune_environments(const Wanted& wanted) {
  json asked{{"prune", true}, {"keep", wanted.pythons}, {"days", nullptr}};
  if (wanted.days) asked["days"] = *wanted.days;
  return ask_about_all(asked);
}

}  // namespace omma::hosts
