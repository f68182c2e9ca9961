# SPDX-License-Identifier: GPL-2.0
"""Makes assembler source of an image, of which driver.mk makes a module.

All that is not written stays one block, at the distances that it has in the image, and becomes part of
the module's code, which Linux maps read-only; sections that are written become its data. Everything
absolute, and what refers from one to the other, is left to the assembler, and so to Linux's loader.

The image keeps its calling convention. Of each routine whose address it takes it hands out an entry
instead, in the kernel's convention, so that whoever calls it need not know what it is; called from
within the image, by the return address, the entry goes on in the routine as it is. What the image
imports are thunks, for the way out.
"""
import bisect
import hashlib
import re

import capstone.x86 as x86

import exceptions
import flow
import inlines
import known
import orc
import origin
import reader

# Of the registers of integer arguments, the kernel's and Windows'.
KERNEL = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]
WINDOWS = ["rcx", "rdx", "r8", "r9"]
# What a call changes, and the code of ours that stands for an instruction must not.
CHANGED = ["rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11"]
# Of an NT_TRY (kit/include/nt_try.h): its bytes, and what says that it is a call of an image's.
TRY, TRY_IMAGE = 128, 2
# How a result gets the width of a register.
EXTENDED = {1: ["movzbl %al, %eax"], 2: ["movzwl %ax, %eax"], 4: ["movl %eax, %eax"], 8: []}
WORDS = {"rbx": "bx", "rbp": "bp"}
# As Windows counts what the driver's end is for: STATUS_PRIVILEGED_INSTRUCTION, STATUS_ILLEGAL_INSTRUCTION,
# STATUS_DRIVER_ENTRYPOINT_NOT_FOUND; and what a routine returns that nobody has, STATUS_NOT_IMPLEMENTED.
PRIVILEGED, ILLEGAL, NOT_FOUND, NOT_IMPLEMENTED = 0xc0000096, 0xc000001d, 0xc0000263, 0xc0000002


def escaped(name):
    """A name as a symbol."""
    return re.sub(r"\W", "_", name)


def literal(text):
    """A text as the assembler takes it, and its reader."""
    return '"' + "".join(f"\\{byte:03o}" if byte in b'"\\' or not 0x20 <= byte < 0x7f else chr(byte)
                         for byte in text.encode("utf-8", "replace")) + '"'


