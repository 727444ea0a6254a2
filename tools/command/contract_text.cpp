// SPDX-License-Identifier: Apache-2.0
#include "tools/command/contract_text.hpp"

#include <algorithm>

#include "dsl/read/wording.hpp"
#include "runtime/contract/visibility.hpp"
#include "tools/command/table.hpp"

namespace omma::command {
namespace {

std::string formats_text(const Port& port) {
  const Formats& formats = port.formats;
  if (!formats.like.empty()) return "the format of `" + formats.like + "`";
  if (!formats.param.empty()) return "as the parameter `" + formats.param + "` says";
  if (port.payload == Payload::notes) return "notes; pixels are passed on";
  std::vector<std::string> names;
  for (const PixelFormat format : formats.any_of) names.emplace_back(name(format));
  return names.empty() ? "any format" : dsl::any_one(names);
}

std::string size_text(const Port& port) {
  if (!port.size.like.empty()) return ", as large as `" + port.size.like + "`";
  if (port.size.width_param.empty()) return "";
  return ", `" + port.size.width_param + "` by `" + port.size.height_param + "`";
}

std::string ports_text(const std::string& title, const std::vector<Port>& ports,
                       const Terminal& terminal) {
  if (ports.empty()) return "";
  const bool described =
      std::any_of(ports.begin(), ports.end(), [](const Port& port) { return !port.doc.empty(); });
  Table table({{title}, {"carries"}, {described ? "what it is" : ""}});
  for (const Port& port : ports) {
    const std::string more = (port.many_sources ? ", of many sources" : "") +
                             std::string(port.optional ? " (optional)" : "");
    table.add({{port.name}, {formats_text(port) + size_text(port) + more}, {port.doc}});
  }
  return "\n" + table.text(terminal);
}

std::string limits(const Param& param) {
  const std::string min = param.min ? dsl::number_text(*param.min) : "";
  const std::string max = param.max ? dsl::number_text(*param.max) : "";
  if (param.min && param.max) return min + " to " + max;
  if (param.min) return "from " + min;
  return param.max ? "up to " + max : "";
}

/// "0 to 255, in steps of 5"; empty when everything is allowed.
std::string range(const Param& param) {
  std::string text = limits(param);
  if (!param.increment) return text;
  return text + (text.empty() ? "" : ", ") + "in steps of " + dsl::number_text(*param.increment);
}

std::string change_text(const Param& param) {
  if (!param.writable) return "read-only";
  return param.change == Change::immediate ? "next frame" : "reinitialise";
}

/// "ends in .mp4 or .avi, in anything with `codec`"; empty when everything is allowed.
std::string endings(const Param& param) {
  if (!param.writes || param.writes->endings.empty()) return "";
  const std::string& unless = param.writes->unless;
  return "ends in " + dsl::any_one(param.writes->endings) +
         (unless.empty() ? "" : ", in anything with `" + unless + "`");
}

/// Choices and endings are too long for a column of their own.
std::string meaning(const Param& param) {
  std::string text = param.doc;
  if (!param.choices.empty()) text += (text.empty() ? "" : ": ") + dsl::any_one(param.choices);
  if (const std::string ends = endings(param); !ends.empty())
    text += (text.empty() ? "" : "; ") + ends;
  if (param.visibility == Visibility::beginner) return text;
  return text + (text.empty() ? "(" : " (") + std::string(name(param.visibility)) + ")";
}

std::string params_text(const std::vector<Param>& params, const Terminal& terminal) {
  if (params.empty()) return "";
  Table table(
      {{"parameter"}, {"type"}, {"unit"}, {"range"}, {"default"}, {"a change"}, {"what it is"}});
  for (const Param& param : params) {
    table.add({{param.name},
               {std::string(name(param.type))},
               {param.unit},
               {range(param)},
               {param.required ? "required" : to_text(param.fallback)},
               {change_text(param)},
               {meaning(param)}});
  }
  return "\n" + table.text(terminal) +
         "A change while the graph runs holds from the next frame on. `reinitialise`: the actor "
         "does "
         "work for it before that frame.\n";
}

std::string rate_text(const Contract& contract) {
  if (contract.sink()) return "none: it is a sink";
  const std::string each = contract.source() ? " at a time; it is a source" : " for each frame";
  switch (contract.rate) {
    case Rate::one: return "one" + each;
    case Rate::maybe:
      return contract.source() ? "one" + each + " and may end" : "one or none" + each;
    case Rate::many: return "any number" + each;
  }
  return "";
}

std::string facts(const Contract& contract) {
  std::string text = "\nresults     " + rate_text(contract);
  text += "\nstate       ";
  text += contract.source()   ? "its position in the stream"
          : contract.stateful ? "a step depends on earlier frames: no replicas"
                              : "none: `replicas = n` runs n copies and keeps the order";
  text += "\nthread      ";
  text += contract.source() ? "its own: it is a source"
          : contract.heavy  ? "its own: a step computes or waits for long"
                            : "shared with others";
  if (contract.pool != Pool{})
    text += "\npool        memory for " +
            (contract.pool.param.empty() ? std::to_string(contract.pool.frames)
                                         : "`" + contract.pool.param + "`") +
            " pictures between steps";
  text += "\nfamily      " + (contract.family.empty() ? "other" : contract.family);
  return text + "\norigin      " + contract.origin + "\n";
}

std::string indented(const std::string& text) {
  std::string result = "  ";
  for (const char c : text) result += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return result.erase(result.find_last_not_of(' ') + 1);
}

}  // namespace

std::string contract_text(const Contract& contract, const Terminal& terminal) {
  return terminal.paint(contract.kind, Paint::bold) + "\n" +
         wrapped(contract.doc, terminal.width(), 0) + "\n" +
         ports_text("input", contract.inputs, terminal) +
         ports_text("output", contract.outputs, terminal) + params_text(contract.params, terminal) +
         facts(contract) + "\n" + terminal.paint("example", Paint::bold) + "\n" +
         indented(example(contract));
}

std::string example(const Contract& contract) {
  const std::string name = contract.kind.substr(contract.kind.rfind(':') + 1);  // none: all of it
  std::string text = "[actor." + name + "]\nkind = \"" + contract.kind + "\"\n";
  if (contract.inputs.size() == 1) text += "in = \"camera\"   # the actor that gives the frames\n";
  if (contract.inputs.size() > 1) {
    for (const Port& port : contract.inputs) text += "in." + port.name + " = \"camera\"\n";
  }
  for (const Param& param : contract.params) {
    if (param.writable) text += param.name + " = " + to_text(param.fallback) + "\n";
  }
  return text;
}

std::string in_short(std::string_view doc) {
  for (std::size_t i = 0; i < doc.size(); ++i) {
    const bool mark = doc[i] == '.' || doc[i] == ';' || doc[i] == ':';
    const bool ends = mark && (i + 1 == doc.size() || doc[i + 1] == ' ');
    if (ends || doc.substr(i, 2) == " (") return std::string(doc.substr(0, i));
  }
  return std::string(doc);
}

}  // namespace omma::command
