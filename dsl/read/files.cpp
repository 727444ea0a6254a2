// SPDX-License-Identifier: Apache-2.0
#include "dsl/read/files.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "dsl/read/parse.hpp"
#include "dsl/read/shape.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {
namespace {

constexpr std::uintmax_t largest_file = std::uintmax_t{16} << 20U;

}  // namespace

Result<std::string> read_file(const std::string& path) {
  std::error_code error;
  if (path.find('\0') != std::string::npos || !std::filesystem::exists(path, error)) {
    return fail(Code::not_found, "there is no such file", path);
  }
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail(Code::invalid, "this is not a file", path);
  }
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > largest_file) {
    return fail(Code::invalid, "the file is too large for a graph", path);
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (!stream) return fail(Code::unavailable, "the file cannot be read", path);
  return text;
}

bool names_python(const std::string& kind) { return kind.find(".py:") != std::string::npos; }

bool names_module(const std::string& text) {
  bool start = true;  // of a name between dots
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (start ? !letter : !letter && !digit && c != '.') return false;
    start = c == '.';
  }
  return !start;
}

std::string beside(const std::string& file, const std::string& path) {
  return (std::filesystem::path(file).parent_path() / path).lexically_normal().string();
}

const Document* Files::open(const std::string& path, const Place& place) {
  const auto found = documents_.find(path);
  if (found != documents_.end()) return found->second.get();
  return documents_.emplace(path, load(path, place)).first->second.get();
}

std::unique_ptr<Document> Files::load(const std::string& path, const Place& place) {
  const auto text = read_file(path);
  if (!text) {
    report_->add({.place = place,
                  .what = "the module " + quote(path) + " cannot be used: " + text.error().what,
                  .mend = "paths are relative to the file that names them"});
    return nullptr;
  }
  auto document = parse(*text, path, *report_);
  if (!document || !check_shape(*document, *report_)) return nullptr;
  return std::make_unique<Document>(std::move(*document));
}

}  // namespace omma::dsl
