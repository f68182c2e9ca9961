# SPDX-License-Identifier: GPL-2.0
"""What images for i386 import otherwise than those for x64, and by which conventions.

Windows' own convention, which our headers call NTAPI, has all arguments on the stack, and the callee removes them
(stdcall); C's leaves them there. A few routines get the first two in ecx and edx (fastcall); and what Microsoft's
compiler calls by itself has conventions of its own.
"""
# By their names here.
FASTCALL = {"ExAcquireFastMutex", "ExAcquireFastMutexUnsafe", "ExAcquireRundownProtection",
            "ExAcquireRundownProtectionEx", "ExInitializeRundownProtection", "ExInterlockedFlushSList",
            "ExReInitializeRundownProtection", "ExReleaseFastMutex", "ExReleaseFastMutexUnsafe",
            "ExReleaseResourceLite", "ExReleaseRundownProtection", "ExReleaseRundownProtectionEx", "ExRundownCompleted",
            "ExTryToAcquireFastMutex", "ExWaitForRundownProtectionRelease", "InterlockedPopEntrySList",
            "InterlockedPushEntrySList", "IofCallDriver", "IofCompleteRequest", "KeAcquireGuardedMutex",
            "KeAcquireGuardedMutexUnsafe", "KeInitializeGuardedMutex", "KeReleaseGuardedMutex",
            "KeReleaseGuardedMutexUnsafe", "KeTestSpinLock", "KeTryToAcquireGuardedMutex",
            "KeTryToAcquireSpinLockAtDpcLevel", "KfLowerIrql", "KfRaiseIrql", "ObfDereferenceObject",
            "ObfReferenceObject"}
# These have other names on i386, and are called by them, too: what they are here, and the arguments that they have
# beyond those.
RENAMED = {
    "KfAcquireSpinLock": ("KeAcquireSpinLockRaiseToDpc", 0), "KfReleaseSpinLock": ("KeReleaseSpinLock", 0),
    "KefAcquireSpinLockAtDpcLevel": ("KeAcquireSpinLockAtDpcLevel", 0),
    "KefReleaseSpinLockFromDpcLevel": ("KeReleaseSpinLockFromDpcLevel", 0),
    "ExfInterlockedAddUlong": ("ExInterlockedAddUlong", 0),
    "ExfInterlockedInsertHeadList": ("ExInterlockedInsertHeadList", 0),
    "ExfInterlockedInsertTailList": ("ExInterlockedInsertTailList", 0),
    "ExfInterlockedRemoveHeadList": ("ExInterlockedRemoveHeadList", 0),
    "ExfInterlockedPopEntryList": ("ExInterlockedPopEntryList", 0),
    "ExfInterlockedPushEntryList": ("ExInterlockedPushEntryList", 0),
    "ExInterlockedPopEntrySList": ("InterlockedPopEntrySList", 1),
    "ExInterlockedPushEntrySList": ("InterlockedPushEntrySList", 1),
}
# Types of arguments that have eight bytes; all others have four.
WIDE = {"LARGE_INTEGER", "ULARGE_INTEGER", "PHYSICAL_ADDRESS", "LONGLONG", "ULONGLONG", "LONG64", "ULONG64", "DWORD64"}


def _divided(routine):
    """Calls a function of the compiler's (kit/division.h) with both numbers that are on the stack."""
    return ["pushl 16(%esp)", "pushl 16(%esp)", "movl 12(%esp), %eax", "movl 16(%esp), %edx", f"call {routine}",
            "addl $8, %esp", "ret $16"]


def _divided_with_rest(routine):
    """Both results: the remainder is in ebx:ecx."""
    return ["subl $8, %esp", "pushl %esp", "pushl 28(%esp)", "pushl 28(%esp)", "movl 24(%esp), %eax",
            "movl 28(%esp), %edx", f"call {routine}", "addl $12, %esp", "popl %ecx", "popl %ebx", "ret $16"]


def _aligned(bits):
    """The same, so that it begins at a multiple: what is in eax grows by what is too much."""
    return ["pushl %ecx", "leal 8(%esp), %ecx", "subl %eax, %ecx", f"andl ${bits}, %ecx", "addl %ecx, %eax", "popl %ecx",
            *_PROBE]


# Makes a frame of as many bytes as eax says.
_PROBE = ["pushl %ecx", "leal 8(%esp), %ecx", "subl %eax, %ecx", "movl %esp, %eax", "movl %ecx, %esp", "movl (%eax), %ecx",
          "pushl 4(%eax)", "ret"]
