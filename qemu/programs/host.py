# SPDX-License-Identifier: GPL-2.0
"""What can be said about compat/user/ without a kernel: its constants, layouts and tables are those
of mingw-w64's headers, Python has the same tables, and everything compiles without a warning, as C11
and C++17, and the example for Windows, too."""
import asyncio
import os
import pathlib
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import uuid
from unittest import mock

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
USER = TOP / "compat/user"
HEADERS = USER / "include/ntparport"
UAPI = TOP / "compat/uapi"
MINGW = "/usr/share/mingw-w64/include"
sys.path.insert(0, str(USER))
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "qemu/programs"))
sys.path.insert(0, str(TOP / "compat/kit"))
import includes  # noqa: E402  pylint: disable=wrong-import-position
import ntparport  # noqa: E402  pylint: disable=wrong-import-position
import tables  # noqa: E402  pylint: disable=wrong-import-position

WARNINGS = ["-Wall", "-Wextra", "-Werror"]


def compiles(test, *command, text=""):
    """Whether the compiler takes the text without a word."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "source.c")
        source.write_text(text, encoding="ascii")
        done = subprocess.run([*command, str(source)] if text else command, capture_output=True, text=True, cwd=folder,
                              check=False)
    test.assertEqual((done.returncode, done.stderr), (0, ""))


def for_windows(test, text):
    """Compiles it with mingw-w64's headers."""
    compiles(test, "clang", "--target=x86_64-w64-windows-gnu", "-isystem", MINGW, "-fsyntax-only", text=text)


def for_linux(test, text):
    """Compiles it with ours."""
    compiles(test, "gcc", "-std=c11", *WARNINGS, f"-I{USER}/include/windows", "-fsyntax-only", text=text)


