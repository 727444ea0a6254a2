// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/command/common_options.hpp"
#include "tools/command/health.hpp"
#include "tools/command/table.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using Json = nlohmann::ordered_json;

const char* name(Health health) {
  switch (health) {
    case Health::ok: return "ok";
    case Health::warn: return "warn";
    case Health::missing: return "missing";
  }
  return "";
}

Paint paint(Health health) {
  switch (health) {
    case Health::ok: return Paint::green;
    case Health::warn: return Paint::yellow;
    case Health::missing: return Paint::red;
  }
  return Paint::plain;
}

std::string table(const std::vector<Finding>& findings) {
  Table table({{""}, {""}, {""}});
  for (const Finding& each : findings) {
    const std::string mend = each.mend.empty() ? "" : "; " + each.mend;
    table.add({{name(each.health), paint(each.health)}, {each.subject}, {each.found + mend}});
  }
  const std::string text = table.text(Terminal::out());
  return text.substr(text.find('\n') + 1);
}

std::string json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& each : findings) {
    list.push_back({{"subject", each.subject},
                    {"state", name(each.health)},
                    {"found", each.found},
                    {"mend", each.mend}});
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

void add_doctor(CLI::App& app) {
  auto format = std::make_shared<std::string>("text");
  CLI::App* verb = app.add_subcommand(
      "doctor", "Check this machine, and print the commands that install what is missing");
  add_format_option(*verb, *format);
  verb->footer(
      "Exit status 1 if something is missing; warnings do not count.\n\n"
      "Example: only what is not ok\n"
      "  omma doctor | grep -v ^ok");
  verb->callback([format] {
    const std::vector<Finding> findings = examine();
    print(*format == "json" ? json(findings) : table(findings));
    const bool missing = std::any_of(findings.begin(), findings.end(), [](const Finding& each) {
      return each.health == Health::missing;
    });
    throw_status(missing ? failed : done);
  });
}

}  // namespace omma::command
