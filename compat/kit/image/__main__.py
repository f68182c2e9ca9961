# SPDX-License-Identifier: GPL-2.0
"""Reads a Windows driver that exists only as an image (.sys): says what is in it, or makes a module of it.

Usage: image --explain [--allow] [--symvers FILE] DRIVER.sys
       image --source FILE [--bits 64|32] [--allow] [--symvers FILE] DRIVER.sys
       image --build [--name NAME] [--allow] [--symvers FILE] DRIVER.sys
       image --exports DRIVER.sys

--explain prints kind, date, sections, the imports that are there and those that are missing, what
Windows' headers and compilers put into the driver's own code, what could not be understood, and a
verdict. --source writes the assembler source of the image, for driver.mk; --build makes a folder
NAME, named like the driver if nothing else is said, with the image and a Kbuild, for make. For both,
nothing may be in the way. With --allow (in a Kbuild mydriver-image-allow := yes) that is less: instructions that no
driver may have, jumps that are not understood, and calls of imports that nobody has are the driver's bug check,
where its code has room for that.

Imports from other drivers are there if these are images that export them: each --beside DRIVER.sys is
one that is built with it, --build makes a module of it in the same folder, and each --symbols FILE is a
Module.symvers of some that were built before. --exports prints what driver.mk puts into an image's module besides: what
it exports, and routines that it imports and our headers have inline.

FILE is a Module.symvers that has ntparport's exports; without it the one of the kit, if it has one,
else its headers. What is not a driver for x64 or i386, or is damaged, or not for a kernel of --bits, is refused in one
line, with the offset in the file. The status is 0 if nothing is in the way of a module, 1 if something is, 2 if it was refused.
"""
import argparse
import pathlib
import re
import shutil
import signal
import sys
import tempfile

try:
    import flow
    import reader
except ImportError as error:
    sys.exit(f"ntparport: {sys.executable} does not have {error.name}: install the packages python3-pefile and "
             "python3-capstone, which are for /usr/bin/python3")
import build
import build_i386
import inlines
import known
import report
import rewrite

kit = pathlib.Path(__file__).resolve().parent.parent
# What a module's name may be; the kernel takes - for _, and has room for this many characters.
NAME, LONGEST = re.compile(r"[A-Za-z][A-Za-z0-9_-]{,54}", re.ASCII), 55

