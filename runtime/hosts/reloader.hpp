// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "runtime/hosts/socket.hpp"

namespace omma::hosts {

/// Watches the files that actors were made from, and tells those actors when one has changed. It
/// looks at them when something happens in their folders (inotify(7)), and now and then: what is
/// behind a link, in a folder that was replaced or on another machine changes without a word.
/// Everything that takes long is done on its thread, beside the running graph.
class Reloader {
 public:
  struct News {
    std::uint64_t edition = 0;         ///< another one each time that files change
    std::vector<std::string> changed;  ///< files of the subject
  };

  class Subject {
   public:
    virtual ~Subject() = default;

    /// One of its files has changed.
    virtual void reload(const News& news) = 0;

    /// `wake` was called: there may be something left to do.
    virtual void settle() = 0;
  };

  Reloader() = default;
  ~Reloader();
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  /// Tells `subject` of changes of these files from now on, instead of those before.
  void watch(Subject& subject, const std::vector<std::string>& files);

  /// It is told nothing any more, and is not being told anything, when this returns.
  void forget(Subject& subject);

  /// Has `settle` of every subject called soon.
  void wake() const;

 private:
  /// What changes with a file.
  struct Stamp {
    std::uint64_t device = 0, file = 0;
    std::int64_t bytes = 0, modified_ns = 0;
    bool operator==(const Stamp&) const = default;
  };
  using Files = std::map<std::string, Stamp>;

  static Stamp stamp_of(const std::string& file);
  void start();
  void loop();
  bool pause(int limit_ms);
  bool note_changes();
  void tell();
  template <class F>
  void with(Subject& subject, const F& function);
  std::vector<Subject*> subjects();

  std::mutex mutex_;  // guards what follows, but for what only the thread uses
  std::condition_variable told_;
  std::map<Subject*, Files> files_;
  Subject* being_told_ = nullptr;
  bool quit_ = false;
  Descriptor inotify_;
  Descriptor wake_;  // an eventfd
  std::thread thread_;

  std::uint64_t edition_ = 0;  // this and the next: the thread's own
  std::map<Subject*, std::set<std::string>> changed_;
};

}  // namespace omma::hosts
