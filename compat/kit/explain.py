# SPDX-License-Identifier: GPL-2.0
"""What to write instead, where a compiler does not know that Microsoft's did it otherwise."""
import difflib
import re

PLACE = re.compile(r"^(.+?:\d+)(?::\d+)?: (?:fatal )?(?:error|warning): ")
NAMED = re.compile(r"'(?:struct |enum |union )?(\w+)'")


def nearest(name, names):
    """Those that are most like it."""
    lower = {known.lower(): known for known in sorted(names)}
    return [lower[found] for found in difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.7)]


def ours(headers):
    """All names in our headers."""
    names = set()
    for path in headers.rglob("*.h"):
        names |= set(re.findall(r"\b[A-Za-z_]\w{3,}\b", re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"),
                                                               flags=re.S)))
    return {name for name in names if not name.startswith(("ntparport_", "COMPAT_"))}


def functions(headers):
    """The functions that are inline in our headers, and the macros that look like one."""
    text = "".join(path.read_text(encoding="utf-8") for path in headers.rglob("*.h"))
    return set(re.findall(r"^(?:(?:FORCEINLINE|static inline) [^\n(]*?|#define )\b(\w+)\(", text, re.M))


def header_of(name, headers):
    """The header of the kit that declares it; None if none does."""
    name = re.escape(name)
    declares = re.compile(rf"^#\s*define {name}\b|^\}} [^\n]*\b{name}\b"
                          rf"|^typedef\b[^\n(]*(?:\b|\([^\n()]*\*){name}[;,\[()]"
                          rf"|^(?:typedef )?(?:struct|union|enum) {name}\b[^;]*$"
                          rf"|^\t{name}(?: = [^\n;(]+)?,?$|^\w[^\n(]*\b{name}\(", re.M)
    for path in sorted(headers.rglob("*.h"), key=lambda path: (path.parent != headers, path)):
        if declares.search(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)):
            return path.name if path.parent == headers and path.name not in ("ntdef.h", "wdm.h") else "ntddk.h"
    return None


def of_name(name, headers):
    """What to do about one that is not there."""
    header = headers and header_of(name, headers)
    if header:
        return f"{name} is in a header that is not included before this line: #include <{header}>"
    like = nearest(name, ours(headers) - {name}) if headers else []
    return (f"there is no {name} here; " + (f"the nearest names are {', '.join(like)}; " if like else "") +
            "compat/NAMES.md lists what there is")


def of_function(name, headers):
    """What to do about one of C's that is not declared, which the compiler only warns of."""
    if headers and header_of(name, headers):
        return of_name(name, headers)
    like = nearest(name, ours(headers) - {name}) if headers else []
    return (f"{name}() is not declared before this line: it is taken to return an int, and to be in another source" +
            (f"; the nearest names here are {', '.join(like)}" if like else ""))


# A message of gcc's or clang's, and what is to be done; {0} is what it names.
ADVICE = [(re.compile(text), advice) for text, advice in (
    (r"fatal error: '?([^':\s]+)'?(?:: No such file| file not found)",
     "there is no header {0}: compat/README.md lists those of the kit; name the folder of one of your own with -I"),
    (r"warning: (?:implicit declaration of function|call to undeclared function)", of_function),
    (r"(?:implicit declaration of function|call to undeclared function|unknown type name|use of undeclared identifier"
     r"|has not been declared|was not declared|undeclared|does not name a type|no member named)",
     of_name),
    (r"invalid type argument of unary '\*'|indirection requires pointer operand",
     "if that is KeNumberProcessors: it is a pointer in kits before Windows XP; say mydriver-kit := w2k in the Kbuild"),
    (r"comparison between pointer and integer",
     "if that is KeNumberProcessors: it is no pointer since Windows XP; say mydriver-kit := xp in the Kbuild"),
    (r"lvalue required|expression is not assignable|cannot take the address of an rvalue",
     "write *(TYPE *)&variable for a variable that is to be used as of another type"),
    (r"cast from '?[^']*\*'? to '?(?:LONG|ULONG|int|unsigned int|DWORD)|cast from pointer to smaller type .* loses",
     "half of the pointer is lost on a 64-bit system: use ULONG_PTR; or ccflags-y := -fpermissive if that is meant"),
    (r"SSE register|with SSE disabled|SSE instruction set disabled|without SSE|requires 'sse'",
     "there is no floating point in the kernel: use integers"),
    (r"stray '\\(?:376|377)'|source file is not valid UTF-8|null character\(s\) (?:ignored|preserved)|UTF-16",
     "sources in UTF-16 are not read: save it as UTF-8 (iconv -f UTF-16 -t UTF-8)"),
    (r"cannot be overloaded|redefinition of .*\b(?:int|unsigned int)\b",
     "long has 32 bits here and is int: no two functions can differ in that alone"),
    (r"undefined reference to .*(__cxa|__gxx)|exception handling disabled|cannot use 'throw'|cannot use 'try'",
     "there are no C++ exceptions in the kernel, as on Windows: return a status"),
    (r"conversion to non-scalar type|used type '.*' where arithmetic or pointer type is required",
     "leave the cast of a structure to its own type out"),
)]


def beside(said, headers=None):
    """The compiler's messages, with ours below those that it helps."""
    out, known = [], set()
    for line in said.splitlines(keepends=True):
        out.append(line)
        place = PLACE.match(line)
        if not place:
            continue
        plain = line.replace("‘", "'").replace("’", "'")
        for pattern, advice in ADVICE:
            match = pattern.search(plain)
            if not match:
                continue
            if isinstance(advice, str):
                advice = advice.format(*match.groups())
            else:
                name = NAMED.search(plain)
                advice = name and advice(name[1], headers)
            if advice and advice not in known:
                known.add(advice)
                out.append(f"{place[1]}: ntparport: {advice}\n")
            break
    return "".join(out)
