# SPDX-License-Identifier: GPL-2.0
"""What needs a lock is done with that lock held, as far as clang sees it (module/rt/capability.hh).

Usage: locks.py [SOURCE...]

Without arguments all C++ that is compiled for the kernel; paths are relative to the tree. Prints
what clang says; fails too if there was nothing to look at.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
# As for clang-tidy: the language of Kbuild, and where its headers are.
FLAGS = ["-fshort-wchar", "-I.", "-Imodule", "-Icompat", "-Icompat/include"]
# Only this; clang-tidy has the other warnings.
CHECK = ["clang++", "-fsyntax-only", "-Wno-everything", "-Wthread-safety", "-Werror=thread-safety"]
# Where there are sources of the kernel's in C++; others may come.
FOLDERS = {"module/core", "module/rt"} | {f"compat/{room}" for room in
                                          "base cm ex io ke load node ob port ps rtl".split()}


def language():
    """The flags of C++ that Kbuild has, without its warnings."""
    kbuild = (TOP / "Kbuild").read_text(encoding="utf-8")
    flags = re.search(r"^cxx_flags = (?:.*\\\n)*.*$", kbuild, re.M)
    found = re.findall(r"\s(-(?:std=|f)[^\s\\]+)", flags[0]) if flags else []
    if "-std=c++20" not in found or "-ffreestanding" not in found:
        raise SystemExit("cannot read the flags of C++ in Kbuild")
    return found


def check(source):
    """What clang says of the source, if it is not content."""
    done = subprocess.run([*CHECK, *language(), *FLAGS, source], cwd=TOP, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout or (f"{source}: clang++ failed and did not say why\n" if done.returncode else "")


def main(sources):
    """The status for the shell."""
    if not sources:
        paths = [path.relative_to(TOP) for part in ("module", "compat") for path in (TOP / part).glob("*/*.cc")]
        sources = sorted(str(path) for path in paths)
        missing = FOLDERS - {str(path.parent) for path in paths}
        if missing:
            print(f"there is no C++ in {', '.join(sorted(missing))}: nothing was looked at there")
            return 1
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count() or 1))) as pool:
        said = [text for text in pool.map(check, sources) if text]
    print(*said, sep="", end="")
    return bool(said)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
