// SPDX-License-Identifier: GPL-2.0
/*
 * image_i386.c - a Windows driver for i386, which image_test.py links into images: calls of all
 * conventions, what Windows' headers and compilers of its time have inline, tables and pointers.
 */

#define IMPORT __declspec(dllimport)
#define NTAPI __attribute__((stdcall))
#define FASTCALL __attribute__((fastcall))

typedef long long s64;
typedef unsigned long long u64;

IMPORT int DbgPrint(const char *format, ...);
IMPORT void *NTAPI ExAllocatePoolWithTag(int type, unsigned int size, unsigned int tag);
IMPORT void NTAPI ExFreePoolWithTag(void *pool, unsigned int tag);
IMPORT void NTAPI KeInitializeDpc(void *dpc, void *routine, void *context);
IMPORT s64 NTAPI ExInterlockedAddLargeInteger(s64 *addend, s64 increment, void *lock);
IMPORT unsigned char FASTCALL KfAcquireSpinLock(void *lock);
IMPORT void FASTCALL KfReleaseSpinLock(void *lock, unsigned char irql);
IMPORT void *FASTCALL ExInterlockedPushEntrySList(void *list, void *entry, void *lock);
IMPORT int FASTCALL InterlockedIncrement(volatile int *addend);
IMPORT int FASTCALL InterlockedDecrement(volatile int *addend);
IMPORT int FASTCALL InterlockedExchange(volatile int *target, int value);
IMPORT int FASTCALL InterlockedExchangeAdd(volatile int *addend, int value);
IMPORT int FASTCALL InterlockedCompareExchange(volatile int *to, int exchange, int comparand);
IMPORT s64 NTAPI _allmul(s64 a, s64 b);
IMPORT s64 NTAPI _alldiv(s64 a, s64 b);
IMPORT s64 NTAPI _allrem(s64 a, s64 b);
IMPORT u64 NTAPI _aulldiv(u64 a, u64 b);
IMPORT u64 NTAPI _aullrem(u64 a, u64 b);
IMPORT void _alldvrm(void);
IMPORT void _allshl(void);
IMPORT void _allshr(void);
IMPORT void _aullshr(void);
#ifdef FORBIDDEN
IMPORT int NTAPI NoSuchRoutineAnywhere(int a);
#endif

static int counter, lock, list;
static const char *const names[] = { "zero", "one", "two", "three" };

__attribute__((noinline)) static int add(int a, int b) { return a + b; }
__attribute__((noinline)) static int NTAPI subtract(int a, int b) { return a - b; }
int (*const adding[])(int, int) = { add };
int (NTAPI *const subtracting[])(int, int) = { subtract };

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

/* The kernel calls it, and so does this driver. */
static int NTAPI Deferred(void *dpc, void *context, void *first, void *second)
{
	counter += context == &list && first == (void *)1 && second == (void *)2 ? 10 : 1000;
	return dpc == &lock;
}

static int NTAPI Six(int a, int b, int c, int d, int e, int f)
{
	return a + 10 * b + 100 * c + 1000 * d + 10000 * e + 100000 * f;
}

int (NTAPI *volatile passing)(void *, void *, void *, void *) = Deferred;

static u64 shifted(void (*how)(void), u64 value, int by)
{
	__asm__ volatile("call *%1" : "+A"(value) : "r"(how), "c"(by) : "cc");
	return value;
}

static unsigned int shifts(void)
{
	static const int by[] = { 0, 1, 31, 32, 33, 63, 64, 200 };
	const u64 value = 0x8123456789abcdefull;
	unsigned int wrong = 0, n;

	for (n = 0; n < sizeof(by) / sizeof(by[0]); n++) {
		const u64 left = by[n] < 64 ? value << by[n] : 0;
		const u64 right = by[n] < 64 ? value >> by[n] : 0;
		const s64 with_sign = (s64)value >> (by[n] < 64 ? by[n] : 63);

		wrong |= (shifted(_allshl, value, by[n]) != left) | (shifted(_aullshr, value, by[n]) != right) << 1 |
			 (shifted(_allshr, value, by[n]) != (u64)with_sign) << 2;
	}
	return wrong;
}

static unsigned int divided(void)
{
	s64 quotient, rest = 0;
	unsigned int low, high;
	unsigned int wrong;

	wrong = (_allmul(0x123456789ll, -77777) != 0x123456789ll * -77777) | (_alldiv(-50000000007ll, 10) != -5000000000ll) << 1 |
		(_allrem(-50000000007ll, 10) != -7) << 2 | (_aulldiv(0xf000000000000000ull, 3) != 0x5000000000000000ull) << 3 |
		(_aullrem(0xf000000000000001ull, 3) != 1) << 4;
	__asm__ volatile("pushl %%ebx; pushl $0; pushl $10; pushl $-1; pushl $-27; call *%3; movl %%ebx, %1; popl %%ebx"
			 : "=A"(quotient), "=&S"(high), "=c"(low) : "D"(_alldvrm) : "cc", "memory");
	rest = (u64)high << 32 | low;
	return wrong | (quotient != -2) << 5 | (rest != -7) << 6;
}

