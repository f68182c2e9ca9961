# SPDX-License-Identifier: GPL-2.0
"""Finds the instructions of an image by following them from every place where its code begins.

Nothing is swept: what no flow reaches is not taken for code. But each byte of a function
of the exception directory has to be accounted for, as an instruction, a table, or padding; those
that are not are in `unknown`, with whatever else could not be understood.

An image for i386 has no such directory. But all that is absolute in it is relocated, and so is known: the
addresses in its data and in its instructions are where code may begin.
"""
import collections

import capstone
import capstone.x86 as x86

import inlined

Place = collections.namedtuple("Place", "rva kind text")
# A field of an instruction that is relative to the instruction's end.
Reference = collections.namedtuple("Reference", "field end target")
Table = collections.namedtuple("Table", "rva count width base jump")
# Where fields of an instruction are that may be relocated: of an address in memory, and of a value.
Fields = collections.namedtuple("Fields", "memory value")

# No compiler makes them of a driver's source, but text and tables decode to them.
ODD = {"arpl", "enter", "salc", "xlatb", "insb", "insd", "insw", "outsb", "outsd",
       "outsw", "cli", "sti", "hlt", "iretd", "iret", "iretq", "loop", "loope", "loopne", "jrcxz", "jecxz", "les",
       "lds", "retf", "retfq", "lcall", "ljmp", "into", "int1", "cmc", "std", "fs", "gs", "lock",
       "lahf", "sahf", "wait", "int"}
ENDS = {"ret", "jmp", "ud2", "int3", "iretq", "iretd", "retf", "retfq", "sysret", "ljmp"}
TEXT = {chr(code) for code in range(0x20, 0x7f)} | set("\t\r\n")
# Registers of a family are one register; a call changes these.
FAMILIES = {}
for _names in ("rax eax ax al ah", "rbx ebx bx bl bh", "rcx ecx cx cl ch", "rdx edx dx dl dh", "rsi esi si sil",
               "rdi edi di dil", "rbp ebp bp bpl", "rsp esp sp spl",
               *(f"r{_n} r{_n}d r{_n}w r{_n}b" for _n in range(8, 16))):
    for _name in _names.split():
        FAMILIES[getattr(x86, f"X86_REG_{_name.upper()}")] = _names.split()[0]
# They change nothing but flags and memory, whatever capstone says of them.
CHANGE_NOTHING = {"cmp", "test", "push", "nop", "bt"}
# These do not write to the memory that they name, either.
READ_ONLY = {"cmp", "test", "push", "nop", "bt", "lea", "call", "jmp"}
VOLATILE = {"rax", "rcx", "rdx", "r8", "r9", "r10", "r11"}
# Imports of the kernel that do not return.
NEVER_RETURN = {"KeBugCheck", "KeBugCheckEx", "ExRaiseStatus", "ExRaiseAccessViolation", "ExRaiseDatatypeMisalignment"}
# What is said of a place that is not code.
OUTSIDE, INVALID = "the flow leaves the code", "no instruction that is known"
# No search for what a register holds looks at more instructions.
FAR_BACK = 3000


class Instruction:
    """What is kept of one."""

    __slots__ = ("size", "name", "operands", "defines", "ends", "call")

    def __init__(self, decoded):
        self.size, self.operands = decoded.size, decoded.operands
        self.name = decoded.mnemonic.split()[-1]
        self.ends = self.name in ENDS
        self.call = x86.X86_GRP_CALL in decoded.groups
        self.defines = None


def family(operand):
    return FAMILIES.get(operand.reg) if operand.type == x86.X86_OP_REG else None


def direct(instruction):
    """Where a direct jump or call goes, or None."""
    name, operands = instruction.name, instruction.operands
    if not (name.startswith("j") or instruction.call or name.startswith("loop") or name == "xbegin"):
        return None
    if operands and operands[0].type == x86.X86_OP_IMM and name not in ("lcall", "ljmp"):
        return operands[0].imm & (1 << 64) - 1
    return None


