// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/results.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace omma::hosts {
namespace {

/// What another process says of a step of an actor with one output.
class ResultsTest : public ::testing::Test {
 protected:
  ResultsTest() {
    contract_.outputs.resize(1);
    self_.name = "tool";
    self_.slab = slab_.get();
  }

  /// One result with these notes, and no pixels.
  Result<void> take_noted(std::span<const std::byte> notes) {
    Writer message;
    message.begin({Message::result, 1});
    message.put(CopiedWire{});
    OutputWire output;
    output.notes = static_cast<std::uint32_t>(notes.size());
    message.put(output);
    message.put_text({reinterpret_cast<const char*>(notes.data()), notes.size()});
    return take(message, Leases());
  }

  /// The picture of 4 x 6 px that another process wrote into the slot.
  Frame take_picture(const SlotRef& slot) {
    Leases leases;
    Writer message;
    message.begin({Message::result, 1});
    message.put(CopiedWire{});
    message.put(OutputWire{0, Origin::slot, 0, 2, 0, leases.lend(slot).lease, 0, -1});
    for (const std::uint64_t extent : {4, 6}) message.put(extent);
    const auto taken = take(message, leases);
    EXPECT_TRUE(taken) << taken.error().text();
    return taken ? outputs_.sent.at(0).frame : Frame();
  }

  std::unique_ptr<Slab> slab_ = std::move(*Slab::create(1 << 20));
  std::unique_ptr<Slab> outputs_of_host_ = std::move(*Slab::create(1 << 20, Slab::Writers::host));
  Outputs outputs_;  // its frames lie in the slab

 private:
  Result<void> take(const Writer& message, const Leases& leases) {
    Reader reader(message.bytes());
    const Head head = reader.take<Head>();
    const OutputFormats formats(contract_);
    Emission emission({}, self_, formats, outputs_);
    return Results("tool", 1).take(reader, head, leases, emission);
  }

  Contract contract_;
  Self self_;
};

/// The rows of `read_notes` for one tensor with the name "t".
std::vector<std::byte> notes_of(DType dtype, const std::vector<std::uint32_t>& shape,
                                std::size_t bytes) {
  Writer rows;
  rows.begin({});
  rows.put(std::uint8_t{0});                                   // replaces no regions
  for (const std::uint32_t count : {0U, 1U}) rows.put(count);  // regions, tensors
  rows.put(std::uint16_t{1});
  rows.put(dtype);
  rows.put(static_cast<std::uint8_t>(shape.size()));
  rows.put(static_cast<std::uint32_t>(bytes));
  rows.put('t');
  for (const std::uint32_t extent : shape) rows.put(extent);
  rows.put_text(std::string(bytes, '\1'));
  rows.put(std::uint32_t{0});  // attributes
  const auto written = rows.bytes().subspan(sizeof(Head));
  return {written.begin(), written.end()};
}

TEST_F(ResultsTest, TakesTensorsWhoseDataFitTheirShape) {
  for (const auto& [shape, bytes] : {std::pair<std::vector<std::uint32_t>, std::size_t>({2, 3}, 24),
                                     {{}, 4},
                                     {{7, 0}, 0},
                                     {{1}, 4}}) {
    outputs_.clear();
    const auto taken = take_noted(notes_of(DType::float32, shape, bytes));
    ASSERT_TRUE(taken) << taken.error().text();
    const Tensor tensor = outputs_.sent.at(0).frame.tensors().at(0);
    EXPECT_EQ(tensor.shape, shape);
    EXPECT_EQ(tensor.data.size(), bytes);
  }
}

TEST_F(ResultsTest, RefusesTensorsThatNobodyCouldRead) {
  const auto unknown = static_cast<DType>(9);
  const struct {
    DType dtype;
    std::vector<std::uint32_t> shape;
    std::size_t bytes;
  } cases[] = {{unknown, {2}, 2},
               {unknown, {}, 0},
               {DType::uint8, {2, 3}, 5},
               {DType::uint8, {2, 3}, 7},
               {DType::float32, {2}, 2},
               {DType::uint8, {1U << 31}, 0},
               {DType::uint8, {65536, 65536, 65536, 65536}, 0},
               {DType::uint8, std::vector<std::uint32_t>(33, 1), 1}};
  for (const auto& each : cases) {
    const auto taken = take_noted(notes_of(each.dtype, each.shape, each.bytes));
    ASSERT_FALSE(taken);
    EXPECT_NE(taken.error().what.find("another size than its shape says"), std::string::npos);
    EXPECT_TRUE(outputs_.sent.empty());
  }
}

TEST_F(ResultsTest, HaveHeadersInMemoryThatNoHostCanWrite) {
  const Frame frame = take_picture(*outputs_of_host_->take(24));
  EXPECT_EQ(frame.pixel_slot()->slab, outputs_of_host_.get());
  EXPECT_EQ(frame.header()->slab, slab_.get());
  EXPECT_EQ(frame.with(Notes{}, "tool")->notes()->slab, slab_.get());
}

TEST_F(ResultsTest, ChangeOnlyInTheirPixelsWhenTheHostWritesOnIntoItsSlot) {
  const SlotRef slot = *outputs_of_host_->take(24);
  std::memset(slot->bytes, 1, slot->capacity);
  const Frame frame = take_picture(slot);
  std::memset(slot->bytes, 0xFF, slot->capacity);
  EXPECT_EQ(frame.identity(), (Identity{"tool", 0, 0}));
  EXPECT_EQ(frame.format(), PixelFormat::Mono8);
  EXPECT_EQ(frame.width(), 6);
  EXPECT_EQ(frame.height(), 4);
  EXPECT_EQ(frame.stride(), 6U);
  EXPECT_EQ(frame.status(), Status::complete);
  ASSERT_EQ(frame.pixels().size(), 24U);
  EXPECT_EQ(frame.mat().at<uchar>(3, 5), 0xFF);
}

/// Hears of frame memory.
struct Announced final : Peer {
  void announce(const Slab& slab, bool writable) override {
    slabs.emplace_back(slab.number(), writable);
  }
  std::vector<std::pair<std::uint32_t, bool>> slabs;
};

TEST_F(ResultsTest, AreNamedByTheSlabAndOffsetOfHeaderAndPixelsEach) {
  const SlotRef before = *outputs_of_host_->take(512);
  const Frame frame = take_picture(*outputs_of_host_->take(24));
  Announced peer;
  Writer message;
  message.begin({});
  write_input(message, frame, 9, peer);
  const auto input = Reader(message.bytes().subspan(sizeof(Head))).take<InputWire>();
  EXPECT_EQ(input.header.slab, slab_->number());
  EXPECT_EQ(input.header.offset, slab_->offset(*frame.header().get()));
  EXPECT_EQ(input.header.size, frame.header()->size);
  EXPECT_EQ(input.pixel_slab, outputs_of_host_->number());
  EXPECT_EQ(input.pixels, outputs_of_host_->offset(*frame.pixel_slot()));
  EXPECT_EQ(input.pixels % 512, 0U);
  EXPECT_EQ(input.pixel_bytes, 24U);
  EXPECT_EQ(peer.slabs, (std::vector<std::pair<std::uint32_t, bool>>{
                            {slab_->number(), false}, {outputs_of_host_->number(), false}}));
}

}  // namespace
}  // namespace omma::hosts
