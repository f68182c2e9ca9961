# SPDX-License-Identifier: GPL-2.0
"""What mc.py and dialect.py promise of any input. Fails, with the shortest input found, if not.

Usage: properties.py [SEED [CASES]]        (CASES of each property)
"""
import contextlib
import io
import pathlib
import re
import sys

from hypothesis import strategies as st

top = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path += [str(top / "compat/kit"), str(top / "kunit")]
import any_input  # pylint: disable=wrong-import-position
import dialect  # pylint: disable=wrong-import-position
import mc  # pylint: disable=wrong-import-position
from any_input import folder, of_any  # pylint: disable=wrong-import-position


# Message files

# A text may contain anything but what ends a line or a file.
LINE = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).filter(
    lambda line: line.strip(" \t") != "." and not line.startswith("\ufeff"))
NUMBER = st.integers(0, 0xffff).flatmap(lambda n: st.sampled_from([(n, str(n)), (n, hex(n)), (n, f"0X{n:X}")]))
SEVERITIES = {"Success": 0, "Informational": 1, "Warning": 2, "Error": 3, "Own": 2}
FACILITIES = {"System": 0xff, "Application": 0xfff, "Lpt": 0x7, "Top": 0}
MESSAGE = st.fixed_dictionaries({
    "id": st.one_of(st.just((None, "")), st.integers(1, 9).map(lambda n: (n, f"+{n}")), NUMBER),
    "severity": st.one_of(st.none(), st.sampled_from(sorted(SEVERITIES))),
    "facility": st.one_of(st.none(), st.sampled_from(sorted(FACILITIES))),
    "named": st.booleans(),
    "apart": st.booleans(),
    "lines": st.lists(LINE, max_size=4),
    "translated": st.booleans(),
})
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16")


def message_file(messages, ending):
    """Makes a message file, and what is in it: value, name and text of each message."""
    lines = ["; // of Windows' kind", "MessageIdTypedef=NTSTATUS", "SeverityNames=(Own=0x2:SEVERITY_OWN)",
             "FacilityNames=(Lpt=0x7:FACILITY_LPT", "  Top=0:FACILITY_TOP)", "LanguageNames=(German=0x407:MSG00407)",
             ""]
    severity, facility, last, expected, fits = 0, 0xfff, {}, [], True
    for place, message in enumerate(messages):
        number, text = message["id"]
        words = [f"MessageId={text}"]
        if message["severity"]:
            severity = SEVERITIES[message["severity"]]
            words.append(f"Severity={message['severity']}")
        if message["facility"]:
            facility = FACILITIES[message["facility"]]
            words.append(f"Facility={message['facility']}")
        if number is None or text.startswith("+"):
            number = last.get(facility, 0) + (number or 1)
        last[facility] = number
        fits = fits and number <= 0xffff
        name = f"MESSAGE_{place}" if message["named"] else None
        if name:
            words.append(f"SymbolicName={name}")
        lines += words if message["apart"] else [" ".join(words)]
        lines += ["Language=English", *message["lines"], "."]
        if message["translated"]:
            lines += ["Language=German", "Nicht dies.", ". "]
        expected.append((severity << 30 | facility << 16 | number, name,
                         [line.rstrip(" \t") for line in message["lines"]]))
    return ending.join(lines) + ending, expected, fits


def compiled(data, *arguments):
    """Returns what mc.py prints, and the status with which it ends the program, if it does."""
    path = folder / "messages.mc"
    path.write_bytes(data)
    said = io.StringIO()
    saved, sys.argv = sys.argv, ["mc.py", *arguments, str(path)]
    try:
        with contextlib.redirect_stdout(said):
            mc.main()
    except SystemExit as end:
        return said.getvalue(), end.code
    finally:
        sys.argv = saved
    return said.getvalue(), None


def of_c(literal):
    """Decodes a string literal of C."""
    return re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), literal.encode()).decode()


