# SPDX-License-Identifier: GPL-2.0
"""What is rewritten of what Windows' headers put into a driver's own code.

A jump to code of ours needs five bytes. Where an instruction has fewer, instructions beside it move
along, unless something else may jump to them. What cannot be moved safely stays in the way.
"""
import collections

import capstone.x86 as x86

import flow
import inlined

# Instructions that move from `start` to `end` to code of ours. `vectors` are the numbers of the xmm registers that
# they change.
Run = collections.namedtuple("Run", "start end vectors")
# What is called instead of an instruction: a function of ours, the register that gets its result, of which this many
# bytes are kept (the rest becomes 0, except beside two that are moved), and the register that is its argument.
Instead = collections.namedtuple("Instead", "routine result width argument moved")

JUMP = 5
# Of SSE, what compilers copy and clear memory with: moves and logic, which neither read nor change MXCSR.
MOVES = {"movups", "movaps", "movdqu", "movdqa", "movupd", "movapd", "movq", "movd"}
# These keep a part of the register that they write.
PARTS = {"movlps", "movhps", "movlpd", "movhpd", "movss", "movsd", "movlhps", "movhlps"}
CLEARING = {"xorps", "xorpd", "pxor"}
LOGIC = {"andps", "andpd", "andnps", "orps", "orpd", "pand", "pandn", "por", "punpcklbw", "punpcklwd", "punpckldq",
         "punpcklqdq", "punpckhqdq", "pshufd", "pshuflw", "shufps", "unpcklps", "psrldq", "pslldq"}
VECTORS = {getattr(x86, f"X86_REG_XMM{number}"): number for number in range(16)}
# Of gs: the current thread, and the number of the processor.
GS = {0x188: ("KeGetCurrentThread", (8,)), 0x184: ("KeGetCurrentProcessorNumber", (1, 2, 4)),
      0x1a4: ("KeGetCurrentProcessorNumber", (1, 2, 4))}
# Of fs on i386: these, and the IRQL; and at 0 the list of exception handlers.
FS = {0x124: ("KeGetCurrentThread", (4,)), 0x51: ("KeGetCurrentProcessorNumber", (1,)),
      0x24: ("KeGetCurrentIrql", (1,))}
BYTES = {x86.X86_REG_AL, x86.X86_REG_BL, x86.X86_REG_CL, x86.X86_REG_DL}
# An instruction that only reads such a value, and is done with it on the stack: as text for the assembler, or None for a
# push, which leaves it there.
Beside = collections.namedtuple("Beside", "routine width text")
READING = {"cmp", "test", "add", "sub", "and", "or", "xor"}
SUFFIXES = {1: "b", 2: "w", 4: "l", 8: "q"}
# An instruction of that list: push, pop, load or store, and the register.
Listed = collections.namedtuple("Listed", "name register")
TRAPS = {"fail", "assert"}
STACK = {"push", "pop", "pushf", "popf", "pushfd", "popfd", "pushfq", "popfq", "enter", "leave"}
PUSHED, POPPED = {"pushf", "pushfd", "pushfq"}, {"popf", "popfd", "popfq"}
# They may go on for as long as a register says.
STRINGS = {f"{name}{size}" for name in ("movs", "stos", "cmps", "scas", "lods", "ins", "outs") for size in "bwdq"}
# So many instructions may be between a cli that is kept and its popf.
MOST_GUARDED = 32
# These refer to themselves, or are not moved for simplicity's sake.
STAY = {"jrcxz", "jecxz", "loop", "loope", "loopne", "xbegin"}


