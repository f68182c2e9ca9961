# SPDX-License-Identifier: GPL-2.0
"""Drivers are called through the gate (base/gate.h, gate.hh) and in no other way, and are
handed routines of ours by handed() (base/handed.hh) and in no other way.

Usage: calls.py
Prints each call, in the sources of compat/, of a pointer to a driver's routine
that does not go through it: of a member, variable or parameter that is declared
with one of the types that Windows' headers have for them. And each pointer to a
routine of ours with Windows' calling convention that is not from handed().
"""
import pathlib
import re

compat = pathlib.Path(__file__).resolve().parent.parent / "compat"
TEXT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)
# Matches typedef VOID NTAPI KDEFERRED_ROUTINE(...); and typedef NTSTATUS (NTAPI
# *PX_ROUTINE)(...);
FUNCTION = re.compile(r"^typedef\s[\w\s*]*?\bNTAPI\s+(\w+)\(", re.M)
POINTER = re.compile(r"^typedef\s[\w\s*]*?\(NTAPI \*(\w+)\)\(", re.M)
ALIAS = r"^typedef\s+(?:{})\s*\*?\s*(\w+);"
# Routines that drivers are given, and call.
OURS = re.compile(r"PPARALLEL_(?!DEFERRED)|PINTERFACE_")


def stripped(path):
    """Returns the text without comments and strings, with the same lines."""
    return TEXT.sub(lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"))


def any_of(names):
    return "|".join(sorted(names, key=len, reverse=True))


headers = "\n".join(stripped(path) for path in sorted(compat.glob("include/**/*.h")))
types = {name for name in POINTER.findall(headers) if not OURS.match(name)}
functions = set(FUNCTION.findall(headers))
types |= set(re.findall(ALIAS.format(any_of(functions)), headers, re.M)) | functions
declared = re.compile(rf"\b(?:{any_of(types)})\s*\*?\s*(\w+)(?:\[[^]]*\])?(?=\s*[;,)=])")
members = set(declared.findall(headers))
members |= {name for path in compat.glob("*/*.h") for name in declared.findall(stripped(path))}
assert {"DeferredRoutine", "MajorFunction", "CsqPeekNextIrp", "QueryRoutine"} <= members, members

# Routines that drivers call by name have Windows' names; the others are handed to them.
OUR_ROUTINE = re.compile(r"\bNTAPI\s+(?:\w+::)*([a-z]\w*)\([^;]*?\)\s*\{")
handed = set()
# Code that belongs to a driver calls its own routines.
for source in sorted({*compat.glob("*/*.c*"), *compat.glob("*/*.hh")} - set(compat.glob("samples/*")) - set(compat.glob("kit/*"))):
    text = stripped(source)
    names = set(declared.findall(text))
    # Functions of ours that happen to have the name of such a parameter.
    names -= set(re.findall(r"^\w[\w\s*]*?\b(\w+)\([^;]*\)\n\{", text, re.M))
    call = re.compile(rf"(?:->|\.)(?:{any_of(members | names)})(?:\[[^]]*\])?\("
                      rf"|(?<![\w.>])({any_of(names) or '(?!)'})\(")
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = call.search(line)
        # Allowed between nt_gate_enter() and nt_gate_leave...().
        entered = match and f"nt_gate_enter(&gate, {match[1]})" in "\n".join(lines[max(0, number - 8):number])
        if match and not entered:
            print(f"{source.parent.name}/{source.name}:{number + 1}: not through the gate: {line.strip()}")
    ours = set(OUR_ROUTINE.findall(text))
    pointer = re.compile(rf"(handed<(?:::)?)?(?<![\w.>])({any_of(ours) or '(?!)'})\b(?!\s*\()")
    for number, line in enumerate(lines):
        for match in pointer.finditer(line):
            if match[1]:
                handed.add((source, match[2]))
            else:
                print(f"{source.parent.name}/{source.name}:{number + 1}: not from handed(): {line.strip()}")
assert len(handed) >= 20, handed
