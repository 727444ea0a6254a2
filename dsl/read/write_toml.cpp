// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/write_toml.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

bool bare(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

std::string text_in_quotes(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') result += '\\';
    if (byte < 0x20 || byte == 0x7F) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04X", static_cast<unsigned>(byte));
      result += code.data();
    } else {
      result += c;
    }
  }
  return result + '"';
}

/// A number with a point, so that it stays one that has.
std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  const std::string text = number_text(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string value_text(const Node& node);

struct ToText {
  std::string operator()(Node::Time) const { return "\"\""; }
  std::string operator()(Node::Reported) const { return "\"\""; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return float_text(value); }
  std::string operator()(const std::string& value) const { return text_in_quotes(value); }
  std::string operator()(const std::vector<Node>& items) const {
    std::string result = "[";
    for (const Node& item : items) result += (result.size() > 1 ? ", " : "") + value_text(item);
    return result + "]";
  }
  std::string operator()(const Table& members) const {
    std::string result = "{";
    for (const Member& member : members) {
      result += (result.size() > 1 ? ", " : " ") + key_text(member.key) + " = " +
                value_text(member.value);
    }
    return result + " }";
  }
};

std::string value_text(const Node& node) { return std::visit(ToText{}, node.value); }

std::string lines(const Table& table) {
  std::string result;
  for (const Member& member : table) {
    result += key_text(member.key) + " = " + value_text(member.value) + "\n";
  }
  return result;
}

}  // namespace

std::string write_toml(const Document& document) {
  std::string result;
  for (const Member& section : document.root) {
    const Table* table = section.value.table();
    if (table == nullptr) continue;
    if (section.key != "actor") {
      result += "[" + key_text(section.key) + "]\n" + lines(*table) + "\n";
      continue;
    }
    for (const Member& actor : *table) {
      if (actor.value.table() == nullptr) continue;
      result += "[actor." + key_text(actor.key) + "]\n" + lines(*actor.value.table()) + "\n";
    }
  }
  if (!result.empty()) result.pop_back();
  return result;
}

std::string key_text(const std::string& key) { return bare(key) ? key : text_in_quotes(key); }

}  // namespace omma::dsl
