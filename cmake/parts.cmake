# How a folder becomes a part: every x.cc is its library, every x_test.cc its tests.

# add_part(NAME target LINKS targets...): a static library of this folder's sources, and, where
# there are any x_test.cc, the executable <target>_test, known to CTest with the label LABEL (unit).
function(add_part)
  cmake_parse_arguments(PART "" "NAME;LABEL" "LINKS;TEST_LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  add_library(${PART_NAME} STATIC ${sources})
  target_include_directories(${PART_NAME} PUBLIC ${PROJECT_SOURCE_DIR}/include
                                                ${PROJECT_SOURCE_DIR})
  target_link_libraries(${PART_NAME} PUBLIC ${PART_LINKS})

  if(tests)
    add_tests(NAME ${PART_NAME}_test SOURCES ${tests} LINKS ${PART_NAME} ${PART_TEST_LINKS}
              LABEL ${PART_LABEL})
  endif()
endfunction()

# add_tests(NAME target SOURCES files LINKS targets LABEL label): one GoogleTest executable, each
# of its tests a CTest of its own.
function(add_tests)
  cmake_parse_arguments(T "" "NAME;LABEL" "SOURCES;LINKS" ${ARGN})
  if(NOT T_LABEL)
    set(T_LABEL unit)
  endif()
  add_executable(${T_NAME} ${T_SOURCES})
  target_link_libraries(${T_NAME} PRIVATE ${T_LINKS} GTest::gmock GTest::gtest_main)
  if(TARGET ${T_LABEL}_tests)
    add_dependencies(${T_LABEL}_tests ${T_NAME})
  endif()
  include(GoogleTest)
  gtest_discover_tests(${T_NAME} PROPERTIES LABELS ${T_LABEL} TIMEOUT 300 DISCOVERY_TIMEOUT 120)
endfunction()
