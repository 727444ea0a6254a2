// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/box_motion.hpp"

#include <algorithm>

namespace omma::actors {
namespace {

// Shares of the height, per frame.
constexpr double position_noise = 1.0 / 15;
constexpr double height_noise = 1.0 / 8;  // detectors look at few sizes
constexpr double first_speed = 1.0 / 10;
constexpr double drift = 1.0 / 80;
constexpr double push = 1.0 / 80;

// The ratio of width to height has no unit.
constexpr double aspect_noise = 0.1;
constexpr double aspect_drift = 0.01;

double center_x(const cv::Rect2f& rect) {
  return static_cast<double>(rect.x) + static_cast<double>(rect.width) / 2;
}
double center_y(const cv::Rect2f& rect) {
  return static_cast<double>(rect.y) + static_cast<double>(rect.height) / 2;
}
double aspect(const cv::Rect2f& rect) {
  return static_cast<double>(rect.width) / std::max(1e-3, static_cast<double>(rect.height));
}

}  // namespace

void ConstantVelocity::predict(double drift, double push) {
  value_ += velocity_;
  variance_ += 2 * covariance_ + speed_variance_ + drift * drift;
  covariance_ += speed_variance_;
  speed_variance_ += push * push;
}

void ConstantVelocity::correct(double measured, double noise) {
  const double sum = variance_ + noise * noise;
  const double gain = variance_ / sum;
  const double speed_gain = covariance_ / sum;
  const double surprise = measured - value_;
  value_ += gain * surprise;
  velocity_ += speed_gain * surprise;
  speed_variance_ -= speed_gain * covariance_;
  covariance_ *= 1 - gain;
  variance_ *= 1 - gain;
}

BoxMotion::BoxMotion(const cv::Rect2f& rect)
    : x_(center_x(rect), position_noise * static_cast<double>(rect.height),
         first_speed * static_cast<double>(rect.height)),
      y_(center_y(rect), position_noise * static_cast<double>(rect.height),
         first_speed * static_cast<double>(rect.height)),
      height_(static_cast<double>(rect.height), height_noise * static_cast<double>(rect.height), 0),
      aspect_(aspect(rect), aspect_noise, 0) {}

void BoxMotion::predict() {
  const double height = std::max(1.0, height_.value());
  x_.predict(drift * height, push * height);
  y_.predict(drift * height, push * height);
  height_.predict(drift * height, push * height / 10);
  aspect_.predict(aspect_drift, 0);
}

void BoxMotion::correct(const cv::Rect2f& rect) {
  const double height = std::max(1.0, height_.value());
  x_.correct(center_x(rect), position_noise * height);
  y_.correct(center_y(rect), position_noise * height);
  height_.correct(static_cast<double>(rect.height), height_noise * height);
  aspect_.correct(aspect(rect), aspect_noise);
}

cv::Rect2f BoxMotion::rect() const {
  const double height = std::max(1.0, height_.value());
  const double width = std::max(1.0, aspect_.value() * height);
  return cv::Rect2d(x_.value() - width / 2, y_.value() - height / 2, width, height);
}

}  // namespace omma::actors
