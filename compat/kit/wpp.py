# SPDX-License-Identifier: GPL-2.0
"""Makes the headers of a driver with WPP tracing, as tracewpp does: X.tmh for each `#include "X.tmh"`.

Usage: wpp.py OUT DIRECTORY... -- [SWITCHES]

The sources are those of the first DIRECTORY and its folders, and those directly in another one. A header that
is there already is not made. It has a macro for each function that SWITCHES name, as -func:Trace(LEVEL,MSG,...),
or a configuration in any of the sources, or in the file of -scan:FILE:

  // begin_wpp config
  // FUNC Trace{LEVEL=TRACE_LEVEL_ERROR}(FLAGS, MSG, ...);
  // USEPREFIX(Trace, "%!FUNC!: ");
  // end_wpp

The macro does what the driver's WPP_LEVEL_FLAGS_PRE and _POST say, and logs the message if WPP_LEVEL_FLAGS_ENABLED
says so, which no message is unless NT_WPP_LEVEL is defined (nt_wpp.h).
"""
import os
import pathlib
import re
import sys

SOURCE = (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".inl")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+\.tmh)[">]', re.M | re.I)
CONFIGURATION = re.compile(r"begin_wpp[ \t]+config\b(.*?)end_wpp\b", re.S)
# What is before a line of a configuration in a comment, and what ends a statement in it.
COMMENT = re.compile(r"^[ \t]*(?://+|\*+(?!/))?[ \t]*", re.M)
STATEMENT = re.compile(r'(?:"(?:\\.|[^"\\\n])*"|[^;"])+')
FUNCTION = re.compile(r"\s*(?:FUNC\s+)?(\w+)\s*(?:\{([^}]*)\})?\s*\(\s*(\()?([^()]*)(?(3)\)\s*)\)\s*", re.S)
AROUND = re.compile(r'\s*(USEPREFIX|USESUFFIX)\s*\(\s*(\w+)\s*,\s*("(?:\\.|[^"\\\n])*")\s*(?:,(.*))?\)\s*', re.S)
# Statements that say what a value is called.
OF_TYPES = re.compile(r"\s*(?:CUSTOM_TYPE|DEFINE_\w+|FORMAT\w*|TYPE\w*|ENV|NOVARARGS|NO\w+)\b")
# What every source knows.
DEFAULT = "DoTraceMessage(LEVEL, MSG, ...)"

LITERAL = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'')
PLACES = re.compile(rf'^# (?P<line>\d+) "(?P<file>[^"\n]*)"[^\n]*|\n|(?P<text>{LITERAL.pattern})', re.M)
SPECIFICATION = re.compile(r"%(\d*)!(\w+|[-+ #0]?[\d.]*[A-Za-z]\w*)!")
# What specifications print; of no argument, if there is no % in it.
FUNC = '" __FUNCTION__ "'
FORMATS = {
    **dict.fromkeys(("STATUS", "NTSTATUS", "HRESULT"), "0x%08x"), "WINERROR": "%u", "FUNC": FUNC,
    **dict.fromkeys(("STDPREFIX", "LEVEL", "FLAGS", "COMPNAME", "SUBCOMPNAME", "MOD", "CTX", "EMPTY"), ""),
    "SPACE": " ",
    **dict.fromkeys(("PTR", "HANDLE", "GUID", "CLSID", "LIBID", "IID", "SID"), "%p"), "IPADDR": "%08x",
    **dict.fromkeys(("DELTA", "WAITTIME", "DUE", "TIMESTAMP", "DATETIME", "DATE", "TIME", "SINT64"), "%I64d"),
    "UINT64": "%I64u", **dict.fromkeys(("XINT64", "OINT64"), "0x%I64x"),
    **dict.fromkeys(("ULONG", "UINT", "USHORT", "UBYTE"), "%u"),
    **dict.fromkeys(("XLONG", "XINT", "XSHORT", "XBYTE"), "0x%x"),
    **dict.fromkeys(("ARSTR", "STRING"), "%s"), **dict.fromkeys(("ARWSTR", "WSTRING"), "%ws"),
    **dict.fromkeys(("USTR", "UNICODE_STRING"), "%wZ"), **dict.fromkeys(("ASTR", "ANSI_STRING"), "%Z"),
}


