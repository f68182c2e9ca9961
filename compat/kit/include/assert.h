/* SPDX-License-Identifier: GPL-2.0 */
/* assert.h - as ASSERT(), unless NDEBUG is defined where this is included, as in a free build. */
#define __ASSERT_H_

#include <wdm.h>

#undef assert
#ifdef NDEBUG
#define assert(e)	((void)0)
#else
#define assert(e) \
	((void)((e) || (RtlAssert((PVOID)#e, (PVOID)__FILE__, __LINE__, NULL), 0)))
#endif
