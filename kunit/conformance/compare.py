# SPDX-License-Identifier: GPL-2.0
"""compare.py - compares every name of compat/include with mingw-w64's headers.

The names come from the headers themselves: macros from the preprocessor, types,
members and enumerators from debug information, functions from gcc's -aux-info.
Each name becomes a few constant expressions (value, size, offset, ...), which
two compilers evaluate at compile time, one with our headers, one with those of
mingw-w64. Nothing is executed. Run by conformance.sh; prints one unnumbered
KTAP result a line.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
from typing import NamedTuple

from compiler import Compiler, Failure
from dwarf import Types
from mistakes import MISTAKES

HERE = os.path.dirname(os.path.abspath(__file__))
MINGW = os.path.join(HERE, "mingw.h")
EXCEPTIONS = os.path.join(HERE, "exceptions.h")
SAMPLES = os.path.join(HERE, "samples.txt")
LANGUAGES = ["c", "c++"]
DIFFERENCES_FILE = os.path.join(HERE, "differences.txt")
DEFINE = r"^\s*#\s*define\s+(\w+)"


class Result(NamedTuple):
    """Prints one KTAP result; `what` is the name that it is about."""
    what: str
    ok: bool
    text: str

    def __str__(self):
        return f"{'ok' if self.ok else 'not ok'} - {self.text}"


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


# These differ on purpose.
DIFFERENCES = {l for l in read(DIFFERENCES_FILE).splitlines() if l and not l.startswith("#")}


def number(what, value):
    """Sizes in decimal; codes as Microsoft writes them, negative ones by their 32 bits."""
    if 0 <= value < 10 or what.startswith(("sizeof ", "alignof ", "offsetof ")):
        return str(value)
    return hex(value & 0xffffffff if value < 0 else value)


class Comparison:
    """The compilers of both sides, for comparing one or another set of our headers."""

    def __init__(self, ours, theirs, work):
        self.ours = ours		# {language: command}
        self.theirs = theirs
        self.work = work
        self.mingw = Compiler(theirs, "c", [MINGW], work)
        # The same compiler with exceptions.h, used only for what mingw-w64 lacks.
        self.excepted = Compiler(theirs, "c", [MINGW, EXCEPTIONS], work)

    def run(self, headers, exceptions=EXCEPTIONS):
        """All results; a Failure becomes one that is not ok."""
        results = []
        try:
            results.extend(self.results(os.path.realpath(headers), exceptions))
        except Failure as failure:
            first, *rest = str(failure).splitlines()
            results.append(Result("failure", False, "\n# ".join([first] + rest)))
        return results

    def results(self, headers, exceptions):
        files = sorted(os.path.join(folder, f) for folder, _, found in os.walk(headers)
                       for f in found if f.endswith(".h"))
        if not files:
            raise Failure("there are no headers to compare")
        excepted = self.excepted if exceptions == EXCEPTIONS else \
            Compiler(self.theirs, "c", [MINGW, exceptions], self.work)
        calls = [l for l in read(SAMPLES).splitlines() if l and not l.startswith("#")]
        guards = {"COMPAT_" + re.sub(r"\W", "_", os.path.relpath(f, headers)).upper()
                  for f in files}
        ours = {l: Compiler(self.ours[l] + ["-I", headers], l, files, self.work)
                for l in LANGUAGES}
        functions = ours["c"].functions()
        macros, whats = {}, set()

        for language in LANGUAGES:
            found = {name: parameters for name, parameters in ours[language].macros(headers).items()
                     if name not in guards}
            macros |= found
            yield from without_sample(found, calls, language)
            probes, texts = names(ours[language], found, functions, calls)
            if not probes:
                raise Failure("there is nothing to compare")
            whats |= {what for what, _, _ in probes}
            yield from self.compare_values(ours[language], excepted, probes)
            yield from self.compare_texts(texts, language)
            yield from self.compare_bit_fields(ours[language])
            yield from self.compare_guids(ours[language])
            whats |= texts.keys()

        for path in files:
            # genksyms has its own conditions, drivers have more names, and not everything exists with 32 bits.
            unmet = r"#ifdef __GENKSYMS__|#ifdef COMPAT_DRIVER_MSC_H"
            if "-m32" in self.ours["c"]:
                unmet += r"|#if __SIZEOF_POINTER__ == 8"
            else:
                unmet += r"|#if __SIZEOF_POINTER__ == 4"
            text = re.sub(rf"^(?:{unmet})$.*?^#endif$", "", read(path), flags=re.M | re.S)
            for name in re.findall(DEFINE, text, re.M):
                if name not in macros and name not in guards:
                    yield Result(name, False, f"{name}: in {os.path.basename(path)}, "
                                 "but behind a condition that is not met")
        for call in calls:
            if not any(macros.get(name) for name in re.findall(r"(\w+)\(", call)):
                yield Result(call, False, f"{call}: a sample of no macro")
        yield from self.stale(exceptions, macros, whats)
        for what in sorted(DIFFERENCES - whats):
            yield Result(what, False, f"differences.txt: {what} is not compared")

    def compare_values(self, ours, excepted, probes):
        expressions = [e for _, e, _ in probes]
        mine = ours.values(expressions)
        theirs = self.mingw.values(expressions)
        added = excepted.values([e for e in expressions if theirs[e] is None])
        for what, expression, detail in probes:
            value, want, note = mine[expression], theirs[expression], ""
            if want is None:
                want, note = added[expression], " (exception)"
            if value is None:
                text = "cannot be evaluated with our headers"
            else:
                text = f"= {detail or number(what, value)}"
            if want is None:
                text += ", mingw-w64 has no such thing"
            elif value != want:
                source = "exceptions.h" if note else "mingw-w64"
                # Also in decimal: the same bits may have another sign.
                text += f", {source}: another type" if detail else \
                    f" ({value}), {source}: {number(what, want)} ({want})"
            else:
                text += note
            same = value is not None and value == want
            if what in DIFFERENCES:
                text += " (on purpose)" if not same else ", but is in differences.txt"
            yield Result(what, same != (what in DIFFERENCES), f"{ours.language}: {what} {text}")

    def compare_bit_fields(self, ours):
        mine = Types(ours.object_file("")).bit_fields()
        theirs = Types(self.mingw.object_file("")).bit_fields() if mine else {}
        for name, text in mine.items():
            want = theirs.get(name)
            yield Result(name, text == want, f"{ours.language}: {name} = {text}" + (
                "" if text == want else f", mingw-w64: {want}"))

    def compare_guids(self, ours):
        """By their initialisers, which initguid.h brings out."""
        theirs = guids(self.mingw)
        for name, value in guids(ours).items():
            want = theirs.get(name)
            yield Result(name, value == want, f"{ours.language}: {name} = {value}" + (
                "" if value == want else f", mingw-w64: {want}"))

    def compare_texts(self, texts, language):
        theirs = self.mingw.expansions(list(texts))
        for name, text in texts.items():
            want = theirs[name]
            yield Result(name, (text == want) != (name in DIFFERENCES),
                         f'{language}: {name} = "{text}"' + (
                "" if text == want else ", mingw-w64 has no such macro" if want is None
                else f', mingw-w64: "{want}"') + (" (on purpose)" if name in DIFFERENCES else ""))

    def stale(self, exceptions, macros, whats):
        """Exceptions that give no reason, and exceptions that are not needed."""
        text = read(exceptions)
        for paragraph in re.split(r"\n\s*\n", text.strip()):
            if not re.match(r"/\*.*\w.*\*/", paragraph, re.S):
                yield Result("reason", False, "exceptions.h: no reason given for "
                             + paragraph.splitlines()[0])
        code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        listed = {name: name in macros for name in re.findall(DEFINE, code, re.M)}
        for declared in re.findall(r"^(?:typedef [^{;]*|})([^{};()]*);", code, re.M):
            for name in re.findall(r"\w+(?=\s*(?:,|$))", declared):
                listed[name] = f"sizeof {name}" in whats
        for name in re.findall(r"^\w[\w ]*\((\w+)\)\(", code, re.M):
            if f"type {name}" not in whats:
                yield Result(name, False, f"exceptions.h: {name} is not in our headers")
        values = self.mingw.values([f"sizeof({name})" for name in listed])
        defined = self.mingw.expansions(list(listed))
        for name, wanted in listed.items():
            if not wanted:
                yield Result(name, False, f"exceptions.h: {name} is not in our headers")
            elif defined[name] is not None or values[f"sizeof({name})"] is not None:
                yield Result(name, False, f"exceptions.h: mingw-w64 has {name}")


def names(ours, macros, functions, calls):
    """What there is to compare: probes as in Types.probes(), and {macro: text} for the rest."""
    plain = sorted(name for name, parameters in macros.items() if not parameters)
    expansions = ours.expansions(plain)
    values = ours.values([name for name in plain if expansions[name]])
    # Functions and variables are compared under the Windows names to which macros map them.
    renamed = [name for name in plain if expansions[name] in functions or
               expansions[name] == "ntparport_" + name]
    kept = set(functions) - {expansions[name] for name in renamed}
    types = Types(ours.object_file("".join(f"__typeof__(&{name}) probe_of_{name};\n"
                                           for name in renamed + sorted(kept))))
    probes = [(name, name, None) for name in plain if values.get(name) is not None]
    probes += [(call, call, None) for call in calls]
    probes += types.probes()
    return probes, {name: expansions[name] for name in plain
                    if name not in renamed and values.get(name) is None}


def guids(compiler):
    found = re.findall(r"const GUID\b[^;{]*?(\w+) = \{(.*?)\} *\}", compiler.must(["-E", "-P"]), re.S)
    return {name: [int(n, 0) for n in re.findall(r"0x[0-9a-f]+|\d+", value, re.I)] for name, value in found}


def without_sample(macros, calls, language):
    for name, parameters in sorted(macros.items()):
        if parameters and name not in ("DEFINE_GUID", "DEFINE_OLEGUID") and \
                not any(re.search(rf"\b{name}\(", c) for c in calls):
            yield Result(name, False, f"{language}: {name}(): no call of it in samples.txt")


def data_model(mingw, bits):
    """Checks that the yardstick is Windows and not the host; otherwise nothing else counts."""
    wanted = {
        "sizeof(LONG)": 4, "sizeof(WCHAR)": 2, "sizeof(L'x')": 2, "sizeof(PVOID)": bits // 8,
        "sizeof(ULONG_PTR)": bits // 8, "sizeof(LONGLONG)": 8,
        "__builtin_offsetof(struct { char c; LONGLONG l; }, l)": 8,
        "__builtin_offsetof(struct { char c; LARGE_INTEGER l; }, l)": 8,
    }
    values = mingw.values(list(wanted))
    for expression, want in wanted.items():
        yield Result(expression, values[expression] == want,
                     f"mingw-w64, data model: {expression} = {values[expression]}")


def self_test(comparison, headers, work):
    """Makes all mistakes at once, since they do not overlap: only their names must fail."""
    shutil.copytree(headers, work)
    # A copy outside the headers' folder, where it would count as one of them.
    exceptions = shutil.copy(EXCEPTIONS, work + ".h")
    for title, file, old, new, _ in MISTAKES:
        path = exceptions if file == "exceptions.h" else os.path.join(work, file)
        text = read(path)
        if old not in text:
            raise SystemExit(f"mistakes.py: {title}: {file} has no {old!r}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1))
    found = {r.what for r in comparison.run(work, exceptions) if not r.ok}
    for title, _, _, _, expected in MISTAKES:
        missed = sorted(expected - found)
        yield Result(title, not missed, f"self test: {title}" + (
            f", not noticed: {missed}" if missed else ""))
    others = sorted(found.difference(*(m[4] for m in MISTAKES)))
    yield Result("others", not others, "self test: nothing else is reported" + (
        f", but {others}" if others else ""))


def main():
    parser = argparse.ArgumentParser(description="compares compat/include with mingw-w64")
    parser.add_argument("--headers", required=True, help="folder of our headers")
    parser.add_argument("--mingw", required=True, help="include folder of mingw-w64")
    parser.add_argument("--bits", type=int, choices=(32, 64), default=64)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--cxx", default="g++")
    parser.add_argument("--nt-cc", help="a compiler for Windows (default: --cc, told to be one)")
    parser.add_argument("--work", required=True, help="an empty folder")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()

    machine = [f"-m{options.bits}", "-fno-pic", "-ffreestanding", "-nostdinc", "-fshort-wchar"]
    ours = {"c": [options.cc, "-std=gnu11"] + machine,
            "c++": [options.cxx, "-std=c++20", "-fno-exceptions", "-fno-rtti"] + machine}
    if options.nt_cc:
        theirs = [options.nt_cc, "-isystem", os.path.join(options.mingw, "ddk")]
    else:
        own = subprocess.run([options.cc, "-print-file-name=include"], capture_output=True,
                             text=True, check=True).stdout.strip()
        theirs = [options.cc] + machine + ["-mms-bitfields", "-isystem", options.mingw,
                                           "-isystem", os.path.join(options.mingw, "ddk"),
                                           "-isystem", own]
        if options.bits == 32:
            theirs.append("-malign-double")	# Windows aligns 64-bit members to 8

    comparison = Comparison(ours, theirs, options.work)
    for result in data_model(comparison.mingw, options.bits):
        print(result)
    for result in comparison.run(options.headers):
        print(result)
    if options.self_test:
        for result in self_test(comparison, options.headers,
                                os.path.join(options.work, "mistake")):
            print(result)


if __name__ == "__main__":
    sys.exit(main())
