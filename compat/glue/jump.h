/* SPDX-License-Identifier: GPL-2.0 */
/* jump.h - places in code that it goes on at. Any IRQL. */
#ifndef COMPAT_GLUE_JUMP_H
#define COMPAT_GLUE_JUMP_H

#include "glue/nt.h"
#include "kit/include/nt_try.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Notes in the place what Linux keeps beside the stack; the rest of it is the caller's to fill. */
void nt_place_note(NT_PLACE *place);
/*
 * Goes on at the place, as if the call that noted it had returned this; the functions on the stack
 * that it leaves have ended. Does not return.
 */
void nt_place_go(const NT_PLACE *place, LONG result);
/* The registers' part of it. */
void nt_place_jump(const NT_PLACE *place, LONG result);
/*
 * The same, but on a stack below the caller's, all of which stays. Returns what nt_place_go() is
 * given for @back, whose note is up to the caller.
 */
LONG nt_place_call(NT_PLACE *back, const NT_PLACE *place, LONG result);
/* ntparport_try_enter() has noted registers and stack: what it returns. */
LONG nt_try_entered(NT_TRY *entered);

#ifdef __x86_64__
/*
 * What code of a Windows image returns that is called with these, as by another of its functions.
 * It is entered by a return, and so needs no landing pad.
 */
LONG nt_windows_call(const void *code, ULONG_PTR first, ULONG_PTR second);
/*
 * An NT_PLACE goes on at these, which are not to be called: at the function in R12, with RBX and
 * the result; and at the address on the stack, with the RAX, RSI and RDI that are before it.
 */
void nt_windows_block(void);
void nt_windows_resume(void);
#endif

#ifdef __cplusplus
}
#endif

#endif
