# SPDX-License-Identifier: GPL-2.0
"""Checks what an image says of its functions for exceptions: how each is left, and its __try blocks.

compat/base/unwind.cc and image_try.cc read it at run time and trust it, so that whatever is not known there has
to be a problem here. An image that imports none of LEAVING has no __try; nothing is in its way then, but its
faults are not its own (base/image_fault.cc).
"""
import collections

import capstone.x86 as x86

import flow
import reader

# As base/image.h has it.
Function = collections.namedtuple("Function", "begin end unwind scopes")

HANDLER = "__C_specific_handler"
# What else needs to know how each function is left.
LEAVING = {HANDLER, "_local_unwind", "longjmp", "RtlUnwind", "RtlUnwindEx"}
PUSH, LARGE, SMALL, FRAME, SAVE, SAVE_FAR, EPILOGUE, SPARE, VECTOR, VECTOR_FAR, MACHINE = range(11)
SIZES = {PUSH: 1, LARGE: 2, SMALL: 1, FRAME: 1, SAVE: 2, SAVE_FAR: 3, EPILOGUE: 2}
CHAINED = 4
# Registers that a function preserves, by their numbers.
PRESERVED = {3, 5, 6, 7, 12, 13, 14, 15}
# Chains are of one or two parts; a handler of ours has a few dozen instructions.
MOST_PARTS, MOST_INSTRUCTIONS = 32, 300


