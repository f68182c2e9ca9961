# SPDX-License-Identifier: GPL-2.0
"""What Linux's unwinder (ORC) has to know of an image's module on x64, so that stack traces go through it.

objtool makes that of code that it understands. Of an image it is made here: of the routines' unwind data, and
of the instructions of what was made besides. Linux sorts it when the module is loaded. Nothing relies on it
but what Linux prints.
"""
import collections
import re

import capstone.x86 as x86

import flow

# Where a place's routine was called from: the address after its return address is `distance` from `base`, which
# is "sp", "bp", or "(sp)", what is at the stack pointer; None: that is not known. rbp is the caller's, or, if it is not
# None, at `bp` from that address.
State = collections.namedtuple("State", "base distance bp")
UNKNOWN = State(None, 0, None)
# Where a routine begins, and in one that has no unwind data.
ENTERED = State("sp", 8, None)
RBP, SLOT, MOST_PARTS = 5, 8, 32
REGISTERS = {"sp": "ORC_REG_SP", "bp": "ORC_REG_BP", "(sp)": "ORC_REG_SP_INDIRECT"}
# The names are the kernel's, and so is the format: <asm/orc_types.h>.
HEAD = """#if !defined(__KERNEL__)
#define ORC_REG_PREV_SP 1
#define ORC_REG_BP 4
#define ORC_REG_SP 5
#define ORC_REG_SP_INDIRECT 9
#elif defined(CONFIG_UNWINDER_ORC)
#include <asm/orc_types.h>
#endif
#ifndef ORC_TYPE_CALL
#define ORC_TYPE_CALL 0
#endif
#if !defined(__KERNEL__) || defined(CONFIG_UNWINDER_ORC)""".split("\n")

# For tests.
TAIL = """#ifndef __KERNEL__
.globl image_orc_places, image_orc_states, image_orc_end, image_orc_code_end
.section .text
image_orc_code_end:
#endif
#endif""".split("\n")


class Functions:
    """The states of the places in an image's own code."""

    def __init__(self, image, found):
        self._image, self._code = image, found.instructions
        self._places = sorted(found.instructions)
        self._after = dict(zip(self._places, self._places[1:]))
        self._states = {}
        for place in self._places:
            function = image.function(place)
            self._states.setdefault(place, self._state(function, place - function.begin) if function else ENTERED)
            if function and self._states[place].base:
                self._epilogue(function, place)

    def state(self, place):
        return self._states.get(place, UNKNOWN)

    def changes(self, low):
        """Pairs of a place, and the state from there on."""
        last = None
        if low not in self._states:
            yield low, UNKNOWN
        for place in self._places:
            if self._states[place] != last:
                last = self._states[place]
                yield place, last

    def _state(self, function, at):
        """What the prologue has done up to a place."""
        memory, unwind, parts = self._image.memory, function.unwind, 0
        base, distance, bp, pointer = "sp", 0, None, None
        while parts < MOST_PARTS and unwind + 4 <= len(memory):
            version, prologue, count, frame = memory[unwind:unwind + 4]
            codes = memory[unwind + 4:unwind + 4 + 2 * count]
            behind = unwind + 4 + 2 * (count + count % 2)
            if len(codes) < 2 * count or behind + 12 > len(memory):
                return UNKNOWN
            if pointer is None:
                pointer = self._pointer(codes, frame & 15, at >= prologue or bool(version >> 3 & 4), at)
                if pointer and frame & 15 != RBP:
                    return UNKNOWN
                if pointer:
                    base, distance = "bp", -16 * (frame >> 4)
            for place, operation, detail, value in self._codes(codes):
                if place > at:
                    continue
                if operation == 0:
                    bp = distance if detail == RBP else bp
                    distance += SLOT
                elif operation in (1, 2):
                    distance += value
                elif operation == 3:
                    distance = -16 * (frame >> 4)
                elif operation in (4, 5):
                    bp = value + (-16 * (frame >> 4) if pointer else 0) if detail == RBP else bp
                elif operation not in (6, 8, 9):
                    return UNKNOWN
            if not version >> 3 & 4:
                distance += SLOT
                return State(base, distance, bp if bp is None else bp - distance)
            unwind, at, parts = self._image.number(behind + 8), 256, parts + 1
        return UNKNOWN

    def _pointer(self, codes, register, whole, at):
        """Whether the frame pointer is set."""
        if not register or whole:
            return bool(register)
        return all(place <= at for place, operation, _, _ in self._codes(codes) if operation == 3)

    @staticmethod
    def _codes(codes):
        """Where each is, what it is, of which register, and its number."""
        n = 0
        while n + 1 < len(codes):
            operation, detail = codes[n + 1] & 15, codes[n + 1] >> 4
            short, wide = (int.from_bytes(codes[n + 2:n + 2 + size], "little") for size in (2, 4))
            value = {1: wide if detail else SLOT * short, 2: SLOT * (detail + 1), 4: SLOT * short, 5: wide}.get(operation, 0)
            yield codes[n], operation, detail, value
            n += 2 * ({1: 3 if detail else 2, 4: 2, 5: 3, 6: 2, 8: 2, 9: 3}.get(operation, 1))

    def _epilogue(self, function, place):
        """If this is where one begins, what is at its other instructions: pops, and what leaves the routine."""
        pops, at = [], place
        if self._frees(self._code[at]):
            at = self._after.get(at)
        while at in self._code and self._code[at].name == "pop" and self._code[at].operands[0].size == SLOT:
            pops.append(at)
            at = self._after.get(at)
        last = self._code.get(at)
        if not last or not pops and at == place or not self._leaves(function, last):
            return
        state, left = self._states[place], len(pops)
        for pop in [*pops, at]:
            # At the first one of all, it is still what it was.
            if pop != place:
                self._states[pop] = state._replace(base="sp", distance=SLOT * (left + 1))
            if pop != at and flow.family(self._code[pop].operands[0]) == "rbp":
                state = state._replace(bp=None)
            left -= 1

    @staticmethod
    def _frees(instruction):
        """Whether it only moves the stack pointer."""
        operands = instruction.operands
        return instruction.name in ("add", "lea") and operands[0].type == x86.X86_OP_REG and \
            operands[0].reg == x86.X86_REG_RSP and operands[1].type in (x86.X86_OP_IMM, x86.X86_OP_MEM)

    @staticmethod
    def _leaves(function, instruction):
        target = flow.direct(instruction)
        return instruction.name == "ret" or (instruction.name == "jmp" and (
            target is None or not function.begin <= target < function.end))


