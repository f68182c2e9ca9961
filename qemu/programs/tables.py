# SPDX-License-Identifier: GPL-2.0
"""tables.py - makes those headers of compat/user that are nothing but tables of numbers.

Usage: tables.py [--check]

Names and numbers are facts, which are taken from mingw-w64's headers; nothing else is. The numbers
are what mingw-w64's compiler makes of the names. With --check nothing is written, and a file that is
not what this makes is an error.
"""
import pathlib
import re
import subprocess
import sys

USER = pathlib.Path(__file__).resolve().parent.parent.parent / "compat/user"
HEAD = """/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * {name} - {purpose}
 *
 * Made by qemu/programs/tables.py from the numbers in mingw-w64's headers: do not edit.
 */
"""
INCLUDES = "".join(f"#include <{name}>\n" for name in ("windows.h", "winioctl.h", "winsvc.h", "setupapi.h"))
# The headers among those that are made.
MADE = ("ntstatus.h", "constants.h")
ERROR = re.compile(r"NO_ERROR|ERROR_\w+")
# Those of winnt.h, which has some statuses; and those of the rest.
FAMILIES = {
    "Rights.":
        r"DELETE|READ_CONTROL|WRITE_DAC|WRITE_OWNER|SYNCHRONIZE|STANDARD_RIGHTS_\w+|SPECIFIC_RIGHTS_ALL"
        r"|ACCESS_SYSTEM_SECURITY|MAXIMUM_ALLOWED|GENERIC_\w+|DUPLICATE_\w+",
    "Files.":
        r"FILE_(?!READ_ACCESS|WRITE_ACCESS|TYPE_NOTI)(?:READ|WRITE|APPEND|EXECUTE|ALL|GENERIC|SHARE|ATTRIBUTE|FLAG|BEGIN|CURRENT|END|TYPE|LIST|ADD"
        r"|TRAVERSE|DELETE)\w*|CREATE_NEW|CREATE_ALWAYS|OPEN_EXISTING|OPEN_ALWAYS|TRUNCATE_EXISTING"
        r"|INVALID_FILE_(?:SIZE|ATTRIBUTES)|INVALID_SET_FILE_POINTER|SECURITY_SQOS_PRESENT",
    "Objects, waiting, threads.":
        r"(?:EVENT|MUTEX|MUTANT|SEMAPHORE|TIMER)_(?:ALL_ACCESS|MODIFY_STATE|QUERY_STATE)"
        r"|PROCESS_(?:ALL_ACCESS|CREATE|DUP|QUERY|SET|SUSPEND|TERMINATE|VM)\w*"
        r"|THREAD_(?:ALL_ACCESS|DIRECT|GET|IMPERSONATE|PRIORITY|QUERY|SET|SUSPEND|TERMINATE)\w*"
        r"|WAIT_\w+|STILL_ACTIVE|INFINITE|MAXIMUM_WAIT_OBJECTS|MAXIMUM_SUSPEND_COUNT|CREATE_SUSPENDED"
        r"|(?!JOB)\w+_PRIORITY_CLASS|STACK_SIZE_PARAM_IS_A_RESERVATION|CREATE_(?:EVENT|MUTEX)_\w+",
    "Memory.":
        r"MEM_(?:COMMIT|RESERVE|DECOMMIT|RELEASE|FREE|PRIVATE|RESET|TOP_DOWN)|PAGE_(?!ENCLAVE|TARGETS|REVERT)[A-Z]\w+"
        r"|HEAP_(?:NO_SERIALIZE|GENERATE_EXCEPTIONS|ZERO_MEMORY|REALLOC_IN_PLACE_ONLY|GROWABLE)"
        r"|LMEM_\w+|GMEM_\w+|LPTR|LHND|GPTR|GHND",
    "Texts and messages.":
        r"FORMAT_MESSAGE_\w+|LANG_[A-Z]+|SUBLANG_(?:NEUTRAL|DEFAULT|SYS_DEFAULT|ENGLISH_\w+|GERMAN\w*)"
        r"|CP_(?:ACP|OEMCP|MACCP|THREAD_ACP|UTF7|UTF8)|WC_[A-Z_]+|MB_(?:PRECOMPOSED|COMPOSITE"
        r"|USEGLYPHCHARS|ERR_INVALID_CHARS)|SORT_DEFAULT",
    "The console.":
        r"STD_(?:INPUT|OUTPUT|ERROR)_HANDLE|CTRL_\w+_EVENT|ENABLE_(?:PROCESSED|LINE|ECHO|WINDOW|MOUSE|WRAP|INSERT|QUICK"
        r"|EXTENDED|VIRTUAL)\w*|(?:FOREGROUND|BACKGROUND)_\w+",
    "Services.":
        r"SC_MANAGER_\w+|SERVICE_(?!CONFIG|NOTIFY|TRIGGER|REG|LAUNCH|GET|PRO\w+|SID|USER\w*|PKG\w*|CONTROL_STATUS"
        r"|DYNAMIC|RUNS|STOP_REASON|TIMECHANGE)[A-Z_0-9]+",
    "Limits.":
        r"M(?:IN|AX)(?:CHAR|SHORT|LONG|BYTE|WORD|DWORD)|MAX_PATH|ANYSIZE_ARRAY|VER_PLATFORM_\w+",
    "Interfaces of devices.": r"DIGCF_\w+|SPDRP_\w+|SPINT_\w+|DICS_FLAG_\w+|DIREG_\w+",
    "The registry.":
        r"REG_(?:NONE|(?:EXPAND_|MULTI_)?SZ|BINARY|DWORD\w*|QWORD\w*|LINK|RESOURCE_LIST|FULL_RESOURCE_DESCRIPTOR"
        r"|RESOURCE_REQUIREMENTS_LIST|OPTION_\w+|CREATED_NEW_KEY|OPENED_EXISTING_KEY)"
        r"|KEY_(?:QUERY|SET|CREATE|ENUMERATE|NOTIFY|READ|WRITE|EXECUTE|ALL|WOW64)(?!_EVENT)\w*",
    "Exceptions.": r"EXCEPTION_(?:EXECUTE|CONTINUE)_\w+",
}


