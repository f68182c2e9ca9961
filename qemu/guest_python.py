# SPDX-License-Identifier: GPL-2.0
"""Puts the machine's Python into a guest's root file system, with what programs import, compiled.

Usage: /usr/bin/python3 guest_python.py ROOT PROGRAM...

It has only the modules that these programs name, and what those import: a guest has little memory,
and starts faster without looking for sources.
"""
import ast
import importlib.util
import os
import pathlib
import py_compile
import re
import shutil
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
programs = [pathlib.Path(name) for name in sys.argv[2:]]

# What Python itself looks for by name, when it starts and when it reads text.
names = {"os", "encodings.ascii", "encodings.latin_1", "encodings.cp1252", "encodings.utf_16_le",
         "encodings.utf_16_be", "encodings.utf_8"}
for program in programs:
    for node in ast.walk(ast.parse(program.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
names -= {program.stem for program in programs}

LIST = ("import sys\nfor name in sys.argv[1:]: __import__(name)\n"
        "for module in list(sys.modules.values()):\n"
        "    if getattr(module, '__file__', None): print(module.__file__)")
modules = subprocess.run([sys.executable, "-IS", "-c", LIST, *sorted(names)], check=True, text=True,
                         stdout=subprocess.PIPE).stdout.split()


def put(source: str) -> None:
    """Copies a file to where it is here."""
    target = root / source.lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(os.path.realpath(source), target)


binaries = [sys.executable]
put(sys.executable)
for module in modules:
    if module.endswith(".py"):
        py_compile.compile(module, root / (module.lstrip("/") + "c"), doraise=True)
    else:
        binaries.append(module)
        put(module)
# Without this folder Python complains.
(root / os.__file__.lstrip("/")).parent.joinpath("lib-dynload").mkdir(exist_ok=True)
for library in set(re.findall(r"(/\S+) \(0x", subprocess.run(["ldd", *binaries], check=True, text=True,
                                                            stdout=subprocess.PIPE).stdout)):
    put(library)
for program in programs:
    if program.suffix == ".py":
        # Dates do not survive the way into the guest.
        py_compile.compile(str(program), root / importlib.util.cache_from_source(program.name),
                           dfile=f"/{program.name}", doraise=True,
                           invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
