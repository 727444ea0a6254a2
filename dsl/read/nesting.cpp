// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/nesting.hpp"

#include <algorithm>

namespace omma::dsl {
namespace {

constexpr int deepest_bracket = 32;
constexpr int most_dots = 16;

/// Walks over a TOML text outside its strings and comments.
class Walk {
 public:
  explicit Walk(std::string_view toml) : text_(toml) {}

  std::optional<LineColumn> first_too_deep() {
    while (at_ < text_.size()) {
      step();
      if (brackets_ > deepest_bracket || dots_ > most_dots) return place();
    }
    return std::nullopt;
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '#') return skip_comment();
    if (c == '"' || c == '\'') return skip_string(c);
    count(c);
    ++at_;
  }

  void count(char c) {
    if (c == '.') {
      ++dots_;
    } else if (c == '[' || c == '{') {
      ++brackets_;
      dots_ = 0;
    } else if (c == ']' || c == '}') {
      brackets_ = std::max(0, brackets_ - 1);
      dots_ = 0;
    } else if (c == '=' || c == ',' || c == '\n') {
      dots_ = 0;
    }
  }

  void skip_comment() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    dots_ = 0;
  }

  void skip_string(char quote) {
    const std::string_view triple = quote == '"' ? R"(""")" : "'''";
    const bool lines = text_.substr(at_).starts_with(triple);
    at_ += lines ? 3 : 1;
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with(lines ? triple : triple.substr(0, 1))) break;
      if (!lines && rest.front() == '\n') return;  // not closed: the parser will say so
      at_ += quote == '"' && rest.front() == '\\' ? 2 : 1;
    }
    at_ = std::min(at_ + (lines ? 3 : 1), text_.size());
  }

  LineColumn place() const {
    const std::string_view seen = text_.substr(0, at_);
    const auto start = seen.rfind('\n');
    const auto column = start == std::string_view::npos ? at_ : at_ - start - 1;
    return {static_cast<int>(std::count(seen.begin(), seen.end(), '\n')) + 1,
            static_cast<int>(std::max<std::size_t>(column, 1))};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int brackets_ = 0;
  int dots_ = 0;
};

}  // namespace

std::optional<LineColumn> nested_too_deep(std::string_view toml) {
  return Walk(toml).first_too_deep();
}

}  // namespace omma::dsl
