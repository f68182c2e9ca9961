# SPDX-License-Identifier: GPL-2.0
"""Do driver.mk and its tools what they promise? Fails if not.

Usage: test.py [KERNEL BUILD [CLANG-KERNEL [TEST...]]]

With the build tree of a kernel, and the folder in which ntparport is built for
it, drivers are built, too; with the tree of a kernel that clang builds, by clang.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

top = pathlib.Path(__file__).resolve().parent.parent.parent
kit = top / "compat/kit"
sys.path.append(str(kit))
import dialect  # pylint: disable=wrong-import-position

# Trees that the command line names.
kernel = build = clang_kernel = None

FACILITIES = """MessageIdTypedef=NTSTATUS
SeverityNames=(Success=0x0:SEVERITY_SUCCESS
  Error=0x3:SEVERITY_ERROR
)
FacilityNames=(Io=0x4:FACILITY_IO)
"""


def tool(name, *arguments):
    """Runs a tool; returns its status and output."""
    done = subprocess.run([sys.executable, "-B", kit / name, *arguments], check=False,
                          capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


class Dialect(unittest.TestCase):
    """dialect.py"""

    def test_integers_get_the_suffix_of_their_width(self):
        for before, after in (("10i64", "10LL"), ("0x1Fui64", "0x1FuLL"), ("7UI64", "7ULL"),
                              ("5i32", "5"), ("5ui32", "5u"), ("5I8", "5"), ("0i16", "0")):
            self.assertEqual(dialect.translate(f"x = {before};", "c"), f"x = {after};")

    def test_what_only_looks_like_one_stays(self):
        for text in ('"10i64"', "L\"a\\\"10i64\"", "'1i64'", "a10i64", "10i65", "10i640", "0x10i",
                     "1.5f", 'R"x(10i64)x"'):
            self.assertEqual(dialect.translate(text, "c++"), text)

    def test_inline_functions_of_c_are_static(self):
        for before, after in (("__inline int f()", "static __inline__ int f()"),
                              ("static __inline int f()", "static __inline__ int f()"),
                              ("static  __forceinline f()", "static __inline__ f()"),
                              ("__inline static f()", "static __inline__ f()"),
                              ("extern __inline f()", "extern __inline__ f()"),
                              ("void _inline f()", "void static __inline__ f()"),
                              ("__inline__ f()", "__inline__ f()")):
            self.assertEqual(dialect.translate(before, "c"), after)

    def test_inline_functions_of_cxx_stay_what_they_are(self):
        self.assertEqual(dialect.translate("class A { __forceinline int f(); };", "c++"),
                         "class A { inline int f(); };")


    def test_long_has_32_bits(self):
        for before, after in (
                ("unsigned long", "unsigned int"), ("long unsigned int", " unsigned int"),
                ("long const volatile *", "int const volatile *"), ("sizeof(long)", "sizeof(int)"),
                ("0xC0000001L", "0xC0000001"), ("~0UL", "~0U"), ("~0lu", "~0u"), ("-1L", "-1"),
                ("3221225473L", "3221225473u"), ("4294967295", "4294967295u"),
                ("2147483647L", "2147483647"), ("037777777777L", "037777777777")):
            self.assertEqual(dialect.translate(before, "c"), after)

    def test_what_has_another_width_stays(self):
        for text in ("long long", "unsigned long long int", "long double", "double const long", "1LL",
                     "0x1ULL", "1.0L", "0x1p3L", "1e5L", '"long 1L"', "'long'", "along", "4294967296"):
            self.assertEqual(dialect.translate(text, "c"), text)

    def test_longs_of_the_compilers_headers_stay(self):
        text = '# 1 "/kit/a.h" 1\ntypedef long unsigned int size_t;\n# 2 "/kitten/d.c" 2\nlong a = 1L;\n'
        self.assertEqual(dialect.translate(text, "c", ["/kit"]),
                         text.replace("long a = 1L", "int a = 1"))

    def test_function_beside_a_literal_is_one(self):
        for before, after in (
                ('int Foo(void)\n{ if (x) { D(__FUNCTION__ ": a"); } D(__FUNCTION__); }',
                 'int Foo(void)\n{ if (x) { D("Foo" ": a"); } D(__FUNCTION__); }'),
                ('int t[] = { f(1) }; struct S { int a; }; static int __attribute__((x)) G(int a) '
                 '{ D("a" __FUNCTION__); } int H(void) { D(__FUNCTION__\n"b"); }',
                 'int t[] = { f(1) }; struct S { int a; }; static int __attribute__((x)) G(int a) '
                 '{ D("a" "G"); } int H(void) { D("H"\n"b"); }'),
                ('extern "C" { class A { A() : x(1) { D(__FUNCTION__ "a"); } }; }',
                 'extern "C" { class A { A() : x(1) { D("A" "a"); } }; }')):
            self.assertEqual(dialect.translate(before, "c++"), after)

    def test_bytes_of_a_code_page_in_wide_literals(self):
        text = 'L"Ger\udce4t \udc80" "\udce4"'
        self.assertEqual(dialect.translate(text, "c"), 'L"Ger\\u00e4t \\u20ac" "\udce4"')

    def test_end_of_a_file_of_dos(self):
        self.assertEqual(dialect.translate("int a;\n\x1a", "c"), "int a;\n")

    def test_what_is_not_supported_is_named_with_its_line(self):
        for word, what in (("__try", "structured exceptions"), ("__asm", "inline assembly"),
                           ("NT_DECLSPEC_naked", r"__declspec\(naked\)")):
            with self.assertRaisesRegex(dialect.Mistake, rf"^d\.c:8: error: {what} .*README"):
                dialect.translate(f'# 7 "d.c"\nvoid f(void) {{\n {word} {{', "c")


class Strings(unittest.TestCase):
    """ntstrsafe.h"""

    def test_functions_do_what_is_documented(self):
        for compiler, *flags in (("gcc", "-std=gnu11"), ("g++", "-std=c++20", "-x", "c++"), ("clang", "-std=gnu11")):
            if not shutil.which(compiler):
                continue
            with self.subTest(compiler=compiler), tempfile.TemporaryDirectory() as folder:
                program = pathlib.Path(folder) / "strsafe"
                subprocess.run([compiler, *flags, "-O1", "-Wall", "-Wextra", "-Werror", "-Wno-format-security",
                                "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fshort-wchar",
                                "-I", top / "compat/include", "-o", program, top / "kunit/kit/strsafe.c"], check=True)
                done = subprocess.run([program], check=False, capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))


class Compiler(unittest.TestCase):
    """msc.h"""

    PROGRAM = """
