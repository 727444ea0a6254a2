# SPDX-License-Identifier: Apache-2.0
# omma_add_plugin(NAME SOURCE...) makes libNAME.so, which a graph loads with
# plugins = ["libNAME.so"]. It carries what it was built against, so that an omma it does not fit
# refuses it with a message.

# The runtime compares this text (runtime/contract/plugin.cpp). Within one minor version the headers that
# plug-ins include do not change the layout of anything.
set(omma_ABI "omma ${omma_VERSION_MAJOR}.${omma_VERSION_MINOR}, OpenCV ${OpenCV_VERSION_MAJOR}.${OpenCV_VERSION_MINOR}")

function(omma_add_plugin name)
  set(mark ${CMAKE_CURRENT_BINARY_DIR}/${name}_omma_abi.cpp)
  file(CONFIGURE OUTPUT ${mark} CONTENT [[
// What this plug-in was built against; omma reads it from the file before it loads it.
extern "C" __attribute__((used, visibility("default"), section(".omma_abi")))
const char omma_plugin_abi[] = "@omma_ABI@";
]] @ONLY)
  add_library(${name} MODULE ${ARGN} ${mark})
  target_link_libraries(${name} PRIVATE omma::runtime)
endfunction()
