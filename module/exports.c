// SPDX-License-Identifier: GPL-2.0
/*
 * exports.c - what compat/ has in C++ and drivers or suites call: genksyms reads only C.
 *
 * Windows' names, and what a driver's module_init() needs, are for drivers of any licence
 * (EXPORT_SYMBOL()): their sources were written for the interface that Microsoft documents,
 * and refer to nothing of Linux. What only our own suites call is for GPL modules, as is
 * the interface of Linux' kind (glue/exports.c), whose users are modules for Linux.
 */

#include <linux/export.h>
#include <linux/kernel.h>
#include <asm/page.h>

#include <ntifs.h>
#include <nt/stdlib.h>
#include <csq.h>
#include <wmilib.h>

#include "compat/base/image.h"
#include "compat/base/object.h"
#include "compat/cm/registry.h"
#include "compat/io/device.h"
#include "compat/io/irp.h"
#include "compat/io/shutdown.h"
#include "compat/kit/driver_entry.h"
#include "compat/kit/include/nt_try.h"
#include "ntparport.h"
#include "compat/load/counts.h"
#include "compat/ob/callback.h"

/* ke */

EXPORT_SYMBOL(KeStallExecutionProcessor);
EXPORT_SYMBOL(KeQueryPerformanceCounter);
EXPORT_SYMBOL(KeQuerySystemTime);
EXPORT_SYMBOL(ExSystemTimeToLocalTime);
EXPORT_SYMBOL(ExLocalTimeToSystemTime);
EXPORT_SYMBOL(KeQueryInterruptTime);
EXPORT_SYMBOL(KeQuerySystemTimePrecise);
EXPORT_SYMBOL(KeQueryInterruptTimePrecise);
EXPORT_SYMBOL(KeQueryUnbiasedInterruptTime);
EXPORT_SYMBOL(KeQueryTickCount);
EXPORT_SYMBOL(KeQueryTimeIncrement);
EXPORT_SYMBOL(ExSetTimerResolution);
EXPORT_SYMBOL(KeNumberProcessors);
EXPORT_SYMBOL(KeGetCurrentProcessorNumber);
EXPORT_SYMBOL(KeQueryActiveProcessors);
EXPORT_SYMBOL(KeQueryActiveProcessorCount);
EXPORT_SYMBOL(KeGetCurrentThread);
EXPORT_SYMBOL(KeInitializeDeviceQueue);
EXPORT_SYMBOL(KeInsertDeviceQueue);
EXPORT_SYMBOL(KeInsertByKeyDeviceQueue);
EXPORT_SYMBOL(KeRemoveDeviceQueue);
EXPORT_SYMBOL(KeRemoveByKeyDeviceQueue);
EXPORT_SYMBOL(KeRemoveByKeyDeviceQueueIfBusy);
EXPORT_SYMBOL(KeRemoveEntryDeviceQueue);
EXPORT_SYMBOL(KeInitializeDpc);
EXPORT_SYMBOL(KeInitializeThreadedDpc);
EXPORT_SYMBOL(KeInsertQueueDpc);
EXPORT_SYMBOL(KeRemoveQueueDpc);
EXPORT_SYMBOL(KeSetImportanceDpc);
EXPORT_SYMBOL(KeSetTargetProcessorDpc);
EXPORT_SYMBOL(KeFlushQueuedDpcs);
EXPORT_SYMBOL(KeSynchronizeExecution);
EXPORT_SYMBOL(KeInitializeSpinLock);
EXPORT_SYMBOL(KeAcquireSpinLockRaiseToDpc);
EXPORT_SYMBOL(KeAcquireSpinLock);
EXPORT_SYMBOL(KeAcquireSpinLockAtDpcLevel);
EXPORT_SYMBOL(KeReleaseSpinLock);
EXPORT_SYMBOL(KeReleaseSpinLockFromDpcLevel);
EXPORT_SYMBOL(KeTryToAcquireSpinLockAtDpcLevel);
EXPORT_SYMBOL(KeTestSpinLock);
EXPORT_SYMBOL(KeInitializeTimerEx);
EXPORT_SYMBOL(KeInitializeTimer);
EXPORT_SYMBOL(KeSetTimerEx);
EXPORT_SYMBOL(KeSetTimer);
EXPORT_SYMBOL(KeSetCoalescableTimer);
EXPORT_SYMBOL(KeCancelTimer);
EXPORT_SYMBOL(KeReadStateTimer);
EXPORT_SYMBOL(KeInitializeEvent);
EXPORT_SYMBOL(KeSetEvent);
EXPORT_SYMBOL(KePulseEvent);
EXPORT_SYMBOL(KeResetEvent);
EXPORT_SYMBOL(KeClearEvent);
EXPORT_SYMBOL(KeReadStateEvent);
EXPORT_SYMBOL(KeInitializeMutex);
EXPORT_SYMBOL(KeReleaseMutex);
EXPORT_SYMBOL(KeReadStateMutex);
EXPORT_SYMBOL(KeInitializeSemaphore);
EXPORT_SYMBOL(KeReleaseSemaphore);
EXPORT_SYMBOL(KeReadStateSemaphore);
EXPORT_SYMBOL(KeWaitForSingleObject);
EXPORT_SYMBOL(KeWaitForMultipleObjects);
EXPORT_SYMBOL(KeDelayExecutionThread);
EXPORT_SYMBOL(READ_REGISTER_UCHAR);
EXPORT_SYMBOL(READ_REGISTER_USHORT);
EXPORT_SYMBOL(READ_REGISTER_ULONG);
EXPORT_SYMBOL(READ_REGISTER_BUFFER_UCHAR);
EXPORT_SYMBOL(READ_REGISTER_BUFFER_USHORT);
EXPORT_SYMBOL(READ_REGISTER_BUFFER_ULONG);
EXPORT_SYMBOL(WRITE_REGISTER_UCHAR);
EXPORT_SYMBOL(WRITE_REGISTER_USHORT);
EXPORT_SYMBOL(WRITE_REGISTER_ULONG);
EXPORT_SYMBOL(WRITE_REGISTER_BUFFER_UCHAR);
EXPORT_SYMBOL(WRITE_REGISTER_BUFFER_USHORT);
EXPORT_SYMBOL(WRITE_REGISTER_BUFFER_ULONG);
EXPORT_SYMBOL(KeEnterCriticalRegion);
EXPORT_SYMBOL(KeLeaveCriticalRegion);
EXPORT_SYMBOL(KeEnterGuardedRegion);
EXPORT_SYMBOL(KeLeaveGuardedRegion);
EXPORT_SYMBOL(KeAreApcsDisabled);
EXPORT_SYMBOL(KeAreAllApcsDisabled);
EXPORT_SYMBOL(KeInitializeGuardedMutex);
EXPORT_SYMBOL(KeAcquireGuardedMutex);
EXPORT_SYMBOL(KeTryToAcquireGuardedMutex);
EXPORT_SYMBOL(KeReleaseGuardedMutex);
EXPORT_SYMBOL(KeAcquireGuardedMutexUnsafe);
EXPORT_SYMBOL(KeReleaseGuardedMutexUnsafe);
EXPORT_SYMBOL(KeRegisterBugCheckCallback);
EXPORT_SYMBOL(KeDeregisterBugCheckCallback);
EXPORT_SYMBOL(MmIsAddressValid);
EXPORT_SYMBOL(MmMapIoSpace);
EXPORT_SYMBOL(MmUnmapIoSpace);

