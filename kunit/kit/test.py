# SPDX-License-Identifier: GPL-2.0
"""Do driver.mk and its tools what they promise? Fails if not.

Usage: test.py [KERNEL BUILD [CLANG-KERNEL [TEST...]]]

With the build tree of a kernel, and the folder in which ntparport is built for
it, drivers are built, too; with the tree of a kernel that clang builds, by clang.
"""
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

top = pathlib.Path(__file__).resolve().parent.parent.parent
kit = top / "compat/kit"
headers = top / "compat/include"
sys.path.append(str(kit))
import dialect  # pylint: disable=wrong-import-position
import explain  # pylint: disable=wrong-import-position

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
                              ("5i32", "5"), ("5ui32", "5u"), ("5I8", "((signed char)5)"),
                              ("0xFFui16", "((unsigned short)0xFF)")):
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
                 'extern "C" { class A { A() : x(1) { D("A::A" "a"); } }; }')):
            self.assertEqual(dialect.translate(before, "c++"), after)

    def test_the_function_is_the_one_that_has_a_body(self):
        for before in ("typeof(x) y;", "_Alignas(LONG) int y;", "int f(PVOID) __attribute((x));", "int f(PVOID) ANNOTATED;",
                       "int f(a); int y;", "typeof(x)", "int _Alignas(LONG)", "__attribute((x)) int"):
            self.assertEqual(dialect.translate(f'{before} g(a) int a; {{ D(__FUNCTION__ ":"); }}', "c"),
                             f'{before} g(a) int a; {{ D("g" ":"); }}')

    def test_bytes_of_a_code_page_in_wide_literals(self):
        text = 'L"Ger\udce4t \udc80" "\udce4"'
        self.assertEqual(dialect.translate(text, "c"), 'L"Ger\\u00e4t \\u20ac" "\udce4"')

    def test_end_of_a_file_of_dos(self):
        self.assertEqual(dialect.translate("int a;\n\x1a", "c"), "int a;\n")

    def test_what_is_not_supported_is_named_with_its_line(self):
        for word, what in (("__leave", "structured exceptions"), ("__asm", "inline assembly"),
                           ("__declspec(odd)", r"__declspec\(odd\)")):
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


COMPILERS = [(name, language) for name, language in (("gcc", "c"), ("g++", "c++"), ("clang", "c"), ("clang++", "c++"))
             if shutil.which(name)]
# As driver.mk has them.
FLAGS = ["-O2", "-fshort-wchar", "-mms-bitfields", "-fno-strict-aliasing", "-Wall", "-Wno-multichar", "-Wno-unused-value",
         "-Wno-unused-variable", "-Wno-unused-but-set-variable", "-Wno-unused-function", "-Wno-unknown-pragmas",
         "-Wno-comment", "-Wno-parentheses", "-Wno-unused-label", "-fno-builtin-sprintf", "-fno-builtin-vsprintf",
         "-fno-builtin-towlower", "-fno-builtin-towupper", "-fno-builtin-labs"]
CXX_FLAGS = ["-std=c++20", "-ffreestanding", "-fno-exceptions", "-fno-rtti", "-nostdinc++", "-fno-operator-names",
             "-Wno-write-strings", "-Wno-narrowing", "-Wno-invalid-offsetof", "-Wno-volatile"]
C_FLAGS = ["-fms-extensions", "-Wno-declaration-after-statement", "-Wno-pointer-sign",
           "-Werror=implicit-function-declaration", "-Werror=implicit-int", "-Wno-error=implicit-int",
           "-Wno-error=implicit-function-declaration", "-Wno-error=int-conversion"]


