// SPDX-License-Identifier: GPL-2.0
/* module.c - the module of all suites in this folder. */

#include <linux/module.h>

MODULE_DESCRIPTION("KUnit suites of what ntparport offers to drivers in Windows' sources");
MODULE_LICENSE("GPL");
