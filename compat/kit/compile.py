# SPDX-License-Identifier: GPL-2.0
"""Compiles a source of a Windows driver: preprocesses, translates and compiles it.

Usage: compile.py c|c++ SOURCE OBJECT INCLUDE DIRECTORY... -- COMPILER FLAG...

INCLUDE is the folder of our headers, the others have more that are not the driver's. The
translated source stays beside the object, and so do the names of the functions that it calls
without a declaration, for undefined.py.
Where the preprocessor does not let pass what Microsoft's compiler takes, the source and its headers are
changed before (flatten.py); what the compiler does not let pass (prototypes.py, scopes.py) is translated
once more; and where the compiler's message does not say what to do, a line of ours follows it.
"""
import functools
import itertools
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import arrays
import dialect
import explain
import flatten
import prototypes
import returns
import scopes
import templates
import tries

# gcc's and clang's words for it.
TOO_MANY = re.compile(r"error: (?:macro \"(\w+)\" passed \d+ arguments, but takes just \d+"
                      r"|too many arguments provided to function-like macro invocation)")
TOO_FEW = re.compile(r"error: (?:macro \"(\w+)\" requires (?:at least )?\d+ arguments, but only \d+ given"
                     r"|too few arguments provided to function-like macro invocation)")
DEFINED = re.compile(r"note: macro ['\"](\w+)['\"] defined here")
# The two are there in the text, one beside the other, which is what Microsoft's makes of them.
PASTE = re.compile(r"error: pasting (?:.* does not give a valid|formed .*, an invalid) preprocessing token")
# Before C++11, "text"MACRO was two words.
ONE_WORD = re.compile(r"invalid suffix on literal|unable to find string literal operator|no matching literal operator")
TWO_WORDS = ["-std=gnu++98", "-Wno-c++11-compat"]
# Microsoft's compilers of these kits have them.
TRIGRAPHS = ["-trigraphs", "-Wno-trigraphs"]
CHARACTER = re.compile(r"error: '#' is not followed by a macro parameter")
WIDTH = re.compile(r"error: (?:invalid suffix [\"'][uU]?[iI]\d+[\"'] on integer constant"
                   r"|user-defined literal in preprocessor expression)")
ARGUMENTS = re.compile(f"{TOO_MANY.pattern}|{TOO_FEW.pattern}")
# What is changed in the sources before they are preprocessed.
CHANGED = re.compile(f"{ARGUMENTS.pattern}|{CHARACTER.pattern}|{WIDTH.pattern}")
DIRECTIVE = re.compile(r"^[ \t]*#[ \t]*(define|if|elif)\b(?:\\\n|[^\n])*", re.M)
OF_A_WIDTH = re.compile(r"\b(0[xX][0-9a-fA-F]+|\d+)([uU]?)[iI](8|16|32|64)\b")
# What C++ has dropped since.
OLDER = re.compile(r"error: .*(?:forbidden in C\+\+17|ISO C\+\+17 does not allow)")
AS_OLDER = ["-std=gnu++14", "-Wno-deprecated", "-Wno-c++17-extensions", "-Wno-c++20-extensions"]
GENERATED = re.compile(r"^\d+ (?:errors?|warnings?|warnings? and \d+ errors?) generated\.")
UNDECLARED = re.compile(r"warning: (?:implicit declaration of function|call to undeclared (?:library )?function"
                        r"|implicitly declaring library function) ['‘](\w+)")
# driver.mk says it, unless the kernel's own instrumentation needs some.
NO_CONSTRUCTORS = "-DNT_NO_CONSTRUCTORS"
# That in which a comma or a bracket means nothing.
LITERAL = r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
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


def call_end(text, start):
    """Where the bracket ends that begins there, and how many arguments are in it; None if it does not."""
    depth, commas = 0, 0
    for match in re.compile(LITERAL + r"|[(),]", re.S).finditer(text, start):
        if match[0] == "(":
            depth += 1
        elif match[0] == "," and depth == 1:
            commas += 1
        elif match[0] == ")":
            depth -= 1
            if not depth:
                return match.start(), commas + 1
    return None


