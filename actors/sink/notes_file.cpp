// SPDX-License-Identifier: Apache-2.0
#include "actors/sink/notes_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "actors/sink/notes_text.hpp"
#include "actors/sink/target_file.hpp"

namespace omma::actors {

Result<void> NotesFile::open() {
  const std::string extension = extension_of(path);
  csv_ = extension == ".csv";
  if (!csv_ && extension != ".jsonl" && extension != ".json") {
    return fail(Code::invalid, "the name '" + path + "' should end in .jsonl (JSON lines) or .csv");
  }
  if (auto writable = make_writable(path); !writable) return writable;
  file_ = std::ofstream(path, append ? std::ios::app : std::ios::trunc);
  std::error_code none;
  size_ = std::filesystem::file_size(path, none);
  if (none) size_ = 0;  // a pipe
  return csv_ && size_ == 0 ? write(csv_header()) : Result<void>();
}

/// The whole line, or nothing of it.
Result<void> NotesFile::write(const std::string& line) {
  file_ << line << '\n' << std::flush;
  if (file_) return size_ += line.size() + 1, Result<void>();
  const std::string why = std::strerror(errno);
  std::error_code none;
  std::filesystem::resize_file(path, size_, none);
  return fail(Code::unavailable, "cannot write to " + path + ": " + why);
}

Result<void> NotesFile::process(const Frame& notes) {
  const std::size_t most = tensor_values < 0 ? SIZE_MAX : static_cast<std::size_t>(tensor_values);
  return write(csv_ ? csv_line(notes, most) : json_line(notes, most));
}

namespace {
const Registered declared =
    Declare<NotesFile>(
        "notes_file",
        "Writes the notes of each frame to a text file, one line per frame: identity, capture "
        "time, regions, attributes and tensors, as JSON lines or CSV. Each line is flushed.",
        inputs(port("notes")))
        .param("path", &NotesFile::path, "path of the file; .jsonl or .csv decides the format",
               Writes({".jsonl", ".json", ".csv"}), Reinit{&NotesFile::open})
        .param("append", &NotesFile::append, "append to an existing file instead of replacing it",
               Reinit{&NotesFile::open})
        .param("tensor_values", &NotesFile::tensor_values,
               "how many values of each tensor are written; -1 = all", Range{-1})
        .family("sink");
}  // namespace

}  // namespace omma::actors
