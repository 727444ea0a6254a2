// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/contest.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tools/benchmarks/measure.hpp"

namespace omma::bench {
namespace {

/// Three significant digits; what was not measured is a dash.
std::string text_of(double value) {
  if (std::isnan(value)) return "-";
  const double size = std::abs(value);
  const int digits = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

/// On one line of a terminal, over what stood there before.
void show_progress(const std::string& text) {
  if (isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\r\x1b[K%s", text.c_str());
}

int width_of(const std::string& column) {
  return static_cast<int>(std::max<std::size_t>(column.size(), 9)) + 2;
}

}  // namespace

Contest::Contest(std::string title, std::vector<std::string> columns)
    : title_(std::move(title)), columns_(std::move(columns)) {}

void Contest::add(std::string contender, Round round) {
  if (contender.find(only) == std::string::npos) return;
  contenders_.push_back({std::move(contender), std::move(round), {}});
}

void Contest::run(int rounds) {
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < contenders_.size(); ++i) {
      Contender& next = contenders_[round % 2 == 0 ? i : contenders_.size() - 1 - i];
      show_progress(title_ + ": round " + std::to_string(round + 1) + ": " + next.name);
      next.rounds.push_back(next.round());
    }
  }
  show_progress("");
}

std::vector<double> Contest::Contender::column(std::size_t index) const {
  std::vector<double> values;
  for (const auto& round : rounds) {
    if (!std::isnan(round.at(index))) values.push_back(round[index]);
  }
  return values;
}

const Contest::Contender& Contest::find(const std::string& name) const {
  const auto found =
      std::find_if(contenders_.begin(), contenders_.end(),
                   [&](const Contender& contender) { return contender.name == name; });
  static const Contender left_out;
  if (found != contenders_.end()) return *found;
  if (name.find(only) == std::string::npos) return left_out;
  throw std::logic_error("no contender " + name);
}

double Contest::figure(const std::string& contender, std::size_t column) const {
  const std::vector<double> values = find(contender).column(column);
  return values.empty() ? NAN : median(values);
}

double Contest::worst(const std::string& contender, std::size_t column) const {
  const std::vector<double> values = find(contender).column(column);
  return values.empty() ? NAN : *std::max_element(values.begin(), values.end());
}

double Contest::ratio(const std::string& of, const std::string& to, std::size_t column) const {
  const Contender& first = find(of);
  const Contender& second = find(to);
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(first.rounds.size(), second.rounds.size()); ++i) {
    const double ratio = first.rounds[i][column] / second.rounds[i][column];
    if (std::isfinite(ratio)) ratios.push_back(ratio);
  }
  return ratios.empty() ? NAN : median(ratios);
}

void Contest::print() const {
  std::size_t widest = 0;
  for (const Contender& contender : contenders_) widest = std::max(widest, contender.name.size());
  std::printf("\n%s\n%*s", title_.c_str(), static_cast<int>(widest) + 2, "");
  for (const std::string& column : columns_) std::printf("%*s", width_of(column), column.c_str());
  for (const Contender& contender : contenders_) {
    std::printf("\n  %-*s", static_cast<int>(widest), contender.name.c_str());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      std::printf("%*s", width_of(columns_[i]), text_of(figure(contender.name, i)).c_str());
    }
  }
  std::puts("");
}

nlohmann::json Contest::json() const {
  nlohmann::json rows = nlohmann::json::array();
  for (const Contender& contender : contenders_) {
    nlohmann::json figures;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      figures[columns_[i]] = {{"median", figure(contender.name, i)},
                              {"rounds", contender.column(i)}};
    }
    rows.push_back({{"name", contender.name}, {"figures", std::move(figures)}});
  }
  return {{"title", title_}, {"rows", std::move(rows)}};
}

}  // namespace omma::bench
