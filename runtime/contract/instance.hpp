// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <type_traits>

#include "runtime/base/crash.hpp"
#include "runtime/contract/body.hpp"

namespace omma {

/// What the exception that is being handled says.
Error error_of_exception();

/// Calls a function of a body; what it throws comes back as an error.
template <class F>
auto guarded(const F& function) -> std::invoke_result_t<const F&> {
  try {
    return function();
  } catch (...) {
    return tl::make_unexpected(error_of_exception());
  }
}

/// A step of an actor, as far as a crash has to name it.
class Stepping final : public Doing {
 public:
  explicit Stepping(const Self& self) : self_(self) {}

  /// The step that begins now.
  void at(std::span<const Frame> inputs) {
    inputs_ = inputs.data();
    count_ = inputs.size();
  }

  std::size_t tell(char* into, std::size_t size) const noexcept override;

 private:
  const Self& self_;
  const Frame* inputs_ = nullptr;
  std::size_t count_ = 0;
};

/// Sets these parameters of a new instance and prepares it.
Result<void> set_up(Body& body, const Contract& contract,
                    const std::map<std::string, Value>& params);

}  // namespace omma