/* base */

EXPORT_SYMBOL(KeGetCurrentIrql);
EXPORT_SYMBOL(KfRaiseIrql);
EXPORT_SYMBOL(KeRaiseIrql);
EXPORT_SYMBOL(KeRaiseIrqlToDpcLevel);
EXPORT_SYMBOL(KfLowerIrql);
EXPORT_SYMBOL(KeLowerIrql);
EXPORT_SYMBOL_GPL(nt_object_get);
EXPORT_SYMBOL_GPL(nt_object_put);
EXPORT_SYMBOL(ObfReferenceObject);
EXPORT_SYMBOL(ObfDereferenceObject);

/* ex */

EXPORT_SYMBOL(ExInterlockedAddLargeInteger);
EXPORT_SYMBOL(ExInterlockedAddUlong);
EXPORT_SYMBOL(ExInterlockedInsertHeadList);
EXPORT_SYMBOL(ExInterlockedInsertTailList);
EXPORT_SYMBOL(ExInterlockedRemoveHeadList);
EXPORT_SYMBOL(ExInterlockedPopEntryList);
EXPORT_SYMBOL(ExInterlockedPushEntryList);
EXPORT_SYMBOL(ExAcquireFastMutex);
EXPORT_SYMBOL(ExTryToAcquireFastMutex);
EXPORT_SYMBOL(ExInitializeResourceLite);
EXPORT_SYMBOL(ExReinitializeResourceLite);
EXPORT_SYMBOL(ExDeleteResourceLite);
EXPORT_SYMBOL(ExAcquireResourceExclusiveLite);
EXPORT_SYMBOL(ExAcquireResourceSharedLite);
EXPORT_SYMBOL(ExAcquireSharedStarveExclusive);
EXPORT_SYMBOL(ExAcquireSharedWaitForExclusive);
EXPORT_SYMBOL(ExReleaseResourceLite);
EXPORT_SYMBOL(ExReleaseResourceForThreadLite);
EXPORT_SYMBOL(ExConvertExclusiveToSharedLite);
EXPORT_SYMBOL(ExIsResourceAcquiredExclusiveLite);
EXPORT_SYMBOL(ExIsResourceAcquiredSharedLite);
EXPORT_SYMBOL(ExGetExclusiveWaiterCount);
EXPORT_SYMBOL(ExGetSharedWaiterCount);
EXPORT_SYMBOL(ExReleaseFastMutex);
EXPORT_SYMBOL(ExAcquireFastMutexUnsafe);
EXPORT_SYMBOL(ExReleaseFastMutexUnsafe);
EXPORT_SYMBOL(ExAllocatePoolWithTag);
EXPORT_SYMBOL(ExAllocatePool);
EXPORT_SYMBOL(ExAllocatePool2);
EXPORT_SYMBOL(ExFreePool);
EXPORT_SYMBOL(ExFreePoolWithTag);
EXPORT_SYMBOL(InitializeSListHead);
EXPORT_SYMBOL(InterlockedPushEntrySList);
EXPORT_SYMBOL(InterlockedPopEntrySList);
EXPORT_SYMBOL(ExInterlockedFlushSList);
EXPORT_SYMBOL(ExQueryDepthSList);
EXPORT_SYMBOL(ExInitializeNPagedLookasideList);
EXPORT_SYMBOL(ExInitializePagedLookasideList);
EXPORT_SYMBOL(ExAllocateFromNPagedLookasideList);
EXPORT_SYMBOL(ExAllocateFromPagedLookasideList);
EXPORT_SYMBOL(ExFreeToNPagedLookasideList);
EXPORT_SYMBOL(ExFreeToPagedLookasideList);
EXPORT_SYMBOL(ExDeleteNPagedLookasideList);
EXPORT_SYMBOL(ExDeletePagedLookasideList);
EXPORT_SYMBOL(ExInitializeLookasideListEx);
EXPORT_SYMBOL(ExAllocateFromLookasideListEx);
EXPORT_SYMBOL(ExFreeToLookasideListEx);
EXPORT_SYMBOL(ExFlushLookasideListEx);
EXPORT_SYMBOL(ExDeleteLookasideListEx);
EXPORT_SYMBOL(ntparport_try_enter);
EXPORT_SYMBOL(ntparport_try_add);
EXPORT_SYMBOL(ntparport_try_leave);
EXPORT_SYMBOL(ntparport_try_filtered);
EXPORT_SYMBOL(ntparport_try_resume);
EXPORT_SYMBOL(ExRaiseStatus);
EXPORT_SYMBOL(ExRaiseAccessViolation);
EXPORT_SYMBOL(ExRaiseDatatypeMisalignment);
EXPORT_SYMBOL(ProbeForRead);
EXPORT_SYMBOL(ProbeForWrite);
EXPORT_SYMBOL(ExQueueWorkItem);
EXPORT_SYMBOL(ExInitializeRundownProtection);
EXPORT_SYMBOL(ExReInitializeRundownProtection);
EXPORT_SYMBOL(ExAcquireRundownProtection);
EXPORT_SYMBOL(ExAcquireRundownProtectionEx);
EXPORT_SYMBOL(ExReleaseRundownProtection);
EXPORT_SYMBOL(ExReleaseRundownProtectionEx);
EXPORT_SYMBOL(ExWaitForRundownProtectionRelease);
EXPORT_SYMBOL(ExRundownCompleted);
EXPORT_SYMBOL(ExUuidCreate);