# The programs of idiom/: what they return and print, where no driver is loaded.
RUNS = {
    "gate /twice 21": (3, "10 -3 4294967295 42\n4 32 7 16\nCreateFile failed: 2\n"),
    "instdrv no-such x.sys": (0, "StartService: error 2: There is no such file or device.\n"
                              "OpenService: error 1060: ERROR_SERVICE_DOES_NOT_EXIST.\n"),
    "watch one": (0, "suspended 1\nturns 2000, sum 3000, code 42\nmutex is taken 1\ncode 7, abandoned 1\n"
                       "not mine 1\n2199023255552 ONE\n"),
    "unicode bus": (0, "BUS, -42 8 1\n[left  |  -7|narrow|c|dead]\n0 32 7\n2: There is no such file or device.\n"),
    "uniwide b\u00fcs": (0, "B\u00fcS, -42 8 2\n[left  |  -7|narrow|c|dead]\n0 32 7\n2: There is no such file or device.\n"),
    "timing": (0, "counter good\nticks good\n1099511627776 0000BEEF 0x11\n" + "".join(
        f"{what} good\n" for what in "time words heap global pages digits least".split())),
    "record": (0, "8 2 12 16\n32 7 24 4\n10 4 1 1\n83446408 0 3fffffff\n"),
    "dump": (0, "LPT1: 80070002, without a prefix 2\nLPT1:: 80070002, without a prefix 2\n"
             "COM9:: 80070002, without a prefix 2\nQueryId: 6\n8007007a too l\n"),
}
SCOPE = (r"\\?\ntparport#ParallelPort0#1#{5a1c7e40-3b0f-11d6-9e4c-00a0c9b2d17f}" + """
is "Printer Port (LPT1)", service: error 13 on LPT1 (5)
says hello
no more (259)
Timeout 32
Title: 234, 13 bytes
Title A scope, old
Timeout:4 Title:1 Depth:3
RegSetValueEx: error 5
""" + r"""\Device\Parallel0 is \DosDevices\LPT1
\Device\Parallel1 is \DosDevices\LPT2
SCOPE1 is \Device\SCOPE1
SCOPE2: error 2
all: error 122
the first is Scope1
""")
RUNS |= {
    "scope 3": (3, SCOPE),
    "uniscope": (0, SCOPE),
    r"logger '\\.\scope1' <commands": (0, """not a console: 6
scope011
3: 1 255 mV line
3: 17 5 m part
0: 17 5 - line
4 12.5 -30 V abc
0 [] -1 0
3 LPT2 632 252
-1 value
5 12345
0ff 80abc 1
88/:
last words1
71 Fri Jan  1 00:00:00 1971
224-1
one is complete
0123.
4567.
0 258
"""),
}
# What those find of Linux, below the folder "root" that their library is compiled with: links of devices and
# ports, files in place of nodes, and what a driver is given.
INTERFACE = "ParallelPort0#1#{5a1c7e40-3b0f-11d6-9e4c-00a0c9b2d17f}"
LINUX = {
    f"root/dev/ntparport/{INTERFACE}": "hello",
    "root/dev/Scope1": "0123456789",
    "root/etc/ntparport/scopedrv.settings":
        "# Settings\nTimeout=dword:30\nTitle=%sz:A%20scope%2C old\n[Service]\nStart=dword:3\n",
    "root/sys/module/scopedrv/parameters/Parameters": "Timeout=dword:0x20,Depth=binary:0102\n",
    "root/sys/class/ntparport/parport0/number": "0\n",
    "root/sys/class/ntparport/parport1/number": "1\n",
    f"root/sys/class/ntparport_node/ntparport!{INTERFACE}/dev": "240:1\n",
    "root/sys/class/ntparport_node/Scope1/dev": "240:0\n",
    "commands": "1 ff mV\n17          5 more\nquit\nlast words\n",
}
# Sources by themselves: the language, the text, and what is said, or None.
DIALECT = {
    "long": ("c", "#include <limits.h>\n#include <stdint.h>\n#include <time.h>\ntypedef unsigned long u; u a = 4294967295;"
             "int b[sizeof(u) == 4 && sizeof(time_t) == sizeof(void *) && LONG_MAX == 0x7fffffff ? 1 : -1];"
             "int64_t c = INT64_C(1) << 40;", None),
    "formats": ("c", "#include <inttypes.h>\n#include <stdio.h>\nvoid f(int64_t a) { printf(\"%\" PRId64, a); }", None),
    "wide": ("c", "#include <wchar.h>\nint a[sizeof(L\"ab\") == 6 ? 1 : -1]; int f(void) { return wcslen(L\"ab\"); }", None),
    "names": ("c", "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\nstatic void getline(char *a) { *a = 0; }\n"
              "void dprintf(const char *a) { puts(a); }\nint link; struct s { int (*printf)(int); } s;\n"
              "int f(void) { char a[2]; getline(a); dprintf(a); return link + s.printf(1); }", None),
    "own": ("c", "#include <stdlib.h>\n#include <string.h>\nchar *itoa(int a, char *b, int c) { b[0] = a + c; return b; }\n"
            "int stricmp(const char *a, const char *b) { return strcmp(a, b); }", None),
    "entry": ("c", "#include <windows.h>\nvoid __cdecl main(void) { ExitProcess(0); }", None),
    "wmain": ("c++", "#include <windows.h>\nint wmain(int argc, wchar_t *argv[]) { return argv[argc] != 0; }", None),
    "declspec": ("c++", "#include <windows.h>\nclass __declspec(dllexport) A { public: int __fastcall f(); };\n"
                 "__declspec(noreturn) void g(); __declspec(thread) int t; _inline int h() { return 1; }", None),
    "annotations": ("c++", "#include <windows.h>\n#include <iostream>\n#include <algorithm>\n"
                    "int f(__in int a, __out_bcount(a) char *b, _In_opt_ int *c) { return std::max(a, *b + (c ? *c : 0)); }",
                    None),
    "std": ("c++", "#include <windows.h>\n#include <cstdio>\n#include <string>\nvoid f(unsigned long a) "
            "{ std::printf(\"%lu\", a); std::string s = std::to_string(a); (void)s; }", None),
    "overload": ("c++", "#include <windows.h>\nvoid f(DWORD *); void g(unsigned long n) { f(&n); }", None),
    "loop": ("c++", "int f() { for (int i = 0; i < 3; i++) ; return i; }", None),
    "mistake": ("c", "int f(void) { __asm { nop } return 0; }", "inline assembly"),
    "error": ("c", "int f(void) { return nothing; }", "error.c:1:"),
}
LAYOUTS = """
#include <stddef.h>
#include <setupapi.h>
#define SAME(is, should) _Static_assert((is) == (should), #is)
SAME(sizeof(OVERLAPPED), 32);
SAME(offsetof(OVERLAPPED, InternalHigh), 8);
SAME(offsetof(OVERLAPPED, Offset), 16);
SAME(offsetof(OVERLAPPED, OffsetHigh), 20);
SAME(offsetof(OVERLAPPED, Pointer), 16);
SAME(offsetof(OVERLAPPED, hEvent), 24);
SAME(sizeof(SECURITY_ATTRIBUTES), 24);
SAME(sizeof(DWORD), 4); SAME(sizeof(LONG), 4); SAME(sizeof(BOOL), 4); SAME(sizeof(WORD), 2);
SAME(sizeof(WCHAR), 2); SAME(sizeof(ULONG_PTR), 8); SAME(sizeof(HANDLE), 8); SAME(sizeof(LONGLONG), 8);
SAME(sizeof(BOOLEAN), 1); SAME(sizeof(TCHAR), 1);
SAME(CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_OUT_DIRECT, FILE_READ_ACCESS), 0x226006);
SAME(sizeof(SP_DEVINFO_DATA), 32); SAME(sizeof(SP_DEVICE_INTERFACE_DATA), 32);
SAME(sizeof(SP_DEVICE_INTERFACE_DETAIL_DATA_A), 8); SAME(sizeof(SP_DEVICE_INTERFACE_DETAIL_DATA_W), 8);
SAME(sizeof(CONSOLE_SCREEN_BUFFER_INFO), 22);
SAME((LONG)-1 < 0, 1); SAME((DWORD)-1 > 0, 1); SAME((ULONG)-1 > 0, 1);
"""
INCLUDES = "#include <windows.h>\n#include <winioctl.h>\n"


