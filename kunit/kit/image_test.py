# SPDX-License-Identifier: GPL-2.0
"""What compat/kit/image promises of the images of drivers, and of any other input. Fails if not.

Usage: image_test.py [SEED [CASES [TEST...]]]        (CASES of each property)

The images are made here, of image.c: by gcc for Windows, and by clang and lld-link where they are
installed. gcc's own libraries for Windows are read, too. Those for i386 are of image_i386.c, by gcc.
"""
import collections
import contextlib
import functools
import hashlib
import io
import os
import pathlib
import re
import runpy
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import capstone
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

top = pathlib.Path(__file__).resolve().parent.parent.parent
tool = top / "compat/kit/image"
sys.path.append(str(tool))
import build  # pylint: disable=wrong-import-position
import build_i386  # pylint: disable=wrong-import-position
import exceptions  # pylint: disable=wrong-import-position
import flow  # pylint: disable=wrong-import-position
import i386  # pylint: disable=wrong-import-position
import inlines  # pylint: disable=wrong-import-position
import known  # pylint: disable=wrong-import-position
import origin  # pylint: disable=wrong-import-position
import reader  # pylint: disable=wrong-import-position
import report  # pylint: disable=wrong-import-position
import rewrite  # pylint: disable=wrong-import-position

SEED, CASES = (int(argument) for argument in (sys.argv[1:3] + ["1", "200"][len(sys.argv[1:3]):]))
if CASES < 1:
    sys.exit("no input: nothing would be looked at")
holder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
folder = pathlib.Path(holder.name)
set_hypothesis_home_dir(str(folder / "hypothesis"))
include = top / "compat/include"
there = known.names(include)

GCC = ["x86_64-w64-mingw32-gcc", "-mno-sse", "-ffreestanding", "-Wno-multichar", "-shared", "-nostdlib",
       "-Wl,--subsystem,native", "-Wl,--entry,DriverEntry"]
CLANG = ["clang", "--target=x86_64-pc-windows-msvc", "-c", "-ffreestanding", "-fno-builtin", "-mno-sse",
         "-fasynchronous-unwind-tables", "-Wno-multichar"]
LINK = ["lld-link", "/driver", "/subsystem:native", "/entry:DriverEntry", "/nodefaultlib"]
DEFINITIONS = ("LIBRARY ntoskrnl.exe\nEXPORTS\nDbgPrint\nExAllocatePoolWithTag\nExFreePoolWithTag\n"
               "NoSuchRoutineAnywhere\n__C_specific_handler\n")


def run(*command):
    subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)


def make(name, *switches, by_clang=False):
    """Makes an image of image.c; returns its path."""
    library, result = folder / "ntoskrnl.lib", folder / name
    if not result.exists():
        (folder / "ntoskrnl.def").write_text(DEFINITIONS, encoding="utf-8")
        if by_clang:
            run("llvm-dlltool", "-m", "i386:x86-64", "-d", folder / "ntoskrnl.def", "-l", library)
            run(*CLANG, "-O2", *switches, top / "kunit/kit/image.c", "-o", folder / "object.obj")
            run(*LINK, folder / "object.obj", library, f"/out:{result}")
        else:
            run("x86_64-w64-mingw32-dlltool", "-d", folder / "ntoskrnl.def", "-l", folder / "libntoskrnl.a")
            run(*GCC, "-O2", *switches, top / "kunit/kit/image.c", "-o", result, f"-L{folder}", "-lntoskrnl")
    return result


def images():
    """The paths of the images that can be made here."""
    found = [make("gcc.sys"), make("plain.sys", "-DPLAIN"), make("small.sys", "-Os", "-DPLAIN"),
             make("plainly.sys", "-O0", "-DPLAIN")]
    if all(map(shutil.which, ("clang", "lld-link", "llvm-dlltool"))):
        found += [make("clang.sys", by_clang=True), make("clang-plain.sys", "-DPLAIN", by_clang=True),
                  make("clang-plainly.sys", "-O0", "-DPLAIN", by_clang=True)]
    return found


I386_GCC = ["i686-w64-mingw32-gcc", "-ffreestanding", "-Wno-multichar", "-w", "-shared", "-nostdlib", "-Wl,--subsystem,native",
            "-Wl,--entry,_DriverEntry@8"]
I386_DEFINITIONS = ("LIBRARY ntoskrnl.exe\nEXPORTS\nDbgPrint\nExAllocatePoolWithTag@12\nExFreePoolWithTag@8\n"
                    "KeInitializeDpc@12\nExInterlockedAddLargeInteger@16\n@KfAcquireSpinLock@4\n@KfReleaseSpinLock@8\n"
                    "@ExInterlockedPushEntrySList@12\n@InterlockedIncrement@4\n@InterlockedDecrement@4\n"
                    "@InterlockedExchange@8\n@InterlockedExchangeAdd@8\n@InterlockedCompareExchange@12\n_allmul@16\n"
                    "_alldiv@16\n_allrem@16\n_aulldiv@16\n_aullrem@16\n_alldvrm\n_allshl\n_allshr\n_aullshr\n"
                    "NoSuchRoutineAnywhere@4\n")


def make_i386(name, *switches):
    """Makes an image of image_i386.c; returns its path."""
    result = folder / f"{name}.i386.sys"
    if not result.exists():
        (folder / "i386.def").write_text(I386_DEFINITIONS, encoding="utf-8")
        run("i686-w64-mingw32-dlltool", "-k", "-d", folder / "i386.def", "-l", folder / "libi386.a")
        run(*I386_GCC, *switches, top / "kunit/kit/image_i386.c", "-o", result, f"-L{folder}", "-li386")
    return result


def images_i386():
    return [make_i386("plain", "-O2"), make_i386("small", "-Os"), make_i386("plainly", "-O0"),
            make_i386("forbidden", "-O2", "-DFORBIDDEN")]


def run_tool(*arguments, cwd=None):
    """Runs the tool; returns its status, what it says, and what it complains of."""
    done = subprocess.run([sys.executable, "-B", tool, *arguments], check=False, capture_output=True, text=True, cwd=cwd)
    return done.returncode, done.stdout, done.stderr


def explain(path):
    return run_tool("--explain", path)


def read(path):
    """An image, its flow, and what is rewritten of it."""
    image = reader.Image(path.read_bytes())
    found = flow.Flow(image)
    return image, found, rewrite.Rewrites(image, found)


def assembled(path):
    """The object made of an image, beside it."""
    source, target = path.with_suffix(".S"), path.with_suffix(".o")
    image, found, rewrites = read(path)
    source.write_text(made_of(image, found, rewrites).text, encoding="utf-8")
    run("gcc", f"-m{image.bits}", "-c", source, "-o", target)
    return target


def made_of(image, found, rewrites, stubs=None):
    """The source of an image."""
    return (build.Source if image.bits == 64 else build_i386.Source)(image, found, rewrites, include, stubs=stubs)


def header(data):
    """Where the optional header begins."""
    return struct.unpack_from("<I", data, 0x3c)[0] + 24


def changed(data, *changes):
    """The bytes, with others at some places: (place, format, value)."""
    data = bytearray(data)
    for place, form, value in changes:
        struct.pack_into(form, data, place, value)
    return bytes(data)


def library(path):
    """A library of Windows programs, as if it were a driver's image."""
    data = path.read_bytes()
    data = changed(data, (header(data) + 68, "<H", 1), (header(data) + 112 + 72, "<Q", 0))
    return re.sub(rb"(?i)(kernel32|msvcrt|user32|advapi32|ntdll)\.dll\0",
                  lambda name: b"x" * (len(name[0]) - 1) + b"\0", data)


# It reads images for both machines.
OBJDUMP = "x86_64-w64-mingw32-objdump"


def boundaries(path):
    """Where instructions begin, as binutils sees it."""
    base = int(re.search(r"^ImageBase\s+([0-9a-f]+)", subprocess.run(
        [OBJDUMP, "-p", path], check=True, capture_output=True, text=True).stdout, re.M)[1], 16)
    said = subprocess.run([OBJDUMP, "-d", "--no-show-raw-insn", path], check=True,
                          capture_output=True, text=True).stdout
    return {int(address, 16) - base for address in re.findall(r"^\s*([0-9a-f]+):\t", said, re.M)}


def holds(data):
    """What an image and its flow promise, if it is not refused. Returns whether it was not."""
    try:
        image = reader.Image(data)
    except reader.Refused as refused:
        text = str(refused)
        assert re.match(r"at 0x[0-9a-f]+: .", text) and "\n" not in text and text.isprintable(), text
        assert 0 <= refused.offset <= max(len(data), 0x40), text
        return False
    found = flow.Flow(image)
    spans = sorted((rva, rva + instruction.size) for rva, instruction in found.instructions.items())
    for (start, end), (after, _) in zip(spans, spans[1:]):
        assert end <= after, f"the instructions at {start:x} and {after:x} overlap"
    for start, end in spans:
        assert image.is_code(start) and image.section(start) is image.section(end - 1), hex(start)
    if not found.unknown:
        for function in image.functions:
            lost = [byte for byte in range(function.begin, function.end) if byte not in found.taken and
                    any(image.memory[byte:function.end])]
            assert not lost, f"nobody knows what is at {lost[0]:x}"
        for reference in found.references:
            assert 0 <= reference.target < image.size, reference
    for allow in (False, True):
        holds_of_source(image, found, allow)
    return True


def holds_of_source(image, found, allow):
    """What is promised of what is said and made of an image."""
    rewrites = rewrite.Rewrites(image, found, allow)
    said = report.Report(image, found, rewrites, there, include, allow)
    assert all(line.isprintable() for line in said.lines + said.details), said.lines
    if not said.obstacles:
        source = made_of(image, found, rewrites, said.stubs).text
        assert source.isprintable() or all(line.isprintable() for line in source.replace("\t", "").split("\n")), source


