// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "runtime/contract/contract.hpp"
#include "runtime/contract/emission.hpp"

/// What the signature of `process` says about ports; see runtime/actor.hpp for the vocabulary.
namespace omma::signature {

// ---- arguments

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

/// A frame in, a frame out, and no more: nothing has to be taken apart or put together.
template <class P>
constexpr bool passes_frames = !P::may_fail && std::is_same_v<typename P::Return, Frame> &&
                               (std::is_same_v<typename P::Arguments, std::tuple<Frame>> ||
                                std::is_same_v<typename P::Arguments, std::tuple<const Frame&>>);

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

// ---- results

/// Where a result leaves.
struct Exit {
  Emission& to;
  std::size_t port;
  std::uint32_t part;
  bool replaces_regions;  ///< regions supersede those that the actor was given
};

template <class R>
struct Single {
  static_assert(
      !std::is_same_v<R, R>,
      "process() returns cv::Mat, Pixels, Sample, Regions, Notes or Frame; std::optional, "
      "std::vector or std::tuple of them; void; or Result of any of these");
};

template <>
struct Single<cv::Mat> {
  static constexpr Payload payload = Payload::picture;
  static Result<void> emit(const Exit& exit, cv::Mat&& image) {
    return exit.to.picture(exit.port, exit.part, std::move(image));
  }
};

template <>
struct Single<Pixels> {
  static constexpr Payload payload = Payload::picture;
  static Result<void> emit(const Exit& exit, Pixels&& pixels) {
    Sample sample;
    sample.pixels = std::move(pixels);
    return exit.to.sample(exit.port, exit.part, std::move(sample));
  }
};

template <>
struct Single<Sample> {
  static constexpr Payload payload = Payload::picture;
  static Result<void> emit(const Exit& exit, Sample&& sample) {
    return exit.to.sample(exit.port, exit.part, std::move(sample));
  }
};

template <>
struct Single<Regions> {
  static constexpr Payload payload = Payload::notes;
  static Result<void> emit(const Exit& exit, Regions&& regions) {
    Notes notes;
    notes.regions = std::move(regions);
    notes.replaces_regions = exit.replaces_regions;
    return exit.to.notes(exit.port, notes);
  }
};

template <>
struct Single<Notes> {
  static constexpr Payload payload = Payload::notes;
  static Result<void> emit(const Exit& exit, Notes&& notes) {
    return exit.to.notes(exit.port, notes);
  }
};

template <>
struct Single<Frame> {
  static constexpr Payload payload = Payload::any;
  static Result<void> emit(const Exit& exit, Frame&& frame) {
    return exit.to.frame(exit.port, std::move(frame));
  }
};

/// What leaves by one port.
template <class R>
struct Outgoing : Single<R> {
  static constexpr Rate rate = Rate::one;
};

template <class R>
struct Outgoing<std::optional<R>> {
  static constexpr Payload payload = Single<R>::payload;
  static constexpr Rate rate = Rate::maybe;
  static Result<void> emit(const Exit& exit, std::optional<R>&& result) {
    return result ? Single<R>::emit(exit, std::move(*result)) : Result<void>();
  }
};

template <class R>
struct Outgoing<std::vector<R>> {
  static constexpr Payload payload = Single<R>::payload;
  static constexpr Rate rate = Rate::many;
  static Result<void> emit(const Exit& exit, std::vector<R>&& results) {
    Exit each = exit;
    for (R& result : results) {
      if (auto sent = Single<R>::emit(each, std::move(result)); !sent) return sent;
      ++each.part;
    }
    return {};
  }
};

template <>  // std::vector<Region> is one result, not many
struct Outgoing<Regions> : Single<Regions> {
  static constexpr Rate rate = Rate::one;
};

/// The outputs of a whole result.
template <class R>
struct Returned {
  using Ports = std::tuple<Outgoing<R>>;
  static Result<void> emit(Emission& to, R&& result, bool replaces_regions) {
    return Outgoing<R>::emit({to, 0, 0, replaces_regions}, std::move(result));
  }
};

template <>
struct Returned<void> {
  using Ports = std::tuple<>;
};

template <class... R>
struct Returned<std::tuple<R...>> {
  using Ports = std::tuple<Outgoing<R>...>;
  static Result<void> emit(Emission& to, std::tuple<R...>&& results, bool replaces_regions) {
    return emit({to, 0, 0, replaces_regions}, std::move(results), std::index_sequence_for<R...>());
  }

 private:
  template <std::size_t... I>
  static Result<void> emit(const Exit& exit, std::tuple<R...>&& results,
                           std::index_sequence<I...>) {
    Result<void> sent;
    static_cast<void>(((sent = Outgoing<R>::emit({exit.to, I, 0, exit.replaces_regions},
                                                 std::move(std::get<I>(results)))) &&
                       ...));
    return sent;
  }
};

// ---- the function

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
