// SPDX-License-Identifier: GPL-2.0
/* exports.c - exports what compat/ has in C++ and drivers or suites call: genksyms reads only C. */

#include <linux/export.h>
#include <linux/kernel.h>
#include <asm/page.h>

#include <ntddk.h>
#include <csq.h>
#include <wmilib.h>

#include "compat/base/object.h"
#include "compat/cm/registry.h"
#include "compat/io/device.h"
#include "compat/io/irp.h"
#include "compat/kit/driver_entry.h"
#include "ntparport.h"
#include "compat/load/counts.h"

/* ke */

EXPORT_SYMBOL_GPL(KeStallExecutionProcessor);
EXPORT_SYMBOL_GPL(KeQueryPerformanceCounter);
EXPORT_SYMBOL_GPL(KeQuerySystemTime);
EXPORT_SYMBOL_GPL(KeQueryInterruptTime);
EXPORT_SYMBOL_GPL(KeQueryTickCount);
EXPORT_SYMBOL_GPL(KeQueryTimeIncrement);
EXPORT_SYMBOL_GPL(KeNumberProcessors);
EXPORT_SYMBOL_GPL(KeGetCurrentProcessorNumber);
EXPORT_SYMBOL_GPL(KeQueryActiveProcessors);
EXPORT_SYMBOL_GPL(KeQueryActiveProcessorCount);
EXPORT_SYMBOL_GPL(KeGetCurrentThread);
EXPORT_SYMBOL_GPL(KeInitializeDeviceQueue);
EXPORT_SYMBOL_GPL(KeInsertDeviceQueue);
EXPORT_SYMBOL_GPL(KeInsertByKeyDeviceQueue);
EXPORT_SYMBOL_GPL(KeRemoveDeviceQueue);
EXPORT_SYMBOL_GPL(KeRemoveByKeyDeviceQueue);
EXPORT_SYMBOL_GPL(KeRemoveEntryDeviceQueue);
EXPORT_SYMBOL_GPL(KeInitializeDpc);
EXPORT_SYMBOL_GPL(KeInsertQueueDpc);
EXPORT_SYMBOL_GPL(KeRemoveQueueDpc);
EXPORT_SYMBOL_GPL(KeSetImportanceDpc);
EXPORT_SYMBOL_GPL(KeSetTargetProcessorDpc);
EXPORT_SYMBOL_GPL(KeFlushQueuedDpcs);
EXPORT_SYMBOL_GPL(KeSynchronizeExecution);
EXPORT_SYMBOL_GPL(KeInitializeSpinLock);
EXPORT_SYMBOL_GPL(KeAcquireSpinLockRaiseToDpc);
EXPORT_SYMBOL_GPL(KeAcquireSpinLock);
EXPORT_SYMBOL_GPL(KeAcquireSpinLockAtDpcLevel);
EXPORT_SYMBOL_GPL(KeReleaseSpinLock);
EXPORT_SYMBOL_GPL(KeReleaseSpinLockFromDpcLevel);
EXPORT_SYMBOL_GPL(KeInitializeTimerEx);
EXPORT_SYMBOL_GPL(KeInitializeTimer);
EXPORT_SYMBOL_GPL(KeSetTimerEx);
EXPORT_SYMBOL_GPL(KeSetTimer);
EXPORT_SYMBOL_GPL(KeCancelTimer);
EXPORT_SYMBOL_GPL(KeReadStateTimer);
EXPORT_SYMBOL_GPL(KeInitializeEvent);
EXPORT_SYMBOL_GPL(KeSetEvent);
EXPORT_SYMBOL_GPL(KePulseEvent);
EXPORT_SYMBOL_GPL(KeResetEvent);
EXPORT_SYMBOL_GPL(KeClearEvent);
EXPORT_SYMBOL_GPL(KeReadStateEvent);
EXPORT_SYMBOL_GPL(KeInitializeMutex);
EXPORT_SYMBOL_GPL(KeReleaseMutex);
EXPORT_SYMBOL_GPL(KeReadStateMutex);
EXPORT_SYMBOL_GPL(KeInitializeSemaphore);
EXPORT_SYMBOL_GPL(KeReleaseSemaphore);
EXPORT_SYMBOL_GPL(KeReadStateSemaphore);
EXPORT_SYMBOL_GPL(KeWaitForSingleObject);
EXPORT_SYMBOL_GPL(KeWaitForMultipleObjects);
EXPORT_SYMBOL_GPL(KeDelayExecutionThread);

/* base */

