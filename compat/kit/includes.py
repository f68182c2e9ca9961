# SPDX-License-Identifier: GPL-2.0
"""Lets #include find files whose names are spelled as Windows allows.

Usage: includes.py OUT DIRECTORY... -- HEADER...

Windows ignores case and takes backslashes: <NTDDK.H>, "..\\inc\\Driver.h". For
every such name in the sources of the first DIRECTORY and its folders, or directly in
another one, that no file bears exactly, puts a file of that name into OUT, which includes the one that is
meant. It is looked for beside the source, beside the files that include this one, all the way up, in every
DIRECTORY, and then among the HEADERs, which may be made later. A name may be another one's by #pragma
include_alias. The driver kit's headers may be in ddk/, where
mingw-w64 has them: <ddk/ntddk.h>. Names that mean nothing stay an error of the
compiler's. Folders called .up at the end of OUT are for names that begin with "../".
"""
import os
import re
import sys

SOURCE = (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".inl")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', re.MULTILINE)
# Another name for a header, which is taken for the whole file here.
ALIAS = re.compile(r'^[ \t]*#[ \t]*pragma[ \t]+include_alias[ \t]*\([ \t]*(["<])([^">\n]+)[">][ \t]*,[ \t]*'
                   r'["<]([^">\n]+)[">]', re.MULTILINE)

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


def found(name, places, folders, later):
    """The file that is meant, and whether the compiler finds it by itself: in one of the places, or in the
    folders of the files around, where it does not look."""
    target = next(filter(os.path.isfile, (os.path.join(p, name) for p in places)), None)
    if target:
        return target, True
    target = next(filter(None, (find(p, name) for p in folders)), None)
    if not target:
        target = next(filter(None, (find(p, name) for p in places)), None)
        if not target and (prefix := DDK.match(name)):
            target = next(filter(None, (find(p, name[prefix.end():]) for p in places[1:])), None)
        target = target or later.get(re.split(r"[/\\]", name)[-1].lower())
        # What is made later is found by its name.
        return target, bool(target) and os.path.basename(target) == name
    return target, False


def process(out, todo, directories, later):
    """Looks at these sources, and at what they include."""
    seen, todo, shims = set(), [(source, ()) for source in todo], {}
    while todo:
        source, around = todo.pop()
        source = os.path.realpath(source)
        if (source, around) in seen or not os.path.isfile(source):
            continue
        seen.add((source, around))
        here = os.path.dirname(source)
        text = read(source)
        aliases = {alias.lower(): name for _, alias, name in ALIAS.findall(text)}
        for match in INCLUDE.finditer(text):
            name = match[2]
            # Microsoft's compiler looks beside each file around as well, if the name is in quotes.
            folders = around if match[1] == '"' else ()
            target, known = found(aliases.get(name.lower(), name), [here, *directories], folders, later)
            if name.lower() in aliases:
                known = False
            if target and not known:
                line = text.count("\n", 0, match.start()) + 1
                other = shims.setdefault(name, target)
                if not os.path.exists(other) or not os.path.exists(target) or os.path.samefile(other, target):
                    done = provide(out, name, target)
                else:
                    done = False
                if not done:
                    print(f"{source}:{line}: ntparport: {name} cannot be found as it is spelled: write {target}",
                          file=sys.stderr)
            if target and os.path.exists(target):
                chain = (here, *(folder for folder in around if folder != here))
                todo.append((target, chain if match[1] == '"' or around else ()))


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
