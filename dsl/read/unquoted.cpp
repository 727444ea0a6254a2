// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/unquoted.hpp"

#include <algorithm>
#include <cctype>

namespace omma::dsl {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::size_t longest_shown = 100;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool quote_mark(char c) { return c == '"' || c == '\''; }

/// In code points, from 1.
int column_of(std::string_view line, std::size_t at) {
  const std::string_view before = line.substr(0, at);
  return 1 + static_cast<int>(std::ranges::count_if(before, [](char byte) {
           return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
         }));
}

class Line {
 public:
  Line(std::string_view text, bool in_list) : text_(text), depth_(in_list ? 1 : 0) {
    if (in_list) value();
  }

  std::vector<BareValue> values() && {
    while (at_ < text_.size() && text_[at_] != '#') step();
    return std::move(values_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (quote_mark(c)) return skip_quoted();
    if (c == '[' || c == '{') ++depth_;
    if (c == ']' || c == '}') --depth_;
    if (c == '{' || c == ',') key_ = at_ + 1;
    if (c == '{') in_table_ = true;
    if (c == ']' || c == '}') in_table_ = false;
    ++at_;
    if (c == '=' || c == '[' || (c == ',' && !in_table_)) value(c == '=');
  }

  void skip_quoted() {
    const char mark = text_[at_++];
    while (at_ < text_.size() && text_[at_] != mark)
      at_ += mark == '"' && text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
  }

  /// Reads the value that begins here, if it is a bare one.
  void value(bool of_key = false) {
    const std::string_view key =
        of_key ? trimmed(text_.substr(key_, at_ - 1 - key_)) : std::string_view();
    at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
    if (at_ == text_.size() || std::string_view("\"'[]{},#=").find(text_[at_]) != text_.npos)
      return;
    const std::size_t start = at_;
    while (at_ < text_.size() && !ends()) at_ = next();
    const std::string_view text = trimmed(text_.substr(start, at_ - start));
    values_.push_back({std::string(key), std::string(text), column_of(text_, start)});
  }

  bool ends() const {
    const bool comment = text_[at_] == '#' && blanks.find(text_[at_ - 1]) != blanks.npos;
    return comment || (depth_ > 0 && std::string_view(",]}").find(text_[at_]) != text_.npos);
  }

  /// "${name}" is a part of a value.
  std::size_t next() const {
    const std::size_t end = text_.substr(at_).starts_with("${") ? text_.find('}', at_) : at_;
    return end == std::string_view::npos ? text_.size() : end + 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t key_ = 0;  // where the last key begins
  int depth_;            // of brackets
  bool in_table_ = false;
  std::vector<BareValue> values_;
};

}  // namespace

bool BareValue::wordy() const {
  const char first = text.front();
  return !digit(first) && first != '+' && first != '-';
}

bool BareValue::mixed() const {
  const bool other = std::ranges::any_of(
      text, [](char c) { return (letter(c) && c != 'e' && c != 'E') || c == '/' || c == ':'; });
  return other || std::ranges::count(text, '.') > 1;
}

std::string BareValue::as(const std::string& value) const {
  return key.empty() ? value : key + " = " + value;
}

std::string BareValue::quoted() const {
  if (text.size() > longest_shown) return "it in double quotes";
  std::string inside = text;
  if (quote_mark(inside.back())) inside.pop_back();
  const bool awkward = inside.find_first_of("\"\\") != std::string::npos;
  const std::string mark = awkward ? "'" : "\"";
  return as(mark + inside + mark);
}

std::vector<BareValue> bare_values(std::string_view line, bool in_list) {
  return Line(line, in_list).values();
}

std::string list_in_quotes(const Place& place) {
  const bool option = place.line == 0;
  return std::string("write each text of the list in quotes: [\"a\", \"b\"]") +
         (option ? ", and the whole in '...' for the shell" : "");
}

}  // namespace omma::dsl
