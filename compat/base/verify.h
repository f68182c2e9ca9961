/* SPDX-License-Identifier: GPL-2.0 */
/* verify.h - checks of drivers that cost too much for always; no driver sees it. */
#ifndef COMPAT_BASE_VERIFY_H
#define COMPAT_BASE_VERIFY_H

#include "module/glue/glue.h"

/*
 * The parameter "verify" asks for them. A check that fails has a line in the log, and the
 * driver goes on. Any context; it stays what it is.
 */
static inline bool nt_verify(void)
{
	return glue_verifies;
}

#endif
