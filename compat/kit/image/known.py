# SPDX-License-Identifier: GPL-2.0
"""Which names of the Windows kernel there are for an image, and what is missing where there is none."""
import functools
import hashlib
import pathlib
import re
import sys

kit = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(kit))
import i386  # pylint: disable=wrong-import-position
import inlines  # pylint: disable=wrong-import-position
import explain  # pylint: disable=wrong-import-position
import since  # pylint: disable=wrong-import-position

# Of the kernel's modules: what is in these is the kernel's.
KERNEL = {"ntoskrnl.exe", "hal.dll", "wmilib.sys", "bootvid.dll", "ntkrnlpa.exe", "ntkrnlmp.exe"}
# What a driver that imports from one of these is.
FRAMEWORKS = {
    "wdfldr.sys": "a driver of KMDF, which is not here", "ndis.sys": "a network driver", "usbd.sys": "a USB driver",
    "usbport.sys": "a USB driver", "hidclass.sys": "a HID driver", "hidparse.sys": "a HID driver",
    "videoprt.sys": "a display driver", "win32k.sys": "a display or printer driver, which calls win32k",
    "dxgkrnl.sys": "a display driver", "scsiport.sys": "a storage driver", "storport.sys": "a storage driver",
    "ataport.sys": "a storage driver", "classpnp.sys": "a storage driver", "portcls.sys": "a sound driver",
    "ks.sys": "a streaming driver", "tdi.sys": "a network driver", "netio.sys": "a network driver",
    "fwpkclnt.sys": "a network driver", "fltmgr.sys": "a file system filter", "pcmcia.sys": "a PC card driver",
    "stream.sys": "a streaming driver", "bthport.sys": "a Bluetooth driver", "battc.sys": "a battery driver",
    "modem.sys": "a modem driver", "serenum.sys": "a driver of serial ports",
}


def names(include, symvers=None):
    """
    The names that images can import: functions and variables of our headers, and those of the C library that
    Linux has. With a Module.symvers only what is exported there.
    """
    text = "\n".join(headers(include))
    mapped = set(re.findall(r"^#define (\w+) ntparport_\1$", text, re.M))
    if symvers:
        there = {line.split("\t")[1] for line in symvers.read_text(encoding="utf-8").splitlines() if "\t" in line}
        mapped = {name for name in mapped if f"ntparport_{name}" in there}
    aliases = re.findall(r"^#define (\w+)\s+(\w+)$", text, re.M)
    return mapped | {name for name, target in aliases if target in mapped} | of_linux(include) | inlines.NAMES


# Routines that images import from other images have these names in the kernel, which takes no longer ones.
EXPORTED, LONGEST = "image_export_", 55


def file_of(name):
    """The name of an image's file, as make can read it."""
    name = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
    # Not one that is among the files beside it.
    return name if name.lower().endswith(".sys") else f"{name}.sys"


def exported(module, name):
    """The symbol of a routine that an image exports, by the name of its file."""
    module = file_of(module)
    text = EXPORTED + "_".join(re.sub(r"[^A-Za-z0-9_]", lambda char: f"_{ord(char[0]):x}", part)
                               for part in (module.lower(), name))
    digest = hashlib.sha256(f"{module.lower()} {name}".encode()).hexdigest()[:16]
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 17]}_{digest}"


def exports(image, name):
    """
    The symbols of the routines that an image exports, by their names. It does so if it is made for that: Windows'
    loader calls such a driver's DllInitialize.
    """
    if not image.is_code(image.exports.get("DllInitialize", -1)):
        return {}
    return {each: exported(name, each) for each, rva in sorted(image.exports.items()) if image.is_code(rva)}


def of_images(symvers):
    """The symbols of images in a Module.symvers."""
    return {line.split("\t")[1] for line in symvers.read_text(encoding="utf-8").splitlines()
            if f"\t{EXPORTED}" in line}


def of_linux(include):
    """Those of the C library that Linux has."""
    library = re.sub(r"/\*.*?\*/", "", (include / "nt/crt.h").read_text(encoding="utf-8"), flags=re.S)
    return set(re.findall(r"^[\w ]+[ *](mem\w+|str\w+)\(", library, re.M))


def newer(imported, there):
    """The version of Windows that an import needs, if it is a later one than is here; or None."""
    return since.version(imported.name) if imported.module in KERNEL and imported.name not in there else None


def lacks(imported, there, include, bits=64):
    """What is missing of an import, or None."""
    if imported.module in FRAMEWORKS:
        return f"of {imported.module}: {FRAMEWORKS[imported.module]}"
    if imported.module not in KERNEL:
        return None if exported(imported.module, imported.name) in there else \
            f"of {imported.module}, another driver, which does not export it here: build an image of that name with it " \
            "(--beside), or before it"
    if imported.name in (FOR_IMAGES if bits == 64 else i386.IMPORTS):
        return None
    if imported.name in NOT_FOR_IMAGES:
        return NOT_FOR_IMAGES[imported.name]
    if imported.name in VALUES:
        return None
    if imported.name in there:
        return declared(include).lacks(imported.name, bits)
    if imported.name in explain.functions(include):
        return "it is inline for drivers that are compiled here; images have no function of that name yet"
    version = since.version(imported.name)
    if version:
        return f"it is of {version} and later: look for the driver's version for an older Windows"
    like = explain.nearest(imported.name, there)
    return "there is none here" + (f"; the nearest are {', '.join(like)}" if like else "")


