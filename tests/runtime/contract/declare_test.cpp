// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/declare.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "runtime/actor.hpp"
#include "runtime/frames/copies.hpp"
#include "tests/support/bench.hpp"

namespace omma {
namespace {

using testing::Bench;

struct Threshold {
  double level = 128;
  cv::Mat process(const cv::Mat& image) const { return image > level; }
};

struct Invert {  // in place
  cv::Mat process(cv::Mat image) const {
    cv::bitwise_not(image, image);
    return image;
  }
};

struct Identical {
  cv::Mat process(const cv::Mat& image) const { return image; }
};

struct Remember {  // returns what it keeps and changes later
  cv::Mat sum;
  cv::Mat process(const cv::Mat& image) {
    if (sum.empty()) sum = cv::Mat::zeros(image.size(), image.type());
    sum += image;
    return sum;
  }
};

struct Half {
  cv::Mat process(const cv::Mat& image) const {
    return image(cv::Rect(0, 0, image.cols / 2, image.rows));
  }
};

struct Tile {
  std::vector<cv::Mat> process(const cv::Mat& image) const {
    return {image.clone(), image.clone(), image.clone()};
  }
};

struct Pair {
  std::tuple<cv::Mat, std::optional<Regions>> process(const cv::Mat& image,
                                                      const std::optional<Frame>& other) const {
    if (!other) return {image.clone(), std::nullopt};
    return {image.clone(), Regions(2)};
  }
};

struct Fussy {
  int opened = 0;
  std::int64_t size = 3;
  bool fine = true;
  Result<void> open() {
    ++opened;
    return fine ? Result<void>() : fail(Code::not_found, "no such thing");
  }
  Result<cv::Mat> process(const cv::Mat&) const {
    return fail(Code::failed, "opened " + std::to_string(opened));
  }
};

struct Twice {
  std::vector<cv::Mat> process(const cv::Mat& image) const { return {image, image}; }
};

struct Count {
  int next = 0;
  std::optional<Sample> process() {
    if (next == 2) return std::nullopt;
    Sample sample;
    sample.image = cv::Mat(4, 4, CV_8UC1, cv::Scalar(next++));
    return sample;
  }
};

TEST(Declare, MakesTheContractFromTheSignature) {
  const Kind kind = Declare<Pair>("pair", "Doc.", inputs("image", port("other").doc("more")),
                                  outputs(port("copy").like("image"), "regions"))
                        .family("test")
                        .kind();
  const Contract& contract = kind.contract;
  EXPECT_EQ(contract.kind, "pair");
  EXPECT_FALSE(contract.stateful);
  EXPECT_EQ(contract.rate, Rate::maybe);
  ASSERT_EQ(contract.inputs.size(), 2U);
  EXPECT_EQ(contract.inputs[0].payload, Payload::picture);
  EXPECT_FALSE(contract.inputs[0].optional);
  EXPECT_TRUE(contract.inputs[1].optional);
  EXPECT_EQ(contract.inputs[1].payload, Payload::any);
  EXPECT_EQ(contract.outputs[1].payload, Payload::notes);
  EXPECT_EQ(contract.outputs[1].formats.like, "image");
}

TEST(Declare, TakesTypesRangesAndDefaultsOfParametersFromTheField) {
  const Kind kind =
      Declare<Fussy>("fussy", "Doc.", inputs("image"), outputs("result"))
          .param("size", &Fussy::size, "how large", Range{1, 9}, Unit{"px"}, Reinit{&Fussy::open})
          .param("opened", &Fussy::opened, "a plain int")
          .kind();
  const Param& size = *kind.contract.param("size");
  EXPECT_EQ(size.type, ValueType::integer);
  EXPECT_EQ(size.fallback, Value(std::int64_t{3}));
  EXPECT_EQ(size.min, 1);
  EXPECT_EQ(size.max, 9);
  EXPECT_EQ(size.unit, "px");
  EXPECT_EQ(size.change, Change::reinitialise);
  EXPECT_EQ(kind.contract.param("opened")->max, 2147483647);
}

TEST(Declare, RunsAReinitialisationOncePerBatchOfChanges) {
  Bench<Fussy> bench(Declare<Fussy>("fussy", "Doc.", inputs("image"), outputs("result"))
                         .param("size", &Fussy::size, "", Reinit{&Fussy::open})
                         .param("fine", &Fussy::fine, "", Reinit{&Fussy::open}));
  ASSERT_TRUE(bench.body->prepare());
  ASSERT_TRUE(bench.body->prepare());
  ASSERT_TRUE(bench.body->set("size", std::int64_t{4}));
  ASSERT_TRUE(bench.body->set("fine", true));
  ASSERT_TRUE(bench.body->prepare());
  const auto done = bench.step({bench.picture()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what, "opened 2");
  ASSERT_TRUE(bench.body->set("fine", false));
  EXPECT_EQ(bench.body->prepare().error().what, "no such thing");
}

TEST(Declare, PutsAResultWithoutACopyIntoAFrameThatKeepsIdentityAndTimes) {
  Bench<Threshold> bench(
      Declare<Threshold>("t", "Doc.", inputs("image"), outputs(port("mask").of(PixelFormat::Mono8)))
          .param("level", &Threshold::level, ""));
  const Frame image = bench.picture();
  const auto before = copies();
  ASSERT_TRUE(bench.step({image}));
  const Frame mask = bench.outputs.sent.at(0).frame;
  EXPECT_EQ(copies().bytes, before.bytes);
  EXPECT_EQ(mask.identity(), image.identity());
  EXPECT_EQ(mask.times().capture_ns, image.times().capture_ns);
  EXPECT_NE(mask.pixels().data(), image.pixels().data());
  EXPECT_EQ(mask.format(), PixelFormat::Mono8);
  EXPECT_EQ(cv::countNonZero(mask.mat()), 0);
}

TEST(Declare, SendsTheVeryFrameThatIsReturnedUntouched) {
  Bench<Identical> bench(Declare<Identical>("i", "Doc.", inputs("image"), outputs("image")));
  const Frame image = *bench.picture().with(Notes{}, "x");
  const auto before = copies();
  ASSERT_TRUE(bench.step({image}));
  EXPECT_EQ(bench.outputs.sent.at(0).frame.header().get(), image.header().get());
  EXPECT_EQ(bench.outputs.sent.at(0).frame.notes().get(), image.notes().get());
  EXPECT_EQ(copies().bytes, before.bytes);
}

TEST(Declare, WritesInPlaceWhenNobodyElseHoldsTheFrame) {
  Bench<Invert> bench(Declare<Invert>("i", "Doc.", inputs("image"), outputs("image")));
  std::vector<Frame> inputs;
  inputs.push_back(bench.picture());
  const void* address = inputs[0].pixels().data();
  const auto before = copies();
  ASSERT_TRUE(bench.body->step(inputs, bench.self, bench.outputs));
  const Frame& result = bench.outputs.sent.at(0).frame;
  EXPECT_EQ(result.pixels().data(), address);
  EXPECT_EQ(result.mat().at<uchar>(0, 0), 155);
  EXPECT_EQ(copies().bytes, before.bytes);
}

TEST(Declare, CopiesOnceAndCountsItWhenAnotherHoldsTheFrameToBeWrittenInto) {
  Bench<Invert> bench(Declare<Invert>("i", "Doc.", inputs("image"), outputs("image")));
  const Frame held = bench.picture();
  const auto before = copies();
  ASSERT_TRUE(bench.step({held}));
  EXPECT_EQ(held.mat().at<uchar>(0, 0), 100);
  EXPECT_EQ(bench.outputs.sent.at(0).frame.mat().at<uchar>(0, 0), 155);
  EXPECT_EQ(copies().pixels - before.pixels, 1200U);
}

TEST(Declare, CopiesAResultThatTheActorKeepsSoThatSentFramesNeverChange) {
  Bench<Remember> bench(Declare<Remember>("r", "Doc.", inputs("image"), outputs("sum")));
  ASSERT_TRUE(bench.step({bench.picture()}));
  const Frame first = bench.outputs.sent.at(0).frame;
  ASSERT_TRUE(bench.step({bench.picture()}));
  EXPECT_EQ(first.mat().at<uchar>(0, 0), 100);
  EXPECT_EQ(bench.outputs.sent.at(0).frame.mat().at<uchar>(0, 0), 200);
}

TEST(Declare, CopiesAPartOfAPicture) {
  Bench<Half> bench(Declare<Half>("h", "Doc.", inputs("image"), outputs("image")));
  ASSERT_TRUE(bench.step({bench.picture()}));
  EXPECT_EQ(bench.outputs.sent.at(0).frame.width(), 20);
  EXPECT_EQ(bench.outputs.sent.at(0).frame.stride(), 20U);
}

TEST(Declare, NumbersThePartsThatOneFrameGives) {
  Bench<Tile> bench(Declare<Tile>("t", "Doc.", inputs("image"), outputs("tile")));
  EXPECT_EQ(bench.kind.contract.rate, Rate::many);
  ASSERT_TRUE(bench.step({bench.picture()}));
  ASSERT_EQ(bench.outputs.sent.size(), 3U);
  EXPECT_EQ(bench.outputs.sent[2].frame.identity(), (Identity{"camera", 5, 2}));
}

TEST(Declare, SharesThePixelsOfAnInputThatLeavesUnderAnotherHeader) {
  Bench<Twice> bench(Declare<Twice>("t", "Doc.", inputs("image"), outputs("copy")));
  const Frame image = bench.picture();
  const Copies before = copies();
  ASSERT_TRUE(bench.step({image}));
  ASSERT_EQ(bench.outputs.sent.size(), 2U);
  const Frame& second = bench.outputs.sent[1].frame;
  EXPECT_EQ(second.identity(), (Identity{"camera", 5, 1}));
  EXPECT_EQ(second.pixel_slot(), image.pixel_slot());
  EXPECT_EQ(copies().bytes, before.bytes);
}

TEST(Declare, LeavesAnOptionalInputAndResultOut) {
  Bench<Pair> bench(
      Declare<Pair>("p", "Doc.", inputs("image", "other"), outputs("copy", "regions")));
  ASSERT_TRUE(bench.step({bench.picture(), Frame()}));
  EXPECT_EQ(bench.outputs.sent.size(), 1U);
  ASSERT_TRUE(bench.step({bench.picture(), bench.picture()}));
  ASSERT_EQ(bench.outputs.sent.size(), 2U);
  EXPECT_EQ(bench.outputs.sent[1].port, 1U);
  EXPECT_EQ(bench.outputs.sent[1].frame.regions().size(), 2U);
}

TEST(Declare, RefusesAFormatThatTheInputDoesNotTake) {
  Bench<Identical> bench(Declare<Identical>(
      "i", "Doc.", inputs(port("image").of(PixelFormat::Mono8)), outputs("image")));
  const auto done = bench.step({bench.picture(3, 3, CV_8UC3)});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what,
            "the input 'image' takes Mono8; frame 5 of 'camera' is BGR8; write `convert = true` on "
            "this edge, or put a "
            "`convert` before it");
}

TEST(Declare, EndsASourceWhenItReturnsNothing) {
  Bench<Count> bench(Declare<Count>("c", "Doc.", outputs("image")));
  EXPECT_TRUE(bench.kind.contract.source());
  EXPECT_EQ(bench.kind.contract.rate, Rate::one);
  ASSERT_TRUE(bench.step({}));
  ASSERT_TRUE(bench.step({}));
  EXPECT_FALSE(bench.outputs.end);
  EXPECT_EQ(bench.outputs.sent.at(0).frame.identity().source, "me");
  ASSERT_TRUE(bench.step({}));
  EXPECT_TRUE(bench.outputs.end);
}

TEST(Registry, RefusesAParameterThatAReservedKeyWouldHide) {
  struct Bad {
    int in = 0;
    void process(const Frame&) {}
  };
  const auto added = Registry::global().add(
      Declare<Bad>("bad_param", "Doc.", inputs("frame")).param("in", &Bad::in, "").kind());
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().what.find("rename it"), std::string::npos);
}

TEST(Registry, RefusesPortsThatReferToWhatTheKindDoesNotHave) {
  struct Bad {
    int width = 0;
    std::string format;
    cv::Mat process(const cv::Mat& image) { return image; }
  };
  const auto refused = [](NamedPort&& output) {
    auto kind = Declare<Bad>("bad_ports", "Doc.", inputs("image"), outputs(std::move(output)))
                    .param("width", &Bad::width, "")
                    .param("format", &Bad::format, "")
                    .kind();
    const auto added = Registry::global().add(std::move(kind));
    return added ? "" : added.error().what;
  };
  EXPECT_EQ(refused(port("out").like("picture")),
            "the output 'out' refers to the input 'picture', which is none");
  EXPECT_EQ(refused(port("out").format_param("width")),
            "the output 'out' refers to 'width', which is no text parameter");
  EXPECT_EQ(refused(port("out").size_params("width", "height")),
            "the output 'out' refers to 'height', which is no integer parameter");
}

/// A text that can be an argument of a template.
template <std::size_t N>
struct Literal {
  char text[N] = {};                             // NOLINT(*-avoid-c-arrays): of a literal
  consteval Literal(const char (&literal)[N]) {  // NOLINT(*-explicit-*, *-avoid-c-arrays)
    std::copy(literal, literal + N, text);
  }
};

template <Literal Text>
concept CompilesAsName = requires {
  typename std::bool_constant<(Name(Text.text), true)>;
};

template <int Least, int Most>
concept CompilesAsRange = requires {
  typename std::bool_constant<(Range(Least, Most), true)>;
};

TEST(Declare, NamesAndRangesThatMakeNoSenseDoNotCompile) {
  static_assert(CompilesAsName<"exposure_us"> && CompilesAsName<"Width2"> && CompilesAsName<"_a">);
  static_assert(CompilesAsName<"größe">);
  static_assert(!CompilesAsName<""> && !CompilesAsName<"2d"> && !CompilesAsName<"my level">);
  static_assert(!CompilesAsName<"a.b"> && !CompilesAsName<"a-b">);
  static_assert(CompilesAsRange<0, 255> && CompilesAsRange<3, 3> && !CompilesAsRange<1, 0>);
}

struct Level {
  int level = 300;
  std::string mode = "fast";
  std::vector<double> weights{0.5, 2};
  void process(const Frame&) {}
};

std::string why_refused(Kind kind) {
  const auto added = Registry::global().add(std::move(kind));
  return added ? "" : added.error().text();
}

TEST(Registry, RefusesAParameterThatDoesNotTakeItsOwnDefault) {
  const auto level = [] { return Declare<Level>("bad_default", "Doc.", inputs("frame")); };
  EXPECT_EQ(why_refused(level().param("level", &Level::level, "", Range{0, 255}).kind()),
            "kind 'bad_default': the parameter 'level' does not take its own default: 'level' must "
            "be at most 255; found 300");
  EXPECT_EQ(
      why_refused(level().param("mode", &Level::mode, "", OneOf{"slow", "best"}).kind()),
      "kind 'bad_default': the parameter 'mode' does not take its own default: 'mode' must be "
      "one of \"slow\", \"best\"; found \"fast\"");
  EXPECT_EQ(why_refused(level().param("weights", &Level::weights, "", Range{0, 1}).kind()),
            "kind 'bad_default': the parameter 'weights' does not take its own default: 'weights' "
            "must be at most 1; found 2");
  EXPECT_EQ(why_refused(level().param("mode", &Level::mode, "", OneOf{"a"}, required).kind()), "");
}

TEST(Registry, RefusesPortsWithoutAName) {
  EXPECT_EQ(
      why_refused(Declare<Level>("bad_port", "Doc.", inputs("my image")).kind()),
      "kind 'bad_port': the input 'my image' cannot be named so; expected letters, digits and "
      "'_', with no digit first");
}

TEST(Registry, RefusesAFileWhoseEndingsDependOnNothing) {
  EXPECT_EQ(why_refused(Declare<Level>("bad_file", "Doc.", inputs("frame"))
                            .param("mode", &Level::mode, "", Writes({".png"}, "codec"))
                            .kind()),
            "kind 'bad_file': the parameter 'mode' refers to 'codec', which is no text parameter");
}

}  // namespace
}  // namespace omma
