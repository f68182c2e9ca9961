/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gate.h - the gate into drivers: their code is called by call(), call_or() and
 * call_lock_routine() of gate.hh, and in no other way.
 *
 * The gate refuses a driver that had a bug check, knows whose code runs in this
 * context, and sees to it that a routine leaves the IRQL and the spin locks as
 * it found them: what is wrong is put right, with a line in the log, before it
 * reaches Linux.
 *
 * It calls by the kernel's convention, whichever driver's code it is: a driver that was made
 * of a Windows image has entries in its module (image.h), and no other addresses of
 * its routines come here.
 */
#ifndef COMPAT_GATE_H
#define COMPAT_GATE_H

#include "glue/calls.h"
#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * False: the driver is dead, its code must not be called; or that is not an address of code, which
 * is logged. Any context.
 */
bool nt_gate_enter(struct nt_gate *gate, const void *code);
/* The routine has returned. */
void nt_gate_leave(struct nt_gate *gate);
/* The same for a cancel routine, which gave back the cancel spin lock and lowered the IRQL. */
void nt_gate_leave_cancel(struct nt_gate *gate, KIRQL irql);
/* Enter and leave, without asking whether the driver is dead and without checking the level. */
void nt_gate_push(struct nt_gate *gate, const void *code);
void nt_gate_pop(struct nt_gate *gate);
/*
 * The innermost call that the calling code is in, or NULL. It stays, since that code has to
 * return to it. Any IRQL.
 */
struct nt_gate *nt_gate_here(void);
/* Whether that call is inside another one of the same task, which waits for it. Any IRQL. */
bool nt_gate_is_inner(void);
/* Whether the calling code is in a call of that routine. Any IRQL. */
bool nt_gate_is_in(const void *code);
/* Its code has left a __try block by a jump that the compiler does not recognise as one. */
void nt_gate_complain_of_try(const struct nt_gate *gate);
/* The calling thread ends inside a driver's routine: forgets that call. */
void nt_gate_forget(void);

#ifdef __cplusplus
}
#endif

#endif