# Variables of Windows' kernel: what imports them reads memory and calls nothing.
VARIABLES = {"KeNumberProcessors", "KeTickCount", "IoFileObjectType", "IoDeviceObjectType", "IoDriverObjectType",
             "IoAdapterObjectType", "IoDeviceHandlerObjectType", "PsThreadType", "PsProcessType", "PsJobType",
             "ExEventObjectType", "ExSemaphoreObjectType", "MmSectionObjectType", "SeTokenObjectType", "CmKeyObjectType",
             "LpcPortObjectType", "TmTransactionObjectType", "MmHighestUserAddress", "MmSystemRangeStart",
             "MmUserProbeAddress", "MmBadPointer", "NtBuildNumber", "NtBuildLab", "NtGlobalFlag", "KdDebuggerEnabled",
             "KdDebuggerNotPresent", "KdEnteredDebugger", "KdComPortInUse", "InitSafeBootMode", "SeExports",
             "SePublicDefaultDacl", "SeSystemDefaultDacl", "HalDispatchTable", "HalPrivateDispatchTable",
             "KeServiceDescriptorTable", "KeLoaderBlock", "PsInitialSystemProcess", "IoStatisticsLock",
             "IoReadOperationCount", "IoWriteOperationCount", "IoOtherOperationCount", "IoReadTransferCount",
             "IoWriteTransferCount", "IoOtherTransferCount", "CcFastMdlReadWait", "NlsMbCodePageTag",
             "NlsMbOemCodePageTag", "NlsLeadByteInfo", "NlsOemLeadByteInfo", "NlsAnsiCodePage", "NlsOemCodePage"}
# Of these, each image has its own (kit/image.h), with the value that they have here; one is in KUSER_SHARED_DATA on both
# machines.
VALUES = {"KeTickCount", "NtBuildNumber", "NtGlobalFlag", "InitSafeBootMode", "KdDebuggerEnabled", "KdDebuggerNotPresent",
          "KdEnteredDebugger", "KdComPortInUse", "MmHighestUserAddress", "MmSystemRangeStart", "MmUserProbeAddress",
          "PsInitialSystemProcess", "ExSemaphoreObjectType", "ExMutantObjectType", "ExTimerObjectType",
          "ExDesktopObjectType", "ExWindowStationObjectType", "IoAdapterObjectType", "IoControllerObjectType",
          "IoDeviceHandlerObjectType", "PsJobType", "SeTokenObjectType", "LpcPortObjectType", "TmTransactionObjectType",
          "NlsMbCodePageTag", "NlsMbOemCodePageTag", "NlsAnsiCodePage", "NlsOemCodePage", "NlsLeadByteInfo",
          "NlsOemLeadByteInfo", "IoReadOperationCount", "IoWriteOperationCount", "IoOtherOperationCount"}
# Variables of the kernel in KUSER_SHARED_DATA, by their places there.
SHARED = {"KeTickCount": 0x320}
# Arguments of routines of an image at most, and of imports.
MOST, MOST_OF_IMPORTS = 12, 16
# Routines with any number of arguments: the one that takes them as a list, and its arguments: of this one by their
# number, constants, and the list.
AS_LIST = {
    "DbgPrint": ("vDbgPrintEx", ["$101", "$3", 0, "list"]),
    "DbgPrintEx": ("vDbgPrintEx", [0, 1, 2, "list"]),
    "sprintf": ("vsprintf", [0, 1, "list"]),
    "_snprintf": ("_vsnprintf", [0, 1, 2, "list"]),
    "swprintf": ("_vsnwprintf", [0, "$0x7fffffff", 1, "list"]),
    "_snwprintf": ("_vsnwprintf", [0, 1, 2, "list"]),
    **{name: (listed, [*range(fixed), "list"]) for name, (listed, fixed) in inlines.LISTS.items()},
}
# What may raise an exception: the call is noted, so that the __try blocks that it is in are found.
RAISING = {"ExRaiseStatus", "ExRaiseAccessViolation", "ExRaiseDatatypeMisalignment", "ProbeForRead", "ProbeForWrite",
           "MmProbeAndLockPages", "MmMapLockedPages", "MmMapLockedPagesSpecifyCache", "_local_unwind",
           "ExAllocatePoolWithQuota", "ExAllocatePoolWithQuotaTag", "RtlUnwind", "RtlUnwindEx", "longjmp"}
