# SPDX-License-Identifier: GPL-2.0
"""__declspec(x), and several x in one: an attribute of gcc's, nothing, or a mistake.

An alignment that stands before a structure's definition is the type's, unless a variable or a
member is declared along with it, as in Microsoft's C; gcc wants it after the word `struct`.
"""
import re

from tokens import TAGS, Mistake

WORDS = ("__declspec", "_declspec")
ATTRIBUTES = {"align": "aligned", "deprecated": "deprecated", "noinline": "noinline", "noreturn": "noreturn",
              "selectany": "weak"}
# What is about the image, the linker, the optimiser or the machine's checks.
NOTHING = {"allocate", "allocator", "code_seg", "dllexport", "dllimport", "empty_bases", "guard", "jitintrinsic",
           "noalias", "nothrow", "novtable", "restrict", "safebuffers", "spectre", "strict_gs_check", "uuid"}
INSTEAD = {"naked": "write the function in C", "property": "call the functions that it names",
           "thread": "no variable belongs to a thread in a kernel; compare PsGetCurrentThread()"}
# Of a declaration, what may be between this and its type.
SPECIFIERS = {"static", "extern", "typedef", "const", "volatile", "__inline", "__forceinline"}


def parts(tokens, opening):
    """Yields the place of each word in the brackets, and where its own arguments end, if it has any."""
    n = opening + 1
    while n < tokens.closing[opening]:
        if re.match(r"\w", tokens[n]):
            end = tokens.closing.get(n + 1) if tokens[n + 1] == "(" else None
            yield n, end
            n = end or n
        n += 1


def attribute(tokens, n, end):
    """Of one word: an attribute, or nothing."""
    word = tokens[n]
    if word in ATTRIBUTES:
        argument = "".join(tokens.out[n + 1:end + 1]) if end else ""
        return f"__{ATTRIBUTES[word]}__{argument}"
    if word in NOTHING:
        return None
    raise Mistake(f"{tokens.places[n]}: error: __declspec({word}) is not supported" +
                  (f": {INSTEAD[word]}" if word in INSTEAD else "; compat/README.md says what of Microsoft's C is"))


def type_behind(tokens, n):
    """The word `struct` of a type that is defined there and has the alignment for itself; None if there is none."""
    start = n - 1
    while tokens[start] in SPECIFIERS or (
            start in tokens.opening and tokens[tokens.opening[start] - 1] == "__attribute__"):
        start = tokens.opening.get(start, start + 1) - 2
    named = "typedef" in tokens.words[start + 1:n]
    n = tokens.closing[n + 1] + 1
    while tokens[n] in SPECIFIERS or tokens[n] in WORDS or tokens[n] == "__attribute__":
        named |= tokens[n] == "typedef"
        n = tokens.closing.get(n + 1, n + 1) + 1 if tokens[n + 1] == "(" else n + 1
    if tokens[n] not in TAGS:
        return None
    brace = n + 1
    while tokens[brace] not in ("{", ";", ",", "=", ")", None):
        brace = tokens.closing.get(brace, brace) + 1
    end = tokens.closing.get(brace)
    return n if tokens[brace] == "{" and end and (named or tokens[end + 1] == ";") else None


def translate(tokens):
    """Has no __declspec be left."""
    for n, word in enumerate(tokens.words):
        closing = tokens.closing.get(n + 1)
        if word not in WORDS or closing is None or tokens[n + 1] != "(":
            continue
        tag = type_behind(tokens, n)
        here, there = [], []
        for place, end in parts(tokens, n + 1):
            text = attribute(tokens, place, end)
            if text:
                (there if tag and tokens[place] == "align" else here).append(text)
        tokens.out[n:closing + 1] = [""] * (closing + 1 - n)
        # To those that come later it is an attribute, even if it is nothing.
        tokens.words[n] = "__attribute__"
        tokens.out[n] = "".join(f"__attribute__(({text}))" for text in here)
        if there:
            tokens.out[tag] += "".join(f" __attribute__(({text}))" for text in there)