class Flow:
    """
    The code of an image.

    `instructions` maps addresses to Instructions, `references` are what they refer to relative to
    themselves, `places` what is in them that is Windows' or privileged, `tables` those of
    switches and `switches` the jumps by them, `unknown` maps addresses to what is not understood there, `lost` are
    those of them where a jump goes nobody knows where, `gaps` where bytes of a function are nothing that is known,
    and no flow gets to, `invalid` where it gets to what is no instruction that is known,
    `dead` are the beginnings of code within functions that nothing reaches. On i386, `accessed` are the places of
    relocated addresses that code reads, writes or jumps by, and does not take.
    """

    def __init__(self, image):
        self.image = image
        self.instructions, self.references, self.places, self.tables = {}, [], [], []
        self.unknown, self.dead, self.padding, self.switches = {}, [], 0, []
        self.lost, self.gaps, self.invalid = set(), set(), set()
        self.accessed = set()
        self.taken = {}                 # places of bytes within instructions and tables
        self.before = collections.defaultdict(set)
        self._bases = collections.defaultdict(set)
        self._decoder = capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_64 if image.bits == 64 else
                                    capstone.CS_MODE_32)
        self._decoder.detail = True
        self._unbounded = False
        self._todo, self._weak, self._jumps, self._tried = [], [], [], set()
        self._doubtful = {}             # pointers to what may be code or not, and where code stops to look like it
        self._slots = {imported.slot: imported for imported in image.imports}
        self._addressed = {}            # on i386, what instructions read or write
        self._begins = {function.begin for function in image.functions}
        self._scope_targets = {scope.target for scope in image.scopes if scope.target}
        self._roots()
        self._run()
        self._rest()
        self._account()
        self._settle()
        self._check()

    # Beginnings

    def _roots(self):
        image = self.image
        self._todo.append(image.header.AddressOfEntryPoint)
        self._todo += [function.begin for function in image.functions]
        self._todo += image.handlers + image.guarded
        for scope in image.scopes:
            self._todo += [scope.handler] * (scope.handler > 1) + [scope.target] * (scope.target > 0)
        self._todo += [target for target in image.exports.values() if image.is_code(target)]
        # Old linkers put texts beside code: a pointer proves nothing. What one is in code that may be a table, an
        # instruction, or of an instruction that nobody gets to, is seen later.
        self._weak += [target for place, target in sorted(image.relocations.items(), key=lambda item: item[1])
                       if image.is_code(target) and (image.bits == 64 or not image.is_code(place))]

    def _run(self):
        while self._todo or self._weak or self._jumps:
            if self._todo:
                self._follow(self._todo.pop())
            elif self._weak:
                target = self._weak.pop()
                if target in self.instructions or target in self._tried:
                    continue
                self._tried.add(target)
                if target in self._begins or self._looks_like_code(target):
                    self._todo.append(target)
            elif not self._resolve_some():
                break

    def _rest(self):
        """On i386, takes the pointers that are among the code, and are neither an instruction's nor a table's."""
        if self.image.bits == 64:
            return
        while True:
            left = {target for place, target in self.image.relocations.items()
                    if self.image.is_code(place) and place not in self.taken and self.image.is_code(target)}
            self._weak += sorted(left - self._tried - set(self.instructions))
            if not self._weak:
                return
            self._run()

    def say(self, rva, text):
        self.unknown.setdefault(rva, text)

    # Instructions

    def _decode(self, rva):
        """Decodes one instruction, or returns None."""
        section = self.image.section(rva)
        if not section or not section.code:
            return None
        data = self.image.memory[rva:min(rva + 15, section.end)]
        return next(self._decoder.disasm(data, rva, 1), None)

    def _follow(self, rva):
        """Takes the instructions from here to where the flow ends."""
        while rva not in self.instructions:
            if not self.image.is_code(rva):
                self.say(rva, OUTSIDE)
                return
            if rva in self.taken:
                self.say(rva, f"code in the middle of what is at 0x{self.taken[rva]:x}")
                return
            decoded = self._decode(rva)
            if decoded is None:
                self.invalid.add(rva)
                self.say(rva, f"{INVALID}: {self.image.memory[rva:rva + 4].hex(' ')}")
                return
            instruction = Instruction(decoded)
            end = rva + instruction.size
            for byte in range(rva + 1, end):
                if byte in self.instructions or byte in self.taken:
                    self.say(rva, f"an instruction over the one at 0x{self.taken.get(byte, byte):x}")
                    return
            self.instructions[rva] = instruction
            for byte in range(rva, end):
                self.taken[byte] = rva
            self._look(rva, decoded)
            for target in self._targets(rva, instruction):
                self.before[target].add(rva)
                self._todo.append(target)
            if instruction.ends or ((instruction.call or instruction.name == "hlt") and self._ends_here(rva, end)):
                return
            if self.image.bits == 32 and instruction.call and self._never_returns(rva):
                # Old headers do not say so: what follows it may be code, or nothing.
                self._weak.append(end)
                return
            self.before[end].add(rva)
            rva = end

    def _ends_here(self, rva, end):
        """Whether a call, or hlt, is the last thing in its function: it does not return, then."""
        here = self.image.function(rva)
        return bool(here) and here.end == end

    def _never_returns(self, rva):
        """Whether a call is one of an import that does not return."""
        place = direct(self.instructions[rva])
        place = rva if place is None else place
        slot = self._slots.get(self.image.relocations.get(place + 2))
        return bool(slot) and slot.name in NEVER_RETURN

    def _targets(self, rva, instruction):
        """Where a direct jump or call goes; an indirect jump is noted."""
        name, operands, target = instruction.name, instruction.operands, direct(instruction)
        if target is not None:
            return [target]
        if name == "jmp" and operands and operands[0].type == x86.X86_OP_REG:
            self._jumps.append(rva)
        elif name == "jmp" and operands and operands[0].mem.index:
            self._jumps.append(rva)
        return []

    def _look(self, rva, decoded):
        """Notes what it refers to, and what kind it is."""
        kind = inlined.kind(decoded, self.image.bits)
        if kind:
            field = next(filter(None, map(inlined.field, decoded.operands)), None) if kind in ("gs", "fs") else None
            text = f"{decoded.mnemonic} {decoded.op_str}".strip() + (f" ({field})" if field else "")
            self.places.append(Place(rva, kind, text))
        for operand in decoded.operands:
            if operand.type != x86.X86_OP_MEM or operand.mem.base != x86.X86_REG_RIP:
                continue
            end = rva + decoded.size
            target = end + operand.mem.disp
            self.references.append(Reference(rva + decoded.disp_offset, end, target))
            if not 0 <= target < self.image.size or (target and not self.image.section(target)):
                self.say(rva, f"it refers to 0x{target:x}, outside the sections")
                continue
            section = self.image.section(target)
            writes = operand.access & capstone.CS_AC_WRITE and decoded.mnemonic not in ("lea", "nop")
            if section and writes and not section.writable:
                self.say(rva, f"it writes to 0x{target:x}, in {inlined_name(section)}, which is read-only here")
            if decoded.mnemonic == "lea":
                function = self.image.function(rva)
                self._bases[function and function.begin].add(target)
                if section and section.code:
                    self._weak.append(target)
        if self.image.bits == 32:
            self._look_at_fields(rva, decoded)

    @staticmethod
    def fields(rva, decoded):
        """The Fields of an instruction that have four bytes; None: it has none."""
        memory = value = None
        if decoded.opcode[0] in (0xa0, 0xa1, 0xa2, 0xa3) and decoded.size >= 5:
            memory = rva + decoded.size - 4
        elif decoded.disp_size == 4 and decoded.disp_offset:
            memory = rva + decoded.disp_offset
        if decoded.imm_size == 4 and decoded.imm_offset:
            value = rva + decoded.imm_offset
        return Fields(memory, value)

    def register_name(self, register):
        return self._decoder.reg_name(register)

    def fields_at(self, rva):
        return self.fields(rva, self._decode(rva))

    def _look_at_fields(self, rva, decoded):
        """Notes what it refers to on i386."""
        fields, image = self.fields(rva, decoded), self.image
        taken = image.relocations.get(fields.value)
        if taken is not None and image.is_code(taken):
            self._weak.append(taken)
        target = image.relocations.get(fields.memory)
        if target is None:
            return
        if decoded.mnemonic == "lea":
            if image.is_code(target):
                self._weak.append(target)
            return
        self.accessed.add(fields.memory)
        self.references.append(Reference(fields.memory, rva + decoded.size, target))
        self._addressed[rva] = target
        operand = next(operand for operand in decoded.operands if operand.type == x86.X86_OP_MEM)
        indexed, section = bool(operand.mem.base or operand.mem.index), image.section(target)
        if indexed:
            # A compiler may have put a constant part of the index into the address.
            behind = next((other for other in image.sections if other.start > target), None)
            if section and behind and behind.start - target <= 2 * max(operand.mem.scale, operand.size) and \
                    section.writable != behind.writable:
                self.say(rva, f"it refers to 0x{target:x} with an index: that may be {inlined_name(section)} or "
                         f"{inlined_name(behind)}")
        elif not section:
            self.say(rva, f"it refers to 0x{target:x}, outside the sections")
        if section and operand.access & capstone.CS_AC_WRITE and decoded.mnemonic.split()[-1] not in READ_ONLY and \
                not section.writable:
            self.say(rva, f"it writes to 0x{target:x}, in {inlined_name(section)}, which is read-only here")

    def _looks_like_code(self, rva):
        """Whether what a pointer points to decodes to an end, as no text or table does."""
        if rva in self.taken:
            return False
        function, seen, target, last = self.image.function(rva), set(), rva, None
        for _ in range(2000):
            if rva in self.instructions:
                return True
            decoded = self._decode(rva)
            if decoded is None or rva in self.taken:
                # One that is new may be among others that are known.
                if decoded is None and seen:
                    self._doubtful[target] = rva
                return False
            if not self._usual(decoded):
                # Zeros are not an instruction of anybody's.
                if decoded.bytes != b"\0\0":
                    self._doubtful[target] = rva
                return False
            seen.add(rva)
            name = decoded.mnemonic.split()[-1]
            # After a call that does not return there is an end of this kind.
            if name in ("ret", "jmp") or (self.image.bits == 32 and name == "int3" and last == "call"):
                return True
            if name in ENDS:
                return False
            last = name
            rva += decoded.size
            # Code of no function does not go on in one.
            if self.image.function(rva) != function:
                return False
        return False

    def _settle(self):
        """What a pointer points to, and is not code that a compiler makes, has to be text."""
        for target, odd in self._doubtful.items():
            if target not in self.taken and not self._is_text(target):
                # Who has its address may get there.
                self.gaps.discard(target)
                self.say(target, f"its address is taken; it may be code, except at 0x{odd:x}, and is not text")

    def _is_text(self, rva):
        """Whether there is a text, of one or two bytes a character, up to its end."""
        section = self.image.section(rva)
        for width in (1, 2):
            place = rva
            while place + width <= section.end and chr(self.image.number(place, width)) in TEXT:
                place += width
            if place > rva and place + width <= section.end and not self.image.number(place, width):
                return True
        return False

    def _usual(self, decoded):
        """Whether a compiler may have made it."""
        name = decoded.mnemonic.split()[-1]
        if name in ODD or decoded.mnemonic.split()[0] in ODD - {"lock"} or name.startswith("f"):
            return False
        for operand in decoded.operands:
            if operand.type == x86.X86_OP_MEM:
                target = decoded.address + decoded.size + operand.mem.disp
                other = x86.X86_REG_FS if self.image.bits == 64 else x86.X86_REG_GS
                if operand.mem.segment == other or (operand.mem.base == x86.X86_REG_RIP and
                                                             not self.image.section(target) and target):
                    return False
        if x86.X86_GRP_JUMP in decoded.groups or x86.X86_GRP_CALL in decoded.groups:
            operand = decoded.operands[0]
            if operand.type == x86.X86_OP_IMM and not self.image.is_code(operand.imm):
                return False
        return decoded.bytes != b"\0\0"

    # Jumps that are not direct

    def _resolve_some(self):
        """Looks for the tables of the jumps that are left; False: nothing new was found."""
        # What has no bound ends where another begins: those come last, one at a time.
        return self._resolve_each(False) or self._resolve_each(True)

    def _resolve_each(self, unbounded):
        jumps, self._jumps, found = sorted(set(self._jumps)), [], False
        self._unbounded = unbounded
        for rva in jumps:
            targets = None if unbounded and found else self._resolve(rva)
            if targets is None:
                self._jumps.append(rva)
                continue
            found = True
            if targets:
                self.switches.append(rva)
            for target in targets:
                self.before[target].add(rva)
                self._todo.append(target)
        if unbounded and not found:
            for rva in self._jumps:
                self._lose(rva, "a jump to an address that is computed in a way not known here")
            self._jumps = []
        return found

    def defines(self, rva):
        """The families of registers that an instruction changes."""
        instruction = self.instructions[rva]
        if instruction.defines is None:
            if instruction.call or instruction.name in CHANGE_NOTHING:
                instruction.defines = frozenset(VOLATILE if instruction.call else ())
            else:
                _, written = self._decode(rva).regs_access()
                instruction.defines = frozenset(FAMILIES[reg] for reg in written if reg in FAMILIES)
        return instruction.defines

    def reaching(self, rva, register):
        """The instructions whose value of a register may be there before this one; None among them: it comes
        from outside the function."""
        found, seen, todo = set(), set(), [rva]
        while todo:
            here = todo.pop()
            sources = self._flows_from(here)
            if not sources:
                found.add(None)
            for source in sources:
                if source in seen:
                    continue
                seen.add(source)
                if len(seen) > FAR_BACK:
                    return {None}
                if register in self.defines(source):
                    found.add(source)
                else:
                    todo.append(source)
        return found

    def _flows_from(self, rva):
        """The instructions before one, without calls of it."""
        if rva in self._begins and not self.image.function(rva).chained:
            return []
        return [source for source in self.before[rva]
                if not self.instructions[source].call or source + self.instructions[source].size == rva]

    def _constant(self, rva, register, moves=8):
        """The address that every `lea` of this register has which gets here, or None."""
        values = set()
        if not register or not moves:
            return None
        for place in self.reaching(rva, register):
            # What a register holds at a function's begin is the caller's.
            if place is None:
                return None
            instruction = self.instructions[place]
            if instruction.name == "lea" and instruction.operands[1].mem.base == x86.X86_REG_RIP:
                values.add(place + instruction.size + instruction.operands[1].mem.disp)
            elif instruction.name == "mov" and family(instruction.operands[1]):
                values.add(self._constant(place, family(instruction.operands[1]), moves - 1))
            else:
                return None
        return values.pop() if len(values) == 1 else None

    def _single(self, rva, register):
        """The one instruction that gives this register its value, or None."""
        places = self.reaching(rva, register)
        return next(iter(places)) if len(places) == 1 else None

    def _resolve(self, rva):
        """The targets of an indirect jump: of its table's; [] for one to another function; None: not known."""
        operand = self.instructions[rva].operands[0]
        if operand.type == x86.X86_OP_MEM:
            return self._absolute(rva, rva, operand.mem)
        register, at = family(operand), rva
        for _ in range(8):
            places = self.reaching(at, register)
            if self.image.bits == 32 and len(places) == 1 and None not in places:
                added = self._added(rva, *places)
                if added is not None:
                    return added
            if None in places or any(self._is_pointer(place) for place in places):
                # A routine that was passed in, or read from a structure: a call that does not return here.
                return []
            if len(places) != 1:
                return None
            at = places.pop()
            instruction = self.instructions[at]
            if instruction.name == "mov" and family(instruction.operands[1]):
                register = family(instruction.operands[1])
                continue
            if instruction.name == "mov" and instruction.operands[1].type == x86.X86_OP_MEM:
                return self._absolute(rva, at, instruction.operands[1].mem)
            if instruction.name == "add" and family(instruction.operands[1]):
                return self._relative(rva, at, instruction)
            return None
        return None

    def _added(self, rva, place):
        """The targets of a jump by a table on i386 whose address is added to four times the number, as it is without
        optimisation; None: it is not such a jump."""
        load = self.instructions[place]
        if load.name != "mov" or load.operands[1].type != x86.X86_OP_MEM or load.operands[1].mem.index or \
                load.operands[1].mem.disp:
            return None
        add = self._single(place, FAMILIES.get(load.operands[1].mem.base))
        if add is None or self.instructions[add].name != "add":
            return None
        start = self.image.relocations.get(self.fields_at(add).value)
        shift = self._single(add, family(self.instructions[add].operands[0]))
        if start is None or shift is None or self.instructions[shift].name != "shl":
            return None
        return self._table_at(rva, start, self._bound(shift, family(self.instructions[shift].operands[0])))

    def _is_pointer(self, place):
        """Whether a register has its value from a routine, or from memory that is not a table."""
        instruction = self.instructions[place]
        if instruction.call:
            return True
        if self.image.bits == 32 and instruction.name == "mov" and instruction.operands[1].type == x86.X86_OP_IMM:
            return self.image.is_code(instruction.operands[1].imm - self.image.base)
        if instruction.name == "lea":
            return instruction.operands[1].mem.base == x86.X86_REG_RIP and \
                self.image.is_code(place + instruction.size + instruction.operands[1].mem.disp)
        return (instruction.name in ("mov", "cmove", "cmovne") and len(instruction.operands) == 2 and
                instruction.operands[1].type == x86.X86_OP_MEM and not instruction.operands[1].mem.index)

    def _absolute(self, rva, at, memory):
        """A table of addresses: they are relocated, and so are known already."""
        if self.image.bits == 32:
            return self._table(rva, at, memory)
        base = memory.disp if not memory.base else self._constant(at, FAMILIES.get(memory.base))
        if base is None or memory.scale != 8:
            return []                   # an array of routines
        start, targets = base + (memory.disp if memory.base else 0), []
        while start + 8 * len(targets) in self.image.relocations:
            target = self.image.relocations[start + 8 * len(targets)]
            if not self.image.is_code(target):
                break
            targets.append(target)
        return targets or self._no_table(rva)

    def _table(self, rva, at, memory):
        """A table of addresses on i386. It ends where its index does, or another object begins."""
        start = self._addressed.get(at)
        if start is None or memory.scale != 4:
            return []                   # an array of routines
        return self._table_at(rva, start, self._bound(at, FAMILIES.get(memory.index)))

    def _table_at(self, rva, start, bound):
        targets = []
        referred = set(self.image.relocations.values())
        while start + 4 * len(targets) in self.image.relocations and (bound is None or len(targets) < bound):
            place = start + 4 * len(targets)
            target = self.image.relocations[place]
            if not self.image.is_code(target) or (bound is None and targets and place in referred):
                break
            targets.append(target)
        if not targets or self._overlaps(start, len(targets), 4):
            return self._no_table(rva)
        self._take(start, len(targets), 4, start, rva)
        self.accessed |= {start + 4 * number for number in range(len(targets))}
        return targets

    def _no_table(self, rva):
        self._lose(rva, "a jump by a table that has no address in it")
        return []

    def _lose(self, rva, text):
        self.lost.add(rva)
        self.say(rva, text)

    def _relative(self, rva, at, add):
        """A table of differences: of what is added to them, which is the table or the image's base."""
        one, other = family(add.operands[0]), family(add.operands[1])
        for value, base in ((one, other), (other, one)):
            added, place = self._constant(at, base), self._single(at, value)
            if added is None or place is None:
                continue
            if self.instructions[place].name == "cdqe":
                place = self._single(place, "rax")
            load = self.instructions.get(place)
            if not load or load.name not in ("movsxd", "mov") or load.operands[1].type != x86.X86_OP_MEM or \
                    load.operands[1].size != 4:
                continue
            start, place, index = self._entry(place, load.operands[1].mem)
            if start is not None:
                return self._read(rva, start, added, self._bound(place, index))
        return None

    def _entry(self, place, memory):
        """Where the table is from which an instruction reads, and the register that has the entry's number, at which
        place."""
        if memory.scale == 4 and memory.index:
            start = self._constant(place, FAMILIES.get(memory.base)) if memory.base else 0
            return None if start is None else start + memory.disp, place, FAMILIES.get(memory.index)
        # Without optimisation, four times the number is in a register.
        for table, number in ((memory.base, memory.index), (memory.index, memory.base)):
            start = self._constant(place, FAMILIES.get(table))
            times = self._single(place, FAMILIES.get(number)) if start is not None and number in FAMILIES else None
            if times is not None and self.instructions[times].name == "lea":
                scaled = self.instructions[times].operands[1].mem
                if scaled.scale == 4 and not scaled.base and not scaled.disp:
                    return start + memory.disp, times, FAMILIES.get(scaled.index)
        return None, None, None

    def _bound(self, place, register):
        """How many entries a table has, by the comparison before it; None: that is not known."""
        aliases, seen, todo, found = {register}, set(), [place], set()
        while todo:
            here = todo.pop()
            for source in self._flows_from(here):
                if source in seen or len(seen) > 64:
                    continue
                seen.add(source)
                instruction = self.instructions[source]
                limit = self._limit(source, instruction, here, aliases)
                if limit:
                    found.add(limit)
                    continue
                if instruction.name in ("mov", "movsxd", "movzx", "movsx") and \
                        family(instruction.operands[0]) in aliases:
                    moved = instruction.operands[1]
                    if moved.type == x86.X86_OP_MEM and moved.size == 1 and \
                            (moved.mem.index or source in self._addressed):
                        return self._by_bytes(source, moved.mem)
                    aliases.add(self._alias(moved))
                todo.append(source)
        return max(found) if found else None

    @staticmethod
    def _alias(operand):
        if operand.type == x86.X86_OP_REG:
            return FAMILIES.get(operand.reg)
        if operand.type == x86.X86_OP_MEM:
            return (operand.mem.base, operand.mem.index, operand.mem.disp)
        return operand.imm

    def _limit(self, source, instruction, here, aliases):
        """What a conditional jump at `source` says of a value, if `here` is reached by it; or None."""
        if instruction.name == "and" and instruction.operands[1].type == x86.X86_OP_IMM and \
                self._alias(instruction.operands[0]) in aliases and 0 < instruction.operands[1].imm < 0x1000:
            return instruction.operands[1].imm + 1
        if instruction.name not in ("ja", "jae", "jb", "jbe"):
            return None
        through = here == source + instruction.size
        if through != (instruction.name in ("ja", "jae")):
            return None
        # The flags are those of the comparison just before, over what changes no flags.
        place = source
        for _ in range(6):
            sources = self._flows_from(place)
            if len(sources) != 1:
                return None
            place = sources[0]
            compare = self.instructions[place]
            if compare.name == "cmp":
                if compare.operands[1].type != x86.X86_OP_IMM or self._alias(compare.operands[0]) not in aliases:
                    return None
                value = compare.operands[1].imm & 0xffffffff
                return value + (instruction.name in ("ja", "jbe")) if value < 0x1000 else None
            if compare.name not in ("mov", "lea", "movsxd", "movzx", "nop"):
                return None
        return None

    def _by_bytes(self, place, memory):
        """A table of bytes that are places in the table: how many of these it uses."""
        if self.image.bits == 32:
            return self._by_bytes_at(place, self._addressed.get(place), FAMILIES.get(memory.base or memory.index))
        start = self._constant(place, FAMILIES.get(memory.base)) if memory.base in FAMILIES else 0
        register = memory.index
        if start is None:
            start = self._constant(place, FAMILIES.get(memory.index))
            register = memory.base
        if start is None:
            return None
        return self._by_bytes_at(place, start + memory.disp, FAMILIES.get(register))

    def _by_bytes_at(self, place, start, register):
        count = self._bound(place, register) if start is not None else None
        section = self.image.section(start) if count else None
        if not count or not section or start + count > section.end or self._overlaps(start, count, 1):
            return None
        self._take(start, count, 1, start, place)
        return max(self.image.memory[start:start + count]) + 1

    def _overlaps(self, start, count, width):
        owner = -1 - start
        return any(self.taken.get(byte, owner) != owner for byte in range(start, start + count * width))

    def _take(self, start, count, width, base, jump):
        if not any(table.rva == start and table.width == width and table.base == base and table.count >= count
                   for table in self.tables):
            self.tables.append(Table(start, count, width, base, jump))
        if self.image.is_code(start):
            for byte in range(start, start + count * width):
                self.taken[byte] = -1 - start

    def _read(self, rva, start, base, bound):
        """The targets of a table of differences."""
        if bound is None and not self._unbounded:
            return None
        section, targets, here = self.image.section(start), [], self.image.function(rva)
        others = {table.rva for table in self.tables}.union(*self._bases.values())
        while section and start + 4 * len(targets) + 4 <= section.end and len(targets) < (bound or 0x400):
            place = start + 4 * len(targets)
            if bound is None and targets and place in others:
                break
            target = (base + self.image.number(place)) & 0xffffffff
            if not self._may_be_target(target, here) or (place != start and self.taken.get(place, -1) >= 0):
                break
            targets.append(target)
        if not targets or (bound and len(targets) < bound) or self._overlaps(start, len(targets), 4):
            self._lose(rva, f"a jump by a table at 0x{start:x} with an entry that is not code")
            return []
        self._take(start, len(targets), 4, base, rva)
        return targets

    def _may_be_target(self, target, here):
        if not self.image.is_code(target) or self.taken.get(target, target) != target:
            return False
        return bool(self.image.function(target)) if here else True

    # What is not a routine

    def has_a_frame(self, rva):
        """
        Whether code on i386 that begins there leaves a frame that it has not made: it is a part of a routine. What else
        a jump gets to has its routine's return address on the stack, as if it were called.
        """
        todo, seen = [(rva, 0, frozenset())], set()
        while todo and len(seen) < FAR_BACK:
            place, depth, kept = todo.pop()
            instruction = self.instructions.get(place)
            if place in seen or instruction is None:
                continue
            seen.add(place)
            depth, kept = self._stack(instruction, depth, kept)
            # Calls may have removed more.
            if depth is None or (instruction.name == "ret" and depth < 0):
                return True
            target = direct(instruction)
            if target is not None and not instruction.call:
                todo.append((target, depth, kept))
            if not instruction.ends:
                todo.append((place + instruction.size, depth, kept))
        return False

    @staticmethod
    def _stack(instruction, depth, kept):
        """How deep the stack is after it, at most, and the registers that are kept there; None: they are not."""
        name, operands = instruction.name, instruction.operands
        registers = [family(operand) for operand in operands]
        if name == "push":
            return depth + 4, kept | {registers[0]}
        if name == "pop":
            ours = registers[0] in VOLATILE | {None} or registers[0] in kept
            return (depth - 4 if ours else None), kept
        if name == "leave" or (name == "mov" and registers == ["rsp", "rbp"]):
            return (0 if "frame" in kept else None), kept
        if name == "mov" and registers == ["rbp", "rsp"]:
            return depth, kept | {"frame"}
        # A routine that makes a frame for its caller, as compilers have it for __try.
        if instruction.call:
            return depth, kept | {"frame"} if len(kept) == 1 and depth == 8 else kept
        if registers[:1] == ["rsp"] and name == "mov":
            return None, kept
        if registers[:1] == ["rsp"] and name in ("add", "sub") and operands[1].type == x86.X86_OP_IMM:
            return depth + operands[1].imm * (1 if name == "sub" else -1), kept
        return depth, kept

    # What is left

    def _account(self):
        """Every byte of every function has to be something."""
        pointed = {reference.target for reference in self.references} | set(self.image.relocations.values())
        for function in self.image.functions:
            start = None
            for byte in range(function.begin, function.end + 1):
                free = byte < function.end and byte not in self.taken
                if free and start is None:
                    start = byte
                elif not free and start is not None:
                    self._gap(start, byte, pointed)
                    start = None

    def _gap(self, start, end, pointed):
        """Bytes within a function that no flow reaches: padding, or code that nobody needs."""
        while start < end and start not in self.taken:
            decoded = self._decode(start)
            if self.image.memory[start] == 0 and not any(self.image.memory[start:end]):
                self.padding += end - start
                return
            if decoded is None or start + decoded.size > end:
                break
            if decoded.mnemonic.split()[-1] not in ("nop", "int3") and decoded.bytes not in (b"\x66\x90", b"\x90"):
                if any(byte in pointed and byte != start for byte in range(start, end)) or not self._dead(start, end):
                    break
                while start in self.taken and start < end:
                    start += 1
                continue
            for byte in range(start, start + decoded.size):
                self.taken[byte] = start
            self.padding += decoded.size
            start += decoded.size
        while start < end and start in self.taken:
            start += 1
        if start < end:
            if start not in self.unknown:
                self.gaps.add(start)
            self.say(start, f"{end - start} bytes of a function, to 0x{end:x}, "
                     "are neither code nor a table nor padding")

    def _dead(self, start, end):
        """Takes code that nothing reaches, if it is code to its end."""
        place = start
        while place < end:
            decoded = self._decode(place)
            if decoded is None or not self._usual(decoded) or place + decoded.size > end:
                return False
            place += decoded.size
            if decoded.mnemonic.split()[-1] in ENDS:
                break
        self.dead.append(start)
        self._todo.append(start)
        self._run()
        return True

    def _check(self):
        """Relocations are whole fields of instructions, or not in code at all."""
        fields, width = set(), self.image.width
        for rva, instruction in self.instructions.items():
            if width == 4:
                if any(place in self.image.relocations for place in range(rva + 1, rva + instruction.size)):
                    fields |= set(self.fields_at(rva))
            elif instruction.size >= 9:
                decoded = self._decode(rva)
                fields |= {rva + decoded.imm_offset} if decoded.imm_size == 8 else set()
                fields |= {rva + decoded.disp_offset} if decoded.disp_size == 8 else set()
                if instruction.size == 10 or decoded.opcode[0] in (0xa0, 0xa1, 0xa2, 0xa3):
                    fields.add(rva + instruction.size - 8)
        for rva in self.image.relocations:
            owner = next((self.taken[byte] for byte in range(rva, rva + width) if byte in self.taken), None)
            if owner is not None and owner >= 0 and rva not in fields:
                self.say(rva, f"a relocated address over the instruction at 0x{owner:x}")
        tables = sorted(self.tables)
        for one, other in zip(tables, tables[1:]):
            if one.rva + one.count * one.width > other.rva:
                self.say(other.rva, f"a table over the one at 0x{one.rva:x}")
        self._check_base()

    def _check_base(self):
        """Writable data moves away from the image's base: nobody may reach it from there."""
        users = {function for function, targets in self._bases.items() if 0 in targets}
        if not users:
            return
        for rva, instruction in self.instructions.items():
            function = self.image.function(rva)
            if (function and function.begin) not in users:
                continue
            for operand in instruction.operands:
                if operand.type != x86.X86_OP_MEM or operand.mem.base in (0, x86.X86_REG_RIP, x86.X86_REG_RSP):
                    continue
                section = self.image.section(operand.mem.disp) if operand.mem.disp > 0 else None
                if section and section.writable:
                    self.say(rva, f"it reaches writable data at 0x{operand.mem.disp:x} from the image's base")


def inlined_name(section):
    """How a section is named in a line."""
    return f"section {section.name}" if section.name.isprintable() and section.name else "a section without a name"
