# SPDX-License-Identifier: GPL-2.0
"""Names of members that Microsoft's compilers look up in another way than the standard of C++ has it.

In templates, only where they are used:

  n = Get();         members of a base class that is a template: this->n
  Item i;            a type of such a base: typename List<T>::Item
  D() : Base(1) { }  such a base itself: Base<T>(1)
  List<T>::Item i;   typename List<T>::Item

Elsewhere:

  f = A::Read;       the address of a member function: &A::Read
  __super::Read()    that of the base class, which is the first one that has it: Base::Read()

Only those of which a compiler has said so (compile.py), and each __super.
"""
import re

from tokens import OF_TYPES, TAGS

ERROR = re.compile(r"^(.+?:\d+):\d+: error: (?:['‘](\w+)['’] (?:was not declared in this scope|has not been declared)"
                   r"|['‘](\w+)['’](?: in [^:]*)? does not name a type"
                   r"|use of undeclared identifier ['‘](\w+)['’]|unknown type name ['‘](\w+)['’]"
                   r"|there are no arguments to ['‘](\w+)['’]"
                   r"|.* does not have any field named ['‘](\w+)['’]"
                   r"|member initializer ['‘](\w+)['’] does not name)")
TYPENAME = re.compile(r"^(.+?:\d+):\d+: error: (?:need ['‘]typename['’]|missing ['‘]typename['’]|expected ['‘];['’]"
                      r"|expected unqualified-id|.*is not a type|use of undeclared identifier|dependent-name"
                      r"|['‘]\w+['’] was not declared in this scope)")
# clang's; the name is where it points.
MEMBER = re.compile(r"^(.+?:\d+):(\d+): error: (?:call to non-static member function without an object argument"
                    r"|reference to non-static member function must be called)")
ACCESS = {"public", "private", "protected", "virtual"}


def found(said):
    """What such messages are about."""
    lines = said.splitlines()
    for line, shown in zip(lines, [*lines[1:], ""]):
        match = MEMBER.match(line)
        if match:
            yield "a member", (re.match(r"\w+", shown[int(match[2]) - 1:]) or [""])[0], match[1]
        match = ERROR.match(line)
        if match:
            yield "in a template", next(filter(None, match.groups()[1:])), match[1]
        match = TYPENAME.match(line)
        if match:
            yield "in a template", "typename", match[1]


class Class:
    """One that is defined at this brace, with its bases: of each the name, and all of it as it is written."""

    def __init__(self, tokens, brace, bases):
        self.tokens, self.brace, self.end = tokens, brace, tokens.closing[brace]
        self.bases = bases
        # Members, and whether they are types.
        self.members = {}
        start = n = brace + 1
        while n < self.end:
            word = tokens[n]
            if tokens[n - 1] in (";", "{", "}", ":"):
                start = n
            if word in (*TAGS, "enum") and tokens.is_name(n + 1):
                self.members.setdefault(tokens[n + 1], tokens[n + 2] in ("{", ":", ";"))
            if tokens.is_name(n) and tokens[n + 1] in (";", ",", "=", "[", "(", ":"):
                self.members.setdefault(word, tokens[start] == "typedef" or tokens[n - 1] == "using")
            if word == "{" and tokens.scope_at(n)[0] is None and "enum" in tokens.words[start:n]:
                n += 1
                continue
            n = tokens.closing.get(n, n) + 1


