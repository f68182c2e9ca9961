# SPDX-License-Identifier: GPL-2.0
"""Counts the cases in the JSON files kunit.py wrote.

Usage: summary.py JSON...
Prints "N passed, N failed, N skipped"; fails if any failed or none was run.
"""
import json
import sys

STATES = {"PASS": "passed", "SKIP": "skipped"}


def cases(group):
    yield from group["test_cases"]
    for inner in group["sub_groups"]:
        yield from cases(inner)


count = {"passed": 0, "failed": 0, "skipped": 0}
for name in sys.argv[1:]:
    try:
        with open(name, encoding="utf-8") as file:
            report = json.load(file)
    except (OSError, ValueError):
        # There was no report to read.
        print(f"{name}: no report")
        count["failed"] += 1
        continue
    for case in cases(report):
        count[STATES.get(case["status"], "failed")] += 1
print(", ".join(f"{number} {state}" for state, number in count.items()))
sys.exit(count["failed"] > 0 or count["passed"] == 0)
