// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/types.hpp>

namespace omma::actors {

/// A number that changes at a nearly constant rate, known from noisy measurements: the Kalman
/// filter for constant velocity in one dimension. Time counts in frames.
class ConstantVelocity {
 public:
  /// `noise`, `speed`: standard deviations of the measurement and of the velocity at the start.
  ConstantVelocity(double value, double noise, double speed)
      : value_(value), variance_(noise * noise), speed_variance_(speed * speed) {}

  /// One frame passes; `drift` and `push`: how far value and velocity stray in it.
  void predict(double drift, double push);
  void correct(double measured, double noise);

  double value() const { return value_; }

 private:
  double value_;
  double velocity_ = 0;
  double variance_;
  double covariance_ = 0;
  double speed_variance_;
};

/// Where a moving box is: centre and height at constant velocity, a slowly changing shape.
/// All noise is in proportion to the height (N. Wojke, A. Bewley, D. Paulus, Simple Online and
/// Realtime Tracking with a Deep Association Metric, ICIP 2017, section 2.1).
class BoxMotion {
 public:
  explicit BoxMotion(const cv::Rect2f& rect);

  void predict();
  void correct(const cv::Rect2f& rect);
  cv::Rect2f rect() const;

 private:
  ConstantVelocity x_, y_, height_, aspect_;
};

}  // namespace omma::actors