def with_all_arguments(text, names):
    """The source, with calls of these macros having at least as many arguments as the macro takes."""
    some = "|".join(map(re.escape, sorted(names)))
    missing, takes = {}, {}
    pattern = re.compile(LITERAL + rf"|(?P<define>^[ \t]*#[ \t]*define[ \t]+)?\b(?P<name>{some})(?:\\\n|\s)*\(",
                         re.M | re.S)
    for match in pattern.finditer(text):
        end = call_end(text, match.end() - 1) if match["name"] else None
        if end and match["define"]:
            takes[match["name"]] = end[1] - ("..." in text[match.end():end[0]])
        elif end:
            missing[end[0]] = "," * (takes.get(match["name"], 0) - end[1])
    ends = [0, *sorted(missing), len(text)]
    return "".join(text[start:end] + missing.get(end, "") for start, end in zip(ends, ends[1:]))


def errors(said):
    return re.findall(r"^.*\berror: .*$", said, re.M)


def as_warnings(said, ours=()):
    """The messages, except for those that Microsoft's does not have, and those about our headers."""
    out, kept = [], True
    for line in said.splitlines(keepends=True):
        if re.search(r": (?:error|warning): ", line):
            kept = PASTE.search(line) is None and not line.startswith(tuple(f"{folder}/" for folder in ours))
        if kept and not GENERATED.match(line):
            out.append(line.replace("error:", "warning:"))
    return "".join(out)


def named(message, said):
    """The macros that such messages are about; clang's has the name in a note."""
    return {name for found in (message, DEFINED) for name in found.findall(said) if name}


@functools.cache
def version(*compiler):
    return run([*compiler, "--version"])[1]


def is_clang(command):
    return "clang" in version(*itertools.takewhile(lambda word: not word.startswith("-"), command))


def fail(said):
    say(explain.beside(said))
    sys.exit(1)


def with_directives(text):
    """The source, with what compilers do not read in directives: numbers of a width, and characters of arguments."""
    def number(directive, match):
        # Elsewhere than in a condition, those of 8 and 16 bits have that width.
        if match[3] in ("8", "16") and directive == "define":
            return match[0]
        return match[1] + match[2] + ("LL" if match[3] == "64" else "")

    def directive(match):
        words = re.sub(LITERAL + f"|{OF_A_WIDTH.pattern}", lambda word: number(match[1], word) if word[1] else word[0],
                       match[0], flags=re.S)
        return words.replace("#@", dialect.CHARACTER + " #") if match[1] == "define" else words
    return DIRECTIVE.sub(directive, text)


def note_files(command, source, files):
    """Has make know what the text was made of."""
    path = next((flag.split(",", 2)[2] for flag in command if flag.startswith("-Wp,-MMD,")), None)
    if path and os.path.exists(path):
        rule = pathlib.Path(path).read_text(encoding="utf-8").partition(":")[2]
        pathlib.Path(path).write_text(f"source: {source} {' '.join(map(str, files))} {rule}", encoding="utf-8")


def continued(text, source, ours):
    """The files of a preprocessed text in which blanks continue a line, and the first such line of each."""
    names = {re.sub(r"\\(.)", r"\1", name) for name in re.findall(r'^# \d+ "((?:\\.|[^"\\\n])+)"', text, re.M)}
    found = {}
    for path in sorted(map(pathlib.Path, {str(source), *names})):
        if path.is_file() and not any(pathlib.Path(folder).resolve() in path.resolve().parents for folder in ours):
            written = flatten.written(path)
            changed = flatten.as_continued(written)
            if changed != written:
                found[path] = written.count("\n", 0, len(os.path.commonprefix((written, changed)))) + 1
    return found


