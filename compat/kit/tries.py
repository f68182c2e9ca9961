# SPDX-License-Identifier: GPL-2.0
"""__try { } with __finally { } or __except (filter) { }.

C sources may say `try`, `finally`, `except` and `leave`, as <excpt.h> lets them; only where
the word cannot be the name of something: a driver may have a variable `leave`.

Whatever leaves the first block, that of __finally is run: `return`, `goto`, `break` and
`continue` that leave the first block, and __leave, note what they are and go to its end; after
the second block they are done. The value of a `return` is computed before.
AbnormalTermination() is what was noted. The same is done for __except, whose block is not run
then.

Each __try has a variable of type NT_TRY (include/nt/try.h), which is on the list of its call of
the driver (base/gate.h) as long as its block runs; what is still there when the call ends is
logged, and gone with it. ntparport_try_enter() notes registers, stack and return address
(glue/jump_to.S), and returns once more, with another value, when an exception (base/raise.cc)
is to be filtered, and when the block of __except or __finally is to be run.

Blocks that are to be run have the stack as it was when the __try was entered: the functions
that were called from it have ended by then. Filters run before that, from the inside out,
while all these functions, and whoever raises, keep their variables: on a stack below all of them.
A function that has called alloca() finds its variables by a register of its own and not by
the stack pointer, so each function with a __try begins with that.

A source with a __try is compiled with -O0 (compile.py): at any other level gcc and clang keep
variables that the block has changed where the jump does not find them, returns_twice or not
(tried with gcc 12 and clang 14).

What Linux keeps beside the stack goes along (glue/jump.c): the return addresses of function
graph tracing and of return probes go back to what they were (a return probe on a function that
an exception leaves loses one of its notes, and at last misses calls), and KASAN's stack is
unpoisoned.
"""
from tokens import Mistake

ABNORMAL = {"AbnormalTermination", "_abnormal_termination", "__abnormal_termination", "abnormal_termination"}
CODE = {"GetExceptionCode", "_exception_code", "__exception_code"}
INFORMATION = {"GetExceptionInformation", "_exception_info", "__exception_info"}
# Those of <excpt.h>, which elsewhere are names like any other.
PLAIN_CODE, PLAIN_INFORMATION = {"exception_code"}, {"exception_info"}
# Called by nothing but a __try.
ENTER = "ntparport_try_enter"
# No compiler knows that it is nothing.
OWN_REGISTER = (' { __typeof__(sizeof(0)) nt_nothing = 0; __asm__ volatile("" : "+r" (nt_nothing)); '
                "void *nt_room __attribute__((__unused__)) = __builtin_alloca(nt_nothing); }")
TRY, FINALLY, EXCEPT, LEAVE = (("__" + word, "_" + word) for word in ("try", "finally", "except", "leave"))
# Of a function's declaration, what its type has no part in.
NO_TYPE = {"static", "extern", "virtual", "constexpr", "friend", "explicit", "inline", "__inline__"}


class Frame:
    """A __try, and the ways in which its block is left."""

    def __init__(self, number, root, labels):
        self.number, self.labels = number, labels
        # The outermost one: it has the variable for the value of a return.
        self.root = root or self
        self.returns = self.leaves = False
        self.exits = {}

    def jump(self, kind, label):
        """Notes what is to be done, and goes to the end of the block."""
        code = self.exits.setdefault((kind, label), len(self.exits) + 1)
        return f"nt_how_{self.number} = {code}; goto nt_end_{self.number};"