#define CHECK(x) { if (!(x)) said++; __assume(x); }
int said, calls, count;
int once(void) { return ++calls; }
int known(int x) { CHECK(x); return said; }
int unreachable(int x) { switch (x) { case 1: return 1; default: __assume(0); } }
int main(void)
{
	__assume(once());
	CHECK(++count == 1);
	CHECK(count == 2);
	CHECK(known(0) == 2);
	__assume(1);
	count == 1 ? (void)(count = 10) : __assume(FALSE);
	return calls * 100 + count + said + unreachable(1);
}
"""

    def test_assume_evaluates_nothing(self):
        """W9"""
        for compiler in ("gcc", "g++", "clang", "clang++"):
            if not shutil.which(compiler):
                continue
            for level in ("-O0", "-O2"):
                with self.subTest(compiler=compiler, level=level), tempfile.TemporaryDirectory() as folder:
                    path = pathlib.Path(folder) / ("x.cpp" if "++" in compiler else "x.c")
                    path.write_text(self.PROGRAM, encoding="utf-8")
                    program = path.with_suffix("")
                    subprocess.run([compiler, "-Werror", "-Wall", level, "-DFALSE=0", f"-include{kit}/msc.h",
                                    "-o", program, path], check=True)
                    self.assertEqual(subprocess.run([program], check=False).returncode, 13)

    def test_assume_of_a_constant_0_is_unreachable(self):
        """W9"""
        text = "int f(int x) { if (x) return 1; __assume(0 && x); }"
        for compiler, language in (("gcc", "c"), ("g++", "c++")):
            done = subprocess.run([compiler, "-x", language, "-O2", "-Werror", "-Wall", f"-include{kit}/msc.h",
                                   "-S", "-o", "-", "-"], input=text, check=True, capture_output=True, text=True)
            self.assertNotRegex(done.stdout, r"\b(test|cmp)")


class MessageCompiler(unittest.TestCase):
    """mc.py"""

    def compile(self, text, encoding="utf-8"):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "x.mc"
            path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
            return tool("mc.py", path)

    def defines(self, text, encoding="utf-8"):
        status, output = self.compile(text, encoding)
        self.assertEqual(status, 0, output)
        words = (line.split() for line in output.splitlines() if line.startswith("#define"))
        return {word[1]: " ".join(word[2:]) for word in words}

    def test_numbers_names_and_defaults(self):
        found = self.defines(FACILITIES + """
