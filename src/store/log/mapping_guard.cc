#include "src/store/log/mapping_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#include "daybook/result.h"

namespace daybook::log {
namespace {

struct Watched {
  std::atomic<std::uintptr_t> begin{0};  // 0: the slot is free
  std::atomic<std::uintptr_t> end{0};
  std::atomic<bool> has_failed{false};
};

// Looked through by the signal handler, which may neither lock nor allocate.
constexpr std::size_t slots = 16'384;
std::array<Watched, slots> watched;
std::atomic<std::size_t> slots_used{0};
std::uintptr_t page_bytes;
struct sigaction before;

Watched* find(std::uintptr_t address) {
  const std::size_t end = slots_used.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < end; ++i) {
    const std::uintptr_t begin = watched[i].begin.load(std::memory_order_acquire);
    if (begin != 0 && begin <= address && address < watched[i].end) return &watched[i];
  }
  return nullptr;
}

void on_bus_error(int signal, siginfo_t* info, void* context) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (Watched* mapping = find(address)) {
    mapping->has_failed = true;
    void* const page = reinterpret_cast<void*>(address / page_bytes * page_bytes);
    if (::mmap(page, page_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
        MAP_FAILED) {
      return;
    }
  }
  if (before.sa_flags & SA_SIGINFO) return before.sa_sigaction(signal, info, context);
  if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    return before.sa_handler(signal);
  }
  ::signal(SIGBUS, SIG_DFL);  // the instruction is tried again, and ends the process
}

void install() {
  page_bytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  struct sigaction action = {};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  ::sigemptyset(&action.sa_mask);
  require(::sigaction(SIGBUS, &action, &before) == 0, "a handler of SIGBUS");
}

std::mutex adding;

}  // namespace

MappingGuard::MappingGuard(const char* begin, std::size_t bytes) : slot_(slots) {
  static std::once_flag installed;
  std::call_once(installed, install);
  std::lock_guard lock(adding);
  for (slot_ = 0; slot_ < slots && watched[slot_].begin != 0; ++slot_) {
  }
  if (slot_ == slots) return;
  const auto address = reinterpret_cast<std::uintptr_t>(begin);
  watched[slot_].has_failed = false;
  watched[slot_].end = address + bytes;
  watched[slot_].begin = address;
  if (slot_ >= slots_used) slots_used = slot_ + 1;
}

MappingGuard::~MappingGuard() {
  if (slot_ < slots) watched[slot_].begin = 0;
}

bool MappingGuard::is_watching() const { return slot_ < slots; }

// What was read before stays before: another thread may have met the failure.
bool MappingGuard::is_sound() const {
  std::atomic_thread_fence(std::memory_order_acquire);
  return !watched[slot_].has_failed;
}

}  // namespace daybook::log
