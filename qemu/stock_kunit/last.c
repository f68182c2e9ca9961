// SPDX-License-Identifier: GPL-2.0
/* last.c - the end of the list of suites, see first.c. */

#include "suites.h"

struct kunit_suite *suites_end[0] __section(".kunit_test_suites");
