# SPDX-License-Identifier: Apache-2.0
add_library(omma_warnings INTERFACE)
target_compile_options(omma_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                       $<$<BOOL:${OMMA_WERROR}>:-Werror>)
# At -O3 g++ 12 sees overlaps in "a" + std::to_string(n) (gcc.gnu.org/PR105651) and uninitialised
# strings in the clean-up of temporaries, neither of which are there.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(omma_warnings INTERFACE -Wno-restrict -Wno-error=maybe-uninitialized)
endif()
