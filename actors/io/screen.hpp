// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <opencv2/core/mat.hpp>
#include <stop_token>
#include <string>
#include <thread>

namespace omma::actors {

/// The windows of this process, on a thread of their own: window libraries want all calls from
/// one thread. Thread-safe.
class Screen {
 public:
  static Screen& instance();
  ~Screen();

  /// Shows a picture in the window of this name and returns when it is there. A window that the
  /// user has closed stays closed.
  void show(const std::string& window, const cv::Mat& image);
  void close(const std::string& window);

 private:
  using Task = std::packaged_task<void()>;

  Screen();
  void perform(std::function<void()> work);  // on the windows' thread; waits, throws what it throws
  Task next_task(const std::stop_token& stop);
  void run(const std::stop_token& stop);
  void draw(const std::string& window, const cv::Mat& image);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Task> tasks_;              // guarded by mutex_
  std::map<std::string, bool> closed_;  // each window ever opened; of the windows' thread only
  std::jthread thread_;                 // last: it uses all others
};

}  // namespace omma::actors
