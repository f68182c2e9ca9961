# SPDX-License-Identifier: GPL-2.0
"""Since when Windows' kernel has a routine: makes compat/kit/image/since.py from mingw-w64's headers.

Usage: since.py [--check]

Only routines of Windows Vista and later are in it, which is more than there is here; of what a header
does not say, only what is in DOCUMENTED is, as the headers end with Windows 7. With --check nothing is written, and an entry that the headers contradict is
an error. (Headers of another version of mingw-w64 may know more.) So is a routine of Windows 8 or later that
mingw-w64's libraries have: these are made of the export lists of Windows 7.
"""
import collections
import importlib.util
import pathlib
import re
import subprocess
import sys

top = pathlib.Path(__file__).resolve().parent.parent
page = top / "compat/kit/image/since.py"
ddk = pathlib.Path("/usr/share/mingw-w64/include/ddk")
libraries = sorted(pathlib.Path("/usr").glob("*-w64-mingw32/lib/lib*.a"))
VERSIONS = {"WIN2K": "", "WIN2KSP3": "", "WINXP": "", "WINXPSP1": "", "WINXPSP2": "", "WS03": "", "WS03SP1": "",
            "VISTA": "Windows Vista", "LONGHORN": "Windows Vista", "WINVISTA": "Windows Vista",
            "VISTASP1": "Windows Vista", "WS08": "Windows Vista", "WIN7": "Windows 7", "WIN8": "Windows 8",
            "WINBLUE": "Windows 8.1"}
