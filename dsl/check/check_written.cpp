// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check_written.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

namespace fs = std::filesystem;

std::string ending_of(const fs::path& path) {
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return ending;
}

/// The folder of a path as far as it is the same for all files: "{source}" is a part of many names.
fs::path folder_of(const std::string& path) {
  const fs::path start = path.substr(0, path.find('{'));
  return start.has_parent_path() ? start.parent_path() : fs::path(".");
}

/// The folder, or the one above it in which it could be made.
fs::path nearest_there(fs::path folder) {
  std::error_code ignored;
  while (!fs::exists(folder, ignored) && folder.has_parent_path() && folder != folder.parent_path())
    folder = folder.parent_path();
  return fs::exists(folder, ignored) ? folder : fs::path(".");
}

/// Why nothing can be written there; empty when it can.
std::string hindrance(const std::string& path) {
  std::error_code ignored;
  const fs::path folder = nearest_there(folder_of(path));
  if (!fs::is_directory(folder, ignored)) return quote(folder.string()) + " is no folder";
  if (path.find('{') == std::string::npos && fs::exists(path, ignored)) {
    if (fs::is_directory(path, ignored)) return quote(path) + " is a folder";
    if (access(path.c_str(), W_OK) != 0) return quote(path) + ": " + std::strerror(errno);
    return {};
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    return "the folder " + quote(folder.string()) + ": " + std::strerror(errno);
  return {};
}

class WrittenCheck {
 public:
  WrittenCheck(const WiredActor& actor, const Param& param, const Place& place, Report& report)
      : actor_(actor), param_(param), place_(place), report_(report) {}

  void check(const std::string& path) {
    if (path.empty() && param_.fallback == Value(std::string())) return;  // nothing is written
    if (!fs::path(path).has_filename())
      return refuse("names no file", {"the path of a file", quote(path),
                                      "write the name of a file after the folder"});
    const std::string ending = ending_of(path);
    if (!takes(ending)) return refuse_ending(path, ending);
    const std::string found = hindrance(path);
    if (!found.empty())
      refuse("cannot be written",
             {"a file in a folder that may be written", found, "choose another folder"});
  }

 private:
  struct Text {
    std::string expected;
    std::string found;
    std::string mend;
  };

  bool takes(const std::string& ending) const {
    const WrittenFile& file = *param_.writes;
    const Param* unless = actor_.contract->param(file.unless);
    const bool any = unless != nullptr && value_of(actor_, *unless) != Value(std::string());
    return any || file.endings.empty() || std::ranges::count(file.endings, ending) > 0;
  }

  void refuse_ending(const std::string& path, const std::string& ending) {
    const WrittenFile& file = *param_.writes;
    const std::string name = fs::path(path).replace_extension(file.endings.front()).string();
    refuse("ends in nothing that is known here",
           {any_one(file.endings) + (file.unless.empty() ? "" : ", or a " + quote(file.unless)),
            ending.empty() ? quote(path) : quote(ending),
            "write " + param_.name + " = " + to_text(Value(name))});
  }

  void refuse(const std::string& what, const Text& text) {
    report_.add({.place = place_,
                 .what = "the parameter " + quote(param_.name) + " of " + quote(actor_.plan.name) +
                         " (" + actor_.plan.kind + ") " + what,
                 .expected = text.expected,
                 .found = text.found,
                 .mend = text.mend,
                 .line_mend = in_line(text.mend, param_.name)});
  }

  const WiredActor& actor_;
  const Param& param_;
  const Place& place_;
  Report& report_;
};

}  // namespace

void check_written(const FlatActor& written, const WiredActor& actor, Report& report) {
  for (const Param& param : actor.contract->params) {
    const Member* given = find(written.settings, param.name);
    if (!param.writes || (given == nullptr && param.required)) continue;
    const Value& value =
        given == nullptr ? param.fallback : to_value(as_text(given->value)).value_or(Value(false));
    const auto* path = std::get_if<std::string>(&value);  // else it is wrong in another way
    const Place& place = given == nullptr ? written.place : given->value.place;
    if (path != nullptr) WrittenCheck(actor, param, place, report).check(*path);
  }
}

}  // namespace omma::dsl