/* rtl */

EXPORT_SYMBOL(wcslen);
EXPORT_SYMBOL(wcscpy);
EXPORT_SYMBOL(wcsncpy);
EXPORT_SYMBOL(wcscat);
EXPORT_SYMBOL(wcsncat);
EXPORT_SYMBOL(wcsncmp);
EXPORT_SYMBOL(wcscmp);
EXPORT_SYMBOL(_wcsnicmp);
EXPORT_SYMBOL(_wcsicmp);
EXPORT_SYMBOL(_strnicmp);
EXPORT_SYMBOL(_stricmp);
EXPORT_SYMBOL(wcschr);
EXPORT_SYMBOL(wcsrchr);
EXPORT_SYMBOL(wcsstr);
EXPORT_SYMBOL(wcsnlen);
EXPORT_SYMBOL(wcsspn);
EXPORT_SYMBOL(wcscspn);
EXPORT_SYMBOL(_strlwr);
EXPORT_SYMBOL(_strupr);
EXPORT_SYMBOL(_wcslwr);
EXPORT_SYMBOL(_wcsupr);
EXPORT_SYMBOL(_strset);
EXPORT_SYMBOL(_strnset);
EXPORT_SYMBOL(_wcsset);
EXPORT_SYMBOL(_wcsnset);
EXPORT_SYMBOL(_strrev);
EXPORT_SYMBOL(_wcsrev);
EXPORT_SYMBOL(qsort);
EXPORT_SYMBOL(bsearch);
EXPORT_SYMBOL(rand);
EXPORT_SYMBOL(srand);
EXPORT_SYMBOL(atoi);
EXPORT_SYMBOL(atol);
EXPORT_SYMBOL(_wtoi);
EXPORT_SYMBOL(_wtol);
EXPORT_SYMBOL(wcstoul);
EXPORT_SYMBOL(_itoa);
EXPORT_SYMBOL(_itow);
EXPORT_SYMBOL(mbstowcs);
EXPORT_SYMBOL(wcstombs);
EXPORT_SYMBOL(mbtowc);
EXPORT_SYMBOL(wctomb);
EXPORT_SYMBOL(RtlCompareMemory);
EXPORT_SYMBOL(RtlUpcaseUnicodeChar);
EXPORT_SYMBOL(RtlDowncaseUnicodeChar);
EXPORT_SYMBOL(RtlUpperChar);
EXPORT_SYMBOL(RtlInitString);
EXPORT_SYMBOL(RtlInitAnsiString);
EXPORT_SYMBOL(RtlInitUnicodeString);
EXPORT_SYMBOL(RtlxAnsiStringToUnicodeSize);
EXPORT_SYMBOL(RtlxUnicodeStringToAnsiSize);
EXPORT_SYMBOL(RtlAnsiStringToUnicodeString);
EXPORT_SYMBOL(RtlUnicodeStringToAnsiString);
EXPORT_SYMBOL(RtlUpcaseUnicodeString);
EXPORT_SYMBOL(RtlFreeUnicodeString);
EXPORT_SYMBOL(RtlFreeAnsiString);
EXPORT_SYMBOL(RtlCopyString);
EXPORT_SYMBOL(RtlUpperString);
EXPORT_SYMBOL(RtlAppendAsciizToString);
EXPORT_SYMBOL(RtlCopyUnicodeString);
EXPORT_SYMBOL(RtlAppendUnicodeStringToString);
EXPORT_SYMBOL(RtlAppendUnicodeToString);
EXPORT_SYMBOL(RtlCompareString);
EXPORT_SYMBOL(RtlEqualString);
EXPORT_SYMBOL(RtlCompareUnicodeString);
EXPORT_SYMBOL(RtlEqualUnicodeString);
EXPORT_SYMBOL(RtlPrefixUnicodeString);
EXPORT_SYMBOL(RtlCompareMemoryUlong);
EXPORT_SYMBOL(RtlFillMemoryUlong);
EXPORT_SYMBOL(RtlInitAnsiStringEx);
EXPORT_SYMBOL(RtlInitUnicodeStringEx);
EXPORT_SYMBOL(RtlValidateUnicodeString);
EXPORT_SYMBOL(RtlAppendStringToString);
EXPORT_SYMBOL(RtlCreateUnicodeString);
EXPORT_SYMBOL(RtlDuplicateUnicodeString);
EXPORT_SYMBOL(RtlDowncaseUnicodeString);
EXPORT_SYMBOL(RtlOemStringToUnicodeString);
EXPORT_SYMBOL(RtlOemStringToCountedUnicodeString);
EXPORT_SYMBOL(RtlUnicodeStringToOemString);
EXPORT_SYMBOL(RtlUnicodeStringToCountedOemString);
EXPORT_SYMBOL(RtlUpcaseUnicodeStringToOemString);
EXPORT_SYMBOL(RtlUpcaseUnicodeStringToCountedOemString);
EXPORT_SYMBOL(RtlxOemStringToUnicodeSize);
EXPORT_SYMBOL(RtlxUnicodeStringToOemSize);
EXPORT_SYMBOL(RtlFreeOemString);
EXPORT_SYMBOL(RtlMultiByteToUnicodeN);
EXPORT_SYMBOL(RtlUnicodeToMultiByteN);
EXPORT_SYMBOL(RtlUpcaseUnicodeToMultiByteN);
EXPORT_SYMBOL(RtlOemToUnicodeN);
EXPORT_SYMBOL(RtlUnicodeToOemN);
EXPORT_SYMBOL(RtlUpcaseUnicodeToOemN);
EXPORT_SYMBOL(RtlMultiByteToUnicodeSize);
EXPORT_SYMBOL(RtlUnicodeToMultiByteSize);
EXPORT_SYMBOL(RtlHashUnicodeString);
EXPORT_SYMBOL(RtlGUIDFromString);
EXPORT_SYMBOL(RtlStringFromGUID);
EXPORT_SYMBOL(RtlInt64ToUnicodeString);
EXPORT_SYMBOL(RtlIntegerToUnicodeString);
EXPORT_SYMBOL(RtlUnicodeStringToInteger);
EXPORT_SYMBOL(RtlCharToInteger);
EXPORT_SYMBOL(RtlExtendedLargeIntegerDivide);
EXPORT_SYMBOL(RtlEnlargedUnsignedDivide);
EXPORT_SYMBOL(RtlLargeIntegerDivide);
EXPORT_SYMBOL(RtlTimeToTimeFields);
EXPORT_SYMBOL(RtlTimeFieldsToTime);
EXPORT_SYMBOL(RtlInitializeBitMap);
EXPORT_SYMBOL(RtlClearBit);
EXPORT_SYMBOL(RtlSetBit);
EXPORT_SYMBOL(RtlClearBits);
EXPORT_SYMBOL(RtlSetBits);
EXPORT_SYMBOL(RtlClearAllBits);
EXPORT_SYMBOL(RtlSetAllBits);
EXPORT_SYMBOL(RtlTestBit);
EXPORT_SYMBOL(RtlAreBitsClear);
EXPORT_SYMBOL(RtlAreBitsSet);
EXPORT_SYMBOL(RtlNumberOfClearBits);
EXPORT_SYMBOL(RtlNumberOfSetBits);
EXPORT_SYMBOL(RtlFindClearBits);
EXPORT_SYMBOL(RtlFindSetBits);
EXPORT_SYMBOL(RtlFindClearBitsAndSet);
EXPORT_SYMBOL(RtlFindSetBitsAndClear);
EXPORT_SYMBOL(RtlFindLongestRunClear);
EXPORT_SYMBOL(RtlFindFirstRunClear);
EXPORT_SYMBOL(RtlFindNextForwardRunClear);
EXPORT_SYMBOL(RtlFindLastBackwardRunClear);
EXPORT_SYMBOL(RtlFindClearRuns);
EXPORT_SYMBOL(RtlFindMostSignificantBit);
EXPORT_SYMBOL(RtlFindLeastSignificantBit);
EXPORT_SYMBOL(_vsnprintf);
EXPORT_SYMBOL(_snprintf);
EXPORT_SYMBOL(ntparport_vsprintf);
EXPORT_SYMBOL(ntparport_sprintf);
EXPORT_SYMBOL(_vsnwprintf);
EXPORT_SYMBOL(_snwprintf);
EXPORT_SYMBOL(swprintf);
EXPORT_SYMBOL(vswprintf);
EXPORT_SYMBOL(ntparport_isdigit);
EXPORT_SYMBOL(ntparport_isxdigit);
EXPORT_SYMBOL(ntparport_islower);
EXPORT_SYMBOL(ntparport_isupper);
EXPORT_SYMBOL(ntparport_isspace);
EXPORT_SYMBOL(ntparport_isprint);
EXPORT_SYMBOL(ntparport_tolower);
EXPORT_SYMBOL(ntparport_toupper);
EXPORT_SYMBOL(ntparport_towlower);
EXPORT_SYMBOL(ntparport_towupper);
EXPORT_SYMBOL(DbgPrint);
EXPORT_SYMBOL(DbgPrintEx);
EXPORT_SYMBOL(vDbgPrintEx);
EXPORT_SYMBOL(RtlAssert);
EXPORT_SYMBOL(DbgBreakPoint);
EXPORT_SYMBOL(RtlGetVersion);
EXPORT_SYMBOL(PsGetVersion);
EXPORT_SYMBOL(IoIsWdmVersionAvailable);
EXPORT_SYMBOL(RtlIsNtDdiVersionAvailable);
EXPORT_SYMBOL(RtlIsServicePackVersionInstalled);
EXPORT_SYMBOL(VerSetConditionMask);
EXPORT_SYMBOL(RtlVerifyVersionInfo);

