// SPDX-License-Identifier: GPL-2.0
/// order.hh - tells ThreadSanitizer which things linux.cc puts in order, and which it does not.
///
/// Each task, and whatever comes in between by itself, counts as a thread, though all of them run
/// in one. So ThreadSanitizer finds what two of them do to the same memory without a lock between
/// them, in a program that does the same in each run. Only the rooms are compiled for it.
#pragma once

#ifdef NTPARPORT_TSAN
#include <sanitizer/tsan_interface.h>

namespace order {

/// What the current thread has done so far happens before what others do after after(what).
inline void before(const void *what) { __tsan_release(const_cast<void *>(what)); }
inline void after(const void *what) { __tsan_acquire(const_cast<void *>(what)); }

inline void *create() { return __tsan_create_fiber(0); }
inline void *self() { return __tsan_get_current_fiber(); }
inline void destroy(void *thread) { __tsan_destroy_fiber(thread); }
inline void go_on_as(void *thread)
{
	__tsan_switch_to_fiber(thread, __tsan_switch_to_fiber_no_sync);
}

}
#else
namespace order {

inline void before(const void *) { }
inline void after(const void *) { }
inline void *create() { return nullptr; }
inline void *self() { return nullptr; }
inline void destroy(void *) { }
inline void go_on_as(void *) { }

}
#endif
