// SPDX-License-Identifier: Apache-2.0
#include "tools/command/health.hpp"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <opencv2/videoio.hpp>
#include <utility>

#include "actors/io/opencv_io.hpp"
#include "tools/command/place.hpp"
#include "tools/command/process.hpp"

namespace omma::command {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Finding graphviz() {
  const fs::path dot = find_program("dot");
  if (!dot.empty()) return {"graphviz", Health::ok, dot.string()};
  return {"graphviz", Health::missing, "no program `dot`: omma draw makes no svg or png",
          "sudo apt install graphviz"};
}

Finding display() {
  const std::string wayland = variable("WAYLAND_DISPLAY"), x11 = variable("DISPLAY");
  if (!wayland.empty()) return {"display", Health::ok, "Wayland " + wayland};
  if (!x11.empty()) return {"display", Health::ok, "X11 " + x11};
  return {"display", Health::warn, "none: windows cannot be shown",
          "log in with 'ssh -X', or write to a file instead of a window"};
}

Finding media() {
  const fs::path folder = variable("OMMA_MEDIA");
  std::error_code error;
  if (!folder.empty() && fs::exists(folder / "vtest.avi", error))
    return {"samples", Health::ok, folder.string()};
  return {"samples", Health::warn,
          folder.empty() ? "the folder of sample videos is unknown"
                         : "no vtest.avi in " + folder.string(),
          "run tools/setup, which fetches them, or set OMMA_MEDIA"};
}

Finding video_backend(cv::VideoCaptureAPIs api, const std::string& subject,
                      const std::string& what_for) {
  try {
    if (actors::opencv_io().has_backend(api)) {
      return {subject, Health::ok, "OpenCV " CV_VERSION " has it"};
    }
    return {subject, Health::missing, "OpenCV " CV_VERSION " was built without it: " + what_for,
            "sudo apt install libopencv-dev"};
  } catch (const std::exception& error) {
    return {subject, Health::missing, error.what(), "install omma again"};
  }
}

Finding python() {
  constexpr const char* interpreter = "/usr/bin/python3";
  if (access(interpreter, X_OK) != 0) {
    return {"python", Health::missing, std::string("no ") + interpreter,
            "sudo apt install python3 python3-numpy"};
  }
  const auto has = [](const char* module) {
    return run_silently({interpreter, "-c", std::string("import ") + module}) == 0;
  };
  if (!has("numpy"))
    return {"python", Health::missing, std::string(interpreter) + " has no numpy",
            "sudo apt install python3-numpy"};
  std::string missing, packages;
  for (const auto& [module, package] :
       {std::pair{"cv2", "python3-opencv"}, {"matplotlib", "python3-matplotlib"}}) {
    if (has(module)) continue;
    missing += (missing.empty() ? "" : " and ") + std::string(module);
    packages += std::string(" ") + package;
  }
  if (missing.empty())
    return {"python", Health::ok, std::string(interpreter) + " with numpy, cv2 and matplotlib"};
  return {"python", Health::warn,
          std::string(interpreter) + " has no " + missing + ", which some tools in Python import",
          "sudo apt install" + packages};
}

Finding cameras() {
  std::string readable, refused;
  for (int i = 0; i < 64; ++i) {
    const std::string device = "/dev/video" + std::to_string(i);
    if (!fs::exists(device)) continue;
    (access(device.c_str(), R_OK | W_OK) == 0 ? readable : refused) += " " + device;
  }
  if (!refused.empty()) {
    return {"cameras", Health::warn, "not allowed to read" + refused,
            "sudo usermod -aG video $USER, then log in again"};
  }
  return {"cameras", Health::ok,
          readable.empty() ? "no Video4Linux camera is connected" : readable.substr(1)};
}

}  // namespace

std::vector<Finding> examine() {
  std::vector<Finding> findings = examine_machine();
  const std::vector<Finding> more{
      graphviz(),
      display(),
      media(),
      video_backend(cv::CAP_FFMPEG, "ffmpeg", "most video files cannot be read"),
      video_backend(cv::CAP_GSTREAMER, "gstreamer", "GStreamer pipelines cannot be read"),
      cameras(),
      python()};
  findings.insert(findings.end(), more.begin(), more.end());
  return findings;
}

}  // namespace omma::command
