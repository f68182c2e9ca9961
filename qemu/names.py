# SPDX-License-Identifier: GPL-2.0
"""The table of supported names: fills compat/NAMES.md from the headers, and makes nt_labels.h.

Usage: names.py [--check] [MODULE.SYMVERS]

The headers have all of it: a comment is about the declarations that follow it. The highest IRQL
is what the routine checks (nt_irql_ok()), or else what the comment says, or what the header
says of all; inline functions may be used at any.

A sentence that begins with "Linux: " says what the names are on Linux; every exported name must
have one, and a sentence on what it does, which is one that names neither system. What is different here is taken from sentences that name Linux or Windows, and from
"Differs: " to the end of the paragraph. What is in quotes in parentheses is the title of a page of Microsoft's,
which the table leaves out. A sentence that is only an IRQL is not repeated beside
the column for that.

compat/kit/include/nt_labels.h gives drivers the names as functions instead of macros.

It is an error if a header declares what the sources do not export, or if the sources export
what no header declares; so is anything else that a built module exports. With --check nothing
is written, and a file that is out of date is an error.
"""
import pathlib
import re
import sys

compat = pathlib.Path(__file__).resolve().parent.parent / "compat"
page = compat / "NAMES.md"
labels = compat / "kit/include/nt_labels.h"
BEGIN, END = "<!-- names.py: begin -->\n", "<!-- names.py: end -->\n"

LEVEL = r"(?:PASSIVE|APC|DISPATCH|HIGH)_LEVEL|DIRQL"
COMMENT = r"/\*.*?\*/"
# A comment, or a declaration of a name that drivers use.
ITEM = re.compile(rf"""
    (?P<comment> {COMMENT} )
  | ^\#define\ (?P<mapped>\w+)\ ntparport_(?P<symbol>\w+)$
  | ^(?:static\ inline|FORCEINLINE)\ [\w\s*]*?\**(?P<inline>\w+)\(
  | ^\#define\ (?P<macro>\w+)\(
  | ^\#define\ (?P<alias>\w+)\s+(?P<target>\w+)$
  | ^(?P<type>typedef|struct|enum|union)\b
""", re.S | re.M | re.X)
MAPPED = re.compile(r"^#define (\w+) ntparport_\1$", re.M)
LABELS = """/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nt_labels.h - made by qemu/names.py: for drivers, Windows' names are functions.
 *
 * The headers map each name to our symbol by a macro, which a driver that defines or
 * undefines a macro of that name would lose, and with it the function. Here the macro
 * goes, and a declaration takes its place that has the symbol as its label. A header
 * includes this at its end, and says so.
 */
#ifdef __cplusplus
extern "C" {
#endif
"""
# What only drivers' modules and tests call, and drivers do not.
OWN = re.compile(r"nt_|try_|images?(?:_|$)|shared_data$|io_counts$|driver_(?:un)?load$|messages_(?:add|remove)$|request_as$")
# Of these, what each driver's module calls.
ENTRY = re.compile(r"try_|images?(?:_|$)|shared_data$|driver_(?:un)?load$|messages_(?:add|remove)$")
EXPORT = re.compile(r"^EXPORT_SYMBOL(?:_GPL)?\((\w+)\)", re.M)
BODY = re.compile(r"^\w[^;{}]*?\b(\w+)\([^;{}]*\)(?:\n\{\n(.*?)^\}| \{ (.*?)\}$)", re.S | re.M)
VARIABLE = re.compile(r"^[\w *]+?\b(\w+)(?: = [^;]+)?;$", re.M)
# A sentence that the column for the IRQL makes superfluous.
PURE_IRQL = re.compile(rf"Any IRQL\.|IRQL: (?:{LEVEL})\.|"
                       r"(?:At )?PASSIVE_LEVEL\.|At or below (?:APC|DISPATCH)_LEVEL\.")
# "As on Windows" is not a difference.
OTHER_SYSTEM = re.compile(r"(?<![Aa]s on )\b(?:Linux|Windows)\b")


