# SPDX-License-Identifier: GPL-2.0
"""compiler.py - a compiler and some headers, asked for names and for the values of expressions."""
import os
import re
import subprocess

# What the expressions are made of, in each language.
PROBE_CONSTANTS = (
    "#define PROBE_CONSTANT(...) __builtin_constant_p((long long)(__VA_ARGS__))\n"
    "#define PROBE_HALF(shift, ...) (PROBE_CONSTANT(__VA_ARGS__) ? "
    "(int)((unsigned long long)(long long)(__VA_ARGS__) >> shift) : 0)\n")
PROBE_MACROS = {
    "c": PROBE_CONSTANTS + "#define PROBE_SAME(...) __builtin_types_compatible_p(__VA_ARGS__)\n"
         "#define PROBE_ALIGN(...) _Alignof(__VA_ARGS__)\n",
    "c++": PROBE_CONSTANTS + "#define PROBE_SAME(...) __is_same(__VA_ARGS__)\n"
           "#define PROBE_ALIGN(...) alignof(__VA_ARGS__)\n",
}


class Failure(Exception):
    """The comparison itself cannot be trusted; this is more than a difference."""


class Compiler:
    """A compiler and the headers that it reads. Answers are remembered."""

    def __init__(self, argv, language, headers, work):
        self.argv = argv + ["-w", "-O0", "-ftrack-macro-expansion=0", "-fmax-errors=0"]
        self.language = language
        self.work = work
        self.prelude = "".join(f'#include "{path}"\n' for path in headers)
        self.known_values = {}
        self.known_expansions = {}

    def run(self, flags, body):
        """Compiles the headers and body; returns exit status, output and messages."""
        source = os.path.join(self.work, "probe." + {"c": "c", "c++": "cc"}[self.language])
        with open(source, "w", encoding="utf-8") as f:
            f.write(self.prelude + body)
        done = subprocess.run(self.argv + flags + [source], capture_output=True, text=True,
                              check=False, env=dict(os.environ, LC_ALL="C"))
        return done.returncode, done.stdout, done.stderr

    def must(self, flags, body=""):
        """Like run(), but the compiler has to succeed; returns the output."""
        status, output, messages = self.run(flags, body)
        if status:
            raise Failure(f"{self.argv[0]} failed:\n{messages}")
        return output

    def values(self, expressions):
        """{expression: value}; the value is None where the expression is not an integer constant."""
        todo = [e for e in dict.fromkeys(expressions) if e not in self.known_values]
        self.known_values.update(dict.fromkeys(todo))
        bad = set()
        while len(bad) < len(todo):
            # Each expression has a function and a line of its own, so that a message tells
            # which one it is about. With 32 bits, no operand has more; and of operands that are
            # no constants gcc names only the first, in seconds.
            lines = ["" if n in bad else
                     f'void probe_{n}(void) {{ __asm__ volatile("@@ {n} %0 %1 %2" : : '
                     f'"i"(PROBE_CONSTANT({e})), "i"(PROBE_HALF(0, {e})), "i"(PROBE_HALF(32, {e}))); }}'
                     for n, e in enumerate(todo, 1)]
            status, output, messages = self.run(
                ["-S", "-o", "-"],
                PROBE_MACROS[self.language] + '#line 1 "probes"\n' + "\n".join(lines) + "\n")
            if not status:
                for n, low, high in re.findall(r"@@ (\d+) \$?1 \$?(-?\d+) \$?(-?\d+)\s*$", output, re.M):
                    self.known_values[todo[int(n) - 1]] = int(high) * 2**32 + int(low) % 2**32
                break
            errors = re.findall(r"^([^:\n]+):(\d+):(?:\d+:)? (?:fatal )?error:", messages, re.M)
            found = {int(line) for place, line in errors if place == "probes"}
            if len(errors) != sum(place == "probes" for place, _ in errors) or not found - bad:
                raise Failure(f"{self.argv[0]} failed:\n{messages}")
            bad |= found
        return {e: self.known_values[e] for e in expressions}

    def expansions(self, names):
        """{macro: its full expansion}; None if there is no macro of that name."""
        todo = [n for n in names if n not in self.known_expansions]
        if todo:
            self.known_expansions.update(dict.fromkeys(todo))
            output = self.must(["-E", "-P"],
                               "".join(f'#ifdef {n}\n@@ "{n}" {n}\n#endif\n' for n in todo))
            for name, text in re.findall(r'^ *@@ "(\w+)"(.*)$', output, re.M):
                self.known_expansions[name] = " ".join(text.split())
        return {n: self.known_expansions[n] for n in names}

    def macros(self, folder):
        """{macro: whether it has parameters}, for macros defined in the files below folder."""
        found, inside = {}, False
        for line in self.must(["-E", "-dD"]).splitlines():
            if m := re.match(r'# \d+ "(.*?)"', line):
                inside = os.path.realpath(m[1]).startswith(folder + os.sep)
            elif m := re.match(r"#undef (\w+)", line):
                found.pop(m[1], None)
            elif inside and (m := re.match(r"#define (\w+)(\(?)", line)):
                found[m[1]] = bool(m[2])
        return found

    def functions(self):
        """The names of all functions declared (C only)."""
        listing = os.path.join(self.work, "functions")
        self.must(["-fsyntax-only", "-aux-info", listing])
        with open(listing, encoding="utf-8") as f:
            return re.findall(r"/\* .*:\d+:\w+ \*/ .*?\b(\w+) \(", f.read())

    def object_file(self, body):
        """The path of an object file with debug information of all types."""
        target = os.path.join(self.work, "probe.o")
        self.must(["-c", "-g", "-gdwarf-4", "-fno-eliminate-unused-debug-types", "-o", target],
                  body)
        return target
