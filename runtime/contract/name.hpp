// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace omma {

/// A port or parameter may be named so: letters (of any language), digits and '_', no digit first.
constexpr bool is_name(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (text.empty() || !letter(text.front())) return false;
  for (const char c : text) {
    if (!letter(c) && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

/// A text in the source that is a name; any other does not compile.
class Name {
 public:
  // Implicit: a text names a parameter.
  consteval Name(const char* text)  // NOLINT(google-explicit-constructor): "level" is a name
      : text_(text) {
    if (!is_name(text)) a_name_has_letters_digits_and_underscores_and_no_digit_first();
  }

  constexpr const char* text() const { return text_; }

 private:
  static void a_name_has_letters_digits_and_underscores_and_no_digit_first() {}

  const char* text_;
};

}  // namespace omma
