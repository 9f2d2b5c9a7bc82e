// What keeps the process alive when the disk fails under a mapped file. The kernel tells of such a
// failure by the signal SIGBUS: the guard puts zeros where the bytes should be and notes that the
// mapping cannot be believed any more. Whoever reads a mapping asks afterwards.
//
// Other causes of SIGBUS go on to the handler that was there before.
#pragma once

#include <cstddef>

namespace daybook::log {

class MappingGuard {
 public:
  MappingGuard(const char* begin, std::size_t bytes);
  ~MappingGuard();
  MappingGuard(const MappingGuard&) = delete;
  MappingGuard& operator=(const MappingGuard&) = delete;

  // False: there are too many mappings already; this one must not be used.
  bool is_watching() const;
  // Nothing in it has failed so far.
  bool is_sound() const;

 private:
  std::size_t slot_;
};

}  // namespace daybook::log