class Host(unittest.TestCase):
    """Ours against mingw-w64's."""

    def test_tables(self):
        """Those made by machine are what the machine makes."""
        self.assertEqual(tables.differing(), [])

    def test_constants(self):
        """Every constant of our headers has Windows' value."""
        text = INCLUDES
        names = set()
        for header in HEADERS.glob("*.h"):
            # Others are made of mingw-w64's, and that they are still so is another test.
            if header.name not in tables.MADE:
                names |= set(re.findall(r"^#define ([A-Z]\w+) \(*-?(?:0x)?[0-9]\S*$", header.read_text(encoding="ascii"),
                                        re.M))
        # That a program does not say which Windows it is for is up to the headers.
        names -= {name for name in names if name.startswith("NTPARPORT_") or name == "WINVER"}
        self.assertGreater(len(names), 100)
        done = subprocess.run(["gcc", f"-I{USER}/include/windows", "-E", "-P", "-x", "c", "-"], capture_output=True,
                              text=True, check=True,
                              input=INCLUDES + "".join(f'"{name}" = {name};\n' for name in sorted(names)))
        values = dict(re.findall(r'^"(\w+)" = (.*);$', done.stdout, re.M))
        self.assertEqual(set(values), names)
        for name, value in values.items():
            text += f'#ifdef {name}\n_Static_assert({name} == ({value}), "{name}");\n#endif\n'
        for_windows(self, text)

    def test_statuses(self):
        """So has every status of the table."""
        text = "#define WIN32_NO_STATUS\n#include <windows.h>\n#undef WIN32_NO_STATUS\n#include <ntstatus.h>\n"
        found = re.findall(r"^STATUS_HAS_ERROR\((\w+), (\w+), (\w+)\)$",
                           (UAPI / "errors.inc").read_text(encoding="ascii"), re.M)
        self.assertGreater(len(found), 50)
        for name, value, _ in found:
            text += f'_Static_assert((unsigned){name} == {value}u, "{name}");\n'
        for_windows(self, text)

    def test_python_has_the_same_tables(self):
        """Codes, texts, and which status is which code."""
        table = (UAPI / "errors.inc").read_text(encoding="ascii")
        codes = {name: int(value) for name, value in re.findall(
            r"^#define (ERROR_\w+)\s+(\d+)$", (UAPI / "winerror.h").read_text(encoding="ascii"), re.M)}
        self.assertEqual(ntparport.STATUSES, {int(value, 16): codes[error] for _, value, error in re.findall(
            r"^STATUS_HAS_ERROR\((\w+), (\w+), (\w+)\)$", table, re.M)})
        self.assertEqual(ntparport.ERRORS, {codes[name]: (name, text) for name, text in re.findall(
            r'^ERROR_HAS_TEXT\((\w+), "(.*)"\)$', table, re.M)})
        self.assertLessEqual(set(ntparport.STATUSES.values()), set(ntparport.ERRORS))

    def test_errors_of_statuses(self):
        """A success is none, a code as a status is that code, and what is unknown is 317."""
        for status, code in ((0, 0), (0x103, 0), (-0x3fffffff, 31), (0xc0070005, 5), (0xe0001234, 317)):
            self.assertEqual(ntparport.error_of_status(status), code)
        self.assertEqual(ntparport.ctl_code(0x22, 0x801, 2, 1), 0x226006)

    def test_names_in_python(self):
        """Devices have their links' names, and interfaces are found by their class."""
        guid = "5a1c7e40-3b0f-11d6-9e4c-00a0c9b2d17f"
        name = f"\\\\?\\ntparport#ParallelPort0#1#{{{guid}}}"
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(ntparport, "NODES", folder):
            for node in ("Scope1", "Lab!Meter", f"ntparport!{INTERFACE}", "ntparport!ParallelPort0#2#{0}"):
                pathlib.Path(folder, node).mkdir()
            self.assertEqual(ntparport.devices(), ["Lab\\Meter", "Scope1"])
            for of_class in (guid, guid.upper(), f"{{{guid}}}", uuid.UUID(guid)):
                self.assertEqual(ntparport.interfaces(of_class), [name])
            self.assertEqual(ntparport.interfaces(guid.replace("5a", "5b")), [])
            # pylint: disable=protected-access
            for opened, node in ((name, f"ntparport/{INTERFACE}"), (name.upper(), f"ntparport/{INTERFACE}"),
                                 ("\\\\.\\scope1", "Scope1"), ("lab/meter", "Lab/Meter")):
                self.assertEqual(ntparport._node_of(opened), f"/dev/{node}")
            with self.assertRaises(ntparport.DeviceError):
                ntparport._node_of(name.replace("#1#", "#3#"))
        self.assertEqual((ntparport.devices(), ntparport.interfaces(guid)), ([], []))

    def test_first_device_in_any_thread(self):
        """Signals can only be had in the main thread; a device can be opened in others."""
        errors = []

        def opens():
            try:
                ntparport.Device("there is none")
            except Exception as error:  # pylint: disable=broad-except
                errors.append(error)

        thread = threading.Thread(target=opens)
        thread.start()
        thread.join()
        self.assertIsInstance(errors[0], ntparport.DeviceError)

    def test_layouts(self):
        """Structures and types are as there."""
        for_windows(self, INCLUDES + LAYOUTS)
        for_linux(self, INCLUDES + LAYOUTS)

    def test_texts(self):
        """Wide texts by the compiler's own or by -fshort-wchar."""
        text = INCLUDES + """#include <tchar.h>
            HANDLE opened(void);
            HANDLE opened(void) { return CreateFile(_T("x"), 0, 0, NULL, OPEN_EXISTING, 0, NULL); }\n"""
        for more in ([], ["-DUNICODE", "-D_UNICODE"], ["-DUNICODE", "-D_UNICODE", "-fshort-wchar"]):
            compiles(self, "gcc", "-std=c11", *WARNINGS, *more, f"-I{USER}/include/windows", "-fsyntax-only", text=text)
            compiles(self, "g++", "-x", "c++", "-std=c++17", *WARNINGS, *more, f"-I{USER}/include/windows",
                     "-fsyntax-only", text=text)

    def test_headers(self):
        """Each compiles by itself, under both names of the main one, in both languages."""
        folders = [f"-I{USER}/include", f"-I{USER}/include/windows"]
        names = sorted(path.name for path in (USER / "include/windows").glob("*.[hH]"))
        for first in ("#include <ntparport/windows.h>\n", "#include <stdio.h>\n", ""):
            text = first + "".join(f"#include <{name}>\n" for name in names if "pack" not in name)
            for compiler in ("gcc", "clang"):
                compiles(self, compiler, "-std=c11", *WARNINGS, *folders, "-fsyntax-only", text=text)
            # The annotations are behind the headers of C++, which have such names.
            text = "#include <algorithm>\n#include <iostream>\n" + text
            for compiler in ("g++", "clang++"):
                compiles(self, compiler, "-x", "c++", "-std=c++17", *WARNINGS, *folders, "-fsyntax-only", text=text)
        for name in names:
            before = "#include <pshpack1.h>\n" if name == "poppack.h" else ""
            compiles(self, "gcc", "-std=c11", *WARNINGS, *folders, "-fsyntax-only",
                     text=f"{before}#include <{name}>\n#pragma pack()\nint value;\n")

    def test_example(self):
        """The same source for Windows and for Linux, in C and C++."""
        ask = str(USER / "examples/ask.c")
        ours = [*WARNINGS, f"-I{USER}/include/windows", "-fsyntax-only", ask]
        compiles(self, "gcc", "-std=c11", *ours)
        compiles(self, "g++", "-x", "c++", "-std=c++17", "-Wno-missing-field-initializers", *ours)
        compiles(self, "clang", "-std=c11", *ours)
        compiles(self, "clang", "--target=x86_64-w64-windows-gnu", "-isystem", MINGW, *WARNINGS, "-fsyntax-only", ask)

    def test_idiom(self):
        """Programs as they were written then compile as they are, with each compiler in both languages, and run."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(TOP / "qemu/programs/idiom", folder, dirs_exist_ok=True)
            source = pathlib.Path(folder, "src")
            for name, text in LINUX.items():
                path = source / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="ascii")
            for c, cxx in (("gcc", "g++"), ("clang", "clang++")):
                for language in ("CC", "CXX"):
                    with self.subTest(c=c, language=language):
                        built = subprocess.run(
                            ["make", "-s", "-k", "-C", source, "-B", *(["-o", "libntparport.a"] if (
                                source / "libntparport.a").exists() else []), f"CC={c}", f"CXX={cxx}",
                             f"COMPILER=$({language})", r'CXXFLAGS=-DNTPARPORT_ROOT=\"root\"', f"NTPARPORT={TOP}"], capture_output=True, text=True, check=False)
                        self.assertEqual((built.returncode, built.stderr), (0, ""))
                        for command, (status, expected) in RUNS.items():
                            with self.subTest(command=command):
                                done = subprocess.run(f"./{command}", cwd=source, shell=True, input="q",
                                                      capture_output=True, text=True, timeout=60, check=False)
                                self.assertEqual((done.returncode, done.stdout), (status, expected))

    def test_idiom_is_windows(self):
        """The same programs are such for mingw-w64, and the structures are those."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(TOP / "qemu/programs/idiom", folder, dirs_exist_ok=True)
            shims = pathlib.Path(folder, "shims")
            shims.mkdir()
            includes.process(str(shims), [str(path) for path in pathlib.Path(folder, "src").iterdir()],
                             [f"{folder}/src", MINGW], {})
            for path in pathlib.Path(folder, "src").iterdir():
                # mingw-w64's C++ is another package.
                if path.suffix.lower() != ".c":
                    continue
                text = path.read_text(encoding="ascii")
                # gcc has no such suffixes, and its __forceinline is extern.
                text = re.sub(r"(?<=\d)(u?)i64\b", r"\1LL", text).replace("static __forceinline", "static __inline")
                if path.name == "record.c":
                    text += "".join(f"_Static_assert(sizeof({name}) == {size}, \"{name}\");\n" for name, size in (
                        ("PACKET", 8), ("FLAGS", 12), ("ALIGNED", 16), ("GATE_STATE", 32), ("GATE_RECORD", 7)))
                path.write_text(text, encoding="ascii")
                for more in ([], ["-DUNICODE", "-D_UNICODE"] if path.name == "unicode.c" else []):
                    compiles(self, "x86_64-w64-mingw32-gcc", "-x", "c", *more, "-w", "-D_CRTAPI1=", "-D_inline=__inline",
                             "-D_WIN32_WINNT=0x0501", f"-I{shims}", "-fsyntax-only", str(path))

    def test_dialect(self):
        """What cc.py does, and does not do, to a source."""
        with tempfile.TemporaryDirectory() as folder:
            for name, (language, text, expected) in DIALECT.items():
                for compiler in ("gcc", "clang") if language == "c" else ("g++", "clang++"):
                    with self.subTest(name=name, compiler=compiler):
                        source = pathlib.Path(folder, f"{name}.{language.replace('+', 'p')}")
                        source.write_text(text, encoding="utf-8")
                        done = subprocess.run(
                            [sys.executable, "-B", USER / "cc.py", compiler, f"-I{USER}/include", f"-I{USER}/include/windows",
                             "-include", "ntparport/msc.h", "-c", "-o", f"{folder}/{name}.o", source],
                            capture_output=True, text=True, check=False)
                        if isinstance(expected, str):
                            self.assertIn(expected, done.stderr)
                            self.assertNotEqual(done.returncode, 0)
                        else:
                            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_other_sources_are_left_alone(self):
        """A source without NTPARPORT_CPPFLAGS has a long of 64 bits; one with them has dependencies that stay."""
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "plain.c")
            source.write_text("_Static_assert(sizeof(long) == sizeof(void *), \"long\");\nint main(void) { return 0; }\n",
                              encoding="ascii")
            command = [sys.executable, "-B", USER / "cc.py", "gcc"]
            subprocess.run([*command, "-o", f"{folder}/plain", source], check=True)
            source.write_text('#include <WINDOWS.H>\nint value[sizeof(long) == 4 ? 1 : -1];\n', encoding="ascii")
            subprocess.run([*command, f"-I{USER}/include/windows", "-MMD", "-MP", "-c", "plain.c"], cwd=folder, check=True)
            rules = pathlib.Path(folder, "plain.d").read_text(encoding="ascii")
            self.assertIn("plain.o: plain.c", rules)
            self.assertIn("ntparport/windows.h", rules)
            self.assertNotIn("ntparport-cc.", rules)

    def test_conversions(self):
        """What the library does with texts and errors, and without a kernel."""
        program = r"""
            #include <windows.h>
            #include <stdio.h>
            #define EXPECT(x) do { if (!(x)) { printf("line %d: %s\n", __LINE__, #x); bad = 1; } } while (0)
            int main(void)
            {
                int bad = 0; WCHAR wide[20]; char text[40], *own = NULL;
                EXPECT(MultiByteToWideChar(CP_UTF8, 0, "\xc3\xa4\xf0\x9f\x98\x80", -1, wide, 20) == 4);
                EXPECT(wide[0] == 0xe4 && wide[1] == 0xd83d && wide[2] == 0xde00 && wide[3] == 0);
                EXPECT(WideCharToMultiByte(CP_ACP, 0, wide, -1, text, 40, NULL, NULL) == 7);
                EXPECT(!memcmp(text, "\xc3\xa4\xf0\x9f\x98\x80", 7));
                EXPECT(WideCharToMultiByte(CP_UTF8, 0, wide, 3, NULL, 0, NULL, NULL) == 6);
                EXPECT(!WideCharToMultiByte(CP_UTF8, 0, wide, 3, text, 5, NULL, NULL));
                EXPECT(GetLastError() == ERROR_INSUFFICIENT_BUFFER);
                EXPECT(!MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xff", 1, wide, 20));
                EXPECT(GetLastError() == ERROR_NO_UNICODE_TRANSLATION);
                EXPECT(MultiByteToWideChar(CP_UTF8, 0, "\xed\xa0\x80", 3, wide, 20) == 3 && wide[0] == 0xfffd);
                wide[0] = 0xdc00;
                EXPECT(!WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, wide, 1, text, 40, NULL, NULL));
                EXPECT(!MultiByteToWideChar(1252, 0, "x", 1, wide, 20) && GetLastError() == ERROR_INVALID_PARAMETER);
                EXPECT(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, text, 40, NULL) == 20);
                EXPECT(!strcmp(text, "Access was denied.\r\n"));
                EXPECT(FormatMessageA(0x13ff, NULL, 5, 0, (LPSTR)&own, 0, NULL) == 19 && !strcmp(own, "Access was denied. "));
                EXPECT(!LocalFree(own));
                EXPECT(!FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, text, 20, NULL));
                EXPECT(GetLastError() == ERROR_INSUFFICIENT_BUFFER);
                EXPECT(!FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 99999, 0, text, 40, NULL));
                EXPECT(GetLastError() == ERROR_MR_MID_NOT_FOUND);
                EXPECT(FormatMessageA(0x12ff, NULL, 1060, 0, text, 40, NULL) && !strcmp(text, "ERROR_SERVICE_DOES_NOT_EXIST. "));
                EXPECT(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, wide, 20, NULL) == 0);
                EXPECT(RtlNtStatusToDosError((NTSTATUS)0xc0000120) == ERROR_OPERATION_ABORTED);
                EXPECT(CreateFileA("LPT1:", 0, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE);
                EXPECT(GetLastError() == ERROR_FILE_NOT_FOUND);
                EXPECT(CreateFileA("\\\\.\\COM1:", 0, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE);
                EXPECT(GetLastError() == ERROR_FILE_NOT_FOUND);
                EXPECT(CreateFileA("LPT0:", 0, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE);
                EXPECT(GetLastError() == ERROR_NOT_SUPPORTED);
                EXPECT(CreateFileA("\\\\.\\LPT1", 0, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE);
                EXPECT(GetLastError() == ERROR_FILE_NOT_FOUND);
                return bad;
            }"""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["make", "-s", "-C", USER, f"OUT={folder}"], check=True)
            pathlib.Path(folder, "test.c").write_text(program, encoding="ascii")
            subprocess.run(["gcc", *WARNINGS, f"-I{USER}/include/windows", "-o", f"{folder}/test", f"{folder}/test.c",
                            f"-L{folder}", "-lntparport", "-lstdc++", "-pthread"], check=True)
            done = subprocess.run([f"{folder}/test"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_pipe(self):
        """Requests that pend, come in order, are cancelled and closed, on a pipe."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["make", "-s", "-C", USER, f"OUT={folder}"], check=True)
            subprocess.run(["g++", "-std=c++17", "-O2", "-mno-red-zone", *WARNINGS, "-pthread", f"-I{USER}", f"-I{USER}/include",
                            f"-I{UAPI}", "-o", f"{folder}/pipe", f"{TOP}/qemu/programs/pipe.cpp",
                            f"-L{folder}", "-lntparport"], check=True)
            done = subprocess.run([f"{folder}/pipe"], capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_pipe_in_python(self):
        """The same by ntparport.py: what pends is completed, or cancelled."""
        source, target = os.pipe()
        device = ntparport.Device.__new__(ntparport.Device)
        device.name, device._fd = "pipe", source  # pylint: disable=protected-access
        ntparport._prepare()  # pylint: disable=protected-access
        for _ in range(100):
            one = device.start_read(5)
            self.assertTrue(one.cancel(60))
            with self.assertRaises(ntparport.DeviceError) as raised:
                one.result()
            self.assertEqual((raised.exception.code, raised.exception.name), (995, "ERROR_OPERATION_ABORTED"))
        one = device.start_read(5)
        with self.assertRaises(TimeoutError):
            one.result(0.01)
        os.write(target, b"hello")
        self.assertEqual(one.result(60), b"hello")
        with self.assertRaises(ntparport.DeviceError) as raised:
            device.write(b"x")
        self.assertEqual(raised.exception.name, "ERROR_ACCESS_DENIED")
        with self.assertRaises(ntparport.DeviceError) as raised:
            device.control(0x12345678)
        self.assertEqual(raised.exception.name, "ERROR_INVALID_FUNCTION")
        self.assertTrue(str(raised.exception).startswith("ERROR_INVALID_FUNCTION (1): "), str(raised.exception))
        self.assertEqual(str(pickle.loads(pickle.dumps(raised.exception))), str(raised.exception))
        device.close()
        for call in (lambda: device.read(1), lambda: device.write(b"x"), lambda: device.control(0), device.flush,
                     device.fileno, lambda: device.start_read(1).result(60)):
            with self.assertRaises(ntparport.DeviceError) as raised:
                call()
            self.assertEqual((raised.exception.code, raised.exception.name), (6, "ERROR_INVALID_HANDLE"))
        os.close(target)

    def test_waits_in_python(self):
        """For one of several, for all of them, for events, with a time-out, and in asyncio."""
        pipes = [os.pipe() for _ in range(3)]
        devices = [ntparport.Device.__new__(ntparport.Device) for _ in pipes]
        for device, (source, _) in zip(devices, pipes):
            device.name, device._fd = "pipe", source  # pylint: disable=protected-access
        ntparport._prepare()  # pylint: disable=protected-access
        requests = [device.start_read(5) for device in devices]
        event, once = ntparport.Event(), ntparport.Event(auto=True)
        self.assertIsNone(ntparport.wait_any([*requests, event], 0.01))
        self.assertFalse(ntparport.wait_all(requests, 0.01))
        os.write(pipes[1][1], b"one")
        self.assertIs(ntparport.wait_any([event, *requests], 60), requests[1])
        self.assertEqual(requests[1].result(), b"one")
        threading.Timer(0.01, event.set).start()
        self.assertIs(ntparport.wait_any([event, requests[0]], 60), event)
        self.assertTrue(event.wait(0) and event.done())
        event.clear()
        self.assertFalse(event.wait(0))
        once.set()
        # A wait that is not over takes nothing.
        self.assertFalse(ntparport.wait_all([once, requests[0]], 0.01))
        self.assertTrue(once.wait(0) and not once.wait(0))
        os.write(pipes[0][1], b"two")
        os.write(pipes[2][1], b"three")
        self.assertTrue(ntparport.wait_all(requests, 60))

        async def both():
            first, second = devices[0].start_read(5), devices[1].start_read(5)
            asyncio.get_running_loop().call_later(0.01, os.write, pipes[1][1], b"later")
            self.assertEqual(await second, b"later")
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(first, 0.01)
            self.assertTrue(first.wait(60))
            with self.assertRaises(ntparport.DeviceError):
                await first
            return await asyncio.gather(*map(as_task, (devices[2].start_write(b"x"),)), return_exceptions=True)

        async def as_task(request):
            return await request

        self.assertEqual(asyncio.run(both())[0].name, "ERROR_ACCESS_DENIED")
        for device, (_, target) in zip(devices, pipes):
            device.close()
            os.close(target)


if __name__ == "__main__":
    unittest.main()
