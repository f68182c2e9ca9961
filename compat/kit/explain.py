# SPDX-License-Identifier: GPL-2.0
"""What to write instead, where a compiler does not know that Microsoft's did it otherwise."""
import difflib
import pathlib
import re

PLACE = re.compile(r"^(.+?:\d+)(?::\d+)?: (?:(?:fatal )?(?:error|warning): |note: candidate .* not viable: )")
NAMED = re.compile(r"'(?:struct |enum |union )?(\w+)'")


# What the names of Windows' components begin with.
COMPONENT = re.compile(r"(?:Cc|Cm|Dbg|Etw|Ex|FsRtl|Hal|Io|Kd|Ke|Mm|Nt|Ob|Po|Ps|Rtl|Se|Wmi|Zw)(?=[A-Z])")


def nearest(name, names):
    """Those that are most like it; if none is, those of the same component."""
    lower = {known.lower(): known for known in sorted(names)}
    like = [lower[found] for found in difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.7)]
    component = COMPONENT.match(name)
    if like or not component:
        return like
    same = {known[component.end():].lower(): known for known in sorted(names)
            if (match := COMPONENT.match(known)) and match[0] == component[0]}
    rest = name[component.end():].lower()
    return [same[found] for found in difflib.get_close_matches(rest, same, n=3, cutoff=0.4) or
            difflib.get_close_matches(rest, same, n=1, cutoff=0)]


def ours(headers):
    """All names in our headers."""
    names = set()
    for path in headers.rglob("*.h"):
        names |= set(re.findall(r"\b[A-Za-z_]\w{3,}\b", re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"),
                                                               flags=re.S)))
    return {name for name in names if not name.startswith(("ntparport_", "COMPAT_"))}


def called(headers):
    """All names in our headers that are called, or declared as functions."""
    names = set()
    for path in headers.rglob("*.h"):
        names |= set(re.findall(r"\b([A-Za-z_]\w{3,})\(", re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"),
                                                                flags=re.S)))
    return {name.removeprefix("ntparport_") for name in names if not name.startswith("COMPAT_")}


def functions(headers):
    """The functions that are inline in our headers, and the macros that look like one."""
    text = "".join(path.read_text(encoding="utf-8") for path in [*headers.rglob("*.h"), *of_applications()])
    return set(re.findall(r"^(?:(?:FORCEINLINE|static inline) [^\n(]*?|#define )\b(\w+)\(", text, re.M))


def of_applications():
    """The headers that <ntddk.h> does not include, of C's library and of applications."""
    return [path for path in sorted((pathlib.Path(__file__).resolve().parent / "include").glob("*.h"))
            if not path.name.startswith("nt_") and path.name not in ("basetsd.h", "sal.h")]


def header_of(name, headers):
    """The header of the kit that declares it; None if none does."""
    if name in ("min", "max"):
        # They are there in C alone.
        return None
    name = re.escape(name)
    declares = re.compile(rf"^#\s*define {name}\b|^\}} [^\n]*\b{name}\b"
                          rf"|^typedef\b[^\n(]*(?:\b|\([^\n()]*\*){name}[;,\[()]"
                          rf"|^(?:typedef )?(?:struct|union|enum) {name}\b[^;]*$"
                          rf"|^\t{name}(?: = [^\n;(]+)?,?$|^\w[^\n(]*\b{name}\(", re.M)
    for path in sorted(headers.rglob("*.h"), key=lambda path: (path.parent != headers, path)):
        if declares.search(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)):
            plain = path.parent == headers and path.name not in ("ntdef.h", "wdm.h")
            return path.name if plain or path.name == "stdlib.h" else "ntddk.h"
    return next((path.name for path in of_applications() if declares.search(path.read_text(encoding="utf-8"))), None)


def of_type(name, headers):
    """What to do about a structure that is only declared; None if it is not ours."""
    if not headers or not name.startswith("_") or name not in ours(headers):
        return None
    return f"{name} has no members here: drivers have pointers to it alone"


def of_name(name, headers):
    """What to do about one that is not there."""
    header = headers and header_of(name, headers)
    if header:
        return f"{name} is in a header that is not included before this line: #include <{header}>"
    if of_type("_" + name, headers):
        return of_type("_" + name, headers)
    # None of Windows' names looks like one without capitals, but those of C do.
    own = not re.search("[A-Z]", name)
    like = nearest(name, {known for known in ours(headers) - {name} if not own or known.islower()}) if headers else []
    if not like and own:
        return None
    return (f"there is no {name} here; " + (f"the nearest names are {', '.join(like)}; " if like else "") +
            "compat/NAMES.md lists what there is")


