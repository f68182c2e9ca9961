# SPDX-License-Identifier: GPL-2.0
"""Variables of C++ whose scopes were others in Microsoft's compilers.

  for (int i = 0; i < 3; i++) ; x = i;    before Visual C++ 2005, i is there until the block ends
  if (x) goto out; int a = 5; out:        a jump over an initialisation, where there is no constructor

Only those of which a compiler has said so (compile.py).
"""
import re

from tokens import OF_TYPES

# Visual C++ 2005, the first one in which a variable of a loop ends with it.
CONFORMING = 1400
UNDECLARED = re.compile(r"^(.+?:\d+):\d+: error: (?:['‘](\w+)['’] was not declared in this scope"
                        r"|use of undeclared identifier ['‘](\w+)['’])")
# gcc's says the name, below clang's message it is shown.
CROSSED = re.compile(r"^(.+?:\d+):(\d+): note: +(?:crosses initialization of ['‘]"
                     r"(?:.*\(\*+ ?(?:const )?(?P<inner>\w+)\).*|.*?(?P<name>\w+)(?: ?\[\w*\])*)['’]"
                     r"|jump bypasses variable initialization)")


def found(said):
    """What such messages are about."""
    lines = said.splitlines()
    for line, shown in zip(lines, [*lines[1:], ""]):
        match = UNDECLARED.match(line)
        if match:
            yield "behind its loop", match[2] or match[3], match[1]
        match = CROSSED.match(line)
        if match:
            name = match["inner"] or match["name"] or (re.match(r"\w+", shown[int(match[2]) - 1:]) or [""])[0]
            yield "jumped over", name, match[1]


