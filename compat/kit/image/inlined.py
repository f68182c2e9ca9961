# SPDX-License-Identifier: GPL-2.0
"""What Windows' headers and compilers put into a driver's own code, and what no driver should have.

An instruction is looked at by kind(): the key of what it is in KINDS, or None.
"""
import re

import capstone.x86 as x86

# What it is called, and whether it is in the way of a module.
KINDS = {
    "gs": ("gs: (on x64 the processor's own block: current thread, IRQL, number)", True),
    "fs": ("fs: (on i386 the processor's own block, and the list of exception handlers)", True),
    "cr8": ("cr8 (the IRQL is kept there on Windows)", True),
    "shared": ("KUSER_SHARED_DATA (time and tick count)", True),
    "fail": ("int 29h (__fastfail)", True),
    "assert": ("int 2Ch (NT_ASSERT)", True),
    "int": ("other software interrupts", True),
    "break": ("int 3 (DbgBreakPoint)", False),
    "port": ("in and out (any I/O port, as they are the driver's own instructions)", False),
    "vector": ("registers of SSE, AVX, MMX or x87, which are the program's in Linux", True),
    "flags": ("cli, sti and popf", True),
    "privileged": ("instructions that are the kernel's alone", True),
    "far": ("far calls, jumps and returns, and loads of segments", True),
}
SHARED = {64: 0xfffff78000000000, 32: 0xffdf0000}
# Where programs have it, and drivers read it, too.
OF_PROGRAMS = 0x7ffe0000
# Fields of the processor's block that are refused by name.
FIELDS = {
    "gs": {0: "GdtBase or the end of the exception list", 8: "TssBase", 0x10: "UserRsp", 0x18: "Self", 0x20: "CurrentPrcb", 0x28: "LockArray",
           0x30: "Used_Self", 0x38: "IdtBase", 0x50: "Irql", 0x60: "MajorVersion", 0x180: "MxCsr", 0x190: "NextThread",
           0x198: "IdleThread", 0x1a8: "RspBase"},
    "fs": {4: "StackBase", 8: "StackLimit", 0x18: "Self of the NT_TIB", 0x1c: "SelfPcr", 0x20: "Prcb", 0x34: "KdVersionBlock", 0x38: "IDT", 0x3c: "GDT",
           0x40: "TSS", 0x120: "MinorVersion of the Prcb", 0x128: "NextThread", 0x12c: "IdleThread", 0x130: "Number"},
}

PRIVILEGED = {"lgdt", "lidt", "lldt", "ltr", "lmsw", "clts", "hlt", "wrmsr", "rdmsr", "rdpmc", "invd", "wbinvd",
              "invlpg", "invpcid", "swapgs", "iret", "iretd", "iretq", "syscall", "sysret", "sysretq", "sysenter",
              "sysexit", "sysexitq", "xsetbv", "clac", "stac", "rsm", "vmcall", "vmlaunch", "vmresume", "vmxon",
              "vmxoff", "vmread", "vmwrite", "vmptrld", "vmptrst", "vmclear", "vmrun", "vmmcall", "vmload", "vmsave",
              "stgi", "clgi", "skinit", "invlpga", "invept", "invvpid", "wrfsbase", "wrgsbase", "rdfsbase", "rdgsbase",
              "monitor", "mwait", "sgdt", "sidt", "sldt", "str", "smsw", "getsec", "encls", "enclu"}
# They change or read what is the program's, too, and need not name a register of it: whatever begins so.
STATE = ("xsave", "xrstor", "ldmxcsr", "stmxcsr", "vldmxcsr", "vstmxcsr", "emms", "vzero", "wait", "cvt")
PORT = {"in", "out", "insb", "insw", "insd", "outsb", "outsw", "outsd"}
FAR = {"lcall", "ljmp", "retf", "retfq", "lss", "lfs", "lgs", "lds", "les"}


