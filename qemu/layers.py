# SPDX-License-Identifier: GPL-2.0
"""The folders refer to each other in one direction only, that of layers.txt, and few see Linux.

Usage: layers.py OUT [ORDER [SOURCES]]

OUT is where the modules were built: what refers to what is read from the objects of
ntparport.ko there, undefined against defined symbols, so that nothing is overlooked. What symbols
do not show, such as a structure, the includes of the sources do, which are in SOURCES. Prints each
reference that goes up, with its symbols, each include that goes up, with its line, each circle of
folders at one height, each source that includes a header of Linux and may not, and what it cannot
place.
"""
import os
import pathlib
import re
import subprocess
import sys

# These are built like the others, but belong to drivers, programs or tests. What is in them and
# in the order all the same is a contract with them.
OUTSIDE = ("compat/samples/", "compat/kit/", "compat/user/", "module/tools/")
SUFFIXES = {".c", ".h", ".cc", ".hh", ".S", ".inc"}
# Names of symbols that are ours.
OURS = ("nt_", "core_", "glue_", "ntparport_", "_Z")
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*(?:\"([^\"\n]*)\"|<([^>\n]*)>|(.*))", re.M)
LINUX = re.compile(r"^\s*#\s*include\s*[<\"](?:linux|asm|asm-generic|uapi|net|trace|acpi|crypto|generated|kunit|vdso)/"
                   r"[^>\"]*[>\"]", re.M)
FOR_C = re.compile(r"^#ifndef __cplusplus\n.*?^#(?:else|endif)", re.M | re.S)


class Order:
    """What layers.txt says.

    heights: {folder, or header that does not stand with its folder: its height}
    groups: {the same: the group of those that count as one}
    headers: those of them that are headers only
    linux: the folders that may see Linux
    faces: the headers by which module/ sees compat/
    """

    def __init__(self, path):
        self.heights, self.groups, self.headers, self.linux, self.faces = {}, {}, set(), set(), set()
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        for height, words in enumerate(line for line in lines if line and line[0] != "#"):
            if words[0] in ("linux:", "faces:"):
                getattr(self, words[0][:-1]).update(words[1:])
                continue
            if words[0] == "headers:":
                del words[0]
                self.headers |= set(words)
            for group in words:
                for folder in group.split("="):
                    self.heights[folder], self.groups[folder] = height, group

    def place(self, name):
        """Where a file stands: it, or its folder, or for headers only one around that. None: nowhere."""
        folder = name.rpartition("/")[0]
        around = (str(parent) for parent in pathlib.PurePath(folder).parents)
        return next((place for place in (name, folder) if place in self.heights),
                    next((place for place in around if place in self.headers), None))


def objects(out):
    """The objects of ntparport.ko by their names relative to OUT. Others may be left of files that are gone."""
    names = (out / "ntparport.mod").read_text(encoding="utf-8").split()
    paths = [pathlib.Path(os.path.relpath(out / name, out)) for name in names]
    return {str(path.with_suffix("")): out / path for path in paths}


def symbols(path):
    """What an object defines for others, and what it needs of others."""
    done = subprocess.run(["nm", "--format=posix", path], check=True, capture_output=True, text=True)
    kinds = [line.split()[:2] for line in done.stdout.splitlines()]
    return {name for name, kind in kinds if kind in "TDBRVWC"}, {name for name, kind in kinds if kind == "U"}


def references(found):
    """{(object, object it needs): symbols}, without what the kernel defines; and a line for each symbol of ours
    of which it cannot be said who does."""
    tables = {name: symbols(path) for name, path in found.items()}
    owners = {}
    for name, (defined, _) in tables.items():
        for symbol in defined:
            owners.setdefault(symbol, []).append(name)
    result, lost = {}, []
    for name, (defined, needed) in sorted(tables.items()):
        # Every object that uses an inline function of C++ has it.
        for symbol in sorted(needed - defined):
            owner = owners.get(symbol, ())
            if len(owner) == 1:
                result.setdefault((name, *owner), set()).add(symbol)
            elif owner:
                lost.append(f"{name} refers to {symbol}, which several have: {' '.join(sorted(owner))}")
            elif symbol.startswith(OURS):
                lost.append(f"{name} refers to {symbol}, which none has")
    return result, lost


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
    if not (out / "ntparport.mod").exists():
        yield f"there is no ntparport.mod in {out}: nothing was built there"
        return
    found = objects(out)
    folders = {name: name.rpartition("/")[0] for name in found}
    unknown = sorted({folder for folder in folders.values() if folder not in order.heights})
    for folder in unknown:
        yield f"{folder}: the order has no such folder"
    for folder in sorted(set(order.heights) - order.headers - set(folders.values())):
        yield f"{folder}: there are no objects in it"
    beside = {}
    arrows, lost = references(found)
    yield from lost
    for (name, owner), used in sorted(arrows.items()):
        below, above = folders[name], folders[owner]
        if {below, above} & set(unknown):
            continue
        if order.heights[above] > order.heights[below]:
            yield f"{name} refers up to {owner}: {' '.join(sorted(used))}"
        elif order.heights[above] == order.heights[below] and order.groups[above] != order.groups[below]:
            beside.setdefault(order.groups[below], set()).add(order.groups[above])
    if around := circle(beside):
        yield f"in a circle: {' -> '.join(around)}"