class Rewrites:
    """
    What becomes of the places of an image that are in the way.

    `traps` maps the addresses of instructions that become invalid ones to how many bytes these have, `shared` maps the places of addresses in
    KUSER_SHARED_DATA to their distance from its beginning, `wrapped` maps routines that are called with registers of
    SSE saved to those registers, `retargeted` the places of addresses in direct calls to them to the routine, `runs`
    are the Runs, of which a call is the last instruction if there are __try blocks, `instead` maps the addresses within
    them to Insteads, Besides and Listeds, `kept` are the addresses of cli and popf that stay, `left` are the places that stay in the way. If that is allowed, `ended` maps the addresses within
    Runs to what would be in the way, and is the driver's bug check instead, as are those of them that are `traps`; `lost`
    are those of jumps among them, and of what is no instruction that is known.
    """

    def __init__(self, image, found, allow=False):
        self._image, self._flow = image, found
        self.ended, self.lost = {}, set()
        self.traps, self.shared, self.runs, self.instead, self.left = {}, {}, [], {}, []
        self.wrapped, self.retargeted = {}, {}
        self._done = set()
        self._slots = {imported.slot for imported in image.imports}
        self._of_vectors = {place.rva for place in found.places if place.kind == "vector"}
        self._moved, self._elsewhere, self._covered = {}, set(), set()
        self._entered = self._entrances()
        # Filters and blocks of __finally are called as they are.
        self._of_blocks = {scope.handler for scope in image.scopes}
        wanted, self.kept = [], set()
        others = {place.rva for place in found.places if place.kind != "port"}
        for place in sorted(found.places):
            if place.kind in TRAPS and found.instructions[place.rva].size == 2:
                self.traps[place.rva] = 2
                self._done.add(place.rva)
            elif place.kind == "shared" and self._share(place.rva):
                self._done.add(place.rva)
            elif place.kind in (("gs", "cr8") if image.bits == 64 else ("fs",)):
                instead = self._instead(place)
                if instead:
                    self.instead[place.rva] = instead
                    wanted.append(place)
                else:
                    self.left.append(place)
            elif place.kind == "flags" and place.rva not in self.kept and self._guard(place.rva, others):
                pass
            elif place.kind != "vector" and place.rva not in self.kept:
                self.left.append(place)
        for place in wanted:
            if not self._move(place.rva):
                self.left.append(place)
                del self.instead[place.rva]
        vectors = sorted(place for place in found.places if place.kind == "vector")
        # On i386, compilers used them in no driver of their time.
        if image.bits == 64:
            self._wrap_leaves({place.rva for place in vectors})
        for place in vectors:
            if place.rva not in self._done and image.bits == 64:
                self._save(place.rva)
            if place.rva not in self._done:
                self.left.append(place)
        if allow:
            self._end_all()
        self.left.sort()

    def _guard(self, rva, others):
        """
        Keeps a cli behind a pushf, up to the popf of it, if that is a few instructions in a row, which call nothing, jump
        nowhere, and leave the stack alone: interrupts are then what they were. An sti is never kept: they may have been
        off before, as they are in an interrupt service routine.
        """
        instructions = self._flow.instructions
        before = self._flow.before[rva]
        last = next(iter(before)) if len(before) == 1 else None
        if instructions[rva].name != "cli" or last is None or instructions[last].name not in PUSHED or \
                not self._alone(rva, last):
            return False
        place, before = rva + 1, rva
        for _ in range(MOST_GUARDED):
            instruction = instructions.get(place)
            if instruction is None or not self._alone(place, before):
                return False
            if instruction.name in POPPED:
                self.kept |= {rva, place}
                return True
            if place in others or instruction.call or instruction.ends or instruction.name.startswith(("j", "loop", "rep")) or \
                    instruction.name in STACK | STRINGS or flow.direct(instruction) is not None or \
                    "rsp" in self._flow.defines(place) or any(
                        operand.type == x86.X86_OP_MEM and x86.X86_REG_RSP in (operand.mem.base, operand.mem.index) or
                        operand.type == x86.X86_OP_MEM and x86.X86_REG_ESP in (operand.mem.base, operand.mem.index)
                        for operand in instruction.operands):
                return False
            before, place = place, place + instruction.size
        return False

    def done(self, place):
        return place.rva in self.instead or place.rva in self._done

    def _end_all(self):
        """Has the driver end where something is left that is in the way, where there is room for that."""
        for rva in sorted(self._flow.lost | self._flow.invalid):
            # Where no instruction is, none can be that moves.
            if self._end(rva) if rva in self._flow.instructions else self._trap(rva, 0):
                self.ended[rva] = self._flow.unknown[rva]
                self.lost.add(rva)
        for place in list(self.left):
            if inlined.KINDS[place.kind][1] and self._end(place.rva):
                self.ended[place.rva] = place.text
                self.left.remove(place)

    def _end(self, rva):
        """Whether an instruction is in a Run, or can be, in which the stack and the interrupts are the driver's."""
        if rva in self._moved:
            return rva in self._covered or any(run.start <= rva < run.end and not run.vectors for run in self.runs)
        # It does not stay, so what follows it need not be reached.
        instruction = self._flow.instructions[rva]
        return (instruction.name not in STAY and self._move(rva)) or self._trap(rva, instruction.size)

    def _trap(self, rva, size):
        """
        Makes a fault of what has no room for a jump. One byte is enough on x64; more than the instruction has, on i386,
        may be what only it is followed by, or what nobody gets to.
        """
        width, image = self._image.width, self._image
        # Where no instruction is, one that was found later may be, or an address that is written by the loader.
        if not size and (rva in self._flow.taken or any(
                place in image.relocations or place in self._slots for place in range(rva - width + 1, rva + 2))):
            return False
        if size == 1 and self._image.bits == 64:
            self.traps[rva] = 1
            return True
        for byte in range(rva + max(size, 1), rva + 2):
            follows = self._flow.instructions.get(byte)
            if not self._image.is_code(byte) or byte in self._entered or byte in self._moved or byte in self.traps or \
                    self._flow.before[byte] - {rva} or (not follows and byte in self._flow.taken and
                                                        not self._is_padding(byte)):
                self.traps |= {rva: 1} if self._image.bits == 64 else {}
                return rva in self.traps
        self.traps[rva] = 2
        if rva + 1 in self._flow.instructions:
            # Nothing gets to it any more.
            self._moved[rva + 1] = rva
            self._covered.add(rva + 1)
        return True

    def _is_padding(self, byte):
        return self._image.memory[byte] in (0x90, 0xcc)

    def called_only(self, slot):
        """Whether what is imported there is called, and is nothing else: not read, not handed on."""
        width = self._image.width
        users = [self._flow.instructions[self._flow.taken[reference.field]] for reference in self._flow.references
                 if slot - width < reference.target < slot + width]
        return all(user.call or user.name == "jmp" for user in users) and \
            not any(slot - width < target < slot + width for place, target in self._image.relocations.items()
                    if place not in self._flow.accessed)

    def _share(self, rva):
        """Whether an address in KUSER_SHARED_DATA is a field of its own, which can be another address."""
        size, width = self._flow.instructions[rva].size, self._image.width
        fields = [rva + size - 8] if size >= 9 else []
        if width == 4:
            fields = [field for field in self._flow.fields_at(rva) if field is not None]
        for field in fields:
            value = inlined.shared(self._image.number(field, width), self._image.bits)
            if value is not None and field not in self._image.relocations:
                self.shared[field] = value
                return True
        return False

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
        if self._image.bits == 32 and len(operands) in (1, 2):
            listed = self._listed(name, operands)
            if listed:
                return listed
        beside = self._beside(place, name, operands)
        if beside:
            return beside
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
        routine, sizes = (GS if self._image.bits == 64 else FS).get(value.mem.disp, (None, ()))
        if value.size not in sizes or (name == "movzx" and to.size < 4):
            return None
        if value.size == 1 and name == "mov" and to.reg not in BYTES:
            return None
        return Instead(routine, flow.family(to), value.size, None, name == "mov")

    def _beside(self, place, name, operands):
        """What an instruction does that reads such a value beside a register or a constant; None: that is not known."""
        values = GS if self._image.bits == 64 else FS
        memory = next((operand for operand in operands if operand.type == x86.X86_OP_MEM), None)
        if place.kind == "cr8" or memory is None or memory.mem.base or memory.mem.index:
            return None
        routine, sizes = values.get(memory.mem.disp, (None, ()))
        if memory.size not in sizes:
            return None
        if name == "push" and len(operands) == 1 and memory.size == self._image.width:
            return Beside(routine, memory.size, None)
        if name not in READING or len(operands) != 2 or (operands[0] is memory and name not in ("cmp", "test")):
            return None
        other = operands[1] if operands[0] is memory else operands[0]
        stack = "(%rsp)" if self._image.bits == 64 else "(%esp)"
        if other.type == x86.X86_OP_IMM:
            value = other.imm & (1 << 8 * memory.size) - 1
            if memory.size == 8:
                value = other.imm
            text = f"${value:#x}"
        elif other.type == x86.X86_OP_REG and flow.family(other) not in (None, "rsp") and other.size == memory.size:
            text = f"%{self._flow.register_name(other.reg)}"
        else:
            return None
        # The first operand comes last in the assembler's order.
        order = (text, stack) if operands[0] is memory else (stack, text)
        return Beside(routine, memory.size, f"{name}{SUFFIXES[memory.size]} {order[0]}, {order[1]}")

    @staticmethod
    def _listed(name, operands):
        """What an instruction does with the list of exception handlers; None: that is not known."""
        memory = next((operand for operand in operands if operand.type == x86.X86_OP_MEM), None)
        if memory is None or memory.mem.disp or memory.mem.base or memory.mem.index or memory.size != 4:
            return None
        if len(operands) == 1:
            return Listed(name, None) if name in ("push", "pop") else None
        other = operands[1] if operands[0].type == x86.X86_OP_MEM else operands[0]
        register = flow.family(other)
        if name != "mov" or not register or (register == "rsp" and other is operands[0]):
            return None
        return Listed("load" if other is operands[0] else "store", register)

    # Registers of SSE

    def _vectors(self, rva):
        """The xmm registers that an instruction reads and changes; None: it is not one of those that are known."""
        instruction = self._flow.instructions[rva]
        name, operands = instruction.name, instruction.operands
        used = [VECTORS.get(operand.reg) for operand in operands if operand.type == x86.X86_OP_REG and
                operand.reg in inlined.VECTOR]
        if not used:
            return None if rva in self._of_vectors else (set(), set())
        if any(operand.type == x86.X86_OP_MEM and operand.mem.segment in (x86.X86_REG_GS, x86.X86_REG_FS)
               for operand in operands):
            return None
        if None in used or not operands or name not in MOVES | PARTS | CLEARING | LOGIC:
            return None
        to = operands[0]
        changed = {VECTORS[to.reg]} if to.type == x86.X86_OP_REG and to.reg in VECTORS else set()
        if name in CLEARING and len(used) == 2 and used[0] == used[1]:
            return set(), changed
        read = set(used[1:]) if changed else set(used)
        return read | (changed if name not in MOVES else set()), changed

    def _wrap_leaves(self, vectors):
        """Finds routines that call nothing and keep values in registers of SSE over jumps, as memset() does."""
        after = collections.defaultdict(set)
        for target, sources in self._flow.before.items():
            for before in sources:
                instruction = self._flow.instructions.get(before)
                if instruction and not (instruction.call and target != before + instruction.size):
                    after[before].add(target)
        self._elsewhere = self._entered - self._tables()
        begins = [function.begin for function in self._image.functions if not function.chained]
        for begin in begins + self._begins_without():
            if begin in self._flow.instructions:
                self._wrap(begin, after, vectors)

    def _begins_without(self):
        """Routines that the exception directory need not have."""
        return sorted({flow.direct(instruction) for instruction in self._flow.instructions.values()
                       if instruction.call and flow.direct(instruction) is not None and
                       not self._image.function(flow.direct(instruction))})

    def _wrap(self, begin, after, vectors):
        """Wraps the routine that begins there, if all that it does is known, and nobody comes in by another way."""
        instructions, defined, todo = self._flow.instructions, {begin: frozenset()}, [begin]
        while todo:
            rva = todo.pop()
            instruction = instructions.get(rva)
            if instruction is None or not self._may_wrap(rva) or len(defined) > 2000:
                return
            found = self._vectors(rva)
            if found is None or found[0] - defined[rva]:
                return
            now = defined[rva] | found[1]
            for target in after[rva]:
                # On all ways to it.
                known = now if target not in defined else now & defined[target]
                if known != defined.get(target):
                    defined[target] = known
                    todo.append(target)
        body, calls = set(defined), {}
        if begin in self._of_blocks or not body & vectors or body & set(self._moved) or body & (self._done - vectors):
            return
        for rva in body - {begin}:
            if rva in self._elsewhere or self._flow.before[rva] - body:
                return
        for rva in self._flow.before[begin] - body:
            instruction = instructions[rva]
            if flow.direct(instruction) != begin or instruction.size != 5 or instruction.name not in ("call", "jmp"):
                return
            calls[rva + 1] = begin
        if self._flow.before[begin] & body:
            return                      # a loop to its begin would save again
        changed = sorted(set().union(*(self._vectors(rva)[1] for rva in body)))
        self.wrapped[begin] = changed
        self.retargeted.update(calls)
        self._done |= body & vectors
        for rva in body:
            for byte in range(rva, rva + instructions[rva].size):
                self._moved[byte] = rva

    def _tables(self):
        """Where switches jump to: these are known ways."""
        return {target for target, sources in self._flow.before.items()
                if any(before in self._flow.switches for before in sources)}

    def _may_wrap(self, rva):
        """Whether an instruction may be where the stack has something of ours in it, and interrupts are off."""
        instruction = self._flow.instructions[rva]
        if rva in self.instead or rva in self.traps or instruction.call or "rsp" in self._flow.defines(rva) and \
                instruction.name != "ret" or instruction.name in STACK | {"int3", "int", "cli", "sti"}:
            return False
        if instruction.name == "jmp" and flow.direct(instruction) is None and rva not in self._flow.switches:
            return False
        # Its home space is there; arguments after it are not.
        return all(not (operand.type == x86.X86_OP_MEM and x86.X86_REG_RSP in (operand.mem.base, operand.mem.index)) or
                   8 <= operand.mem.disp < 40 for operand in instruction.operands)

    def _save(self, rva):
        """
        Makes a Run of instructions that use registers of SSE, from the first that is not done to the last up to where
        other code may come in, or something happens that cannot be in one: a call, a jump, a change of the stack.
        Within it, each register has to get its value before it is read: then nobody else needs what is in it.
        """
        instructions, changed, start, end, last = self._flow.instructions, set(), rva, rva, None
        place, pending = rva, set()
        while place in instructions and (last is None or self._alone(place, last)) and self._may_stay(place):
            found = self._vectors(place)
            if found is None or found[0] - changed:
                break
            size = instructions[place].size
            if found[0] or found[1]:
                changed |= found[1]
                end = place + size
                pending.add(place)
            last, place = place, place + size
        # Without room for a jump, what follows it comes along.
        while pending and end - start < JUMP:
            if end not in instructions or not self._may_stay(end) or end in self._moved or \
                    not (self._flow.before[end] and end not in self._entered and len(self._flow.before[end]) == 1) or \
                    self._vectors(end) != (set(), set()):
                return
            end += instructions[end].size
        if not pending or any(place in self._moved for place in range(start, end)):
            return
        for place in range(start, end):
            self._moved[place] = start
        self._done |= pending
        self.runs.append(Run(start, end, sorted(changed)))

    def _may_stay(self, rva):
        """Whether an instruction may be where interrupts are off, and memory below the stack is in use."""
        instruction = self._flow.instructions[rva]
        if not self._may_move(rva) or rva in self.instead or rva in self._done or instruction.call or \
                instruction.ends or flow.direct(instruction) is not None:
            return False
        if instruction.name in STACK | {"cli", "sti", "int3", "int"}:
            return False
        return "rsp" not in self._flow.defines(rva)

    # Room

    def _alone(self, rva, before):
        """Whether an instruction is reached from the one before it, and in no other way."""
        return rva not in self._entered and self._flow.before[rva] == {before} and rva not in self._moved

    def _may_move(self, rva):
        instruction = self._flow.instructions.get(rva)
        return instruction and instruction.name not in STAY and rva not in self._moved and rva not in self.traps and \
            rva not in self.kept

    def _returns_elsewhere(self, rva):
        """Whether an instruction is a call that cannot be made from elsewhere and return after its place, which says
        which __try blocks it is in."""
        instruction = self._flow.instructions[rva]
        if not self._of_blocks or not instruction.call or flow.direct(instruction) is not None:
            return False
        called = instruction.operands[0]
        return called.type != x86.X86_OP_REG and not (called.type == x86.X86_OP_MEM and
                                                      called.mem.base == x86.X86_REG_RIP)

    def _move(self, rva):
        """Makes a Run that has the instruction, if there is room."""
        if rva in self._moved:
            return True
        instructions = self._flow.instructions
        start, end, last = rva, rva + instructions[rva].size, rva
        while end - start < JUMP and not instructions[last].ends and self._may_move(end) and self._alone(end, last) and \
                not self._returns_elsewhere(end) and not (self._of_blocks and instructions[last].call):
            last, end = end, end + instructions[end].size
        while end - start < JUMP:
            before = self._flow.before[start]
            previous = next(iter(before)) if len(before) == 1 else None
            if previous is None or not self._may_move(previous) or previous + instructions[previous].size != start or \
                    not self._alone(start, previous) or (self._of_blocks and instructions[previous].call):
                return False
            start = previous
        for place in range(start, end):
            self._moved[place] = start
        self.runs.append(Run(start, end, []))
        return True
