// SPDX-License-Identifier: GPL-2.0
/*
 * image_pair.c - for image_test.py: a driver that exports (EXPORTER), one that imports from it
 * (IMPORTER), and the program in which both are linked (neither).
 */
/* What is handed on, and what the kernel has in a DRIVER_OBJECT. */
struct driver {
	char before[0x68];
	void (*unload)(void *driver);
	int (*product)(int a, int b);
	void (*release)(void *pool, unsigned int tag);
};

#ifdef EXPORTER
__declspec(dllimport) int DbgPrint(const char *format, ...);

static int initialized;
__declspec(dllexport) int level = 7;

__declspec(dllexport) int DllInitialize(void *registry)
{
	DbgPrint("DllInitialize: %d\n", *(int *)registry);
	initialized = *(int *)registry;
	return initialized ? 0 : (int)0xc0000001;
}

__declspec(dllexport) int DllUnload(void)
{
	DbgPrint("DllUnload\n");
	return 0;
}

/* Its address is handed on by the importer, and both that and the program call it. */
__declspec(dllexport) int Product(int a, int b)
{
	return a * b;
}

/* Six arguments, as two of them are on the stack. */
__declspec(dllexport) int Sum(int a, int b, int c, int d, int e, int (*more)(int))
{
	return initialized + a + b + c + d + more(e);
}

int DriverEntry(void *driver, void *registry)
{
	DbgPrint("DriverEntry of the exporter: %d\n", driver && *(int *)registry == initialized);
	return 0;
}
#elif defined(IMPORTER)
__declspec(dllimport) int DbgPrint(const char *format, ...);
__declspec(dllimport) int Sum(int a, int b, int c, int d, int e, int (*more)(int));
__declspec(dllimport) int Product(int a, int b);
__declspec(dllimport) void ExFreePoolWithTag(void *pool, unsigned int tag);

__attribute__((noinline)) static int more(int value)
{
	return value * 100;
}

int DriverEntry(void *driver, void *registry)
{
	void (*volatile release)(void *, unsigned int) = ExFreePoolWithTag;
	struct driver *handed = driver;
	int (*volatile product)(int, int) = Product;

	DbgPrint("Sum: %d\n", Sum(1, 2, 3, 4, 5, more));
	DbgPrint("Product: %d\n", product(6, 7));
	handed->product = Product;
	release(handed, 1);
	handed->release = ExFreePoolWithTag;
	return 0;
}
#else
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int entry_of_exporter(void *driver, void *registry);
int DriverEntry(void *driver, void *registry);

unsigned int ntparport_images = 2;
extern const char of_exporter[], of_importer[];

/* Whether the code of one of the two has called, and not what is around it or this program. */
_Bool ntparport_image_at(const void *code)
{
	extern const char end_of_exporter[], end_of_importer[];

	return ((const char *)code >= of_exporter && (const char *)code < end_of_exporter) ||
	       ((const char *)code >= of_importer && (const char *)code < end_of_importer);
}

static unsigned char registers[512] __attribute__((aligned(16)));

unsigned int ntparport_vDbgPrintEx(unsigned int component, unsigned int level, const char *format, va_list arguments)
{
	__asm__ volatile("fxsave %0" : "=m"(registers));
	vprintf(format, arguments);
	__asm__ volatile("fxrstor %0" : : "m"(registers));
	return 0;
}

/* Only the images call it, through whatever they have the address in: never in this convention. */
int ntparport_DbgPrint(const char *format, ...)
{
	abort();
}

void ntparport_ExFreePoolWithTag(void *pool, unsigned int tag)
{
	__asm__ volatile("fxsave %0" : "=m"(registers));
	printf("released: %d %u\n", pool != NULL, tag);
	__asm__ volatile("fxrstor %0" : : "m"(registers));
}

int main(void)
{
	int registry = 1000;
	struct driver driver;

	memset(&driver, 0, sizeof(driver));
	if (entry_of_exporter(&driver, &registry) || DriverEntry(&driver, &registry) || !driver.unload)
		return 1;
	printf("Product: %d\n", driver.product(8, 9));
	driver.release(&driver, 2);
	driver.unload(&driver);
	memset(&driver, 0, sizeof(driver));
	registry = 0;
	return entry_of_exporter(&driver, &registry) != (int)0xc0000001 || driver.unload;
}
#endif
