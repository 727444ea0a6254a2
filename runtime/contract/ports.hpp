// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "runtime/contract/contract.hpp"

namespace omma {

/// Names a port and, where there is more to say, what it accepts or makes.
class NamedPort {
 public:
  // Implicit: a text names a port.
  NamedPort(const char* name) {
    spec_.name = name;
  }  // NOLINT(google-explicit-constructor): "image" is a port

  NamedPort&& doc(const char* text) && { return spec_.doc = text, std::move(*this); }

  /// Only these formats.
  template <class... F>
  NamedPort&& of(F... formats) && {
    spec_.formats.any_of = {formats...};
    return std::move(*this);
  }
  /// An output: the format and size of the pictures of this input.
  NamedPort&& like(const char* input) && {
    return spec_.formats.like = spec_.size.like = input, std::move(*this);
  }
  /// An output: the format that this text parameter spells; empty text means like the first input.
  NamedPort&& format_param(const char* param) && {
    return spec_.formats.param = param, std::move(*this);
  }
  /// An output: as large as the pictures of this input.
  NamedPort&& sized_like(const char* input) && { return spec_.size.like = input, std::move(*this); }
  /// An output: as large as these integer parameters say (px).
  NamedPort&& size_params(const char* width, const char* height) && {
    spec_.size.width_param = width;
    spec_.size.height_param = height;
    return std::move(*this);
  }
  /// With `size_params`: where one is 0, the first input's proportions are kept.
  NamedPort&& in_proportion() && { return spec_.size.in_proportion = true, std::move(*this); }

  /// An output of a source: frames of several sources, which come and go (`Sample::source`).
  NamedPort&& many_sources() && { return spec_.many_sources = true, std::move(*this); }

  const Port& spec() const { return spec_; }

 private:
  Port spec_;
};

inline NamedPort port(const char* name) { return name; }

template <std::size_t N>
struct InputPorts {
  std::array<Port, N> ports;
};
template <std::size_t N>
struct OutputPorts {
  std::array<Port, N> ports;
};

/// The inputs of a kind, in the order of `process`'s arguments.
template <class... P>
InputPorts<sizeof...(P)> inputs(P&&... ports) {
  return {{NamedPort(std::forward<P>(ports)).spec()...}};
}

/// The outputs of a kind, in the order of `process`'s results.
template <class... P>
OutputPorts<sizeof...(P)> outputs(P&&... ports) {
  return {{NamedPort(std::forward<P>(ports)).spec()...}};
}

}  // namespace omma
