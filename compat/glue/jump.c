// SPDX-License-Identifier: GPL-2.0
/*
 * jump.c - what Linux keeps beside the stack, when functions on it are left by a jump (jump_to.S).
 *
 * None of this is traced: what a tracer notes of these functions would count, too.
 */

#include <linux/compiler.h>
#include <linux/sched.h>

#include "glue/jump.h"

notrace void nt_place_note(NT_PLACE *place)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	place->Returns[0] = current->curr_ret_stack;
	place->Returns[1] = current->curr_ret_depth;
#endif
#ifdef CONFIG_RETHOOK
	place->Probes = current->rethooks.first;
#endif
}

notrace LONG nt_try_entered(NT_TRY *try)
{
	nt_place_note(&try->Place);
	return NT_TRY_ENTERED;
}

/*
 * The return addresses of the functions that are left are with the function graph tracer and
 * with return probes; the next one to return must find its own. A probe's note is lost: there
 * is no function for giving it back.
 */
static notrace void forget_returns(const NT_PLACE *place)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	current->curr_ret_stack = place->Returns[0];
	current->curr_ret_depth = place->Returns[1];
#endif
#ifdef CONFIG_RETHOOK
	current->rethooks.first = place->Probes;
#endif
}

#ifdef CONFIG_KASAN_GENERIC
/* What compilers call at the end of a function with alloca(), with one type or another. */
extern void unpoison(unsigned long start, unsigned long end) __asm__("__asan_allocas_unpoison");
#else
static inline void unpoison(unsigned long start, unsigned long end) { }
#endif

notrace void nt_place_go(const NT_PLACE *place, LONG result)
{
	const unsigned long here = (unsigned long)__builtin_frame_address(0);

	if (here < place->Stack)
		unpoison(here, place->Stack);
	forget_returns(place);
	nt_place_jump(place, result);
}
