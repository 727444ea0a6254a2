// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "runtime/contract/arguments.hpp"
#include "runtime/contract/returned.hpp"

/// What the signature of `process` says about ports; see runtime/actor.hpp for the vocabulary.
namespace omma::signature {

template <class R>
struct Unwrapped {
  using type = R;
  static constexpr bool may_fail = false;
};
template <class R>
struct Unwrapped<Result<R>> {
  using type = R;
  static constexpr bool may_fail = true;
};

template <class F>
struct Process;

template <class T, class R, class... A>
struct Process<R (T::*)(A...)> {
  using Arguments = std::tuple<A...>;
  using Return = typename Unwrapped<R>::type;
  static constexpr bool may_fail = Unwrapped<R>::may_fail;
  static constexpr bool constant = false;
  static constexpr std::size_t inputs = sizeof...(A);
  static constexpr std::size_t outputs = std::tuple_size_v<typename Returned<Return>::Ports>;
  static constexpr bool reads_regions =
      (std::is_same_v<std::remove_cvref_t<A>, Regions> || ... || false);
};
template <class T, class R, class... A>
struct Process<R (T::*)(A...) const> : Process<R (T::*)(A...)> {
  static constexpr bool constant = true;
};

/// A frame in, a frame out, and no more: nothing has to be taken apart or put together.
template <class P>
constexpr bool passes_frames = !P::may_fail && std::is_same_v<typename P::Return, Frame> &&
                               (std::is_same_v<typename P::Arguments, std::tuple<Frame>> ||
                                std::is_same_v<typename P::Arguments, std::tuple<const Frame&>>);

/// Adds to a contract what the signature says: payloads, optional inputs, how many frames leave.
template <class P, std::size_t... I, std::size_t... O>
void complete(Contract& contract, std::index_sequence<I...>, std::index_sequence<O...>) {
  using Ports = typename Returned<typename P::Return>::Ports;
  ((contract.inputs[I].payload =
        Argument<std::remove_cvref_t<std::tuple_element_t<I, typename P::Arguments>>>::payload,
    contract.inputs[I].optional =
        Argument<std::remove_cvref_t<std::tuple_element_t<I, typename P::Arguments>>>::optional),
   ...);
  ((contract.outputs[O].payload = std::tuple_element_t<O, Ports>::payload,
    contract.rate = std::max(contract.rate, std::tuple_element_t<O, Ports>::rate)),
   ...);
  if (P::inputs == 0) contract.rate = Rate::one;  // "perhaps none" is how a source ends
  for (Port& output : contract.outputs) {
    const bool says_nothing = output.formats == Formats{} && output.size.like.empty();
    if (output.payload == Payload::picture || !says_nothing || contract.inputs.empty()) continue;
    output.formats.like = output.size.like = contract.inputs.front().name;  // the picture passes by
  }
}

template <class P>
void complete(Contract& contract) {
  complete<P>(contract, std::make_index_sequence<P::inputs>(),
              std::make_index_sequence<P::outputs>());
}

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

}  // namespace omma::signature
