/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * sal.h - annotations for Microsoft's static analyser, which mean nothing here.
 *
 * The names of some are those of parameters in the headers of C++: there cc.py drops them, from
 * the program's own lines only. Without it, the program has to include <sal.h> behind all of
 * these.
 */
#if !defined(__cplusplus) || (defined(NTPARPORT_SAL) && !defined(NTPARPORT_DIALECT))
#include "../../../kit/include/sal.h"
#endif
