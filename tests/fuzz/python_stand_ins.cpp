// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/python_stand_ins.hpp"

#include "runtime/contract/body.hpp"
#include "tests/dsl/kinds.hpp"

namespace omma::fuzz {
namespace {

Port port(const char* name) {
  Port made;
  made.name = name;
  return made;
}

void add(const char* kind, bool sink) {
  Contract contract;
  contract.kind = kind;
  contract.family = "python";
  contract.inputs = {port("image")};
  if (!sink) contract.outputs = {port("image")};
  static_cast<void>(Registry::global().add({std::move(contract), nullptr, Script{kind, kind}}));
}

const Registry& kinds() {
  static const bool added = [] {
    add("look.py:look", true);
    add("tools.py:bright", false);
    add("tools.py:canny", false);
    return true;
  }();
  static_cast<void>(added);
  return dsl::test::kinds();
}

Result<void> load_python(const PlannedHost&, const std::string& kind) {
  if (kinds().find(kind) != nullptr) return {};
  return fail(Code::not_found, "there is no such file");
}

Result<hosts::PythonKinds> list_python(const PlannedHost& host,
                                       const std::vector<std::string>& places) {
  if (host.python.empty()) return fail(Code::unavailable, "no interpreter has an empty name");
  if (places.front() == hosts::installed_kinds) return hosts::PythonKinds{};
  return hosts::PythonKinds{
      {{"bright", "tools.py:bright"}, {"canny", "tools.py:canny"}},
      {{places.front() + "/broken.py", "Traceback:\nNameError: name 'x' is not defined"}}};
}

Result<std::string> make_environment(const PlannedHost& host) {
  if (host.requirements->packages.size() > 2) return fail(Code::failed, "pip:\nno such package");
  return "env/bin/python";
}

}  // namespace

dsl::Settings python_stand_ins() {
  dsl::Settings settings;
  settings.registry = &kinds();
  settings.load_plugin = [](const std::string&) { return fail(Code::not_found, "no such file"); };
  settings.load_python = load_python;
  settings.list_python = list_python;
  settings.make_environment = make_environment;
  return settings;
}

}  // namespace omma::fuzz
