# SPDX-License-Identifier: GPL-2.0
"""What Windows' headers and compilers put into a driver's own code, and what no driver should have.

An instruction is looked at by kind(): the key of what it is in KINDS, or None.
"""
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
    "far": ("far calls, jumps and returns", True),
}
SHARED = {64: 0xfffff78000000000, 32: 0xffdf0000}

PRIVILEGED = {"lgdt", "lidt", "lldt", "ltr", "lmsw", "clts", "hlt", "wrmsr", "rdmsr", "rdpmc", "invd", "wbinvd",
              "invlpg", "invpcid", "swapgs", "iret", "iretd", "iretq", "syscall", "sysret", "sysretq", "sysenter",
              "sysexit", "sysexitq", "xsetbv", "clac", "stac", "rsm", "vmcall", "vmlaunch", "vmresume", "vmxon",
              "vmxoff", "vmread", "vmwrite", "vmptrld", "vmptrst", "vmclear", "vmrun", "vmmcall", "vmload", "vmsave",
              "stgi", "clgi", "skinit", "invlpga", "invept", "invvpid", "wrfsbase", "wrgsbase", "rdfsbase", "rdgsbase",
              "monitor", "mwait", "sgdt", "sidt", "sldt", "str", "smsw", "getsec", "encls", "enclu"}
STATE = {"fxsave", "fxrstor", "fxsave64", "fxrstor64", "xsave", "xrstor", "xsave64", "xrstor64", "xsaveopt",
         "xsavec", "xsaves", "xrstors", "ldmxcsr", "stmxcsr", "vldmxcsr", "vstmxcsr", "emms", "femms", "vzeroupper",
         "vzeroall", "wait", "fwait"}
PORT = {"in", "out", "insb", "insw", "insd", "outsb", "outsw", "outsd"}
FAR = {"lcall", "ljmp", "retf", "retfq", "lss", "lfs", "lgs", "lds", "les"}


def names(*prefixes):
    """The numbers of capstone's registers with such a name."""
    return {getattr(x86, name) for name in dir(x86) if name.startswith(prefixes)}


VECTOR = names("X86_REG_XMM", "X86_REG_YMM", "X86_REG_ZMM", "X86_REG_MM", "X86_REG_ST", "X86_REG_FP", "X86_REG_K")
CONTROL = names("X86_REG_CR", "X86_REG_DR") - names("X86_REG_CR8")
SEGMENTS = {x86.X86_REG_DS, x86.X86_REG_ES, x86.X86_REG_SS, x86.X86_REG_CS, x86.X86_REG_FS, x86.X86_REG_GS}


def shared(value, bits):
    """Where in KUSER_SHARED_DATA an address is, or None."""
    distance = (value & (1 << bits) - 1) - SHARED[bits]
    return distance if 0 <= distance < 0x1000 else None


def _of_operand(operand, bits):
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
    elif operand.type == x86.X86_OP_IMM and shared(operand.imm, bits) is not None:
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
    if name in STATE or x86.X86_GRP_FPU in instruction.groups:
        return "vector"
    for operand in instruction.operands:
        found = _of_operand(operand, bits)
        if found:
            return found
    return None
