# SPDX-License-Identifier: GPL-2.0
"""tables.py - makes those headers of compat/include that are nothing but tables.

Usage: tables.py [--check] [--mingw DIR] [--headers DIR]

The names and numbers of ntstatus.h, devguid.h and wdmguid.h are facts, which are
taken from mingw-w64's headers of the same names; nothing else is. nt/constants.h
has what the other headers of nt/ do not define of those families of constants
(FAMILIES) of which they define some. With --check nothing is written, and a
header that is not what this makes is an error.
"""
import argparse
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = """/* SPDX-License-Identifier: GPL-2.0 */
/*
 * {name} - {purpose}
 *
 * Made by kunit/conformance/tables.py from mingw-w64's: do not edit.
 */
#ifndef {guard}
#define {guard}
{known}
#include "{include}"

"""
TAIL = "\n#endif\n"
# By what other headers know it.
KNOWN = {"ntstatus.h": ["_NTSTATUS_"], "bugcodes.h": ["_BUGCODES_"], "wdmguid.h": ["__WDMGUID_H"],
         "ntiologc.h": ["_NTIOLOGC_"]}
STATUS = re.compile(r"^#define (\w+) \(\(NTSTATUS\)(0x[0-9A-Fa-f]{8})\)$", re.M)
NUMBER = re.compile(r"^#define ((?:FACILITY|STATUS_SEVERITY)_\w+) (0x[0-9A-Fa-f]+)$", re.M)
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+\S", re.M)
# What the names of a family begin with. The functions that some of these are for are not there:
# drivers test and pass on such values all the same.
FAMILIES = {
    "Rights.": r"DELETE|READ_CONTROL|WRITE_DAC|WRITE_OWNER|(?:STANDARD|SPECIFIC)_RIGHTS_|"
               "ACCESS_SYSTEM_SECURITY|MAXIMUM_ALLOWED|GENERIC_",
    "Types of devices.": "FILE_DEVICE_(?!IS_MOUNTED|SECURE_OPEN)",
    "Characteristics of a device, and what its buffers are aligned to.":
        r"FILE_(?:FLOPPY|WRITE_ONCE|REMOTE_DEVICE|DEVICE_IS|VIRTUAL_V|CHARACTERISTICS?_)|FILE_\w+_ALIGNMENT",
    "Access to a file, its attributes, and how it is created and opened.":
        "FILE_(?:SUPERSEDE|CREATE|OPEN|OVERWR|EXISTS|DOES_NOT|USE_FILE|WRITE_TO|LIST|READ_|WRITE_|ADD|APPEND|EXECUTE|"
        "TRAVERSE|DELETE|SHARE|ATTRIBUTE|VALID|MAXIMUM|DIRECTORY|SEQUENTIAL|NO_|SYNCH|NON_|COMPLETE|RANDOM|DISALLOW|"
        "RESERVE|ANY|SPECIAL|ALL_|GENERIC)",
    "Flags of a device.": "DO_",
    "Flags of a file.": "FO_",
    "Flags of a request, and of its stack locations.": "IRP_(?!MJ_|MN_)|SL_",
    "Function codes of requests.": "IRP_M[JN]_",
    "Flags of an MDL.": "MDL_",
    "Resources: types, flags, options.": "CmResourceType|CM_RESOURCE_|IO_RESOURCE_",
    "Priority boosts.": r"IO_\w+_INCREMENT|(?:EVENT|SEMAPHORE|MUTANT)_INCREMENT",
    "The configuration space of PCI devices.": "PCI_(?!EXPRESS|USE|DEVICE_PRESENT|X_)",
    "Functions of an EISA card.": "EISA_|CM_EISA",
    "Power of a device.": "PDCAP_",
    "Protection of memory, and kinds of it.":
        r"PAGE_(?:NOACCESS|READ|WRITE|EXECUTE|GUARD|NOCACHE|WRITECOMBINE)|MEM_|SEC_",
    "Languages.": "LANG_|SUBLANG_|SORT_",
    "Kinds of Windows.": "VER_(?:SUITE|WORKSTATION|SERVER)_",
    "Rights to objects.":
        r"(?:EVENT|SEMAPHORE|THREAD|PROCESS)_(?:QUERY|MODIFY|ALL|SET|TERMINATE|SUSPEND|ALERT|GET|CREATE|"
        "DUP|VM)",
    # All else but what other headers have, and what is about processors and their page tables, the HAL's and the loader's own, file
    # systems, logs and transactions, audits, buses and policies of later versions, and what differs by version.
    "What no family has.":
        r"(?!ALL_PROCESSOR_|ARBITER_|CACHE_|CLFS_|CMCI?_|Clf?s|CONTEXT_|CORE_PARKING_|DIAGNOSTIC_|D?RS_|EFLAG_|EVENT_WRITE_"
        r"|EXCEPTION_|FLAG_|[FG]M_|HAL_|IMAGE_|INITIAL_[FM]|Io|INVALID_PROCESSOR|KE?_|KERNEL_|KI|LOCK_QUEUE_|LOG_|LTP_|LockQueue"
        r"|\w+_LEVEL|MAX_HW|MAX_WOW|MEMORY_ALL|SYSTEM_CACHE|MAXIMUM_(?:XSTATE|EXPANSION|SUPPORTED)|MM_(?:KSEG|LOWEST|SYSTEM)|NX_|OSC_|PAUSE|PORT_MAX|PCIX?_"
        r"|PCCARD_|PCR_|PDCAP_|P[TDPX][IE]_|PERFSTATE_|PNP_REPLACE_|POWER_|PO_|PROCESSOR_|PROCESS_(?:EXC|HAND|LUID|ALL)"
        r"|Power|ROOT_|RTL_(?:BAL|HASH|STACK)|RESOURCE|SHARED_|SINGLE_GROUP|SIZE_OF_|TIMER_|TRANSACTION|ENLISTMENT|TXF_"
        r"|THREAD_(?:CSW|PROF)|WDM_M|XSAVE_|XSTATE_|OB_FLT_|CONNECT_)",
}
GUID = re.compile(r"\bDEFINE_GUID\s*\((.*?)\)", re.S)


