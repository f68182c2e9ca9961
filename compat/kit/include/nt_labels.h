/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_labels.h - made by qemu/names.py: for drivers, Windows' names are functions.
 *
 * The headers map each name to our symbol by a macro, which a driver that defines or
 * undefines a macro of that name would lose, and with it the function. Here the macro
 * goes, and a declaration takes its place that has the symbol as its label. A header
 * includes this at its end, and says so.
 */
#ifdef __cplusplus
extern "C" {
#endif

#ifdef NT_WHOLE_CRT
#undef NT_WHOLE_CRT
#undef sprintf
extern __typeof__(ntparport_sprintf) sprintf __asm__("ntparport_sprintf");
#undef vsprintf
extern __typeof__(ntparport_vsprintf) vsprintf __asm__("ntparport_vsprintf");
#undef isdigit
extern __typeof__(ntparport_isdigit) isdigit __asm__("ntparport_isdigit");
#undef isxdigit
extern __typeof__(ntparport_isxdigit) isxdigit __asm__("ntparport_isxdigit");
#undef islower
extern __typeof__(ntparport_islower) islower __asm__("ntparport_islower");
#undef isupper
extern __typeof__(ntparport_isupper) isupper __asm__("ntparport_isupper");
#undef isspace
extern __typeof__(ntparport_isspace) isspace __asm__("ntparport_isspace");
#undef isprint
extern __typeof__(ntparport_isprint) isprint __asm__("ntparport_isprint");
#undef tolower
extern __typeof__(ntparport_tolower) tolower __asm__("ntparport_tolower");
#undef toupper
extern __typeof__(ntparport_toupper) toupper __asm__("ntparport_toupper");
#undef towlower
extern __typeof__(ntparport_towlower) towlower __asm__("ntparport_towlower");
#undef towupper
extern __typeof__(ntparport_towupper) towupper __asm__("ntparport_towupper");
#undef swprintf
extern __typeof__(ntparport_swprintf) swprintf __asm__("ntparport_swprintf");
#undef vswprintf
extern __typeof__(ntparport_vswprintf) vswprintf __asm__("ntparport_vswprintf");
#undef _snprintf
extern __typeof__(ntparport__snprintf) _snprintf __asm__("ntparport__snprintf");
#undef _vsnprintf
extern __typeof__(ntparport__vsnprintf) _vsnprintf __asm__("ntparport__vsnprintf");
#undef _snwprintf
extern __typeof__(ntparport__snwprintf) _snwprintf __asm__("ntparport__snwprintf");
#undef _vsnwprintf
extern __typeof__(ntparport__vsnwprintf) _vsnwprintf __asm__("ntparport__vsnwprintf");
#undef _stricmp
extern __typeof__(ntparport__stricmp) _stricmp __asm__("ntparport__stricmp");
#undef _strnicmp
extern __typeof__(ntparport__strnicmp) _strnicmp __asm__("ntparport__strnicmp");
#undef _wcsicmp
extern __typeof__(ntparport__wcsicmp) _wcsicmp __asm__("ntparport__wcsicmp");
#undef _wcsnicmp
extern __typeof__(ntparport__wcsnicmp) _wcsnicmp __asm__("ntparport__wcsnicmp");
#undef wcslen
extern __typeof__(ntparport_wcslen) wcslen __asm__("ntparport_wcslen");
#undef wcscpy
extern __typeof__(ntparport_wcscpy) wcscpy __asm__("ntparport_wcscpy");
#undef wcsncpy
extern __typeof__(ntparport_wcsncpy) wcsncpy __asm__("ntparport_wcsncpy");
#undef wcscat
extern __typeof__(ntparport_wcscat) wcscat __asm__("ntparport_wcscat");
#undef wcsncat
extern __typeof__(ntparport_wcsncat) wcsncat __asm__("ntparport_wcsncat");
#undef wcscmp
extern __typeof__(ntparport_wcscmp) wcscmp __asm__("ntparport_wcscmp");
#undef wcsncmp
extern __typeof__(ntparport_wcsncmp) wcsncmp __asm__("ntparport_wcsncmp");
#undef wcschr
extern __typeof__(ntparport_wcschr) wcschr __asm__("ntparport_wcschr");
#undef wcsrchr
extern __typeof__(ntparport_wcsrchr) wcsrchr __asm__("ntparport_wcsrchr");
#undef wcsstr
extern __typeof__(ntparport_wcsstr) wcsstr __asm__("ntparport_wcsstr");
#undef wcsnlen
extern __typeof__(ntparport_wcsnlen) wcsnlen __asm__("ntparport_wcsnlen");
#undef wcsspn
extern __typeof__(ntparport_wcsspn) wcsspn __asm__("ntparport_wcsspn");
#undef wcscspn
extern __typeof__(ntparport_wcscspn) wcscspn __asm__("ntparport_wcscspn");
#undef _strlwr
extern __typeof__(ntparport__strlwr) _strlwr __asm__("ntparport__strlwr");
#undef _strupr
extern __typeof__(ntparport__strupr) _strupr __asm__("ntparport__strupr");
#undef _wcslwr
extern __typeof__(ntparport__wcslwr) _wcslwr __asm__("ntparport__wcslwr");
#undef _wcsupr
extern __typeof__(ntparport__wcsupr) _wcsupr __asm__("ntparport__wcsupr");
#undef _strset
extern __typeof__(ntparport__strset) _strset __asm__("ntparport__strset");
#undef _strnset
extern __typeof__(ntparport__strnset) _strnset __asm__("ntparport__strnset");
#undef _wcsset
extern __typeof__(ntparport__wcsset) _wcsset __asm__("ntparport__wcsset");
#undef _wcsnset
extern __typeof__(ntparport__wcsnset) _wcsnset __asm__("ntparport__wcsnset");
#undef _strrev
extern __typeof__(ntparport__strrev) _strrev __asm__("ntparport__strrev");
#undef _wcsrev
extern __typeof__(ntparport__wcsrev) _wcsrev __asm__("ntparport__wcsrev");
#endif

#ifdef NT_WHOLE_CSQ
#undef NT_WHOLE_CSQ
#undef IoCsqInitialize
extern __typeof__(ntparport_IoCsqInitialize) IoCsqInitialize __asm__("ntparport_IoCsqInitialize");
#undef IoCsqInitializeEx
extern __typeof__(ntparport_IoCsqInitializeEx) IoCsqInitializeEx __asm__("ntparport_IoCsqInitializeEx");
#undef IoCsqInsertIrp
extern __typeof__(ntparport_IoCsqInsertIrp) IoCsqInsertIrp __asm__("ntparport_IoCsqInsertIrp");
#undef IoCsqInsertIrpEx
extern __typeof__(ntparport_IoCsqInsertIrpEx) IoCsqInsertIrpEx __asm__("ntparport_IoCsqInsertIrpEx");
#undef IoCsqRemoveIrp
extern __typeof__(ntparport_IoCsqRemoveIrp) IoCsqRemoveIrp __asm__("ntparport_IoCsqRemoveIrp");
#undef IoCsqRemoveNextIrp
extern __typeof__(ntparport_IoCsqRemoveNextIrp) IoCsqRemoveNextIrp __asm__("ntparport_IoCsqRemoveNextIrp");
#endif

#ifdef NT_WHOLE_NTIFS
#undef NT_WHOLE_NTIFS
#undef PsIsSystemThread
extern __typeof__(ntparport_PsIsSystemThread) PsIsSystemThread __asm__("ntparport_PsIsSystemThread");
#undef IoIsSystemThread
extern __typeof__(ntparport_IoIsSystemThread) IoIsSystemThread __asm__("ntparport_IoIsSystemThread");
#undef IoThreadToProcess
extern __typeof__(ntparport_IoThreadToProcess) IoThreadToProcess __asm__("ntparport_IoThreadToProcess");
#undef IoGetRequestorProcess
extern __typeof__(ntparport_IoGetRequestorProcess) IoGetRequestorProcess __asm__("ntparport_IoGetRequestorProcess");
#undef IoGetRequestorProcessId
extern __typeof__(ntparport_IoGetRequestorProcessId) IoGetRequestorProcessId __asm__("ntparport_IoGetRequestorProcessId");
#undef RtlCompareMemoryUlong
extern __typeof__(ntparport_RtlCompareMemoryUlong) RtlCompareMemoryUlong __asm__("ntparport_RtlCompareMemoryUlong");
#undef RtlFillMemoryUlong
extern __typeof__(ntparport_RtlFillMemoryUlong) RtlFillMemoryUlong __asm__("ntparport_RtlFillMemoryUlong");
#undef RtlFillMemoryUlonglong
extern __typeof__(ntparport_RtlFillMemoryUlonglong) RtlFillMemoryUlonglong __asm__("ntparport_RtlFillMemoryUlonglong");
#undef RtlRandom
extern __typeof__(ntparport_RtlRandom) RtlRandom __asm__("ntparport_RtlRandom");
#undef RtlRandomEx
extern __typeof__(ntparport_RtlRandomEx) RtlRandomEx __asm__("ntparport_RtlRandomEx");
#undef RtlNtStatusToDosError
extern __typeof__(ntparport_RtlNtStatusToDosError) RtlNtStatusToDosError __asm__("ntparport_RtlNtStatusToDosError");
#undef RtlNtStatusToDosErrorNoTeb
extern __typeof__(ntparport_RtlNtStatusToDosErrorNoTeb) RtlNtStatusToDosErrorNoTeb __asm__("ntparport_RtlNtStatusToDosErrorNoTeb");
#undef RtlInitAnsiStringEx
extern __typeof__(ntparport_RtlInitAnsiStringEx) RtlInitAnsiStringEx __asm__("ntparport_RtlInitAnsiStringEx");
#undef RtlInitUnicodeStringEx
extern __typeof__(ntparport_RtlInitUnicodeStringEx) RtlInitUnicodeStringEx __asm__("ntparport_RtlInitUnicodeStringEx");
#undef RtlValidateUnicodeString
extern __typeof__(ntparport_RtlValidateUnicodeString) RtlValidateUnicodeString __asm__("ntparport_RtlValidateUnicodeString");
#undef RtlAppendStringToString
extern __typeof__(ntparport_RtlAppendStringToString) RtlAppendStringToString __asm__("ntparport_RtlAppendStringToString");
#undef RtlCreateUnicodeString
extern __typeof__(ntparport_RtlCreateUnicodeString) RtlCreateUnicodeString __asm__("ntparport_RtlCreateUnicodeString");
#undef RtlDuplicateUnicodeString
extern __typeof__(ntparport_RtlDuplicateUnicodeString) RtlDuplicateUnicodeString __asm__("ntparport_RtlDuplicateUnicodeString");
#undef RtlDowncaseUnicodeString
extern __typeof__(ntparport_RtlDowncaseUnicodeString) RtlDowncaseUnicodeString __asm__("ntparport_RtlDowncaseUnicodeString");
#undef RtlOemStringToUnicodeString
extern __typeof__(ntparport_RtlOemStringToUnicodeString) RtlOemStringToUnicodeString __asm__("ntparport_RtlOemStringToUnicodeString");
#undef RtlOemStringToCountedUnicodeString
extern __typeof__(ntparport_RtlOemStringToCountedUnicodeString) RtlOemStringToCountedUnicodeString __asm__("ntparport_RtlOemStringToCountedUnicodeString");
#undef RtlUnicodeStringToOemString
extern __typeof__(ntparport_RtlUnicodeStringToOemString) RtlUnicodeStringToOemString __asm__("ntparport_RtlUnicodeStringToOemString");
#undef RtlUnicodeStringToCountedOemString
extern __typeof__(ntparport_RtlUnicodeStringToCountedOemString) RtlUnicodeStringToCountedOemString __asm__("ntparport_RtlUnicodeStringToCountedOemString");
#undef RtlUpcaseUnicodeStringToOemString
extern __typeof__(ntparport_RtlUpcaseUnicodeStringToOemString) RtlUpcaseUnicodeStringToOemString __asm__("ntparport_RtlUpcaseUnicodeStringToOemString");
#undef RtlUpcaseUnicodeStringToCountedOemString
extern __typeof__(ntparport_RtlUpcaseUnicodeStringToCountedOemString) RtlUpcaseUnicodeStringToCountedOemString __asm__("ntparport_RtlUpcaseUnicodeStringToCountedOemString");
#undef RtlxOemStringToUnicodeSize
extern __typeof__(ntparport_RtlxOemStringToUnicodeSize) RtlxOemStringToUnicodeSize __asm__("ntparport_RtlxOemStringToUnicodeSize");
#undef RtlxUnicodeStringToOemSize
extern __typeof__(ntparport_RtlxUnicodeStringToOemSize) RtlxUnicodeStringToOemSize __asm__("ntparport_RtlxUnicodeStringToOemSize");
#undef RtlFreeOemString
extern __typeof__(ntparport_RtlFreeOemString) RtlFreeOemString __asm__("ntparport_RtlFreeOemString");
#undef RtlMultiByteToUnicodeN
extern __typeof__(ntparport_RtlMultiByteToUnicodeN) RtlMultiByteToUnicodeN __asm__("ntparport_RtlMultiByteToUnicodeN");
#undef RtlUnicodeToMultiByteN
extern __typeof__(ntparport_RtlUnicodeToMultiByteN) RtlUnicodeToMultiByteN __asm__("ntparport_RtlUnicodeToMultiByteN");
#undef RtlUpcaseUnicodeToMultiByteN
extern __typeof__(ntparport_RtlUpcaseUnicodeToMultiByteN) RtlUpcaseUnicodeToMultiByteN __asm__("ntparport_RtlUpcaseUnicodeToMultiByteN");
#undef RtlOemToUnicodeN
extern __typeof__(ntparport_RtlOemToUnicodeN) RtlOemToUnicodeN __asm__("ntparport_RtlOemToUnicodeN");
#undef RtlUnicodeToOemN
extern __typeof__(ntparport_RtlUnicodeToOemN) RtlUnicodeToOemN __asm__("ntparport_RtlUnicodeToOemN");
#undef RtlUpcaseUnicodeToOemN
extern __typeof__(ntparport_RtlUpcaseUnicodeToOemN) RtlUpcaseUnicodeToOemN __asm__("ntparport_RtlUpcaseUnicodeToOemN");
#undef RtlMultiByteToUnicodeSize
extern __typeof__(ntparport_RtlMultiByteToUnicodeSize) RtlMultiByteToUnicodeSize __asm__("ntparport_RtlMultiByteToUnicodeSize");
#undef RtlUnicodeToMultiByteSize
extern __typeof__(ntparport_RtlUnicodeToMultiByteSize) RtlUnicodeToMultiByteSize __asm__("ntparport_RtlUnicodeToMultiByteSize");
#undef ZwCreateEvent
extern __typeof__(ntparport_ZwCreateEvent) ZwCreateEvent __asm__("ntparport_ZwCreateEvent");
#undef ZwSetEvent
extern __typeof__(ntparport_ZwSetEvent) ZwSetEvent __asm__("ntparport_ZwSetEvent");
#undef ZwPulseEvent
extern __typeof__(ntparport_ZwPulseEvent) ZwPulseEvent __asm__("ntparport_ZwPulseEvent");
#undef ZwResetEvent
extern __typeof__(ntparport_ZwResetEvent) ZwResetEvent __asm__("ntparport_ZwResetEvent");
#undef ZwClearEvent
extern __typeof__(ntparport_ZwClearEvent) ZwClearEvent __asm__("ntparport_ZwClearEvent");
#undef ZwWaitForSingleObject
extern __typeof__(ntparport_ZwWaitForSingleObject) ZwWaitForSingleObject __asm__("ntparport_ZwWaitForSingleObject");
#undef ZwWaitForMultipleObjects
extern __typeof__(ntparport_ZwWaitForMultipleObjects) ZwWaitForMultipleObjects __asm__("ntparport_ZwWaitForMultipleObjects");
#undef ZwYieldExecution
extern __typeof__(ntparport_ZwYieldExecution) ZwYieldExecution __asm__("ntparport_ZwYieldExecution");
#undef ZwDuplicateObject
extern __typeof__(ntparport_ZwDuplicateObject) ZwDuplicateObject __asm__("ntparport_ZwDuplicateObject");
#undef ZwCreateSymbolicLinkObject
extern __typeof__(ntparport_ZwCreateSymbolicLinkObject) ZwCreateSymbolicLinkObject __asm__("ntparport_ZwCreateSymbolicLinkObject");
#undef ZwOpenDirectoryObject
extern __typeof__(ntparport_ZwOpenDirectoryObject) ZwOpenDirectoryObject __asm__("ntparport_ZwOpenDirectoryObject");
#undef ZwQueryDirectoryObject
extern __typeof__(ntparport_ZwQueryDirectoryObject) ZwQueryDirectoryObject __asm__("ntparport_ZwQueryDirectoryObject");
#undef ZwFsControlFile
extern __typeof__(ntparport_ZwFsControlFile) ZwFsControlFile __asm__("ntparport_ZwFsControlFile");
#undef ZwFlushBuffersFile
extern __typeof__(ntparport_ZwFlushBuffersFile) ZwFlushBuffersFile __asm__("ntparport_ZwFlushBuffersFile");
#undef ZwCancelIoFile
extern __typeof__(ntparport_ZwCancelIoFile) ZwCancelIoFile __asm__("ntparport_ZwCancelIoFile");
#undef ZwDeleteFile
extern __typeof__(ntparport_ZwDeleteFile) ZwDeleteFile __asm__("ntparport_ZwDeleteFile");
#undef IoIsOperationSynchronous
extern __typeof__(ntparport_IoIsOperationSynchronous) IoIsOperationSynchronous __asm__("ntparport_IoIsOperationSynchronous");
#undef IoGetLowerDeviceObject
extern __typeof__(ntparport_IoGetLowerDeviceObject) IoGetLowerDeviceObject __asm__("ntparport_IoGetLowerDeviceObject");
#undef IoGetDeviceAttachmentBaseRef
extern __typeof__(ntparport_IoGetDeviceAttachmentBaseRef) IoGetDeviceAttachmentBaseRef __asm__("ntparport_IoGetDeviceAttachmentBaseRef");
#undef IoEnumerateDeviceObjectList
extern __typeof__(ntparport_IoEnumerateDeviceObjectList) IoEnumerateDeviceObjectList __asm__("ntparport_IoEnumerateDeviceObjectList");
#endif

#ifdef NT_WHOLE_STDLIB
#undef NT_WHOLE_STDLIB
#undef qsort
extern __typeof__(ntparport_qsort) qsort __asm__("ntparport_qsort");
#undef bsearch
extern __typeof__(ntparport_bsearch) bsearch __asm__("ntparport_bsearch");
#undef rand
extern __typeof__(ntparport_rand) rand __asm__("ntparport_rand");
#undef srand
extern __typeof__(ntparport_srand) srand __asm__("ntparport_srand");
#undef atoi
extern __typeof__(ntparport_atoi) atoi __asm__("ntparport_atoi");
#undef atol
extern __typeof__(ntparport_atol) atol __asm__("ntparport_atol");
#undef _wtoi
extern __typeof__(ntparport__wtoi) _wtoi __asm__("ntparport__wtoi");
#undef _wtol
extern __typeof__(ntparport__wtol) _wtol __asm__("ntparport__wtol");
#undef wcstoul
extern __typeof__(ntparport_wcstoul) wcstoul __asm__("ntparport_wcstoul");
#undef _itoa
extern __typeof__(ntparport__itoa) _itoa __asm__("ntparport__itoa");
#undef _itow
extern __typeof__(ntparport__itow) _itow __asm__("ntparport__itow");
#undef mbstowcs
extern __typeof__(ntparport_mbstowcs) mbstowcs __asm__("ntparport_mbstowcs");
#undef wcstombs
extern __typeof__(ntparport_wcstombs) wcstombs __asm__("ntparport_wcstombs");
#undef mbtowc
extern __typeof__(ntparport_mbtowc) mbtowc __asm__("ntparport_mbtowc");
#undef wctomb
extern __typeof__(ntparport_wctomb) wctomb __asm__("ntparport_wctomb");
#endif

#ifdef NT_WHOLE_WDM
#undef NT_WHOLE_WDM
#undef RtlInitializeBitMap
extern __typeof__(ntparport_RtlInitializeBitMap) RtlInitializeBitMap __asm__("ntparport_RtlInitializeBitMap");
#undef RtlClearBit
extern __typeof__(ntparport_RtlClearBit) RtlClearBit __asm__("ntparport_RtlClearBit");
#undef RtlSetBit
extern __typeof__(ntparport_RtlSetBit) RtlSetBit __asm__("ntparport_RtlSetBit");
#undef RtlClearBits
extern __typeof__(ntparport_RtlClearBits) RtlClearBits __asm__("ntparport_RtlClearBits");
#undef RtlSetBits
extern __typeof__(ntparport_RtlSetBits) RtlSetBits __asm__("ntparport_RtlSetBits");
#undef RtlClearAllBits
extern __typeof__(ntparport_RtlClearAllBits) RtlClearAllBits __asm__("ntparport_RtlClearAllBits");
#undef RtlSetAllBits
extern __typeof__(ntparport_RtlSetAllBits) RtlSetAllBits __asm__("ntparport_RtlSetAllBits");
#undef RtlTestBit
extern __typeof__(ntparport_RtlTestBit) RtlTestBit __asm__("ntparport_RtlTestBit");
#undef RtlAreBitsClear
extern __typeof__(ntparport_RtlAreBitsClear) RtlAreBitsClear __asm__("ntparport_RtlAreBitsClear");
#undef RtlAreBitsSet
extern __typeof__(ntparport_RtlAreBitsSet) RtlAreBitsSet __asm__("ntparport_RtlAreBitsSet");
#undef RtlNumberOfClearBits
extern __typeof__(ntparport_RtlNumberOfClearBits) RtlNumberOfClearBits __asm__("ntparport_RtlNumberOfClearBits");
#undef RtlNumberOfSetBits
extern __typeof__(ntparport_RtlNumberOfSetBits) RtlNumberOfSetBits __asm__("ntparport_RtlNumberOfSetBits");
#undef RtlFindClearBits
extern __typeof__(ntparport_RtlFindClearBits) RtlFindClearBits __asm__("ntparport_RtlFindClearBits");
#undef RtlFindSetBits
extern __typeof__(ntparport_RtlFindSetBits) RtlFindSetBits __asm__("ntparport_RtlFindSetBits");
#undef RtlFindClearBitsAndSet
extern __typeof__(ntparport_RtlFindClearBitsAndSet) RtlFindClearBitsAndSet __asm__("ntparport_RtlFindClearBitsAndSet");
#undef RtlFindSetBitsAndClear
extern __typeof__(ntparport_RtlFindSetBitsAndClear) RtlFindSetBitsAndClear __asm__("ntparport_RtlFindSetBitsAndClear");
#undef RtlFindLongestRunClear
extern __typeof__(ntparport_RtlFindLongestRunClear) RtlFindLongestRunClear __asm__("ntparport_RtlFindLongestRunClear");
#undef RtlFindFirstRunClear
extern __typeof__(ntparport_RtlFindFirstRunClear) RtlFindFirstRunClear __asm__("ntparport_RtlFindFirstRunClear");
#undef RtlFindNextForwardRunClear
extern __typeof__(ntparport_RtlFindNextForwardRunClear) RtlFindNextForwardRunClear __asm__("ntparport_RtlFindNextForwardRunClear");
#undef RtlFindLastBackwardRunClear
extern __typeof__(ntparport_RtlFindLastBackwardRunClear) RtlFindLastBackwardRunClear __asm__("ntparport_RtlFindLastBackwardRunClear");
#undef RtlFindClearRuns
extern __typeof__(ntparport_RtlFindClearRuns) RtlFindClearRuns __asm__("ntparport_RtlFindClearRuns");
#undef RtlFindMostSignificantBit
extern __typeof__(ntparport_RtlFindMostSignificantBit) RtlFindMostSignificantBit __asm__("ntparport_RtlFindMostSignificantBit");
#undef RtlFindLeastSignificantBit
extern __typeof__(ntparport_RtlFindLeastSignificantBit) RtlFindLeastSignificantBit __asm__("ntparport_RtlFindLeastSignificantBit");
#undef IoQueryDeviceDescription
extern __typeof__(ntparport_IoQueryDeviceDescription) IoQueryDeviceDescription __asm__("ntparport_IoQueryDeviceDescription");
#undef IoReportResourceUsage
extern __typeof__(ntparport_IoReportResourceUsage) IoReportResourceUsage __asm__("ntparport_IoReportResourceUsage");
#undef IoReportResourceForDetection
extern __typeof__(ntparport_IoReportResourceForDetection) IoReportResourceForDetection __asm__("ntparport_IoReportResourceForDetection");
#undef IoReportDetectedDevice
extern __typeof__(ntparport_IoReportDetectedDevice) IoReportDetectedDevice __asm__("ntparport_IoReportDetectedDevice");
#undef IoAssignResources
extern __typeof__(ntparport_IoAssignResources) IoAssignResources __asm__("ntparport_IoAssignResources");
#undef IoConnectInterrupt
extern __typeof__(ntparport_IoConnectInterrupt) IoConnectInterrupt __asm__("ntparport_IoConnectInterrupt");
#undef IoDisconnectInterrupt
extern __typeof__(ntparport_IoDisconnectInterrupt) IoDisconnectInterrupt __asm__("ntparport_IoDisconnectInterrupt");
#undef IoConnectInterruptEx
extern __typeof__(ntparport_IoConnectInterruptEx) IoConnectInterruptEx __asm__("ntparport_IoConnectInterruptEx");
#undef IoDisconnectInterruptEx
extern __typeof__(ntparport_IoDisconnectInterruptEx) IoDisconnectInterruptEx __asm__("ntparport_IoDisconnectInterruptEx");
#undef HalGetInterruptVector
extern __typeof__(ntparport_HalGetInterruptVector) HalGetInterruptVector __asm__("ntparport_HalGetInterruptVector");
#undef HalTranslateBusAddress
extern __typeof__(ntparport_HalTranslateBusAddress) HalTranslateBusAddress __asm__("ntparport_HalTranslateBusAddress");
#undef HalGetBusData
extern __typeof__(ntparport_HalGetBusData) HalGetBusData __asm__("ntparport_HalGetBusData");
#undef HalGetBusDataByOffset
extern __typeof__(ntparport_HalGetBusDataByOffset) HalGetBusDataByOffset __asm__("ntparport_HalGetBusDataByOffset");
#undef HalSetBusData
extern __typeof__(ntparport_HalSetBusData) HalSetBusData __asm__("ntparport_HalSetBusData");
#undef HalSetBusDataByOffset
extern __typeof__(ntparport_HalSetBusDataByOffset) HalSetBusDataByOffset __asm__("ntparport_HalSetBusDataByOffset");
#undef HalGetAdapter
extern __typeof__(ntparport_HalGetAdapter) HalGetAdapter __asm__("ntparport_HalGetAdapter");
#undef IoGetDmaAdapter
extern __typeof__(ntparport_IoGetDmaAdapter) IoGetDmaAdapter __asm__("ntparport_IoGetDmaAdapter");
#undef HalMakeBeep
extern __typeof__(ntparport_HalMakeBeep) HalMakeBeep __asm__("ntparport_HalMakeBeep");
#undef HalAssignSlotResources
extern __typeof__(ntparport_HalAssignSlotResources) HalAssignSlotResources __asm__("ntparport_HalAssignSlotResources");
#undef ExAllocatePoolWithTag
extern __typeof__(ntparport_ExAllocatePoolWithTag) ExAllocatePoolWithTag __asm__("ntparport_ExAllocatePoolWithTag");
#undef ExAllocatePool
extern __typeof__(ntparport_ExAllocatePool) ExAllocatePool __asm__("ntparport_ExAllocatePool");
#undef ExAllocatePool2
extern __typeof__(ntparport_ExAllocatePool2) ExAllocatePool2 __asm__("ntparport_ExAllocatePool2");
#undef ExFreePool
extern __typeof__(ntparport_ExFreePool) ExFreePool __asm__("ntparport_ExFreePool");
#undef ExFreePoolWithTag
extern __typeof__(ntparport_ExFreePoolWithTag) ExFreePoolWithTag __asm__("ntparport_ExFreePoolWithTag");
#undef ExInterlockedAddLargeInteger
extern __typeof__(ntparport_ExInterlockedAddLargeInteger) ExInterlockedAddLargeInteger __asm__("ntparport_ExInterlockedAddLargeInteger");
#undef ExInterlockedAddUlong
extern __typeof__(ntparport_ExInterlockedAddUlong) ExInterlockedAddUlong __asm__("ntparport_ExInterlockedAddUlong");
#undef ExInterlockedInsertHeadList
extern __typeof__(ntparport_ExInterlockedInsertHeadList) ExInterlockedInsertHeadList __asm__("ntparport_ExInterlockedInsertHeadList");
#undef ExInterlockedInsertTailList
extern __typeof__(ntparport_ExInterlockedInsertTailList) ExInterlockedInsertTailList __asm__("ntparport_ExInterlockedInsertTailList");
#undef ExInterlockedRemoveHeadList
extern __typeof__(ntparport_ExInterlockedRemoveHeadList) ExInterlockedRemoveHeadList __asm__("ntparport_ExInterlockedRemoveHeadList");
#undef ExInterlockedPopEntryList
extern __typeof__(ntparport_ExInterlockedPopEntryList) ExInterlockedPopEntryList __asm__("ntparport_ExInterlockedPopEntryList");
#undef ExInterlockedPushEntryList
extern __typeof__(ntparport_ExInterlockedPushEntryList) ExInterlockedPushEntryList __asm__("ntparport_ExInterlockedPushEntryList");
#undef InitializeSListHead
extern __typeof__(ntparport_InitializeSListHead) InitializeSListHead __asm__("ntparport_InitializeSListHead");
#undef InterlockedPushEntrySList
extern __typeof__(ntparport_InterlockedPushEntrySList) InterlockedPushEntrySList __asm__("ntparport_InterlockedPushEntrySList");
#undef InterlockedPopEntrySList
extern __typeof__(ntparport_InterlockedPopEntrySList) InterlockedPopEntrySList __asm__("ntparport_InterlockedPopEntrySList");
#undef ExInterlockedFlushSList
extern __typeof__(ntparport_ExInterlockedFlushSList) ExInterlockedFlushSList __asm__("ntparport_ExInterlockedFlushSList");
#undef ExQueryDepthSList
extern __typeof__(ntparport_ExQueryDepthSList) ExQueryDepthSList __asm__("ntparport_ExQueryDepthSList");
#undef ExAcquireFastMutex
extern __typeof__(ntparport_ExAcquireFastMutex) ExAcquireFastMutex __asm__("ntparport_ExAcquireFastMutex");
#undef ExTryToAcquireFastMutex
extern __typeof__(ntparport_ExTryToAcquireFastMutex) ExTryToAcquireFastMutex __asm__("ntparport_ExTryToAcquireFastMutex");
#undef ExReleaseFastMutex
extern __typeof__(ntparport_ExReleaseFastMutex) ExReleaseFastMutex __asm__("ntparport_ExReleaseFastMutex");
#undef ExAcquireFastMutexUnsafe
extern __typeof__(ntparport_ExAcquireFastMutexUnsafe) ExAcquireFastMutexUnsafe __asm__("ntparport_ExAcquireFastMutexUnsafe");
#undef ExReleaseFastMutexUnsafe
extern __typeof__(ntparport_ExReleaseFastMutexUnsafe) ExReleaseFastMutexUnsafe __asm__("ntparport_ExReleaseFastMutexUnsafe");
#undef ExInitializeResourceLite
extern __typeof__(ntparport_ExInitializeResourceLite) ExInitializeResourceLite __asm__("ntparport_ExInitializeResourceLite");
#undef ExReinitializeResourceLite
extern __typeof__(ntparport_ExReinitializeResourceLite) ExReinitializeResourceLite __asm__("ntparport_ExReinitializeResourceLite");
#undef ExDeleteResourceLite
extern __typeof__(ntparport_ExDeleteResourceLite) ExDeleteResourceLite __asm__("ntparport_ExDeleteResourceLite");
#undef ExAcquireResourceExclusiveLite
extern __typeof__(ntparport_ExAcquireResourceExclusiveLite) ExAcquireResourceExclusiveLite __asm__("ntparport_ExAcquireResourceExclusiveLite");
#undef ExAcquireResourceSharedLite
extern __typeof__(ntparport_ExAcquireResourceSharedLite) ExAcquireResourceSharedLite __asm__("ntparport_ExAcquireResourceSharedLite");
#undef ExAcquireSharedStarveExclusive
extern __typeof__(ntparport_ExAcquireSharedStarveExclusive) ExAcquireSharedStarveExclusive __asm__("ntparport_ExAcquireSharedStarveExclusive");
#undef ExAcquireSharedWaitForExclusive
extern __typeof__(ntparport_ExAcquireSharedWaitForExclusive) ExAcquireSharedWaitForExclusive __asm__("ntparport_ExAcquireSharedWaitForExclusive");
#undef ExReleaseResourceLite
extern __typeof__(ntparport_ExReleaseResourceLite) ExReleaseResourceLite __asm__("ntparport_ExReleaseResourceLite");
#undef ExReleaseResourceForThreadLite
extern __typeof__(ntparport_ExReleaseResourceForThreadLite) ExReleaseResourceForThreadLite __asm__("ntparport_ExReleaseResourceForThreadLite");
#undef ExConvertExclusiveToSharedLite
extern __typeof__(ntparport_ExConvertExclusiveToSharedLite) ExConvertExclusiveToSharedLite __asm__("ntparport_ExConvertExclusiveToSharedLite");
#undef ExIsResourceAcquiredExclusiveLite
extern __typeof__(ntparport_ExIsResourceAcquiredExclusiveLite) ExIsResourceAcquiredExclusiveLite __asm__("ntparport_ExIsResourceAcquiredExclusiveLite");
#undef ExIsResourceAcquiredSharedLite
extern __typeof__(ntparport_ExIsResourceAcquiredSharedLite) ExIsResourceAcquiredSharedLite __asm__("ntparport_ExIsResourceAcquiredSharedLite");
#undef ExGetExclusiveWaiterCount
extern __typeof__(ntparport_ExGetExclusiveWaiterCount) ExGetExclusiveWaiterCount __asm__("ntparport_ExGetExclusiveWaiterCount");
#undef ExGetSharedWaiterCount
extern __typeof__(ntparport_ExGetSharedWaiterCount) ExGetSharedWaiterCount __asm__("ntparport_ExGetSharedWaiterCount");
#undef ExQueueWorkItem
extern __typeof__(ntparport_ExQueueWorkItem) ExQueueWorkItem __asm__("ntparport_ExQueueWorkItem");
#undef ExInitializeNPagedLookasideList
extern __typeof__(ntparport_ExInitializeNPagedLookasideList) ExInitializeNPagedLookasideList __asm__("ntparport_ExInitializeNPagedLookasideList");
#undef ExInitializePagedLookasideList
extern __typeof__(ntparport_ExInitializePagedLookasideList) ExInitializePagedLookasideList __asm__("ntparport_ExInitializePagedLookasideList");
#undef ExAllocateFromNPagedLookasideList
extern __typeof__(ntparport_ExAllocateFromNPagedLookasideList) ExAllocateFromNPagedLookasideList __asm__("ntparport_ExAllocateFromNPagedLookasideList");
#undef ExAllocateFromPagedLookasideList
extern __typeof__(ntparport_ExAllocateFromPagedLookasideList) ExAllocateFromPagedLookasideList __asm__("ntparport_ExAllocateFromPagedLookasideList");
#undef ExFreeToNPagedLookasideList
extern __typeof__(ntparport_ExFreeToNPagedLookasideList) ExFreeToNPagedLookasideList __asm__("ntparport_ExFreeToNPagedLookasideList");
#undef ExFreeToPagedLookasideList
extern __typeof__(ntparport_ExFreeToPagedLookasideList) ExFreeToPagedLookasideList __asm__("ntparport_ExFreeToPagedLookasideList");
#undef ExDeleteNPagedLookasideList
extern __typeof__(ntparport_ExDeleteNPagedLookasideList) ExDeleteNPagedLookasideList __asm__("ntparport_ExDeleteNPagedLookasideList");
#undef ExDeletePagedLookasideList
extern __typeof__(ntparport_ExDeletePagedLookasideList) ExDeletePagedLookasideList __asm__("ntparport_ExDeletePagedLookasideList");
#undef ExInitializeLookasideListEx
extern __typeof__(ntparport_ExInitializeLookasideListEx) ExInitializeLookasideListEx __asm__("ntparport_ExInitializeLookasideListEx");
#undef ExAllocateFromLookasideListEx
extern __typeof__(ntparport_ExAllocateFromLookasideListEx) ExAllocateFromLookasideListEx __asm__("ntparport_ExAllocateFromLookasideListEx");
#undef ExFreeToLookasideListEx
extern __typeof__(ntparport_ExFreeToLookasideListEx) ExFreeToLookasideListEx __asm__("ntparport_ExFreeToLookasideListEx");
#undef ExFlushLookasideListEx
extern __typeof__(ntparport_ExFlushLookasideListEx) ExFlushLookasideListEx __asm__("ntparport_ExFlushLookasideListEx");
#undef ExDeleteLookasideListEx
extern __typeof__(ntparport_ExDeleteLookasideListEx) ExDeleteLookasideListEx __asm__("ntparport_ExDeleteLookasideListEx");
#undef ExInitializeRundownProtection
extern __typeof__(ntparport_ExInitializeRundownProtection) ExInitializeRundownProtection __asm__("ntparport_ExInitializeRundownProtection");
#undef ExReInitializeRundownProtection
extern __typeof__(ntparport_ExReInitializeRundownProtection) ExReInitializeRundownProtection __asm__("ntparport_ExReInitializeRundownProtection");
#undef ExAcquireRundownProtection
extern __typeof__(ntparport_ExAcquireRundownProtection) ExAcquireRundownProtection __asm__("ntparport_ExAcquireRundownProtection");
#undef ExAcquireRundownProtectionEx
extern __typeof__(ntparport_ExAcquireRundownProtectionEx) ExAcquireRundownProtectionEx __asm__("ntparport_ExAcquireRundownProtectionEx");
#undef ExReleaseRundownProtection
extern __typeof__(ntparport_ExReleaseRundownProtection) ExReleaseRundownProtection __asm__("ntparport_ExReleaseRundownProtection");
#undef ExReleaseRundownProtectionEx
extern __typeof__(ntparport_ExReleaseRundownProtectionEx) ExReleaseRundownProtectionEx __asm__("ntparport_ExReleaseRundownProtectionEx");
#undef ExWaitForRundownProtectionRelease
extern __typeof__(ntparport_ExWaitForRundownProtectionRelease) ExWaitForRundownProtectionRelease __asm__("ntparport_ExWaitForRundownProtectionRelease");
#undef ExRundownCompleted
extern __typeof__(ntparport_ExRundownCompleted) ExRundownCompleted __asm__("ntparport_ExRundownCompleted");
#undef ExInitializeZone
extern __typeof__(ntparport_ExInitializeZone) ExInitializeZone __asm__("ntparport_ExInitializeZone");
#undef ExExtendZone
extern __typeof__(ntparport_ExExtendZone) ExExtendZone __asm__("ntparport_ExExtendZone");
#undef ExInterlockedExtendZone
extern __typeof__(ntparport_ExInterlockedExtendZone) ExInterlockedExtendZone __asm__("ntparport_ExInterlockedExtendZone");
#undef ExIsProcessorFeaturePresent
extern __typeof__(ntparport_ExIsProcessorFeaturePresent) ExIsProcessorFeaturePresent __asm__("ntparport_ExIsProcessorFeaturePresent");
#undef ExVerifySuite
extern __typeof__(ntparport_ExVerifySuite) ExVerifySuite __asm__("ntparport_ExVerifySuite");
#undef ExGetPreviousMode
extern __typeof__(ntparport_ExGetPreviousMode) ExGetPreviousMode __asm__("ntparport_ExGetPreviousMode");
#undef RtlInitializeGenericTable
extern __typeof__(ntparport_RtlInitializeGenericTable) RtlInitializeGenericTable __asm__("ntparport_RtlInitializeGenericTable");
#undef RtlInitializeGenericTableAvl
extern __typeof__(ntparport_RtlInitializeGenericTableAvl) RtlInitializeGenericTableAvl __asm__("ntparport_RtlInitializeGenericTableAvl");
#undef RtlInsertElementGenericTable
extern __typeof__(ntparport_RtlInsertElementGenericTable) RtlInsertElementGenericTable __asm__("ntparport_RtlInsertElementGenericTable");
#undef RtlInsertElementGenericTableAvl
extern __typeof__(ntparport_RtlInsertElementGenericTableAvl) RtlInsertElementGenericTableAvl __asm__("ntparport_RtlInsertElementGenericTableAvl");
#undef RtlInsertElementGenericTableFull
extern __typeof__(ntparport_RtlInsertElementGenericTableFull) RtlInsertElementGenericTableFull __asm__("ntparport_RtlInsertElementGenericTableFull");
#undef RtlInsertElementGenericTableFullAvl
extern __typeof__(ntparport_RtlInsertElementGenericTableFullAvl) RtlInsertElementGenericTableFullAvl __asm__("ntparport_RtlInsertElementGenericTableFullAvl");
#undef RtlDeleteElementGenericTable
extern __typeof__(ntparport_RtlDeleteElementGenericTable) RtlDeleteElementGenericTable __asm__("ntparport_RtlDeleteElementGenericTable");
#undef RtlDeleteElementGenericTableAvl
extern __typeof__(ntparport_RtlDeleteElementGenericTableAvl) RtlDeleteElementGenericTableAvl __asm__("ntparport_RtlDeleteElementGenericTableAvl");
#undef RtlLookupElementGenericTable
extern __typeof__(ntparport_RtlLookupElementGenericTable) RtlLookupElementGenericTable __asm__("ntparport_RtlLookupElementGenericTable");
#undef RtlLookupElementGenericTableAvl
extern __typeof__(ntparport_RtlLookupElementGenericTableAvl) RtlLookupElementGenericTableAvl __asm__("ntparport_RtlLookupElementGenericTableAvl");
#undef RtlLookupElementGenericTableFull
extern __typeof__(ntparport_RtlLookupElementGenericTableFull) RtlLookupElementGenericTableFull __asm__("ntparport_RtlLookupElementGenericTableFull");
#undef RtlLookupElementGenericTableFullAvl
extern __typeof__(ntparport_RtlLookupElementGenericTableFullAvl) RtlLookupElementGenericTableFullAvl __asm__("ntparport_RtlLookupElementGenericTableFullAvl");
#undef RtlLookupFirstMatchingElementGenericTableAvl
extern __typeof__(ntparport_RtlLookupFirstMatchingElementGenericTableAvl) RtlLookupFirstMatchingElementGenericTableAvl __asm__("ntparport_RtlLookupFirstMatchingElementGenericTableAvl");
#undef RtlEnumerateGenericTable
extern __typeof__(ntparport_RtlEnumerateGenericTable) RtlEnumerateGenericTable __asm__("ntparport_RtlEnumerateGenericTable");
#undef RtlEnumerateGenericTableAvl
extern __typeof__(ntparport_RtlEnumerateGenericTableAvl) RtlEnumerateGenericTableAvl __asm__("ntparport_RtlEnumerateGenericTableAvl");
#undef RtlEnumerateGenericTableWithoutSplaying
extern __typeof__(ntparport_RtlEnumerateGenericTableWithoutSplaying) RtlEnumerateGenericTableWithoutSplaying __asm__("ntparport_RtlEnumerateGenericTableWithoutSplaying");
#undef RtlEnumerateGenericTableWithoutSplayingAvl
extern __typeof__(ntparport_RtlEnumerateGenericTableWithoutSplayingAvl) RtlEnumerateGenericTableWithoutSplayingAvl __asm__("ntparport_RtlEnumerateGenericTableWithoutSplayingAvl");
#undef RtlEnumerateGenericTableLikeADirectory
extern __typeof__(ntparport_RtlEnumerateGenericTableLikeADirectory) RtlEnumerateGenericTableLikeADirectory __asm__("ntparport_RtlEnumerateGenericTableLikeADirectory");
#undef RtlGetElementGenericTable
extern __typeof__(ntparport_RtlGetElementGenericTable) RtlGetElementGenericTable __asm__("ntparport_RtlGetElementGenericTable");
#undef RtlGetElementGenericTableAvl
extern __typeof__(ntparport_RtlGetElementGenericTableAvl) RtlGetElementGenericTableAvl __asm__("ntparport_RtlGetElementGenericTableAvl");
#undef RtlNumberGenericTableElements
extern __typeof__(ntparport_RtlNumberGenericTableElements) RtlNumberGenericTableElements __asm__("ntparport_RtlNumberGenericTableElements");
#undef RtlNumberGenericTableElementsAvl
extern __typeof__(ntparport_RtlNumberGenericTableElementsAvl) RtlNumberGenericTableElementsAvl __asm__("ntparport_RtlNumberGenericTableElementsAvl");
#undef RtlIsGenericTableEmpty
extern __typeof__(ntparport_RtlIsGenericTableEmpty) RtlIsGenericTableEmpty __asm__("ntparport_RtlIsGenericTableEmpty");
#undef RtlIsGenericTableEmptyAvl
extern __typeof__(ntparport_RtlIsGenericTableEmptyAvl) RtlIsGenericTableEmptyAvl __asm__("ntparport_RtlIsGenericTableEmptyAvl");
#undef RtlGUIDFromString
extern __typeof__(ntparport_RtlGUIDFromString) RtlGUIDFromString __asm__("ntparport_RtlGUIDFromString");
#undef RtlStringFromGUID
extern __typeof__(ntparport_RtlStringFromGUID) RtlStringFromGUID __asm__("ntparport_RtlStringFromGUID");
#undef ExUuidCreate
extern __typeof__(ntparport_ExUuidCreate) ExUuidCreate __asm__("ntparport_ExUuidCreate");
#undef READ_PORT_UCHAR
extern __typeof__(ntparport_READ_PORT_UCHAR) READ_PORT_UCHAR __asm__("ntparport_READ_PORT_UCHAR");
#undef READ_PORT_USHORT
extern __typeof__(ntparport_READ_PORT_USHORT) READ_PORT_USHORT __asm__("ntparport_READ_PORT_USHORT");
#undef READ_PORT_ULONG
extern __typeof__(ntparport_READ_PORT_ULONG) READ_PORT_ULONG __asm__("ntparport_READ_PORT_ULONG");
#undef WRITE_PORT_UCHAR
extern __typeof__(ntparport_WRITE_PORT_UCHAR) WRITE_PORT_UCHAR __asm__("ntparport_WRITE_PORT_UCHAR");
#undef WRITE_PORT_USHORT
extern __typeof__(ntparport_WRITE_PORT_USHORT) WRITE_PORT_USHORT __asm__("ntparport_WRITE_PORT_USHORT");
#undef WRITE_PORT_ULONG
extern __typeof__(ntparport_WRITE_PORT_ULONG) WRITE_PORT_ULONG __asm__("ntparport_WRITE_PORT_ULONG");
#undef READ_PORT_BUFFER_UCHAR
extern __typeof__(ntparport_READ_PORT_BUFFER_UCHAR) READ_PORT_BUFFER_UCHAR __asm__("ntparport_READ_PORT_BUFFER_UCHAR");
#undef READ_PORT_BUFFER_USHORT
extern __typeof__(ntparport_READ_PORT_BUFFER_USHORT) READ_PORT_BUFFER_USHORT __asm__("ntparport_READ_PORT_BUFFER_USHORT");
#undef READ_PORT_BUFFER_ULONG
extern __typeof__(ntparport_READ_PORT_BUFFER_ULONG) READ_PORT_BUFFER_ULONG __asm__("ntparport_READ_PORT_BUFFER_ULONG");
#undef WRITE_PORT_BUFFER_UCHAR
extern __typeof__(ntparport_WRITE_PORT_BUFFER_UCHAR) WRITE_PORT_BUFFER_UCHAR __asm__("ntparport_WRITE_PORT_BUFFER_UCHAR");
#undef WRITE_PORT_BUFFER_USHORT
extern __typeof__(ntparport_WRITE_PORT_BUFFER_USHORT) WRITE_PORT_BUFFER_USHORT __asm__("ntparport_WRITE_PORT_BUFFER_USHORT");
#undef WRITE_PORT_BUFFER_ULONG
extern __typeof__(ntparport_WRITE_PORT_BUFFER_ULONG) WRITE_PORT_BUFFER_ULONG __asm__("ntparport_WRITE_PORT_BUFFER_ULONG");
#undef READ_REGISTER_UCHAR
extern __typeof__(ntparport_READ_REGISTER_UCHAR) READ_REGISTER_UCHAR __asm__("ntparport_READ_REGISTER_UCHAR");
#undef READ_REGISTER_USHORT
extern __typeof__(ntparport_READ_REGISTER_USHORT) READ_REGISTER_USHORT __asm__("ntparport_READ_REGISTER_USHORT");
#undef READ_REGISTER_ULONG
extern __typeof__(ntparport_READ_REGISTER_ULONG) READ_REGISTER_ULONG __asm__("ntparport_READ_REGISTER_ULONG");
#undef WRITE_REGISTER_UCHAR
extern __typeof__(ntparport_WRITE_REGISTER_UCHAR) WRITE_REGISTER_UCHAR __asm__("ntparport_WRITE_REGISTER_UCHAR");
#undef WRITE_REGISTER_USHORT
extern __typeof__(ntparport_WRITE_REGISTER_USHORT) WRITE_REGISTER_USHORT __asm__("ntparport_WRITE_REGISTER_USHORT");
#undef WRITE_REGISTER_ULONG
extern __typeof__(ntparport_WRITE_REGISTER_ULONG) WRITE_REGISTER_ULONG __asm__("ntparport_WRITE_REGISTER_ULONG");
#undef READ_REGISTER_BUFFER_UCHAR
extern __typeof__(ntparport_READ_REGISTER_BUFFER_UCHAR) READ_REGISTER_BUFFER_UCHAR __asm__("ntparport_READ_REGISTER_BUFFER_UCHAR");
#undef READ_REGISTER_BUFFER_USHORT
extern __typeof__(ntparport_READ_REGISTER_BUFFER_USHORT) READ_REGISTER_BUFFER_USHORT __asm__("ntparport_READ_REGISTER_BUFFER_USHORT");
#undef READ_REGISTER_BUFFER_ULONG
extern __typeof__(ntparport_READ_REGISTER_BUFFER_ULONG) READ_REGISTER_BUFFER_ULONG __asm__("ntparport_READ_REGISTER_BUFFER_ULONG");
#undef WRITE_REGISTER_BUFFER_UCHAR
extern __typeof__(ntparport_WRITE_REGISTER_BUFFER_UCHAR) WRITE_REGISTER_BUFFER_UCHAR __asm__("ntparport_WRITE_REGISTER_BUFFER_UCHAR");
#undef WRITE_REGISTER_BUFFER_USHORT
extern __typeof__(ntparport_WRITE_REGISTER_BUFFER_USHORT) WRITE_REGISTER_BUFFER_USHORT __asm__("ntparport_WRITE_REGISTER_BUFFER_USHORT");
#undef WRITE_REGISTER_BUFFER_ULONG
extern __typeof__(ntparport_WRITE_REGISTER_BUFFER_ULONG) WRITE_REGISTER_BUFFER_ULONG __asm__("ntparport_WRITE_REGISTER_BUFFER_ULONG");
#undef IoCreateDevice
extern __typeof__(ntparport_IoCreateDevice) IoCreateDevice __asm__("ntparport_IoCreateDevice");
#undef IoDeleteDevice
extern __typeof__(ntparport_IoDeleteDevice) IoDeleteDevice __asm__("ntparport_IoDeleteDevice");
#undef IoCreateSymbolicLink
extern __typeof__(ntparport_IoCreateSymbolicLink) IoCreateSymbolicLink __asm__("ntparport_IoCreateSymbolicLink");
#undef IoCreateUnprotectedSymbolicLink
extern __typeof__(ntparport_IoCreateUnprotectedSymbolicLink) IoCreateUnprotectedSymbolicLink __asm__("ntparport_IoCreateUnprotectedSymbolicLink");
#undef IoDeleteSymbolicLink
extern __typeof__(ntparport_IoDeleteSymbolicLink) IoDeleteSymbolicLink __asm__("ntparport_IoDeleteSymbolicLink");
#undef IoRegisterDriverReinitialization
extern __typeof__(ntparport_IoRegisterDriverReinitialization) IoRegisterDriverReinitialization __asm__("ntparport_IoRegisterDriverReinitialization");
#undef IoRegisterBootDriverReinitialization
extern __typeof__(ntparport_IoRegisterBootDriverReinitialization) IoRegisterBootDriverReinitialization __asm__("ntparport_IoRegisterBootDriverReinitialization");
#undef IoAllocateDriverObjectExtension
extern __typeof__(ntparport_IoAllocateDriverObjectExtension) IoAllocateDriverObjectExtension __asm__("ntparport_IoAllocateDriverObjectExtension");
#undef IoGetDriverObjectExtension
extern __typeof__(ntparport_IoGetDriverObjectExtension) IoGetDriverObjectExtension __asm__("ntparport_IoGetDriverObjectExtension");
#undef IoGetConfigurationInformation
extern __typeof__(ntparport_IoGetConfigurationInformation) IoGetConfigurationInformation __asm__("ntparport_IoGetConfigurationInformation");
#undef IoCreateController
extern __typeof__(ntparport_IoCreateController) IoCreateController __asm__("ntparport_IoCreateController");
#undef IoDeleteController
extern __typeof__(ntparport_IoDeleteController) IoDeleteController __asm__("ntparport_IoDeleteController");
#undef IoAllocateController
extern __typeof__(ntparport_IoAllocateController) IoAllocateController __asm__("ntparport_IoAllocateController");
#undef IoFreeController
extern __typeof__(ntparport_IoFreeController) IoFreeController __asm__("ntparport_IoFreeController");
#undef IoGetDeviceObjectPointer
extern __typeof__(ntparport_IoGetDeviceObjectPointer) IoGetDeviceObjectPointer __asm__("ntparport_IoGetDeviceObjectPointer");
#undef IoFileObjectType
extern __typeof__(ntparport_IoFileObjectType) IoFileObjectType __asm__("ntparport_IoFileObjectType");
#undef IoDeviceObjectType
extern __typeof__(ntparport_IoDeviceObjectType) IoDeviceObjectType __asm__("ntparport_IoDeviceObjectType");
#undef IoDriverObjectType
extern __typeof__(ntparport_IoDriverObjectType) IoDriverObjectType __asm__("ntparport_IoDriverObjectType");
#undef IoGetRelatedDeviceObject
extern __typeof__(ntparport_IoGetRelatedDeviceObject) IoGetRelatedDeviceObject __asm__("ntparport_IoGetRelatedDeviceObject");
#undef IoValidateDeviceIoControlAccess
extern __typeof__(ntparport_IoValidateDeviceIoControlAccess) IoValidateDeviceIoControlAccess __asm__("ntparport_IoValidateDeviceIoControlAccess");
#undef ZwCreateFile
extern __typeof__(ntparport_ZwCreateFile) ZwCreateFile __asm__("ntparport_ZwCreateFile");
#undef ZwOpenFile
extern __typeof__(ntparport_ZwOpenFile) ZwOpenFile __asm__("ntparport_ZwOpenFile");
#undef IoCreateFile
extern __typeof__(ntparport_IoCreateFile) IoCreateFile __asm__("ntparport_IoCreateFile");
#undef ZwReadFile
extern __typeof__(ntparport_ZwReadFile) ZwReadFile __asm__("ntparport_ZwReadFile");
#undef ZwWriteFile
extern __typeof__(ntparport_ZwWriteFile) ZwWriteFile __asm__("ntparport_ZwWriteFile");
#undef ZwDeviceIoControlFile
extern __typeof__(ntparport_ZwDeviceIoControlFile) ZwDeviceIoControlFile __asm__("ntparport_ZwDeviceIoControlFile");
#undef ZwQueryInformationFile
extern __typeof__(ntparport_ZwQueryInformationFile) ZwQueryInformationFile __asm__("ntparport_ZwQueryInformationFile");
#undef ZwSetInformationFile
extern __typeof__(ntparport_ZwSetInformationFile) ZwSetInformationFile __asm__("ntparport_ZwSetInformationFile");
#undef ZwQueryVolumeInformationFile
extern __typeof__(ntparport_ZwQueryVolumeInformationFile) ZwQueryVolumeInformationFile __asm__("ntparport_ZwQueryVolumeInformationFile");
#undef IoAttachDeviceToDeviceStack
extern __typeof__(ntparport_IoAttachDeviceToDeviceStack) IoAttachDeviceToDeviceStack __asm__("ntparport_IoAttachDeviceToDeviceStack");
#undef IoAttachDevice
extern __typeof__(ntparport_IoAttachDevice) IoAttachDevice __asm__("ntparport_IoAttachDevice");
#undef IoDetachDevice
extern __typeof__(ntparport_IoDetachDevice) IoDetachDevice __asm__("ntparport_IoDetachDevice");
#undef IoGetAttachedDevice
extern __typeof__(ntparport_IoGetAttachedDevice) IoGetAttachedDevice __asm__("ntparport_IoGetAttachedDevice");
#undef IoGetAttachedDeviceReference
extern __typeof__(ntparport_IoGetAttachedDeviceReference) IoGetAttachedDeviceReference __asm__("ntparport_IoGetAttachedDeviceReference");
#undef IoAllocateIrp
extern __typeof__(ntparport_IoAllocateIrp) IoAllocateIrp __asm__("ntparport_IoAllocateIrp");
#undef IoMakeAssociatedIrp
extern __typeof__(ntparport_IoMakeAssociatedIrp) IoMakeAssociatedIrp __asm__("ntparport_IoMakeAssociatedIrp");
#undef IoInitializeIrp
extern __typeof__(ntparport_IoInitializeIrp) IoInitializeIrp __asm__("ntparport_IoInitializeIrp");
#undef IoReuseIrp
extern __typeof__(ntparport_IoReuseIrp) IoReuseIrp __asm__("ntparport_IoReuseIrp");
#undef IoFreeIrp
extern __typeof__(ntparport_IoFreeIrp) IoFreeIrp __asm__("ntparport_IoFreeIrp");
#undef IoBuildDeviceIoControlRequest
extern __typeof__(ntparport_IoBuildDeviceIoControlRequest) IoBuildDeviceIoControlRequest __asm__("ntparport_IoBuildDeviceIoControlRequest");
#undef IoBuildSynchronousFsdRequest
extern __typeof__(ntparport_IoBuildSynchronousFsdRequest) IoBuildSynchronousFsdRequest __asm__("ntparport_IoBuildSynchronousFsdRequest");
#undef IoBuildAsynchronousFsdRequest
extern __typeof__(ntparport_IoBuildAsynchronousFsdRequest) IoBuildAsynchronousFsdRequest __asm__("ntparport_IoBuildAsynchronousFsdRequest");
#undef IofCallDriver
extern __typeof__(ntparport_IofCallDriver) IofCallDriver __asm__("ntparport_IofCallDriver");
#undef IofCompleteRequest
extern __typeof__(ntparport_IofCompleteRequest) IofCompleteRequest __asm__("ntparport_IofCompleteRequest");
#undef IoForwardIrpSynchronously
extern __typeof__(ntparport_IoForwardIrpSynchronously) IoForwardIrpSynchronously __asm__("ntparport_IoForwardIrpSynchronously");
#undef IoCancelIrp
extern __typeof__(ntparport_IoCancelIrp) IoCancelIrp __asm__("ntparport_IoCancelIrp");
#undef IoSetCancelRoutine
extern __typeof__(ntparport_IoSetCancelRoutine) IoSetCancelRoutine __asm__("ntparport_IoSetCancelRoutine");
#undef IoAcquireCancelSpinLock
extern __typeof__(ntparport_IoAcquireCancelSpinLock) IoAcquireCancelSpinLock __asm__("ntparport_IoAcquireCancelSpinLock");
#undef IoReleaseCancelSpinLock
extern __typeof__(ntparport_IoReleaseCancelSpinLock) IoReleaseCancelSpinLock __asm__("ntparport_IoReleaseCancelSpinLock");
#undef IoSetCompletionRoutineEx
extern __typeof__(ntparport_IoSetCompletionRoutineEx) IoSetCompletionRoutineEx __asm__("ntparport_IoSetCompletionRoutineEx");
#undef IoStartPacket
extern __typeof__(ntparport_IoStartPacket) IoStartPacket __asm__("ntparport_IoStartPacket");
#undef IoStartNextPacket
extern __typeof__(ntparport_IoStartNextPacket) IoStartNextPacket __asm__("ntparport_IoStartNextPacket");
#undef IoStartNextPacketByKey
extern __typeof__(ntparport_IoStartNextPacketByKey) IoStartNextPacketByKey __asm__("ntparport_IoStartNextPacketByKey");
#undef IoSetStartIoAttributes
extern __typeof__(ntparport_IoSetStartIoAttributes) IoSetStartIoAttributes __asm__("ntparport_IoSetStartIoAttributes");
#undef KeInitializeDeviceQueue
extern __typeof__(ntparport_KeInitializeDeviceQueue) KeInitializeDeviceQueue __asm__("ntparport_KeInitializeDeviceQueue");
#undef KeInsertDeviceQueue
extern __typeof__(ntparport_KeInsertDeviceQueue) KeInsertDeviceQueue __asm__("ntparport_KeInsertDeviceQueue");
#undef KeInsertByKeyDeviceQueue
extern __typeof__(ntparport_KeInsertByKeyDeviceQueue) KeInsertByKeyDeviceQueue __asm__("ntparport_KeInsertByKeyDeviceQueue");
#undef KeRemoveDeviceQueue
extern __typeof__(ntparport_KeRemoveDeviceQueue) KeRemoveDeviceQueue __asm__("ntparport_KeRemoveDeviceQueue");
#undef KeRemoveByKeyDeviceQueue
extern __typeof__(ntparport_KeRemoveByKeyDeviceQueue) KeRemoveByKeyDeviceQueue __asm__("ntparport_KeRemoveByKeyDeviceQueue");
#undef KeRemoveByKeyDeviceQueueIfBusy
extern __typeof__(ntparport_KeRemoveByKeyDeviceQueueIfBusy) KeRemoveByKeyDeviceQueueIfBusy __asm__("ntparport_KeRemoveByKeyDeviceQueueIfBusy");
#undef KeRemoveEntryDeviceQueue
extern __typeof__(ntparport_KeRemoveEntryDeviceQueue) KeRemoveEntryDeviceQueue __asm__("ntparport_KeRemoveEntryDeviceQueue");
#undef IoInitializeDpcRequest
extern __typeof__(ntparport_IoInitializeDpcRequest) IoInitializeDpcRequest __asm__("ntparport_IoInitializeDpcRequest");
#undef IoRequestDpc
extern __typeof__(ntparport_IoRequestDpc) IoRequestDpc __asm__("ntparport_IoRequestDpc");
#undef IoInitializeTimer
extern __typeof__(ntparport_IoInitializeTimer) IoInitializeTimer __asm__("ntparport_IoInitializeTimer");
#undef IoStartTimer
extern __typeof__(ntparport_IoStartTimer) IoStartTimer __asm__("ntparport_IoStartTimer");
#undef IoStopTimer
extern __typeof__(ntparport_IoStopTimer) IoStopTimer __asm__("ntparport_IoStopTimer");
#undef IoRegisterShutdownNotification
extern __typeof__(ntparport_IoRegisterShutdownNotification) IoRegisterShutdownNotification __asm__("ntparport_IoRegisterShutdownNotification");
#undef IoRegisterLastChanceShutdownNotification
extern __typeof__(ntparport_IoRegisterLastChanceShutdownNotification) IoRegisterLastChanceShutdownNotification __asm__("ntparport_IoRegisterLastChanceShutdownNotification");
#undef IoUnregisterShutdownNotification
extern __typeof__(ntparport_IoUnregisterShutdownNotification) IoUnregisterShutdownNotification __asm__("ntparport_IoUnregisterShutdownNotification");
#undef IoAllocateWorkItem
extern __typeof__(ntparport_IoAllocateWorkItem) IoAllocateWorkItem __asm__("ntparport_IoAllocateWorkItem");
#undef IoQueueWorkItem
extern __typeof__(ntparport_IoQueueWorkItem) IoQueueWorkItem __asm__("ntparport_IoQueueWorkItem");
#undef IoFreeWorkItem
extern __typeof__(ntparport_IoFreeWorkItem) IoFreeWorkItem __asm__("ntparport_IoFreeWorkItem");
#undef IoSizeofWorkItem
extern __typeof__(ntparport_IoSizeofWorkItem) IoSizeofWorkItem __asm__("ntparport_IoSizeofWorkItem");
#undef IoInitializeWorkItem
extern __typeof__(ntparport_IoInitializeWorkItem) IoInitializeWorkItem __asm__("ntparport_IoInitializeWorkItem");
#undef IoUninitializeWorkItem
extern __typeof__(ntparport_IoUninitializeWorkItem) IoUninitializeWorkItem __asm__("ntparport_IoUninitializeWorkItem");
#undef IoInitializeRemoveLockEx
extern __typeof__(ntparport_IoInitializeRemoveLockEx) IoInitializeRemoveLockEx __asm__("ntparport_IoInitializeRemoveLockEx");
#undef IoAcquireRemoveLockEx
extern __typeof__(ntparport_IoAcquireRemoveLockEx) IoAcquireRemoveLockEx __asm__("ntparport_IoAcquireRemoveLockEx");
#undef IoReleaseRemoveLockEx
extern __typeof__(ntparport_IoReleaseRemoveLockEx) IoReleaseRemoveLockEx __asm__("ntparport_IoReleaseRemoveLockEx");
#undef IoReleaseRemoveLockAndWaitEx
extern __typeof__(ntparport_IoReleaseRemoveLockAndWaitEx) IoReleaseRemoveLockAndWaitEx __asm__("ntparport_IoReleaseRemoveLockAndWaitEx");
#undef IoAllocateErrorLogEntry
extern __typeof__(ntparport_IoAllocateErrorLogEntry) IoAllocateErrorLogEntry __asm__("ntparport_IoAllocateErrorLogEntry");
#undef IoWriteErrorLogEntry
extern __typeof__(ntparport_IoWriteErrorLogEntry) IoWriteErrorLogEntry __asm__("ntparport_IoWriteErrorLogEntry");
#undef IoFreeErrorLogEntry
extern __typeof__(ntparport_IoFreeErrorLogEntry) IoFreeErrorLogEntry __asm__("ntparport_IoFreeErrorLogEntry");
#undef IoAllocateMdl
extern __typeof__(ntparport_IoAllocateMdl) IoAllocateMdl __asm__("ntparport_IoAllocateMdl");
#undef IoFreeMdl
extern __typeof__(ntparport_IoFreeMdl) IoFreeMdl __asm__("ntparport_IoFreeMdl");
#undef MmSizeOfMdl
extern __typeof__(ntparport_MmSizeOfMdl) MmSizeOfMdl __asm__("ntparport_MmSizeOfMdl");
#undef MmInitializeMdl
extern __typeof__(ntparport_MmInitializeMdl) MmInitializeMdl __asm__("ntparport_MmInitializeMdl");
#undef MmCreateMdl
extern __typeof__(ntparport_MmCreateMdl) MmCreateMdl __asm__("ntparport_MmCreateMdl");
#undef MmBuildMdlForNonPagedPool
extern __typeof__(ntparport_MmBuildMdlForNonPagedPool) MmBuildMdlForNonPagedPool __asm__("ntparport_MmBuildMdlForNonPagedPool");
#undef MmProbeAndLockPages
extern __typeof__(ntparport_MmProbeAndLockPages) MmProbeAndLockPages __asm__("ntparport_MmProbeAndLockPages");
#undef MmUnlockPages
extern __typeof__(ntparport_MmUnlockPages) MmUnlockPages __asm__("ntparport_MmUnlockPages");
#undef MmMapLockedPages
extern __typeof__(ntparport_MmMapLockedPages) MmMapLockedPages __asm__("ntparport_MmMapLockedPages");
#undef MmMapLockedPagesSpecifyCache
extern __typeof__(ntparport_MmMapLockedPagesSpecifyCache) MmMapLockedPagesSpecifyCache __asm__("ntparport_MmMapLockedPagesSpecifyCache");
#undef IoBuildPartialMdl
extern __typeof__(ntparport_IoBuildPartialMdl) IoBuildPartialMdl __asm__("ntparport_IoBuildPartialMdl");
#undef MmUnmapLockedPages
extern __typeof__(ntparport_MmUnmapLockedPages) MmUnmapLockedPages __asm__("ntparport_MmUnmapLockedPages");
#undef IoIs32bitProcess
extern __typeof__(ntparport_IoIs32bitProcess) IoIs32bitProcess __asm__("ntparport_IoIs32bitProcess");
#undef MmIsDriverVerifying
extern __typeof__(ntparport_MmIsDriverVerifying) MmIsDriverVerifying __asm__("ntparport_MmIsDriverVerifying");
#undef MmIsVerifierEnabled
extern __typeof__(ntparport_MmIsVerifierEnabled) MmIsVerifierEnabled __asm__("ntparport_MmIsVerifierEnabled");
#undef IoGetDeviceProperty
extern __typeof__(ntparport_IoGetDeviceProperty) IoGetDeviceProperty __asm__("ntparport_IoGetDeviceProperty");
#undef IoOpenDeviceRegistryKey
extern __typeof__(ntparport_IoOpenDeviceRegistryKey) IoOpenDeviceRegistryKey __asm__("ntparport_IoOpenDeviceRegistryKey");
#undef IoRegisterDeviceInterface
extern __typeof__(ntparport_IoRegisterDeviceInterface) IoRegisterDeviceInterface __asm__("ntparport_IoRegisterDeviceInterface");
#undef IoSetDeviceInterfaceState
extern __typeof__(ntparport_IoSetDeviceInterfaceState) IoSetDeviceInterfaceState __asm__("ntparport_IoSetDeviceInterfaceState");
#undef IoGetDeviceInterfaces
extern __typeof__(ntparport_IoGetDeviceInterfaces) IoGetDeviceInterfaces __asm__("ntparport_IoGetDeviceInterfaces");
#undef IoGetDeviceInterfaceAlias
extern __typeof__(ntparport_IoGetDeviceInterfaceAlias) IoGetDeviceInterfaceAlias __asm__("ntparport_IoGetDeviceInterfaceAlias");
#undef IoOpenDeviceInterfaceRegistryKey
extern __typeof__(ntparport_IoOpenDeviceInterfaceRegistryKey) IoOpenDeviceInterfaceRegistryKey __asm__("ntparport_IoOpenDeviceInterfaceRegistryKey");
#undef IoInvalidateDeviceRelations
extern __typeof__(ntparport_IoInvalidateDeviceRelations) IoInvalidateDeviceRelations __asm__("ntparport_IoInvalidateDeviceRelations");
#undef IoInvalidateDeviceState
extern __typeof__(ntparport_IoInvalidateDeviceState) IoInvalidateDeviceState __asm__("ntparport_IoInvalidateDeviceState");
#undef IoRequestDeviceEject
extern __typeof__(ntparport_IoRequestDeviceEject) IoRequestDeviceEject __asm__("ntparport_IoRequestDeviceEject");
#undef IoRegisterPlugPlayNotification
extern __typeof__(ntparport_IoRegisterPlugPlayNotification) IoRegisterPlugPlayNotification __asm__("ntparport_IoRegisterPlugPlayNotification");
#undef IoUnregisterPlugPlayNotification
extern __typeof__(ntparport_IoUnregisterPlugPlayNotification) IoUnregisterPlugPlayNotification __asm__("ntparport_IoUnregisterPlugPlayNotification");
#undef IoUnregisterPlugPlayNotificationEx
extern __typeof__(ntparport_IoUnregisterPlugPlayNotificationEx) IoUnregisterPlugPlayNotificationEx __asm__("ntparport_IoUnregisterPlugPlayNotificationEx");
#undef IoReportTargetDeviceChange
extern __typeof__(ntparport_IoReportTargetDeviceChange) IoReportTargetDeviceChange __asm__("ntparport_IoReportTargetDeviceChange");
#undef IoReportTargetDeviceChangeAsynchronous
extern __typeof__(ntparport_IoReportTargetDeviceChangeAsynchronous) IoReportTargetDeviceChangeAsynchronous __asm__("ntparport_IoReportTargetDeviceChangeAsynchronous");
#undef PoRequestPowerIrp
extern __typeof__(ntparport_PoRequestPowerIrp) PoRequestPowerIrp __asm__("ntparport_PoRequestPowerIrp");
#undef PoCallDriver
extern __typeof__(ntparport_PoCallDriver) PoCallDriver __asm__("ntparport_PoCallDriver");
#undef PoStartNextPowerIrp
extern __typeof__(ntparport_PoStartNextPowerIrp) PoStartNextPowerIrp __asm__("ntparport_PoStartNextPowerIrp");
#undef PoSetPowerState
extern __typeof__(ntparport_PoSetPowerState) PoSetPowerState __asm__("ntparport_PoSetPowerState");
#undef IoWMIRegistrationControl
extern __typeof__(ntparport_IoWMIRegistrationControl) IoWMIRegistrationControl __asm__("ntparport_IoWMIRegistrationControl");
#undef IoWMIWriteEvent
extern __typeof__(ntparport_IoWMIWriteEvent) IoWMIWriteEvent __asm__("ntparport_IoWMIWriteEvent");
#undef IoWMIDeviceObjectToProviderId
extern __typeof__(ntparport_IoWMIDeviceObjectToProviderId) IoWMIDeviceObjectToProviderId __asm__("ntparport_IoWMIDeviceObjectToProviderId");
#undef IoWMIAllocateInstanceIds
extern __typeof__(ntparport_IoWMIAllocateInstanceIds) IoWMIAllocateInstanceIds __asm__("ntparport_IoWMIAllocateInstanceIds");
#undef IoWMISuggestInstanceName
extern __typeof__(ntparport_IoWMISuggestInstanceName) IoWMISuggestInstanceName __asm__("ntparport_IoWMISuggestInstanceName");
#undef IoCheckShareAccess
extern __typeof__(ntparport_IoCheckShareAccess) IoCheckShareAccess __asm__("ntparport_IoCheckShareAccess");
#undef IoSetShareAccess
extern __typeof__(ntparport_IoSetShareAccess) IoSetShareAccess __asm__("ntparport_IoSetShareAccess");
#undef IoUpdateShareAccess
extern __typeof__(ntparport_IoUpdateShareAccess) IoUpdateShareAccess __asm__("ntparport_IoUpdateShareAccess");
#undef IoRemoveShareAccess
extern __typeof__(ntparport_IoRemoveShareAccess) IoRemoveShareAccess __asm__("ntparport_IoRemoveShareAccess");
#undef IoGetStackLimits
extern __typeof__(ntparport_IoGetStackLimits) IoGetStackLimits __asm__("ntparport_IoGetStackLimits");
#undef IoGetInitialStack
extern __typeof__(ntparport_IoGetInitialStack) IoGetInitialStack __asm__("ntparport_IoGetInitialStack");
#undef IoWithinStackLimits
extern __typeof__(ntparport_IoWithinStackLimits) IoWithinStackLimits __asm__("ntparport_IoWithinStackLimits");
#undef IoRaiseInformationalHardError
extern __typeof__(ntparport_IoRaiseInformationalHardError) IoRaiseInformationalHardError __asm__("ntparport_IoRaiseInformationalHardError");
#undef IoRaiseHardError
extern __typeof__(ntparport_IoRaiseHardError) IoRaiseHardError __asm__("ntparport_IoRaiseHardError");
#undef IoSetThreadHardErrorMode
extern __typeof__(ntparport_IoSetThreadHardErrorMode) IoSetThreadHardErrorMode __asm__("ntparport_IoSetThreadHardErrorMode");
#undef PoRegisterDeviceForIdleDetection
extern __typeof__(ntparport_PoRegisterDeviceForIdleDetection) PoRegisterDeviceForIdleDetection __asm__("ntparport_PoRegisterDeviceForIdleDetection");
#undef PoRegisterSystemState
extern __typeof__(ntparport_PoRegisterSystemState) PoRegisterSystemState __asm__("ntparport_PoRegisterSystemState");
#undef PoUnregisterSystemState
extern __typeof__(ntparport_PoUnregisterSystemState) PoUnregisterSystemState __asm__("ntparport_PoUnregisterSystemState");
#undef PoSetSystemState
extern __typeof__(ntparport_PoSetSystemState) PoSetSystemState __asm__("ntparport_PoSetSystemState");
#undef KeGetCurrentIrql
extern __typeof__(ntparport_KeGetCurrentIrql) KeGetCurrentIrql __asm__("ntparport_KeGetCurrentIrql");
#undef KfRaiseIrql
extern __typeof__(ntparport_KfRaiseIrql) KfRaiseIrql __asm__("ntparport_KfRaiseIrql");
#undef KeRaiseIrql
extern __typeof__(ntparport_KeRaiseIrql) KeRaiseIrql __asm__("ntparport_KeRaiseIrql");
#undef KeRaiseIrqlToDpcLevel
extern __typeof__(ntparport_KeRaiseIrqlToDpcLevel) KeRaiseIrqlToDpcLevel __asm__("ntparport_KeRaiseIrqlToDpcLevel");
#undef KfLowerIrql
extern __typeof__(ntparport_KfLowerIrql) KfLowerIrql __asm__("ntparport_KfLowerIrql");
#undef KeLowerIrql
extern __typeof__(ntparport_KeLowerIrql) KeLowerIrql __asm__("ntparport_KeLowerIrql");
#undef KeRaiseIrqlToSynchLevel
extern __typeof__(ntparport_KeRaiseIrqlToSynchLevel) KeRaiseIrqlToSynchLevel __asm__("ntparport_KeRaiseIrqlToSynchLevel");
#undef KeInitializeSpinLock
extern __typeof__(ntparport_KeInitializeSpinLock) KeInitializeSpinLock __asm__("ntparport_KeInitializeSpinLock");
#undef KeAcquireSpinLockRaiseToDpc
extern __typeof__(ntparport_KeAcquireSpinLockRaiseToDpc) KeAcquireSpinLockRaiseToDpc __asm__("ntparport_KeAcquireSpinLockRaiseToDpc");
#undef KeAcquireSpinLock
extern __typeof__(ntparport_KeAcquireSpinLock) KeAcquireSpinLock __asm__("ntparport_KeAcquireSpinLock");
#undef KeReleaseSpinLock
extern __typeof__(ntparport_KeReleaseSpinLock) KeReleaseSpinLock __asm__("ntparport_KeReleaseSpinLock");
#undef KeAcquireSpinLockAtDpcLevel
extern __typeof__(ntparport_KeAcquireSpinLockAtDpcLevel) KeAcquireSpinLockAtDpcLevel __asm__("ntparport_KeAcquireSpinLockAtDpcLevel");
#undef KeReleaseSpinLockFromDpcLevel
extern __typeof__(ntparport_KeReleaseSpinLockFromDpcLevel) KeReleaseSpinLockFromDpcLevel __asm__("ntparport_KeReleaseSpinLockFromDpcLevel");
#undef KeTryToAcquireSpinLockAtDpcLevel
extern __typeof__(ntparport_KeTryToAcquireSpinLockAtDpcLevel) KeTryToAcquireSpinLockAtDpcLevel __asm__("ntparport_KeTryToAcquireSpinLockAtDpcLevel");
#undef KeTestSpinLock
extern __typeof__(ntparport_KeTestSpinLock) KeTestSpinLock __asm__("ntparport_KeTestSpinLock");
#undef KeSynchronizeExecution
extern __typeof__(ntparport_KeSynchronizeExecution) KeSynchronizeExecution __asm__("ntparport_KeSynchronizeExecution");
#undef KeAcquireInterruptSpinLock
extern __typeof__(ntparport_KeAcquireInterruptSpinLock) KeAcquireInterruptSpinLock __asm__("ntparport_KeAcquireInterruptSpinLock");
#undef KeReleaseInterruptSpinLock
extern __typeof__(ntparport_KeReleaseInterruptSpinLock) KeReleaseInterruptSpinLock __asm__("ntparport_KeReleaseInterruptSpinLock");
#undef KeInitializeDpc
extern __typeof__(ntparport_KeInitializeDpc) KeInitializeDpc __asm__("ntparport_KeInitializeDpc");
#undef KeInitializeThreadedDpc
extern __typeof__(ntparport_KeInitializeThreadedDpc) KeInitializeThreadedDpc __asm__("ntparport_KeInitializeThreadedDpc");
#undef KeInsertQueueDpc
extern __typeof__(ntparport_KeInsertQueueDpc) KeInsertQueueDpc __asm__("ntparport_KeInsertQueueDpc");
#undef KeRemoveQueueDpc
extern __typeof__(ntparport_KeRemoveQueueDpc) KeRemoveQueueDpc __asm__("ntparport_KeRemoveQueueDpc");
#undef KeSetImportanceDpc
extern __typeof__(ntparport_KeSetImportanceDpc) KeSetImportanceDpc __asm__("ntparport_KeSetImportanceDpc");
#undef KeSetTargetProcessorDpc
extern __typeof__(ntparport_KeSetTargetProcessorDpc) KeSetTargetProcessorDpc __asm__("ntparport_KeSetTargetProcessorDpc");
#undef KeFlushQueuedDpcs
extern __typeof__(ntparport_KeFlushQueuedDpcs) KeFlushQueuedDpcs __asm__("ntparport_KeFlushQueuedDpcs");
#undef KeInitializeEvent
extern __typeof__(ntparport_KeInitializeEvent) KeInitializeEvent __asm__("ntparport_KeInitializeEvent");
#undef KeSetEvent
extern __typeof__(ntparport_KeSetEvent) KeSetEvent __asm__("ntparport_KeSetEvent");
#undef KePulseEvent
extern __typeof__(ntparport_KePulseEvent) KePulseEvent __asm__("ntparport_KePulseEvent");
#undef KeResetEvent
extern __typeof__(ntparport_KeResetEvent) KeResetEvent __asm__("ntparport_KeResetEvent");
#undef KeClearEvent
extern __typeof__(ntparport_KeClearEvent) KeClearEvent __asm__("ntparport_KeClearEvent");
#undef KeReadStateEvent
extern __typeof__(ntparport_KeReadStateEvent) KeReadStateEvent __asm__("ntparport_KeReadStateEvent");
#undef KeInitializeMutex
extern __typeof__(ntparport_KeInitializeMutex) KeInitializeMutex __asm__("ntparport_KeInitializeMutex");
#undef KeReleaseMutex
extern __typeof__(ntparport_KeReleaseMutex) KeReleaseMutex __asm__("ntparport_KeReleaseMutex");
#undef KeReadStateMutex
extern __typeof__(ntparport_KeReadStateMutex) KeReadStateMutex __asm__("ntparport_KeReadStateMutex");
#undef KeInitializeSemaphore
extern __typeof__(ntparport_KeInitializeSemaphore) KeInitializeSemaphore __asm__("ntparport_KeInitializeSemaphore");
#undef KeReleaseSemaphore
extern __typeof__(ntparport_KeReleaseSemaphore) KeReleaseSemaphore __asm__("ntparport_KeReleaseSemaphore");
#undef KeReadStateSemaphore
extern __typeof__(ntparport_KeReadStateSemaphore) KeReadStateSemaphore __asm__("ntparport_KeReadStateSemaphore");
#undef KeInitializeTimer
extern __typeof__(ntparport_KeInitializeTimer) KeInitializeTimer __asm__("ntparport_KeInitializeTimer");
#undef KeInitializeTimerEx
extern __typeof__(ntparport_KeInitializeTimerEx) KeInitializeTimerEx __asm__("ntparport_KeInitializeTimerEx");
#undef KeSetTimer
extern __typeof__(ntparport_KeSetTimer) KeSetTimer __asm__("ntparport_KeSetTimer");
#undef KeSetTimerEx
extern __typeof__(ntparport_KeSetTimerEx) KeSetTimerEx __asm__("ntparport_KeSetTimerEx");
#undef KeSetCoalescableTimer
extern __typeof__(ntparport_KeSetCoalescableTimer) KeSetCoalescableTimer __asm__("ntparport_KeSetCoalescableTimer");
#undef KeCancelTimer
extern __typeof__(ntparport_KeCancelTimer) KeCancelTimer __asm__("ntparport_KeCancelTimer");
#undef KeReadStateTimer
extern __typeof__(ntparport_KeReadStateTimer) KeReadStateTimer __asm__("ntparport_KeReadStateTimer");
#undef KeWaitForSingleObject
extern __typeof__(ntparport_KeWaitForSingleObject) KeWaitForSingleObject __asm__("ntparport_KeWaitForSingleObject");
#undef KeWaitForMultipleObjects
extern __typeof__(ntparport_KeWaitForMultipleObjects) KeWaitForMultipleObjects __asm__("ntparport_KeWaitForMultipleObjects");
#undef KeDelayExecutionThread
extern __typeof__(ntparport_KeDelayExecutionThread) KeDelayExecutionThread __asm__("ntparport_KeDelayExecutionThread");
#undef KeStallExecutionProcessor
extern __typeof__(ntparport_KeStallExecutionProcessor) KeStallExecutionProcessor __asm__("ntparport_KeStallExecutionProcessor");
#undef KeQueryPerformanceCounter
extern __typeof__(ntparport_KeQueryPerformanceCounter) KeQueryPerformanceCounter __asm__("ntparport_KeQueryPerformanceCounter");
#undef KeQuerySystemTime
extern __typeof__(ntparport_KeQuerySystemTime) KeQuerySystemTime __asm__("ntparport_KeQuerySystemTime");
#undef ExSystemTimeToLocalTime
extern __typeof__(ntparport_ExSystemTimeToLocalTime) ExSystemTimeToLocalTime __asm__("ntparport_ExSystemTimeToLocalTime");
#undef ExLocalTimeToSystemTime
extern __typeof__(ntparport_ExLocalTimeToSystemTime) ExLocalTimeToSystemTime __asm__("ntparport_ExLocalTimeToSystemTime");
#undef KeQueryInterruptTime
extern __typeof__(ntparport_KeQueryInterruptTime) KeQueryInterruptTime __asm__("ntparport_KeQueryInterruptTime");
#undef KeQuerySystemTimePrecise
extern __typeof__(ntparport_KeQuerySystemTimePrecise) KeQuerySystemTimePrecise __asm__("ntparport_KeQuerySystemTimePrecise");
#undef KeQueryInterruptTimePrecise
extern __typeof__(ntparport_KeQueryInterruptTimePrecise) KeQueryInterruptTimePrecise __asm__("ntparport_KeQueryInterruptTimePrecise");
#undef KeQueryUnbiasedInterruptTime
extern __typeof__(ntparport_KeQueryUnbiasedInterruptTime) KeQueryUnbiasedInterruptTime __asm__("ntparport_KeQueryUnbiasedInterruptTime");
#undef KeQueryTickCount
extern __typeof__(ntparport_KeQueryTickCount) KeQueryTickCount __asm__("ntparport_KeQueryTickCount");
#undef KeQueryTimeIncrement
extern __typeof__(ntparport_KeQueryTimeIncrement) KeQueryTimeIncrement __asm__("ntparport_KeQueryTimeIncrement");
#undef ExSetTimerResolution
extern __typeof__(ntparport_ExSetTimerResolution) ExSetTimerResolution __asm__("ntparport_ExSetTimerResolution");
#undef KeNumberProcessors
extern __typeof__(ntparport_KeNumberProcessors) KeNumberProcessors __asm__("ntparport_KeNumberProcessors");
#undef KeGetCurrentProcessorNumber
extern __typeof__(ntparport_KeGetCurrentProcessorNumber) KeGetCurrentProcessorNumber __asm__("ntparport_KeGetCurrentProcessorNumber");
#undef KeQueryActiveProcessors
extern __typeof__(ntparport_KeQueryActiveProcessors) KeQueryActiveProcessors __asm__("ntparport_KeQueryActiveProcessors");
#undef KeQueryActiveProcessorCount
extern __typeof__(ntparport_KeQueryActiveProcessorCount) KeQueryActiveProcessorCount __asm__("ntparport_KeQueryActiveProcessorCount");
#undef KeInvalidateAllCaches
extern __typeof__(ntparport_KeInvalidateAllCaches) KeInvalidateAllCaches __asm__("ntparport_KeInvalidateAllCaches");
#undef KeSaveFloatingPointState
extern __typeof__(ntparport_KeSaveFloatingPointState) KeSaveFloatingPointState __asm__("ntparport_KeSaveFloatingPointState");
#undef KeRestoreFloatingPointState
extern __typeof__(ntparport_KeRestoreFloatingPointState) KeRestoreFloatingPointState __asm__("ntparport_KeRestoreFloatingPointState");
#undef KeSetSystemAffinityThread
extern __typeof__(ntparport_KeSetSystemAffinityThread) KeSetSystemAffinityThread __asm__("ntparport_KeSetSystemAffinityThread");
#undef KeRevertToUserAffinityThread
extern __typeof__(ntparport_KeRevertToUserAffinityThread) KeRevertToUserAffinityThread __asm__("ntparport_KeRevertToUserAffinityThread");
#undef KeSetSystemAffinityThreadEx
extern __typeof__(ntparport_KeSetSystemAffinityThreadEx) KeSetSystemAffinityThreadEx __asm__("ntparport_KeSetSystemAffinityThreadEx");
#undef KeRevertToUserAffinityThreadEx
extern __typeof__(ntparport_KeRevertToUserAffinityThreadEx) KeRevertToUserAffinityThreadEx __asm__("ntparport_KeRevertToUserAffinityThreadEx");
#undef KeGetCurrentThread
extern __typeof__(ntparport_KeGetCurrentThread) KeGetCurrentThread __asm__("ntparport_KeGetCurrentThread");
#undef KeSetPriorityThread
extern __typeof__(ntparport_KeSetPriorityThread) KeSetPriorityThread __asm__("ntparport_KeSetPriorityThread");
#undef KeQueryPriorityThread
extern __typeof__(ntparport_KeQueryPriorityThread) KeQueryPriorityThread __asm__("ntparport_KeQueryPriorityThread");
#undef KeSetBasePriorityThread
extern __typeof__(ntparport_KeSetBasePriorityThread) KeSetBasePriorityThread __asm__("ntparport_KeSetBasePriorityThread");
#undef KeBugCheck
extern __typeof__(ntparport_KeBugCheck) KeBugCheck __asm__("ntparport_KeBugCheck");
#undef KeBugCheckEx
extern __typeof__(ntparport_KeBugCheckEx) KeBugCheckEx __asm__("ntparport_KeBugCheckEx");
#undef KeEnterCriticalRegion
extern __typeof__(ntparport_KeEnterCriticalRegion) KeEnterCriticalRegion __asm__("ntparport_KeEnterCriticalRegion");
#undef KeLeaveCriticalRegion
extern __typeof__(ntparport_KeLeaveCriticalRegion) KeLeaveCriticalRegion __asm__("ntparport_KeLeaveCriticalRegion");
#undef KeEnterGuardedRegion
extern __typeof__(ntparport_KeEnterGuardedRegion) KeEnterGuardedRegion __asm__("ntparport_KeEnterGuardedRegion");
#undef KeLeaveGuardedRegion
extern __typeof__(ntparport_KeLeaveGuardedRegion) KeLeaveGuardedRegion __asm__("ntparport_KeLeaveGuardedRegion");
#undef KeAreApcsDisabled
extern __typeof__(ntparport_KeAreApcsDisabled) KeAreApcsDisabled __asm__("ntparport_KeAreApcsDisabled");
#undef KeAreAllApcsDisabled
extern __typeof__(ntparport_KeAreAllApcsDisabled) KeAreAllApcsDisabled __asm__("ntparport_KeAreAllApcsDisabled");
#undef KeInitializeGuardedMutex
extern __typeof__(ntparport_KeInitializeGuardedMutex) KeInitializeGuardedMutex __asm__("ntparport_KeInitializeGuardedMutex");
#undef KeAcquireGuardedMutex
extern __typeof__(ntparport_KeAcquireGuardedMutex) KeAcquireGuardedMutex __asm__("ntparport_KeAcquireGuardedMutex");
#undef KeTryToAcquireGuardedMutex
extern __typeof__(ntparport_KeTryToAcquireGuardedMutex) KeTryToAcquireGuardedMutex __asm__("ntparport_KeTryToAcquireGuardedMutex");
#undef KeReleaseGuardedMutex
extern __typeof__(ntparport_KeReleaseGuardedMutex) KeReleaseGuardedMutex __asm__("ntparport_KeReleaseGuardedMutex");
#undef KeAcquireGuardedMutexUnsafe
extern __typeof__(ntparport_KeAcquireGuardedMutexUnsafe) KeAcquireGuardedMutexUnsafe __asm__("ntparport_KeAcquireGuardedMutexUnsafe");
#undef KeReleaseGuardedMutexUnsafe
extern __typeof__(ntparport_KeReleaseGuardedMutexUnsafe) KeReleaseGuardedMutexUnsafe __asm__("ntparport_KeReleaseGuardedMutexUnsafe");
#undef KeRegisterBugCheckCallback
extern __typeof__(ntparport_KeRegisterBugCheckCallback) KeRegisterBugCheckCallback __asm__("ntparport_KeRegisterBugCheckCallback");
#undef KeDeregisterBugCheckCallback
extern __typeof__(ntparport_KeDeregisterBugCheckCallback) KeDeregisterBugCheckCallback __asm__("ntparport_KeDeregisterBugCheckCallback");
#undef KeRegisterBugCheckReasonCallback
extern __typeof__(ntparport_KeRegisterBugCheckReasonCallback) KeRegisterBugCheckReasonCallback __asm__("ntparport_KeRegisterBugCheckReasonCallback");
#undef KeDeregisterBugCheckReasonCallback
extern __typeof__(ntparport_KeDeregisterBugCheckReasonCallback) KeDeregisterBugCheckReasonCallback __asm__("ntparport_KeDeregisterBugCheckReasonCallback");
#undef MmMapIoSpace
extern __typeof__(ntparport_MmMapIoSpace) MmMapIoSpace __asm__("ntparport_MmMapIoSpace");
#undef MmUnmapIoSpace
extern __typeof__(ntparport_MmUnmapIoSpace) MmUnmapIoSpace __asm__("ntparport_MmUnmapIoSpace");
#undef MmIsAddressValid
extern __typeof__(ntparport_MmIsAddressValid) MmIsAddressValid __asm__("ntparport_MmIsAddressValid");
#undef MmGetPhysicalAddress
extern __typeof__(ntparport_MmGetPhysicalAddress) MmGetPhysicalAddress __asm__("ntparport_MmGetPhysicalAddress");
#undef MmAllocateContiguousMemory
extern __typeof__(ntparport_MmAllocateContiguousMemory) MmAllocateContiguousMemory __asm__("ntparport_MmAllocateContiguousMemory");
#undef MmAllocateContiguousMemorySpecifyCache
extern __typeof__(ntparport_MmAllocateContiguousMemorySpecifyCache) MmAllocateContiguousMemorySpecifyCache __asm__("ntparport_MmAllocateContiguousMemorySpecifyCache");
#undef MmFreeContiguousMemory
extern __typeof__(ntparport_MmFreeContiguousMemory) MmFreeContiguousMemory __asm__("ntparport_MmFreeContiguousMemory");
#undef MmFreeContiguousMemorySpecifyCache
extern __typeof__(ntparport_MmFreeContiguousMemorySpecifyCache) MmFreeContiguousMemorySpecifyCache __asm__("ntparport_MmFreeContiguousMemorySpecifyCache");
#undef MmAllocateNonCachedMemory
extern __typeof__(ntparport_MmAllocateNonCachedMemory) MmAllocateNonCachedMemory __asm__("ntparport_MmAllocateNonCachedMemory");
#undef MmFreeNonCachedMemory
extern __typeof__(ntparport_MmFreeNonCachedMemory) MmFreeNonCachedMemory __asm__("ntparport_MmFreeNonCachedMemory");
#undef MmGetSystemRoutineAddress
extern __typeof__(ntparport_MmGetSystemRoutineAddress) MmGetSystemRoutineAddress __asm__("ntparport_MmGetSystemRoutineAddress");
#undef ObfReferenceObject
extern __typeof__(ntparport_ObfReferenceObject) ObfReferenceObject __asm__("ntparport_ObfReferenceObject");
#undef ObfDereferenceObject
extern __typeof__(ntparport_ObfDereferenceObject) ObfDereferenceObject __asm__("ntparport_ObfDereferenceObject");
#undef ObReferenceObjectByHandle
extern __typeof__(ntparport_ObReferenceObjectByHandle) ObReferenceObjectByHandle __asm__("ntparport_ObReferenceObjectByHandle");
#undef ObReferenceObjectByPointer
extern __typeof__(ntparport_ObReferenceObjectByPointer) ObReferenceObjectByPointer __asm__("ntparport_ObReferenceObjectByPointer");
#undef ZwClose
extern __typeof__(ntparport_ZwClose) ZwClose __asm__("ntparport_ZwClose");
#undef ObOpenObjectByPointer
extern __typeof__(ntparport_ObOpenObjectByPointer) ObOpenObjectByPointer __asm__("ntparport_ObOpenObjectByPointer");
#undef ObQueryNameString
extern __typeof__(ntparport_ObQueryNameString) ObQueryNameString __asm__("ntparport_ObQueryNameString");
#undef ObReferenceObjectByName
extern __typeof__(ntparport_ObReferenceObjectByName) ObReferenceObjectByName __asm__("ntparport_ObReferenceObjectByName");
#undef ObOpenObjectByName
extern __typeof__(ntparport_ObOpenObjectByName) ObOpenObjectByName __asm__("ntparport_ObOpenObjectByName");
#undef ZwMakeTemporaryObject
extern __typeof__(ntparport_ZwMakeTemporaryObject) ZwMakeTemporaryObject __asm__("ntparport_ZwMakeTemporaryObject");
#undef ObMakeTemporaryObject
extern __typeof__(ntparport_ObMakeTemporaryObject) ObMakeTemporaryObject __asm__("ntparport_ObMakeTemporaryObject");
#undef ZwOpenSymbolicLinkObject
extern __typeof__(ntparport_ZwOpenSymbolicLinkObject) ZwOpenSymbolicLinkObject __asm__("ntparport_ZwOpenSymbolicLinkObject");
#undef ZwQuerySymbolicLinkObject
extern __typeof__(ntparport_ZwQuerySymbolicLinkObject) ZwQuerySymbolicLinkObject __asm__("ntparport_ZwQuerySymbolicLinkObject");
#undef ZwCreateDirectoryObject
extern __typeof__(ntparport_ZwCreateDirectoryObject) ZwCreateDirectoryObject __asm__("ntparport_ZwCreateDirectoryObject");
#undef ExEventObjectType
extern __typeof__(ntparport_ExEventObjectType) ExEventObjectType __asm__("ntparport_ExEventObjectType");
#undef IoCreateNotificationEvent
extern __typeof__(ntparport_IoCreateNotificationEvent) IoCreateNotificationEvent __asm__("ntparport_IoCreateNotificationEvent");
#undef IoCreateSynchronizationEvent
extern __typeof__(ntparport_IoCreateSynchronizationEvent) IoCreateSynchronizationEvent __asm__("ntparport_IoCreateSynchronizationEvent");
#undef ZwOpenEvent
extern __typeof__(ntparport_ZwOpenEvent) ZwOpenEvent __asm__("ntparport_ZwOpenEvent");
#undef ExCreateCallback
extern __typeof__(ntparport_ExCreateCallback) ExCreateCallback __asm__("ntparport_ExCreateCallback");
#undef ExRegisterCallback
extern __typeof__(ntparport_ExRegisterCallback) ExRegisterCallback __asm__("ntparport_ExRegisterCallback");
#undef ExUnregisterCallback
extern __typeof__(ntparport_ExUnregisterCallback) ExUnregisterCallback __asm__("ntparport_ExUnregisterCallback");
#undef ExNotifyCallback
extern __typeof__(ntparport_ExNotifyCallback) ExNotifyCallback __asm__("ntparport_ExNotifyCallback");
#undef PsThreadType
extern __typeof__(ntparport_PsThreadType) PsThreadType __asm__("ntparport_PsThreadType");
#undef PsCreateSystemThread
extern __typeof__(ntparport_PsCreateSystemThread) PsCreateSystemThread __asm__("ntparport_PsCreateSystemThread");
#undef PsTerminateSystemThread
extern __typeof__(ntparport_PsTerminateSystemThread) PsTerminateSystemThread __asm__("ntparport_PsTerminateSystemThread");
#undef ZwSetInformationThread
extern __typeof__(ntparport_ZwSetInformationThread) ZwSetInformationThread __asm__("ntparport_ZwSetInformationThread");
#undef PsProcessType
extern __typeof__(ntparport_PsProcessType) PsProcessType __asm__("ntparport_PsProcessType");
#undef IoGetCurrentProcess
extern __typeof__(ntparport_IoGetCurrentProcess) IoGetCurrentProcess __asm__("ntparport_IoGetCurrentProcess");
#undef PsGetProcessId
extern __typeof__(ntparport_PsGetProcessId) PsGetProcessId __asm__("ntparport_PsGetProcessId");
#undef PsGetCurrentProcessId
extern __typeof__(ntparport_PsGetCurrentProcessId) PsGetCurrentProcessId __asm__("ntparport_PsGetCurrentProcessId");
#undef PsGetCurrentThreadId
extern __typeof__(ntparport_PsGetCurrentThreadId) PsGetCurrentThreadId __asm__("ntparport_PsGetCurrentThreadId");
#undef PsGetThreadId
extern __typeof__(ntparport_PsGetThreadId) PsGetThreadId __asm__("ntparport_PsGetThreadId");
#undef PsGetThreadProcessId
extern __typeof__(ntparport_PsGetThreadProcessId) PsGetThreadProcessId __asm__("ntparport_PsGetThreadProcessId");
#undef PsSetCreateProcessNotifyRoutine
extern __typeof__(ntparport_PsSetCreateProcessNotifyRoutine) PsSetCreateProcessNotifyRoutine __asm__("ntparport_PsSetCreateProcessNotifyRoutine");
#undef PsSetCreateThreadNotifyRoutine
extern __typeof__(ntparport_PsSetCreateThreadNotifyRoutine) PsSetCreateThreadNotifyRoutine __asm__("ntparport_PsSetCreateThreadNotifyRoutine");
#undef PsSetLoadImageNotifyRoutine
extern __typeof__(ntparport_PsSetLoadImageNotifyRoutine) PsSetLoadImageNotifyRoutine __asm__("ntparport_PsSetLoadImageNotifyRoutine");
#undef PsRemoveCreateThreadNotifyRoutine
extern __typeof__(ntparport_PsRemoveCreateThreadNotifyRoutine) PsRemoveCreateThreadNotifyRoutine __asm__("ntparport_PsRemoveCreateThreadNotifyRoutine");
#undef PsRemoveLoadImageNotifyRoutine
extern __typeof__(ntparport_PsRemoveLoadImageNotifyRoutine) PsRemoveLoadImageNotifyRoutine __asm__("ntparport_PsRemoveLoadImageNotifyRoutine");
#undef ZwCreateTimer
extern __typeof__(ntparport_ZwCreateTimer) ZwCreateTimer __asm__("ntparport_ZwCreateTimer");
#undef ZwOpenTimer
extern __typeof__(ntparport_ZwOpenTimer) ZwOpenTimer __asm__("ntparport_ZwOpenTimer");
#undef ZwSetTimer
extern __typeof__(ntparport_ZwSetTimer) ZwSetTimer __asm__("ntparport_ZwSetTimer");
#undef ZwCancelTimer
extern __typeof__(ntparport_ZwCancelTimer) ZwCancelTimer __asm__("ntparport_ZwCancelTimer");
#undef RtlCompareMemory
extern __typeof__(ntparport_RtlCompareMemory) RtlCompareMemory __asm__("ntparport_RtlCompareMemory");
#undef RtlInitString
extern __typeof__(ntparport_RtlInitString) RtlInitString __asm__("ntparport_RtlInitString");
#undef RtlInitAnsiString
extern __typeof__(ntparport_RtlInitAnsiString) RtlInitAnsiString __asm__("ntparport_RtlInitAnsiString");
#undef RtlInitUnicodeString
extern __typeof__(ntparport_RtlInitUnicodeString) RtlInitUnicodeString __asm__("ntparport_RtlInitUnicodeString");
#undef RtlAnsiStringToUnicodeString
extern __typeof__(ntparport_RtlAnsiStringToUnicodeString) RtlAnsiStringToUnicodeString __asm__("ntparport_RtlAnsiStringToUnicodeString");
#undef RtlUnicodeStringToAnsiString
extern __typeof__(ntparport_RtlUnicodeStringToAnsiString) RtlUnicodeStringToAnsiString __asm__("ntparport_RtlUnicodeStringToAnsiString");
#undef RtlxAnsiStringToUnicodeSize
extern __typeof__(ntparport_RtlxAnsiStringToUnicodeSize) RtlxAnsiStringToUnicodeSize __asm__("ntparport_RtlxAnsiStringToUnicodeSize");
#undef RtlxUnicodeStringToAnsiSize
extern __typeof__(ntparport_RtlxUnicodeStringToAnsiSize) RtlxUnicodeStringToAnsiSize __asm__("ntparport_RtlxUnicodeStringToAnsiSize");
#undef RtlFreeUnicodeString
extern __typeof__(ntparport_RtlFreeUnicodeString) RtlFreeUnicodeString __asm__("ntparport_RtlFreeUnicodeString");
#undef RtlFreeAnsiString
extern __typeof__(ntparport_RtlFreeAnsiString) RtlFreeAnsiString __asm__("ntparport_RtlFreeAnsiString");
#undef RtlCopyString
extern __typeof__(ntparport_RtlCopyString) RtlCopyString __asm__("ntparport_RtlCopyString");
#undef RtlCopyUnicodeString
extern __typeof__(ntparport_RtlCopyUnicodeString) RtlCopyUnicodeString __asm__("ntparport_RtlCopyUnicodeString");
#undef RtlAppendUnicodeStringToString
extern __typeof__(ntparport_RtlAppendUnicodeStringToString) RtlAppendUnicodeStringToString __asm__("ntparport_RtlAppendUnicodeStringToString");
#undef RtlAppendUnicodeToString
extern __typeof__(ntparport_RtlAppendUnicodeToString) RtlAppendUnicodeToString __asm__("ntparport_RtlAppendUnicodeToString");
#undef RtlAppendAsciizToString
extern __typeof__(ntparport_RtlAppendAsciizToString) RtlAppendAsciizToString __asm__("ntparport_RtlAppendAsciizToString");
#undef RtlCompareString
extern __typeof__(ntparport_RtlCompareString) RtlCompareString __asm__("ntparport_RtlCompareString");
#undef RtlCompareUnicodeString
extern __typeof__(ntparport_RtlCompareUnicodeString) RtlCompareUnicodeString __asm__("ntparport_RtlCompareUnicodeString");
#undef RtlEqualString
extern __typeof__(ntparport_RtlEqualString) RtlEqualString __asm__("ntparport_RtlEqualString");
#undef RtlEqualUnicodeString
extern __typeof__(ntparport_RtlEqualUnicodeString) RtlEqualUnicodeString __asm__("ntparport_RtlEqualUnicodeString");
#undef RtlPrefixUnicodeString
extern __typeof__(ntparport_RtlPrefixUnicodeString) RtlPrefixUnicodeString __asm__("ntparport_RtlPrefixUnicodeString");
#undef RtlUpperChar
extern __typeof__(ntparport_RtlUpperChar) RtlUpperChar __asm__("ntparport_RtlUpperChar");
#undef RtlUpcaseUnicodeChar
extern __typeof__(ntparport_RtlUpcaseUnicodeChar) RtlUpcaseUnicodeChar __asm__("ntparport_RtlUpcaseUnicodeChar");
#undef RtlDowncaseUnicodeChar
extern __typeof__(ntparport_RtlDowncaseUnicodeChar) RtlDowncaseUnicodeChar __asm__("ntparport_RtlDowncaseUnicodeChar");
#undef RtlUpperString
extern __typeof__(ntparport_RtlUpperString) RtlUpperString __asm__("ntparport_RtlUpperString");
#undef RtlUpcaseUnicodeString
extern __typeof__(ntparport_RtlUpcaseUnicodeString) RtlUpcaseUnicodeString __asm__("ntparport_RtlUpcaseUnicodeString");
#undef RtlHashUnicodeString
extern __typeof__(ntparport_RtlHashUnicodeString) RtlHashUnicodeString __asm__("ntparport_RtlHashUnicodeString");
#undef RtlIntegerToUnicodeString
extern __typeof__(ntparport_RtlIntegerToUnicodeString) RtlIntegerToUnicodeString __asm__("ntparport_RtlIntegerToUnicodeString");
#undef RtlInt64ToUnicodeString
extern __typeof__(ntparport_RtlInt64ToUnicodeString) RtlInt64ToUnicodeString __asm__("ntparport_RtlInt64ToUnicodeString");
#undef RtlUnicodeStringToInteger
extern __typeof__(ntparport_RtlUnicodeStringToInteger) RtlUnicodeStringToInteger __asm__("ntparport_RtlUnicodeStringToInteger");
#undef RtlCharToInteger
extern __typeof__(ntparport_RtlCharToInteger) RtlCharToInteger __asm__("ntparport_RtlCharToInteger");
#undef RtlEnlargedUnsignedDivide
extern __typeof__(ntparport_RtlEnlargedUnsignedDivide) RtlEnlargedUnsignedDivide __asm__("ntparport_RtlEnlargedUnsignedDivide");
#undef RtlExtendedLargeIntegerDivide
extern __typeof__(ntparport_RtlExtendedLargeIntegerDivide) RtlExtendedLargeIntegerDivide __asm__("ntparport_RtlExtendedLargeIntegerDivide");
#undef RtlLargeIntegerDivide
extern __typeof__(ntparport_RtlLargeIntegerDivide) RtlLargeIntegerDivide __asm__("ntparport_RtlLargeIntegerDivide");
#undef RtlTimeToTimeFields
extern __typeof__(ntparport_RtlTimeToTimeFields) RtlTimeToTimeFields __asm__("ntparport_RtlTimeToTimeFields");
#undef RtlTimeFieldsToTime
extern __typeof__(ntparport_RtlTimeFieldsToTime) RtlTimeFieldsToTime __asm__("ntparport_RtlTimeFieldsToTime");
#undef DbgPrint
extern __typeof__(ntparport_DbgPrint) DbgPrint __asm__("ntparport_DbgPrint");
#undef DbgPrintEx
extern __typeof__(ntparport_DbgPrintEx) DbgPrintEx __asm__("ntparport_DbgPrintEx");
#undef vDbgPrintEx
extern __typeof__(ntparport_vDbgPrintEx) vDbgPrintEx __asm__("ntparport_vDbgPrintEx");
#undef vDbgPrintExWithPrefix
extern __typeof__(ntparport_vDbgPrintExWithPrefix) vDbgPrintExWithPrefix __asm__("ntparport_vDbgPrintExWithPrefix");
#undef RtlAssert
extern __typeof__(ntparport_RtlAssert) RtlAssert __asm__("ntparport_RtlAssert");
#undef DbgBreakPoint
extern __typeof__(ntparport_DbgBreakPoint) DbgBreakPoint __asm__("ntparport_DbgBreakPoint");
#undef DbgBreakPointWithStatus
extern __typeof__(ntparport_DbgBreakPointWithStatus) DbgBreakPointWithStatus __asm__("ntparport_DbgBreakPointWithStatus");
#undef DbgPrompt
extern __typeof__(ntparport_DbgPrompt) DbgPrompt __asm__("ntparport_DbgPrompt");
#undef DbgQueryDebugFilterState
extern __typeof__(ntparport_DbgQueryDebugFilterState) DbgQueryDebugFilterState __asm__("ntparport_DbgQueryDebugFilterState");
#undef DbgSetDebugFilterState
extern __typeof__(ntparport_DbgSetDebugFilterState) DbgSetDebugFilterState __asm__("ntparport_DbgSetDebugFilterState");
#undef KdRefreshDebuggerNotPresent
extern __typeof__(ntparport_KdRefreshDebuggerNotPresent) KdRefreshDebuggerNotPresent __asm__("ntparport_KdRefreshDebuggerNotPresent");
#undef KdDisableDebugger
extern __typeof__(ntparport_KdDisableDebugger) KdDisableDebugger __asm__("ntparport_KdDisableDebugger");
#undef KdEnableDebugger
extern __typeof__(ntparport_KdEnableDebugger) KdEnableDebugger __asm__("ntparport_KdEnableDebugger");
#undef RtlCreateSecurityDescriptor
extern __typeof__(ntparport_RtlCreateSecurityDescriptor) RtlCreateSecurityDescriptor __asm__("ntparport_RtlCreateSecurityDescriptor");
#undef RtlLengthSecurityDescriptor
extern __typeof__(ntparport_RtlLengthSecurityDescriptor) RtlLengthSecurityDescriptor __asm__("ntparport_RtlLengthSecurityDescriptor");
#undef RtlSetDaclSecurityDescriptor
extern __typeof__(ntparport_RtlSetDaclSecurityDescriptor) RtlSetDaclSecurityDescriptor __asm__("ntparport_RtlSetDaclSecurityDescriptor");
#undef RtlValidSecurityDescriptor
extern __typeof__(ntparport_RtlValidSecurityDescriptor) RtlValidSecurityDescriptor __asm__("ntparport_RtlValidSecurityDescriptor");
#undef ExRaiseStatus
extern __typeof__(ntparport_ExRaiseStatus) ExRaiseStatus __asm__("ntparport_ExRaiseStatus");
#undef ExRaiseAccessViolation
extern __typeof__(ntparport_ExRaiseAccessViolation) ExRaiseAccessViolation __asm__("ntparport_ExRaiseAccessViolation");
#undef ExRaiseDatatypeMisalignment
extern __typeof__(ntparport_ExRaiseDatatypeMisalignment) ExRaiseDatatypeMisalignment __asm__("ntparport_ExRaiseDatatypeMisalignment");
#undef ProbeForRead
extern __typeof__(ntparport_ProbeForRead) ProbeForRead __asm__("ntparport_ProbeForRead");
#undef ProbeForWrite
extern __typeof__(ntparport_ProbeForWrite) ProbeForWrite __asm__("ntparport_ProbeForWrite");
#undef RtlGetVersion
extern __typeof__(ntparport_RtlGetVersion) RtlGetVersion __asm__("ntparport_RtlGetVersion");
#undef PsGetVersion
extern __typeof__(ntparport_PsGetVersion) PsGetVersion __asm__("ntparport_PsGetVersion");
#undef IoIsWdmVersionAvailable
extern __typeof__(ntparport_IoIsWdmVersionAvailable) IoIsWdmVersionAvailable __asm__("ntparport_IoIsWdmVersionAvailable");
#undef RtlIsNtDdiVersionAvailable
extern __typeof__(ntparport_RtlIsNtDdiVersionAvailable) RtlIsNtDdiVersionAvailable __asm__("ntparport_RtlIsNtDdiVersionAvailable");
#undef RtlIsServicePackVersionInstalled
extern __typeof__(ntparport_RtlIsServicePackVersionInstalled) RtlIsServicePackVersionInstalled __asm__("ntparport_RtlIsServicePackVersionInstalled");
#undef VerSetConditionMask
extern __typeof__(ntparport_VerSetConditionMask) VerSetConditionMask __asm__("ntparport_VerSetConditionMask");
#undef RtlVerifyVersionInfo
extern __typeof__(ntparport_RtlVerifyVersionInfo) RtlVerifyVersionInfo __asm__("ntparport_RtlVerifyVersionInfo");
#undef MmQuerySystemSize
extern __typeof__(ntparport_MmQuerySystemSize) MmQuerySystemSize __asm__("ntparport_MmQuerySystemSize");
#undef MmIsThisAnNtAsSystem
extern __typeof__(ntparport_MmIsThisAnNtAsSystem) MmIsThisAnNtAsSystem __asm__("ntparport_MmIsThisAnNtAsSystem");
#undef RtlQueryRegistryValues
extern __typeof__(ntparport_RtlQueryRegistryValues) RtlQueryRegistryValues __asm__("ntparport_RtlQueryRegistryValues");
#undef RtlWriteRegistryValue
extern __typeof__(ntparport_RtlWriteRegistryValue) RtlWriteRegistryValue __asm__("ntparport_RtlWriteRegistryValue");
#undef RtlDeleteRegistryValue
extern __typeof__(ntparport_RtlDeleteRegistryValue) RtlDeleteRegistryValue __asm__("ntparport_RtlDeleteRegistryValue");
#undef RtlCheckRegistryKey
extern __typeof__(ntparport_RtlCheckRegistryKey) RtlCheckRegistryKey __asm__("ntparport_RtlCheckRegistryKey");
#undef RtlCreateRegistryKey
extern __typeof__(ntparport_RtlCreateRegistryKey) RtlCreateRegistryKey __asm__("ntparport_RtlCreateRegistryKey");
#undef ZwOpenKey
extern __typeof__(ntparport_ZwOpenKey) ZwOpenKey __asm__("ntparport_ZwOpenKey");
#undef ZwCreateKey
extern __typeof__(ntparport_ZwCreateKey) ZwCreateKey __asm__("ntparport_ZwCreateKey");
#undef ZwDeleteKey
extern __typeof__(ntparport_ZwDeleteKey) ZwDeleteKey __asm__("ntparport_ZwDeleteKey");
#undef ZwFlushKey
extern __typeof__(ntparport_ZwFlushKey) ZwFlushKey __asm__("ntparport_ZwFlushKey");
#undef ZwSetValueKey
extern __typeof__(ntparport_ZwSetValueKey) ZwSetValueKey __asm__("ntparport_ZwSetValueKey");
#undef ZwDeleteValueKey
extern __typeof__(ntparport_ZwDeleteValueKey) ZwDeleteValueKey __asm__("ntparport_ZwDeleteValueKey");
#undef ZwQueryValueKey
extern __typeof__(ntparport_ZwQueryValueKey) ZwQueryValueKey __asm__("ntparport_ZwQueryValueKey");
#undef ZwEnumerateValueKey
extern __typeof__(ntparport_ZwEnumerateValueKey) ZwEnumerateValueKey __asm__("ntparport_ZwEnumerateValueKey");
#undef ZwQueryKey
extern __typeof__(ntparport_ZwQueryKey) ZwQueryKey __asm__("ntparport_ZwQueryKey");
#undef ZwEnumerateKey
extern __typeof__(ntparport_ZwEnumerateKey) ZwEnumerateKey __asm__("ntparport_ZwEnumerateKey");
#undef ZwOpenSection
extern __typeof__(ntparport_ZwOpenSection) ZwOpenSection __asm__("ntparport_ZwOpenSection");
#undef ZwCreateSection
extern __typeof__(ntparport_ZwCreateSection) ZwCreateSection __asm__("ntparport_ZwCreateSection");
#undef ZwMapViewOfSection
extern __typeof__(ntparport_ZwMapViewOfSection) ZwMapViewOfSection __asm__("ntparport_ZwMapViewOfSection");
#undef ZwUnmapViewOfSection
extern __typeof__(ntparport_ZwUnmapViewOfSection) ZwUnmapViewOfSection __asm__("ntparport_ZwUnmapViewOfSection");
#endif

#ifdef NT_WHOLE_WMILIB
#undef NT_WHOLE_WMILIB
#undef WmiSystemControl
extern __typeof__(ntparport_WmiSystemControl) WmiSystemControl __asm__("ntparport_WmiSystemControl");
#undef WmiCompleteRequest
extern __typeof__(ntparport_WmiCompleteRequest) WmiCompleteRequest __asm__("ntparport_WmiCompleteRequest");
#undef WmiFireEvent
extern __typeof__(ntparport_WmiFireEvent) WmiFireEvent __asm__("ntparport_WmiFireEvent");
#endif

#ifdef __cplusplus
}
#endif
