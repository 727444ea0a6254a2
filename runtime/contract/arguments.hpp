// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "runtime/contract/body_support.hpp"
#include "runtime/contract/contract.hpp"

/// What an argument of `process` says about an input, and how it is taken from a frame.
namespace omma::signature {

/// How an argument of type `A` is taken from a frame. `Held` keeps what the argument refers to.
template <class A>
struct Argument {
  static_assert(!std::is_same_v<A, A>,
                "process() takes cv::Mat, Regions or Frame (by value or const reference), or "
                "std::optional of one");
};

template <>
struct Argument<cv::Mat> {
  static constexpr Payload payload = Payload::picture;
  static constexpr bool optional = false;
  static Result<cv::Mat> take(Frame& frame) { return as_matrix(frame.mat(), frame); }
};

template <>
struct Argument<Regions> {
  static constexpr Payload payload = Payload::notes;
  static constexpr bool optional = false;
  static Result<Regions> take(Frame& frame) { return frame.regions(); }
};

template <>
struct Argument<Frame> {
  static constexpr Payload payload = Payload::any;
  static constexpr bool optional = false;
  static Result<Frame> take(Frame& frame) { return frame; }
};

template <class A>
struct Argument<std::optional<A>> {
  static constexpr Payload payload = Argument<A>::payload;
  static constexpr bool optional = true;
  static Result<std::optional<A>> take(Frame& frame) {
    if (!frame) return std::optional<A>();
    auto taken = Argument<A>::take(frame);
    if (!taken) return tl::make_unexpected(taken.error());
    return std::optional<A>(std::move(*taken));
  }
};

/// A `cv::Mat` by value is one to write into.
template <class A>
constexpr bool owned = std::is_same_v<A, cv::Mat>;

/// Whole frames in, whole frames out: an argument by value may be moved out of the input.
template <class R>
struct OnlyFrames : std::is_same<R, Frame> {};
template <class R>
struct OnlyFrames<std::optional<R>> : OnlyFrames<R> {};
template <class... R>
struct OnlyFrames<std::tuple<R...>> : std::conjunction<OnlyFrames<R>...> {};

/// The `I`-th argument of a process `P`.
template <class P, std::size_t I>
auto take(Frame& frame) {
  using A = std::tuple_element_t<I, typename P::Arguments>;
  if constexpr (owned<A>) {
    return as_matrix(frame.writable_mat(), frame);
  } else if constexpr (std::is_same_v<A, const Frame&>) {
    return Result<std::reference_wrapper<const Frame>>(frame);
  } else if constexpr (std::is_same_v<A, Frame> && OnlyFrames<typename P::Return>::value) {
    return Result<Frame>(std::move(frame));
  } else {
    return Argument<std::remove_cvref_t<A>>::take(frame);
  }
}

}  // namespace omma::signature
