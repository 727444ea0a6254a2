// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_keys.hpp"

#include <algorithm>

#include "dsl/expand/hosts.hpp"
#include "dsl/read/read_value.hpp"
#include "dsl/read/wording.hpp"
#include "dsl/read/write_toml.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/plan/plan.hpp"
#include "runtime/scripts/feed.hpp"

namespace omma::dsl {
namespace {

const std::vector<std::string> join_keys{"rule", "within_ms", "timeout_ms"};
const std::vector<std::string> restart_keys{"max", "within_s", "backoff_ms"};

class KeyCheck {
 public:
  KeyCheck(WiredActor& actor, const std::vector<PlannedHost>& hosts, Report& report)
      : actor_(actor), hosts_(hosts), report_(report), read_(report) {}

  void check(const Member& member) {
    if (member.key == "replicas") return replicas(member);
    if (member.key == "join") return join(member);
    if (member.key == "on_error") return read_.rule(member, actor_.plan.on_error);
    if (member.key == "restart") return restart(member);
    if (member.key == "host") return host(member);
    report_.add({.place = member.place,
                 .what = quote(member.key) + " is not available in this version",
                 .mend = "remove it"});
  }

  void check_together(const FlatActor& written) {
    const Member* restart = find(written.settings, "restart");
    if (restart == nullptr || actor_.plan.on_error == OnError::restart) return;
    report_.add({.severity = Severity::warning,
                 .place = restart->place,
                 .what = "'restart' has no effect here",
                 .mend = "write on_error = \"restart\" beside it",
                 .line_mend = "write on_error=restart beside it"});
  }

 private:
  void replicas(const Member& member) {
    const auto count = read_.integer(member, replica_bounds);
    if (!count) return;
    actor_.plan.replicas = *count;
    if (*count == 1 || actor_.contract == nullptr) return;
    const Contract& contract = *actor_.contract;
    if (!contract.stateful && !contract.source()) return;
    report_.add({.place = member.place,
                 .what = quote(actor_.plan.name) + " cannot have replicas: the kind " +
                         quote(contract.kind) +
                         (contract.source() ? " is a source" : " depends on earlier frames"),
                 .expected = "1",
                 .found = std::to_string(*count),
                 .mend = "remove 'replicas'"});
  }

  void join(const Member& member) {
    Join& join = actor_.plan.join;
    if (const Table* table = member.value.table()) {
      for (const Member& key : *table) join_key(key, join);
      if (find(*table, "rule") == nullptr) missing_rule(member);
      warn_times(*table, join);
    } else {
      read_.rule(member, join.rule);
    }
    if (actor_.contract == nullptr || actor_.contract->inputs.size() > 1) return;
    report_.add({.severity = Severity::warning,
                 .place = member.place,
                 .what = "'join' has no effect: the kind " + quote(actor_.contract->kind) +
                         " has " + (actor_.contract->inputs.empty() ? "no input" : "one input"),
                 .mend = "remove it"});
  }

  void join_key(const Member& key, Join& join) {
    if (key.key == "rule") {
      read_.rule(key, join.rule);
    } else if (key.key == "within_ms") {
      join.within_ms = read_.number(key, time_bounds).value_or(join.within_ms);
    } else if (key.key == "timeout_ms") {
      join.timeout_ms = read_.number(key, time_bounds).value_or(join.timeout_ms);
    } else {
      read_.unknown_key(key, join_keys);
    }
  }

  void missing_rule(const Member& member) {
    report_.add({.place = member.value.place,
                 .what = "this join has no rule",
                 .expected = "rule = " + any_one(in_quotes(rule_names<JoinRule>())),
                 .mend = "write join = { rule = \"nearest\", within_ms = 20 }",
                 .line_mend = "remove it"});
  }

