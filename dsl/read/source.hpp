// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/base/value.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

struct Member;

/// A value of a graph file and where it stands; no meaning yet.
struct Node {
  struct Time {};      ///< a date or time: TOML has them, graphs do not
  struct Reported {};  ///< stands where a value was wrong and that has been said

  Place place;
  std::variant<Time, Reported, bool, std::int64_t, double, std::string, std::vector<Node>,
               std::vector<Member>>
      value;
  std::string typed = {};  ///< a number or boolean as it stood on a command line; else empty

  bool reported() const { return std::holds_alternative<Reported>(value); }
  const std::string* text() const { return std::get_if<std::string>(&value); }
  const std::vector<Node>* list() const { return std::get_if<std::vector<Node>>(&value); }
  const std::vector<Member>* table() const { return std::get_if<std::vector<Member>>(&value); }
};

/// A key and its value; tables keep the order of the file.
struct Member {
  std::string key;
  Place place;  ///< of the key
  Node value;
};

using Table = std::vector<Member>;

/// A parsed graph file.
struct Document {
  std::string file;
  Table root;
};

const Member* find(const Table& table, std::string_view key);

/// Sets `key`, over an older value where there is one.
void put(Table& table, Member member);

/// "a boolean", "the number 3.5", "the text 'fast'", "a table": for messages.
std::string describe(const Node& node);

/// The parameter value in its natural type; nothing for tables, times and mixed lists.
std::optional<Value> to_value(const Node& node);

/// The node where a text is wanted: a command line needs no quotes around the 0 of a camera.
Node as_text(const Node& node);

}  // namespace omma::dsl