static unsigned int interlocked(void)
{
	volatile int value = 5;
	s64 sum = 0xfffffffffll;
	unsigned int wrong;

	wrong = (InterlockedIncrement(&value) != 6) | (InterlockedDecrement(&value) != 5) << 1 |
		(InterlockedExchange(&value, 9) != 5) << 2 | (InterlockedExchangeAdd(&value, 3) != 9) << 3 |
		(InterlockedCompareExchange(&value, 20, 12) != 12) << 4 | (InterlockedCompareExchange(&value, 1, 2) != 20) << 5 |
		(value != 20) << 6;
	wrong |= (ExInterlockedAddLargeInteger(&sum, 0x100000002ll, &lock) != 0xfffffffffll) << 7 | (sum != 0x1100000001ll) << 8;
	wrong |= (KfAcquireSpinLock(&lock) != 2) << 9;
	KfReleaseSpinLock(&lock, 7);
	return wrong | (ExInterlockedPushEntrySList(&list, &counter, &lock) != &list) << 10;
}

/* Nothing but the register in question may change, and no flag. */
static unsigned int segment(void)
{
	unsigned int a, b, c, d, wrong;

	__asm__ volatile("movl $7, %%ecx; movl $8, %%edx; stc; movl %%fs:0x124, %%eax; sbbl %%ebx, %%ebx"
			 : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : : "cc");
	wrong = (a != 0x5a5a1234) | (b != ~0u) << 1 | (c != 7) << 2 | (d != 8) << 3;
	__asm__ volatile("movl $-1, %%ebx; movl $-1, %%edx; xorl %%ecx, %%ecx; movb %%fs:0x51, %%dl; movzbl %%fs:0x51, %%ecx; setz %%bl"
			 : "=b"(b), "=c"(c), "=d"(d) : : "cc");
	wrong |= (b != 0xffffff01) << 4 | (c != 3) << 5 | (d != 0xffffff03) << 6;
	/* Only compared and pushed; and where programs have KUSER_SHARED_DATA. */
	__asm__ volatile("movl $0x5a5a1234, %%esi; movl $9, %%ecx; stc; cmpl %%fs:0x124, %%esi; setne %%al; movzbl %%al, %%eax;"
			 "cmpb $3, %%fs:0x51; setne %%dl; movzbl %%dl, %%edx; pushl %%fs:0x124; popl %%ebx"
			 : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : : "esi", "cc");
	wrong |= (a != 0) << 24 | (b != 0x5a5a1234) << 25 | (c != 9) << 26 | (d != 0) << 27;
	wrong |= (*(volatile unsigned int *)0x7ffe0ff0 != 0) << 28;
	/* As the prologue and the end of a function with __try are. */
	__asm__ volatile("movl %%fs:0, %%esi; movl %%esi, %%edi; pushl $-1; pushl $0x1000; movl %%fs:0, %%eax; pushl %%eax; movl %%esp, %%fs:0;"
			 "movl %%fs:0, %%ecx; cmpl %%ecx, %%esp; setne %%dl; pushl %%fs:0; popl %%eax; cmpl %%eax, %%esp; setne %%dh;"
			 "movl (%%esp), %%ecx; movl %%ecx, %%fs:0; pushl %%edi; stc; popl %%fs:0; sbbl %%eax, %%eax; addl $12, %%esp;"
			 : "=a"(a), "=d"(d) : : "esi", "edi", "ecx", "cc", "memory");
	wrong |= (a != ~0u) << 7 | (d & 0xffff) << 8;
	__asm__ volatile("movl %%fs:0, %%esi; pushl %%fs:0; movl $0x1234, %%edi; movl %%edi, %%fs:0; movl %%fs:0, %%eax; popl %%fs:0;"
			 "movl %%fs:0, %%ecx; subl %%ecx, %%esi"
			 : "=a"(a), "=S"(b) : : "ecx", "edi", "cc", "memory");
	wrong |= (a != 0x1234) << 24 | (b != 0) << 25;
	return wrong;
}

int NTAPI DriverEntry(void *driver, void *registry)
{
	int *pool = ExAllocatePoolWithTag(0, 64, 'tseT');
	int n, sum = 0;

	if (!pool)
		return (int)0xc000009a;
	for (n = 0; n < 9; n++)
		sum += adding[0](dense(n, sum), subtracting[n & 0](100, n));
	DbgPrint("sum: %d %d, %I64d\n", sum, counter, -5000000000ll);
	DbgPrint("shifts: %x, divided: %x, interlocked: %x, segment: %x\n", shifts(), divided(), interlocked(), segment());
	counter = 0;
	KeInitializeDpc(&lock, Deferred, &list);
	KeInitializeDpc(&list, Six, driver);
	DbgPrint("called: %d, %d\n", counter, passing(&lock, &list, (void *)1, (void *)2));
#ifdef FORBIDDEN
	if (pool[0])
		NoSuchRoutineAnywhere(1);
	__asm__ volatile("cli; rdmsr" : : : "eax", "edx");
#endif
	/* It goes on to whoever calls it, and not to this driver. */
	KeInitializeDpc(pool, ExFreePoolWithTag, (void *)'tseT');
	return registry ? 0 : 1;
}
