// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/process.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <filesystem>
#include <fstream>

#include "runtime/hosts/wire.hpp"
#include "runtime/hosts/words.hpp"

namespace omma::hosts {
namespace {

constexpr std::size_t most_last_words = 100;  // lines

std::vector<std::string> environment_of(const PlannedHost& spec) {
  std::vector<std::string> list;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string entry = *each;
    if (!spec.env.contains(entry.substr(0, entry.find('=')))) list.push_back(entry);
  }
  for (const auto& [name, value] : spec.env) list.push_back(name + "=" + value);
  return list;
}

}  // namespace

struct Process::Fate {
  mutable std::mutex mutex;
  mutable std::condition_variable news;
  std::optional<Ending> ending;
  bool explained = false;  // its stacks have been printed
  std::string culprit;     // the actor because of which it was killed
  Log log;                 // none once its owner is gone
  std::deque<std::string> last_words;

  void say(const Said& said) {
    const std::lock_guard lock(mutex);
    if (log) log(said.actor, said.line);
    last_words.push_back(said.line);
    if (last_words.size() > most_last_words) last_words.pop_front();
  }

  void explain() {
    const std::lock_guard lock(mutex);
    explained = true;
    news.notify_all();
  }
};

namespace {

/// Beside the library.
std::string folder(const char* name) {
  Dl_info info{};
  dladdr(reinterpret_cast<void*>(&package_folder), &info);
  std::error_code ignored;
  const auto library = std::filesystem::canonical(info.dli_fname, ignored);
  return std::filesystem::weakly_canonical(library.parent_path() / "omma" / name, ignored);
}

}  // namespace

std::string package_folder() { return folder("python"); }

/// The package and the modules in C++ are appended to the path: what the environment holds wins.
/// Not by PYTHONPATH, which grandchildren would inherit, and with -c, which multiprocessing does
/// not import again.
Program interpreter(const PlannedHost& spec, const std::string& module, int descriptor) {
  const std::string start_up =
      "import sys; sys.version_info >= (3, 8) or sys.exit('omma needs CPython 3.8 or later; this "
      "is ' + sys.version.split()[0]); sys.path += sys.argv[1:3]; del sys.argv[1:3]; from omma." +
      module + " import main; main()";
  return {{spec.python, "-u", "-c", start_up, package_folder(), folder("native"),
           std::to_string(descriptor)},
          environment_of(spec),
          spec.cpu,
          descriptor};
}

Process::Process(pid_t pid, Socket control, std::shared_ptr<Fate> fate)
    : pid_(pid), control_(std::move(control)), fate_(std::move(fate)) {}

Result<std::shared_ptr<Process>> Process::start(const PlannedHost& spec, Log log) {
  auto ends = Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  const Program program = interpreter(spec, "_host", ends->second.get());
  auto fate = std::make_shared<Fate>();
  Child child;
  fate->log = std::move(log);
  child.on_line = [fate, words = Words(package_folder())](const std::string& line) mutable {
    for (const Said& said : words.next(line)) fate->say(said);
    if (Words::ends_stacks(line)) fate->explain();
  };
  child.on_end = [fate](const Ending& ending) {
    const std::lock_guard lock(fate->mutex);
    fate->ending = ending;
    fate->news.notify_all();
  };
  auto pid = Caretaker::global().start(program, std::move(child));
  if (!pid) return tl::make_unexpected(pid.error());
  return std::shared_ptr<Process>(new Process(*pid, std::move(ends->first), std::move(fate)));
}

/// It ends by itself when its control socket is closed; what does not is killed. What it printed
/// has been told then.
Process::~Process() {
  control_.shut();
  if (!ending(std::chrono::milliseconds(200))) kill();
  static_cast<void>(ending(std::chrono::milliseconds(1000)));
  const std::lock_guard lock(fate_->mutex);
  fate_->log = nullptr;
}

Result<Socket> Process::open_channel() {
  auto ends = Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  Writer message;
  message.begin({Message::channel, 0, 0, 0});
  const std::lock_guard lock(mutex_);
  if (!control_.send(message.bytes(), ends->second.get()))
    return fail(Code::unavailable, "its host is gone");
  return std::move(ends->first);
}

void Process::announce(const Slab& slab, bool writable) {
  const std::lock_guard lock(mutex_);
  announced_.tell(control_, slab, writable);
}

void Process::prepare(const std::string& file) {
  Writer message;
  message.begin({Message::prepare, 0, 0, 0});
  message.put_text(file);
  const std::lock_guard lock(mutex_);
  control_.send(message.bytes());
}

/// proc(5): the state stands after the name, which is in parentheses.
bool Process::stopped() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/stat");
  std::string text;
  std::getline(file, text);
  const auto name_end = text.rfind(") ");
  return name_end != std::string::npos && text.compare(name_end + 2, 1, "T") == 0;
}

void Process::dump_stacks(std::chrono::milliseconds patience) const {
  std::unique_lock lock(fate_->mutex);
  if (fate_->ending || stopped()) return;
  fate_->explained = false;
  ::kill(pid_, SIGUSR1);
  fate_->news.wait_for(lock, patience, [this] { return fate_->ending || fate_->explained; });
}

void Process::kill(const std::string& actor) {
  const std::lock_guard lock(fate_->mutex);
  if (fate_->ending) return;
  if (fate_->culprit.empty()) fate_->culprit = actor;
  ::kill(-pid_, SIGKILL);  // its group: also what it started
}

bool Process::innocent(const std::string& actor) const {
  const std::lock_guard lock(fate_->mutex);
  return !fate_->culprit.empty() && fate_->culprit != actor;
}

std::optional<Ending> Process::ending(std::chrono::milliseconds patience) const {
  std::unique_lock lock(fate_->mutex);
  fate_->news.wait_for(lock, patience, [this] { return fate_->ending.has_value(); });
  return fate_->ending;
}

/// proc(5): pages that are resident, and those of them that are shared.
std::uint64_t Process::private_bytes() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  std::uint64_t shared = 0;
  if (!(file >> size >> resident >> shared)) return 0;
  return (resident - std::min(resident, shared)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::string Process::last_words() const {
  const std::lock_guard lock(fate_->mutex);
  std::string text;
  for (const std::string& line : fate_->last_words) text += line + "\n";
  return text;
}

}  // namespace omma::hosts
