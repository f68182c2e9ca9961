// SPDX-License-Identifier: GPL-2.0
/// capability.hh - says which lock is needed where, for clang to check (`make check`, locks).
///
/// To gcc, which builds most kernels, all of it is empty, and to clang it makes no code. Linux's C
/// has the same under other names: __must_hold(), __guarded_by(), __acquires(), __releases().
///
/// It stands after what it is said of:
///
///     static unsigned int count GUARDED_BY(ItemsGuard::lock);
///     void add(Item &item) REQUIRES(ItemsGuard::lock);
///
/// Clang sees one function at a time: what is true while a guard exists, and what the declarations
/// of the functions say that are called. It does not look into constructors and destructors, nor
/// through pointers to functions. To take an address is no use of a variable: __atomic_load_n(&count)
/// may be called without the lock.
#pragma once

#ifdef __clang__
#define LOCK_ATTRIBUTE(...) __attribute__((__VA_ARGS__))
#else
#define LOCK_ATTRIBUTE(...)
#endif

/// A variable or member that is read and written only with the lock held.
#define GUARDED_BY(lock) LOCK_ATTRIBUTE(guarded_by(lock))
/// A function, or a lambda, that is called with the lock held; or without, because it takes it.
#define REQUIRES(...) LOCK_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define EXCLUDES(lock) LOCK_ATTRIBUTE(locks_excluded(lock))

/// A class whose objects are locks.
#define LOCK_TYPE LOCK_ATTRIBUTE(capability("lock"))
/// A class whose objects hold a lock as long as they exist; its constructor and its destructor.
#define LOCK_GUARD LOCK_ATTRIBUTE(scoped_lockable)
#define ACQUIRES(lock) LOCK_ATTRIBUTE(acquire_capability(lock))
#define RELEASES() LOCK_ATTRIBUTE(release_capability())

/// A function that clang does not look into; a comment says why: either of two locks will do, or
/// nobody else knows the object.
#define NOT_CHECKED_FOR_LOCKS LOCK_ATTRIBUTE(no_thread_safety_analysis)

namespace rt {

/// What the macros name a lock by that Linux has. It is declared and never defined. One may stand
/// for several locks, such as the interrupt locks of all ports: lockdep knows which it is.
struct LOCK_TYPE Lock { };

}