# Names that mingw-w64 has for other versions of Windows than the one it is compared for.
NOT_THERE = set()


class Mistake(Exception):
    """mingw-w64's header is not what this knows how to read."""


def aligned(rows):
    """Definitions, whose values begin in one column unless a name is very long."""
    for name, value in rows:
        start = f"#define {name}"
        line = f"{start}{chr(9) * max(1, 7 - len(start) // 8)}{value}"
        if len(line.expandtabs()) > 100:
            line = f"{start} \\\n\t" + value.replace(" | ", " | \\\n\t ")
        yield line + "\n"


def statuses(text):
    """The codes in the order of their values, after the parts they are made of."""
    numbers, found = NUMBER.findall(text), STATUS.findall(text)
    missed = set(DEFINE.findall(text)) - {name for name, _ in numbers + found}
    if missed or not found:
        raise Mistake(f"these are neither codes nor parts of one: {sorted(missed)}")
    # Stable: those of one value stay as they are.
    parts = sorted(numbers, key=lambda row: (row[0].startswith("F"), int(row[1], 16)))
    codes = sorted(((name, value[:2] + value[2:].upper()) for name, value in dict(found).items()),
                   key=lambda row: int(row[1], 16))
    yield "/* A code is a severity in the upper two bits, a facility in bits 27 to 16, and a number. */\n"
    yield from aligned(parts)
    yield "\n"
    yield from aligned((name, f"((NTSTATUS){value})") for name, value in codes)


def log_codes(text):
    """The codes of error log entries in the order of their values, without the parts that ntstatus.h has."""
    found = re.findall(r"^#define ((?:IO|MCA)_\w+)\s+\(\(NTSTATUS\)(0x[0-9A-Fa-f]{8})\)$", text, re.M)
    missed = set(DEFINE.findall(text)) - {name for name, _ in found}
    if not found or not all(re.match("FACILITY_|STATUS_SEVERITY_", name) for name in missed):
        raise Mistake(f"these are no codes of an error log: {sorted(missed)}")
    yield from aligned((name, f"((NTSTATUS)0x{value[2:].upper()})")
                       for name, value in sorted(found, key=lambda row: int(row[1], 16)))


def bug_checks(text):
    """The codes of bug checks in the order of their values, and of the texts that are among them."""
    found = re.findall(r"^#define (\w+)\s+\(\(ULONG\)(0x[0-9A-Fa-f]{8})\)$", text, re.M)
    if not found:
        raise Mistake("there are no bug checks")
    yield from aligned((name, f"((ULONG)0x{value[2:].upper()})")
                       for name, value in sorted(found, key=lambda row: int(row[1], 16)))


def components(text):
    """The levels of debug output, and the components that it comes from."""
    levels, rest = text.split("typedef enum _DPFLTR_TYPE {")
    found = re.findall(r"^#define (DPFLTR_\w+)\s+(\w+)$", levels, re.M)
    names = re.findall(r"^\s*(DPFLTR_\w+)(?: = (\d+))?,?$", rest.split("}")[0], re.M)
    if not found or not names:
        raise Mistake("there are no components")
    yield "/* Errors and warnings are Linux's \"err\" and \"warning\", all else is \"info\". */\n"
    yield from aligned(found)
    yield "\n/* What it comes from. All are logged unless a driver has switched one off. */\ntypedef enum _DPFLTR_TYPE {\n"
    yield from (f"\t{name} = {value},\n" if value else f"\t{name}\n" for name, value in names)
    yield "} DPFLTR_TYPE;\n"


def guids(text):
    """The identifiers, in their order there."""
    found = GUID.findall(text)
    if not found:
        raise Mistake("there are no GUIDs")
    for arguments in found:
        name, *values = (a.strip() for a in arguments.split(","))
        numbers = [int(v.rstrip("lL"), 16) for v in values]
        if len(numbers) != 11:
            raise Mistake(f"{name} is not a GUID")
        texts = [f"0x{n:0{width}x}" for n, width in zip(numbers, [8, 4, 4] + 8 * [2])]
        yield f"DEFINE_GUID({name}, {', '.join(texts[:3])},\n\t    {', '.join(texts[3:])});\n"


