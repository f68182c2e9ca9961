# SPDX-License-Identifier: GPL-2.0
"""Translates what is left of Microsoft's dialect after the preprocessor.

  10i64, 0x10ui64, ...   integers of a given width: gcc takes the i for an
                         imaginary number
  long, 0xC0000001L      32 bits: they become int, 0xC0000001; what comes from
                         headers in a DIRECTORY stays, as __SIZE_TYPE__ stands
                         for a long of the compiler's. Not long double
  3221225473             decimal, of 32 bits: unsigned
  __inline, _inline,     C only: a function that every source may define, which
  (_)__forceinline       in C means static; `extern` stays what it is
  __FUNCTION__ "text"    a literal, if next to one or in a class, and L__FUNCTION__
  L"\\xe4"                a byte that is not UTF-8 is one of code page 1252
  register, __noop       nothing; in C++ auto before a type, too
  default: }             of an empty statement
  class A { int A::f(); }   int f()
  f(x, )                 of a macro whose __VA_ARGS__ are empty: without the comma
  L "text"               a literal, made of L#x by the preprocessor
  nt_character "x"       'x', made of #@x
  / / text               a comment, made of /##/
  "%!STATUS!"            of tracing: wpp.py
  Ctrl-Z                 DOS' end of a file: nothing
  T x[];                 in a union and so on: arrays.py
  int concept;           keywords.py
  enum                   an int, also before it is defined: enums.py
  __declspec(x)          declspecs.py
  int f(); static f()    prototypes.py
  for (int i...) ; i     scopes.py
  members of a base<T>, __super, ...   templates.py
  int f() { }            returns.py
  f() throw(...)         without that
  new T[n]               allocations.py
  #undef of our macros   macros.py
  ((PUCHAR)p)++          casts.py
  __try, try, __except   tries.py

What cannot be translated is an error that says so.
"""
import os
import re

import allocations
import arrays
import casts
import declspecs
import enums
import keywords
import macros
import prototypes
import returns
import scopes
import templates
import tries
import wpp
from tokens import TAGS, Mistake, Tokens

TOKEN = re.compile(r'''
    (?P<marker> ^\#[ ](?:line[ ])?\d+[ ]"(?P<file>(?:\\.|[^"\\\n])*)"[^\n]*$ )
  | (?P<pragma> ^[ \t]*\#[^\n]*$ )
  | (?P<raw>    \b(?:L|u8?|U)?R"(?P<delimiter>[^()\\\s]{0,16})\(.*?\)(?P=delimiter)" )
  | (?P<made>   \bnt_character[ ]"(?P<made_of>(?:\\.|[^"\\\n])*)" )
  | (?P<text>   (?P<wide>L[ ]?)?"(?:\\.|[^"\\\n])*" | (?P<character>L)?'(?:\\.|[^'\\\n])*' )
  | (?P<number> \.?\d(?:[eEpP][+-]|'?[\w.])* )
  | (?P<inline> \b(?P<before>(?:static|extern)\s+)?(?:__inline|_inline|__forceinline|_forceinline)\b
                (?P<after>\s+(?:static|extern)\b)? )
  | (?P<type>   \b(?:long|int|unsigned|signed|double|const|volatile)\b
                (?:\s+(?:long|int|unsigned|signed|double|const|volatile)\b)* )
  | (?P<word>   [A-Za-z_]\w* )
  | (?P<blank>  \s+ )
  | <<= | >>= | \.\.\. | \+\+ | -- | -> | && | \|\| | << | :: | [-+*/%&|^=!<>]=
  | [^\w\s] | .
''', re.VERBOSE | re.DOTALL | re.MULTILINE)
INTEGER = re.compile(r"(?P<value>0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)"
                     r"(?:(?P<unsigned>[uU]?)[iI](?P<bits>8|16|32|64)|(?P<suffix>[uU]?[lL]?|[lL][uU]))")
