// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/contract/contract.hpp"
#include "runtime/contract/emission.hpp"

/// What the result of `process` says about outputs, and how it leaves.
namespace omma::signature {

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

}  // namespace omma::signature
