# SPDX-License-Identifier: GPL-2.0
"""The folders refer to each other in one direction only, that of layers.txt, and few see Linux.

Usage: layers.py OUT [ORDER [SOURCES]]

OUT is where the modules were built: what refers to what is read from the objects there,
undefined against defined symbols, so that nothing is overlooked. SOURCES is where the sources
are. Prints each reference that goes up, with its symbols, each circle of folders at one
height, each source that includes a header of Linux and may not, and what it cannot place.
"""
import pathlib
import re
import subprocess
import sys

# These are built like the others, but belong to drivers or tests, or are for drivers to
# include.
OUTSIDE = ("compat/samples", "compat/kit", "compat/include", "compat/uapi", "module/tools")
LINUX = re.compile(r"^\s*#\s*include\s*[<\"](?:linux|asm|asm-generic|uapi|net|trace|acpi|crypto|generated|kunit|vdso)/"
                   r"[^>\"]*[>\"]", re.M)
COMPAT = re.compile(r"^\s*#\s*include\s*\"(?:\.\./)*(compat/[^\"]*)\"", re.M)
FOR_C = re.compile(r"^#ifndef __cplusplus\n.*?^#(?:else|endif)", re.M | re.S)


def read_order(path):
    """{folder: its height}, {folder: the group of folders that count as one}, those that may see Linux, and
    the headers by which module/ sees compat/"""
    heights, groups, linux, faces = {}, {}, set(), set()
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    for height, words in enumerate(line for line in lines if line and line[0] != "#"):
        if words[0] == "linux:":
            linux |= set(words[1:])
            continue
        if words[0] == "faces:":
            faces |= set(words[1:])
            continue
        for group in words:
            for folder in group.split("="):
                heights[folder], groups[folder] = height, group
    return heights, groups, linux, faces


def objects(out):
    """The objects of ntparport.ko by their names relative to OUT."""
    found = sorted([*out.glob("module/**/*.o"), *out.glob("compat/**/*.o")])
    names = {str(path.relative_to(out).with_suffix("")): path for path in found if not path.name.endswith(".mod.o")}
    return {name: path for name, path in names.items() if not name.startswith(OUTSIDE)}


def symbols(path):
    """What an object defines for others, and what it needs of others."""
    done = subprocess.run(["nm", "--format=posix", path], check=True, capture_output=True, text=True)
    kinds = [line.split()[:2] for line in done.stdout.splitlines()]
    return {name for name, kind in kinds if kind in "TDBRVWC"}, {name for name, kind in kinds if kind == "U"}


def references(found):
    """{(object, object it needs): symbols}; what the kernel defines is left out."""
    tables = {name: symbols(path) for name, path in found.items()}
    owners = {}
    for name, (defined, _) in tables.items():
        for symbol in defined:
            owners.setdefault(symbol, set()).add(name)
    result = {}
    for name, (defined, needed) in tables.items():
        for symbol in needed - defined:
            # Every object that uses an inline function of C++ has it.
            if len(owners.get(symbol, ())) == 1:
                result.setdefault((name, *owners[symbol]), set()).add(symbol)
    return result


def circle(arrows):
    """Returns groups that refer to each other in a circle, with the first one again at the end; or
    nothing."""
    def walk(path):
        for after in sorted(arrows.get(path[-1], ())):
            if after in path:
                return path[path.index(after):] + [after]
            if found := walk(path + [after]):
                return found
        return []
    return next((found for start in sorted(arrows) if (found := walk([start]))), [])


def arrows_up(out, order):
    """Yields a line for each reference that is wrong, and each object that cannot be placed."""
    heights, groups, _, _ = order
    found = objects(out)
    if not found:
        yield f"there are no objects in {out}"
    folders = {name: name.rpartition("/")[0] for name in found}
    unknown = sorted({folder for folder in folders.values() if folder not in heights})
    for folder in unknown:
        yield f"{folder}: the order has no such folder"
    for folder in sorted(set(heights) - set(folders.values())):
        yield f"{folder}: there are no objects in it"
    beside = {}
    for (name, owner), used in sorted(references(found).items()):
        below, above = folders[name], folders[owner]
        if {below, above} & set(unknown):
            continue
        if heights[above] > heights[below]:
            yield f"{name} refers up to {owner}: {' '.join(sorted(used))}"
        elif heights[above] == heights[below] and groups[above] != groups[below]:
            beside.setdefault(groups[below], set()).add(groups[above])
    if around := circle(beside):
        yield f"in a circle: {' -> '.join(around)}"


def headers_of_linux(top, order):
    """Yields a line for each source that sees Linux but may not, and each folder that may but need
    not."""
    _, _, linux, _ = order
    seen = set()
    for path in sorted([*top.glob("module/**/*.[ch]*"), *top.glob("compat/**/*.[ch]*")]):
        name = str(path.relative_to(top))
        folder = name.rpartition("/")[0]
        if name.startswith(OUTSIDE) or folder.endswith("/glue") or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        # A header for both languages may include Linux for C only: that is for C files, whose
        # folders are named.
        found = LINUX.search(text if folder in linux else FOR_C.sub("", text))
        if not found:
            continue
        seen.add(folder)
        if folder not in linux:
            yield f"{name}: only glue includes Linux: {found[0].strip()}"
    for folder in sorted(linux - seen):
        yield f"{folder}: it may include Linux, but no longer does: take it off the list"


def headers_of_compat(top, order):
    """Yields a line for each header of compat/ that module/ includes and may not, and each that it may but does
    not."""
    _, _, _, faces = order
    seen = set()
    for path in sorted(top.glob("module/**/*.[ch]*")):
        # It names everything that is exported, from every room.
        if path.name == "exports.c":
            continue
        for header in COMPAT.findall(path.read_text(encoding="utf-8")) if path.is_file() else ():
            seen.add(header)
            if header not in faces:
                yield f"{path.relative_to(top)}: {header} is compat's own"
    for header in sorted(faces - seen):
        yield f"{header}: module/ may include it, but no longer does: take it off the list"


def main():
    """Prints what is wrong; fails if there is anything."""
    arguments = [pathlib.Path(argument) for argument in sys.argv[1:]]
    here = pathlib.Path(__file__).resolve()
    order = read_order(arguments[1] if arguments[1:] else here.with_name("layers.txt"))
    top = arguments[2] if arguments[2:] else here.parent.parent
    said = [*arrows_up(arguments[0], order),
            *headers_of_linux(top, order), *headers_of_compat(top, order)]
    print("\n".join(said), end="\n" if said else "")
    sys.exit(bool(said))


main()
