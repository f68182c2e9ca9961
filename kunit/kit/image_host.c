// SPDX-License-Identifier: GPL-2.0
/*
 * image_host.c - the kernel of an image of image.c, in a program: it is linked with what image_test.py
 * has made of the image, or with image.c itself (NATIVE).
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int DriverEntry(void *driver, void *registry);

void *ntparport_ExAllocatePoolWithTag(int type, unsigned long long size, unsigned int tag)
{
	return tag == 'tseT' ? calloc(1, size) : NULL;
}

void ntparport_ExFreePoolWithTag(void *pool, unsigned int tag)
{
	printf("freed: %d\n", tag == 'tseT');
	free(pool);
}

unsigned int ntparport_vDbgPrintEx(unsigned int component, unsigned int level, const char *format, va_list arguments)
{
	vprintf(format, arguments);
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

int main(void)
{
	int status = DriverEntry(&status, &status);

#ifndef NATIVE
	if (asked != 1)
		return 2;
#endif
	return status;
}