def formats(text):
    """A preprocessed source that has such a header, with formats that printf() knows."""
    place, line, end, out = "", 0, 0, []

    def specification(match):
        number, name = match.groups()
        if name.upper() == "LINE":
            return str(line)
        if name.upper() == "FILE":
            return re.split(r"[/\\]", place)[-1]
        # %1!d!: as printf() has it.
        if number and not re.fullmatch(r"[A-Z]\w+", name):
            return "%" + name
        # The rest are enumerations with names of their own.
        return FORMATS.get(name.upper(), "%d")

    for match in PLACES.finditer(text):
        if match["line"]:
            place, line = match["file"], int(match["line"]) - 1
        elif match["text"]:
            out += [text[end:match.start()], SPECIFICATION.sub(specification, match["text"])]
            end = match.end()
        else:
            line += 1
    return "".join([*out, text[end:]])


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def sources(directories):
    """The texts of the driver's sources and headers, by path."""
    found = []
    for folder, folders, names in os.walk(directories[0]):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [os.path.join(folder, name) for name in sorted(names)]
    for folder in filter(os.path.isdir, directories[1:]):
        found += [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
    return {path: read(path) for path in dict.fromkeys(map(os.path.realpath, found))
            if path.lower().endswith(SOURCE) and os.path.isfile(path)}


class Functions:
    """The functions that are known, and what is around their messages."""

    def __init__(self):
        self.functions, self.before, self.after, self.unknown = {}, {}, {}, []
        self.function(DEFAULT)

    def function(self, text):
        """Takes NAME{CONDITION=VALUE}(PARAMETER, ...); says whether it is one."""
        match = FUNCTION.fullmatch(text)
        if not match:
            return False
        name, given, twice, parameters = match.groups()
        given = [word.partition("=") for word in (given or "").split(",") if word.strip()]
        words = [word.strip() for word in parameters.split(",") if word.strip()]
        if not all(re.fullmatch(r"\w+|\.\.\.", word) for word in words) or "..." in words[:-1]:
            return False
        self.functions[name] = ([(key.strip(), value.strip()) for key, _, value in given], words, bool(twice))
        return True

    def configuration(self, text, where):
        """Takes the statements between begin_wpp and end_wpp."""
        for statement in STATEMENT.findall(COMMENT.sub("", text)):
            around = AROUND.fullmatch(statement)
            if around:
                kind, name, literal, arguments = around.groups()
                (self.before if kind == "USEPREFIX" else self.after)[name] = (literal, (arguments or "").strip())
            elif statement.strip() and not OF_TYPES.match(statement) and not self.function(statement):
                text = " ".join(statement.split())
                self.unknown.append(f"{where}: in its configuration for WPP: not understood: {text}")

    def macro(self, name):
        """The lines that define it."""
        given, words, twice = self.functions[name]
        conditions = given + [(word, word) for word in words if word not in ("MSG", "...")]
        of = "WPP_" + "".join(f"{key}_" for key, _ in conditions)
        values = ", ".join(value for _, value in conditions)
        before, after = self.before.get(name, ("", "")), self.after.get(name, ("", ""))
        message = " ".join(filter(None, (before[0], "MSG" if "MSG" in words else "", after[0], '"\\n"')))
        passed = [message, before[1], "__VA_ARGS__" if {"MSG", "..."} <= set(words) else "", after[1]]
        call = f"ntparport_DbgPrint({', '.join(filter(None, passed))})"
        macro = f"nt_wpp_{name}" if twice else name
        return [f"#undef {name}", *([f"#define {name}(nt_all) {macro} nt_all"] if twice else []),
                *(line for what in ("PRE", "POST")
                  for line in (f"#ifndef {of}{what}", f"#define {of}{what}(...)", "#endif")),
                f"#ifndef {of}ENABLED", f"#define {of}ENABLED(...) (NT_WPP_LEVEL > 0)", "#endif",
                f"#define {macro}({', '.join(words)}) {of}PRE({values}) "
                f"({of}ENABLED({values}) ? (void){call} : (void)0) {of}POST({values})", ""]

    def header(self):
        return "\n".join(["/* made by wpp.py */", "#include <nt_wpp.h>", "",
                          *(line for name in self.functions for line in self.macro(name))])


def made(texts, switches):
    """The functions of these sources."""
    functions = Functions()
    files = {str(path): text for path, text in texts.items()}
    for switch in switches:
        if switch.startswith("-scan:") and os.path.realpath(switch[6:]) not in files:
            files[switch[6:]] = read(switch[6:])
    for path, text in files.items():
        for configuration in CONFIGURATION.findall(text):
            functions.configuration(configuration, path)
    for switch in switches:
        if switch.startswith("-func:") and not functions.function(switch[6:]):
            functions.unknown.append(f"{switch}: not understood: a function of WPP is NAME(LEVEL,MSG,...)")
    return functions


def main():
    end = sys.argv.index("--")
    out, *directories = sys.argv[1:end]
    texts = sources(directories)
    wanted = {name: path for path, text in texts.items() for name in INCLUDE.findall(text)
              if not any(os.path.exists(os.path.join(folder, name))
                         for folder in (os.path.dirname(path), *directories))}
    if not wanted:
        return
    # Blanks may be in the parentheses.
    switches = re.split(r"\s+(?=-)", " ".join(sys.argv[end + 1:]).strip())
    try:
        functions = made(texts, switches)
    except OSError as error:
        sys.exit(f"ntparport: {error.filename}: {error.strerror}")
    sys.stderr.write("".join(f"ntparport: {line}\n" for line in functions.unknown))
    header = functions.header()
    for name in wanted:
        if name.startswith(("/", "../")) or "/../" in name:
            continue
        path = pathlib.Path(out, name)
        if not path.exists() or path.read_text(encoding="utf-8") != header:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(header, encoding="utf-8")


if __name__ == "__main__":
    main()
