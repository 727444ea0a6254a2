// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "dsl/draw/draw.hpp"
#include "dsl/draw/modules.hpp"
#include "dsl/draw/picture.hpp"

namespace omma::dsl {
namespace {

/// As text in quotes; Mermaid has entities of its own, with '#'.
std::string label_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '"') {
      result += "#quot;";
    } else if (c == '#') {
      result += "#35;";
    } else if (c == '<' || c == '>') {
      result += c == '<' ? "#lt;" : "#gt;";
    } else {
      result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

class Mermaid {
 public:
  Mermaid(const Plan& plan, const Registry& registry) : plan_(plan), registry_(registry) {}

  std::string draw() {
    text_ = "flowchart LR\n";
    draw(modules(plan_));
    for (const PlannedEdge& edge : plan_.edges) draw(edge);
    for (const std::string& family : families_) {
      const Paint colours = paint(family);
      text_ += "  classDef " + family + " fill:" + std::string(colours.soft) +
               ",stroke:" + std::string(colours.strong) + "\n";
    }
    return text_;
  }

 private:
  static std::string id(std::size_t actor) { return "a" + std::to_string(actor); }

  /// The family as a class name.
  std::string family(const PlannedActor& actor) {
    std::string name;
    for (const char c : family_of(actor, registry_)) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      name += letter ? c : '_';
    }
    families_.insert(name);
    return name;
  }

  void draw(const Module& module) {
    for (const std::size_t index : module.actors) draw_actor(index);
    for (const auto& [name, inner] : module.inner) {
      text_ += "  subgraph m" + std::to_string(++clusters_) + " [\"" + label_text(name) + "\"]\n";
      draw(inner);
      text_ += "  end\n";
    }
  }

  void draw_actor(std::size_t index) {
    const PlannedActor& actor = plan_.actors[index];
    std::string lines = "<b>" + label_text(short_name(actor)) + "</b>";
    if (short_name(actor) != actor.kind) lines += "<br>" + label_text(actor.kind);
    for (const std::string& remark : remarks(actor)) lines += "<br><i>" + remark + "</i>";
    text_ += "  " + id(index) + "(\"" + lines + "\"):::" + family(actor) + "\n";
  }

  void draw(const PlannedEdge& edge) {
    std::string label = edge.from_port == edge.to_port
                            ? label_text(edge.from_port)
                            : label_text(edge.from_port) + " → " + label_text(edge.to_port);
    for (const std::string& more : {rule_text(edge), picture_text(edge)}) {
      if (!more.empty()) label += "<br>" + more;
    }
    const std::string arrow = waits(edge.when_full) ? "-->" : "-.->";
    text_ += "  " + id(edge.from) + " " + arrow + "|\"" + label + "\"| " + id(edge.to) + "\n";
  }

  const Plan& plan_;
  const Registry& registry_;
  std::string text_;
  std::set<std::string> families_;
  int clusters_ = 0;
};

}  // namespace

std::string draw_mermaid(const Plan& plan, const Registry& registry) {
  return Mermaid(plan, registry).draw();
}

}  // namespace omma::dsl
