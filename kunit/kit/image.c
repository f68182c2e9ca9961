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

/* Nothing but its address reaches it, and it may not be in the exception directory. */
__attribute__((noinline)) static int port(int number, int value)
{
	unsigned char byte;

	if (number)
		return value;
	__asm__ volatile("inb %w1, %0" : "=a"(byte) : "d"(0x378));
	return byte;
}

int (*volatile passed)(int, int) = port;

__attribute__((noinline)) int tail(int (*routine)(int, int), int a)
{
	return routine(a, counter);
}

#ifdef REWRITTEN
/* Instructions that are rewritten, among others that must not notice. */
__attribute__((noinline)) int rewritten(int stop)
{
	unsigned long long wrong = 0, a, b, c, d;

	if (stop)
		__asm__ volatile("int $0x29; int $0x2c");
	__asm__ volatile("movq $1, %%r8; cmpq $2, %%r8; movq %%gs:0x188, %%rax; setbe %%r8b; movq %%rax, %0; movq %%r8, %1"
			 : "=r"(a), "=r"(b) : : "rax", "r8", "cc");
	wrong |= (a != 0x5a5a12345678) | (b != 1) << 1;
	__asm__ volatile("movq $-1, %%r11; movq $77, %%rcx; xorl %%eax, %%eax; movq %%gs:0x188, %%r11; movl %%gs:0x184, %%edx;"
			 "setz %%al; movq %%r11, %0; movq %%rdx, %1; movq %%rcx, %2; movq %%rax, %3"
			 : "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d) : : "rax", "rcx", "rdx", "r11", "cc");
	wrong |= (a != 0x5a5a12345678) << 2 | (b != 3) << 3 | (c != 77) << 4 | (d != 1) << 5;
	__asm__ volatile("movq $-1, %%rax; movw %%gs:0x184, %%ax; movq %%rax, %0; movq $-1, %%rbx; movw %%gs:0x184, %%bx;"
			 "movq %%rbx, %1; movzwl %%gs:0x184, %%r9d; movq %%r9, %2"
			 : "=&r"(a), "=&r"(b), "=&r"(c) : : "rax", "rbx", "r9");
	wrong |= (a != 0xffffffffffff0003) << 6 | (b != 0xffffffffffff0003) << 7 | (c != 3) << 8;
	__asm__ volatile("movq $0x5a5a12345678, %%rsi; stc; cmpq %%gs:0x188, %%rsi; setne %%al; movzbl %%al, %%eax; movq %%rax, %0;"
			 "cmpq %%rsi, %%gs:0x188; setne %%al; movzbl %%al, %%ecx; pushq %%gs:0x188; popq %%rdx; movq %%rcx, %1; movq %%rdx, %2"
			 : "=&r"(a), "=&r"(b), "=&r"(c) : : "rax", "rcx", "rdx", "rsi", "cc");
	wrong |= (a != 0) << 13 | (b != 0) << 14 | (c != 0x5a5a12345678) << 15;
	__asm__ volatile("movq $-1, %%rax; movzbl %%gs:0x184, %%eax; movq %%rax, %0; movl %%gs:0x1a4, %%r10d; movq %%r10, %1;"
			 "xorl %%edi, %%edi; cmpl $3, %%gs:0x1a4; sete %%dil; movq %%rdi, %2"
			 : "=&r"(a), "=&r"(b), "=&r"(c) : : "rax", "rdi", "r10", "cc");
	wrong |= (a != 3) << 16 | (b != 3) << 17 | (c != 1) << 18;
	/* No room for a jump except with what is beside them. */
	__asm__ volatile("movq $-1, %%rsi; stc; movq %%cr8, %%rsi; movq $9, %%rax; movq %%rax, %%cr8; movq %%cr8, %%rdi;"
			 "sbbq %%rbx, %%rbx; movq %%rsi, %0; movq %%rdi, %1; movq %%rbx, %2; movq %%rsi, %%cr8;"
			 : "=&r"(a), "=&r"(b), "=&r"(c) : : "rax", "rbx", "rsi", "rdi", "cc");
	wrong |= (a != 2) << 9 | (b != 9) << 10 | (c != (unsigned long long)-1) << 11;
	if (*(volatile unsigned int *)0xfffff78000000320ull != 0x11223344)
		wrong |= 1 << 12;
	DbgPrint("rewritten: %x\n", (int)wrong);
	return wrong != 0;
}
#endif

#ifdef READ
IMPORT int NoSuchRoutineAnywhere;
#endif

#ifdef FORBIDDEN
IMPORT int NoSuchRoutineAnywhere(int a, int b);

/* What no driver may do; nobody else may notice that it is not done. */
__attribute__((noinline)) int forbidden(int a)
{
	unsigned long long wrong = 0, r8 = 0, carry = 0;

	__asm__ volatile("movq $5, %%r8; stc; cli; setc %b1; movq %%r8, %0; rdmsr; lgdt (%%rsp); movq %%cr0, %%r9"
			 : "=&r"(r8), "+&r"(carry) : : "r8", "r9", "rax", "rdx", "cc");
	wrong |= (r8 != 5) | (carry != 1) << 1;
	wrong |= (NoSuchRoutineAnywhere(a, 2) != (int)0xc0000002) << 2;
	DbgPrint("forbidden: %x\n", (int)wrong);
	return wrong != 0;
}

/* A jump that nobody can follow, and does not happen. */
__attribute__((noinline)) void astray(unsigned long long place)
{
	if (place == 7)
		__asm__ volatile("xorl %%eax, %%eax; incl %%eax; hlt" : : : "rax", "cc");
	if (place > 5)
		__asm__ volatile("imulq $3, %0, %0; notq %0; jmp *%0" : "+r"(place) : : "cc");
}
#endif

#ifdef VECTORS
struct block {
	unsigned long long words[8];
};

__attribute__((noinline)) static void copy(struct block *to, const struct block *from)
{
	*to = *from;
}

/* One that keeps a value in such a register over jumps; it has no other way in, and calls nothing. */
__attribute__((noinline)) static void *fill(void *to, int value, unsigned long long count)
{
	char *place = to;

	__asm__ volatile("movd %2, %%xmm3; punpcklbw %%xmm3, %%xmm3; pshuflw $0, %%xmm3, %%xmm3; punpcklqdq %%xmm3, %%xmm3;"
			 "1: cmpq $16, %1; jb 2f; movups %%xmm3, (%0); addq $16, %0; subq $16, %1; jmp 1b; 2:"
			 : "+r"(place), "+r"(count) : "r"(value) : "memory", "cc", "xmm3");
	while (count--)
		*place++ = value;
	return to;
}

void *(*volatile filling)(void *, int, unsigned long long) = fill;

/* Copies by registers of SSE, and what is between must not notice: the stack, the flags. */
__attribute__((noinline)) int vectors(void)
{
	struct block from = { { 1, 2, 3, 4, 5, 6, 7, 8 } }, to;
	unsigned long long a = 7, b = 9, flags = 0, wrong = 0;

	copy(&to, &from);
	for (int n = 0; n < 8; n++)
		wrong |= to.words[n] != n + 1u;
	__asm__ volatile("subq $32, %%rsp; movq %1, (%%rsp); movq %2, 8(%%rsp); stc; movups (%%rsp), %%xmm5; movups %%xmm5, 16(%%rsp);"
			 "setc %b0; movq 16(%%rsp), %1; movq 24(%%rsp), %2; addq $32, %%rsp"
			 : "+r"(flags), "+r"(a), "+r"(b) : : "cc", "memory", "xmm5");
	wrong |= (a != 7) << 1 | (b != 9) << 2 | (flags != 1) << 3;
	fill(&to, 0x5a, 37);
	wrong |= (to.words[0] != 0x5a5a5a5a5a5a5a5a || to.words[4] != 0x5a5a5a5a5a || to.words[5] != 6) << 6;
	filling(&to, 3, 64);
	wrong |= (to.words[0] != 0x303030303030303 || to.words[7] != 0x303030303030303) << 7;
	/* The flags that are set between count, not those from before. */
	__asm__ volatile("xorps %%xmm0, %%xmm0; cmpq $5, %1; movq %%xmm0, %2; sete %b0"
			 : "+r"(flags) : "r"(5ull), "m"(a) : "cc", "memory", "xmm0");
	wrong |= (a != 0) << 4 | (flags != 1) << 5;
	DbgPrint("vectors: %x\n", (int)wrong);
	return wrong != 0;
}
#endif

#ifndef PLAIN
__attribute__((noinline)) unsigned long long inlined(unsigned short port)
{
	unsigned long long sum, value;
	unsigned char byte;

	__asm__ volatile("movq %%gs:0x188, %0" : "=r"(sum));
	__asm__ volatile("movq %%cr8, %0" : "=r"(value));
	sum += value;
	__asm__ volatile("movq %%gs:0x20, %0" : "=r"(value));
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
	table[15] += passed(1, 42);
	for (int n = 0; n < 16; n++)
		DbgPrint("%d %d %d %d %d %d %d %d %d %d %d %d %d\n", n, table[n], 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
#ifdef REWRITTEN
	if (rewritten(pool[0]))
		return 1;
#endif
#ifdef READ
	/* It may be a variable. */
	counter += NoSuchRoutineAnywhere;
#endif
#ifdef FORBIDDEN
	if (forbidden(pool[0]))
		return 1;
	astray(pool[1]);
#endif
#ifdef VECTORS
	if (vectors())
		return 1;
#endif
	ExFreePoolWithTag(pool, 'tseT');
	return registry ? 0 : 1;
}
