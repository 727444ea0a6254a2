// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/window.hpp"

#include "actors/io/opencv_io.hpp"
#include "actors/sink/display.hpp"

namespace omma::actors {

Result<void> Window::open() {
  finish();
  const std::string lack = lack_of_display();
  has_display_ = lack.empty();
  if (has_display_ || without_display == "ignore") return {};
  return fail(Code::unavailable, lack);
}

Result<void> Window::process(const Frame& image) {
  if (!has_display_) return {};
  const cv::Mat picture = image.mat();
  if (picture.empty()) return fail(Code::invalid, "the frame has no pixels to show");
  if (shown_.empty()) shown_ = title.empty() ? std::string(image.identity().source) : title;
  opencv_io().show(shown_, picture);
  return {};
}

void Window::finish() {
  if (!shown_.empty()) opencv_io().close(shown_);
  shown_.clear();
}

namespace {
const Registered declared =
    Declare<Window>(
        "window",
        "Shows pictures in a window. Closing the window does not end the graph; later pictures are "
        "discarded.",
        inputs(port("image").of(PixelFormat::BGR8, PixelFormat::Mono8, PixelFormat::Mono16)))
        .param("title", &Window::title, "title of the window; empty = name of the frames' source",
               Reinit{&Window::open})
        .param("without_display", &Window::without_display,
               "on a machine without a display: fail, or show nothing", OneOf{"error", "ignore"},
               Reinit{&Window::open})
        .family("sink")
        .heavy();
}  // namespace

}  // namespace omma::actors
