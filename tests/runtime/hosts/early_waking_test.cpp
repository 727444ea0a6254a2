// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/early_waking.hpp"

#include <gtest/gtest.h>

#include "runtime/hosts/hosted_body.hpp"
#include "tests/support/hosts.hpp"

namespace omma {
namespace {

using namespace testing;

struct EarlyWaking : ::testing::TestWithParam<bool> {
  EarlyWaking() { self.slab = slab.get(); }

  const std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  Self self{"tool"};
};

TEST_P(EarlyWaking, ChangesNothingThatABodyDoes) {
  auto host = hosts::Host::create({}, hosts::Language::python, 64 << 20, [](const Event&) {});
  ASSERT_TRUE(host);
  hosts::Services services;
  services.early_waking = GetParam();
  const Kind& kind = *Registry::global().find(python("invert"));
  hosts::HostedBody body(kind, "tool", host, services);
  const auto source = Registry::global().find("test_numbered")->make(self);
  ASSERT_TRUE(body.prepare());
  for (int i = 0; i < 30; ++i) {
    Outputs given, inverted;
    ASSERT_TRUE(source->step({}, self, given));
    std::vector<Frame> inputs{given.sent.at(0).frame};
    const auto done = body.step(inputs, self, inverted);
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(pixel(inverted.sent.at(0).frame), 255 - i);
  }
  Outputs outputs;
  EXPECT_TRUE(body.finish(self, outputs));
  EXPECT_TRUE(outputs.end);
}

INSTANTIATE_TEST_SUITE_P(Bodies, EarlyWaking, ::testing::Bool(),
                         [](const auto& test) { return test.param ? "With" : "Without"; });

}  // namespace
}  // namespace omma
