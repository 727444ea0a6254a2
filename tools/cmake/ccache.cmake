# SPDX-License-Identifier: Apache-2.0
# Read by every preset before the project: compiles through ccache where there is one.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM} CACHE STRING "Runs in front of the compiler")
endif()
