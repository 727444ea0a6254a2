// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "runtime/base/value_json.hpp"
#include "runtime/plan/plan_fields.hpp"
#include "runtime/plan/plan_json.hpp"

namespace omma {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no numbers that are not finite; they are texts.
Json number_json(double number) {
  return std::isfinite(number) ? Json(number) : Json(to_text(Value(number)));
}

/// What would not read back as what it is stands in an object that names its type: an empty list
/// of texts, and numbers that are not finite.
struct ParamJson {
  Json operator()(double number) const {
    if (std::isfinite(number)) return number;
    return Json::object({{name(ValueType::number), number_json(number)}});
  }
  Json operator()(const std::vector<double>& numbers) const {
    Json list = Json::array();
    for (const double number : numbers) list.push_back(number_json(number));
    const bool plain = std::ranges::all_of(list, [](const Json& each) { return each.is_number(); });
    return plain ? list : Json::object({{name(ValueType::numbers), list}});
  }
  Json operator()(const std::vector<std::string>& texts) const {
    if (!texts.empty()) return texts;
    return Json::object({{name(ValueType::texts), Json::array()}});
  }
  template <class T>
  Json operator()(const T& plain) const {
    return plain;
  }
};

/// Writes one object: visited with each of its members.
class PlanWriter {
 public:
  explicit PlanWriter(const Plan& plan) : plan_(plan) {}

  template <class T>
  void operator()(const char* key, T&& member) {
    object_[key] = json(member);
  }

  template <PlanPart Part>
  Json json(Part& part) const {
    PlanWriter writer(plan_);
    fields(writer, part);
    return std::move(writer.object_);
  }

 private:
  template <class T>
  Json json(const T& plain) const {
    return plain;
  }
  template <class Number>
  Json json(const Bounded<Number>& number) const {
    return number.value;
  }
  template <TabledRule Rule>
  Json json(const Rule& rule) const {
    return name(rule);
  }
  template <PlanPart Part>
  Json json(std::vector<Part>& parts) const {
    Json list = Json::array();
    for (Part& part : parts) list.push_back(json(part));
    return list;
  }
  template <PlanPart Part>
  Json json(std::optional<Part>& part) const {
    return part ? json(*part) : Json();
  }
  Json json(const std::vector<PixelFormat>& formats) const {
    Json names = Json::array();
    for (const PixelFormat format : formats) names.push_back(name(format));
    return names;
  }
  Json json(const std::map<std::string, Value>& params) const {
    Json object = Json::object();
    for (const auto& [name, value] : params) object[name] = std::visit(ParamJson{}, value);
    return object;
  }
  Json json(const HostName& host) const {
    return host.index < 0 ? Json() : Json(plan_.hosts[static_cast<std::size_t>(host.index)].name);
  }
  Json json(const PortName& port) const { return plan_.actors[port.actor].name + "." + port.port; }

  const Plan& plan_;
  Json object_ = Json::object();
};

}  // namespace

std::string plan_to_json(const Plan& plan) {
  Plan copy = plan;  // `fields` serves reading, too, and takes what it can change
  const Json json = PlanWriter(plan).json(copy);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace omma
