// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/display.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace omma::actors {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool listens(const std::string& path, bool abstract) {
  const std::string address = abstract ? std::string(1, '\0') + path : path;
  sockaddr_un peer{};
  peer.sun_family = AF_UNIX;
  if (address.size() >= sizeof peer.sun_path) return false;
  std::memcpy(peer.sun_path, address.data(), address.size());
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return false;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size());
  const bool connected = ::connect(handle, reinterpret_cast<const sockaddr*>(&peer), size) == 0;
  ::close(handle);
  return connected;
}

/// `display` is ":number.screen" here; one with a host is taken on trust.
bool x_answers(const std::string& display) {
  if (!display.starts_with(':')) return true;
  const std::string path = "/tmp/.X11-unix/X" + display.substr(1, display.find('.') - 1);
  return listens(path, true) || listens(path, false);
}

bool wayland_answers(const std::string& display) {
  return listens((std::filesystem::path(variable("XDG_RUNTIME_DIR")) / display).string(), false);
}

/// Qt was told to draw nowhere, which it can everywhere.
bool draws_nowhere() {
  const std::string platform = variable("QT_QPA_PLATFORM");
  return platform == "offscreen" || platform == "minimal" || platform == "vnc";
}

}  // namespace

std::string lack_of_display() {
  if (draws_nowhere()) return {};
  const std::string x = variable("DISPLAY"), wayland = variable("WAYLAND_DISPLAY");
  if (!x.empty() && x_answers(x)) return {};
  if (!wayland.empty() && wayland_answers(wayland)) return {};
  const std::string found = x.empty() && wayland.empty()
                                ? "neither DISPLAY nor WAYLAND_DISPLAY is set"
                                : "the display '" + (x.empty() ? wayland : x) + "' does not answer";
  return "there is no display to open a window on: " + found +
         "; run this in a desktop session or through `ssh -X`, or write without_display = "
         "\"ignore\"";
}

}  // namespace omma::actors