# What is so short that it is here.
ASSEMBLED = {
    "InterlockedIncrement": ["movl $1, %eax", "lock xaddl %eax, (%ecx)", "incl %eax", "ret"],
    "InterlockedDecrement": ["movl $-1, %eax", "lock xaddl %eax, (%ecx)", "decl %eax", "ret"],
    "InterlockedExchange": ["movl %edx, %eax", "xchgl %eax, (%ecx)", "ret"],
    "InterlockedExchangeAdd": ["movl %edx, %eax", "lock xaddl %eax, (%ecx)", "ret"],
    "InterlockedCompareExchange": ["movl 4(%esp), %eax", "lock cmpxchgl %edx, (%ecx)", "ret $4"],
    "_allmul": ["movl 8(%esp), %eax", "imull 12(%esp), %eax", "movl 16(%esp), %ecx", "imull 4(%esp), %ecx",
                "addl %eax, %ecx", "movl 4(%esp), %eax", "mull 12(%esp)", "addl %ecx, %edx", "ret $16"],
    "_alldiv": _divided("__divdi3"), "_allrem": _divided("__moddi3"),
    "_aulldiv": _divided("__udivdi3"), "_aullrem": _divided("__umoddi3"),
    "_alldvrm": _divided_with_rest("__divmoddi4"), "_aulldvrm": _divided_with_rest("__udivmoddi4"),
    "_alloca_probe": _PROBE, "_chkstk": _PROBE,
    "_alloca_probe_8": _aligned(7), "_alloca_probe_16": _aligned(15),
    # The number of bits may be as large as a byte; the processor looks at five bits of it.
    "_allshl": ["cmpb $64, %cl", "jae 2f", "cmpb $32, %cl", "jae 1f", "shldl %cl, %eax, %edx", "shll %cl, %eax", "ret",
                "1: movl %eax, %edx", "xorl %eax, %eax", "shll %cl, %edx", "ret",
                "2: xorl %eax, %eax", "xorl %edx, %edx", "ret"],
    "_allshr": ["cmpb $64, %cl", "jae 2f", "cmpb $32, %cl", "jae 1f", "shrdl %cl, %edx, %eax", "sarl %cl, %edx", "ret",
                "1: movl %edx, %eax", "sarl $31, %edx", "sarl %cl, %eax", "ret",
                "2: sarl $31, %edx", "movl %edx, %eax", "ret"],
    "_aullshr": ["cmpb $64, %cl", "jae 2f", "cmpb $32, %cl", "jae 1f", "shrdl %cl, %edx, %eax", "shrl %cl, %edx", "ret",
                 "1: movl %edx, %eax", "xorl %edx, %edx", "shrl %cl, %eax", "ret",
                 "2: xorl %eax, %eax", "xorl %edx, %edx", "ret"],
}
# What only images have, for exceptions: what is called instead, the types of its parameters, whether it is called by
# Windows' convention and not by C's, and its arguments as for known.AS_LIST. Code of the image goes on after
# RtlUnwind(), whatever it says.
HANDLERS = {
    "_except_handler3": ("image_handle", ["PEXCEPTION_RECORD", "PVOID", "PVOID", "PVOID"], False, range(4)),
    "RtlUnwind": ("image_unwind", ["PVOID", "PVOID", "PEXCEPTION_RECORD", "PVOID"], True, range(4)),
    "_global_unwind2": ("image_unwind", ["PVOID"], False, [0, "$0", "$0", "$0"]),
    "_local_unwind2": ("image_leave", ["PVOID", "ULONG"], False, range(2)),
}
# What may raise an exception: the call is noted (base/raise.cc).
RAISING = {"ExRaiseStatus", "ExRaiseAccessViolation", "ExRaiseDatatypeMisalignment", "ProbeForRead", "ProbeForWrite",
           "MmProbeAndLockPages", "MmMapLockedPages", "MmMapLockedPagesSpecifyCache", "ExAllocatePoolWithQuota",
           "ExAllocatePoolWithQuotaTag"}
# All that our headers do not have by these names.
IMPORTS = {*RENAMED, *ASSEMBLED, *HANDLERS, "_purecall"}


def words(parameter):
    """How many words an argument has."""
    kind = [word for word in parameter.replace("*", " * ").split() if word not in ("const", "IN", "OUT")]
    return 2 if kind and kind[0] in WIDE and "*" not in kind else 1
