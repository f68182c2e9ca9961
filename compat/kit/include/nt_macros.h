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
extern __typeof__(IofCallDriver) nt_macro_IoCallDriver __asm__("ntparport_IofCallDriver");
extern __typeof__(IofCompleteRequest) nt_macro_IoCompleteRequest __asm__("ntparport_IofCompleteRequest");
extern __typeof__(KeWaitForSingleObject) nt_macro_KeWaitForMutexObject __asm__("ntparport_KeWaitForSingleObject");
extern __typeof__(ObfReferenceObject) nt_macro_ObReferenceObject __asm__("ntparport_ObfReferenceObject");
extern __typeof__(ObfDereferenceObject) nt_macro_ObDereferenceObject __asm__("ntparport_ObfDereferenceObject");
extern __typeof__(IoGetCurrentProcess) nt_macro_PsGetCurrentProcess __asm__("ntparport_IoGetCurrentProcess");
extern __typeof__(InitializeSListHead) nt_macro_ExInitializeSListHead __asm__("ntparport_InitializeSListHead");
extern __typeof__(ExInterlockedFlushSList) nt_macro_InterlockedFlushSList __asm__("ntparport_ExInterlockedFlushSList");
extern __typeof__(ExQueryDepthSList) nt_macro_QueryDepthSList __asm__("ntparport_ExQueryDepthSList");
extern __typeof__(ExInitializeResourceLite) nt_macro_ExInitializeResource __asm__("ntparport_ExInitializeResourceLite");
extern __typeof__(ExDeleteResourceLite) nt_macro_ExDeleteResource __asm__("ntparport_ExDeleteResourceLite");
extern __typeof__(ExAcquireResourceExclusiveLite) nt_macro_ExAcquireResourceExclusive __asm__("ntparport_ExAcquireResourceExclusiveLite");
extern __typeof__(ExAcquireResourceSharedLite) nt_macro_ExAcquireResourceShared __asm__("ntparport_ExAcquireResourceSharedLite");
extern __typeof__(ExConvertExclusiveToSharedLite) nt_macro_ExConvertExclusiveToShared __asm__("ntparport_ExConvertExclusiveToSharedLite");
extern __typeof__(ExIsResourceAcquiredExclusiveLite) nt_macro_ExIsResourceAcquiredExclusive __asm__("ntparport_ExIsResourceAcquiredExclusiveLite");
extern __typeof__(ExIsResourceAcquiredSharedLite) nt_macro_ExIsResourceAcquiredShared __asm__("ntparport_ExIsResourceAcquiredSharedLite");
extern __typeof__(ExIsResourceAcquiredSharedLite) nt_macro_ExIsResourceAcquired __asm__("ntparport_ExIsResourceAcquiredSharedLite");
extern __typeof__(ExIsResourceAcquiredSharedLite) nt_macro_ExIsResourceAcquiredLite __asm__("ntparport_ExIsResourceAcquiredSharedLite");
extern __typeof__(ExReleaseResourceForThreadLite) nt_macro_ExReleaseResourceForThread __asm__("ntparport_ExReleaseResourceForThreadLite");
extern __typeof__(ExReleaseResourceLite) nt_macro_ExReleaseResource __asm__("ntparport_ExReleaseResourceLite");

#define NT_MACRO1(R, F, A)		FORCEINLINE R nt_macro_##F(A a) { return F(a); }
#define NT_MACRO2(R, F, A, B)		FORCEINLINE R nt_macro_##F(A a, B b) { return F(a, b); }
#define NT_MACRO3(R, F, A, B, C)	FORCEINLINE R nt_macro_##F(A a, B b, C c) { return F(a, b, c); }
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
#ifndef __cplusplus
NT_MACRO2(int, IsEqualGUID, const GUID *, const GUID *)
NT_MACRO2(int, InlineIsEqualGUID, const GUID *, const GUID *)
NT_MACRO2(int, IsEqualGUIDAligned, const GUID *, const GUID *)
#endif

#undef NT_MACRO1
#undef NT_MACRO2
#undef NT_MACRO3
#undef NT_MACRO4

#ifdef __cplusplus
}
#endif

#endif
