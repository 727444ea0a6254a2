// SPDX-License-Identifier: Apache-2.0
#include "dsl/draw/modules.hpp"

#include <algorithm>

#include "dsl/draw/picture.hpp"

namespace omma::dsl {
namespace {

Module& at(Module& root, const std::string& path) {
  Module* module = &root;
  for (std::size_t start = 0; start < path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    module = &module->inner[path.substr(start, end - start)];
    module->path = path.substr(0, end);
    start = end + 1;
  }
  return *module;
}

}  // namespace

Module modules(const Plan& plan) {
  Module root;
  for (std::size_t i = 0; i < plan.actors.size(); ++i) {
    at(root, module_of(plan.actors[i])).actors.push_back(i);
  }
  return root;
}

}  // namespace omma::dsl
