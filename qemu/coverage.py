# SPDX-License-Identifier: GPL-2.0
"""Which lines of module/core and of the rooms of compat/ have run, by what, and which have not.

Usage: coverage.py MINIMUM NAME=FOLDER...
Each folder has what one program left: *.gcda beside the *.gcno of its build. A line counts once,
however often it was compiled; it is covered if it has run anywhere. Fails if less than MINIMUM
percent of a room's lines are covered, or if nothing is known of a room of layers.txt.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

import layers

# What has to be covered. glue, which only forwards to Linux, is not counted.
order = layers.Order(pathlib.Path(__file__).with_name("layers.txt"))
ROOMS = {room for room in order.heights if re.fullmatch(r"module/core|compat/(?!glue)\w+", room)} - order.headers
# Wherever a path begins: ccache shortens paths.
PLACE = re.compile(rf"(?:.*/)?((?:{'|'.join(sorted(ROOMS))})/[\w.]+)$")

minimum = float(sys.argv[1])
runs = dict(argument.split("=", 1) for argument in sys.argv[2:])
# {file: {line: {run: how often}}}
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
                place = PLACE.match(file["file"])
                for line in file["lines"] if place else ():
                    seen[place[1]][line["line_number"]][name] += line["count"]


def row(title, lines):
    """Prints one row of the table; returns its percentage."""
    def ran(*names):
        return sum(any(line[name] for name in names) for line in lines)

    percent = 100 * ran(*runs) / len(lines)
    print(f"{title:14}{len(lines):7}", *(f"{ran(name):9}" for name in runs),
          f"{ran(*runs):10}{percent:8.1f} %", sep="")
    return percent


rooms = collections.defaultdict(list)
for path, lines in seen.items():
    rooms[path.rpartition("/")[0]] += lines.values()
for path, lines in sorted(seen.items()):
    missed = sorted(number for number, line in lines.items() if not any(line.values()))
    if missed:
        print(f"not run: {path}:", ", ".join(map(str, missed)))
print(f"{'':14}{'lines':>7}", *(f"{name:>9}" for name in runs), f"{'together':>10}", sep="")
low = [room for room, lines in sorted(rooms.items()) if row(room, lines) < minimum]
row("total", [line for lines in rooms.values() for line in lines])
# Other rooms include its headers.
if unknown := sorted(ROOMS - {path.rpartition("/")[0] for path in seen if path.endswith((".c", ".cc"))}):
    sys.exit(f"nothing is known of {', '.join(unknown)}")
if low:
    sys.exit(f"less than {minimum:g} %: {', '.join(low)}")
