// SPDX-License-Identifier: Apache-2.0
#include "tests/actors/stepping.hpp"

#include <gtest/gtest.h>

#include "runtime/contract/declare.hpp"

namespace omma::testing {
namespace {

std::optional<Sample> handed;

struct Hand {
  std::optional<Sample> process() { return std::exchange(handed, std::nullopt); }
};

}  // namespace

Slab& test_slab() {
  static const auto slab = Slab::create();
  return **slab;
}

Frame frame_of(Sample sample, std::uint64_t sequence) {
  handed = std::move(sample);
  const auto source =
      Declare<Hand>("hand", "Sends what it is handed.", outputs("image")).kind().make({});
  Outputs sent;
  const auto stepped = source->step({}, {"test", &test_slab(), sequence}, sent);
  EXPECT_TRUE(stepped) << stepped.error().text();
  return sent.sent.empty() ? Frame() : sent.sent.front().frame;
}

Frame frame_of(const Regions& regions, std::uint64_t sequence) {
  Sample sample;
  sample.notes.regions = regions;
  return frame_of(std::move(sample), sequence);
}

Stepping::Stepping(const std::string& kind, const std::map<std::string, Value>& params) {
  const Kind* found = Registry::global().find(kind);
  if (found == nullptr) {
    ADD_FAILURE() << "no kind '" << kind << "'";
    return;
  }
  body_ = found->make({});
  self_ = {"test", &test_slab(), 0};
  for (const auto& [name, value] : params) {
    const auto set = body_->set(name, value);
    EXPECT_TRUE(set) << set.error().text();
  }
  prepared_ = body_->prepare();
}

Result<void> Stepping::step(std::vector<Frame>& inputs) {
  if (!prepared_) return prepared_;
  outputs_.clear();
  auto stepped = body_->step(inputs, self_, outputs_);
  if (inputs.empty()) ++self_.sequence;
  return stepped;
}

std::vector<Sent> Stepping::operator()(std::vector<Frame> inputs) {
  const auto stepped = step(inputs);
  EXPECT_TRUE(stepped) << stepped.error().text();
  return std::move(outputs_.sent);
}

std::string Stepping::error_of(std::vector<Frame> inputs) {
  const auto stepped = step(inputs);
  return stepped ? std::string() : stepped.error().text();
}

}  // namespace omma::testing