/* ob */

EXPORT_SYMBOL(ObReferenceObjectByPointer);
EXPORT_SYMBOL(ObReferenceObjectByHandle);
EXPORT_SYMBOL(ZwClose);
EXPORT_SYMBOL(ExEventObjectType);
EXPORT_SYMBOL(IoCreateNotificationEvent);
EXPORT_SYMBOL(IoCreateSynchronizationEvent);
EXPORT_SYMBOL(ZwCreateEvent);
EXPORT_SYMBOL(ZwOpenEvent);
EXPORT_SYMBOL(ZwSetEvent);
EXPORT_SYMBOL(ZwPulseEvent);
EXPORT_SYMBOL(ZwResetEvent);
EXPORT_SYMBOL(ZwClearEvent);
EXPORT_SYMBOL(ExCreateCallback);
EXPORT_SYMBOL(ExRegisterCallback);
EXPORT_SYMBOL(ExUnregisterCallback);
EXPORT_SYMBOL(ExNotifyCallback);
EXPORT_SYMBOL_GPL(nt_callback_power_state);
EXPORT_SYMBOL(ObOpenObjectByPointer);
EXPORT_SYMBOL(ObQueryNameString);

/* ps */

EXPORT_SYMBOL(PsThreadType);
EXPORT_SYMBOL(PsCreateSystemThread);
EXPORT_SYMBOL(PsTerminateSystemThread);
EXPORT_SYMBOL(PsProcessType);
EXPORT_SYMBOL(IoGetCurrentProcess);
EXPORT_SYMBOL(PsGetProcessId);
EXPORT_SYMBOL(PsGetCurrentProcessId);
EXPORT_SYMBOL(PsGetCurrentThreadId);
EXPORT_SYMBOL(KeQueryPriorityThread);
EXPORT_SYMBOL(KeSetPriorityThread);

