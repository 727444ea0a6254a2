# SPDX-License-Identifier: Apache-2.0
# Installs runtime/actor.hpp and every header of ours that it includes, directly or not.
# Reads OMMA_SOURCE_DIR and OMMA_HEADER_DIR.
cmake_minimum_required(VERSION 3.25)
set(found runtime/actor.hpp)
set(unread ${found})
while(unread)
  list(POP_FRONT unread header)
  file(STRINGS ${OMMA_SOURCE_DIR}/${header} includes REGEX "^#include \"runtime/")
  foreach(line IN LISTS includes)
    string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" included "${line}")
    if(NOT included IN_LIST found)
      list(APPEND found ${included})
      list(APPEND unread ${included})
    endif()
  endforeach()
endwhile()
foreach(header IN LISTS found)
  get_filename_component(folder ${header} DIRECTORY)
  file(INSTALL ${OMMA_SOURCE_DIR}/${header}
       DESTINATION ${CMAKE_INSTALL_PREFIX}/${OMMA_HEADER_DIR}/${folder})
endforeach()