MessageId=0x10 Facility=Io Severity=Error SymbolicName=A
Language=English
One.
.
MessageId= SymbolicName=B
Language=English
Two = (2).
.
MessageId=+3
Severity=Success
SymbolicName=C
Language=English
.
""")
        self.assertEqual(found, {
            "SEVERITY_SUCCESS": "0x0", "SEVERITY_ERROR": "0x3", "FACILITY_IO": "0x4",
            "A": "((NTSTATUS)0xC0040010L)", "B": "((NTSTATUS)0xC0040011L)",
            "C": "((NTSTATUS)0x00040014L)"})

    def test_without_a_type_and_in_decimal(self):
        found = self.defines("OutputBase=10\nMessageId=1 Severity=Warning Facility=System "
                             "SymbolicName=W\nLanguage=English\nx\n.\n")
        self.assertEqual(found, {"W": f"{0x80ff0001}L"})

    def test_comments_are_copied_and_texts_become_comments(self):
        status, output = self.compile(";#ifndef X\n" + FACILITIES + "MessageId=1 SymbolicName=A\n"
                                      "Language=English\n;no comment \\\n.\n;#endif\n")
        self.assertEqual(status, 0, output)
        self.assertTrue(output.startswith("#ifndef X\n"))
        self.assertTrue(output.rstrip().endswith("#endif"))
        self.assertIn("//  ;no comment\n", output)

    def test_other_languages_do_not_count(self):
        found = self.defines("LanguageNames=(German=0x407:MSG00407)\nMessageId=1 SymbolicName=A\n"
                             "Language=English\nyes\n.\nLanguage=German\nja\n.\n")
        self.assertEqual(found, {"A": "0x0FFF0001L"})

    def test_any_encoding_of_windows(self):
        for encoding in ("utf-16", "utf-8-sig", "cp1252"):
            found = self.defines("MessageId=1 SymbolicName=A\nLanguage=English\nGr\u00fc\u00dfe\n.\n",
                                 encoding)
            self.assertEqual(found, {"A": "0x0FFF0001L"})

    def test_table_of_texts(self):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            (top / "a.mc").write_text("LanguageNames=(German=0x407:MSG00407)\n" + FACILITIES +
                                      "MessageId=1 Facility=Io Severity=Error SymbolicName=A\nLanguage=English\n"
                                      "No \"%2\"\\\non %1??/\u00e4.\n.\nLanguage=German\nnein\n.\n", encoding="utf-8")
            (top / "b.mc").write_text("MessageId=2 SymbolicName=B\nLanguage=English\n.\n", encoding="utf-8")
            self.assertEqual(tool("mc.py", "--table", top / "table", top / "a.mc", top / "b.mc"), (0, ""))
            self.assertEqual((top / "table").read_text(encoding="utf-8"),
                             '\t{ 0xc0040001, "No \\042%2\\042\\134\\012on %1\\077\\077/\\303\\244." },\n'
                             '\t{ 0x0fff0002, "" },\n')

    def test_end_of_a_file_of_dos(self):
        self.assertEqual(self.defines("MessageId=1 SymbolicName=A\nLanguage=English\nx\n.\n\x1a"),
                         {"A": "0x0FFF0001L"})

    def test_mistakes_are_named_with_their_line(self):
        for text, line in (("MessageId=1 Severity=Fatal\n", 1), ("\nnonsense\n", 2),
                           ("SymbolicName=A\n", 1), ("Language=English\nx\n.\n", 1),
                           ("MessageId=1 SymbolicName=A\nLanguage=English\nno end\n", 2),
                           ("MessageId=1 SymbolicName=A\nLanguage=Latin\n.\n", 2),
                           ("MessageId=x SymbolicName=A\nLanguage=English\n.\n", 2),
                           ("MessageId=1_0 SymbolicName=A\nLanguage=English\n.\n", 2),
                           ("MessageId=1 SymbolicName=1A\n", 1), ("MessageId=1 SymbolicName=A-B\n", 1),
                           ("FacilityNames=(Io=4:4IO)\n", 1),
                           ("MessageId=65536 SymbolicName=A\nLanguage=English\n.\n", 2),
                           ("SeverityNames=(Bad)\n", 1), ("Colour=1\n", 1)):
            status, output = self.compile(text)
            self.assertEqual(status, 1, output)
            self.assertRegex(output, rf"x\.mc:{line}: ")


class Includes(unittest.TestCase):
    """includes.py"""

    def test_names_in_any_case_and_with_backslashes(self):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            for name, text in (("driver/Main.C", '#include "..\\inc\\DRIVER.H"\n#include <Wdm.h>\n'
                                                 '#include "exact.h"\n# include "Missing.h"\n'
                                                 '#include "NOTE.h"\n#include "made.h"\n'),
                               ("driver/exact.h", ""),
                               ("Inc/driver.h", '#include "Common.H"\n'), ("Inc/common.h", ""),
                               ("kit/wdm.h", "")):
                (top / name).parent.mkdir(exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
            status, output = tool("includes.py", top / "out", top / "driver", top / "kit", "--",
                                  top / "note.h", top / "made.h")
            self.assertEqual((status, output), (0, ""))
            made = {path.name: path.read_text(encoding="utf-8") for path in (top / "out").iterdir()}
            self.assertEqual(set(made), {"..\\inc\\DRIVER.H", "Wdm.h", "Common.H", "NOTE.h"})
            for name, target in (("..\\inc\\DRIVER.H", "driver.h"), ("Wdm.h", "wdm.h"),
                                 ("Common.H", "common.h")):
                path = pathlib.Path(made[name].split('"')[1])
                self.assertEqual(path.name, target)
                self.assertTrue(path.is_file())
            self.assertEqual(made["NOTE.h"], f'#include "{top}/note.h"\n')

    def test_headers_of_the_kit_may_be_in_ddk(self):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            for name, text in (("driver/main.c", "#include <ddk/ntddk.h>\n#include <DDK\\Wdm.h>\n"
                                                 "#include <ddk/own.h>\n#include <ddk/missing.h>\n"),
                               ("driver/ddk/own.h", ""), ("driver/own.h", ""), ("kit/ntddk.h", ""), ("kit/wdm.h", "")):
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
            status, output = tool("includes.py", top / "out", top / "driver", top / "kit", "--")
            self.assertEqual((status, output), (0, ""))
            made = {str(path.relative_to(top / "out")): path.read_text(encoding="utf-8")
                    for path in (top / "out").rglob("*.h")}
            self.assertEqual(made, {"ddk/ntddk.h": f'#include "{top}/kit/ntddk.h"\n',
                                    "DDK\\Wdm.h": f'#include "{top}/kit/wdm.h"\n'})


ENTRY = """#include <ntddk.h>
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	return STATUS_SUCCESS;
}
"""

# What Windows sources look like: a driver with the objects init.o, device.o and text.o.
IDIOMS = {
    "INIT.C": """#include <NTDDK.H>
