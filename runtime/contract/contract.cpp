// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/contract.hpp"

#include <algorithm>

namespace omma {
namespace {

template <class T>
const T* named(const std::vector<T>& items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Port* Contract::input(std::string_view name) const { return named(inputs, name); }
const Port* Contract::output(std::string_view name) const { return named(outputs, name); }
const Param* Contract::param(std::string_view name) const { return named(params, name); }

}  // namespace omma
