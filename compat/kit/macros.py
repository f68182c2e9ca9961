# SPDX-License-Identifier: GPL-2.0
"""A driver may take away a macro of our headers that is a function on Windows, and call that.

    #undef InterlockedIncrement
    ... InterlockedIncrement(&count) ...

After the preprocessor only a name is left that was undefined. Where include/nt_macros.h has
nt_macro_ and that name, the source gets it instead, unless the driver has a function, a variable
or an enumerator of that name itself. Members and labels may have the name beside the function.
"""
from tokens import WORD

PREFIX = "nt_macro_"
# Words before a name that is used; any other word before it is the type of what is declared.
BEFORE_USE = {"return", "else", "do", "case", "goto", "sizeof", "if", "while", "for", "switch"}
# Words before a list of what has these names for itself, or of enumerators.
MEMBERS = {"struct", "union", "class"}
LISTS = MEMBERS | {"enum"}
ATTRIBUTES = {"__attribute__", "__attribute", "alignas", "_Alignas"}


class Names:
    """Those of a source that our headers have functions for."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.bodies = [(body, tokens.closing[body]) for _, _, body in tokens.bodies()]
        # For each place, the word before the innermost braces if these are a list, or None.
        self.lists, stack = [], [None]
        for n, word in enumerate(tokens.words):
            if word == "{":
                stack.append(self._list(n))
            elif word == "}" and len(stack) > 1:
                stack.pop()
            self.lists.append(stack[-1])

    def _list(self, n):
        """The word before the list in the braces there: `struct __attribute__((x)) name {`; None if it is not one."""
        tokens = self.tokens
        while True:
            n -= 1
            if tokens[n] in LISTS:
                return tokens[n]
            opening = tokens.opening.get(n)
            if opening is not None and tokens[opening - 1] in ATTRIBUTES:
                n = opening
            elif not WORD.fullmatch(tokens[n] or "") and tokens[n] not in (":", ","):
                return None

    def in_body(self, n):
        return any(start < n < end for start, end in self.bodies)

    def is_type(self, n):
        """Does a type end there?"""
        tokens = self.tokens
        while tokens[n] == "*":
            n -= 1
        return WORD.fullmatch(tokens[n] or "") is not None and tokens[n] not in BEFORE_USE

    def is_declared(self, n):
        """Is that the name's declaration?"""
        tokens = self.tokens
        before = tokens[n - 1]
        if self.lists[n] == "enum":
            return True
        if self.is_type(n - 1):
            # n * InterlockedIncrement(&count)
            return before != "*" or tokens[n + 1] != "(" or not self.in_body(n)
        # VOID (*name)(PVOID), LONG (name)(LONG *a); but not: (*name)(p).
        opening = n - 1
        while tokens[opening] == "*":
            opening -= 1
        return (tokens[opening] == "(" and tokens.closing.get(opening) == n + 1 and tokens[n + 2] == "(" and
                self.is_type(opening - 1))

    def is_own(self, n):
        """Does the declaration there give the name to something of the driver's that is used by the name alone?"""
        if self.tokens[n + 1] == "(":
            # One inside of a body only repeats what Windows' headers say.
            return not self.in_body(n)
        return self.lists[n] not in MEMBERS

    def is_other(self, n):
        """Is it a member that is used, or a label?"""
        tokens = self.tokens
        before = tokens[n - 1]
        return before in (".", "->", "::", "goto") or (
            tokens[n + 1] == ":" and before in ("{", "}", ",", ";", ":", ")"))


def translate(tokens):
    """Has names whose macros a driver took away be functions."""
    functions = {word for word in tokens.words if word.startswith(PREFIX)}
    places = [n for n, word in enumerate(tokens.words) if tokens.ours[n] and PREFIX + word in functions]
    if not places:
        return
    names = Names(tokens)
    declared = {n for n in places if names.is_declared(n)}
    own = {tokens[n] for n in declared if names.is_own(n)}
    for n in places:
        if tokens[n] not in own and n not in declared and not names.is_other(n):
            tokens.out[n] = PREFIX + tokens.out[n]
