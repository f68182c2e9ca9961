/* SPDX-License-Identifier: GPL-2.0 */
/*
 * image_library.h - of the kit's C library, what Windows' kernel exports to images since Windows 7:
 * included in the source of an image's module by what image/inlines.py makes.
 */
#ifndef COMPAT_KIT_IMAGE_LIBRARY_H
#define COMPAT_KIT_IMAGE_LIBRARY_H

#include <linux/string.h>
#include <nt/crt.h>

/* Linux has these, as macros and functions of its own, and nothing here calls them. */
#undef strtoul
#undef strtol
#define strtoul image_strtoul
#define strtol image_strtol
#include "include/nt_crt_more.h"

#endif
