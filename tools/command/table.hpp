// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/command/terminal.hpp"

namespace omma::command {

struct Cell {
  std::string text;
  Paint paint = Paint::plain;
};

/// Rows under titles, every column as wide as its widest cell. The last one is broken into lines
/// where the terminal ends.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  using Row = std::vector<Cell>;

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(Row row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }

  std::string text(const Terminal& terminal, std::size_t indent = 0) const;

 private:
  std::vector<std::size_t> widths() const;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

/// Breaks a text between words so that no line is longer than `width`; further lines start with
/// `indent` blanks. The first line is thought to start after as many.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

/// "1,234,567"
std::string grouped(std::uint64_t number);

/// "1 frame", "12,345 frames"
std::string counted(std::uint64_t number, std::string_view noun);

/// With about three digits that say something: "0.052", "1.73", "24.9", "12,345".
std::string rounded(double number);

/// One digit after the point, so that columns of it line up: "0.1", "12,345.0". Not for negatives.
std::string tenths(double number);

/// "1.4 MB"; 0 is "0 B".
std::string bytes_text(std::uint64_t bytes);

/// "4.2 s", "3 min 05 s", "2 h 07 min"
std::string duration_text(double seconds);

}  // namespace omma::command
