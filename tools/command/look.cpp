// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "actors/io/opencv_io.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/host_process/loans.hpp"
#include "tools/command/common_options.hpp"
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

void write_picture(const Frame& frame, const std::string& path) {
  const cv::Mat image = frame.mat();
  if (image.empty()) refuse("the frame has no picture that can be written: " + to_text(frame));
  bool written = false;
  try {
    written = actors::opencv_io().write(path, image, {});
  } catch (const std::exception& error) {
    refuse("cannot write " + path + ": " + error.what());
  }
  if (!written) refuse("cannot write " + path);
  std::cerr << "wrote " << path << "\n";
}

void look(const Given& given) {
  const bool run_left_out = given.port.empty();
  Running running = running_or_end(run_left_out ? "" : given.run);
  const std::string port = run_left_out ? given.run : given.port;
  auto socket = running.ask_for_socket({{"do", "look"}, {"port", port}, {"name", "omma look"}});
  if (!socket) refuse(socket.error().text(), wrong);
  Sight sight(std::move(*socket));
  const Frame frame = sight.newest();
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
                   "As 'omma ps' lists it, where several are running, and the output")
      ->required()
      ->type_name("[RUN]");
  verb->add_option("port", given->port, "")->type_name("ACTOR.PORT");
  verb->add_option("-o,--output", given->output, "Write its picture to this file: .png, .jpg, ...")
      ->type_name("FILE");
  add_choice(*verb, "--format", given->format, "text|json")
      ->description("What is known about it, for people or for programs");
  verb->footer(
      "Slows nobody down: what is not asked for passes by.\n\n"
      "Example: what the edges look like now\n"
      "  omma look edges.mask -o now.png");
  verb->callback([given] { look(*given); });
}

}  // namespace omma::command
