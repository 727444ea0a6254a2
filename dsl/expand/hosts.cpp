// SPDX-License-Identifier: Apache-2.0
#include "dsl/expand/hosts.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "dsl/read/files.hpp"
#include "dsl/read/read_value.hpp"
#include "dsl/read/wording.hpp"
#include "dsl/read/write_toml.hpp"

namespace omma::dsl {
namespace {

class HostReader {
 public:
  HostReader(PlannedHost& host, const std::string& file, Report& report)
      : host_(host), file_(file), report_(report), read_(report) {}

  static bool knows(const std::string& key) {
    return std::ranges::find(keys, key, &Key::name) != keys.end();
  }

  void read(const Member& key) {
    const auto found = std::ranges::find(keys, key.key, &Key::name);
    if (names_no_host(key)) return no_host(key);
    if (found != keys.end()) return found->read(*this, key);
    std::vector<std::string> names;
    for (const Key& known : keys) names.emplace_back(known.name);
    if (host_.name.empty() && nearest(key.key, names).empty()) return no_table(key);
    read_.unknown_key(key, names);
  }

  /// After the last key.
  void finish() {
    if (wheels_ == nullptr) return;
    if (host_.requirements) {
      host_.requirements->wheels = existing_folder(*wheels_);
    } else {
      report_.add({.place = wheels_->place,
                   .what = "'wheels' says where packages come from, but no package is required",
                   .mend = "add 'requirements', such as [\"numpy==1.26.4\"]"});
    }
  }

 private:
  /// It is written as a host would be, and would be read as a key of [host].
  bool names_no_host(const Member& key) const {
    return host_.name.empty() && knows(key.key) && key.key != "env" && key.value.table() != nullptr;
  }

  void no_host(const Member& key) {
    report_.add({.place = key.place,
                 .what = quote(key.key) + " is a key of [host], not a host",
                 .found = describe(key.value),
                 .mend = "name the host otherwise"});
  }

  /// Who writes it into [host] may have meant a host of this name.
  void no_table(const Member& key) {
    report_.add(
        {.place = key.place,
         .what = quote(key.key) + " is neither a key of [host] nor a host with keys of its own",
         .found = describe(key.value),
         .mend = "for a host, write '[host." + key_text(key.key) + "]' and its keys below"});
  }

  struct Key {
    std::string_view name;
    void (*read)(HostReader& reader, const Member& key);
  };
  static const std::vector<Key> keys;

  void integer(const Member& key, Bounds bounds, int& into) {
    into = read_.integer(key, bounds).value_or(into);
  }

  void refuse(const Node& node, const std::string& key, const std::string& expected) {
    if (node.reported()) return;
    report_.add({.place = node.place,
                 .what = quote(key) + " has an invalid value",
                 .expected = expected,
                 .found = describe(node)});
  }

  /// A path with a '/' begins at the file's folder; a plain name is looked for where programs are.
  void python(const Member& key) {
    const auto path = read_.text(key, "the path of an interpreter, as \"envs/seg/bin/python\"");
    if (!path) return;
    host_.python = path->find('/') == std::string::npos ? *path : beside(file_, *path);
  }

  void requirements(const Member& key) {
    Requirements wanted;
    wanted.place = key.value.place;
    if (key.value.text() != nullptr) {
      wanted.file = existing_file(key);
    } else {
      packages(key, wanted.packages);
    }
    host_.requirements = std::move(wanted);
  }

  void packages(const Member& key, std::vector<std::string>& into) {
    const std::string expected =
        "a list of packages, such as [\"numpy==1.26.4\"], or the path of a file that lists them";
    if (key.value.list() == nullptr) return refuse(key.value, key.key, expected);
    for (const Node& item : *key.value.list()) {
      if (item.text() == nullptr) return refuse(item, key.key, expected);
      into.push_back(*item.text());
    }
  }

