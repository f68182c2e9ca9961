# SPDX-License-Identifier: GPL-2.0
"""A cast of Microsoft's C is a variable: `((PULONG)p)++`, `(ULONG)x = 1`, `&(UNICODE_STRING)name`.

There (T)x is written as (*(T *)&(x)) where something is done to it that only a variable
allows, which nothing that is valid C does to a cast.
"""
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
STEPS = {"++", "--"}
PREFIXES = {"*", "&", "!", "~", "-", "+", "++", "--", "sizeof"}
# After these words begins an expression.
BEFORE = {"return", "case", "else", "do"}
HEADS = {"if", "while", "for", "switch"}
# Brackets after these words are around a type, and are not a cast.
OF_TYPE = {"sizeof", "_Alignof", "__alignof", "__alignof__", "alignof", "__builtin_offsetof", "_Alignas", "alignas",
           "typeof", "__typeof", "__typeof__", "decltype"}


class Casts:
    """Those of a source."""

    def __init__(self, tokens):
        self.tokens = tokens

    def behind_cast(self, n):
        """Do the brackets of a cast end before it? Not those of `sizeof(ULONG)`."""
        tokens = self.tokens
        opening = tokens.opening.get(n - 1)
        return opening is not None and tokens.type_in(opening) and tokens[opening - 1] not in OF_TYPE

    def is_cast(self, n):
        """Is the bracket there that of a cast?"""
        tokens = self.tokens
        if not tokens.type_in(n):
            return False
        follows, before = tokens[tokens.closing[n] + 1], tokens[n - 1]
        if follows is None or not (follows[0].isalnum() or follows[0] in "_(*\"'"):
            return False
        if before == ")":
            return tokens[tokens.opening.get(n - 1, 0) - 1] in HEADS or self.behind_cast(n)
        return before is None or before in BEFORE or not (before[0].isalnum() or before[0] in "_]\"'")

    def operand(self, n):
        """The token after the unary expression that begins there, or None."""
        tokens = self.tokens
        while tokens[n] in PREFIXES or self.is_cast(n):
            n = tokens.closing[n] + 1 if tokens[n] == "(" else n + 1
        if tokens[n] == "(":
            if n not in tokens.closing:
                return None
            n = tokens.closing[n] + 1
        elif tokens[n] and (tokens[n][0].isalnum() or tokens[n][0] in "_\"'"):
            n += 1
        else:
            return None
        while True:
            if tokens[n] in ("(", "[") and n in tokens.closing:
                n = tokens.closing[n] + 1
            elif tokens[n] in (".", "->", "::"):
                n += 2
            elif tokens[n] in STEPS:
                n += 1
            else:
                return n

    def groups(self, n):
        """Is the bracket there one that only groups?"""
        tokens = self.tokens
        before = tokens[n - 1]
        if before == ")":
            return tokens[tokens.opening.get(n - 1, 0) - 1] in HEADS or self.behind_cast(n)
        return before is None or before in BEFORE or not (before[0].isalnum() or before[0] in "_]\"'")

    def is_unary(self, n):
        """Is the & there one that takes an address?"""
        tokens = self.tokens
        before = tokens[n - 1]
        if before == ")":
            return self.behind_cast(n)
        return before is None or before in BEFORE or not (before[0].isalnum() or before[0] in "_]\"'")

    def is_variable(self, start, end):
        """Is something done to what is there that only a variable allows?"""
        tokens = self.tokens
        grouped = False
        while tokens[start - 1] == "(" and tokens[end] == ")" and self.groups(start - 1):
            start, end, grouped = start - 1, end + 1, True
        before = tokens[start - 1]
        # Of &((T)x)->y it is not the cast whose address is taken.
        if tokens[end] not in ("->", ".", "[", "(") and (
                before in STEPS or (before == "&" and self.is_unary(start - 1))):
            return True
        if grouped and tokens[end] in STEPS:
            return True
        # Of *(T)x = 1 it is not the cast that is assigned to.
        return tokens[end] in ASSIGNMENTS and before not in PREFIXES and not self.behind_cast(start)

    def rewrite(self, n, end):
        """(T)x becomes (*(T *)&(x)); if x is a cast, in brackets or not, it, too."""
        tokens = self.tokens
        close = tokens.closing[n]
        inner, behind = close + 1, end
        while tokens[inner] == "(" and tokens.closing.get(inner) == behind - 1 and not self.is_cast(inner):
            inner, behind = inner + 1, behind - 1
        if self.is_cast(inner):
            self.rewrite(inner, behind)
        # There is no place for the star behind (int (*)(void)).
        kind = ("__typeof__(", ")") if tokens.is_pointer_to_function(n) else ("", "")
        tokens.out[n] = "(*" + tokens.out[n] + kind[0]
        tokens.out[close] = kind[1] + " *" + tokens.out[close] + "&("
        tokens.out[end - 1] += "))"


def translate(tokens):
    """Has every cast that is used as a variable be one."""
    casts = Casts(tokens)
    for n, word in enumerate(tokens.words):
        if word != "(" or not tokens.ours[n] or not casts.is_cast(n):
            continue
        end = casts.operand(tokens.closing[n] + 1)
        if end is not None and casts.is_variable(n, end):
            casts.rewrite(n, end)
