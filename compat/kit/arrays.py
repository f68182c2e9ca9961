# SPDX-License-Identifier: GPL-2.0
"""Members with any number of elements, `T x[]`, wherever they are, and `T x[0]` with elements.

A compiler takes [] at the end of a structure that has other members, and [0] anywhere; and only [] can
be initialised. So it is [0] where [] cannot be; and [] wherever it can be if a compiler has
complained of the elements.
"""
import re

from tokens import TAGS

# gcc's and clang's words for elements for which there is no place, and which are dropped.
EXCESS = re.compile(r": (?:warning|error): (?:excess elements in (?:array|struct|scalar) initializer"
                    r"|initializer-string for .* is too long|too many initializers for|initializer for aggregate with no elements)")


def found(said):
    """What such messages are about."""
    if EXCESS.search(said):
        yield ("elements",)


def bodies(tokens):
    """Yields (struct or union, brace) of all that have members."""
    for n, word in enumerate(tokens.words):
        if word not in TAGS or not tokens.ours[n]:
            continue
        brace = n + 1
        while tokens[brace] not in ("{", ";", ",", "=", ")", "*", None):
            brace = tokens.closing.get(brace, brace) + 1
        if tokens[brace] == "{" and brace in tokens.closing:
            yield word, brace


def members(tokens, brace):
    """Yields each bracket of an array that is a member, where its declaration begins, and whether it is the last."""
    n = start = brace + 1
    end = tokens.closing[brace]
    while n < end:
        if tokens[n] == ";":
            start = n + 1
        elif tokens[n] == "[" and tokens[n - 1] not in ("]", "operator", "new", "delete") and n in tokens.closing:
            behind = n
            while tokens[behind] == "[":
                behind = tokens.closing[behind] + 1
            yield n, start, tokens[behind] == ";" and behind + 1 == end
        n = tokens.closing.get(n, n) + 1


def translate(tokens, language, repairs):
    """Has each such member be one that the compiler takes."""
    elements = ("elements",) in repairs
    for tag, brace in bodies(tokens):
        for n, start, last in members(tokens, brace):
            inside = tokens.words[n + 1:tokens.closing[n]]
            if inside not in ([], ["0"]) or "static" in tokens.words[start:n]:
                continue
            able = tag != "union" and last and (start > brace + 1 or "," in tokens.words[start:n])
            if not able or (language == "c++" and not elements):
                tokens.out[n] = "[0" if not inside else "["
            elif elements and inside:
                tokens.out[n + 1] = ""