def preprocess_changed(language, source, command, ours):
    """The text of what is changed before."""
    whole = flatten.Source(source, command, ours)
    plain = with_directives(whole.text)
    command = [*(flag for flag in command if not flag.startswith("-include")), f"-iquote{pathlib.Path(source).parent}"]
    _, text, said = run([*command, "-E", "-x", language, "-"], plain)
    again = said
    if ARGUMENTS.search(said):
        # Microsoft's warn of that.
        say(as_warnings(said, ours))
        if TOO_FEW.search(said):
            plain = with_all_arguments(plain, named(TOO_FEW, said))
        if TOO_MANY.search(said):
            plain = with_more_arguments(plain, named(TOO_MANY, said))
        _, text, again = run([*command, "-E", "-x", language, "-"], plain)
    if not all(PASTE.search(line) for line in errors(again)):
        fail(again)
    if again is said:
        say(as_warnings(said, ours))
    left = continued(text, source, ours)
    for path in map(pathlib.Path, whole.files):
        left.pop(path, None)
    if left:
        sys.exit("\n".join(f"{path}:{line}: error: this backslash, with blanks after it, continues the line here, but "
                           "not for Microsoft's compiler: take the backslash away, or the blanks"
                           for path, line in left.items()))
    note_files(command, source, whole.files)
    return text


def preprocess(language, source, command, ours):
    """The text; ends the program if there is none."""
    command = [*(flag for flag in command if flag not in TRIGRAPHS), *TRIGRAPHS]
    _, text, said = run([*command, "-E", "-x", language, source])
    if ONE_WORD.search(said) and TWO_WORDS[0] not in command:
        return preprocess(language, source, [*command, *TWO_WORDS], ours)
    if any(CHANGED.search(line) for line in errors(said)) or continued(text, source, ours):
        return preprocess_changed(language, source, command, ours)
    if not all(PASTE.search(line) for line in errors(said)):
        fail(said)
    say(as_warnings(said))
    return text


def compiler_of(command):
    """Which of Microsoft's compilers the driver was written for."""
    values = dict(re.findall(r"-D(_MSC_VER|NT_KIT)=(\w+)", " ".join(command)))
    return int(values.get("_MSC_VER", "0"), 0) or (1500 if int(values.get("NT_KIT", "0"), 0) >= 0x601 else 1300)


def of_its_own(command, names):
    """Has the compiler know nothing of functions with names of the driver's."""
    if names and is_clang(command):
        # It would still know what they return for a constant.
        return ["-fno-builtin"]
    return [f"-fno-builtin-{name}" for name in sorted(names)]


