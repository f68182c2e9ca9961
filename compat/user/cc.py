# SPDX-License-Identifier: GPL-2.0
"""A compiler for programs in Microsoft's C and C++, with the C library's headers left alone.

Usage: cc.py COMPILER ARGUMENT...

It takes what gcc and clang take. A command without user.mk's NTPARPORT_CPPFLAGS (the folder of
windows.h), or in which nothing is compiled, goes to the compiler as it is. Otherwise each source is
translated as those of drivers are (kit/compile.py), so that both mean the same:

  #include "..\\inc\\gate.h", <WINDOWS.H>   are found as Windows finds them (kit/includes.py)
  long                 has 32 bits, in what is not from the headers of the compiler and of Linux
  L"text"              has 16 bits a character
  printf("%ld"), strtoul(), wcslen() ...   are those of include/ntparport/crt.h, which go by that
  void main(), wmain()
  __in, __out          and other annotations mean nothing
  getline(), index()   of the program's are not Linux'
  10i64, for (int i...) ; i, ...           dialect.py
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "kit"))
sys.dont_write_bytecode = True
import compile as kit  # noqa: E402  pylint: disable=wrong-import-position,redefined-builtin
import dialect  # noqa: E402  pylint: disable=wrong-import-position
import includes  # noqa: E402  pylint: disable=wrong-import-position

HEADERS = HERE / "include"
C = (".c",)
CXX = (".cc", ".cp", ".cpp", ".cxx", ".c++")
# Arguments whose value is the next word.
WITH_VALUE = {"-o", "-x", "-I", "-L", "-D", "-U", "-include", "-imacros", "-isystem", "-iquote", "-idirafter", "-MF",
              "-MT", "-MQ", "-Xlinker", "-Xpreprocessor", "-Xassembler", "-Xclang", "-T", "-u", "-z", "-arch", "-target",
              "--param", "-aux-info", "-framework", "-l", "-B"}
FOR_LINKING = ("-l", "-L", "-Wl,", "-Xlinker", "-static", "-shared", "-rdynamic", "-nostartfiles", "-nodefaultlibs",
               "-pie", "-no-pie", "-u", "-z", "-T")
# What the preprocessor alone is told.
DEFINED = ["-DNTPARPORT_DIALECT", "-D_MSC_VER=1300", "-Ulinux", "-Uunix"]
TASTE = ["-fshort-wchar", "-mms-bitfields", "-fms-extensions", "-fno-strict-aliasing", "-Wno-unknown-pragmas",
         "-Wno-multichar", "-Wno-comment"]
CLANG = ["-Wno-microsoft", "-Wno-ignored-attributes", "-Wno-unused-command-line-argument",
         "-Wno-include-next-absolute-path"]
# By language and whether it is clang.
MORE_TASTE = {
    ("c", False): ["-Wno-pointer-sign"],
    ("c", True): ["-Wno-pointer-sign", *CLANG],
    ("c++", False): ["-Wno-write-strings", "-Wno-narrowing"],
    ("c++", True): ["-Wno-writable-strings", "-Wno-narrowing", "-Wno-c++11-narrowing", *CLANG],
}
# Errors of newer compilers that were warnings before, as they are for Microsoft's.
LENIENT = {False: (14, ["-fpermissive"]),
           True: (15, ["-Wno-error=implicit-int", "-Wno-error=implicit-function-declaration", "-Wno-error=int-conversion",
                       "-Wno-error=incompatible-function-pointer-types", "-Wno-error=return-type"])}
# Functions of the C library in whose place are those of crt.h.
RENAMED = {name: f"ntparport_{name}" for name in """
    printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf scanf fscanf sscanf strtol strtoul atol
    wprintf fwprintf swprintf swscanf vwprintf vfwprintf vswprintf fputws gets wcslen wcscpy wcsncpy wcscat wcsncat wcscmp
    wcsncmp wcschr wcsrchr wcsstr wcstok wcstol wcstoul mbstowcs wcstombs""".split()}
MEMBER = {".", "->"}
# Words before a call that are no type of what is declared.
NO_TYPES = {"return", "else", "do", "case", "goto", "sizeof", "throw", "new", "delete", "and", "or", "not"}
ENDS = {";", "}", None}
# What is said of a name that Linux's headers have for something else, and where that is.
CONFLICT = re.compile(
    r"^.*?: error: (?:conflicting types for|static declaration of|redefinition of|non-static declaration of)"
    r" ['‘](\w+)['’]"
    r"|^.*?: error: ['‘](\w+)['’] redeclared as different kind of symbol"
    r"|^.*?: error: (?:conflicting declaration of C function|ambiguating new declaration of) ['‘][^'’]*?(\w+)\(", re.M)
BEFORE = re.compile(r"^(\S+?):\d+(?::\d+)?: note: .*(?:previous|old) (?:declaration|definition)", re.M)
ANNOTATION = re.compile(r"^#define (\w+)(\(\.\.\.\))?$", re.M)


class Arguments:
    """Of a compiler's command line."""

    def __init__(self, words):
        self.sources, self.rest, self.language = [], [], None
        self.output, self.only_compile, self.other = None, False, False
        self.folders, words = [], iter(words)
        for word in words:
            value = next(words, "") if word in WITH_VALUE else None
            if word == "-o":
                self.output = value
            elif word == "-x":
                self.language = {"c": "c", "c++": "c++"}.get(value)
            elif word == "-c":
                self.only_compile = True
            elif word in ("-E", "-S", "-M", "-MM", "-fsyntax-only", "--version", "-v", "-dumpversion", "-dumpmachine"):
                self.other = word != "-fsyntax-only"
                self.only_compile |= word == "-fsyntax-only"
                self.rest.append((word,))
            elif not word.startswith("-") and self.language_of(word):
                # Its place among the objects and libraries.
                self.rest.append(("source", len(self.sources)))
                self.sources.append((word, self.language_of(word)))
            else:
                if word in ("-I", "-iquote", "-isystem"):
                    self.folders.append(value)
                elif word.startswith("-I"):
                    self.folders.append(word[2:])
                self.rest.append((word,) if value is None else (word, value))

    def language_of(self, name):
        """That of a source; None: it is none."""
        if self.language:
            return self.language
        suffix = os.path.splitext(name)[1].lower()
        # On Windows SOURCE.C is C.
        return "c" if suffix in C else "c++" if suffix in CXX else None

    def is_for_windows(self):
        windows = HEADERS / "windows"
        return any(os.path.isdir(folder) and os.path.samefile(folder, windows) for folder in self.folders)

    def of_compiler(self):
        """The words for compiling, without sources and libraries."""
        return [word for words in self.rest for word in words if words[0] != "source" and words[0].startswith("-")
                and not words[0].startswith(FOR_LINKING)]

    def of_linker(self, objects):
        """The words for linking these."""
        words = []
        for one in self.rest:
            if one[0] == "source":
                words.append(objects[one[1]])
            elif not one[0].startswith(("-I", "-D", "-U", "-include", "-imacros", "-M", "-iquote")):
                words += one
        return words


