// SPDX-License-Identifier: Apache-2.0
#include "actors/media.hpp"

#include <cstdlib>
#include <string>

namespace omma::actors {
namespace fs = std::filesystem;

fs::path media_folder() {
  const char* folder = std::getenv("OMMA_MEDIA");
  return folder == nullptr ? fs::path() : fs::path(folder);
}

Result<fs::path> find_file(const fs::path& name, const std::vector<fs::path>& folders) {
  if (name.empty()) return fail(Code::invalid, "expected the name of a file; found an empty text");
  std::error_code ignored;
  if (fs::exists(name, ignored)) return name;
  std::string places = fs::absolute(name, ignored).string();
  for (const fs::path& folder : folders) {
    if (folder.empty() || name.is_absolute()) continue;
    if (fs::exists(folder / name, ignored)) return folder / name;
    places += " and not " + (folder / name).string();
  }
  const bool unset = media_folder().empty() && !name.is_absolute();
  return fail(Code::not_found,
              "found no " + places + "; correct the name" +
                  (unset ? ", or name the folder of sample files in the environment "
                           "variable OMMA_MEDIA (tools/setup fetches the samples)"
                         : ", or fetch the sample files with tools/setup"));
}

}  // namespace omma::actors
