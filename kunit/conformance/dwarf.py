# SPDX-License-Identifier: GPL-2.0
"""dwarf.py - the types an object file's debug information describes, as expressions to compare."""
import os
import re
import subprocess

from compiler import Failure


class Types:
    """The types of a translation unit, from its debug information."""

    def __init__(self, target):
        dump = subprocess.run(["readelf", "--wide", "--debug-dump=info", target],
                              capture_output=True, text=True, check=True,
                              env=dict(os.environ, LC_ALL="C")).stdout
        self.entries, path = {}, []
        for line in dump.splitlines():
            if m := re.match(r" *<(\w+)><(\w+)>: Abbrev Number: \d+ \(DW_TAG_(\w+)\)", line):
                entry = {"tag": m[3], "children": []}
                self.entries[int(m[2], 16)] = entry
                del path[int(m[1], 16):]
                if path:
                    path[-1]["children"].append(entry)
                path.append(entry)
            elif path and (m := re.match(r" *<\w+> +DW_AT_(\w+) *: *(.*?)\s*$", line)):
                # "(strp) (offset: 0x3f9): PVOID": the form depends on readelf's version.
                path[-1][m[1]] = re.sub(r"^(?:\([^)]*\):?\s*)+", "", m[2])
        units = [e for e in self.entries.values() if e["tag"] == "compile_unit"]
        if len(units) != 1:
            raise Failure("no debug information")
        self.top = units[0]["children"]

    def target(self, entry):
        """The type to which an entry refers; None is void."""
        return self.entries[int(re.search(r"<0x(\w+)>", entry["type"])[1], 16)] \
            if "type" in entry else None

    def kind(self, entry):
        """The tag of a type, seen through typedefs and qualifiers."""
        while entry and entry["tag"] in ("typedef", "const_type", "volatile_type"):
            entry = self.target(entry)
        return entry["tag"] if entry else "void"

    @staticmethod
    def is_va_list(entry):
        """Whether gcc makes a va_list of it; its name depends on the language."""
        return entry.get("name", "").endswith("__va_list_tag")

    @staticmethod
    def name(entry):
        name = entry.get("name", "")
        return name if name.isidentifier() else None

    def spell(self, entry, inner=""):
        """The declaration of `inner` with a type, as both languages write it."""
        if entry is None:
            return f"void {inner}".rstrip()
        tag, target = entry["tag"], self.target(entry)
        if tag == "base_type":
            return f"{entry['name']} {inner}".rstrip()
        if tag == "typedef":
            return f"{entry['name']} {inner}".rstrip()
        if tag in ("structure_type", "union_type", "enumeration_type"):
            word = {"s": "struct", "u": "union", "e": "enum"}[tag[0]]
            return f"{word} {entry['name']} {inner}".rstrip()
        if tag == "const_type":
            if target and target["tag"] == "pointer_type":
                return self.spell(self.target(target), f"(*const {inner})")
            return "const " + self.spell(target, inner)
        if tag == "volatile_type":
            return "volatile " + self.spell(target, inner)
        if tag == "pointer_type" and target and self.is_va_list(target):
            return f"__builtin_va_list {inner}".rstrip()	# an array, as a parameter
        if tag == "pointer_type":
            return self.spell(target, f"(*{inner})")
        if tag == "subroutine_type":
            arguments = [self.spell(self.target(c)) if c["tag"] == "formal_parameter" else "..."
                         for c in entry["children"]]
            return self.spell(target, f"{inner}({', '.join(arguments) or 'void'})")
        if tag == "array_type":
            # The last member may be an array without a bound.
            bounds = "".join(f"[{int(c['upper_bound'], 0) + 1 if 'upper_bound' in c else ''}]"
                             for c in entry["children"])
            return self.spell(target, inner + bounds)
        raise Failure(f"compare.py cannot spell a {tag}")

    def is_nameless(self, entry):
        """It is, or points to, a structure that has a name only as a typedef."""
        while entry and entry["tag"] in ("pointer_type", "const_type", "volatile_type"):
            entry = self.target(entry)
        return entry is not None and entry["tag"] in ("structure_type", "union_type", "enumeration_type") and \
            not self.name(entry)

    def is_array_of_nameless(self, entry):
        """The structure has no name to declare another array with."""
        return entry["tag"] == "array_type" and self.target(entry)["tag"] in ("structure_type", "union_type") and \
            not self.name(self.target(entry))

    def members(self, entry, prefix=""):
        """(path, type) of all members, through those without a type name."""
        for member in entry["children"]:
            if member["tag"] != "member":
                continue
            if "bit_size" in member:
                continue	# see bit_fields()
            kind, name = self.target(member), self.name(member)
            path = prefix + name if name else None
            if path:
                yield path, kind
            if self.is_array_of_nameless(kind):
                kind, path = self.target(kind), path + "[0]"
            if kind["tag"] in ("structure_type", "union_type") and not self.name(kind):
                yield from self.members(kind, path + "." if path else prefix)

    def probes(self):
        """(what, expression, detail) for every type, member, enumerator and probed function."""
        for entry in self.top:
            tag, name = entry["tag"], self.name(entry)
            if name == "__builtin_va_list" or self.is_va_list(entry):
                continue	# the compiler's own
            if tag == "typedef":
                yield from self.probes_of_typedef(entry)
            elif tag in ("structure_type", "union_type", "enumeration_type"):
                for child in entry["children"]:
                    if child["tag"] == "enumerator":
                        yield child["name"], child["name"], None
                if name and "declaration" not in entry:
                    yield from self.probes_of_layout(entry)
            elif tag == "variable" and name and name.startswith("probe_of_"):
                name = name.removeprefix("probe_of_")
                yield (f"type {name}",
                       f"PROBE_SAME(__typeof__(&{name}), {self.spell(self.target(entry))})",
                       self.spell(self.target(entry)))

    def bit_fields(self):
        """{member: where it is and how wide it is}, which no expression can tell."""
        found = {}
        for entry in self.top:
            if entry["tag"] not in ("structure_type", "union_type") or not self.name(entry):
                continue
            for member in entry["children"]:
                if member["tag"] == "member" and "bit_size" in member:
                    found[f"{self.spell(entry)}.{member.get('name')}"] = ", ".join(
                        f"{key} {int(member[key], 0)}" for key in sorted(member)
                        if key in ("bit_size", "bit_offset", "data_bit_offset", "byte_size",
                                   "data_member_location"))
        return found

    def probes_of_typedef(self, entry):
        name, target = entry["name"], self.target(entry)
        kind = self.kind(target)
        if kind not in ("subroutine_type", "void"):
            yield f"sizeof {name}", f"sizeof({name})", None
            yield f"alignof {name}", f"PROBE_ALIGN({name})", None
        if kind == "base_type":
            # If it is not an integer there, the second half is an error, and so a difference.
            yield f"signed {name}", f"(({name})-1 < ({name})0) + (({name})0 & ({name})0)", None
        elif self.is_nameless(target):
            if target["tag"] in ("structure_type", "union_type"):
                yield from self.probes_of_layout(target, name)
            elif target["tag"] == "pointer_type":
                yield f"target of {name}", f"sizeof(*({name})0)", None
        elif not target or target["tag"] not in ("structure_type", "union_type",
                                                 "enumeration_type") or self.name(target):
            spelling = self.spell(target)
            yield f"type {name}", f"PROBE_SAME({name}, {spelling})", spelling

    def probes_of_layout(self, entry, owner=None):
        if not owner:
            owner = self.spell(entry)
            yield f"sizeof {owner}", f"sizeof({owner})", None
            yield f"alignof {owner}", f"PROBE_ALIGN({owner})", None
        for path, kind in self.members(entry):
            member = f"(({owner} *)0)->{path}"
            where = f"{owner}.{path}"
            yield f"offsetof {where}", f"__builtin_offsetof({owner}, {path})", None
            if kind["tag"] != "array_type" or all("upper_bound" in c for c in kind["children"]):
                yield f"sizeof {where}", f"sizeof({member})", None
            if kind["tag"] == "base_type":
                continue	# its name is not Windows'; its size has been compared
            if kind["tag"] in ("structure_type", "union_type") and not self.name(kind):
                continue	# its members follow
            if self.is_array_of_nameless(kind):
                continue	# those of its first element, too
            spelling = self.spell(kind)
            yield f"type {where}", f"PROBE_SAME(__typeof__({member}), {spelling})", spelling