LATER = ["Windows Vista", "Windows 7", "Windows 8", "Windows 8.1", "Windows 10", "Windows 11"]
# By "Available starting with" and the like in Microsoft's public documentation.
DOCUMENTED = {
    "Windows 7": """
KeGetCurrentNodeNumber KeGetProcessorIndexFromNumber KeGetProcessorNumberFromIndex
KeQueryActiveGroupCount KeQueryHighestNodeNumber KeQueryMaximumGroupCount
KeQueryMaximumProcessorCount KeQueryUnbiasedInterruptTime KeSetTargetProcessorDpcEx""",
    "Windows 8": """
CcSetAdditionalCacheAttributesEx CcSetLogHandleForFileEx CcSetLoggedDataThreshold
EtwSetInformation ExGetFirmwareEnvironmentVariable ExSetFirmwareEnvironmentVariable
FsRtlGetFileNameInformation FsRtlGetSectorSizeInformation FsRtlGetSupportedFeatures FsRtlHeatInit
FsRtlHeatLogIo FsRtlHeatUninit FsRtlIsNonEmptyDirectoryReparsePointAllowed
FsRtlIssueDeviceIoControl FsRtlKernelFsControlFile FsRtlPrepareToReuseEcp FsRtlQueryCachedVdl
FsRtlQueryKernelEaFile FsRtlReleaseFileNameInformation
FsRtlSendModernAppTermination FsRtlSetKernelEaFile FsRtlTryToAcquireHeaderMutex
FsRtlUpdateDiskCounters FsRtlVolumeDeviceToCorrelationId
IoBoostThreadIo IoClearActivityIdThread IoClearFsTrackOffsetState IoCopyDeviceObjectHint
IoCreateSystemThread IoDecrementKeepAliveCount IoGetActivityIdIrp IoGetActivityIdThread
IoGetFsTrackOffsetState IoGetGenericIrpExtension IoGetOplockKeyContextEx
IoIncrementKeepAliveCount IoIrpHasFsTrackOffsetExtensionType IoIsValidIrpStatus
IoPropagateActivityIdToThread IoQueryFullDriverPath IoRegisterBootDriverCallback
IoReportInterruptActive IoReportInterruptInactive IoSetActivityIdIrp IoSetActivityIdThread
IoSetFsTrackOffsetState IoSetGenericIrpExtension IoSetMasterIrpStatus
IoSizeofGenericIrpExtension IoTransferActivityId IoTryQueueWorkItem IoUnregisterBootDriverCallback
IoVolumeDeviceToDriveLetterNumber IoVolumeDeviceToGuid IoVolumeDeviceToGuidPath
KeAreInterruptsEnabled KeRevertToUserMultipleGroupAffinityThread
KeQuerySystemTimePrecise KeSetSystemMultipleGroupAffinityThread MmAllocateContiguousNodeMemory MmAllocateNodePagesForMdlEx
MmGetMaximumFileSectionSize MmMapMdl MmMdlPageContentsState MmMdlPagesAreZero
MmPrefetchVirtualAddresses PoFxActivateComponent PoFxCompleteDevicePowerNotRequired
PoFxCompleteIdleCondition PoFxCompleteIdleState PoFxIdleComponent PoFxNotifySurprisePowerOn
PoFxPowerControl PoFxProcessorNotification PoFxRegisterDevice PoFxRegisterPlugin
PoFxReportDevicePoweredOn PoFxSetComponentLatency PoFxSetComponentResidency PoFxSetComponentWake
PoFxSetDeviceIdleTimeout PoFxStartDevicePowerManagement PoFxUnregisterDevice
PoGetProcessorIdleAccounting PoInitiateProcessorWake PoNotifyVSyncChange
PoRegisterCoalescingCallback PoUnregisterCoalescingCallback PoUserShutdownCancelled
PsGetProcessCommonJob PsGetProcessSignatureLevel PsIsDiskCountersEnabled
PsUpdateDiskCounters RtlCheckPortableOperatingSystem RtlCrc32
RtlCrc64 RtlDecompressBufferEx RtlDecompressFragmentEx RtlGenerateClass5Guid
RtlGetAppContainerNamedObjectPath RtlGetAppContainerParent RtlGetAppContainerSidType
RtlIsCapabilitySid RtlIsPackageSid RtlIsUntrustedObject RtlOpenImageFileOptionsKey
RtlQueryImageFileKeyOption RtlQueryPackageIdentity RtlQueryPackageIdentityEx
RtlSetPortableOperatingSystem RtlSidDominates SeAccessCheckFromStateEx SeGetCachedSigningLevel
SeGetLogonSessionToken SeRegisterImageVerificationCallback
SeSetCachedSigningLevel SeTokenFromAccessInformation SeUnregisterImageVerificationCallback
ZwAssociateWaitCompletionPacket ZwCancelWaitCompletionPacket ZwCreateWaitCompletionPacket
ZwCreateWnfStateName ZwDeleteWnfStateName ZwFlushBuffersFileEx ZwGetCachedSigningLevel
ZwQueryWnfStateData ZwSetCachedSigningLevel ZwUpdateWnfStateData""",
    "Windows 8.1": """
CcCopyReadEx CcCopyWriteEx CcIsCacheManagerCallbackNeeded CcScheduleReadAheadEx ExAllocateTimer
ExCancelTimer ExDeleteTimer ExGetSystemFirmwareTable ExSetTimer IoGetDeviceInterfacePropertyData
IoSetDeviceInterfacePropertyData IoSynchronousCallDriver KeQueryInterruptTimePrecise
MmAllocateMdlForIoSpace PoFxRegisterCoreDevice PsIsProtectedProcessLight
PsQueryTotalCycleTimeProcess""",
    "Windows 10": """
CcAsyncCopyRead CcErrorCallbackRoutine CcFlushCacheToLsn CcInitializeCacheMapEx CcZeroDataOnDisk
ExAcquireAutoExpandPushLockExclusive
ExAcquireAutoExpandPushLockShared ExAllocatePool2 ExAllocatePool3 ExCleanupAutoExpandPushLock
ExCreatePool ExDestroyPool ExInitializeAutoExpandPushLock ExInitializeDeviceAts ExIsSoftBoot
ExQueryWnfStateData ExReleaseAutoExpandPushLockExclusive ExReleaseAutoExpandPushLockShared
ExSecurePoolUpdate ExSecurePoolValidate ExSubscribeWnfStateChange ExUnsubscribeWnfStateChange
ExUuidFromName FsRtlCheckLockForOplockRequest FsRtlCheckUpperOplock
FsRtlGetCurrentProcessLoaderList FsRtlIs32BitProcess FsRtlIsDaxVolume FsRtlIsMobileOS
FsRtlMdlReadEx FsRtlOplockGetAnyBreakOwnerProcess FsRtlPrepareMdlWriteEx FsRtlQueryInformationFile
FsRtlSetDriverBacking FsRtlUpperOplockFsctrl HvlRegisterWheaErrorNotification
HvlUnregisterWheaErrorNotification IoAllocateIrpEx IoCheckFileObjectOpenedAsCopyDestination
IoCheckFileObjectOpenedAsCopySource IoCheckLinkShareAccess IoGetDeviceDirectory
IoGetDriverDirectory IoGetFileSiloParameters IoGetShadowFileInformation IoGetSilo
IoGetSiloParameters IoIsInitiator32bitProcess IoOpenDriverRegistryKey IoQueryInterface
IoRemoveLinkShareAccess IoRemoveLinkShareAccessEx IoRequestDeviceRemovalForReset
IoUpdateLinkShareAccess IoUpdateLinkShareAccessEx KeAddTriageDumpDataBlock
KeConvertAuxiliaryCounterToPerformanceCounter KeConvertPerformanceCounterToAuxiliaryCounter
KeDeregisterBoundCallback KeGetEffectiveIrql KeInitializeTriageDumpDataArray
KeQueryAuxiliaryCounterFrequency KeQueryNodeActiveAffinity2 KeQueryNodeActiveProcessorCount
KeQueryUnbiasedInterruptTimePrecise KeRegisterBoundCallback KeShouldYieldProcessor
MmAllocateContiguousMemoryEx MmAllocateMdlForIoSpaceEx MmAllocatePartitionNodePagesForMdlEx
MmFreePagesFromMdlEx MmGetSystemRoutineAddressEx MmIsDriverSuspectForVerifier MmMapIoSpaceEx
MmMapMemoryDumpMdlEx MmMapViewInSystemSpaceEx MmProtectDriverSection MmSecureVirtualMemoryEx
MmSetPermanentCacheAttribute PoCreateThermalRequest PoDeleteThermalRequest
PoFxCompleteDirectedPowerDown PoFxIssueComponentPerfStateChange
PoFxIssueComponentPerfStateChangeMultiple PoFxPowerOnCrashdumpDevice
PoFxQueryCurrentComponentPerfState PoFxRegisterComponentPerfStates PoFxRegisterCrashdumpDevice
PoFxSetTargetDripsDevicePowerState PoGetThermalRequestSupport PoSetThermalActiveCooling
PoSetThermalPassiveCooling PsAcquireSiloHardReference PsAllocSiloContextSlot
PsAttachSiloToCurrentThread PsCreateSiloContext PsDereferenceSiloContext
PsDetachSiloFromCurrentThread PsFreeSiloContextSlot PsGetCurrentServerSilo
PsGetCurrentServerSiloName PsGetCurrentSilo PsGetEffectiveServerSilo PsGetHostSilo
PsGetJobServerSilo PsGetJobSilo PsGetParentSilo PsGetPermanentSiloContext
PsGetServerSiloActiveConsoleId PsGetServerSiloServiceSessionId PsGetSiloContainerId
PsGetSiloContext PsGetThreadServerSilo PsInsertPermanentSiloContext PsInsertSiloContext
PsIsCurrentThreadInServerSilo PsIsHostSilo PsMakeSiloContextPermanent PsReferenceSiloContext
PsRegisterSiloMonitor PsReleaseSiloHardReference PsRemoveSiloContext PsReplaceSiloContext
PsSetCreateProcessNotifyRoutineEx2 PsSetCreateThreadNotifyRoutineEx PsSetLoadImageNotifyRoutineEx
PsStartSiloMonitor PsTerminateServerSilo PsUnregisterSiloMonitor PsWow64GetProcessMachine
RtlConvertDeviceFamilyInfoToString RtlExtendCorrelationVector RtlGetActiveConsoleId
RtlGetConsoleSessionForegroundProcessId RtlGetPersistedStateLocation RtlGetSuiteMask
RtlIncrementCorrelationVector RtlInitUTF8String RtlInitUTF8StringEx RtlInitializeCorrelationVector
RtlIsApiSetImplemented RtlIsCloudFilesPlaceholder RtlIsMultiSessionSku RtlIsMultiUsersInSessionSku
RtlIsPartialPlaceholder RtlIsPartialPlaceholderFileHandle RtlIsPartialPlaceholderFileInfo
RtlIsSandboxedToken RtlIsStateSeparationEnabled RtlIsZeroMemory
RtlQueryProcessPlaceholderCompatibilityMode RtlQueryThreadPlaceholderCompatibilityMode
RtlQueryValidationRunlevel RtlRaiseCustomSystemEventTrigger
RtlSetProcessPlaceholderCompatibilityMode RtlSetThreadPlaceholderCompatibilityMode
RtlUTF8StringToUnicodeString RtlUnicodeStringToUTF8String RtlValidateCorrelationVector
SeAdjustAccessStateForTrustLabel SeEtwWriteKMCveEvent SeQueryServerSiloToken
SeQuerySessionIdTokenEx VslCreateSecureSection VslDeleteSecureSection
WheaAddErrorSourceDeviceDriver WheaCreateHwErrorReportDeviceDriver
WheaHwErrorReportAbandonDeviceDriver WheaHwErrorReportSetSectionNameDeviceDriver
WheaHwErrorReportSubmitDeviceDriver WheaRemoveErrorSourceDeviceDriver
WheaReportHwErrorDeviceDriver ZwCommitRegistryTransaction ZwCreateCrossVmEvent
ZwCreateRegistryTransaction ZwOpenRegistryTransaction ZwPssCaptureVaSpaceBulk
ZwQueryDirectoryFileEx ZwQueryInformationByName ZwRollbackRegistryTransaction""",
    "Windows 11": """
FsRtlGetBypassIoOpenCount FsRtlGetBypassIoOpenCountPtr"""}
HEAD = '''# SPDX-License-Identifier: GPL-2.0
"""Routines of newer Windows kernels, by the first that has them: made by qemu/since.py."""
import functools

SINCE = {
'''
TAIL = '''}


@functools.lru_cache(maxsize=None)
def version(name):
    """The first Windows that has it, as far as it is a newer one; or None."""
    return next((which for which, names in SINCE.items() if name in names.split()), None)
'''