def paragraphs(comment):
    """Returns the text of a comment, each paragraph in one line."""
    text = "\n".join(re.sub(r"^\s*\*? ?", "", line) for line in comment[2:-2].split("\n"))
    return "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def columns(comment):
    """Returns what a comment says of Linux, of what the names do, and of what is different here."""
    linux, what, different = [], [], []
    for paragraph in comment.split("\n"):
        differs = False
        for said in re.split(r"(?<=\.) ", paragraph):
            # The titles of Microsoft's pages.
            if said.startswith('("'):
                continue
            if said.startswith("Linux: "):
                linux.append(said.removeprefix("Linux: ").removesuffix("."))
            elif said.startswith("Differs: "):
                differs = True
                said = said.removeprefix("Differs: ")
                different.append(said[0].upper() + said[1:])
            elif not PURE_IRQL.fullmatch(said):
                (different if differs or OTHER_SYSTEM.search(said) else what).append(said)
    return "; ".join(linux), " ".join(what), " ".join(different)


def irql_of(text):
    """Returns what a comment says about the IRQL, if anything."""
    text = re.sub(r"\bLinux: .*?\.(?= |$)", "", text, flags=re.M)
    if re.search(r"\b[Aa]ny IRQL", text):
        return "any"
    # The IRQL at which it may be called is not the one to which it raises.
    said = re.search(rf"(?:[Aa]t(?: or below)?|IRQL:|[.,] ?|^)\s*({LEVEL})(?:[,.;:]| is| at most| with|$)", text)
    return said[1] if said else None


def sources():
    """Returns what the sources here, and those of the core, export: where it is, and which IRQL it
    checks."""
    found, exports, bodies = {}, {}, {}
    for path in [*sorted(compat.glob("*/*.c")), *sorted(compat.glob("*/*.cc")), compat / "../module/exports.c"]:
        text = path.read_text(encoding="utf-8")
        exports |= {name.removeprefix("ntparport_"): f"{path.parent.name}/{path.name}" for name in EXPORT.findall(text)}
        if path.suffix == ".cc":
            bodies |= {name: (f"{path.parent.name}/{path.name}", "") for name in VARIABLE.findall(text)}
        bodies |= {name.removeprefix("ntparport_"): (f"{path.parent.name}/{path.name}", "".join(body))
                   for name, *body in BODY.findall(text)}
    for name, exporter in exports.items():
        where, body = bodies.get(name, (exporter, ""))
        check = re.search(rf"\b(?:nt_)?irql_ok\(({LEVEL})\)", body)
        found[name] = (where, check[1] if check else None)
    # The core's own interface, parts of which have Windows' names as well.
    native = EXPORT.findall((compat / "../module/glue/api_exports.c").read_text(encoding="utf-8"))
    return found, {name.removeprefix("ntparport_"): ("../module", None) for name in native}


def declarations(path):
    """Yields (name, exported symbol or None, comment) of a header."""
    text = path.read_text(encoding="utf-8")
    comment, seen = "", {}
    for item in ITEM.finditer(text, text.index("#ifndef")):
        if item["comment"]:
            # A comment after code is about that code.
            line = text[text.rfind("\n", 0, item.start()) + 1:item.start()]
            if not line.strip():
                comment = paragraphs(item["comment"])
        elif item["type"]:
            comment = ""
        else:
            name = item["mapped"] or item["inline"] or item["macro"] or item["alias"]
            # An alias counts if it is that of a function; an alias of an intrinsic comes before
            # its function.
            function = item["alias"] and (item["target"] in seen or
                                          re.search(rf"^FORCEINLINE .*\b{item['target']}\(", text, re.M))
            if name in seen or item["alias"] and not function:
                continue
            # An alias of an exported function stands for that function.
            seen[name] = item["symbol"] or item["alias"] and seen.get(item["target"])
            # Microsoft's compiler has functions whose names begin with _; macros of such names are the headers' own.
            if item["mapped"] or not name.startswith(("COMPAT_",) if item["inline"] else ("COMPAT_", "_")):
                yield name, seen[name], comment


