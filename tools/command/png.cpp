// SPDX-License-Identifier: Apache-2.0
#include "tools/command/png.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "runtime/base/files.hpp"
#include "tools/command/process.hpp"

namespace omma::command {
namespace {

namespace fs = std::filesystem;

/// A folder of our own that goes away again.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = fs::temp_directory_path() / "omma-XXXXXX";
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

Result<std::string> png_of_dot(const std::string& dot) {
  const TemporaryFolder folder;
  const fs::path text = folder.path() / "graph.dot", picture = folder.path() / "graph.png";
  std::ofstream(text) << dot;
  const int status = run_program({"dot", "-Tpng", "-o", picture, text});
  if (status == 0) return file_text(picture);
  if (status < 0) {
    return fail(Code::unavailable,
                "the program 'dot' of Graphviz draws the picture, but it is not installed; "
                "run 'sudo apt install graphviz'");
  }
  return fail(Code::failed, "'dot' could not draw the graph");
}

}  // namespace omma::command