def declared(text):
    """The routines that a header declares, each with the version that the conditions around it say."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S).replace("\\\n", " ")
    conditions = []
    for line in text.split("\n"):
        directive = re.match(r"\s*#\s*(if|ifdef|ifndef|else|elif|endif)\b(.*)", line)
        if not directive:
            name = re.match(r"(?:(?:NTKERNELAPI|NTHALAPI|NTSYSAPI|NTAPI)\s+)*(\w+)\s*\($", line)
            if name:
                said = [LATER.index(each) if each else -1 for each in conditions if each is not None]
                yield name[1], max(said, default=-1)
        elif directive[1] == "endif":
            conditions.pop()
        elif directive[1] in ("else", "elif"):
            conditions[-1] = None
        else:
            least = re.fullmatch(r"\s*\(?NTDDI_VERSION\s*>=\s*NTDDI_(\w+)\)?\s*", directive[2])
            conditions.append(VERSIONS.get(least[1]) if least else None)


def found():
    """What the headers say of each routine; the oldest, if they say it more than once."""
    versions = {}
    for header in ("wdm.h", "ntddk.h", "ntifs.h"):
        for name, version in declared((ddk / header).read_text(encoding="utf-8", errors="replace")):
            versions[name] = min(version, versions.get(name, version))
    for which, names in DOCUMENTED.items():
        for name in names.split():
            versions.setdefault(name, LATER.index(which))
    return versions


def exported():
    """What the kernel of Windows 7 and its HAL export, on either machine."""
    said = subprocess.run(["nm", *(path for path in libraries if path.name in ("libntoskrnl.a", "libhal.a"))],
                          check=False, capture_output=True, text=True).stdout
    names = {re.sub(r"@\d+$", "", name) for name in re.findall(r" I __imp_(\S+)$", said, re.M)}
    # On i386 there is one more character before them.
    return names | {name[1:] for name in names}


def main():
    versions = found()
    if "--check" in sys.argv[1:]:
        spec = importlib.util.spec_from_file_location("since", page)
        table = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(table)
        wrong = [name for which, names in table.SINCE.items() for name in names.split()
                 if versions.get(name, LATER.index(which)) != LATER.index(which)]
        older = sorted(name for which, names in table.SINCE.items() if LATER.index(which) > LATER.index("Windows 7")
                       for name in set(names.split()) & exported())
        if older:
            sys.exit(f"{page.relative_to(top)}: Windows 7 has {', '.join(older)} already: correct qemu/since.py, and run it")
        if wrong:
            sys.exit(f"{page.relative_to(top)}: mingw-w64 has another version of {', '.join(wrong)}: run qemu/since.py")
        return
    by_version = collections.defaultdict(list)
    for name, version in sorted(versions.items()):
        if version >= 0:
            by_version[LATER[version]].append(name)
    lines = []
    for which in LATER:
        if which not in by_version:
            continue
        lines.append(f'    "{which}": (\n')
        row = ""
        for name in by_version[which]:
            if len(row) + len(name) > 100:
                lines.append(f'        "{row}"\n')
                row = ""
            row += f"{name} "
        lines.append(f'        "{row.rstrip()}"),\n')
    page.write_text(HEAD + "".join(lines) + TAIL, encoding="utf-8")


main()
