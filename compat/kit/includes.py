# SPDX-License-Identifier: GPL-2.0
"""Lets #include find files whose names are spelled as Windows allows.

Usage: includes.py OUT DIRECTORY... -- HEADER...

Windows ignores case and takes backslashes: <NTDDK.H>, "..\\inc\\Driver.h". For
every such name in the sources of the first DIRECTORY and its folders, or directly in
another one, that no file bears exactly, puts a file of that name into OUT, which includes the one that is
meant. It is looked for beside the source and in every DIRECTORY, and then among
the HEADERs, which may be made later. The driver kit's headers may be in ddk/, where
mingw-w64 has them: <ddk/ntddk.h>. Names that mean nothing stay an error of the
compiler's. Folders called .up at the end of OUT are for names that begin with "../".
"""
import os
import re
import sys

SOURCE = (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".inl")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]', re.MULTILINE)

DDK = re.compile(r"ddk[/\\]+", re.IGNORECASE)


def find(start, name):
    """The path of `name`, in any case, from the directory `start` on; or None."""
    path = start
    for part in name.replace("\\", "/").split("/"):
        if part in ("", "."):
            continue
        if part != ".." and not os.path.lexists(os.path.join(path, part)):
            try:
                entries = sorted(os.listdir(path))
            except OSError:
                return None
            part = next((e for e in entries if e.lower() == part.lower()), None)
            if part is None:
                return None
        path = os.path.join(path, part)
    return path if os.path.isfile(path) else None


def read(path):
    """The text of a file; what cannot be read is the compiler's to complain about."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def provide(out, name, target):
    """Makes OUT/name include `target`; returns whether that can be done."""
    path, top = os.path.join(out, name), re.sub(r"(/\.up)+$", "", os.path.abspath(out))
    if os.path.commonpath((top, os.path.abspath(path))) != top:
        return False
    text = f'#include "{os.path.abspath(target)}"\n'
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not os.path.exists(path) or read(path) != text:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    except OSError:
        return False
    return True


def process(out, todo, directories, later):
    """Looks at these sources, and at what they include."""
    seen = set()
    while todo:
        source = os.path.realpath(todo.pop())
        if source in seen or not os.path.isfile(source):
            continue
        seen.add(source)
        here = os.path.dirname(source)
        text = read(source)
        for match in INCLUDE.finditer(text):
            name = match[1]
            places = [here, *directories]
            exact = (os.path.join(p, name) for p in places)
            target = next(filter(os.path.isfile, exact), None)
            if not target:
                target = next(filter(None, (find(p, name) for p in places)), None)
                if not target and (prefix := DDK.match(name)):
                    target = next(filter(None, (find(p, name[prefix.end():]) for p in directories)), None)
                target = target or later.get(re.split(r"[/\\]", name)[-1].lower())
                if target and os.path.basename(target) != name and not provide(out, name, target):
                    line = text.count("\n", 0, match.start()) + 1
                    print(f"{source}:{line}: ntparport: {name} cannot be found as it is spelled: write {target}",
                          file=sys.stderr)
            if target and os.path.exists(target):
                todo.append(target)


def main():
    out, *directories = sys.argv[1:sys.argv.index("--")]
    # Of two of one name, the first one.
    later = {os.path.basename(h).lower(): h for h in reversed(sys.argv[sys.argv.index("--") + 1:])}
    todo = []
    for folder, folders, names in os.walk(directories[0]):
        folders[:] = [f for f in folders if not f.startswith(".")]
        todo += [os.path.join(folder, n) for n in names if n.lower().endswith(SOURCE)]
    for folder in filter(os.path.isdir, directories[1:]):
        todo += [os.path.join(folder, n) for n in os.listdir(folder) if n.lower().endswith(SOURCE)]
    process(out, todo, directories, later)


if __name__ == "__main__":
    main()
