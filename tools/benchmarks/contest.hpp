// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace omma::bench {

/// Contenders that are measured by turns, so that a machine that gets slower or faster meanwhile
/// does so for all of them; and the table of what came out.
class Contest {
 public:
  /// Contenders without this in their names are left out of all contests.
  static inline std::string only;

  /// `columns`: names of the figures that one round of a contender gives.
  Contest(std::string title, std::vector<std::string> columns);

  using Round = std::function<std::vector<double>()>;
  void add(std::string contender, Round round);

  /// Takes that many rounds of each, in turn; every other time from the last to the first.
  void run(int rounds);

  /// The median of all rounds.
  double figure(const std::string& contender, std::size_t column = 0) const;

  /// The largest of all rounds.
  double worst(const std::string& contender, std::size_t column) const;

  /// How a figure of one compares with another's: the median of the ratios within each round.
  double ratio(const std::string& of, const std::string& to, std::size_t column = 0) const;

  void print() const;
  nlohmann::json json() const;

 private:
  struct Contender {
    std::string name;
    Round round;
    std::vector<std::vector<double>> rounds;

    std::vector<double> column(std::size_t index) const;
  };
  /// One without rounds when it was left out.
  const Contender& find(const std::string& name) const;

  std::string title_;
  std::vector<std::string> columns_;
  std::vector<Contender> contenders_;
};

}  // namespace omma::bench