def compiled(text, *switches):
    """What the compiler makes of the text."""
    return subprocess.run(["x86_64-w64-mingw32-gcc", *switches, "-w", "-x", "c", "-o", "-", "-"], input=INCLUDES + text,
                          capture_output=True, text=True, check=True).stdout


def defined():
    """{the name of each macro without arguments: what it is}"""
    return dict(re.findall(r"^#define ([A-Z]\w+) (\S.*)$", compiled("", "-E", "-dM"), re.M))


def evaluated(names):
    """{a name: its number}, of those that have one."""
    names = list(names)
    while True:
        text = "".join(f"const long long value_{n} = (long long)({name});\n" for n, name in enumerate(names))
        done = subprocess.run(["x86_64-w64-mingw32-gcc", "-S", "-w", "-x", "c", "-fmax-errors=0", "-o", "-", "-"],
                              input=INCLUDES + '# 1 "names"\n' + text, capture_output=True, text=True, check=False)
        wrong = {int(line) - 1 for line in re.findall(r"^names:(\d+):\d+: error", done.stderr, re.M)}
        if not wrong:
            break
        names = [name for n, name in enumerate(names) if n not in wrong]
    found = re.findall(r"^value_(\d+):\s*\.(quad|space|zero)\s+(-?\d+)", done.stdout, re.M)
    return {names[int(n)]: int(value) if kind == "quad" else 0 for n, kind, value in found}