class Reading(unittest.TestCase):
    """What is refused, in one line."""

    def refused(self, data, pattern):
        with self.assertRaisesRegex(reader.Refused, f"^at 0x[0-9a-f]+: .*(?:{pattern})") as raised:
            reader.Image(data)
        self.assertTrue(str(raised.exception).isprintable(), raised.exception)

    def setUp(self):
        self.plain = make("plain.sys", "-DPLAIN").read_bytes()
        self.header = header(self.plain)

    def test_what_is_no_image(self):
        for data, pattern in ((b"", "MZ"), (b"MZ", "ends within"), (b"\x7fELF" + bytes(100), "for Linux"),
                              (b"MSCF" + bytes(100), "cabextract"), (b"SZDD" + bytes(100), "msexpand"),
                              (b"MZ" + bytes(58) + struct.pack("<I", 64) + b"LE" + bytes(60), "VxD"),
                              (b"MZ" + bytes(58) + struct.pack("<I", 64) + b"LX" + bytes(60), "VxD.*look for"),
                              (b"MZ" + bytes(58) + struct.pack("<I", 64) + b"W4" + bytes(60), "VxD.*look for"),
                              (b"MZ" + bytes(58) + struct.pack("<I", 64) + b"XX" + bytes(60), "no PE header.*take the"),
                              (b"MZ" + b"\x90" * 200, "a program of DOS.*take the"),
                              (b"\xff\xff\xff\xff\x00\x80" + bytes(90), "a driver of DOS.*look for"),
                              (b"MZ" + bytes(58) + struct.pack("<I", 64) + b"NE" + bytes(60), "16-bit"),
                              (b"MZ" + bytes(58) + struct.pack("<I", 0xfffffff0), "cut off"),
                              (b"MZ" + bytes(200), "would be at 0x0"), (b"KWAJ\x88\xf0\x27\xd1" + bytes(90), "msexpand"),
                              (b"\x1f\x8b\x08" + bytes(90), "gunzip"), (b"\xfd7zXZ\0" + bytes(90), "unxz"),
                              (b"7z\xbc\xaf\x27\x1c" + bytes(90), "7z x"), (b"Rar!\x1a\7\0" + bytes(90), "unrar"),
                              (b"PK\3\4" + bytes(90), "unzip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "msiextract"),
                              (b"!<arch>\n" + bytes(90), "a library .*take the .sys"), (b"DI" + bytes(90), "dbg.*take the .sys"),
                              (b"Microsoft C/C++ MSF 7.00\r\n" + bytes(90), "pdb.*take the .sys"),
                              (b"<!DOCTYPE html><html>" + bytes(90), "a web page.*download"), (bytes(900), "zeros.*fetch"),
                              ("\ufeff[Version]\r\nSignature=x".encode("utf-16-le"), "--inf"),
                              (b"; a comment\r\n[Version]\r\nSignature=x", "--inf"), (b"just a text in a file", "take the")):
            self.refused(data, pattern)

    def test_images_for_other_machines(self):
        for machine, pattern in ((0x14c, "header says i386, but .* not that of a 32-bit"), (0xaa64, "ARM64"), (0x1c4, "ARM"),
                                 (0x200, "Itanium"), (0x9999, "machine 0x9999.*look for"), (0x284, "Alpha image of 64.*look for"),
                                 (0xa641, "ARM64EC.*look for"), (0x1a6, "SH-4.*look for")):
            self.refused(changed(self.plain, (self.header - 20, "<H", machine)), pattern)

    def test_programs(self):
        for subsystem, pattern in ((2, "a Windows program"), (3, "command line"), (10, "UEFI"), (77, "subsystem 77")):
            self.refused(changed(self.plain, (self.header + 68, "<H", subsystem)), pattern)
            self.refused(changed(self.plain, (self.header + 68, "<H", subsystem)), "take the .sys file")
            self.refused(changed(self.plain, (self.header + 68, "<H", subsystem)) + b"MSCF\0\0\0\0" + bytes(64),
                         "a setup .*unpack it")
        name = self.plain.index(b"ntoskrnl.exe\0")
        self.refused(changed(self.plain, (name, "13s", b"ntdll.dll")), "runs in user mode")

    def test_headers_that_lie(self):
        first = self.header + 240
        for change, pattern in (((self.header - 18, "<H", 0), "0 sections"),
                                ((self.header - 18, "<H", 200), "200 sections"),
                                ((self.header - 4, "<H", 96), "optional header has 96"),
                                ((self.header - 2, "<H", 0x23), "stripped"), ((self.header - 2, "<H", 0), "not linked"),
                                ((self.header, "<H", 0x10b), "not that of a 64-bit"),
                                ((self.header + 16, "<I", 0), "entry"), ((self.header + 32, "<I", 3), "power of two"),
                                ((self.header + 56, "<I", 1 << 30), "too many"),
                                ((self.header + 60, "<I", 1 << 24), "longer than"),
                                ((first + 8, "<I", 1 << 20), "none, or more"), ((first + 12, "<I", 0), "overlaps"),
                                ((first + 16, "<I", 1 << 20), "cut off"), ((first + 20, "<I", 0), "within the headers"),
                                ((first, "8s", b"UPX0"), "packed by UPX"),
                                ((first + 16, "<I", 0), "packed or encrypted")):
            self.refused(changed(self.plain, change), pattern)

    def test_directories_that_lie(self):
        image = reader.Image(self.plain)
        place = {number: self.header + 112 + 8 * number for number in range(16)}
        imports, relocations = (image.offset(image.directory(n)[0]) for n in (reader.IMPORT, reader.RELOCATIONS))
        functions, lookups = (image.offset(rva) for rva in (image.directory(reader.EXCEPTION)[0],
                                                            image.number(image.directory(reader.IMPORT)[0])))
        for change, pattern in (((place[1], "<I", 1 << 28), "directory 1"), ((place[3], "<I", 8), "directory 3"),
                                ((place[3] + 4, "<I", 13), "multiple of 12"),
                                ((imports + 12, "<I", 0x7fffffff), "where the image has no section"),
                                ((imports, "<I", 0x7ffffff0), "where the image has no section"),
                                ((lookups, "<Q", 1 << 63 | 7), "imports number 7"),
                                ((lookups, "<Q", 1 << 40), "the name of"),
                                ((relocations + 4, "<I", 7), "block of relocations"),
                                ((relocations + 4, "<I", 1 << 20), "block of relocations"),
                                ((relocations + 8, "<H", 0x3000), "relocation of type 3"),
                                ((functions + 4, "<I", 0), "the exception directory has"),
                                ((functions + 8, "<I", 0x7ffffffc), "unwind data")):
            self.refused(changed(self.plain, change), pattern)
        for number, pattern in ((9, "thread-local"), (13, "first use"), (14, "NET")):
            self.refused(changed(self.plain, (place[number], "<I", image.sections[0].start),
                                 (place[number] + 4, "<I", 8)), pattern)

    def test_what_drivers_do_not_have(self):
        image, place = reader.Image(self.plain), self.header + 112
        rva = image.directory(reader.IMPORT)[0]
        names = image.offset(image.number(rva))
        for changes, pattern in (([(place + 8 * 9, "<I", rva), (place + 8 * 9 + 4, "<I", 40)], "thread-local.*look for"),
                                 ([(place + 8 * 13, "<I", rva), (place + 8 * 13 + 4, "<I", 40)], "delay imports.*take the"),
                                 ([(place + 8 * 14, "<I", rva), (place + 8 * 14 + 4, "<I", 72)], ".NET.*take the .sys"),
                                 ([(names, "<Q", 1 << 63 | 7)], "imports number 7 of ntoskrnl.exe.*look for"),
                                 ([(self.header + 68, "<H", 3), (self.header - 2, "<H", 0x2022)], "command line.*take the .sys"),
                                 ([(self.header + 56, "<I", 0xfffff000)], "4294963200 bytes: too many"),
                                 ([(self.header + 56, "<I", 0x1000)], "more than the image")):
            self.refused(changed(self.plain, *changes), pattern)

    def test_a_list_of_imports_without_an_end(self):
        image = reader.Image(self.plain)
        start = image.offset(image.directory(reader.IMPORT)[0])
        descriptor = self.plain[start:start + 20]
        self.refused(changed(self.plain, (start + 20, "20s", descriptor)), "have one place")

    def test_it_is_refused_in_one_line(self):
        path = folder / "bad.sys"
        path.write_bytes(b"no image")
        self.assertEqual(explain(path), (2, "", f"ntparport: {path}: at 0x0: not an image of Windows: it does not "
                                         "begin with MZ\n"))

    def test_a_file_that_is_not_there(self):
        status, _, complaint = explain(folder / "none.sys")
        self.assertEqual((status, complaint.count("\n")), (2, 1), complaint)

    def test_what_is_no_file(self):
        fifo, large = folder / "fifo.sys", folder / "large.sys"
        if not fifo.exists():
            os.mkfifo(fifo)
        with open(large, "wb") as file:
            file.truncate(3 << 30)
        for path, pattern in ((fifo, "not a regular file"), (folder, "not a regular file"), (large, "more than 16 MiB")):
            self.assertRegex(explain(path)[2], rf"^ntparport: {path}: at 0x[0-9a-f]+: {pattern}.*\n$")
            self.assertRegex(run_tool("--explain", "--beside", path, make("plain.sys", "-DPLAIN"))[2],
                             rf"^ntparport: {path}: at 0x[0-9a-f]+: {pattern}.*\n$")
        large.unlink()

    def test_what_is_encrypted(self):
        for data in (self.plain, make_i386("plain", "-O2").read_bytes()):
            section = next(section for section in reader.Image(data).sections if section.code)
            size = min(section.size, section.raw_size)
            random = b"".join(hashlib.sha256(bytes([number % 256])).digest() for number in range(size // 32 + 1))[:size]
            self.refused(changed(data, (section.raw, f"{size}s", random)), "random bytes: encrypted or packed")

    def test_addresses_of_the_load_configuration(self):
        for data, size in ((self.plain, 8), (make_i386("plain", "-O2").read_bytes(), 4)):
            image = reader.Image(data)
            section = next(section for section in image.sections if not section.code and section.size >= 160 and
                           section.raw_size >= 160)
            at, form = image.offset(section.start), "<Q" if size == 8 else "<I"
            base = changed(data, (header(data) + image.format.directories + 8 * reader.LOAD_CONFIG, "<I", section.start),
                           (header(data) + image.format.directories + 8 * reader.LOAD_CONFIG + 4, "<I", 160),
                           (at, "160s", bytes(160)), (at, "<I", 160),
                           (header(data) + image.format.directories + 8 * reader.RELOCATIONS, "<Q", 0))
            for field, what in ((image.format.cookie, "stack's cookie"), (image.format.guarded, "control-flow guard")):
                for value in (1, 0x1000, image.base - 8, image.base - 1, image.base + image.size, (1 << 8 * size) - 1,
                              1 << 8 * size - 1, image.base + image.size - 1):
                    broken = changed(base, (at + field, form, value))
                    with self.assertRaises(reader.Refused) as raised:
                        reader.Image(broken)
                    self.assertRegex(str(raised.exception), f"^at 0x[0-9a-f]+: .*{what} ")
                    self.assertTrue(0 <= raised.exception.offset <= len(data), hex(value))

    def test_a_cut_off_file_is_refused_at_every_length(self):
        image = reader.Image(self.plain)
        whole = max(section.raw + section.raw_size for section in image.sections)
        for length in range(0, whole, 37):
            with self.assertRaises(reader.Refused, msg=f"{length} of {whole} bytes"):
                reader.Image(self.plain[:length])


class Explaining(unittest.TestCase):
    """What --explain says."""

    def test_nothing_is_in_the_way(self):
        for path in images():
            if "plain" in path.name or "small" in path.name:
                status, said, complaint = explain(path)
                self.assertEqual((status, complaint), (0, ""), path.name + said)
                self.assertIn("ntoskrnl.exe: DbgPrint, ExAllocatePoolWithTag, ExFreePoolWithTag", said)
                self.assertIn("imports that are missing: none", said)
                self.assertRegex(said, r"not understood: none\nverdict: nothing in it is in the way of a module\n$")

    def test_what_is_in_the_way_is_named(self):
        for path in images():
            if "plain" in path.name or "small" in path.name:
                continue
            status, said, complaint = explain(path)
            self.assertEqual((status, complaint), (1, ""), said)
            for pattern in ("gs: .*rewritten: .*gs:\\[0x188\\]", "gs: .*\\): .*gs:\\[0x20\\]", "cr8 .*rewritten: .*cr8",
                            "KUSER_SHARED_DATA.*rewritten: .*0x", "int 29h .*rewritten: .*int 0x29",
                            "in and out .*in al, dx", "registers of SSE.*movups xmm7, xmm6", "cli, sti.*cli",
                            "ntoskrnl.exe NoSuchRoutineAnywhere: there is none here", "imports? that nobody has",
                            "gs: in 1 place\n"):
                self.assertRegex(said, f"  .*{pattern}", path.name)
            source = folder / "refused.S"
            status, said, complaint = run_tool("--source", source, path)
            self.assertEqual((status, said, source.exists()), (1, "", False), complaint)
            for pattern in ("import ntoskrnl.exe NoSuchRoutineAnywhere: ", "registers of SSE.*: 0x.*movups", "gs: .*: 0x"):
                self.assertRegex(complaint, f"(?m)^ntparport: .*{path.name}: cannot become a module: {pattern}")

    def test_what_is_packed(self):
        for number, path in enumerate((make("plain.sys", "-DPLAIN"), make_i386("plain", "-O2"))):
            data, image = path.read_bytes(), reader.Image(path.read_bytes())
            packed = folder / f"packed{number}.sys"
            entry = image.offset(image.header.AddressOfEntryPoint)
            packed.write_bytes(changed(data, (entry, "3s", b"\xff\xff\xff")))
            if number == 0:
                # Behind some that are known, as one is that is new.
                known_first = folder / "known_first.sys"
                known_first.write_bytes(changed(data, (entry, "8s", b"\x90\x90\x90\x90\x90\x0f\x01\xef")))
                status, said, complaint = run_tool("--explain", known_first)
                self.assertEqual((status, complaint), (1, ""))
                self.assertRegex(said, f"0x{image.header.AddressOfEntryPoint + 5:x}: no instruction that is known: 0f 01 ef")
                self.assertNotIn("packed", said)
            status, _, complaint = run_tool("--source", folder / "packed.S", packed)
            self.assertEqual((status, complaint.count("\n")), (1, 1), complaint)
            self.assertRegex(complaint, "cannot become a module: its entry leads to 0x.*encrypted or packed")
            imports = header(data) + image.format.directories + 8 * reader.IMPORT
            packed.write_bytes(changed(data, (imports, "<Q", 0)))
            status, _, complaint = run_tool("--source", folder / "packed.S", "--allow", packed)
            self.assertEqual((status, complaint.count("\n")), (1, 1), complaint)
            self.assertRegex(complaint, "it imports nothing, and calls through what no import .*packed or damaged: 0x")
            self.assertIn("\nverdict: cannot become a module yet", explain(packed)[1])

    def test_an_image_that_needs_no_imports(self):
        source = folder / "alone.c"
        source.write_text("static int (*Hook)(void);\nint DriverEntry(void *a, void *b) { return a && b ? 0 : 1; }\n"
                          "int Set(int (*f)(void)) { Hook = f; return 0; }\n", encoding="utf-8")
        run(*GCC, "-O2", source, "-o", folder / "alone.sys")
        self.assertEqual(explain(folder / "alone.sys")[0], 0)

    def test_a_switch_has_its_table(self):
        for path in images():
            found = flow.Flow(reader.Image(path.read_bytes()))
            self.assertIn(8, [table.count for table in found.tables], path.name)

    def test_the_names_are_those_that_are_exported(self):
        table = (top / "compat/load/routine_table.cc").read_text(encoding="utf-8")
        self.assertLessEqual(set(re.findall(r'^\t\{ "(\w+)",', table, re.M)), there)
        self.assertLessEqual({"memcpy", "memset", "strlen"}, there)
        symvers = folder / "Module.symvers"
        symvers.write_text("0x0\tntparport_DbgPrint\tntparport\tEXPORT_SYMBOL\t\n", encoding="utf-8")
        self.assertIn("DbgPrint", known.names(include, symvers))
        self.assertNotIn("ExFreePool", known.names(include, symvers))

    def test_a_driver_for_a_newer_windows_is_refused_in_one_line(self):
        names = ["EtwRegister", "PoFxRegisterDevice", "ExAllocatePool3", "IoOpenDriverRegistryKey", "NoSuchRoutineAnywhere"]
        for count, last in ((1, "Windows Vista"), (2, "Windows 8"), (3, "Windows 10"), (5, "Windows 10")):
            image, found, rewrites = read(make("plain.sys", "-DPLAIN"))
            slot = image.imports[0].slot
            image.imports += [reader.Import("ntoskrnl.exe", name, slot) for name in names[:count]]
            said = report.Report(image, found, rewrites, there, include)
            self.assertRegex(said.refusal[0], rf"^it is of {last} or later \({min(count, 4)} imports? that .*\): look for its")
            self.assertEqual(len(said.refusal), 1)
            self.assertIn("import ntoskrnl.exe EtwRegister: it is of Windows Vista and later", said.details[0] + said.details[-1])

    def test_all_ports_are_listed_and_what_is_in_the_way_by_its_name(self):
        places = [flow.Place(number, "port", "in al, dx") for number in range(50)]
        self.assertEqual(report.of_places(places).count("in al"), 50)
        for code, pattern in ((b"\xfb\xc3", "sti in 1 place"), (b"\x9d\xc3", "popfq in 1 place"),
                              (b"\xd9\xe8\xc3", "registers of x87 in 1 place"), (b"\x0f\x77\xc3", "emms in 1 place"),
                              (b"\xc5\xf8\x57\xc0\xc3", "registers of AVX in 1 place"), (b"\x0f\xb2\x01\xc3", "lss in 1 place"),
                              (b"\x0f\x6f\x01\xc3", "registers of MMX in 1 place"), (b"\xf4\xc3", "hlt in 1 place"),
                              (b"\x0f\x58\xc1\xc3", "registers of SSE in 1 place"), (b"\xcd\x80\xc3", "int 0x80 in 1 place"),
                              (b"\x65\x48\x8b\x04\x25\x20\0\0\0\xc3", "gs: in 1 place")):
            image, found, _ = Building.with_code(code)
            said = report.Report(image, found, rewrite.Rewrites(image, found), there, include)
            self.assertIn(pattern, said.obstacles, code)
        self.assertRegex("\n".join(said.lines), r"gs:\[0x20\] \(CurrentPrcb\)")

    def test_a_framework_is_named(self):
        for module, pattern in (("wdfldr.sys", "KMDF"), ("ndis.sys", "network"), ("other.sys", "another driver")):
            self.assertRegex(known.lacks(reader.Import(module, "DbgPrint", 0), there, include), pattern)
        self.assertIsNone(known.lacks(reader.Import("hal.dll", "READ_PORT_UCHAR", 0), there, include))
        self.assertRegex(known.lacks(reader.Import("ntoskrnl.exe", "KeQueryActiveProcessorCountEx", 0), there, include),
                         "of Windows 7 and later: look for the driver's version for an older Windows")
        self.assertRegex(known.lacks(reader.Import("hal.dll", "READ_PORT_UCHA", 0), there, include), "READ_PORT_UCHAR")


OF_I386 = """two
zero
sum: 185 889, -5000000000 
shifts: 0, divided: 0, interlocked: 0, segment: 0
dpc: 1
six: 654321
called: 20, 1
freed: 1
"""
RESOURCE = r"""1 VERSIONINFO
FILEVERSION 1,2,3,4
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904b0"
    BEGIN
      VALUE "CompanyName", L"Acme ""Scan"" G\x00fc\x0007nther\0"
      VALUE "FileVersion", "1.2.3.4\0"
      VALUE "Comments", "none\0"
      VALUE "FileDescription", "A driver\0"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"""


def signed(data):
    """The image with a signature, as such a file has one; its signer's certificate comes after another."""
    for number, name in enumerate(("/O=Root", "/C=DE/O=Acme/CN=Acme Drivers")):
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", name,
            "-keyout", folder / f"key{number}", "-out", folder / f"certificate{number}")
    (folder / "content").write_bytes(b"content")
    run("openssl", "smime", "-sign", "-binary", "-nodetach", "-outform", "DER", "-signer", folder / "certificate1",
        "-inkey", folder / "key1", "-certfile", folder / "certificate0", "-in", folder / "content", "-out",
        folder / "signature")
    signature = (folder / "signature").read_bytes()
    signature += bytes(-len(signature) % 8)
    data += bytes(-len(data) % 8)
    return changed(data, (header(data) + 112 + 32, "<Q", len(data) | len(signature) + 8 << 32)) + \
        struct.pack("<IHH", len(signature) + 8, 0x200, 2) + signature


@functools.lru_cache(maxsize=None)
def with_origin():
    """An image with a version resource, its path and its bytes when it is signed."""
    (folder / "version.rc").write_text(RESOURCE, encoding="utf-8")
    run("x86_64-w64-mingw32-windres", folder / "version.rc", folder / "version.res.o")
    path = make("version.sys", "-DPLAIN", folder / "version.res.o")
    return path, signed(path.read_bytes())


class Origin(unittest.TestCase):
    """What an image says of itself."""

    def setUp(self):
        self.path, self.data = with_origin()

    def test_its_texts_and_its_signer(self):
        self.assertEqual(origin.facts(reader.Image(self.data)),
                         {"company": 'Acme "Scan" G\u00fc nther', "version": "1.2.3.4", "description": "A driver",
                          "signer": "Acme Drivers"})
        self.assertEqual(origin.facts(reader.Image(make("plain.sys", "-DPLAIN").read_bytes())), {})

    def test_modinfo_has_them(self):
        path = folder / "signed.sys"
        path.write_bytes(self.data)
        self.assertRegex(explain(path)[1], "\n  version: 1.2.3.4\n(.*\n)*  signer: Acme Drivers\n")
        run("objcopy", "-O", "binary", "-j", ".modinfo", assembled(path), folder / "modinfo")
        said = (folder / "modinfo").read_bytes().decode().split("\0")
        self.assertEqual(said[1:-1], ['image_company=Acme "Scan" G\u00fc nther', "image_version=1.2.3.4",
                                      "image_description=A driver", "image_signer=Acme Drivers"])
        self.assertRegex(said[0], "^image=image, SHA-256 [0-9a-f]{64}$")

    def test_what_is_damaged_is_left_out(self):
        """Whatever it is: neither is needed."""
        image = reader.Image(self.data)
        resources, size = image.directory(reader.RESOURCE)
        places = list(range(image.offset(resources), image.offset(resources) + size))
        places += range(len(self.path.read_bytes()), len(self.data), 7)
        for place in places:
            for value in (0, 0x7f, 0x80, 0xff):
                found = origin.facts(reader.Image(changed(self.data, (place, "B", value))))
                self.assertTrue(all(text.isprintable() for text in found.values()), place)


class Following(unittest.TestCase):
    """The instructions are those that are there."""

    def test_instructions_begin_where_binutils_has_them(self):
        for path in images():
            found = flow.Flow(reader.Image(path.read_bytes()))
            # Of a table among code, binutils makes instructions, of which the last goes on in what follows.
            self.assertEqual({rva for rva in set(found.instructions) - boundaries(path) if not any(
                -16 < rva - table.rva - table.count * table.width < 32 for table in found.tables)}, set(), path.name)
            self.assertEqual(found.unknown, {}, path.name)

    def test_blocks_of_exceptions_are_found(self):
        path = next((path for path in images() if path.name == "clang.sys"), None)
        if not path:
            self.skipTest("clang and lld-link are not installed")
        image = reader.Image(path.read_bytes())
        found = flow.Flow(image)
        self.assertEqual(len(image.scopes), 1)
        self.assertIn(image.scopes[0].target, found.instructions)
        self.assertIn(image.scopes[0].handler, {1, *found.instructions})
        self.assertRegex(explain(path)[1], "imports that are there: *\n.*, __C_specific_handler")

    def test_libraries_of_gcc(self):
        paths = libraries()
        self.assertTrue(paths, "gcc for Windows has no libraries here")
        for path in paths:
            found = flow.Flow(reader.Image(path.read_bytes()))
            self.assertEqual(set(found.instructions) - boundaries(path), set(), path.name)
            self.assertEqual(found.unknown, {}, path.name)

    def test_what_only_a_pointer_reaches_is_code_or_text(self):
        for path in images():
            _, found, _ = read(path)
            self.assertIn("port", [place.kind for place in found.places], path.name)
        path = make("plain.sys", "-DPLAIN")
        image, found, _ = read(path)
        section = image.section(image.header.AddressOfEntryPoint)
        free = max(found.instructions) + 64
        self.assertLess(free + 32, section.start + section.raw_size)
        target = min(place for place, to in image.relocations.items() if image.is_code(to))
        for code, pattern in ((b"\xfa\xfb\xc3" + bytes(8), "may be code"), (b"\xd9\xe8\xc3" + bytes(8), "may be code"),
                              (b"text of a driver\0", None), (b"w\0i\0d\0e\0\0\0\0", None), (bytes(16), None)):
            data = changed(path.read_bytes(), (section.raw + free - section.start, f"{len(code)}s", code),
                           (image.offset(target), "<Q", image.base + free), (section.at + 8, "<I", section.raw_size))
            said = flow.Flow(reader.Image(data)).unknown
            if pattern:
                self.assertRegex(said.get(free, ""), pattern, code)
            else:
                self.assertNotIn(free, said, code)

    def test_a_function_with_bytes_that_are_nothing_is_not_understood(self):
        path = make("plain.sys", "-DPLAIN")
        data, image = path.read_bytes(), reader.Image(path.read_bytes())
        found = flow.Flow(image)
        # After a jump that is made of a function's second instruction: nothing that a compiler makes.
        function = max(image.functions, key=lambda function: function.end - function.begin)
        size = function.end - function.begin
        code = b"\xc3" + b"\x06" * (size - 1)
        broken = flow.Flow(reader.Image(changed(data, (image.offset(function.begin), f"{size}s", code))))
        self.assertEqual(found.unknown, {})
        self.assertRegex(broken.unknown[function.begin + 1], "neither code nor a table nor padding")


LIBRARIES = ("libssp", "libatomic", "libquadmath", "libgcc_s_seh", "libwinpthread", "libobjc")


def libraries():
    """Code that others have compiled for Windows, as if it were of drivers: the libraries of gcc for Windows."""
    found = [*pathlib.Path("/usr/lib/gcc/x86_64-w64-mingw32").glob("*-win32/lib*.dll"),
             *pathlib.Path("/usr/x86_64-w64-mingw32/lib").glob("lib*.dll")]
    paths = []
    for original in sorted(path for path in found if path.name.startswith(LIBRARIES)):
        paths.append(folder / f"{original.stem}.sys")
        paths[-1].write_bytes(library(original))
    return paths


class Made:
    """What was made of an image, at addresses, and where places of the image are in it."""

    TEXT, DATA, SHARED = 0x400000, 0x2000000, 0x3000000

    def __init__(self, path):
        self.image, self.flow, self.rewrites = read(path)
        program = path.with_suffix(".elf")
        run("ld", "-m", "elf_i386" if self.image.bits == 32 else "elf_x86_64", "-e", "0", f"-Ttext={self.TEXT:#x}", f"-Tdata={self.DATA:#x}", "--unresolved-symbols=ignore-all",
            f"--defsym=ntparport_shared_data={self.SHARED:#x}", "--no-warnings", assembled(path), "-o", program)
        self._bytes = []
        for start, section in ((self.TEXT, ".text"), (self.DATA, ".data")):
            run("objcopy", "-O", "binary", "-j", section, program, folder / "bytes")
            self._bytes.append((start, (folder / "bytes").read_bytes()))
        said = subprocess.run(["nm", program], check=True, capture_output=True, text=True).stdout
        self.symbols = {name: int(value, 16) for value, name in re.findall(r"^([0-9a-f]+) \w (\w+)$", said, re.M)}
        self.low = min(section.start for section in self.image.sections if not self._is_data(section))

    @staticmethod
    def _is_data(section):
        return section.writable and section.name != ".idata"

    def bytes(self, address, size):
        for start, data in self._bytes:
            if start <= address < start + len(data):
                return data[address - start:address - start + size]
        return b""

    def number(self, address, size):
        return int.from_bytes(self.bytes(address, size), "little", signed=size == 4)

    def places(self, rva):
        """Where a place of the image is: that, and where code with its address goes."""
        section = self.image.section(rva)
        before = next((each for each in self.image.sections if each.end == rva), None)
        found = {self.symbols[f"image_data_{each.start:x}"] + rva - each.start
                 for each in (section, None if section else before) if each and self._is_data(each)}
        return (found or {self.TEXT + rva - self.low}) | {self.symbols.get(f"image_{rva:x}", -1)}


WINDOWS = pathlib.Path("/usr/share/mingw-w64/include")
OF_WINDOWS = pathlib.Path("/usr/x86_64-w64-mingw32/lib/libntoskrnl.a")
TRIES = """all: 0
at DISPATCH_LEVEL: 0
in a DPC: 0
with a lock: 0
in a region: 0
kept: 958 383924
sized: 102
sized: 382429
steps: 22 30
deep: 1002
deep: 1009
steps: 0 1 2 0 1 2 3 4 5 6 7 8 9
replaced: 0x80000011
steps: 1 2 4
probed: 0xc0000005 0xc0000005 0x80000002 0x0
"""

CLASSES = """printer: -40 47
by members: 53 108
twice: 6 512:14
port: gone
named: gone
counted: gone at 53
counted: 3
counted: gone at 3
"""
JUMPS = """kept: 3000312 1234
kept: 1000553
within: 3 12
from __finally: 42
from a filter: 42 7121
broken: 1 13
"""


@unittest.skipUnless(shutil.which("clang") and shutil.which("lld-link"), "clang and lld-link are not installed")
class Exceptions(unittest.TestCase):
    """What an image raises and takes, by base/raise.cc, image_try.cc and unwind.cc; and what is refused."""

    def link(self, name, *command):
        run(*command, "-c", "-o", folder / f"{name}.obj")
        run(*LINK, folder / f"{name}.obj", OF_WINDOWS, f"/out:{folder / name}.sys")
        return folder / f"{name}.sys"

    def tries(self, *switches, source="qemu/images/tries.c", name="tries"):
        """The image of a driver that raises whatever can be."""
        return self.link(name, "clang", "--target=x86_64-w64-windows-gnu", "-fms-extensions", "-mno-sse",
                         "-fasynchronous-unwind-tables", "-ffreestanding", "-w", "-DTRIES_HOST", "-include",
                         top / "qemu/images/mingw.h", "-isystem", WINDOWS, "-isystem", WINDOWS / "ddk", "-I",
                         top / "kunit/windows/ex", *switches, top / source)

    def frames(self, middle="protected"):
        """That of functions of all kinds, of which one has this handler."""
        return self.link("frames", "clang", "--target=x86_64-pc-windows-msvc", f"-DMIDDLE={middle}",
                         top / "kunit/kit/image_frames.S")

    @classmethod
    @functools.cache
    def objects(cls):
        """What a program with an image's exceptions needs."""
        objects = []
        for source in ("compat/glue/jump_to.S", *(f"compat/base/{name}.cc" for name in ("image_chain", "image_try", "raise", "unwind")),
                       "kunit/kit/exceptions.cc"):
            objects.append(folder / (pathlib.Path(source).name + ".o"))
            run("g++", "-std=c++20", "-O2", "-fno-exceptions", "-fno-rtti", "-fshort-wchar", "-I", top, "-I",
                top / "compat", "-I", include, "-c", "-o", objects[-1], top / source)
        return objects

    def runs(self, path, *arguments, more=()):
        """The status of a program with the image, and what it says."""
        run("gcc", "-O2", "-w", "-no-pie", "-Wl,--wrap=main", assembled(path), top / "kunit/kit/image_tries_host.c",
            *self.objects(), *more, "-o", folder / "program")
        done = subprocess.run([folder / "program", *arguments], check=False, capture_output=True, text=True)
        return done.returncode, done.stdout

    def problems(self, data):
        image = reader.Image(data)
        return exceptions.Exceptions(image, flow.Flow(image)).problems

    def test_what_is_raised_is_taken(self):
        for level in ("-O0", "-O1", "-O2", "-Os"):
            with self.subTest(level=level):
                path = self.tries(level)
                self.assertEqual(self.runs(path), (0, TRIES))
                # STATUS_DATA_ERROR.
                self.assertEqual(self.runs(path, "not taken")[0], 0xc000003e & 0x7f)

    def test_functions_of_all_kinds_are_left(self):
        self.assertEqual(self.runs(self.frames()), (0, "taken: 10\n"))

    def test_a_driver_of_classes(self):
        """By the conventions of both compilers for C++; and nothing that it returns by value is overwritten."""
        for target, *switches in (["windows-gnu"], ["pc-windows-msvc", "-fgnuc-version=4.2.1", "-fmsc-version=0", "-D__MINGW32__",
                                                    "-fno-ms-compatibility", "-D_AMD64_", "-fms-extensions"]):
            for level in ("-O0", "-O2"):
                with self.subTest(target=target, level=level):
                    path = self.tries(level, f"--target=x86_64-{target}", *switches, "-fno-rtti", "-fno-exceptions",
                                      source="qemu/images/classes.cpp", name="classes")
                    self.assertEqual(self.runs(path), (0, CLASSES))

    def test_functions_are_left_by_longjmp(self):
        for level in ("-O0", "-O2"):
            with self.subTest(level=level):
                path = self.tries(level, source="kunit/kit/image_jumps.c", name="jumps")
                self.assertEqual(self.runs(path), (0, JUMPS))
                # STATUS_INVALID_PARAMETER.
                self.assertEqual(self.runs(path, "to nowhere")[0], 0xc000000d & 0x7f)

    def test_registers_are_found_at_each_instruction(self):
        """As after a fault: the call of the image's routine, from each place in what it calls."""
        steps = folder / "image_steps.o"
        run("g++", "-std=c++20", "-O2", "-fno-exceptions", "-fno-rtti", "-fshort-wchar", "-I", top, "-I", top / "compat",
            "-I", include, "-c", "-o", steps, top / "kunit/kit/image_steps.cc")
        for switches in (None, ["-O0"], ["-O2"], ["-O2", "-fno-omit-frame-pointer"]):
            # All of these have one name.
            path = self.frames() if switches is None else self.tries(*switches)
            status, said = self.runs(path, more=("-Wl,--wrap=DriverEntry", steps))
            self.assertEqual((status, said.splitlines()[-1:]), (0, ["found: 1 1"]), path.name)

    def test_a_call_that_moves_returns_to_its_place(self):
        path = self.tries("-O2")
        moved = [run for run in read(path)[2].runs if any(
            read(path)[1].instructions[place].call for place in range(run.start, run.end)
            if place in read(path)[1].instructions)]
        for run_of_call in moved:
            self.assertIn(f"pushq $image+{run_of_call.end - 0x1000:#x}\n", build.Source(
                *read(path), include).text)

    def test_a_handler_of_another_language_is_refused(self):
        path = self.frames("other_handler")
        self.assertIn("that of another language", " ".join(self.problems(path.read_bytes()).values()))
        status, said, _ = explain(path)
        self.assertEqual(status, 1)
        self.assertRegex(said, "not understood of its exceptions:\n  0x.*another language\n"
                         "verdict: cannot become a module yet; in the way are:\n  1 place of its exceptions not understood")
        # They begin with the stack protector's check.
        for handler in ("other_protected", "other_inlined"):
            self.assertIn("that of another language", " ".join(self.problems(self.frames(handler).read_bytes()).values()))
        # It is the stack protector's, but what follows it is not a table.
        self.assertIn("goes on beyond its section", " ".join(self.problems(self.frames("protected_tries").read_bytes())
                                                             .values()))

    def test_unwind_data_that_is_not_known_is_refused(self):
        path = self.frames()
        data, image = path.read_bytes(), reader.Image(path.read_bytes())
        self.assertEqual(self.problems(data), {})
        first, last = image.functions[0], image.functions[-1]
        self.assertEqual(image.memory[first.unwind], 1)
        place = image.offset(first.unwind)
        for change, pattern in (((place, "B", 0x29), "with flags 5"),
                                ((place + 3, "B", 0x01), "register 1 as frame pointer"),
                                ((place + 5, "B", 0x08), "of registers of SSE"),
                                ((place + 5, "B", 0x0a), "with operation 10"),
                                ((place + 5, "B", 0x06), "with operation 6"),
                                ((place + 5, "B", 0x21), "with operation 1"),
                                ((place + 5, "B", 0x00), "of register 0, which calls change"),
                                ((place + 5, "B", 0x03), "sets a frame pointer and does not say which"),
                                ((place + 2 + 2 * image.memory[first.unwind + 2] + 1, "B", 0x01), "that is cut off")):
            self.assertRegex(" ".join(self.problems(changed(data, change)).values()), pattern)
        # An odd number of epilogues, without what makes it even.
        version2 = next(function for function in image.functions if image.memory[function.unwind] == 2)
        self.assertIn("odd number", " ".join(self.problems(changed(
            data, (image.offset(version2.unwind) + 6, "B", 1))).values()))
        chained = next(function for function in image.functions if function.chained)
        behind = chained.unwind + 4 + 2 * image.memory[chained.unwind + 2]
        self.assertIn("chained to itself", " ".join(self.problems(changed(
            data, (image.offset(behind) + 8, "<I", chained.unwind))).values()))
        # Both parts that are chained have no frame pointer.
        self.assertIn("a frame pointer other than", " ".join(self.problems(changed(
            data, (image.offset(chained.unwind) + 3, "B", 0x25))).values()))
        self.assertTrue(last.end > first.begin)

    def test_unwind_data_that_no_module_has_is_refused(self):
        data = self.frames().read_bytes()
        image = reader.Image(data)
        section = image.section(image.functions[0].unwind)
        for name in (".rsrc", ".reloc"):
            self.assertIn(f"unwind data in {name}", " ".join(self.problems(changed(
                data, (section.at, "8s", name.encode()))).values()))

    def test_tables_of_blocks_that_lie_are_refused(self):
        path = self.frames()
        data, image = path.read_bytes(), reader.Image(path.read_bytes())
        entry = self.table(image)
        code = image.header.AddressOfEntryPoint
        for change, pattern in (((0, code), "which is not in its function"), ((4, code), "which is not in its function"),
                                ((8, 0x2000), "a filter or a __finally at"), ((8, 1), "a filter or a __finally at"),
                                ((16 + 12, 0x2000), "an __except at")):
            place = image.offset(entry) + change[0]
            self.assertRegex(" ".join(self.problems(changed(data, (place, "<I", change[1]))).values()), pattern)

    def test_a_block_in_another_part_of_its_function_is_refused(self):
        path = self.frames()
        data, image = path.read_bytes(), reader.Image(path.read_bytes())
        entry = self.table(image)
        owner = next(function for function in exceptions.Exceptions(image, flow.Flow(image)).functions
                     if function.scopes == entry - 4)
        part = next(function for function in image.functions if function.chained)
        behind = image.offset(part.unwind + 4 + 2 * image.memory[part.unwind + 2])
        self.assertIn("in another part of its function", " ".join(self.problems(changed(
            data, (behind, "<I", owner.begin), (behind + 4, "<I", owner.end), (behind + 8, "<I", owner.unwind),
            (image.offset(entry), "<I", part.begin), (image.offset(entry) + 4, "<I", part.end))).values()))

    def table(self, image):
        """The first entry of a table of blocks."""
        return min(exceptions.Exceptions(image, flow.Flow(image)).functions, key=lambda function: not function.scopes).scopes + 4

    def test_what_is_let_through_can_be_read(self):
        """Unwind data that was changed is refused, or all that is read of it at run time is there."""
        program, given_to = folder / "image_unwind_host", folder / "image.unwind"
        run("g++", "-std=c++20", "-O1", "-fsanitize=address", "-fshort-wchar", "-w", "-I", top, "-I", top / "compat", "-I", include,
            top / "kunit/kit/image_unwind_host.cc", top / "compat/base/unwind.cc", "-o", program)
        originals = [self.frames().read_bytes(), self.tries("-O2").read_bytes()]
        spans = []
        for data in originals:
            image = reader.Image(data)
            first = min(function.unwind for function in image.functions)
            spans.append((image.offset(first), max(function.unwind for function in image.functions) + 64 - first))
        seen = collections.Counter()

        def body(case):
            which, changes = case
            data, (start, size) = originals[which], spans[which]
            data = changed(data, *((start + place % size, "B", value) for place, value in changes))
            try:
                image, found, rewrites = reader.Image(data), None, None
                found = flow.Flow(image)
                rewrites = rewrite.Rewrites(image, found)
            except reader.Refused:
                seen["refused"] += 1
                return
            functions = exceptions.Exceptions(image, found).functions
            seen["let through" if functions else "refused"] += 1
            if not functions:
                return
            source = build.Source(image, found, rewrites, include)
            low, high = source._low, source._high  # pylint: disable=protected-access
            given_to.write_bytes(struct.pack("<3I", low, high, len(functions)) +
                                 b"".join(struct.pack("<4I", *function) for function in functions) +
                                 image.memory[low:high])
            done = subprocess.run([program, given_to], check=False, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), case)

        wild = st.sampled_from([0, 1, 2, 4, 6, 0x10, 0x21, 0x7f, 0x80, 0xff]) | st.integers(0, 255)
        wanted = settings(max_examples=min(CASES, 300), deadline=None, database=None, report_multiple_bugs=False,
                          suppress_health_check=list(HealthCheck))
        cases = st.tuples(st.integers(0, 1), st.lists(st.tuples(st.integers(0, 4096), wild), max_size=3))
        seed(SEED)(wanted(given(cases)(body)))()
        self.assertGreater(min(seen["refused"], seen["let through"]), CASES // 20, seen)

    def test_what_calls_the_handler_itself_is_refused(self):
        path = self.frames()
        data, image, found = path.read_bytes(), *read(path)[:2]
        slot = next(imported.slot for imported in image.imports if imported.name == "__C_specific_handler")
        reference = next(reference for reference in found.references if found.instructions[
            found.taken[reference.field]].call and reference.end > image.functions[-1].begin)
        self.assertIn("calls __C_specific_handler itself", " ".join(self.problems(changed(
            data, (image.offset(reference.field), "<i", slot - reference.end))).values()))


class Building(unittest.TestCase):
    """What is made of an image."""

    decoder = capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_64)

    def decoded(self, data, address):
        """An instruction without what it refers to, and its size."""
        for _, size, name, operands in self.decoder.disasm_lite(data, address, 1):
            return size, name, re.sub(r"rip [+-] (0x)?[0-9a-f]+", "rip", operands)
        return None

    def same(self, made, rva, address):
        """Whether the instruction at an address is the one of the image, and refers to the same."""
        instruction, reference = made.flow.instructions[rva], self.references.get(rva)
        one = self.decoded(made.image.memory[rva:rva + 15], rva)
        other = self.decoded(made.bytes(address, 15), address)
        target = flow.direct(instruction)
        if target is not None:
            # The assembler may take a longer one.
            if not other or one[1] != other[1]:
                return False
            goes = int(self.decoder_target(made, address), 16)
            wrapped = made.symbols.get(f"image_wrapped_{target:x}")
            return goes == (wrapped if target in made.rewrites.wrapped and wrapped is not None
                            else made.TEXT + target - made.low)
        if one and other and reference is None:
            field = next((place for place in range(rva, rva + instruction.size) if place in self.absolute), None)
            if field is not None:
                value = made.number(address + field - rva, 8)
                hexadecimal = re.compile(r"-?\b(0x[0-9a-f]+|[0-9]+)\b")
                return value in self.absolute[field] and one[:2] == other[:2] and \
                    hexadecimal.sub("", one[2]) == hexadecimal.sub("", other[2])
        if one is None or one != other:
            return False
        return reference is None or address + (reference.end - rva) + \
            made.number(address + reference.field - rva, 4) in made.places(reference.target)

    def decoder_target(self, made, address):
        for _, _, _, operands in self.decoder.disasm_lite(made.bytes(address, 15), address, 1):
            return operands
        return "0"

    def test_each_instruction_is_the_same_and_refers_to_the_same(self):
        total = 0
        paths = images() + libraries()
        for switch in ("REWRITTEN", "VECTORS"):
            paths.append(make(f"made-{switch}.sys", "-DPLAIN", f"-D{switch}", *["-msse2"] * (switch == "VECTORS")))
        for path in paths:
            made = Made(path)
            self.references = {made.flow.taken[each.field]: each for each in made.flow.references}
            self.absolute = {place: made.places(target) for place, target in made.image.relocations.items()}
            self.absolute |= {place: {made.SHARED + value} for place, value in made.rewrites.shared.items()}
            moved = {byte for moved in made.rewrites.runs for byte in range(moved.start, moved.end)}
            for rva, instruction in made.flow.instructions.items():
                if rva in made.rewrites.traps:
                    self.assertEqual(made.bytes(made.TEXT + rva - made.low, 2), b"\x0f\x0b", f"{path.name}: {rva:x}")
                elif rva not in moved and rva + 1 in made.rewrites.retargeted:
                    self.assertTrue(self.same(made, rva, made.TEXT + rva - made.low), f"{path.name}: {rva:x}")
                elif rva not in moved and flow.direct(instruction) in made.rewrites.wrapped:
                    # A jump within a routine to its own begin.
                    continue
                elif rva not in moved:
                    self.assertTrue(self.same(made, rva, made.TEXT + rva - made.low), f"{path.name}: {rva:x}")
                total += instruction.size
            for run_ in made.rewrites.runs:
                self.check_moved(made, run_, path.name)
            # What is absolute in its data.
            for place, wanted in self.absolute.items():
                if place not in made.flow.taken and made.image.section(place).name not in reader.OF_THE_LOADER:
                    address = min(made.places(place) - {-1})
                    self.assertIn(made.number(address, 8), wanted, f"{path.name}: {place:x}")
        self.assertGreater(total, 300000)

    def check_moved(self, made, moved, name):
        """Its instructions are there in their order, among ours, and it goes on after them."""
        self.assertEqual(int(self.decoder_target(made, made.TEXT + moved.start - made.low), 16),
                         made.symbols[f"image_moved_{moved.start:x}"], f"{name}: {moved.start:x}")
        address, rva = made.symbols[f"image_moved_{moved.start:x}"], moved.start
        while rva < moved.end:
            if rva not in made.rewrites.instead and rva not in made.rewrites.ended:
                for _ in range(100):
                    if self.same(made, rva, address):
                        break
                    address += self.decoded(made.bytes(address, 15), address)[0]
                else:
                    self.fail(f"{name}: {rva:x} is not in what has moved")
                address += self.decoded(made.bytes(address, 15), address)[0]
            rva += made.flow.instructions[rva].size
        for _ in range(100):
            size, mnemonic, operands = self.decoded(made.bytes(address, 15), address)
            if mnemonic in ("jmp", "int3"):
                break
            address += size
        self.assertTrue(mnemonic == "int3" or int(operands, 16) == made.TEXT + moved.end - made.low, f"{name}: {rva:x}")

    def test_it_does_what_it_does_as_a_source(self):
        """In a program: its imports are the program's, and it is called by the program's convention."""
        run("gcc", "-O2", "-w", "-fshort-wchar", "-Wno-multichar", "-D__declspec(x)=", "-DPLAIN", "-DNATIVE",
            top / "kunit/kit/image.c", top / "kunit/kit/image_host.c", "-o", folder / "native")
        wanted = subprocess.run([folder / "native"], check=True, capture_output=True, text=True).stdout
        self.assertIn("two\n", wanted)
        for path in images():
            if "plain" not in path.name and "small" not in path.name:
                continue
            run("gcc", "-O2", "-w", "-no-pie", assembled(path), top / "kunit/kit/image_host.c", "-o", folder / "program")
            done = subprocess.run([folder / "program"], check=False, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (0, wanted), path.name)

    def test_what_is_rewritten_changes_nothing_else(self):
        for by_clang in (False, True) if shutil.which("lld-link") else (False,):
            path = make(f"rewritten{by_clang}.sys", "-DPLAIN", "-DREWRITTEN", by_clang=by_clang)
            image, found, rewrites = read(path)
            self.assertEqual(({place.kind for place in rewrites.left}, len(rewrites.traps)), ({"port"}, 2), path.name)
            self.assertGreaterEqual(len(rewrites.instead), 8, path.name)
            run("gcc", "-O2", "-w", "-no-pie", "-DREWRITTEN", assembled(path), top / "kunit/kit/image_host.c", "-o",
                folder / "program")
            done = subprocess.run([folder / "program"], check=False, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout.count("rewritten: 0\n")), (0, 1), done.stdout)

    def test_what_is_allowed_is_a_bug_check(self):
        for by_clang in (False, True) if shutil.which("lld-link") else (False,):
            path = make(f"forbidden{by_clang}.sys", "-DPLAIN", "-DFORBIDDEN", by_clang=by_clang)
            status, said, _ = explain(path)
            self.assertEqual(status, 1, said)
            self.assertRegex(said, r"\nverdict: cannot become a module unless that is allowed \(--allow\).*\n  1 import")
            self.assertEqual(run_tool("--source", folder / "refused.S", path)[0], 1)
            status, said, _ = run_tool("--explain", "--allow", path)
            self.assertEqual(status, 0, said)
            self.assertRegex(said, "bug check when they are called:\n  ntoskrnl.exe NoSuchRoutineAnywhere: there is none")
            self.assertRegex(said, "kernel's alone, replaced by the driver's bug check: .*rdmsr, .*lgdt .*cr0, .*hlt\n")
            self.assertRegex(said, "jumps are the driver's bug check.*:\n  0x[0-9a-f]+: a jump to an address")
            source, program = path.with_suffix(".S"), folder / "program"
            self.assertEqual(run_tool("--source", source, "--allow", path), (0, "", ""))
            run("gcc", "-O2", "-w", "-no-pie", "-DFORBIDDEN", source, top / "kunit/kit/image_host.c", "-o", program)
            done = subprocess.run([program], check=False, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout.count("forbidden: 0\n")), (0, 1), done.stdout)
            traps = re.findall("^trap (.*)", done.stdout, re.M)
            for pattern, trap in zip(("cli", "rdmsr", r"lgdt \[rsp\]", "mov r9, cr0"), traps):
                self.assertRegex(trap, f"c0000096: {pattern}, at 0x[0-9a-f]+ of its image$")
            self.assertEqual(traps[4:], ["c0000263: ntoskrnl.exe NoSuchRoutineAnywhere, which it imports, is not here"])

    @staticmethod
    def with_code(code, end=b"\xcc"):
        """An image of which the longest function is this code, its flow, and where that is."""
        path = make("plain.sys", "-DPLAIN")
        image = reader.Image(path.read_bytes())
        function = max(image.functions, key=lambda function: function.end - function.begin)
        size = function.end - function.begin
        image = reader.Image(changed(path.read_bytes(), (image.offset(function.begin), f"{size}s",
                                                         code + end * (size - len(code)))))
        return image, flow.Flow(image), function.begin

    def test_what_has_no_room_for_a_jump_is_a_fault(self):
        # Each with the distances of what ends the driver, and of what is a fault.
        for code, ended, traps in (
                (b"\xfa\x90\x90\x90\x90\xc3", [0], {}), (b"\xfa\xe3\xfd\xc3", [0], {0: 1}),
                (b"\x74\x01\x90\xfa\x74\xfd\xc3", [3], {3: 1}), (b"\xf4\xeb\xfd", [0], {0: 1}),
                (b"\xfb\xf4\xc3", [0, 1], {0: 1, 1: 1}), (b"\x48\xcf", [0], {0: 2}), (b"\xfa\xc3", [0], {0: 1}),
                (b"\xfb\xc3", [0], {0: 1}), (b"\x0f\x01\xf8\xc3", [0], {0: 2}), (b"\x0f\x00\xd9\xc3", [0], {0: 2}),
                (b"\x0f\x23\xf9\xc3", [0], {0: 2}), (b"\x0f\x22\xc1\xc3", [0], {0: 2}),
                (b"\x0f\x01\x11\xc3", [0], {0: 2}), (b"\x0f\x77\xc3", [0], {0: 2}), (b"\xf4" * 3 + b"\xc3", [0, 1, 2],
                                                                                     {0: 1, 1: 1, 2: 1})):
            image, found, begin = self.with_code(code)
            self.assertTrue([place for place in rewrite.Rewrites(image, found).left if place.rva == begin + ended[0]], code)
            rewrites = rewrite.Rewrites(image, found, True)
            self.assertEqual([place for place in rewrites.left if begin <= place.rva < begin + len(code)], [], code)
            self.assertEqual(sorted(rva - begin for rva in rewrites.ended), ended, code)
            self.assertEqual({rva - begin: size for rva, size in rewrites.traps.items()}, traps, code)
            source = made_of(image, found, rewrites).text
            for size in traps.values():
                self.assertIn("\tud2\n" if size == 2 else "\t.byte 0x06\n", source, code)

    def test_interrupts_may_be_off_for_a_few_instructions(self):
        for code, kept in ((b"\x9c\xfa\x8b\x01\x89\x02\x9d\xc3", [1, 6]), (b"\x9c\xfa\xec\x9d\xc3", [1, 3]),
                           (b"\x9c\xfa\x9d\xc3", [1, 2]), (b"\xfa\x8b\x01\xfb\xc3", []), (b"\x9c\xfa\xff\xd0\x9d\xc3", []),
                           (b"\x9c\xfa\x74\x01\x90\x9d\xc3", []), (b"\x9c\xfa\x89\x04\x24\x9d\xc3", []),
                           (b"\x9c\xfa\x50\x9d\xc3", []), (b"\x9c\x90\xfa\x9d\xc3", []), (b"\x9c\xfa\xf3\xa4\x9d\xc3", []),
                           (b"\x9c\xfa\xfb\x9d\xc3", []), (b"\x9c\xfa\x0f\x30\x9d\xc3", []), (b"\x9c\xfa" + b"\x90" * 32 + b"\x9d\xc3", []),
                           (b"\x9c\xfa\xf4\x9d\xc3", []), (b"\x74\x01\x9c\xfa\x9d\xc3", [])):
            image, found, begin = self.with_code(code)
            rewrites = rewrite.Rewrites(image, found)
            self.assertEqual(sorted(rva - begin for rva in rewrites.kept), kept, code)
            said = report.Report(image, found, rewrites, there, include)
            self.assertEqual(not said.obstacles, bool(kept), code)

    def test_where_there_is_no_room_on_i386(self):
        path = make_i386("plain", "-O2")
        image = reader.Image(path.read_bytes())
        begin = image.header.AddressOfEntryPoint
        for code, left, traps in ((b"\xfa\xc3", False, {0: 2}), (b"\xfb\xf4\xc3", False, {0: 2}),
                                  (b"\x74\x01\xfa\xc3", True, {}), (b"\xcf\xcc", False, {0: 2}),
                                  (b"\x0f\x22\xc1\xc3", False, {0: 2})):
            broken = reader.Image(changed(path.read_bytes(), (image.offset(begin), f"{len(code)}s", code)))
            found = flow.Flow(broken)
            rewrites = rewrite.Rewrites(broken, found, True)
            here = [place for place in rewrites.left if begin <= place.rva < begin + len(code)]
            self.assertEqual(bool(here), left, code)
            self.assertEqual({rva - begin: size for rva, size in rewrites.traps.items() if rva < begin + 4 and rva >= begin},
                             traps, code)

    def test_what_is_no_known_instruction_is_never_left_where_the_flow_gets(self):
        # wrpkru, which capstone does not know: behind an instruction, and behind a jump over it.
        for code in (b"\x90\x0f\x01\xef\xc3", b"\x74\x03\x0f\x01\xef\x90\x90\xc3", b"\xeb\x01\xcc\x0f\x01\xef\x90\xc3"):
            image, found, begin = self.with_code(code)
            place = begin + code.index(b"\x0f\x01\xef")
            self.assertRegex(found.unknown[place], "^no instruction that is known: 0f 01 ef")
            self.assertNotIn(place, found.gaps)
            said = report.Report(image, found, rewrite.Rewrites(image, found), there, include)
            self.assertRegex(said.details[0], f"^at 0x{place:x}: no instruction that is known: 0f 01 ef")
            rewrites = rewrite.Rewrites(image, found, True)
            self.assertEqual(rewrites.traps, {place: 2}, code)
            said = report.Report(image, found, rewrites, there, include, True)
            self.assertEqual(said.obstacles, [], code)
            source = folder / "unknown.S"
            source.write_text(made_of(image, found, rewrites, said.stubs).text, encoding="utf-8")
            run("gcc", "-c", source, "-o", folder / "unknown.o")

    def test_what_is_over_something_else_is_no_place_for_a_fault(self):
        image, found, begin = self.with_code(b"\x90\x0f\x01\xef\xc3")
        self.assertIn(begin + 1, found.invalid)
        for place, reason in ((begin + 1, found.taken), (begin - 6, image.relocations), (begin + 2, image.relocations)):
            reason[place] = begin
            rewrites = rewrite.Rewrites(image, found, True)
            self.assertEqual(rewrites.traps, {})
            self.assertTrue(report.Report(image, found, rewrites, there, include, True).obstacles)
            del reason[place]
        self.assertEqual(rewrite.Rewrites(image, found, True).traps, {begin + 1: 2})

    def test_bytes_are_let_alone_only_if_nobody_gets_to_them(self):
        image, found, begin = self.with_code(b"\xc3", b"\x06")
        self.assertEqual(found.gaps, {begin + 1})
        self.assertEqual(report.Report(image, found, rewrite.Rewrites(image, found, True), there, include, True).obstacles, [])
        # Its address is taken: lea rax, [rip + 1]; ret; mov eax, 1; wrpkru.
        image, found, begin = self.with_code(b"\x48\x8d\x05\x01\0\0\0\xc3\xb8\1\0\0\0\x0f\x01\xef\xc3", b"\x06")
        self.assertEqual(found.gaps, set())
        self.assertTrue(report.Report(image, found, rewrite.Rewrites(image, found, True), there, include, True).obstacles)

    def test_state_of_the_program_is_not_touched(self):
        """Also where no register of it is named, and in a routine that calls nothing."""
        for code in (b"\x0f\xae\x11", b"\x0f\xae\x19", b"\x0f\xae\x01", b"\x0f\xae\x09", b"\x0f\xae\x21", b"\x0f\xae\x29",
                     b"\x48\x0f\xae\x21", b"\x48\x0f\xae\x31", b"\x48\x0f\xc7\x21", b"\x48\x0f\xc7\x29", b"\x48\x0f\xc7\x19",
                     b"\x0f\x77", b"\xc5\xf8\x77", b"\xc5\xfc\x77", b"\xc5\xf8\xae\x11", b"\xd9\xe8", b"\xdd\x01", b"\xd9\x39",
                     b"\xd9\x29", b"\xdb\xe3", b"\xdb\xe2", b"\x9b", b"\xdf\xe0", b"\xd9\xe9", b"\xdb\xe0", b"\xf2\x0f\x2c\x01",
                     b"\xf3\x48\x0f\x2d\x01", b"\x0f\x0e"):
            image, found, begin = self.with_code(code + b"\xc3")
            rewrites = rewrite.Rewrites(image, found)
            if begin in found.instructions:
                self.assertEqual([place.kind for place in rewrites.left if place.rva == begin], ["vector"], code)
            self.assertTrue(report.Report(image, found, rewrites, there, include).obstacles, code)
            # Beside registers that can be saved.
            image, found, begin = self.with_code(b"\x0f\x57\xc0" + code + b"\x0f\x11\x01\xc3")
            rewrites = rewrite.Rewrites(image, found)
            if begin + 3 in found.instructions:
                self.assertIn((begin + 3, "vector"), [place[:2] for place in rewrites.left], code)

    def test_a_call_that_moves_is_the_last_where_there_are_exceptions(self):
        path = next((path for path in images() if path.name == "clang.sys"), None)
        if not path:
            self.skipTest("clang and lld-link are not installed")
        image = reader.Image(path.read_bytes())
        self.assertTrue(image.scopes)
        function = max(image.functions, key=lambda function: function.end - function.begin)
        # cli; call rax; nop...
        code = b"\xfa\xff\xd0" + b"\x90" * 8 + b"\xc3"
        size = function.end - function.begin
        image = reader.Image(changed(path.read_bytes(), (image.offset(function.begin), f"{size}s",
                                                         code + b"\xcc" * (size - len(code)))))
        found = flow.Flow(image)
        rewrites = rewrite.Rewrites(image, found, True)
        self.assertIn(function.begin, found.instructions)
        self.assertEqual(rewrites.traps.get(function.begin), 1)
        for moved in rewrites.runs:
            inside = [rva for rva in sorted(found.instructions) if moved.start <= rva < moved.end]
            self.assertFalse(any(found.instructions[rva].call for rva in inside[:-1]), moved)

    def test_an_import_that_is_read_is_no_bug_check(self):
        path = make("read.sys", "-DPLAIN", "-DREAD")
        self.assertEqual(run_tool("--explain", "--allow", path)[0], 1)
        self.assertRegex(run_tool("--source", folder / "refused.S", "--allow", path)[2],
                         "import ntoskrnl.exe NoSuchRoutineAnywhere: there is none here; it may be a variable")

    def test_registers_of_sse_are_kept(self):
        path = make("vectors.sys", "-DPLAIN", "-DVECTORS", "-msse2")
        image, found, rewrites = read(path)
        self.assertEqual({place.kind for place in rewrites.left}, {"port"}, path.name)
        self.assertGreater(sum(bool(run.vectors) for run in rewrites.runs), 2)
        self.assertIn([3], rewrites.wrapped.values())
        self.assertGreaterEqual(len(rewrites.retargeted), 2)
        run("gcc", "-O2", "-w", "-no-pie", "-DVECTORS", assembled(path), top / "kunit/kit/image_host.c", "-o",
            folder / "program")
        done = subprocess.run([folder / "program"], check=False, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout.count("vectors: 0\n")), (0, 1), done.stdout)

    def test_a_value_that_is_kept_in_a_register_of_sse_is_refused(self):
        for code in (b"\x0f\x11\x01\xc3",                               # from before: movups [rcx], xmm0
                     b"\x0f\x57\xc0\x0f\x58\xc1\xc3",                  # arithmetic: addps xmm0, xmm1
                     b"\xc5\xf8\x57\xc0\xc5\xf8\x11\x01\xc3",          # of AVX
                     b"\x0f\x57\xc0\x50\x0f\x11\x01\x58\xc3",          # with a push between
                     b"\x0f\x57\xc0\x0f\x16\x09\x0f\x11\x09\xc3",     # half of xmm1 is from before
                     b"\x65\x0f\x10\x04\x25\x88\x01\x00\x00\x0f\x11\x01\xc3",  # from gs:
                     b"\x74\x03\x0f\x57\xc0\x0f\x11\x01\xc3",          # one way has no value: je; xorps
                     b"\x0f\x57\xc0\x74\x00\x0f\x11\x44\x24\x28\xc3"): # an argument on the stack: [rsp + 28h]
            path = make("plain.sys", "-DPLAIN")
            image = reader.Image(path.read_bytes())
            function = max(image.functions, key=lambda function: function.end - function.begin)
            size = function.end - function.begin
            image = reader.Image(changed(path.read_bytes(), (image.offset(function.begin), f"{size}s",
                                                             code + b"\xcc" * (size - len(code)))))
            rewrites = rewrite.Rewrites(image, flow.Flow(image))
            self.assertIn("vector", [place.kind for place in rewrites.left], code)

    def test_what_may_be_jumped_to_does_not_move(self):
        path = make("plain.sys", "-DPLAIN")
        image, found, _ = read(path)
        # cr8 has room with a jump after it, but not with one that cannot be moved.
        function = max(image.functions, key=lambda function: function.end - function.begin)
        size = function.end - function.begin
        code = b"\x44\x0f\x20\xc0\xeb\xfa" + b"\xcc" * (size - 6)
        image = reader.Image(changed(path.read_bytes(), (image.offset(function.begin), f"{size}s", code)))
        rewrites = rewrite.Rewrites(image, flow.Flow(image))
        self.assertEqual([place.kind for place in rewrites.left if place.rva == function.begin], [])
        code = b"\x44\x0f\x20\xc0\xe3\xfa\xc3" + b"\xcc" * (size - 7)
        image = reader.Image(changed(path.read_bytes(), (image.offset(function.begin), f"{size}s", code)))
        rewrites = rewrite.Rewrites(image, flow.Flow(image))
        self.assertIn(function.begin, [place.rva for place in rewrites.left])

    def test_code_is_kept_whatever_its_section_is_called(self):
        path, renamed = make("plain.sys", "-DPLAIN"), folder / "renamed.sys"
        image = reader.Image(path.read_bytes())
        at = image.section(image.header.AddressOfEntryPoint).at
        renamed.write_bytes(changed(path.read_bytes(), (at, "8s", b".rsrc")))
        made, other = Made(path), Made(renamed)
        entry = made.TEXT + image.header.AddressOfEntryPoint - made.low
        self.assertEqual(made.bytes(entry, 16), other.bytes(entry, 16))

    def test_a_folder_for_make(self):
        place = folder / "built"
        place.mkdir()
        path = make("plain.sys", "-DPLAIN")
        self.assertEqual(run_tool("--build", "--name", "Any-Name", path, cwd=place), (0, "", ""))
        kbuild = (place / "Any_Name/Kbuild").read_text(encoding="utf-8")
        self.assertIn("obj-m := Any_Name.o\nAny_Name-image := plain.sys\n", kbuild)
        self.assertEqual((place / "Any_Name/plain.sys").read_bytes(), path.read_bytes())
        status, _, complaint = run_tool("--build", "--name", "Any-Name", path, cwd=place)
        self.assertEqual(status, 1)
        self.assertIn("there is a Any_Name already", complaint)

    def test_a_folder_that_cannot_be_made(self):
        place = folder / "full"
        place.mkdir()
        path = make("plain.sys", "-DPLAIN")
        # A disk that is full is one on which a file can have no more bytes.
        limited = ["-c", "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
                   "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); sys.argv[:1] = []; "
                   "runpy.run_path(sys.argv[0], run_name='__main__')", tool]
        for words, pattern in ((["--build", "--name", "mine"], f"mine cannot be made in {place}: .*: make room there"),
                               (["--source", "mine.S"], "mine.S: ")):
            done = subprocess.run([sys.executable, "-B", *limited, *words, path], check=False, cwd=place,
                                  capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr.count("\n"), list(place.iterdir())), (2, 1, []), done.stderr)
            self.assertRegex(done.stderr, f"^ntparport: {pattern}")
        for number in (signal.SIGTERM, signal.SIGHUP):
            # It may have been ignored where these tests were started.
            killed = ["-c", f"import os, runpy, shutil, signal, sys; signal.signal({number:d}, signal.SIG_DFL); "
                      "sys.argv[:1] = []; "
                      f"shutil.copyfile = lambda *_: os.kill(os.getpid(), {number:d}); "
                      "runpy.run_path(sys.argv[0], run_name='__main__')", tool]
            done = subprocess.run([sys.executable, "-B", *killed, "--build", path], check=False, cwd=place,
                                  capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr, list(place.iterdir())), (128 + number, "", []))
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([sys.executable, "-B", tool, "--explain", path], check=False, stdout=full,
                                  stderr=subprocess.PIPE, text=True)
        self.assertEqual((done.returncode, done.stderr),
                         (2, "ntparport: what it prints: No space left on device\n"))

    def test_stubs_of_names_that_are_alike(self):
        path = make("forbiddenFalse.sys", "-DPLAIN", "-DFORBIDDEN")
        image = reader.Image(path.read_bytes())
        first = next(imported for imported in image.imports if imported.name == "NoSuchRoutineAnywhere")
        second = next(imported for imported in image.imports if imported.name == "ExFreePoolWithTag")
        stubs = [first._replace(name="No.Such"), second._replace(name="No_Such")]
        image.imports = [each for each in image.imports if each not in (first, second)] + stubs
        found = flow.Flow(image)
        source = build.Source(image, found, rewrite.Rewrites(image, found, True), include, stubs=dict.fromkeys(stubs)).text
        (folder / "alike.S").write_text(source, encoding="utf-8")
        run("gcc", "-c", folder / "alike.S", "-o", folder / "alike.o")
        self.assertEqual(len(set(re.findall("^image_stub_.*:$", source, re.M))), 2)

    def test_no_file_and_no_module_is_there_twice(self):
        place = folder / "twice"
        place.mkdir()
        path = make("plain.sys", "-DPLAIN")
        others = {name: place / name for name in ("other/PLAIN.SYS", "other/an other.sys", "an.other.sys", "an_other.sys")}
        for other in others.values():
            other.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, other)
        for names, pattern in ((["other/PLAIN.SYS"], "PLAIN.SYS: the file plain.sys would be there twice"),
                               (["an_other.sys", "other/an other.sys"], "the file an_other.sys would be there twice"),
                               (["an_other.sys", "an.other.sys"], "the module an_other would be there twice"),
                               (["an.other.sys", "an.other.sys"], "the file an.other.sys would be there twice")):
            words = [word for name in names for word in ("--beside", others[name])]
            status, _, complaint = run_tool("--build", "--name", "mine", *words, path, cwd=place)
            self.assertEqual((status, complaint.count("\n"), (place / "mine").exists()), (1, 1, False), complaint)
            self.assertRegex(complaint, pattern)

    def pair(self):
        """The paths of an image that exports, and of one that imports from it."""
        source, exporter, importer = top / "kunit/kit/image_pair.c", folder / "exporter.sys", folder / "importer.sys"
        make("plain.sys", "-DPLAIN")
        if not importer.exists():
            (folder / "exporter.def").write_text("LIBRARY exporter.sys\nEXPORTS\nSum\nProduct\n", encoding="utf-8")
            run("x86_64-w64-mingw32-dlltool", "-d", folder / "exporter.def", "-l", folder / "libexporter.a")
            run(*GCC, "-O2", "-DEXPORTER", source, "-o", exporter, f"-L{folder}", "-lntoskrnl")
            run(*GCC, "-O2", "-DIMPORTER", source, "-o", importer, f"-L{folder}", "-lntoskrnl", "-lexporter")
        return exporter, importer

    def test_an_image_imports_from_another(self):
        exporter, importer = self.pair()
        status, said, _ = explain(importer)
        self.assertEqual(status, 1)
        self.assertRegex(said, r"exporter.sys Sum: of exporter.sys, another driver, which does not export it here: .*--beside")
        self.assertRegex(run_tool("--explain", "--beside", exporter, importer)[1], "there:\n  exporter.sys: Product, Sum\n")
        self.assertRegex(explain(exporter)[1], "exports, to other images:\n")
        objects = []
        for path, words in ((exporter, []), (importer, ["--beside", exporter])):
            self.assertEqual(run_tool("--source", path.with_suffix(".S"), *words, path), (0, "", ""))
            run("gcc", "-c", path.with_suffix(".S"), "-o", path.with_suffix(".o"))
            # In a program all symbols are in one place.
            kept = ["DriverEntry", "of_exporter", "end_of_exporter", "of_importer", "end_of_importer"]
            kept += [known.exported("exporter.sys", each) for each in ("Sum", "Product", "DllInitialize", "DllUnload")]
            run("objcopy", f"--redefine-sym=image=of_{path.stem}", f"--redefine-sym=image_end=end_of_{path.stem}",
                path.with_suffix(".o"))
            run("objcopy", *(f"--globalize-symbol={each}" for each in kept), path.with_suffix(".o"))
            run("objcopy", *(f"--keep-global-symbol={each}" for each in kept), path.with_suffix(".o"))
            objects.append(path.with_suffix(".o"))
        run("objcopy", "--redefine-sym=DriverEntry=entry_of_exporter", objects[0])
        run("gcc", "-O2", "-w", "-no-pie", *objects, top / "kunit/kit/image_pair.c", "-o", folder / "pair")
        done = subprocess.run([folder / "pair"], check=False, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout),
                         (0, "DllInitialize: 1000\nDriverEntry of the exporter: 1\nSum: 1510\nProduct: 42\n"
                          "released: 1 1\nProduct: 72\nreleased: 1 2\nDllUnload\n"
                          "DllInitialize: 0\n"))

    def test_the_entry_of_an_image_that_exports_is_among_the_entries(self):
        path = self.pair()[0]
        source, target = path.with_name("among.S"), path.with_name("among.o")
        self.assertEqual(run_tool("--source", source, path), (0, "", ""))
        run("gcc", "-c", source, "-o", target)
        said = subprocess.run(["nm", target], check=True, capture_output=True, text=True).stdout
        symbols = {name: int(value, 16) for value, name in re.findall(r"^([0-9a-f]+) \w (\w+)$", said, re.M)}
        start, entry, end = (symbols[name] for name in ("image_entries", "DriverEntry", "image_entries_end"))
        self.assertTrue(start < entry < end, symbols)
        # base/client.cc: entries have something before them.
        self.assertEqual((entry - start) % 256, 0)

    def test_what_is_exported(self):
        exporter, importer = self.pair()
        status, said, _ = run_tool("--exports", exporter)
        # No variable.
        self.assertEqual((status, sorted(re.findall(r"^EXPORT_SYMBOL\((\w+)\);$", said, re.M))),
                         (0, [f"image_export_exporter_2esys_{name}"
                              for name in ("DllInitialize", "DllUnload", "Product", "Sum")]))
        self.assertEqual(run_tool("--exports", importer), (0, "", ""))
        symvers = folder / "Other.symvers"
        symvers.write_text("".join(f"0x0\timage_export_exporter_2esys_{name}\texporter\tEXPORT_SYMBOL\t\n"
                                   for name in ("Sum", "Product")), encoding="utf-8")
        self.assertEqual(run_tool("--explain", "--symbols", symvers, importer)[0], 0)
        names = [known.exported("a driver.SYS", "?Name" * count) for count in (1, 20, 21)]
        self.assertEqual((names[0], len(set(names))), ("image_export_a_driver_2esys__3fName", 3))
        self.assertTrue(all(re.fullmatch(r"\w{,55}", name) for name in names), names)

    def test_a_folder_has_both(self):
        exporter, importer = self.pair()
        place = folder / "both"
        place.mkdir()
        self.assertEqual(run_tool("--build", "--beside", exporter, importer, cwd=place), (0, "", ""))
        kbuild = (place / "importer/Kbuild").read_text(encoding="utf-8")
        for line in ("obj-m := importer.o", "obj-m += exporter.o", "exporter-image := exporter.sys"):
            self.assertIn(f"{line}\n", kbuild)
        self.assertEqual((place / "importer/exporter.sys").read_bytes(), exporter.read_bytes())
        self.assertRegex(run_tool("--build", "--name", "x", "--beside", make("gcc.sys"), importer, cwd=place)[2],
                         "gcc.sys: cannot become a module: import ")
        self.assertRegex(run_tool("--build", "--name", "exporter", "--beside", exporter, importer, cwd=place)[2],
                         "would have the same name")
        self.assertEqual([path.name for path in place.iterdir()], ["importer"])

    def test_imports_that_images_cannot_have(self):
        for name, pattern in (("MmGetSystemRoutineAddress", "convention"), ("ExInitializeNPagedLookasideList", "inline"),
                              ("HalDispatchTable", "variable|none here"), ("RtlVirtualUnwind", "other languages"),
                              ("_abnormal_termination", "__finally"), ("_except_handler2", "handler3"),
                              ("_CIsqrt", "x87")):
            self.assertRegex(known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include), pattern)
        for name in ("IoCreateFile", "IoConnectInterrupt", "ZwCreateFile", "KeNumberProcessors", "IoFileObjectType", "_vsnprintf",
                     "DbgPrint", "IofCallDriver", "memcpy"):
            self.assertIsNone(known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include), name)

    def test_variables_and_what_is_inline_here(self):
        """Each image has its own, on both machines; and nothing that Windows exports is missing for being inline here."""
        names = sorted(inlines.NAMES | known.VALUES) + ["_purecall"]
        for bits, machine, path in ((64, "x86_64", make("plain.sys", "-DPLAIN")), (32, "i686", make_i386("plain", "-O2"))):
            for name in names:
                self.assertIsNone(known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include, bits), name)
            for library in ("ntoskrnl", "hal"):
                said = subprocess.run([f"{machine}-w64-mingw32-nm", f"/usr/{machine}-w64-mingw32/lib/lib{library}.a"],
                                      check=False, capture_output=True, text=True).stdout
                for name in re.findall(r" I __imp_[_@]?(\w+?)(?:@\d+)?$", said, re.M):
                    lack = known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include, bits)
                    self.assertNotRegex(lack or "", "it is inline", name)
            image, found, rewrites = read(path)
            slot, width = image.imports[0].slot, image.width
            image.imports += [reader.Import("ntoskrnl.exe", name, slot + width * (number + 1) + 0x100000)
                              for number, name in enumerate(names)]
            source = made_of(image, found, rewrites)
            for name in known.VALUES - {"KeTickCount"}:
                self.assertEqual(source._slot(reader.Import("ntoskrnl.exe", name, 0)), f"image_value_{name}")  # pylint: disable=protected-access
            self.assertEqual(source._slot(reader.Import("ntoskrnl.exe", "KeTickCount", 0)),  # pylint: disable=protected-access
                             "ntparport_shared_data+0x320")
            self.assertRegex(source.text, r"image_reads_shared_data:\n\t.long 1\n")
            for name in inlines.NAMES:
                self.assertRegex(source.text, rf"(?s)image_import_{name}:.*?call image_inline_{inlines.meant(name)}\n")
            self.assertIn("(_purecall)", source.text.replace("\\", ""))
            target = folder / "inlines.S"
            target.write_text(source.text, encoding="utf-8")
            run("gcc", f"-m{bits}", "-c", target, "-o", target.with_suffix(".o"))
        self.assertEqual(inlines.definitions({"DbgPrint", "sprintf"}), "")
        self.assertRegex(inlines.definitions({"RtlZeroMemory", "sprintf_s"}),
                         r'^#include "image_library.h"\nVOID image_inline_RtlZeroMemory\(PVOID a, SIZE_T b\);\n')

    def test_what_is_inline_does_what_is_documented(self):
        for compiler, bits in (("gcc", 64), ("gcc", 32), ("clang", 64)):
            if not shutil.which(compiler):
                continue
            run(compiler, "-O1", f"-m{bits}", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fshort-wchar",
                "-w", "-I", top / "compat/include", "-I", top / "compat/kit/include", "-o", folder / "crt_more",
                top / "kunit/kit/crt_more.c")
            done = subprocess.run([folder / "crt_more"], check=False, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_every_function_of_the_headers_can_be_imported_or_is_refused_by_name(self):
        for name in sorted(there):
            lack = known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include)
            self.assertNotEqual(lack, "its declaration in our headers is not understood", name)


