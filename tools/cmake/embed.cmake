# SPDX-License-Identifier: Apache-2.0
# omma_embed_templates(OUTPUT FOLDER) writes a C++ file that holds the files of a folder (*.in),
# for tools/command/template.hpp. A changed file is noticed by the next build.
function(omma_embed_templates output folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*.in)
  set(entries)
  foreach(name IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/${name})
    file(READ ${folder}/${name} text)
    string(REGEX REPLACE "\\.in$" "" name ${name})
    string(APPEND entries "      {\"${name}\", R\"omma(${text})omma\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output} CONTENT [[
// Made by tools/cmake/embed.cmake.
#include "tools/command/template.hpp"

namespace omma::command {

const std::vector<Template>& templates() {
  static const std::vector<Template> all{
@entries@  };
  return all;
}

}  // namespace omma::command
]] @ONLY)
endfunction()