# What only images have: what is called instead, and the types of its parameters; None: nobody calls it.
ASSEMBLED = {
    # All of the stack is there: nothing has to be touched.
    "__chkstk": ["ret", "int3"],
    # What base/raise.cc reads: the frame, and the registers that calls preserve as they are after this one.
    **dict.fromkeys(("_setjmp", "_setjmpex"), [
        "movq %rdx, (%rcx)", "movq %rbx, 8(%rcx)", "leaq 8(%rsp), %rax", "movq %rax, 16(%rcx)", "movq %rbp, 24(%rcx)",
        "movq %rsi, 32(%rcx)", "movq %rdi, 40(%rcx)", *(f"movq %r{12 + n}, {48 + 8 * n}(%rcx)" for n in range(4)),
        "movq (%rsp), %rax", "movq %rax, 80(%rcx)", "xorl %eax, %eax", "ret", "int3"]),
}
# A virtual function that a class does not have: the driver's bug check.
PURE = "_purecall"
FOR_IMAGES = {"__C_specific_handler": None, "_local_unwind": ("image_local_unwind", ["PVOID", "PVOID"]),
              "longjmp": ("image_jump", ["PVOID", "int"]),
              **dict.fromkeys(("RtlUnwind", "RtlUnwindEx"), ("image_unwind", ["PVOID"] * 4)),
              **dict.fromkeys([*ASSEMBLED, PURE])}
# What images cannot have, although drivers with a source can.
NOT_FOR_IMAGES = {
    "MmGetSystemRoutineAddress": "what it finds is called by the kernel's convention, not by Windows'",
    **dict.fromkeys(("RtlVirtualUnwind", "RtlLookupFunctionEntry", "RtlCaptureContext", "RtlRestoreContext"), "handlers of other "
                    "languages and debuggers call it: __try, longjmp() and RtlUnwind() are there"),
    "_abnormal_termination": "whether a block of __finally runs for an exception is only known to the driver's own handler",
    "_except_handler2": "its table of blocks is of a compiler from before 1996; that of _except_handler3 is known",
    **dict.fromkeys(("_CIcos", "_CIsin", "_CIsqrt"), "its argument is in a register of x87, which is the program's in Linux"),
    **dict.fromkeys(("ExInitializeNPagedLookasideList", "ExInitializePagedLookasideList", "ExInitializeLookasideListEx"),
                    "Windows' headers have the rest of it inline, which calls routines that are not in our lists"),
}


def headers(include):
    """The texts of our headers."""
    return [path.read_text(encoding="utf-8") for path in [*sorted(include.glob("*.h")), *sorted(include.glob("nt/*.h"))]]


class Declared:
    """
    What our headers declare of the names that images import.

    `functions` has the types and names of each one's parameters, `variables` the type of each, `windows` are the
    functions that are declared with Windows' own convention (NTAPI), which is another than C's on i386.
    """

    def __init__(self, include):
        self.functions, self.variables, self.windows = {}, {}, set()
        self.aliases = dict(re.findall(r"^#define (\w+)\s+(\w+)$", "\n".join(headers(include)), re.M))
        for text in headers(include):
            text = re.sub(r"/\*.*?\*/|^#.*?(?<!\\)$", "", text, flags=re.S | re.M)
            for result, name, given in re.findall(r"^(\w[\w \t*]*?)\b(\w+)\(([^;{}]*)\)[\w\s(),]*;", text, re.M):
                # Parameters that are routines have commas of their own.
                given = " ".join(re.sub(r"\(\*?\w+\)\([^)]*\)", "*", given).split())
                if "NTAPI" in result.split():
                    self.windows.add(name.removeprefix("ntparport_"))
                self.functions.setdefault(name.removeprefix("ntparport_"), [] if given.lower() == "void" else
                                          [each.strip() for each in given.split(",")])
            for name in inlines.NAMES:
                self.functions.setdefault(name, inlines.parameters(name))
                self.windows |= {name} & inlines.WINDOWS
            for kind, name in re.findall(r"^extern ([\w ]+?[ *]+)(\w+);", text, re.M):
                self.variables[name] = kind.strip()

    def meant(self, name):
        """The name of which another is an alias."""
        while name not in self.functions and name not in self.variables and name in self.aliases:
            name = self.aliases[name].removeprefix("ntparport_")
        return name

    def lacks(self, name, bits):
        """Why an image cannot have what drivers with a source have, or None."""
        meant = self.meant(name)
        if meant in self.variables:
            return None
        if name in VARIABLES:
            return "it is a variable on Windows, and not here"
        if meant not in self.functions:
            return "its declaration in our headers is not understood"
        if len(self.functions[meant]) > MOST_OF_IMPORTS or ("..." in self.functions[meant] and meant not in AS_LIST):
            return "it has more arguments than are passed on"
        if bits == 64 and any(parameter.startswith("PKSPIN_LOCK") for parameter in self.functions[meant][6:]):
            return "it has a spin lock after its sixth argument"
        return None


@functools.lru_cache(maxsize=None)
def declared(include):
    return Declared(include)