class Scopes:
    """The blocks of a source."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.blocks, stack = [], [None]
        for n, word in enumerate(tokens.words):
            if word == "}" and len(stack) > 1:
                stack.pop()
            self.blocks.append(stack[-1])
            if word == "{" and n in tokens.closing:
                stack.append(n)

    def named(self, name, place):
        """Where the name is in that line."""
        return [n for n, word in enumerate(self.tokens.words) if word == name and self.tokens.places[n] == place]

    def declares(self, loop, name):
        """Where the declaration ends before the first semicolon of the loop, if it declares the name; or None."""
        tokens = self.tokens
        n = loop + 2
        if tokens[loop + 1] != "(" or not (tokens[n] in OF_TYPES or (tokens.is_name(n) and (
                tokens.is_name(n + 1) or tokens[n + 1] == "*"))):
            return None
        there = False
        while tokens[n] not in (None, ";", ")", "}"):
            there |= tokens[n] == name and n > loop + 2 and tokens[n + 1] in ("=", ",", ";")
            n = tokens.closing.get(n, n) + 1
        return n if there and tokens[n] == ";" else None

    def lengthen(self, name, place):
        """Has the variable be there until the block of its loop ends."""
        tokens = self.tokens
        for use in self.named(name, place):
            around, block = set(), self.blocks[use]
            while block is not None:
                around.add(block)
                block = self.blocks[block]
            for loop in range(use, 0, -1):
                end = self.declares(loop, name) if tokens[loop] == "for" and self.blocks[loop] in around else None
                if end and tokens[loop - 1] in ("{", "}", ";", ":") and not tokens.out[loop].endswith("; for"):
                    tokens.out[loop] = " ".join(tokens.out[loop + 2:end]) + "; " + tokens.out[loop]
                    tokens.out[loop + 2:end] = [""] * (end - loop - 2)
                    return

    def assign(self, name, place):
        """Has the variable get its value after its declaration."""
        tokens = self.tokens
        for n in self.named(name, place):
            start = self.start(n)
            equals = self.behind_declarator(n)
            # ULONG z(3); and z{3} are as z = 3. In brackets there may be more than one for a constructor.
            first = equals + 1 if tokens[equals] == "=" else equals
            end = self.end(equals, ",")
            last = self.end(end)
            if tokens[equals] not in ("=", "(", "{") or tokens[n - 1] == "&" or tokens[last] != ";" or \
                    tokens.out[equals] != tokens[equals] or (tokens[equals] == "(" and self.has_comma(equals)):
                continue
            constants = [place for place in range(start, n)
                         if tokens[place] == "const" and "*" not in tokens.words[place:n]]
            if constants and self.are_fixed(start, last):
                if not tokens.out[start].startswith("static "):
                    tokens.out[start] = "static " + tokens.out[start]
                continue
            value = " ".join(tokens.out[first:end])
            if tokens[n - 1] == "auto":
                # Without a value it would have no type.
                tokens.out[n - 1] = f"__typeof__({value})"
            for place in constants:
                tokens.out[place] = ""
            array = tokens[n + 1] == "["
            more = self.copy(n, first, value) if array else f" {name} = {value};"
            tokens.out[equals:end] = [""] * (end - equals)
            tokens.out[last] += more

    def start(self, n):
        """Where the declaration begins that declares the name there."""
        tokens = self.tokens
        while tokens[n - 1] not in (None, ";", "{", "}", ":") or (tokens[n - 1] == "}" and tokens[n] == ","):
            n = tokens.opening.get(n - 1, n - 1)
        return n

    def behind_declarator(self, n):
        """What is behind the declarator of the name there: also of `table[2]` and `(*routine)(int)`."""
        tokens = self.tokens
        inner, n = n, n + 1
        while tokens[n] == "[" and n in tokens.closing:
            n = tokens.closing[n] + 1
        while tokens[n] == ")" and tokens[tokens.opening.get(n, -1) + 1] == "*" and n > inner:
            n = tokens.closing.get(n + 1, n) + 1
        return n

    def has_comma(self, opening):
        """Is there a comma, or nothing, in the brackets there?"""
        tokens = self.tokens
        n, end = opening + 1, tokens.closing.get(opening, opening + 1)
        found = n >= end
        while n < end:
            found |= tokens[n] == ","
            n = tokens.closing.get(n, n) + 1
        return found

    def end(self, n, stop=";"):
        """Where what begins there ends."""
        tokens = self.tokens
        while tokens[n] not in (None, stop, ";", "}"):
            n = tokens.closing.get(n, n) + 1
        return n

    def are_fixed(self, start, last):
        """Are the values made of literals alone that all have that are declared there?"""
        tokens, end = self.tokens, start - 1
        while end < last:
            n, end = end + 1, self.end(end + 1, ",")
            while n < end and tokens[n] not in ("=", "(", "{"):
                n = tokens.closing.get(n, n) + 1
            if n >= end or not self.is_fixed(n + 1, end):
                return False
        return True

    def is_fixed(self, start, end):
        """Is the value made of literals alone? Then it may be there before anything runs."""
        return not any(re.match(r"[A-Za-z_]\w*$", word) and word not in self.tokens.types | {"sizeof"}
                       for word in self.tokens.words[start:end])

    def copy(self, n, first, value):
        """Has the array at n be copied from one that is there only as long as that takes; the statements."""
        name = self.tokens[n]
        own = f"nt_{name}"
        kind = f"__typeof__({name}) {own}"
        if self.tokens[n + 2] == "]":
            # As many as it is given, if there are no braces that are left out.
            self.tokens.out[n + 1] += self.count(first)
            kind = f"__typeof__(*{name}) {own}[]"
        return (f" {{ {kind} = {value}; static_assert(sizeof({own}) == sizeof({name}), \"{name} needs a size\"); "
                f"__builtin_memcpy({name}, {own}, sizeof({name})); }}")

    def count(self, n):
        """How many elements the value there has."""
        tokens = self.tokens
        if tokens[n] != "{":
            return f"sizeof({tokens[n]}) / sizeof(*{tokens[n]})"
        count, place, end = 0, n + 1, tokens.closing[n]
        while place < end:
            count += tokens[place] != "," and tokens[place - 1] in (",", "{")
            place = tokens.closing.get(place, place) + 1
        return str(count)


def translate(tokens, repairs):
    scopes = Scopes(tokens)
    for kind, *names in sorted(repairs):
        if kind == "behind its loop":
            scopes.lengthen(*names)
        elif kind == "jumped over":
            scopes.assign(*names)