class Constructs(unittest.TestCase):
    """What of Microsoft's C works, by every compiler"""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def compile(self, compiler, language, text, *switches):
        """Translates and compiles it as a driver's source; the status, and what is said."""
        source = self.folder / ("source.c" if language == "c" else "source.cpp")
        source.write_text(text.replace("int main(", "EXTERN_C int main("), encoding="utf-8")
        of_compiler = subprocess.run([compiler, "-print-file-name=include"], check=True, capture_output=True,
                                     text=True).stdout.strip()
        flags = [*FLAGS, *(C_FLAGS if language == "c" else CXX_FLAGS)]
        if compiler == "g++":
            flags += ["-fms-extensions", "-fcheck-new"]
        if "clang" in compiler:
            flags += ["-Wno-microsoft", "-Wno-ignored-attributes", "-Wno-ignored-pragmas", "-Wno-writable-strings",
                      "-Wno-deprecated-volatile", "-Wno-unknown-warning-option", "-Wno-unused-command-line-argument"]
        return tool("compile.py", language, source, self.folder / "source.o", headers, kit, of_compiler, "--",
                    compiler, f"-include{kit}/msc.h", f"-I{self.folder}", f"-I{headers}", f"-I{kit}/include",
                    "-nostdinc", "-isystem", of_compiler, *flags, *switches)

    @classmethod
    @functools.cache
    def exceptions(cls):
        """The objects that programs with __try need."""
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        objects = []
        for source in ("compat/glue/jump_to.S", *(f"compat/base/{name}.cc" for name in ("image_try", "raise", "unwind")),
                       "kunit/kit/exceptions.cc"):
            objects.append(pathlib.Path(folder.name) / (pathlib.Path(source).name + ".o"))
            subprocess.run(["g++", "-std=c++20", "-O2", "-fno-exceptions", "-fno-rtti", "-fshort-wchar", "-I", top,
                            "-I", top / "compat", "-I", headers, "-c", "-o", objects[-1], top / source], check=True)
        return objects

    def result(self, compiler, language, text, *switches, said=""):
        """What main() in it returns."""
        status, output = self.compile(compiler, language, text, *switches)
        self.assertEqual(status, 0, output)
        self.assertRegex(output, said or r"\A\Z")
        program = self.folder / "program"
        more = ["-Wl,--wrap=main", *self.exceptions()] if re.search(r"\b(?:__)?try\b", text) else []
        subprocess.run([compiler, "-no-pie", "-o", program, self.folder / "source.o", *more], check=True)
        return subprocess.run([program], check=False).returncode

    def means(self, text, *switches, languages=("c", "c++"), said=""):
        """main() in it returns 0, whatever the language and the compiler."""
        for compiler, language in COMPILERS:
            if language in languages:
                with self.subTest(compiler=compiler):
                    self.assertEqual(self.result(compiler, language, text, *switches, said=said), 0)

    def refused(self, text, *messages, languages=("c", "c++")):
        """Nobody compiles it, and all of this is said."""
        for compiler, language in COMPILERS:
            if language in languages:
                with self.subTest(compiler=compiler):
                    status, output = self.compile(compiler, language, text)
                    self.assertNotEqual(status, 0)
                    for message in messages:
                        self.assertRegex(output, message)

    def test_enums_are_ints_before_they_are_defined(self):
        self.means("""
#include <ntddk.h>
typedef enum colour Colour;
struct car { Colour paint; enum shape *form; enum never unknown; };
LONG first(Colour c);
enum colour { RED, GREEN };
enum shape { ROUND = 7 };
LONG first(enum colour c) { return c; }
int main(void)
{
	struct car car;
	car.paint = GREEN;
	C_ASSERT(sizeof(car.paint) == 4);
	return first(car.paint) - 1 + ROUND - 7 + RED;
}
""")
        self.means("""
#include <ntddk.h>
enum size { SMALL = sizeof(enum size), LARGE = (enum size)5 };
int main(void) { enum size size = LARGE; return SMALL - 4 + size - 5; }
""")

    def test_enums_are_ints(self):
        self.means("""
#include <ntddk.h>
typedef enum _PHASE { IDLE, NEGOTIATION, DATA } PHASE;
typedef enum { BAD = 0xC0000001, NONE = -1, SHIFTED = 1 << 4, NEXT, } CODE;
enum { FLAG = 0x80000000 };
LONGLONG widened(PHASE phase) { return phase; }
LONGLONG code(CODE code) { return code; }
int main(void)
{
	int phase, n = 0;
	PHASE at;
	for (at = DATA, phase = 0; phase < 10 && at >= IDLE; at = (PHASE)(at - 1), phase++)
		n++;
	C_ASSERT(sizeof(CODE) == 4 && BAD < 0 && FLAG < 0 && NEXT == 17);
	return n != 3 || widened((PHASE)-1) != -1 || code(BAD) != (LONG)0xC0000001 || (PHASE)-1 >= IDLE;
}
""")

    def test_numbers_have_the_type_of_their_suffix(self):
        self.means("""
#include <ntddk.h>
C_ASSERT(sizeof(1i8) == 1 && sizeof(1ui8) == 1 && sizeof(1i16) == 2 && sizeof(0xFFui16) == 2 && sizeof(1i32) == 4);
C_ASSERT(sizeof(1ui64) == 8 && sizeof(0xFFi64) == 8 && sizeof(1UI8 + 1) == 4);
#define MAX 0xFFui8
enum { THREE = 3ui8 };
static UCHAR Bytes[3ui8];
int main(void)
{
	UCHAR u = MAX;
	switch (3) { case 3i8: break; default: return 1; }
	if (0xFFi8 != -1 || 255ui8 != 255 || 65535ui16 + 1 != 65536 || -1i16 != -1 || ~0ui8 != -1)
		return 2;
	return u - MAX + sizeof(Bytes) - THREE + (0xFFFFFFFFi64 != 0xFFFFFFFFu) + (0xFFFFFFFFFFFFFFFFui64 + 1 != 0);
}
""")
        self.means("""
#include <ntddk.h>
#define TEN 10i64
#define MANY 0xFFFFFFFFui64
#if TEN > 5i8 && MANY == 0xFFFFFFFFui64 && 2ui16 + 1i32 == 3
#define YES 1
#elif 5i64
#endif
#define SMALL 0xFFui8
int main(void) { return YES - 1 + sizeof(TEN) - 8 + (MANY + 1 == 0) + sizeof(SMALL) - 1 + (sizeof("10i64") - 6); }
""")
        for compiler, language in COMPILERS:
            if compiler != "clang":
                status, output = self.compile(compiler, language, "#define A 10i8\n#if A > 5\nint a;\n#endif\n")
                self.assertNotEqual(status, 0)
                self.assertRegex(output, "source.*:[12]: ntparport: numbers of a width are not read in #if: write 10LL")

    def test_characters_of_several(self):
        self.means("""
#include <ntddk.h>
#if 'ab' != 0x6162
#error
#endif
int main(void) { return ('abcd' != 0x61626364) + ('abc' != 0x616263) + sizeof('ab') - 4 + (L'ab' != 'a') + (L'\\x41z' != 'A') +
	(L'\\'' != 39) + ('\\377' != -1) + (L'\\xffff' != 0xffff) + (L'\\x20ac' != 0x20ac) + (L'\\101' != 'A') +
	(L'\\1012' != 'A') + (L'\\7' != 7) + (L'\\78' != 7) + (L'\\0' != 0) + (L'\\\\n' != 92); }
""")

    def test_labels_at_the_end_of_a_block(self):
        self.means("""
#include <ntddk.h>
int main(void)
{
	int n = 0;
	switch (n) {
	case 3: n++;
	default:
	}
	for (; n < 3; n++) { if (n == 1) goto next; n += 0; next: }
	switch (n) { case 4: n = 9; break; case 3 ? 5 : 6: }
	goto out;
out:
	return n - 3;
}
""")

    def test_words_of_later_languages_are_names(self):
        self.means("""
#include <ntddk.h>
static ULONG Mix(ULONG a, ULONG or, ULONG and) { return a | or & and; }
struct item { int concept, requires; int not; int xor; int alignas; int constexpr; int static_assert, *nullptr; int export; };
enum { char8_t, consteval = 4 };
typedef unsigned char char16_t;
static int noexcept(int thread_local) { return thread_local + consteval; }
static int co_await(struct item *p) { return p->alignas; }
int main(void)
{
	struct item item = { 1, 2, 3, 4, 5, 6, 7 };
	ULONG not_eq = 8, decltype = 9;
	item.not = 0;
	return Mix(0, 3, 1) - 1 + item.not + item.concept - 1 + item.alignas - 5 + (item.nullptr != NULL) + not_eq - 8 + char8_t +
		noexcept(1) - 5 + sizeof(char16_t) - 1 + co_await(&item) - 5 + decltype - 9 + item.export;
}
""")
        self.means("""
#include <ntddk.h>
struct item { int inline; int restrict; int typeof; int asm; int class, this; };
static int First(int *restrict p, int inline) { return *p + inline; }
int new, asm = 0;
int main(void)
{
	struct item item = { 0 };
	int typeof = 0;
	return First(&item.restrict, item.inline) + typeof + asm + new;
}
""".replace("int *restrict p", "int *p"), languages=("c",))
        # They are what they are where nothing has such a name, and macros may be called like them.
        self.means("""
#include <ntddk.h>
#include <iso646.h>
static_assert(sizeof(int) == 4, "");
constexpr int Nothing() noexcept { return 0; }
struct Base { virtual int f() noexcept = 0; int g() const noexcept; };
struct Derived final : Base { int f() noexcept override { return 0; } };
alignas(16) static int Aligned;
template <class T> concept Any = requires(T t) { t; };
template <class T> requires (sizeof(T) > 0) int Size(T) { return sizeof(T); }
static PVOID Place(PVOID p, PVOID q) { return q == nullptr ? nullptr : p; }
int main(void)
{
	decltype(Aligned) n = 0;
	return Nothing() + Size(n) - 4 + (Place(&n, nullptr) not_eq nullptr) + (true and not false ? 0 : 1) + alignof(int) - 4;
}
""", languages=("c++",))
        self.means("""
#include <ntddk.h>
#define nullptr NULL
#define constexpr const
#define and &&
constexpr int One = 1;
int main(void) { int n = One, m = 0; return (n and m) + (nullptr != NULL); }
""")

    def test_names_that_linuxs_compilers_define(self):
        self.means("""
#if defined(unix) || defined(linux) || defined(__linux__) || defined(__unix__)
#error
#endif
int linux, unix;
int main(void) { return linux + unix; }
""", "-Ulinux", "-Uunix", "-U__linux__", "-U__unix__")

    def test_macros_right_behind_a_literal(self):
        for text in ('#define TAIL "b"\n#define _TAIL "c"\n#define __WIDE L"d"\nstatic const char Text[] = "a"TAIL"-"_TAIL"-"__FILE__;\n'
                     'static const WCHAR Wide[] = L"a"__WIDE L"-"L"e";\n'
                     'int main(void) { return Text[1] - \'b\' + Text[3] - \'c\' + Wide[1] - \'d\' + Wide[3] - \'e\'; }\n',
                     '#define TAIL "b"\nint main(void) { return sizeof("a"TAIL) - 3; }\n',
                     '#define _TAIL "b"\nint main(void) { return sizeof("a"_TAIL) - 3; }\n'):
            self.means("#include <ntddk.h>\n" + text)
        # They may be one word, too.
        self.means("""
constexpr int operator""_n(const char *, decltype(sizeof(0)) n) { return n; }
static const char Raw[] = R"(a"b)";
int main(void) { return "abc"_n - 3 + sizeof(Raw) - 4 + 1'000 - 1000; }
""", languages=("c++",))

    def test_functions_of_its_own_that_a_compiler_knows(self):
        self.means("""
#include <ntddk.h>
int ffs(int); int toascii(int c); PCHAR index(PCHAR text, int c); static int puts(ULONG a, ULONG b) { return a + b; }
VOID free(PVOID p); extern int abort; PVOID malloc(ULONG size);
int printf(const char *format, ...);
static int round, y1 = 3, signbit;
ULONG log, *exp;
int main(void)
{
	char *s = "abc";
	return ffs(8) - 80 + toascii(200) - 2000 + (index(s, 'c') != s) + puts(1, 2) - 3 + round + log + y1 - 3 + printf("x\\n") - 7;
}
static int times(int x, int n) { return x * n; }
int ffs(int x) { return times(x, 10); }
int toascii(int c) { return times(c, 10); }
PCHAR index(PCHAR text, int c) { return text; }
int printf(const char *format, ...) { return 7; }
""", "-fno-inline", languages=("c",))

    def test_words_of_later_languages_in_lists(self):
        self.means("""
#include <ntddk.h>
static int *concept, export, *requires = &export, *nullptr, decltype = 5;
static int Sum(int a, int b, int c) { return a + b + c; }
int main(void) { int a[2], noexcept, alignof; noexcept = alignof = 1; return Sum(noexcept, nullptr == NULL ? 0 : 1, -alignof) + (*requires != 0) + decltype - 5; }
""", languages=("c++",))
        self.means("""
#include <ntddk.h>
static int Sum(void *a, void *b, int c) { return a == b ? c : 1; }
int main(void) { int a = 0, b = Sum(nullptr, nullptr, a); decltype(a) c, d; return b; }
""", languages=("c++",))

    def test_types_of_a_width_before_windows_xp(self):
        own = "typedef char INT8;\ntypedef unsigned char UINT8, *PUINT8;\ntypedef int INT16;\n"
        for version, text in (("0x0400", own), ("0x0500", own), ("0x0501", "")):
            self.means(f"#include <ntddk.h>\n{text}INT8 a; UINT8 b; INT16 c; PUINT8 d; INT32 e;\nint main(void) {{ return 0; }}\n",
                       f"-DNT_KIT={version}")

    def test_arrays_of_any_number_as_members(self):
        self.means("""
#include <ntddk.h>
struct only { UCHAR Data[]; };
typedef struct _LINK { struct _LINK *Next[]; } LINK;
union any { int n; UCHAR Bytes[]; USHORT Words[][2]; };
struct inside { int n; union { UCHAR Bytes[]; USHORT Words[0]; }; };
struct between { int n; UCHAR Data[]; int m; };
struct none { int n; UCHAR First[0], Second[0]; };
struct end { int n, m; UCHAR Data[]; };
struct around { struct end end; int n; };
C_ASSERT(sizeof(union any) == 4 && sizeof(struct inside) == 4 && sizeof(struct between) == 8);
C_ASSERT(sizeof(struct none) == 4 && sizeof(struct end) == 8 && sizeof(struct around) == 12);
C_ASSERT(FIELD_OFFSET(struct inside, Words) == 4 && FIELD_OFFSET(struct between, m) == 4);
int main(void)
{
	UCHAR bytes[4] = { 1, 2, 3, 4 };
	return ((struct only *)bytes)->Data[3] - 4 + ((union any *)bytes)->Bytes[2] - 3;
}
""", "-Wno-gnu-variable-sized-type-not-at-end")
        text = """
#include <ntddk.h>
struct one { int n; UCHAR Data[]; };
struct two { int n; char Data[0]; };
static struct one One = { 3, { 1, 2, 3 } };
static struct two Two = { 3, { 'a', 'b' } };
static struct two Three = { 3, { "abc" } };
int main(void) { return One.Data[2] - 3 + Two.Data[1] - 'b' + Three.Data[2] - 'c'; }
"""
        for compiler, language in COMPILERS:
            if compiler != "clang++":
                self.assertEqual(self.result(compiler, language, text), 0)
            else:
                self.assertRegex(self.compile(compiler, language, text)[1], "ntparport: clang has no such elements")
        self.refused("int a[2] = { 1, 2, 3 };", "excess|too many")

    def test_bit_fields(self):
        self.means("""
#include <ntddk.h>
struct wide { UCHAR a : 4; ULONG b : 4; };
struct narrow { USHORT a : 3; UCHAR b : 1, c : 1; };
#pragma pack(push, 1)
struct packed { UCHAR a : 4; USHORT b : 12; UCHAR c; };
#pragma pack(pop)
C_ASSERT(sizeof(struct wide) == 8 && sizeof(struct narrow) == 4 && sizeof(struct packed) == 4);
int main(void) { return 0; }
""")

    def test_what_does_nothing(self):
        self.means("""
#include <ntddk.h>
#define TRACE __noop
#define TRACE_ENTER() __noop
static int calls;
static int Call(void) { return ++calls; }
int main(void)
{
	TRACE("%d", Call());
	TRACE_ENTER();
	if (calls) __noop; else __noop(Call());
	for (;; __noop) break;
	calls ? __noop : (void)Call();
	return calls - 1;
}
""")

    def test_variables_in_registers(self):
        self.means("""
#include <ntddk.h>
USHORT sum(register PVOID from, register int words)
{
	USHORT result = 0;
	for (register int i = 0; i < words; i++)
		result += *((PUSHORT)from)++;
	return result;
}
int main(void)
{
	USHORT words[2] = { 40, 2 };
	register PVOID q = words;
	return sum(words, 2) - 42 + (*((PUSHORT)q)++ - 40);
}
""")

    def test_enums_inside_of_scopes(self):
        self.means("""
#include <ntddk.h>
extern "C" { namespace shop { class Car { public: int f() { return 1; } enum paint *p; };
enum paint { RED = 3 }; } }
int main(void) { enum shop::paint red = shop::RED; shop::Car car; car.p = &red; return *car.p - 3; }
""", languages=("c++",))

    def test_a_cast_is_a_variable(self):
        self.means("""
#include <ntddk.h>
typedef struct _PAIR { ULONG A, B; } PAIR, *PPAIR;
static ULONG Sum(PPAIR Pair) { return Pair->A + Pair->B; }
static PULONG SecondOf(PVOID p) { return &((PPAIR)p)->B; }
static ULONG Numbers[4];
int main(void)
{
	PVOID p = Numbers, v = &Numbers[2];
	const PAIR pair = { 3, 4 };
	ULONG n = 0;
	PUCHAR bytes = (PUCHAR)Numbers;
	*((PULONG)p)++ = 1;
	*(PULONG)p = 2;
	if (n == 0)
		(ULONG)*(ULONG *)v = 5;
	((PUCHAR)p) += 4;
	if ((PULONG)p != &Numbers[2])
		return 1;
	--(PULONG)p;
	((struct _PAIR *)p)--;
	(PULONG)bytes += 2;
	*((ULONG UNALIGNED *)bytes) += 1;
	(PVOID)v = (PVOID)&n;
	*(PULONG)v = 7;
	if (Numbers[0] != 1 || Numbers[1] != 2 || Numbers[2] != 6 || n != 7)
		return 2;
	if (p != Numbers - 1)
		return 3;
	if (Sum(&(PAIR)pair) != 7 || (n & (ULONG)6) != 6 || sizeof(PAIR) - 8)
		return 4;
	if ((sizeof(ULONG) & (ULONG)n) != 4 || (__alignof__(ULONG) & (ULONG)7) != 4)
		return 7;
	if (SecondOf(Numbers + 1) != Numbers + 2 || ++((PPAIR)(Numbers + 1))->A != 3 || ++((PULONG)Numbers)[0] != 2)
		return 6;
	Numbers[0] = 1;
	return *((PULONG)Numbers) == 1 && ~(LONG)0 == -1 ? 0 : 5;
}
""")

    def test_a_cast_of_a_cast_is_a_variable(self):
        self.means("""
#include <ntddk.h>
static struct { PVOID Place; } Device;
int main(void)
{
	UCHAR bytes[32] = { 0 };
	PVOID p = bytes, *where = &p;
	ULONG_PTR n;
	((PUCHAR)((PVOID)p))++;
	*((PUCHAR)(PVOID)p)++ = 1;
	*(((PUCHAR)(((PVOID)(p)))))++ = 2;
	++(PUCHAR)(PVOID)p;
	--((PUSHORT)((const void *)((PVOID)p)));
	(PUCHAR)(PVOID)(p) += 4;
	((PULONG)((PVOID)*where)) += 2;
	(PUCHAR)((PVOID)((PUCHAR)(p))) -= 1;
	n = (ULONG_PTR)p - (ULONG_PTR)bytes;
	if (n != 13 || bytes[1] != 1 || bytes[2] != 2)
		return 1;
	Device.Place = bytes;
	*((PUCHAR)((PVOID)Device.Place))++ = 3;
	(PULONG)((PVOID)Device.Place) = (PULONG)((PVOID)(bytes + 8));
	if (*&(PUCHAR)((PVOID)Device.Place) != bytes + 8 || bytes[0] != 3)
		return 2;
	/* What is not a variable stays. */
	n = (ULONG)((UCHAR)(n));
	return *(PUCHAR)((PVOID)(bytes + 1)) - 1 + ((PUCHAR)((PVOID)bytes))[2] - 2 + (int)n - 13;
}
""")

    def test_a_cast_to_any_type_is_a_variable(self):
        self.means("""
#include <ntddk.h>
#define MAKE_TYPE(type, name) typedef type name, *P##name
#define ALIGNED(n) __declspec(align(n))
#define SAL_LIKE
typedef ULONG FIRST, *SECOND, THIRD[2], (*FOURTH)(int), *(*FIFTH)(void), (SIXTH), (SEVENTH)(int);
typedef unsigned (*EIGHTH)(LONG), *NINTH;
typedef ALIGNED(8) ULONG TENTH;
typedef ULONG ALIGNED(4) ELEVENTH, ALIGNED(4) *TWELFTH;
typedef __declspec(align(8)) struct _THIRTEENTH { ULONG a; } THIRTEENTH, *FOURTEENTH;
typedef _In_ PULONG FIFTEENTH;
typedef ULONG __attribute__((aligned(4))) SIXTEENTH;
typedef __attribute__((aligned(4))) ULONG SEVENTEENTH;
typedef ULONG EIGHTEENTH __attribute__((aligned(4))), NINETEENTH __attribute__((unused));
typedef VOID (NTAPI *TWENTIETH)(IN PVOID a, OUT ULONG b);
typedef __drv_functionClass(x) __drv_maxIRQL(2) NTSTATUS (TWENTY_ONE)(__in PVOID a);
typedef int (*(*TWENTY_TWO)(int))[3];
typedef ULONG const *const TWENTY_THREE;
ULONG typedef TWENTY_FOUR, *TWENTY_FIVE;
typedef struct { ULONG a; } *TWENTY_SIX;
typedef enum _TWENTY_SEVEN { A, B } TWENTY_SEVEN, *TWENTY_EIGHT;
typedef __typeof__(ULONG) TWENTY_NINE;
MAKE_TYPE(ULONG, THIRTY);
MAKE_TYPE(LONGLONG, THIRTY_ONE);
typedef SAL_LIKE DECLSPEC_ALIGN(8) ULONGLONG THIRTY_TWO;
static ULONGLONG room[4];
static int Two(void) { return 2; }
#define TRY(type) if ((PVOID)&(type)room != (PVOID)room) return __LINE__;
int main(void)
{
	TRY(FIRST) TRY(SECOND) TRY(THIRD) TRY(FOURTH) TRY(FIFTH) TRY(SIXTH) TRY(SEVENTH) TRY(EIGHTH) TRY(NINTH) TRY(TENTH)
	TRY(ELEVENTH) TRY(TWELFTH) TRY(THIRTEENTH) TRY(FOURTEENTH) TRY(FIFTEENTH) TRY(SIXTEENTH) TRY(SEVENTEENTH)
	TRY(EIGHTEENTH) TRY(NINETEENTH) TRY(TWENTIETH) TRY(TWENTY_ONE) TRY(TWENTY_TWO) TRY(TWENTY_THREE) TRY(TWENTY_FOUR)
	TRY(TWENTY_FIVE) TRY(TWENTY_SIX) TRY(TWENTY_SEVEN) TRY(TWENTY_EIGHT) TRY(TWENTY_NINE) TRY(THIRTY) TRY(PTHIRTY)
	TRY(THIRTY_ONE) TRY(PTHIRTY_ONE) TRY(THIRTY_TWO) TRY(struct _THIRTEENTH) TRY(const struct _THIRTEENTH *)
	TRY(int (*)(void)) TRY(NTSTATUS (NTAPI *)(PVOID, ULONG)) TRY(void *(**)(int)) TRY(int (* volatile)(void)) TRY(ULONG (*)[3])
	TRY(int (*(*)(void))(int)) TRY(struct _THIRTEENTH *(*)(void)) TRY(__typeof__(room[0])) TRY(__typeof__(room[0]) *)
	PVOID p = room, v = NULL;
	LONGLONG q = 0;
	ULONG n;
	(LONGLONG)q = 5;
	p = &(ULONGLONG)q;
	*((LONGLONG *)p)++ = 7;
	if (q != 7 || p != &q + 1)
		return 1;
	(int (*)(void))v = Two;
	if (((int (*)(void))v)() != 2)
		return 2;
	/* These are no casts. */
	n = (ULONG)(Two)();
	return sizeof(int (*)(void)) - sizeof(PVOID) + n - 2;
}
""")
        self.means("""
#include <ntddk.h>
namespace space { typedef LONGLONG Wide; class Inner { public: typedef PUCHAR Place; }; }
template <class A, class B> struct Two { A a; B b; };
typedef Two<int, Two<int, char>> OF_TEMPLATE;
typedef space::Wide OF_SPACE;
typedef int (space::Inner::*OF_MEMBER)(int);
using Alias = ULONGLONG;
using Routine = int (*)(void);
static ULONGLONG room[4];
#define TRY(type) if ((PVOID)&(type)room != (PVOID)room) return __LINE__;
int main(void)
{
	TRY(OF_TEMPLATE) TRY(OF_SPACE) TRY(OF_MEMBER) TRY(Alias) TRY(Routine) TRY(space::Wide) TRY(space::Inner::Place *)
	return 0;
}
""", languages=("c++",))

    def test_a_cast_to_any_type_of_our_headers_is_a_variable(self):
        names = ["ntddk.h", *(path.name for path in sorted(headers.glob("*.h"))),
                 *(path.name for path in sorted((kit / "include").glob("*.h")) if not path.name.startswith("nt_")
                   and not re.match("pshpack|poppack|dontuse|new", path.name))]
        include = "".join(f"#include <{name}>\n" for name in names)
        for compiler, language in COMPILERS:
            with self.subTest(compiler=compiler):
                if "clang" not in compiler:
                    # Its debug information has those, too, that nobody uses.
                    status, said = self.compile(compiler, language, include, "-g", "-fno-eliminate-unused-debug-types")
                    self.assertEqual(status, 0, said)
                    info = subprocess.run(["readelf", "--debug-dump=info", "--wide", self.folder / "source.o"], check=True,
                                          capture_output=True, text=True).stdout
                    types = set(re.findall(r"\(DW_TAG_typedef\)\n.*DW_AT_name.*: ([A-Za-z]\w+)\s*$", info, re.M)) - {"VOID"}
                self.assertGreater(len(types), 500)
                self.assertLessEqual({"LONGLONG", "ULONGLONG", "NTSTRSAFE_UWCHAR", "size_t", "PDRIVER_DISPATCH"}, types)
                uses = "".join(f"\tp = (PVOID)&({name})room;\n" for name in sorted(types))
                status, said = self.compile(
                    compiler, language, f"{include}static ULONGLONG room[4];\nint main(void)\n{{\n\tPVOID p;\n{uses}"
                                        "\treturn p == 0;\n}\n")
                self.assertEqual(status, 0, said)

    def test_a_cast_that_is_no_variable_is_explained(self):
        self.refused("#include <ntddk.h>\nint f(int n)\n{\n\t(UNKNOWN_TYPE)n = 1;\n\treturn n;\n}\n", "4")
        self.assertIn("write *(TYPE *)&variable", explain.beside(
            "a.c:3:2: error: assignment to cast is illegal, lvalue casts are not supported\n\t(ULONG)x = 1;\n"))

    def test_paged_code_without_a_semicolon(self):
        for switches in ([], ["-DDBG=1"]):
            self.means("""
#include <ntddk.h>
EXTERN_C KIRQL ntparport_KeGetCurrentIrql(void) { return 0; }
EXTERN_C void ntparport_RtlAssert(PVOID a, PVOID b, ULONG c, PSTR d) {}
static int f(int x)
{
	PAGED_CODE()
	int y = x;
	PAGED_CODE();
	return y;
}
int main(void) { return f(0); }
""", *switches)

    def test_a_wide_literal_of_an_argument(self):
        self.means("""
#include <ntddk.h>
#define W(x) L#x
#define W2(x) W(x)
#define NAME Time
int main(void)
{
	static WCHAR a[] = W(Timeout), b[] = W2(NAME) L"x", c[] = W("q");
	return a[6] - 't' + sizeof(a) - 16 + b[4] - 'x' + sizeof(b) - 12 + c[0] - '"';
}
""")

    def test_too_many_arguments_of_a_macro(self):
        (self.folder / "log.h").write_text("#define Log(x)\n#define TWO(a, b) ((a) + (b))\n#define NONE() 3\n"
                                           "  #  define ADD(a, \\\n  b) TWO(a, b)\n",
                                           encoding="utf-8")
        self.means("""
#include <ntddk.h>
#include "log.h"
int main(void)
{
	Log("%x", 1);
	Log(("%x", 1), 2, (3, 4));
	Log(5);
	return __LINE__ - 9 + TWO(1, 2, 3) - 3 + NONE(4) - 3 + ADD(1, 1, 1) - 2;
}
""", said=r"(?s)source\.c(pp)?:6.*warning: .*argument.*source\.c(pp)?:9.*warning: ")

    def test_too_few_arguments_of_a_macro(self):
        (self.folder / "log.h").write_text("#define LEVEL(level, text, \\\n\tmore) (level + (0 text))\n", encoding="utf-8")
        self.means("""
#include <ntddk.h>
#include "log.h"
#define ADD(a, b) (a + (0 b))
#define THREE(a, b, c) (a + 0##b + (int)sizeof(#c))
#define NEST(x) ADD(x)
#define DOTS(format, level, ...) (level 0)
#define BOTH(a, b) a b
int main(void)
{
	int n = ADD(1) - 1 + THREE(2) - 3 + NEST(3) - 3 + LEVEL(4, /* , */) - 4;
	n += ADD(ADD(1), + THREE("(,"[0] * 0,
			1)) - 3 + DOTS("");
	return n + BOTH(0) + BOTH(0, , 3) + __LINE__ - 14;
}
""", said=r"(?s)source\.c(pp)?:11.*warning: .*argument.*source\.c(pp)?:1[23].*warning: ")

    def test_pastes_that_make_no_token(self):
        self.means("""
#include <ntddk.h>
#define OF(s, field) s.##field
#define AT(s, op, field) (s##op##field)
#define CALL(f, a) f##(a)
#define TEXT_OF(format) Text("b" ## format)
#define ADD(a, b) (a + (0 b))
#define SLASH(s) /##s
#define COMMENT SLASH(/)
#define Log COMMENT
static struct { int Field; } S, *P = &S;
static int Text(const char *text) { return text[1] - 'a'; }
int main(void)
{
	int n = 0;
	Log("%d", Undeclared);
	n += OF(S, Field) + AT(P, ->, Field) + CALL(Text, "xa") + TEXT_OF("a"); Log("it's (",
	return n + "a/ /b"[2] - ' ';
}
""")
        self.means("""
#include <ntddk.h>
#define OF(s, field) s.##field
#define ADD(a, b) (a + (0 b))
static struct { int Field; } S;
int main(void) { return OF(S, Field) + ADD(0); }
""", said=r"source\.c(pp)?:6.*warning: .*argument")

    def test_characters_made_of_arguments(self):
        text = """
#include <ntddk.h>
#define CHARACTER(x) #@x
# define SUM(a, b) (#@a + \\
	#@b)
#define CASE(x) case CHARACTER(x): return L#x[0]
#define NONE(x) 0
static int Of(char c) { switch (c) { CASE(a); CASE(7); } return 0; }
int main(void)
{
	return (CHARACTER(q) != 'q') + (SUM(1, Z) != '1' + 'Z') + (Of('a') != 'a') + (Of('7') != '7') +
		(CHARACTER(\\n) != 10) + CHARACTER(*) - 42 + sizeof(CHARACTER(x)) - sizeof('x') + NONE(1) +
		__LINE__ - 13;
}
"""
        self.means(text)
        self.means(text.replace("NONE(1)", "NONE(1, 2)"), said=r"source\.c(pp)?:12.*warning: .*argument")
        self.refused("#define A(x) #@x\n#define B(x) #y\nint c = A(a);\n", "source.*:2.*error: '#' is not followed by a macro parameter")

    def test_headers_of_a_source_that_is_changed(self):
        for name, text in {"once.h": "#pragma once\nenum { ONCE = __LINE__ };\n#define CHARACTER(x) #@x\n",
                           "guard.h": '#ifndef GUARD\n#define GUARD\n#include "guard.h"\n#include "inner/inner.h"\n#endif\n',
                           "inner/inner.h": '#include "beside.h"\n#include "../once.h" /* it\'s\n  more */ int Two;\n',
                           "inner/beside.h": "#define Log(x)\nstatic int Beside(void) { return __LINE__; }\n",
                           "force.h": "#define FORCED 10i64\n", "back\\slash.h": '#include "once.h"\nenum { BACK = __LINE__ };\n'}.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8")
        self.means("""
#include <ntddk.h>
#include "once.h"
#include "guard.h"
#include <guard.h>
#include "back\\slash.h"
#if 0
#include "none.h"
don't
#endif
#if FORCED != 10i64
#error forced
#endif
int main(void)
{
	Log("%d", 1);
	return CHARACTER(a) - 'a' + ONCE - 2 + Beside() - 2 + Two + BACK - 2 + __LINE__ - 17;
}
""", f"-include{self.folder}/force.h", said=r"source\.c(pp)?:16.*warning: .*argument")

    def test_blanks_behind_a_backslash_continue_no_line(self):
        (self.folder / "own.h").write_text("// in c:\\own\\\t\n#define OWN 3\n // c:\\\\ \nenum { Own = __LINE__ };\n",
                                           encoding="utf-8", newline="\r\n")
        text = """
#include <ntddk.h>
#include "own.h"
#define UNUSED 1 \\ \n#define USED 2 // of c:\\ \t
/* a picture \\ \n */ static const char Text[] = "no // \\
comment /*"; // that continues \\
	here \\ \nint main(void)
{
	int z = 1;
	// files are in c:\\dir\\ \n	z = 2;
	/// don't \\\f
	z += OWN + USED; /* */ // \\\v
	return z - 7 + Own - 4 + sizeof(Text) - 17 + __LINE__ - 17;
}
"""
        self.means(text)
        self.means(text + "#define CHARACTER(x) #@x\nC_ASSERT(CHARACTER(a) == 'a');")
        self.means(text + 'static const char Raw[] = R"x(\\ \n// \\ \n)x";\nC_ASSERT(sizeof(Raw) == 10);',
                   languages=("c++",), said=r"\A\Z|warning: backslash and newline separated by space")
        self.means(text + "#define SAME 1\n#define SAME 2\n",
                   said=r"\A[^\n]*source\.c(pp)?:20.*warning: .*SAME")
        says = r"source\.c(pp)?:3:.*error: [^\n]*\n[^\n]*:3: ntparport: .*only if no blanks follow it"
        self.refused("#define TWO 1 + \\ \n\nint Two(void) { return TWO; }\n", says)
        self.refused('#define HEADER "own.h"\n#include HEADER\nint own = OWN;\n',
                     r"own\.h:1: error: this backslash, with blanks after it")

    def test_messages_beside_too_many_arguments(self):
        self.means("""
#include <ntddk.h>
#define TEXT_OF(x) #x
#define LINE(x) TEXT_OF(x)
#pragma message(__FILE__ "(" LINE(__LINE__) ") : to do")
#define Log(x)
#pragma message("more")
int main(void) { Log("%d", 1); return __LINE__ - 8; }
""", said=r"source\.c(pp)?:8.*warning: .*argument")

    def test_no_arguments_for_the_dots_of_a_macro(self):
        self.means("""
#include <ntddk.h>
static int Count(const char *format, ...) { return format[0] - '0'; }
static int Two(const char *format, int last) { return format[0] - '0' + last; }
#define T(f, ...) Count("" f, __VA_ARGS__)
#define INNER(f, ...) T(f, __VA_ARGS__)
#define MIDDLE(f, ...) Two(f, __VA_ARGS__, 3)
#define Text(...) #__VA_ARGS__
int main(void)
{
	int n = (0, T("1"));
	return n - 1 + T("2", 3) - 2 + INNER("3") - 3 + INNER("4", 1, 2) - 4 + MIDDLE("5") - 8 + sizeof(Text(a, )) - 3;
}
""")
        self.assertEqual(dialect.translate("f(&A::operator,);", "c++"), "f(&A::operator,);")

    def test_pragmas_that_mean_nothing(self):
        self.means("""
#include <ntddk.h>
#pragma comment(lib, "ntoskrnl.lib")
#pragma comment(exestr, "me")
#pragma warning(disable:4201 4214)
#pragma optimize("", off)
#pragma intrinsic(memcpy, _inp, _outp)
#pragma function(strlen)
#pragma code_seg("PAGE")
#pragma data_seg()
#pragma inline_depth(3)
#pragma auto_inline(off)
#pragma alloc_text(PAGE, main)
#pragma hdrstop
int main(void) { return 0; }
""")

    def test_pragmas_in_macros(self):
        self.means("""
#include <ntddk.h>
#define BYTES 1
#define PACKED __pragma(pack(push, BYTES))
#define ALWAYS(x) __pragma(warning(push)) __pragma(warning(disable: 4127)) while (x) __pragma(warning(pop))
PACKED
typedef struct { UCHAR a; ULONG b; } SMALL;
__pragma(pack(pop))
typedef struct { UCHAR a; ULONG b; } LARGE;
__pragma(warning(suppress: 4200))
int main(void)
{
	int n = 0;
	do { n++; } ALWAYS(n < 2);
	if (__LINE__ != 15) return 1;
	return n - 2 + sizeof(SMALL) - 5 + sizeof(LARGE) - 8;
}
""")

    def test_words_with_one_underscore(self):
        self.means("""
#include <ntddk.h>
_int8 a; _int16 b; unsigned _int32 c; unsigned _int64 d;
C_ASSERT(sizeof(a) == 1 && sizeof(b) == 2 && sizeof(c) == 4 && sizeof(d) == 8);
_forceinline int _fastcall Inline(int n) { return n; }
_declspec(noinline) static int _stdcall Apart(int n) { return n; }
_declspec(align(16)) static int Aligned;
int main(void) { return Inline(0) + Apart(0) + ((ULONG_PTR)&Aligned & 15); }
""")

    def test_what_is_declared_with_declspec(self):
        self.means("""
#include <ntddk.h>
#define LINE 32
__declspec(align(16)) struct whole { UCHAR a; };
typedef __declspec(align(16)) struct _NAMED { UCHAR a; } NAMED;
typedef __declspec(dllexport) __declspec(align(LINE)) struct { UCHAR a; } NAMELESS;
__declspec(align(16)) typedef union { UCHAR a; } JOINED;
typedef struct DECLSPEC_ALIGN(64) { UCHAR a; } INSIDE;
DECLSPEC_ALIGN(8) struct before { UCHAR a; };
typedef __declspec(align(16)) int NUMBER;
struct members { UCHAR a; __declspec(align(8)) UCHAR b; __declspec(align(16)) struct { UCHAR c; } d; NUMBER e; };
/* Of a variable that is declared along with it, and not of the type. */
static __declspec(align(32)) struct light { UCHAR a; } Light;
C_ASSERT(sizeof(struct whole) == 16 && sizeof(NAMED) == 16 && sizeof(struct _NAMED) == 16 && sizeof(NAMELESS) == 32);
C_ASSERT(sizeof(JOINED) == 16 && sizeof(INSIDE) == 64 && sizeof(struct before) == 8 && sizeof(struct light) == 1);
C_ASSERT(FIELD_OFFSET(struct members, b) == 8 && FIELD_OFFSET(struct members, d) == 16);
C_ASSERT(FIELD_OFFSET(struct members, e) == 32 && __alignof__(Light) == 32);
__declspec(deprecated("use New")) int Old(void);
__declspec(noinline dllexport) int Two(void) { return 1; }
__declspec(selectany align(16)) int Anywhere = 5;
extern __declspec(noreturn) __declspec(nothrow) void Never(void);
__declspec(restrict) PVOID Block(int n) { return &Anywhere; }
__declspec(noalias) __declspec(code_seg("PAGE")) int Plain(int * __restrict p) { return *p; }
__declspec() __declspec(allocate("INIT")) int Nothing;
int __declspec(safebuffers) Behind(void) { return 2; }
int main(void) { return Two() - 1 + Plain((int *)Block(1)) - 5 + ((ULONG_PTR)&Anywhere & 15) + Behind() - 2 + Nothing; }
""")
        self.means("""
#include <ntddk.h>
struct __declspec(uuid("00000000-0000-0000-C000-000000000046")) __declspec(novtable) Face { virtual int Get() = 0; };
__declspec(align(16)) class Large : public Face { public: int Get() { return sizeof(*this); } };
class __declspec(dllexport) __declspec(align(32)) Larger { public: UCHAR a; };
int main(void) { Large large; return large.Get() - 16 + sizeof(Larger) - 32; }
""", languages=("c++",))
        for word, instead in (("naked", "write the function in C"), ("thread", "no variable belongs to a thread"),
                              ("property(get=Get)", "call the functions"), ("noinline strange(1)", "README")):
            self.refused(f"#include <ntddk.h>\n\n__declspec({word}) int f(void);",
                         rf"source.*:3: error: __declspec\({word.split()[-1].partition('(')[0]}\) is not .*{instead}")

    def test_the_function_has_the_name_of_its_class(self):
        self.means("""
#include <ntddk.h>
static int Is(const char *a, const char *b) { while (*a && *a == *b) a++, b++; return *a == *b; }
class Device {
public:
	Device() : ok(Is(__FUNCTION__, "Device::Device")) { }
	~Device();
	int Read() { return Is(__FUNCTION__, "Device::Read"); }
	int Write(const char *name);
	static int Static();
	int ok;
};
int Device::Write(const char *) { return Is(__FUNCTION__ ": text", "Device::Write: text"); }
int Device::Static() { return Is(__FUNCTION__, "Device::Static") && L__FUNCTION__[8] == 'S'; }
Device::~Device() { if (!Is(__FUNCTION__, "Device::~Device")) ok = 0; }
namespace port { int f() { return Is(__FUNCTION__, "port::f"); }
struct __declspec(novtable) outer { struct inner { int f() { return Is("" __FUNCTION__, "port::outer::inner::f"); } }; }; }
extern "C" int Alone(void) { return Is(__FUNCTION__, "Alone"); }
int main(void)
{
	Device device;
	port::outer::inner inner;
	return !device.ok + 2 * !device.Read() + 4 * !device.Write("") + 8 * !Device::Static() + 16 * !port::f() +
		32 * !inner.f() + 64 * !Alone();
}
""", languages=("c++",))
        self.means("""
#include <ntddk.h>
#define WIDE2(x) L##x
#define WIDE(x) WIDE2(x)
static PCWSTR Name(void) { return WIDE(__FUNCTION__); }
int main(void) { return Name()[3] - 'e' + _alignof(int) - 4; }
""")
        for text, instead in (("PCSTR f(void) { return __FUNCSIG__; }", "write __FUNCTION__"),
                              ("PCSTR f(void) { return __FUNCDNAME__; }", "write __FUNCTION__"),
                              ("__interface I { int f(); };", "write struct"), ("char __based(x) *p;", "leave it out")):
            self.refused(f"#include <ntddk.h>\n\n{text}", rf"source.*:3: error: __\w+ \({instead}\) is not supported")

    def test_wrapped_and_undefined_functions(self):
        self.means("""
#include <ntddk.h>
#include <stdio.h>
#include <csq.h>
EXTERN_C UCHAR ntparport_READ_PORT_UCHAR(PUCHAR Port) { return 6; }
EXTERN_C void ntparport_ExFreePool(PVOID P) { *(int *)P = 1; }
EXTERN_C int ntparport_sprintf(char *dest, const char *format, ...) { return 9; }
EXTERN_C PIRP ntparport_IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext) { return NULL; }
static UCHAR Mine(PUCHAR Port) { return READ_PORT_UCHAR(Port) + 1; }
#define READ_PORT_UCHAR(p) Mine(p)
#undef ExFreePool
#undef IoCsqRemoveNextIrp
#undef sprintf
int main(void)
{
	int freed = 0;
	char text[8];
	ExFreePool(&freed);
	return READ_PORT_UCHAR(NULL) - 7 + freed - 1 + sprintf(text, "%s", "a") - 9 + (IoCsqRemoveNextIrp(NULL, NULL) != NULL);
}
""")

    def test_undefined_macros_of_functions(self):
        self.means("""
#include <ntddk.h>
EXTERN_C NTSTATUS ntparport_IofCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp) { return 5; }
#undef InterlockedIncrement
#undef InterlockedCompareExchangePointer
#undef RtlZeroMemory
#undef RtlFillMemory
#undef RtlEqualMemory
#undef IoCallDriver
#undef MmLockPagableCodeSection
static struct { LONG (*Count)(LONG volatile *); int RtlEqualMemory; } Device = { InterlockedIncrement, 4 };
static LONG Count;
static void Clear(PVOID p) { RtlZeroMemory(p, 2); }
/* One of the driver's own. */
static int RtlFillMemory(PVOID p, int n) { return n; }
#undef InterlockedDecrement
#define InterlockedDecrement(p) Mine(p)
static LONG Mine(LONG *p) { return *p -= 10; }
#undef RtlCopyMemory
#define RtlCopyMemory(a, b, c) Copy(a, b)
static int Copy(char *a, const char *b) { a[0] = b[0]; return 3; }
int main(void)
{
	char text[3] = "ab";
	PVOID p = NULL;
	Clear(text);
	if (text[0] || text[1] || InterlockedIncrement(&Count) != 1 || Device.Count(&Count) != 2)
		return 1;
	if (InterlockedCompareExchangePointer(&p, text, NULL) || p != text || Device.RtlEqualMemory != 4)
		return 2;
	if (IoCallDriver(NULL, NULL) != 5 || MmLockPagableCodeSection(text) != text)
		return 3;
	return RtlFillMemory(text, 2) - 2 + InterlockedDecrement(&Count) + 8 + RtlCopyMemory(text, "x", 1) - 3 +
		!RtlEqualMemory(text, "x", 1);
}
""")

    def test_undefined_macros_of_ntifs(self):
        self.means("""
#include <ntddk.h>
#include <ntifs.h>
#undef RtlOemStringToUnicodeSize
#undef RtlUnicodeStringToOemSize
#undef RtlUnicodeStringToCountedOemSize
int main(void)
{
	OEM_STRING o;
	UNICODE_STRING u;
	o.Length = 3;
	u.Length = 6;
	return RtlOemStringToUnicodeSize(&o) - 8 + RtlUnicodeStringToOemSize(&u) - 4 + RtlUnicodeStringToCountedOemSize(&u) - 3 +
		RtlOemStringToCountedUnicodeSize(&o) - 6;
}
""")

    def test_a_prototype_of_an_undefined_macro_is_to_be_left_out(self):
        symvers = self.folder / "symvers"
        symvers.write_text("0x0\tntparport_KeBugCheck\tours\tEXPORT_SYMBOL\t\n", encoding="utf-8")
        for compiler, language in COMPILERS:
            for name, prototype in (("RtlZeroMemory", "NTSYSAPI VOID NTAPI RtlZeroMemory(PVOID, SIZE_T);"),
                                    ("InterlockedIncrement", "LONG InterlockedIncrement(PVOID, int);"),
                                    ("IoCallDriver", 'EXTERN_C NTSTATUS IoCallDriver(PVOID, int);')):
                with self.subTest(compiler=compiler, name=name):
                    self.assertEqual(self.compile(compiler, language, f"#include <ntddk.h>\n#undef {name}\n{prototype}\n"
                                                  f"EXTERN_C VOID f(PVOID p) {{ {name}(p, 4); }}\n"), (0, ""))
                    status, said = tool("undefined.py", "alone", headers, "nm", symvers, symvers, "--",
                                        self.folder / "source.o")
                    self.assertEqual(status, 1)
                    self.assertRegex(said, rf"alone: in source\.o: {name}\(\) is not declared by our header where it is called:"
                                           " #include <ntddk.h>, and leave another declaration out")

    def test_names_of_undefined_macros_that_are_something_else(self):
        self.means("""
#include <ntddk.h>
#undef InterlockedIncrement
#undef InterlockedDecrement
#undef InterlockedExchange
#undef InterlockedExchangeAdd
#undef InterlockedOr
#undef RtlZeroMemory
#undef RtlFillMemory
#undef RtlMoveMemory
struct __attribute__((__aligned__(16))) api { VOID (*RtlZeroMemory)(PVOID, SIZE_T); PVOID *RtlFillMemory; LONG InterlockedOr; };
enum { A, RtlMoveMemory };
static VOID Clear(PVOID p, SIZE_T n) { *(char *)p = 'c'; }
static LONG (InterlockedIncrement)(LONG *a) { return *a += 100; }
static LONG Call(LONG (*InterlockedDecrement)(LONG *), LONG *a) { return InterlockedDecrement(a); }
static LONG (*InterlockedExchange)(LONG *) = (InterlockedIncrement);
int main(void)
{
	struct api api = { Clear, NULL, 3 }, *a = &api;
	struct api other = { InterlockedOr: 4 };
	char text[3] = "ab";
	LONG n = 1;
	(a->RtlZeroMemory)(text, 2);
	if (text[0] != 'c' || text[1] != 'b' || a->RtlFillMemory)
		return 1;
	/* The functions of these names are there all the same. */
	RtlZeroMemory(text, 2);
	(RtlFillMemory)(text + 1, 1, 'x');
	if (text[0] || text[1] != 'x' || RtlMoveMemory != 1)
		return 2;
	if (Call(InterlockedExchange, &n) != 101 || 2 * InterlockedExchangeAdd(&n, 1) != 202 || InterlockedIncrement(&n) != 202)
		return 3;
	if (InterlockedOr(&n, 1) != 202 || (*InterlockedOr)(&n, 0) != 203)
		return 4;
	goto InterlockedOr;
InterlockedOr:
	return a->InterlockedOr - 3 + other.InterlockedOr - 4;
}
""", "-Wno-gnu-designator", languages=("c",))
        self.means("""
#include <ntddk.h>
#undef InterlockedIncrement
#undef RtlZeroMemory
class Base { };
class Counter : public Base {
public:
	LONG InterlockedIncrement(LONG n) { return n + 5; }
	LONG Twice(LONG n) { return InterlockedIncrement(n) * 2; }
	int RtlZeroMemory;
};
int main(void)
{
	Counter c;
	c.RtlZeroMemory = 1;
	RtlZeroMemory(&c.RtlZeroMemory, sizeof(int));
	return c.Twice(1) - 12 + c.RtlZeroMemory;
}
""", languages=("c++",))

    def test_every_macro_that_is_another_function_can_be_undefined(self):
        inline, macros = set(), set()
        for path in [*headers.glob("nt/*.h"), headers / "ntdef.h"]:
            text = path.read_text(encoding="utf-8")
            inline |= set(re.findall(r"^FORCEINLINE [^\n(]*?\b(\w+)\(", text, re.M))
            inline |= set(re.findall(r"^#define (\w+) ntparport_\1$", text, re.M))
            macros |= set(re.findall(r"^#define (\w+)\s+(\w+)$", text, re.M))
        aliases = {name for name, target in macros if target in inline}
        self.assertTrue(aliases >= {"InterlockedIncrement", "IoCallDriver"})
        text = (kit / "include/nt_macros.h").read_text(encoding="utf-8")
        self.assertEqual({name for name in aliases if not re.search(rf"\bnt_macro_{name}\b|\b{name},", text)}, set())

    FINALLY = """
#include <ntddk.h>
static int Trace, Abnormal;
static int Note(int n) { Trace = Trace * 10 + n; return n; }
static NTSTATUS Leave(int how)
{
	NTSTATUS Status = STATUS_SUCCESS;
	__try {
		if (how) { Status = STATUS_UNSUCCESSFUL; __leave; }
		Note(1);
	} __finally {
		Abnormal = AbnormalTermination();
		Note(2);
	}
	return Status;
}
static unsigned long Return(int *p)
{
	__try {
		switch (*p) {
		case 1: return *p + 10;
		default: break;
		}
	} __finally {
		*p = 99;
		Abnormal = AbnormalTermination();
	}
	return 5;
}
static int Always(void) { __try { return Note(1); } __finally { Note(2); } }
static void Nothing(int x)
{
	_try {
		_try { if (x) return; Note(1); } _finally { Note(2); if (AbnormalTermination()) Note(3); }
		Note(4);
	} _finally { Note(5); }
	Note(6);
}
static int Loops(void)
{
	int i, n = 0;
	for (i = 0; i < 5; i++) {
		__try {
			int j;
			for (j = 0; j < 9; j++) { if (j == 2) break; else continue; }
			if (i == 1) continue;
			if (i == 3) break;
			n += 1;
		} __finally { n += 10; }
		n += 100;
	}
	return n;
}
static int Jump(int x)
{
again:
	__try {
		if (x == 0) goto inside;
		if (x == 1) goto out;
		if (x == 2) { x = 1; goto again; }
inside:
		Note(1);
	} __finally { Note(2); }
	return 3;
out:
	return 4;
}
static const char *Inner(int x)
{
	if (x) __try {
		__try { return "a"; } __finally { __try { if (x > 1) __leave; Note(1); } __finally { Note(2); } }
	} __finally { Note(3); }
	else return "b";
}
#define IS(call, value, trace) do { Trace = 0; if ((call) != (value) || Trace != (trace)) return __LINE__; } while (0)
int main(void)
{
	int one = 1, two = 2;
	IS(Leave(0), STATUS_SUCCESS, 12);
	IS(Leave(1), STATUS_UNSUCCESSFUL, 2);
	if (Abnormal) return 1;
	IS(Return(&one), 11, 0);
	if (one != 99 || !Abnormal) return 2;
	IS(Return(&two), 5, 0);
	if (two != 99 || Abnormal) return 3;
	IS(Always(), 1, 12);
	IS((Nothing(0), 0), 0, 12456);
	IS((Nothing(1), 0), 0, 235);
	IS(Loops(), 242, 0);
	IS(Jump(0), 3, 12);
	IS(Jump(1), 4, 2);
	IS(Jump(2), 4, 22);
	IS(*Inner(1), 'a', 123);
	IS(*Inner(2), 'a', 23);
	IS(*Inner(0), 'b', 0);
	return 0;
}
"""

    def test_finally_whatever_leaves_the_block(self):
        for level in ("-O0", "-O2"):
            self.means(self.FINALLY, level)

    EXCEPT = """
#include <ntddk.h>
EXTERN_C int blocks_left(void);
static int Trace, Code, Abnormal;
static int Note(int n) { Trace = Trace * 10 + n; return n; }
static void Raise(int n) { ULONG room[40]; room[n] = n; Note((int)room[n]); ExRaiseStatus(0xE0000000 + n); Note(9); }
static int Filter(ULONG code, int disposition) { Code = (int)(code & 0xff); Note(7); return disposition; }
static int Simple(int n)
{
	int before = n, changed = 1;
	__try {
		changed = 2;
		if (n) Raise(n);
		changed = 3;
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		Code = (int)(GetExceptionCode() & 0xff);
		return changed * 10 + before;
	}
	return changed;
}
static void Middle(int n)
{
	int kept = 3;
	__try { kept = 4; Raise(n); Note(9); } __finally { Abnormal = AbnormalTermination(); Note(kept); }
	Note(9);
}
static int Between(int n)
{
	int local = 5;
	__try {
		__try { local = 6; Middle(n); }
		__except (Filter(GetExceptionCode(), EXCEPTION_CONTINUE_SEARCH)) { Note(9); }
	}
	__except (local == 6 && Filter(GetExceptionCode(), EXCEPTION_EXECUTE_HANDLER) ? EXCEPTION_EXECUTE_HANDLER :
		  EXCEPTION_CONTINUE_SEARCH) { Note(local); }
	return local;
}
static int Take(PEXCEPTION_POINTERS p)
{
	return p->ExceptionRecord->ExceptionFlags == EXCEPTION_NONCONTINUABLE && !p->ContextRecord &&
		(ULONG)p->ExceptionRecord->ExceptionCode == 0xE0000002;
}
static int Information(int n)
{
	_try { Raise(n); } _except (Take(GetExceptionInformation())) { return Note(5); }
	return 0;
}
static NTSTATUS Rethrow(void)
{
	__try {
		__try { Raise(1); }
		__except (1) { Note(2); ExRaiseStatus(GetExceptionCode() + 1); }
	} __except (GetExceptionCode() == 0xE0000002) { return (NTSTATUS)GetExceptionCode(); }
	return 0;
}
static int Leaves(int how)
{
	int n;
	for (n = 0; n < 3; n++) {
		__try {
			if (how == 0) return 1;
			if (how == 1) continue;
			if (how == 2) break;
			if (how == 3) goto out;
			if (how == 4) __leave;
			Raise(how);
		} __except (1) {
			if (how == 5) return 5;
			if (how == 6) continue;
			if (how == 7) break;
			goto out;
		}
		Note(n);
	}
	return 10 + n;
out:
	return 20;
}
static int Replaced(void)
{
	__try {
		__try { Raise(1); } __finally { Note(2); Raise(3); }
	} __except (1) { return (int)(GetExceptionCode() & 0xf); }
	return 0;
}
static int Cancelled(void)
{
	int n = 0;
	while (n++ < 2)
		__try {
			__try { Raise(1); } __finally { if (AbnormalTermination()) continue; }
		} __except (1) { return 9; }
	return n;
}
static int Asks(void)
{
	__try { Raise(4); } __except (1) { Note(5); }
	return EXCEPTION_CONTINUE_SEARCH;
}
static int AsksAndRaises(void) { __try { Raise(5); } __finally { Note(6); } return 1; }
static int InFilter(void)
{
	__try {
		__try { __try { Raise(1); } __finally { Note(2); } } __except (Asks()) { Note(9); }
	} __except (1) { Note(8); }
	return 0;
}
static int OutOfFilter(void)
{
	__try {
		__try { __try { Raise(1); } __finally { Note(2); } } __except (AsksAndRaises()) { Note(9); }
		Note(9);
	} __except (GetExceptionCode() == 0xE0000005) { Note(8); }
	return 0;
}
static int Continues(void)
{
	__try { Raise(1); }
	__except (GetExceptionCode() == 0xE0000001 ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_EXECUTE_HANDLER) {
		return GetExceptionCode() == (ULONG)STATUS_NONCONTINUABLE_EXCEPTION;
	}
	return 0;
}
static int Deep(int n)
{
	int mine = n;
	__try { if (n) Deep(n - 1); else Raise(1); } __finally { if (mine != n) Note(9); Trace++; }
	return 0;
}
static int Deepest(void) { __try { Deep(50); } __except (1) { return 1; } return 0; }
static int Always(int n) { __try { Raise(n); return 1; } __except (1) { return 2; } }
static int Sum(int n)
{
	int i;
#ifndef __cplusplus
	register
#endif
	int sum = 0;
	char c[3];
	c[2] = 1;
	for (i = 0; i < n; i++)
		__try { sum += c[2]; if (i & 1) { c[2]++; ExRaiseStatus(STATUS_UNSUCCESSFUL); } sum += 100; }
		__except (c[2] != 0) { sum += 1000; }
	return sum;
}
#define IS(call, value, trace) do { Trace = 0; if ((call) != (value) || Trace != (trace) || blocks_left()) return __LINE__ - 100; } while (0)
int main(void)
{
	IS(Simple(0), 3, 0);
	IS(Simple(4), 24, 4);
	if (Code != 4) return 1;
	IS(Between(3), 6, 37746);
	if (Code != 3 || !Abnormal) return 2;
	IS(Information(2), 5, 25);
	IS(Rethrow(), (NTSTATUS)0xE0000002, 12);
	IS(Leaves(0), 1, 0);
	IS(Leaves(1), 13, 0);
	IS(Leaves(2), 10, 0);
	IS(Leaves(3), 20, 0);
	IS(Leaves(4), 13, 12);
	IS(Leaves(5), 5, 5);
	IS(Leaves(6), 13, 666);
	IS(Leaves(7), 10, 7);
	IS(Leaves(8), 20, 8);
	IS(Replaced(), 3, 123);
	IS(Cancelled(), 3, 11);
	IS(InFilter(), 0, 14528);
	IS(OutOfFilter(), 0, 15628);
	IS(Continues(), 1, 1);
	IS(Deepest(), 1, 52);
	IS(Always(3), 2, 3);
	IS(Sum(4), 1 + 100 + 1 + 1000 + 2 + 100 + 2 + 1000, 0);
	return 0;
}
"""

    def test_except_takes_what_is_raised(self):
        for switches in (["-O2", "-fomit-frame-pointer"], ["-Os", "-fno-omit-frame-pointer", "-fstack-protector-all"]):
            self.means(self.EXCEPT, *switches)

    def test_an_exception_that_nothing_takes(self):
        text = """
#include <ntddk.h>
int main(void)
{
	__try { ExRaiseStatus(0xE0000000 + HOW); } __except (HOW == 1 ? EXCEPTION_CONTINUE_SEARCH : EXCEPTION_CONTINUE_EXECUTION)
	{ return 2; }
	return 3;
}
"""
        for compiler, language in COMPILERS:
            for how, result in ((1, 1), (2, 2)):
                with self.subTest(compiler=compiler, how=how):
                    self.assertEqual(self.result(compiler, language, text, f"-DHOW={how}"), result)

    # Of <excpt.h>, which the names of Windows' own stand for, too.
    PLAIN = {"__try": "try", "__except": "except", "__finally": "finally", "__leave": "leave",
             "GetExceptionCode": "exception_code", "GetExceptionInformation": "exception_info",
             "AbnormalTermination": "abnormal_termination"}

    def test_c_has_them_without_underscores(self):
        for text in (self.FINALLY, self.EXCEPT):
            for word, plain in self.PLAIN.items():
                text = re.sub(rf"\b{word}\b", plain, text)
            self.means("#include <excpt.h>\n" + text, languages=("c",))

    def test_names_that_look_like_them_stay(self):
        self.means("""
#include <ntddk.h>
#include <excpt.h>
struct try { int leave, except, finally; };
static int leave = 1, exception_code = 2;
static int try(int finally) { return finally; }
static int except(int n) { struct try try = { n }; return try.leave; }
static int abnormal_termination(void) { return 4; }
int main(void)
{
	struct try finally = { .leave = 3 };
	int n = 0;
	__try {
		int m = n ? 0 : leave;
		(void)leave;
		n += m + leave;
		switch (n) { case 2: n++; case 3: leave; }
		n = 100;
	} finally { n += finally.leave; }
	try { if (n) leave; n = 100; } __except (1) { n = 100; }
	try { ExRaiseStatus(STATUS_UNSUCCESSFUL); } except (exception_code() == STATUS_UNSUCCESSFUL) { n++; }
	return n - 7 + leave - 1 + try(0) + except(1) - 1 + exception_code - 2 + abnormal_termination() - 4;
}
""", languages=("c",))

    def test_what_has_no_block_is_optimised(self):
        self.means("""
#include <ntddk.h>
EXTERN_C int there_is_no_such_function(void);
int main(void) { int never = 0; return never ? there_is_no_such_function() : 0; }
""")

    def test_a_block_that_is_left_by_a_jump_of_its_own(self):
        self.means("""
#include <ntddk.h>
EXTERN_C int blocks_left(void);
static void *Buffer[5];
static int Inner(int n) { __try { if (n) __builtin_longjmp(Buffer, 1); } __except (1) { return 9; } return 0; }
static int Outer(int n)
{
	volatile int taken = 0;
	if (!__builtin_setjmp(Buffer)) Inner(n);
	__try { ExRaiseStatus(STATUS_UNSUCCESSFUL); } __except (1) { taken = taken + 1; }
	return taken;
}
int main(void)
{
	int n;
	for (n = 0; n < 3; n++)
		if (Outer(n) != 1) return 1;
	return blocks_left() || Outer(1) != 1;
}
""")

    def test_finally_in_a_class(self):
        self.means("""
#include <ntddk.h>
class Device {
public:
	Device() : m_state(1) { __try { if (m_state) return; } __finally { m_state = 2; } }
	NTSTATUS Start(int how);
	virtual PVOID Place() const { __try { return (PVOID)this; } __finally { Count++; } }
	int m_state;
	static int Count;
};
int Device::Count;
NTSTATUS Device::Start(int how)
{
	__try { if (how) return STATUS_PENDING; } __finally { m_state += how; }
	return STATUS_SUCCESS;
}
int main(void)
{
	Device d;
	if (d.m_state != 2 || d.Start(3) != STATUS_PENDING || d.m_state != 5 || d.Start(0) || d.Place() != &d)
		return 1;
	return Device::Count - 1;
}
""", languages=("c++",))

    def test_values_of_constant_types_are_returned_from_a_block(self):
        self.means("""
#include <ntddk.h>
static const char *const Texts[] = { "a", "b" };
__inline static const char *Text(int i) { __try { return Texts[i]; } __finally { i = 0; } }
const int Number(int i) { __try { return i; } __finally { i++; } }
PUNICODE_STRING const Same(PUNICODE_STRING p) { __try { return p; } __finally { p = NULL; } }
const UNICODE_STRING *Constant(const UNICODE_STRING *p) { __try { return p; } __finally { p = NULL; } }
int main(void) { return *Text(1) - 'b' + Number(0) + (Same(NULL) != NULL) + (Constant(NULL) != NULL); }
""")

    def test_finally_in_any_function_of_cxx(self):
        self.means("""
#include <ntddk.h>
void *operator new(size_t n, void *p) { __try { return p; } __finally { n++; } }
struct Base { int n; Base(int a) : n(a) { } };
struct Device : public Base {
	Device(int a) : Base(a) { __try { if (a) n++; } __finally { n += 10; } }
	Device(const Device &o) : Base(o.n) { __try { n++; } __finally { } }
	~Device() { __try { if (n) return; } __finally { n = 0; } }
	Device &operator=(const Device &o) { __try { n = o.n; return *this; } __finally { } }
	operator int() { __try { return n; } __finally { } }
	operator const char *() const;
	bool operator==(int a) { __try { return n == a; } __finally { n++; } }
	Device &operator++() { __try { n++; return *this; } __finally { n += 2; } }
	int operator()(int a) { __try { return a; } __finally { n++; } }
	int operator[](int a);
	Device *operator->() { __try { return this; } __finally { n++; } }
	friend int Of(Device &d) { __try { return d.n; } __finally { } }
	typedef int Number;
	Number Get() const;
	const int &Refer() { __try { return n; } __finally { n++; } }
};
Device::operator const char *() const { __try { return "text"; } __finally { } }
int Device::operator[](int a) { __try { return a; } __finally { n++; } }
Device::Number Device::Get() const { __try { return n; } __finally { } }
template <class T> T First(T *p) { __try { return *p; } __finally { p++; } }
template <typename T, int N> struct List { T a[N]; T Get(int i); void Set(int i, T v) { __try { a[i] = v; } __finally { } } };
template <typename T, int N> T List<T, N>::Get(int i) { __try { return a[i]; } __finally { i++; } }
int main(void)
{
	char room[sizeof(Device)];
	Device *d = new (room) Device(0);
	int n = 7;
	List<int, 3> list;
	list.Set(1, 5);
	if ((int)*d != 10 || !(*d == 10) || First(&n) + list.Get(1) != 12)
		return 1;
	++*d;
	(*d)(1);
	(*d)[1];
	if ((*d)->n != 17 || d->Refer() != 18 || Of(*d) != 18 || d->Get() != 18 || *(const char *)*d != 't')
		return 2;
	Device other(*d), more(0);
	more = other;
	return more.n - 19;
}
""", languages=("c++",))

    def test_what_later_languages_have_dropped(self):
        self.means("""
#include <ntddk.h>
#include <new>
template <class T> class Pointer {
	T *p;
public:
	explicit Pointer(T *q = 0) throw() : p(q) {}
	Pointer(Pointer &other) throw() : p(other.Release()) {}
	T *Release() throw() { T *q = p; p = 0; return q; }
	T *operator->() const throw(int) { return p; }
};
struct Pair { int a; bool b; };
static Pointer<Pair> Pass(Pointer<Pair> p) { return p; }
int main(void)
{
	Pair pair = { 3, false };
	Pointer<Pair> p(&pair), q(p), r;
	bool late = false;
	UCHAR bytes[] = { 300 - 50, 0xff };
	char *text = "abc";
	late++;
	++q->b;
	__try { pair.a++; } __finally { pair.a++; }
	return q->a - 5 + !late + !pair.b + (p.Release() != 0) + bytes[1] - 255 + text[0] - 'a';
}
""", languages=("c++",))

    def test_a_function_without_a_return(self):
        text = """
#include <ntddk.h>
struct Pair { int a, b; };
static volatile int Calls, Zero;
static __declspec(noinline) void Reset() { Calls++; }
static __declspec(noinline) int First(int x) { if (x) { Reset(); return 1; } }
static __declspec(noinline) PVOID Second(int x)
{
	switch (x) {
	case 1: Reset(); return (PVOID)&Calls;
	case 2: return NULL;
	}
}
class Device {
public:
	__declspec(noinline) Pair Get(int x) { if (x) { Reset(); Pair p = { 1, 2 }; return p; } }
	__declspec(noinline) virtual char *Name(int x) const;
};
__declspec(noinline) char *Device::Name(int x) const { if (x) { Reset(); return "a"; } }
int main(void)
{
	Device d;
	First(Zero);
	Second(Zero);
	d.Get(Zero);
	d.Name(Zero);
	if (Calls || First(1) != 1)
		return 1;
	return Calls - 1;
}
"""
        self.means(text, said="(?s)" + "".join(rf"(?=.*source\.cpp:{line}:\d+: warning: )" for line in (6, 13, 16, 19)),
                   languages=("c++",))

    def test_what_functions_throw(self):
        self.means("""
#include <ntddk.h>
static volatile int Made, Full = 1;
static char Room[64];
class Device {
	int n;
public:
	Device(int n) throw() : n(n) { Made++; }
	virtual int Get(int how = 0) const throw();
	int Set(int) throw(...);
	void *operator new(size_t size);
	void operator delete(void *) {}
	typedef int (*Routine)(int);
};
PVOID Device::operator new(size_t size) { return Full ? NULL : Room; }
void *operator new(size_t size, POOL_TYPE type) { return Full ? NULL : Room; }
void *operator new[](size_t size, POOL_TYPE type) throw() { return NULL; }
int Device::Get(int how) const { return n + how; }
int Device::Set(int m) { return n = m; }
int main(void)
{
	Device *d = new Device(3), *e = ::new (NonPagedPool) Device(4), *f = ::new (PagedPool) Device[2]{ 1, 2 };
	if (d || e || f || Made)
		return 1;
	Full = 0;
	d = new Device(3);
	return d->Get() - 3 + d->Set(5) - 5 + Made - 1;
}
""", languages=("c++",))
        self.refused("int f(int x)\n{\n\tif (x) throw (x);\n\treturn 0;\n}\n", "source.cpp:3: ntparport: there are no C.. exceptions",
                     languages=("c++",))

    ALLOCATIONS = """
#include <ntddk.h>
%s
ULONG made, *room, numbers[64];
typedef enum { Small, Large } SIZE;
struct Counter { int n; Counter() : n(1) { } ~Counter() { made++; } };
void *operator new(size_t size, POOL_TYPE type, ULONG tag = 'x');
void *__cdecl operator new(size_t, SIZE of, unsigned long *);
class Own { public: int n; void *operator new(size_t size) { return room; } };
int *Numbers(int n) { return new int[n]; }
Counter *Counters(int n) { return new Counter[n]; }
void Free(Counter *c) { delete[] c; delete new Own; }
void *__cdecl operator new(size_t size) { made += (ULONG)size; return room; }
void *operator new(size_t size, POOL_TYPE type, ULONG tag) { made += 1000 * tag; return type == PagedPool ? NULL : room; }
void *operator new(size_t size, SIZE of, unsigned long *place) { return &place[of == Large]; }
void __cdecl operator delete(void *p) { made += 100000; }
int main(void)
{
	room = numbers;
	if (Numbers(5) != (int *)room || made != 20 || new (PagedPool) Counter[3])
		return 1;
	made = 0;
	Counter *counters = new (NonPagedPool, 2) Counter[3];
	Free(counters);
	if (made != 102003 + 100000 || (void *)(new (Large, room) ULONG[2]) != &room[1])
		return 2;
	delete Counters(0);
	return 0;
}
"""

    def test_arrays_are_made_by_the_operator_for_all(self):
        for version in ("0x0400", "0x0500"):
            self.means(self.ALLOCATIONS % "", f"-DNT_KIT={version}", languages=("c++",))
        # Later ones, and a driver that has others.
        own = "void *operator new[](size_t n) { return operator new(n); } void operator delete[](void *p) { operator delete(p); } " \
              "void *operator new(size_t, POOL_TYPE, ULONG);\n" \
              "inline void *operator new[](size_t n, POOL_TYPE type, ULONG tag = 'x') { return operator new(n, type, tag); }\n" \
              "enum SIZE : int; void *operator new(size_t, SIZE, unsigned long *);\n" \
              "inline void *operator new[](size_t n, SIZE of, unsigned long *p) { return operator new(n, of, p); }"
        text = self.ALLOCATIONS.replace("typedef enum { Small, Large } SIZE;", "enum SIZE : int { Small, Large };")
        for version in ("0x0500", "0x0501"):
            self.means(text % own, f"-DNT_KIT={version}", languages=("c++",))

    def test_an_operator_new_behind_its_use(self):
        self.means("""
#include <ntddk.h>
struct Base { virtual ~Base() { } int n; Base() : n(1) { } void *operator new[](size_t size) { return NULL; } };
ULONG numbers[64], *room = numbers, deleted;
void Free(Base *b) { delete b; }
Base *Make(void) { return new Base; }
PVOID Several(void) { return new Base[2]; }
void *operator new(size_t size) throw() { return room; }
void *operator new[](size_t size) { return operator new(size); }
void operator delete(void *) { deleted++; }
int main(void) { Base *b = Make(); Free(b); return (PVOID)b != numbers || deleted != 1 || Several(); }
""", languages=("c++",))
        # clang takes one that does not return NULL.
        for compiler, language in COMPILERS:
            if compiler == "g++":
                self.assertEqual(self.result(compiler, language, """
#include <ntddk.h>
struct Base { int n; Base() : n(1) { } };
BOOLEAN full = TRUE;
ULONG numbers[64];
void *operator new(size_t size) { return full ? NULL : numbers; }
int main(void) { return new Base != NULL; }
"""), 0)

    def test_variables_that_are_volatile(self):
        self.means("""
#include <ntddk.h>
static volatile LONG Count;
static volatile UCHAR *Register;
int main(void) { UCHAR byte = 3; Count++; --Count; Register = &byte; *Register |= 4; Count = *Register = 5; return Count - 5; }
""", languages=("c++",))

    def test_members_with_the_name_of_their_class(self):
        self.means("""
#include <ntddk.h>
static int Count(int n) { return n; }
class Other;
class Device {
public:
	enum State { IDLE, BUSY = 4 };
	Device::Device() : m_state(Device::BUSY) {}
	Device::~Device() {}
	int Device::Get(Device::State state) const { return m_state + state + ::Count(Device::Two()); }
	const char *Device::Name() { return __FUNCTION__; }
	static int Device::Two() { return 2; }
	virtual Device::State Device::Last();
	Device::State Device::m_state;
	friend int Device_Peek(Device &);
	typedef Device::State Kind;
	struct Inner { int Inner::n; Inner() : n(Device::BUSY) {} } m_inner;
};
Device::State Device::Last() { return Device::BUSY; }
int Device_Peek(Device &d) { return d.m_state; }
int main(void)
{
	Device d;
	const char *name = d.Name();
	return d.Get(Device::BUSY) - 10 + d.Last() - 4 + Device_Peek(d) - 4 + d.m_inner.n - 4 + name[0] - 'D' + name[6] - ':' + name[8] - 'N';
}
""", languages=("c++",))

    def test_a_variable_of_a_loop_before_visual_cxx_2005(self):
        text = """
#include <ntddk.h>
struct node { node *next; };
class List { int a[3]; public: int Find(node *head); };
int List::Find(node *head)
{
	int n = 0;
	for (int i = 0, last = 3; i < last; i++)
		a[i] = i;
	for (i = 0; i < 3; i++)
		n += a[i];
	for (node *p = head; p; p = p->next)
		if (n++ > 9) break;
	if (p) for (int j = 0; j < 2; j++) n++;
	switch (n) {
	case 4:
		for (ULONG k = 0; k < 2; k++) { for (int m = 0; m < 1; m++) n++; n += m; }
		return n + k + i + last;
	}
	for (int once = 0; once < 1; once++) ;
	for (int once = 0; once < 1; once++) ;
	return 0;
}
int main(void) { node a = { 0 }; List list; return list.Find(&a) - 16; }
"""
        for kit in ("0x0400", "0x0500", "0x0501"):
            self.means(text, f"-DNT_KIT={kit}", languages=("c++",))
        for compiler, language in COMPILERS:
            if language == "c++":
                self.assertNotEqual(self.compile(compiler, language, text, "-DNT_KIT=0x0601")[0], 0)

    def test_a_jump_over_an_initialisation(self):
        self.means("""
#include <ntddk.h>
static NTSTATUS Get(PDEVICE_OBJECT d, int how)
{
	NTSTATUS Status = 0;
	if (!d) goto Exit;
	PIRP Irp = NULL;
	LARGE_INTEGER Time = { { 3, 0 } };
	const char *a = "a", *b =
		"b";
	char c = 'c', *at = &c;
	KIRQL Irql;
	struct { int n; } pair = { 3 }, *where = &pair;
	Status = Irp == NULL ? (NTSTATUS)Time.LowPart + *a + *b + where->n : 1;
	if (*at != 'c') Status = 2;
Exit:
	return Status;
}
int main(void) { return Get(NULL, 0) + Get((PDEVICE_OBJECT)&Get, 1) - 6 - 'a' - 'b'; }
""", languages=("c++",))
        self.means("""
#include <ntddk.h>
struct Pair { int a, b; };
static int Get(int how)
{
	int sum = 0;
	if (how == 0) goto Exit;
	UCHAR bytes[8] = { 0 }, more[] = { 1, (UCHAR)how, 3, }; char text[] = "abc";
	WCHAR wide[] = L"xy", *at = wide + 1;
	Pair pairs[] = { { 1, 2 }, { 3, how } };
	const int one = 1;
	const ULONG size = sizeof(ULONG) + 1, twice = how * 2;
	const char *const names[] = { "a", "b" };
	int table[][2] = { { 1, 2 }, { 3, 4 } };
	UCHAR room[one];
	C_ASSERT(sizeof(more) == 3 && sizeof(text) == 4 && sizeof(wide) == 6 && sizeof(pairs) == 16 && sizeof(names) == 2 * sizeof(char *));
	C_ASSERT(sizeof(table) == 16 && sizeof(room) == 1);
	switch (how) { case one: sum = 100; }
	for (int i = 0; i < 3; i++) {
		if (i == 1) goto Next;
		char each[4] = "z";
		sum += each[0] - 'z' + each[3];
		each[0] = each[3] = 'q';
Next:		;
	}
	sum += bytes[7] + more[1] + text[2] - 'c' + (wide[2] != 0) + (*at != 'y') + pairs[1].b + size + twice + (*names[1] != 'b');
	text[0] = 'q';
	sum += table[1][0];
Exit:
	return sum;
}
int main(void) { return Get(0) + (Get(1) != 112) + (Get(2) != 16) + (Get(2) != 16); }
""", languages=("c++",))
        self.means("""
#include <ntddk.h>
typedef enum { RED, GREEN } Colour;
enum class Shape { ROUND = 3 };
static int One(int n) { return n + 1; }
static int Get(int how)
{
	int sum = 0;
	if (how == 0) goto Exit;
	ULONG z(3), y{4}, x = 5, w{};
	PVOID p(NULL); const char *text{"b"};
	LONGLONG wide(1 + (2, how));
	bool yes(true);
	Colour colour(GREEN);
	Shape shape{Shape::ROUND};
	KIRQL irql(PASSIVE_LEVEL);
	const ULONG fixed(7), more(how), braces{8};
	int (*routine)(int)(One), (*other)(int) = One, (*third)(int){One};
	UCHAR bytes[2]{1, 2}, any[]{3, 4, 5};
	for (int i(0); i < 2; i++) {
		if (i == 1) goto Next;
		unsigned each(2);
		sum += each;
Next:		;
	}
	sum += z + y + x + w + (p != NULL) + (*text != 'b') + (int)wide + yes + colour + (int)shape + irql + fixed + more + braces;
	sum += routine(0) + other(0) + third(0) + bytes[1] + any[2] + sizeof(any);
Exit:
	return sum;
}
int main(void) { return Get(0) + (Get(1) != 50) + (Get(1) != 50); }
""", languages=("c++",))
        self.refused("#include <ntddk.h>\nstruct C { C(int) { } C(int, int) { } };\nint f(int k)\n{\n\tif (k) goto out;\n\tC c(1);\n\tC d(1, 2);\n"
                     "\tint &r(k);\nout:\n\treturn k;\n}\n", "source.cpp:[59]: ntparport: nothing jumps over", languages=("c++",))
        self.refused("#include <ntddk.h>\nstruct S { int a, b; };\nint f(int k)\n{\n\tif (k) goto out;\n\tS s[] = { 1, 2, 3, 4 };\n"
                     "out:\n\treturn k;\n}\n", "needs a size", languages=("c++",))
        self.refused("#include <ntddk.h>\nstruct C { C() { } ~C() { } };\nint f(int k)\n{\n\tif (k) goto out;\n\tC c;\nout:\n"
                     "\treturn k;\n}\n", "source.cpp:[57]: ntparport: nothing jumps over", languages=("c++",))

    def test_a_name_of_a_header_that_is_not_included(self):
        for first, name, header in (("#include <ntddk.h>", "IO_CSQ x;", "csq.h"), ("", "PDEVICE_OBJECT x;", "ntddk.h"),
                                    ("#include <ntdef.h>", "int x = STATUS_TOO_LATE;", "ntstatus.h"),
                                    ("#include <ntddk.h>", "int f(void) { return IoCsqInitialize(0); }", "csq.h"),
                                    ("#include <ntddk.h>", "int f(void) { return atol(0); }", "stdlib.h"),
                                    ("#include <ntddk.h>", "int f(void) { return LOBYTE(0x1234); }", "windef.h"),
                                    ("#include <ntddk.h>", "LPVOID x;", "windef.h"), ("#include <ntddk.h>", "BOOL x;", "windef.h"),
                                    ("#include <ntddk.h>", "int x = INT_MAX;", "limits.h"),
                                    ("", "int f(void) { return KeGetCurrentIrql(); }", "ntddk.h")):
            text = f"{first}\n{name}\n"
            for compiler, language in COMPILERS:
                with self.subTest(compiler=compiler, name=name):
                    status, output = self.compile(compiler, language, text, "-DNT_KIT=0x0500")
                    # C takes a function that is not declared to be somewhere else.
                    self.assertEqual(bool(status), language == "c++" or "f(void)" not in name)
                    self.assertIn(f" is in a header that is not included before this line: #include <{header}>", output)
                    self.assertNotIn("nearest", output)

    def test_what_cannot_work_is_explained(self):
        for text, *messages in (
                ("void f(void) { __try { } __except { } }", r"source\.c(pp)?:3: error: expected \(filter\) "),
                ("int f(void) { return GetExceptionCode(); }", r"source\.c(pp)?:3: error: .*outside of the filter"),
                ("void f(void) { __try { } __except (1) { GetExceptionInformation(); } }", "3: error: .*outside of the"),
                ("void f(void) { __leave; }", r"source\.c(pp)?:3: error: .*README"),
                ("void f(void) { __try { } }", "3: error: neither"),
                ("PVOID (*f(int a))(int) { __try { return 0; } __finally { } }", "3: error: the type of the function is not"),
                ("typedef int A[3]; A (*f(int a))[2] { __try { return 0; } __finally { } }", "3: error: the type of the"),
                ("int f = KeInitialiseEvent;",
                 r"source\.c(pp)?:3: ntparport: there is no KeInitialiseEvent here.*KeInitializeEvent"),
                ("PDEVICE_OBJEKT o;", "ntparport: there is no PDEVICE_OBJEKT here.* PDEVICE_OBJECT"),
                ("#include <usbdi.h>", "ntparport: there is no header usbdi.h"),
                ("int f(void) { __asm { cli } return 0; }", "3: error: .*inline assembly")):
            self.refused("#include <ntddk.h>\n\n" + text, *messages)
        self.refused("#include <ntddk.h>\n\nvoid f(void) { KeInitialiseEvent(0); }",
                     r"source\.cpp:3: ntparport: there is no KeInitialiseEvent here.*KeInitializeEvent",
                     languages=("c++",))

    def test_a_static_constructor_is_named(self):
        text = """
#include <ntddk.h>
class Counter { public: LONG n; Counter(int from) : n(from) { } };
static ULONG Now(void) { return KeGetCurrentIrql(); }
static Counter plain(5);
namespace space { Counter other(6); }
static ULONG asked = Now();
int fine = 7;
int main(void) { static Counter *later; return plain.n + asked + space::other.n + fine + (later != NULL); }
"""
        for compiler, language in COMPILERS:
            if language == "c++":
                with self.subTest(compiler=compiler):
                    status, said = self.compile(compiler, language, text, "-DNT_NO_CONSTRUCTORS")
                    self.assertNotEqual(status, 0)
                    for line, name in ((5, "plain"), (6, "other"), (7, "asked")):
                        self.assertRegex(said, rf"source\.cpp:{line}: error: {name} has a static constructor")
                    self.assertNotIn("fine", said)
                    self.assertFalse((self.folder / "source.o").exists())
                    self.assertEqual(self.compile(compiler, language, text)[0], 0)

    def test_an_operator_new_with_a_default_is_explained(self):
        self.refused("#include <ntddk.h>\nvoid *operator new(size_t size, POOL_TYPE type = NonPagedPool);\nstruct T { int a; };\n"
                     "T *f(void) { return new T; }\n", r"source\.cpp:4: ntparport: operator new\(size_t\) is there without",
                     languages=("c++",))

    def test_the_nearest_names_are_of_the_same_component(self):
        names = explain.called(headers)
        for name, like in (("PsLookupProcessByProcessId", "PsGetCurrentProcess"), ("PsSetCreateProcessNotifyRoutine", "Ps"),
                           ("ObGetObjectSecurity", "Ob"), ("KeStackAttachProcess", "Ke"), ("MmAllocatePagesForMdl", "Mm")):
            found = explain.nearest(name, names)
            self.assertTrue(found, name)
            self.assertTrue(all(other.startswith(like[:2]) for other in found), found)
        self.assertEqual(explain.nearest("WobbleNow", names), [])

    def test_what_is_not_declared_is_an_int(self):
        self.means("""
#include <ntddk.h>
static count;
extern total;
const one = 1;
static Twice(n) { return 2 * n; }
Sum(p, n, scale)
	PULONG p;
	unsigned long n;
{
	register i;
	for (i = 0; i < (int)n; i++)
		count += p[i] * scale;
	return count;
}
VOID Add(pSum, f)
	volatile long *pSum;
	int (*f)();
{
	*pSum += f(1);
	Later(pSum, __FUNCTION__ ":");
}
main()
{
	ULONG numbers[2] = { 1, 2 };
	Add(&total, Twice);
	return Sum(numbers, 2, 2) - 6 + total - 7 + one - 1;
}
int total = 1;
int Later(long *pSum, const char *name) { *pSum += name[3] == ':' ? 4 : 100; return 0; }
""", languages=("c",), said=r"source\.c:3:.*warning: .*(?s:.*)source\.c:21: ntparport: Later\(\) is not declared before")
        self.means("""
#include <ntddk.h>
int f(void) { return KeInitialiseEvents(0); }
int KeInitialiseEvents(int n) { return n; }
int main(void) { return f(); }
""", languages=("c",), said="source.c:3: ntparport: KeInitialiseEvents.* nearest names here are .*KeInitializeEvent")
        self.refused("int f(void) { return Undeclared(0); }", languages=("c++",))

    def test_what_is_static_from_its_first_declaration_on(self):
        self.means("""
#include <ntddk.h>
NTSTATUS Read(PDEVICE_OBJECT DeviceObject, PIRP Irp);
struct device { int (*Read)(int Last); int Last; };
static ULONG __forceinline Twice(ULONG n);
extern int Last;
ULONG Inline(ULONG n);
#ifdef ALLOC_PRAGMA
#pragma alloc_text(PAGE, Read)
#endif
int Use(void) { extern int Local(int n); int Other(int n); return Read(NULL, NULL) + Local(0) + Other(1) + Last; }
static NTSTATUS Read(PDEVICE_OBJECT DeviceObject, PIRP Irp) { return 0; }
static int Local(int n) { return n; }
static int Other(int n) { return n - 4; }
static int Last = 3;
static ULONG __forceinline Twice(ULONG n) { return 2 * n; }
__inline ULONG Inline(ULONG n) { return Twice(n); }
int main(void) { return Use() + Inline(0); }
""", languages=("c",))
        self.means("""
#include <ntddk.h>
int First(int n);
int Use(void) { return First(0); }
static int First(int n) { return n; }
int main(void) { return Use(); }
""", languages=("c++",))

    def test_declarations_that_differ(self):
        self.means("""
#include <ntddk.h>
int Narrow();
VOID Two();
DRIVER_DISPATCH Dispatch;
DRIVER_DISPATCH Dispatch;
int Text(PCHAR p);
int Text(const char *p);
static PVOID First(PVOID p);
LONG Count(ULONG n);
int One(int a);
static int Sum;
int Use(void)
{
	ULONG n = 5;
	Two(1, 3);
	return Narrow('b') - 1 + Dispatch(NULL, NULL) + Text("x") - 'x' + *(PULONG)First(&n) - 5 + Count(7) - 7;
}
int Narrow(char c) { return c - 'a'; }
VOID Two(USHORT a, UCHAR b) { Sum += a + b; }
NTSTATUS Dispatch(PVOID DeviceObject, PIRP Irp) { return __FUNCTION__[1] - 'i'; }
int Text(const char *p) { return *p; }
static PULONG First(volatile ULONG *p) { return (PULONG)p; }
ULONG Count(int n) { return n ? Count(0) + n : 0; }
int One(int a, int b) { return a; }
int main(void) { return Use() + Sum - 4; }
""", languages=("c",), said=r"(?s)source\.c:8:.*warning: conflicting types for .Text.*source\.c:19:.*warning: conflicting .*Narrow")
        # What they do not let pass, either.
        for text in ("int f(void); VOID f(void) { }", "int f(void) { return g(); } ULONG g(void) { return 1; }",
                     "extern PVOID f; PUCHAR f;", "VOID f(int a); VOID f(int a) { } VOID f(PVOID a) { }"):
            self.refused(f"#include <ntddk.h>\n{text}", r"source\.c:2:.*error: (?:conflicting types|redefinition)", languages=("c",))

    def test_advice_is_about_what_is_meant(self):
        for text, advice, languages in (
                ("int f(PUNICODE_STRING u) { return u->Buffered[0]; }",
                 r"_UNICODE_STRING has no member Buffered here: <ntddk\.h>", ("c", "c++")),
                ("struct own { int a; }; int f(struct own *p) { return p->b; }", None, ("c", "c++")),
                ("LONG InterlockedOr(LONG *p, LONG v) { return *p |= v; }", "our headers have InterlockedOr for every",
                 ("c",)),
                ("static LONG InterlockedOr(LONG volatile *p, LONG v) { return *p |= v; }",
                 "#define InterlockedOr MyInterlockedOr", ("c",)),
                ("NTSTATUS IoForwardIrpSynchronously(PDEVICE_OBJECT d, PIRP i) { return 0; }",
                 "our headers have IoForwardIrpSynchronously", ("c",)),
                ("BOOLEAN f(PUCHAR a) { return a > 5; } int x = y;", None, ("c", "c++")),
                ("int x = heads;", None, ("c", "c++")), ("int x = wcscpyy;", "nearest names are wcscpy", ("c", "c++")),
                ("void g(int); PVOID f() { PVOID p = g; return p; }", r"write \(PVOID\) before its name", ("c++",)),
                ("NTSTATUS g(PIRP); PVOID p = g;", r"write \(PVOID\) before its name", ("c++",)),
                ("NTSTATUS g(PIRP); void f() { void *p; p = g; }", r"write \(PVOID\) before its name", ("c++",)),
                *((text, "write int before the name", ("c++",)) for text in ("const Max = 3;", "static count;", "extern total, b;")),
                ("static Foo x;", "there is no Foo here", ("c++",)),
                ("int f(PEPROCESS p) { return p->Id; }", "_EPROCESS has no members here: drivers have pointers", ("c", "c++")),
                ("EPROCESS *p;", "_EPROCESS has no members here: drivers have pointers", ("c", "c++")),
                ("struct own; int f(struct own *p) { return p->b; }", None, ("c", "c++")),
                ("class P { public: P(int); }; void Move(P& p); void f() { Move(P(1)); }", "give it a name first", ("c++",)),
                ("class P { public: P(int); }; P& p = P(1);", "give it a name first", ("c++",)),
                ("struct B { virtual int f(); }; struct D : B { }; D *f(B *b) { return dynamic_cast<D *>(b); }",
                 "use a virtual function", ("c++",)),
                ("int f(int a) { return *a; }", None, ("c", "c++")), ("void f(int a) { 5 = a; }", None, ("c", "c++")),
                ("int f(int a) { return 0; } int f(int a) { return 0; }", None, ("c", "c++"))):
            for compiler, language in COMPILERS:
                if language in languages:
                    with self.subTest(compiler=compiler, text=text):
                        status, output = self.compile(compiler, language, f"#include <ntddk.h>\n{text}\n")
                        self.assertNotEqual(status, 0)
                        if advice:
                            self.assertRegex(output, rf":2: ntparport: .*{advice}")
                        else:
                            self.assertNotIn("ntparport:", output)
        self.means("""
#include <ntddk.h>
#undef InterlockedOr
#define InterlockedOr MyInterlockedOr
LONG InterlockedOr(LONG *p, LONG v) { return *p |= v; }
int main(void) { LONG n = 1; return InterlockedOr(&n, 2) - 3; }
""")

    def test_what_is_not_declared_is_not_linuxs(self):
        symvers = {}
        for name, symbols in (("kernel", "panic msleep memcpy strange"), ("ours", "ntparport_KeBugCheck Shared")):
            symvers[name] = self.folder / name
            symvers[name].write_text("".join(f"0x0\t{symbol}\t{name}\tEXPORT_SYMBOL\t\n" for symbol in symbols.split()),
                                     encoding="utf-8")
        text = """
%s
int strange(int n);
void msleep(int n) { }
void f(void) { panic("x"); msleep(strange(1)); memcpy((void *)0, (void *)0, Shared()); }
"""
        for compiler, language in COMPILERS:
            if language != "c":
                continue
            for before, refused in (("", True), ("void panic(const char *);", False)):
                with self.subTest(compiler=compiler, before=before):
                    self.assertEqual(self.compile(compiler, language, text % before)[0], 0)
                    status, said = tool("undefined.py", "alone", headers, "nm", symvers["kernel"], symvers["ours"], "--",
                                        self.folder / "source.o")
                    self.assertEqual(status, int(refused), said)
                    self.assertRegex(said, r"\Antparport: alone: in source\.o: panic\(\) is not declared .*\n\Z"
                                     if refused else r"\A\Z")

    def test_what_is_missing_has_the_name_that_its_source_has_for_it(self):
        symvers = self.folder / "symvers"
        symvers.write_text("0x0\tntparport_KeBugCheck\tours\tEXPORT_SYMBOL\t\n", encoding="utf-8")
        text = """
#include <ntddk.h>
EXTERN_C PULONG NtBuildNumber;
class Device { public: int Read(PVOID p); };
EXTERN_C int Missing(int);
extern "C++" int f(Device *d) { delete d; return *new int[2] + d->Read(d) + *NtBuildNumber + Missing(1); }
"""
        for compiler in ("g++", "clang++"):
            if not shutil.which(compiler):
                continue
            status, said = self.compile(compiler, "c++", text, "-fno-sized-deallocation")
            self.assertEqual(status, 0, said)
            status, said = tool("undefined.py", "alone", headers, "nm", symvers, symvers, "--", self.folder / "source.o")
            self.assertEqual(status, 1)
            for line in (r"operator new\[\]\(size_t\): bring one .* new type\[n\] calls .* mydriver-kit := w2k in",
                         r"operator delete\(void\*\): bring one of your own\n", r"Device::Read\(void\*\); compat", "NtBuildNumber; ",
                         r"Missing\(\); "):
                self.assertRegex(said, f"there is no {line}")

    def test_exceptions_in_functions_of_old_style(self):
        self.means("""
#include <ntddk.h>
typedef int (*ROUTINE)();
static Values[4];
static Raise(n, status)
	NTSTATUS status;
{
	if (n) ExRaiseStatus(status);
	return n;
}
PVOID Place(p, f)
	int *p; ROUTINE f;
{
	__try { f(*p, STATUS_UNSUCCESSFUL); return p; } __except (1) { return NULL; }
}
static Find(what)
	ULONG what;
{
	int i;
	__try { for (i = 0; i < 4; i++) if (Values[i] == (int)what) return i; } __finally { Values[0]++; }
	return -1;
}
int main(void)
{
	int none = 0, one = 1;
	Values[2] = 5;
	if (Place(&none, Raise) != &none || Place(&one, Raise)) return 1;
	return Find(5) - 2 + Find(6) + 1 + Values[0] - 2;
}
""", languages=("c",), said=r"source\.c:4:8: warning: ")

    def test_conditions_in_labels(self):
        self.means("""
#include <ntddk.h>
#define KIND 1
static int Take(int n)
{
	int taken = 0;
	__try {
		switch (n) {
		case KIND ? 1 : 2: __try { if (n) return 1; } __finally { taken++; } break;
		case (KIND ? 3 : 4): taken = 3; break;
		case KIND ? KIND ? 5 : 6 : 7: __leave;
		case sizeof(int) == 4 ? 8 : 9:
		default: taken = 8;
		}
		taken += 10;
	} __finally { taken += 100; }
	return taken;
}
int main(void) { return Take(1) - 1 + Take(3) - 113 + Take(5) - 100 + Take(8) - 118 + Take(0) - 118; }
""")


    def test_types_and_texts(self):
        self.means("""
#include <ntddk.h>
typedef unsigned long DWORD;
UINT8 a; UINT16 b; UINT32 c; INT32 d; UINT64 e; INT64 f; DWORD64 g; LPWSTR h; LPCWSTR i; DWORD j; BYTE k; INT8 l;
C_ASSERT(sizeof(a) + sizeof(b) + sizeof(c) + sizeof(e) == 15 && sizeof(g) == 8 && sizeof(*i) == 2);
#ifdef UNICODE
#define SIZE 4
#else
#define SIZE 2
#endif
C_ASSERT(sizeof(TEXT("x")) == SIZE && sizeof(TCHAR) == SIZE / 2);
int main(void) { return l; }
""")
        self.means("#define UNICODE\n#include <windef.h>\nC_ASSERT(sizeof(TEXT(\"x\")) == 4);\n"
                   "int main(void) { return 0; }\n")

    def test_port_io_has_older_names(self):
        self.means("""
#include <ntddk.h>
#include <conio.h>
int Io(USHORT port) { return outp(port, inp(port)) + outpw(port, inpw(port)) + outpd(port, inpd(port)); }
EXTERN_C UCHAR NTAPI ntparport_READ_PORT_UCHAR(PUCHAR port) { return 1; }
EXTERN_C USHORT NTAPI ntparport_READ_PORT_USHORT(PUSHORT port) { return 2; }
EXTERN_C ULONG NTAPI ntparport_READ_PORT_ULONG(PULONG port) { return 3; }
EXTERN_C VOID NTAPI ntparport_WRITE_PORT_UCHAR(PUCHAR port, UCHAR data) { }
EXTERN_C VOID NTAPI ntparport_WRITE_PORT_USHORT(PUSHORT port, USHORT data) { }
EXTERN_C VOID NTAPI ntparport_WRITE_PORT_ULONG(PULONG port, ULONG data) { }
int main(void) { return Io(0x378) - 6; }
""")

    def test_names_of_members_that_need_none(self):
        text = """
#include <ntddk.h>
typedef struct { union { int i; PVOID p; } DUMMYUNIONNAME; struct { int a; } DUMMYSTRUCTNAME; union { int j; } DUMMYUNIONNAME2; } MEMBERS;
int main(void) { MEMBERS m = { { 0 } }; return m.i + m.a + m.j; }
"""
        self.means(text)
        self.means(text.replace("m.i + m.a + m.j", "m.u.i + m.s.a + m.u2.j"), "-DNONAMELESSUNION")

    def test_types_of_applications(self):
        self.means("""
#include <ntddk.h>
#include <windef.h>
int APIENTRY g(int CALLBACK (*)(void)); int CDECL h(void);
NTSYSAPI NTHALAPI LPVOID WINAPI f(LPBYTE, LPDWORD, LPWORD, LPLONG, LPBOOL, HRESULT, ATOM, PCCHAR);
struct DECLSPEC_ALIGN(16) S { DWORD_PTR a; SSIZE_T b; HALF_PTR c; };
C_ASSERT(sizeof(struct S) % 16 == 0 && sizeof(HALF_PTR) * 2 == sizeof(PVOID) && sizeof(HRESULT) == 4);
C_ASSERT(MAKELONG(0x1234, 0x8765) == (LONG)0x87651234 && MAKEWORD(0x12, 0x34) == 0x3412);
C_ASSERT(LOWORD(0x12345678) == 0x5678 && HIWORD(0x12345678) == 0x1234);
C_ASSERT(LOBYTE(0x1234) == 0x34 && HIBYTE(0x1234) == 0x12);
C_ASSERT(min(1, 2) == 1 && max(1, 2) == 2);
int main(void) { return 0; }
""")

    def test_base_types_of_mingw_w64(self):
        mingw = pathlib.Path("/usr/share/mingw-w64/include")
        if not (mingw / "ntdef.h").exists():
            self.skipTest("no mingw-w64")
        names = set()
        for name in ("ntdef.h", "basetsd.h", "guiddef.h"):
            text = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", (mingw / name).read_text(encoding="utf-8"), flags=re.S)
            for declared in re.findall(r"^\s*(?:__MINGW_EXTENSION )?typedef ([^;(#{}]+);", text, re.M):
                names |= {re.findall(r"\w+", part)[-1] for part in declared.split(",")}
        # Of newer versions of Windows than the kits, of other machines, and the arguments of a macro.
        names = {name for name in names - {"n"} if not re.search("WNF_|BALANCED|OBJECT_ATTRIBUTES(32|64)", name)}
        self.assertTrue(names >= {"LUID", "LCID", "LANGID", "USN", "PVOID64", "DOUBLE", "HALF_PTR", "CLSID"}, names)
        self.means("#include <ntddk.h>\n#include <windef.h>\n" +
                   "".join(f"C_ASSERT(sizeof({name}) > 0);\n" for name in sorted(names)) +
                   "FLOAT f; DOUBLE *d; PLUID luid;\nint main(void) { return 0; }\n")

    def test_small_macros(self):
        self.means("""
#include <ntddk.h>
typedef struct { USHORT Size; ULONG a; ULONG b[3]; } S;
C_ASSERT(min(3, 2) == 2 && max(3, 2) == 3 && MAXLONGLONG > 0 && MINLONGLONG < 0 && MAXULONG_PTR + 1 == 0 && MAXUINT32 == 0xffffffff);
C_ASSERT(ARRAYSIZE("abc") == 4 && RTL_NUMBER_OF_FIELD(S, b) == 3 && FIELD_SIZE(S, b) == 12 && RTL_BITS_OF(ULONG) == 32);
C_ASSERT(RTL_SIZEOF_THROUGH_FIELD(S, a) == 8 && RTL_BITS_OF_FIELD(S, Size) == 16 && PROBE_ALIGNMENT(UCHAR) == 4);
C_ASSERT(ALIGN_UP_BY(13, 8) == 16 && ALIGN_DOWN(13, ULONG) == 12 && ALIGN_UP(16, ULONGLONG) == 16);
C_ASSERT(DEVICE_TYPE_FROM_CTL_CODE(0x222007) == 0x22 && METHOD_FROM_CTL_CODE(0x222007) == 3);
C_ASSERT(IoGetFunctionCodeFromCtlCode(0x222004) == 0x801 && !IoIsErrorUserInduced(STATUS_SUCCESS));
C_ASSERT(FIRSTBYTE(0x12345678) == 0x78 && FOURTHBYTE(0x12345678) == 0x12 && RtlUshortByteSwap(0x1234) == 0x3412);
C_ASSERT(RtlUlongByteSwap(0x12345678) == 0x78563412 && Int64ShllMod32(1, 33) == 2 && Int64ShraMod32(-8, 1) == -4);
C_ASSERT(ADDRESS_AND_SIZE_TO_SPAN_PAGES(0x1ffff, 2) == 2 && COMPUTE_PAGES_SPANNED(0x1000, 0x1000) == 1);
static LIST_ENTRY Static = { &Static, &Static };
int main(void)
{
	UCHAR bytes[12] = { 0 };
	USHORT u;
	ULONG n, flags = 6;
	LONG count = -1;
	S s;
	LUID a = { 1, 2 }, b = { 1, 2 };
	RTL_STATIC_LIST_HEAD(head);
	LARGE_INTEGER x, y;
	x.QuadPart = 6;
	y.QuadPart = 3;
	RtlStoreUlong(bytes + 1, 0x12345678);
	RtlStoreUlonglong(bytes + 3, x.QuadPart);
	RtlStoreUshort(bytes + 1, 0x1234);
	RtlRetrieveUlong(&n, bytes + 1);
	RtlRetrieveUshort(&u, bytes + 1);
	RtlLargeIntegerAnd(x, x, y);
	if (n != 0x00061234 || u != 0x1234 || x.QuadPart != 2 || !RtlEqualLuid(&a, &b) || RtlIsZeroLuid(&a))
		return 1;
	if (RtlInterlockedSetBits(&flags, 1) != 6 || RtlInterlockedClearBits(&flags, 2) != 7 || flags != 5)
		return 2;
	if (ExInterlockedIncrementLong(&count, NULL) != ResultZero ||
		ExInterlockedDecrementLong(&count, NULL) != ResultNegative)
		return 3;
	if (ExInterlockedExchangeUlong(&flags, 9, NULL) != 5 || !IsListEmpty(&head) || !IsListEmpty(&Static))
		return 4;
	if (!RTL_CONTAINS_FIELD(&s, 8, a) || RTL_CONTAINS_FIELD(&s, 8, b) || UlongToPtr(PtrToUlong((PVOID)7)) != (PVOID)7)
		return 5;
	if (HandleToUlong((HANDLE)5) != 5 || PtrToLong((PVOID)-1) != -1 || BYTE_OFFSET(0x12345) != 0x345 ||
		PAGE_ALIGN((PVOID)0x12345) != (PVOID)0x12000)
		return 6;
	KeFlushIoBuffers(NULL, TRUE, TRUE);
	UNREFERENCED_LOCAL_VARIABLE(n);
	return 0;
}
""")

    def test_intrinsics(self):
        self.means("""
#include <ntddk.h>
#include <stdlib.h>
#include <intrin.h>
#ifdef __cplusplus
extern "C" {
#endif
unsigned long _rotl(unsigned long, int);
unsigned char _BitScanForward(unsigned long *Index, unsigned long Mask);
unsigned __int64 __rdtsc(void);
void *_ReturnAddress(void);
void __debugbreak(void);
#pragma intrinsic(_rotl, _BitScanForward, __rdtsc, _ReturnAddress, __debugbreak)
#ifdef __cplusplus
}
#endif
EXTERN_C VOID ntparport_DbgBreakPoint(VOID) { }
EXTERN_C VOID ntparport_DbgBreakPointWithStatus(ULONG Status) { }
static __declspec(noinline) PVOID Caller(void) { return _ReturnAddress(); }
int main(void)
{
	ULONG Index = 77, Bits[2] = { 0x80000000, 1 }, Copy[2] = { 0, 0 };
	UCHAR Bytes[4] = { 1, 2, 3, 4 }, Filled[4] = { 0, 0, 0, 0 };
	LONG Word = 5;
	SHORT Half = 0x7fff;
	int Info[4];
	ULONGLONG Before = ReadTimeStampCounter();

	if (_rotl(0x80000001, 1) != 3 || _rotr(3, 1) != 0x80000001 || _lrotl(1, 32) != 1 || _rotl8(0x81, 1) != 3 ||
	    _rotr16(1, 1) != 0x8000 || _rotl64(0x8000000000000000, 1) != 1 || RotateRight64(1, 1) != 0x8000000000000000)
		return 1;
	if (_byteswap_ushort(0x1234) != 0x3412 || _byteswap_ulong(0x12345678) != 0x78563412 ||
	    _byteswap_uint64(0x0102030405060708) != 0x0807060504030201)
		return 2;
	if (_BitScanForward(&Index, 0) || Index != 77 || !_BitScanForward(&Index, 0x28) || Index != 3 ||
	    !BitScanReverse(&Index, 0x28) || Index != 5)
		return 3;
	if (!BitTest((LONG *)Bits, 31) || _bittest((LONG *)Bits, 30) || !_bittest((LONG *)Bits, 32) ||
	    !BitTestAndReset((LONG *)Bits, 31) || Bits[0] || BitTestAndSet((LONG *)Bits, 33) || Bits[1] != 3 ||
	    !BitTestAndComplement((LONG *)Bits, 32) || Bits[1] != 2)
		return 4;
	if (InterlockedBitTestAndSet(&Word, 0) != 1 || InterlockedBitTestAndSet(&Word, 31) || Word >= 0 ||
	    InterlockedBitTestAndReset(&Word, 31) != 1 || Word != 5 || InterlockedAdd(&Word, -2) != 3)
		return 5;
	if (InterlockedIncrement16(&Half) != -0x8000 || InterlockedCompareExchange16(&Half, 1, -0x8000) != -0x8000 ||
	    Half != 1 || InterlockedOr16(&Half, 2) != 1 || Half != 3)
		return 6;
	if (__emul(-2, 0x7fffffff) != -0xfffffffeLL || __emulu(0xffffffff, 2) != 0x1fffffffe ||
	    __ll_lshift(1, 65) != 2 || __ll_rshift(-4, 1) != -2 || abs(-3) + labs(-3) + _abs64(-3) != 9)
		return 7;
	__movsb(Filled, Bytes, 4);
	__movsd(Copy, Bits, 2);
	if (Filled[3] != 4 || Copy[1] != 2)
		return 8;
	__stosb(Filled, 7, 3);
	__stosd(Copy, 9, 2);
	if (Filled[2] != 7 || Filled[3] != 4 || Copy[1] != 9)
		return 9;
#ifdef _WIN64
	{
		ULONGLONG High;
		LONGLONG Signed;

		if (_umul128(~(ULONGLONG)0, 2, &High) != (ULONGLONG)-2 || High != 1 || __mulh(-1, 2) != -1 ||
		    _mul128(-1, 2, &Signed) != -2 || Signed != -1 || UnsignedMultiplyHigh((ULONGLONG)1 << 63, 4) != 2 ||
		    !_BitScanReverse64(&Index, (ULONGLONG)1 << 40) || Index != 40)
			return 10;
	}
#endif
	__cpuid(Info, 0);
	YieldProcessor();
	MemoryBarrier();
	_ReadWriteBarrier();
	KeMemoryBarrierWithoutFence();
	__nop();
	__debugbreak();
	DbgBreakPointWithStatus(1);
	PrefetchForWrite(&Index);
	return !Info[1] || !Caller() || ReadTimeStampCounter() < Before;
}
""", "-mgeneral-regs-only")

    def test_more_small_macros(self):
        self.means("""
#include <ntifs.h>
#include <stdlib.h>
DECLARE_GLOBAL_CONST_UNICODE_STRING(Name, L"LPT");
C_ASSERT(_countof("abc") == 4);
C_ASSERT(sizeof(wint_t) == 2 && sizeof(ptrdiff_t) == sizeof(PVOID));
CFORCEINLINE ptrdiff_t Between(PVOID a, PVOID b) { return (PUCHAR)b - (PUCHAR)a; }
int main(void)
{
	ULONG Flags = 3;
	UCHAR a[8] = { 1, 2 }, b[8] = { 0 };

	SetFlag(Flags, 8);
	ClearFlag(Flags, 1);
	RtlCopyMemoryNonTemporal(b, a, 2);
	NT_ANALYSIS_ASSUME(Flags);
	return Flags != 10 || !FlagOn(Flags, 2) || BooleanFlagOn(Flags, 8) != TRUE || FlagOn(Flags, 1) || b[1] != 2 ||
		ROUND_TO_SIZE(9, 8) != 16 || Between(a, RTL_PTR_ADD(a, 5)) != 5 || RTL_PTR_SUBTRACT(&a[5], 5) != a ||
		Name.Length != 6 || Name.Buffer[2] != 'T';
}
""")

    def test_types_of_routines(self):
        self.means("""
#include <ntddk.h>
#include <csq.h>
#include <wmilib.h>
DRIVER_INITIALIZE Initialize; DRIVER_UNLOAD Unload; DRIVER_ADD_DEVICE AddDevice; DRIVER_STARTIO StartIo;
DRIVER_CANCEL Cancel; DRIVER_CONTROL Control; DRIVER_REINITIALIZE Again;
DRIVER_DISPATCH Dispatch; DRIVER_DISPATCH_PAGED Paged; DRIVER_DISPATCH_RAISED Raised;
IO_COMPLETION_ROUTINE Complete; IO_DPC_ROUTINE DpcForIsr; IO_TIMER_ROUTINE Timer; IO_WORKITEM_ROUTINE Work;
KSERVICE_ROUTINE Isr; KSYNCHRONIZE_ROUTINE Synchronized; KDEFERRED_ROUTINE Dpc; KSTART_ROUTINE Thread;
KBUGCHECK_CALLBACK_ROUTINE Bug; WORKER_THREAD_ROUTINE Worker; CALLBACK_FUNCTION Callback;
KNORMAL_ROUTINE Normal; KKERNEL_ROUTINE Kernel; KRUNDOWN_ROUTINE Rundown;
ALLOCATE_FUNCTION Allocate; ALLOCATE_FUNCTION_EX AllocateEx; FREE_FUNCTION Free; FREE_FUNCTION_EX FreeEx;
RTL_QUERY_REGISTRY_ROUTINE Query; REQUEST_POWER_COMPLETE Power; DRIVER_NOTIFICATION_CALLBACK_ROUTINE Notify;
IO_CSQ_INSERT_IRP Insert; IO_CSQ_INSERT_IRP_EX InsertEx; IO_CSQ_REMOVE_IRP Remove; IO_CSQ_PEEK_NEXT_IRP Peek;
IO_CSQ_ACQUIRE_LOCK Acquire; IO_CSQ_RELEASE_LOCK Release; IO_CSQ_COMPLETE_CANCELED_IRP Canceled;
PVOID Allocate(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag) { return NULL; }
VOID Free(PVOID Buffer) { }
NTSTATUS Paged(PDEVICE_OBJECT DeviceObject, PIRP Irp) { return STATUS_SUCCESS; }
VOID Again(PDRIVER_OBJECT DriverObject, PVOID Context, ULONG Count) { }
static PALLOCATE_FUNCTION Allocates = Allocate;
static PFREE_FUNCTION Frees = Free;
static PDRIVER_DISPATCH Dispatches = Paged;
static PDRIVER_REINITIALIZE Initializes = Again;
int main(void) { return !Allocates || !Frees || !Dispatches || !Initializes; }
""")

    def test_safe_strings_without_a_suffix(self):
        for switches in ([], ["-DUNICODE"]):
            self.means("""
#include <ntddk.h>
#include <ntstrsafe.h>
EXTERN_C int ntparport__vsnprintf(char *to, size_t n, const char *f, va_list a) { return to[0] = f[0], to[1] = 0, 1; }
EXTERN_C int ntparport__vsnwprintf(WCHAR *to, size_t n, const WCHAR *f, va_list a)
{ return to[0] = f[0], to[1] = 0, 1; }
int main(void)
{
	TCHAR text[8];
	PTSTR end;
	size_t n;
	if (RtlStringCchCopy(text, 8, TEXT("ab")) || RtlStringCbCat(text, sizeof(text), TEXT("cd")))
		return 1;
	if (RtlStringCchCopyN(text, 8, TEXT("abcd"), 3) || RtlStringCbCatNEx(text, sizeof(text), TEXT("xyz"), sizeof(TCHAR),
		&end, &n, 0) || end != text + 4 || n != 4 * sizeof(TCHAR) || text[3] != 'x')
		return 2;
	if (RtlStringCchLength(text, 8, &n) || n != 4 || RtlStringCbLength(text, sizeof(text), &n) || n != 4 * sizeof(TCHAR))
		return 3;
	if (RtlStringCchPrintf(text, 8, TEXT("p")) || RtlStringCbPrintfEx(text, sizeof(text), NULL, NULL, 0, TEXT("q")))
		return 4;
	return text[0] - 'q';
}
""", *switches)

    def test_constants_of_wmi_are_those_of_mingw_w64(self):
        mingw = pathlib.Path("/usr/share/mingw-w64/include/wmistr.h")
        if not mingw.exists():
            self.skipTest("no mingw-w64")
        names = set(re.findall(r"^#define ((?:WMI|TRACELOG|WNODE)\w*) \S", mingw.read_text(encoding="utf-8"), re.M))
        self.assertGreater(len(names), 40)
        text = (headers / "wmistr.h").read_text(encoding="utf-8")
        self.assertEqual(names - set(re.findall(r"^#define (\w+)", text, re.M)), set())
        self.means("#include <ntddk.h>\n#include <wmistr.h>\n" +
                   "".join(f"C_ASSERT({name} >= 0);\n" for name in sorted(names)) + "int main(void) { return 0; }\n")

    def test_annotations(self):
        self.means("""
#include <ntddk.h>
#include <sal.h>
#include <specstrings.h>
#include <driverspecs.h>
_IRQL_requires_max_(DISPATCH_LEVEL) _Must_inspect_result_ _Success_(return >= 0)
static NTSTATUS New(_In_ PVOID p, _In_reads_bytes_opt_(n) const void *in, _Out_writes_to_(n, *n2) PULONG out,
	_Inout_updates_bytes_all_opt_(n) PVOID io, ULONG n, _Outptr_result_bytebuffer_maybenull_(n) PVOID *q,
	_When_(n == 0, _Out_) _At_(*n2, _Post_equal_to_(n)) PULONG n2) { return n; }
__drv_maxIRQL(APC_LEVEL) __checkReturn
static NTSTATUS Old(__in PVOID p, __deref_opt_inout_bcount_part_opt(n, n) PVOID *q, __inout_ecount_z(n) char *s,
	__out_bcount_part(n, *n) PVOID r, __in_range(0, 9) ULONG n, __drv_when(n == 0, __drv_strictType(A, B)) int f)
{
	__analysis_assume(n);
	switch (n) { case 1: f = 1; __fallthrough; default: return f; }
}
typedef struct { ULONG n; _Field_size_bytes_part_(n, n) PVOID p; __field_ecount_opt(n) PULONG q; } S;
_Ret_opt_z_cap_(n) _Kernel_entry_
static PVOID Middle(_Pre_opt_z_ _Deref_post_opt_z_ char **p, _Deref_prepost_opt_bytecap_x_(n) PVOID *q, ULONG n,
	_Pre_valid_bytecap_(n) _Post_z_count_(n) PVOID r, _In_bound_ ULONG i, _Frees_ptr_opt_ PVOID s)
{
	_Analysis_assume_lock_held_(s);
	return r;
}
int main(void) { return New(0, 0, 0, 0, 0, 0, 0) + Old(0, 0, 0, 0, 0, 0) + (Middle(0, 0, 0, 0, 0, 0) != 0); }
""")

    def test_all_annotations_of_mingw_w64(self):
        mingw = pathlib.Path("/usr/share/mingw-w64/include")
        if not (mingw / "sal.h").exists():
            self.skipTest("no mingw-w64")
        names = set()
        for name in ("sal.h", "specstrings.h", "driverspecs.h", "concurrencysal.h"):
            names |= set(re.findall(r"#\s*define\s+(?:SAL)?(_\w+)", (mingw / name).read_text(encoding="utf-8")))
        names -= {name for name in names if name.startswith(("__inner_", "_CRT_", "__CLR", "__STDC", "_Csalcat"))}
        # A compiler's own NULL, and no annotation.
        names -= {"__null", "__specstrings", "_HXX"}
        ours = set(re.findall(r"#define (\w+)", (kit / "include/sal.h").read_text(encoding="utf-8")))
        self.assertEqual(names - ours, set())

    KITS = """
#include <ntddk.h>
EXTERN_C volatile CCHAR ntparport_KeNumberProcessors;
volatile CCHAR ntparport_KeNumberProcessors = 3;
#if NTDDI_VERSION < 0x05010000
#define NUMBER *KeNumberProcessors
struct _IO_CSQ { int own; };
typedef struct _IO_CSQ IO_CSQ, *PIO_CSQ;
EXTERN_C int IoCsqInitialize(PIO_CSQ csq) { return csq->own; }
#else
#define NUMBER KeNumberProcessors
#ifndef IO_TYPE_CSQ
#error no cancel-safe queues
#endif
#endif
#if _WIN32_WINNT >= 0x0600 ? !defined(_WDMDDK_) : defined(_WDMDDK_)
#error _WDMDDK_
#endif
#if !defined(_NTDDK_) || (!defined(_AMD64_) && !defined(_X86_)) || (!defined(_M_AMD64) && !defined(_M_IX86))
#error not a kit
#endif
int main(void)
{
	return NUMBER != 3 || _MSC_VER != MSC || WINVER != VERSION || _WIN32_WINNT != VERSION ||
		NTDDI_VERSION >> 16 != VERSION;
}
"""

    def test_small_headers_of_applications(self):
        """<stdint.h>, <assert.h> and so on, which sources share with programs."""
        for wide in ([], ["-DUNICODE", "-D_UNICODE"]):
            self.means("""
#include <stdint.h>
#include <ntddk.h>
#include <errno.h>
#include <basetyps.h>
#include <minmax.h>
#include <malloc.h>
#include <winerror.h>
#include <winioctl.h>
#include <tchar.h>
#include <string.h>
#define NDEBUG
#include <assert.h>
C_ASSERT(sizeof(int8_t) == 1 && sizeof(uint16_t) == 2 && sizeof(int32_t) == 4 && sizeof(uint64_t) == 8);
C_ASSERT(sizeof(intptr_t) == sizeof(PVOID) && UINT32_MAX == MAXULONG && (INT64_C(1) << 40) != 0 && UINT64_C(5) == 5);
C_ASSERT(sizeof(_T("ab")) == 3 * sizeof(_TCHAR) && sizeof(_TCHAR) == sizeof(TCHAR) && EINVAL == 22 && ENOENT == 2);
C_ASSERT(ERROR_SUCCESS == 0 && ERROR_INVALID_FUNCTION == 1 && E_FAIL == (HRESULT)0x80004005 && SUCCEEDED(S_OK));
C_ASSERT(HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED) == (HRESULT)0x80070005 && FAILED(E_INVALIDARG));
DECLARE_INTERFACE(IThing) { STDMETHOD(Do)(THIS_ int n) PURE; };
STDAPI Create(IThing **Thing);
int main(void)
{
	char *room = (char *)_alloca(3);
	LONGLONG many;
	(int64_t)many = 7;
	assert(0);
	memcpy(room, "ab", 3);
	return (int)many - 7 + room[2] + IOCTL_DISK_GET_DRIVE_GEOMETRY - CTL_CODE(FILE_DEVICE_DISK, 0, METHOD_BUFFERED, FILE_ANY_ACCESS);
}
""", *wide)
        self.means("""
#include <assert.h>
static int failed;
EXTERN_C VOID ntparport_RtlAssert(PVOID What, PVOID File, ULONG Line, PCHAR Message) { failed = *(char *)What; }
int main(void) { int n = 1; assert(n == 2); return failed - 'n'; }
""")
        self.means("#include <stdint.h>\n#include <stdbool.h>\n#include <stddef.h>\n#include <wdm.h>\n"
                   "int main(void) { uint8_t a = 0; bool b = false; return a + b; }\n")

    def test_codes_of_errors_are_those_of_mingw_w64(self):
        include = pathlib.Path(os.environ.get("MINGW_INCLUDE", "/usr/share/mingw-w64/include"))
        if not include.exists():
            self.skipTest("there are no headers of mingw-w64")
        for name, least in (("winerror.h", 1500), ("errno.h", 30)):
            shared = kit.parent / "uapi" / name
            ours, theirs = ({found[1]: int(found[2], 0) for path in paths if path.exists() for found in re.finditer(
                r"^#define (\w+)\s+(?:__MSABI_LONG\(|_HRESULT_TYPEDEF_\(|\(\(HRESULT\))?(\d+|0[xX][0-9a-fA-F]+)L?\)*\s*$",
                path.read_text(encoding="utf-8"), re.M)} for paths in ((kit / "include" / name, shared), (include / name,)))
            ours.pop("STRUNCATE", None)
            self.assertGreater(len(ours), least)
            self.assertEqual({name: value for name, value in ours.items() if theirs.get(name) != value}, {})
            self.assertEqual({name for name in theirs if name.startswith("ERROR_")} - set(ours), set())

    def test_headers_are_known_by_the_names_of_mingw_w64s(self):
        """What headers of drivers and applications both test: #ifdef _NTDDPAR_."""
        include = pathlib.Path(os.environ.get("MINGW_INCLUDE", "/usr/share/mingw-w64/include"))
        if not include.exists():
            self.skipTest("there are no headers of mingw-w64")
        # The C library's parts; what is not there; what is the compiler's; and wdm.h is not ntddk.h here.
        others = re.compile(r"_CRT_\w+|_W[A-Z]+_(?:INLINE_|T_)?DEFINED|__WRAPPED__|__?TCHAR_DEFINED|_CPP_TCHAR_INLINES_DEFINED|_(?:CTYPE|HEAPHOOK|HEAPINFO|FPOS_T|STDSTREAM|FILE|STDIO|SPAWNV|ONEXIT_T|DIV_T|NLSCMP|INO_T|DEV_T"
                            r"|TM|FSIZE_T|PNH|NO_ANSI_NH|FILE_OFFSET_BITS_SET_\w+)(?:_DEFINED)?|__NOTHROW_T_DEFINED|_CONST_RETURN"
                            r"|__PLACEMENT_NEW_INLINE|__MINGW_\w+|__WMCGENERATED_\w+|_VA_LIST(?:_|_T_H)?|_(?:ANSI_)?STDARG_H_?"
                            r"|__GNUC_VA_LIST|__va_list__|__CLR_OR_THIS_CALL|DECLSPEC_ADDRSAFE|SAL_HXX|_GNU_NTIFS_|_W64|_IA64_"
                            r"|_NTLSA_\w+|_ARC_DDK_|_PCI(?:INTRF)?_X_|_RTL_RUN_ONCE_DEF|_FILESYSTEMFSCTL_|_VIRTUAL_STORAGE_\w+"
                            r"|_DEF_WINBOOL_|__PEXCEPTION_ROUTINE_DEFINED|_DEFINED__WNF_STATE_NAME|USE_DMA_MACROS|NO_LEGACY_DRIVERS"
                            r"|__IID_ALIGNED__|__INTERLOCKED_DECLARED|_ETW_KM_|_PSGETCURRENTTHREAD_|_NTTMAPI_|_CLFS\w+|__CLFS\w+"
                            r"|_DPI_\w+|DMA_MACROS_DEFINED|CRITICAL|FAR|WINAPI|WMIAPI|CLFSUSER_API|ETW_BUFFER_CONTEXT_DEF")
        asked = re.compile(r"^[ \t]*#[ \t]*(?:ifndef|if !defined ?\(?)[ \t]*\(?(\w+)\)?.*\n(?:\s*\n|#\w+.*\n){0,3}?"
                           r"[ \t]*#[ \t]*define[ \t]+\1[ \t]*$"
                           r"|^#[ \t]*define[ \t]+(_*[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_?(?:_INCLUDED_?|_DEFINED|_)|_\w+_H_?)[ \t]*$", re.M)
        checked = set()
        for path in sorted([*headers.glob("*.h"), *(kit / "include").glob("*.h")]):
            theirs = next((folder / path.name for folder in (include / "ddk", include) if (folder / path.name).exists()), None)
            if not theirs or re.match("nt_|pshpack|poppack|new", path.name):
                continue
            text = re.sub(r"/\*.*?\*/", "", theirs.read_text(encoding="utf-8", errors="replace"), flags=re.S)
            wanted = {a or b for a, b in asked.findall(text)}
            wanted = {name for name in wanted if not others.fullmatch(name)}
            if path.name == "wdm.h":
                wanted -= {"_NTDDK_", "_TRACEHANDLE_DEFINED"}
            elif path.name == "ntdef.h":
                # That is in basetsd.h, which wdm.h includes.
                wanted -= {"_HRESULT_DEFINED"}
            of_compiler = subprocess.run(["gcc", "-print-file-name=include"], check=True, capture_output=True, text=True).stdout.strip()
            said = subprocess.run(["gcc", "-E", "-dM", "-x", "c", "-nostdinc", "-isystem", of_compiler, "-fshort-wchar", "-include",
                                   kit / "msc.h", f"-I{headers}", f"-I{kit}/include", "-"], check=True, capture_output=True,
                                  text=True, input=f"#include <{path.name}>\n").stdout
            self.assertEqual(wanted - set(re.findall(r"#define (\w+)", said)), set(), path.name)
            checked |= wanted
        self.assertLessEqual({"_NTDEF_", "NT_INCLUDED", "_NTDDPAR_", "_WDM_INCLUDED_", "_NTDDK_INCLUDED_", "_DDK_DRIVER_", "_INC_STDIO",
                              "_WINDEF_", "_DEVIOCTL_"}, checked)

    def test_kits(self):
        for version, compiler in (("0x0400", 1100), ("0x0500", 1200), ("0x0501", 1300), ("0x0601", 1500)):
            self.means(self.KITS, f"-DNT_KIT={version}", f"-DVERSION={version}", f"-DMSC={compiler}")
            self.means("int main(void) { return _MSC_FULL_VER / (_MSC_VER >= 1400 ? 100000 : 10000) != _MSC_VER; }\n",
                       f"-DNT_KIT={version}")
        self.means("#if _MSC_VER != 1200 || _WIN32_WINNT != 0x0500\n#error\n#endif\n#include <wdm.h>\n"
                   "#ifndef _WDMDDK_\n#error\n#endif\nint main(void) { return 0; }\n",
                   "-D_MSC_VER=1200", "-D_WIN32_WINNT=0x0500")

    def test_compiler_is_not_strict(self):
        self.means("#if defined(__STDC__) || defined(__STDC_VERSION__)\n#error\n#endif\n#include <stdarg.h>\n"
                   "#include <stddef.h>\n#include <ntddk.h>\nint main(void) { return 0; }\n")

    def test_versions_of_windows_have_names(self):
        self.means("#if NTDDI_VERSION >= NTDDI_VISTA || NTDDI_VERSION < NTDDI_WINXP || _WIN32_WINNT != _WIN32_WINNT_WINXP\n"
                   "#error\n#endif\n#include <sdkddkver.h>\n"
                   "#if OSVER(NTDDI_WS03SP2) != NTDDI_WS03 || SPVER(NTDDI_WS03SP2) != 2 || SUBVER(NTDDI_WIN10_RS5) != 6\n"
                   "#error\n#endif\n#if NTDDI_VERSION_FROM_WIN32_WINNT(_WIN32_WINNT_WIN7) != NTDDI_WIN7\n#error\n#endif\n"
                   "int main(void) { return 0; }\n")
        self.means("#if NTDDI_VERSION != 0x06010000\n#error\n#endif\nint main(void) { return 0; }\n",
                   "-DNTDDI_VERSION=NTDDI_WIN7", "-D_WIN32_WINNT=_WIN32_WINNT_WIN7")

    def test_versions_of_windows_are_those_of_mingw_w64(self):
        mingw = pathlib.Path("/usr/share/mingw-w64/include/sdkddkver.h")
        if not mingw.exists():
            self.skipTest("no mingw-w64")
        name = r"^#define ((?:_WIN32_WINNT_|NTDDI_)\w+)\s+(\w+)$"
        theirs, ours = (dict(re.findall(name, path.read_text(encoding="utf-8"), re.M))
                        for path in (mingw, kit / "include/sdkddkver.h"))
        self.assertGreater(len(theirs), 40)
        theirs.pop("NTDDI_VERSION")
        self.assertEqual(ours, theirs)

    def test_a_kit_that_is_not_the_drivers_is_named(self):
        self.refused("#include <ntddk.h>\nint f(void) { return *KeNumberProcessors; }\n",
                     "source.*:2: ntparport: .*mydriver-kit := w2k")

    def test_members_of_bases_that_are_templates(self):
        self.means(r"""
#include <ntddk.h>
template <class T> struct Base {
	int n; int get() { return n; } typedef int Type; static int s; enum Kind { K1, K2 = 2 }; struct In { int q; };
	Base() : n(0) { } Base(int x) : n(x) { } virtual int v() { return 1; } static int st() { return 5; }
};
template <class T> int Base<T>::s = 4;
template <class T> class Derived : public Base<T> {
public:
	Derived() : Base(7) { }
	int f() { int k = n; n = 3; return get() + n + s + K2 - 2 + k - 7; }
	Type g(Type x);
	int v() { return 0; }
	int w() { return v(); }
	static int x() { return st() - 5 + s - 4; }
	int y();
	In in;
};
template <class T> int Derived<T>::y() { n = 2; Kind k = K1; return n - 2 + k; }
template <class T> typename Base<T>::Type Derived<T>::g(Type x) { return x; }
template <class T> struct More : Derived<T> { int h() { return n + get() - 4; } };
int main(void)
{
	Derived<int> d; More<char> m;
	m.n = 2;
	return d.f() - 10 + d.g(0) + d.w() + d.x() + d.y() + m.h();
}
""", languages=("c++",))

    def test_types_of_classes_that_are_templates(self):
        self.means(r"""
#include <ntddk.h>
template <class T> struct L { typedef T Item; struct Node { T t; Node *next; }; Node *first; static Node *pool; Item get(); };
template <class T> L<T>::Node *L<T>::pool = 0;
template <class T> L<T>::Item L<T>::get() { Node *n = first; return n->t; }
template <class T> T f(T t)
{
	L<T>::Item i = t; L<T>::Node n; const L<T>::Node *p = &n;
	n.t = i;
	for (L<T>::Node *q = &n; q; q = 0)
		n.t = q->t;
	return p->t;
}
int main(void) { L<int> l; L<int>::Node n = { 0, 0 }; l.first = &n; return f(0) + l.get(); }
""", languages=("c++",))

    def test_auto_before_a_type_means_nothing(self):
        self.means(r"""
#include <ntddk.h>
int f(int x)
{
	if (x)
		goto out;
	{ auto int k = 1; x = k; }
	auto PVOID p = 0; auto const UCHAR c = 0; auto UNICODE_STRING s; auto int *q = &x; int z(3); int y = 4;
	x = z + y + (p == q) + c;
out:
	return x;
}
int main(void) { auto n = 7; auto *m = &n; return f(0) - *m; }
""", languages=("c++",))

    def test_jumps_over_an_auto(self):
        self.means(r"""
#include <ntddk.h>
int f(int x)
{
	if (x)
		goto out;
	auto z(3); auto w = &x; const int y(4); UNICODE_STRING s = { 0 }; PVOID p(0);
	x = z + *w + y - 4;
out:
	return x;
}
int main(void) { return f(0) - 3; }
""", languages=("c++",))

    def test_trigraphs(self):
        self.means(r"""
#include <ntddk.h>
??=define A 3
int main(void) ??< char t??(??) = "??=??/n"; return sizeof(t) - A; ??>
""")

    def test_keywords_of_16_bits_mean_nothing(self):
        self.means(r"""
#include <ntddk.h>
#include <windef.h>
char FAR *p; char NEAR *q; int PASCAL f(int); int __pascal g(int);
char __far *r; void __near *s; char _huge *t; int _loadds h(int); int __export i(int);
int main(void) { return 0; }
""")

    def test_members_are_named_without_an_ampersand(self):
        self.means("""
#include <ntddk.h>
class A {
public:
	int f(int x) { return x; }
	int g(int x) { return x + 1; }
	typedef int (A::*Routine)(int);
	static Routine table[2];
	int call(int i) { return (this->*table[i])(0); }
};
A::Routine A::table[2] = { A::f, &A::g };
int main(void) { A a; A::Routine r = A::g; return a.call(0) + a.call(1) - 1 + (a.*r)(-1); }
""", languages=("c++",))

    def test_super_is_the_base_class(self):
        self.means("""
#include <ntddk.h>
class A { public: virtual int f(int x) { return x; } int only(void) { return 1; } };
class Other { public: int other(void) { return 2; } int f(void) { return 3; } };
class B : public A { public: virtual int f(int x) { return __super::f(x) - 1; } };
class C : public B, private Other {
public:
	virtual int f(int x);
	int g(void) { return __super::other() + __super::only(); }
};
int C::f(int x) { return __super::f(x) + 1; }
template <class T> class D : public B { public: int h(void) { return __super::f(1); } };
int main(void) { B b; C c; D<int> d; return b.f(1) + c.f(0) + c.g() - 3 + d.h(); }
""", languages=("c++",))
        self.refused("""
class A { public: int f(int x) { return __super::f(x); } };
""", r":2: error: __super \(of this class", languages=("c++",))

    def test_offset_of_any_element(self):
        self.means("""
#include <ntddk.h>
typedef struct { USHORT n; struct { ULONG a; UCHAR b[3]; } in[2]; UCHAR data[1]; } BLOCK;
enum { COUNT = 4 };
C_ASSERT(FIELD_OFFSET(BLOCK, data[COUNT]) == FIELD_OFFSET(BLOCK, data) + 4);
UCHAR room[FIELD_OFFSET(BLOCK, data[sizeof(ULONG)])];
int main(void)
{
	ULONG n = 7; int i[2] = { 1, 1 };
	return FIELD_OFFSET(BLOCK, data[n]) - FIELD_OFFSET(BLOCK, data) - 7 +
		FIELD_OFFSET(BLOCK, in[1].b[n - 5]) - FIELD_OFFSET(BLOCK, in[1]) - 6 +
		FIELD_OFFSET(BLOCK, data[i[n - 6]]) - FIELD_OFFSET(BLOCK, data[1]) + (sizeof(room) != FIELD_OFFSET(BLOCK, data) + 4);
}
""")

    def test_tables_are_of_the_kind_that_the_driver_says(self):
        self.means("""
#define RTL_USE_AVL_TABLES 0
#include <ntddk.h>
RTL_GENERIC_TABLE table;
C_ASSERT(sizeof(table) == sizeof(RTL_AVL_TABLE));
typedef ULONG (NTAPI *COUNT)(PRTL_AVL_TABLE Table);
int main(void) { PRTL_GENERIC_TABLE t = &table; PRTL_AVL_TABLE avl = t; return avl != &table; }
""")

    def test_type_libraries_and_functions_behind_a_template_are_refused(self):
        self.refused("""
#include <ntddk.h>
#import "device.tlb" no_namespace
""", "ntparport: there are no type libraries in the kernel", languages=("c++",))
        self.refused("""
template <class T> int use(T t) { return later(t); }
int later(int x) { return x; }
int first(void) { return use(0); }
""", "ntparport: a function is declared before the template that calls it", languages=("c++",))


