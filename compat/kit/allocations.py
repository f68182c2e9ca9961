# SPDX-License-Identifier: GPL-2.0
"""Arrays of C++ are made by `operator new`, as until Visual C++ 6.

msc.h has the array forms stand for the plain ones in kits of these compilers; that goes where a source has its own.
Of each `operator new(size_t, POOL_TYPE)` there is one for arrays, too.
"""
SIZE = "decltype(sizeof(0))"
# After these, a type goes on.
TAGGED = {"struct", "enum", "union", "class", "const", "volatile"}


def globals_of(tokens):
    """Yields (`new` or `delete`, whether it is that of arrays, its bracket) of each global operator."""
    n = 0
    while n < len(tokens.words):
        if tokens[n] == "{" and n in tokens.closing and tokens.scope_at(n)[0] != "extern":
            n = tokens.closing[n]
        elif tokens[n] == "operator" and tokens[n + 1] in ("new", "delete") and tokens[n - 1] != "::":
            arrays = tokens[n + 2] == "["
            yield tokens[n + 1], arrays, n + 4 if arrays else n + 2
        n += 1


def split(tokens, opening):
    """The places where the parameters in these brackets begin, and where they end."""
    found, n = [[opening + 1, None]], opening + 1
    while n < tokens.closing[opening]:
        if tokens[n] == ",":
            found[-1][1] = n
            found.append([n + 1, None])
        n = tokens.closing.get(n, n) + 1
    found[-1][1] = n
    return found


def types(tokens, opening):
    """What the parameters after the first one are, and their defaults; None if that cannot be said."""
    found = []
    for start, end in split(tokens, opening)[1:]:
        default = next((n for n in range(start, end) if tokens[n] == "="), end)
        if any(tokens[n] in ("(", "[", "...") for n in range(start, default)):
            return None
        last = default
        if last > start + 1 and tokens.is_name(last - 1) and tokens[last - 2] not in TAGGED and (
                tokens[last - 2] in ("*", "&") or tokens.is_type_word(last - 2)):
            last -= 1
        found.append((" ".join(tokens.out[n].strip() for n in range(start, last)),
                      " ".join(tokens.out[n].strip() for n in range(default, end))))
    return found


def end_of(tokens, closing):
    """The last token of the declaration whose parameters end there."""
    n = closing + 1
    while tokens[n] not in (None, ";", "{"):
        n = tokens.closing.get(n, n) + 1
    return tokens.closing.get(n, n) if tokens[n] else None


def plain(tokens):
    """The brackets of the global operators that take a size alone."""
    return {bracket for _, _, bracket in globals_of(tokens)
            if bracket in tokens.closing and len(split(tokens, bracket)) == 1}


def of_arrays(tokens, own, bracket, end):
    """Puts one for arrays after a declaration that ends there, unless there is one."""
    more = types(tokens, bracket)
    key = ("new", tuple(of for of, _ in more or ()))
    if not more or key in own:
        return
    own.add(key)
    names = [f"nt_{n}" for n in range(len(more) + 1)]
    parameters = ", ".join(f"{of} {name}{default}" for (of, default), name in zip([(SIZE, ""), *more], names))
    tokens.out[end] += (f" inline void *operator new[]({parameters}) noexcept "
                        f"{{ return operator new({', '.join(names)}); }}")


def translate(tokens):
    found = [(kind, arrays, bracket) for kind, arrays, bracket in globals_of(tokens) if bracket in tokens.closing]
    own = {(kind, tuple(of for of, _ in types(tokens, bracket) or ())) for kind, arrays, bracket in found
           if arrays and tokens.ours[bracket]}
    for kind, arrays, bracket in found:
        end = end_of(tokens, tokens.closing[bracket])
        label = next((n for n in range(bracket, end or 0) if tokens[n] == "__asm__"), None)
        if label and not tokens.ours[bracket] and (kind, ()) in own:
            tokens.out[label:end] = [""] * (end - label)
        elif end and tokens.ours[bracket] and kind == "new" and not arrays:
            of_arrays(tokens, own, bracket, end)
