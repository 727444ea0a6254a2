// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/connect.hpp"

#include <algorithm>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t most_edges = 100'000;
constexpr std::size_t most_steps = 200'000;  // modules that fan out in modules that fan out ...

const std::vector<std::string> edge_keys{"from", "queue", "when_full", "convert"};

/// "actor.port" or "actor"
struct Reference {
  std::string actor;
  std::string port;
  Place place;

  std::string text() const { return port.empty() ? actor : actor + "." + port; }
};

Reference reference(const std::string& text, const Place& place) {
  const auto dot = text.find('.');
  if (dot == std::string::npos) return {text, "", place};
  return {text.substr(0, dot), text.substr(dot + 1), place};
}

std::vector<std::string> keys(const Table& table) {
  std::vector<std::string> list;
  for (const Member& member : table) list.push_back(member.key);
  return list;
}

FlatEdge leaf(std::size_t actor, const std::string& port) {
  FlatEdge edge;
  edge.from = actor;
  edge.from_port = port;
  return edge;
}

class Connector {
 public:
  Connector(FlatGraph& graph, Report& report) : graph_(graph), report_(report) {}

  /// The ports of a module that is run alone, which has been reported.
  void connect_outside(const Scope& root) {
    graph_.incomplete = graph_.incomplete || !root.gives.empty();
    for (const Member& takes : root.takes) {
      std::vector<FlatEdge> found;
      inputs(root, takes, found);
      for (const FlatEdge& edge : found) add(edge);
    }
  }

  void connect(const Scope& scope) {
    check_ports(scope);
    for (const Instance& member : scope.members) {
      if (member.inputs) connect_inputs(scope, member);
      if (member.module) {
        leave_open(member);
        connect(*member.module);
      }
    }
  }

 private:
  /// Finds what is wrong in [module], also in ports that nobody uses.
  void check_ports(const Scope& scope) {
    for (const Member& gives : scope.gives) output(scope, gives);
    std::vector<FlatEdge> ignored;
    for (const Member& takes : scope.takes) inputs(scope, takes, ignored);
  }

  void connect_inputs(const Scope& scope, const Instance& member) {
    const Node& in = *member.inputs;
    const Table* table = in.table();
    if (table == nullptr || find(*table, "from") != nullptr) {
      return connect_input(scope, member, {"", in.place, in});
    }
    for (const Member& port : *table) connect_input(scope, member, port);
  }

  void connect_input(const Scope& scope, const Instance& member, const Member& port) {
    FlatEdge edge;
    edge.port_place = port.place;
    edge.input = port.key;
    const auto from = source(port.value, edge);
    if (!from) return mark(member, port);
    edge.place = from->place;
    edge.reference = from->text();
    if (const auto found = output_of(scope, *from)) {
      edge.from = found->from;
      edge.from_port = found->from_port;
    }
    for (const FlatEdge& target : targets(member, port)) {
      edge.to = target.to;
      edge.to_port = target.to_port;
      add(edge);
    }
  }

  /// The edge is wrong, but its inputs are not forgotten.
  void mark(const Instance& member, const Member& port) {
    graph_.incomplete = true;
    for (FlatEdge target : targets(member, port)) {
      target.port_place = port.place;
      target.place = port.value.place;
      add(target);
    }
  }

  void add(const FlatEdge& edge) {
    if (graph_.edges.size() < most_edges) {
      graph_.edges.push_back(edge);
    } else {
      too_many(edge.place);
    }
  }

  void too_many(const Place& place) {
    if (too_many_) return;
    too_many_ = true;
    report_.add({.place = place,
                 .what = "the graph has too many edges",
                 .expected = "at most " + std::to_string(most_edges)});
  }

  /// Reads "actor.port" or { from = "actor.port", ... }; the options go to `edge`.
  std::optional<Reference> source(const Node& node, FlatEdge& edge) {
    if (node.text() != nullptr) return reference(*node.text(), node.place);
    if (node.reported()) return std::nullopt;
    const Table* table = node.table();
    const Member* from = table == nullptr ? nullptr : find(*table, "from");
    if (from != nullptr && from->value.reported()) return std::nullopt;
    if (from == nullptr || from->value.text() == nullptr) {
      report_.add({.place = node.place,
                   .what = "this does not say where the input comes from",
                   .expected = "\"actor.port\" or { from = \"actor.port\", queue = 8 }",
                   .found = describe(node)});
      return std::nullopt;
    }
    for (const Member& option : *table) {
      if (&option != from) add_option(option, edge);
    }
    return reference(*from->value.text(), from->value.place);
  }

  void add_option(const Member& option, FlatEdge& edge) {
    if (std::find(edge_keys.begin(), edge_keys.end(), option.key) != edge_keys.end()) {
      edge.options.push_back(option);
      return;
    }
    report_.add({.place = option.place,
                 .what = "an edge has no key " + quote(option.key),
                 .mend = suggest(option.key, edge_keys)});
  }

