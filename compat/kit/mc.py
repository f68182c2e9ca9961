# SPDX-License-Identifier: GPL-2.0
"""Makes the header of a Windows message file, as the message compiler does.

Usage: mc.py FILE.mc [HEADER]      (without HEADER, prints it)
       mc.py --table TABLE FILE.mc...

The header defines the symbolic names; the texts are its comments. Severity and
facility are in bits 30 and 16, as in an NTSTATUS.

The table is what is between the braces of an array of struct nt_message in C: the
values with their texts, of the first language that each message has.
"""
import errno
import io
import os
import re
import sys

USAGE = "usage: mc.py FILE.mc [HEADER], or mc.py --table TABLE FILE.mc..."

# What may be at the end of a line, unseen.
BLANKS = " \t"
# Each is matched where the last one ended, and looks at nothing twice.
KEYWORD = re.compile(r"\s*(\w+)\s*=\s*(\([^)]*\)|(?:\w+(?!\w|\s*=)|[^\w\s(])*)")
NAME = re.compile(r"([\w\s]+)=\s*(0[xX][0-9a-fA-F]+|\d+)\s*(?::\s*(\w+)\s*)?(?=\w|$)", re.ASCII)

# What C's constants are; int() takes more, such as 1_0.
NUMBER = re.compile(r"[+-]?(0[xX][0-9a-fA-F]+|\d+)", re.ASCII)
IDENTIFIER = re.compile(r"[A-Za-z_]\w*", re.ASCII)


class Mistake(Exception):
    """What is wrong with a line."""


def read(path):
    """The text of a message file, which may be UTF-16 or in a Windows code page."""
    with open(path, "rb") as file:
        data = file.read()
    encodings = ["utf-8-sig", "cp1252"]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[:error.start].decode(encoding, "replace").count("\n") + 1
    raise Mistake(f"{line}: not UTF-8, UTF-16 or of Windows' code page 1252")


def matches(pattern, text):
    """The matches that follow each other from the beginning on, and what is left of the text."""
    found, end = [], 0
    while match := pattern.match(text, end):
        found.append(match)
        end = match.end()
    return found, text[end:].strip()


def write(text, path=None):
    """Writes a file, or prints it; ends the program if that cannot be done."""
    try:
        if path:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return
        if not sys.stdout:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        if not path:
            # Nobody tries it again at the end.
            sys.stdout = None
        sys.exit(f"{path or 'standard output'}: {error.strerror}")


