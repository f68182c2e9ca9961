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
CROSSED = re.compile(r"^(.+?:\d+):(\d+): note: +(?:crosses initialization of ['‘].*?(\w+)(?: ?\[\w*\])*['’]"
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
            name = match[3] or (re.match(r"\w+", shown[int(match[2]) - 1:]) or [""])[0]
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
            start = n
            while tokens[start - 1] not in (None, ";", "{", "}", ":"):
                start = tokens.opening.get(start - 1, start - 1)
            equals = n + 1
            while tokens[equals] == "[" and equals in tokens.closing:
                equals = tokens.closing[equals] + 1
            end = self.end(equals, ",")
            last = self.end(end)
            if tokens[equals] != "=" or tokens[n - 1] == "&" or tokens[last] != ";" or tokens.out[equals] != "=":
                continue
            constants = [place for place in range(start, n)
                         if tokens[place] == "const" and "*" not in tokens.words[place:n]]
            if constants and end == last and self.is_fixed(equals + 1, end):
                tokens.out[start] = "static " + tokens.out[start]
                continue
            value = " ".join(tokens.out[equals + 1:end])
            for place in constants:
                tokens.out[place] = ""
            tokens.out[equals:end] = [""] * (end - equals)
            tokens.out[last] += f" {name} = {value};" if equals == n + 1 else self.copy(n, equals, value)

    def end(self, n, stop=";"):
        """Where what begins there ends."""
        tokens = self.tokens
        while tokens[n] not in (None, stop, ";", "}"):
            n = tokens.closing.get(n, n) + 1
        return n

    def is_fixed(self, start, end):
        """Is the value made of literals alone? Then it may be there before anything runs."""
        return not any(re.match(r"[A-Za-z_]\w*$", word) and word not in self.tokens.types | {"sizeof"}
                       for word in self.tokens.words[start:end])

    def copy(self, n, equals, value):
        """Has the array at n be copied from one that is there only as long as that takes; the statements."""
        name = self.tokens[n]
        own = f"nt_{name}"
        kind = f"__typeof__({name}) {own}"
        if self.tokens[n + 2] == "]":
            # As many as it is given, if there are no braces that are left out.
            self.tokens.out[n + 1] += self.count(equals + 1)
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
