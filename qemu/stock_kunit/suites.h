/* SPDX-License-Identifier: GPL-2.0 */
/* suites.h - the beginning and the end of the list of suites, see first.c. */
#ifndef STOCK_KUNIT_SUITES_H
#define STOCK_KUNIT_SUITES_H

extern struct kunit_suite *suites_begin[0];
extern struct kunit_suite *suites_end[0];

#endif