class Function:
    """One that has a __try."""

    def __init__(self, tokens, type_of_it, count):
        self.tokens, self.type = tokens, type_of_it
        self.count = count

    def end(self, n, stop=";"):
        """The token that ends what begins there."""
        tokens = self.tokens
        while tokens[n] not in (None, stop, "}"):
            n = tokens.closing.get(n, n) + 1
        return n

    def label_end(self, n):
        """The colon of the case or default there; a condition in it has its own."""
        tokens = self.tokens
        conditions = 0
        while tokens[n] not in (None, ";", "}") and (tokens[n] != ":" or conditions):
            conditions += (tokens[n] == "?") - (tokens[n] == ":")
            n = tokens.closing.get(n, n) + 1
        return n

    def expect(self, n, word):
        if self.tokens[n] != word or (word == "{" and n not in self.tokens.closing):
            place = self.tokens.places[min(n, len(self.tokens.places) - 1)]
            raise Mistake(f"{place}: error: expected {word} of __try here; compat/README.md says what of "
                          "Microsoft's C works")
        return n

    def jump(self, kind, label, scopes):
        """The statement that does it from inside these, the innermost first."""
        for scope in scopes:
            if isinstance(scope, Frame):
                if kind == "goto" and label in scope.labels:
                    break
                return f"{{ {scope.jump(kind, label)} }}"
            if kind == "break" or (kind == "continue" and scope == "loop"):
                break
        return f"{kind} {label};" if label else f"{kind};"

    def statement(self, n, scopes):
        """Translates it; returns what follows it, and whether that is reached."""
        tokens = self.tokens
        word = tokens[n]
        if word == "{" and n in tokens.closing:
            end, n, reached = tokens.closing[n], n + 1, True
            while n < end:
                after, reached = self.statement(n, scopes)
                n = max(after, n + 1)
            return end + 1, reached
        if word in ("case", "default"):
            return self.statement(self.label_end(n) + 1, scopes)
        if tokens.is_name(n) and tokens[n + 1] == ":":
            return self.statement(n + 2, scopes)
        if word in ("if", "while", "for", "switch"):
            n += 2 if tokens[n + 1] == "constexpr" else 1
            n = tokens.closing.get(n, n) + 1
            if word == "if":
                n, reached = self.statement(n, scopes)
                if tokens[n] == "else":
                    n, other = self.statement(n + 1, scopes)
                    return n, reached or other
                return n, True
            return self.statement(n, ["switch" if word == "switch" else "loop", *scopes])[0], True
        if word == "do":
            n, _ = self.statement(n + 1, ["loop", *scopes])
            return self.end(n) + 1, True
        if word in TRY:
            return self.guarded(n, scopes)
        if word in LEAVE:
            self.leave(n, scopes)
        elif word in ("return", "goto", "break", "continue"):
            self.depart(n, scopes)
        return self.end(n) + 1, word not in ("return", "goto", "break", "continue", *LEAVE)

    def depart(self, n, scopes):
        """A statement that may leave a __try."""
        tokens = self.tokens
        word, end = tokens[n], self.end(n)
        if word != "return":
            label = tokens[n + 1] if word == "goto" else ""
            new = self.jump(word, label, scopes)
            if new.startswith("{"):
                tokens.out[n] = new[:-2] if word != "goto" else new[:-2].removesuffix(";")
                if word == "goto":
                    tokens.out[n + 1] = ""
                    tokens.out[end] = "; }"
                else:
                    tokens.out[end] = "}"
            return
        frame = next((scope for scope in scopes if isinstance(scope, Frame)), None)
        if not frame:
            return
        value = end > n + 1
        label = ""
        if value and self.type == "void":
            tokens.out[n] = "{ (void)("
        elif value:
            if not self.type:
                raise Mistake(f"{tokens.places[n]}: error: the type of the function is not understood, which a return "
                              "in __try needs; assign the value to a variable, __leave, and return it after __finally")
            frame.root.returns = True
            label = f"nt_value_{frame.root.number}"
            # Of a reference, it is the address.
            reference = self.type.endswith("&")
            tokens.out[n] = f"{{ {label} = {'&' if reference else ''}"
            label = f"{'*' if reference else ''}{label}"
        else:
            tokens.out[n] = "{"
        if value and tokens[n + 1] != "{":
            tokens.out[n] += "(" if label else ""
            tokens.out[end] = ")"
        else:
            tokens.out[end] = ""
        tokens.out[end] += f"; {frame.jump('return', label)} }}"

    def leave(self, n, scopes):
        frame = next((scope for scope in scopes if isinstance(scope, Frame)), None)
        if not frame:
            raise Mistake(f"{self.tokens.places[n]}: error: __leave outside of __try")
        frame.leaves = True
        self.tokens.out[n] = f"goto nt_end_{frame.number}"

    def labels(self, start, end):
        tokens = self.tokens
        return {tokens[n] for n in range(start, end) if tokens.is_name(n) and tokens[n + 1] == ":" and
                tokens[n - 1] in ("{", "}", ";", ":", ")")}

    def guarded(self, n, scopes):
        """A __try, and what belongs to it."""
        tokens = self.tokens
        self.count[0] += 1
        opening = self.expect(n + 1, "{")
        closing = tokens.closing[opening]
        outer = next((scope for scope in scopes if isinstance(scope, Frame)), None)
        frame = Frame(self.count[0], outer and outer.root, self.labels(opening, closing))
        _, reached = self.statement(opening, [frame, *scopes])
        handler = closing + 1
        excepts = tokens[handler] in EXCEPT
        if not excepts and tokens[handler] not in FINALLY:
            raise Mistake(f"{tokens.places[n]}: error: neither __finally nor __except after __try")
        opening = handler + 1
        if excepts:
            opening = self.filter(handler, frame)
        self.expect(opening, "{")
        after, handled = self.statement(opening, scopes)
        end = tokens.closing[opening]
        self.replace(opening, end, CODE | PLAIN_CODE if excepts else ABNORMAL,
                     f"nt_try_{frame.number}.ExceptionCode" if excepts else f"(nt_how_{frame.number} != 0)")
        falls = reached or frame.leaves
        leaves = (f" nt_end_{frame.number}: __attribute__((__unused__)); "
                  f"ntparport_try_leave(&nt_try_{frame.number});")
        exits = self.exits(frame, scopes, falls)
        tokens.out[handler] = ""
        declared = f"int nt_how_{frame.number} __attribute__((__unused__)) = 0; NT_TRY nt_try_{frame.number};"
        if frame.returns:
            declared += f" {self.type.replace('&', '*')} nt_value_{frame.number};"
        enter = f"{ENTER}(&nt_try_{frame.number})"
        if excepts:
            declared += f" int nt_why_{frame.number} = {enter}; if (nt_why_{frame.number}) goto nt_raised_{frame.number};"
            tokens.out[closing] += (f"{leaves}{exits} if (0) {{ nt_raised_{frame.number}: "
                                    f"if (nt_why_{frame.number} == 1) {{ "
                                    f"ntparport_try_filtered(&nt_try_{frame.number}, ")
            tokens.out[end] += " } }"
        else:
            # 1, too, would be abnormal, but is one of the exits.
            declared += f" if ({enter}) {{ nt_how_{frame.number} = -1; goto nt_block_{frame.number}; }}"
            tokens.out[closing] += f"{leaves} nt_block_{frame.number}:;"
            tokens.out[end] += (f" if (nt_how_{frame.number} < 0) for (;;) "
                                f"ntparport_try_resume(&nt_try_{frame.number});{exits} }}")
            handled = handled and falls
            falls = False
        tokens.out[n] = f"{{ {declared} ntparport_try_add(&nt_try_{frame.number}, {int(excepts)});"
        return after, falls or handled

    def filter(self, handler, frame):
        """The filter of __except; returns what follows it."""
        tokens = self.tokens
        opening = handler + 1
        if tokens[opening] != "(" or opening not in tokens.closing:
            self.expect(opening, "(filter)")
        closing = tokens.closing[opening]
        self.replace(opening, closing, CODE | PLAIN_CODE, f"nt_try_{frame.number}.ExceptionCode")
        self.replace(opening, closing, INFORMATION | PLAIN_INFORMATION, f"nt_try_{frame.number}.Information")
        tokens.out[closing] += "); for (;;) { } } else"
        return closing + 1

    def replace(self, start, end, names, new):
        """Calls of a function that is not one."""
        tokens = self.tokens
        for place in range(start, end):
            if tokens[place] in names and tokens.out[place] == tokens[place] and tokens[place + 1] == "(":
                tokens.out[place] = new
                tokens.out[place + 1] = tokens.out[tokens.closing[place + 1]] = ""

    def exits(self, frame, scopes, falls):
        """What is done at the end, if a statement has left the block."""
        exits = [(f"if (nt_how_{frame.number} == {code}) ", self.jump(kind, label, scopes))
                 for (kind, label), code in frame.exits.items()]
        if exits and not falls:
            # The compiler knows nothing of how, and would see an end that is not reached.
            exits[-1] = ("", exits[-1][1])
        return "".join(f" {when}{what}" for when, what in exits)


