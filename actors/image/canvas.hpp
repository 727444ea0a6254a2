// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "actors/image/label_places.hpp"
#include "actors/line.hpp"
#include "runtime/frames/pixel_format.hpp"

namespace omma::actors {

/// A picture to draw on, in its own pixel format. Sizes follow `text_height`.
class Canvas {
 public:
  /// Draws into `image`. `text_height`: of capital letters, in px.
  Canvas(cv::Mat image, PixelFormat format, int text_height);

  /// A colour that differs clearly from that of the next number; blue, green, red.
  static cv::Scalar color_of(std::int64_t number);
  static cv::Scalar color_of(const std::string& name);

  void box(const cv::Rect2f& rect, const cv::Scalar& bgr);
  /// A label with a background of this colour at `rect`, on no other label and not on the panel:
  /// the first of `texts` that there is room for, else the last one above `rect` whatever is there.
  void label(const cv::Rect2f& rect, const std::vector<std::string>& texts, const cv::Scalar& bgr);
  /// Whether a label with this text is no wider than the picture.
  bool fits(const std::string& text) const;
  void line(const Line& line, const cv::Scalar& bgr);
  /// Lines of text on a darkened ground in the left upper corner; names left, values right.
  void panel(const std::vector<std::pair<std::string, std::string>>& rows);

 private:
  cv::Scalar native(const cv::Scalar& bgr) const;
  cv::Size size_of(const std::string& text) const;
  cv::Size label_size(const std::string& text) const;
  void text(const std::string& text, const cv::Point& left_bottom, const cv::Scalar& bgr);

  cv::Mat image_;
  PixelFormat format_;
  int text_height_;
  int thickness_;
  double font_scale_;
  LabelPlaces places_;
};

}  // namespace omma::actors
