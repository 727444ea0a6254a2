// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>

#include <filesystem>
#include <stdexcept>

#include "actors/io/opencv_io.hpp"
#include "runtime/contract/registry.hpp"

namespace omma::actors {
namespace {

/// It lies beside the runtime, whether built or installed.
std::string library_path() {
  Dl_info runtime{};
  ::dladdr(reinterpret_cast<const void*>(&Registry::global), &runtime);
  const std::filesystem::path path = runtime.dli_fname == nullptr ? "" : runtime.dli_fname;
  return path.parent_path() / "libomma_opencv_io.so";
}

const OpenCvIo& load() {
  const std::string path = library_path();
  // Stays loaded: its libraries do not survive being unloaded.
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw std::runtime_error(std::string("pictures, videos and windows need a library that does "
                                         "not load: ") +
                             ::dlerror() + "; install omma again");
  }
  using Entry = const OpenCvIo* (*)();
  const auto entry = reinterpret_cast<Entry>(::dlsym(library, "omma_opencv_io"));
  if (entry == nullptr) throw std::runtime_error("not of this omma: " + path);
  return *entry();
}

}  // namespace

const OpenCvIo& opencv_io() {
  static const OpenCvIo& loaded = load();
  return loaded;
}

}  // namespace omma::actors
