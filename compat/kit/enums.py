# SPDX-License-Identifier: GPL-2.0
"""An enum of Microsoft's is an int, whatever its values are, and may be used before it is defined.

In C, what comes before the definition is int, and the enum gets a value below 0, for
only then it is an int, too. In C++ it says so, and is declared where it is used first.
"""
import re


def first_uses(tokens, language):
    """{name: its uses before it is defined}, in C also those in its definition"""
    uses, defined = {}, {}
    for n, word in enumerate(tokens.words):
        if word != "enum" or not tokens.is_name(n + 1):
            continue
        name = tokens[n + 1]
        # With a colon, it is C++'s own way to declare one.
        if tokens[n + 2] in ("{", ":"):
            defined[name] = tokens.closing.get(n + 2, n) if language == "c" else n
        elif defined.get(name, len(tokens.words)) > n and tokens[n + 2] != "::":
            uses.setdefault(name, []).append(n)
    return uses


def outermost(tokens, place):
    """Where the declaration with that token begins, outside of all braces but those of scopes."""
    start = n = 0
    while n < place:
        word = tokens[n]
        if word == "{" and n in tokens.closing:
            head = tokens.words[start:n]
            scope = "namespace" in head or (len(head) == 2 and head[0] == "extern")
            if not scope:
                if tokens.closing[n] > place:
                    return start
                n = tokens.closing[n]
                # A declaration may go on after the brace, a function does not.
                start = n + 1 if tokens[n + 1] not in (";", ",", "*") and not tokens.is_name(n + 1) else start
            else:
                start = n + 1
        elif word in (";", "}"):
            start = n + 1
        n += 1
    return start


def values(tokens, brace):
    """Where the values begin and end that enumerators are given between the brace and its end."""
    end = tokens.closing[brace]
    n = brace + 1
    while n < end:
        if tokens[n] == "=":
            first = n = n + 1
            while n < end and tokens[n] != ",":
                n = tokens.closing.get(n, n) + 1
            yield first, n - 1
        n += 1


def is_small(tokens, first, last):
    """Whether that is a number that an int has in any case, or was made one."""
    if tokens.words[first:first + 3] == ["(", "int", ")"] and tokens.closing.get(first + 3) == last:
        return True
    word = tokens[last]
    return (first == last or (first + 1 == last and tokens[first] == "-")) and \
        re.fullmatch(r"0|[1-9]\d{0,8}|0[xX][0-7]?[0-9a-fA-F]{1,7}", word) is not None


def be_int(tokens, brace, language):
    """Has the enum that begins with this brace be an int, whatever its values are."""
    if tokens[brace + 1] == "}" or (tokens[brace + 1] or "").startswith("nt_enum_"):
        return
    for first, last in values(tokens, brace):
        if not is_small(tokens, first, last):
            tokens.out[first] = "(int)(" + tokens.out[first]
            tokens.out[last] += ")"
    if language == "c":
        # The first one that has no value is still 0.
        tokens.out[brace] += f" nt_enum_{brace}_is_an_int = -1,"
    else:
        tokens.out[brace] = ": int " + tokens.out[brace]


def translate(tokens, language):
    """Has each enum be an int, also where it is used before it is defined."""
    uses = first_uses(tokens, language)
    for name, places in uses.items():
        if language == "c":
            for n in places:
                tokens.out[n], tokens.out[n + 1] = "int", ""
        elif tokens[places[0] + 2] == ";":
            tokens.out[places[0] + 1] += " : int"
        else:
            start = outermost(tokens, places[0])
            tokens.out[start] = f"enum {name} : int; " + tokens.out[start]
    for n, word in enumerate(tokens.words):
        brace = n + 2 if tokens.is_name(n + 1) else n + 1
        if word == "enum" and tokens[brace] == "{" and brace in tokens.closing and (
                tokens.ours[n] or tokens[n + 1] in uses):
            be_int(tokens, brace, language)
