// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "actors/image/conversion.hpp"
#include "actors/io/opencv_io.hpp"
#include "runtime/base/listed.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/host_process/loans.hpp"
#include "tools/command/common_options.hpp"
#include "tools/command/notice.hpp"
#include "tools/command/running.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

using nlohmann::json;

struct Given {
  std::string run;
  std::string port;
  std::string output;
  std::string format = "text";
};

[[noreturn]] void refuse(const std::string& text, Status status = failed) {
  std::cerr << "omma: " << text << "\n";
  throw CLI::RuntimeError(status);
}

/// The way to one output: asks for a frame as a script does (scripts/look.hpp).
class Sight {
 public:
  explicit Sight(hosts::Socket socket)
      : socket_(std::move(socket)), loans_(memory_, {nullptr, [](std::uint32_t) {}}) {}

  /// The newest frame; waits for one. An empty frame when the run has ended.
  Frame newest() {
    hosts::Writer ask;
    ask.begin({hosts::Message::step, 0, 0, 1});
    if (!socket_.send_in_time(ask.bytes())) return {};
    std::vector<std::byte> buffer(hosts::longest_message);
    std::span<const std::byte> message;
    hosts::Descriptor passed;
    while (socket_.receive_passed(buffer, message, passed)) {
      hosts::Reader reader(message);
      const auto head = reader.take<hosts::Head>();
      if (head.kind == hosts::Message::step) return loans_.take_input(reader);
      if (head.kind == hosts::Message::forget) continue;
      if (head.kind != hosts::Message::slab) return {};
      const auto added =
          memory_.add(static_cast<std::uint32_t>(head.number), passed, head.items != 0);
      if (!added) refuse(added.error().text());
    }
    return {};
  }

 private:
  hosts::Socket socket_;
  host_process::MappedSlabs memory_;
  host_process::Loans loans_;
};

json as_json(const Region& region) {
  return {{"x", region.rect.x},         {"y", region.rect.y},
          {"width", region.rect.width}, {"height", region.rect.height},
          {"label", region.label},      {"confidence", region.confidence},
          {"track_id", region.track_id}};
}

json as_json(const Frame& frame) {
  const Identity identity = frame.identity();
  json about{{"source", identity.source},      {"sequence", identity.sequence},
             {"format", name(frame.format())}, {"width", frame.width()},
             {"height", frame.height()},       {"regions", json::array()},
             {"attributes", json::object()}};
  for (const Region& region : frame.regions()) about["regions"].push_back(as_json(region));
  for (const Attribute& each : frame.attributes()) {
    std::visit([&](const auto& value) { about["attributes"][each.name] = value; }, each.value);
  }
  return about;
}

/// What picture files hold; 16 bits only where the file can have them.
PixelFormat format_for(PixelFormat format, const std::string& ending) {
  const bool deep = mat_type(format) == mat_type(PixelFormat::Mono16);
  if (deep)
    return ending == ".png" || ending.starts_with(".tif") ? PixelFormat::Mono16
                                                          : PixelFormat::Mono8;
  if (format == PixelFormat::Mono8) return format;
  const bool alpha = format == PixelFormat::RGBa8 || format == PixelFormat::BGRa8;
  return alpha && ending == ".png" ? PixelFormat::BGRa8 : PixelFormat::BGR8;
}

std::string ending_of(const std::string& path) { return std::filesystem::path(path).extension(); }

/// Before a frame is asked for.
void check_target(const std::string& path) {
  static const std::vector<std::string> endings{".png", ".jpg",  ".jpeg", ".bmp",
                                                ".tif", ".tiff", ".webp"};
  if (path.empty()) return;
  if (std::ranges::find(endings, ending_of(path)) == endings.end())
    refuse("-o: expected a file of pictures: " + listed(endings) + "; found " + path, wrong);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (access(folder.empty() ? "." : folder.c_str(), W_OK) != 0)
    refuse("-o: cannot write into the folder " + folder.string() + ": " + std::strerror(errno),
           wrong);
}

cv::Mat picture_of(const Frame& frame, const std::string& path) {
  const PixelFormat from = frame.format();
  if (frame.mat().empty() || !actors::convertible(from))
    refuse("the frame has no picture that can be written: " + to_text(frame));
  auto converted = actors::converted(frame.mat(), from, format_for(from, ending_of(path)));
  if (!converted) refuse(converted.error().text());
  return std::move(*converted);
}

void write_picture(const Frame& frame, const std::string& path) {
  const cv::Mat image = picture_of(frame, path);
  Result<void> written;
  try {
    written = actors::opencv_io().write(path, image, {});
  } catch (const std::exception& error) {
    refuse("cannot write " + path + ": " + error.what());
  }
  if (!written) refuse("cannot write " + written.error().text());
  std::cerr << "wrote " << path << "\n";
}

Frame awaited(Sight& sight, const std::string& port) {
  const Notice notice("waiting for the next frame of " + port,
                      [](const std::string& text) { std::cerr << text + "\n"; });
  return sight.newest();
}

void look(const Given& given) {
  check_target(given.output);
  const bool run_left_out = given.port.empty();
  Running running = running_or_end(run_left_out ? "" : given.run);
  const std::string port = run_left_out ? given.run : given.port;
  auto socket = running.ask_for_socket({{"do", "look"}, {"port", port}, {"name", "omma look"}});
  if (!socket) end_with(socket.error());
  Sight sight(std::move(*socket));
  const Frame frame = awaited(sight, port);
  if (!frame) refuse("the run has ended");
  if (!given.output.empty()) write_picture(frame, given.output);
  print(given.format == "json"
            ? as_json(frame).dump(2, ' ', false, json::error_handler_t::replace) + "\n"
            : to_text(frame));
}

}  // namespace

void add_look(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb =
      app.add_subcommand("look", "Show the newest frame of an output of a graph that runs");
  verb->add_option("run", given->run,
                   "As 'omma ps' lists it; where one graph runs, the output can stand here")
      ->required()
      ->type_name("RUN");
  verb->add_option("port", given->port, "The output")->type_name("ACTOR.PORT");
  verb->add_option("-o,--output", given->output, "Write its picture to this file: .png, .jpg, ...")
      ->type_name("FILE");
  add_format_option(*verb, given->format, "what is known about it");
  verb->footer(
      "Slows nobody down: what is not asked for passes by.\n\n"
      "Example: what an output looks like now\n"
      "  omma look bright.mask -o now.png");
  verb->callback([given] { look(*given); });
}

}  // namespace omma::command