SMALL = {"8": "char", "16": "short"}
# What the preprocessor makes of #@x (compile.py): this, and a literal.
CHARACTER = "nt_character"
# L'ab' is L'a'.
SEVERAL = re.compile(r"'(\\x[0-9a-fA-F]+(?![0-9a-fA-F])|\\(?:[0-7]{3}|[0-7]{1,2}(?![0-7]))|\\[^x0-7]|[^\\'])[^']+'")
ASSEMBLY = "inline assembly (write it in C; READ_PORT_UCHAR() and the like reach ports) is"
# Words of Microsoft's that stand for what is not here.
UNKNOWN = {
    "__try": "structured exceptions in an expression are", "_try": "structured exceptions in an expression are",
    "__except": "structured exceptions without __try are", "__finally": "structured exceptions without __try are",
    "__leave": "structured exceptions without __try are",
    **dict.fromkeys(tries.CODE | tries.INFORMATION, "(outside of the filter, or of the block, of __except) is"),
    "__FUNCSIG__": "__FUNCSIG__ (write __FUNCTION__) is", "__FUNCDNAME__": "__FUNCDNAME__ (write __FUNCTION__) is",
    "__uuidof": "__uuidof (write the name of the GUID) is", "__super": "__super (of this class; write the name of the one that is meant) is",
    "__interface": "__interface (write struct) is", "__based": "__based (leave it out) is",
    "__if_exists": "__if_exists (write #ifdef) is", "__if_not_exists": "__if_not_exists (write #ifndef) is",
    "__asm": ASSEMBLY, "_asm": ASSEMBLY,
}
README = "not supported; compat/README.md says what of Microsoft's C is"


def number(text, ours):
    """An integer; of ours, the driver's, with a long of 32 bits."""
    match = INTEGER.fullmatch(text)
    if not match:
        return text
    value = match["value"]
    if match["bits"] == "64":
        return value + match["unsigned"] + "LL"
    if match["bits"] in SMALL:
        return f"(({'unsigned' if match['unsigned'] else 'signed'} {SMALL[match['bits']]}){value})"
    if not ours:
        return value + match["unsigned"] if match["bits"] else text
    unsigned = match["unsigned"] or (match["suffix"] or "").strip("lL")
    if value[0] != "0" and 1 << 31 <= int(value) < 1 << 32:
        unsigned = unsigned or "u"
    return value + unsigned


def character(text):
    """What is between the quotes of a literal, between those of a character."""
    return "'" + re.sub(r"\\(.)|'", lambda match: {'"': '"', None: r"\'"}.get(match[1], match[0]), text) + "'"


def specifiers(text):
    """A type in words, with a long of 32 bits."""
    words = text.split()
    if words.count("long") != 1 or "double" in words:
        return text
    return re.sub(r"\b(long)\b", "" if "int" in words else "int", text)


def wide(text):
    """A wide literal that is valid, whatever its bytes are."""
    if text[0] == "'":
        text = SEVERAL.sub(r"'\1'", text)
    return re.sub("[\udc80-\udcff]", lambda m: "\\u%04x" % ord(
        bytes([ord(m[0]) - 0xdc00]).decode("cp1252", "replace")), text)


def words(tokens, language, directories):
    """Translates each token for itself; returns the texts, and those that are not blank for the passes."""
    ours, place, line = True, "", 0
    foreign = {}
    out = []
    solid, indices = Tokens(), []
    for token in tokens:
        new = token[0]
        line += token[0].count("\n")
        if token["marker"]:
            place, line = token["file"], int(token[0].split('"')[0].split()[-1]) - 1
            if place not in foreign:
                path = os.path.realpath(place)
                foreign[place] = any(path.startswith(os.path.realpath(d) + "/") for d in directories)
            ours = not foreign[place]
        elif token["number"]:
            new = number(new, ours)
        elif token["type"]:
            new = specifiers(new) if ours else new
        elif token["made"]:
            new = character(token["made_of"])
        elif token["wide"] or token["character"]:
            new = "L" + wide(new[len(token["wide"] or "L"):])
        elif token["inline"]:
            if language == "c++":
                new = (token["before"] or "") + "inline" + (token["after"] or "")
            else:
                new = (token["before"] or token["after"] or "").strip() + " __inline__"
                # Each line keeps its number.
                new += "\n" * token[0].count("\n")
        elif new == "\x1a":
            # What is on both sides of it is not one word.
            new = " " if token.end() < len(token.string) else ""
        if not (token["blank"] or token["marker"] or token["pragma"]):
            # Of several words, those that are left are one in what follows.
            solid.add(token[0].split()[0] if token["type"] else token[0], new, ours, f"{place}:{line}")
            indices.append(len(out))
        out.append(new)
        if token["text"] and token.string.startswith('L"', token.end()):
            # C++ would take the L for a part of what it follows.
            out.append(" ")
    return out, solid, indices