/* cm */

EXPORT_SYMBOL_GPL(nt_registry_init);
EXPORT_SYMBOL_GPL(nt_registry_free);
EXPORT_SYMBOL(ZwOpenKey);
EXPORT_SYMBOL(ZwCreateKey);
EXPORT_SYMBOL(ZwDeleteKey);
EXPORT_SYMBOL(ZwFlushKey);
EXPORT_SYMBOL(ZwSetValueKey);
EXPORT_SYMBOL(ZwDeleteValueKey);
EXPORT_SYMBOL(ZwQueryValueKey);
EXPORT_SYMBOL(ZwEnumerateValueKey);
EXPORT_SYMBOL(ZwEnumerateKey);
EXPORT_SYMBOL(ZwQueryKey);
EXPORT_SYMBOL(RtlCheckRegistryKey);
EXPORT_SYMBOL(RtlCreateRegistryKey);
EXPORT_SYMBOL(RtlWriteRegistryValue);
EXPORT_SYMBOL(RtlDeleteRegistryValue);
EXPORT_SYMBOL(RtlQueryRegistryValues);

/* io */

EXPORT_SYMBOL_GPL(nt_driver_get);
EXPORT_SYMBOL_GPL(nt_device_label);
EXPORT_SYMBOL(IoGetConfigurationInformation);
EXPORT_SYMBOL(IoRegisterDriverReinitialization);
EXPORT_SYMBOL(IoRegisterBootDriverReinitialization);
EXPORT_SYMBOL(IoAllocateDriverObjectExtension);
EXPORT_SYMBOL(IoGetDriverObjectExtension);
EXPORT_SYMBOL(IoCreateDevice);
EXPORT_SYMBOL(IoDeleteDevice);
EXPORT_SYMBOL(IoAttachDeviceToDeviceStack);
EXPORT_SYMBOL(IoAttachDevice);
EXPORT_SYMBOL(IoDetachDevice);
EXPORT_SYMBOL(IoGetAttachedDevice);
EXPORT_SYMBOL(IoGetAttachedDeviceReference);
EXPORT_SYMBOL(PoStartNextPowerIrp);
EXPORT_SYMBOL(PoSetPowerState);
EXPORT_SYMBOL(IoFileObjectType);
EXPORT_SYMBOL(ZwCreateFile);
EXPORT_SYMBOL(ZwOpenFile);
EXPORT_SYMBOL(ZwReadFile);
EXPORT_SYMBOL(ZwWriteFile);
EXPORT_SYMBOL(ZwDeviceIoControlFile);
EXPORT_SYMBOL(ZwQueryInformationFile);
EXPORT_SYMBOL(ZwWaitForSingleObject);
EXPORT_SYMBOL(IoDeviceObjectType);
EXPORT_SYMBOL(IoDriverObjectType);
EXPORT_SYMBOL(IoGetRelatedDeviceObject);
EXPORT_SYMBOL(IoGetDeviceObjectPointer);
EXPORT_SYMBOL(IoCsqInitialize);
EXPORT_SYMBOL(IoCsqInitializeEx);
EXPORT_SYMBOL(IoCsqInsertIrpEx);
EXPORT_SYMBOL(IoCsqInsertIrp);
EXPORT_SYMBOL(IoCsqRemoveIrp);
EXPORT_SYMBOL(IoCsqRemoveNextIrp);
EXPORT_SYMBOL(IoInitializeRemoveLockEx);
EXPORT_SYMBOL(IoAcquireRemoveLockEx);
EXPORT_SYMBOL(IoReleaseRemoveLockEx);
EXPORT_SYMBOL(IoReleaseRemoveLockAndWaitEx);
EXPORT_SYMBOL(IoAllocateErrorLogEntry);
EXPORT_SYMBOL(ntparport_messages_add);
EXPORT_SYMBOL(ntparport_messages_remove);
EXPORT_SYMBOL(IoWriteErrorLogEntry);
EXPORT_SYMBOL(IoFreeErrorLogEntry);
EXPORT_SYMBOL(IoWMIRegistrationControl);
EXPORT_SYMBOL(WmiSystemControl);
EXPORT_SYMBOL(WmiCompleteRequest);
EXPORT_SYMBOL(WmiFireEvent);
EXPORT_SYMBOL(IoCreateSymbolicLink);
EXPORT_SYMBOL(IoCreateUnprotectedSymbolicLink);
EXPORT_SYMBOL(IoDeleteSymbolicLink);
EXPORT_SYMBOL(IoRegisterDeviceInterface);
EXPORT_SYMBOL(IoSetDeviceInterfaceState);
EXPORT_SYMBOL(IoGetDeviceInterfaces);
EXPORT_SYMBOL(IoStartPacket);
EXPORT_SYMBOL(IoStartNextPacket);
EXPORT_SYMBOL(IoStartNextPacketByKey);
EXPORT_SYMBOL(IoInitializeDpcRequest);
EXPORT_SYMBOL(IoRequestDpc);
EXPORT_SYMBOL(IoInitializeTimer);
EXPORT_SYMBOL(IoStartTimer);
EXPORT_SYMBOL(IoStopTimer);
EXPORT_SYMBOL(PoRequestPowerIrp);
EXPORT_SYMBOL(IoInvalidateDeviceRelations);
EXPORT_SYMBOL(IoOpenDeviceInterfaceRegistryKey);
EXPORT_SYMBOL(IoRegisterPlugPlayNotification);
EXPORT_SYMBOL(IoUnregisterPlugPlayNotification);
EXPORT_SYMBOL(IoUnregisterPlugPlayNotificationEx);
EXPORT_SYMBOL(IoRegisterShutdownNotification);
EXPORT_SYMBOL(IoRegisterLastChanceShutdownNotification);
EXPORT_SYMBOL(IoUnregisterShutdownNotification);
EXPORT_SYMBOL_GPL(nt_shutdown);
EXPORT_SYMBOL(IoAllocateWorkItem);
EXPORT_SYMBOL(IoQueueWorkItem);
EXPORT_SYMBOL(IoFreeWorkItem);