EXPORT_SYMBOL_GPL(KeGetCurrentIrql);
EXPORT_SYMBOL_GPL(KfRaiseIrql);
EXPORT_SYMBOL_GPL(KeRaiseIrql);
EXPORT_SYMBOL_GPL(KeRaiseIrqlToDpcLevel);
EXPORT_SYMBOL_GPL(KfLowerIrql);
EXPORT_SYMBOL_GPL(KeLowerIrql);
EXPORT_SYMBOL_GPL(nt_object_get);
EXPORT_SYMBOL_GPL(nt_object_put);
EXPORT_SYMBOL_GPL(ObfReferenceObject);
EXPORT_SYMBOL_GPL(ObfDereferenceObject);

/* ex */

EXPORT_SYMBOL_GPL(ExInterlockedAddLargeInteger);
EXPORT_SYMBOL_GPL(ExInterlockedAddUlong);
EXPORT_SYMBOL_GPL(ExInterlockedInsertHeadList);
EXPORT_SYMBOL_GPL(ExInterlockedInsertTailList);
EXPORT_SYMBOL_GPL(ExInterlockedRemoveHeadList);
EXPORT_SYMBOL_GPL(ExInterlockedPopEntryList);
EXPORT_SYMBOL_GPL(ExInterlockedPushEntryList);
EXPORT_SYMBOL_GPL(ExAcquireFastMutex);
EXPORT_SYMBOL_GPL(ExTryToAcquireFastMutex);
EXPORT_SYMBOL_GPL(ExReleaseFastMutex);
EXPORT_SYMBOL_GPL(ExAcquireFastMutexUnsafe);
EXPORT_SYMBOL_GPL(ExReleaseFastMutexUnsafe);
EXPORT_SYMBOL_GPL(ExAllocatePoolWithTag);
EXPORT_SYMBOL_GPL(ExAllocatePool);
EXPORT_SYMBOL_GPL(ExAllocatePool2);
EXPORT_SYMBOL_GPL(ExFreePool);
EXPORT_SYMBOL_GPL(ExFreePoolWithTag);

/* rtl */

EXPORT_SYMBOL_GPL(wcslen);
EXPORT_SYMBOL_GPL(wcscpy);
EXPORT_SYMBOL_GPL(wcsncpy);
EXPORT_SYMBOL_GPL(wcscat);
EXPORT_SYMBOL_GPL(wcsncat);
EXPORT_SYMBOL_GPL(wcsncmp);
EXPORT_SYMBOL_GPL(wcscmp);
EXPORT_SYMBOL_GPL(_wcsnicmp);
EXPORT_SYMBOL_GPL(_wcsicmp);
EXPORT_SYMBOL_GPL(_strnicmp);
EXPORT_SYMBOL_GPL(_stricmp);
EXPORT_SYMBOL_GPL(wcschr);
EXPORT_SYMBOL_GPL(wcsrchr);
EXPORT_SYMBOL_GPL(wcsstr);
EXPORT_SYMBOL_GPL(RtlCompareMemory);
EXPORT_SYMBOL_GPL(RtlUpcaseUnicodeChar);
EXPORT_SYMBOL_GPL(RtlDowncaseUnicodeChar);
EXPORT_SYMBOL_GPL(RtlUpperChar);
EXPORT_SYMBOL_GPL(RtlInitString);
EXPORT_SYMBOL_GPL(RtlInitAnsiString);
EXPORT_SYMBOL_GPL(RtlInitUnicodeString);
EXPORT_SYMBOL_GPL(RtlxAnsiStringToUnicodeSize);
EXPORT_SYMBOL_GPL(RtlxUnicodeStringToAnsiSize);
EXPORT_SYMBOL_GPL(RtlAnsiStringToUnicodeString);
EXPORT_SYMBOL_GPL(RtlUnicodeStringToAnsiString);
EXPORT_SYMBOL_GPL(RtlUpcaseUnicodeString);
EXPORT_SYMBOL_GPL(RtlFreeUnicodeString);
EXPORT_SYMBOL_GPL(RtlFreeAnsiString);
EXPORT_SYMBOL_GPL(RtlCopyString);
EXPORT_SYMBOL_GPL(RtlUpperString);
EXPORT_SYMBOL_GPL(RtlAppendAsciizToString);
EXPORT_SYMBOL_GPL(RtlCopyUnicodeString);
EXPORT_SYMBOL_GPL(RtlAppendUnicodeStringToString);
EXPORT_SYMBOL_GPL(RtlAppendUnicodeToString);
EXPORT_SYMBOL_GPL(RtlCompareString);
EXPORT_SYMBOL_GPL(RtlEqualString);
EXPORT_SYMBOL_GPL(RtlCompareUnicodeString);
EXPORT_SYMBOL_GPL(RtlEqualUnicodeString);
EXPORT_SYMBOL_GPL(RtlPrefixUnicodeString);
EXPORT_SYMBOL_GPL(RtlInt64ToUnicodeString);
EXPORT_SYMBOL_GPL(RtlIntegerToUnicodeString);
EXPORT_SYMBOL_GPL(RtlUnicodeStringToInteger);
EXPORT_SYMBOL_GPL(RtlCharToInteger);
EXPORT_SYMBOL_GPL(RtlExtendedLargeIntegerDivide);
EXPORT_SYMBOL_GPL(RtlEnlargedUnsignedDivide);
EXPORT_SYMBOL_GPL(RtlLargeIntegerDivide);
EXPORT_SYMBOL_GPL(RtlTimeToTimeFields);
EXPORT_SYMBOL_GPL(RtlTimeFieldsToTime);
EXPORT_SYMBOL_GPL(_vsnprintf);
EXPORT_SYMBOL_GPL(_snprintf);
EXPORT_SYMBOL_GPL(ntparport_vsprintf);
EXPORT_SYMBOL_GPL(ntparport_sprintf);
EXPORT_SYMBOL_GPL(_vsnwprintf);
EXPORT_SYMBOL_GPL(_snwprintf);
EXPORT_SYMBOL_GPL(swprintf);
EXPORT_SYMBOL_GPL(DbgPrint);
EXPORT_SYMBOL_GPL(DbgPrintEx);
EXPORT_SYMBOL_GPL(RtlAssert);
EXPORT_SYMBOL_GPL(DbgBreakPoint);

