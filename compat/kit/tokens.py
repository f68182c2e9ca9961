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
# Of these alone no type consists.
QUALIFIERS = {"const", "volatile", "__extension__"}
# What may be anywhere in a declaration, with brackets or without.
ATTRIBUTES = {"__attribute__", "__attribute", "__declspec", "_declspec", "__asm__", "_Alignas", "alignas", "__restrict",
              "__restrict__", "typedef", "static", "extern", "inline", "__inline__"}
TYPEOF = {"typeof", "__typeof", "__typeof__", "decltype"}
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
            elif word == "using" and self.is_name(n + 1) and self[self._skipped(n + 2)] == "=":
                self.types.add(self.words[n + 1])
            elif word in ("struct", "class", "union", "enum") and language == "c++" and self.is_name(n + 1):
                self.types.add(self.words[n + 1])

    def __getitem__(self, n):
        """A token's word; None beyond the ends."""
        return self.words[n] if 0 <= n < len(self.words) else None

    def is_name(self, n):
        return WORD.fullmatch(self[n] or "") is not None and self[n] not in KEYWORDS

    def _skipped(self, n):
        """Behind the attributes that are there."""
        while self[n] in ATTRIBUTES:
            n = self.closing.get(n + 1, n) + 1 if self[n + 1] == "(" else n + 1
        return n

    def _typedef(self, n):
        """The names that a declaration declares."""
        # What the type of the first declarator consists of, and the last name that is not in brackets.
        parts, name = 0, None
        while self[n] not in (None, ";", "}"):
            word = self[n]
            if word in ATTRIBUTES:
                n = self._skipped(n)
                continue
            if word == ",":
                self._declares(name)
                parts, name = 2, None
            elif word in TAGS or word == "enum":
                # The tag is not a part of its own.
                n = self._skipped(n + 1)
                parts += 1
                n += self.is_name(n) and self[n + 1] != "<"
                continue
            elif word in OF_TYPES - QUALIFIERS:
                parts += 1
            elif self[n + 1] == "(" and word in NO_NAMES:
                # typeof(x)
                parts, n = parts + 1, n + 1
            elif word == "<":
                n = self._template_end(n)
            elif word == "::":
                parts -= 1
            elif word == "(" and (name is None or parts < 2):
                # VOID (*name)(...); with a name before it and nothing else, that may be the type.
                name = self._in_brackets(n) or name
                n = self._behind_declarator(n)
                continue
            elif word in ("(", "["):
                n = self._behind_declarator(n)
                continue
            elif self.is_name(n):
                parts, name = parts + 1, n
            n = self.closing.get(n, n) + 1
        self._declares(name)

    def _declares(self, n):
        if n is not None:
            self.types.add(self[n])

    def _template_end(self, n):
        """The last token of what is in < and >."""
        depth, start = 0, n
        while self[n] not in (None, ";", "{"):
            depth += {"<": 1, ">": -1, ">>": -2}.get(self[n], 0)
            if depth <= 0:
                return n
            n = self.closing.get(n, n) + 1
        return start

    def _behind_declarator(self, n):
        """Behind all brackets that are there."""
        while self[n] in ("(", "[") and n in self.closing:
            n = self.closing[n] + 1
        return n if self[n] not in ("(", "[") else n + 1

    def _in_brackets(self, n):
        """The name that is declared in the brackets of a declarator, `(*name)`, `(*(*name)(int))[3]`; or None."""
        end = self.closing.get(n, n)
        name, n = None, n + 1
        while n < end:
            if self[n] in ATTRIBUTES:
                n = self._skipped(n)
            elif self[n] in ("(", "["):
                return name if name is not None else self._in_brackets(n)
            elif self[n] in OF_TYPES - QUALIFIERS or self[n] == ",":
                # Of parameters.
                return None
            else:
                name = n if self.is_name(n) else name
                n += 1
        return name

    def type_in(self, n):
        """Are the brackets that open there around a type? `(ULONG const *)`, `(int (*)(void))`"""
        end = self.closing.get(n)
        if self[n] != "(" or end is None or end == n + 1:
            return False
        words = self.words[n + 1:end]
        if words[0] in TYPEOF and self.closing.get(n + 2) is not None:
            # Of (typeof(x) *) the rest is what makes a pointer of a type.
            return all(word in ("*", *QUALIFIERS) for word in self.words[self.closing[n + 2] + 1:end])
        if "(" in words:
            declarator = n + 1 + words.index("(")
            if declarator == n + 1 or not self._is_abstract(declarator, end):
                return False
            words = words[:declarator - n - 1]
        while "::" in words[1:-1] and all(map(WORD.fullmatch, (words[0], words[2]))):
            # Of a namespace or a class.
            words = words[2:]
            if words[0] not in self.types:
                return False
        tagged = words[0] in ("struct", "union", "enum", "class")
        start = 2 if tagged else 0
        if not tagged and words[0] not in self.types:
            return False
        return all(word == "*" or word in OF_TYPES or (place == 0 and word in self.types) or
                   (words[place - 1] in ("const", "volatile", *TAGS, "enum") and "*" not in words[:place] and
                    (word in self.types or words[place - 1] not in QUALIFIERS))
                   for place, word in enumerate(words) if place >= start)

    def is_pointer_to_function(self, n):
        """Is the type in the brackets there one that has brackets of its own? `(int (*)(void))`"""
        return "(" in self.words[n + 1:self.closing[n]] and self[n + 1] not in TYPEOF

    def _is_abstract(self, n, end):
        """Is that what stands behind a type to make one of a pointer to a function or an array? `(*)(void)`"""
        if self[n] != "(" or n not in self.closing:
            return False
        inner, last = n + 1, self.closing[n]
        inner = self._skipped(inner)
        stars = inner
        while self[inner] in ("*", *QUALIFIERS) or (self.is_name(inner) and self[inner + 1] == "::"):
            inner += 2 if self[inner + 1] == "::" else 1
        if "*" not in self.words[stars:inner] or not (inner == last or self._is_abstract(inner, last)):
            return False
        n = last + 1
        while self[n] in ("(", "[") and n < end:
            n = self.closing.get(n, end) + 1
        return n == end

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