class Classes:
    """Those of a source."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.all, self.places = {}, []
        for brace in sorted(tokens.closing):
            if tokens[brace] != "{":
                continue
            tag = brace - 1
            while tokens[tag] not in (None, ";", "{", "}", "=", ")", *TAGS):
                tag -= 1
            if tokens[tag] not in TAGS or not tokens.is_name(tag + 1):
                continue
            one = Class(tokens, brace, self.bases_of(tag + 2, brace))
            self.all.setdefault(tokens[tag + 1], one)
            self.places.append(one)

    def bases_of(self, n, brace):
        """The bases, with what is between the name of the class and its brace."""
        tokens, bases, now, depth = self.tokens, [], [], 0
        while n < brace and (tokens[n] != ":" or depth):
            depth += {"<": 1, ">": -1, ">>": -2}.get(tokens[n], 0)
            n += 1
        for n in range(n + 1, brace + 1):
            depth += {"<": 1, ">": -1, ">>": -2}.get(tokens[n], 0)
            if n == brace or (tokens[n] == "," and not depth):
                names = [word for word in now if word not in ACCESS]
                if names:
                    bases.append((names[(names.index("<") if "<" in names else len(names)) - 1], " ".join(names)))
                now = []
            else:
                now.append(tokens[n])
        return bases

    def around(self, n):
        """The class that the code there belongs to, or None."""
        inner = [one for one in self.places if one.brace < n < one.end]
        if inner:
            return inner[-1]
        tokens = self.tokens
        for start, name, body in tokens.bodies():
            if not start <= n <= tokens.closing[body]:
                continue
            place = name - 1 - (tokens[name - 1] == "~")
            if tokens[place] != "::" or n < name:
                return None
            place -= 1
            if tokens[place] == ">":
                depth = 0
                while place > start:
                    depth += {">": 1, "<": -1}.get(tokens[place], 0)
                    place -= 1
                    if not depth:
                        break
            return self.all.get(tokens[place])
        return None

    def has(self, name, member, seen=()):
        """Whether a class has such a member, which is a type (True) or not (False); None: it has none."""
        one = self.all.get(name)
        if not one or name in seen:
            return None
        if member in one.members:
            return one.members[member]
        return next((kind for base, _ in one.bases if (kind := self.has(base, member, (*seen, name))) is not None), None)

    def is_static(self, n, one):
        """Whether the function around that place, in the class, is a static one."""
        tokens, place = self.tokens, n
        while place > one.brace and not (tokens[place] == "{" and place in tokens.closing and
                                         tokens.closing[place] >= n and tokens[place - 1] == ")"):
            place -= 1
        start = tokens.opening.get(place - 1, place) if place > one.brace else place
        while start > one.brace and tokens[start - 1] not in (";", "{", "}", ":"):
            start -= 1
        return "static" in tokens.words[start:place]

    def mend(self, n):
        """Says where the name there comes from, if it is a base of the class around."""
        tokens, one = self.tokens, self.around(n)
        if not one or tokens[n - 1] in (".", "->", "::") or tokens.out[n] != tokens[n]:
            return
        for base, whole in one.bases:
            if "<" not in whole:
                continue
            if tokens[n] == base and tokens[n + 1] in ("(", "{") and tokens[n - 1] in (":", ","):
                tokens.out[n] = whole
                return
            kind = self.has(base, tokens[n])
            if kind is not None:
                tokens.out[n] = (f"typename {whole}::{tokens[n]}" if kind else
                                 f"{whole}::{tokens[n]}" if self.is_static(n, one) else f"this->{tokens[n]}")
                return

    def name_type(self, n):
        """Says that a type of a class that is a template is one, where it begins there: `List<T>::Item i`."""
        tokens = self.tokens
        if tokens[n + 1] != "<" or tokens[n] not in self.all or tokens[n - 1] in ("typename", "::", *TAGS, *ACCESS) or \
                tokens.out[n] != tokens[n]:
            return
        depth, end = 0, n + 1
        while tokens[end] not in (None, ";", "{", "}"):
            depth += {"<": 1, ">": -1, ">>": -2}.get(tokens[end], 0)
            if depth <= 0:
                break
            end += 1
        if tokens[end] in (">", ">>") and tokens[end + 1] == "::" and self.has(tokens[n], tokens[end + 2]) and (
                tokens.is_name(end + 3) or tokens[end + 3] in ("*", "&", ">", ",", ")", *OF_TYPES)):
            tokens.out[n] = "typename " + tokens.out[n]


    def address(self, n):
        """Says that the address of the member function there is meant."""
        tokens = self.tokens
        while tokens[n - 1] == "::" and tokens.is_name(n - 2):
            n -= 2
        if tokens[n + 1] == "::" and tokens[n - 1] not in ("&", "::") and tokens.out[n] == tokens[n]:
            tokens.out[n] = "&" + tokens.out[n]

    def super(self, n):
        """Says which base the word is."""
        tokens, one = self.tokens, self.around(n)
        bases = one.bases if one and tokens[n + 1] == "::" else []
        if len(bases) > 1:
            bases = [base for base in bases if self.has(base[0], tokens[n + 2]) is not None]
        if bases:
            tokens.out[n] = bases[0][1]


def supers(tokens):
    """Has each __super be the base class that it stands for."""
    classes = Classes(tokens)
    for n, word in enumerate(tokens.words):
        if word == "__super":
            classes.super(n)


def translate(tokens, repairs):
    members = {tuple(names) for kind, *names in repairs if kind == "a member"}
    wanted = {tuple(names) for kind, *names in repairs if kind == "in a template"}
    if not wanted and not members:
        return
    classes = Classes(tokens)
    places = {place for name, place in wanted if name == "typename"}
    for n, word in enumerate(tokens.words):
        if (word, tokens.places[n]) in wanted:
            classes.mend(n)
        if (word, tokens.places[n]) in members:
            classes.address(n)
        if tokens.places[n] in places and tokens.is_name(n):
            classes.name_type(n)
