# SPDX-License-Identifier: GPL-2.0
"""A driver may take away a macro of our headers that is a function on Windows, and call that.

    #undef InterlockedIncrement
    ... InterlockedIncrement(&count) ...

After the preprocessor only a name is left that was undefined. Where include/nt_macros.h has
nt_macro_ and that name, the source gets it instead, unless the driver has a function of that name
itself.
"""
from tokens import WORD

PREFIX = "nt_macro_"
# Words before a name that is used; any other word before it is the type of what is declared.
BEFORE_USE = {"return", "else", "do", "case", "goto", "sizeof"}


def translate(tokens):
    """Has names whose macros a driver took away be functions."""
    functions = {word for word in tokens.words if word.startswith(PREFIX)}
    places = [n for n, word in enumerate(tokens.words) if tokens.ours[n] and PREFIX + word in functions]
    if not places:
        return
    bodies = [(body, tokens.closing[body]) for _, _, body in tokens.bodies()]
    own = {tokens[n] for n in places
           if tokens[n + 1] == "(" and not any(start < n < end for start, end in bodies)}
    for n in places:
        before = tokens[n - 1] or ""
        declared = WORD.fullmatch(before) and before not in BEFORE_USE
        if tokens[n] not in own and not declared and before not in (".", "->", "::"):
            tokens.out[n] = PREFIX + tokens.out[n]
