// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/image_files.hpp"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>

#include "actors/io/opencv_io.hpp"
#include "actors/sink/target_file.hpp"

namespace omma::actors {
namespace {

constexpr std::size_t digits = 6;  // so that names sort as numbers do

void replace(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

std::string padded(std::uint64_t number) {
  const std::string text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

}  // namespace

std::string ImageFiles::name_for(const Identity& identity) const {
  std::string source(identity.source);
  std::replace(source.begin(), source.end(), '/', '_');  // an actor of a module
  std::string name = path;
  replace(name, "{sequence}", padded(identity.sequence));
  replace(name, "{source}", source);
  replace(name, "{part}", std::to_string(identity.part));
  return name;
}

Result<void> ImageFiles::process(const Frame& image) const {
  const std::string name = name_for(image.identity());
  const std::string extension = extension_of(name);
  if (extension != ".png" && extension != ".jpg" && extension != ".jpeg") {
    return fail(Code::invalid, "the name '" + path + "' should end in .png or .jpg");
  }
  const cv::Mat picture = image.mat();
  if (picture.empty()) return fail(Code::invalid, "the frame has no pixels to write");
  if (picture.depth() != CV_8U && extension != ".png") {
    return fail(Code::invalid, "a .jpg holds 8 bits a channel, found " +
                                   std::string(omma::name(image.format())) +
                                   "; write .png, or `convert` to 8 bits before");
  }
  if (auto made = make_folders(name); !made) return made;
  const std::vector<int> how{cv::IMWRITE_JPEG_QUALITY, quality, cv::IMWRITE_PNG_COMPRESSION, 1};
  auto written = opencv_io().write(name, picture, how);
  if (!written) return fail(written.error().code, "cannot write " + written.error().text());
  return {};
}

namespace {
using F = PixelFormat;

const Registered declared =
    Declare<ImageFiles>(
        "image_files", "Writes each picture to a file; existing files are replaced, by whole ones.",
        inputs(port("image").of(F::BGR8, F::Mono8, F::Mono16, F::BGRa8)))
        .param("path", &ImageFiles::path,
               "path of the files, .png or .jpg; {sequence} stands for the frame's number with six "
               "digits, {source} for its source, {part} for its index among the results of one "
               "frame; missing folders are made",
               Writes({".png", ".jpg", ".jpeg"}))
        .param("quality", &ImageFiles::quality, "JPEG quality", Range{1, 100})
        .family("sink")
        .heavy();
}  // namespace

}  // namespace omma::actors
