/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_macros.h - functions of Windows' that are macros in our headers. Included by wdm.h.
 *
 * Where a driver takes such a macro away (#undef) and uses the name all the same, it means the
 * function: macros.py puts nt_macro_ before the name there.
 */
#ifndef COMPAT_DRIVER_NT_MACROS_H
#define COMPAT_DRIVER_NT_MACROS_H

#ifdef __cplusplus
extern "C" {
#endif

/* Those that are another function by a second name. */
#define NT_ALIAS(F, Of)	extern __typeof__(Of) nt_macro_##F __asm__("ntparport_" #Of)

NT_ALIAS(IoCallDriver, IofCallDriver);
NT_ALIAS(IoCompleteRequest, IofCompleteRequest);
NT_ALIAS(KeWaitForMutexObject, KeWaitForSingleObject);
NT_ALIAS(ObReferenceObject, ObfReferenceObject);
NT_ALIAS(ObDereferenceObject, ObfDereferenceObject);
NT_ALIAS(PsGetCurrentProcess, IoGetCurrentProcess);
NT_ALIAS(NtClose, ZwClose);
NT_ALIAS(NtCreateFile, ZwCreateFile);
NT_ALIAS(NtOpenFile, ZwOpenFile);
NT_ALIAS(NtReadFile, ZwReadFile);
NT_ALIAS(NtWriteFile, ZwWriteFile);
NT_ALIAS(NtDeviceIoControlFile, ZwDeviceIoControlFile);
NT_ALIAS(NtQueryInformationFile, ZwQueryInformationFile);
NT_ALIAS(NtSetInformationFile, ZwSetInformationFile);
NT_ALIAS(ExInitializeSListHead, InitializeSListHead);
NT_ALIAS(InterlockedFlushSList, ExInterlockedFlushSList);
NT_ALIAS(QueryDepthSList, ExQueryDepthSList);
NT_ALIAS(ExInitializeResource, ExInitializeResourceLite);
NT_ALIAS(ExDeleteResource, ExDeleteResourceLite);
NT_ALIAS(ExAcquireResourceExclusive, ExAcquireResourceExclusiveLite);
NT_ALIAS(ExAcquireResourceShared, ExAcquireResourceSharedLite);
NT_ALIAS(ExConvertExclusiveToShared, ExConvertExclusiveToSharedLite);
NT_ALIAS(ExIsResourceAcquiredExclusive, ExIsResourceAcquiredExclusiveLite);
NT_ALIAS(ExIsResourceAcquiredShared, ExIsResourceAcquiredSharedLite);
NT_ALIAS(ExIsResourceAcquired, ExIsResourceAcquiredSharedLite);
NT_ALIAS(ExIsResourceAcquiredLite, ExIsResourceAcquiredSharedLite);
NT_ALIAS(ExReleaseResourceForThread, ExReleaseResourceForThreadLite);
NT_ALIAS(ExReleaseResource, ExReleaseResourceLite);
NT_ALIAS(_swprintf, swprintf);
NT_ALIAS(_vswprintf, vswprintf);

#define NT_MACRO1(R, F, A) \
	FORCEINLINE R nt_macro_##F(A a) { return F(a); }
#define NT_MACRO2(R, F, A, B) \
	FORCEINLINE R nt_macro_##F(A a, B b) { return F(a, b); }
#define NT_MACRO3(R, F, A, B, C) \
	FORCEINLINE R nt_macro_##F(A a, B b, C c) { return F(a, b, c); }
#define NT_MACRO4(R, F, A, B, C, D) \
	FORCEINLINE R nt_macro_##F(A a, B b, C c, D d) { return F(a, b, c, d); }

NT_MACRO1(LONG, InterlockedIncrement, LONG volatile *)
NT_MACRO1(LONG, InterlockedDecrement, LONG volatile *)
NT_MACRO2(LONG, InterlockedExchange, LONG volatile *, LONG)
NT_MACRO2(LONG, InterlockedExchangeAdd, LONG volatile *, LONG)
NT_MACRO3(LONG, InterlockedCompareExchange, LONG volatile *, LONG, LONG)
NT_MACRO2(LONG, InterlockedOr, LONG volatile *, LONG)
NT_MACRO2(LONG, InterlockedAnd, LONG volatile *, LONG)
NT_MACRO2(LONG, InterlockedXor, LONG volatile *, LONG)
#ifdef _WIN64
NT_MACRO1(LONGLONG, InterlockedIncrement64, LONGLONG volatile *)
NT_MACRO1(LONGLONG, InterlockedDecrement64, LONGLONG volatile *)
NT_MACRO2(LONGLONG, InterlockedExchange64, LONGLONG volatile *, LONGLONG)
NT_MACRO2(LONGLONG, InterlockedExchangeAdd64, LONGLONG volatile *, LONGLONG)
NT_MACRO3(LONGLONG, InterlockedCompareExchange64, LONGLONG volatile *, LONGLONG, LONGLONG)
#endif
NT_MACRO2(PVOID, InterlockedExchangePointer, PVOID volatile *, PVOID)
NT_MACRO3(PVOID, InterlockedCompareExchangePointer, PVOID volatile *, PVOID, PVOID)
NT_MACRO3(PSLIST_ENTRY, ExInterlockedPushEntrySList, PSLIST_HEADER, PSLIST_ENTRY, PKSPIN_LOCK)
NT_MACRO2(PSLIST_ENTRY, ExInterlockedPopEntrySList, PSLIST_HEADER, PKSPIN_LOCK)

NT_MACRO3(PVOID, RtlCopyMemory, PVOID, const VOID *, SIZE_T)
NT_MACRO3(PVOID, RtlMoveMemory, PVOID, const VOID *, SIZE_T)
NT_MACRO3(PVOID, RtlFillMemory, PVOID, SIZE_T, int)
NT_MACRO2(PVOID, RtlZeroMemory, PVOID, SIZE_T)
NT_MACRO3(LOGICAL, RtlEqualMemory, const VOID *, const VOID *, SIZE_T)
NT_MACRO3(PVOID, RtlCopyBytes, PVOID, const VOID *, SIZE_T)
NT_MACRO3(PVOID, RtlFillBytes, PVOID, SIZE_T, int)
NT_MACRO2(PVOID, RtlZeroBytes, PVOID, SIZE_T)
NT_MACRO1(ULONG, RtlAnsiStringToUnicodeSize, PANSI_STRING)
NT_MACRO1(ULONG, RtlUnicodeStringToAnsiSize, PCUNICODE_STRING)

NT_MACRO4(VOID, IoInitializeRemoveLock, PIO_REMOVE_LOCK, ULONG, ULONG, ULONG)
NT_MACRO2(NTSTATUS, IoAcquireRemoveLock, PIO_REMOVE_LOCK, PVOID)
NT_MACRO2(VOID, IoReleaseRemoveLock, PIO_REMOVE_LOCK, PVOID)
NT_MACRO2(VOID, IoReleaseRemoveLockAndWait, PIO_REMOVE_LOCK, PVOID)
NT_MACRO1(PVOID, MmGetSystemAddressForMdl, PMDL)
NT_MACRO2(PVOID, MmGetSystemAddressForMdlSafe, PMDL, MM_PAGE_PRIORITY)
NT_MACRO1(ULONG, MmGetMdlByteCount, PMDL)
NT_MACRO1(ULONG, MmGetMdlByteOffset, PMDL)
NT_MACRO1(PVOID, MmGetMdlVirtualAddress, PMDL)
NT_MACRO1(PVOID, MmLockPagableCodeSection, PVOID)
NT_MACRO1(PVOID, MmLockPagableDataSection, PVOID)
NT_MACRO1(VOID, MmUnlockPagableImageSection, PVOID)
NT_MACRO1(PVOID, MmPageEntireDriver, PVOID)
NT_MACRO1(VOID, MmResetDriverPaging, PVOID)
NT_MACRO1(VOID, MmLockPagableSectionByHandle, PVOID)
#ifndef __cplusplus
NT_MACRO2(int, IsEqualGUID, const GUID *, const GUID *)
NT_MACRO2(int, InlineIsEqualGUID, const GUID *, const GUID *)
NT_MACRO2(int, IsEqualGUIDAligned, const GUID *, const GUID *)
#endif

#undef NT_ALIAS
#undef NT_MACRO1
#undef NT_MACRO2
#undef NT_MACRO3
#undef NT_MACRO4

#ifdef __cplusplus
}
#endif

#endif