class Exceptions:
    """
    What is known of the functions of an image.

    `functions` are Functions, in order, or none, if not all is known of them; `problems` maps places to what is
    not known, if the image has __try blocks; `calls` are pairs of where a call of an import returns to, and its name.
    """

    def __init__(self, image, found):
        self._image, self._flow = image, found
        self.problems = {}
        self._slots = {imported.slot: imported.name for imported in image.imports}
        self._targets = {reference.end: reference.target for reference in found.references}
        self._kinds = {}
        self._parts = collections.defaultdict(list)
        for function in image.functions:
            self._parts[self._first(function.unwind)].append(function)
        self.functions = [self._function(function) for function in image.functions]
        self._calls()
        self.calls = sorted((place + instruction.size, name) for place, instruction in found.instructions.items()
                            if instruction.call for name in [self._import_called(place)] if name)
        if self.problems:
            self.functions = []
        if not LEAVING & set(self._slots.values()):
            self.problems = {}

    def _say(self, rva, text):
        self.problems.setdefault(rva, text)

    # Functions

    def _function(self, function):
        unwind, last = function.unwind, None
        for _ in range(MOST_PARTS):
            last = self._codes(unwind)
            if last is None:
                break
            # It is the same register at the same place for all of a function.
            if self._image.memory[unwind + 3] != self._image.memory[function.unwind + 3]:
                self._say(unwind, f"unwind data with a frame pointer other than the one at 0x{function.unwind:x}, "
                          "which is chained to it")
                break
            if not self._image.memory[unwind] >> 3 & CHAINED:
                return Function(function.begin, function.end, function.unwind, self._scopes(function, unwind, last))
            unwind = self._image.number(last + 8)
        else:
            self._say(function.unwind, "unwind data that is chained to itself")
        return Function(function.begin, function.end, function.unwind, 0)

    def _codes(self, unwind):
        """Checks the data of one part, and returns what follows its codes, or None."""
        image, section = self._image, self._image.section(unwind)
        if unwind & 3 or not section or unwind + 4 > section.end:
            return self._say(unwind, "unwind data in no section, or not aligned")
        if section.writable and section.name != ".idata":
            return self._say(unwind, "unwind data in memory that is written")
        if section.name in reader.OF_THE_LOADER:
            return self._say(unwind, f"unwind data in {section.name}, of which a module has nothing")
        version, flags, count = image.memory[unwind] & 7, image.memory[unwind] >> 3, image.memory[unwind + 2]
        behind = unwind + 4 + 2 * (count + count % 2)
        if version not in (1, 2) or flags not in (0, 1, 2, 3, CHAINED):
            return self._say(unwind, f"unwind data of version {version} with flags {flags}")
        if behind + (12 if flags & CHAINED else 4 if flags else 0) > section.end:
            return self._say(unwind, "unwind data goes on beyond its section")
        frame = image.memory[unwind + 3] & 15
        if frame and frame not in PRESERVED:
            return self._say(unwind, f"unwind data with register {frame} as frame pointer, which calls change")
        n = 0
        while n < count:
            operation, detail = image.memory[unwind + 5 + 2 * n] & 15, image.memory[unwind + 5 + 2 * n] >> 4
            size = SIZES.get(operation, 1) + (operation == LARGE and detail == 1)
            text = self._wrong(operation, detail, version, frame)
            # The descriptions of epilogues come first, two and two; the last may be empty.
            if operation == EPILOGUE and not text and n + 1 < count and \
                    image.memory[unwind + 7 + 2 * n] & 15 != EPILOGUE and image.number(unwind + 6 + 2 * n, 2):
                text = "of an odd number of epilogues"
            if text or n + size > count:
                return self._say(unwind, f"unwind data {text or 'with a code that is cut off'}")
            n += size
        return behind

    @staticmethod
    def _wrong(operation, detail, version, frame):
        """What is not known of a code, or None."""
        if operation in (VECTOR, VECTOR_FAR):
            return "of registers of SSE, which are the program's in Linux"
        if operation not in SIZES or (operation == EPILOGUE and version != 2) or (operation == LARGE and detail > 1):
            return f"with operation {operation}"
        if operation in (PUSH, SAVE, SAVE_FAR) and detail not in PRESERVED:
            return f"of register {detail}, which calls change"
        if operation == FRAME and not frame:
            return "that sets a frame pointer and does not say which"
        return None

    # __try

    def _scopes(self, function, unwind, behind):
        """Where the table of a function's blocks is, or 0."""
        if not self._image.memory[unwind] >> 3 & 3:
            return 0
        handler = self._image.number(behind)
        if handler not in self._kinds:
            self._kinds[handler] = self._kind(handler)
        if self._kinds[handler] is None:
            self._say(handler, "a handler of exceptions that is neither __C_specific_handler nor one of the "
                      "stack protector: that of another language")
        if not self._kinds[handler]:
            return 0
        table, section = behind + 4, self._image.section(unwind)
        count = self._image.number(table) if table + 4 <= section.end else 0x1000
        if count >= 0x1000 or table + 4 + 16 * count > section.end:
            self._say(table, "a table of __try blocks that goes on beyond its section")
            return 0
        # Parts of a function share the table.
        parts = self._parts[unwind]
        for entry in range(table + 4, table + 4 + 16 * count, 16):
            begin, end, routine, target = (self._image.number(entry + 4 * n) for n in range(4))
            code = self._flow.instructions
            # The end may be within the instruction after the last call.
            if not any(part.begin <= begin < end <= part.end for part in parts):
                self._say(entry, f"a __try from 0x{begin:x} to 0x{end:x}, which is not in its function")
            elif (routine != 1 or not target) and routine not in code:
                self._say(entry, f"a __try with a filter or a __finally at 0x{routine:x}, where there is no code")
            elif target and target not in code:
                self._say(entry, f"a __try with an __except at 0x{target:x}, where there is no code")
            elif (begin, end, routine, target) not in self._image.scopes:
                # Its code was followed, and changed, as if there were no such block.
                self._say(entry, f"a __try from 0x{begin:x} to 0x{end:x}, in another part of its function")
        return table

    def _first(self, unwind):
        """The data that others are chained to."""
        memory = self._image.memory
        for _ in range(MOST_PARTS):
            if unwind + 4 > len(memory) or not memory[unwind] >> 3 & CHAINED:
                return unwind
            count = memory[unwind + 2]
            unwind = self._image.number(unwind + 4 + 2 * (count + count % 2) + 8)
        return None

    # Handlers

    def _kind(self, handler):
        """True: it is __C_specific_handler, or calls it after the stack protector's check; False: only
        that check; None: not known."""
        if self._import(handler):
            return self._import(handler) == HANDLER or None
        calls, imports = self._calls_of(handler)
        # One that calls anything else may be of a language, whose blocks have to be known.
        if len(calls) != 1 or not self._reads_cookie(*calls, 2) or len(self._body(handler)) >= MOST_INSTRUCTIONS:
            return None
        if HANDLER in imports:
            return True if not imports - {HANDLER} else None
        return False if not imports and self._goes_on(handler) else None

    def _goes_on(self, handler):
        """Whether "go on with the search" is all that a handler says."""
        code = self._flow.instructions
        places = {source for place in self._body(handler) if code[place].name == "ret"
                  for source in self._flow.reaching(place, "rax")}
        return bool(places) and all(source is not None and self._is_one(code[source]) for source in places)

    @staticmethod
    def _is_one(instruction):
        """Whether it puts 1 into all of a register."""
        operands = instruction.operands
        return instruction.name == "mov" and operands[0].type == x86.X86_OP_REG and operands[0].size >= 4 and \
            operands[1].type == x86.X86_OP_IMM and operands[1].imm == 1

    def _referred(self, place):
        """What an instruction refers to, or None."""
        return self._targets.get(place + self._flow.instructions[place].size)

    def _import(self, rva):
        """The import that code at a place only jumps to, or None."""
        instruction = self._flow.instructions.get(rva)
        if not instruction or instruction.name != "jmp":
            return None
        return self._slots.get(self._referred(rva))

    def _import_called(self, place):
        """The import that a call is one of, or None."""
        instruction = self._flow.instructions[place]
        target = flow.direct(instruction)
        return self._import(target) if target is not None else self._slots.get(self._referred(place))

    def _body(self, rva):
        """The instructions of a routine."""
        code, seen, todo = self._flow.instructions, set(), [rva]
        while todo and len(seen) < MOST_INSTRUCTIONS:
            place = todo.pop()
            if place in seen or place not in code:
                continue
            seen.add(place)
            instruction = code[place]
            target = flow.direct(instruction)
            if target is not None and not instruction.call and not self._import(target):
                todo.append(target)
            if not instruction.ends:
                todo.append(place + instruction.size)
        return seen

    def _calls_of(self, rva):
        """The routines and the imports that a routine calls."""
        calls, imports = set(), set()
        for place in self._body(rva):
            instruction = self._flow.instructions[place]
            target, slot = flow.direct(instruction), self._slots.get(self._referred(place))
            if instruction.call or instruction.name == "jmp":
                name = slot if target is None else self._import(target)
                if name:
                    imports.add(name)
                elif target is None:
                    imports.add("a routine that is computed")
                elif instruction.call:
                    calls.add(target)
        return calls, imports

    def _reads_cookie(self, rva, depth):
        """Whether a routine, or one that it calls, reads the stack protector's value."""
        if self._image.cookie is None:
            return False
        if any(self._referred(place) == self._image.cookie
               for place in self._body(rva)):
            return True
        return depth > 0 and any(self._reads_cookie(call, depth - 1) for call in self._calls_of(rva)[0])

    def _calls(self):
        """Nothing but the handlers of functions gets to __C_specific_handler: it is not a function here."""
        handlers = {place for handler in self._kinds for place in self._body(handler)}
        stubs = {place for place in self._flow.instructions if self._import(place) == HANDLER}
        for place, instruction in self._flow.instructions.items():
            target = flow.direct(instruction)
            uses = self._slots.get(self._referred(place)) == HANDLER or target in stubs
            if uses and place not in handlers | stubs:
                self._say(place, f"it calls {HANDLER} itself")