/* port */

EXPORT_SYMBOL(IoGetDeviceProperty);
EXPORT_SYMBOL(IoOpenDeviceRegistryKey);
EXPORT_SYMBOL(IoQueryDeviceDescription);
EXPORT_SYMBOL(IoReportResourceUsage);
EXPORT_SYMBOL(IoAssignResources);
EXPORT_SYMBOL(IoConnectInterrupt);
EXPORT_SYMBOL(IoDisconnectInterrupt);
EXPORT_SYMBOL(HalGetInterruptVector);
EXPORT_SYMBOL(HalTranslateBusAddress);
EXPORT_SYMBOL(HalGetBusData);
EXPORT_SYMBOL(HalGetBusDataByOffset);
EXPORT_SYMBOL(HalSetBusData);
EXPORT_SYMBOL(HalSetBusDataByOffset);
EXPORT_SYMBOL(READ_PORT_BUFFER_UCHAR);
EXPORT_SYMBOL(READ_PORT_BUFFER_USHORT);
EXPORT_SYMBOL(READ_PORT_BUFFER_ULONG);
EXPORT_SYMBOL(WRITE_PORT_BUFFER_UCHAR);
EXPORT_SYMBOL(WRITE_PORT_BUFFER_USHORT);
EXPORT_SYMBOL(WRITE_PORT_BUFFER_ULONG);
EXPORT_SYMBOL_GPL(ntparport_request_as);
/* load */