class Names(unittest.TestCase):
    """NAMES.md"""

    def test_every_function_of_the_headers_is_in_the_table(self):
        rows = re.findall(r"^\| (`.*?`) \|", (top / "compat/NAMES.md").read_text(encoding="utf-8"), re.M)
        named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
        functions = set()
        for path in [*headers.glob("*.h"), *headers.glob("nt/*.h")]:
            text = path.read_text(encoding="utf-8")
            functions |= set(re.findall(r"^FORCEINLINE [^\n(]*?\b(\w+)\(", text, re.M))
            functions |= set(re.findall(r"^#define (\w+) ntparport_\1$", text, re.M))
        self.assertTrue(functions >= {"__inbyte", "__outdwordstring", "_inp", "_InterlockedOr", "ExFreePool"})
        self.assertEqual({name for name in functions - named if not name.startswith("COMPAT_")}, set())


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

    def test_backslashes_continue_no_line_of_the_header(self):
        status, output = self.compile(";// in c:\\dir\\ \nMessageId=1 SymbolicName=A\nLanguage=English\nno\\\f\\ \n.\n")
        self.assertEqual(status, 0, output)
        self.assertTrue(output.startswith("// in c:\\dir\\ \n"))
        self.assertIn("//  no\n", output)

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


    def test_it_is_used_wrongly(self):
        with tempfile.TemporaryDirectory() as folder:
            good = pathlib.Path(folder, "good.mc")
            good.write_text("MessageId=1 SymbolicName=A\nLanguage=English\nx\n.\n", encoding="utf-8")
            for arguments, said in (([], "usage: .*"), (["--table"], "usage: .*"), (["--table", "x"], "usage: .*"),
                                    ([good, good, good], "usage: .*"),
                                    ([f"{folder}/none.mc"], ".*none.mc: No such file .*"),
                                    ([folder], ".*: Is a directory"),
                                    ([good, f"{folder}/none/x"], ".*none/x: No such file .*"),
                                    ([good, "/dev/full"], "/dev/full: No space left .*"),
                                    (["--table", "/dev/full", good], "/dev/full: No space left .*")):
                status, output = tool("mc.py", *arguments)
                self.assertEqual((status, output.count("\n")), (1, 1), output)
                self.assertRegex(output, rf"\A{said}\n\Z")

    def test_lines_of_any_length(self):
        word, blanks = "x" * 100000, " " * 50000
        for text in ("MessageId=0x" + "1" * 5000, "MessageId=" + "1" * 5000, word, f"MessageId={word} y", f"{blanks}x",
                     f"x{blanks}x", f"MessageId=1{blanks}x", f"Language=x{blanks}(", "SeverityNames=(" + "\nx" * 30000,
                     *(f"SeverityNames=({words})" for words in (word, f"x{blanks}x", f"x=1{blanks}=", f"x=1:y{blanks}=",
                                                                "x" + "\t " * 30000 + "x"))):
            done = subprocess.run([sys.executable, "-B", kit / "mc.py", "/dev/stdin"], check=False, timeout=20,
                                  capture_output=True, text=True, input=f"{text}\nLanguage=English\nx\n.\n")
            self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), text[:30])
            self.assertRegex(done.stderr, r"\A/dev/stdin:\d+: ")


