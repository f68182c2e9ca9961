/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_try.h - what a driver's __try, __except and __finally call (tries.py). Included by nt/try.h.
 */
#ifndef COMPAT_DRIVER_NT_TRY_H
#define COMPAT_DRIVER_NT_TRY_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Where code that has called try_enter(), or waits for a filter, goes on. glue/jump_to.S has the
 * offsets of the first two.
 */
typedef struct _NT_PLACE {
	ULONG_PTR Stack;	/* the stack pointer */
	ULONG_PTR Code;		/* where the call returns to */
	ULONG_PTR Registers[6];	/* those that a function preserves */
	PVOID Probes;		/* what Linux keeps for functions that are traced */
	LONG Returns[2];
} NT_PLACE;

/* A __try that is entered: a variable of its function. */
typedef struct _NT_TRY {
	NT_PLACE Place;		/* first: jump_to.S gets either */
	struct _NT_TRY *Outer;	/* the next one in the same call of a driver */
	struct nt_gate *Gate;	/* that call; NULL: there is none, and nobody raises here */
	struct _NT_TRY *Target;	/* whose handler is on its way, while a __finally runs */
	PEXCEPTION_POINTERS Information;
	ULONG_PTR Returns;	/* where its function does, which shows that it has not */
	ULONG ExceptionCode;
	LONG Excepts;		/* it has __except and not __finally; or NT_TRY_IMAGE */
} NT_TRY;

/* No block: an image calls what may raise an exception (image/build.py). */
#define NT_TRY_IMAGE	2

/* What ntparport_try_enter() returns, when and to what it returns. */
#define NT_TRY_ENTERED	0	/* to the block */
#define NT_TRY_FILTERS	1	/* to the filter, on a stack below that of whoever raises */
#define NT_TRY_UNWINDS	2	/* to the block of __except or __finally */

/* For gcc's -O0: variables that are called register stay in memory, too. */
__attribute__((__returns_twice__))
LONG ntparport_try_enter(NT_TRY *Try);
/* The block begins: the __try is the innermost now. */
VOID ntparport_try_add(NT_TRY *Try, LONG Excepts);
/* The block is left, in whatever way. */
VOID ntparport_try_leave(NT_TRY *Try);
/* What the filter says; does not return. */
VOID ntparport_try_filtered(NT_TRY *Try, LONG Disposition);
/* The block of __finally has ended; goes on to the handler, and does not return. */
VOID ntparport_try_resume(NT_TRY *Try);

#ifdef __cplusplus
}
#endif

#endif
