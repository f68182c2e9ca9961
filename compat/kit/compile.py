# SPDX-License-Identifier: GPL-2.0
"""Compiles a source of a Windows driver: preprocesses, translates and compiles it.

Usage: compile.py c|c++ SOURCE OBJECT INCLUDE DIRECTORY... -- COMPILER FLAG...

INCLUDE is the folder of our headers, the others have more that are not the driver's. The
translated source stays beside the object, and so do the names of the functions that it calls
without a declaration, for undefined.py.
What Microsoft's compiler only warns of and the preprocessor does not let pass is
preprocessed in two steps; what the compiler does not let pass (prototypes.py) is translated
once more; and where the compiler's message does not say what to do, a line of ours follows it.
"""
import pathlib
import re
import subprocess
import sys

import dialect
import explain
import prototypes
import tries

# gcc's and clang's word for it.
TOO_MANY = re.compile(r"error: (?:macro \"(\w+)\" passed \d+ arguments, but takes just \d+"
                      r"|too many arguments provided to function-like macro invocation)")
DEFINED = re.compile(r"note: macro ['\"](\w+)['\"] defined here")
UNDECLARED = re.compile(r"warning: (?:implicit declaration of function|call to undeclared function) ['‘](\w+)")
# What the preprocessor has done already.
DONE = ("-Wp,-MMD", "-include", "-imacros", "-I")


def run(command, text=None):
    """Its status, what it prints and what it says."""
    done = subprocess.run(command, check=False, input=text, capture_output=True, encoding="utf-8",
                          errors="surrogateescape")
    return done.returncode, done.stdout, done.stderr


def say(text):
    sys.stderr.buffer.write(text.encode("utf-8", "surrogateescape"))


def with_more_arguments(text, names):
    """The source, with macros of these names taking any number of arguments more than they use."""
    def more(match):
        parameters = match[2].strip()
        if "..." in parameters:
            return match[0]
        return f"{match[1]}({parameters}{', ' if parameters else ''}...)"
    some = "|".join(map(re.escape, sorted(names)))
    return re.sub(rf"^([ \t]*#[ \t]*define[ \t]+(?:{some}))\(((?:\\\n|[^)\n])*)\)", more, text, flags=re.M)


def preprocess(language, source, command):
    """The text; ends the program if there is none."""
    status, text, said = run([*command, "-E", "-x", language, source])
    if not status:
        say(said)
        return text
    names = {name for found in (TOO_MANY, DEFINED) for name in found.findall(said) if name}
    if not TOO_MANY.search(said):
        say(explain.beside(said))
        sys.exit(1)
    # Once without expanding macros, so that their definitions are there to be changed.
    by_clang = "clang" in run([*command, "--version"])[1]
    first = ["-E", "-frewrite-includes"] if by_clang else ["-E", "-fdirectives-only"]
    status, text, again = run([*command, *first, "-x", language, source])
    if not status:
        text = with_more_arguments(text, names)
        second = ["-E"] if by_clang else ["-E", "-fpreprocessed", "-fdirectives-only"]
        kept = [flag for flag in command if not flag.startswith(DONE)]
        status, text, again = run([*kept, *second, "-x", language, "-"], text)
    if status:
        say(explain.beside(again))
        sys.exit(1)
    say(TOO_MANY.sub(lambda match: match[0].replace("error:", "warning:"), said))
    return text


def compiled(command, text, language, directories, target):
    """Translates and compiles it; the status, and what is said."""
    translated = re.sub(r"\.o$", ".i" if language == "c" else ".ii", target)
    static, apart, mended = set(), set(), []
    while True:
        plain = dialect.translate(text, language, directories, static, apart)
        with open(translated, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(plain)
        more = ["-O0"] if tries.ENTER + "(&" in plain else []
        status, _, said = run([*command, *more, "-c", "-o", target, translated])
        names = prototypes.differing(said)
        if not status or (names[0] <= static and names[1] <= apart):
            mended = [line for line in mended if line not in said]
            return status, "".join(mended).replace("error:", "warning:") + said
        static, apart = static | names[0], apart | names[1]
        mended += [line for line in said.splitlines(keepends=True) if prototypes.CONFLICTING.search(line)]


def main():
    end = sys.argv.index("--")
    language, source, target, include, *others = sys.argv[1:end]
    command = sys.argv[end + 1:]
    headers = pathlib.Path(include)
    kept = [flag for flag in command if not flag.startswith(DONE)]
    try:
        status, said = compiled(kept, preprocess(language, source, command), language, [include, *others], target)
    except dialect.Mistake as mistake:
        sys.exit(str(mistake))
    names = sorted(set(UNDECLARED.findall(said)))
    undeclared = pathlib.Path(re.sub(r"\.o$", ".undeclared", target))
    undeclared.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    say(explain.beside(said, headers))
    sys.exit(status)


if __name__ == "__main__":
    main()
