# SPDX-License-Identifier: GPL-2.0
"""What compat/kit/image promises of the images of drivers, and of any other input. Fails if not.

Usage: image_test.py [SEED [CASES [TEST...]]]        (CASES of each property)

The images are made here, of image.c: by gcc for Windows, and by clang and lld-link where they are
installed. gcc's own libraries for Windows are read, too.
"""
import collections
import functools
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

top = pathlib.Path(__file__).resolve().parent.parent.parent
tool = top / "compat/kit/image"
sys.path.append(str(tool))
import build  # pylint: disable=wrong-import-position
import exceptions  # pylint: disable=wrong-import-position
import flow  # pylint: disable=wrong-import-position
import known  # pylint: disable=wrong-import-position
import reader  # pylint: disable=wrong-import-position
import report  # pylint: disable=wrong-import-position
import rewrite  # pylint: disable=wrong-import-position

SEED, CASES = (int(argument) for argument in (sys.argv[1:3] + ["1", "200"][len(sys.argv[1:3]):]))
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
    source.write_text(build.Source(image, found, rewrites, include).text, encoding="utf-8")
    run("gcc", "-c", source, "-o", target)
    return target


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


def boundaries(path):
    """Where instructions begin, as binutils sees it."""
    base = int(re.search(r"^ImageBase\s+([0-9a-f]+)", subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", path], check=True, capture_output=True, text=True).stdout, re.M)[1], 16)
    said = subprocess.run(["x86_64-w64-mingw32-objdump", "-d", "--no-show-raw-insn", path], check=True,
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
    rewrites = rewrite.Rewrites(image, found)
    said = report.Report(image, found, rewrites, there, include)
    assert all(line.isprintable() for line in said.lines + said.details), said.lines
    if not said.obstacles:
        source = build.Source(image, found, rewrites, include).text
        assert source.isprintable() or all(line.isprintable() for line in source.replace("\t", "").split("\n")), source
    return True


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
                              (b"MZ" + bytes(58) + struct.pack("<I", 64) + b"NE" + bytes(60), "16-bit"),
                              (b"MZ" + bytes(58) + struct.pack("<I", 0xfffffff0), "cut off"),
                              (b"MZ" + bytes(200), "would be at 0x0")):
            self.refused(data, pattern)

    def test_images_for_other_machines(self):
        for machine, pattern in ((0x14c, "i386 image.*not yet"), (0xaa64, "ARM64"), (0x1c4, "ARM"),
                                 (0x200, "Itanium"), (0x9999, "machine 0x9999")):
            self.refused(changed(self.plain, (self.header - 20, "<H", machine)), pattern)

    def test_programs(self):
        for subsystem, pattern in ((2, "a Windows program"), (3, "command line"), (10, "UEFI"), (77, "subsystem 77")):
            self.refused(changed(self.plain, (self.header + 68, "<H", subsystem)), pattern)
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

    def test_a_framework_is_named(self):
        for module, pattern in (("wdfldr.sys", "KMDF"), ("ndis.sys", "network"), ("other.sys", "another driver")):
            self.assertRegex(known.lacks(reader.Import(module, "DbgPrint", 0), there, include), pattern)
        self.assertIsNone(known.lacks(reader.Import("hal.dll", "READ_PORT_UCHAR", 0), there, include))
        self.assertRegex(known.lacks(reader.Import("hal.dll", "READ_PORT_UCHA", 0), there, include), "READ_PORT_UCHAR")


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
        paths = sorted(pathlib.Path("/usr/lib/gcc/x86_64-w64-mingw32").glob("*-win32/lib*.dll"))
        paths = [path for path in paths if path.name.startswith(("libssp", "libatomic", "libquadmath"))]
        self.assertTrue(paths, "gcc for Windows has no libraries here")
        for path in paths:
            found = flow.Flow(reader.Image(library(path)))
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


@unittest.skipUnless(shutil.which("clang") and shutil.which("lld-link"), "clang and lld-link are not installed")
class Exceptions(unittest.TestCase):
    """What an image raises and takes, by base/raise.cc, image_try.cc and unwind.cc; and what is refused."""

    def link(self, name, *command):
        run(*command, "-c", "-o", folder / f"{name}.obj")
        run(*LINK, folder / f"{name}.obj", OF_WINDOWS, f"/out:{folder / name}.sys")
        return folder / f"{name}.sys"

    def tries(self, *switches):
        """The image of a driver that raises whatever can be."""
        return self.link("tries", "clang", "--target=x86_64-w64-windows-gnu", "-fms-extensions", "-mno-sse",
                         "-fasynchronous-unwind-tables", "-ffreestanding", "-w", "-DTRIES_HOST", "-include",
                         top / "qemu/images/mingw.h", "-isystem", WINDOWS, "-isystem", WINDOWS / "ddk", "-I",
                         top / "kunit/windows/ex", *switches, top / "qemu/images/tries.c")

    def frames(self, middle="protected"):
        """That of functions of all kinds, of which one has this handler."""
        return self.link("frames", "clang", "--target=x86_64-pc-windows-msvc", f"-DMIDDLE={middle}",
                         top / "kunit/kit/image_frames.S")

    @classmethod
    @functools.cache
    def objects(cls):
        """What a program with an image's exceptions needs."""
        objects = []
        for source in ("compat/glue/jump_to.S", *(f"compat/base/{name}.cc" for name in ("image_try", "raise", "unwind")),
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
        self.assertEqual(self.runs(self.frames()), (0, "taken: 9\n"))

    def test_registers_are_found_at_each_instruction(self):
        """As after a fault: the call of the image's routine, from each place in what it calls."""
        steps = folder / "image_steps.o"
        run("g++", "-std=c++20", "-O2", "-fno-exceptions", "-fno-rtti", "-fshort-wchar", "-I", top, "-I", top / "compat",
            "-I", include, "-c", "-o", steps, top / "kunit/kit/image_steps.cc")
        for path in (self.frames(), self.tries("-O0"), self.tries("-O2"), self.tries("-O2", "-fno-omit-frame-pointer")):
            status, said = self.runs(path, more=("-Wl,--wrap=DriverEntry", steps))
            self.assertEqual((status, said.splitlines()[-1]), (0, "found: 1"), path.name)

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
        # It is the stack protector's, but what is behind it is no table.
        self.assertIn("goes on behind its section", " ".join(self.problems(self.frames("protected_tries").read_bytes())
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
        self.assertTrue(last.end > first.begin)

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

    def test_the_code_is_that_of_the_image(self):
        paths = images()
        for original in sorted(pathlib.Path("/usr/lib/gcc/x86_64-w64-mingw32").glob("*-win32/lib*.dll")):
            if original.name.startswith(("libssp", "libatomic", "libquadmath")):
                paths.append(folder / f"{original.stem}.sys")
                paths[-1].write_bytes(library(original))
        for path in paths:
            image, found, rewrites = read(path)
            run("objcopy", "-O", "binary", "-j", ".text", assembled(path), folder / "text")
            text = (folder / "text").read_bytes()
            low = min(section.start for section in image.sections if not section.writable or section.name == ".idata")
            # What refers to something, or is rewritten, is another.
            other = {byte for reference in found.references for byte in range(reference.field, reference.field + 4)}
            other |= {byte for moved in rewrites.runs for byte in range(moved.start, moved.end)}
            other |= {byte for place in rewrites.shared for byte in range(place, place + 8)}
            other |= {byte for place in image.relocations for byte in range(place, place + 8)}
            other |= {byte for place in rewrites.retargeted for byte in range(place, place + 4)}
            other |= {byte for place in rewrites.traps for byte in (place, place + 1)}
            self.assertGreater(len(found.instructions), 100)
            for rva, instruction in found.instructions.items():
                for byte in set(range(rva, rva + instruction.size)) - other:
                    self.assertEqual(text[byte - low], image.memory[byte], f"{path.name}: {byte:x}")
            for moved in rewrites.runs:
                # A jump to what is there instead.
                self.assertEqual(text[moved.start - low], 0xe9, f"{path.name}: {moved.start:x}")

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
        # cr8 has room with a jump behind it, but not with one that cannot be moved.
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

    def test_imports_that_images_cannot_have(self):
        for name, pattern in (("MmGetSystemRoutineAddress", "convention"), ("ExInitializeNPagedLookasideList", "inline"),
                              ("KeTickCount", "variable|none here")):
            self.assertRegex(known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include), pattern)
        for name in ("IoConnectInterrupt", "ZwCreateFile", "KeNumberProcessors", "IoFileObjectType", "_vsnprintf",
                     "DbgPrint", "IofCallDriver", "memcpy"):
            self.assertIsNone(known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include), name)

    def test_every_function_of_the_headers_can_be_imported_or_is_refused_by_name(self):
        for name in sorted(there):
            lack = known.lacks(reader.Import("ntoskrnl.exe", name, 0), there, include)
            self.assertNotEqual(lack, "its declaration in our headers is not understood", name)


class Properties(unittest.TestCase):
    """For input of any kind."""

    def check(self, strategy, body):
        wanted = settings(max_examples=CASES, deadline=None, database=None, report_multiple_bugs=False,
                          suppress_health_check=list(HealthCheck))
        seed(SEED)(wanted(given(strategy)(body)))()

    def test_any_bytes(self):
        self.check(st.binary(max_size=2000).map(lambda tail: b"MZ" + tail), holds)

    def test_changed_images(self):
        originals = [path.read_bytes() for path in images()]
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
        originals = [(path.read_bytes(), reader.Image(path.read_bytes())) for path in images()]
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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
