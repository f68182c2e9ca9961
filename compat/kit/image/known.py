# SPDX-License-Identifier: GPL-2.0
"""Which names of the Windows kernel there are for an image, and what lacks where one is missing."""
import pathlib
import re
import sys

kit = pathlib.Path(__file__).resolve().parent.parent
sys.path.append(str(kit))
import explain  # pylint: disable=wrong-import-position

# Of the kernel's modules: what is in these is the kernel's.
KERNEL = {"ntoskrnl.exe", "hal.dll", "wmilib.sys", "bootvid.dll", "ntkrnlpa.exe", "ntkrnlmp.exe"}
# What a driver is that imports from one of these.
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
    headers = "\n".join(path.read_text(encoding="utf-8") for path in
                        [*sorted(include.glob("*.h")), *sorted(include.glob("nt/*.h"))])
    mapped = set(re.findall(r"^#define (\w+) ntparport_\1$", headers, re.M))
    if symvers:
        there = {line.split("\t")[1] for line in symvers.read_text(encoding="utf-8").splitlines() if "\t" in line}
        mapped = {name for name in mapped if f"ntparport_{name}" in there}
    aliases = re.findall(r"^#define (\w+)\s+(\w+)$", headers, re.M)
    library = re.sub(r"/\*.*?\*/", "", (include / "nt/crt.h").read_text(encoding="utf-8"), flags=re.S)
    of_linux = set(re.findall(r"^[\w ]+[ *](mem\w+|str\w+)\(", library, re.M))
    return mapped | {name for name, target in aliases if target in mapped} | of_linux


def lacks(imported, there, include):
    """What is missing of an import, or None."""
    if imported.module in FRAMEWORKS:
        return f"of {imported.module}: {FRAMEWORKS[imported.module]}"
    if imported.module not in KERNEL:
        return f"of {imported.module}, another driver: nothing here is called so"
    if imported.name in there:
        return None
    if imported.name in explain.functions(include):
        return "it is inline for drivers that are compiled here; images have no function of that name yet"
    like = explain.nearest(imported.name, there)
    return "there is none here" + (f"; the nearest are {', '.join(like)}" if like else "")
