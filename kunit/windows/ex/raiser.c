// SPDX-License-Identifier: GPL-2.0
/*
 * raiser.c - the part of a driver that raises exceptions and takes them, in Microsoft's C: compiled
 * as driver.mk does it. What is run is noted in digits.
 */

#include "raiser.h"

#define RAISED(n) ((NTSTATUS)(0xE0000000 + (n)))

typedef struct _TRACE {
	LONGLONG Digits;
} TRACE, *PTRACE;

static int Note(PTRACE Trace, int Digit)
{
	Trace->Digits = Trace->Digits * 10 + Digit;
	return Digit;
}

static VOID Raise(PTRACE Trace, int n)
{
	volatile ULONG room[16];

	room[n] = n;
	Note(Trace, (int)room[n]);
	ExRaiseStatus(RAISED(n));
	Note(Trace, 9);
}

static VOID Between(PTRACE Trace, int n)
{
	int kept = 0;

	__try {
		kept = 3;
		Raise(Trace, n);
	} __finally {
		Note(Trace, AbnormalTermination() ? kept : 9);
	}
	Note(Trace, 9);
}

static LONG Filter(PTRACE Trace, ULONG Code, PEXCEPTION_POINTERS Pointers, LONG Disposition)
{
	volatile UCHAR room[256];

	/* What the functions that wait for this have must stay. */
	RtlFillMemory((PVOID)room, sizeof(room), 0xff);
	if ((NTSTATUS)Code != Pointers->ExceptionRecord->ExceptionCode ||
	    Pointers->ExceptionRecord->ExceptionFlags != EXCEPTION_NONCONTINUABLE)
		Note(Trace, 9);
	Note(Trace, 7);
	return Disposition;
}

static int Nested(PTRACE Trace)
{
	int local = 1;

	__try {
		local = 2;
		__try {
			local = 6;
			Between(Trace, 1);
		} __except (Filter(Trace, GetExceptionCode(), GetExceptionInformation(), EXCEPTION_CONTINUE_SEARCH)) {
			Note(Trace, 9);
		}
	} __except (Filter(Trace, GetExceptionCode(), GetExceptionInformation(), EXCEPTION_EXECUTE_HANDLER)) {
		Note(Trace, GetExceptionCode() == (ULONG)RAISED(1) ? local : 9);
		return local;
	}
	return 0;
}

static int Rethrown(PTRACE Trace)
{
	__try {
		__try {
			Raise(Trace, 1);
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			Note(Trace, 2);
			ExRaiseStatus((NTSTATUS)(GetExceptionCode() + 1));
		}
	} __except (GetExceptionCode() == (ULONG)RAISED(2) ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
		return Note(Trace, 3);
	}
	return 0;
}

static int Leaves(PTRACE Trace)
{
	int n;

	for (n = 0; n < 6; n++) {
		__try {
			__try {
				if (n == 0)
					continue;
				if (n == 1)
					__leave;
				if (n == 2)
					goto next;
				Raise(Trace, n);
			} __finally {
				Note(Trace, 8);
			}
			Note(Trace, 0);
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			if (n == 3)
				continue;
			if (n == 4)
				goto next;
			return n;
		}
next:
		Note(Trace, 7);
	}
	return 0;
}

static LONG RaisesToo(PTRACE Trace)
{
	__try {
		Raise(Trace, 4);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		Note(Trace, 5);
	}
	Raise(Trace, 6);
	return EXCEPTION_EXECUTE_HANDLER;
}

static int InFilter(PTRACE Trace)
{
	__try {
		__try {
			Between(Trace, 1);
		} __except (RaisesToo(Trace)) {
			Note(Trace, 9);
		}
	} __except (GetExceptionCode() == (ULONG)RAISED(6)) {
		return Note(Trace, 7);
	}
	return 0;
}

static int Continued(VOID)
{
	__try {
		ExRaiseAccessViolation();
	} __except (GetExceptionCode() == (ULONG)STATUS_ACCESS_VIOLATION ? EXCEPTION_CONTINUE_EXECUTION :
									 EXCEPTION_EXECUTE_HANDLER) {
		return GetExceptionCode() == (ULONG)STATUS_NONCONTINUABLE_EXCEPTION;
	}
	return 0;
}

static int Misaligned(VOID)
{
	__try {
		ExRaiseDatatypeMisalignment();
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		return GetExceptionCode() == (ULONG)STATUS_DATATYPE_MISALIGNMENT;
	}
	return 0;
}

static int Often(PTRACE Trace)
{
	int n, taken = 0;
	KIRQL irql = KeGetCurrentIrql();

	for (n = 0; n < 1000; n++) {
		__try {
			Between(Trace, 1);
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			taken += KeGetCurrentIrql() == irql;
		}
	}
	Trace->Digits = 0;
	return taken;
}

#define CHECK(call, value, trace)									\
	do {											\
		Trace.Digits = 0;								\
		if ((call) != (value) || Trace.Digits != (trace) || KeGetCurrentIrql() != irql)	\
			return __LINE__;							\
	} while (0)

int raiser_take_all(void)
{
	TRACE Trace = { 0 };
	KIRQL irql = KeGetCurrentIrql();

	CHECK(Nested(&Trace), 6, 17736);
	CHECK(Rethrown(&Trace), 3, 123);
	CHECK(Leaves(&Trace), 5, 8807873848758);
	CHECK(InFilter(&Trace), 7, 145637);
	CHECK(Continued(), 1, 0);
	CHECK(Misaligned(), 1, 0);
	CHECK(Often(&Trace), 1000, 0);
	return 0;
}

int raiser_with_lock(KSPIN_LOCK *lock)
{
	KIRQL old = PASSIVE_LEVEL, inside = PASSIVE_LEVEL;

	__try {
		KeAcquireSpinLock(lock, &old);
		ExRaiseStatus(RAISED(1));
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		inside = KeGetCurrentIrql();
		KeReleaseSpinLock(lock, old);
	}
	return inside == DISPATCH_LEVEL && KeGetCurrentIrql() == old ? 0 : __LINE__;
}

int raiser_forgets_lock(KSPIN_LOCK *lock)
{
	KIRQL old;

	__try {
		KeAcquireSpinLock(lock, &old);
		ExRaiseStatus(RAISED(1));
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		return KeGetCurrentIrql() == DISPATCH_LEVEL ? 0 : __LINE__;
	}
	return __LINE__;
}

int raiser_in_region(void)
{
	int line = __LINE__;

	__try {
		KeEnterCriticalRegion();
		__try {
			ExRaiseStatus(RAISED(1));
		} __finally {
			line = KeAreApcsDisabled() ? 0 : __LINE__;
			KeLeaveCriticalRegion();
		}
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		return KeAreApcsDisabled() ? __LINE__ : line;
	}
	return __LINE__;
}

#ifndef __MINGW32__	/* a compiler that has __try does not compile that */
void raiser_leaves(void)
{
	__try {
		__asm__ goto("cmp %%esp, %%esp; je %l0" : : : "cc" : end);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
	}
end:
	return;
}
#endif

NTSTATUS raiser_code(void (*raise)(void *data), void *data)
{
	__try {
		raise(data);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		return GetExceptionCode();
	}
	return STATUS_SUCCESS;
}

void raiser_probes(void *data)
{
	struct raiser_probe *probe = data;

	if (probe->write)
		ProbeForWrite(probe->address, probe->length, probe->alignment);
	else
		ProbeForRead(probe->address, probe->length, probe->alignment);
}