def classes(tokens):
    """{the place of a function's name: the classes and namespaces around it}"""
    around, stack = {}, []
    names = {name for _, name, _ in tokens.bodies()}
    for n, word in enumerate(tokens.words):
        if word == "{" and n in tokens.closing:
            stack.append(tokens.scope_at(n)[1])
        elif word == "}" and n in tokens.opening:
            stack.pop()
        if n in names:
            around[n] = [label for label in stack if label]
    return around


def qualifications(tokens):
    """Drops the name of a class before those of its members in the class itself: `class A { int A::f(); };`."""
    for brace, end in tokens.closing.items():
        tag, name = tokens.scope_at(brace) if tokens[brace] == "{" and tokens.ours[brace] else (None, None)
        n = start = brace + 1
        while tag in TAGS and n < end:
            if tokens[n - 1] in (";", "{", "}", ":"):
                start = n
            if tokens[n] == name and tokens[n + 1] == "::" and tokens[start] not in ("friend", "using", "typedef"):
                tokens.out[n] = tokens.out[n + 1] = ""
            n = tokens.closing.get(n, n) + 1


def specifications(tokens):
    """Drops what functions say they throw, which is nothing here; `operator new` throws nothing and may return NULL.

    Of the plain one, gcc knows that by a switch, and clang does not let anybody say it."""
    plain = allocations.plain(tokens) if "new" in tokens.words else ()
    for opening, closing in tokens.closing.items():
        if tokens[opening] != "(" or not tokens.ours[opening] or not tokens.is_function(opening):
            continue
        n = closing + 1
        while tokens[n] in ("const", "volatile"):
            n += 1
        end = tokens.closing.get(n + 1)
        if tokens[n] == "throw" and tokens[n + 1] == "(" and end:
            tokens.out[n:end + 1] = [""] * (end + 1 - n)
        name = opening - 3 if tokens[opening - 1] == "]" else opening - 1
        start = tries.scope(tokens, name - 1) - 1
        if opening not in plain and (tokens[name - 1], tokens[name]) == ("operator", "new") and tokens[closing + 1] in (
                "{", ";", "throw") and (
                    tokens[start] == "*" or (tokens.is_type_word(start) and tokens[start] != "return")):
            tokens.out[closing] += " noexcept"


def concatenated(tokens, language):
    """Has each __FUNCTION__ beside a literal be one, and that of a class in any case: with the name of the class."""
    def literal(n):
        return 0 <= n < len(tokens.out) and tokens.out[n].endswith('"')

    around = classes(tokens) if language == "c++" else {}
    for _, name, body in tokens.bodies():
        called = [*around.get(name, []), *(tokens.words[tries.scope(tokens, name):name:2]
                                           if tokens[name - 1] == "::" and tokens.out[name - 1] else []), tokens[name]]
        if tokens[name - 1] == "~":
            outside = tokens.words[tries.scope(tokens, name - 1):name - 1:2] if tokens[name - 2] == "::" else []
            called[-1:] = [*outside, "~" + tokens[name]]
        text = f'"{"::".join(called)}"'
        places = [n for n in range(name, tokens.closing[body]) if tokens[n] in ("__FUNCTION__", "L__FUNCTION__")]
        # Backwards, too: one that becomes a literal makes one of that before it.
        for n in [*places, *reversed(places)]:
            if tokens[n].startswith("L"):
                tokens.out[n] = "L" + text
            elif len(called) > 1 or literal(n - 1) or literal(n + 1):
                tokens.out[n] = text


def inlines(tokens):
    """Has each function be static that is inline in C, and is not said to be anything else."""
    for n, new in enumerate(tokens.out):
        if new.startswith(" __inline__"):
            start = n
            while tokens[start - 1] not in (None, ";", "{", "}"):
                start -= 1
            said = any(word in ("static", "extern") for word in tokens.words[start:n])
            tokens.out[n] = new.lstrip() if said else "static" + new


def commas(tokens):
    """Drops each comma that nothing follows: that before __VA_ARGS__ which are empty."""
    for n, word in enumerate(tokens.words):
        if word == "," and tokens.ours[n] and tokens[n + 1] in (")", ",", ";") and tokens[n - 1] != "operator":
            tokens.out[n] = ""


