// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "dsl/draw/draw.hpp"
#include "dsl/draw/modules.hpp"
#include "dsl/draw/picture.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::string_view muted = "#78716c";
constexpr std::string_view left_break = "<BR ALIGN=\"LEFT\"/>";
constexpr std::size_t most_params = 4;
constexpr std::size_t longest_value = 24;

/// As an identifier in quotes.
std::string id(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string font(std::string_view text, std::string_view color, int size) {
  return "<FONT COLOR=\"" + std::string(color) + "\" POINT-SIZE=\"" + std::to_string(size) + "\">" +
         escaped(text) + "</FONT>";
}

std::string cut(std::string text) {
  if (text.size() <= longest_value) return text;
  std::size_t size = longest_value - 1;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size) + "…";
}

/// The inputs that an edge leads to.
using Connected = std::set<std::pair<std::size_t, std::string>>;

Connected connected(const Plan& plan) {
  Connected inputs;
  for (const PlannedEdge& edge : plan.edges) inputs.emplace(edge.to, edge.to_port);
  return inputs;
}

/// A card: a coloured header with name and kind, inputs on the left, outputs on the right, and what
/// the file sets below.
class Card {
 public:
  Card(const PlannedActor& actor, const Registry& registry)
      : actor_(actor), paint_(paint(family_of(actor_, registry))) {
    const Kind* kind = registry.find(actor_.kind);
    if (kind == nullptr) return;
    for (const Port& port : kind->contract.inputs) inputs_.push_back({port.name, true});
    for (const Port& port : kind->contract.outputs) outputs_.push_back({port.name, true});
  }

  /// Shows the inputs that nothing leads to as such.
  void fade_open_inputs(const Connected& inputs, std::size_t index) {
    for (Row& row : inputs_) row.used = inputs.contains({index, row.name});
  }

  std::string label() const {
    return "<<TABLE BORDER=\"1\" STYLE=\"ROUNDED\" COLOR=\"" + std::string(paint_.strong) +
           "\" BGCOLOR=\"" + std::string(paint_.soft) +
           "\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\">" + header() + ports() +
           footer() + "</TABLE>>";
  }

 private:
  struct Row {
    std::string name;
    bool used;
  };

  std::string header() const {
    const std::string name = short_name(actor_);
    std::string cell = "<B>" + font(name, "#ffffff", 13) + "</B>";
    if (name != actor_.kind) cell += "<BR/>" + font(actor_.kind, "#ffffff", 9);
    return "<TR><TD COLSPAN=\"3\" CELLPADDING=\"3\"><TABLE BORDER=\"0\" CELLBORDER=\"0\" "
           "CELLSPACING=\"0\" CELLPADDING=\"5\" STYLE=\"ROUNDED\" BGCOLOR=\"" +
           std::string(paint_.strong) + "\"><TR><TD>" + cell + "</TD></TR></TABLE></TD></TR>";
  }

  std::string ports() const {
    std::string rows;
    const std::size_t count = std::max(inputs_.size(), outputs_.size());
    for (std::size_t i = 0; i < count; ++i) {
      rows += "<TR>" + port(inputs_, i, "i") + "<TD WIDTH=\"14\"></TD>" + port(outputs_, i, "o") +
              "</TR>";
    }
    return rows;
  }

  static std::string port(const std::vector<Row>& ports, std::size_t i, const std::string& side) {
    const std::string align = side == "i" ? "LEFT" : "RIGHT";
    if (i >= ports.size()) return "<TD></TD>";
    return "<TD CELLPADDING=\"4\" PORT=\"" + side + escaped(ports[i].name) + "\" ALIGN=\"" + align +
           "\">" + font(ports[i].name, ports[i].used ? "#1c1917" : "#a8a29e", 10) + "</TD>";
  }

