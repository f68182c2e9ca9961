# SPDX-License-Identifier: GPL-2.0
"""What can be said about compat/user/ without a kernel: its constants, layouts and tables are those
of mingw-w64's headers, Python has the same tables, and everything compiles without a warning, as C11
and C++17, and the example for Windows, too."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
USER = TOP / "compat/user"
HEADERS = USER / "include/ntparport"
UAPI = TOP / "compat/uapi"
MINGW = "/usr/share/mingw-w64/include"
sys.path.insert(0, str(USER))
sys.dont_write_bytecode = True
import ntparport  # noqa: E402  pylint: disable=wrong-import-position

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


LAYOUTS = """
#include <stddef.h>
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
SAME((LONG)-1 < 0, 1); SAME((DWORD)-1 > 0, 1); SAME((ULONG)-1 > 0, 1);
"""
INCLUDES = "#include <windows.h>\n#include <winioctl.h>\n"


class Host(unittest.TestCase):
    """Ours against mingw-w64's."""

    def test_constants(self):
        """Every constant of our headers has Windows' value."""
        text = INCLUDES
        names = set()
        for header in (*HEADERS.glob("*.h"), UAPI / "winerror.h"):
            names |= set(re.findall(r"^#define ([A-Z]\w+) \(*-?(?:0x)?[0-9]\S*$", header.read_text(encoding="ascii"), re.M))
        names.discard("STATUS_PENDING")
        self.assertGreater(len(names), 150)
        done = subprocess.run(["gcc", f"-I{USER}/include/windows", "-E", "-P", "-x", "c", "-"], capture_output=True,
                              text=True, check=True,
                              input=INCLUDES + "".join(f'"{name}" = {name};\n' for name in sorted(names)))
        values = dict(re.findall(r'^"(\w+)" = (.*);$', done.stdout, re.M))
        self.assertEqual(set(values), names)
        for name, value in values.items():
            text += f'_Static_assert({name} == ({value}), "{name}");\n'
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
            r"^#define (ERROR_\w+) (\d+)$", (UAPI / "winerror.h").read_text(encoding="ascii"), re.M)}
        self.assertEqual(ntparport.STATUSES, {int(value, 16): codes[error] for _, value, error in re.findall(
            r"^STATUS_HAS_ERROR\((\w+), (\w+), (\w+)\)$", table, re.M)})
        self.assertEqual(ntparport.ERRORS, {codes[name]: (name, text) for name, text in re.findall(
            r'^ERROR_HAS_TEXT\((\w+), "(.*)"\)$', table, re.M)})
        self.assertEqual({value: name for value, (name, _) in ntparport.ERRORS.items()},
                         {value: name for name, value in codes.items()})

    def test_errors_of_statuses(self):
        """A success is none, a code as a status is that code, and what is unknown is 317."""
        for status, code in ((0, 0), (0x103, 0), (-0x3fffffff, 31), (0xc0070005, 5), (0xe0001234, 317)):
            self.assertEqual(ntparport.error_of_status(status), code)
        self.assertEqual(ntparport.ctl_code(0x22, 0x801, 2, 1), 0x226006)

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

    def test_example(self):
        """The same source for Windows and for Linux, in C and C++."""
        ask = str(USER / "examples/ask.c")
        ours = [*WARNINGS, f"-I{USER}/include/windows", "-fsyntax-only", ask]
        compiles(self, "gcc", "-std=c11", *ours)
        compiles(self, "g++", "-x", "c++", "-std=c++17", "-Wno-missing-field-initializers", *ours)
        compiles(self, "clang", "-std=c11", *ours)
        compiles(self, "clang", "--target=x86_64-w64-windows-gnu", "-isystem", MINGW, *WARNINGS, "-fsyntax-only", ask)

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
                EXPECT(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, wide, 20, NULL) == 0);
                EXPECT(RtlNtStatusToDosError((NTSTATUS)0xc0000120) == ERROR_OPERATION_ABORTED);
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
        device.close()
        os.close(target)


if __name__ == "__main__":
    unittest.main()
