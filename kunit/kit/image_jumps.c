// SPDX-License-Identifier: GPL-2.0
/*
 * image_jumps.c - a driver that leaves functions by longjmp(), for image_test.py: it is compiled
 * for Windows and run in the program of image_tries_host.c. With a registry path, it jumps at last to
 * where nobody is.
 */
#include <ntddk.h>
#include <setjmp.h>

DRIVER_INITIALIZE DriverEntry;

/* Called with large frames. */
__asm__(".globl ___chkstk_ms\n___chkstk_ms:\n\tret");

static jmp_buf Buffer, Old;
static volatile ULONG Seven = 7;
static volatile int Steps;

/* The compiler would take it for one that leaves no blocks: to the headers it throws nothing. */
static void Jump(int Value) { longjmp(Buffer, Value); }
static void (*volatile Jumps)(int) = Jump;

static __declspec(noinline) ULONG Leave(ULONG Depth, int Value)
{
	volatile UCHAR *room = __builtin_alloca(Depth * 100 + 1);

	room[Depth] = (UCHAR)Depth;
	__try {
		if (Depth)
			return Leave(Depth - 1, Value) + room[Depth];
		Jumps(Value);
	} __finally {
		Steps = Steps * 10 + (AbnormalTermination() ? room[Depth] + 1 : 9);
	}
	return 0;
}

/* Many values are needed after it, in registers that calls preserve and others use meanwhile. */
static __declspec(noinline) ULONG Kept(int Value, ULONG a, ULONG b, ULONG c, ULONG d)
{
	ULONG e = a * Seven, f = b + Seven, g = c ^ Seven;
	int got = _setjmpex(Buffer, NULL);

	if (!got)
		Leave(3, Value);
	return got * 1000000 + a + 3 * b + 5 * c + 7 * d + 11 * e + 13 * f + 17 * g;
}

static __declspec(noinline) int Within(void)
{
	volatile int times = 0;

	_setjmpex(Buffer, NULL);
	if (times++ < 2) {
		__try {
			Jumps(1);
		} __finally {
			Steps = Steps * 10 + times;
		}
	}
	return times;
}

static __declspec(noinline) int Filter(int Value)
{
	Steps = Steps * 10 + 7;
	if (Value)
		Jumps(Value);
	return EXCEPTION_CONTINUE_SEARCH;
}

static __declspec(noinline) ULONG Raises(NTSTATUS Status)
{
	__try {
		ExRaiseStatus(Status);
	} __finally {
		Steps = Steps * 10 + 1;
	}
	return 0;
}

/* Out of a filter: what is within it is left, too. And what is raised then is taken as always. */
static __declspec(noinline) int FromFilter(void)
{
	int got = _setjmpex(Buffer, NULL);

	if (!got) {
		__try {
			__try {
				__try {
					Raises(STATUS_DATA_ERROR);
				} __except (Filter(41)) {
					return -1;
				}
			} __finally {
				Steps = Steps * 10 + 2;
			}
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			return -2;
		}
	}
	__try {
		Raises(STATUS_DEVICE_BUSY);
	} __except (GetExceptionCode() == (ULONG)STATUS_DEVICE_BUSY) {
		got++;
	}
	return got;
}

/* The loop, and so the block, is left by the block of __finally, whatever it is run for. */
static __declspec(noinline) int Broken(NTSTATUS Status)
{
	volatile int times = 0;

	while (times < 5) {
		__try {
			times++;
			if (_setjmpex(Buffer, NULL))
				break;
			__try {
				Raises(Status);
			} __finally {
				Steps = Steps * 10 + 3;
				Jumps(1);
			}
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			times = 100;
		}
	}
	return times;
}

/* The exception that the block is run for is forgotten. */
static __declspec(noinline) int FromFinally(void)
{
	int got = _setjmpex(Buffer, NULL);

	if (got)
		return got;
	__try {
		__try {
			ExRaiseStatus(STATUS_DATA_ERROR);
		} __finally {
			Jumps(42);
		}
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		return -1;
	}
	return -2;
}

static __declspec(noinline) int Returned(void) { return _setjmpex(Old, NULL); }

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	ULONG kept = Kept(3, 1, 2, 3, 4);
	int steps = Steps;

	DbgPrint("kept: %u %d\n", kept, steps);
	Steps = 0;
	/* 0 is 1. */
	DbgPrint("kept: %u\n", Kept(0, 4, 3, 2, 1));
	Steps = 0;
	steps = Within();
	DbgPrint("within: %d %d\n", steps, Steps);
	DbgPrint("from __finally: %d\n", FromFinally());
	Steps = 0;
	steps = FromFilter();
	DbgPrint("from a filter: %d %d\n", steps, Steps);
	Steps = 0;
	steps = Broken(STATUS_DATA_ERROR);
	DbgPrint("broken: %d %d\n", steps, Steps);
	if (RegistryPath) {
		Returned();
		/* As if the function were still there, further up. */
		*(ULONG_PTR *)((UCHAR *)Old + 16) += 1 << 20;
		longjmp(Old, 1);
	}
	return STATUS_SUCCESS;
}