/* ob */

EXPORT_SYMBOL_GPL(ObReferenceObjectByPointer);
EXPORT_SYMBOL_GPL(ObReferenceObjectByHandle);
EXPORT_SYMBOL_GPL(ZwClose);

/* ps */

EXPORT_SYMBOL_GPL(PsThreadType);
EXPORT_SYMBOL_GPL(PsCreateSystemThread);
EXPORT_SYMBOL_GPL(PsTerminateSystemThread);
EXPORT_SYMBOL_GPL(PsGetCurrentProcessId);
EXPORT_SYMBOL_GPL(PsGetCurrentThreadId);
EXPORT_SYMBOL_GPL(KeQueryPriorityThread);
EXPORT_SYMBOL_GPL(KeSetPriorityThread);

/* cm */

EXPORT_SYMBOL_GPL(nt_registry_init);
EXPORT_SYMBOL_GPL(nt_registry_free);
EXPORT_SYMBOL_GPL(ZwOpenKey);
EXPORT_SYMBOL_GPL(ZwCreateKey);
EXPORT_SYMBOL_GPL(ZwDeleteKey);
EXPORT_SYMBOL_GPL(ZwFlushKey);
EXPORT_SYMBOL_GPL(ZwSetValueKey);
EXPORT_SYMBOL_GPL(ZwDeleteValueKey);
EXPORT_SYMBOL_GPL(ZwQueryValueKey);
EXPORT_SYMBOL_GPL(ZwEnumerateValueKey);
EXPORT_SYMBOL_GPL(ZwEnumerateKey);
EXPORT_SYMBOL_GPL(RtlCheckRegistryKey);
EXPORT_SYMBOL_GPL(RtlCreateRegistryKey);
EXPORT_SYMBOL_GPL(RtlWriteRegistryValue);
EXPORT_SYMBOL_GPL(RtlDeleteRegistryValue);
EXPORT_SYMBOL_GPL(RtlQueryRegistryValues);

/* io */

