// SPDX-License-Identifier: GPL-2.0
/*
 * image_tries_host.c - the kernel of an image of qemu/images/tries.c or classes.cpp, in a program: it is linked with what
 * image_test.py has made of the image. exceptions.cc and what it names are the exceptions' part. With
 * an argument, the driver raises at last what nothing takes.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char KIRQL;

int DriverEntry(void *driver, void *registry);
void ntparport_ExRaiseStatus(int status);

unsigned int ntparport_images = 1;
static KIRQL irql;
static int regions;
static void (*deferred)(void *dpc, void *context, void *first, void *second);

_Bool ntparport_image_at(const void *code) { return 0; }
KIRQL ntparport_KeGetCurrentIrql(void) { return irql; }
void ntparport_image_set_irql(KIRQL value) { irql = value; }
void ntparport_KeInitializeSpinLock(void *lock) { }

KIRQL ntparport_KeAcquireSpinLockRaiseToDpc(void *lock)
{
	KIRQL old = irql;

	irql = 2;
	return old;
}

void ntparport_KeReleaseSpinLock(void *lock, KIRQL old) { irql = old; }
void ntparport_KeEnterCriticalRegion(void) { regions++; }
void ntparport_KeLeaveCriticalRegion(void) { regions--; }
unsigned char ntparport_KeAreApcsDisabled(void) { return regions != 0; }
void ntparport_KeInitializeEvent(void *event, int type, unsigned char state) { }
int ntparport_KeSetEvent(void *event, int increment, unsigned char wait) { return 0; }
int ntparport_KeWaitForSingleObject(void *object, int reason, int mode, int alertable, void *timeout) { return 0; }
void ntparport_KeInitializeDpc(void *dpc, void *routine, void *context) { deferred = routine; }

unsigned char ntparport_KeInsertQueueDpc(void *dpc, void *first, void *second)
{
	deferred(dpc, NULL, first, second);
	return 1;
}

void ntparport_ExRaiseAccessViolation(void) { ntparport_ExRaiseStatus(0xc0000005); }
void ntparport_ExRaiseDatatypeMisalignment(void) { ntparport_ExRaiseStatus(0x80000002); }

/* No memory is a program's. */
void ntparport_ProbeForRead(const void *address, size_t length, unsigned int alignment)
{
	if (length && (unsigned long)address % alignment)
		ntparport_ExRaiseStatus(0x80000002);
	else if (length)
		ntparport_ExRaiseStatus(0xc0000005);
}

void ntparport_ProbeForWrite(void *address, size_t length, unsigned int alignment)
{
	ntparport_ProbeForRead(address, length, alignment);
}

int ntparport__vsnprintf(char *buffer, size_t size, const char *format, va_list arguments)
{
	return vsnprintf(buffer, size, format, arguments);
}

unsigned int ntparport_vDbgPrintEx(unsigned int component, unsigned int level, const char *format, va_list arguments)
{
	vprintf(format, arguments);
	fflush(stdout);
	return 0;
}

void *ntparport_ExAllocatePoolWithTag(int type, size_t size, unsigned int tag) { return calloc(1, size); }
void ntparport_ExFreePoolWithTag(void *memory, unsigned int tag) { free(memory); }

int main(int count, char **arguments)
{
	static int driver;

	return DriverEntry(&driver, count > 1 ? &driver : NULL);
}