def literal(value):
    """A number as both compilers have it: long is wider than Windows' here. None if it is not one."""
    value = re.sub(r"^\((.*)\)$", r"\1", value.strip())
    if re.fullmatch(r"\(ULONG\)-\d+", value):
        return f"({value})"
    number = re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)([uU]?)[lL]?", value)
    return number[1].replace("X", "x", 1) + number[2].lower() if number else None


def combined(value, known):
    """An expression of names that are there, on one line, without blanks but around operators; or None."""
    words = re.findall(r"\w+|[|()&~]", value)
    if "".join(words) != "".join(value.split()) or not words or \
            not all(w in known or w in "|()&~" for w in words):
        return None
    return " ".join(words).replace("( ", "(").replace(" )", ")").replace("~ ", "~")


def constants(text):
    """Of each family what the other headers do not have, in the order of their names' first appearance."""
    folder = os.path.join(HERE, "../../compat/include")
    ours = set()
    for name in ["ntdef.h"] + [f"nt/{f}" for f in sorted(os.listdir(os.path.join(folder, "nt"))) if f != "constants.h"]:
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            ours |= set(DEFINE.findall(f.read()))
    text = re.sub(r"\\\n", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    found = dict(re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(\S.*?)[ \t]*$", text, re.M))
    known = ours | {name for name, value in found.items() if literal(value)}
    while more := {name for name, value in found.items() if name not in known and combined(value, known)}:
        known |= more
    done = ours | NOT_THERE
    for title, pattern in FAMILIES.items():
        rows = []
        if pattern.startswith("(?!"):
            for name in sorted(os.listdir(folder)):
                if name.endswith(".h"):
                    with open(os.path.join(folder, name), encoding="utf-8") as f:
                        done |= set(DEFINE.findall(f.read()))
        for name, value in found.items():
            if re.match(pattern, name) and name not in done:
                new = literal(value)
                if new is None and (new := combined(value, known)) and not new.startswith("(") and " " in new:
                    new = f"({new})"
                if new is not None:
                    rows.append((name, new))
                    done.add(name)
        if rows:
            yield f"/* {title} */\n"
            yield from aligned(rows)
            yield "\n"


# Header: (where mingw-w64 has it, purpose, what it includes, what makes its lines).
TABLES = {
    "ntstatus.h": ("ntstatus.h", "the status values, in the order of their values.", "ntdef.h", statuses),
    "devguid.h": ("devguid.h", "the GUIDs of classes of devices.", "nt/guid.h", guids),
    "wdmguid.h": ("ddk/wdmguid.h", "the GUIDs of Plug and Play: events, interfaces, kinds of buses.",
                  "nt/guid.h", guids),
    "ntiologc.h": ("ntiologc.h", "the codes of error log entries, in the order of their values.", "ntdef.h", log_codes),
    "bugcodes.h": ("bugcodes.h", "the codes of bug checks, in the order of their values.", "ntdef.h", bug_checks),
    "dpfilter.h": ("dpfilter.h", "the levels of debug output, and the components that it comes from.", "ntdef.h",
                   components),
    "nt/constants.h": ("ntdef.h ddk/wdm.h ddk/ntddk.h", "the rest of families of constants. Included by nt/io.h.",
                       "../ntdef.h", constants),
}


def made(name, mingw):
    """The text of the header."""
    where, purpose, include, lines = TABLES[name]
    text = ""
    for part in where.split():
        with open(os.path.join(mingw, part), encoding="utf-8") as f:
            text += f.read()
    guard = "COMPAT_" + re.sub(r"\W", "_", name).upper()
    try:
        body = "".join(lines(text))
    except Mistake as mistake:
        raise SystemExit(f"tables.py: mingw-w64's {where}: {mistake}") from None
    known = "".join(f"#define {label}\n" for label in KNOWN.get(name, ()))
    known = known and f"\n#ifdef COMPAT_DRIVER_MSC_H\n{known}#endif\n"
    return HEAD.format(name=name, purpose=purpose, guard=guard, include=include, known=known) + body.rstrip("\n") + "\n" + TAIL


def main():
    parser = argparse.ArgumentParser(description="makes the headers that are tables")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if one is not current")
    parser.add_argument("--mingw", default=os.environ.get("MINGW_INCLUDE", "/usr/share/mingw-w64/include"),
                        help="include folder of mingw-w64")
    parser.add_argument("--headers", default=os.path.join(HERE, "../../compat/include"),
                        help="folder of our headers")
    options = parser.parse_args()

    stale = []
    for name in TABLES:
        text, path = made(name, options.mingw), os.path.join(options.headers, name)
        if not options.check:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            continue
        try:
            with open(path, encoding="utf-8") as f:
                current = f.read() == text
        except FileNotFoundError:
            current = False
        if not current:
            stale.append(name)
    if stale:
        sys.exit(f"tables.py: {', '.join(stale)}: not what tables.py makes of mingw-w64's; "
                 "run kunit/conformance/tables.py")


if __name__ == "__main__":
    main()
