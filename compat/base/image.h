/* SPDX-License-Identifier: GPL-2.0 */
/*
 * image.h - what the module of a driver that was made of a Windows image calls (compat/kit/image).
 *
 * Its code keeps Windows' calling convention. To everything else it is a driver like any other:
 * each routine whose address it hands out has an entry in its module, in the kernel's convention,
 * so that the gate (gate.h) and the interrupt path need not know. The other way round, each import
 * is a function of its module that calls ours; pointers to routines of ours are handed to it in its
 * own convention (handed.hh).
 */
#ifndef COMPAT_BASE_IMAGE_H
#define COMPAT_BASE_IMAGE_H

#include "glue/nt.h"

#ifdef __cplusplus
extern "C" {
#endif

struct module;

/*
 * An entry has two parts, each with a landing pad: a shorter one for interrupt service routines,
 * which have two arguments and no caller within the image, and one for any caller. Also in
 * compat/kit/image/build.py.
 */
#define IMAGE_ENTRY_SIZE 256
#define IMAGE_ISR_SIZE	 32

/**
 * struct ntparport_image_function - what has been checked of a function of an image
 * @begin: where it begins, like all of these relative to the image's base
 * @end: where it ends
 * @unwind: its unwind data
 * @scopes: the table of its __try blocks; 0: it has none
 *
 * Also in compat/kit/image/build.py.
 */
struct ntparport_image_function {
	unsigned int begin;
	unsigned int end;
	unsigned int unwind;
	unsigned int scopes;
};

/**
 * struct ntparport_image_place - a place in an image that has a name
 * @at: relative to the image's base
 * @name: in the names
 *
 * Also in compat/kit/image/build.py.
 */
struct ntparport_image_place {
	unsigned int at;
	unsigned int name;
};

/**
 * struct ntparport_image_code - the functions of an image
 * @base: what all that is not writable takes for its base
 * @size: where that ends, relative to the base
 * @functions: in the order of their addresses; none, if not all of them are known
 * @count: how many there are
 * @sections: where each section begins, in the order of their addresses
 * @section_count: how many there are
 * @calls: where each call of an import returns to, in the same order
 * @call_count: how many there are
 * @names: of sections and imports
 * @call: on i386: calls a filter or a block of __finally, with its variables at @frame, from within
 *	  the image
 *
 * Also in compat/kit/image/build.py.
 */
struct ntparport_image_code {
	const char *base;
	unsigned long size;
	const struct ntparport_image_function *functions;
	unsigned long count;
	const struct ntparport_image_place *sections;
	unsigned long section_count;
	const struct ntparport_image_place *calls;
	unsigned long call_count;
	const char *names;
#ifndef __x86_64__
	LONG (*call)(const void *block, ULONG_PTR frame);
#endif
};

/*
 * How many there are. An entry knows calls from within its own image; only if there are others,
 * it has to ask whether one of them has called.
 */
extern unsigned int ntparport_images;
/* Whether this code is an image's. Any IRQL. */
bool ntparport_image_at(const void *code);
/*
 * Before any of its code runs: the entries of its routines are from @entries to @end. False: there
 * was no memory for what is known of a module. Process context.
 */
bool ntparport_image_add(struct module *module, const void *entries, const void *end);
/* What is to be known of its functions, which stays as long as the module. Process context. */
void ntparport_image_add_code(struct module *module, const struct ntparport_image_code *code);
/* None of its code runs any longer. Process context. */
void ntparport_image_remove(struct module *module);
/* For code that writes the register of the IRQL: KeRaiseIrql() or KeLowerIrql(), and their IRQL. */
void ntparport_image_set_irql(KIRQL irql);
/*
 * For code that would do what no driver may, or call what nobody has, and was built nevertheless:
 * the driver's bug check KMODE_EXCEPTION_NOT_HANDLED (KeBugCheckEx(), also as to when it returns)
 * with this status and the code's address, and a line in the log with @what. Any IRQL.
 */
void ntparport_image_trap(NTSTATUS status, const char *what);

/*
 * RtlUnwind(). On x64 it is as ntparport_image_local_unwind(), with @result in RAX at @target;
 * on i386 it does not go on elsewhere, and returns.
 */
VOID ntparport_image_unwind(PVOID frame, PVOID target, EXCEPTION_RECORD *record, PVOID result);
#ifdef __x86_64__
/*
 * longjmp(): goes on where the _setjmp() of @buffer was called, in a function that is still on the
 * stack, after the blocks of __finally that are left on the way there. The import has noted the
 * call. IRQL: DISPATCH_LEVEL.
 */
VOID ntparport_image_jump(PVOID buffer, int value);
#else
/*
 * What its code imports besides for its list of exception handlers (ntparport_image_stack):
 * _except_handler3() and _local_unwind2().
 */
LONG ntparport_image_handle(EXCEPTION_RECORD *record, PVOID frame, PVOID context,
			    PVOID dispatcher);
VOID ntparport_image_leave(PVOID frame, ULONG level);
#endif

/*
 * _local_unwind(): leaves blocks of __finally, with @frame that of the function that goes on at
 * @target. The import has noted the call, as each of an image does that may raise an exception
 * (ntparport_try_add()). IRQL: DISPATCH_LEVEL.
 */
void ntparport_image_local_unwind(void *frame, void *target);

/*
 * Instead of KUSER_SHARED_DATA. It is current while somebody reads it (rtl/shared_data.cc). Process
 * context.
 */
extern unsigned char ntparport_shared_data[4096];
void ntparport_image_read_shared_data(void);
void ntparport_image_leave_shared_data(void);

#ifdef __cplusplus
}
#endif

#endif