class Tracing(unittest.TestCase):
    """wpp.py"""

    TRACE_H = r"""
#define WPP_CONTROL_GUIDS WPP_DEFINE_CONTROL_GUID(Ctl,(a0000000,b309,11d1,969e,0000f875a5bc), \
	WPP_DEFINE_BIT(DBG_INIT) WPP_DEFINE_BIT(DBG_IO))
#define WPP_LEVEL_FLAGS_LOGGER(lvl, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(lvl, flags) (WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_ ## flags).Level >= lvl)
#define WPP_FLAG_LEVEL_ENABLED(flag, level) WPP_LEVEL_FLAGS_ENABLED(level, flag)
#define WPP_LEVEL_STATUS_ENABLED(level, status) WPP_LEVEL_FLAGS_ENABLED(level, DBG_IO)
#define WPP_LEVEL_STATUS_PRE(level, status) { if (!NT_SUCCESS(status)) {
#define WPP_LEVEL_STATUS_POST(level, status) ; return status; } }
// begin_wpp config
// FUNC Trace{FLAG=DBG_INIT}(LEVEL, MSG, ...);
// FUNC TRACE_RETURN{LEVEL=TRACE_LEVEL_ERROR}(STATUS);
// USEPREFIX (TRACE_RETURN, "%!STDPREFIX! %!FUNC!: ");
// USESUFFIX (TRACE_RETURN, "ends; %!STATUS!", STATUS);
// CUSTOM_TYPE(Colour, ItemListLong(Red, Green));
// end_wpp
/*
 * begin_wpp config
 * USEPREFIX(Enter, "> %!FUNC!");
 * FUNC Enter{LEVEL=TRACE_LEVEL_VERBOSE, FLAGS=DBG_INIT}(...);
 * end_wpp
 */
"""
    SOURCE = r"""
#include <ntddk.h>
#include "trace.h"
#include "source.tmh"
static ULONG evaluated;
static ULONG One(VOID) { return ++evaluated; }
NTSTATUS Read(PVOID Object, NTSTATUS status)
{
	Enter();
	Trace(TRACE_LEVEL_INFORMATION, "%!FUNC! %!STATUS! %s", status, "text");
	Trace(TRACE_LEVEL_VERBOSE, "not this");
	if (One())
		TraceEvents(TRACE_LEVEL_ERROR, DBG_IO, "%!Colour! %!LINE! 100%%", One());
	else
		DoTraceMessage(DBG_INIT, "nothing");
	Old((DBG_IO, "old %1!d!", 5));
	DoTraceMessage(DBG_INIT, "%p", Object);
	TRACE_RETURN(status)
	return STATUS_TIMEOUT;
}
int main(void)
{
	int result;

	WPP_INIT_TRACING(NULL, NULL);
	WPP_INIT_TRACING(NULL);
	result = Read(NULL, STATUS_SUCCESS) - STATUS_TIMEOUT + Read(NULL, STATUS_UNSUCCESSFUL) - STATUS_UNSUCCESSFUL;
	WPP_CLEANUP(NULL);
	return result + evaluated - EVALUATED;
}
"""
    LOG = r"""
#include <stdarg.h>
#include <stdio.h>
unsigned ntparport_DbgPrint(const char *format, ...)
{ va_list list; va_start(list, format); vprintf(format, list); va_end(list); return 0; }
"""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def headers(self, files, *switches):
        """What is made for these files, by name; and what is said."""
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8")
        status, said = tool("wpp.py", self.folder / ".wpp", self.folder, "--", *switches)
        self.assertEqual(status, 0, said)
        return {str(path.relative_to(self.folder / ".wpp")): path.read_text(encoding="utf-8")
                for path in (self.folder / ".wpp").rglob("*.tmh")}, said

    def test_only_headers_that_are_missing_are_made(self):
        made, said = self.headers({"a.c": '#include "A.tmh"\n#include "there.tmh"\n#include "trace/b.tmh"\n',
                                   "sub/c.cpp": '# include <c.tmh>\n#include "../d.tmh"\n', "there.tmh": ""})
        self.assertEqual((set(made), said), ({"A.tmh", "trace/b.tmh", "c.tmh"}, ""))
        self.assertEqual(len(set(made.values())), 1)
        (self.folder / "a.c").write_text("", encoding="utf-8")
        (self.folder / "sub/c.cpp").write_text("", encoding="utf-8")
        shutil.rmtree(self.folder / ".wpp")
        self.assertEqual(self.headers({}), ({}, ""))

    def test_messages_and_functions_of_any_configuration(self):
        switches = ["-func:TraceEvents(LEVEL, FLAGS,", "MSG,...) -func:Old((FLAGS,MSG,...))"]
        made, said = self.headers({"source.c": self.SOURCE, "trace.h": self.TRACE_H}, *switches)
        self.assertEqual((set(made), said), ({"source.tmh"}, ""))
        (self.folder / "log.c").write_text(self.LOG, encoding="utf-8")
        for compiler, language in COMPILERS:
            for level in (0, 4):
                with self.subTest(compiler=compiler, level=level):
                    case = Constructs()
                    case.folder = self.folder
                    case_status, output = case.compile(compiler, language, self.SOURCE, f"-I{self.folder}/.wpp",
                                                       f"-DNT_WPP_LEVEL={level}", f"-DEVALUATED={4 if level else 2}")
                    self.assertEqual((case_status, output), (0, ""))
                    subprocess.run(["gcc", "-no-pie", "-o", self.folder / "program", self.folder / "source.o",
                                    self.folder / "log.c"], check=True)
                    done = subprocess.run([self.folder / "program"], check=False, capture_output=True, text=True)
                    self.assertEqual(done.returncode, 0)
                    line = 1 + self.SOURCE.split("TraceEvents(")[0].count("\n")
                    said = [text for status, n in (("0x00000000", 2), ("0xc0000001", 4)) for text in (
                        f"Read {status} text", f"{n} {line} 100%", "old 5", "(nil)")]
                    self.assertEqual(done.stdout.splitlines(), [*said, " Read: ends; 0xc0000001"] if level else [])

    def test_files_to_scan(self):
        (self.folder / "more").mkdir()
        (self.folder / "more/trace.txt").write_text("begin_wpp config\nFUNC More(MSG, ...);\nend_wpp\n", encoding="utf-8")
        made, said = self.headers({"a.c": '#include "a.tmh"\n'}, f"-scan:{self.folder}/more/trace.txt")
        self.assertEqual(said, "")
        self.assertIn("#define More(", made["a.tmh"])
        status, said = tool("wpp.py", self.folder / "new", self.folder, "--", "-scan:missing.h")
        self.assertEqual((status, said), (1, "ntparport: missing.h: No such file or directory\n"))

    def test_what_is_not_understood_is_named(self):
        _, said = self.headers({"a.c": '#include "a.tmh"\n// begin_wpp config\n// FUNC One[x](MSG);\n// end_wpp\n'},
                               "-func:Two")
        self.assertRegex(said, r"\Antparport: \S+/a\.c: in its configuration for WPP: not understood: FUNC One\[x\]\(MSG\)\n"
                               r"ntparport: -func:Two: not understood: .*\n\Z")

    def test_levels_are_those_of_mingw_w64(self):
        mingw = pathlib.Path("/usr/share/mingw-w64/include/evntrace.h")
        if not mingw.exists():
            self.skipTest("no mingw-w64")
        theirs, ours = (re.findall(r"^#define (TRACE_LEVEL_\w+)\s+(\d+)", path.read_text(encoding="utf-8"), re.M)
                        for path in (mingw, kit / "include/evntrace.h"))
        self.assertGreater(len(ours), 6)
        self.assertEqual(ours, theirs)


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

    def test_names_in_any_case_of_folders_above(self):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder).resolve()
            for name, text in (("driver/one/Main.c", '\n#include "../../CC/My2.H"\n#include "../INC/../inc/OWN.h"\n'
                                                     '#include "../../../CC/my2.H"\n#include "/cc/My2.h"\n'
                                                     f'#include "{"a/../" * 1000}CC/My2.H"\n'),
                               ("cc/my2.h", ""), ("driver/inc/own.h", ""), ("driver/a", "")):
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
            # What editors leave behind.
            (top / "driver/.#lock.h").symlink_to("nobody@nowhere")
            deep = top / "out/.up/.up"
            status, output = tool("includes.py", deep, top / "driver", top, "--")
            self.assertEqual(status, 0, output)
            for name, target in (("../../CC/My2.H", "cc/my2.h"), ("../INC/../inc/OWN.h", "driver/inc/own.h")):
                self.assertEqual((deep / name).read_text(encoding="utf-8"), f'#include "{top / target}"\n')
            for line in output.splitlines():
                self.assertRegex(line, rf"^{top}/driver/one/Main\.c:\d: ntparport: .* write {top}/")
            self.assertIn("Main.c:5: ntparport: /cc/My2.h cannot be found as it is spelled: write ", output)

    def test_headers_beside_the_files_around(self):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder).resolve()
            for name, text in (("driver/src/main.c", '#include "../inc/common.h"\n#include "Local.h"\n'),
                               ("driver/inc/common.h", '#include "local.h"\n#include "sub/more.h"\n'
                                                       '#include "Config.h"\n#include <angle.h>\n#include "both.h"\n'),
                               ("driver/inc/sub/more.h", '#include "deep.h"\n#include "../other.h"\n'),
                               ("driver/src/local.h", ""), ("driver/src/config.h", ""), ("driver/src/angle.h", ""),
                               ("driver/src/both.h", ""), ("driver/inc/both.h", ""),
                               ("driver/inc/deep.h", ""), ("driver/src/deep.h", ""), ("driver/inc/other.h", "")):
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
            status, output = tool("includes.py", top / "out", top / "driver", "--")
            self.assertEqual((status, output), (0, ""))
            made = {path.name: path.read_text(encoding="utf-8") for path in (top / "out").iterdir()}
            self.assertEqual(made, {name: f'#include "{top}/driver/{target}"\n' for name, target in (
                ("local.h", "src/local.h"), ("Local.h", "src/local.h"), ("Config.h", "src/config.h"),
                ("deep.h", "inc/deep.h"))})

    def test_two_headers_of_one_name_beside_the_files_around(self):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder).resolve()
            for name, text in (("driver/a/main.c", '#include "../inc/common.h"\n'),
                               ("driver/b/main.c", '#include "../inc/common.h"\n'),
                               ("driver/inc/common.h", '\n#include "config.h"\n'),
                               ("driver/a/config.h", ""), ("driver/b/config.h", "")):
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
            status, output = tool("includes.py", top / "out", top / "driver", "--")
            self.assertEqual(status, 0)
            self.assertRegex(output, rf"^{top}/driver/inc/common.h:2: ntparport: config.h cannot be found as it is "
                             rf"spelled: write {top}/driver/[ab]/config.h\n$")

    def test_other_names_of_headers(self):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder).resolve()
            for name, text in (("driver/main.c", '#pragma include_alias("api.h", "driver_interface.h")\n'
                                                 '# pragma include_alias( <Kit.h>, <WDM.h> )\n'
                                                 '#include "api.h"\n#include <kit.h>\n'),
                               ("driver/driver_interface.h", ""), ("kit/wdm.h", "")):
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
            status, output = tool("includes.py", top / "out", top / "driver", top / "kit", "--")
            self.assertEqual((status, output), (0, ""))
            made = {path.name: path.read_text(encoding="utf-8") for path in (top / "out").iterdir()}
            self.assertEqual(made, {"api.h": f'#include "{top}/driver/driver_interface.h"\n',
                                    "kit.h": f'#include "{top}/kit/wdm.h"\n'})

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


