/* SPDX-License-Identifier: GPL-2.0 */
/*
 * adapt.h - included before everything else: KUnit as the kernel has it, in a
 * kernel that was built without it.
 *
 * With CONFIG_KUNIT, two structures of the kernel have more members: a task has its test, a
 * module its suites. Here they must not have them: so these headers come first, and KUnit is
 * switched on after them.
 */
#include <linux/module.h>
#include <linux/sched.h>

#define CONFIG_KUNIT_MODULE 1
#define CONFIG_KUNIT_DEFAULT_ENABLED 1

/* Code that uses a module's suites is compiled out; see first.c. */
#ifdef KUNIT_WITHOUT_MODULES
#undef CONFIG_MODULES
#endif

/*
 * The test of the current task, through which code that is not a test's can make it fail. There
 * is no such code here, so nobody reads it. (current->kunit_test is replaced by this.)
 */
static struct kunit *current_kunit_test __maybe_unused;

/* Include ours before the kernel's, which uses current->kunit_test. */
#include "test-bug.h"
