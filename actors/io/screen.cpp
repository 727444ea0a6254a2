// SPDX-License-Identifier: Apache-2.0
#include "actors/io/screen.hpp"

#include <algorithm>
#include <chrono>
#include <opencv2/highgui.hpp>

namespace omma::actors {
namespace {

constexpr auto breath = std::chrono::milliseconds(20);  // between looks at mouse and keyboard
constexpr int widest = 1600;
constexpr int highest = 900;

cv::Size window_size(const cv::Size& picture) {
  const double zoom = std::min({1.0, static_cast<double>(widest) / picture.width,
                                static_cast<double>(highest) / picture.height});
  return {cvRound(picture.width * zoom), cvRound(picture.height * zoom)};
}

bool visible(const std::string& window) {
  return cv::getWindowProperty(window, cv::WND_PROP_VISIBLE) >= 1;
}

}  // namespace

Screen& Screen::instance() {
  static Screen screen;
  return screen;
}

Screen::Screen() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

Screen::~Screen() = default;  // the thread is stopped and joined first

void Screen::perform(std::function<void()> work) {
  Task task(std::move(work));
  std::future<void> done = task.get_future();
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
  done.get();
}

/// An empty one when nothing came for a while.
Screen::Task Screen::next_task(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto waiting = [this] { return !tasks_.empty(); };
  const bool came = closed_.empty() ? wake_.wait(lock, stop, waiting)
                                    : wake_.wait_for(lock, stop, breath, waiting);
  if (!came) return {};
  Task task = std::move(tasks_.front());
  tasks_.pop_front();
  return task;
}

void Screen::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    Task task = next_task(stop);
    if (task.valid()) task();
    if (!closed_.empty()) cv::waitKey(1);
  }
  if (!closed_.empty()) cv::destroyAllWindows();
}

void Screen::draw(const std::string& window, const cv::Mat& image) {
  const auto known = closed_.find(window);
  if (known == closed_.end()) {
    cv::namedWindow(window, cv::WINDOW_NORMAL | cv::WINDOW_KEEPRATIO | cv::WINDOW_GUI_NORMAL);
    cv::resizeWindow(window, window_size(image.size()));
    closed_[window] = false;
  } else {
    known->second = known->second || !visible(window);
    if (known->second) return;
  }
  cv::imshow(window, image);
  cv::waitKey(1);
}

void Screen::show(const std::string& window, const cv::Mat& image) {
  perform([&] { draw(window, image); });
}

void Screen::close(const std::string& window) {
  perform([&] {
    const auto known = closed_.find(window);
    if (known == closed_.end()) return;
    if (!known->second && visible(window)) cv::destroyWindow(window);
    closed_.erase(known);
  });
}

}  // namespace omma::actors
