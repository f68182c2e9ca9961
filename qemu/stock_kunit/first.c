// SPDX-License-Identifier: GPL-2.0
/*
 * first.c - runs the suites, as the kernel does if it has KUnit.
 *
 * kunit_test_suites() places pointers in a section. This object is linked before all others,
 * and last.c after them, so that their parts of the section enclose the pointers.
 */

#include <kunit/test.h>

#include "suites.h"

struct kunit_suite *suites_begin[0] __section(".kunit_test_suites");

static int __init suites_run(void)
{
	return __kunit_test_suites_init(suites_begin, suites_end - suites_begin);
}

static void __exit suites_exit(void)
{
	__kunit_test_suites_exit(suites_begin, suites_end - suites_begin);
}

module_init(suites_run);
module_exit(suites_exit);
