// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/params.hpp"

#include "dsl/read/unquoted.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

/// The types that may stand for each other in a graph file: an integer is a number.
std::string family(const Value& value) {
  const ValueType type = type_of(value);
  return type == ValueType::integer ? "number" : std::string(name(type));
}

std::size_t weight(const Node& node) {
  std::size_t sum = sizeof(Node);
  if (const std::string* text = node.text()) sum += text->size();
  if (const auto* list = node.list()) {
    for (const Node& item : *list) sum += weight(item);
  }
  return sum;
}

std::string plain_text(const Node& node) {
  if (const std::string* text = node.text()) return *text;
  const auto value = to_value(node);
  return value ? to_text(*value) : std::string();
}

/// "${name}" and nothing else.
bool whole(const std::string& text) {
  return text.size() > 3 && text.starts_with("${") && text.find('}') == text.size() - 1;
}

}  // namespace

void Params::give(const Member& member) { put(given_, member); }

void Params::declare(const Table& defaults) {
  for (const Member& member : defaults) {
    const bool usable = to_value(member.value).has_value();
    if (!usable) {
      report_->add({.place = member.value.place,
                    .what = "the parameter " + quote(member.key) + " has no usable default",
                    .expected = "a boolean, a number, a text or a list of them",
                    .found = describe(member.value)});
    }
    Node value = usable ? apply(member.value) : Node{member.value.place, Node::Reported{}};
    if (const Member* given = find(given_, member.key)) {
      const Member wanted{given->key, given->place,
                          value.text() != nullptr ? as_text(given->value) : given->value};
      if (fits(wanted, value)) value = wanted.value;
    }
    names_.push_back(member.key);
    params_.insert_or_assign(member.key, Param{std::move(value), member.place});
  }
}

bool Params::fits(const Member& given, const Node& fallback) {
  const auto expected = to_value(fallback);
  const auto found = to_value(given.value);
  if (!expected || given.value.reported()) return true;
  if (found && family(*expected) == family(*found)) return true;
  const std::string* text = given.value.text();
  const bool list =
      type_of(*expected) == ValueType::texts && text != nullptr && text->starts_with('[');
  report_->add({.place = given.value.place,
                .what = "the parameter " + quote(given.key) + " has the wrong type",
                .expected = "a " + family(*expected) + " like its default " + to_text(*expected),
                .found = describe(given.value),
                .mend = list ? list_in_quotes(given.value.place) : ""});
  return false;
}

void Params::check_given(std::string_view owner) const {
  for (const Member& member : given_) {
    if (params_.contains(member.key)) continue;
    report_->add({.place = member.place,
                  .what = std::string(owner) + " has no parameter " + quote(member.key),
                  .mend = suggest(member.key, names_, "its [params] declares none")});
  }
}

Node Params::apply(const Node& node) {
  if (const std::string* text = node.text()) return apply_text(*text, node.place);
  Node result = node;
  if (auto* items = std::get_if<std::vector<Node>>(&result.value)) {
    for (Node& item : *items) item = apply(item);
  }
  if (auto* members = std::get_if<Table>(&result.value)) {
    for (Member& member : *members) member.value = apply(member.value);
  }
  return result;
}

Node Params::apply_text(const std::string& text, const Place& place) {
  if (!whole(text)) {
    auto result = interpolate(text, place);
    if (!result) return {place, Node::Reported{}};
    return {place, std::move(*result)};
  }
  const Node* found = use(text.substr(2, text.size() - 3), place);
  if (found == nullptr || !afford(weight(*found), place)) return {place, Node::Reported{}};
  Node copy = *found;
  copy.place = place;
  return copy;
}

std::optional<std::string> Params::interpolate(const std::string& text, const Place& place) {
  std::string result;
  std::size_t at = 0;
  for (std::size_t start = text.find("${"); start != std::string::npos;
       start = text.find("${", at)) {
    if (start > at && text[start - 1] == '$') {  // "$${" is a plain "${"
      result += text.substr(at, start - at) + "{";
      at = start + 2;
      continue;
    }
    const std::size_t end = text.find('}', start);
    if (end == std::string::npos) {
      report_->add({.place = place,
                    .what = "a '${' without its '}' in " + quote(text),
                    .mend = "write '$${' for a plain '${'"});
      return std::nullopt;
    }
    result += text.substr(at, start - at);
    const Node* found = use(text.substr(start + 2, end - start - 2), place);
    if (found == nullptr || !afford(weight(*found), place)) return std::nullopt;
    result += plain_text(*found);
    at = end + 1;
  }
  return result + text.substr(at);
}

const Node* Params::use(const std::string& name, const Place& place) {
  const auto found = params_.find(name);
  if (found == params_.end()) {
    report_->add({.place = place,
                  .what = "there is no parameter " + quote(name) + " for '${" + name + "}'",
                  .mend = suggest(name, names_, "declare it in [params]"),
                  .line_mend = "a line has no parameters; write '$${' for a plain '${'"});
    return nullptr;
  }
  found->second.used = true;
  return &found->second.value;
}

bool Params::afford(std::size_t bytes, const Place& place) {
  if (bytes > budget_->bytes) {
    report_->add({.place = place,
                  .what = "the parameters make the text too long here",
                  .expected = "at most 16 MiB over the whole graph"});
    return false;
  }
  budget_->bytes -= bytes;
  return true;
}

void Params::warn_unused() const {
  for (const auto& [name, param] : params_) {
    if (param.used) continue;
    report_->add({.severity = Severity::warning,
                  .place = param.place,
                  .what = "the parameter " + quote(name) + " is never used",
                  .mend = "write '${" + name + "}' where it is used, or remove it"});
  }
}

}  // namespace omma::dsl
