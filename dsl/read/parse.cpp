// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/parse.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

#include "dsl/read/nesting.hpp"
#include "dsl/read/unquoted.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::size_t largest_file = std::size_t{4} << 20U;

/// Turns the library's tree into ours.
class Tree {
 public:
  explicit Tree(const std::string& file) : file_(file) {}

  Table table(const toml::table& source) const {
    Table members;
    members.reserve(source.size());
    for (const auto& [key, value] : source) {
      members.push_back({std::string(key.str()), place(key.source()), node(value)});
    }
    std::sort(members.begin(), members.end(), earlier);
    return members;
  }

 private:
  static bool earlier(const Member& left, const Member& right) {
    return std::tie(left.place.line, left.place.column, left.key) <
           std::tie(right.place.line, right.place.column, right.key);
  }

  Place place(const toml::source_region& region) const {
    return {file_, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  }

  Node node(const toml::node& source) const {
    Node result{place(source.source()), Node::Time{}};
    source.visit([&](const auto& value) { set(result, value); });
    return result;
  }

  void set(Node& result, const toml::table& value) const { result.value = table(value); }

  void set(Node& result, const toml::array& value) const {
    std::vector<Node> items;
    items.reserve(value.size());
    for (const toml::node& item : value) items.push_back(node(item));
    result.value = std::move(items);
  }

  template <class T>
  void set(Node& result, const toml::value<T>& value) const {
    if constexpr (!std::is_same_v<T, toml::date> && !std::is_same_v<T, toml::time> &&
                  !std::is_same_v<T, toml::date_time>) {
      result.value = value.get();
    }
  }

  const std::string& file_;
};

bool is_value(const std::string& text) {
  try {
    return toml::parse("value = " + text).size() == 1;
  } catch (const toml::parse_error&) {
    return false;
  }
}

std::string_view line_of(std::string_view text, int number) {
  for (; number > 1 && !text.empty(); --number)
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return text.substr(0, text.find('\n'));
}

/// The value of this line that the library could not read.
std::optional<BareValue> bare_value_at(std::string_view line, std::string_view description) {
  const auto says = [&](const char* words) { return description.find(words) != description.npos; };
  for (const char* other : {"table header", "parsing key:", "expected keys", "string", "utf-8"}) {
    if (says(other)) return std::nullopt;
  }
  const bool in_list = line.find('=') == line.npos && !says("key");
  for (const BareValue& each : bare_values(line, in_list)) {
    if (!is_value(each.text)) return each;
  }
  return std::nullopt;
}

/// "True" and the like may be meant as what TOML writes as true.
std::string boolean_like(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (text == "true" || text == "yes" || text == "on") return "true";
  return text == "false" || text == "no" || text == "off" ? "false" : "";
}

Diagnostic lacks_quotes(const BareValue& value, Place place) {
  place.column = value.column;
  const std::string boolean = boolean_like(value.text);
  return {.place = place,
          .what = "a text needs quotes",
          .found = quote(value.text),
          .mend = "write " + (boolean.empty() ? "" : value.as(boolean) + ", or ") + value.quoted()};
}

Diagnostic refused(const toml::parse_error& error, std::string_view text, const std::string& file) {
  const toml::source_position at = error.source().begin;
  const std::string_view description = error.description();
  const Place place{file, static_cast<int>(at.line), static_cast<int>(at.column)};
  const auto value = bare_value_at(line_of(text, place.line), description);
  if (value && value->wordy()) return lacks_quotes(*value, place);
  std::string mend;
  if (value && value->mixed()) mend = "a text needs quotes: " + value->quoted();
  if (description.find("control characters") != description.npos)
    mend = "is a quote missing at the end of the line?";
  return {.place = place,
          .what = "this is not TOML: " + std::string(description),
          .mend = std::move(mend)};
}

bool readable(std::string_view text, const std::string& file, Report& report) {
  if (text.size() > largest_file) {
    const Place start{file, 1, 1};
    report.add({.place = start,
                .what = "the file is too large for a graph",
                .expected = "at most 4 MiB",
                .found = std::to_string(text.size() >> 20U) + " MiB"});
    return false;
  }
  const auto deep = nested_too_deep(text);
  if (deep) {
    const Place place{file, deep->line, deep->column};
    report.add({.place = place,
                .what = "tables or lists are nested too deep here",
                .expected = "at most 32 levels, and 16 dots in a key"});
  }
  return !deep;
}

}  // namespace

std::optional<Document> parse(std::string_view text, const std::string& file, Report& report) {
  if (!readable(text, file, report)) return std::nullopt;
  try {
    return Document{file, Tree(file).table(toml::parse(text))};
  } catch (const toml::parse_error& error) {
    report.add(refused(error, text, file));
    return std::nullopt;
  }
}

Node parse_value(std::string_view text, const Place& place) {
  Node plain{place, std::string(text)};
  const bool quoted = text.starts_with('"') || text.starts_with('\'');
  if (!quoted && text.find('#') != std::string_view::npos) return plain;  // no comment here
  Report ignored;
  const auto parsed = parse("value = " + std::string(text), place.file, ignored);
  if (!parsed || parsed->root.size() != 1 || parsed->root.front().key != "value") return plain;
  Node node = parsed->root.front().value;
  node.place = place;
  if (node.list() == nullptr && node.table() == nullptr && node.text() == nullptr)
    node.typed = text;
  return std::holds_alternative<Node::Time>(node.value) ? plain : node;
}

}  // namespace omma::dsl
