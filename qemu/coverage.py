# SPDX-License-Identifier: GPL-2.0
"""Which lines of module/core have run, by what, and which have not.

Usage: coverage.py MINIMUM NAME=FOLDER...
Each folder has what one program left: *.gcda beside the *.gcno of its build. A
line counts once, whatever it was compiled to; it is covered if it has run
anywhere. Fails if that is less than MINIMUM percent of all.
"""
import collections
import json
import pathlib
import subprocess
import sys

CORE = "module/core/"

minimum = float(sys.argv[1])
runs = dict(argument.split("=", 1) for argument in sys.argv[2:])
# file -> line -> run -> how often
seen: dict = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))

for name, folder in runs.items():
    data = sorted(pathlib.Path(folder).rglob("*.gcda"))
    if not data:
        sys.exit(f"{name} left nothing in {folder}")
    for gcda in data:
        text = subprocess.run(["gcov", "--json-format", "--stdout", gcda], check=True,
                              capture_output=True, text=True).stdout
        for report in map(json.loads, text.splitlines()):
            for file in report["files"]:
                _, core, path = file["file"].rpartition(CORE)
                for line in file["lines"] if core else ():
                    seen[path][line["line_number"]][name] += line["count"]


def row(title, lines):
    """Prints one row of the table; returns its percentage."""
    def ran(*names):
        return sum(any(line[name] for name in names) for line in lines)

    percent = 100 * ran(*runs) / len(lines)
    print(f"{title:16}{len(lines):7}", *(f"{ran(name):7}" for name in runs),
          f"{ran(*runs):9}{percent:8.1f} %", sep="")
    return percent


print(f"{'module/core':16}{'lines':>7}", *(f"{name:>7}" for name in runs), f"{'together':>9}", sep="")
for path, lines in sorted(seen.items()):
    row(path, lines.values())
total = row("total", [line for lines in seen.values() for line in lines.values()])
for path, lines in sorted(seen.items()):
    missed = sorted(number for number, line in lines.items() if not any(line.values()))
    if missed:
        print(f"not run: {path}:", ", ".join(map(str, missed)))
if total < minimum:
    sys.exit(f"that is less than {minimum:g} %")
