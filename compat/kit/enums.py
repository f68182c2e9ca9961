# SPDX-License-Identifier: GPL-2.0
"""An enum of Microsoft's may be used before it is defined: it is an int.

In C, what comes before the definition is int, and the enum gets a value below 0, for
only then is it compatible with int. In C++ its type is declared where it is used first.
"""


def first_uses(tokens):
    """{name: its uses before it is defined}, {name: the brace of its definition}"""
    uses, definitions = {}, {}
    for n, word in enumerate(tokens.words):
        if word != "enum" or not tokens.is_name(n + 1):
            continue
        name = tokens[n + 1]
        if tokens[n + 2] == "{":
            definitions.setdefault(name, n + 2)
        elif tokens[n + 2] == ":":
            # C++'s own way to declare one.
            definitions.setdefault(name, None)
        elif name not in definitions and tokens[n + 2] != "::":
            uses.setdefault(name, []).append(n)
    return uses, definitions


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
                # A declaration may go on behind the brace, a function does not.
                start = n + 1 if tokens[n + 1] not in (";", ",", "*") and not tokens.is_name(n + 1) else start
            else:
                start = n + 1
        elif word in (";", "}"):
            start = n + 1
        n += 1
    return start


def translate(tokens, language):
    """Has each enum that is used before it is defined be an int."""
    uses, definitions = first_uses(tokens)
    for name, places in uses.items():
        brace = definitions.get(name)
        if language == "c":
            for n in places:
                tokens.out[n], tokens.out[n + 1] = "int", ""
            if brace:
                tokens.out[brace] += f" nt_{name}_is_an_int = -1,"
        else:
            start = outermost(tokens, places[0])
            tokens.out[start] = f"enum {name} : int; " + tokens.out[start]
            if brace:
                tokens.out[brace] = ": int " + tokens.out[brace]
