// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/base/files.hpp"
#include "runtime/base/value_json.hpp"
#include "runtime/frames/codec.hpp"
#include "runtime/hosts/quarantine.hpp"

/// Numbers are little-endian.
///
///   file = "OMMAQUA2", bytes of the text (u64), inputs (u64), text, inputs x encoded frame
///   text = JSON: actor, kind, params, host, what, last_words
///
/// Frames are encoded as in frames/codec.hpp; an empty one stands where nothing came in.
namespace omma::hosts {
namespace {

using nlohmann::json;

using Bytes = std::span<const std::byte>;

constexpr std::array<char, 8> mark{'O', 'M', 'M', 'A', 'Q', 'U', 'A', '2'};
constexpr std::string_view first_mark = "OMQU";  // bytes 4 to 7 of the first form of these files

struct FileHead {
  std::array<char, 8> mark{};
  std::uint64_t text = 0;  ///< bytes
  std::uint64_t inputs = 0;
};
static_assert(sizeof(FileHead) == 24);

// ---- writing

json about(const Quarantined& step) {
  const PlannedHost& host = step.host;
  return {{"actor", step.actor},
          {"kind", step.kind},
          {"plugin", step.plugin},
          {"params", to_json(step.params)},
          {"what", step.what},
          {"last_words", step.last_output},
          {"host",
           {{"python", host.python},
            {"cpu", host.cpu},
            {"env", host.env},
            {"deadline_ms", host.deadline_ms},
            {"start_deadline_ms", host.start_deadline_ms}}}};
}

void put(std::ofstream& file, Bytes bytes) {
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

// ---- reading

tl::unexpected<Error> unsound(const std::string& path, const std::string& why) {
  return fail(Code::invalid, "expected a frame that was put into quarantine; found " + why, path);
}

/// Takes the head off the bytes of a file.
Result<FileHead> take_head(const std::string& path, Bytes& bytes) {
  FileHead head;
  std::memcpy(&head, bytes.data(), std::min(sizeof head, bytes.size()));
  if (std::string_view(head.mark.data(), head.mark.size()).substr(4) == first_mark)
    return unsound(
        path,
        "one that an earlier version of omma wrote, which this one does not read; run "
        "the graph again so that the frame is kept anew, or replay it with that version");
  if (bytes.size() < sizeof head || head.mark != mark) return unsound(path, "another kind of file");
  bytes = bytes.subspan(sizeof head);
  if (head.text > bytes.size())
    return unsound(path, "a file that is cut short: " + std::to_string(bytes.size()) + " of " +
                             std::to_string(head.text) + " bytes of text");
  return head;
}

/// Takes the next encoded frame off the bytes of a file.
Result<Frame> take_frame(Bytes& bytes, Slab& slab) {
  const auto size = encoded_size(bytes);
  if (!size) return tl::make_unexpected(size.error());
  const Bytes own = bytes.first(std::min<std::uint64_t>(*size, bytes.size()));
  bytes = bytes.subspan(own.size());
  return decode(slab, own);
}

Quarantined step_of(const json& about) {
  Quarantined step;
  step.actor = about.at("actor");
  step.kind = about.at("kind");
  step.plugin = about.value("plugin", "");  // files of earlier versions lack it
  for (const auto& [name, value] : about.at("params").items()) step.params[name] = value_of(value);
  step.what = about.at("what");
  step.last_output = about.at("last_words");
  const json& host = about.at("host");
  step.host.name = "of " + step.actor;
  step.host.python = host.at("python");
  step.host.cpu = host.at("cpu").get<std::vector<int>>();
  step.host.env = host.at("env").get<std::map<std::string, std::string>>();
  step.host.deadline_ms = host.at("deadline_ms");
  step.host.start_deadline_ms = host.at("start_deadline_ms");
  return step;
}

}  // namespace

Result<void> write_quarantined(const std::string& path, const Quarantined& step) {
  const std::string text = about(step).dump(-1, ' ', false, json::error_handler_t::replace);
  const FileHead head{mark, text.size(), step.inputs.size()};
  std::ofstream file(path, std::ios::binary);
  put(file, std::as_bytes(std::span(&head, 1)));
  put(file, std::as_bytes(std::span(text)));
  for (const Frame& frame : step.inputs) {
    const auto encoded = encode(frame);
    if (!encoded) return tl::make_unexpected(encoded.error());
    for (const Bytes part : encoded->parts()) put(file, part);
  }
  file.flush();
  if (!file) return fail(Code::unavailable, std::strerror(errno), path);
  return {};
}

Result<Quarantined> read_quarantined(const std::string& path, Slab& slab) {
  const auto file = file_text(path);
  if (!file) return tl::make_unexpected(file.error());
  Bytes bytes = std::as_bytes(std::span(*file));
  const auto head = take_head(path, bytes);
  if (!head) return tl::make_unexpected(head.error());
  const char* text = reinterpret_cast<const char*>(bytes.data());
  bytes = bytes.subspan(head->text);
  try {
    Quarantined step = step_of(json::parse(text, text + head->text));
    for (std::uint64_t i = 0; i < head->inputs; ++i) {
      auto frame = take_frame(bytes, slab);
      if (!frame)
        return unsound(path,
                       "input " + std::to_string(i + 1) + " damaged: " + frame.error().text());
      step.inputs.push_back(std::move(*frame));
    }
    return step;
  } catch (const json::exception& error) {
    return unsound(path, error.what());
  }
}

}  // namespace omma::hosts