@of_any(st.lists(MESSAGE, min_size=1, max_size=5), st.sampled_from(ENCODINGS), st.sampled_from(["\n", "\r\n"]),
        st.sampled_from(["", "\x1a", "\x1aMessageId=nothing"]))
def message_file_comes_back(messages, encoding, ending, end):
    """Numbers, names and texts come back out of the header and the table."""
    text, expected, fits = message_file(messages, ending)
    header, error = compiled((text + end).encode(encoding))
    if not fits:
        assert re.fullmatch(r".*messages\.mc:\d+: MessageId 0x[0-9a-f]+ does not fit in 16 bits: .*", error), error
        return
    assert error is None, error
    defined = re.findall(r"^#define (MESSAGE_\d+) +\(\(NTSTATUS\)0x([0-9A-F]{8})L\)$", header, re.M)
    assert defined == [(name, f"{value:08X}") for value, name, _ in expected if name], header
    assert "#define FACILITY_LPT                     0x7\n" in header
    assert "#define SEVERITY_OWN                     0x2\n" in header
    assert header.startswith(" // of Windows' kind\n")
    table = folder / "table"
    _, error = compiled((text + end).encode(encoding), "--table", str(table))
    assert error is None, error
    found = [(int(value, 16), of_c(literal)) for value, literal in
             re.findall(r'^\t\{ (0x[0-9a-f]{8}), "(.*)" \},$', table.read_text(encoding="utf-8"), re.M)]
    assert found == [(value, "\n".join(lines).strip(" \t\n")) for value, _, lines in expected], found


# Parts of message files in any order, and anything between them.
PIECE = st.one_of(
    st.sampled_from([
        "MessageId=", "MessageId=+", "MessageId=1", "MessageId=0x10000", "MessageId=-1", "MessageId=1_0",
        "Severity=Error", "Severity=Odd", "SeverityNames=(Odd=0123:X)", "SeverityNames=(Big=9:X)", "(", ")",
        "FacilityNames=(Big=0x12345:X)", "FacilityNames=(", "FacilityNames=()", "Facility=Big", "Severity=Big",
        "OutputBase=10", "OutputBase=8", "OutputBase=(16)", "Language=English", "Language=Klingon", "Language=",
        "SymbolicName=A", "SymbolicName=1 2", "SymbolicName=1A", "SymbolicName=A-",
        "FacilityNames=(A=1:1A)", "SymbolicName=", "LanguageNames=(A=1)", ".", "\n.\n", ";", "=",
        "MessageIdTypedef=", "Unknown=1", "\x1a", "\r", "\n", "\n", "\n", " ", "\t",
    ]), st.text(max_size=5))


def refused_by_line(error, name):
    """Whether this is one line that says where the mistake is."""
    return isinstance(error, str) and re.fullmatch(r"[^\n]*" + re.escape(name) + r":\d+: [^\n]+", error)


@of_any(st.lists(PIECE, max_size=25).map("".join))
def message_file_is_compiled_or_refused(text):
    """Any file is either compiled or refused, whatever is in it, in whatever order."""
    header, error = compiled(text.encode("utf-8", "surrogatepass"))
    assert error is None or refused_by_line(error, "messages.mc"), error
    # A comment (;) of the file may also be a definition, but PIECE has none.
    for name in re.findall(r"^#define (\S+)", header, re.M):
        assert re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII), header
    for value in re.findall(r"^#define A +(\S+)L$", header, re.M):
        assert int(value, 0) <= 0xffffffff, header


@of_any(st.one_of(st.binary(max_size=60), st.binary(max_size=60).map(lambda data: b"\xff\xfe" + data)))
def bytes_are_compiled_or_refused(data):
    """Any bytes are either compiled or refused, whatever they mean."""
    _, error = compiled(data)
    assert error is None or refused_by_line(error, "messages.mc"), error


# Microsoft's dialect

