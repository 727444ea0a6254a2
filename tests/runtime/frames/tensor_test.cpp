// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/tensor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "runtime/frames/notes_buffer.hpp"

namespace omma {
namespace {

template <class T>
class TensorTest : public testing::Test {};

using Elements = testing::Types<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t,
                                std::int32_t, float, double, std::int64_t>;
TYPED_TEST_SUITE(TensorTest, Elements);

Region with(Tensor tensor) {
  Region region;
  region.tensors = {make_tensor("other", std::vector<double>{1}), std::move(tensor)};
  return region;
}

std::string refusal(const Result<TensorOf<float>>& result) {
  return result ? "none" : result.error().text();
}

TYPED_TEST(TensorTest, NumbersComeOutAsTheyWentIn) {
  const std::vector<TypeParam> numbers{1, 2, 3, 4, 5, 6};
  const auto made = shaped(make_tensor("numbers", numbers), {2, 3});
  ASSERT_TRUE(made);
  const auto read = tensor_of<TypeParam>(with(*made), "numbers", {2, any_extent});
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->shape(), (Shape{2, 3}));
  EXPECT_TRUE(std::ranges::equal(read->values(), numbers));
}

TEST(Tensors, AreReadOfFramesTheLatestOfAName) {
  auto slab = Slab::create(std::size_t{1} << 20);
  ASSERT_TRUE(slab);
  Notes first, second;
  first.tensors = {make_tensor("scores", std::array<float, 2>{1, 2})};
  second.tensors = {make_tensor("scores", std::array<float, 1>{3})};
  auto chain = write_notes(**slab, first, "a", {});
  chain = write_notes(**slab, second, "b", *chain);
  const auto scores = tensor_of<float>(Frame({}, *chain), "scores");
  ASSERT_TRUE(scores);
  EXPECT_EQ(scores->values().front(), 3);
}

TEST(Tensors, MayBeEmpty) {
  const auto none = tensor_of<float>(with(make_tensor("none", std::vector<float>())), "none");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->values().empty());
}

TEST(Tensors, AreRefusedWithWhatThereIs) {
  const Region region = with(make_tensor("ids", std::vector<std::int32_t>{1, 2}));
  EXPECT_EQ(refusal(tensor_of<float>(region, "scores")),
            "there is no tensor 'scores'; there are: other, ids. The actor that notes it comes "
            "before");
  EXPECT_EQ(refusal(tensor_of<float>(region, "ids")),
            "the tensor 'ids' holds int32; expected float32");
  const Region scores = with(make_tensor("scores", std::vector<float>{1, 2}));
  EXPECT_EQ(refusal(tensor_of<float>(scores, "scores", {3})),
            "the tensor 'scores' has the shape 2; expected 3");
  EXPECT_EQ(refusal(tensor_of<float>(scores, "scores", {any_extent, 2})),
            "the tensor 'scores' has the shape 2; expected any x 2");
  Region broken = scores;
  broken.tensors[1].data.pop_back();
  EXPECT_EQ(refusal(tensor_of<float>(broken, "scores")),
            "the tensor 'scores' has 7 bytes, which is not what its shape 2 takes");
}

TEST(Tensors, HaveAsManyElementsAsTheirShapeSays) {
  const auto made = shaped(make_tensor("scores", std::vector<float>{1, 2, 3}), {2, 2});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().text(), "the tensor 'scores' has 3 elements; the shape 2 x 2 takes 4");
}

}  // namespace
}  // namespace omma
