// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/launch.hpp"

#include <map>
#include <set>

#include "dsl/read/parse.hpp"
#include "dsl/read/wording.hpp"
#include "dsl/read/write_toml.hpp"

namespace omma::dsl {
namespace {

constexpr std::string_view file = "launch";

bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

Place place_of(std::size_t offset) { return {std::string(file), 1, static_cast<int>(offset) + 1}; }

/// A stretch of the line without blanks outside quotes and brackets.
struct Word {
  std::string_view text;
  std::size_t start = 0;
};

class Words {
 public:
  Words(std::string_view line, Report& report) : line_(line), report_(report) {}

  std::vector<Word> split() {
    std::vector<Word> words;
    while (skip_spaces()) {
      const std::size_t start = at_;
      while (at_ < line_.size() && !ends_word(start)) step();
      words.push_back({line_.substr(start, at_ - start), start});
    }
    return words;
  }

 private:
  bool skip_spaces() {
    while (at_ < line_.size() && space(line_[at_])) ++at_;
    depth_ = 0;
    return at_ < line_.size();
  }

  /// "!" is a word of its own, also without blanks around it.
  bool ends_word(std::size_t start) const {
    if (at_ > start && line_[start] == '!') return true;
    return depth_ == 0 && (space(line_[at_]) || (line_[at_] == '!' && at_ > start));
  }

  void step() {
    const char c = line_[at_];
    if (c == '"' || c == '\'') return skip_quoted(c);
    if (c == '[' || c == '{') ++depth_;
    if ((c == ']' || c == '}') && depth_ > 0) --depth_;
    ++at_;
  }

  void skip_quoted(char mark) {
    const std::size_t start = at_++;
    while (at_ < line_.size() && line_[at_] != mark) {
      at_ += mark == '"' && line_[at_] == '\\' ? 2 : 1;
    }
    if (at_ >= line_.size()) {
      at_ = line_.size();
      const Place place = place_of(start);
      report_.add({.place = place,
                   .what = "this quote is not closed",
                   .mend = std::string("write ") + mark + " at the end of the value"});
    } else {
      ++at_;
    }
  }

  std::string_view line_;
  Report& report_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

class Launch {
 public:
  explicit Launch(Report& report) : report_(report) {}

  Document read(const std::vector<Word>& words) {
    for (const Word& word : words) {
      if (word.text == "!") {
        next(word);
      } else if (!open_) {
        start(word);
      } else {
        setting(word);
      }
    }
    if (!open_) nothing(words.empty() ? 0 : words.back().start);
    close();
    Document document{std::string(file), {}};
    document.root.push_back({"actor", place_of(0), {place_of(0), std::move(actors_)}});
    return document;
  }

 private:
  void next(const Word& word) {
    if (!open_) nothing(word.start);
    close();
  }

  void nothing(std::size_t offset) {
    report_.add({.place = place_of(offset),
                 .what = "there is no actor here",
                 .expected = "a kind of actor before and after each '!'"});
  }

  void start(const Word& word) {
    const std::string kind(word.text);
    const Place place = place_of(word.start);
    if (kind.find('=') != std::string::npos) {
      report_.add({.place = place,
                   .what = quote(kind) + " stands where an actor has to begin",
                   .expected = "a kind of actor"});
    }
    open_ = Member{unused_name(kind), place, {place, Table{}}};
    add({"kind", place, {place, kind}});
    if (!previous_.empty()) add({"in", place, {place, previous_}});
  }

  /// The kind without what may not stand in a name ("modules/outline.toml" is "outline"), and a
  /// number when it is taken.
  std::string unused_name(const std::string& kind) {
    const auto slash = kind.rfind('/');
    std::string base = slash == std::string::npos ? kind : kind.substr(slash + 1);
    base = base.substr(0, base.find('.'));
    int& number = numbers_[base];
    std::string name = base;
    if (++number > 1) name += std::to_string(number);
    while (!names_.insert(name).second) name = base + std::to_string(++number);
    return name;
  }

  void setting(const Word& word) {
    const auto equals = word.text.find('=');
    const std::string key(word.text.substr(0, equals));
    const Place place = place_of(word.start);
    if (equals == std::string_view::npos || key.empty()) {
      report_.add({.place = place,
                   .what = quote(word.text) + " sets nothing",
                   .expected = "key=value",
                   .mend = "write '!' before the next actor"});
    } else if (find(*open_->value.table(), key) != nullptr) {
      report_.add({.place = place, .what = quote(key) + " is set already"});
    } else {
      const Place value = place_of(word.start + equals + 1);
      add({key, place, parse_value(word.text.substr(equals + 1), value)});
    }
  }

  void add(Member member) { std::get<Table>(open_->value.value).push_back(std::move(member)); }

  void close() {
    if (!open_) return;
    previous_ = open_->key;
    actors_.push_back(std::move(*open_));
    open_.reset();
  }

  Report& report_;
  Table actors_;
  std::optional<Member> open_;  ///< the actor whose settings are being read
  std::string previous_;
  std::map<std::string, int> numbers_;  ///< the last one used, by name without number
  std::set<std::string> names_;
};

}  // namespace

std::optional<Document> parse_launch(std::string_view line, Report& report) {
  report.expect_line(file);
  const auto words = Words(line, report).split();
  Document document = Launch(report).read(words);
  if (report.failed()) return std::nullopt;
  return document;
}

Result<std::string> launch_to_toml(std::string_view line) {
  Report report;
  const auto document = parse_launch(line, report);
  if (document) return write_toml(*document);
  return fail(Code::invalid, text(report.take()));
}

}  // namespace omma::dsl
