# SPDX-License-Identifier: GPL-2.0
"""Words of today's C and C++ that are names in a driver: `int concept;`, `struct { int inline; }`.

Where a source declares something of such a name, that is what the word means in it. (`and`, `or` and so
on are names by the compiler's -fno-operator-names.) The same goes for a function of C's that a compiler would
know, and Windows does not have: `int ffs(int); ULONG index;`.
"""
import re

C = {"asm", "inline", "restrict", "typeof"}
CXX = {"alignas", "alignof", "char8_t", "char16_t", "char32_t", "co_await", "co_return", "co_yield", "concept",
       "consteval", "constexpr", "constinit", "decltype", "export", "noexcept", "nullptr", "requires", "static_assert",
       "thread_local", "typeof"}
# What follows the name in a declaration of it.
BEHIND = {"=", ";", ",", ")", "[", "(", ":"}
# After a comma, as in f(a, nullptr).
BEHIND_COMMA = {"=", ";", "["}
PREFIX = "nt_name_"
# What a function of C's or of Linux's may be called.
OF_C = re.compile(r"[a-z][a-z0-9_]*")


def enumerators(tokens):
    """Yields the places of all names that enums have in their braces."""
    for n, word in enumerate(tokens.words):
        brace = n + 2 if tokens[n + 2] == "{" else n + 1
        if word != "enum" or tokens[brace] != "{" or brace not in tokens.closing:
            continue
        for place in range(brace + 1, tokens.closing[brace]):
            if tokens[place - 1] in ("{", ","):
                yield place


def in_list(tokens, n):
    """Is that in a list of what is declared, `int a, concept, requires;`, and not in one of arguments?"""
    start = n
    while tokens[start - 1] not in (None, ";", "{", "}", "("):
        start = tokens.opening.get(start - 1, start - 1)
    opening = tokens[start - 1]
    while tokens[start] in ("static", "extern", "const", "volatile"):
        start += 1
    name = start + 1
    while tokens[name] in ("*", "const", "volatile"):
        name += 1
    return opening != "(" and tokens[start] in tokens.types and tokens.is_name(name)


def is_declared(tokens, n):
    """Is that a declaration of the word as a name?"""
    before, word = tokens[n - 1], tokens[n]
    if tokens[n + 1] not in BEHIND or (word in ("asm", "typeof") and tokens[n + 1] == "("):
        return False
    if before == "," or (before == "*" and tokens[n - 2] == ","):
        return tokens[n + 1] in BEHIND_COMMA or (tokens[n + 1] == "," and in_list(tokens, n))
    if before == "*":
        # f(int *restrict, int)
        return word != "restrict" and tokens[n - 2] in tokens.types
    return before in tokens.types and before not in ("const", "volatile")


def translate(tokens, language):
    """Gives each such name another one."""
    words = C if language == "c" else CXX
    if not words.intersection(tokens.words):
        return
    names = {tokens[n] for n, word in enumerate(tokens.words) if word in words and tokens.ours[n] and
             is_declared(tokens, n)}
    names |= {tokens[n] for n in enumerators(tokens) if tokens.ours[n] and tokens[n] in words}
    for n, word in enumerate(tokens.words):
        if word in names and tokens.ours[n]:
            tokens.words[n] = tokens.out[n] = PREFIX + word


def own(tokens):
    """The names that a source of C declares itself, of those that functions of a compiler's may have."""
    names, n = set(), 0
    while n < len(tokens.words):
        if (tokens.ours[n] and OF_C.fullmatch(tokens[n]) and tokens.is_name(n) and tokens[n + 1] in BEHIND and
                (tokens[n - 1] in ("*", ",") or tokens.is_type_word(n - 1))):
            names.add(tokens[n])
        n = tokens.closing.get(n, n) + 1
    return names
