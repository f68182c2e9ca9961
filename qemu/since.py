# SPDX-License-Identifier: GPL-2.0
"""Since when Windows' kernel has a routine: makes compat/kit/image/since.py from mingw-w64's headers.

Usage: since.py [--check]

Only routines of Windows Vista and later are in it, which is more than there is here; of what a header
does not say, nothing is. With --check nothing is written, and an entry that the headers contradict is
an error. (Headers of another version of mingw-w64 may know more.)
"""
import collections
import importlib.util
import pathlib
import re
import sys

top = pathlib.Path(__file__).resolve().parent.parent
page = top / "compat/kit/image/since.py"
ddk = pathlib.Path("/usr/share/mingw-w64/include/ddk")
VERSIONS = {"WIN2K": "", "WIN2KSP3": "", "WINXP": "", "WINXPSP1": "", "WINXPSP2": "", "WS03": "", "WS03SP1": "",
            "VISTA": "Windows Vista", "LONGHORN": "Windows Vista", "WINVISTA": "Windows Vista",
            "VISTASP1": "Windows Vista", "WS08": "Windows Vista", "WIN7": "Windows 7", "WIN8": "Windows 8",
            "WINBLUE": "Windows 8.1"}
LATER = ["Windows Vista", "Windows 7", "Windows 8", "Windows 8.1"]
HEAD = '''# SPDX-License-Identifier: GPL-2.0
"""Routines of newer Windows kernels, by the first that has them: made by qemu/since.py."""
import functools

SINCE = {
'''
TAIL = '''}


@functools.lru_cache(maxsize=None)
def version(name):
    """The first Windows that has it, as far as it is a newer one; or None."""
    return next((which for which, names in SINCE.items() if name in names.split()), None)
'''


def declared(text):
    """The routines that a header declares, each with the version that the conditions around it say."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S).replace("\\\n", " ")
    conditions = []
    for line in text.split("\n"):
        directive = re.match(r"\s*#\s*(if|ifdef|ifndef|else|elif|endif)\b(.*)", line)
        if not directive:
            name = re.match(r"(?:(?:NTKERNELAPI|NTHALAPI|NTSYSAPI|NTAPI)\s+)*(\w+)\s*\($", line)
            if name:
                said = [LATER.index(each) if each else -1 for each in conditions if each is not None]
                yield name[1], max(said, default=-1)
        elif directive[1] == "endif":
            conditions.pop()
        elif directive[1] in ("else", "elif"):
            conditions[-1] = None
        else:
            least = re.fullmatch(r"\s*\(?NTDDI_VERSION\s*>=\s*NTDDI_(\w+)\)?\s*", directive[2])
            conditions.append(VERSIONS.get(least[1]) if least else None)


def found():
    """What the headers say of each routine; the oldest, if they say it more than once."""
    versions = {}
    for header in ("wdm.h", "ntddk.h", "ntifs.h"):
        for name, version in declared((ddk / header).read_text(encoding="utf-8", errors="replace")):
            versions[name] = min(version, versions.get(name, version))
    return versions


def main():
    versions = found()
    if "--check" in sys.argv[1:]:
        spec = importlib.util.spec_from_file_location("since", page)
        table = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(table)
        wrong = [name for which, names in table.SINCE.items() for name in names.split()
                 if versions.get(name, LATER.index(which)) != LATER.index(which)]
        if wrong:
            sys.exit(f"{page.relative_to(top)}: mingw-w64 has another version of {', '.join(wrong)}: run qemu/since.py")
        return
    by_version = collections.defaultdict(list)
    for name, version in sorted(versions.items()):
        if version >= 0:
            by_version[LATER[version]].append(name)
    lines = []
    for which in LATER:
        if which not in by_version:
            continue
        lines.append(f'    "{which}": (\n')
        row = ""
        for name in by_version[which]:
            if len(row) + len(name) > 100:
                lines.append(f'        "{row}"\n')
                row = ""
            row += f"{name} "
        lines.append(f'        "{row.rstrip()}"),\n')
    page.write_text(HEAD + "".join(lines) + TAIL, encoding="utf-8")


main()