def sources(top, order):
    """{name: text} of what is in the order, or should be."""
    paths = sorted(path for folder in ("module", "compat") for path in (top / folder).rglob("*")
                   if path.suffix in SUFFIXES and path.is_file() and not path.name.endswith(".mod.c"))
    names = {str(path.relative_to(top)): path for path in paths}
    return {name: path.read_text(encoding="utf-8") for name, path in names.items()
            if order.place(name) or not name.startswith(OUTSIDE)}


def include_path(top):
    """The folders where Kbuild has headers looked for."""
    flags = re.search(r"^ccflags-y := (.*)$", (top / "Kbuild").read_text(encoding="utf-8"), re.M)
    found = re.findall(r"-I\$\(src\)(\S*)", flags[1]) if flags else []
    if not found:
        sys.exit("cannot read the include path in Kbuild")
    return [folder.strip("/") for folder in found]


def includes(top, texts):
    """Yields (file, line, header as it is written, file that it is) for each #include; the latter is None if it is
    none of ours, and the header if nobody can say."""
    path = include_path(top)
    for name, text in texts.items():
        for found in INCLUDE.finditer(text):
            quoted, angled, other = found.groups()
            folders = [name.rpartition("/")[0], *path] if quoted else path
            tried = [os.path.normpath(os.path.join(folder, quoted or angled)) for folder in folders if not other]
            header = next((file for file in tried if (top / file).is_file()), None)
            line = text.count("\n", 0, found.start()) + 1
            if not header and (other or quoted and not LINUX.match(found[0])):
                yield name, line, other or quoted, other or quoted
            else:
                yield name, line, quoted or angled, header


def includes_up(top, order):
    """Yields a line for each include that is wrong, and each that cannot be placed."""
    texts = sources(top, order)
    for folder in sorted({name.rpartition("/")[0] for name in texts if not order.place(name)}):
        yield f"{folder}: the order has no such folder"
    beside, seen = {}, set()
    for name, line, written, header in includes(top, texts):
        below, above = order.place(name), order.place(header or "")
        if not header or not below or below == above:
            continue
        if not (top / header).is_file():
            yield f"{name}:{line}: which header is {written}?"
            continue
        if not above:
            yield f"{name}:{line} includes {header}, which is not in the order"
            continue
        seen.add(above)
        group = order.groups[above]
        together = group.split("=")
        if order.heights[above] > order.heights[below]:
            yield f"{name}:{line} includes up {header}"
        elif order.heights[above] == order.heights[below] and order.groups[below] != group:
            beside.setdefault(order.groups[below], set()).add(group)
        elif order.groups[below] == group and together.index(above) > together.index(below):
            yield f"{name}:{line} includes up {header}"
    if around := circle(beside):
        yield f"includes in a circle: {' -> '.join(around)}"
    for header in sorted(order.headers - seen):
        yield f"{header}: nobody includes it: take it off the order"


def headers_of_linux(top, order):
    """Yields a line for each source that sees Linux but may not, and each folder that may but need
    not."""
    seen = set()
    for name, text in sources(top, order).items():
        folder = name.rpartition("/")[0]
        if folder.endswith("/glue") or order.place(name) in order.headers:
            continue
        # A header for both languages may include Linux for C only: that is for C files, whose
        # folders are named.
        found = LINUX.search(text if folder in order.linux else FOR_C.sub("", text))
        if not found:
            continue
        seen.add(folder)
        if folder not in order.linux:
            yield f"{name}: only glue includes Linux: {found[0].strip()}"
    for folder in sorted(order.linux - seen):
        yield f"{folder}: it may include Linux, but no longer does: take it off the list"


def headers_of_compat(top, order):
    """Yields a line for each header of compat/ that module/ includes and may not, and each that it may but does
    not."""
    seen = set()
    # exports.c names everything that is exported, from every room.
    texts = {name: text for name, text in sources(top, order).items()
             if name.startswith("module/") and name != "module/exports.c"}
    for name, line, _, header in includes(top, texts):
        if header and header.startswith("compat/"):
            seen.add(header)
            if header not in order.faces:
                yield f"{name}:{line}: {header} is compat's own"
    for header in sorted(order.faces - seen):
        yield f"{header}: module/ may include it, but no longer does: take it off the list"


def main():
    """Prints what is wrong; fails if there is anything."""
    arguments = [pathlib.Path(argument) for argument in sys.argv[1:]]
    here = pathlib.Path(__file__).resolve()
    order = Order(arguments[1] if arguments[1:] else here.with_name("layers.txt"))
    top = arguments[2] if arguments[2:] else here.parent.parent
    said = [*arrows_up(arguments[0], order), *includes_up(top, order),
            *headers_of_linux(top, order), *headers_of_compat(top, order)]
    print("\n".join(said), end="\n" if said else "")
    sys.exit(bool(said))


if __name__ == "__main__":
    main()