def row(name, value):
    """A definition whose value begins in the sixth column of tabulators, if it can."""
    start = f"#define {name}"
    return start + "\t" * max(1, 6 - len(start) // 8) + value + "\n"


def errors(macros):
    """winerror.h: codes that are no HRESULTs."""
    header = pathlib.Path("/usr/share/mingw-w64/include/winerror.h").read_text(encoding="utf-8")
    names = re.findall(r"^#define (\w+)", header, re.M)
    values = evaluated(name for name in names if ERROR.fullmatch(name) and name in macros)
    rows = sorted(((value, name) for name, value in values.items() if 0 <= value < 0x10000),
                  key=lambda one: (one[0], one[1] != "ERROR_SUCCESS", one[1]))
    text = HEAD.format(name="winerror.h", purpose="the codes of GetLastError(), with Windows' values.")
    text += "#ifndef NTPARPORT_WINERROR_H\n#define NTPARPORT_WINERROR_H\n\n"
    yield "../uapi/winerror.h", text + "".join(row(name, str(value)) for value, name in rows) + "\n#endif\n"
    text = HEAD.format(name="error_names.inc", purpose="the names of the codes of winerror.h.")
    first = {value: name for value, name in reversed(rows)}
    yield "library/error_names.inc", text + "".join(f"ERROR_HAS_NAME({name})\n" for _, name in sorted(first.items()))


def statuses(macros):
    """ntstatus.h, and those statuses that winnt.h has."""
    header = pathlib.Path("/usr/share/mingw-w64/include/ntstatus.h").read_text(encoding="utf-8")
    found = dict(re.findall(r"^#define (\w+) \(\(NTSTATUS\)0x([0-9A-Fa-f]{8})\)$", header, re.M))
    common = {name for name, value in macros.items() if name in found and "DWORD" in value}
    text = HEAD.format(name="ntstatus.h", purpose="the statuses of drivers, in the order of their values.")
    text += "#ifndef NTPARPORT_NTSTATUS_H\n#define NTPARPORT_NTSTATUS_H\n\n"
    for name, value in sorted(found.items(), key=lambda one: (one[1].upper(), one[0])):
        line = row(name, f"((NTSTATUS)0x{value.upper()}L)")
        # windows.h has it, too.
        text += f"#ifndef {name}\n{line}#endif\n" if name in common or name == "STATUS_SUCCESS" else line
    yield "include/ntparport/ntstatus.h", text + "\n#endif\n"
    few = "".join(row(name, f"((DWORD)0x{found[name].upper()}L)") for name in sorted(common, key=found.get))
    few += "".join(row(name, value.strip("()")) for name, value in sorted(macros.items())
                   if name.startswith("EXCEPTION_") and value.strip("()") in common)
    yield None, few


def constants(macros, few):
    """constants.h."""
    text = HEAD.format(name="constants.h", purpose="numbers that programs pass to functions, or get from them.")
    text += "#ifndef NTPARPORT_CONSTANTS_H\n#define NTPARPORT_CONSTANTS_H\n"
    seen = set()
    for title, pattern in FAMILIES.items():
        names = sorted(name for name in macros if re.fullmatch(pattern, name) and name not in seen)
        seen |= set(names)
        values = evaluated(names)
        text += f"\n/* {title} */\n"
        for name in names:
            # That of WAIT_IO_COMPLETION and the like is a status, and those of winioctl.h are there.
            if name in values and not ERROR.fullmatch(name):
                value = values[name]
                text += row(name, f"({value})" if value < 0 else str(value) if value < 10 else
                            f"0x{value:x}" + ("u" if value >= 0x80000000 else ""))
    text += f"\n#ifndef WIN32_NO_STATUS\n/* Those statuses that winnt.h has. */\n{few}#endif\n"
    yield "include/ntparport/constants.h", text + "\n#endif\n"


def made():
    """{a path below compat/user: its contents}"""
    macros = defined()
    files = dict(statuses(macros))
    few = files.pop(None)
    return {**files, **dict(errors(macros)), **dict(constants(macros, few))}



def differing():
    """The paths of those that are not what this makes."""
    return [path for path, text in made().items()
            if not (USER / path).is_file() or (USER / path).read_text(encoding="ascii") != text]


def main():
    if sys.argv[1:] == ["--check"]:
        found = differing()
        sys.exit("\n".join(f"compat/user/{path} is not what tables.py makes" for path in found) or None)
    for path, text in made().items():
        (USER / path).write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
