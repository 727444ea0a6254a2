// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "actors/line.hpp"
#include "runtime/actor.hpp"

namespace omma::actors {

/// Counts tracked things whose centre crosses a line.
struct Count {
  std::string name = "count";
  std::vector<double> line = {0.5, 0, 0.5, 1};
  double margin = 4;

  Result<void> check();
  Notes process(const Frame& regions);

  /// The same for regions of a picture of this size.
  void update(const Regions& regions, const cv::Size& picture);
  std::int64_t forward() const { return forward_; }
  std::int64_t backward() const { return backward_; }

 private:
  /// Where a thing was last seen clearly on one side.
  struct Seen {
    cv::Point2f center;
    double side;
    std::int64_t step;
  };
  Line line_in(const cv::Size& picture) const;
  void see(std::int64_t id, const cv::Point2f& center, const Line& at);

  std::map<std::int64_t, Seen> seen_;
  std::int64_t step_ = 0;
  std::int64_t forward_ = 0;
  std::int64_t backward_ = 0;
};

}  // namespace omma::actors
