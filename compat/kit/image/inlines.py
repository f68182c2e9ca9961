# SPDX-License-Identifier: GPL-2.0
"""Routines that Windows exports, and our headers and the kit's have inline: each image that imports one gets its own.

They are C, in the image's own module (driver.mk puts definitions() into its entry's source).
"""
# Of each: what it returns, the types of its parameters, and, where a call of what is in the headers is not it, what it
# does with these, which are a, b, c and so on. A structure of 64 bits is a number here, as it is to both conventions.
_WINDOWS = {
    "ExAllocatePoolWithQuota": ("PVOID", "POOL_TYPE, SIZE_T"),
    "ExAllocatePoolWithQuotaTag": ("PVOID", "POOL_TYPE, SIZE_T, ULONG"),
    "ExAllocatePoolWithTagPriority": ("PVOID", "POOL_TYPE, SIZE_T, ULONG, EX_POOL_PRIORITY"),
    "ExInterlockedAddLargeStatistic": ("VOID", "PLARGE_INTEGER, ULONG"),
    "HalAllocateCommonBuffer": ("PVOID", "PDMA_ADAPTER, ULONG, PPHYSICAL_ADDRESS, BOOLEAN"),
    "HalFreeCommonBuffer": ("VOID", "PDMA_ADAPTER, ULONG, LONGLONG, PVOID, BOOLEAN",
                            "PHYSICAL_ADDRESS p; p.QuadPart = c; HalFreeCommonBuffer(a, b, p, d, e)"),
    "HalReadDmaCounter": ("ULONG", "PDMA_ADAPTER"),
    "IoAllocateAdapterChannel": ("NTSTATUS", "PDMA_ADAPTER, PDEVICE_OBJECT, ULONG, PDRIVER_CONTROL, PVOID"),
    "IoAttachDeviceByPointer": ("NTSTATUS", "PDEVICE_OBJECT, PDEVICE_OBJECT"),
    "IoAttachDeviceToDeviceStackSafe": ("NTSTATUS", "PDEVICE_OBJECT, PDEVICE_OBJECT, PDEVICE_OBJECT *"),
    "IoFlushAdapterBuffers": ("BOOLEAN", "PDMA_ADAPTER, PMDL, PVOID, PVOID, ULONG, BOOLEAN"),
    "IoFreeAdapterChannel": ("VOID", "PDMA_ADAPTER"),
    "IoFreeMapRegisters": ("VOID", "PDMA_ADAPTER, PVOID, ULONG"),
    "IoMapTransfer": ("LONGLONG", "PDMA_ADAPTER, PMDL, PVOID, PVOID, PULONG, BOOLEAN",
                      "return IoMapTransfer(a, b, c, d, e, f).QuadPart"),
    "KeAcquireInStackQueuedSpinLock": ("VOID", "PKSPIN_LOCK, PKLOCK_QUEUE_HANDLE"),
    "KeAcquireInStackQueuedSpinLockAtDpcLevel": ("VOID", "PKSPIN_LOCK, PKLOCK_QUEUE_HANDLE"),
    "KeReleaseInStackQueuedSpinLock": ("VOID", "PKLOCK_QUEUE_HANDLE"),
    "KeReleaseInStackQueuedSpinLockFromDpcLevel": ("VOID", "PKLOCK_QUEUE_HANDLE"),
    # All of a driver is always in memory, and its caches are the processor's.
    "MmLockPagableDataSection": ("PVOID", "PVOID"), "MmLockPagableImageSection": ("PVOID", "PVOID", "return a"),
    "MmLockPagableSectionByHandle": ("VOID", "PVOID"), "MmPageEntireDriver": ("PVOID", "PVOID"),
    "MmResetDriverPaging": ("VOID", "PVOID"), "MmUnlockPagableImageSection": ("VOID", "PVOID"),
    "MmSizeOfMdl": ("SIZE_T", "PVOID, SIZE_T", "return sizeof(MDL) + sizeof(ULONG_PTR) * BYTES_TO_PAGES("
                    "((ULONG_PTR)a & (PAGE_SIZE - 1)) + b)"),
    "KeGetRecommendedSharedDataAlignment": ("ULONG", "", "return 64"),
    "PsGetCurrentThread": ("PETHREAD", ""),
    "RtlAnsiStringToUnicodeSize": ("ULONG", "PANSI_STRING"), "RtlOemStringToUnicodeSize": ("ULONG", "POEM_STRING", "return RtlAnsiStringToUnicodeSize(a)"),
    "RtlUnicodeStringToAnsiSize": ("ULONG", "PCUNICODE_STRING"), "RtlUnicodeStringToOemSize": ("ULONG", "PCUNICODE_STRING",
                                  "return RtlUnicodeStringToAnsiSize(a)"),
    "RtlConvertLongToLargeInteger": ("LONGLONG", "LONG", "return a"),
    "RtlConvertUlongToLargeInteger": ("LONGLONG", "ULONG", "return a"),
    "RtlEnlargedIntegerMultiply": ("LONGLONG", "LONG, LONG", "return (LONGLONG)a * b"),
    "RtlEnlargedUnsignedMultiply": ("LONGLONG", "ULONG, ULONG", "return (ULONGLONG)a * b"),
    "RtlExtendedIntegerMultiply": ("LONGLONG", "LONGLONG, LONG", "return (ULONGLONG)a * (ULONGLONG)(LONGLONG)b"),
    "RtlLargeIntegerAdd": ("LONGLONG", "LONGLONG, LONGLONG", "return (ULONGLONG)a + (ULONGLONG)b"),
    "RtlLargeIntegerSubtract": ("LONGLONG", "LONGLONG, LONGLONG", "return (ULONGLONG)a - (ULONGLONG)b"),
    "RtlLargeIntegerNegate": ("LONGLONG", "LONGLONG", "return -(ULONGLONG)a"),
    "RtlLargeIntegerShiftLeft": ("LONGLONG", "LONGLONG, CCHAR", "return (ULONGLONG)a << (b & 63)"),
    "RtlLargeIntegerShiftRight": ("LONGLONG", "LONGLONG, CCHAR", "return (ULONGLONG)a >> (b & 63)"),
    "RtlLargeIntegerArithmeticShift": ("LONGLONG", "LONGLONG, CCHAR", "return a >> (b & 63)"),
    "RtlCopyMemory": ("VOID", "PVOID, const VOID *, SIZE_T"), "RtlMoveMemory": ("VOID", "PVOID, const VOID *, SIZE_T"),
    "RtlFillMemory": ("VOID", "PVOID, SIZE_T, UCHAR"), "RtlZeroMemory": ("VOID", "PVOID, SIZE_T"),
    "RtlSecondsSince1970ToTime": ("VOID", "ULONG, PLARGE_INTEGER"), "RtlSecondsSince1980ToTime": ("VOID", "ULONG, PLARGE_INTEGER"),
    "RtlTimeToSecondsSince1970": ("BOOLEAN", "PLARGE_INTEGER, PULONG"),
    "RtlTimeToSecondsSince1980": ("BOOLEAN", "PLARGE_INTEGER, PULONG"),
    "RtlCopyLuid": ("VOID", "LUID *, const LUID *", "*a = *b"),
    "RtlEqualLuid": ("BOOLEAN", "const LUID *, const LUID *", "return a->LowPart == b->LowPart && a->HighPart == b->HighPart"),
    "RtlCopyMemoryNonTemporal": ("VOID", "PVOID, const VOID *, SIZE_T", "RtlCopyMemory(a, b, c)"),
    "RtlPrefetchMemoryNonTemporal": ("VOID", "PVOID, SIZE_T", "(void)a"),
    "PsGetCurrentThreadPreviousMode": ("KPROCESSOR_MODE", "", "return ExGetPreviousMode()"),
    "KeFlushWriteBuffer": ("VOID", "", "KeMemoryBarrier()"),
    # As on a Windows whose stack cannot be walked: that is for logs.
    "RtlCaptureStackBackTrace": ("USHORT", "ULONG, ULONG, PVOID *, PULONG", "if (d) *d = 0; return 0"),
    "RtlWalkFrameChain": ("ULONG", "PVOID *, ULONG, ULONG", "return 0"),
    "RtlGetCallersAddress": ("VOID", "PVOID *, PVOID *", "*a = NULL; *b = NULL"),
    # There is nothing of what it tells here: as on a Windows that does not know the class.
    "ZwQuerySystemInformation": ("NTSTATUS", "ULONG, PVOID, ULONG, PULONG", "if (d) *d = 0; return STATUS_INVALID_INFO_CLASS"),
}
# The C library's, by C's own convention.
_LIBRARY = {
    "memcpy_s": ("int", "void *, size_t, const void *, size_t"), "memmove_s": ("int", "void *, size_t, const void *, size_t"),
    "strcpy_s": ("int", "char *, size_t, const char *"), "strcat_s": ("int", "char *, size_t, const char *"),
    "strncpy_s": ("int", "char *, size_t, const char *, size_t"), "wcscpy_s": ("int", "WCHAR *, size_t, const WCHAR *"),
    "wcscat_s": ("int", "WCHAR *, size_t, const WCHAR *"), "wcsncpy_s": ("int", "WCHAR *, size_t, const WCHAR *, size_t"),
    "vsprintf_s": ("int", "char *, size_t, const char *, va_list"),
    "_vsnprintf_s": ("int", "char *, size_t, size_t, const char *, va_list"),
    "vswprintf_s": ("int", "WCHAR *, size_t, const WCHAR *, va_list"),
    "_vsnwprintf_s": ("int", "WCHAR *, size_t, size_t, const WCHAR *, va_list"),
    "strncat_s": ("int", "char *, size_t, const char *, size_t"), "wcsncat_s": ("int", "WCHAR *, size_t, const WCHAR *, size_t"),
    "_strset_s": ("int", "char *, size_t, int"), "_strnset_s": ("int", "char *, size_t, int, size_t"),
    "_wcsset_s": ("int", "WCHAR *, size_t, int"), "_wcsnset_s": ("int", "WCHAR *, size_t, int, size_t"),
    "strtok_s": ("char *", "char *, const char *, char **"), "_strtoui64": ("ULONGLONG", "const char *, char **, int"),
    "strlwr": ("char *", "char *", "return _strlwr(a)"), "wcslwr": ("WCHAR *", "WCHAR *", "return _wcslwr(a)"),
    **{f"_{each}{kind}_s": ("int", f"{number}, {text} *, size_t, int")
       for each, number in (("ito", "int"), ("lto", "LONG"), ("ulto", "ULONG"), ("i64to", "LONGLONG"), ("ui64to", "ULONGLONG"))
       for kind, text in (("a", "char"), ("w", "WCHAR"))},
}
# Those with any number of arguments, and the one that takes them as a list.
LISTS = {"sprintf_s": ("vsprintf_s", 3), "_snprintf_s": ("_vsnprintf_s", 4), "swprintf_s": ("vswprintf_s", 3),
         "_snwprintf_s": ("_vsnwprintf_s", 4)}
