// SPDX-License-Identifier: GPL-2.0
/* exports.c - what compat/ has in C++ and drivers or suites call: genksyms reads only C. */

#include <linux/export.h>
#include <linux/kernel.h>
#include <asm/page.h>

#include <ntddk.h>
#include <csq.h>

#include "compat/base/object.h"
#include "compat/cm/registry.h"
#include "compat/kit/driver_entry.h"

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