def named(place):
    """What is at a place, in a word or two."""
    words = place.text.split()
    name = next((word for word in words if word not in ("lock", "rep", "repe", "repne", "notrack", "bnd")), words[0])
    if place.kind == "vector":
        if re.search(r"\b[yz]mm\d", place.text) or re.match(r"v(?!zero|ldmx|stmx)", name):
            return "registers of AVX"
        if re.search(r"\bxmm\d", place.text):
            return "registers of SSE"
        if re.search(r"\bmm[0-7]\b", place.text):
            return "registers of MMX"
        if name.startswith("f") and not name.startswith(("fx", "fem")):
            return "registers of x87"
    if place.kind in ("vector", "flags", "privileged", "far", "int"):
        return place.text if place.kind == "int" or re.search(r"\b[cd]r\d", place.text) else name
    return KINDS[place.kind][0].split(" (")[0]


def names(*prefixes):
    """The numbers of capstone's registers with such a name."""
    return {getattr(x86, name) for name in dir(x86) if name.startswith(prefixes)}


VECTOR = names("X86_REG_XMM", "X86_REG_YMM", "X86_REG_ZMM", "X86_REG_MM", "X86_REG_ST", "X86_REG_FP", "X86_REG_K")
CONTROL = names("X86_REG_CR", "X86_REG_DR") - names("X86_REG_CR8")
SEGMENTS = {x86.X86_REG_DS, x86.X86_REG_ES, x86.X86_REG_SS, x86.X86_REG_CS, x86.X86_REG_FS, x86.X86_REG_GS}


def shared(value, bits):
    """Where in KUSER_SHARED_DATA an address is, or None."""
    for begin in (SHARED[bits], OF_PROGRAMS):
        if 0 <= (value & (1 << bits) - 1) - begin < 0x1000:
            return (value & (1 << bits) - 1) - begin
    return None


def _is_address(instruction, value, bits):
    """Whether a constant is an address in KUSER_SHARED_DATA: it may be a number, too, where programs have that."""
    distance = shared(value, bits)
    return distance is not None and ((value & (1 << bits) - 1) - distance != OF_PROGRAMS or
                                     instruction.mnemonic in ("mov", "movabs", "push"))


def field(operand):
    """The name of the field of the processor's block that an operand is, if it is refused by name; or None."""
    if operand.type != x86.X86_OP_MEM or operand.mem.base or operand.mem.index:
        return None
    segment = {x86.X86_REG_GS: "gs", x86.X86_REG_FS: "fs"}.get(operand.mem.segment)
    return FIELDS[segment].get(operand.mem.disp) if segment else None


def _of_operand(instruction, operand, bits):
    if operand.type == x86.X86_OP_REG:
        if operand.reg in VECTOR:
            return "vector"
        if operand.reg == x86.X86_REG_CR8:
            return "cr8"
        if operand.reg in CONTROL or operand.reg in SEGMENTS:
            return "privileged"
    elif operand.type == x86.X86_OP_MEM:
        if operand.mem.segment == x86.X86_REG_GS:
            return "gs"
        if operand.mem.segment == x86.X86_REG_FS:
            return "fs"
        if shared(operand.mem.disp, bits) is not None:
            return "shared"
    elif operand.type == x86.X86_OP_IMM and _is_address(instruction, operand.imm, bits):
        return "shared"
    return None


def kind(instruction, bits):
    """What of KINDS an instruction is, or None."""
    name = instruction.mnemonic.split()[-1]
    if name in PORT:
        return "port"
    if name == "int3":
        return "break"
    if name in ("int", "into", "int1"):
        value = instruction.operands[0].imm & 0xff if instruction.operands else 0
        return {0x29: "fail", 0x2c: "assert", 3: "break"}.get(value, "int")
    if name in ("cli", "sti", "popf", "popfd", "popfq"):
        return "flags"
    if name in FAR:
        return "far"
    if name in PRIVILEGED:
        return "privileged"
    # All that begin with f are x87's, or save its registers.
    if name.startswith((*STATE, "f")) or x86.X86_GRP_FPU in instruction.groups:
        return "vector"
    for operand in instruction.operands:
        found = _of_operand(instruction, operand, bits)
        if found:
            return found
    return None
