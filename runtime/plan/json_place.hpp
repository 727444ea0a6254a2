// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/plan/bounds.hpp"

namespace omma {

/// A value of a JSON text, read strictly. The first thing that is wrong is kept with its place;
/// after that everything may be read on, and gives nothing that means anything.
class JsonPlace {
 public:
  using Json = nlohmann::json;

  /// The whole text; what is wrong goes to `wrong`. All of them outlive the places in it.
  JsonPlace(const Json& json, std::optional<Error>& wrong) : json_(&json), wrong_(&wrong) {}

  /// Nothing in the text was wrong so far.
  bool sound() const { return !*wrong_; }

  bool is_null() const { return json_->is_null(); }

  bool boolean() const;
  double number(Bounds bounds) const;
  std::int64_t integer(Bounds bounds) const;
  std::string text() const;

  /// The elements of an array.
  std::vector<JsonPlace> elements() const;

  /// The keys of an object.
  std::vector<std::string> keys() const;

  /// The value of a key that has to be there.
  JsonPlace member(const std::string& key) const;

  /// No key but these may be there.
  void no_other_than(const std::vector<std::string>& known) const;

  /// This value is not what it has to be.
  void refuse(const std::string& expected) const { refuse(expected, found()); }
  void refuse(const std::string& expected, const std::string& found) const;

  const Json& json() const { return *json_; }

 private:
  JsonPlace(const Json& json, std::optional<Error>& wrong, std::string pointer)
      : json_(&json), wrong_(&wrong), pointer_(std::move(pointer)) {}

  JsonPlace below(const Json& json, const std::string& token) const;
  std::string found() const;

  const Json* json_;
  std::optional<Error>* wrong_;
  std::string pointer_;  // RFC 6901; empty for the whole text
};

}  // namespace omma