KBUILD = """# made by compat/kit/image of {0}

obj-m := {1}.o
{1}-image := {0}
# The image does not say what licence the driver has. None that the kernel counts as free: it taints.
{1}-license := Proprietary
{2}{3}include $(NTPARPORT)/compat/driver.mk
"""
EXPORT = "void {0}(void);\nEXPORT_SYMBOL({0});\n"
ALLOW = """# What no driver may do, and imports that nobody has, are its bug check.
{}-image-allow := yes
"""
BESIDE = """# It imports from this one, which is loaded before it.
obj-m += {1}.o
{1}-image := {0}
{1}-license := Proprietary
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
    return name_of_file(given.driver)


def name_of_file(driver):
    """The name of a module that is made of this file."""
    name = re.sub(r"\W", "_", driver.stem.lower(), flags=re.ASCII)
    return (name if re.match(r"[A-Za-z]", name) else f"driver_{name}")[:LONGEST]


def folder_for(given):
    """The folder to make, which is not there yet; None: what is in the way was said."""
    name = name_of(given)
    if name is None:
        print(f"ntparport: a module cannot be called {reader.printable(given.name) or 'nothing'}: its name has letters, "
              f"digits and _, begins with a letter, and has {LONGEST} characters at most", file=sys.stderr)
        return None
    folder = pathlib.Path(name)
    twice = [other for other in given.beside if name_of_file(other) == name]
    if twice:
        print(f"ntparport: {twice[0]} would have the same name: give the module another name with --name", file=sys.stderr)
        return None
    # All are in one folder, and have modules of their own there.
    for text, names in (("file", [known.file_of(each.name).casefold() for each in (given.driver, *given.beside)]),
                        ("module", [name, *map(name_of_file, given.beside)])):
        for number, other in enumerate(given.beside, 1):
            if names[number] in names[:number]:
                print(f"ntparport: {other}: the {text} {names[number]} would be there twice: give it "
                      "another name", file=sys.stderr)
                return None
    if folder.exists() or folder.is_symlink():
        print(f"ntparport: there is a {folder} already: give the module another name with --name", file=sys.stderr)
        return None
    return folder


def make_folder(given, folder):
    """A folder that can be built: all of it, or none."""
    name, image = folder.name, known.file_of(given.driver.name)
    # What is half made goes in any case.
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=".") as holder:
            made = pathlib.Path(holder) / name
            made.mkdir()
            shutil.copyfile(given.driver, made / image)
            allow = ALLOW if given.allow else ""
            others = ""
            for other in given.beside:
                shutil.copyfile(other, made / known.file_of(other.name))
                module = name_of_file(other)
                others += BESIDE.format(known.file_of(other.name), module) + allow.format(module)
            (made / "Kbuild").write_text(KBUILD.format(image, name, allow.format(name), others), encoding="utf-8")
            (made / "Makefile").write_text(MAKEFILE.format(kit.parent.parent), encoding="utf-8")
            made.rename(folder)
    except OSError as error:
        print(f"ntparport: {folder} cannot be made in {pathlib.Path.cwd()}: {error.strerror}: make room there, or call "
              "this in another folder", file=sys.stderr)
        return 2
    return 0


def write_source(path, text):
    """Writes all of it, or nothing."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        if path.is_file():
            path.unlink()
        print(f"ntparport: {path}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def main():
    arguments = argparse.ArgumentParser(prog="image", description="Says what is in the image of a Windows driver, "
                                        "or makes a module of it.")
    what = arguments.add_mutually_exclusive_group(required=True)
    what.add_argument("--explain", action="store_true", help="say what is in it")
    what.add_argument("--build", action="store_true", help="make a folder for make")
    what.add_argument("--exports", action="store_true", help="print what its module exports")
    what.add_argument("--source", type=pathlib.Path, help="write its assembler source")
    arguments.add_argument("--name", help="what the folder and its module are called")
    arguments.add_argument("--allow", action="store_true", help="what is in the way is the driver's bug check")
    arguments.add_argument("--bits", type=int, choices=(64, 32), help="those of the kernel's addresses")
    arguments.add_argument("--symvers", type=pathlib.Path, help="a Module.symvers with ntparport's exports")
    arguments.add_argument("--beside", type=pathlib.Path, action="append", default=[],
                           help="another driver's .sys file that is built with it")
    arguments.add_argument("--symbols", type=pathlib.Path, action="append", default=[],
                           help="a Module.symvers of other images")
    arguments.add_argument("driver", type=pathlib.Path, help="the driver's .sys file")
    given = arguments.parse_args()
    symvers = given.symvers or kit.parent.parent / "Module.symvers"
    include = kit.parent / "include"
    folder = folder_for(given) if given.build else None
    if given.build and not folder:
        return 1
    reading = given.driver
    try:
        image = reader.Image(reader.read(given.driver))
        if given.bits not in (None, image.bits):
            image.refuse_bits(given.bits)
        if given.exports:
            symbols = known.exports(image, given.driver.name).values()
            own = inlines.definitions({each.name for each in image.imports if each.module in known.KERNEL})
            print(own + "".join(EXPORT.format(symbol) for symbol in symbols), end="", flush=True)
            return 0
        there = known.names(include, symvers if given.symvers or symvers.exists() else None)
        there = there.union(*map(known.of_images, given.symbols))
        images = [(given.driver, image)]
        for reading in given.beside:
            images.append((reading, reader.Image(reader.read(reading))))
            there |= set(known.exports(images[-1][1], reading.name).values())
        # Those beside it have their own turn, unless the folder is made now.
        in_the_way = False
        for path, image in reversed(images if given.build else images[:1]):
            found = flow.Flow(image)
            rewrites = rewrite.Rewrites(image, found, given.allow)
            said = report.Report(image, found, rewrites, there, include, given.allow)
            if not given.explain and said.obstacles:
                in_the_way = True
                print("\n".join(f"ntparport: {path}: cannot become a module: {text}" for text in said.refusal),
                      file=sys.stderr)
        if given.explain:
            print("\n".join(said.lines), flush=True)
            return 1 if said.obstacles else 0
        if in_the_way:
            return 1
        if given.build:
            return make_folder(given, folder)
        make = build.Source if image.bits == 64 else build_i386.Source
        source = make(image, found, rewrites, include, known.file_of(given.driver.name), said.stubs)
        return write_source(given.source, source.text)
    except reader.Refused as refused:
        print(f"ntparport: {reading}: {refused}", file=sys.stderr)
        return 2
    except OSError as error:
        if not error.filename:
            # Nobody tries it again at the end.
            sys.stdout = None
        print(f"ntparport: {error.filename or 'what it prints'}: {error.strerror}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
