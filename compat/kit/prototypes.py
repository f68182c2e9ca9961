# SPDX-License-Identifier: GPL-2.0
"""Declarations that differ where Microsoft's compilers only warn.

  int f(int); static int f(int a) { }     static from its first declaration on
  int f(PCHAR); int f(const char *p) { }  callers go by the first declaration: what is defined has another name
                                          for the compiler, and that of the function for the assembler

Only of those functions of which a compiler has said so (compile.py).
"""
import re

from enums import outermost
STATIC = re.compile(r"error: static declaration of ['‘](\w+)['’] follows non-static"
                    r"|error: ['‘][^'’]*?(\w+)\([^'’]*\)['’] was declared ['‘]extern['’] and later ['‘]static['’]")
CONFLICTING = re.compile(r"error: conflicting types for ['‘](\w+)['’]")
MEMBERS = (".", "->", "::", "goto", "struct", "union", "enum", "class")


def ends(tokens, n):
    """What ends the declaration that n is part of, and whether it declares anything else."""
    several = False
    while tokens[n] not in (None, ";", "{", "="):
        several |= tokens[n] == ","
        n = tokens.closing.get(n, n) + 1
    return n, several


class Declarations:
    """Those of a source, outside of functions."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.functions = list(tokens.bodies())
        self.outside = set(self.file_scope())

    def file_scope(self):
        """Yields what is in no brackets."""
        tokens = self.tokens
        n = 0
        while n < len(tokens.words):
            yield n
            scope = tokens[n] == "{" and (tokens[n - 2] == "extern" or "namespace" in (tokens[n - 1], tokens[n - 2]))
            n = n + 1 if scope else tokens.closing.get(n, n) + 1

    def uses(self, name):
        """Where the name is that of a function or a variable of the driver's."""
        return [n for n, word in enumerate(self.tokens.words) if word == name and self.tokens[n - 1] not in MEMBERS and
                (n in self.outside or self.around(n) is not None)]

    def around(self, n):
        """Where the function begins in whose body that is, or None."""
        return next((start for start, _, body in self.functions if body < n < self.tokens.closing[body]), None)

    def definition(self, name):
        """Where the function of that name begins, and where its name is; None if it is not the driver's."""
        return next(((start, n) for start, n, _ in self.functions
                     if self.tokens[n] == name and self.tokens.ours[n]), None)

    def head(self, start, name):
        """The text of its declaration."""
        return " ".join(filter(None, self.tokens.out[start:self.tokens.closing[name + 1] + 1]))

    def be_static(self, name):
        """Has it be static from its first declaration on."""
        tokens = self.tokens
        places = [n for n in self.uses(name) if tokens.ours[n]]
        if not places:
            return
        function = self.around(places[0])
        if function is not None:
            definition = self.definition(name)
            if definition and tokens[tokens.closing[definition[1] + 1] + 1] == "{":
                tokens.out[function] = f"{self.head(*definition)}; {tokens.out[function]}"
            return
        start = outermost(tokens, places[0])
        if ends(tokens, start)[1] or (tokens[start + 1] or "").startswith('"'):
            return
        if "extern" in tokens.words[start:places[0]]:
            tokens.out[tokens.words.index("extern", start)] = "static"
        else:
            tokens.out[start] = "static " + tokens.out[start]

    def be_apart(self, name):
        """Has its callers go by its first declaration."""
        tokens = self.tokens
        definition = self.definition(name)
        places = [n for n in self.uses(name) if n in self.outside and (not definition or n != definition[1])]
        functions = [n for n in places if tokens[n + 1] == "("] + ([definition[1]] if definition else [])
        if not functions or len({tokens[n - 1] in ("void", "VOID") for n in functions}) > 1:
            return
        for n in places:
            start = outermost(tokens, n)
            end, several = ends(tokens, n)
            if tokens[end] != ";" or several or not tokens.ours[n]:
                continue
            if n != places[0]:
                tokens.out[start:end] = [""] * (end - start)
            elif definition and tokens[start] == "static":
                tokens.out[start] = ""
        # One of our headers' cannot be defined anew.
        if definition and places and places[0] < definition[1] and all(tokens.ours[n] for n in places):
            self.rename(*definition)

    def rename(self, start, name):
        tokens = self.tokens
        closing = tokens.closing[name + 1]
        if tokens[closing + 1] != "{":
            return
        word = tokens[name]
        for n in range(closing + 1, tokens.closing[closing + 1]):
            if tokens.out[n] == "__FUNCTION__":
                tokens.out[n] = f'"{word}"'
        tokens.out[name] = f"nt_own_{word}"
        tokens.out[start] = (f'{self.head(start, name)} __asm__("{word}") __attribute__((__used__)); '
                             f"{tokens.out[start]}")


def found(said):
    """What such messages are about."""
    for a, b in STATIC.findall(said):
        yield "static", a or b
    for name in CONFLICTING.findall(said):
        yield "apart", name


def translate(tokens, repairs):
    declarations = Declarations(tokens)
    for kind, *names in sorted(repairs):
        if kind == "static":
            declarations.be_static(*names)
        elif kind == "apart":
            declarations.be_apart(*names)
