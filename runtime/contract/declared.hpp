// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstring>
#include <functional>
#include <memory>
#include <vector>

#include "runtime/contract/body.hpp"
#include "runtime/contract/body_support.hpp"
#include "runtime/contract/params.hpp"
#include "runtime/contract/signature.hpp"
#include "runtime/frames/mat_allocator.hpp"

namespace omma {

/// How a parameter reaches its field, and which of the table's `reinits` a change asks for.
template <class T>
struct Binding {
  std::function<void(T&, const Value&)> assign;
  std::function<Value(const T&)> read;
  int reinit = -1;
};

/// What all instances of a declared kind share.
template <class T>
struct Table {
  Contract contract;
  std::vector<Binding<T>> bindings;  // in the order of `contract.params`
  std::vector<std::function<Result<void>(T&)>> reinits;
  std::vector<std::string> identities;  // of `reinits`: the bytes of the member pointers

  template <class R>
  int reinit_index(const Reinit<T, R>& option) {
    const std::string identity(reinterpret_cast<const char*>(&option.function),
                               sizeof option.function);
    for (std::size_t i = 0; i < identities.size(); ++i) {
      if (identities[i] == identity) return static_cast<int>(i);
    }
    identities.push_back(identity);
    reinits.push_back([function = option.function](T& actor) -> Result<void> {
      if constexpr (std::is_void_v<R>) {
        (actor.*function)();
        return {};
      } else {
        return (actor.*function)();
      }
    });
    return static_cast<int>(reinits.size()) - 1;
  }
};

/// The `Body` of a declared struct.
template <class T>
class Declared final : public Body {
  using Process = signature::Process<decltype(&T::process)>;
  using Arguments = typename Process::Arguments;
  using Return = typename Process::Return;

 public:
  Declared(std::shared_ptr<const Table<T>> table, const Self& self)
      : inputs_need_checks_(need_checks(table->contract)),
        table_(std::move(table)),
        dirty_(table_->reinits.size(), true),
        formats_(table_->contract) {
    if constexpr (requires(EventSink sink) { actor_.set_events(sink); })
      actor_.set_events(self.events ? self.events : EventSink([](const Event&) {}));
  }

  Result<void> set(std::string_view param, const Value& value) override {
    const auto& params = table_->contract.params;
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (params[i].name != param) continue;
      table_->bindings[i].assign(actor_, value);
      if (table_->bindings[i].reinit >= 0)
        dirty_[static_cast<std::size_t>(table_->bindings[i].reinit)] = true;
      formats_.set(table_->contract, param, value);
      return {};
    }
    if constexpr (requires { actor_.set_parameter(param, value); })
      return actor_.set_parameter(param, value);
    return fail(Code::not_found, "no parameter '" + std::string(param) + "'");
  }

  std::vector<Param> params() override {
    if constexpr (requires { actor_.parameters(); }) return actor_.parameters();
    return {};
  }

  std::optional<Value> value(std::string_view param) override {
    const auto& params = table_->contract.params;
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (params[i].name == param) return table_->bindings[i].read(actor_);
    }
    if constexpr (requires { actor_.parameter(param); }) return actor_.parameter(param);
    return std::nullopt;
  }

  Result<void> prepare() override {
    for (std::size_t i = 0; i < dirty_.size(); ++i) {
      if (!dirty_[i]) continue;
      if (auto done = table_->reinits[i](actor_); !done) return done;
      dirty_[i] = false;
    }
    return {};
  }

  Result<void> step(std::span<Frame> inputs, const Self& self, Outputs& outputs) override {
    if (inputs_need_checks_) {
      if (auto checked = check_inputs(table_->contract, inputs); !checked) return checked;
    }
    if constexpr (signature::passes_frames<Process>) {
      Frame result = actor_.process(std::move(inputs[0]));
      if (result) outputs.sent.emplace_back(0, std::move(result));
      return {};
    } else {
      const MatScope scope(self.slab);
      return call(inputs, self, outputs, std::make_index_sequence<Process::inputs>());
    }
  }

  Result<void> finish(const Self&, Outputs&) override {
    if constexpr (requires(T & actor) {
                    { actor.finish() } -> std::same_as<Result<void>>;
                  }) {
      return actor_.finish();
    } else if constexpr (requires(T & actor) { actor.finish(); }) {
      actor_.finish();
    }
    return {};
  }

  bool drain() override {
    if constexpr (requires { actor_.drain(); }) return actor_.drain(), true;
    return false;
  }

  void wake() override {
    if constexpr (requires { actor_.wake(); }) actor_.wake();
  }

 private:
  template <std::size_t... I>
  Result<void> call(std::span<Frame> inputs, const Self& self, Outputs& outputs,
                    std::index_sequence<I...>) {
    auto taken = std::make_tuple(signature::take<Process, I>(inputs[I])...);
    Result<void> failed;
    static_cast<void>((
        (std::get<I>(taken) || (failed = tl::make_unexpected(std::get<I>(taken).error()), false)) &&
        ...));
    if (!failed) return failed;
    Emission emission(inputs, self, formats_, outputs);
    const auto process = [&] { return actor_.process(std::move(*std::get<I>(taken))...); };
    if constexpr (Process::may_fail) {
      auto result = process();
      if (!result) return tl::make_unexpected(result.error());
      if constexpr (!std::is_void_v<Return>) return emit(emission, std::move(*result), outputs);
    } else if constexpr (std::is_void_v<Return>) {
      process();
    } else {
      return emit(emission, process(), outputs);
    }
    return {};
  }

  template <class R>
  Result<void> emit(Emission& emission, R result, Outputs& outputs) {
    if constexpr (Process::inputs == 0 && signature::IsOptional<Return>::value)
      outputs.end = !result;
    return signature::Returned<Return>::emit(emission, std::move(result), Process::reads_regions);
  }

  const bool inputs_need_checks_;
  T actor_{};
  std::shared_ptr<const Table<T>> table_;
  std::vector<bool> dirty_;
  OutputFormats formats_;
};

}  // namespace omma