def markdown(text):
    """A text as what a cell of the table holds."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def mapping(where, linux):
    """The cell for Linux: the source, and what is used there."""
    linux = re.sub(r"\b\w+\(\)", r"`\g<0>`", markdown(linux))
    return f"{where}: {linux}" if linux else where


def table(exported, native, errors):
    """Returns the text between the markers; removes what is declared from `exported`."""
    out, declared = [], {}
    for path in headers():
        if path.name in ("ntstatus.h", "ntiologc.h"):
            continue
        comments = re.findall(COMMENT, path.read_text(encoding="utf-8"), re.S)
        # The first comment is the licence.
        of_all = irql_of(paragraphs(comments[1]))
        rows = {}
        for name, symbol, comment in declarations(path):
            where, level = "inline", None
            if symbol:
                if symbol in exported:
                    declared[symbol] = exported.pop(symbol)
                where, level = declared.get(symbol) or native.get(symbol, (None, None))
                if not where:
                    errors.append(f"{path.name}: {name} is declared, but no source exports it")
                    where = "?"
                if not columns(comment)[0]:
                    errors.append(f"{path.name}: no Linux mapping is given for {name}")
                if not columns(comment)[1]:
                    errors.append(f"{path.name}: nothing says what {name} does, except where it differs")
            level = level or irql_of(comment) or of_all or (not symbol and "any")
            if not level:
                errors.append(f"{path.name}: no IRQL is given for {name}")
                level = "?"
            # Names that share a comment share a row.
            rows.setdefault((level, where, comment), []).append(name)
        if not rows:
            continue
        out.append(f"## {path.relative_to(compat / 'include')}\n\n"
                   "| name | IRQL | what | Linux | different here |\n|---|---|---|---|---|\n")
        for (level, where, comment), names in rows.items():
            linux, what, different = columns(comment)
            cells = (", ".join(f"`{n}`" for n in names), level, markdown(what),
                     mapping(where, linux), markdown(different))
            out.append(f"| {' | '.join(cells)} |\n")
        out.append("\n")
    return "".join(out)


def headers():
    """Those that drivers include."""
    return [*sorted((compat / "include").glob("*.h")), *sorted((compat / "include/nt").glob("*.h"))]


def labelled():
    """The text of nt_labels.h: a part for each header that includes it, and one for all of wdm.h."""
    parts = {}
    for path in headers():
        text = path.read_text(encoding="utf-8")
        whole = re.search(r"^#define (NT_WHOLE_\w+)$", text, re.M)
        parts.setdefault(whole[1] if whole else "NT_WHOLE_WDM", []).extend(MAPPED.findall(text))
    out = [LABELS]
    for whole, names in sorted(parts.items()):
        out.append(f"\n#ifdef {whole}\n#undef {whole}\n")
        out += [f"#undef {name}\nextern __typeof__(ntparport_{name}) {name} __asm__(\"ntparport_{name}\");\n"
                for name in names]
        out.append("#endif\n")
    return "".join(out) + "\n#ifdef __cplusplus\n}\n#endif\n"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    errors = []
    exported, native = sources()
    symbols = {f"ntparport_{name}" for name in exported if not OWN.match(name)}
    text = table(exported, native, errors)
    errors += [f"{where}: {name} is exported, but no header declares it"
               for name, (where, _) in sorted(exported.items()) if not OWN.match(name)]
    # A driver may have any licence (module/exports.c).
    for path in [*sorted(compat.glob("*/*.c")), compat / "../module/exports.c"]:
        errors += [f"{path.name}: {name} is exported to GPL modules only" for name in
                   re.findall(r"^EXPORT_SYMBOL_GPL\((?:ntparport_)?(\w+)\)", path.read_text(encoding="utf-8"), re.M)
                   if not OWN.match(name) or ENTRY.match(name)]
    for symvers in arguments:
        built = {line.split("\t")[1] for line in
                 pathlib.Path(symvers).read_text(encoding="utf-8").splitlines()
                 if line.split("\t")[2].endswith("ntparport")}
        errors += [f"{symvers}: {name} is not exported" for name in sorted(symbols - built)]
    head, rest = page.read_text(encoding="utf-8").split(BEGIN)
    for path, after in ((page, head + BEGIN + text + END + rest.split(END)[1]), (labels, labelled())):
        if "--check" not in sys.argv[1:]:
            path.write_text(after, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != after:
            errors.append(f"{path.relative_to(compat.parent)} is not current: run qemu/names.py")
    print(*errors, sep="\n", end="\n" if errors else "", file=sys.stderr)
    sys.exit(bool(errors))


main()
