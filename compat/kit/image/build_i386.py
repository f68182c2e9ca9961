# SPDX-License-Identifier: GPL-2.0
"""Makes assembler source of an image for i386 (see build.py).

Linux passes the first three words of arguments in registers, and the caller removes the others.
"""
import build
import i386
import inlines
import known

KERNEL = ["eax", "edx", "ecx"]
# The bytes of an NT_TRY.
TRY = 72
# What a call changes.
CHANGED = ["eax", "ecx", "edx"]
FRAME = ["pushl %ebp", "movl %esp, %ebp"]
# Where the list of exception handlers is, from the end of the stack; what is at the end is Linux's. Handlers of
# interrupts and softirqs have stacks of their own.
LIST = 4


def register(family, width=4):
    """The register of a flow.family()."""
    name = family[1:]
    return f"%e{name}" if width == 4 else f"%{name[0]}l"


class Source(build.Source):
    """The assembler source of an image for i386 in which nothing is in the way."""

    POINTER, LANDING = ".long", []
    DEFAULT_COOKIE = (0xbb40e64e).to_bytes(4, "little")

    def _stack(self):
        # Kernels of 32 bits follow frame pointers.
        return None

    def _is_routine(self, rva):
        return rva in self.flow.instructions and not self.flow.has_a_frame(rva)

    # Imports

    def _is_import(self, name):
        return name not in known.VALUES and (name in i386.IMPORTS or self._declared.meant(name) in
                                             self._declared.functions)

    def _import(self, name):
        self._say("", ".balign 16", f"image_import_{build.escaped(name)}:")
        if name in i386.ASSEMBLED:
            self._say(*i386.ASSEMBLED[name], "int3")
            return
        if name == known.PURE:
            self._pure()
            return
        meant, more = i386.RENAMED.get(name, (self._declared.meant(name), 0))
        parameters, removes = self._declared.functions.get(meant, []), meant in self._declared.windows
        routine, arguments = known.AS_LIST.get(meant, (meant, range(len(parameters))))
        if name in i386.HANDLERS:
            routine, parameters, removes, arguments = i386.HANDLERS[name]
        if any(imported.name == name and not self.rewrites.called_only(imported.slot)
               for imported in self.image.imports):
            self._handed_on(routine)
        fast = name in i386.FASTCALL or name in i386.RENAMED or name in inlines.FASTCALL
        on_stack = sum(map(i386.words, parameters)) + more
        self._say(*FRAME)
        if fast:
            # Where the others would be that come before those on the stack.
            self._say("pushl %edx", "pushl %ecx")
            on_stack -= min(on_stack, 2)
        if name in i386.RAISING:
            block = f"leal {-TRY}(%ebp), %eax"
            self._say(f"subl ${TRY}, %esp", block, "call ntparport_try_enter", block, f"movl ${build.TRY_IMAGE}, %edx",
                      "call ntparport_try_add")
        self._call(routine, arguments, parameters, fast)
        if name in i386.RAISING:
            self._say("pushl %eax", block, "call ntparport_try_leave", "popl %eax")
        self._say("leave", f"ret ${4 * on_stack}" if removes and on_stack else "ret", "int3")

    @staticmethod
    def _word(number, fast):
        """Where a word of the arguments is."""
        if not fast:
            return f"{8 + 4 * number}(%ebp)"
        return f"{-8 + 4 * number}(%ebp)" if number < 2 else f"{4 * number}(%ebp)"

    def _call(self, routine, arguments, parameters, fast):
        """Calls ours, with these arguments of the image, or constants."""
        starts, start = [], 0
        for parameter in parameters:
            starts.append(start)
            start += i386.words(parameter)
        in_registers, others, free = [], [], list(KERNEL)
        for argument in arguments:
            if argument == "list":
                # What comes after those that are named.
                values = [f"&{self._word(starts[sum(isinstance(each, int) for each in arguments)], fast)}"]
            elif isinstance(argument, str):
                values = [argument]
            else:
                words = i386.words(parameters[argument])
                values = [self._word(starts[argument] + n, fast) for n in range(words)]
            lock = isinstance(argument, int) and parameters[argument].startswith("PKSPIN_LOCK")
            if len(values) <= len(free):
                in_registers += [(free.pop(0), value, lock) for value in values]
            else:
                others += [(value, lock) for value in values]
                free = []
        for value, lock in reversed(others):
            self._load("eax", value, lock)
            self._say("pushl %eax")
        for name, value, lock in in_registers:
            self._load(name, value, lock)
        self._say(f"call {self._symbol(routine)}")

    def _load(self, name, value, lock):
        self._say(f"leal {value[1:]}, %{name}" if value.startswith("&") else f"movl {value}, %{name}")
        if lock:
            # Its locks are smaller than those of drivers that are compiled here.
            self._say(f"testl %{name}, %{name}", "je 1f", f"btrl $30, %{name}", "1:")

    def _handed_on(self, routine):
        self._say(*self._whether_within(), "jb 1f", "cmpl $1, ntparport_images", "jbe 2f",
                  "call image_called_by_another", "jne 1f", f"2: jmp {self._symbol(routine)}", "1:")

    @staticmethod
    def _whether_within():
        """Compares the return address with the image, and changes nothing but flags."""
        return ["pushl %eax", "movl 4(%esp), %eax", "subl $image, %eax", "cmpl $image_end-image, %eax", "popl %eax"]

    # Code of ours

    def _end(self, status, text):
        self._texts.append(text)
        self._say(f"movl ${status:#x}, %eax", f"movl $image_text_{len(self._texts)}, %edx",
                  "call ntparport_image_trap")

    @staticmethod
    def _frame():
        return FRAME, "popl %ebp"

    def _stub(self, imported):
        self._say("", ".balign 16", f"{self._slot(imported)}:", *FRAME)
        self._end(build.NOT_FOUND, f"{imported.module} {imported.name}, which it imports, is not here")
        # Nobody knows how many arguments it would have to remove.
        self._say("ud2")

    def _save(self):
        self._say("pushfl", *(f"pushl %{each}" for each in CHANGED))

    def _restore(self):
        self._say(*(f"popl %{each}" for each in reversed(CHANGED)), "popfl")

    def _instead(self, instead):
        if not hasattr(instead, "routine"):
            self._listed(instead)
            return
        if not hasattr(instead, "result"):
            self._beside(instead)
            return
        name = register(instead.result)[1:]
        self._save()
        self._say(*FRAME, f"call ntparport_{instead.routine}", "popl %ebp")
        to = f"{4 * (len(CHANGED) - 1 - CHANGED.index(name))}(%esp)" if name in CHANGED else f"%{name}"
        if instead.width == 1 and instead.moved:
            self._say(f"movb %al, {to if name in CHANGED else register(instead.result, 1)}")
        else:
            self._say(*(["movzbl %al, %eax"] if instead.width == 1 else []), f"movl %eax, {to}")
        self._restore()

    def _beside(self, beside):
        self._say("leal -4(%esp), %esp")
        self._save()
        self._say(*FRAME, f"call ntparport_{beside.routine}", "popl %ebp", *build.EXTENDED[beside.width],
                  f"movl %eax, {4 * (len(CHANGED) + 1)}(%esp)")
        self._restore()
        if beside.text:
            self._say(beside.text, "leal 4(%esp), %esp")

    def _listed(self, listed):
        """An instruction of the list of exception handlers."""
        where = ["movl %esp, %eax", "andl ntparport_image_stack, %eax"]
        if listed.name == "load":
            name = register(listed.register)
            self._say("pushfl", f"movl %esp, {name}", f"andl ntparport_image_stack, {name}", f"movl {LIST}({name}), {name}",
                      "popfl")
        elif listed.name == "store":
            # The stack pointer is that before this.
            value = "leal 12(%esp), %edx" if listed.register == "rsp" else f"movl {register(listed.register)}, %edx"
            self._say("pushfl", "pushl %eax", "pushl %edx", value, *where, f"movl %edx, {LIST}(%eax)", "popl %edx",
                      "popl %eax", "popfl")
        elif listed.name == "push":
            self._say("pushl %eax", "pushfl", "pushl %eax", *where, f"movl {LIST}(%eax), %eax", "movl %eax, 8(%esp)",
                      "popl %eax", "popfl")
        else:
            self._say("pushfl", "pushl %eax", "pushl %edx", "movl 12(%esp), %edx", *where, f"movl %edx, {LIST}(%eax)",
                      "popl %edx", "popl %eax", "popfl", "leal 4(%esp), %esp")

    # Entries

    def _entry(self, rva):
        target = self._label(rva)
        self._say("", ".balign 256", f"image_isr_{rva:x}:", *FRAME, "pushl %edx", "pushl %eax", f"call {target}", "leave",
                  "ret", "int3", f".org image_isr_{rva:x}+32, 0xcc",
                  f".type image_{rva:x}, @function", f"image_{rva:x}:", *self._whether_within(),
                  f"jb {target}", "cmpl $1, ntparport_images", "ja 2f", "1:", *FRAME,
                  # What it does not remove of these goes with the frame.
                  *(f"pushl {8 + 4 * number}(%ebp)" for number in reversed(range(known.MOST - len(KERNEL)))),
                  *(f"pushl %{each}" for each in reversed(KERNEL)), f"call {target}", "leave", "ret", "int3",
                  "2:", "call image_called_by_another", f"jne {target}", "jmp 1b",
                  f".size image_{rva:x}, .-image_{rva:x}")

    def _within(self):
        """Calls a filter, or a block of __finally: as the image does, so that their entries let it through."""
        self._say("", ".balign 16", "image_call_block:", *(f"pushl %{each}" for each in ("ebp", "ebx", "esi", "edi")),
                  "movl %edx, %ebp", "call *%eax", *(f"popl %{each}" for each in ("edi", "esi", "ebx", "ebp")), "ret", "int3")

    def _called_by_another(self):
        self._say("", ".balign 16", "image_called_by_another:", *FRAME, *(f"pushl %{each}" for each in CHANGED),
                  "movl 8(%ebp), %eax", "call ntparport_image_at", "testb %al, %al",
                  *(f"popl %{each}" for each in reversed(CHANGED)), "popl %ebp", "ret", "int3")

    def _initialize(self):
        exports = self.image.exports
        self._say("", ".balign 256", ".globl DriverEntry", ".type DriverEntry, @function", "DriverEntry:", *FRAME,
                  "pushl %edx", "pushl %eax", "pushl %edx", f"call {self._label(exports['DllInitialize'])}",
                  "leal -8(%ebp), %esp", "testl %eax, %eax", "js 1f", "pushl -4(%ebp)", "pushl -8(%ebp)",
                  f"call {self._label(self.image.header.AddressOfEntryPoint)}", "leal -8(%ebp), %esp",
                  "testl %eax, %eax", "js 1f")
        if "DllUnload" in self._exports:
            # DriverUnload of a DRIVER_OBJECT.
            self._say("movl -8(%ebp), %ecx", "cmpl $0, 0x34(%ecx)", "jne 1f",
                      f"movl $image_{exports['DllUnload']:x}, 0x34(%ecx)")
        self._say("1:", "leave", "ret", "int3")

    def _functions(self):
        self._say('.section .rodata, "a", @progbits', ".balign 4", ".globl image_code", "image_code:",
                  f".long {self._label(0)}, {self._high:#x}, 0, 0, 0, 0, 0, 0, 0, image_call_block")
