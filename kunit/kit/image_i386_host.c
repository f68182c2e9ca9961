// SPDX-License-Identifier: GPL-2.0
/*
 * image_i386_host.c - the kernel of an image of image_i386.c, in a program: its functions have their
 * arguments in registers, as Linux's kernel is compiled. It is at addresses of which the upper bits
 * but one are 0, and image_test.py gives its functions for division names of their own.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define KERNEL __attribute__((regparm(3)))

KERNEL int DriverEntry(void *driver, void *registry);

/* As in the kernel, what is left of an address in the stack is where that ends. */
#define STACK (1 << 16)
static char stack[STACK] __attribute__((aligned(STACK)));
const unsigned long ntparport_image_stack = ~(STACK - 1ul);
unsigned int ntparport_images = 2;
unsigned char ntparport_shared_data[4096];
static int status;

KERNEL _Bool ntparport_image_at(const void *code) { return 0; }

/* They change whatever a function may change. */
#define SPOIL() __asm__ volatile("movl $-1, %%ecx; movl %%ecx, %%edx; addl $1, %%ecx" : : : "ecx", "edx", "cc")

KERNEL void *ntparport_ExAllocatePoolWithTag(int type, unsigned int size, unsigned int tag)
{
	return tag == 'tseT' ? calloc(1, size) : NULL;
}

KERNEL void ntparport_ExFreePoolWithTag(void *pool, unsigned int tag)
{
	printf("freed: %d\n", tag == 'tseT');
	free(pool);
}

KERNEL unsigned int ntparport_vDbgPrintEx(unsigned int component, unsigned int level, const char *format, va_list arguments)
{
	/* Windows' name for it. */
	char *own = strdup(format), *wide = strstr(own, "%I64d");

	if (wide)
		memcpy(wide, "%lld ", 5);
	vprintf(own, arguments);
	free(own);
	return component == 101 && level == 3 ? 0 : 1;
}

/* Only the image calls it: never in this convention. */
int ntparport_DbgPrint(const char *format, ...) { abort(); }

/* Any routine: the kernel calls it with what it has. */
KERNEL void ntparport_KeInitializeDpc(void *dpc, void *routine, void *context)
{
	KERNEL int (*two)(void *, void *) = routine;
	KERNEL int (*four)(void *, void *, int, int) = routine;
	KERNEL int (*six)(int, int, int, int, int, int) = routine;
	static int calls;

	switch (calls++) {
	case 0: printf("dpc: %d\n", four(dpc, context, 1, 2)); break;
	case 1: printf("six: %d\n", six(1, 2, 3, 4, 5, 6)); break;
	default: two(dpc, context);
	}
}

#define MARKED(lock) (!((unsigned long)(lock) & 1u << 30))

KERNEL long long ntparport_ExInterlockedAddLargeInteger(long long *addend, long long increment, void *lock)
{
	const long long before = *addend;

	*addend += increment;
	return MARKED(lock) ? before : 0;
}

KERNEL unsigned char ntparport_KeAcquireSpinLockRaiseToDpc(void *lock) { return MARKED(lock) ? 2 : 0; }

KERNEL void ntparport_KeReleaseSpinLock(void *lock, unsigned char irql)
{
	if (irql != 7)
		abort();
}

KERNEL void *ntparport_InterlockedPushEntrySList(void *list, void *entry) { return list; }

KERNEL void *ntparport_KeGetCurrentThread(void)
{
	SPOIL();
	return (void *)0x5a5a1234;
}

KERNEL unsigned long ntparport_KeGetCurrentProcessorNumber(void)
{
	SPOIL();
	return 0xdead0003;
}

/* It returns, as it does above PASSIVE_LEVEL. */
KERNEL void ntparport_image_trap(int status, const char *what)
{
	printf("trap %x: %s\n", status, what);
	SPOIL();
}

KERNEL long long kernel_divdi3(long long a, long long b) { return a / b; }
KERNEL long long kernel_moddi3(long long a, long long b) { return a % b; }
KERNEL unsigned long long kernel_udivdi3(unsigned long long a, unsigned long long b) { return a / b; }
KERNEL unsigned long long kernel_umoddi3(unsigned long long a, unsigned long long b) { return a % b; }

KERNEL long long kernel_divmoddi4(long long a, long long b, long long *rest)
{
	*rest = a % b;
	return a / b;
}

static void enter(void)
{
	int driver;

	status = DriverEntry(&driver, &driver);
}

int main(void)
{
	static ucontext_t here, there;

	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	there.uc_link = &here;
	makecontext(&there, enter, 0);
	swapcontext(&here, &there);
	return status;
}
