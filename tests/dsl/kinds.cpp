// SPDX-License-Identifier: Apache-2.0
#include "tests/dsl/kinds.hpp"

#include "runtime/contract/body.hpp"

namespace omma::dsl::test {
namespace {

using Pixels = std::vector<PixelFormat>;

const Pixels grey{PixelFormat::Mono8};
const Pixels colour{PixelFormat::BGR8};
const Pixels usual{PixelFormat::Mono8, PixelFormat::BGR8};
const Pixels raw{PixelFormat::Mono8, PixelFormat::BayerRG8};
const Pixels tensor{PixelFormat::Tensor};

Port port(std::string name, Pixels formats = {}) {
  Port result;
  result.name = std::move(name);
  result.formats.any_of = std::move(formats);
  return result;
}

Port optional_port(std::string name, Pixels formats = {}) {
  Port result = port(std::move(name), std::move(formats));
  result.optional = true;
  return result;
}

/// An output of the format and size of the input.
Port like(std::string name, const std::string& input) {
  Port result = port(std::move(name));
  result.formats.like = input;
  result.size.like = input;
  return result;
}

/// An output of the size of the input.
Port sized(std::string name, const std::string& input, Pixels formats) {
  Port result = port(std::move(name), std::move(formats));
  result.size.like = input;
  return result;
}

Param integer(std::string name, std::int64_t fallback, double min, double max) {
  Param param;
  param.name = std::move(name);
  param.doc = "A whole number.";
  param.type = ValueType::integer;
  param.fallback = fallback;
  param.min = min;
  param.max = max;
  return param;
}

Param number(std::string name, double fallback, double min, double max) {
  Param param = integer(std::move(name), 0, min, max);
  param.doc = "A number.";
  param.type = ValueType::number;
  param.fallback = fallback;
  return param;
}

Param text(std::string name, std::string fallback, std::vector<std::string> choices = {}) {
  Param param;
  param.name = std::move(name);
  param.doc = "A text.";
  param.type = ValueType::text;
  param.fallback = std::move(fallback);
  param.choices = std::move(choices);
  return param;
}

Param list(std::string name, Value fallback) {
  Param param;
  param.name = std::move(name);
  param.doc = "A list.";
  param.type = type_of(fallback);
  param.fallback = std::move(fallback);
  return param;
}

Param boolean(std::string name, bool fallback) {
  Param param;
  param.name = std::move(name);
  param.doc = "Yes or no.";
  param.type = ValueType::boolean;
  param.fallback = fallback;
  return param;
}

Param required(Param param) {
  param.required = true;
  return param;
}

Param in_steps(Param param, double increment) {
  param.increment = increment;
  return param;
}

Param with_unit(Param param, std::string unit) {
  param.unit = std::move(unit);
  return param;
}

void add(Contract contract) {
  contract.doc = "Does what a " + contract.kind + " does.";
  contract.origin = "built in";
  Kind kind{std::move(contract), [](const Self&) { return std::unique_ptr<Body>(); }};
  static_cast<void>(Registry::global().add(std::move(kind)));
}

Contract kind(std::string name, std::string family) {
  Contract contract;
  contract.kind = std::move(name);
  contract.family = std::move(family);
  return contract;
}

void add_sources() {
  Contract video = kind("video", "video");
  video.outputs = {port("image", colour)};
  video.params = {required(text("uri", "")), boolean("loop", false)};
  video.stateful = true;
  add(video);

  Contract camera = kind("fake_camera", "camera");
  camera.outputs = {port("image")};
  camera.outputs[0].formats.param = "format";
  camera.outputs[0].size = {"", "width", "height", false};
  camera.params = {with_unit(integer("width", 640, 1, 65'536), "px"),
                   with_unit(integer("height", 480, 1, 65'536), "px"), text("format", "Mono8"),
                   with_unit(number("rate", 25, 0.1, 10'000), "Hz")};
  camera.stateful = true;
  add(camera);

  Contract grabber = camera;
  grabber.kind = "grabber";
  grabber.params.push_back(integer("buffers", 8, 1, 100));
  grabber.pool.param = "buffers";
  add(grabber);

  Contract network = kind("network", "camera");
  network.outputs = {port("image", grey), port("status")};
  network.outputs[0].many_sources = true;
  network.params = {in_steps(integer("width", 640, 16, 4'096), 16),
                    in_steps(number("gain", 0, 0, 48), 0.5), number("temperature", 20, -50, 150)};
  network.params[1].visibility = Visibility::expert;
  network.params[2].writable = false;
  add(network);

  Contract stereo = kind("stereo", "camera");
  stereo.outputs = {port("left", grey), port("right", grey)};
  add(stereo);
}

void add_image_kinds() {
  Contract canny = kind("canny", "image");
  canny.inputs = {port("image", grey)};
  canny.outputs = {sized("edges", "image", grey)};
  canny.params = {number("low", 50, 0, 255), number("high", 150, 0, 255),
                  integer("aperture", 3, 3, 7)};
  add(canny);

  Contract blur = kind("blur", "image");
  blur.inputs = {port("image", usual)};
  blur.outputs = {like("image", "image")};
  blur.params = {integer("size", 5, 1, 99), text("border", "reflect", {"reflect", "constant"})};
  add(blur);

  Contract convert = kind("convert", "image");
  Pixels matrices(picture_formats().begin(), picture_formats().end());
  std::erase_if(matrices, packed);
  convert.inputs = {port("image", matrices)};
  convert.outputs = {sized("image", "image", {})};
  convert.outputs[0].formats.param = "format";
  convert.params = {text("format", "")};
  add(convert);

  Contract resize = kind("resize", "image");
  resize.inputs = {port("image")};
  resize.inputs[0].payload = Payload::picture;
  resize.outputs = {like("image", "image")};
  resize.outputs[0].size = {"", "width", "height", true};
  resize.params = {integer("width", 0, 0, 65'536), integer("height", 0, 0, 65'536)};
  add(resize);

  Contract demosaic = kind("demosaic", "image");
  demosaic.inputs = {port("image", raw)};
  demosaic.outputs = {sized("image", "image", colour)};
  add(demosaic);

  Contract crop = kind("tiles", "image");
  crop.inputs = {port("image")};
  crop.outputs = {like("image", "image")};
  crop.rate = Rate::many;
  add(crop);
}

void add_other_kinds() {
  Contract motion = kind("motion", "detect");
  motion.inputs = {port("image", grey), optional_port("mask", grey)};
  motion.outputs = {sized("mask", "image", grey)};
  motion.rate = Rate::maybe;
  motion.stateful = true;
  add(motion);

  Contract people = kind("people", "detect");
  people.inputs = {port("image", colour)};
  people.outputs = {like("image", "image")};
  people.params = {list("classes", std::vector<std::string>{}),
                   list("weights", std::vector<double>{}),
                   text("model", "small", {"small", "large"})};
  people.params[1].min = 0;
  people.params[1].max = 1;
  people.heavy = true;
  add(people);

  Contract overlay = kind("overlay", "image");
  overlay.inputs = {port("image"), port("mask", grey)};
  overlay.outputs = {like("image", "image")};
  add(overlay);

  Contract merge = kind("merge", "image");
  merge.inputs = {optional_port("a"), optional_port("b")};
  merge.outputs = {port("frame")};
  add(merge);

  Contract embed = kind("embed", "detect");
  embed.inputs = {port("image", usual)};
  embed.outputs = {port("tensor", tensor)};
  add(embed);

  Contract rank = kind("rank", "detect");
  rank.inputs = {port("tensor", tensor)};
  add(rank);
}

void add_sinks() {
  Contract window = kind("window", "sink");
  window.inputs = {port("image")};
  window.params = {text("title", "omma")};
  add(window);

  Contract file = kind("video_file", "sink");
  file.inputs = {port("image", usual)};
  file.params = {required(text("path", "")), text("codec", "")};
  file.params[0].writes = WrittenFile{{".mp4", ".avi"}, "codec"};
  file.stateful = true;
  add(file);

  Contract pictures = kind("image_files", "sink");
  pictures.inputs = {port("image", usual)};
  pictures.params = {text("path", "{source}_{sequence}.png")};
  pictures.params[0].writes = WrittenFile{{".png"}, ""};
  add(pictures);

  Contract log = kind("log", "sink");
  log.inputs = {port("image", usual)};
  log.params = {text("path", "")};
  log.params[0].writes = WrittenFile{};
  add(log);
}

bool add_all() {
  add_sources();
  add_image_kinds();
  add_other_kinds();
  add_sinks();
  return true;
}

}  // namespace

const Registry& kinds() {
  static const bool added = add_all();
  static_cast<void>(added);
  return Registry::global();
}

}  // namespace omma::dsl::test
