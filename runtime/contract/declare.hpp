// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>

#include "runtime/contract/declared.hpp"
#include "runtime/contract/name.hpp"
#include "runtime/contract/params.hpp"
#include "runtime/contract/ports.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/contract/signature.hpp"

namespace omma {

/// Declares a struct with a `process` function as a kind of actor:
///
///   static const Registered declared =
///       Declare<Threshold>("threshold", "Sets each pixel that is brighter than `level`.",
///                          inputs("image"), outputs("mask"))
///           .param("level", &Threshold::level, "grey level", Range{0, 255});
///
/// Port types come from the signature; a missing or surplus port name does not compile, nor does a
/// parameter whose name or range makes no sense.
template <class T>
class Declare {
  using Process = signature::Process<decltype(&T::process)>;

 public:
  template <std::size_t N, std::size_t M>
  Declare(const char* kind, const char* doc, InputPorts<N> in, OutputPorts<M> out) {
    static_assert(N == Process::inputs, "name each argument of process() once in inputs(...)");
    static_assert(M == Process::outputs, "name each result of process() once in outputs(...)");
    static_assert(N + M > 0, "an actor has an input or an output");
    Contract& contract = table_->contract;
    contract.kind = kind;
    contract.doc = doc;
    contract.origin = Contract::own_origin;
    contract.inputs.assign(in.ports.begin(), in.ports.end());
    contract.outputs.assign(out.ports.begin(), out.ports.end());
    contract.stateful = !Process::constant || Process::inputs == 0;
    signature::complete<Process>(contract);
  }
  template <std::size_t N>
  Declare(const char* kind, const char* doc, InputPorts<N> in)
      : Declare(kind, doc, in, OutputPorts<0>()) {}
  template <std::size_t M>
  Declare(const char* kind, const char* doc, OutputPorts<M> out)
      : Declare(kind, doc, InputPorts<0>(), out) {}

  Declare(const Declare&) = delete;
  Declare& operator=(const Declare&) = delete;

  /// A field that the graph file may set; its initial value is the default.
  /// Options: Range, Unit, OneOf, Writes, required, Reinit.
  template <class M, class... Options>
  Declare&& param(Name name, M T::*member, const char* doc, const Options&... options) && {
    Param param;
    param.name = name.text();
    param.doc = doc;
    param.type = params::type_of_member<M>();
    param.fallback = params::to_value(T{}.*member);
    params::limit<M>(param);
    (params::apply(param, options), ...);
    Binding<T> binding{
        [member](T& actor, const Value& value) { params::assign(actor.*member, value); },
        [member](const T& actor) { return params::to_value(actor.*member); }, -1};
    (bind(binding, options), ...);
    table_->contract.params.push_back(std::move(param));
    table_->bindings.push_back(std::move(binding));
    return std::move(*this);
  }

  /// For grouping in lists: "image", "video", ...
  Declare&& family(const char* name) && { return table_->contract.family = name, std::move(*this); }

  /// A step blocks or computes for long: it gets a thread of its own.
  Declare&& heavy() && { return table_->contract.heavy = true, std::move(*this); }

  /// It keeps room for so many pictures between its steps, made by Pixels::create; their memory is
  /// counted before the graph starts.
  Declare&& pool(int frames) && { return table_->contract.pool.frames = frames, std::move(*this); }

  /// As many as this integer parameter says.
  Declare&& pool(const char* param) && {
    return table_->contract.pool.param = param, std::move(*this);
  }

  Kind kind() && {
    std::shared_ptr<const Table<T>> table = table_;
    return {table->contract,
            [table](const Self& self) { return std::make_unique<Declared<T>>(table, self); }};
  }

 private:
  template <class Option>
  void bind(Binding<T>&, const Option&) {}

  template <class R>
  void bind(Binding<T>& binding, const Reinit<T, R>& option) {
    binding.reinit = table_->reinit_index(option);
  }

  std::shared_ptr<Table<T>> table_ = std::make_shared<Table<T>>();
};

/// Makes a declared kind known; a static one in each actor's file.
class Registered {
 public:
  template <class T>
  Registered(Declare<T>&& declared) {  // NOLINT(google-explicit-constructor): reads as one sentence
    static_cast<void>(Registry::global().add(std::move(declared).kind()));
  }
};

}  // namespace omma
