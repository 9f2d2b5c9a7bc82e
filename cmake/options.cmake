# Compiler, linker and sanitizer settings for every target.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(DAYBOOK_CONSOLE "Build the web console with npm and embed it into the binary" ON)
option(DAYBOOK_WARNINGS_AS_ERRORS "Treat every warning as an error" ON)
set(DAYBOOK_SANITIZE "" CACHE STRING "Sanitizers, such as address,undefined or thread")

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(GTest REQUIRED)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=${MOLD})
elseif(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees overlapping copies in std::string where there are none (its bug 105651).
  add_compile_options(-Wno-restrict)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options(-Wno-missing-designated-field-initializers)
endif()
if(DAYBOOK_WARNINGS_AS_ERRORS)
  add_compile_options(-Werror)
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Line tables are enough for stack traces, and build in half the time.
  add_compile_options(-O1 -g1)
endif()

if(DAYBOOK_SANITIZE)
  add_compile_options(-fsanitize=${DAYBOOK_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${DAYBOOK_SANITIZE})
  if(DAYBOOK_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  if(DAYBOOK_SANITIZE MATCHES "thread")
    # Asio's own fences are not understood by ThreadSanitizer; they guard nothing of ours.
    # Instrumented, GCC 12 no longer sees what a variant with an optional in it has set.
    add_compile_options(-Wno-tsan -Wno-maybe-uninitialized)
  endif()
endif()
