/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#include_next <time.h>
#include "../ntparport/crt.h"
#if !defined(NTPARPORT_TIME_H) && defined(__struct_tm_defined)
#define NTPARPORT_TIME_H
#ifdef __cplusplus
extern "C" {
#endif
/* Those of 2005: 0, or EINVAL. localtime_r() has its arguments in the other order. */
int localtime_s(struct tm *to, const time_t *time);
int gmtime_s(struct tm *to, const time_t *time);
int asctime_s(char *to, size_t size, const struct tm *time);
int ctime_s(char *to, size_t size, const time_t *time);
#ifdef __cplusplus
}
#endif
#endif