class FromSources(unittest.TestCase):
    """from_sources.py"""

    def translate(self, files, *arguments, encoding="utf-8"):
        with tempfile.TemporaryDirectory() as top_folder:
            # Files may name folders beside it, and others have theirs in /tmp.
            folder = pathlib.Path(top_folder, "driver")
            folder.mkdir()
            for name, text in files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
            done = subprocess.run([sys.executable, "-B", kit / "from_sources.py", *arguments], check=False, cwd=folder,
                                  capture_output=True, text=True)
            return done.returncode, done.stdout, done.stderr

    def test_one_folder(self):
        status, made, said = self.translate({
            "sources": "TARGETNAME=my-lpt\nTARGETTYPE=DRIVER\nTARGETPATH=obj\n# none\nMSC_WARNING_LEVEL=/W3 /WX\n"
                       "C_DEFINES=/DFOO=1\nC_DEFINES=$(C_DEFINES) -DBAR /J\nTARGETLIBS=$(DDK_LIB_PATH)\\csq.lib\n"
                       "INCLUDES=..\\INC;$(DDK_INC_PATH)\n_NT_TARGET_VERSION=0x500\n"
                       "SOURCES=init.c \\\n  Queue.cpp my.rc msg.mc\n", "INIT.C": "", "queue.cpp": ""}, "sources")
        self.assertEqual((status, said), (0, ""))
        self.assertEqual(made.splitlines()[2:], [
            "obj-m := my_lpt.o", "", "my_lpt-y := INIT.o queue.o", "my_lpt-kit := w2k",
            "# What licence does it have?", "my_lpt-license :=", "",
            "ccflags-y := -I$(src)/../INC -DFOO=1 -DBAR -funsigned-char", "include $(NTPARPORT)/compat/driver.mk"])

    def test_any_encoding_of_windows(self):
        for encoding in ("utf-16", "utf-8-sig", "cp1252"):
            status, made, said = self.translate({"sources": "TARGETNAME=drv\nTARGETTYPE=DRIVER\nSOURCES=ger\u00e4t.c\n",
                                                 "ger\u00e4t.c": ""}, "sources", encoding=encoding)
            self.assertEqual((status, said), (0, ""))
            self.assertIn("obj-m := drv.o\n\ndrv-y := ger\u00e4t.o\n", made)

    def test_comments_in_a_list(self):
        status, made, said = self.translate({
            "sources": "TARGETNAME=a\nTARGETTYPE=DRIVER # \\\n\nSOURCES=\\\n  a.c \\\n# b.c \\\n  b.cpp \\ \n"
                       "  c.c # d.c \\\n  d.c\n?\nC_DEFINES=-DX \\",
            "a.c": "", "b.cpp": "", "c.c": "", "d.c": ""}, "sources")
        self.assertEqual((status, said), (0, "sources:10: not understood: ?\n"))
        self.assertIn("\na-y := a.o b.o c.o d.o\n", made)
        self.assertIn("\nccflags-y := -DX\n", made)

    def test_a_source_that_is_not_there(self):
        status, _, said = self.translate({"sources": "TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\n"}, "sources")
        self.assertEqual((status, said), (1, "sources:3: there is no a.c\n"))

    def test_files_that_lead_to_themselves(self):
        driver = "TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\n"
        for word in (".", "..", "sub"):
            _, _, said = self.translate({"DIRS": f"DIRS=sub {word}\n", "sub/dirs": "DIRS=. .. src\n",
                                         "sub/src/sources": driver, "sub/src/a.c": "",
                                         "../DIRS": "DIRS=driver\n"}, "DIRS")
            self.assertRegex(said, r"(?m)^sub/dirs: \.\. leads back to .*DIRS: it is not read once more$")
        status, made, said = self.translate({
            "sources": "!INCLUDE common.inc\n!INCLUDE common.inc\n" + driver, "a.c": "",
            "common.inc": "!INCLUDE ..\\driver\\sources\nC_DEFINES=$(C_DEFINES) -DX\n"}, "sources")
        self.assertEqual((status, said), (0, "common.inc:1: ..\\driver\\sources is included in itself: "
                                             "it is not read once more\n"))
        self.assertIn("\nccflags-y := -DX\n", made)

    def test_a_condition_of_any_length(self):
        status, _, said = self.translate({
            "sources": f"TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\n!IF {'!' * 30000}1\n!ENDIF\n!IF {'1' * 5000}\n"
                       f"!ENDIF\nX={' ' * 50000}1{' ' * 50000}1\n", "a.c": ""}, "sources")
        self.assertEqual(status, 0)
        self.assertIn("sources:4: !IF is not read", said)

    def test_nowhere_to_write_to(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "sources")
            path.write_text("TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.rc\n", encoding="utf-8")
            for where, why in ((">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")):
                command = ["sh", "-c", f'exec "$@" {where}', "sh", sys.executable, "-B", kit / "from_sources.py", path]
                done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
                self.assertEqual((done.returncode, done.stderr), (1, f"standard output: {why}\n"))

    def test_conditions(self):
        """What is between `!IF 0` and its end is a comment."""
        status, made, said = self.translate({
            "SOURCES": "!IF 0\n\nCopyright (c) Somebody\n\nSOURCES=b.c\n!IFDEF X\nC_DEFINES=-DX\n!ENDIF\n!ENDIF\n"
                       "TARGETNAME=lpt\nTARGETTYPE=DRIVER\n!if 1\nSOURCES=a.c\n!else\nSOURCES=b.c\n!endif\n"
                       "!IFDEF MORE\nC_DEFINES=-DMORE\n!ENDIF\n", "a.c": "", "b.c": ""}, "SOURCES")
        self.assertEqual(status, 0)
        self.assertIn("\nlpt-y := a.o\n", made)
        self.assertIn("\nccflags-y := -DMORE\n", made)
        self.assertRegex(said, r"\ASOURCES:17: !IFDEF is not read: .*\nSOURCES:19: !ENDIF is not read: .*\n\Z")

    def test_conditions_that_are_known(self):
        files = {"SOURCES": "TARGETNAME=lpt\nTARGETTYPE=DRIVER\nSOURCES=a.c\n!IFNDEF MSC_WARNING_LEVEL\nMSC_WARNING_LEVEL=/W3\n!ENDIF\n"
                            "LEVEL=3\n!IF \"$(DDKBUILDENV)\" == \"chk\" || !$(FREEBUILD)\nC_DEFINES=-DCHECKED\n!ELSE\nC_DEFINES=-DFREE\n"
                            "!ENDIF\n!IF $(LEVEL) >= 2 && DEFINED(LEVEL)\n!IFDEF LEVEL\nC_DEFINES=$(C_DEFINES) -DTWO\n!ENDIF\n!ELSEIF 1\n"
                            "C_DEFINES=-DX\n!IFDEF UNKNOWN\n!ENDIF\n!ELSE\nC_DEFINES=-DX\n!ENDIF\n!IF 0\n!ELSE IF \"$(LEVEL)\" != \"3\"\n"
                            "C_DEFINES=-DX\n!ELSEIFDEF LEVEL\nC_DEFINES=$(C_DEFINES) -DTHREE\n!ELSE\nC_DEFINES=-DX\n!ENDIF\n", "a.c": ""}
        status, made, said = self.translate(files, "SOURCES")
        self.assertEqual(status, 0)
        self.assertIn("\nccflags-y := -DFREE -DTWO -DTHREE\n", made)
        self.assertRegex(said, r"\ASOURCES:8: this is read as for a free build; .*\n\Z")
        status, made, said = self.translate(files, "SOURCES", "FREEBUILD=0", "DDKBUILDENV=chk")
        self.assertEqual((status, said), (0, ""))
        self.assertIn("\nccflags-y := -DCHECKED -DTWO -DTHREE\n", made)
        for condition in ("$(UNKNOWN)", '"$(X)" == "1', "1 ==", "exist(a)", '"a" < 1', "[command] == 0"):
            _, made, said = self.translate({"SOURCES": f"TARGETNAME=a\nTARGETTYPE=DRIVER\nX=\nSOURCES=a.c\n!IF {condition}\n"
                                                       "C_DEFINES=-DA\n!ELSE\nC_DEFINES=$(C_DEFINES) -DB\n!ENDIF\n", "a.c": ""}, "SOURCES")
            self.assertIn("\nccflags-y := -DA -DB\n", made)
            self.assertIn("SOURCES:5: !IF is not read", said)

    def test_directives_that_are_no_conditions(self):
        status, made, said = self.translate({
            "SOURCES": "TARGETNAME=lpt\nTARGETTYPE=DRIVER\nSOURCES=a.c\n!INCLUDE ..\\Common.inc\n!include $(NTMAKEENV)\\makefile.plt\n"
                       "C_DEFINES=$(C_DEFINES) -DOWN\n!MESSAGE hello\nODD=1\n!UNDEF ODD\n!INCLUDE none.inc\n!ODD\n",
            "a.c": "", "../common.inc": "C_DEFINES=-DCOMMON\n?\n"}, "SOURCES")
        self.assertEqual(status, 0)
        self.assertIn("\nccflags-y := -DCOMMON -DOWN\n", made)
        self.assertRegex(said, r"\A\.\./common.inc:2: not understood: \?\nSOURCES:10: there is no none.inc: .*\nSOURCES:11: !ODD is not "
                               r"read: see what it does\n\Z")

    def test_sources_of_one_machine(self):
        both = "TARGETNAME=lpt\nTARGETTYPE=DRIVER\nSOURCES=a.c\ni386_SOURCES=i386\\b.c\nIA64_SOURCES=ia64\\b.c\nAMD64_SOURCES=amd64\\b.c\n"
        files = {"SOURCES": both, "a.c": "", "i386/b.c": "", "amd64/b.c": ""}
        status, made, said = self.translate(files, "SOURCES")
        self.assertEqual((status, said), (0, ""))
        self.assertIn("\nlpt-y := a.o $(if $(CONFIG_64BIT),amd64/b.o,i386/b.o)\n", made)
        _, made, said = self.translate({**files, "SOURCES": both.replace("AMD64", "ALPHA")}, "SOURCES")
        self.assertEqual(said, "")
        self.assertIn("\nlpt-y := a.o i386/b.o\n", made)

    def test_switches_that_mean_something_to_a_shell(self):
        _, made, said = self.translate({"sources": "TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\nC_DEFINES=-DSUM=(1+2) -DMORE=1<<3\n",
                                        "a.c": ""}, "sources")
        self.assertEqual(said, "")
        self.assertIn("\nccflags-y := -DSUM='(1+2)' -DMORE='1<<3'\n", made)

    DIRS = {"DIRS": "DIRS= \\\n  Lib drv\nOPTIONAL_DIRS=none\n",
            "lib/SOURCES": "TARGETNAME=Common\nTARGETTYPE=DRIVER_LIBRARY\nSOURCES=util.c\nINCLUDES=..\\inc\n",
            "lib/Util.c": "", "inc/common.h": "",
            "drv/sources": "TARGETNAME=lpt\nTARGETTYPE=DRIVER\nTARGETLIBS=..\\lib\\obj\\*\\common.lib\n"
                           "INCLUDES=..\\Inc\nSOURCES=util.c\n", "drv/util.c": ""}

    def test_several_folders(self):
        status, made, said = self.translate(self.DIRS, "DIRS")
        self.assertEqual((status, said), (0, "DIRS: there is neither SOURCES nor DIRS in none\n"))
        self.assertIn("\nlpt-y := drv/util.o lib/Util.o\n", made)
        self.assertIn("\nCFLAGS_drv/util.o := -I$(src)/inc -I$(src)/drv\nCFLAGS_lib/Util.o := -I$(src)/inc -I$(src)/lib\n", made)
        self.assertNotIn("ccflags-y", made)

    # Two drivers and a library, each with switches of its own; common/x.c is of all.
    KINDS = {"DIRS": "DIRS=a b lib\n", "lib/SOURCES": "TARGETNAME=lib\nTARGETTYPE=DRIVER_LIBRARY\nSOURCES=lib.c ..\\common\\x.c\n"
                                                     "C_DEFINES=-DPORTKIND=3\n", "lib/lib.c": "",
             "a/sources": "TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c ..\\common\\x.c\ni386_SOURCES=m.c\nAMD64_SOURCES=n.c\n"
                          "C_DEFINES=-DPORTKIND=1\nUSER_C_FLAGS=/FI force.h\nINCLUDES=inc\nTARGETLIBS=..\\lib\\obj\\*\\lib.lib\n",
             "a/a.c": "", "a/m.c": "", "a/n.c": "", "common/x.c": "",
             "b/sources": "TARGETNAME=b\nTARGETTYPE=DRIVER\nSOURCES=b.c ..\\common\\x.c\nC_DEFINES=-DPORTKIND=2\n", "b/b.c": ""}

    def test_each_folder_has_its_own_switches(self):
        status, made, said = self.translate(self.KINDS, "DIRS")
        self.assertEqual((status, said), (0, ""))
        self.assertNotIn("ccflags-y", made)
        self.assertEqual(made.split("\n", 2)[2].replace("\n# What licence does it have?\na-license :=", "").replace(
            "\n# What licence does it have?\nb-license :=", ""), """obj-m := a.o b.o

a-y := a/a.o common/x.o lib/lib.o $(if $(CONFIG_64BIT),a/n.o,a/m.o)

b-y := b/b.o common/x@b.o

CFLAGS_a/a.o := -I$(src)/a/inc -I$(src)/a -DPORTKIND=1 -include force.h
CFLAGS_common/x.o := -I$(src)/a/inc -I$(src)/a -DPORTKIND=1 -include force.h
CFLAGS_a/m.o := -I$(src)/a/inc -I$(src)/a -DPORTKIND=1 -include force.h
CFLAGS_a/n.o := -I$(src)/a/inc -I$(src)/a -DPORTKIND=1 -include force.h
CFLAGS_lib/lib.o := -I$(src)/lib -DPORTKIND=3
CFLAGS_b/b.o := -I$(src)/b -DPORTKIND=2
CFLAGS_common/x@b.o := -I$(src)/b -DPORTKIND=2
include $(NTPARPORT)/compat/driver.mk
""")

    def test_a_library_of_two_drivers_for_different_kits(self):
        driver = "TARGETTYPE=DRIVER\nTARGETLIBS=..\\lib\\lib.lib\n"
        _, made, said = self.translate({
            "DIRS": "DIRS=a b c lib\n", "lib/sources": "TARGETNAME=lib\nTARGETTYPE=DRIVER_LIBRARY\nSOURCES=lib.c\n", "lib/lib.c": "",
            **{f"{n}/sources": f"TARGETNAME={n}\nSOURCES={n}.c\n_NT_TARGET_VERSION={v}\n{driver}"
               for n, v in (("a", "0x500"), ("b", "0x501"), ("c", "0x500"))}, "a/a.c": "", "b/b.c": "", "c/c.c": ""}, "DIRS")
        self.assertEqual(said, "")
        for line in ("a-y := a/a.o lib/lib.o", "b-y := b/b.o lib/lib@b.o", "c-y := c/c.o lib/lib.o"):
            self.assertIn(f"\n{line}\n", made)

    def test_libraries_by_any_path(self):
        for path in (r"$(OBJ_PATH)\..\lib\$(O)\common.lib", r"..\lib\$(O)\common.lib", r"$(MINE)\common.lib",
                     r"$(BASEDIR)\lib\*\$(DDKBUILDENV)\common.lib",
                     r"$(BASEDIR)\lib2\obj$(BUILD_ALT_DIR)\*\common.lib $(DDK_LIB_PATH)\csq.lib"):
            before = self.DIRS["drv/sources"]
            files = {**self.DIRS, "drv/sources": before.replace(r"..\lib\obj\*\common.lib", path) +
                     ("MINE=$(O)\n" if "MINE" in path else "")}
            with self.subTest(path=path):
                status, made, said = self.translate(files, "DIRS")
                self.assertEqual((status, said), (0, "DIRS: there is neither SOURCES nor DIRS in none\n"))
                self.assertIn("\nlpt-y := drv/util.o lib/Util.o\n", made)
        files["drv/sources"] = files["drv/sources"].replace("common.lib", "other.lib $(O)\\x.obj")
        _, _, said = self.translate(files, "DIRS")
        self.assertRegex(said, r"drv/sources:3: other\.lib: its SOURCES are not among")
        self.assertRegex(said, r"drv/sources:3: \$\(O\)\\x\.obj: not understood")

    def test_versions_of_windows_by_name(self):
        for name, version in (("WIN2K", "w2k"), ("WINXP", "xp"), ("WS03", "xp"), ("VISTA", "wdk7"), ("WIN7", "wdk7")):
            status, made, said = self.translate({
                "sources": "TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\n"
                           f"_NT_TARGET_VERSION=$(_NT_TARGET_VERSION_{name})\n", "a.c": ""}, "sources")
            self.assertEqual((status, said), (0, ""))
            self.assertIn(f"\na-kit := {version}\n", made)

    def test_folders_with_blanks(self):
        _, made, said = self.translate({"sources": 'TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\n'
                                        'INCLUDES="..\\my inc";"..\\inc"\n', "a.c": ""}, "sources")
        self.assertIn('sources:4: "..\\my inc": folders with blanks', said)
        self.assertIn("ccflags-y := -I$(src)/../inc\n", made)

    def test_lists_and_switches_as_people_write_them(self):
        status, made, said = self.translate({
            "sources": 'TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c,b.cpp;"c.c" \\\n\td.c\n'
                       'INCLUDES=inc,..\\lib;"$(BASEDIR)\\inc", \\\n  "more"\n'
                       'C_DEFINES=-DFOO=1 /DBAR \\\n  -D "BAZ=2" -DTEXT=\\"x\\" -UOLD\n'
                       'USER_C_FLAGS=/FI other.h /I own /Iown2 "-DQUOTED" /FAcs /Zc:wchar_t- /Fdx.pdb -Z7 /arch:SSE2\n'
                       'TARGETLIBS="$(DDK_LIB_PATH)\\csq.lib",$(DDK_LIB_PATH)\\x.lib\n',
            "a.c": "", "b.cpp": "", "c.c": "", "d.c": ""}, "sources")
        self.assertEqual((status, said), (0, ""))
        self.assertIn("\na-y := a.o b.o c.o d.o\n", made)
        self.assertIn('\nccflags-y := -I$(src)/inc -I$(src)/../lib -I$(src)/more -DFOO=1 -DBAR -DBAZ=2 -DTEXT=\\"x\\" -UOLD '
                      "-include other.h -I$(src)/own -I$(src)/own2 -DQUOTED\n", made)

    def test_absolute_paths(self):
        there = pathlib.Path(__file__).resolve().parent
        status, made, said = self.translate({
            "sources": "TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\n"
                       f"INCLUDES=C:\\DDK\\inc;\\\\server\\share;\\ddk\\inc;{there}\n"
                       'C_DEFINES=-DTEXT="a b"\nTARGETLIBS=C:\\libs\\own.lib "D:\\my libs\\other.lib"\n', "a.c": ""}, "sources")
        self.assertEqual(status, 0)
        self.assertIn(f"\nccflags-y := -I{there}\n", made)
        for line in ("4: C:\\DDK\\inc: there is no such folder", "4: \\\\server\\share: there", "4: \\ddk\\inc: there",
                     '5: -DTEXT="a b": switches with blanks', "6: own.lib: its SOURCES", "6: other.lib: its SOURCES"):
            self.assertIn(f"sources:{line}", said)

    def test_functions_that_trace(self):
        made, said = self.translate({
            "drv/sources": "TARGETNAME=lpt\nTARGETTYPE=DRIVER\nSOURCES=a.c\nRUN_WPP=$(SOURCES) -km -dll -func:One(LEVEL,MSG,...) \\\n"
                           "  -func:Two((FLAGS, MSG, ...)) -gen:{km-WdfDefault.tpl}*.tmh -scan:..\\INC\\Trace.h -scan:none.h -ini:my.ini \\\n -scan:$(KMDF_INC_PATH)\\x.h\n",
            "dirs": "DIRS=drv\n", "drv/a.c": "", "inc/trace.h": ""}, "dirs")[1:]
        self.assertIn("\nlpt-wpp := -func:One(LEVEL,MSG,...) -func:Two((FLAGS,MSG,...)) -scan:$(src)/inc/trace.h\n", made)
        self.assertEqual(said, "drv/sources:4: there is no none.h\ndrv/sources:4: -ini:my.ini: this switch is not translated: put "
                               "the functions that it brings into -func:\n")

    def test_what_is_not_translated_is_named(self):
        status, _, said = self.translate({
            "sources": "TARGETNAME=a\nTARGETTYPE=DRIVER\n!IFDEF X\nSOURCES=a.c b.asm\n!ENDIF\nNTTARGETFILE0=x\n"
                       "TARGETLIBS=..\\lib\\own.lib\nC_DEFINES=/Zp1\nKMDF_VERSION=1\nhello\n", "a.c": ""}, "sources")
        self.assertEqual(status, 0)
        for line in ("3: !IFDEF", "5: !ENDIF", "4: b.asm: assembly", "6: NTTARGETFILE0: makefile.inc", "7: own.lib",
                     "8: /Zp1", "9: KMDF_VERSION: ", "10: not understood: hello"):
            self.assertIn(f"sources:{line}", said)

    def test_macros_that_are_not_known(self):
        files = {"sources": "TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES=a.c\nINCLUDES=$(OURS)\\inc\n", "a.c": ""}
        status, _, said = self.translate(files, "sources")
        self.assertEqual(status, 1)
        self.assertEqual(said, "sources:4: $(OURS) is not known: say what it is with OURS=VALUE after the file's "
                               "name\n")
        status, made, said = self.translate(files, "sources", "OURS=..")
        self.assertEqual((status, said), (0, ""))
        self.assertIn("-I$(src)/../inc", made)

    def test_no_driver(self):
        for files, arguments, message in (({}, ["sources"], "no such file"), ({}, [], "usage"),
                                          ({"sources": "TARGETTYPE=PROGRAM\n"}, ["sources"], "PROGRAM: only"),
                                          ({"sources": "\n"}, ["sources"], "no driver")):
            status, made, said = self.translate(files, *arguments)
            self.assertEqual((status, made), (1, ""))
            self.assertIn(message, said)


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
    "isr/isr.c": '#include "..\\..\\Common\\util.h"\n#include "../../COMMON/util.H"\n#include "../ISR/../isr/Isr.h"\n'
                 'LONG Isr(VOID) { return Util(); }\n',
    "isr/isr.h": "LONG Isr(VOID);\n",
    "../common/Util.c": '#include "UTIL.H"\nLONG Util(VOID) { return 0; }\n',
    "../common/util.h": "#include <NtDDK.h>\n// of c:\\common\\ \nLONG Util(VOID);\n",
    "Kbuild": "obj-m := folders.o\nfolders-y := main.o isr/isr.o ../common/util.o\nfolders-license := GPL\n"
              "ccflags-y := -I$(src)/isr -I$(src)/../common\n"
              "include $(NTPARPORT)/compat/driver.mk\n"}

