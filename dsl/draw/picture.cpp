// SPDX-License-Identifier: Apache-2.0
#include "dsl/draw/picture.hpp"

#include <algorithm>
#include <array>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t most_formats = 2;

struct Family {
  std::string_view name;
  Paint paint;
};

constexpr std::array families{
    Family{"video", {"#2563ab", "#f2f7fc"}},  Family{"camera", {"#0f766e", "#effaf8"}},
    Family{"image", {"#6d4bb8", "#f7f4fd"}},  Family{"detect", {"#b4530a", "#fdf6ee"}},
    Family{"sink", {"#475569", "#f5f7f9"}},   Family{"python", {"#3d6b1f", "#f4f9f0"}},
    Family{"network", {"#a3285f", "#fdf2f7"}}};

constexpr Paint other{"#57534e", "#f8f7f5"};

std::string with_spaces(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string join_text(const Join& join) {
  const std::string rule = "join " + with_spaces(name(join.rule));
  return join.rule == JoinRule::nearest ? rule + ", " + number_text(join.within_ms) + " ms" : rule;
}

}  // namespace

Paint paint(std::string_view family) {
  const auto found = std::find_if(families.begin(), families.end(),
                                  [&](const Family& each) { return each.name == family; });
  return found == families.end() ? other : found->paint;
}

std::string family_of(const PlannedActor& actor, const Registry& registry) {
  const Kind* kind = registry.find(actor.kind);
  return kind == nullptr || kind->contract.family.empty() ? "other" : kind->contract.family;
}

std::string short_name(const PlannedActor& actor) {
  const auto slash = actor.name.rfind('/');
  const std::string name = slash == std::string::npos ? actor.name : actor.name.substr(slash + 1);
  return name.find('~') == std::string::npos ? name : actor.kind;
}

std::string module_of(const PlannedActor& actor) {
  const auto slash = actor.name.rfind('/');
  return slash == std::string::npos ? "" : actor.name.substr(0, slash);
}

std::vector<std::string> remarks(const PlannedActor& actor) {
  std::vector<std::string> list;
  if (actor.replicas > 1)
    list.push_back(count(static_cast<std::size_t>(actor.replicas), "replica"));
  if (actor.join.rule != JoinRule::same_frame) list.push_back(join_text(actor.join));
  if (actor.on_error != OnError::stop) {
    list.push_back("on error " + with_spaces(name(actor.on_error)));
  }
  return list;
}

std::string rule_text(const PlannedEdge& edge) {
  const PlannedEdge usual;
  std::string text = edge.when_full == usual.when_full ? "" : with_spaces(name(edge.when_full));
  if (holds_one(edge.when_full) || edge.queue == usual.queue) return text;
  return text + (text.empty() ? "queue " : ", queue ") + std::to_string(edge.queue);
}

std::string picture_text(const PlannedEdge& edge) {
  std::vector<std::string> formats;
  for (const PixelFormat format : edge.formats) formats.emplace_back(name(format));
  std::string text = formats.size() <= most_formats ? any_one(formats) : "";
  if (edge.width > 0) {
    text += (text.empty() ? "" : " ") + std::to_string(edge.width) + " × " +
            std::to_string(edge.height);
  }
  return text;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

}  // namespace omma::dsl
