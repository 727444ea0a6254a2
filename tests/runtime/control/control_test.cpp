// SPDX-License-Identifier: Apache-2.0
#include "runtime/control/control.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/control/event_json.hpp"
#include "runtime/control/run_folder.hpp"
#include "runtime/control/server.hpp"
#include "runtime/hosts/wire.hpp"
#include "tests/support/graphs.hpp"

namespace omma::control {
namespace {

using nlohmann::json;
using omma::testing::PlanBuilder;

/// One who knows the path of the socket, and JSON.
class Knob {
 public:
  explicit Knob(const std::string& path)
      : socket_(hosts::Descriptor(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0))) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0)
        << std::strerror(errno);
  }

  json ask(const json& request) {
    send(request.dump());
    return hear();
  }
  void send(const std::string& text) { EXPECT_TRUE(socket_.send(std::as_bytes(std::span(text)))); }

  json hear() {
    std::string text;
    for (;;) {
      std::span<const std::byte> message;
      if (socket_.receive(buffer_, std::chrono::seconds(60), message) !=
          hosts::Socket::Heard::message)
        return nullptr;
      text.append(reinterpret_cast<const char*>(message.data()) + 1, message.size() - 1);
      if (message.front() == std::byte{'.'}) return json::parse(text);
    }
  }

 private:
  hosts::Socket socket_;
  std::vector<std::byte> buffer_ = std::vector<std::byte>(hosts::longest_message);
};

struct ControlTest : ::testing::Test {
  ControlTest() {
    setenv("XDG_RUNTIME_DIR", folder.c_str(), 1);
    std::filesystem::create_directories(folder);
    PlanBuilder builder;
    builder.plan.name = "turned";
    builder.actor("source", "test_numbers").actor("sieve", "test_sieve");
    builder.actor("end", "test_collect");
    builder.edge("source.frame", "sieve.frame").edge("sieve.frame", "end.frame");
    RunOptions options;
    options.events = [this](const Event& event) { control.emit(event); };
    omma::testing::forget();
    graph = std::move(*Graph::create(builder.plan, options));
    graph->start();
    EXPECT_TRUE(control.begin(*graph, "turned.toml",
                              {[this] { graph->drain(); }, [this] { graph->halt(); }}));
  }
  ~ControlTest() override {
    graph->halt();
    graph->wait();
    control.end();
    std::filesystem::remove_all(folder);
  }

