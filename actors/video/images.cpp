// SPDX-License-Identifier: Apache-2.0
#include "actors/video/images.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>

#include "actors/io/opencv_io.hpp"
#include "actors/media.hpp"
#include "actors/video/media_times.hpp"

namespace omma::actors {
namespace fs = std::filesystem;
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// The run of digits that begins at `at`, without leading zeros; `at` moves behind it.
std::string_view number_at(const std::string& text, std::size_t& at) {
  while (at < text.size() && text[at] == '0') ++at;
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return std::string_view(text).substr(first, at - first);
}

bool is_picture(const fs::path& file) { return opencv_io().can_read(file.string()); }

Result<std::vector<fs::path>> files_in(const fs::path& path) {
  if (!fs::is_directory(path)) return std::vector{path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.is_regular_file() && is_picture(entry.path())) files.push_back(entry.path());
  }
  if (!files.empty()) return files;
  return fail(Code::not_found,
              "the folder " + path.string() + " holds no picture that OpenCV reads");
}

/// Files whose names match `*` and `?` in the last part of `pattern`.
Result<std::vector<fs::path>> files_like(const fs::path& pattern) {
  const fs::path folder = pattern.has_parent_path() ? pattern.parent_path() : fs::path(".");
  const auto found_folder = find_file(folder, {media_folder()});
  if (!found_folder) return tl::make_unexpected(found_folder.error());
  std::vector<cv::String> names;
  cv::glob((*found_folder / pattern.filename()).string(), names, false);
  std::vector<fs::path> files;
  for (const cv::String& name : names) {
    if (is_picture(name)) files.emplace_back(name);
  }
  if (!files.empty()) return files;
  return fail(Code::not_found, "no picture that OpenCV reads is called " +
                                   (*found_folder / pattern.filename()).string());
}

bool is_pattern(const std::string& path) { return path.find_first_of("*?") != std::string::npos; }

Result<std::vector<fs::path>> files_of(const std::string& path) {
  if (is_pattern(path)) return files_like(path);
  const auto found = find_file(path, {media_folder()});
  if (!found) return tl::make_unexpected(found.error());
  return files_in(*found);
}

int reading_mode(const std::string& format) {
  if (format == "Mono8") return cv::IMREAD_GRAYSCALE;
  return format == "Mono16" ? cv::IMREAD_GRAYSCALE | cv::IMREAD_ANYDEPTH : cv::IMREAD_COLOR;
}

}  // namespace

bool natural_less(const std::string& one, const std::string& other) {
  std::size_t i = 0, k = 0;
  while (i < one.size() && k < other.size()) {
    if (is_digit(one[i]) && is_digit(other[k])) {
      const std::string_view left = number_at(one, i), right = number_at(other, k);
      if (left.size() != right.size()) return left.size() < right.size();
      if (left != right) return left < right;
    } else if (one[i] != other[k]) {
      return one[i] < other[k];
    } else {
      ++i;
      ++k;
    }
  }
  return i == one.size() && k < other.size();
}

Result<void> Images::open() {
  auto files = files_of(path);
  if (!files) return tl::make_unexpected(files.error());
  files_ = std::move(*files);
  std::sort(files_.begin(), files_.end(), [](const fs::path& one, const fs::path& other) {
    return natural_less(one.string(), other.string());
  });
  next_ = 0;
  return {};
}

Result<std::optional<Sample>> Images::process() {
  if (next_ >= files_.size() && !loop) return std::optional<Sample>();
  const std::uint64_t number = next_++;
  const fs::path& file = files_[number % files_.size()];
  Sample sample;
  sample.image = opencv_io().read(file.string(), reading_mode(format));
  if (sample.image.empty()) {
    return fail(
        Code::invalid,
        file.string() +
            " is not a picture that OpenCV reads; take it away, or write on_error = \"skip\"");
  }
  if (format == "Mono16" && sample.image.depth() == CV_8U)
    sample.image.convertTo(sample.image, CV_16U, 257);
  sample.notes.attributes = {{"file", file.filename().string()}};
  if (rate > 0) {
    sample.due_ns = std::llround(static_cast<double>(number) * 1e9 / rate);
    sample.times = media_times(*sample.due_ns);
  }
  return std::optional(std::move(sample));
}

namespace {
const Registered declared =
    Declare<Images>("images",
                    "Reads the pictures of a folder one after the other, img2 before img10. The "
                    "attribute `file` is the name of the file.",
                    outputs(port("image").format_param("format")))
        .param("path", &Images::path,
               "a folder, a file, or a pattern with * and ? (also in the folder OMMA_MEDIA)",
               required, Reinit{&Images::open})
        .param("format", &Images::format, "pixel format to read them as",
               OneOf{"BGR8", "Mono8", "Mono16"})
        .param("rate", &Images::rate, "frame rate; 0 = as fast as they are consumed",
               Range{0, 100000}, Unit{"Hz"})
        .param("loop", &Images::loop, "start again after the last picture")
        .family("video")
        .heavy();
}  // namespace

}  // namespace omma::actors
