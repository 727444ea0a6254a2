# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` and `cpack` put where, and find_package(omma) for plug-ins. The component
# `program` is what runs graphs; a wheel holds nothing else (python_actors/pyproject.toml).
include(CMakePackageConfigHelpers)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/omma)
set(header_dir ${CMAKE_INSTALL_INCLUDEDIR}/omma)
set(python_dir ${CMAKE_INSTALL_LIBDIR}/omma/python)  # beside the library, which looks for it there
set(share_dir ${CMAKE_INSTALL_DATADIR}/omma)  # graphs name ../python_actors, here as in the tree

# The library and the headers of the actor interface: #include "runtime/actor.hpp".
target_include_directories(omma_runtime INTERFACE $<INSTALL_INTERFACE:${header_dir}>)
install(TARGETS omma_runtime EXPORT omma LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        COMPONENT program NAMELINK_COMPONENT development)
install(TARGETS omma_opencv_io LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT program)
if(SKBUILD)  # a wheel holds no links: one name for the library
  get_target_property(so_version omma_runtime SOVERSION)
  set_target_properties(omma_runtime PROPERTIES VERSION ${so_version})
endif()
install(CODE "set(OMMA_SOURCE_DIR \"${PROJECT_SOURCE_DIR}\")
set(OMMA_HEADER_DIR \"${header_dir}\")")
install(SCRIPT ${CMAKE_CURRENT_LIST_DIR}/install_headers.cmake)

# find_package(omma), installed and straight from the build folder (-Domma_DIR=build/release).
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/ommaConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/ommaConfig.cmake
                              INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/ommaConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
export(EXPORT omma NAMESPACE omma:: FILE ${PROJECT_BINARY_DIR}/ommaTargets.cmake)
install(EXPORT omma NAMESPACE omma:: FILE ommaTargets.cmake DESTINATION ${config_dir})
install(FILES ${PROJECT_BINARY_DIR}/ommaConfig.cmake ${PROJECT_BINARY_DIR}/ommaConfigVersion.cmake
        DESTINATION ${config_dir})

# The program, what it runs and what it says of itself.
file(RELATIVE_PATH to_libraries /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR})
set_target_properties(omma PROPERTIES INSTALL_RPATH $ORIGIN/${to_libraries})
install(TARGETS omma RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
set_target_properties(omma_host PROPERTIES INSTALL_RPATH $ORIGIN/..)  # it lies beside the library
install(TARGETS omma_host RUNTIME DESTINATION ${CMAKE_INSTALL_LIBDIR}/omma COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/python_actors/omma DESTINATION ${python_dir} COMPONENT program
        FILES_MATCHING PATTERN *.py PATTERN py.typed PATTERN __pycache__ EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/python_actors/_omma_first.py DESTINATION ${python_dir} COMPONENT program)
if(SKBUILD AND NOT SKBUILD_STATE STREQUAL "editable")  # that one has a finder of its own
  install(FILES ${PROJECT_SOURCE_DIR}/python_actors/omma_vision.pth DESTINATION ${SKBUILD_PLATLIB_DIR}
          COMPONENT program)
endif()
file(GLOB tools CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/python_actors/[!_]*.py)
install(FILES ${tools} DESTINATION ${share_dir}/python_actors)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/graphs DESTINATION ${share_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME omma)
set(CPACK_PACKAGE_CONTACT "omma maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "python3, python3-numpy, python3-opencv")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "graphviz, python3-matplotlib, python3-venv")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "g++, cmake, make, libopencv-dev, libexpected-dev")
include(CPack)