#include <stdarg.h>
#include <limits.h>
#include "IdiMsg.h"
#include "shared.h"
#if DBG
#define TRACE(x) Trace x
#else
#define TRACE(x)
#endif
typedef unsigned long DWORD;
typedef enum { One, Two, Three } Number;
C_ASSERT(sizeof(long) == 4 && sizeof(DWORD) == 4 && sizeof(0UL) == 4 && sizeof(__int64) == 8);
C_ASSERT(sizeof(size_t) == sizeof(void *) && sizeof(ULONG_PTR) == sizeof(void *));
C_ASSERT((NTSTATUS)0xC0000001 == 0xC0000001L && (ULONG)-1 == ~0UL && (ULONG)-1 == -1L);
C_ASSERT((NTSTATUS)0xC0040010 == IDI_BROKEN && LONG_MAX == MAXLONG && LONG_MIN < 0);
static void Trace(char *Format, ...)
{
	char Buffer[80];
	va_list Arguments;

	va_start(Arguments, Format);
	_vsnprintf(Buffer, sizeof(Buffer), Format, Arguments);
	va_end(Arguments);
	DbgPrint("%s", Buffer);
}
NTSTATUS Check(volatile NTSTATUS *Status, volatile long *Long, Number Number)
{
	switch (Number) {
	case One:
		InterlockedIncrement(Long);
	}
	if (*Status == 0xC0000022L)
		return IDI_BROKEN;
	DbgPrint(__FUNCTION__ ": not so\\n");
	return SHARED_FINE;
}
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	static WCHAR Name[] = L"Ger\udce4t";
	long Count = Name[3];
	NTSTATUS Status = STATUS_UNSUCCESSFUL;

	TRACE(("this is traced %d\\n", Name[0]));
	ASSERT(Count == 0xe4);
	return Check(&Status, &Count, One);
}
\x1a""",
    "Device.cpp": """#include <wdm.h>