  std::string socket_path() const { return control.folder() + "/control"; }
  std::string file(const std::string& name) const {
    std::ifstream in(control.folder() + "/" + name);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const std::string folder = ::testing::TempDir() + "omma-control-" + std::to_string(getpid());
  Control control;
  std::unique_ptr<Graph> graph;
};

TEST_F(ControlTest, AClientSetsAKnobAndReadsItBack) {
  Knob knob(socket_path());
  EXPECT_EQ(knob.ask({{"do", "set"}, {"actor", "sieve"}, {"param", "keep"}, {"value", 5}}),
            json({{"value", 5}}));
  EXPECT_EQ(knob.ask({{"do", "get"}, {"actor", "sieve"}, {"param", "keep"}, {"id", 7}}),
            json({{"value", 5}, {"id", 7}}));
  EXPECT_EQ(knob.ask({{"do", "set"}, {"actor", "sieve"}, {"param", "keep"}, {"value", 0}}),
            json({{"error", "'keep' must be at least 1; found 0"}}));
  const json params = knob.ask({{"do", "params"}, {"actor", "sieve"}});
  EXPECT_EQ(params["params"][0]["name"], "keep");
  EXPECT_EQ(params["params"][0]["value"], 5);
}

TEST_F(ControlTest, TellsWhoRunsAndWhatTheyDid) {
  Knob knob(socket_path());
  const json list = knob.ask({{"do", "list"}});
  EXPECT_EQ(list["graph"], "turned");
  EXPECT_EQ(list["actors"][1], json({{"name", "sieve"}, {"kind", "test_sieve"}}));
  EXPECT_EQ(list["outputs"], json({"source.frame", "sieve.frame"}));
  EXPECT_EQ(list["edges"].size(), 2U);
  EXPECT_EQ(knob.ask({{"do", "report"}})["report"]["graph"], "turned");
}

TEST_F(ControlTest, AnswersWhatMakesNoSenseWithWhatWould) {
  Knob knob(socket_path());
  const char* expected =
      R"(this request cannot be answered: expected a JSON object with a verb, like {"do": "list"})";
  for (const char* text : {"garbage", "", "[]", "{}", "{\"do\":3}", "\"do\"", "{\"do\":\"list\""}) {
    if (*text == '\0') continue;
    knob.send(text);
    EXPECT_EQ(knob.hear(), json({{"error", expected}})) << text;
  }
  const std::string said = knob.ask({{"do", "dance"}, {"id", 1}})["error"];
  EXPECT_EQ(said.find("there is no request 'dance'; there are: events, list"), 0U);
  EXPECT_TRUE(knob.ask({{"do", "set"}, {"actor", 3}}).contains("error"));
  EXPECT_TRUE(knob.ask({{"do", "get"}, {"actor", "nobody"}, {"param", "x"}}).contains("error"));
  EXPECT_TRUE(knob.ask({{"do", "list"}}).contains("graph"));
}

TEST_F(ControlTest, AnswersManyAtATime) {
  std::vector<std::unique_ptr<Knob>> knobs;
  for (int i = 0; i < 20; ++i) knobs.push_back(std::make_unique<Knob>(socket_path()));
  for (const auto& knob : knobs) knob->send(R"({"do":"list"})");
  for (const auto& knob : knobs) EXPECT_EQ(knob->hear()["graph"], "turned");
}

TEST_F(ControlTest, TellsOneWhoIsOneTooManyWhy) {
  std::vector<std::unique_ptr<Knob>> knobs;
  for (int i = 0; i < 64; ++i) knobs.push_back(std::make_unique<Knob>(socket_path()));
  for (const auto& knob : knobs) EXPECT_EQ(knob->ask({{"do", "list"}})["graph"], "turned");
  Knob late(socket_path());
  EXPECT_EQ(late.hear(), json({{"error", "64 clients are served already; one has to leave first"},
                               {"unavailable", true}}));
}

TEST_F(ControlTest, ThoseWhoComeAndSayNothingKeepNobodyOut) {
  Knob first(socket_path());
  EXPECT_EQ(first.ask({{"do", "list"}})["graph"], "turned");
  std::vector<std::unique_ptr<Knob>> silent;
  for (int i = 0; i < 200; ++i) silent.push_back(std::make_unique<Knob>(socket_path()));
  Knob late(socket_path());
  EXPECT_EQ(late.ask({{"do", "list"}})["graph"], "turned");
  EXPECT_EQ(first.ask({{"do", "list"}})["graph"], "turned");
}

TEST_F(ControlTest, ReportsHowLongFramesWaitAtEdgesOnceSomebodyAsks) {
  Knob knob(socket_path());
  const json plain = knob.ask({{"do", "report"}})["report"]["edges"];
  ASSERT_FALSE(plain.empty());
  for (const auto& [name, edge] : plain.items()) EXPECT_FALSE(edge.contains("oldest_ms")) << name;
  const auto waited = [&] {
    const json edges = knob.ask({{"do", "report"}, {"hops", true}})["report"]["edges"];
    for (const auto& [name, edge] : edges.items()) {
      if (edge["wait_p50_us"] == 0.0 || edge["wait_p99_us"] < edge["wait_p50_us"]) return false;
    }
    return true;
  };
  while (!waited()) std::this_thread::yield();
  EXPECT_EQ(knob.ask({{"do", "report"}})["report"]["edges"].size(), plain.size());
}

TEST_F(ControlTest, AnEventOfEachTypeReachesAClientAsItIs) {
  Knob knob(socket_path());
  EXPECT_EQ(knob.ask({{"do", "events"}}), json({{"done", true}}));
  for (const Event::Kind kind : event_kinds()) {
    Event event = event_of(kind, "camera", "something");
    event.frame = {"source", 12};
    control.emit(event);
    json heard = knob.hear()["event"];
    while (heard["kind"] != name(kind)) heard = knob.hear()["event"];
    EXPECT_EQ(heard["actor"], "camera");
    EXPECT_EQ(heard["source"], "source");
    EXPECT_EQ(heard["sequence"], 12);
    EXPECT_EQ(heard["text"], "something");
  }
}

TEST_F(ControlTest, OneWhoDoesNotReadMissesEventsAndIsToldHowMany) {
  Knob knob(socket_path());
  knob.ask({{"do", "events"}});
  for (int i = 0; i < 30'000; ++i) control.emit(event_of(Event::Kind::error, "a", "b"));
  std::uint64_t heard = 0;
  std::uint64_t missed = 0;
  while (heard + missed < 30'000) {
    const json said = knob.hear();
    ASSERT_TRUE(said.contains("event"));
    if (said["event"]["kind"] != "error") continue;
    ++heard;
    missed += said.value("missed", 0U);
  }
  EXPECT_GT(missed, 0U);
}

TEST_F(ControlTest, AHaltEndsTheRun) {
  Knob(socket_path()).ask({{"do", "halt"}});
  graph->wait();
  EXPECT_FALSE(graph->report().failure);
}

TEST_F(ControlTest, TheStateIsTextThatOnlyItsUserMayReadAndSaysThatTheRunHasEnded) {
  struct stat about {};
  ASSERT_EQ(stat(control.folder().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0700U);
  ASSERT_EQ(stat(socket_path().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_NE(file("run").find("state = running\n"), std::string::npos);
  const auto before = list_runs(folder + "/omma");
  ASSERT_EQ(before.size(), 1U);
  EXPECT_TRUE(before[0].alive);
  control.emit(event_of(Event::Kind::error, "sieve", "it is blocked"));
  graph->drain();
  graph->wait();
  control.end();
  EXPECT_NE(file("run").find("state = ended\n"), std::string::npos);
  EXPECT_NE(file("report").find("actor sieve kind=test_sieve processed="), std::string::npos);
  EXPECT_NE(file("report").find("edge source.frame -> sieve.frame rule=wait"), std::string::npos);
  EXPECT_NE(file("errors").find("actor 'sieve': it is blocked\n"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(socket_path()));
  EXPECT_TRUE(std::filesystem::exists(control.folder() + "/parameters"));
}

TEST_F(ControlTest, MayEndWhileItLooksForTheFirstTime) {
  for (int i = 0; i < 20; ++i) {
    Control brief;  // beside the one that runs
    ASSERT_TRUE(brief.begin(*graph, "turned.toml", {[] {}, [] {}}));
    brief.end();
    const auto runs = list_runs(folder + "/omma");
    const auto ended =
        std::ranges::count_if(runs, [](const auto& run) { return run.facts.state == "ended"; });
    EXPECT_EQ(ended, i + 1);
  }
}

/// Nobody else in this process opens anything meanwhile.
TEST(Server, DoesNotBeginWhereItCouldNotBeToldToEnd) {
  PlanBuilder builder;
  builder.actor("source", "test_numbers").actor("end", "test_collect");
  builder.edge("source.frame", "end.frame");
  const auto graph = std::move(*Graph::create(builder.plan, {}));
  Answers answers(*graph, {});
  EventHub events;
  Server server(answers, events);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit few{256, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &few);
  std::vector<hosts::Descriptor> taken;
  do taken.emplace_back(dup(STDERR_FILENO));
  while (taken.back());
  taken.pop_back();
  taken.pop_back();  // one is left: for its socket
  const auto listening =
      server.listen(::testing::TempDir() + "omma-server-" + std::to_string(getpid()), [] {});
  taken.clear();
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_FALSE(listening);
}

}  // namespace
}  // namespace omma::control
