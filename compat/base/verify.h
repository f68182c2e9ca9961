/* SPDX-License-Identifier: GPL-2.0 */
/* verify.h - checks of drivers that cost too much to be always on; internal. */
#ifndef COMPAT_BASE_VERIFY_H
#define COMPAT_BASE_VERIFY_H

#include "module/glue/glue.h"

/*
 * Whether the parameter "verify" asks for them. A check that fails logs a line, and the driver goes
 * on. Any context; the answer never changes.
 */
static inline bool nt_verify(void)
{
	return glue_verifies;
}

#endif