EXPORT_SYMBOL(MmGetSystemRoutineAddress);
EXPORT_SYMBOL(KeBugCheckEx);
EXPORT_SYMBOL(KeBugCheck);
EXPORT_SYMBOL_GPL(ntparport_io_counts);
EXPORT_SYMBOL(ntparport_driver_load);
EXPORT_SYMBOL(ntparport_images);
EXPORT_SYMBOL(ntparport_image_at);
EXPORT_SYMBOL(ntparport_image_add);
EXPORT_SYMBOL(ntparport_image_add_code);
EXPORT_SYMBOL(ntparport_image_local_unwind);
EXPORT_SYMBOL(ntparport_image_remove);
#ifdef CONFIG_X86_32
EXPORT_SYMBOL(ntparport_image_handle);
EXPORT_SYMBOL(ntparport_image_leave);
EXPORT_SYMBOL(ntparport_image_stack);
EXPORT_SYMBOL(ntparport_image_unwind);
#endif
EXPORT_SYMBOL(ntparport_image_set_irql);
EXPORT_SYMBOL(ntparport_image_trap);
EXPORT_SYMBOL(ntparport_shared_data);
EXPORT_SYMBOL(ntparport_image_read_shared_data);
EXPORT_SYMBOL(ntparport_image_leave_shared_data);
EXPORT_SYMBOL(ntparport_driver_unload);
EXPORT_SYMBOL(IoAllocateIrp);
EXPORT_SYMBOL(IoMakeAssociatedIrp);
EXPORT_SYMBOL(IoInitializeIrp);
EXPORT_SYMBOL(IoReuseIrp);
EXPORT_SYMBOL(IoFreeIrp);
EXPORT_SYMBOL(IoBuildDeviceIoControlRequest);
EXPORT_SYMBOL(IoBuildSynchronousFsdRequest);
EXPORT_SYMBOL(IoBuildAsynchronousFsdRequest);
EXPORT_SYMBOL(IofCallDriver);
EXPORT_SYMBOL(PoCallDriver);
EXPORT_SYMBOL(IofCompleteRequest);
EXPORT_SYMBOL(IoForwardIrpSynchronously);
EXPORT_SYMBOL(IoSetCompletionRoutineEx);
EXPORT_SYMBOL(IoAcquireCancelSpinLock);
EXPORT_SYMBOL(IoReleaseCancelSpinLock);
EXPORT_SYMBOL(IoSetCancelRoutine);
EXPORT_SYMBOL(IoCancelIrp);
EXPORT_SYMBOL(IoAllocateMdl);
EXPORT_SYMBOL(IoBuildPartialMdl);
EXPORT_SYMBOL(IoFreeMdl);
EXPORT_SYMBOL(MmBuildMdlForNonPagedPool);
EXPORT_SYMBOL(MmProbeAndLockPages);
EXPORT_SYMBOL(MmUnlockPages);
EXPORT_SYMBOL(MmMapLockedPages);
EXPORT_SYMBOL(MmMapLockedPagesSpecifyCache);
EXPORT_SYMBOL(MmUnmapLockedPages);
EXPORT_SYMBOL_GPL(nt_irp_sender);
