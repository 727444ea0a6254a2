// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/wire.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "dsl/check/check_keys.hpp"
#include "dsl/check/check_params.hpp"
#include "dsl/check/check_written.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

// What to do about what the line of `omma launch` can not say.
constexpr const char* no_ports = "a line names no ports; write a graph file";
constexpr const char* no_source = "write an actor that gives it, and '!', before it";

class Wirer {
 public:
  Wirer(const FlatGraph& graph, const Registry& registry, Report& report)
      : graph_(graph), registry_(registry), report_(report) {
    for (const OpenInput& open : graph.open_inputs) open_[open.to].push_back(&open);
  }

  Wiring run() {
    for (std::size_t i = 0; i < graph_.actors.size(); ++i) add_actor(i);
    connected_.resize(wiring_.actors.size());
    used_.resize(wiring_.actors.size());
    for (const FlatEdge& edge : graph_.edges) add_edge(edge);
    for (std::size_t i = 0; i < wiring_.actors.size(); ++i) {
      sort_inputs(wiring_.actors[i]);
      check_connected(i);
    }
    return std::move(wiring_);
  }

 private:
  void add_actor(std::size_t index) {
    const FlatActor& written = graph_.actors[index];
    const Kind* kind = registry_.find(written.kind);
    WiredActor actor;
    actor.plan.name = written.name;
    actor.plan.kind = written.kind;
    actor.plan.place = written.place;
    if (kind != nullptr) actor.contract = &kind->contract;
    check_keys(written, graph_.hosts, actor, report_);
    if (kind == nullptr) {
      index_.push_back(FlatEdge::nowhere);
      return unknown_kind(written);
    }
    check_params(written, actor, report_);
    check_written(written, actor, report_);
    index_.push_back(wiring_.actors.size());
    wiring_.actors.push_back(std::move(actor));
    wiring_.broken.push_back(false);
    written_.push_back(index);
  }

  void unknown_kind(const FlatActor& written) {
    if (graph_.plugin_missing || written.kind_failed) return;
    if (kinds_.empty()) {
      kinds_ = graph_.python_names;
      for (const Kind* kind : registry_.all()) kinds_.push_back(kind->contract.kind);
    }
    report_.add(
        {.place = written.kind_place,
         .what = "there is no kind of actor " + quote(written.kind),
         .mend = suggest(written.kind, kinds_, "'omma actors' lists all kinds") + not_imported()});
  }

  /// Where else it may be.
  std::string not_imported() const {
    std::string text = graph_.python_faults.empty() ? "" : "; these cannot be imported:";
    for (const std::string& fault : graph_.python_faults) text += "\n  " + fault;
    return text;
  }

  void add_edge(const FlatEdge& written) {
    WiredEdge edge;
    edge.written = &written;
    edge.plan.place = written.place;
    check_options(written, edge, report_);
    const std::size_t to = index_[written.to];
    const std::size_t from =
        written.from == FlatEdge::nowhere ? written.from : index_[written.from];
    if (from != FlatEdge::nowhere) find_output(written, from, edge);
    if (to == FlatEdge::nowhere) return;
    find_input(written, to, edge);
    if (edge.to_port != nullptr && !connected_[to].insert(edge.to_port).second) {
      return duplicate(written, edge);
    }
    if (edge.from_port == nullptr || edge.to_port == nullptr) {
      wiring_.broken[to] = true;
      return;
    }
    wiring_.actors[from].outputs.push_back(wiring_.edges.size());
    wiring_.actors[to].inputs.push_back(wiring_.edges.size());
    wiring_.edges.push_back(std::move(edge));
  }

  void find_output(const FlatEdge& written, std::size_t from, WiredEdge& edge) {
    const Contract& contract = *wiring_.actors[from].contract;
    edge.plan.from = from;
    used_[from] = true;
    if (written.from_port.empty() && contract.outputs.size() == 1) {
      edge.from_port = &contract.outputs.front();
    } else {
      edge.from_port = contract.output(written.from_port);
    }
    if (edge.from_port != nullptr) {
      edge.plan.from_port = edge.from_port->name;
      return;
    }
    const std::string& name = wiring_.actors[from].plan.name;
    const bool input = contract.input(written.from_port) != nullptr;
    report_.add(
        {.place = written.place,
         .what = wrong_port(contract, name, {written.from_port, "output", contract.outputs}),
         .mend = suggest(written.from_port, names_of(contract.outputs),
                         input ? "that is an input" : ""),
         .line_mend = contract.outputs.empty() ? "" : no_ports});
  }

