// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/plugin.hpp"

#include <cxxabi.h>
#include <dlfcn.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <set>

#include "runtime/contract/plugin_file.hpp"
#include "runtime/contract/registry.hpp"

namespace omma {
namespace {

namespace fs = std::filesystem;

Result<void> check_abi(const std::string& path) {
  const Result<std::string> found = plugin_file_abi(path);
  if (!found) return tl::make_unexpected(found.error());
  if (*found == plugin_abi()) return {};
  return fail(Code::invalid,
              "this plug-in was built against another version; expected " + plugin_abi() +
                  ", found " + *found + "; build it again against this omma",
              path);
}

/// The text of `dlerror` with the name of a missing function as it stands in the source.
std::string readable(const std::string& text) {
  constexpr std::string_view before = "undefined symbol: ";
  const auto at = text.find(before);
  if (at == std::string::npos) return text;
  const std::string symbol = text.substr(at + before.size());
  int status = 0;
  char* name = abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status);
  const std::string result = "nothing defines " + (status == 0 ? std::string(name) : symbol);
  std::free(name);
  return result + "; add the source or the library that does to its CMakeLists.txt";
}

Result<void> open(const std::string& path) {
  Registry& registry = Registry::global();
  const std::size_t kinds_before = registry.all().size();
  const std::size_t refused_before = registry.refused().size();
  registry.set_origin(path);
  const void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  registry.set_origin({});
  if (handle == nullptr) {
    const char* error = dlerror();
    return fail(Code::invalid,
                "this plug-in cannot be loaded: " + readable(error == nullptr ? "" : error), path);
  }
  const auto refused = registry.refused();
  if (refused.size() > refused_before)
    return fail(Code::invalid, refused[refused_before].text(), path);
  if (registry.all().size() > kinds_before) return {};
  return fail(Code::invalid,
              "this plug-in holds no kind of actor; declare one with `const Registered declared = "
              "Declare<...>`",
              path);
}

Result<void> load_new(const std::string& path) {
  if (auto fits = check_abi(path); !fits) return fits;
  return open(path);
}

}  // namespace

std::string plugin_abi() { return OMMA_ABI; }

Result<void> load_plugin(const std::string& path) {
  static std::mutex mutex;
  static std::map<std::string, Result<void>> loaded;
  std::error_code error;
  const fs::path file = fs::canonical(path, error);
  if (error || !fs::is_regular_file(file, error)) {
    return fail(Code::not_found, "there is no such file; correct the path, or build the plug-in",
                path);
  }
  const std::lock_guard lock(mutex);
  const auto found = loaded.find(file.string());
  if (found != loaded.end()) return found->second;
  return loaded.emplace(file.string(), load_new(file.string())).first->second;
}

}  // namespace omma
