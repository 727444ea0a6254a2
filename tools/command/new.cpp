// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "runtime/contract/registry.hpp"
#include "tools/command/place.hpp"
#include "tools/command/template.hpp"
#include "tools/command/terminal.hpp"
#include "tools/command/verbs.hpp"

namespace omma::command {
namespace {

namespace fs = std::filesystem;

struct Given {
  std::string name;
  std::string dir = ".";
  bool python = false;
};

/// A template, and the file to make of it.
using Files = std::vector<std::pair<std::string, std::string>>;

[[noreturn]] void refuse(const std::string& why, Status status = wrong) {
  std::cerr << "omma new: " << why << "\n";
  throw CLI::RuntimeError(status);
}

void check_name(const std::string& name) {
  constexpr std::size_t longest = 40;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool letters = std::all_of(name.begin(), name.end(), allowed);
  if (letters && !name.empty() && name.size() <= longest && name[0] >= 'a' && name.back() != '_')
    return;
  refuse(
      "expected a name of lower-case letters, digits and '_' that begins with a letter, such as "
      "'bright_parts'; found '" +
      name + "'");
}

/// Names that are taken: by kinds, and by CMake for targets of its own.
void check_free(const std::string& name) {
  constexpr std::array<std::string_view, 6> targets{"all",     "clean",   "help",
                                                    "install", "package", "test"};
  if (std::find(targets.begin(), targets.end(), name) != targets.end()) {
    refuse("the name '" + name + "' is reserved by CMake; choose another one");
  }
  if (Registry::global().find(name) != nullptr) {
    refuse("there is a kind '" + name + "' already (see 'omma actors " + name +
           "'); choose another name");
  }
}

/// Names that Python has other uses for: a file of such a name would stand in their way.
void check_free_in_python(const std::string& name) {
  constexpr std::array<std::string_view, 35> words{
      "and", "as",     "assert", "async",  "await",  "break",    "class", "conftest", "continue",
      "cv2", "def",    "del",    "elif",   "else",   "except",   "for",   "from",     "global",
      "if",  "import", "in",     "is",     "lambda", "nonlocal", "not",   "numpy",    "omma",
      "or",  "pass",   "pytest", "return", "try",    "while",    "with",  "yield"};
  if (std::find(words.begin(), words.end(), name) != words.end())
    refuse("the name '" + name + "' is reserved in Python; choose another one");
}

/// "bright_parts" as the name of a type: "BrightParts".
std::string camel_case(const std::string& name) {
  std::string type;
  bool upper = true;
  for (const char c : name) {
    if (c != '_') type += upper ? static_cast<char>(std::toupper(c)) : c;
    upper = c == '_';
  }
  return type;
}

Words words_of(const std::string& name) {
  const std::string version = OMMA_VERSION;
  return {{"NAME", name},
          {"TYPE", camel_case(name)},
          {"VERSION", version.substr(0, version.rfind('.'))},
          {"CONFIGURE", "cmake -B build" + cmake_hint()},
          {"OMMA", program_name()}};
}

void write(const fs::path& path, const std::string& text) {
  std::error_code error;
  if (!path.parent_path().empty()) fs::create_directories(path.parent_path(), error);
  if (fs::exists(path)) refuse(path.string() + " exists already; choose another name or --dir");
  std::ofstream file(path);
  file << text << std::flush;
  if (!file) refuse("cannot write " + path.string() + ": " + std::strerror(errno), failed);
}

/// Writes a folder of files; returns it.
fs::path write_folder(const Given& given, const Files& files) {
  fs::path folder = (fs::path(given.dir) / given.name).lexically_normal();
  if (fs::exists(folder)) refuse(folder.string() + " exists already; choose another name or --dir");
  const Words words = words_of(given.name);
  for (const auto& [from, to] : files) write(folder / to, filled(from, words));
  return folder;
}

void new_native_actor(const Given& given) {
  const std::string& name = given.name;
  const fs::path folder = write_folder(given, {{"actor/CMakeLists.txt", "CMakeLists.txt"},
                                               {"actor/actor.cpp", name + ".cpp"},
                                               {"actor/actor_test.cpp", name + "_test.cpp"},
                                               {"actor/graph.toml", name + ".toml"},
                                               {"actor/README.md", "README.md"}});
  const Words words = words_of(name);
  print("wrote " + (folder / "").string() + " with " + name +
        ".cpp, its test, a graph and CMakeLists.txt; next:\n" + "  cd " + folder.string() + "\n  " +
        words.at("CONFIGURE") + "\n  cmake --build build\n" + "  ctest --test-dir build\n  " +
        words.at("OMMA") + " run " + name + ".toml --frames 100\n");
}

void new_python_actor(const Given& given) {
  const std::string& name = given.name;
  check_free_in_python(name);
  const fs::path folder =
      write_folder(given, {{"python_actor/actor.py", name + ".py"},
                           {"python_actor/test_actor.py", "test_" + name + ".py"},
                           {"python_actor/graph.toml", name + ".toml"}});
  print("wrote " + (folder / "").string() + " with " + name + ".py, its test and a graph; next:\n" +
        "  cd " + folder.string() + "\n  " + program_name() + " python -m pytest\n  " +
        program_name() + " run " + name + ".toml --frames 100\n");
}

void new_actor(const Given& given) {
  check_name(given.name);
  check_free(given.name);
  given.python ? new_python_actor(given) : new_native_actor(given);
}

void new_graph(const Given& given) {
  check_name(given.name);
  const fs::path path = (fs::path(given.dir) / (given.name + ".toml")).lexically_normal();
  write(path, filled("graph.toml", words_of(given.name)));
  print("wrote " + path.string() + "; next:\n  " + program_name() + " run " + path.string() +
        " --frames 100\n");
}

CLI::App* add_part(CLI::App& verb, const std::string& part, const std::string& doc, Given& given) {
  CLI::App* app = verb.add_subcommand(part, doc);
  app->add_option("name", given.name, "Its name, such as bright_parts")
      ->required()
      ->type_name("NAME");
  app->add_option("--dir", given.dir, "The folder to create it in")->type_name("FOLDER");
  return app;
}

}  // namespace

void add_new(CLI::App& app) {
  auto given = std::make_shared<Given>();
  CLI::App* verb = app.add_subcommand("new", "Create an actor or a graph");
  verb->require_subcommand(1);
  CLI::App* actor =
      add_part(*verb, "actor",
               "Create a folder with an actor, its test and a graph that runs as it is", *given);
  actor->add_flag("--python", given->python, "In Python; default: C++");
  actor
      ->footer(
          "Example: an actor in C++; then follow the steps that are printed\n"
          "  omma new actor bright_parts\n"
          "Example: an actor in Python\n"
          "  omma new actor bright_parts --python")
      ->callback([given] { new_actor(*given); });
  add_part(*verb, "graph", "Create a small graph file with comments", *given)
      ->footer(
          "Example: a graph, created and run\n"
          "  omma new graph parts\n"
          "  omma run parts.toml --frames 100")
      ->callback([given] { new_graph(*given); });
  verb->footer(
      "Example: an actor in C++ in a folder of its own\n"
      "  omma new actor bright_parts\n"
      "Example: one in Python\n"
      "  omma new actor bright_parts --python");
}

}  // namespace omma::command
