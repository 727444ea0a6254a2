// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/frames/frame_verify.hpp"
#include "runtime/hosts/quarantine.hpp"
#include "schema/quarantine_generated.h"

namespace omma::hosts {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using nlohmann::json;

// ---- writing

json about(const Quarantined& step) {
  const PlannedHost& host = step.host;
  return {{"actor", step.actor},
          {"kind", step.kind},
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

Offset<flatbuffers::Vector<std::uint8_t>> put(FlatBufferBuilder& builder, const Slot& slot) {
  builder.ForceVectorAlignment(slot.buffer_size, 1, Slab::alignment);
  return builder.CreateVector(reinterpret_cast<const std::uint8_t*>(slot.buffer), slot.buffer_size);
}

Offset<fbs::Input> put(FlatBufferBuilder& builder, const Frame& frame) {
  if (!frame) return fbs::CreateInput(builder);
  std::vector<Offset<fbs::Link>> links;
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next)
    links.insert(links.begin(), fbs::CreateLink(builder, put(builder, *link)));
  const auto picture = put(builder, *frame.picture().get());
  return fbs::CreateInput(builder, picture, builder.CreateVector(links));
}

// ---- reading

tl::unexpected<Error> unsound(const std::string& path, const std::string& why) {
  return fail(Code::invalid, "expected a frame that was put into quarantine; found " + why, path);
}

Result<std::vector<std::uint8_t>> bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file && bytes.empty()) return fail(Code::not_found, std::strerror(errno), path);
  return bytes;
}

std::span<const std::byte> span_of(const flatbuffers::Vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()};
}

Result<Frame> frame_of(const fbs::Input& input, Slab& slab) {
  if (input.picture() == nullptr) return Frame();
  auto bare = admit_frame(slab, span_of(*input.picture()));
  if (!bare || input.notes() == nullptr) return bare;
  SlotRef notes;
  for (const auto* link : *input.notes()) {
    auto next = admit_notes(slab, span_of(*link->bytes()), notes);
    if (!next) return tl::make_unexpected(next.error());
    notes = std::move(*next);
  }
  return Frame(bare->picture(), std::move(notes));
}

Quarantined step_of(const json& about) {
  Quarantined step;
  step.actor = about.at("actor");
  step.kind = about.at("kind");
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
  FlatBufferBuilder builder;
  std::vector<Offset<fbs::Input>> inputs;
  for (const Frame& frame : step.inputs) inputs.push_back(put(builder, frame));
  const std::string text = about(step).dump(-1, ' ', false, json::error_handler_t::replace);
  const auto all = builder.CreateVector(inputs);
  const auto words = builder.CreateString(text);
  fbs::FinishQuarantinedBuffer(builder, fbs::CreateQuarantined(builder, words, all));
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(builder.GetBufferPointer()),
             static_cast<std::streamsize>(builder.GetSize()));
  file.flush();
  if (!file) return fail(Code::unavailable, std::strerror(errno), path);
  return {};
}

Result<Quarantined> read_quarantined(const std::string& path, Slab& slab) {
  const auto bytes = bytes_of(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  flatbuffers::Verifier verifier(bytes->data(), bytes->size());
  if (!fbs::VerifyQuarantinedBuffer(verifier)) return unsound(path, "another kind of file");
  const fbs::Quarantined& file = *fbs::GetQuarantined(bytes->data());
  try {
    Quarantined step = step_of(json::parse(file.about()->str()));
    for (const auto* input : *file.inputs()) {
      auto frame = frame_of(*input, slab);
      if (!frame) return unsound(path, frame.error().text());
      step.inputs.push_back(std::move(*frame));
    }
    return step;
  } catch (const json::exception& error) {
    return unsound(path, error.what());
  }
}

}  // namespace omma::hosts