class Names:
    """What is renamed in a preprocessed source, and dropped from it, where that is the program's."""

    def __init__(self, language, foreign):
        self.language = language
        self.foreign = foreign
        self.known = {}
        # Names of the program's that Linux has for something else.
        self.own = set()
        self.annotations = {}
        if language == "c++":
            text = (HERE.parent / "kit/include/sal.h").read_text(encoding="ascii")
            self.annotations = {name: bool(arguments) for name, arguments in ANNOTATION.findall(text)}

    def is_foreign(self, file):
        """Is that one of the compiler's headers, of Linux', or of ours?"""
        if file not in self.known:
            path = os.path.realpath(file)
            self.known[file] = file.startswith("<") or any(path.startswith(folder + "/") for folder in self.foreign)
        return self.known[file]

    def chunks(self, text):
        """Yields the parts of a text between the preprocessor's markers, and whether each is the program's."""
        marker = re.compile(r'^# \d+ "((?:\\.|[^"\\\n])*)"[^\n]*\n', re.M)
        start, ours = 0, True
        for match in marker.finditer(text):
            yield text[start:match.start()], ours
            yield match[0], False
            start, ours = match.end(), not self.is_foreign(re.sub(r"\\(.)", r"\1", match[1]))
        yield text[start:], ours

    def applied(self, text):
        """The text with that done."""
        chunks = list(self.chunks(text))
        # All that is the program's is read as one, since an #include may be anywhere.
        tokens, places = [], []
        for n, (part, ours) in enumerate(chunks):
            if ours:
                for token in dialect.TOKEN.finditer(part):
                    places.append(n)
                    tokens.append(token)
        words = [token[0] for token in tokens]
        solid = [n for n, token in enumerate(tokens) if not (token["blank"] or token["pragma"])]
        added = self.change(words, solid)
        parts = [[] if ours else [part] for part, ours in chunks]
        for place, word in zip(places, words):
            parts[place].append(word)
        return "".join("".join(part) for part in parts) + added

    def change(self, words, solid):
        """Changes the words; returns what comes behind them."""
        count = len(solid)
        ends, stack = {}, []
        for n, at in enumerate(solid):
            if words[at] == "(":
                stack.append(n)
            elif words[at] == ")" and stack:
                ends[stack.pop()] = n

        def word(n):
            return words[solid[n]] if 0 <= n < count else None

        def is_declared(n):
            before = word(n - 1)
            return word(n + 1) == "(" and before is not None and before not in NO_TYPES and (
                before == "*" or re.match(r"[A-Za-z_]", before) is not None)

        defined = {word(n) for n in range(count) if is_declared(n) and word(ends.get(n + 1, count) + 1) == "{"}
        renamed = {**{name: new for name, new in RENAMED.items() if name not in defined},
                   **{name: f"ntparport_own_{name}" for name in self.own}}
        # Macros are done with, and so is what the words were.
        new, dropped, entry, n = {}, set(), None, 0
        while n < count:
            name = word(n)
            if name in renamed:
                # Members of such a name have the new one, too.
                new[n] = renamed[name]
                if name not in self.own and (word(n - 1), word(n - 2)) == ("::", "std"):
                    dropped |= {n - 1, n - 2}
            elif name in self.annotations and word(n - 1) not in MEMBER | {"::"}:
                dropped.add(n)
                if self.annotations[name] and word(n + 1) == "(" and n + 1 in ends:
                    dropped |= set(range(n + 1, ends[n + 1] + 1))
                    n = ends[n + 1]
            elif name in ("main", "wmain") and word(n + 1) == "(" and word(n - 1) not in MEMBER:
                before = word(n - 1)
                if word(ends.get(n + 1, count) + 1) == "{" and (name == "wmain" or before == "void"):
                    entry = (name, before == "void", word(n + 2))
            n += 1
        if entry:
            for n in range(count):
                if word(n) == entry[0] and word(n - 1) not in MEMBER:
                    new[n] = f"ntparport_{entry[0]}"
        for n, name in new.items():
            words[solid[n]] = name
        for n in dropped:
            # Lines keep their numbers.
            words[solid[n]] = "\n" * words[solid[n]].count("\n")
        return self.main_of(*entry) if entry else ""

    def main_of(self, name, is_void, first):
        """A main() that calls the program's."""
        arguments = "ntparport_wide_arguments(argc, argv)" if name == "wmain" else "argv"
        none = None if first in (")", "void") else ""
        kind = "void" if is_void else "int"
        taken = "void" if none is None else "int, void *, void *"
        given = "" if none is None else f"argc, {arguments}, envp"
        # By a pointer that the compiler knows nothing of: it may take other arguments than these.
        entry = (f"{kind} (*volatile entry)({taken}) = ({kind} (*)({taken}))(void (*)(void))ntparport_{name}; ")
        body = entry + (f"entry({given}); return 0;" if is_void else f"return entry({given});")
        declared = 'extern "C" ' if self.language == "c++" else ""
        return (f"\n{declared}void *ntparport_wide_arguments(int, char **);\n"
                f"int main(int argc, char **argv, char **envp) {{ (void)argc; (void)argv; (void)envp; {body} }}\n")


