# SPDX-License-Identifier: GPL-2.0
"""Reads a Windows driver that exists only as an image (.sys): says what is in it, or makes a module of it.

Usage: image --explain [--allow] [--symvers FILE] DRIVER.sys
       image --source FILE [--allow] [--symvers FILE] DRIVER.sys
       image --build [--name NAME] [--allow] [--symvers FILE] DRIVER.sys

--explain prints kind, date, sections, the imports that are there and those that are missing, what
Windows' headers and compilers put into the driver's own code, what could not be understood, and a
verdict. --source writes the assembler source of the image, for driver.mk; --build makes a folder
NAME, named like the driver if nothing else is said, with the image and a Kbuild, for make. For both,
nothing may be in the way. With --allow (in a Kbuild mydriver-image-allow := yes) that is less: instructions that no
driver may have, jumps that are not understood, and calls of imports that nobody has are the driver's bug check,
where its code has room for that.

FILE is a Module.symvers that has ntparport's exports; without it the one of the kit, if it has one,
else its headers. What is no driver for x64, or is damaged, is refused in one line, with the offset in
the file. The status is 0 if nothing is in the way of a module, 1 if something is, 2 if it was refused.
"""
import argparse
import pathlib
import re
import shutil
import sys
import tempfile

try:
    import flow
    import reader
except ImportError as error:
    sys.exit(f"ntparport: there is no {error.name} for Python: "
             "install the packages python3-pefile and python3-capstone")
import build
import known
import report
import rewrite

kit = pathlib.Path(__file__).resolve().parent.parent
# What a module's name may be; the kernel takes - for _, and has room for so many characters.
NAME, LONGEST = re.compile(r"[A-Za-z][A-Za-z0-9_-]{,54}", re.ASCII), 55

KBUILD = """# made by compat/kit/image of {0}

obj-m := {1}.o
{1}-image := {0}
# What licence the driver has its image does not say. None that the kernel counts as free: it taints.
{1}-license := Proprietary
{2}include $(NTPARPORT)/compat/driver.mk
"""
ALLOW = """# What no driver may do, and imports that nobody has, are its bug check.
{}-image-allow := yes
"""
MAKEFILE = """# make, with NTPARPORT=folder if ntparport is not installed for the running kernel

KDIR ?= /lib/modules/$(shell uname -r)/build
export NTPARPORT ?= {0}

modules clean:
\t@$(MAKE) --no-print-directory -C $(KDIR) M=$(CURDIR) $@
"""


def name_of(given):
    """The name of the module; None: what is given cannot be one."""
    if given.name is not None:
        return given.name.replace("-", "_") if NAME.fullmatch(given.name) else None
    name = re.sub(r"\W", "_", given.driver.stem.lower(), flags=re.ASCII)
    return (name if re.match(r"[A-Za-z]", name) else f"driver_{name}")[:LONGEST]


def name_in_folder(driver):
    """The name of its file, as make can read it."""
    name = re.sub(r"[^\w.-]", "_", driver.name, flags=re.ASCII)
    # Not one that is among the files beside it.
    return name if name.lower().endswith(".sys") else f"{name}.sys"


def folder_for(given):
    """The folder to make, which is not there yet; None: what is in the way was said."""
    name = name_of(given)
    if name is None:
        print(f"ntparport: a module cannot be called {reader.printable(given.name) or 'nothing'}: its name has letters, "
              f"digits and _, begins with a letter, and has {LONGEST} characters at most", file=sys.stderr)
        return None
    folder = pathlib.Path(name)
    if folder.exists() or folder.is_symlink():
        print(f"ntparport: there is a {folder} already: give the module another name with --name", file=sys.stderr)
        return None
    return folder


def make_folder(given, folder):
    """A folder that can be built: all of it, or none."""
    name, image = folder.name, name_in_folder(given.driver)
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=".") as holder:
        made = pathlib.Path(holder) / name
        made.mkdir()
        shutil.copyfile(given.driver, made / image)
        (made / "Kbuild").write_text(KBUILD.format(image, name, ALLOW.format(name) if given.allow
                                                             else ""), encoding="utf-8")
        (made / "Makefile").write_text(MAKEFILE.format(kit.parent.parent), encoding="utf-8")
        made.rename(folder)
    return 0


def main():
    arguments = argparse.ArgumentParser(prog="image", description="Says what is in the image of a Windows driver, "
                                        "or makes a module of it.")
    what = arguments.add_mutually_exclusive_group(required=True)
    what.add_argument("--explain", action="store_true", help="say what is in it")
    what.add_argument("--build", action="store_true", help="make a folder for make")
    what.add_argument("--source", type=pathlib.Path, help="write its assembler source")
    arguments.add_argument("--name", help="what the folder and its module are called")
    arguments.add_argument("--allow", action="store_true", help="what is in the way is the driver's bug check")
    arguments.add_argument("--symvers", type=pathlib.Path, help="a Module.symvers with ntparport's exports")
    arguments.add_argument("driver", type=pathlib.Path, help="the driver's .sys file")
    given = arguments.parse_args()
    symvers = given.symvers or kit.parent.parent / "Module.symvers"
    include = kit.parent / "include"
    folder = folder_for(given) if given.build else None
    if given.build and not folder:
        return 1
    try:
        image = reader.Image(given.driver.read_bytes())
        there = known.names(include, symvers if given.symvers or symvers.exists() else None)
        found = flow.Flow(image)
        rewrites = rewrite.Rewrites(image, found, given.allow)
        said = report.Report(image, found, rewrites, there, include, given.allow)
        if given.explain:
            print("\n".join(said.lines))
            return 1 if said.obstacles else 0
        if said.obstacles:
            print("\n".join(f"ntparport: {given.driver}: cannot become a module: {text}" for text in said.details),
                  file=sys.stderr)
            return 1
        if given.build:
            return make_folder(given, folder)
        source = build.Source(image, found, rewrites, include, name_in_folder(given.driver), said.stubs)
        given.source.write_text(source.text, encoding="utf-8")
    except reader.Refused as refused:
        print(f"ntparport: {given.driver}: {refused}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"ntparport: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
