// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/load_json.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace omma::hosts {
namespace {

nlohmann::json about(const std::vector<Port>& ports) {
  constexpr std::array payloads{"picture", "notes", "any"};
  auto list = nlohmann::json::array();
  for (const Port& port : ports) {
    auto formats = nlohmann::json::array();
    for (const PixelFormat format : port.formats.any_of) formats.push_back(name(format));
    list.push_back({{"name", port.name},
                    {"payload", payloads.at(static_cast<std::size_t>(port.payload))},
                    {"formats", std::move(formats)},
                    {"optional", port.optional},
                    {"many_sources", port.many_sources}});
  }
  return list;
}

}  // namespace

nlohmann::json ports_json(const Contract& contract) {
  return {{"inputs", about(contract.inputs)}, {"outputs", about(contract.outputs)}};
}

Result<Loaded> read_loaded(const Received& answer) try {
  Reader text = answer.rest;
  const auto said = nlohmann::json::parse(text.rest());
  Loaded loaded;
  loaded.files = said.at("files").get<std::vector<std::string>>();
  if (answer.head.kind != Message::ready) loaded.error = said.at("error").get<std::string>();
  return loaded;
} catch (const nlohmann::json::exception& error) {
  return fail(Code::failed, std::string("its host sent an invalid answer: ") + error.what());
}

}  // namespace omma::hosts
