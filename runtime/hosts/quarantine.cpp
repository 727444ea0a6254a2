// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/quarantine.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "runtime/frames/frame_text.hpp"

namespace omma::hosts {
namespace {

namespace fs = std::filesystem;

constexpr int most_kept = 20;

/// "bright-camera-12": of module "a", actor "b": "a.b-camera-12".
std::string stem_of(const Quarantined& step) {
  std::string name = step.actor;
  for (const Frame& frame : step.inputs) {
    if (!frame) continue;
    name += "-" + std::string(frame.identity().source) + "-" + std::to_string(frame.sequence());
    break;
  }
  for (char& c : name) {
    if (c == '/') c = '.';
  }
  return name;
}

std::string story(const Quarantined& step, const std::string& path) {
  std::string text = "actor '" + step.actor + "': " + step.what + "\n\nIt was given\n";
  for (const Frame& frame : step.inputs) text += frame ? to_text(frame) : "nothing\n";
  if (!step.last_output.empty()) text += "\nThe process printed at last\n" + step.last_output;
  return text + "\nThe same step once more, alone\n" +
         replay_command(path, step.kind, step.plugin) + "\n";
}

}  // namespace

std::string replay_command(const std::string& path, const std::string& kind,
                           const std::string& plugin) {
  return "omma replay-frame '" + path + "' --actor '" + kind + "'" +
         (plugin.empty() ? "" : " --plugin '" + plugin + "'");
}

std::string Quarantine::free_path(const Quarantined& step) const {
  const fs::path stem = fs::path(folder_) / stem_of(step);
  std::string path = stem.string() + ".frame";
  for (int i = 2; fs::exists(path); ++i) path = stem.string() + "-" + std::to_string(i) + ".frame";
  return path;
}

std::string Quarantine::keep(const Quarantined& step) {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return "";
  if (kept_ == most_kept)
    return "; " + std::to_string(kept_) + " are kept in " + folder_ + " already";
  std::error_code failed;
  fs::create_directories(folder_, failed);
  const std::string path = free_path(step);
  const auto written = write_quarantined(path, step);
  std::ofstream text(fs::path(path).replace_extension("txt"));
  text << story(step, path) << std::flush;
  if (!written || !text)
    return "; it cannot be kept in " + folder_ + ": " +
           (written ? std::strerror(errno) : written.error().text());
  ++kept_;
  return "; look into it with: " + replay_command(path, step.kind, step.plugin);
}

}  // namespace omma::hosts
