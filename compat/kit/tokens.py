# SPDX-License-Identifier: GPL-2.0
"""The tokens of a preprocessed source, for what looks at more than one of them.

A pass of dialect.py reads words and brackets here, and writes into `out`: each token's
text, what was put before and after it included, so that every line keeps its number.
"""
import re

# Of types that have members.
TAGS = {"struct", "union", "class"}
CLOSING = {"(": ")", "[": "]", "{": "}"}
# What may stand before a parenthesis, and is not the name of a function.
NO_NAMES = {None, "__attribute__", "__attribute", "__asm__", "__typeof__", "__typeof", "typeof", "_Alignas", "alignas",
            "decltype", "if", "while", "for", "switch", "catch", "sizeof", "return"}
# Words that a type begins with or consists of.
OF_TYPES = {"void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "const",
            "volatile", "struct", "union", "enum", "class", "wchar_t", "bool", "_Bool", "__extension__"}
KEYWORDS = OF_TYPES | {"if", "else", "while", "for", "do", "switch", "case", "default", "return", "goto",
                       "break", "continue", "sizeof", "typedef", "static", "extern", "inline", "__inline__"}
WORD = re.compile(r"[A-Za-z_]\w*")


class Mistake(Exception):
    """What cannot be translated."""


class Tokens:
    """The solid ones, those that are not blank, by their place among them."""

    def __init__(self):
        self.words, self.out, self.ours, self.places = [], [], [], []
        self.closing, self.opening = {}, {}
        self.types = set(OF_TYPES)

    def add(self, word, text, ours, place):
        self.words.append(word)
        self.out.append(text)
        self.ours.append(ours)
        self.places.append(place)

    def finish(self, language):
        """Finds the brackets that belong together, and the names of types."""
        stack = []
        for n, word in enumerate(self.words):
            if word in CLOSING:
                stack.append(n)
            elif word in (")", "]", "}"):
                # One that belongs to nothing is the compiler's to complain about.
                if stack and CLOSING[self.words[stack[-1]]] == word:
                    self.closing[stack[-1]] = n
                    self.opening[n] = stack.pop()
        for n, word in enumerate(self.words):
            if word == "typedef":
                self._typedef(n + 1)
            elif word in ("struct", "class", "union", "enum") and language == "c++" and self.is_name(n + 1):
                self.types.add(self.words[n + 1])

    def __getitem__(self, n):
        """A token's word; None beyond the ends."""
        return self.words[n] if 0 <= n < len(self.words) else None

    def is_name(self, n):
        return WORD.fullmatch(self[n] or "") is not None and self[n] not in KEYWORDS

    def _typedef(self, n):
        """The names that a declaration declares."""
        brackets = False
        while self[n] not in (None, ";"):
            if self.is_name(n) and self[n + 1] in (";", ",", "[", "("):
                self.types.add(self[n])
            if self[n] == "(" and not brackets:
                # VOID (*name)(...)
                brackets = True
                last = self.closing.get(n, n) - 1
                if self[last - 1] == "*" and self.is_name(last):
                    self.types.add(self[last])
            n = self.closing.get(n, n) + 1

    def type_in(self, n):
        """Are the brackets that open there around a type? `(ULONG const *)`"""
        end = self.closing.get(n)
        if self[n] != "(" or end is None or end == n + 1:
            return False
        words = self.words[n + 1:end]
        tagged = words[0] in ("struct", "union", "enum", "class")
        start = 2 if tagged else 0
        if not tagged and words[0] not in self.types:
            return False
        return all(word == "*" or word in OF_TYPES or (place == 0 and word in self.types) or
                   (words[place - 1] in ("const", "volatile") and word in self.types and "*" not in words[:place])
                   for place, word in enumerate(words) if place >= start)

    def old_style_body(self, opening):
        """The brace of a function whose parameters are declared after its brackets, `f(a) int a; {`, or None."""
        closing = self.closing.get(opening)
        if closing is None or closing == opening + 1 or (closing - opening) % 2:
            return None
        if not all(self.is_name(n) if (n - opening) % 2 else self[n] == "," for n in range(opening + 1, closing)):
            return None
        n = closing + 1
        while self[n] != "{":
            if not WORD.fullmatch(self[n] or "") or self[n] in NO_NAMES:
                return None
            start = n
            while self[n] not in (None, ";", "{", "}", "="):
                n = self.closing.get(n, n) + 1
            # One word is not a declaration, but an annotation: f(a) ANNOTATED;
            if self[n] != ";" or n == start + 1:
                return None
            n += 1
        return n if n > closing + 1 else None

    def is_function(self, n):
        """Is there the name of a function before that bracket? It may be that of an operator."""
        if WORD.fullmatch(self[n - 1] or ""):
            return self[n - 1] not in NO_NAMES
        return "operator" in self.words[max(n - 4, 0):n - 1]

    def scope_at(self, brace):
        """The word, `class` or `namespace`, and the name before the brace there; None where there is none."""
        if self[brace - 2] == "extern":
            return "extern", None
        tag = brace - 1
        while self[tag] not in (None, ";", "{", "}", "=", "namespace", *TAGS):
            tag = self.opening.get(tag, tag) - 1
        name = tag + 1
        while self[name] == "__attribute__":
            name = self.closing.get(name + 1, name + 1) + 1
        named = self[tag] in ("namespace", *TAGS) and self.is_name(name)
        return (self[tag], self[name]) if named else (None, None)

    def is_type_word(self, n):
        return self[n] in self.types or self.is_name(n)

    def bodies(self):
        """Yields (start of its declaration, its name, its body) of each function."""
        start = depth = 0
        name = None
        n = 0
        while n < len(self.words):
            word = self.words[n]
            if word == "{":
                if name is not None and depth == 0 and n in self.closing:
                    yield start, name, n
                    n = self.closing[n]
                elif name is None and depth == 0 and self[n - 1] == "=":
                    n = self.closing.get(n, n)
                name, start = None, n + 1
            elif word == "}":
                name, start = None, n + 1
            elif word == "(":
                if depth == 0 and name is None and self.is_function(n):
                    name = n - 1
                    body = self.old_style_body(n)
                    if body in self.closing:
                        # The brace comes next.
                        n = body
                        continue
                depth += 1
            elif word == ")":
                depth = max(0, depth - 1)
            elif depth == 0 and word in (";", "="):
                name = None
                start = n + 1 if word == ";" else start
            elif depth == 0 and word == ":" and self[n - 1] in ("public", "private", "protected"):
                start = n + 1
            n += 1