def behind_template(tokens, n):
    """What follows `template <...>` there."""
    depth = 0
    while tokens[n] is not None:
        n += 1
        depth += (tokens[n] == "<") - (tokens[n] == ">")
        if tokens[n] == ">" and not depth:
            break
    return n + 1


def scope(tokens, name):
    """Where the name begins, with the classes that it is in: `List<T>::Get`."""
    while tokens[name - 1] == "::":
        name -= 2
        if tokens[name] == ">":
            while tokens[name] not in ("<", None):
                name -= 1
            name -= 1
    return name


def type_of(tokens, start, name, language):
    """The type that the function returns, as it is written; empty if it is not understood."""
    operator = next((n for n in range(name, max(start - 1, name - 6), -1) if tokens[n] == "operator"), None)
    # VOID (*name(int))(int): the word before the first bracket is the type, and there is more of it after that.
    if operator is None and tokens[tokens.closing.get(name + 1, name) + 1] in ("(", "["):
        return ""
    end = scope(tokens, name if operator is None else operator)
    if operator is not None and tokens.is_type_word(operator + 1) and tokens[operator + 1] not in ("new", "delete"):
        # operator LONG()
        start, end = operator + 1, name + 1
        end += tokens[end] == "*"
    words, n = [], start
    while n < end:
        word = tokens[n]
        if word == "template":
            n = behind_template(tokens, n)
            continue
        if word == "__attribute__":
            n = tokens.closing.get(n + 1, n)
        elif word in ("(", "~"):
            return ""
        elif not word.startswith('"'):
            words += [part for part in tokens.out[n].split() if part not in NO_TYPE]
        n += 1
    # The variable for the value can be assigned to.
    if words and words[-1] != "&":
        last = len(words) - words[::-1].index("*") if "*" in words else 0
        words = words[:last] + [word for word in words[last:] if word != "const"]
    # A function of C's that does not say it returns an int.
    return " ".join(words) or ("int" if language == "c" else "")


