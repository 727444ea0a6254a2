// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "runtime/base/error.hpp"
#include "runtime/contract/contract.hpp"

namespace omma {

/// The values that a number, or each element of a list of numbers, may have; inclusive. One that
/// holds none does not compile.
struct Range {
  double min;
  double max;

  consteval explicit Range(double least, double most = std::numeric_limits<double>::infinity())
      : min(least), max(most) {
    if (!(least <= most)) a_range_begins_below_its_end();
  }

 private:
  static void a_range_begins_below_its_end() {}
};

struct Unit {
  const char* text;
};

/// The only texts allowed.
struct OneOf {
  std::vector<std::string> choices;
  OneOf(std::initializer_list<const char*> texts) : choices(texts.begin(), texts.end()) {}
};

/// The text is the path of a file, or with `{...}` in it of many, that the actor writes. It makes
/// missing folders, and refuses names with other endings; with a second text, only where the
/// parameter of that name is empty.
struct Writes {
  WrittenFile file;
  Writes(std::initializer_list<const char*> endings, const char* unless = "")
      : file{{endings.begin(), endings.end()}, unless} {}
};

struct Required {};
/// The graph file has to give this parameter.
inline constexpr Required required{};

/// A change of the parameter makes this member function do its work again before the next frame;
/// it also runs before the first one. Returns void, or Result<void> when it may fail.
template <class T, class R>
struct Reinit {
  R (T::*function)();
  explicit Reinit(R (T::*work)()) : function(work) {}
};

namespace params {

template <class M>
constexpr ValueType type_of_member() {
  if constexpr (std::is_same_v<M, bool>) return ValueType::boolean;
  else if constexpr (std::is_integral_v<M>) return ValueType::integer;
  else if constexpr (std::is_floating_point_v<M>) return ValueType::number;
  else if constexpr (std::is_same_v<M, std::string>) return ValueType::text;
  else if constexpr (std::is_same_v<M, std::vector<double>>) return ValueType::numbers;
  else {
    static_assert(std::is_same_v<M, std::vector<std::string>>,
                  "a parameter is a bool, an integer, a floating point number, a std::string, or a "
                  "std::vector of double or std::string");
    return ValueType::texts;
  }
}

template <class M>
Value to_value(const M& member) {
  if constexpr (std::is_same_v<M, bool>) return member;
  else if constexpr (std::is_integral_v<M>) return static_cast<std::int64_t>(member);
  else if constexpr (std::is_floating_point_v<M>) return static_cast<double>(member);
  else return member;
}

template <class M>
void assign(M& member, const Value& value) {
  if constexpr (std::is_same_v<M, bool>) member = std::get<bool>(value);
  else if constexpr (std::is_integral_v<M>) member = static_cast<M>(std::get<std::int64_t>(value));
  else if constexpr (std::is_floating_point_v<M>) member = static_cast<M>(std::get<double>(value));
  else member = std::get<M>(value);
}

/// An integer narrower than the file's cannot be given more than it holds.
template <class M>
void limit(Param& param) {
  if constexpr (std::is_integral_v<M> && !std::is_same_v<M, bool> &&
                sizeof(M) < sizeof(std::int64_t)) {
    param.min = static_cast<double>(std::numeric_limits<M>::min());
    param.max = static_cast<double>(std::numeric_limits<M>::max());
  }
}

inline void apply(Param& param, const Range& range) {
  param.min = range.min;
  if (range.max != std::numeric_limits<double>::infinity()) param.max = range.max;
}
inline void apply(Param& param, const Unit& unit) { param.unit = unit.text; }
inline void apply(Param& param, const OneOf& one_of) { param.choices = one_of.choices; }
inline void apply(Param& param, const Writes& writes) { param.writes = writes.file; }
inline void apply(Param& param, const Required&) { param.required = true; }
template <class T, class R>
void apply(Param& param, const Reinit<T, R>&) {
  param.change = Change::reinitialise;
}

}  // namespace params
}  // namespace omma
