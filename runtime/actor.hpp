// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Everything that the author of an actor needs.
///
/// An actor is a struct with a `process` function; its fields are its parameters. The arguments of
/// `process` are its inputs and the return type is all it can say:
///
///   argument          | what it is given
///   ------------------|-----------------------------------------------------------------
///   const cv::Mat&    | the picture, to look at
///   cv::Mat           | the picture, to write into (copied only when somebody else holds it)
///   const Regions&    | what earlier actors found
///   const Frame&      | everything: identity, times, format, pixels (packed ones too), notes
///   std::optional<X>  | as X, or nothing: the input need not be connected
///   (no argument)     | a source
///
///   result            | what goes out, with the identity and times of the input
///   ------------------|-----------------------------------------------------------------
///   cv::Mat           | a new picture
///   Pixels            | a new picture that no cv::Mat holds: packed, padded, from a device
///   Regions           | the input's picture with these regions noted
///   Notes             | the input's picture with these notes
///   Sample            | a new picture with notes, a format or times of its own
///   Frame             | this frame
///   std::optional<T>  | a T or nothing; of a source: the end
///   std::vector<T>    | any number of T
///   std::tuple<A, B>  | one for each output port
///   void              | nothing: a sink
///   Result<T>         | any of these, or the reason why not
///
/// A struct may have more functions, which omma calls where they are there:
///
///   function                             | for
///   -------------------------------------|----------------------------------------------------
///   void finish()                        | the inputs have ended
///   void wake()                          | a source: `process` is to come back from waiting, with
///                                        | Code::interrupted; from any thread. See PushQueue
///   void drain()                         | a source: to end by itself after what it still has;
///                                        | without it, it is not asked any more. From any thread
///   void set_events(EventSink)           | called first: for telling what happens beside the
///                                        | frames, such as that a device has gone, from any
///                                        | thread: sink(event_of(Event::Kind::..., "", text))
///   Reinit{&T::open}, with a parameter   | what that parameter asks for, before the first frame
///                                        | and after a change: a device or a file is opened there
///   std::vector<Param> parameters()      | parameters that only this instance knows, as they are
///   Result<void> set_parameter(name, v)  | now: what a camera has; a refusal changes nothing
///   std::optional<Value> parameter(name) | the value in force

#include "runtime/contract/declare.hpp"
#include "runtime/contract/push_queue.hpp"
#include "runtime/contract/sample.hpp"
#include "runtime/frames/frame.hpp"
#include "runtime/frames/pixels.hpp"
#include "runtime/frames/tensor.hpp"