ALONE = {"alone.c": ENTRY,
         "Kbuild": "obj-m := alone.o\nalone-license := GPL\ninclude $(NTPARPORT)/compat/driver.mk\n"}


class Drivers(unittest.TestCase):
    """driver.mk"""

    said = None

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

    def make(self, *arguments, tree=None, kit=None, goal="modules"):
        """Builds the driver; returns make's status and output."""
        done = subprocess.run(["make", "-C", tree or kernel, f"M={self.folder}", f"NTPARPORT={kit or build}",
                               *arguments, goal], check=False, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def built(self, *texts, arguments=(), **keywords):
        """Builds the driver without a complaint; returns which of the texts are in its module."""
        status, output = self.make(*arguments, **keywords)
        self.assertEqual(status, 0, output)
        self.assertNotRegex(output, "warning:|[Ee]rror|ERROR|WARNING: modpost: (?!.* undefined!)")
        self.said = output
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

    def test_array_of_one_at_the_end_has_any_number(self):
        self.write({"Kbuild": ALONE["Kbuild"], "alone.c": """#include <ntddk.h>
            struct numbers { ULONG Count; ULONG Number[1]; };
            ULONG Sum(struct numbers *n)
            { ULONG i, sum = 0; for (i = 0; i < n->Count; i++) sum += n->Number[i]; return sum; }
            NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
            { return Driver && Path ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL; }
        """})
        self.assertEqual(self.built("__ubsan_handle_out_of_bounds", arguments=["KCFLAGS=-fsanitize=bounds-strict"]), [False])

    def test_one_source_and_no_list(self):
        self.write(ALONE)
        self.built()

    def test_sources_in_several_folders(self):
        self.write(FOLDERS)
        self.built()
        # What is changed before it is preprocessed depends on its headers, too.
        self.write({"../common/util.h": "#error changed\n"})
        self.assertRegex(self.refused(), r"util\.h:1.*changed")

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
                              ("int a = b;\n", "b"), ("void f(void) { __try {} }\n", "__finally"),
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
                ("obj-m := a.o\na-license := GPL\na-kit := win95\n", "a-kit is 'win95': .* nt4 w2k xp wdk7, .* for xp"),
                ("obj-m := a.o\na-license := GPL\na-kit := xp w2k\n", "a-kit is 'xp w2k': .* nt4 w2k xp wdk7, .* for xp"),
                ("obj-m := a.o b.o\na-license := GPL\nb-license := GPL\nb-kit := nt4\na-y := x.o\nb-y := x.o\n",
                 "x.o is of several modules"),
                ("obj-m := a.o\na-y := b.o\na-license := GPL\n", "no source for b.o")):
            self.write({"Kbuild": text + include, "x.c": ""})
            self.assertRegex(self.refused(), f"ntparport: .*{message}")

    def image(self, *switches, **sources):
        """Compiles and links a driver for Windows; the folder that the tool makes of it is the driver's."""
        if not shutil.which("x86_64-w64-mingw32-gcc"):
            self.skipTest("there is no gcc for Windows")
        if "CONFIG_X86_64=y" not in (pathlib.Path(kernel) / "include/config/auto.conf").read_text(encoding="utf-8"):
            self.skipTest("images are for kernels of 64 bits")
        for name, text in sources.items():
            (self.top / f"{name}.c").write_text(text, encoding="utf-8")
        subprocess.run(["x86_64-w64-mingw32-gcc", "-O2", "-mno-sse", "-ffreestanding", "-w", *switches,
                        "-I/usr/share/mingw-w64/include/ddk", "-shared", "-nostdlib", "-Wl,--subsystem,native",
                        "-Wl,--entry,DriverEntry", "-o", self.top / "Alone 2.sys",
                        *(self.top / f"{name}.c" for name in sources), "-lntoskrnl", "-lhal"], check=True)
        return tool("image", "--build", "--name", "alone", self.top / "Alone 2.sys")

    def test_an_image_instead_of_objects(self):
        here = pathlib.Path.cwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.top)
        self.assertEqual(self.image(alone=ENTRY), (0, ""))
        self.folder = self.top / "alone"
        self.assertEqual(self.built("license=Proprietary\0", "image=Alone_2.sys, SHA-256 "), [True, True])
        module = self.folder / "alone.ko"
        said = subprocess.run(["readelf", "-SW", module], check=True, capture_output=True, text=True).stdout
        # Nothing is written and executed.
        self.assertNotRegex(said, r" W[A-Z]*X| X[A-Z]*W")
        self.write({"alone.c": ENTRY})
        kbuild = (self.folder / "Kbuild").read_text(encoding="utf-8")
        for before, after, message in ((":= Alone_2.sys", ":= none.sys", "there is no none.sys in"),
                                       ("alone-license", "alone-y := alone.o\nalone-license", "has an image and objects")):
            self.write({"Kbuild": kbuild.replace(before, after, 1)})
            self.assertRegex(self.refused(), f"ntparport: .*{message}")
        self.write({"Kbuild": kbuild})
        self.make(goal="clean")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["Alone_2.sys", "Kbuild", "Makefile", "alone.c"])

    def test_an_image_that_cannot_be_one_is_refused_by_name(self):
        here = pathlib.Path.cwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.top)
        status, said = self.image(alone=ENTRY.replace("return", '__asm__ volatile("cli");\n\treturn'))
        self.assertEqual(status, 1)
        self.assertRegex(said, "Alone 2.sys: cannot become a module: cli, sti and popf: 0x[0-9a-f]+ cli")
        # Unless that is allowed, with room for a jump to the bug check, or an invalid instruction in its place.
        self.assertEqual(tool("image", "--build", "--allow", "--name", "alone", self.top / "Alone 2.sys"), (0, ""))
        shutil.rmtree(self.top / "alone")
        self.image(alone=ENTRY.replace("return", '__asm__ volatile("cli; movl $5, %%eax" : : : "rax");\n\treturn'))
        self.assertEqual(tool("image", "--build", "--allow", "--name", "alone", self.top / "Alone 2.sys"), (0, ""))
        self.folder = self.top / "alone"
        self.assertEqual(self.built("ntparport_image_trap", "cli, at 0x"), [True, True])
        self.write({"alone.sys": "not an image", "Kbuild": "alone-image := alone.sys\n" + ALONE["Kbuild"]})
        self.assertRegex(self.refused(), "alone.sys: at 0x0: not an image of Windows")

    def test_an_image_imports_from_another(self):
        here = pathlib.Path.cwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.top)
        self.image(alone=ENTRY)
        (self.top / "exporter.def").write_text("LIBRARY exporter.sys\nEXPORTS\nSum\nProduct\n", encoding="utf-8")
        subprocess.run(["x86_64-w64-mingw32-dlltool", "-d", "exporter.def", "-l", "libexporter.a"], check=True)
        for name, libraries in (("exporter", []), ("importer", ["libexporter.a"])):
            subprocess.run(["x86_64-w64-mingw32-gcc", "-O2", "-ffreestanding", "-w", f"-D{name.upper()}", "-shared", "-nostdlib",
                            "-Wl,--subsystem,native", "-Wl,--entry,DriverEntry", "-o", f"{name}.sys",
                            top / "kunit/kit/image_pair.c", *libraries, "-lntoskrnl"], check=True)
        self.assertEqual(tool("image", "--build", "--beside", self.top / "exporter.sys", self.top / "importer.sys"), (0, ""))
        self.folder = self.top / "importer"
        self.built()
        self.assertIn(b"depends=ntparport,exporter\0", (self.folder / "importer.ko").read_bytes())

    def test_any_licence(self):
        text = "Freeware, by \"Me\" & it's mine"
        for licence, message in ((text, "not count as free.*GPL v2"), ("GPL-2.0", "as free"), ("GPL v2", None)):
            self.write({**IDIOMS, "Kbuild": IDIOMS["Kbuild"].replace(":= GPL", f":= {licence}")})
            self.assertEqual(self.built(f"license={licence}\0"), [True])
            if message:
                self.assertRegex(self.said, f"ntparport: idioms-license is {re.escape(licence)}, .*{message}")
            else:
                self.assertNotIn("as free", self.said)

    def test_functions_that_are_nowhere_are_named(self):
        declared = "#include <ntddk.h>\nVOID KeInitialiseEvent(PRKEVENT, EVENT_TYPE, BOOLEAN);\n"
        self.write({**ALONE, "alone.c": ENTRY.replace("return", "KeInitialiseEvent(NULL, 0, 0);\n\treturn").replace(
            "#include <ntddk.h>\n", declared)})
        self.assertRegex(self.refused(), r"alone: in alone\.o: there is no KeInitialiseEvent\(\); the "
                                         "nearest names are KeInitializeEvent")
        for call, message in (("KeInitialiseEvent", r"there is no KeInitialiseEvent\(\); the nearest names are KeInitializeEvent"),
                              ("WmiFireEvent", r"WmiFireEvent\(\) is not declared by our header where it is called: #include <wmilib.h>\n"),
                              ("RtlStringCbLengthA", r"RtlStringCbLengthA\(\) .*: #include <ntstrsafe.h>, and leave another")):
            self.write({**ALONE, "alone.c": ENTRY.replace("return", f"{call}(0);\n\treturn")})
            self.assertRegex(self.refused(), r"alone\.c:4.* warning: (?s:.*)alone: in alone\.o: " + message)
        self.write({**ALONE, "alone.c": "int a;\n"})
        self.assertRegex(self.refused(), "alone: in alone.ko: DriverEntry is nowhere")

    def test_c_without_declarations(self):
        self.write({**ALONE, "alone.c": ENTRY.replace("NTSTATUS DriverEntry", "static count;\nNTSTATUS DriverEntry").replace(
            "return STATUS_SUCCESS", "return Elsewhere(count)"), "more.c": "Elsewhere(n) { return n; }\n",
                    "Kbuild": "alone-y := alone.o more.o\n" + ALONE["Kbuild"]})
        status, output = self.make()
        self.assertEqual(status, 0, output)
        self.assertRegex(output, r"alone\.c:2.* warning: (?s:.*)more\.c:1.* warning: ")

    def test_kits(self):
        kits = "#if _WIN32_WINNT != 0x0500\n#error kit\n#endif\n"
        self.write({**ALONE, "alone.c": kits + ENTRY, "Kbuild": "alone-kit := w2k\n" + ALONE["Kbuild"]})
        self.built()

    def test_guids_of_our_headers_and_of_its_own(self):
        self.write({**ALONE, "alone.c": """#include <ntddpar.h>
#include <initguid.h>
DEFINE_GUID(GUID_OWN, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
""" + ENTRY.replace("STATUS_SUCCESS", "GUID_PARALLEL_DEVICE.Data1 - GUID_OWN.Data1"),
                    "more.c": "#include <initguid.h>\n#include <ntddpar.h>\nULONG More(void) { return GUID_PARCLASS_DEVICE.Data1; }\n",
                    "Kbuild": "alone-y := alone.o more.o\n" + ALONE["Kbuild"]})
        self.built()

    def test_several_folders_are_cleaned(self):
        self.write({**FOLDERS, "isr/util.c": "int Other(void) { return 1; }\n",
                    "Kbuild": FOLDERS["Kbuild"].replace("isr/isr.o", "isr/isr.o isr/util.o")})
        before = sorted(self.top.rglob("*"))
        self.built()
        self.make(goal="clean")
        self.assertEqual(sorted(self.top.rglob("*")), before)

    def test_tracing_by_wpp(self):
        source = '#include "Alone.tmh"\n' + ENTRY.split("\n", 1)[1].replace(
            "return", 'TraceEvents(1, DBG_INIT, "%!FUNC! begins");\n\tWPP_INIT_TRACING(DriverObject, RegistryPath);\n\treturn')
        self.write({"alone.c": "#include <ntddk.h>\n" + source, "more.cpp": "#include <wdm.h>\n" + source.replace(
            "NTSTATUS DriverEntry", "NTSTATUS More").replace("begins", "goes on"),
                    "Kbuild": "alone-wpp := -func:TraceEvents(LEVEL, FLAGS,MSG,...)\nalone-y := alone.o more.o\n" + ALONE["Kbuild"]})
        before = sorted(self.top.rglob("*"))
        self.assertEqual(self.built("DriverEntry begins", "More goes on"), [False, False])
        self.write({"Kbuild": "ccflags-y := -DNT_WPP_LEVEL=1\n" + (self.folder / "Kbuild").read_text(encoding="utf-8")})
        self.assertEqual(self.built("DriverEntry begins\n\0", "More goes on\n\0"), [True, True])
        # The sources depend on what is made for them.
        self.write({"trace.h": '// begin_wpp config\n// USEPREFIX(TraceEvents, "now: ");\n// end_wpp\n'})
        self.assertEqual(self.built("now: DriverEntry begins"), [True])
        (self.folder / "trace.h").unlink()
        self.make(goal="clean")
        self.assertEqual(sorted(self.top.rglob("*")), before)

    def test_switches_of_one_folder(self):
        entry = '#include "COMMON.H"\n#include "Errlog.h"\nC_ASSERT(PORTKIND == {0} && COMMON == {0} && ERROR_{1});\n'
        message = "MessageIdTypedef=NTSTATUS\nMessageId=0x1{} SymbolicName=ERROR_{}\nLanguage=English\nText of {}.\n.\n"
        self.write({
            "a/a.c": entry.format(1, "a") + ENTRY, "b/b.c": entry.format(2, "b") + ENTRY, "a/common.h": "#define COMMON 1\n",
            "b/common.h": "#define COMMON 2\n", "a/errlog.mc": message.format(1, "a", "a"), "b/errlog.mc": message.format(2, "b", "b"),
            "../lib/lib.cpp": 'C_ASSERT(PORTKIND == 3);\nextern "C" int Kind(void) { return 0; }\n', "../lib/x.c": "C_ASSERT(FORCED == PORTKIND);\n", "../lib/inc/force.h": "#define FORCED 3\n"
            "#include <ntddk.h>\n", "a/inc/force.h": "#define FORCED 1\n#include <ntddk.h>\n", "main.c": "C_ASSERT(PORTKIND == 4);\n"
            '#include "errlog.h"\nC_ASSERT(ERROR_own);\n', "errlog.mc": message.format(4, "own", "own"),
            "Kbuild": "obj-m := a.o b.o\na-license := GPL\nb-license := GPL\na-y := a/a.o ../lib/lib.o ../lib/x.o ../lib/x@a.o\n"
                      "b-y := b/b.o ../lib/lib.o main.o\nccflags-y := -include ntddk.h\nb-ccflags := -DOF_B\n"
                      "a-ccflags :=-DOF_B\nCFLAGS_main.o := -DPORTKIND=4\n"
                      "CFLAGS_a/a.o := -DPORTKIND=1\nCFLAGS_b/b.o := -DPORTKIND=2\nCFLAGS_../lib/lib.o := -DPORTKIND=3\n"
                      "CFLAGS_../lib/x.o := -I$(src)/../lib/inc -include force.h -DPORTKIND=3\n"
                      "CFLAGS_../lib/x@a.o := -I $(src)/a/inc -include force.h -DPORTKIND=1\n"
                      "include $(NTPARPORT)/compat/driver.mk\n"})
        before = sorted(self.top.rglob("*"))
        for arguments in ((), ("W=1",)):
            self.built(arguments=arguments)
            for module, there, others in (("a", ["a"], ["b", "own"]), ("b", ["b", "own"], ["a"])):
                text = (self.folder / f"{module}.ko").read_bytes()
                for name in there:
                    self.assertIn(f"Text of {name}.".encode(), text)
                for name in others:
                    self.assertNotIn(f"Text of {name}.".encode(), text)
        # It is compiled again when its switches change, and others are not.
        kbuild = (self.folder / "Kbuild").read_text(encoding="utf-8")
        self.write({"Kbuild": kbuild.replace("a/a.o := -DPORTKIND=1", "a/a.o := -DPORTKIND=5")})
        self.assertRegex(self.refused(), r"a/a\.c:3.*negative")
        self.write({"Kbuild": kbuild.replace("a-ccflags :=-DOF_B", "")})
        self.assertRegex(self.refused(), r"ntparport: \.\./lib/lib\.o is of several modules \(a b\) .*call it \.\./lib/lib@b\.o in one")
        self.write({"Kbuild": kbuild})
        self.make(goal="clean")
        self.assertEqual(sorted(self.top.rglob("*")), before)

    def test_folders_of_dirs_have_their_own_switches(self):
        self.write({**FromSources.KINDS, **{name: f"C_ASSERT(PORTKIND == {kind});\n" for name, kind in (
            ("a/m.c", 1), ("a/n.c", 1))}, "lib/lib.c": "#include <ntddk.h>\nC_ASSERT(PORTKIND == 3);\n", "a/a.c":
            "C_ASSERT(PORTKIND == 1);\n" + ENTRY, "a/inc/force.h": "#include <ntddk.h>\n", "b/b.c": "#if PORTKIND != 2\n#error\n#endif\n" +
            ENTRY, "common/x.c": "#define NAME_(x) Kind##x\n#define NAME(x) NAME_(x)\nint NAME(PORTKIND)(void) { return 0; }\n"})
        done = subprocess.run([sys.executable, "-B", kit / "from_sources.py", "DIRS"], check=True, cwd=self.folder,
                              capture_output=True, text=True)
        self.write({"Kbuild": done.stdout.replace("-license :=", "-license := GPL")})
        self.built()

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
