# SPDX-License-Identifier: GPL-2.0
"""What a driver calls and nobody has is named, with the nearest names that there are. Fails then.

Usage: undefined.py MODULE INCLUDE NM KERNEL [SYMVERS...] -- OBJECT...

KERNEL and SYMVERS are the Module.symvers of the kernel and of what else is loaded; without
the kernel's and ours nothing can be said. INCLUDE is the folder of our headers. What a source calls
without a declaration (compile.py) and our headers do not have either is not meant to be Linux's
function of that name.
"""
import pathlib
import re
import subprocess
import sys

import explain

# Made when the module is linked.
LINKED = {"__this_module", "_GLOBAL_OFFSET_TABLE_", "__start___bug_table", "__stop___bug_table"}

# The functions of Windows' that are macros in our headers.
MACROS = re.compile(r"^NT_(?:ALIAS\(|MACRO\d\([^,]+, )(\w+)", re.M)


def exported(path):
    return {line.split("\t")[1] for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line}


def symbols(command, path):
    """What an object defines, and what it needs."""
    done = subprocess.run([*command.split(), "-P", path], check=True, capture_output=True, text=True)
    defined, needed = set(), set()
    for line in done.stdout.splitlines():
        name, kind = line.split()[:2]
        (needed if kind == "U" else defined).add(name)
    return defined, needed


def demangled(command, path):
    """What a source of C++ calls the functions that an object needs."""
    plain, named = (subprocess.run([*command.split(), *switches, "-P", path], check=True, capture_output=True,
                                   text=True).stdout.splitlines() for switches in ([], ["-C"]))
    return {mangled.split()[0]: re.sub(r" U[ ]*$", "", name) for mangled, name in zip(plain, named)
            if mangled.startswith("_Z") and mangled.split()[1] == "U"}


def is_called(name, path):
    """Does the source use it as a function?"""
    texts = [text.read_text(encoding="utf-8", errors="replace")
             for text in map(path.with_suffix, (".i", ".ii")) if text.exists()]
    return not texts or any(re.search(rf"\b{re.escape(name)}\s*\(", text) for text in texts)


def undeclared(path, headers):
    """What its source calls without a declaration, and our headers do not declare."""
    path = path.with_suffix(".undeclared")
    names = path.read_text(encoding="utf-8").split() if path.exists() else []
    return {name for name in names if not explain.header_of(name, headers)}


def of_operator(name):
    """What to do about an operator of C++ that allocates."""
    arrays = "[]" in name and "new" in name
    return (f"there is no {name}: bring one of your own" +
            (", which new type[n] calls since Visual C++ 7; before, it called operator new: if the driver is for such "
             "a compiler, say mydriver-kit := w2k in the Kbuild" if arrays else ""))


def advice(name, names, linux, headers, plain="", call="()"):
    """What to do about it; `plain` is what it is called in C++, `call` what follows a function's name."""
    if plain.startswith("operator "):
        return of_operator(plain.replace("unsigned long", "size_t", 1).replace("unsigned int", "size_t", 1))
    if name in linux:
        return (f"{name}() is not declared where it is called, and Windows has none: Linux's function of that "
                "name is called only where it is declared")
    mangled = re.match(r"_Z\D*(\d+)", name)
    if mangled:
        start = mangled.end()
        name = name[start:start + int(mangled[1])]
    if name == "DriverEntry":
        return 'DriverEntry is nowhere; if it is in C++, it has to be extern "C"'
    if mangled and name in names:
        return f'{name}{call} is declared as a function of C++: it has to be extern "C"'
    inline = explain.functions(headers) | set(MACROS.findall(
        (pathlib.Path(__file__).resolve().parent / "include/nt_macros.h").read_text(encoding="utf-8")))
    if name in inline or (not mangled and name in names):
        return (f"{name}() is not declared by our header where it is called: #include "
                f"<{explain.header_of(name, headers)}>" +
                (", and leave another declaration out" if name not in names else ""))
    like = explain.nearest(name, names | inline)
    return (f"there is no {plain or name + call}" + (f"; the nearest names are {', '.join(like)}" if like else "") +
            "; compat/NAMES.md lists what there is")


def main():
    end = sys.argv.index("--")
    module, include, command, kernel, *symvers = sys.argv[1:end]
    objects = [pathlib.Path(path) for path in sys.argv[end + 1:]]
    if not symvers or not pathlib.Path(kernel).exists():
        return
    headers = pathlib.Path(include)
    linux = exported(pathlib.Path(kernel))
    there = set().union(*(exported(pathlib.Path(path)) for path in symvers))
    tables = {path: symbols(command, path) for path in objects}
    there |= set().union(*(defined for defined, _ in tables.values())) | LINKED
    names = {name.removeprefix("ntparport_") for name in there if name.startswith("ntparport_")}
    failed = False
    for path, (_, needed) in tables.items():
        # What images import from each other has been looked at when these were read.
        plain = demangled(command, path) if any(name.startswith("_Z") for name in needed) else {}
        missing = needed - there - (linux - undeclared(path, headers))
        for name in sorted(name for name in missing if not name.startswith("image_export_")):
            said = advice(name, names, linux, headers, plain.get(name, ""), "()" if is_called(name, path) else "")
            print(f"ntparport: {module}: in {path.name.replace('.nt.o', '.o').replace('.entry.o', '.ko')}: {said}",
                  file=sys.stderr)
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
