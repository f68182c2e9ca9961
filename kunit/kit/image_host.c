// SPDX-License-Identifier: GPL-2.0
/*
 * image_host.c - the kernel of an image of image.c, in a program: it is linked with what image_test.py
 * has made of the image, or with image.c itself (NATIVE).
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int DriverEntry(void *driver, void *registry);

/* The kernel does not use registers of SSE, as these functions do. */
static unsigned char registers[512] __attribute__((aligned(16)));
#define KEEP()		__asm__ volatile("fxsave %0" : "=m"(registers))
#define GIVE_BACK()	__asm__ volatile("fxrstor %0" : : "m"(registers))

void *ntparport_ExAllocatePoolWithTag(int type, unsigned long long size, unsigned int tag)
{
	void *pool;

	KEEP();
	pool = tag == 'tseT' ? calloc(1, size) : NULL;
	GIVE_BACK();
	return pool;
}

void ntparport_ExFreePoolWithTag(void *pool, unsigned int tag)
{
	KEEP();
	printf("freed: %d\n", tag == 'tseT');
	free(pool);
	GIVE_BACK();
}

unsigned int ntparport_vDbgPrintEx(unsigned int component, unsigned int level, const char *format, va_list arguments)
{
	KEEP();
	vprintf(format, arguments);
	GIVE_BACK();
	return component == 101 && level == 3 ? 0 : 1;
}

#ifdef NATIVE
void *ExAllocatePoolWithTag(int type, unsigned long long size, unsigned int tag)
{
	return ntparport_ExAllocatePoolWithTag(type, size, tag);
}

void ExFreePoolWithTag(void *pool, unsigned int tag)
{
	ntparport_ExFreePoolWithTag(pool, tag);
}

int DbgPrint(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	return 0;
}
#else
/* Only the image calls it, through whatever it has the address in: never in this convention. */
int ntparport_DbgPrint(const char *format, ...)
{
	abort();
}

/* More than one, so that each entry asks. */
unsigned int ntparport_images = 2;
static unsigned int asked;

_Bool ntparport_image_at(const void *code)
{
	asked++;
	return 0;
}
#endif

#ifdef REWRITTEN
unsigned char ntparport_shared_data[4096] __attribute__((aligned(8))) = { [0x320] = 0x44, 0x33, 0x22, 0x11 };
static unsigned char irql = 2;

/* They change whatever a function may change. */
#define SPOIL() __asm__ volatile("movq $-1, %%rcx; movq %%rcx, %%rdx; movq %%rcx, %%rsi; movq %%rcx, %%rdi;"	\
				 "movq %%rcx, %%r8; movq %%rcx, %%r9; movq %%rcx, %%r10; movq %%rcx, %%r11; addq $1, %%rcx"	\
				 : : : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "cc")

void *ntparport_KeGetCurrentThread(void)
{
	SPOIL();
	return (void *)0x5a5a12345678;
}

unsigned long ntparport_KeGetCurrentProcessorNumber(void)
{
	SPOIL();
	/* Of which the lower half counts. */
	return 0xdead00000003;
}

unsigned long ntparport_KeGetCurrentIrql(void)
{
	SPOIL();
	return 0xdeadbe00 | irql;
}

void ntparport_image_set_irql(unsigned char value)
{
	irql = value;
	SPOIL();
}
#endif

#ifdef FORBIDDEN
/* It returns, as it does above PASSIVE_LEVEL. */
void ntparport_image_trap(int status, const char *what)
{
	KEEP();
	printf("trap %x: %s\n", status, what);
	GIVE_BACK();
	__asm__ volatile("movq $-1, %%rcx; movq %%rcx, %%rdx; movq %%rcx, %%rsi; movq %%rcx, %%rdi; movq %%rcx, %%r8;"
			 "movq %%rcx, %%r9; movq %%rcx, %%r10; movq %%rcx, %%r11; addq $2, %%rcx"
			 : : : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "cc");
}
#endif

#ifdef VECTORS
#include <signal.h>
#include <ucontext.h>

/* A program may not turn interrupts off; a kernel does. */
static void skip(int number, siginfo_t *info, void *context)
{
	greg_t *ip = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

	if (*(unsigned char *)*ip != 0xfa)
		abort();
	++*ip;
}

static void catch(void)
{
	static char stack[1 << 16];
	stack_t other = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action = { .sa_sigaction = skip, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	sigaltstack(&other, NULL);
	sigaction(SIGSEGV, &action, NULL);
}
#else
#define catch()
#endif

int main(void)
{
	catch();
	int status;
#ifdef VECTORS
	unsigned char before[16] = "what it has had", after[16] = "";

	__asm__ volatile("movups (%1), %%xmm0; movups (%1), %%xmm1; movups (%1), %%xmm2; movups (%1), %%xmm5; movups (%1), %%xmm3; call DriverEntry;"
			 "pand %%xmm0, %%xmm1; pand %%xmm3, %%xmm1; pand %%xmm2, %%xmm5; pand %%xmm1, %%xmm5; movups %%xmm5, (%2)"
			 : "=a"(status) : "b"(before), "r"(after), "D"(before), "S"(before)
			 : "rcx", "rdx", "r8", "r9", "r10", "r11", "memory", "cc");
	for (int n = 0; n < 16; n++)
		if (before[n] != after[n])
			return 3;
#else
	status = DriverEntry(&status, &status);
#endif

#ifndef NATIVE
	if (asked != 1)
		return 2;
#endif
	return status;
}