class Source:
    """
    The assembler source of an image in which nothing is in the way. `stubs` maps imports that nobody has to what calls
    of them are: the driver's bug check.
    """

    # What an address is to the assembler, and what is at a place that is called by address.
    POINTER, LANDING = ".quad", ["endbr64"]
    # What the loader puts into __security_cookie; without a load configuration it is known by its value.
    DEFAULT_COOKIE = (0x2b992ddfa232).to_bytes(8, "little")

    def __init__(self, image, found, rewrites, include, name="image", stubs=None):
        self.image, self.flow, self.rewrites = image, found, rewrites
        self._of_linux, self._declared = known.of_linux(include), known.declared(include)
        self._lines, self._cells = [], set()
        self._imports = {imported.slot: imported for imported in image.imports}
        used = {*image.relocations.values(), *(reference.target for reference in found.references)}
        kept = [section for section in image.sections if section.name not in reader.OF_THE_LOADER or
                section.code or any(section.start <= target < section.end for target in used)]
        self._block = [section for section in kept if not self._written(section)]
        self._data = [section for section in kept if self._written(section)]
        self._low = min(section.start for section in self._block)
        self._high = max(section.end for section in self._block)
        self._fields = {reference.field: reference for reference in found.references}
        self._runs = {run.start: run for run in rewrites.runs}
        self._entries = {image.header.AddressOfEntryPoint}
        self._exports = known.exports(image, name)
        self._entries |= {image.exports[each] for each in self._exports}
        # What is not just bytes; and of these what is in code that moves, too.
        self._special = sorted({*self._fields, *self._imports, *image.relocations, *rewrites.traps, *rewrites.shared,
                                *rewrites.retargeted, *self._runs})
        self._movable = sorted({*self._fields, *image.relocations, *rewrites.shared})
        self._cookie = self._find_cookie()
        self._name, self._stubs, self._texts = name, stubs or {}, []
        self._states, self._marks = self._stack(), {}
        self._write()

    @property
    def text(self):
        return "\n".join(self._lines) + "\n"

    def _say(self, *lines):
        self._lines += [line if line.endswith(":") or line.startswith("#") else f"\t{line}" for line in lines]

    def _stack(self):
        """What is known of the stack at places of the image, for stack traces."""
        return orc.Functions(self.image, self.flow)

    def _at(self, rva):
        """From here on the stack is as at a place of the image; None: that is said elsewhere."""
        if self._states:
            self._marks[len(self._lines)] = rva and self._states.state(rva)

    # Places

    def _written(self, section):
        """Whether it has to be data: the places of imports are written by the loader alone."""
        return section.writable and section.name != ".idata"

    def _find_cookie(self):
        if self.image.cookie is not None:
            return self.image.cookie
        for section in self._data:
            at = self.image.memory[section.start:section.end].find(self.DEFAULT_COOKIE)
            if at >= 0:
                return section.start + at
        return None

    def _label(self, rva):
        """A place of the image in the module."""
        # A pointer to the end of data goes with it.
        section = self.image.section(rva) or next((data for data in self._data if data.end == rva), None)
        if section in self._data:
            return f"image_data_{section.start:x}+0x{rva - section.start:x}"
        return f"image+{rva - self._low:#x}" if rva >= self._low else f"image-{self._low - rva:#x}"

    def _accessed(self, rva):
        """A place that code reads or writes: with an index, one before the object may be named that it accesses."""
        section = next((section for section in self.image.sections if section.end > rva), None)
        if section in self._data and not section.start <= rva:
            return f"image_data_{section.start:x}-{section.start - rva:#x}"
        return self._label(rva)

    def _is_routine(self, rva):
        """Whether an address is that of a routine, and not of a place within one, or of a table."""
        function, instructions = self.image.function(rva), self.flow.instructions
        if rva not in instructions:
            return False
        if function:
            return function.begin == rva and not function.chained
        # One that calls nothing may be missing in the exception directory: nothing runs on into it.
        return not any(before + instructions[before].size == rva for before in self.flow.before[rva])

    def _address(self, rva):
        """What stands for an address of the image that is in its data, or that it takes."""
        if not self._is_routine(rva):
            return self._label(rva)
        self._entries.add(rva)
        return f"image_{rva:x}"

    # Bytes

    def _bytes(self, start, end):
        data = self.image.memory[start:end]
        while data:
            zeros = len(data) - len(data.lstrip(b"\0"))
            if zeros >= 32:
                self._say(f".skip {zeros}")
                data = data[zeros:]
                continue
            at = data.find(bytes(32))
            for place in range(0, at if at > 0 else len(data), 16):
                self._say(".byte " + ",".join(map(str, data[place:min(place + 16, at if at > 0 else len(data))])))
            data = data[at:] if at > 0 else b""

    def _emit(self, start, end, moved=False):
        """What is from one place to another; `moved`: it is not at its distance from the block."""
        place = start
        while place < end:
            special = self._movable if moved else self._special
            found = bisect.bisect_left(special, place)
            after = min(special[found], end) if found < len(special) else end
            self._bytes(place, after)
            if after >= end:
                return
            place = after + self._put(after, moved)

    def _put(self, at, moved):
        """Puts what is special, and returns how many bytes of the image it stands for."""
        if not moved and at in self._runs:
            run = self._runs[at]
            self._say(f"jmp image_moved_{at:x}", f".skip {run.end - run.start - 5}, 0xcc")
            return run.end - run.start
        if at in self.rewrites.traps:
            # The one byte is push es, which is invalid on x64.
            self._say("ud2" if self.rewrites.traps[at] == 2 else ".byte 0x06")
            return self.rewrites.traps[at]
        if at in self.rewrites.retargeted and not moved:
            self._say(f".long image_wrapped_{self.rewrites.retargeted[at]:x}-(.+4)")
            return 4
        if at in self.rewrites.shared:
            self._say(f"{self.POINTER} ntparport_shared_data+{self.rewrites.shared[at]:#x}")
            return self.image.width
        if at in self._imports:
            self._say(f"{self.POINTER} {self._slot(self._imports[at])}")
            return self.image.width
        if at in self.image.relocations:
            target = self.image.relocations[at]
            self._say(f"{self.POINTER} {self._accessed(target) if at in self.flow.accessed else self._address(target)}")
            return self.image.width
        reference = self._fields[at]
        takes = self.flow.instructions[self.flow.taken[at]].name == "lea"
        target = self._address(reference.target) if takes else self._label(reference.target)
        if not moved and target.startswith("image+"):
            self._bytes(at, at + 4)
        else:
            self._say(f".long {target}-(.+{reference.end - at})")
        return 4

    # Imports

    def _slot(self, imported):
        """What is at the place of an import."""
        if imported.module not in known.KERNEL and imported not in self._stubs:
            return known.exported(imported.module, imported.name)
        name = self._declared.meant(imported.name)
        kind = self._declared.variables.get(name)
        if imported in self._stubs:
            # Of two names one symbol may be made.
            return f"image_stub_{imported.slot:x}"
        if imported.name in known.SHARED:
            return f"ntparport_shared_data+{known.SHARED[imported.name]:#x}"
        if imported.name in known.VALUES:
            return f"image_value_{imported.name}"
        if not kind:
            return f"image_import_{escaped(imported.name)}"
        # The kernel's variable is what ours points to.
        if kind.endswith("*"):
            self._cells.add(name)
            return f"image_variable_{name}"
        return f"ntparport_{name}"

    def _symbol(self, name):
        if name in inlines.NAMES:
            return f"{inlines.PREFIX}{name}"
        return name if name in self._of_linux else f"ntparport_{name}"

    def _is_import(self, name):
        """Whether it is a routine."""
        if name in known.VALUES:
            return False
        return name in known.FOR_IMAGES or self._declared.meant(name) in self._declared.functions

    def _reads_shared_data(self):
        return bool(self.rewrites.shared) or any(imported.name in known.SHARED for imported in self.image.imports)

    def _import(self, name):
        """The way out to a routine."""
        meant = self._declared.meant(name)
        self._say("", ".balign 16", f"image_import_{escaped(name)}:", "endbr64")
        if name in known.ASSEMBLED:
            self._say(*known.ASSEMBLED[name])
            return
        if name == known.PURE:
            self._pure()
            return
        if known.FOR_IMAGES.get(name, True) is None:
            self._say("ud2")
            return
        routine, parameters = known.FOR_IMAGES.get(name) or (meant, self._declared.functions[meant])
        if any(imported.name == name and not self.rewrites.called_only(imported.slot)
               for imported in self.image.imports):
            self._handed_on(routine)
        self._say("pushq %rbp", "movq %rsp, %rbp", "pushq %rdi", "pushq %rsi")
        if meant in known.RAISING:
            self._raising(routine, len(parameters))
        else:
            self._calling(meant, parameters)
        self._say("leaq -16(%rbp), %rsp", "popq %rsi", "popq %rdi", "popq %rbp", "ret", "int3")

    def _pure(self):
        """What ends the driver that calls a virtual function that a class does not have."""
        self._say(*self._frame()[0])
        self._end(ILLEGAL, "a virtual function that is not there was called (_purecall)")
        self._say("ud2")

    def _handed_on(self, routine):
        """
        The address of an import that is not just called: the caller may be the kernel, which calls ours in its own
        convention. As with the entries, the return address says it.
        """
        self._say("movq (%rsp), %r10", "leaq image(%rip), %r11", "subq %r11, %r10", "cmpq $image_end-image, %r10",
                  "jb 1f", "cmpl $1, ntparport_images(%rip)", "jbe 2f", "call image_called_by_another", "jne 1f",
                  f"2: jmp {self._symbol(routine)}", "1:")

    def _raising(self, routine, parameters):
        """Calls a routine with at most six arguments that may raise an exception; base/image_try.cc knows where rdi, rsi
        and rbp are then. All other registers that are to be preserved are noted as they are."""
        block = f"leaq {-16 - TRY}(%rbp), %rdi"
        self._say(f"subq ${TRY}, %rsp", *(f"movq %{register}, {16 + 8 * n}(%rbp)" for n, register in enumerate(WINDOWS)),
                  block, "call ntparport_try_enter", block, f"movl ${TRY_IMAGE}, %esi", "call ntparport_try_add",
                  *(f"movq {16 + 8 * n}(%rbp), %{register}" for n, register in enumerate(KERNEL[:parameters])),
                  "xorl %eax, %eax", f"call {self._symbol(routine)}", "movq %rax, 16(%rbp)",
                  block, "call ntparport_try_leave", "movq 16(%rbp), %rax")

    def _calling(self, meant, parameters):
        """Calls any other."""
        if meant in known.AS_LIST:
            routine, arguments = known.AS_LIST[meant]
            fixed = sum(isinstance(argument, int) for argument in arguments)
            self._list(f"leaq {16 + 8 * fixed}(%rbp), %rax")
        else:
            routine, arguments = meant, list(range(len(parameters)))
            lists = [number for number in arguments if parameters[number].startswith("va_list")]
            for number in lists:
                arguments[number] = "list"
                self._list(f"movq {self._argument(number)}, %rax")
        for argument in reversed(arguments[len(KERNEL):]):
            self._say(f"pushq {self._argument(argument)}")
        if "list" in arguments:
            # rdi and rsi are safe on the stack, and everything else is read from there.
            for register, argument in zip(KERNEL, arguments):
                value = argument if isinstance(argument, str) else f"{16 + 8 * argument}(%rbp)"
                self._say(f"leaq -40(%rbp), %{register}" if argument == "list" else f"movq {value}, %{register}")
        else:
            for register, argument in zip(KERNEL, arguments):
                self._say(f"movq {self._argument(argument)}, %{register}")
        for register, parameter in zip(KERNEL, parameters):
            # Its locks are smaller than those of drivers that are compiled here.
            if parameter.startswith("PKSPIN_LOCK"):
                self._say(f"testq %{register}, %{register}", "je 1f", f"btrq $62, %{register}", "1:")
        self._say("xorl %eax, %eax", f"call {self._symbol(routine)}")

    @staticmethod
    def _argument(number):
        return f"%{WINDOWS[number]}" if number < len(WINDOWS) else f"{16 + 8 * number}(%rbp)"

    def _list(self, start):
        """A list of arguments: those in registers are used up, the next is in memory."""
        self._say("subq $24, %rsp", start, "movl $48, -40(%rbp)", "movl $176, -36(%rbp)", "movq %rax, -32(%rbp)",
                  "movq $0, -24(%rbp)")
        self._say(*(f"movq %{register}, {16 + 8 * number}(%rbp)" for number, register in enumerate(WINDOWS)))

    # Code of ours

    def _moved(self, run):
        """Instructions that had to make room for a jump, and what stands for some of them."""
        self._say("", f"image_moved_{run.start:x}:")
        place, instruction = run.start, None
        self._at(place)
        if run.vectors:
            # They are the program's. With interrupts off nothing else uses the memory below the stack, where the flags
            # and the registers are kept; the code between refers to the stack as it was.
            self._say("pushfq", "cli", "popq -16(%rsp)",
                      *(f"movups %xmm{each}, {-32 - 16 * number}(%rsp)" for number, each in enumerate(run.vectors)))
        while place < run.end:
            instruction = self.flow.instructions[place]
            target = flow.direct(instruction)
            self._at(place)
            if place in self.rewrites.ended:
                self._ended(place)
            elif place in self.rewrites.instead:
                self._instead(self.rewrites.instead[place])
            elif instruction.call and self.image.scopes:
                # It returns to where it would: that says which __try blocks it is in.
                self._say(f"pushq ${self._label(run.end)}", f"jmp {self._called(place, instruction, target)}")
            elif target is not None:
                self._say(f"{instruction.name} {self._routine(target)}")
            else:
                self._emit(place, place + instruction.size, moved=True)
            place += instruction.size
        self._at(place)
        if run.vectors:
            self._say(*(f"movups {-32 - 16 * number}(%rsp), %xmm{each}" for number, each in enumerate(run.vectors)),
                      # The flags of the code between, except for the interrupts'.
                      "pushfq", "btl $9, -8(%rsp)", "jnc 1f", "btsl $9, (%rsp)", "1:", "popfq")
        self._say(f"jmp {self._label(run.end)}" if not instruction.ends else "int3")

    def _end(self, status, text):
        """What ends the driver, in the kernel's log as `text`: with a frame, as it is called by code of the driver."""
        self._texts.append(text)
        self._say(f"movl ${status:#x}, %edi", f"leaq image_text_{len(self._texts)}(%rip), %rsi",
                  "call ntparport_image_trap")

    def _ended(self, rva):
        """
        An instruction that no driver may have: its bug check. Above PASSIVE_LEVEL that returns, and the driver goes on
        to its end without the instruction, if nothing but what follows it could be next.
        """
        goes_on = not self.flow.instructions[rva].ends and rva not in self.rewrites.lost
        if goes_on:
            self._save()
        frame, without = self._frame()
        self._say(*frame)
        self._end(ILLEGAL if rva in self.rewrites.lost else PRIVILEGED,
                  f"{self.rewrites.ended[rva]}, at 0x{rva:x} of its image")
        self._say(without)
        if goes_on:
            self._restore()
        else:
            self._say("ud2")

    @staticmethod
    def _frame():
        """How a frame begins and ends, which leaves the stack as it is."""
        return ["pushq %rbp", "movq %rsp, %rbp"], "popq %rbp"

    def _stub(self, imported):
        """A routine that nobody has."""
        self._say("", ".balign 16", f"{self._slot(imported)}:", "endbr64", "pushq %rbp", "movq %rsp, %rbp", "pushq %rdi",
                  "pushq %rsi")
        self._end(NOT_FOUND, f"{imported.module} {imported.name}, which it imports, is not here")
        self._say(f"movl ${NOT_IMPLEMENTED:#x}, %eax", "popq %rsi", "popq %rdi", "popq %rbp", "ret", "int3")

    def _save(self):
        self._say("pushq %rax", "lahf", "seto %al", "pushq %rax", *(f"pushq %{each}" for each in CHANGED[1:]))

    def _restore(self):
        self._say(*(f"popq %{each}" for each in reversed(CHANGED[1:])), "popq %rax", "addb $127, %al", "sahf",
                  "popq %rax")

    def _called(self, place, instruction, target):
        """What a call calls."""
        if target is not None:
            return self._routine(target)
        called = instruction.operands[0]
        if called.type == x86.X86_OP_REG:
            return f"*%{flow.family(called)}"
        return f"*{self._label(place + instruction.size + called.mem.disp)}(%rip)"

    def _instead(self, instead):
        """Calls a routine, and changes nothing but the register that gets its result; not even the flags."""
        if not hasattr(instead, "result"):
            self._beside(instead)
            return
        result = instead.result
        self._save()
        if instead.argument:
            # Its argument may be in a register of those.
            self._say(f"movq {self._kept(instead.argument)}, %rdi")
        self._say("pushq %rbp", "movq %rsp, %rbp", f"call ntparport_{instead.routine}", "popq %rbp")
        if result and instead.width == 2 and instead.moved:
            self._say(f"movw %ax, {self._kept(result) if result in CHANGED else '%' + WORDS.get(result, result + 'w')}")
        elif result:
            self._say(*EXTENDED[instead.width], f"movq %rax, {self._kept(result)}")
        self._restore()

    def _beside(self, beside):
        """Has the value of a routine on the stack for one instruction, or for what pops it."""
        self._say("leaq -8(%rsp), %rsp")
        self._save()
        self._say("pushq %rbp", "movq %rsp, %rbp", f"call ntparport_{beside.routine}", "popq %rbp", *EXTENDED[beside.width],
                  f"movq %rax, {8 * (len(CHANGED) + 1)}(%rsp)")
        self._restore()
        if beside.text:
            self._say(beside.text, "leaq 8(%rsp), %rsp")

    @staticmethod
    def _kept(register):
        """Where a register is after _instead() has saved it."""
        if register not in CHANGED:
            return f"%{register}"
        saved = CHANGED[1:]
        return f"{8 * (len(saved) + 1)}(%rsp)" if register == "rax" else \
            f"{8 * (len(saved) - 1 - saved.index(register))}(%rsp)"

    def _routine(self, rva):
        """What to call for a routine of the image."""
        return f"image_wrapped_{rva:x}" if rva in self.rewrites.wrapped else self._label(rva)

    def _wrapped(self, rva, vectors):
        """Calls a routine that calls nothing, with registers of SSE saved: they are the program's."""
        self._say("", f"image_wrapped_{rva:x}:", "pushfq", "cli", f"subq ${32 + 16 * len(vectors)}, %rsp",
                  *(f"movups %xmm{each}, {32 + 16 * number}(%rsp)" for number, each in enumerate(vectors)),
                  f"call {self._label(rva)}",
                  *(f"movups {32 + 16 * number}(%rsp), %xmm{each}" for number, each in enumerate(vectors)),
                  f"leaq {32 + 16 * len(vectors)}(%rsp), %rsp", "popfq", "ret", "int3")

    def _entry(self, rva):
        """The way in to a routine: one for interrupt service routines, which have two arguments, before that of any."""
        target, frame = self._routine(rva), ["pushq %rbp", "movq %rsp, %rbp"]
        self._say("", ".balign 256", f"image_isr_{rva:x}:", "endbr64", *frame, "subq $32, %rsp", "andq $-16, %rsp",
                  "movq %rdi, %rcx", "movq %rsi, %rdx", f"call {target}", "leave", "ret", "int3",
                  f".org image_isr_{rva:x}+32, 0xcc",
                  f".type image_{rva:x}, @function", f"image_{rva:x}:", "endbr64",
                  "movq (%rsp), %r10", "leaq image(%rip), %r11", "subq %r11, %r10", "cmpq $image_end-image, %r10",
                  f"jb {target}", "cmpl $1, ntparport_images(%rip)", "ja 2f", "1:", *frame, "andq $-16, %rsp",
                  *(f"pushq {56 - 8 * number}(%rbp)" for number in range(known.MOST - len(KERNEL))),
                  "pushq %r9", "pushq %r8", "subq $32, %rsp", "movq %rcx, %r9", "movq %rdx, %r8", "movq %rsi, %rdx", "movq %rdi, %rcx",
                  f"call {target}", "leave", "ret", "int3",
                  "2:", "call image_called_by_another", f"jne {target}", "jmp 1b",
                  f".size image_{rva:x}, .-image_{rva:x}")

    def _within(self):
        """What else counts as code of the image."""

    def _called_by_another(self):
        """More than one image is loaded: whether this one was called by another, in Windows' convention."""
        self._say("", ".balign 16", "image_called_by_another:", "pushq %rbp", "movq %rsp, %rbp",
                  *(f"pushq %{each}" for each in CHANGED), "movq 16(%rbp), %rdi", "call ntparport_image_at",
                  "testb %al, %al", *(f"popq %{each}" for each in reversed(CHANGED)), "popq %rbp", "ret", "int3")

    # All of it

    def _write(self):
        image = self.image
        # What modinfo says.
        self._say('.section .modinfo, "a", @progbits',
                  f'.asciz "image={self._name}, SHA-256 {hashlib.sha256(image.data).hexdigest()}"',
                  # As it is written in the image: nobody has verified it.
                  *(f".asciz {literal(f'image_{key}={text}')}" for key, text in origin.facts(image).items()),
                  '.section .text, "ax", @progbits', ".balign 4096", "image:")
        self._at(None)
        end = self._low
        for section in self._block:
            if section.start > end:
                self._say(f".skip {section.start - end}, 0xcc")
            self._emit(section.start, section.end)
            end = section.end
        for run in self.rewrites.runs:
            self._moved(run)
        for rva, vectors in self.rewrites.wrapped.items():
            self._wrapped(rva, vectors)
        self._within()
        self._say('.section .data, "aw", @progbits')
        for section in self._data:
            self._say(".balign 4096" if section.size >= 4096 else ".balign 64", f"image_data_{section.start:x}:")
            self._emit(section.start, section.end)
        self._say('.section .text, "ax", @progbits', ".balign 256", ".globl image_entries", "image_entries:")
        for rva in sorted(self._entries):
            self._entry(rva)
        if self._exports:
            self._initialize()
        self._say(".balign 256", ".globl image_entries_end", "image_entries_end:", "image_end:")
        self._called_by_another()
        for imported in sorted(self._stubs):
            self._stub(imported)
        for name, symbol in self._exports.items():
            # Other images call it in Windows' convention, or hand it to the kernel: its entry knows both.
            self._say("", ".balign 16", f".globl {symbol}", f".type {symbol}, @function", f"{symbol}:", *self.LANDING,
                      f"jmp image_{image.exports[name]:x}", "int3")
        for name in sorted({imported.name for imported in image.imports if imported not in self._stubs and
                            imported.module in known.KERNEL}):
            if self._is_import(name):
                self._import(name)
        if not self._exports:
            self._say("", ".globl DriverEntry", f".set DriverEntry, image_{image.header.AddressOfEntryPoint:x}")
        self._functions()
        self._tables()
        self._unwinding()

    def _unwinding(self):
        """What stack traces need."""
        if self._states:
            self._lines, places = orc.made(self._lines, self._marks)
            self._say(*orc.source([*((self._label(rva), state) for rva, state in self._states.changes(self._low)), *places]))

    def _initialize(self):
        """
        The entry of a driver that exports. Windows' loader calls its DllInitialize, and DllUnload at its end, which as
        its unload routine may have an argument; the kernel calls both within the entries of drivers. It is one of them,
        as a fault's way ends there, but where none can be whose address is handed out.
        """
        exports, routine = self.image.exports, self._routine
        self._say("", ".balign 256", ".globl DriverEntry", ".type DriverEntry, @function", "DriverEntry:", "endbr64", "pushq %rbp",
                  "movq %rsp, %rbp", "andq $-16, %rsp", "pushq %rdi", "pushq %rsi", "subq $32, %rsp",
                  "movq %rsi, %rcx", f"call {routine(exports['DllInitialize'])}", "testl %eax, %eax", "js 1f",
                  "movq 40(%rsp), %rcx", "movq 32(%rsp), %rdx",
                  f"call {routine(self.image.header.AddressOfEntryPoint)}", "testl %eax, %eax", "js 1f")
        if "DllUnload" in self._exports:
            # DriverUnload of a DRIVER_OBJECT.
            self._say("movq 40(%rsp), %rcx", "cmpq $0, 0x68(%rcx)", "jne 1f",
                      f"leaq image_{exports['DllUnload']:x}(%rip), %rdx", "movq %rdx, 0x68(%rcx)")
        self._say("1:", "leave", "ret", "int3")

    def _functions(self):
        """What exceptions need, as base/image.h has it. The block is at the distances of the image."""
        known_of = exceptions.Exceptions(self.image, self.flow)
        sections = [(section.start, section.name) for section in self.image.sections]
        names, lines = {}, []
        self._say('.section .rodata, "a", @progbits', ".balign 8", "image_functions:",
                  *(f".long {', '.join(f'{value:#x}' for value in function)}" for function in known_of.functions))
        for label, places in (("sections", sections), ("calls", known_of.calls)):
            self._say(f"image_{label}:")
            for rva, name in places:
                if name not in names:
                    names[name] = len(names)
                    text = re.sub(r'["\\]', "_", reader.printable(name))
                    lines += [f"image_name_{names[name]}:", f'.asciz "{text}"']
                self._say(f".long {rva:#x}, image_name_{names[name]}-image_names")
        self._say("image_names:", *lines, ".balign 8", ".globl image_code", "image_code:",
                  f".quad {self._label(0)}, {self._high:#x}, image_functions, {len(known_of.functions)}",
                  f".quad image_sections, {len(sections)}, image_calls, {len(known_of.calls)}, image_names")

    def _tables(self):
        """What the module's init routine sees to."""
        cells = sorted(self._cells)
        if self._texts:
            self._say('.section .rodata.str1.1, "aMS", @progbits, 1')
        for number, text in enumerate(self._texts, 1):
            self._say(f"image_text_{number}:", f".asciz {literal(text)}")
        self._say('.section .data, "aw", @progbits', ".balign 8")
        for name in cells:
            self._say(f"image_variable_{name}:", f"{self.POINTER} 0")
        self._say(".globl image_variables", "image_variables:")
        for name in cells:
            self._say(f"{self.POINTER} image_variable_{name}, ntparport_{name}")
        self._say(f"{self.POINTER} 0", ".globl image_cookie", "image_cookie:",
                  f"{self.POINTER} {self._label(self._cookie) if self._cookie is not None else 0}",
                  ".globl image_has_tables", "image_has_tables:", f".long {int(bool(self.flow.switches))}",
                  ".globl image_reads_shared_data", "image_reads_shared_data:",
                  f".long {int(self._reads_shared_data())}",
                  '.section .note.GNU-stack, "", @progbits')
