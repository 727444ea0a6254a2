// SPDX-License-Identifier: Apache-2.0
#include "actors/line.hpp"

#include <gtest/gtest.h>

namespace omma::actors {
namespace {

TEST(Line, IsTheSameAfterBeingATensor) {
  const auto line = line_of(tensor_of({{1, 2.5F}, {-3, 4}}, "gate.line"));
  ASSERT_TRUE(line);
  EXPECT_EQ(line->from, cv::Point2f(1, 2.5F));
  EXPECT_EQ(line->to, cv::Point2f(-3, 4));
}

TEST(Line, OtherTensorsAreNoLines) {
  const Tensor line = tensor_of({{1, 2}, {3, 4}}, "line");
  Tensor name = line, type = line, size = line;
  name.name = "outline";
  type.dtype = DType::int32;
  size.data.pop_back();
  for (const Tensor& other : {name, type, size, Tensor()})
    EXPECT_FALSE(line_of(other)) << other.name;
}

}  // namespace
}  // namespace omma::actors
