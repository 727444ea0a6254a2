// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/push_queue.hpp"

#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace omma {
namespace {

using Item = std::unique_ptr<int>;

TEST(PushQueue, LeavesWhatItDoesNotTake) {
  PushQueue<Item> queue(1);
  Item first = std::make_unique<int>(1);
  Item second = std::make_unique<int>(2);
  EXPECT_EQ(queue.try_push(first), Pushed::taken);
  EXPECT_EQ(first, nullptr);
  EXPECT_EQ(queue.try_push(second), Pushed::full);
  queue.close();
  EXPECT_EQ(queue.try_push(second), Pushed::closed);
  EXPECT_FALSE(queue.push(second));
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(**queue.pop().value(), 1);
  EXPECT_FALSE(queue.pop().value());
}

TEST(PushQueue, WaitsForRoom) {
  PushQueue<int> queue(1);
  auto pushing = std::async(std::launch::async, [&] {
    for (int i = 0; i < 1000; ++i) {
      if (!queue.push(i)) return false;
    }
    return true;
  });
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(queue.pop().value(), i);
  EXPECT_TRUE(pushing.get());
}

TEST(PushQueue, LetsGoOfWhoeverWaitsForRoomWhenItIsClosed) {
  PushQueue<int> queue(0);
  std::promise<void> begun;
  auto pushing = std::async(std::launch::async, [&] {
    int item = 1;
    begun.set_value();
    return queue.push(item);
  });
  begun.get_future().wait();
  queue.close();
  EXPECT_FALSE(pushing.get());
}

TEST(PushQueue, LetsGoOfWhoeverWaitsForAnItemWhenItIsWoken) {
  PushQueue<int> queue(1);
  queue.wake();
  EXPECT_EQ(queue.pop().error().code, Code::interrupted);
  int item = 7;
  EXPECT_TRUE(queue.push(item));
  EXPECT_EQ(queue.pop().value(), 7);
}

}  // namespace
}  // namespace omma
