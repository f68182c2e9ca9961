/* SPDX-License-Identifier: GPL-2.0 */
/* mutex.h - mutexes; internal. */
#ifndef COMPAT_KE_MUTEX_H
#define COMPAT_KE_MUTEX_H

#include "ke/gone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Mutexes go away: takes them from the threads that own them, and logs it. */
void nt_mutex_forget(const struct nt_gone *gone);

#ifdef __cplusplus
}
#endif

#endif