class Compiler:
    """What the lines so far have said."""

    def __init__(self):
        self.severities = {"success": (0, None), "informational": (1, None),
                           "warning": (2, None), "error": (3, None)}
        self.facilities = {"system": (0xff, None), "application": (0xfff, None)}
        self.languages = {"english": (0x409, "MSG00001")}
        self.severity = self.facility = None
        self.typedef = ""
        self.base = 16
        self.last = {}		# message number, by facility
        self.message = None
        self.out = []
        self.texts = []		# value, lines
        self.announced = False

    def names(self, value, limit):
        """The entries of NAME=NUMBER:SYMBOL lists, in parentheses; no number is above the limit."""
        if not (value.startswith("(") and value.endswith(")")):
            raise Mistake(f"a list in parentheses is missing: {value}")
        inner = value[1:-1].strip()
        entries, left = matches(NAME, inner)
        try:
            found = {m[1].strip().lower(): (int(m[2], 0), m[3]) for m in entries}
        except ValueError:
            found = None
        if not found or left:
            raise Mistake(f"not a list of names: {value}")
        for name, (number, symbol) in found.items():
            if number > limit:
                raise Mistake(f"{name} is more than 0x{limit:x}")
            if symbol and not IDENTIFIER.fullmatch(symbol):
                raise Mistake(f"not a name in C: {symbol}")
        return found

    def choose(self, known, value):
        if value.lower() not in known:
            raise Mistake(f"no such name: {value}")
        return known[value.lower()]

    def keyword(self, key, value):
        """One KEY=VALUE."""
        key = key.lower()
        if key == "messageidtypedef":
            self.typedef = value
        elif key == "outputbase":
            if value not in ("10", "16"):
                raise Mistake(f"OutputBase is 10 or 16, not {value}")
            self.base = int(value)
        elif key == "severitynames":
            self.severities.update(self.names(value, 3))
        elif key == "facilitynames":
            self.facilities.update(self.names(value, 0xfff))
        elif key == "languagenames":
            self.languages.update(self.names(value, 0xffff))
        elif key == "messageid":
            self.message = {"id": value, "name": None}
        elif key == "severity":
            self.severity = self.choose(self.severities, value)[0]
        elif key == "facility":
            self.facility = self.choose(self.facilities, value)[0]
        elif key == "symbolicname":
            if not self.message:
                raise Mistake("SymbolicName before MessageId")
            if value and not IDENTIFIER.fullmatch(value):
                raise Mistake(f"not a name in C: {value}")
            self.message["name"] = value
        else:
            raise Mistake(f"unknown keyword {key}")

    def number(self):
        """The value of the current message."""
        facility = 0xfff if self.facility is None else self.facility
        text = self.message["id"]
        if text and not NUMBER.fullmatch(text):
            raise Mistake(f"MessageId={text} is not a number")
        try:
            if text.startswith("+") or not text:
                number = self.last.get(facility, 0) + int(text or "1", 0)
            else:
                number = int(text, 0)
        except ValueError:
            raise Mistake(f"MessageId={text} is not a number") from None
        if not 0 <= number <= 0xffff:
            raise Mistake(f"MessageId {number:#x} does not fit in 16 bits")
        self.last[facility] = number
        return (self.severity or 0) << 30 | facility << 16 | number

    def announce(self):
        """Before the first message: the names of facilities and severities."""
        if self.announced:
            return
        self.announced = True
        for names in (self.facilities, self.severities):
            for number, symbol in names.values():
                if symbol:
                    self.out.append(f"#define {symbol:<32} 0x{number:X}")
        self.out.append("")

    def text(self, lines):
        """The end of the current message in one language."""
        self.announce()
        message = self.message
        if "value" in message:
            return		# a translation
        message["value"] = self.number()
        self.texts.append((message["value"], lines))
        name = message["name"]
        if not name:
            return
        value = f"0x{message['value']:08X}L" if self.base == 16 else f"{message['value']}L"
        if self.typedef:
            value = f"(({self.typedef}){value})"
        self.out += ["//", f"// MessageId: {name}", "//", "// MessageText:", "//"]
        # A backslash at the end would swallow the definition.
        self.out += [f"//  {line}".rstrip("\\ \t\f\v\0") for line in lines]
        self.out += ["//", f"#define {name:<32} {value}", ""]

    def compile(self, lines):
        """Takes a whole file; what it makes is in self.out."""
        number = 0
        while number < len(lines):
            line = lines[number]
            try:
                number = self.line(lines, number)
            except Mistake as mistake:
                raise Mistake(f"{number + 1}: {mistake}: {line.strip()}") from None

    def line(self, lines, number):
        """Takes the line there and those that belong to it; returns the next."""
        line = lines[number]
        number += 1
        if line.startswith(";"):
            self.out.append(line[1:])
            return number
        if not line.strip():
            return number
        language = re.match(r"\s*Language\s*=\s*(\w+)\s*$", line, re.IGNORECASE)
        if language:
            self.choose(self.languages, language[1])
            if not self.message:
                raise Mistake("Language before MessageId")
            if "." not in lines[number:]:
                raise Mistake("no line with a single dot ends this message")
            end = lines.index(".", number)
            self.text([text.rstrip("\r" + BLANKS) for text in lines[number:end]])
            return end + 1
        parts, depth = [line], line.count("(") - line.count(")")
        while depth > 0 and number < len(lines):
            if not lines[number].startswith(";"):
                parts.append(lines[number])
                depth += lines[number].count("(") - lines[number].count(")")
            number += 1
        words, left = matches(KEYWORD, " ".join(parts))
        for match in words:
            self.keyword(match[1], match[2])
        if left:
            raise Mistake("neither KEY=VALUE nor a comment")
        return number


def compiled(path):
    """A compiler that has read the file; ends the program if there is a mistake in it."""
    compiler = Compiler()
    try:
        # Editors of DOS end a text by Ctrl-Z.
        lines = [line.rstrip("\r") for line in read(path).partition("\x1a")[0].split("\n")]
        # The dot may have blanks around it.
        compiler.compile(["." if line.strip("\r" + BLANKS) == "." else line for line in lines])
    except Mistake as mistake:
        sys.exit(f"{path}:{mistake}")
    except OSError as error:
        sys.exit(f"{path}: {error.strerror}")
    return compiler


def literal(text):
    """The text as a literal of C."""
    return '"' + "".join(chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}"
                         for byte in text.encode()) + '"'


def main():
    table = sys.argv[1:2] == ["--table"]
    if len(sys.argv) < 4 if table else not 2 <= len(sys.argv) <= 3:
        sys.exit(USAGE)
    if table:
        _, _, output, *paths = sys.argv
        write("".join(f"\t{{ 0x{value:08x}, {literal(chr(10).join(lines).strip(chr(10) + BLANKS))} }},\n"
                      for path in paths for value, lines in compiled(path).texts), output)
    else:
        write("\n".join(compiled(sys.argv[1]).out) + "\n", *sys.argv[2:])


if __name__ == "__main__":
    main()
