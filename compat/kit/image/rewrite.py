# SPDX-License-Identifier: GPL-2.0
"""What is rewritten of what Windows' headers put into a driver's own code.

A jump to code of ours needs five bytes. Where an instruction has fewer, instructions beside it move
along, unless something else may jump to them. What cannot be moved safely stays in the way.
"""
import collections

import capstone.x86 as x86

import flow
import inlined

# Instructions that move from `start` to `end` to code of ours; `places` are those of them that are rewritten.
Run = collections.namedtuple("Run", "start end places")
# What is called instead of an instruction: a function of ours, the register that gets its result, of which so many
# bytes are kept (the rest becomes 0, except beside two that are moved), and the register that is its argument.
Instead = collections.namedtuple("Instead", "routine result width argument moved")

JUMP = 5
# Of gs: the current thread, and the number of the processor.
GS = {0x188: ("KeGetCurrentThread", (8,)), 0x184: ("KeGetCurrentProcessorNumber", (2, 4))}
TRAPS = {"fail", "assert"}
# These refer to themselves, or are not moved for simplicity's sake.
STAY = {"jrcxz", "jecxz", "loop", "loope", "loopne", "xbegin"}


class Rewrites:
    """
    What becomes of the places of an image that are in the way.

    `traps` are the addresses of software interrupts that become ud2, `shared` maps the places of addresses in
    KUSER_SHARED_DATA to their distance from its beginning, `runs` the Runs, `instead` maps the addresses
    within them to Insteads, `left` are the places that stay in the way.
    """

    def __init__(self, image, found):
        self._image, self._flow = image, found
        self.traps, self.shared, self.runs, self.instead, self.left = [], {}, [], {}, []
        self._done = set()
        self._moved = {}
        self._entered = self._entrances()
        wanted = []
        for place in sorted(found.places):
            if place.kind in TRAPS and found.instructions[place.rva].size == 2:
                self.traps.append(place.rva)
                self._done.add(place.rva)
            elif place.kind == "shared" and self._share(place.rva):
                self._done.add(place.rva)
            elif place.kind in ("gs", "cr8"):
                instead = self._instead(place)
                if instead:
                    self.instead[place.rva] = instead
                    wanted.append(place)
                else:
                    self.left.append(place)
            else:
                self.left.append(place)
        for place in wanted:
            if not self._move(place.rva):
                self.left.append(place)
                del self.instead[place.rva]

    def done(self, place):
        return place.rva in self.instead or place.rva in self._done

    def _share(self, rva):
        """Whether an address in KUSER_SHARED_DATA is a field of its own, which can be another address."""
        size = self._flow.instructions[rva].size
        field = rva + size - 8
        value = self._image.number(field, 8) - inlined.SHARED
        if size < 9 or not 0 <= value < 0x1000 or field in self._image.relocations:
            return False
        self.shared[field] = value
        return True

    def _entrances(self):
        """Where code may be entered by other ways than jumps that are known."""
        image = self._image
        entered = {image.header.AddressOfEntryPoint, *image.handlers, *image.guarded, *image.exports.values(),
                   *image.relocations.values(), *(reference.target for reference in self._flow.references)}
        for function in image.functions:
            entered |= {function.begin, function.end}
        for scope in image.scopes:
            entered |= set(scope)
        return entered

    def _instead(self, place):
        """What an instruction does, as a call; None: that is not known."""
        name, operands = self._flow.instructions[place.rva].name, self._flow.instructions[place.rva].operands
        if name not in ("mov", "movzx") or len(operands) != 2:
            return None
        to, value = operands
        if place.kind == "cr8":
            register = flow.family(to if value.type == x86.X86_OP_REG and value.reg == x86.X86_REG_CR8 else value)
            if not register or register == "rsp":
                return None
            return Instead("KeGetCurrentIrql", register, 1, None, False) if flow.family(to) == register else \
                Instead("image_set_irql", None, 0, register, False)
        if value.type != x86.X86_OP_MEM or value.mem.base or value.mem.index or flow.family(to) in (None, "rsp"):
            return None
        routine, sizes = GS.get(value.mem.disp, (None, ()))
        if value.size not in sizes or (name == "movzx" and to.size < 4):
            return None
        return Instead(routine, flow.family(to), value.size, None, name == "mov")

    # Room

    def _alone(self, rva, before):
        """Whether an instruction is reached from the one before it, and in no other way."""
        return rva not in self._entered and self._flow.before[rva] == {before} and rva not in self._moved

    def _may_move(self, rva):
        instruction = self._flow.instructions.get(rva)
        return instruction and instruction.name not in STAY and rva not in self._moved and rva not in self.traps

    def _move(self, rva):
        """Makes a Run that has the instruction, if there is room."""
        if rva in self._moved:
            return True
        instructions = self._flow.instructions
        start, end, last = rva, rva + instructions[rva].size, rva
        while end - start < JUMP and not instructions[last].ends and self._may_move(end) and self._alone(end, last):
            last, end = end, end + instructions[end].size
        while end - start < JUMP:
            before = self._flow.before[start]
            previous = next(iter(before)) if len(before) == 1 else None
            if previous is None or not self._may_move(previous) or previous + instructions[previous].size != start or \
                    not self._alone(start, previous):
                return False
            start = previous
        for place in range(start, end):
            self._moved[place] = start
        self.runs.append(Run(start, end, [place for place in range(start, end) if place in self.instead]))
        return True
