// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>

#include <stdexcept>

#include "actors/io/opencv_io.hpp"

namespace omma::actors {
namespace {

constexpr const char* library_name = "libomma_opencv_io.so";

const OpenCvIo& load() {
  // Stays loaded: its libraries do not survive being unloaded.
  void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw std::runtime_error(std::string("pictures, videos and windows need ") + library_name +
                             ", which does not load: " + ::dlerror() + "; install omma again");
  }
  using Entry = const OpenCvIo* (*)();
  const auto entry = reinterpret_cast<Entry>(::dlsym(library, "omma_opencv_io"));
  if (entry == nullptr) throw std::runtime_error(std::string("not of omma: ") + library_name);
  return *entry();
}

}  // namespace

const OpenCvIo& opencv_io() {
  static const OpenCvIo& loaded = load();
  return loaded;
}

}  // namespace omma::actors
