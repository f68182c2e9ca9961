# SPDX-License-Identifier: GPL-2.0
"""The table of what MmGetSystemRoutineAddress() finds: makes compat/load/routine_table.cc.

Usage: routines.py [--check]

They are the names that Windows' headers (compat/include) have for what is exported, aliases
included, sorted as strcmp() does. With --check nothing is written, and a table that is not
current is an error.
"""
import pathlib
import re
import sys

top = pathlib.Path(__file__).resolve().parent.parent
page = top / "compat/load/routine_table.cc"
HEAD = """// SPDX-License-Identifier: GPL-2.0
/// routine_table.cc - what MmGetSystemRoutineAddress() finds: made by qemu/routines.py.

#include "nt/stdlib.h"
#include <ntifs.h>
#include <wmilib.h>

#include "module/ntparport.h"
#include "glue/nt.h"
#include "load/routine.hh"

// Macros, because a function would make a static constructor of it.
#define ROUTINE(code) (reinterpret_cast<void *>(code))
#define VARIABLE(place) (const_cast<void *>(static_cast<const volatile void *>(&(place))))

// clang-format off
"""
EXPORT = re.compile(r"^EXPORT_SYMBOL(?:_GPL)?\((?:ntparport_)?(\w+)\)", re.M)


def exported():
    files = [top / "module/exports.c", *sorted(top.glob("compat/*/*.c"))]
    return {name for file in files for name in EXPORT.findall(file.read_text(encoding="utf-8"))}


def table():
    headers = "\n".join(file.read_text(encoding="utf-8") for file in
                        [*sorted(top.glob("compat/include/*.h")), *sorted(top.glob("compat/include/nt/*.h"))])
    found = exported()
    mapped = set(re.findall(r"^#define (\w+) ntparport_\1$", headers, re.M)) & found
    aliases = dict(re.findall(r"^#define (\w+)\s+(\w+)$", headers, re.M))
    names = mapped | {name for name, target in aliases.items() if target in mapped}
    variables = set(re.findall(r"^extern [^;(]*?\b(\w+);$", headers, re.M))
    lines = []
    for name in sorted(names):
        target = name if name in mapped else aliases[name]
        address = f"VARIABLE({target})" if target in variables else f"ROUTINE({target})"
        lines.append(f'\t{{ "{name}", {address} }},\n')
    return "".join(lines), len(lines)


def main():
    lines, number = table()
    text = (f"{HEAD}const SystemRoutine system_routines[] = {{\n{lines}}};\n"
            f"const unsigned int system_routine_count = {number};\n")
    if "--check" not in sys.argv[1:]:
        page.write_text(text, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != text:
        print(f"{page.relative_to(top)} is not current: run qemu/routines.py", file=sys.stderr)
        sys.exit(1)


main()
