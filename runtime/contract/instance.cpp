// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/instance.hpp"

#include <algorithm>
#include <cstdio>

namespace omma {

Error error_of_exception() {
  try {
    throw;
  } catch (const std::exception& exception) {
    return {Code::failed, {}, exception.what()};
  } catch (...) {
    return {Code::failed, {}, "it threw something that is not a std::exception"};
  }
}

/// Headers lie in memory that nobody changes, so what an input is can be read even then.
std::size_t Stepping::tell(char* into, std::size_t size) const noexcept {
  const Frame* end = inputs_ + count_;
  const Frame* first = std::find_if(inputs_, end, [](const Frame& input) { return bool(input); });
  int length = 0;
  if (first != end) {
    const Identity identity = first->identity();
    length = std::snprintf(into, size, "actor '%s', frame %llu of '%.*s',", self_.name.c_str(),
                           static_cast<unsigned long long>(identity.sequence),
                           static_cast<int>(identity.source.size()), identity.source.data());
  } else {
    length = std::snprintf(into, size, "actor '%s'", self_.name.c_str());
  }
  return std::min(static_cast<std::size_t>(std::max(length, 0)), size - 1);
}

/// What only the instance knows can be set once it is prepared.
Result<void> set_up(Body& body, const Contract& contract,
                    const std::map<std::string, Value>& params) {
  const auto set_all = [&](bool declared) -> Result<void> {
    for (const auto& [name, value] : params) {
      if ((contract.param(name) != nullptr) != declared) continue;
      if (auto set = body.set(name, value); !set) return set;
    }
    return body.prepare();
  };
  auto done = set_all(true);
  return done ? set_all(false) : done;
}

}  // namespace omma
