# SPDX-License-Identifier: GPL-2.0
"""Reads the image of a Windows driver: headers, sections, and the directories that count.

pefile reads the headers. It forgives what a linker would never write; nothing here does. What
is wrong is a Refused with its place, and so is what is not a driver for x64 or i386: whatever an
Image says holds for every byte of the file.
"""
import collections
import math
import struct

import pefile

# What has more is not a driver of a parallel port.
MOST = 16 << 20
MACHINES = {0x1c0: "an ARM image", 0x1c2: "an ARM image", 0x1c4: "an ARM image", 0xaa64: "an ARM64 image",
            0x200: "an Itanium image", 0x184: "an Alpha image", 0x284: "an Alpha image of 64 bits", 0x1f0: "a PowerPC image",
            0x1f1: "a PowerPC image", 0x162: "a MIPS image", 0x166: "a MIPS image", 0x168: "a MIPS image",
            0x169: "a MIPS image", 0x266: "a MIPS image", 0x366: "a MIPS image", 0x466: "a MIPS image", 0x1a2: "an SH-3 image",
            0x1a3: "an SH-3 image", 0x1a6: "an SH-4 image", 0x1a8: "an SH-5 image", 0xa641: "an ARM64EC image",
            0xa64e: "an ARM64X image", 0xebc: "an image of EFI byte code", 0x5032: "a RISC-V image", 0x5064: "a RISC-V image",
            0x5128: "a RISC-V image", 0x6232: "a LoongArch image", 0x6264: "a LoongArch image", 0x9041: "an M32R image",
            0xc0ee: "an image of .NET alone"}
I386, AMD64 = 0x14c, 0x8664
# What the headers of an image have of the two machines that are known: the number of its optional header, where
# the directories begin there, the type of its relocations, and in the load configuration the places of the
# stack's cookie, of the table of control-flow guard, of its count and of its flags.
Format = collections.namedtuple("Format", "name bits magic directories relocation cookie guarded count flags")
FORMATS = {AMD64: Format("x64", 64, 0x20b, 112, 10, 88, 128, 136, 144),
           I386: Format("i386", 32, 0x10b, 96, 3, 60, 80, 84, 88)}
SUBSYSTEMS = {0: "an image of no subsystem", 5: "a program of OS/2", 7: "a program of POSIX",
              8: "a driver of Windows 9x", 2: "a Windows program", 3: "a Windows program of the command line", 9: "a Windows CE program",
              10: "a program of UEFI", 11: "a driver of UEFI", 12: "a driver of UEFI", 13: "an image in ROM of UEFI",
              14: "a program of the Xbox", 16: "a boot program of Windows"}
NATIVE = 1
# Imported from these, an image runs in user mode, native or not.
USER_MODE = {"ntdll.dll", "kernel32.dll", "kernelbase.dll", "user32.dll", "advapi32.dll", "msvcrt.dll", "win32u.dll"}
PACKERS = (("UPX", "UPX"), (".vmp", "VMProtect"), (".themida", "Themida"), (".aspack", "ASPack"),
           (".enigma", "Enigma"), (".petite", "Petite"), (".MPRESS", "MPRESS"))
