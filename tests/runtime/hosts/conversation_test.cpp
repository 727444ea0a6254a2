// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/conversation.hpp"

#include <gtest/gtest.h>

namespace omma::hosts {
namespace {

template <class... Values>
std::vector<std::byte> bytes_of(const Head& head, const Values&... values) {
  Writer writer;
  writer.begin(head);
  (writer.put(values), ...);
  return {writer.bytes().begin(), writer.bytes().end()};
}

TEST(Message, IsAnErrorWhenItMakesNoSense) {
  const struct {
    std::vector<std::byte> bytes;
    const char* why;
  } cases[] = {
      {{}, "cut short"},
      {std::vector<std::byte>(sizeof(Head) - 1), "cut short"},
      {bytes_of({Message{0}, 0, 0, 0}), "unknown kind"},
      {bytes_of({Message{999}, 0, 0, 0}), "unknown kind"},
      {bytes_of({Message::load, 0, 0, 0}), "unknown kind"},
      {bytes_of({Message::need, 0, 0, 0}), "cut short"},
      {bytes_of({Message::need, 0, 0, 0}, std::uint32_t{1}), "cut short"},
      {bytes_of({Message::state, 0, 1, 0}, std::uint64_t{1}), "cut short"},
      {bytes_of({Message::release, 0, 2, 0}, std::uint32_t{1}), "cut short"},
      {bytes_of({Message::result, 0, 0xffffffff, 0}, std::uint32_t{1}), "cut short"},
      {bytes_of({Message::error, 0, 1, 0}), "cut short"},
  };
  for (const auto& each : cases) {
    const auto read = read_message(each.bytes);
    ASSERT_FALSE(read) << each.why;
    EXPECT_NE(read.error().what.find(each.why), std::string::npos) << read.error().text();
  }
}

TEST(Message, IsReadUpToWhatItsKindSays) {
  const auto message =
      bytes_of({Message::error, 0, 2, 7}, std::uint32_t{4}, std::uint32_t{5}, 'n', 'o');
  auto error = read_message(message);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->head.number, 7U);
  EXPECT_EQ(error->leases, (LeaseNumbers{4, 5}));
  EXPECT_EQ(error->rest.rest(), "no");
  const auto need = read_message(bytes_of({Message::need, 1, 0, 3}, std::uint64_t{4096}));
  ASSERT_TRUE(need);
  EXPECT_EQ(need->need.bytes, 4096U);
  EXPECT_EQ(need->need.number, 3U);
  EXPECT_TRUE(need->need.for_state);
  const auto state = read_message(bytes_of({Message::state, 0, 1, 0}, SlotWire{9, 1, 64, 128}));
  ASSERT_TRUE(state && state->room);
  EXPECT_EQ(state->room->lease, 9U);
  EXPECT_FALSE(read_message(bytes_of({Message::state, 0, 0, 0}))->room);
}

/// Both ends of a conversation, and frame memory.
struct ConversationTest : ::testing::Test {
  ConversationTest() {
    auto ends = Socket::pair();
    conversation = Conversation(std::move(ends->first));
    other = std::move(ends->second);
  }

  /// The next message at the other end.
  Reader heard() {
    std::span<const std::byte> message;
    EXPECT_EQ(other.receive(buffer, std::nullopt, message), Socket::Heard::message);
    return Reader(message);
  }

  const std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  Conversation conversation;
  Socket other;
  std::vector<std::byte> buffer = std::vector<std::byte>(longest_message);
};

TEST_F(ConversationTest, LendsTheRoomsOfAStepUntilItEnds) {
  const SlotRef slot = *slab->take(4096);
  LeaseNumbers lent;
  conversation.begin_step(Message::step, 5, {}, lent);
  conversation.add_room(slot, lent);
  conversation.add_room(slot, lent);
  ASSERT_TRUE(conversation.send());
  Reader step = heard();
  const auto head = step.take<Head>();
  EXPECT_EQ(head.kind, Message::step);
  EXPECT_EQ(head.others, 2U);
  EXPECT_EQ(head.number, 5U);
  const auto room = step.take<SlotWire>();
  EXPECT_EQ(room.lease, lent[0]);
  EXPECT_EQ(room.size, slot->capacity);
  EXPECT_TRUE(conversation.leases().room_for_writing());
  conversation.leases().end_step(lent, {lent[1]});
  EXPECT_EQ(conversation.leases().find(lent[0]), nullptr);
  EXPECT_NE(conversation.leases().find(lent[1]), nullptr);
}

TEST_F(ConversationTest, AnswersANeedWithRoomOrAReason) {
  LeaseNumbers lent;
  ASSERT_TRUE(conversation.grant(3, slab->take(4096), lent));
  auto head = heard().take<Head>();
  EXPECT_EQ(head.kind, Message::grant);
  EXPECT_EQ(head.others, 1U);
  EXPECT_EQ(lent.size(), 1U);
  ASSERT_TRUE(conversation.grant(4, fail(Code::exhausted, "no room"), lent));
  Reader refusal = heard();
  head = refusal.take<Head>();
  EXPECT_EQ(head.others, 0U);
  EXPECT_EQ(head.number, 4U);
  EXPECT_EQ(refusal.rest(), "no room");
  EXPECT_EQ(lent.size(), 1U);
}

TEST_F(ConversationTest, AnnouncesFrameMemoryOnce) {
  conversation.announce(*slab, true);
  conversation.announce(*slab, true);
  conversation.say(Message::end, 1);
  EXPECT_EQ(heard().take<Head>().kind, Message::slab);
  EXPECT_EQ(heard().take<Head>().kind, Message::end);
}

TEST_F(ConversationTest, TellsWhoeverSendsThatTheOtherEndIsGone) {
  other = Socket();
  EXPECT_FALSE(conversation.say(Message::finish, 0));
}

}  // namespace
}  // namespace omma::hosts
