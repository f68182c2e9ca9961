# SPDX-License-Identifier: GPL-2.0
"""Functions of C++ whose end is reached without a return.

Microsoft's compilers warn, and such a call returns anything. Others take it that the end is never reached, and
whatever would lead there is not even tested: `if (x) { Reset(); return 1; }` is Reset() in any case.

Only those of which a compiler has said so (compile.py).
"""
import re

from tries import type_of

FALLS = re.compile(r"^(.+?:\d+):\d+: (?:warning|error): (?:control reaches end of non-void function"
                   r"|no return statement in function returning non-void|non-void function does not return a value)", re.M)


def found(said):
    """What such messages are about."""
    for place in FALLS.findall(said):
        yield "without a return", place


def translate(tokens, repairs, language):
    """Has them return nothing of their type."""
    places = {place for kind, *places in repairs for place in places if kind == "without a return"}
    for start, name, body in tokens.bodies():
        end = tokens.closing[body]
        kind = type_of(tokens, start, name, language) if tokens.places[end] in places else ""
        if kind and kind[-1] != "&":
            tokens.out[end] = f" {{ typedef {kind} nt_kind; return nt_kind(); }} {tokens.out[end]}"
