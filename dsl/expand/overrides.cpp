// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/overrides.hpp"

#include "dsl/read/parse.hpp"
#include "dsl/read/wording.hpp"

namespace omma::dsl {

Overrides::Overrides(const std::vector<std::string>& sets, Report& report) : report_(&report) {
  for (const std::string& set : sets) read(set);
}

void Overrides::read(const std::string& set) {
  const Place place{"--set " + set, 0, 0};
  const auto equals = set.find('=');
  const std::string target = set.substr(0, equals);
  const auto dot = target.rfind('.');
  const std::string key = dot == std::string::npos ? target : target.substr(dot + 1);
  if (equals == std::string::npos || key.empty() || dot == 0) {
    report_->add({.place = place,
                  .what = "this sets nothing",
                  .expected = "param=value or actor.param=value"});
    return;
  }
  if (dot != std::string::npos && (key == "kind" || key == "in")) {
    report_->add({.place = place,
                  .what = quote(key) + " cannot be set from outside",
                  .mend = "change it in the file",
                  .line_mend = "change it in the line"});
    return;
  }
  const std::string actor = dot == std::string::npos ? "" : target.substr(0, dot);
  overrides_.push_back({actor, {key, place, parse_value(set.substr(equals + 1), place)}});
}

void Overrides::give(Params& params) {
  for (Override& each : overrides_) {
    if (!each.actor.empty()) continue;
    params.give(each.setting);
    each.met = true;
  }
}

void Overrides::change(const std::string& actor, Table& settings) {
  for (Override& each : overrides_) {
    if (each.actor != actor) continue;
    put(settings, each.setting);
    each.met = true;
  }
}

void Overrides::check_met(const std::vector<std::string>& actors) const {
  for (const Override& each : overrides_) {
    if (each.met) continue;
    report_->add({.place = each.setting.place,
                  .what = "there is no actor " + quote(each.actor),
                  .mend = suggest(each.actor, actors)});
  }
}

}  // namespace omma::dsl