def of_function(name, headers):
    """What to do about one of C's that is not declared, which the compiler only warns of."""
    if headers and header_of(name, headers):
        return of_name(name, headers)
    like = nearest(name, called(headers) - {name}) if headers else []
    return (f"{name}() is not declared before this line: it is taken to return an int, and to be in another source" +
            (f"; the nearest names here are {', '.join(like)}" if like else ""))


def of_member(name, headers, of):
    """What to do about one that a structure of our headers does not have."""
    header = headers and header_of(of, headers)
    return header and f"{of} has no member {name} here: <{header}>, and what it includes, has those that there are"


def of_conflict(name, headers):
    """What to do about a function of the driver's that is one of Windows', too."""
    # The compiler has seen through the macro.
    plain = name.removeprefix("_")
    name = plain if headers and header_of(plain, headers) else name
    return (f"our headers have {name} for every kit: leave the driver's own out, or give it another name there with "
            f"#define {name} My{name} after the #include") if headers and header_of(name, headers) else None


NO_TYPE = "a function or a variable without a type is not taken to be an int in C++: write int before the name"
# Of what a compiler shows: a cast, and a type with which a function may be overloaded.
CAST = r"\(\s*[A-Za-z_][\w\s]*\**\s*\)\s*[\w(*&]"
LONG = r"\b(?:long|U?LONG|DWORD)\b"
# A message of gcc's or clang's; what is to be done, where {0} is what it names; and what is in the line of the
# source if that is so.
ADVICE = [(re.compile(text), advice, re.compile(shown)) for text, advice, shown in (
    (r"fatal error: ", "there are no type libraries in the kernel: write what #import makes of one as a header",
     r"#\s*import\b"),
    (r"fatal error: '?([^':\s]+)'?(?:: No such file| file not found)",
     "there is no header {0}: compat/README.md lists those of the kit; name the folder of one of your own with -I", ""),
    (r"warning: (?:implicit declaration of function|call to undeclared (?:library )?function"
     r"|implicitly declaring library function) '(\w+)'", of_function, ""),
    (r"'(?:const )?(?:struct |union |class )?(?P<of>\w+)'(?: \{aka [^}]*\})? has no member named '(?P<name>\w+)'"
     r"|no member named '(?P<name_>\w+)' in '(?:struct |union )?(?P<of_>\w+)'", of_member, ""),
    (r"'\w+' does not name a type", NO_TYPE, r"\b(?:const|static|extern|volatile)\s+\w+\s*[=;,[]"),
    (r"invalid use of (?:undefined|incomplete) type(?:def)? '(?:struct )?(\w+)'"
     r"|incomplete (?:definition of )?type '(?:struct )?(\w+)'"
     r"|aggregate '(\w+) \w+' has incomplete type|storage size of '\w+' isn't known", of_type, ""),
    (r"(?:implicit declaration of function|call to undeclared function|unknown type name|use of undeclared identifier"
     r"|has not been declared|was not declared|undeclared|does not name a type)", of_name, ""),
    (r"(?:conflicting types for|redefinition of) '(\w+)'|ambiguating new declaration of '[^']*?(\w+)\(",
     of_conflict, ""),
    (r"invalid suffix [\"'][uU]?[iI]\d+[\"'] on integer constant|user-defined literal in preprocessor expression",
     "numbers of a width are not read in #if: write 10LL for 10i64, and 10 for 10i32 or less", "#"),
    (r"stray '\\' in program",
     "a backslash continues a line, also that of a macro, only if no blanks follow it: take these away", ""),
    (r"error: expected ", "a backslash continues a line, also that of a macro, only if no blanks follow it: take "
     "these away", r"^[^\"']*\\[^uU]"),
    (r"initialization of flexible array member is not allowed",
     "clang has no such elements in C++: give the array its size", ""),
    (r"invalid type argument of unary '\*'|indirection requires pointer operand",
     "KeNumberProcessors is a pointer in kits before Windows XP; say mydriver-kit := w2k in the Kbuild",
     "KeNumberProcessors"),
    (r"comparison between pointer and integer",
     "KeNumberProcessors is not a pointer from Windows XP on; say mydriver-kit := xp in the Kbuild", "KeNumberProcessors"),
    (r"lvalue required|expression is not assignable|cannot take the address of an rvalue|assignment to cast is illegal",
     "write *(TYPE *)&variable for a variable that is to be used as one of another type", CAST),
    (r"jump to (?:case )?label|cannot jump from (?:this goto|switch) statement",
     "nothing jumps over a reference, or an object with a constructor: put braces around where it is used",
     ""),
    (r"cast from '?[^']*\*'? to '?(?:LONG|ULONG|int|unsigned int|DWORD)|cast from pointer to smaller type .* loses",
     "half of the pointer is lost on a 64-bit system: use ULONG_PTR; or ccflags-y := -fpermissive if that is intended", ""),
    (r"forbids declaration of .* with no type|C\+\+ requires a type specifier",
     NO_TYPE, ""),
    (r"invalid conversion from '[^']*\(\*\)\([^']*'(?: \{aka [^}]*\})? to '(?:PVOID|void\*)'"
     r"|cannot .*'(?:PVOID|void \*)'.* (?:with|from) .* of type '[^']*\([^*]"
     r"|assigning to '(?:PVOID|void \*)' .*from incompatible type '[^']*\([^*]",
     "a function does not become a PVOID by itself: write (PVOID) before its name", ""),
    (r"SSE register|with SSE disabled|SSE instruction set disabled|without SSE|requires 'sse'",
     "there is no floating point in the kernel: use integers", ""),
    (r"stray '\\(?:376|377)'|source file is not valid UTF-8|null character\(s\) (?:ignored|preserved)|UTF-16",
     "sources in UTF-16 are not read: save this one as UTF-8 (iconv -f UTF-16 -t UTF-8)", ""),
    (r"(?<!return type )cannot be overloaded|redefinition of .*\b(?:int|unsigned int)\b",
     "long has 32 bits here and is int: no two functions can differ in that alone", LONG),
    (r"undefined reference to .*(__cxa|__gxx)|exception handling disabled|cannot use 'throw'|cannot use 'try'",
     "there are no C++ exceptions in the kernel, as on Windows: return a status", ""),
    (r"cannot bind non-const lvalue reference of type .* to an rvalue"
     r"|non-const lvalue reference to .* cannot bind to a temporary|not viable: expects an l-?value for",
     "an object without a name does not bind to a reference that is not const: give it a name first, or take a "
     "const reference", ""),
    (r"'dynamic_cast' not permitted|cannot use 'typeid'|requires -frtti|include <typeinfo> before",
     "there is no run-time type information in the kernel, as on Windows: use a virtual function", ""),
    (r"no arguments to '\w+' that depend on a template parameter",
     "a member of a base class that is a template is only found as this->member", ""),
    (r"and no declarations were found by argument-dependent lookup"
     r"|call to function '\w+' that is neither visible in the template definition",
     "a function is declared before the template that calls it", ""),
    (r"need 'typename' before|missing 'typename' prior to",
     "a type of a class that is a template has typename before it", ""),
    (r"call of overloaded 'operator new(?:\[\])?\([^']*\)' is ambiguous|call to 'operator new(?:\[\])?' is ambiguous",
     "operator new(size_t) is there without being declared: take the default argument away, and define an operator "
     "new(size_t) that calls the other one", ""),
    (r"conversion to non-scalar type|used type '.*' where arithmetic or pointer type is required",
     "leave the cast of a structure to its own type out", CAST),
)]


def advised(line, shown, headers):
    """What is to be done about a message, below which this is shown; None if nothing is known."""
    for pattern, advice, place in ADVICE:
        match = pattern.search(line)
        if not match or not place.search(shown):
            continue
        if isinstance(advice, str):
            return advice.format(*match.groups())
        name = next(filter(None, match.groups()), None) or (NAMED.search(line) or (None, None))[1]
        if advice is of_member:
            said = of_member(match["name"] or match["name_"], headers, match["of"] or match["of_"])
        else:
            said = name and advice(name, headers)
        if said:
            return said
    return None


def beside(said, headers=None):
    """The compiler's messages, with ours below those that it helps."""
    out, known = [], set()
    lines = said.splitlines(keepends=True)
    for line, shown in zip(lines, [*lines[1:], ""]):
        out.append(line)
        place = PLACE.match(line)
        advice = place and advised(line.replace("‘", "'").replace("’", "'"), shown, headers)
        if advice and advice not in known:
            known.add(advice)
            out.append(f"{place[1]}: ntparport: {advice}\n")
    return "".join(out)