FASTCALL = {"ExInterlockedAddLargeStatistic", "RtlPrefetchMemoryNonTemporal", *(name for name in _WINDOWS if "InStackQueued" in name)}
WINDOWS = set(_WINDOWS)
_ALL = _WINDOWS | _LIBRARY
NAMES = set(_ALL) | set(LISTS)
# Of 64-bit images, these are inline on Windows, too.
PREFIX = "image_inline_"


def parameters(name):
    """The types of a routine's parameters."""
    if name in LISTS:
        listed, fixed = LISTS[name]
        return parameters(listed)[:fixed] + ["..."]
    return [each.strip() for each in _ALL[name][1].split(",") if each.strip()]


def meant(name):
    """The routine that is called for it."""
    return LISTS[name][0] if name in LISTS else name


def definitions(names):
    """The C source of these routines."""
    wanted, lines = sorted({meant(name) for name in names if name in NAMES}), []
    if not wanted:
        return ""
    if any(name in _LIBRARY for name in wanted):
        lines.append('#include "image_library.h"')
    for name in wanted:
        result, _, *does = _ALL[name]
        types, letters = parameters(name), "abcdefgh"
        given = ", ".join(f"{each}{'' if each.endswith('*') else ' '}{letter}" for each, letter in zip(types, letters))
        call = f"{name}({', '.join(letters[:len(types)])})"
        body = does[0] if does else call if result == "VOID" else f"return {call}"
        head = f"{result} {PREFIX}{name}({given or 'void'})"
        lines.append(f"{head};\n{head} {{ {body}; }}")
    return "\n".join(lines) + "\n"
