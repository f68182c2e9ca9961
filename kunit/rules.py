# SPDX-License-Identifier: GPL-2.0
"""Which case checks which rule: fills the tables of kunit/README.md.

Usage: rules.py [--check]
The cases say so themselves: the comments before a case cite its rules, or, in kit/test.py, its docstring. With --check nothing is
written, and a table that is out of date, or has a rule without a case, is an error.
"""
import pathlib
import re
import sys

RULE = r"(?:[ACDFIL][1-9]|W1?[0-9])"
COMMENT = re.compile(r"/\*.*?\*/", re.S)
# The last kind is used in qemu/windows/user.c, a program.
CASE = re.compile(r"^static void (\w+)\((?:struct kunit \*\w+|void)\)$", re.M)

KIT_CASE = re.compile(r'^    def (test_\w+)\(self\):\n        """(.*?)"""', re.M | re.S)

here = pathlib.Path(__file__).resolve().parent
readme = here / "README.md"
errors = []
found: dict[str, list[str]] = {}

program = here.parent / "qemu/windows/user.c"
for path in [*sorted(here.glob("*_kunit.c")), *sorted(here.glob("windows/*/*_kunit.c")), program]:
    text = path.read_text(encoding="utf-8")
    comments, begin = {}, 0
    for case in CASE.finditer(text):
        # Begin after the previous case: a rule may be cited above a helper.
        comments[case[1]] = " ".join(COMMENT.findall(text, begin, case.start()))
        begin = text.index("\n}\n", case.end())
    for name in re.findall(r"\b(?:KUNIT_)?CASE\w*\((\w+)", text):
        rules = set()
        for first, last in re.findall(rf"\b({RULE})(?:\s*(?:-|to)\s*({RULE}))?\b", comments.get(name, "")):
            numbers = range(int(first[1:]), int((last or first)[1:]) + 1)
            rules |= {f"{first[0]}{number}" for number in numbers}
        for rule in rules:
            found.setdefault(rule, []).append(name)
for case in KIT_CASE.finditer((here / "kit/test.py").read_text(encoding="utf-8")):
    for rule in re.findall(rf"\b{RULE}\b", case[2]):
        found.setdefault(rule, []).append(case[1])


def row(match):
    cases = found.pop(match[1], None)
    if cases is None:
        errors.append(f"{match[1]} has no case")
    return f"| {match[1]} | {match[2]} | {', '.join(f'`{case}`' for case in cases or [])} |"


before = readme.read_text(encoding="utf-8")
after = re.sub(rf"^\| ({RULE}) \| (.*?) \|.*\|$", row, before, flags=re.M)
errors += [f"there is no rule {rule}, cited by {cases[0]}" for rule, cases in found.items()]
if "--check" in sys.argv[1:]:
    if before != after:
        errors.append("kunit/README.md is not current: run kunit/rules.py")
else:
    readme.write_text(after, encoding="utf-8")
print(*errors, sep="\n", end="\n" if errors else "", file=sys.stderr)
sys.exit(bool(errors))
