// SPDX-License-Identifier: GPL-2.0
/*
 * image.c - a Windows driver for image_test.py, which links it into images. It has all that Windows'
 * headers inline, and what compilers make of switches, jumps and pointers; it is never run.
 * With PLAIN it is a driver in which nothing is in the way.
 */

#define IMPORT __declspec(dllimport)

IMPORT int DbgPrint(const char *format, ...);
IMPORT void *ExAllocatePoolWithTag(int type, unsigned long long size, unsigned int tag);
IMPORT void ExFreePoolWithTag(void *pool, unsigned int tag);
#ifndef PLAIN
IMPORT void NoSuchRoutineAnywhere(void);
#endif

int counter, table[64];
static const char *const names[] = { "zero", "one", "two", "three" };

__attribute__((noinline)) static int add(int a, int b) { return a + b; }
__attribute__((noinline)) static int subtract(int a, int b) { return a - b; }
int (*const routines[])(int, int) = { add, subtract };

__attribute__((noinline)) int dense(int value, int other)
{
	switch (value) {
	case 0: return other + 7;
	case 1: return other * 3;
	case 2: DbgPrint("two\n"); return 9;
	case 3: return other >> 2;
	case 4: counter += other; return counter;
	case 5: return other ^ 0x55;
	case 6: DbgPrint("%s\n", names[other & 3]); return 1;
	case 7: return -other;
	default: return 0;
	}
}

__attribute__((noinline)) int tail(int (*routine)(int, int), int a)
{
	return routine(a, counter);
}

#ifndef PLAIN
__attribute__((noinline)) unsigned long long inlined(unsigned short port)
{
	unsigned long long sum, value;
	unsigned char byte;

	__asm__ volatile("movq %%gs:0x188, %0" : "=r"(sum));
	__asm__ volatile("movq %%cr8, %0" : "=r"(value));
	sum += value;
	__asm__ volatile("inb %1, %0" : "=a"(byte) : "d"(port));
	sum += byte + *(volatile unsigned int *)0xfffff78000000320ull;
	__asm__ volatile("movups %xmm6, %xmm7");
	__asm__ volatile("cli");
	if (sum == 5)
		__asm__ volatile("int $0x29");
	NoSuchRoutineAnywhere();
	return sum;
}
#endif

#if defined(__clang__) && !defined(PLAIN)
__attribute__((noinline)) int tried(int *place)
{
	__try {
		return dense(*place, 5);
	} __except (counter == 7) {
		counter = 0;
		DbgPrint("caught\n");
	}
	return -1;
}
#else
#define tried(place) 0
#endif

int DriverEntry(void *driver, void *registry)
{
	int *pool = ExAllocatePoolWithTag(0, 64, 'tseT');

	(void)driver;
	if (!pool)
		return (int)0xc000009a;
	for (int n = 0; n < 16; n++)
		table[n] += routines[n & 1](dense(n, counter), tail(routines[1], n));
#ifndef PLAIN
	table[0] = (int)inlined(0x378) + tried(pool);
#endif
	ExFreePoolWithTag(pool, 'tseT');
	return registry ? 0 : 1;
}
