# SPDX-License-Identifier: GPL-2.0
"""The folders refer to each other in one direction only, that of layers.txt.

Usage: layers.py OUT [ORDER]

OUT is where the modules were built: what refers to what is read from the objects there,
undefined against defined symbols, so that nothing is overlooked. Prints each reference
that goes up, with its symbols, and what it cannot place.
"""
import pathlib
import subprocess
import sys

# Built like the others, but they are drivers' or tests'.
OUTSIDE = ("compat/samples", "compat/kit")


def read_order(path):
    """{folder: its height}"""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and line[0] != "#"]
    return {folder: height for height, line in enumerate(lines) for folder in line}


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
    """{(object, object it needs): symbols}; what is of the kernel's is left out."""
    tables = {name: symbols(path) for name, path in found.items()}
    owners = {}
    for name, (defined, _) in tables.items():
        for symbol in defined:
            owners.setdefault(symbol, set()).add(name)
    result = {}
    for name, (defined, needed) in tables.items():
        for symbol in needed - defined:
            # Inline functions of C++ are in every object that uses them.
            if len(owners.get(symbol, ())) == 1:
                result.setdefault((name, *owners[symbol]), set()).add(symbol)
    return result


def complaints(out, order):
    """Yields a line for each thing that is wrong."""
    found = objects(out)
    if not found:
        yield f"there are no objects in {out}"
    folders = {name: name.rpartition("/")[0] for name in found}
    unknown = sorted({folder for folder in folders.values() if folder not in order})
    for folder in unknown:
        yield f"{folder}: the order has no such folder"
    for folder in sorted(set(order) - set(folders.values())):
        yield f"{folder}: there are no objects in it"
    for (name, owner), used in sorted(references(found).items()):
        below, above = folders[name], folders[owner]
        if not {below, above} & set(unknown) and order[above] > order[below]:
            yield f"{name} refers up to {owner}: {' '.join(sorted(used))}"


def main():
    """Fails if there is something to say."""
    out = pathlib.Path(sys.argv[1])
    order = read_order(pathlib.Path(sys.argv[2]) if sys.argv[2:] else pathlib.Path(__file__).with_name("layers.txt"))
    said = list(complaints(out, order))
    print("\n".join(said), end="\n" if said else "")
    sys.exit(bool(said))


main()