  void warn_times(const Table& table, const Join& join) {
    if (join.rule == JoinRule::nearest) return;
    for (const Member& key : table) {
      if (key.key != "within_ms" && key.key != "timeout_ms") continue;
      report_.add({.severity = Severity::warning,
                   .place = key.place,
                   .what = quote(key.key) + " has no effect on a join of the rule " +
                           quote(name(join.rule)),
                   .mend = "remove it, or write rule = \"nearest\"",
                   .line_mend = "remove it"});
    }
  }

  void restart(const Member& member) {
    const Table* table = member.value.table();
    if (member.value.reported()) return;
    if (table == nullptr) {
      report_.add({.place = member.value.place,
                   .what = "'restart' has an invalid value",
                   .expected = "{ max = 5, within_s = 60, backoff_ms = 10 }",
                   .found = describe(member.value)});
      return;
    }
    Restart& restart = actor_.plan.restart;
    for (const Member& key : *table) {
      if (key.key == "max") {
        restart.max = read_.integer(key, restart_bounds).value_or(restart.max);
      } else if (key.key == "within_s") {
        restart.within_s = read_.number(key, time_bounds).value_or(restart.within_s);
      } else if (key.key == "backoff_ms") {
        restart.backoff_ms = read_.number(key, time_bounds).value_or(restart.backoff_ms);
      } else {
        read_.unknown_key(key, restart_keys);
      }
    }
  }

  void host(const Member& member) {
    const std::string& kind = actor_.plan.kind;
    if (kind == hosts::script_kind || kind == inlet_kind) {
      report_.add({.place = member.place,
                   .what = quote(kind) + " stands for frames from elsewhere and runs in no host",
                   .mend = "remove 'host'"});
      return;
    }
    const auto named =
        read_.text(member, "the name of a host, such as \"segment\" of [host.segment]");
    if (!named) return;
    const auto found = std::ranges::find(hosts_, *named, &PlannedHost::name);
    if (found == hosts_.end()) return undeclared(*named, member.value.place);
    actor_.plan.host = static_cast<int>(found - hosts_.begin());
  }

  void undeclared(const std::string& host, const Place& place) {
    report_.add({.place = place,
                 .what = "no host " + quote(host) + " is declared",
                 .mend = mend_of_undeclared(host),
                 .line_mend = "remove it: only a graph file declares hosts"});
  }

  std::string mend_of_undeclared(const std::string& host) const {
    if (host_key(host)) return quote(host) + " is a key of [host]; name the host otherwise";
    const std::string near = nearest(host, names_of(hosts_));
    if (!near.empty()) return "did you mean " + quote(near) + "?";
    return "write '[host." + key_text(host) + "]', and its keys below if it needs any";
  }

  WiredActor& actor_;
  const std::vector<PlannedHost>& hosts_;
  Report& report_;
  ReadValue read_;
};

}  // namespace

void check_keys(const FlatActor& written, const std::vector<PlannedHost>& hosts, WiredActor& actor,
                Report& report) {
  KeyCheck check(actor, hosts, report);
  for (const Member& member : written.settings) {
    if (reserved_key(member.key)) check.check(member);
  }
  check.check_together(written);
}

void check_options(const FlatEdge& written, WiredEdge& edge, Report& report) {
  ReadValue read(report);
  for (const Member& option : written.options) {
    if (option.key == "when_full") {
      read.rule(option, edge.plan.when_full);
    } else if (option.key == "queue") {
      edge.plan.queue = read.integer(option, queue_bounds).value_or(edge.plan.queue);
    } else {
      edge.convert = read.boolean(option).value_or(false);
    }
  }
  if (!holds_one(edge.plan.when_full)) return;
  const Member* queue = find(written.options, "queue");
  if (queue != nullptr && edge.plan.queue != 1) {
    report.add({.severity = Severity::warning,
                .place = queue->place,
                .what = "'queue' has no effect: an edge that keeps the latest frame keeps one",
                .mend = "remove it"});
  }
  edge.plan.queue = 1;
}

}  // namespace omma::dsl