# Directories, by their numbers.
EXPORT, IMPORT, RESOURCE, EXCEPTION, RELOCATIONS, TLS, LOAD_CONFIG, DELAYED, CLR = 0, 1, 2, 3, 5, 9, 10, 13, 14
# What begins so, and what to do.
FIRST = (
    (b"MSCF", "a cabinet: unpack it (cabextract)"), (b"PK\3\4", "an archive: unpack it (unzip)"),
    (b"PK\5\6", "an empty archive: fetch it again"), (b"ISc(", "a cabinet of InstallShield: unpack it (unshield)"),
    (b"SZDD\x88\xf0\x27\x33", "compressed by Microsoft's compress: unpack it (msexpand, cabextract)"),
    (b"SZ \x88\xf0\x27\x33\xd1", "compressed by Microsoft's compress: unpack it (msexpand)"),
    (b"SZDD", "compressed by Microsoft's compress: unpack it (msexpand, cabextract)"),
    (b"KWAJ", "compressed by Microsoft's compress: unpack it (msexpand)"),
    (b"\x1f\x8b", "compressed by gzip: unpack it (gunzip, or tar xf)"), (b"\xfd7zXZ\0", "compressed by xz: unpack it (unxz)"),
    (b"BZh", "compressed by bzip2: unpack it (bunzip2)"), (b"\x28\xb5\x2f\xfd", "compressed by zstd: unpack it (unzstd)"),
    (b"\x1f\x9d", "compressed by compress: unpack it (uncompress)"), (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it (7z x)"),
    (b"Rar!", "a RAR archive: unpack it (unrar x)"), (b"\x60\xea", "an ARJ archive: unpack it (arj x)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an installer package (MSI) or a document: unpack it (msiextract)"),
    (b"!<arch>\n", "a library (.lib): it is for linking; take the .sys file that is installed"),
    (b"Microsoft C/C++", "debugging symbols (.pdb): take the .sys file that they belong to"),
    (b"DI", "debugging symbols (.dbg): take the .sys file that they belong to"),
    (b"\x7fELF", "an ELF file: it is for Linux already"), (b"\xcf\xfa\xed\xfe", "a program of macOS: take the one for Windows"),
    (b"\xce\xfa\xed\xfe", "a program of macOS: take the one for Windows"),
    (b"\xca\xfe\xba\xbe", "a program of macOS or Java: take the driver for Windows"),
    (b"\x89PNG", "a picture: take the driver's .sys file"), (b"%PDF", "a document: take the driver's .sys file"),
)
# Of texts.
PAGE = "a web page, not a driver: what was downloaded is an error or a page with a link; download the file itself"
SETTINGS = "a file of settings (.inf): give it with --inf, and the .sys file that it names as the driver"
# What self-extracting setups have behind their code.
SETUPS = (b"MSCF\0\0\0\0", b"PK\3\4", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\7", b"Nullsoft", b"Inno Setup", b"InstallShield", b"WinZip",
          b"_sfx_", b"zlb\x1a")
UNPACK = "encrypted or packed: look for the driver without that"
# Bits per byte: no compiler's code has more, and what is encrypted or compressed has nearly 8, if it is not too short.
MOST_ENTROPY, SHORT = 7.3, 512
# Sections that nobody reads once the driver is linked.
OF_THE_LOADER = {".reloc", ".rsrc"}
# Of sections.
CODE, EXECUTE, READ, WRITE, DISCARDABLE = 0x20, 1 << 29, 1 << 30, 1 << 31, 1 << 25

Import = collections.namedtuple("Import", "module name slot")
Function = collections.namedtuple("Function", "begin end unwind chained")
Scope = collections.namedtuple("Scope", "begin end handler target")


class Refused(Exception):
    """What is wrong, and where in the file."""

    def __init__(self, offset, text):
        super().__init__(f"at 0x{offset:x}: {text}")
        self.offset = offset


def read(path):
    """What is in a file, as far as it may be a driver's."""
    if path.exists() and not path.is_file():
        raise Refused(0, "not a regular file")
    with open(path, "rb") as file:
        return file.read(MOST + 1)


def entropy(data):
    """Bits per byte."""
    return -sum(count / len(data) * math.log2(count / len(data)) for count in collections.Counter(data).values())


class Section:
    """One of an image: `start` and `end` are relative to the image's base."""

    def __init__(self, header):
        self.at = header.get_file_offset()
        self.name = header.Name.rstrip(b"\0").decode("latin-1")
        self.start = header.VirtualAddress
        self.raw, self.raw_size = header.PointerToRawData, header.SizeOfRawData
        # Old linkers leave out one or the other.
        self.size = header.Misc_VirtualSize or self.raw_size
        self.end = self.start + self.size
        flags = header.Characteristics
        # INIT of old linkers may be written and run: that is code.
        self.code = bool(flags & EXECUTE)
        self.writable = bool(flags & WRITE) and not self.code
        self.discardable = bool(flags & DISCARDABLE)
        self.also_written = bool(flags & WRITE) and self.code

    @property
    def kind(self):
        text = "code" if self.code else "writable data" if self.writable else "data"
        return (text + (", writable" if self.also_written else "") + (", discardable" if self.discardable else ""))


def printable(name):
    """A name as it can stand in a line, whatever bytes are in it."""
    return "".join(char if 0x20 < ord(char) < 0x7f else f"\\x{ord(char):02x}" for char in name)


class Image:
    """
    What is in the file of a driver. All addresses are relative to the image's base.

    `memory` is the image as it is in memory. `imports` are Imports, `relocations` maps the
    places of absolute addresses to what they point to, `functions` are those of the exception
    directory in order, `scopes` the entries of the tables that `__try` blocks have, `handlers`
    the routines that unwind data name, `exports` maps names to addresses, `guarded` are the
    targets of indirect calls that control-flow guard knows; `cookie` is where the stack's
    cookie is, or None. `bits` and `width` are those of an address, in bits and in bytes.
    """

    def __init__(self, data):
        self.data = bytes(data)
        self.sections, self.imports, self.functions, self.scopes = [], [], [], []
        self.relocations, self.exports, self.guarded, self.handlers = {}, {}, [], []
        self.cookie = None
        self._headers()
        self._sections()
        self._map()
        self._packed()
        self._directories()

    # Places

    def offset(self, rva):
        """Where in the file that is, as well as can be said."""
        for section in self.sections:
            if section.start <= rva < section.end:
                return section.raw + min(rva - section.start, max(section.raw_size - 1, 0))
        return max(0, min(rva, len(self.data)))

    def section(self, rva):
        """The section that has this address, or None."""
        for section in self.sections:
            if section.start <= rva < section.end:
                return section
        return None

    def is_code(self, rva):
        section = self.section(rva)
        return bool(section and section.code)

    def function(self, rva):
        """The function, or part of one, whose range has this address, or None."""
        low, high = 0, len(self.functions)
        while low < high:
            middle = (low + high) // 2
            if self.functions[middle].begin <= rva:
                low = middle + 1
            else:
                high = middle
        found = self.functions[low - 1] if low else None
        return found if found and rva < found.end else None

    def refuse(self, rva, text):
        raise Refused(self.offset(rva), text)

    def refuse_bits(self, bits):
        """It is not for the kernel that it is to be built for."""
        raise Refused(self.optional - 20, f"an image for {self.format.name}, which a kernel of {bits} bits cannot run: build "
                      f"it for one of {self.bits}")

    def need(self, rva, size, what):
        """All of it has to be within one section."""
        section = self.section(rva)
        if not section or rva + size > section.end:
            self.refuse(rva, f"{what} is at 0x{rva:x}, where the image has no section")

    def number(self, rva, size=4):
        return int.from_bytes(self.memory[rva:rva + size], "little")

    def text(self, rva, what, most=512):
        """A name that ends with a zero."""
        self.need(rva, 1, what)
        end = self.memory.find(b"\0", rva, min(rva + most, self.section(rva).end))
        if end < 0:
            self.refuse(rva, f"{what} has no end")
        name = self.memory[rva:end].decode("latin-1")
        if not name or any(not 0x20 < ord(char) < 0x7f for char in name):
            self.refuse(rva, f"{what} is not a name: {printable(name) or 'empty'}")
        return name

    # Headers

    def _no_image(self):
        """What it is that does not begin with MZ, and what to do with it."""
        data = self.data
        if not data:
            return "an empty file, which does not begin with MZ: fetch it again"
        if not data.strip(b"\0"):
            return "nothing but zeros, where an image begins with MZ: fetch it again"
        # The first of a chain, of which nothing follows in the file.
        if data.startswith(b"\xff\xff\xff\xff") and len(data) > 18:
            return "a driver of DOS: nothing here runs it; look for the one for Windows NT, 2000 or XP"
        for first, kind in FIRST:
            if data.startswith(first):
                return kind
        if data[:2] in (struct.pack("<H", AMD64), struct.pack("<H", I386)):
            return "an object file of Microsoft's compiler: link it first, or build the source"
        start = data[:4096]
        text = start.decode("utf-16", "replace") if start[:2] in (b"\xff\xfe", b"\xfe\xff") else start.decode("latin-1")
        text = text.removeprefix("\xef\xbb\xbf").lstrip()
        if text[:1] == "<":
            return PAGE
        if text[:1] in (";", "[") and "[" in text:
            return SETTINGS
        if len(text) >= 16 and all(char.isprintable() or char in "\t\r\n\f" for char in text):
            return "a text, where an image begins with MZ: take the driver's .sys file"
        return "not an image of Windows: it does not begin with MZ"

    def _program(self, place, kind):
        """It is no driver; what to do with it."""
        if any(mark in self.data for mark in SETUPS):
            raise Refused(place, f"{kind}, a setup that has the driver in it: unpack it (7z x, cabextract), and take the .sys "
                          "file")
        raise Refused(place, f"{kind}: a driver's subsystem is native; take the .sys file that it installs")

    def _headers(self):
        data = self.data
        if len(data) > MOST:
            raise Refused(MOST, f"more than {MOST >> 20} MiB are too many for a driver: if it is a setup, unpack it (7z x, "
                          "cabextract), and take the .sys file")
        if data[:2] != b"MZ":
            raise Refused(0, self._no_image())
        if len(data) < 0x40:
            raise Refused(len(data), "the file ends within its first header")
        place = struct.unpack_from("<I", data, 0x3c)[0]
        if place < 0x40 or place % 4 or place + 24 > len(data):
            raise Refused(0x3c, f"the header of the image would be at 0x{place:x}: "
                          "a program of DOS, or the file is cut off: take the driver's .sys file, or fetch it again")
        if data[place:place + 2] in (b"LE", b"LX", b"W3", b"W4"):
            raise Refused(place, "a driver of Windows 9x (VxD): nothing here runs it; look for the one for Windows NT, 2000 "
                          "or XP")
        if data[place:place + 2] == b"NE":
            raise Refused(place, "a driver or program of 16-bit Windows: nothing here runs it; look for the one for Windows "
                          "NT, 2000 or XP")
        if data[place:place + 4] != b"PE\0\0":
            raise Refused(place, "not an image of Windows: there is no PE header; take the driver's .sys file, or fetch it again")
        machine, _, _, _, _, size, flags = struct.unpack_from("<HHIIIHH", data, place + 4)
        optional = place + 24
        if machine not in FORMATS:
            raise Refused(place + 4, MACHINES.get(machine, f"an image for machine 0x{machine:x}") +
                          ": it has to be one for x64 or i386; look for the driver's version for one of these")
        self.format = FORMATS[machine]
        self.bits, self.width = self.format.bits, self.format.bits // 8
        # Up to the directories.
        if size < self.format.directories or optional + size > len(data):
            raise Refused(place + 20, f"the optional header has {size} bytes: too few, or the file is cut off")
        if struct.unpack_from("<H", data, optional)[0] != self.format.magic:
            raise Refused(optional, f"the header says {self.format.name}, but its optional header is not that of a "
                          f"{self.bits}-bit image")
        if not flags & 2:
            raise Refused(place + 22, "not linked: the linker has marked it as not executable")
        self._pefile(place)
        header = self.header
        if header.Subsystem != NATIVE:
            self._program(optional + 68, SUBSYSTEMS.get(header.Subsystem, f"an image of subsystem {header.Subsystem}"))
        if flags & 1:
            raise Refused(place + 22, "its relocations were stripped: it runs at one address only")
        align = header.SectionAlignment
        if not align or align & (align - 1) or align > MOST:
            raise Refused(optional + 32, f"sections are aligned to {align}: not a power of two")
        if header.SizeOfImage > MOST:
            raise Refused(optional + 56, f"the image would have {header.SizeOfImage} bytes: too many for a driver")
        if header.SizeOfHeaders > min(len(data), header.SizeOfImage):
            raise Refused(optional + 60, "the headers are longer than the file or the image")
        directories = self.format.directories
        if header.NumberOfRvaAndSizes > 16 or size < directories + 8 * header.NumberOfRvaAndSizes:
            raise Refused(optional + directories - 4, f"{header.NumberOfRvaAndSizes} directories do not fit into its header")

    def _pefile(self, place):
        try:
            self.pe = pefile.PE(data=self.data, fast_load=True)
        # It is made for files that lie: an error of any other kind is one of them, too.
        except Exception as error:  # pylint: disable=broad-except
            raise Refused(place, f"the headers cannot be read: {error}") from None
        self.header, self.file = self.pe.OPTIONAL_HEADER, self.pe.FILE_HEADER
        self.base, self.size = self.header.ImageBase, self.header.SizeOfImage
        self.optional = self.header.get_file_offset()

    def _sections(self):
        headers, table = self.pe.sections, self.optional + self.file.SizeOfOptionalHeader
        if not 0 < self.file.NumberOfSections <= 96:
            raise Refused(self.optional - 18, f"{self.file.NumberOfSections} sections: a driver has from 1 to 96")
        if table + 40 * self.file.NumberOfSections > len(self.data) or len(headers) != self.file.NumberOfSections:
            raise Refused(table, "the table of sections is cut off")
        last = table + 40 * len(headers)
        if last > self.header.SizeOfHeaders:
            raise Refused(table, "the table of sections goes on beyond the headers")
        previous = self.header.SizeOfHeaders
        for header in headers:
            section = Section(header)
            named = f"section {printable(section.name)}"
            if section.start % self.header.SectionAlignment or section.start < previous:
                raise Refused(section.at + 12, f"{named} is at 0x{section.start:x}: it overlaps what is before it, "
                              "or is not aligned")
            if not section.size or section.end > self.size:
                raise Refused(section.at + 8, f"{named} has {section.size} bytes: none, or more than the image")
            if section.raw_size and section.raw + section.raw_size > len(self.data):
                raise Refused(section.at + 20, f"{named} is cut off: the file would have to have "
                              f"{section.raw + section.raw_size} bytes and has {len(self.data)}")
            if section.raw_size and section.raw < self.header.SizeOfHeaders:
                raise Refused(section.at + 20, f"{named} begins within the headers")
            if header.Characteristics & 0x01000000 or header.NumberOfRelocations:
                raise Refused(section.at + 32, f"{named} has relocations of its own: it is not linked")
            previous = section.end
            self.sections.append(section)
        spans = sorted(((section.raw, section.raw + section.raw_size, section) for section in self.sections
                        if section.raw_size), key=lambda span: span[:2])
        for (_, end, _), (start, _, section) in zip(spans, spans[1:]):
            if start < end:
                raise Refused(section.at + 20, f"section {printable(section.name)} overlaps another in the file")

    def _map(self):
        memory = bytearray(self.size)
        head = self.header.SizeOfHeaders
        memory[:head] = self.data[:head]
        for section in self.sections:
            size = min(section.raw_size, section.size)
            memory[section.start:section.start + size] = self.data[section.raw:section.raw + size]
        self.memory = bytes(memory)

    def _packed(self):
        for section in self.sections:
            for mark, packer in PACKERS:
                if section.name.startswith(mark):
                    raise Refused(section.at, f"packed by {packer} (section {printable(section.name)}): "
                                  "unpack it first")
            if section.code and not section.size - self.header.SectionAlignment <= section.raw_size > 0:
                raise Refused(section.at + 16, f"section {printable(section.name)} is code, and most of it is not in "
                              "the file: packed or encrypted")
            code = self.memory[section.start:section.end].rstrip(b"\0") if section.code else b""
            if len(code) >= SHORT and entropy(code) > MOST_ENTROPY:
                raise Refused(section.raw, f"section {printable(section.name)} is code, and looks like random bytes: "
                              f"{UNPACK}")
        entry = self.header.AddressOfEntryPoint
        if not self.is_code(entry):
            raise Refused(self.optional + 16, f"its entry is at 0x{entry:x}, where there is no code")

    # Directories

    def directory(self, number):
        """Its address and size; (0, 0): it has none."""
        directories = self.header.DATA_DIRECTORY
        if number >= min(len(directories), self.header.NumberOfRvaAndSizes):
            return 0, 0
        entry = directories[number]
        if not entry.VirtualAddress or not entry.Size:
            return 0, 0
        section = self.section(entry.VirtualAddress)
        if not section or entry.VirtualAddress + entry.Size > section.end:
            raise Refused(entry.get_file_offset(), f"directory {number} is at 0x{entry.VirtualAddress:x} with "
                          f"{entry.Size} bytes, which is in no section")
        return entry.VirtualAddress, entry.Size

    def _directories(self):
        for number, text in ((CLR, "a program of .NET, and no driver: take the .sys file that it comes with"),
                             (DELAYED, "it imports on first use (delay imports), which the kernel of Windows does not, "
                                       "either: it is no driver, or damaged; take the .sys file that Windows loads"),
                             (TLS, "it has thread-local storage, which drivers do not have: it is protected or packed; "
                                   "look for another version of the driver")):
            start, _ = self.directory(number)
            if start:
                self.refuse(start, text)
        self._imports()
        self._exports()
        self._relocations()
        self._load_config()
        # On i386, directories of that number mean nothing.
        if self.bits == 64:
            self._functions()

    def _imports(self):
        start, size = self.directory(IMPORT)
        if not start:
            return
        slots, place = {}, start
        while True:
            # The last one is empty; sizes are often wrong, what counts is the section.
            self.need(place, 20, "an import descriptor")
            names, _, _, module, first = struct.unpack_from("<5I", self.memory, place)
            if not names and not module and not first:
                break
            if place >= start + max(size, 20 * 64):
                self.refuse(place, "the list of modules that are imported from has no end")
            name = self.text(module, "the name of a module that is imported from").lower()
            if name in USER_MODE:
                self.refuse(module, f"it imports from {name}: it runs in user mode and is not a driver; take the "
                            ".sys file that it comes with")
            self._slots(name, names or first, first, slots)
            place += 20

    def _slots(self, module, names, first, slots):
        """Reads what is imported from one module."""
        width = self.width
        while True:
            self.need(names, width, f"the list of what is imported from {module}")
            value = self.number(names, width)
            if not value:
                break
            self.need(first, width, f"an import address of {module}")
            if any(byte in slots for byte in range(first - width + 1, first + width)):
                self.refuse(first, f"two imports of {module} have one place")
            if value >> self.bits - 1:
                self.refuse(names, f"it imports number {value & 0xffff} of {module}: "
                            "only imports with a name are known here; look for another version of the driver")
            if value >> 31:
                self.refuse(names, f"the name of an import of {module} is at 0x{value:x}")
            slots[first] = True
            self.imports.append(Import(module, self.text(value + 2, f"the name of an import of {module}"), first))
            names, first = names + width, first + width

    def _exports(self):
        start, size = self.directory(EXPORT)
        if not start:
            return
        self.need(start, 40, "the export directory")
        number, named, functions, names, ordinals = struct.unpack_from("<5I", self.memory, start + 20)
        if not number:
            return
        for count, each, place, what in ((number, 4, functions, "the table of exports"),
                                         (named, 4, names, "the names of the exports"),
                                         (named, 2, ordinals, "the numbers of the exports")):
            if count > 0xffff:
                self.refuse(start + 20, f"{count} exports are too many")
            if count:
                self.need(place, count * each, what)
        called = {self.number(ordinals + 2 * n, 2): self.text(self.number(names + 4 * n), "the name of an export")
                  for n in range(named)}
        for n in range(number):
            address, name = self.number(functions + 4 * n), called.get(n, f"#{n}")
            if not address:
                continue
            if start <= address < start + size:
                self.refuse(functions + 4 * n, f"its export {name} is a forwarder to another module, which drivers do "
                            "not have: take the driver that has it")
            self.need(address, 1, f"the export {name}")
            self.exports[name] = address

    def _relocations(self):
        place, size = self.directory(RELOCATIONS)
        end, last, width = place + size, -8, self.width
        places = []
        while place + 8 <= end:
            page, length = struct.unpack_from("<II", self.memory, place)
            if not page and not length:
                break
            if length < 8 or length % 2 or place + length > end:
                self.refuse(place + 4, f"a block of relocations has {length} bytes")
            for entry in range(place + 8, place + length, 2):
                kind, offset = divmod(self.number(entry, 2), 0x1000)
                if kind == self.format.relocation:
                    places.append((page + offset, entry))
                elif kind:
                    self.refuse(entry, f"a relocation of type {kind}: on {self.format.name} all are of type "
                                f"{self.format.relocation}")
            place += length
        for rva, entry in sorted(places):
            if rva < last + width:
                self.refuse(entry, f"two relocations overlap at 0x{rva:x}")
            self.need(rva, width, "a relocated address")
            target = self.number(rva, width) - self.base
            if not 0 <= target <= self.size:
                self.refuse(rva, f"an address to be relocated points to 0x{target + self.base:x}, outside the image")
            self.relocations[rva] = target
            last = rva

    def _load_config(self):
        start, size = self.directory(LOAD_CONFIG)
        if not start:
            return
        # The size in the directory was 64 for years, whatever it has.
        self.need(start, 4, "the load configuration")
        size = self.number(start) or size
        self.need(start, size, "the load configuration")

        def address(offset, what):
            value = self.number(start + offset, self.width) if offset + self.width <= size else 0
            if not value:
                return value
            if not self.base <= value <= self.base + self.size - self.width:
                self.refuse(start + offset, f"{what} would be at 0x{value:x}, outside the image")
            self.need(value - self.base, self.width, what)
            return value - self.base

        places = self.format
        self.cookie = address(places.cookie, "the stack's cookie") or None
        if self.cookie is not None and not self.section(self.cookie).writable:
            self.refuse(start + places.cookie, "the stack's cookie is not in writable data")
        table = address(places.guarded, "the table of control-flow guard")
        if table and size >= places.flags + 4:
            count, each = self.number(start + places.count, self.width), 4 + (self.number(start + places.flags) >> 28)
            if count > self.size:
                self.refuse(start + places.count, f"control-flow guard would know {count} targets")
            self.need(table, max(count * each, 1), "the table of control-flow guard")
            self.guarded = [self.number(table + n * each) for n in range(count)]
            for n, target in enumerate(self.guarded):
                if not self.is_code(target):
                    self.refuse(table + n * each, f"control-flow guard knows 0x{target:x}, which is not code")

    def _functions(self):
        start, size = self.directory(EXCEPTION)
        if size % 12:
            self.refuse(start, f"the exception directory has {size} bytes: not a multiple of 12")
        last = 0
        for place in range(start, start + size, 12):
            begin, end, unwind = struct.unpack_from("<III", self.memory, place)
            if not begin and not end:
                continue
            if begin < last or end <= begin or not self.is_code(begin) or end > self.section(begin).end:
                self.refuse(place, f"the exception directory has a function from 0x{begin:x} to 0x{end:x}: "
                            "it overlaps another, is out of order, or no code is there")
            self.functions.append(Function(begin, end, unwind, self._chained(place, unwind)))
            last = end
        for function in self.functions:
            self._unwind(function)

    def _chained(self, place, unwind):
        if unwind & 3:
            self.refuse(place + 8, f"unwind data at 0x{unwind:x}: not aligned")
        self.need(unwind, 4, "unwind data")
        if self.memory[unwind] & 7 not in (1, 2):
            self.refuse(unwind, f"unwind data of version {self.memory[unwind] & 7}: 1 and 2 are known")
        return bool(self.memory[unwind] >> 3 & 4)

    def _unwind(self, function):
        """Reads the handler of a function, and the table of its __try blocks."""
        unwind = function.unwind
        flags, codes = self.memory[unwind] >> 3, self.memory[unwind + 2]
        place = unwind + 4 + 2 * (codes + codes % 2)
        if flags & 4 or not flags & 3:
            self.need(unwind, place - unwind + (12 if flags & 4 else 0), "unwind data")
            return
        self.need(unwind, place + 4 - unwind, "unwind data")
        handler = self.number(place)
        if not self.is_code(handler):
            self.refuse(place, f"the handler of a function is at 0x{handler:x}, where there is no code")
        self.handlers.append(handler)
        self.scopes += self._scope_table(function, place + 4)

    def _scope_table(self, function, place):
        """The entries of its table of __try blocks; a handler of another kind has other data there."""
        section, found = self.section(place), []
        if not section or place + 4 > section.end:
            return []
        count = self.number(place)
        if not 0 < count < 0x1000 or place + 4 + 16 * count > section.end:
            return []
        for entry in range(place + 4, place + 4 + 16 * count, 16):
            begin, end, handler, target = struct.unpack_from("<4I", self.memory, entry)
            if not (function.begin <= begin < end <= function.end) or \
                    (handler != 1 and not self.is_code(handler)) or (target and not self.is_code(target)):
                return []
            found.append(Scope(begin, end, handler, target))
        return found