EXPORT_SYMBOL_GPL(nt_driver_get);
EXPORT_SYMBOL_GPL(nt_device_label);
EXPORT_SYMBOL_GPL(IoGetConfigurationInformation);
EXPORT_SYMBOL_GPL(IoCreateDevice);
EXPORT_SYMBOL_GPL(IoDeleteDevice);
EXPORT_SYMBOL_GPL(IoAttachDeviceToDeviceStack);
EXPORT_SYMBOL_GPL(IoAttachDevice);
EXPORT_SYMBOL_GPL(IoDetachDevice);
EXPORT_SYMBOL_GPL(IoGetAttachedDevice);
EXPORT_SYMBOL_GPL(IoGetAttachedDeviceReference);
EXPORT_SYMBOL_GPL(PoStartNextPowerIrp);
EXPORT_SYMBOL_GPL(PoSetPowerState);
EXPORT_SYMBOL_GPL(IoGetRelatedDeviceObject);
EXPORT_SYMBOL_GPL(IoGetDeviceObjectPointer);
EXPORT_SYMBOL_GPL(IoCsqInitialize);
EXPORT_SYMBOL_GPL(IoCsqInitializeEx);
EXPORT_SYMBOL_GPL(IoCsqInsertIrpEx);
EXPORT_SYMBOL_GPL(IoCsqInsertIrp);
EXPORT_SYMBOL_GPL(IoCsqRemoveIrp);
EXPORT_SYMBOL_GPL(IoCsqRemoveNextIrp);
EXPORT_SYMBOL_GPL(IoInitializeRemoveLockEx);
EXPORT_SYMBOL_GPL(IoAcquireRemoveLockEx);
EXPORT_SYMBOL_GPL(IoReleaseRemoveLockEx);
EXPORT_SYMBOL_GPL(IoReleaseRemoveLockAndWaitEx);
EXPORT_SYMBOL_GPL(IoAllocateErrorLogEntry);
EXPORT_SYMBOL_GPL(ntparport_messages_add);
EXPORT_SYMBOL_GPL(ntparport_messages_remove);
EXPORT_SYMBOL_GPL(IoWriteErrorLogEntry);
EXPORT_SYMBOL_GPL(IoFreeErrorLogEntry);
EXPORT_SYMBOL_GPL(IoWMIRegistrationControl);
EXPORT_SYMBOL_GPL(WmiSystemControl);
EXPORT_SYMBOL_GPL(WmiCompleteRequest);
EXPORT_SYMBOL_GPL(WmiFireEvent);
EXPORT_SYMBOL_GPL(IoCreateSymbolicLink);
EXPORT_SYMBOL_GPL(IoCreateUnprotectedSymbolicLink);
EXPORT_SYMBOL_GPL(IoDeleteSymbolicLink);
EXPORT_SYMBOL_GPL(IoRegisterDeviceInterface);
EXPORT_SYMBOL_GPL(IoSetDeviceInterfaceState);
EXPORT_SYMBOL_GPL(IoGetDeviceInterfaces);
EXPORT_SYMBOL_GPL(IoStartPacket);
EXPORT_SYMBOL_GPL(IoStartNextPacket);
EXPORT_SYMBOL_GPL(IoStartNextPacketByKey);
EXPORT_SYMBOL_GPL(IoInitializeDpcRequest);
EXPORT_SYMBOL_GPL(IoRequestDpc);
EXPORT_SYMBOL_GPL(IoInitializeTimer);
EXPORT_SYMBOL_GPL(IoStartTimer);
EXPORT_SYMBOL_GPL(IoStopTimer);
EXPORT_SYMBOL_GPL(IoAllocateWorkItem);
EXPORT_SYMBOL_GPL(IoQueueWorkItem);
EXPORT_SYMBOL_GPL(IoFreeWorkItem);

/* port */

EXPORT_SYMBOL_GPL(IoGetDeviceProperty);
EXPORT_SYMBOL_GPL(IoOpenDeviceRegistryKey);
EXPORT_SYMBOL_GPL(READ_PORT_BUFFER_UCHAR);
EXPORT_SYMBOL_GPL(READ_PORT_BUFFER_USHORT);
EXPORT_SYMBOL_GPL(READ_PORT_BUFFER_ULONG);
EXPORT_SYMBOL_GPL(WRITE_PORT_BUFFER_UCHAR);
EXPORT_SYMBOL_GPL(WRITE_PORT_BUFFER_USHORT);
EXPORT_SYMBOL_GPL(WRITE_PORT_BUFFER_ULONG);
EXPORT_SYMBOL_GPL(ntparport_request_as);
/* load */

EXPORT_SYMBOL_GPL(KeBugCheckEx);
EXPORT_SYMBOL_GPL(KeBugCheck);
EXPORT_SYMBOL_GPL(ntparport_io_counts);
EXPORT_SYMBOL_GPL(ntparport_driver_load);
EXPORT_SYMBOL_GPL(ntparport_driver_unload);
EXPORT_SYMBOL_GPL(IoAllocateIrp);
EXPORT_SYMBOL_GPL(IoInitializeIrp);
EXPORT_SYMBOL_GPL(IoReuseIrp);
EXPORT_SYMBOL_GPL(IoFreeIrp);
EXPORT_SYMBOL_GPL(IoBuildDeviceIoControlRequest);
EXPORT_SYMBOL_GPL(IoBuildSynchronousFsdRequest);
EXPORT_SYMBOL_GPL(IoBuildAsynchronousFsdRequest);
EXPORT_SYMBOL_GPL(IofCallDriver);
EXPORT_SYMBOL_GPL(PoCallDriver);
EXPORT_SYMBOL_GPL(IofCompleteRequest);
EXPORT_SYMBOL_GPL(IoForwardIrpSynchronously);
EXPORT_SYMBOL_GPL(IoSetCompletionRoutineEx);
EXPORT_SYMBOL_GPL(IoAcquireCancelSpinLock);
EXPORT_SYMBOL_GPL(IoReleaseCancelSpinLock);
EXPORT_SYMBOL_GPL(IoSetCancelRoutine);
EXPORT_SYMBOL_GPL(IoCancelIrp);
EXPORT_SYMBOL_GPL(IoAllocateMdl);
EXPORT_SYMBOL_GPL(IoFreeMdl);
EXPORT_SYMBOL_GPL(MmBuildMdlForNonPagedPool);
EXPORT_SYMBOL_GPL(nt_irp_sender);