class Followed:
    """The states at instructions that are made here, as text: there are only these few that count."""

    def __init__(self, state):
        self._known = state
        # From the stack pointer to that address, and from rbp, if it is a frame pointer.
        self._depth = state.distance if state.base == "sp" else None
        self._frame = state.distance if state.base == "bp" else None
        self._below = []

    @property
    def state(self):
        bp = self._known.bp
        if self._frame is not None:
            return State("bp", self._frame, bp)
        if self._depth is not None:
            return State("sp", self._depth, bp)
        # Of all that is on the stack, only a frame pointer leads on.
        if self._below and self._below[-1] is not None:
            return State("(sp)", self._below[-1], bp)
        return UNKNOWN

    def run(self, text):
        """One instruction."""
        words = text.replace(",", " ").split()
        name, operands = words[0], words[1:]
        if name in ("pushq", "pushfq"):
            self._push(operands[0] if operands else "")
        elif name in ("popq", "popfq"):
            self._pop(operands[0] if operands else "")
        elif text == "movq %rsp, %rbp":
            self._frame = self._depth
        elif name == "leave":
            self._depth = self._frame
            self._move(-SLOT)
            self._restore()
        elif len(operands) == 2 and operands[1] == "%rsp":
            self._to(name, operands[0])

    def _move(self, by):
        if self._depth is not None:
            self._depth += by

    def _push(self, what):
        self._below.append(self._frame if what == "%rbp" and self._depth is None else None)
        self._move(SLOT)
        if what == "%rbp":
            if self._known.bp is None and self._frame is None and self._depth is not None:
                self._known = self._known._replace(bp=-self._depth)
            elif self._depth is None:
                self._frame = None

    def _pop(self, what):
        below = self._below.pop() if self._below else None
        self._move(-SLOT)
        if what == "%rbp":
            if below is not None:
                self._frame = below
            else:
                self._restore()

    def _restore(self):
        """rbp is again what it was."""
        self._frame = self._known.distance if self._known.base == "bp" else None
        if self._depth is not None and self._known.bp is not None and self._known.bp == -self._depth - SLOT:
            self._known = self._known._replace(bp=None)

    def _to(self, name, source):
        number = re.match(r"\$(-?\d+)$|(-?\d+)\((%rsp|%rbp)\)$", source)
        if name in ("subq", "addq") and number and number[1]:
            self._move(int(number[1]) if name == "subq" else -int(number[1]))
        elif name == "leaq" and number and number[3] == "%rsp":
            self._move(-int(number[2]))
        elif name == "leaq" and number and self._frame is not None:
            self._depth = self._frame - int(number[2])
        else:
            self._depth = None


def entry(state):
    """Three numbers of 16 bits."""
    fits = state.base and -0x8000 <= state.distance < 0x8000 and (state.bp is None or -0x8000 <= state.bp < 0)
    if not fits:
        return "0, 0, 0"
    bits = f"{REGISTERS[state.base]} | ORC_TYPE_CALL << 8"
    return f"{state.distance}, {state.bp or 0}, {bits}{' | ORC_REG_PREV_SP << 4' if state.bp is not None else ''}"


def source(places):
    """Of pairs of a symbol and the state from there on: the lines of the assembler's source."""
    places = list(places)
    return [*HEAD, '.section .orc_unwind_ip, "a", @progbits', "image_orc_places:", *(f".long {place} - ." for place, _ in places),
            '.section .orc_unwind, "a", @progbits', "image_orc_states:", *(f".short {entry(state)}" for _, state in places),
            "image_orc_end:", *TAIL]


def made(lines, marks):
    """
    The states in the text sections of a source's lines, in which there is nothing but code from each label on;
    `marks` are those of some lines, by their numbers. Returns the lines with more labels, and what source() takes.
    """
    result, places, following, last, text = [], [], None, None, False
    for number, line in enumerate(lines):
        stripped = line.strip()
        if stripped.startswith(".section"):
            text = stripped.startswith(".section .text")
        label = re.match(r"([A-Za-z_]\w*):", line)
        if text and label:
            following = Followed(ENTERED)
        if number in marks:
            following = marks[number] and Followed(marks[number])
            last = following and last
        if text and following and stripped and not label and following.state != last:
            last = following.state
            result.append(f".Limage_orc_{len(places)}:")
            places.append((f".Limage_orc_{len(places)}", last))
        result.append(line)
        if text and following and stripped and not label:
            # A label of one digit may be before it.
            instruction = re.sub(r"^\d:\s*", "", stripped)
            if instruction and not instruction.startswith((".", "/")):
                following.run(instruction)
    return result, places