def begins_statement(tokens, n):
    """Is it where a statement begins, and not part of an expression or a declaration?"""
    before = tokens[n - 1]
    if before == ")":
        # After if (...); not a cast.
        return tokens.opening.get(n - 1) is not None and not tokens.type_in(tokens.opening[n - 1])
    if before == ":":
        # Of a label, and not of a condition.
        others, n = 0, n - 2
        while tokens[n] not in (None, ";", "{", "}"):
            if tokens[n] == "?" and not others:
                return False
            others += (tokens[n] == ":") - (tokens[n] == "?")
            n = tokens.opening.get(n, n) - 1
        return True
    return before in ("{", "}", ";", "else", "do")


def plain(tokens):
    """Gives the words of <excpt.h> their underscores, where they are these words."""
    blocks = []
    for n, word in enumerate(tokens.words):
        if word == "try" and tokens[n + 1] == "{" and begins_statement(tokens, n):
            tokens.words[n] = tokens.out[n] = "__try"
        if tokens[n] in TRY and n + 1 in tokens.closing:
            end = tokens.closing[n + 1]
            blocks.append(end)
            if (tokens[end + 1], tokens[end + 2]) in (("except", "("), ("finally", "{")):
                tokens.words[end + 1] = tokens.out[end + 1] = "__" + tokens[end + 1]
        while blocks and blocks[-1] < n:
            blocks.pop()
        if word == "leave" and blocks and tokens[n + 1] == ";" and begins_statement(tokens, n):
            tokens.words[n] = tokens.out[n] = "__leave"


def translate(tokens, language):
    """Translates every __try."""
    if language == "c":
        plain(tokens)
    count = [0]
    for start, name, body in tokens.bodies():
        end = tokens.closing[body]
        if any(word in TRY for word in tokens.words[body:end]):
            Function(tokens, type_of(tokens, start, name, language), count).statement(body, [])
            tokens.out[body] += OWN_REGISTER
