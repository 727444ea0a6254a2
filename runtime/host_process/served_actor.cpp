// SPDX-License-Identifier: Apache-2.0
#include "runtime/host_process/served_actor.hpp"

#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/contract/instance.hpp"
#include "runtime/contract/plugin.hpp"
#include "runtime/hosts/load_json.hpp"

namespace omma::host_process {
namespace {

using nlohmann::json;

Result<const Kind*> kind_of(const std::string& name, const std::string& plugin) {
  if (!plugin.empty()) {
    if (auto loaded = load_plugin(plugin); !loaded) return tl::make_unexpected(loaded.error());
  }
  const Kind* kind = Registry::global().find(name);
  if (kind != nullptr) return kind;
  return fail(Code::not_found, "its host knows no kind '" + name + "'" +
                                   (plugin.empty() ? "" : "; it loaded " + plugin));
}

}  // namespace

Result<void> ServedActor::load(const json& wanted, Slab& slab, EventSink events) {
  const auto kind = kind_of(wanted.at("name"), wanted.at("file"));
  if (!kind) return tl::make_unexpected(kind.error());
  kind_ = *kind;
  if (hosts::ports_json(contract()) != wanted.at("ports"))
    return fail(Code::invalid,
                "its ports are not those that the graph was made with; start the graph anew");
  self_.name = wanted.at("actor");
  self_.slab = &slab;
  self_.events = std::move(events);
  return guarded([&]() -> Result<void> {
    body_ = kind_->make(self_);
    return set_up(*body_, contract(), values_of(wanted.at("params")));
  });
}

std::map<std::string, Value> ServedActor::values_of(const json& from) const {
  std::map<std::string, Value> values;
  for (const auto& [name, value] : from.items()) {
    const Param* param = contract().param(name);
    values[name] = param != nullptr ? value_of(value, param->type) : value_of(value);
  }
  return values;
}

Result<void> ServedActor::step(std::span<Frame> inputs, Outputs& outputs) {
  if (body_ == nullptr) return fail(Code::stopped, "it has ended");
  self_.sequence = next_;
  stepping_.at(inputs);
  const DoingScope scope(stepping_);
  auto done = guarded([&] { return body_->step(inputs, self_, outputs); });
  if (done && !outputs.sent.empty() && contract().source())
    next_ = outputs.sent.back().frame.sequence() + 1;
  return done;
}

/// A file is whole once whoever wrote it is gone.
Result<void> ServedActor::finish(Outputs& outputs) {
  if (body_ == nullptr) return {};
  stepping_.at({});
  const DoingScope scope(stepping_);
  auto done = guarded([&] { return body_->finish(self_, outputs); });
  body_.reset();
  return done;
}

Result<void> ServedActor::set_all(const std::map<std::string, Value>& values) {
  stepping_.at({});
  const DoingScope scope(stepping_);
  for (const auto& [name, value] : values) {
    if (auto set = guarded([&, &name = name, &value = value] { return body_->set(name, value); });
        !set)
      return set;
  }
  return guarded([&] { return body_->prepare(); });
}

Settings ServedActor::settings() {
  Settings settings;
  settings.params = body_->params();
  const auto read = [&](const std::vector<Param>& params) {
    for (const Param& param : params) {
      if (auto value = body_->value(param.name)) settings.values[param.name] = std::move(*value);
    }
  };
  read(contract().params);
  read(settings.params);
  return settings;
}

Result<Settings> ServedActor::configure(const std::map<std::string, Value>& wanted) {
  if (body_ == nullptr) return fail(Code::stopped, "it has ended");
  std::map<std::string, Value> before;
  for (const auto& [name, value] : wanted) {
    if (auto now = body_->value(name)) before[name] = std::move(*now);
  }
  if (!wanted.empty()) {
    if (auto set = set_all(wanted); !set) {
      if (auto restored = set_all(before); !restored)
        return fail(Code::failed,
                    set.error().text() +
                        "; and the values before are refused, too: " + restored.error().text());
      return tl::make_unexpected(set.error());
    }
  }
  return guarded([&]() -> Result<Settings> { return settings(); });
}

}  // namespace omma::host_process
