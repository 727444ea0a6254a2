// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/assignment.hpp"

#include <cstddef>
#include <limits>

namespace omma::actors {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Rows and columns count from 1; number 0 is "none yet". Needs at least as many columns as rows.
class Assignment {
 public:
  explicit Assignment(const Costs& costs)
      : costs_(costs),
        columns_(costs.front().size()),
        row_price_(costs.size() + 1),
        column_price_(columns_ + 1),
        row_of_(columns_ + 1),
        before_(columns_ + 1) {}

  void add(std::size_t row) {
    std::size_t column = free_column_from(row);
    while (column != 0) {  // everybody along the path moves on by one column
      row_of_[column] = row_of_[before_[column]];
      column = before_[column];
    }
  }

  std::size_t row_of(std::size_t column) const { return row_of_[column]; }

 private:
  /// The end of the cheapest augmenting path (Dijkstra on reduced costs); adjusts the prices.
  std::size_t free_column_from(std::size_t row) {
    std::vector<double> way(columns_ + 1, infinity);
    std::vector<bool> done(columns_ + 1, false);
    row_of_[0] = row;
    std::size_t column = 0;
    do {
      done[column] = true;
      const std::size_t next = relax(column, way, done);
      reprice(way[next], way, done);
      column = next;
    } while (row_of_[column] != 0);
    return column;
  }

  /// Looks on from `column`; returns the nearest column that is not done.
  std::size_t relax(std::size_t column, std::vector<double>& way, const std::vector<bool>& done) {
    const std::size_t row = row_of_[column];
    std::size_t nearest = 0;
    for (std::size_t i = 1; i <= columns_; ++i) {
      if (done[i]) continue;
      const double reduced = costs_[row - 1][i - 1] - row_price_[row] - column_price_[i];
      if (reduced < way[i]) {
        way[i] = reduced;
        before_[i] = column;
      }
      if (nearest == 0 || way[i] < way[nearest]) nearest = i;
    }
    return nearest;
  }

  void reprice(double delta, std::vector<double>& way, const std::vector<bool>& done) {
    for (std::size_t i = 0; i <= columns_; ++i) {
      if (done[i]) {
        row_price_[row_of_[i]] += delta;
        column_price_[i] -= delta;
      } else {
        way[i] -= delta;
      }
    }
  }

  const Costs& costs_;
  std::size_t columns_;
  std::vector<double> row_price_, column_price_;
  std::vector<std::size_t> row_of_;  // of each column
  std::vector<std::size_t> before_;  // the column before on the path
};

Costs transposed(const Costs& costs) {
  Costs result(costs.front().size(), std::vector<double>(costs.size()));
  for (std::size_t row = 0; row < costs.size(); ++row) {
    for (std::size_t column = 0; column < result.size(); ++column)
      result[column][row] = costs[row][column];
  }
  return result;
}

}  // namespace

std::vector<int> cheapest_assignment(const Costs& costs) {
  std::vector<int> given(costs.size(), -1);
  if (costs.empty() || costs.front().empty()) return given;
  const bool tall = costs.size() > costs.front().size();
  const Costs wide = tall ? transposed(costs) : costs;
  Assignment assignment(wide);
  for (std::size_t row = 1; row <= wide.size(); ++row) assignment.add(row);
  for (std::size_t column = 1; column <= wide.front().size(); ++column) {
    const std::size_t row = assignment.row_of(column);
    if (row == 0) continue;
    if (tall) given[column - 1] = static_cast<int>(row) - 1;
    else given[row - 1] = static_cast<int>(column) - 1;
  }
  return given;
}

}  // namespace omma::actors