  std::string existing_file(const Member& key) {
    std::string path = beside(file_, *key.value.text());
    if (const auto text = read_file(path); !text) {
      report_.add(
          {.place = key.value.place,
           .what = "the requirements " + quote(path) + " cannot be read: " + text.error().what,
           .mend = "paths begin at the folder of the graph; a list of packages is written as "
                   "[\"numpy==1.26.4\"]"});
    }
    return path;
  }

  void wheels(const Member& key) {
    if (read_.text(key, "the path of a folder of wheels, such as \"wheels\"")) wheels_ = &key;
  }

  std::string existing_folder(const Member& key) {
    std::string path = beside(file_, *key.value.text());
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      report_.add({.place = key.value.place,
                   .what = "there is no folder " + quote(path) + " to take wheels from",
                   .mend = "paths begin at the folder of the graph"});
    }
    return path;
  }

  void cpu(const Member& key) {
    const auto* list = key.value.list();
    const std::string expected = "a list of cores, as [0, 1]";
    if (list == nullptr) return refuse(key.value, key.key, expected);
    for (const Node& item : *list) {
      const auto* core = std::get_if<std::int64_t>(&item.value);
      if (core == nullptr || !core_bounds.hold(static_cast<double>(*core)))
        return refuse(item, key.key, expected);
      host_.cpu.push_back(static_cast<int>(*core));
    }
  }

  void env(const Member& key) {
    const Table* table = key.value.table();
    const std::string expected = "a table of texts, as { OMP_NUM_THREADS = \"1\" }";
    if (table == nullptr) return refuse(key.value, key.key, expected);
    for (const Member& variable : *table) {
      if (variable.value.text() == nullptr) return refuse(variable.value, variable.key, expected);
      host_.env[variable.key] = *variable.value.text();
    }
  }

  PlannedHost& host_;
  const std::string& file_;
  Report& report_;
  ReadValue read_;
  const Member* wheels_ = nullptr;
};

const std::vector<HostReader::Key> HostReader::keys{
    {"python", [](HostReader& reader, const Member& key) { reader.python(key); }},
    {"requirements", [](HostReader& reader, const Member& key) { reader.requirements(key); }},
    {"wheels", [](HostReader& reader, const Member& key) { reader.wheels(key); }},
    {"cpu", [](HostReader& reader, const Member& key) { reader.cpu(key); }},
    {"env", [](HostReader& reader, const Member& key) { reader.env(key); }},
    {"deadline_ms",
     [](HostReader& reader, const Member& key) {
       reader.integer(key, deadline_bounds, reader.host_.deadline_ms);
     }},
    {"start_deadline_ms",
     [](HostReader& reader, const Member& key) {
       reader.integer(key, deadline_bounds, reader.host_.start_deadline_ms);
     }},
    {"memory_mb",
     [](HostReader& reader, const Member& key) {
       reader.integer(key, memory_bounds, reader.host_.memory_mb);
     }},
    {"retries", [](HostReader& reader,
                   const Member& key) { reader.integer(key, retry_bounds, reader.host_.retries); }},
    {"spare",
     [](HostReader& reader, const Member& key) {
       reader.host_.spare = reader.read_.boolean(key).value_or(reader.host_.spare);
     }},
    {"isolate",
     [](HostReader& reader, const Member& key) { reader.read_.rule(key, reader.host_.isolate); }}};

PlannedHost host_of(const std::string& name, const Table& keys, const std::string& file,
                    Report& report) {
  PlannedHost host;
  host.name = name;
  HostReader reader(host, file, report);
  for (const Member& key : keys) reader.read(key);
  reader.finish();
  return host;
}

}  // namespace

bool host_key(const std::string& name) { return HostReader::knows(name); }

bool own_key(const Member& member) {
  return host_key(member.key) || member.value.table() == nullptr;
}

void read_hosts(const Table& section, FlatGraph& graph, Report& report) {
  Table own;
  for (const Member& member : section) {
    if (own_key(member)) {
      own.push_back(member);
      continue;
    }
    graph.hosts.push_back(host_of(member.key, *member.value.table(), graph.file, report));
  }
  if (!own.empty()) graph.own_host = host_of("", own, graph.file, report);
}

}  // namespace omma::dsl