class I386(unittest.TestCase):
    """Images for i386."""

    def test_nothing_is_in_the_way(self):
        for path in images_i386()[:3]:
            status, said, complaint = explain(path)
            self.assertEqual((status, complaint), (0, ""), path.name + said)
            self.assertRegex(said, "^what: a driver for i386, ")
            self.assertRegex(said, r"fs: .*rewritten: .*fs:\[0x124\]")
            self.assertRegex(said, r"not understood: none\nverdict: nothing in it is in the way of a module\n$")

    def test_it_is_for_a_kernel_of_its_own_bits(self):
        for path, bits, other in ((make_i386("plain", "-O2"), "64", "i386"), (make("plain.sys", "-DPLAIN"), "32", "x64")):
            status, said, complaint = run_tool("--source", folder / "bits.S", "--bits", bits, path)
            self.assertEqual((status, said), (2, ""))
            self.assertRegex(complaint, f"^ntparport: .*: at 0x[0-9a-f]+: an image for {other}, which a kernel of {bits} bits cannot")

    def test_instructions_begin_where_binutils_has_them(self):
        for path in images_i386():
            found = flow.Flow(reader.Image(path.read_bytes()))
            self.assertEqual(set(found.instructions) - boundaries(path), set(), path.name)
            self.assertEqual(found.unknown, {}, path.name)

    def test_a_switch_has_its_table(self):
        for path in images_i386():
            image, found, _ = read(path)
            table = next(table for table in found.tables if table.count == 8)
            # Where it leads to is not a routine; and where that can be called, as if it were one, it does no harm.
            source = made_of(*read(path)).text
            for place in range(table.rva, table.rva + 32, 4):
                self.assertNotIn(f"image_isr_{image.relocations[place]:x}:", source, path.name)

    def test_parts_of_routines_are_no_routines(self):
        path = make_i386("plainly", "-O0")
        image, found, _ = read(path)
        table = next(table for table in found.tables if table.count == 8)
        for place, target in image.relocations.items():
            if image.is_code(target) and table.rva <= place < table.rva + 32:
                self.assertTrue(found.has_a_frame(target), hex(target))
            elif image.is_code(target):
                self.assertFalse(found.has_a_frame(target), hex(target))

    def program(self, path, source, *switches):
        """Runs the program of an image that is in this source."""
        target = path.with_suffix(".o")
        run("gcc", "-m32", "-c", source, "-o", target)
        run("objcopy", *(f"--redefine-sym=__{name}=kernel_{name}" for name in ("divdi3", "moddi3", "udivdi3", "umoddi3",
                                                                             "divmoddi4")), target)
        run("gcc", "-m32", "-O2", "-w", "-no-pie", "-Wl,-Ttext-segment=0x50000000", *switches, target,
            top / "kunit/kit/image_i386_host.c", "-o", folder / "program")
        done = subprocess.run([folder / "program"], check=False, capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_it_does_in_the_kernels_convention_what_it_should(self):
        for path in images_i386()[:3]:
            source = path.with_suffix(".S")
            source.write_text(made_of(*read(path)).text, encoding="utf-8")
            status, said = self.program(path, source)
            self.assertEqual((status, said), (0, OF_I386), path.name)

    def test_what_is_allowed_is_a_bug_check(self):
        path = make_i386("forbidden", "-O2", "-DFORBIDDEN")
        status, said, _ = explain(path)
        self.assertEqual(status, 1, said)
        self.assertRegex(said, r"\nverdict: cannot become a module unless that is allowed \(--allow\).*\n  1 import")
        source = path.with_suffix(".S")
        self.assertEqual(run_tool("--source", source, "--allow", path), (0, "", ""))
        status, said = self.program(path, source)
        self.assertEqual(status, 0, said)
        self.assertEqual(re.sub("(?m)^trap .*\n", "", said), OF_I386)
        self.assertRegex(said, "trap c0000096: cli, at 0x[0-9a-f]+ of its image\ntrap c0000096: rdmsr, at ")

    def test_each_relocation_refers_to_the_same(self):
        for path in images_i386():
            if "forbidden" in path.name:
                continue
            made = Made(path)
            total = 0
            for place, target in made.image.relocations.items():
                owner = made.flow.taken.get(place)
                if made.image.section(place).name in reader.OF_THE_LOADER or \
                        any(run_.start <= (owner or 0) < run_.end for run_ in made.rewrites.runs):
                    continue
                address = min(made.places(place) - {-1, made.symbols.get(f"image_{place:x}", -1)})
                self.assertIn(made.number(address, 4) & 0xffffffff, made.places(target), f"{path.name}: {place:x}")
                total += 1
            self.assertGreater(total, 60)

    def test_what_is_indexed_before_its_section_goes_with_it(self):
        """A constant part of an index may be in the address; where it is that of another section cannot be told."""
        path = make_i386("plain", "-O2")
        data, image = path.read_bytes(), reader.Image(path.read_bytes())
        bss = next(section for section in image.sections if section.name == ".bss")
        before = image.sections[image.sections.index(bss) - 1]
        field = min(place for place in image.relocations if image.is_code(place) and place in flow.Flow(image).accessed)
        function = image.header.AddressOfEntryPoint
        # The second time, what is before it goes up to it.
        for distance, pattern in ((4, None), (8, "with an index: that may be")):
            code = b"\x8b\x04\x8d" + struct.pack("<I", image.base + bss.start - distance) + b"\xc2\x08\x00"
            moved = changed(data, (image.offset(function), f"{len(code)}s", code),
                            (before.at + 8, "<I", before.size if pattern is None else bss.start - before.start))
            places = struct.pack("<IIHH", function & ~0xfff, 12, 0x3000 | (function + 3 & 0xfff), 0)
            start, _ = image.directory(reader.RELOCATIONS)
            moved = changed(moved, (image.offset(start), "12s", places), (header(data) + 96 + 44, "<I", 12))
            found = flow.Flow(reader.Image(moved))
            if pattern:
                self.assertRegex(found.unknown.get(function, ""), pattern)
            else:
                self.assertNotIn(function, found.unknown)
                source = made_of(reader.Image(moved), found, rewrite.Rewrites(reader.Image(moved), found)).text
                self.assertIn(f".long image_data_{bss.start:x}-0x4\n", source)
        self.assertTrue(field)

    def test_arguments_have_the_sizes_that_windows_gives_them(self):
        """By the names in the library of Windows, each with its bytes; and so do conventions."""
        declared = known.declared(include)
        meant, fast = {}, set()
        for name in ("ntoskrnl", "hal"):
            said = subprocess.run(["i686-w64-mingw32-nm", f"/usr/i686-w64-mingw32/lib/lib{name}.a"], check=False,
                                  capture_output=True, text=True).stdout
            for kind, symbol, size in re.findall(r" I __imp_([_@])(\w+)@(\d+)$", said, re.M):
                meant[symbol] = int(size)
                fast |= {symbol} if kind == "@" else set()
        compared = 0
        for name in sorted(there | set(i386.RENAMED)):
            routine, more = i386.RENAMED.get(name, (declared.meant(name), 0))
            # Of the two arguments of the last one, both in registers, mingw-w64 knows one.
            if name not in meant or routine not in declared.functions or name == "ExAcquireRundownProtectionEx":
                continue
            compared += 1
            self.assertIn(routine, declared.windows, name)
            self.assertEqual(4 * (sum(map(i386.words, declared.functions[routine])) + more), meant[name], name)
            self.assertEqual(name in i386.FASTCALL | inlines.FASTCALL or name in i386.RENAMED, name in fast, name)
        self.assertGreater(compared, 300)

    def test_imports(self):
        for name in ("KfAcquireSpinLock", "InterlockedIncrement", "_allmul", "KeTickCount", "_except_handler3"):
            imported = reader.Import("ntoskrnl.exe", name, 0)
            self.assertIsNone(known.lacks(imported, there, include, 32), name)
            self.assertEqual(known.lacks(imported, there, include, 64) is None, name == "KeTickCount", name)


class Properties(unittest.TestCase):
    """For input of any kind."""

    def check(self, strategy, body):
        wanted = settings(max_examples=CASES, deadline=None, database=None, report_multiple_bugs=False,
                          suppress_health_check=list(HealthCheck))
        seed(SEED)(wanted(given(strategy)(body)))()

    def test_any_bytes(self):
        self.check(st.binary(max_size=2000).map(lambda tail: b"MZ" + tail), holds)

    def test_changed_images(self):
        originals = [path.read_bytes() for path in images() + images_i386()] + [with_origin()[1]]
        wild = st.sampled_from([0, 1, 0x7f, 0x80, 0xff]) | st.integers(0, 255)
        change = st.tuples(st.integers(0, 1 << 16), st.lists(wild, min_size=1, max_size=8).map(bytes))
        taken = 0

        def body(case):
            nonlocal taken
            number, changes, length = case
            data = bytearray(originals[number % len(originals)])
            for place, value in changes:
                # Half of the changes are in the headers.
                place %= len(data) if place % 2 else 0x400
                data[place:place + len(value)] = value
            taken += holds(bytes(data[:len(data) - length]))
        self.check(st.tuples(st.integers(0, 100), st.lists(change, max_size=6),
                             st.just(0) | st.integers(0, 2000)), body)
        self.assertGreater(taken, 0, "every image was refused")

    def test_changed_directories(self):
        originals = [(path.read_bytes(), reader.Image(path.read_bytes())) for path in images() + images_i386()]
        number = st.sampled_from([reader.EXPORT, reader.IMPORT, reader.EXCEPTION, reader.RELOCATIONS,
                                  reader.LOAD_CONFIG])
        value = st.sampled_from([0, 1, 4, 0xffffffff, 0x80000000, 0x1000, 0x1004]) | st.integers(0, 0x8000)

        def body(case):
            which, directory, changes = case
            data, image = originals[which % len(originals)]
            start, size = image.directory(directory)
            for place, word in changes:
                place = image.offset(start + place % max(size & ~3, 4) & ~3) if start else 0x200
                data = changed(data, (place, "<I", word))
            holds(data)
        self.check(st.tuples(st.integers(0, 100), number,
                             st.lists(st.tuples(st.integers(0, 4096), value), min_size=1, max_size=4)), body)

    def test_changed_addresses_of_the_load_configuration(self):
        originals = [path.read_bytes() for path in images()[:2] + images_i386()[:2]]
        value = st.sampled_from([0, 1, 8, (1 << 64) - 1, (1 << 64) - 8, 1 << 63, 1 << 31, 1 << 32]) | st.integers(0, (1 << 64) - 1)

        def body(case):
            which, place, relative, values = case
            data = originals[which % len(originals)]
            image = reader.Image(data)
            section = image.sections[place % len(image.sections)]
            if min(section.raw_size, section.size) < 160:
                return
            form, width = ("<Q", 8) if image.bits == 64 else ("<I", 4)
            entry, at = header(data) + image.format.directories + 8 * reader.LOAD_CONFIG, image.offset(section.start)
            data = changed(data, (entry, "<I", section.start), (entry + 4, "<I", 160), (at, "<I", 160))
            for number, (field, word) in enumerate(values):
                # Half of them are near the image.
                word = (word + image.base if relative >> number & 1 else word) & (1 << 8 * width) - 1
                data = changed(data, (at + (image.format.cookie, image.format.guarded, image.format.count)[field], form, word))
            holds(data)
        self.check(st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 15),
                             st.lists(st.tuples(st.integers(0, 2), value), min_size=1, max_size=3)), body)

    def test_directories_that_are_in_each_other(self):
        numbers = [reader.EXPORT, reader.IMPORT, reader.RESOURCE, reader.EXCEPTION, reader.RELOCATIONS,
                   reader.LOAD_CONFIG]
        for data in (with_origin()[1], images()[-1].read_bytes()):
            entries = {number: data[header(data) + 112 + 8 * number:][:8] for number in numbers}
            for one in numbers:
                for other in numbers:
                    for size in (entries[other][4:], b"\0\0\1\0", b"\4\0\0\0"):
                        holds(changed(data, (header(data) + 112 + 8 * one, "8s", entries[other][:4] + size)))

    def test_sections_that_are_in_each_other(self):
        data = with_origin()[1]
        headers = [reader.Image(data).sections[n].at for n in range(len(reader.Image(data).sections))]
        for one in headers:
            for other in headers:
                for field in (8, 12, 16, 20):
                    holds(changed(data, (one + field, "4s", data[other + field:other + field + 4])))

    def test_the_tool_has_no_traceback(self):
        originals = [path.read_bytes() for path in images() + images_i386()] + [with_origin()[1]]
        main, path = runpy.run_path(str(tool / "__main__.py"), run_name="image")["main"], folder / "damaged.sys"

        def body(case):
            number, changes, words = case
            data = bytearray(originals[number % len(originals)])
            for place, value in changes:
                place %= len(data) if place % 2 else 0x400
                data[place:place + len(value)] = value
            path.write_bytes(bytes(data))
            said, complaint = io.StringIO(), io.StringIO()
            with mock.patch("sys.argv", ["image", *words, str(path)]), contextlib.redirect_stdout(said), \
                    contextlib.redirect_stderr(complaint):
                status = main()
            lines = complaint.getvalue().splitlines()
            assert status in (0, 1, 2) and all(line.startswith(f"ntparport: {path}: ") for line in lines), lines
            assert status != 2 or re.fullmatch(r"at 0x[0-9a-f]+: .+", lines[0].removeprefix(f"ntparport: {path}: ")), lines
            assert len(lines) == 1 or status != 2, lines
        source = ["--source", str(folder / "damaged.S")]
        wild = st.binary(min_size=1, max_size=8)
        self.check(st.tuples(st.integers(0, 100), st.lists(st.tuples(st.integers(0, 1 << 16), wild), max_size=4),
                             st.sampled_from([["--explain"], ["--explain", "--allow"], source, ["--allow", *source]])),
                   body)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