def comments(text):
    """Drops what follows /##/ in a macro to the end of the line."""
    return re.sub(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|/[ ]/[^\n]*""", lambda match: match[1] or "", text)


def labels(tokens):
    """Has each label at the end of a block be one of an empty statement: `default: }`."""
    for n, word in enumerate(tokens.words):
        if word == ":" and tokens[n + 1] == "}" and tokens.ours[n]:
            tokens.out[n] = ": ;"


def noops(tokens):
    """Has each __noop without brackets, which is not a call of our macro, be nothing."""
    for n, word in enumerate(tokens.words):
        if word == "__noop" and tokens.ours[n]:
            tokens.out[n] = "((void)0)"


def registers(tokens):
    """Drops each `register`: a cast of such a variable has an address here, and C++ no longer has such a word."""
    for n, word in enumerate(tokens.words):
        if word == "register" and tokens.ours[n]:
            # Alone, it is also the type.
            tokens.out[n] = "int" if tokens.is_name(n + 1) and tokens[n + 2] in ("=", ";", ",") else ""


def autos(tokens):
    """Drops each `auto` before a type, which it says nothing about; in C++ it would be one."""
    for n, word in enumerate(tokens.words):
        kind = n + 1
        while tokens[kind] in ("const", "volatile"):
            kind += 1
        if word == "auto" and tokens.ours[n] and tokens.is_type_word(kind) and (
                tokens[kind + 1] in ("*", "&") or tokens.is_type_word(kind + 1)):
            tokens.out[n] = ""


def offsets(tokens):
    """Has FIELD_OFFSET(T, a[n]) be the place of an element, whatever n is: g++ wants to know it."""
    for n, word in enumerate(tokens.words):
        end = tokens.closing.get(n + 1)
        start = tokens.opening.get(end - 1) if word == "__builtin_offsetof" and end and tokens.ours[n] else None
        if tokens[end - 1 if end else n] != "]" or start is None or not any(map(tokens.is_name, range(start, end))):
            continue
        comma = start
        while comma > n and tokens[comma] != ",":
            comma = tokens.opening.get(comma - 1, comma - 1)
        kind, member = " ".join(tokens.out[n + 2:comma]), " ".join(tokens.out[comma + 1:start])
        tokens.out[n] = f"({tokens.out[n]}"
        tokens.out[start + 1] = f"0]) + sizeof((({kind} *)0)->{member}[0]) * ({tokens.out[start + 1]}"
        tokens.out[end - 1] = ")"


def translate(text, language, directories=(), repairs=(), own=None):
    """Returns `text`, in C or C++, without the dialect; `repairs` is what a compiler did not let pass otherwise.

    The set `own` gets the names that the driver declares, of those that a compiler may take for its own."""
    if "nt_wpp_control" in text:
        text = wpp.formats(text)
    tokens = list(TOKEN.finditer(comments(text) if "/ /" in text else text))
    out, solid, indices = words(tokens, language, directories)
    solid.finish(language)
    keywords.translate(solid, language)
    if "declspec" in text:
        declspecs.translate(solid)
    if language == "c++":
        qualifications(solid)
        autos(solid)
        if "__builtin_offsetof" in text:
            offsets(solid)
        if "__super" in text:
            templates.supers(solid)
        specifications(solid)
        if '__asm__("_Znw' in text:
            allocations.translate(solid)
    if "__FUNCTION__" in text:
        concatenated(solid, language)
    if language == "c":
        inlines(solid)
        if own is not None:
            own |= keywords.own(solid)
    commas(solid)
    registers(solid)
    noops(solid)
    labels(solid)
    enums.translate(solid, language)
    macros.translate(solid)
    casts.translate(solid)
    tries.translate(solid, language)
    arrays.translate(solid, language, repairs)
    if repairs:
        prototypes.translate(solid, repairs)
        scopes.translate(solid, repairs)
        templates.translate(solid, repairs)
        returns.translate(solid, repairs, language)
    for word, new, ours, place in zip(solid.words, solid.out, solid.ours, solid.places):
        # What has been put before it does not make it known.
        if ours and word in UNKNOWN and new.split()[-1:] == [word]:
            raise Mistake(f"{place}: error: {UNKNOWN[word]} {README}")
    for place, new in zip(indices, solid.out):
        out[place] = new
    return "".join(out)