  void find_input(const FlatEdge& written, std::size_t to, WiredEdge& edge) {
    const Contract& contract = *wiring_.actors[to].contract;
    edge.plan.to = to;
    if (written.to_port.empty() && contract.inputs.size() == 1) {
      edge.to_port = &contract.inputs.front();
    } else {
      edge.to_port = contract.input(written.to_port);
    }
    if (edge.to_port != nullptr) {
      edge.plan.to_port = edge.to_port->name;
      return;
    }
    forgive_inputs(written, to);
    const std::string& name = wiring_.actors[to].plan.name;
    const bool sure = !contract.inputs.empty() && written.to_port.empty();
    report_.add({.place = written.port_place,
                 .what = wrong_port(contract, name, {written.to_port, "input", contract.inputs}),
                 .mend = sure ? "write 'in." + contract.inputs.front().name + " = \"" +
                                    written.reference + "\"'"
                              : suggest(written.to_port, names_of(contract.inputs)),
                 .line_mend = contract.inputs.empty() ? "" : no_ports});
  }

  /// A wrong name was meant for one of the inputs: nobody has to hear that it is missing too.
  void forgive_inputs(const FlatEdge& written, std::size_t actor) {
    const Contract& contract = *wiring_.actors[actor].contract;
    const std::string near = nearest(written.to_port, names_of(contract.inputs));
    for (const Port& port : contract.inputs) {
      if (near.empty() || near == port.name) connected_[actor].insert(&port);
    }
  }

  struct Wanted {
    const std::string& port;
    std::string word;
    const std::vector<Port>& ports;
  };

  static std::string wrong_port(const Contract& contract, const std::string& actor,
                                const Wanted& wanted) {
    const std::string who = quote(actor) + " (" + contract.kind + ")";
    if (wanted.ports.empty()) return who + " has no " + wanted.word + "s";
    if (!wanted.port.empty()) return who + " has no " + wanted.word + " " + quote(wanted.port);
    return who + " has " + count(wanted.ports.size(), wanted.word) + " (" +
           all_of(names_of(wanted.ports)) + "): say which";
  }

  void duplicate(const FlatEdge& written, const WiredEdge& edge) {
    report_.add({.place = written.place,
                 .what = "the input " + quote(input_name(wiring_, edge)) + " is fed twice",
                 .expected = "one edge for each input",
                 .mend = "remove one of them"});
  }

  void sort_inputs(WiredActor& actor) {
    std::sort(actor.inputs.begin(), actor.inputs.end(), [&](std::size_t left, std::size_t right) {
      return wiring_.edges[left].to_port < wiring_.edges[right].to_port;  // in one vector of ports
    });
  }

  void check_connected(std::size_t index) {
    const WiredActor& actor = wiring_.actors[index];
    const Contract& contract = *actor.contract;
    for (const Port& port : contract.inputs) {
      if (port.optional || connected_[index].contains(&port)) continue;
      missing(index, port);
    }
    if (!contract.inputs.empty() && connected_[index].empty() && contract.inputs.front().optional) {
      report_.add({.place = actor.plan.place,
                   .what = "no input of " + quote(actor.plan.name) + " is connected",
                   .expected = "at least one of " + any_one(names_of(contract.inputs))});
    }
    if (contract.outputs.empty() || used_[index] || graph_.incomplete) return;
    report_.add(
        {.severity = Severity::warning,
         .place = actor.plan.place,
         .what = "no output of " + quote(actor.plan.name) + " is used",
         .mend = "connect " + quote(contract.outputs.front().name) + " or remove the actor",
         .line_mend = "write '!' and an actor that takes it, such as 'null', or remove it"});
  }

  void missing(std::size_t index, const Port& port) {
    wiring_.broken[index] = true;
    const WiredActor& actor = wiring_.actors[index];
    const bool only = actor.contract->inputs.size() == 1;
    for (const OpenInput* open : open_[written_[index]]) {
      const bool same = open->to_port == port.name || (open->to_port.empty() && only);
      if (same) return missing_of_module(*open);
    }
    report_.add({.place = actor.plan.place,
                 .what = "the input " + quote(port.name) + " of " + quote(actor.plan.name) + " (" +
                         actor.plan.kind + ") is not connected",
                 .mend = "write 'in." + port.name + " = \"ACTOR.PORT\"'",
                 .line_mend = only ? no_source : no_ports});
  }

  void missing_of_module(const OpenInput& open) {
    report_.add({.place = open.place,
                 .what = "the input " + quote(open.input) + " of the module " + quote(open.module) +
                         " is not connected",
                 .mend = "write 'in." + open.input + " = \"ACTOR.PORT\"'",
                 .line_mend = no_source});
  }

  const FlatGraph& graph_;
  const Registry& registry_;
  Report& report_;
  Wiring wiring_;
  std::vector<std::size_t> index_;    ///< of flat actors in `wiring_.actors`
  std::vector<std::size_t> written_;  ///< the other way round
  std::unordered_map<std::size_t, std::vector<const OpenInput*>> open_;  ///< by flat actor
  std::vector<std::set<const Port*>> connected_;  ///< inputs that the file names, right or wrong
  std::vector<bool> used_;
  std::vector<std::string> kinds_;
};

}  // namespace

Wiring wire(const FlatGraph& graph, const Registry& registry, Report& report) {
  return Wirer(graph, registry, report).run();
}

}  // namespace omma::dsl