PLAIN = st.sampled_from([
    "int", "unsigned", "short", "char", "return", "x", "long_name", "__inline__", "i64", "u8", "if",
    "0", "7", "123", "0x7fu", "0777", "1.5e+3", "1e10f", ".5", "2147483647", "0xC0000001", "10LL", "1ull",
    '"text"', '"long 10i64 __inline"', "'a'", 'L"wide"', 'L"\u20ac"', '"a\\"b"', 'R"(long)"', "long double",
    "(", ")", "{", "}", ";", ",", "=", "+", "[", "]", "*", "#pragma pack(1)\n", "/", "\\",
])
DIALECT = st.sampled_from([
    "long", "unsigned long", "long int", "long unsigned int", "long\nint", "long long", "10i64", "0x10ui64",
    "5i8", "7ui32", "3000000000i32", "3221225473", "0xC0000001L", "1UL", "__inline", "static __inline",
    "__forceinline\nstatic", "inline", "static\n__forceinline", "extern __inline", "extern\n__inline", "_inline",
    "__FUNCTION__", '"a"', "f(void) {", "f()\n{", "}", 'L"\udce4"', '"\udce4"', "\x1a",
    "enum e", "enum e {", "typedef", "(PVOID)", "((PVOID)p)", "(int)p =", "&(int)", "++", "L \"x\"", "__try {",
    "} __finally {", "__leave;", "return x;", "break;", "goto l;", "l:", "AbnormalTermination()", "f() { __try { if (x)",
    '# 1 "own.c"\n', '# 7 "own.h"\n', '#line 3 "own.c"\n', "const long volatile", "long const",
])
BLANK = st.sampled_from([" ", " ", " ", "\n", "\t", " \n "])
LANGUAGE = st.sampled_from(["c", "c++"])


def source(*words):
    """Makes a source of words with something between them."""
    return st.lists(st.tuples(st.one_of(*words), BLANK), max_size=30).map(
        lambda pairs: "".join(word + blank for word, blank in pairs))


def translated(text, language):
    """Returns the source without the dialect; None if that is refused, in one line that says where."""
    try:
        return dialect.translate(text, language)
    except dialect.Mistake as mistake:
        assert re.fullmatch(r"[^\n]*:\d+: error: [^\n]+", str(mistake)), mistake
        return None


@of_any(source(PLAIN, DIALECT), LANGUAGE)
def translating_twice_is_translating_once(text, language):
    """What was translated has no dialect left."""
    once = translated(text, language)
    assert once is None or translated(once, language) == once, once


# The dialect: a comma that nothing follows is left of a macro with nothing in __VA_ARGS__, and / / of /##/.
@of_any(source(PLAIN).filter(lambda text: not re.search(r",(\s|#pragma pack\(1\)\n)*[),;]|/ /", text)), LANGUAGE)
def plain_source_stays_as_it_is(text, language):
    """A source without the dialect keeps every byte."""
    assert dialect.translate(text, language) == text


@of_any(st.lists(st.one_of(PLAIN, DIALECT), max_size=30), LANGUAGE)
def lines_keep_their_numbers(words, language):
    """What was in a line is still in that line."""
    text = "".join(f" mark{n} {word}\n" for n, word in enumerate(words))
    result = translated(text, language)
    if result is None:
        return

    def lines(text):
        return {name: number for number, line in enumerate(text.split("\n"))
                for name in re.findall(r"\bmark\d+\b", line)}
    assert lines(result) == lines(text), result
    assert result.count("\n") == text.count("\n"), result


@of_any(st.one_of(st.text(max_size=60), source(PLAIN, DIALECT, st.text(max_size=5),
                                               st.sampled_from(["__try", "_asm", "__declspec(x)", "__declspec(", "align(8)", '"', "'", "# 1"]))),
        LANGUAGE)
def text_is_translated_or_refused(text, language):
    """Any source is either translated or refused, whatever is in it."""
    translated(text, language)


if __name__ == "__main__":
    sys.exit(bool(any_input.main()))