def compiled(command, text, language, directories, target, translate=dialect.translate):
    """Translates and compiles it; the status, and what is said."""
    translated = re.sub(r"\.o$", ".i" if language == "c" else ".ii", target)
    repairs, mended, own = set(), [], set()
    # clang would go on to take `unix` for a 1.
    known = ["-Xclang", "-undef"] if is_clang(command) else []
    while True:
        plain = translate(text, language, directories, repairs, own)
        with open(translated, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(plain)
        more = ["-O0"] if tries.ENTER + "(&" in plain else []
        more += of_its_own(command, own)
        status, _, said = run([*command, *known, *more, "-c", "-o", target, translated])
        if OLDER.search(said) and AS_OLDER[0] not in command:
            command = [*command, *AS_OLDER]
            continue
        found = {*prototypes.found(said), *arrays.found(said)}
        undeclared = set(UNDECLARED.findall(said))
        if not undeclared <= own:
            # It is the driver's, and not what the compiler knows by that name.
            own |= undeclared
            continue
        if language == "c++":
            found |= {*returns.found(said), *templates.found(said)}
            found |= {what for what in scopes.found(said) if what[0] != "behind its loop" or
                      compiler_of(command) < scopes.CONFORMING}
        if found <= repairs:
            # What has no place is not dropped.
            status = status or int(("elements",) in found)
            mended = [line for line in mended if line not in said]
            return status, "".join(mended).replace("error:", "warning:") + said
        repairs |= found
        mended += [line for line in said.splitlines(keepends=True)
                   if prototypes.CONFLICTING.search(line) or returns.FALLS.search(line)]


def place_of(name, text):
    """Where a variable is first named in a preprocessed text: its file and line."""
    file, number = "", 0
    for line in text.splitlines():
        marker = re.match(r'# (\d+) "((?:\\.|[^"\\])*)"', line)
        if marker:
            file, number = marker[2], int(marker[1])
            continue
        if re.search(rf"\b{name}\b\s*(?:[;({{=\[,]|$)", line):
            return f"{file}:{number}"
        number += 1
    return file


def constructors(command, translated):
    """What the compiler would have run before anything else: the variables' names."""
    if is_clang(command):
        said = run([*command, "-Wglobal-constructors", "-fsyntax-only", translated])[2]
        lines = said.splitlines()
        for line, shown in zip(lines, [*lines[1:], ""]):
            match = re.match(r".*?:\d+:(\d+): warning: declaration requires a global constructor", line)
            if match and (name := re.match(r"\w+", shown[int(match[1]) - 1:])):
                yield name[0]
        return
    with tempfile.TemporaryDirectory() as folder:
        dump = pathlib.Path(folder, "dump")
        run([*command, f"-fdump-tree-gimple={dump}", "-c", "-o", os.path.join(folder, "o"), translated])
        text = dump.read_text(encoding="utf-8", errors="replace") if dump.exists() else ""
    body = re.search(r"^void __static_initialization_and_destruction_0 .*?^}", text, re.M | re.S)
    for match in re.finditer(r"\(&(?:\w+::)*([A-Za-z]\w*)|^\s*(?:\w+::)*([A-Za-z]\w*)(?:\[\d+\])?(?:\.\w+)* = ",
                             body[0] if body else "", re.M):
        name = match[1] or match[2]
        if not re.match(r"D\d|__|retval|iftmp", name):
            yield name


def no_constructors(command, target, directories):
    """Ends the program if something is to be run before DriverEntry: on Windows it is not, either."""
    if NO_CONSTRUCTORS not in command or not re.search(rb"\.(?:init_array|ctors)\b", pathlib.Path(target).read_bytes()):
        return
    translated = re.sub(r"\.o$", ".ii", target)
    text = pathlib.Path(translated).read_text(encoding="utf-8", errors="surrogateescape")
    kept = [flag for flag in command if not flag.startswith("-Wp,-MMD")]
    os.remove(target)
    names = list(dict.fromkeys(constructors(kept, translated)))
    places = [(place_of(name, text), name) for name in names]
    for place, name in [(place, name) for place, name in places
                        if not place.startswith(tuple(f"{folder}/" for folder in directories))] or [("", "a variable")]:
        say(f"{place or translated}: error: {name} has a static constructor, which nobody runs, as on Windows: make it a "
            "pointer, and make the object in DriverEntry\n")
    sys.exit(1)


def main():
    end = sys.argv.index("--")
    language, source, target, include, *others = sys.argv[1:end]
    command = sys.argv[end + 1:]
    headers = pathlib.Path(include)
    kept = [flag for flag in command if not flag.startswith(DONE)]
    ours = [include, *others]
    if is_clang(command):
        # It would look for "..\\inc\\own.h" below ../, where includes.py cannot put it.
        command.append("-fno-ms-extensions")
    try:
        status, said = compiled(kept, preprocess(language, source, command, ours), language, ours, target)
        if ONE_WORD.search(said):
            text = preprocess(language, source, [*command, *TWO_WORDS], ours)
            status, said = compiled(kept, text, language, ours, target)
    except dialect.Mistake as mistake:
        sys.exit(str(mistake))
    names = sorted(set(UNDECLARED.findall(said)))
    undeclared = pathlib.Path(re.sub(r"\.o$", ".undeclared", target))
    undeclared.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    say(explain.beside(said, headers))
    if not status and language == "c++":
        no_constructors(kept, target, ours)
    sys.exit(status)


if __name__ == "__main__":
    main()