def search_list(compiler, language, flags):
    """The folders in which the compiler finds <headers>, without those that are named to it."""
    _, _, said = kit.run([*compiler, *[flag for flag in flags if flag in ("-m32", "-m64", "-mx32") or
                                      flag.startswith(("-stdlib", "--sysroot", "--target"))],
                          "-x", language, "-E", "-v", "/dev/null"])
    found = re.search(r"#include <\.\.\.> search starts here:\n(.*?)End of search list", said, re.S)
    return [os.path.realpath(line.strip()) for line in found[1].splitlines()] if found else []


def version(compiler):
    """The first number of it."""
    found = re.match(r"\d+", kit.run([*compiler, "-dumpversion"])[1])
    return int(found[0]) if found else 0


def without(folder, flags, target):
    """Takes what is in that folder, and will not stay, out of the rules for make."""
    paths = [flags[n + 1] for n, flag in enumerate(flags[:-1]) if flag == "-MF"]
    paths += [flag.split(",", 2)[2] for flag in flags if flag.startswith(("-Wp,-MMD,", "-Wp,-MD,"))]
    if not paths and {"-MD", "-MMD"} & set(flags):
        paths = [os.path.splitext(target)[0] + ".d"]
    for path in filter(os.path.isfile, paths):
        text = pathlib.Path(path).read_text(encoding="utf-8", errors="surrogateescape")
        # A rule for a file that has gone would be one that nothing can make.
        text = re.sub(rf"^{re.escape(folder)}\S*:\n", "", text, flags=re.M)
        text = re.sub(rf"(?:\\\n)?[ ]*{re.escape(folder)}(?:\\\s|\S)*", "", text)
        pathlib.Path(path).write_text(text, encoding="utf-8", errors="surrogateescape")


def flags_for_make(flags, source, target):
    """Those of the preprocessor, with what it would otherwise take from the names of its files."""
    flags = list(flags)
    if not any(flag in ("-MD", "-MMD") for flag in flags):
        return flags
    if "-MF" not in flags:
        flags += ["-MF", os.path.splitext(target or os.path.basename(source))[0] + ".d"]
    if "-MT" not in flags and "-MQ" not in flags:
        flags += ["-MT", target or os.path.splitext(os.path.basename(source))[0] + ".o"]
    return flags


