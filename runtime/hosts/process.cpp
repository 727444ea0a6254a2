// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/process.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <deque>
#include <filesystem>
#include <fstream>

#include "runtime/hosts/kin.hpp"
#include "runtime/hosts/message_bytes.hpp"
#include "runtime/hosts/output_lines.hpp"

namespace omma::hosts {
namespace {

constexpr std::size_t most_last_output = 100;  // lines
constexpr std::chrono::milliseconds time_to_dump{250};

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

/// What the spawner's thread tells of it. Its mutex guards all of it.
struct Process::Status {
  mutable std::mutex mutex;
  mutable std::condition_variable news;
  std::optional<ExitStatus> exit_status;
  bool explained = false;  // its stacks have been printed
  std::string killed_for;  // the actor because of which it was killed
  EventSink events;        // none once its owner is gone
  std::deque<std::string> last_output;

  void say(const OutputLine& output) {
    const std::lock_guard lock(mutex);
    if (events) events(event_of(Event::Kind::output, output.actor, output.line));
    last_output.push_back(output.line);
    if (last_output.size() > most_last_output) last_output.pop_front();
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

/// What `ps` shows, so that one can tell the processes of a run apart.
std::string title_of(const PlannedHost& spec) {
  std::string title = "omma host " + spec.name;
  std::erase_if(title, [](char each) {
    return each == '\'' || each == '\\' || std::iscntrl(static_cast<unsigned char>(each)) != 0;
  });
  return title;
}

/// Beside the library, as the package is.
Program own_program(const PlannedHost& spec, int descriptor) {
  return {{folder("host"), std::to_string(descriptor), title_of(spec)},
          environment_of(spec),
          spec.cpu,
          descriptor};
}

}  // namespace

std::string package_folder() { return folder("python"); }

/// The folders of the package and of the modules in C++ hold nothing else. So they come first, and
/// hide nothing that the environment holds but another `omma`, for processes that the host starts,
/// too; `_omma_first` does so whatever the environment does to `import`. Not by PYTHONPATH, which
/// grandchildren would inherit, and with -c, which multiprocessing does not import again.
Program interpreter(const PlannedHost& spec, const std::string& module, int descriptor) {
  const std::string start_up =
      "'" + title_of(spec) +
      "'; import sys; sys.version_info >= (3, 8) or sys.exit('omma needs CPython 3.8 or later; "
      "this "
      "is ' + sys.version.split()[0]); sys.path[:0] = sys.argv[1:3]; del sys.argv[1:3]; "
      "sys.modules.pop('_omma_first', None); import _omma_first; from omma." +
      module + " import main; main()";
  return {{spec.python, "-u", "-c", start_up, package_folder(), folder("native"),
           std::to_string(descriptor)},
          environment_of(spec),
          spec.cpu,
          descriptor};
}

Process::Process(pid_t pid, Socket control, std::shared_ptr<Slab> outputs,
                 std::shared_ptr<Status> status)
    : pid_(pid),
      outputs_(std::move(outputs)),
      control_(std::move(control)),
      status_(std::move(status)) {}

Result<std::shared_ptr<Process>> Process::start(const PlannedHost& spec, Language language,
                                                std::shared_ptr<Slab> outputs, EventSink sink) {
  auto ends = Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  const int control = ends->second.get();
  const Program program =
      language == Language::cpp ? own_program(spec, control) : interpreter(spec, "_host", control);
  auto shared = std::make_shared<Status>();
  ChildEvents events;
  shared->events = std::move(sink);
  events.on_line = [shared,
                    lines = OutputLines(package_folder())](const std::string& line) mutable {
    for (const OutputLine& each : lines.next(line)) shared->say(each);
    if (OutputLines::ends_stacks(line)) shared->explain();
  };
  events.on_exit = [shared](const ExitStatus& status) {
    const std::lock_guard lock(shared->mutex);
    shared->exit_status = status;
    shared->news.notify_all();
  };
  auto pid = ProcessSpawner::global().start(program, std::move(events));
  if (!pid) return tl::make_unexpected(pid.error());
  std::shared_ptr<Process> process(
      new Process(*pid, std::move(ends->first), std::move(outputs), std::move(shared)));
  process->announce(*process->outputs_, true);
  return process;
}

/// It ends by itself when its control socket is closed; what does not is killed. What it printed
/// has been told then.
Process::~Process() {
  control_.shut();
  if (!exit_status(std::chrono::milliseconds(200))) kill();
  static_cast<void>(exit_status(std::chrono::milliseconds(1000)));
  const std::lock_guard lock(status_->mutex);
  status_->events = nullptr;
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

bool Process::stopped() const { return process_state(pid_) == 'T'; }

void Process::dump_stacks() const {
  std::unique_lock lock(status_->mutex);
  if (status_->exit_status || stopped()) return;
  status_->explained = false;
  ::kill(pid_, SIGUSR1);
  status_->news.wait_for(lock, time_to_dump,
                         [this] { return status_->exit_status || status_->explained; });
}

void Process::kill(const std::string& actor) {
  const std::lock_guard lock(status_->mutex);
  if (status_->exit_status) return;
  if (status_->killed_for.empty()) status_->killed_for = actor;
  ::kill(-pid_, SIGKILL);  // its group: also what it started
}

bool Process::killed_for_other_than(const std::string& actor) const {
  const std::lock_guard lock(status_->mutex);
  return !status_->killed_for.empty() && status_->killed_for != actor;
}

std::optional<ExitStatus> Process::exit_status(std::chrono::milliseconds patience) const {
  std::unique_lock lock(status_->mutex);
  status_->news.wait_for(lock, patience, [this] { return status_->exit_status.has_value(); });
  return status_->exit_status;
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

std::string Process::last_output() const {
  const std::lock_guard lock(status_->mutex);
  std::string text;
  for (const std::string& line : status_->last_output) text += line + "\n";
  return text;
}

}  // namespace omma::hosts