  const Instance* look_up(const Scope& scope, const Reference& ref) {
    const auto found = scope.by_name.find(ref.actor);
    if (found != scope.by_name.end()) return &scope.members[found->second];
    graph_.incomplete = true;
    report_.add({.place = ref.place,
                 .what = "there is no actor " + quote(ref.actor),
                 .mend = report_.full() ? "" : suggest(ref.actor, scope.names())});
    return nullptr;
  }

  /// The actor and port behind a reference to an output, through all modules.
  std::optional<FlatEdge> output_of(const Scope& scope, const Reference& ref) {
    const Instance* instance = look_up(scope, ref);
    if (instance == nullptr) return std::nullopt;
    if (!instance->module) return leaf(instance->actor, ref.port);
    const Member* gives = port_of(instance->module->gives, ref, "output");
    return gives == nullptr ? std::nullopt : output(*instance->module, *gives);
  }

  std::optional<FlatEdge> output(const Scope& scope, const Member& gives) {
    if (gives.value.text() != nullptr) {
      return output_of(scope, reference(*gives.value.text(), gives.value.place));
    }
    report_.add({.place = gives.value.place,
                 .what = "the output " + quote(gives.key) + " of the module names no port",
                 .expected = "\"actor.port\"",
                 .found = describe(gives.value)});
    return std::nullopt;
  }

  const Member* port_of(const Table& ports, const Reference& ref, const std::string& word) {
    if (ref.port.empty() && ports.size() == 1) return &ports.front();
    if (const Member* found = find(ports, ref.port)) return found;
    graph_.incomplete = true;
    const bool say_which = ref.port.empty() && !ports.empty();
    report_.add({.place = ref.place,
                 .what = "the module " + quote(ref.actor) +
                         (say_which       ? " has " + count(ports.size(), word) + ": say which"
                          : ports.empty() ? " has no " + word + "s"
                                          : " has no " + word + " " + quote(ref.port)),
                 .mend = suggest(ref.port, keys(ports)),
                 .line_mend = ports.empty() ? "" : "a line names no ports; write a graph file"});
    return nullptr;
  }

  /// The inputs behind one input of an actor or a module.
  std::vector<FlatEdge> targets(const Instance& member, const Member& port) {
    std::vector<FlatEdge> found;
    inputs_of(member, {member.name, port.key, port.place}, found);
    return found;
  }

  void inputs_of(const Instance& instance, const Reference& ref, std::vector<FlatEdge>& found) {
    if (instance.module) {
      const Member* takes = port_of(instance.module->takes, ref, "input");
      if (takes != nullptr) inputs(*instance.module, *takes, found);
    } else if (instance.actor == FlatEdge::nowhere) {
      graph_.incomplete = true;
    } else {
      FlatEdge edge;
      edge.to = instance.actor;
      edge.to_port = ref.port;
      found.push_back(std::move(edge));
    }
  }

  void inputs(const Scope& scope, const Member& takes, std::vector<FlatEdge>& found) {
    if (takes.value.list() == nullptr) return input(scope, takes, takes.value, found);
    for (const Node& item : *takes.value.list()) input(scope, takes, item, found);
  }

  void input(const Scope& scope, const Member& takes, const Node& node,
             std::vector<FlatEdge>& found) {
    if (++steps_ > most_steps) return too_many(node.place);
    if (node.reported()) return;
    if (node.text() == nullptr) {
      report_.add({.place = node.place,
                   .what = "the input " + quote(takes.key) + " of the module feeds no port",
                   .expected = "\"actor.port\" or a list of them",
                   .found = describe(node)});
      return;
    }
    const Reference ref = reference(*node.text(), node.place);
    if (const Instance* instance = look_up(scope, ref)) inputs_of(*instance, ref, found);
  }

  /// Remembers the inputs of a module that its user does not feed.
  void leave_open(const Instance& use) {
    for (const Member& takes : use.module->takes) {
      if (fed(use, takes.key)) continue;
      std::vector<FlatEdge> found;
      inputs(*use.module, takes, found);
      for (const FlatEdge& each : found) {
        graph_.open_inputs.push_back({each.to, each.to_port, use.name, takes.key, use.place});
      }
    }
  }

  static bool fed(const Instance& use, const std::string& port) {
    if (!use.inputs) return false;
    const Table* table = use.inputs->table();
    if (table == nullptr || find(*table, "from") != nullptr) return true;
    return find(*table, port) != nullptr;
  }

  FlatGraph& graph_;
  Report& report_;
  std::size_t steps_ = 0;
  bool too_many_ = false;
};

}  // namespace

void connect(const Scope& scope, FlatGraph& graph, Report& report) {
  Connector connector(graph, report);
  connector.connect_outside(scope);
  connector.connect(scope);
}

}  // namespace omma::dsl
