// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/source.hpp"

#include <algorithm>
#include <utility>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

struct Describe {
  std::string operator()(Node::Time) const { return "a date or time"; }
  std::string operator()(Node::Reported) const { return "nothing"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return number_text(value); }
  std::string operator()(const std::string& value) const { return "the text " + quote(value); }
  std::string operator()(const std::vector<Node>& items) const {
    return "a list of " + count(items.size(), "item");
  }
  std::string operator()(const Table&) const { return "a table"; }
};

std::optional<double> number(const Node& node) {
  if (const auto* value = std::get_if<double>(&node.value)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&node.value)) {
    return static_cast<double>(*value);
  }
  return std::nullopt;
}

std::optional<Value> list_of_texts(const std::vector<Node>& items) {
  std::vector<std::string> texts;
  for (const Node& item : items) {
    if (item.text() == nullptr) return std::nullopt;
    texts.push_back(*item.text());
  }
  return texts;
}

std::optional<Value> list_of_numbers(const std::vector<Node>& items) {
  std::vector<double> numbers;
  for (const Node& item : items) {
    const auto value = number(item);
    if (!value) return std::nullopt;
    numbers.push_back(*value);
  }
  return numbers;
}

struct ToValue {
  std::optional<Value> operator()(Node::Time) const { return std::nullopt; }
  std::optional<Value> operator()(Node::Reported) const { return std::nullopt; }
  std::optional<Value> operator()(const Table&) const { return std::nullopt; }
  std::optional<Value> operator()(const std::vector<Node>& items) const {
    const bool texts = !items.empty() && items.front().text() != nullptr;
    return texts ? list_of_texts(items) : list_of_numbers(items);
  }
  template <class T>
  std::optional<Value> operator()(const T& value) const {
    return Value(value);
  }
};

}  // namespace

const Member* find(const Table& table, std::string_view key) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Member& member) { return member.key == key; });
  return found == table.end() ? nullptr : &*found;
}

void put(Table& table, Member member) {
  const auto old = std::find_if(table.begin(), table.end(),
                                [&](const Member& each) { return each.key == member.key; });
  if (old == table.end()) {
    table.push_back(std::move(member));
  } else {
    *old = std::move(member);
  }
}

std::string describe(const Node& node) { return std::visit(Describe{}, node.value); }

std::optional<Value> to_value(const Node& node) { return std::visit(ToValue{}, node.value); }

Node as_text(const Node& node) { return node.typed.empty() ? node : Node{node.place, node.typed}; }

}  // namespace omma::dsl
