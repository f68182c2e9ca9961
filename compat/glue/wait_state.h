/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wait_state.h - waits until a number is no longer @value. Whoever changes it, in one step, then
 * calls nt_state_changed(); the number may be gone by then. Process context.
 */
#ifndef COMPAT_GLUE_WAIT_STATE_H
#define COMPAT_GLUE_WAIT_STATE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

enum nt_signals { NT_ALL_SIGNALS, NT_SIGNALS_THAT_KILL };

/* False: a signal came first. */
bool nt_state_wait(const int *state, int value, enum nt_signals which);
/* At or below DISPATCH_LEVEL. */
void nt_state_changed(const int *state);

#ifdef __cplusplus
}
#endif

#endif