  std::string footer() const {
    std::vector<std::string> lines = remarks(actor_);
    std::size_t left = most_params;
    for (const auto& [name, value] : actor_.params) {
      if (left-- == 0) {
        lines.emplace_back("…");
        break;
      }
      lines.push_back(name + " = " + cut(to_text(value)));
    }
    if (lines.empty()) return {};
    std::string text;
    for (const std::string& line : lines) text += font(line, muted, 9) + std::string(left_break);
    return "<HR/><TR><TD COLSPAN=\"3\" ALIGN=\"LEFT\" BALIGN=\"LEFT\" CELLPADDING=\"7\">" + text +
           "</TD></TR>";
  }

  const PlannedActor& actor_;
  Paint paint_;
  std::vector<Row> inputs_;
  std::vector<Row> outputs_;
};

class Dot {
 public:
  Dot(const Plan& plan, const Registry& registry)
      : plan_(plan), registry_(registry), connected_(connected(plan)) {}

  std::string draw() {
    text_ = "digraph " + id(plan_.name) + " {\n";
    text_ +=
        "  rankdir=LR; ranksep=0.7; nodesep=0.35; pad=0.3; bgcolor=\"white\"; splines=spline;\n"
        "  fontname=\"Helvetica\"; labelloc=t; labeljust=l;\n"
        "  node [shape=plain, fontname=\"Helvetica\"];\n"
        "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#57534e\", arrowsize=0.7];\n";
    text_ += "  label=<" + title() + ">;\n";
    draw(modules(plan_));
    for (const PlannedEdge& edge : plan_.edges) draw(edge);
    return text_ + "}\n";
  }

 private:
  std::string title() const {
    std::string label = "<B>" + font(plan_.name, "#1c1917", 15) + "</B>";
    if (!plan_.doc.empty()) label += std::string(left_break) + font(plan_.doc, muted, 10);
    return label + std::string(left_break);
  }

  void draw(const Module& module) {
    for (const std::size_t index : module.actors) {
      const PlannedActor& actor = plan_.actors[index];
      Card card(actor, registry_);
      card.fade_open_inputs(connected_, index);
      text_ += "  " + id(actor.name) + " [label=" + card.label() + "];\n";
    }
    for (const auto& [name, inner] : module.inner) draw_frame(name, inner);
  }

  void draw_frame(const std::string& name, const Module& module) {
    text_ += "  subgraph " + id("cluster_" + module.path) + " {\n" +
             "  style=\"rounded,dashed\"; color=\"#a8a29e\"; bgcolor=\"#fafaf9\"; margin=14;\n" +
             "  label=<" + font(name, muted, 11) + ">;\n";
    draw(module);
    text_ += "  }\n";
  }

  static std::string label(const PlannedEdge& edge) {
    std::vector<std::string> lines;
    if (const std::string rule = rule_text(edge); !rule.empty()) {
      lines.push_back("<B>" + font(rule, "#44403c", 9) + "</B>");
    }
    if (const std::string picture = picture_text(edge); !picture.empty()) {
      lines.push_back(font(picture, muted, 8));
    }
    std::string rows;
    for (const std::string& line : lines) rows += "<TR><TD>" + line + "</TD></TR>";
    if (rows.empty()) return {};
    return "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\">" + rows +
           "</TABLE>";
  }

  void draw(const PlannedEdge& edge) {
    const std::string text = label(edge);
    const bool drops = !waits(edge.when_full);
    text_ += "  " + id(plan_.actors[edge.from].name) + ":" + id("o" + edge.from_port) + ":e -> " +
             id(plan_.actors[edge.to].name) + ":" + id("i" + edge.to_port) + ":w [" +
             (drops ? "style=dashed" : "style=solid") +
             (text.empty() ? "" : ", label=<" + text + ">") + "];\n";
  }

  const Plan& plan_;
  const Registry& registry_;
  Connected connected_;
  std::string text_;
};

}  // namespace

std::string draw_dot(const Plan& plan, const Registry& registry) {
  return Dot(plan, registry).draw();
}

}  // namespace omma::dsl
