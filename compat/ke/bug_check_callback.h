/* SPDX-License-Identifier: GPL-2.0 */
/* bug_check_callback.h - what drivers do when they have had a bug check; internal. */
#ifndef COMPAT_KE_BUG_CHECK_CALLBACK_H
#define COMPAT_KE_BUG_CHECK_CALLBACK_H

#include "glue/nt.h"
#include "ke/gone.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/* Calls those of the module, which is about to be no longer called. Any IRQL. */
void nt_bug_check_callbacks_call(const struct module *module);
/* What goes away is no longer registered, and the log says so. Any IRQL. */
void nt_bug_check_callbacks_forget(const struct nt_gone *gone);

#ifdef __cplusplus
}
#endif

#endif