def without_making(flags):
    """The flags without those about make."""
    kept, words = [], iter(flags)
    for word in words:
        if word in ("-MF", "-MT", "-MQ"):
            next(words, None)
        elif not word.startswith(("-MD", "-MMD", "-MP", "-Wp,-M")):
            kept.append(word)
    return kept


class Compiler:
    """One, with the switches of a command."""

    def __init__(self, command, arguments, folder):
        self.command, self.arguments, self.folder = command, arguments, folder
        self.clang = kit.is_clang(command)
        since, lenient = LENIENT[self.clang]
        self.lenient = lenient if version(command) >= since else []

    def compile(self, source, language, target, made):
        """Compiles one source; `made` is what make knows the target by. Returns the status."""
        flags = self.arguments.of_compiler()
        system = search_list(self.command, language, flags)
        shims = os.path.join(self.folder, "includes", *[".up"] * 8)
        os.makedirs(shims, exist_ok=True)
        includes.process(shims, [source], [*self.arguments.folders, *system], {})
        # Messages and strict standards come from the switches of the command.
        first = [*self.command, *TASTE, *MORE_TASTE[language, self.clang]]
        plain = [flag for flag in first if not (self.clang and flag == "-fms-extensions")]
        preprocess = [*plain, *DEFINED, *flags_for_make(flags, source, made), f"-I{shims}"]
        ours = [os.path.realpath(HEADERS), os.path.realpath(HERE.parent / "kit/include"), *system]
        text = kit.preprocess(language, source, preprocess, ours)
        without(self.folder, preprocess, made or source)
        names = Names(language, ours)
        kept = [*first, *self.lenient, *drop_done(without_making(flags))]

        def translate(text, language, directories, repairs, own):
            return dialect.translate(names.applied(text), language, directories, repairs, own)

        if "-fsyntax-only" in flags:
            kept.remove("-fsyntax-only")
        while True:
            try:
                status, said = kit.compiled(kept, text, language, ours, target, translate)
            except dialect.Mistake as mistake:
                print(str(mistake).replace("compat/README.md", "compat/user/README.md"), file=sys.stderr)
                return 1
            found = conflicts(said, names) - names.own if status else set()
            if not found:
                break
            names.own |= found
        kit.say(said)
        return status


def conflicts(said, names):
    """Names of the program's that are those of something else in Linux's headers."""
    found = set()
    lines = said.splitlines()
    for n, line in enumerate(lines):
        match = CONFLICT.match(line)
        if match and any((before := BEFORE.match(other)) and names.is_foreign(before[1])
                         for other in lines[n + 1:n + 12]):
            found |= set(filter(None, match.groups()))
    return found


def drop_done(flags):
    """Without what the preprocessor has done."""
    kept, words = [], iter(flags)
    for word in words:
        if word in ("-I", "-D", "-U", "-include", "-imacros", "-isystem", "-iquote", "-idirafter"):
            next(words, None)
        elif not word.startswith(("-I", "-D", "-U", "-include", "-imacros", "-isystem", "-iquote")):
            kept.append(word)
    return kept


def main():
    """Compiles as the command line says."""
    # ccache, and switches that belong to the compiler's name.
    words = sys.argv[1:]
    count = next((n for n, word in enumerate(words) if n and not os.path.basename(words[n - 1]).startswith("ccache")), 1)
    command, words = words[:count], words[count:]
    arguments = Arguments(words)
    if arguments.other or not arguments.sources or not arguments.is_for_windows():
        os.execvp(command[0], [*command, *words])
    cxx = "++" in os.path.basename(command[-1])
    with tempfile.TemporaryDirectory(prefix="ntparport-cc.") as folder:
        folder = os.path.realpath(folder)
        compiler = Compiler(command, arguments, folder)
        objects = []
        for n, (source, language) in enumerate(arguments.sources):
            language = "c++" if cxx and not arguments.language else language
            if not os.path.isfile(source):
                sys.exit(f"{source}: there is no such source")
            made = arguments.output if arguments.only_compile else None
            target = os.path.join(folder, f"{n}.o")
            status = compiler.compile(source, language, target, made)
            if status:
                sys.exit(status)
            objects.append(target)
            if arguments.only_compile and ("-fsyntax-only",) not in arguments.rest:
                name = arguments.output or os.path.splitext(os.path.basename(source))[0] + ".o"
                shutil.move(target, name)
        if arguments.only_compile:
            return
        output = ["-o", arguments.output] if arguments.output else []
        sys.exit(subprocess.run([*command, *arguments.of_linker(objects), *output], check=False).returncode)


if __name__ == "__main__":
    main()