#include <new>
#include "..\\inc\\SHARED.H"
class Device {
public:
	Device() : m_count(0) {}
	LONG m_count;
};
extern "C" LONG Classify(NTSTATUS Status, PVOID Place)
{
	LARGE_INTEGER Due = { -10 * 1000, -1 };
	ULONG Values[] = { -1 };
	CHAR Bytes[] = { 0xff };

	switch (Status) {
	case 0xC0000022L:
		return (LONG)Values[0] + Bytes[0];
	}
	return (new (Place) Device)->m_count + Due.HighPart;
}
""",
    "text.c": "__declspec(code_seg(\"PAGE\")) int Text(void) { return 0; }\n",
    "idimsg.MC": "MessageIdTypedef=NTSTATUS\nSeverityNames=(Error=0x3)\nFacilityNames=(Io=0x4)\n"
                 "MessageId=0x10 Facility=Io Severity=Error SymbolicName=IDI_BROKEN\n"
                 "Language=English\nBroken.\n.\n\x1a",
    "../inc/shared.mc": "MessageId=1 Severity=Success SymbolicName=SHARED_FINE\n"
                        "Language=English\nFine.\n.\n",
    "Kbuild": """obj-m := idioms.o
idioms-y := init.o device.o text.o
idioms-license := GPL
idioms-description := Say "hi", it's \\ here
ccflags-y := -I$(src)/../inc
include $(NTPARPORT)/compat/driver.mk
"""}

# Switches whose argument is a word of its own; for C and C++, which get different ones.
SWITCHES = {
    "alone.cpp": '#include "Far.h"\nC_ASSERT(FAR == 5);\nextern "C" ' +
                 ENTRY.replace("#include <ntddk.h>\n", "").replace("STATUS_SUCCESS", "FORCED(0)"),
    "more.c": "C_ASSERT(FORCED(1) == 1 && MACRO == 7 && EXTRA == 1);\n__int64 Value = 1;\n",
    "force.h": "#include <ntddk.h>\nstatic const __int64 ForcedValue = 10i64;\n#define FORCED(x) (x)\n",
    "second.h": "#define SECOND 2\n",
    "macros.h": "int dropped;\n#define MACRO 7\n",
    "../inc/far.h": "#define FAR (SECOND + 3)\n",
    "Kbuild": "obj-m := alone.o\nalone-y := alone.o more.o\nalone-license := GPL\n"
              "ccflags-y := -I  $(src)/../inc -include force.h -include $(src)/second.h "
              "-imacros macros.h -D EXTRA\n"
              "include $(NTPARPORT)/compat/driver.mk\n"}

# Sources in several folders, below the Kbuild's folder and beside it.
FOLDERS = {
    "Main.c": '#include <ntddk.h>\n#include "ISR.H"\n#include "Util.h"\n' +
              ENTRY.replace("#include <ntddk.h>\n", "").replace("STATUS_SUCCESS", "Isr() + Util()"),
    "isr/isr.c": '#include "..\\..\\Common\\util.h"\n#include "isr.h"\nLONG Isr(VOID) { return Util(); }\n',
    "isr/isr.h": "LONG Isr(VOID);\n",
    "../common/Util.c": '#include "UTIL.H"\nLONG Util(VOID) { return 0; }\n',
    "../common/util.h": "#include <NtDDK.h>\nLONG Util(VOID);\n",
    "Kbuild": "obj-m := folders.o\nfolders-y := main.o isr/isr.o ../common/util.o\nfolders-license := GPL\n"
              "ccflags-y := -I$(src)/isr -I$(src)/../common\n"
              "include $(NTPARPORT)/compat/driver.mk\n"}

ALONE = {"alone.c": ENTRY,
         "Kbuild": "obj-m := alone.o\nalone-license := GPL\ninclude $(NTPARPORT)/compat/driver.mk\n"}


class Drivers(unittest.TestCase):
    """driver.mk"""

    def setUp(self):
        if not kernel:
            self.skipTest("no kernel to build for")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)
        self.folder = self.top / "driver"

    def write(self, files):
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogateescape"))

    def make(self, *arguments, tree=None, kit=None):
        """Builds the driver; returns make's status and output."""
        done = subprocess.run(["make", "-C", tree or kernel, f"M={self.folder}", f"NTPARPORT={kit or build}",
                               *arguments, "modules"], check=False, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def built(self, *texts, arguments=(), **keywords):
        """Builds the driver without a complaint; returns which of the texts are in its module."""
        status, output = self.make(*arguments, **keywords)
        self.assertEqual(status, 0, output)
        self.assertNotRegex(output, "warning:|[Ee]rror|ERROR|WARNING: modpost: (?!.* undefined!)")
        module = next(self.folder.glob("*.ko")).read_bytes()
        return [text.encode() in module for text in texts]

    def refused(self, *arguments):
        """Checks that the driver does not build; returns what make says."""
        status, output = self.make(*arguments)
        self.assertNotEqual(status, 0, output)
        return output

    def test_idioms_of_windows_sources(self):
        self.write(IDIOMS)
        self.assertEqual(self.built('description=Say "hi", it\'s \\ here\0', "Check: not so", "this is traced",
                                    "Count == 0xe4", "Broken.", "Fine."), [True, True, False, False, True, True])
        # The same sources as a checked build, in the same folder.
        self.assertEqual(self.built("this is traced", "Count == 0xe4", arguments=["DBG=1"]), [True, True])

    def test_one_source_and_no_list(self):
        self.write(ALONE)
        self.built()

    def test_sources_in_several_folders(self):
        self.write(FOLDERS)
        self.built()

    def test_from_what_is_installed(self):
        root = self.top / "root"
        done = subprocess.run(["make", "-s", "-C", top, "install", f"KDIR={kernel}", f"OUT={build}",
                               "KFLAGS=W=1", f"INSTALL_MOD_PATH={root}"], check=False,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # The kit is beside the modules, under the name that uname -r gives.
        kits = list(root.glob("lib/modules/*/ntparport"))
        self.assertEqual(len(kits), 1)
        self.assertTrue(list(kits[0].parent.glob("*/ntparport.ko*")))
        self.write(ALONE)
        self.built(kit=kits[0])

    def test_a_source_that_fails_fails_the_build(self):
        self.write(ALONE)
        self.built()
        for line, message in (("#error hey\n", "hey"), ("#include <missing.h>\n", "missing.h"),
                              ("int a = b;\n", "b"), ("void f(void) { __try {} }\n", "README"),
                              ("#include <ntdef.h>\nC_ASSERT(sizeof(LONG) == 8);\n", "negative")):
            self.write({"alone.c": line + ENTRY})
            output = self.refused()
            self.assertRegex(output, rf"alone\.c:{line.count(chr(10))}.*{message}")
            self.assertNotRegex(output, "objtool|fixdep")
        self.write(ALONE)
        self.built()

    def test_mistakes_of_a_kbuild_are_named(self):
        include = "include $(NTPARPORT)/compat/driver.mk\n"
        for text, message in (
                ("obj-m := a.o\n", "what licence"),
                ("obj-m := a.o\na-license := Proprietary\n", "whose licence is Proprietary"),
                ("obj-m := a.o\na-license := GPL-2.0\n", "only GPL, GPL v2, .* Dual MPL/GPL"),
                ("obj-m := a.o\na-y := b.o\na-license := GPL\n", "no source for b.o")):
            self.write({"Kbuild": text + include})
            self.assertRegex(self.refused(), f"ntparport: .*{message}")

    def test_switches_in_two_words(self):
        self.write(SWITCHES)
        self.built()
        # The objects depend on files that are included in this way.
        self.write({"force.h": "#error changed\n"})
        self.assertRegex(self.refused(), r"force\.h:1.*changed")

    def test_by_clang(self):
        if not clang_kernel:
            self.skipTest("no kernel that clang builds")
        self.write(IDIOMS)
        # Nothing in that tree is linked, so nothing is exported.
        clang = ["CC=clang", "KBUILD_MODPOST_WARN=1"]
        self.assertEqual(self.built("clang version", "GCC: (", arguments=clang, tree=clang_kernel),
                         [True, False])
        self.assertEqual(self.built("this is traced", arguments=[*clang, "DBG=1"], tree=clang_kernel), [True])
        self.write(SWITCHES)
        self.built(arguments=clang, tree=clang_kernel)


if __name__ == "__main__":
    kernel, build, clang_kernel = (sys.argv[1:] + [None] * 3)[:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=0)
