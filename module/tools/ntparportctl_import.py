# SPDX-License-Identifier: GPL-2.0
"""What a Windows installation had: .reg and .inf files become settings.

A part of ntparportctl, which loads it only for the commands that need it.
"""
from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator

from ntparportctl import DONE, Failure, System, counted, note, say
from ntparportctl_settings import (DWORD_MAX, FILE_MAX, PARAMETERS, SERVICE,
                                   TYPE_NAMES, TYPES, Entry, Item, Unfit, differing, folded,
                                   format_settings,
                                   installed_name, known_modules, module_name, not_found,
                                   note_differing, read_file, read_settings, shortened)

# Flags of a line of an INF file that depend on what there is: set only what is not there; append to
# a list of texts; set only what is there.
NO_CLOBBER, APPEND, OVERWRITE_ONLY = 0x2, 0x8, 0x20


class Operation:
    """A line of a .reg or .inf file that sets or deletes a value, or deletes a key."""

    def __init__(self, action: str, key: str, name: str = "", kind: int = 0, data: bytes = b"",
                 line: int = 0, flags: int = 0) -> None:
        self.action = action
        self.key = key
        self.name = name
        self.kind = kind
        self.data = data
        self.line = line
        self.flags = flags


class Service:
    """A service that an INF file installs: its file, type and start; None if it does not say."""

    def __init__(self, name: str, binary: str, kind: int | None, start: int | None) -> None:
        self.name = name
        self.binary = binary
        self.kind = kind
        self.start = start


class Found:
    """What a file has: operations, and remarks about what was not followed.

    Of an INF file also the services that it installs, lower case first, the devices for which it
    does, by their identifications, the resources of which it has a list, and the files that it
    includes, but which are not there.
    """

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.remarks: dict[str, None] = {}
        self.services: dict[str, Service] = {}
        self.devices: dict[str, str] = {}
        self.resources: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self.is_inf = False

    def remark(self, text: str) -> None:
        """Says something once."""
        self.remarks[text] = None


class Malformed(Exception):
    """A line that cannot be read, and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(shortened(why))
        self.line = line


def windows_1252(raw: bytes) -> str:
    """Text in code page 1252; what it does not define are control characters, as on Windows."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def is_utf8(raw: bytes) -> bool:
    """Whether these bytes are UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def windows_text(raw: bytes) -> str:
    """The text of a file: UTF-16 or UTF-8, by their marks or by what it is; else code page 1252."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
                       (b"\xef\xbb\xbf", "utf-8")):
        if raw.startswith(mark):
            raw = raw.removeprefix(mark)
            break
    else:
        # Some programs leave out the mark; and what is UTF-8 by chance is seldom anything else.
        name = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be" if raw[:1] == b"\0" else \
            "utf-8" if is_utf8(raw) else "cp1252"
    if name == "cp1252":
        return windows_1252(raw)
    try:
        return raw.decode(name, "surrogatepass")
    except UnicodeDecodeError as error:
        line = raw[:error.start].decode(name, "replace").count("\n") + 1
        raise Malformed(line, "the file ends, or breaks, within a character") from None


def whole_lines(text: str) -> str:
    """Text whose lines end with a line feed, without the Ctrl-Z and NULs that DOS left at its end."""
    text = text.rstrip("\0\x1a")
    return text if "\n" in text else text.replace("\r", "\n")


def utf16(text: str) -> bytes:
    """Text as the registry keeps it."""
    return text.encode("utf-16-le", "surrogatepass")


class RegReader:
    """Reads exported keys: "REGEDIT4" or "Windows Registry Editor Version 5.00"."""

    HEADS = {"REGEDIT4": 4, "Windows Registry Editor Version 5.00": 5}

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.version = 0
        self.key: str | None = None
        self.found = Found()

    def bad(self, why: str) -> Malformed:
        """An error in the present line."""
        return Malformed(self.line, why)

    def advance(self, end: int) -> str:
        """Takes the text up to there."""
        taken = self.text[self.at:end]
        self.line += taken.count("\n")
        self.at = end
        return taken

    def take(self, pattern: str) -> re.Match[str] | None:
        """Takes what matches here, if anything does."""
        match = re.compile(pattern).match(self.text, self.at)
        if match:
            self.advance(match.end())
        return match

    def rest(self) -> str:
        """The rest of the present line."""
        end = self.text.find("\n", self.at)
        return self.text[self.at:end if end >= 0 else len(self.text)].rstrip("\r")

    def read(self) -> Found:
        """All of the file."""
        self.take(r"[ \t\r\n]+")
        head = self.rest().strip()
        if head not in self.HEADS:
            raise self.bad('it does not begin with "Windows Registry Editor Version 5.00" '
                           'or "REGEDIT4"')
        self.version = self.HEADS[head]
        self.advance(self.at + len(self.rest()))
        while self.at < len(self.text):
            if not self.take(r"[ \t\r\n]+") and not self.take(r";[^\n]*"):
                self.one()
        return self.found

    def one(self) -> None:
        """A key or a value."""
        line, start = self.line, self.rest()
        if start.startswith("["):
            end = start.rfind("]")
            if end < 0 or start[end + 1:].split(";")[0].strip():
                raise self.bad("a key ends with ]")
            self.advance(self.at + len(start))
            self.key = start[1:end]
            if self.key.startswith("-"):
                self.found.operations.append(
                    Operation("delete key", self.key[1:].strip("\\"), line=line))
                self.key = None
            return
        name = "" if self.take("@") else self.string()
        if not self.take(r"[ \t]*=[ \t]*"):
            raise self.bad("a value's name is followed by =")
        operation = self.value(name, line)
        if not re.fullmatch(r"[ \t]*(;.*)?", self.rest()):
            raise self.bad(f"nothing may follow the value: {self.rest().strip()}")
        self.advance(self.at + len(self.rest()))
        if self.key is None:
            raise Malformed(line, "a value before any key, or of a key that is deleted")
        self.found.operations.append(operation)

    def string(self) -> str:
        """A text in quotes, which may go on over several lines."""
        line = self.line
        match = self.take(r'"((?:[^"\\]|\\[\s\S])*)"')
        if match:
            return re.sub(r"\\([\s\S])", r"\1", match[1])
        if self.rest().startswith('"'):
            raise Malformed(line, "the text does not end with a quote")
        raise self.bad(f'neither a [key] nor a "name"=value: {self.rest().strip()}')

    def value(self, name: str, line: int) -> Operation:
        """What follows the name."""
        key = (self.key or "").strip("\\")
        if self.take(r"-(?=[ \t]*(?:;|\r?\n|$))"):
            return Operation("delete", key, name, line=line)
        if self.rest().startswith('"'):
            return Operation("set", key, name, TYPES["sz"], utf16(self.string() + "\0"), line)
        if self.take(r"(?i)dword:"):
            digits = self.take(r"[0-9a-fA-F]{1,8}(?![0-9a-zA-Z])")
            if not digits:
                raise self.bad("dword: is followed by up to eight hexadecimal digits")
            number = int(digits[0], 16)
            return Operation("set", key, name, TYPES["dword"], number.to_bytes(4, "little"), line)
        match = self.take(r"(?i)hex(?:\(([0-9a-f]{1,8})\))?:")
        if not match:
            raise self.bad("a value is \"text\", dword:, hex: or hex(type):, not "
                           + (self.rest().strip() or "nothing"))
        kind = int(match[1], 16) if match[1] else TYPES["binary"]
        data = self.bytes()
        if self.version == 4 and kind in (1, 2, 7):
            data = utf16(windows_1252(data))
        return Operation("set", key, name, kind, data, line)

    def bytes(self) -> bytes:
        """Bytes, separated by commas; a backslash goes on in the next line."""
        data = bytearray()
        blank = r"(?:[ \t]|\\[ \t]*\r?\n)*"
        self.take(blank)
        if not self.take(r"(?=[ \t]*(?:;|\r?\n|$))"):
            while True:
                digits = self.take(r"[0-9a-fA-F]{1,2}(?![0-9a-zA-Z])")
                if not digits:
                    raise self.bad("bytes are two hexadecimal digits each, separated by commas")
                data.append(int(digits[0], 16))
                if not self.take(blank + "," + blank):
                    break
                if self.at == len(self.text):
                    raise self.bad("the file ends within a list of bytes")
        if self.take(r"[ \t]*\\"):
            raise self.bad("a backslash is followed by another line")
        return bytes(data)


def is_script(text: str) -> bool:
    """Whether this is what Windows NT 4 called an INF file (OEMSETUP.INF): a program."""
    return bool(re.search(r"(?im)^[ \t]*\[identification\]", text)) and \
        not re.search(r"(?im)^[ \t]*\[version\]", text)


class InfReader:
    """Reads the AddReg and DelReg sections that install sections of an INF file name.

    It follows Needs= into the file itself, and Include= into files beside it, each of which has a
    reader, and texts, of its own.
    """

    MACHINE = ("HKLM", "HKEY_LOCAL_MACHINE")

    def __init__(self, text: str, path: str = "", above: InfReader | None = None) -> None:
        # Section -> its lines: number, text.
        self.sections: dict[str, list[tuple[int, str]]] = {}
        self.folder = os.path.dirname(path)
        # Said of lines in an included file.
        self.place = f"{os.path.basename(path)}, " if above else ""
        self.found: Found = above.found if above else Found()
        self.found.is_inf = True
        # All readers, by the names of their files.
        self.readers: dict[str, InfReader | None] = above.readers if above else {}
        self.readers[folded(os.path.basename(path))] = self
        if is_script(text):
            raise Malformed(1, "a script of Windows NT's own set-up (NT 4 and before), which "
                            "nothing here can run: export the key of the driver's service where "
                            "it is installed, or write its values into its file of settings")
        self.parse(text)
        self.strings = self.read_strings()
        self.includes = any(folded(line.partition("=")[0].strip()) == "include"
                            for lines in self.sections.values() for _, line in lines)

    def remark(self, line: int, text: str) -> None:
        """Says something of a line."""
        self.found.remark(f"{self.place}line {line}: {text}")

    def parse(self, text: str) -> None:
        """Takes the lines apart."""
        section: list[tuple[int, str]] | None = None
        whole, start = "", 0
        for number, line in enumerate(text.split("\n"), 1):
            line = self.without_comment(line, number).strip()
            start = start if whole else number
            if line.endswith("\\") and not line.endswith("\\\\") and not line.startswith("["):
                whole += line[:-1]
                continue
            line, whole = (whole + line).strip(), ""
            if line.startswith("["):
                if not line.endswith("]"):
                    raise Malformed(start, "a section's name ends with ]")
                section = self.sections.setdefault(folded(line[1:-1].strip()), [])
            elif line and section is None:
                raise Malformed(start, f"a line before any [section]: {line}")
            elif line and section is not None:
                section.append((start, line))
        if whole:
            raise Malformed(start, "the file ends within a line that goes on")
        if "version" not in self.sections:
            raise Malformed(1, "there is no section [Version]: this is not an INF file of Windows 95, "
                            "2000 or later")

    @staticmethod
    def without_comment(line: str, number: int) -> str:
        """The line up to a semicolon that is not within quotes."""
        match = re.match(r'(?:[^";]|"[^"]*")*', line)
        end = match.end() if match else 0
        if line[end:end + 1] == '"':
            raise Malformed(number, "the text does not end with a quote")
        return line[:end]

    def read_strings(self) -> dict[str, str]:
        """The texts that stand for %name%."""
        names = [name for name in self.sections if name == "strings" or name.startswith("strings.")]
        texts: dict[str, str] = {}
        for name in sorted(names):
            for _, line in self.sections[name]:
                key, equals, text = line.partition("=")
                if equals:
                    texts.setdefault(folded(key.strip()), self.unquoted(text.strip()))
        return texts

    @staticmethod
    def unquoted(text: str) -> str:
        """Without the quotes around parts of it; a doubled quote within them is one."""
        return re.sub(r'"((?:[^"]|"")*)"', lambda part: part[1].replace('""', '"'), text)

    def fields(self, line: int, text: str) -> list[str]:
        """The parts between commas, with texts for %names%."""
        parts, start = [], 0
        # A doubled quote changes nothing.
        for match in re.finditer(r'"[^"]*"?|,', text):
            if match[0] == ",":
                parts.append(text[start:match.start()])
                start = match.end()
        parts.append(text[start:])
        return [self.substituted(line, self.unquoted(part.strip())) for part in parts]

    def substituted(self, line: int, text: str) -> str:
        """With texts for %names%; %% is a %."""
        def string(match: re.Match[str]) -> str:
            name = match[1]
            if not name:
                return "%"
            # A number is that of a folder of Windows.
            if folded(name) not in self.strings and not name.isdecimal():
                self.remark(line, f"there is no string {name}: %{name}% stays as it is")
            return self.strings.get(folded(name), match[0])

        return re.sub(r"%([^%]*)%", string, text)

    def directives(self, section: str, name: str) -> Iterator[tuple[int, list[str]]]:
        """The lines NAME=... of a section."""
        for line, text in self.sections.get(folded(section), []):
            key, equals, value = text.partition("=")
            if equals and folded(key.strip()) == name:
                yield line, self.fields(line, value.strip())

    def installs(self) -> list[str]:
        """Names of the install sections, without their decorations."""
        names = {"defaultinstall": None}
        for line, text in self.sections.get("manufacturer", []):
            models, *platforms = self.fields(line, text.partition("=")[2].strip() or text)
            for section in (models, *(f"{models}.{each}" for each in platforms if each)):
                for number, model in self.sections.get(folded(section), []):
                    text, _, what = model.partition("=")
                    install, *devices = self.fields(number, what.strip())
                    if install:
                        names[folded(install)] = None
                    named = self.fields(number, text.strip())[0]
                    for device in filter(None, devices):
                        self.found.devices.setdefault(device, named)
        return list(names)

    def decorated(self, name: str) -> str:
        """The section that Windows would take: for this kind of machine, if there is one."""
        endings = [".ntamd64", ".ntx86"] if sys.maxsize > 1 << 32 else [".ntx86"]
        for start in (f"{name}{ending}" for ending in (*endings, ".nt")):
            for known in self.sections:
                # A version may follow: .NTamd64.6.1
                if known.startswith(start) and re.fullmatch(r"(\.[.0-9]+)?", known[len(start):]):
                    return known
        return name

    def read(self) -> Found:
        """All that is reached from the install sections."""
        for install in self.installs():
            self.install(self.decorated(install))
        if not self.found.services:
            # A file that others include has install sections of which it does not say the devices.
            for section in list(self.sections):
                if section.endswith(".services"):
                    self.install(section.removesuffix(".services"))
        return self.found

    def install(self, section: str) -> None:
        """What one install section leads to."""
        parts = list(self.with_needed(section))
        for reader, part in parts:
            for word, owner, name in reader.registry_sections(part):
                owner.registry(word, name, None, "the device's own key")
            reader.resources(part)
        for reader, part in self.with_needed(f"{section}.hw"):
            for word, owner, name in reader.registry_sections(part):
                owner.registry(word, name, None, "the device's hardware key")
        services = list(self.with_needed(f"{section}.services"))
        if folded(f"{section}.services") not in self.sections:
            # What needs an install section means its services, too.
            services = [each for reader, part in parts[1:]
                        for each in reader.with_needed(f"{part}.services")]
        for reader, part in services:
            reader.add_services(part)

    def add_services(self, section: str) -> None:
        """The services of a section, and their values."""
        for line, fields in self.directives(section, "addservice"):
            if len(fields) < 3 or not fields[0]:
                # A device without a driver of its own has an empty name.
                if fields[0]:
                    raise Malformed(line, f"{self.place}AddService=name,flags,section")
                continue
            key = rf"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\{fields[0]}"
            for reader, part in self.with_needed(fields[2]):
                reader.service(fields[0], part)
                for word, owner, name in reader.registry_sections(part):
                    owner.registry(word, name, key, "")

    def included(self, section: str) -> list[InfReader]:
        """The files that a section includes, as far as they are there."""
        readers = []
        for line, names in self.directives(section, "include"):
            for name in filter(None, names):
                if folded(name) not in self.readers:
                    self.readers[folded(name)] = self.beside(name)
                reader = self.readers[folded(name)]
                if reader:
                    readers.append(reader)
                else:
                    self.found.missing[name] = None
                    self.remark(line, f"not followed: Include={name}, which is not here: import "
                                "that file too, or put it beside this one")
        return readers

    def beside(self, name: str) -> InfReader | None:
        """The reader of a file in this one's folder."""
        try:
            names = sorted(os.listdir(self.folder or "."))
        except OSError:
            return None
        for each in names:
            path = os.path.join(self.folder, each)
            if folded(each) == folded(name) and os.path.isfile(path):
                raw = read_file(path, MOST)
                if len(raw) > MOST:
                    raise Failure(f"{path} is larger than {MOST >> 20} MiB")
                try:
                    return InfReader(windows_text(raw), path, self)
                except Malformed as error:
                    raise Malformed(error.line, f"in {each}, which it includes: {error}") from None
        return None

    def with_needed(self, section: str) -> Iterator[tuple[InfReader, str]]:
        """A section, and those that it needs, each with the reader of its file."""
        seen: set[tuple[int, str]] = set()
        waiting = [(self, section)]
        while waiting:
            reader, section = waiting.pop()
            if (id(reader), folded(section)) in seen:
                continue
            seen.add((id(reader), folded(section)))
            yield reader, section
            waiting += reversed(list(reader.needed(section)))

    def needed(self, section: str) -> Iterator[tuple[InfReader, str]]:
        """The sections that one needs."""
        files = [self, *self.included(section), *filter(None, self.readers.values())]
        for line, names in self.directives(section, "needs"):
            for name in filter(None, names):
                reader = next((each for each in files if folded(name) in each.sections), None)
                if reader:
                    yield reader, name
                else:
                    self.remark(line, f"not followed: Needs={name}, which is in no file that is "
                                "here")

    def service(self, name: str, section: str) -> None:
        """What a service install section says of the service itself."""
        values: dict[str, str] = {}
        for word in ("servicebinary", "servicetype", "starttype"):
            for line, fields in self.directives(section, word):
                values[word] = fields[0] if word == "servicebinary" else \
                    str(self.number(line, fields[0]))
        binary = re.split(r"[\\/]", values.get("servicebinary", ""))[-1]
        kind, start = (int(values[word]) if word in values else None
                       for word in ("servicetype", "starttype"))
        self.found.services.setdefault(folded(name), Service(name, binary, kind, start))

    def resources(self, section: str) -> None:
        """Names the I/O ports and interrupts of which Windows would give one to the device."""
        lists = [f"{section}.factdef"]
        for _, names in self.directives(section, "logconfig"):
            lists += names
        for each in lists:
            for word, what in (("ioconfig", "I/O ports"), ("irqconfig", "interrupt"),
                               ("dmaconfig", "DMA channel"), ("memconfig", "memory")):
                for _, fields in self.directives(each, word):
                    self.found.resources[f"{what} {' or '.join(filter(None, fields))}"] = None

    def registry_sections(self, section: str) -> Iterator[tuple[str, InfReader, str]]:
        """What DelReg= and AddReg= name, in Windows' order, and the reader that has it."""
        for word in ("delreg", "addreg"):
            for line, names in self.directives(section, word):
                for name in filter(None, names):
                    owner = next((each for each in (self, *self.readers.values())
                                  if each and folded(name) in each.sections), None)
                    if owner:
                        yield word, owner, name
                    elif self.found.missing or self.includes:
                        self.remark(line, f"not followed: {name}, which an included file may have")
                    else:
                        raise Malformed(line, f"{self.place}there is no section [{name}]")

    def registry(self, word: str, name: str, relative: str | None, whose: str) -> None:
        """One DelReg or AddReg section; `relative` is what HKR is."""
        for line, text in self.sections[folded(name)]:
            fields = self.fields(line, text)
            root, subkey, value, flags = (fields + ["", "", ""])[:4]
            if root.upper() == "HKR" and relative is None:
                self.remark(line, f"left out: {value or 'a key'} is of {whose}, not of the "
                            "driver's")
                continue
            if root.upper() == "HKR":
                key = "\\".join(filter(None, (relative, subkey.strip("\\"))))
            elif root.upper() in self.MACHINE:
                key = f"HKEY_LOCAL_MACHINE\\{subkey}".strip("\\")
            elif root.upper() in ("HKCR", "HKCU", "HKU"):
                key = f"{root.upper()}\\{subkey}"
            else:
                raise Malformed(line, f"{root or 'nothing'} is not HKR, HKLM, HKCR, HKCU or "
                                "HKU")
            if word == "delreg":
                whole = len(fields) < 3 or not value
                self.found.operations.append(
                    Operation("delete key" if whole else "delete", key, value, line=line))
            else:
                self.add(key, value, self.number(line, flags or "0"), fields[4:], line)

    @staticmethod
    def number(line: int, text: str) -> int:
        """A number of 32 bits, as in C."""
        number = None
        try:
            number = int(text, 0)
        except ValueError:
            if re.fullmatch("0[0-9]{1,20}", text):
                number = int(text)
        if number is None:
            raise Malformed(line, f"{text or 'nothing'} is not a number")
        if not -(1 << 31) <= number <= DWORD_MAX:
            raise Malformed(line, f"{text} does not fit into 32 bits")
        return number

    def add(self, key: str, name: str, flags: int, values: list[str], line: int) -> None:
        """One line of an AddReg section."""
        if flags & 0x10 or (not name and not values):
            return                                  # only a key
        if flags & 0x4:
            self.found.operations.append(Operation("delete", key, name, line=line))
            return
        if flags & 0x8000:
            self.remark(line, f"left out: {name} changes a value that is not in the file")
            return
        kind, data = self.data(flags, values, line)
        if flags & APPEND and kind != TYPES["multi_sz"]:
            raise Malformed(line, "only a list of texts can be appended to")
        self.found.operations.append(Operation("set", key, name, kind, data, line, flags))

    def data(self, flags: int, values: list[str], line: int) -> tuple[int, bytes]:
        """The type and the data that the flags and fields of a line stand for."""
        kind = flags >> 16
        if not flags & 1:
            # A text, a list of texts, or a text with variables.
            if kind == 1:
                texts = "".join(f"{text}\0" for text in values if text)
                return TYPES["multi_sz"], utf16(texts + "\0")
            if kind not in (0, 2):
                raise Malformed(line, f"there are no flags 0x{flags:08x}")
            return TYPES["expand_sz" if kind else "sz"], utf16(",".join(values) + "\0")
        if kind == 1 and len(values) == 1:
            number = self.number(line, values[0])
            return TYPES["dword"], (number & DWORD_MAX).to_bytes(4, "little")
        raw = bytearray()
        for text in values:
            digits = text.lower().removeprefix("0x")
            if not re.fullmatch("[0-9a-f]{1,2}", digits):
                raise Malformed(line, f"{text or 'nothing'} is not a byte in hexadecimal")
            raw.append(int(digits, 16))
        return {0: TYPES["binary"], 1: TYPES["dword"], 2: 0}.get(kind, kind), bytes(raw)


def appended(item: Item, more: Item) -> Item:
    """A list of texts with those of another that it does not have yet; what is not a list is replaced."""
    if not isinstance(item.data, list) or not isinstance(more.data, list):
        return more
    known = set(map(folded, item.data))
    return Item(more.name, more.kind,
                item.data + [text for text in more.data if folded(text) not in known], more.keys)


def item_of(keys: tuple[str, ...], name: str, kind: int, data: bytes) -> Item:
    """A value of the registry as a line of settings, or Unfit."""
    if kind in (TYPES["sz"], TYPES["expand_sz"], TYPES["multi_sz"]):
        try:
            text = data.decode("utf-16-le", "surrogatepass")
        except UnicodeDecodeError:
            raise Unfit("its text ends within a character") from None
        if kind == TYPES["multi_sz"]:
            item = Item(name, "multi_sz", text.removesuffix("\0").removesuffix("\0").split("\0")
                        if text.strip("\0") else [], keys)
        else:
            item = Item(name, TYPE_NAMES[kind], text.rstrip("\0"), keys)
    elif kind in (TYPES["dword"], TYPES["qword"]):
        size = 4 if kind == TYPES["dword"] else 8
        if len(data) != size:
            raise Unfit(f"a {TYPE_NAMES[kind]} has {size} bytes, not {len(data)}")
        item = Item(name, TYPE_NAMES[kind], int.from_bytes(data, "little"), keys)
    elif kind == TYPES["binary"]:
        item = Item(name, "binary", data, keys)
    else:
        raise Unfit(f"its type {kind} is not supported")
    item.text()
    return item


SERVICES = re.compile(r"(?:HKEY_LOCAL_MACHINE|HKLM)\\SYSTEM\\(CurrentControlSet|ControlSet\d{3})"
                      r"\\Services\\([^\\]+)(?:\\(.*))?", re.I | re.S | re.A)

# Where Windows 11 has the switches of a port's device, and older ones those of all ports.
CONNECT = "enableconnectinterruptioctl"
OF_A_PORT = re.compile(r"(?:HKEY_LOCAL_MACHINE|HKLM)\\SYSTEM\\(CurrentControlSet|ControlSet\d{3})"
                       r"\\(?:Services\\Parport(?:\\Parameters)?|Enum\\.*\\Device Parameters)",
                       re.I | re.S | re.A)

# What is read of a file, in bytes: a registry's larger part would be more.
MOST = 64 << 20

# What Windows itself keeps in the key of every service.
OF_WINDOWS = {"type", "start", "errorcontrol", "imagepath", "displayname", "group", "tag",
              "dependonservice", "dependongroup", "objectname", "description", "owners", "wow64"}


class Key:
    """A key of the registry: its values, of those of one name the last counts, and its subkeys."""

    def __init__(self) -> None:
        self.values: dict[str, list[Entry]] = {}
        self.keys: dict[str, Key] = {}

    def below(self, names: list[str]) -> Key:
        """The key at this path, which is made if need be."""
        key = self
        for name in names:
            key = key.keys.setdefault(name, Key())
        return key

    def entries(self) -> Iterator[Entry]:
        """All values, those of subkeys included."""
        keys = [self]
        while keys:
            key = keys.pop()
            keys += key.keys.values()
            for entries in key.values.values():
                yield from entries

    def delete(self, names: list[str]) -> int:
        """Deletes the key at this path; how many values that were."""
        parent = self
        for name in names[:-1]:
            if name not in parent.keys:
                return 0
            parent = parent.keys[name]
        gone = parent.keys.pop(names[-1], Key()) if names else Key()
        if not names:
            gone.values, gone.keys = self.values, self.keys
            self.values, self.keys = {}, {}
        return sum(1 for _ in gone.entries())


class Import:
    """What operations mean for one driver's settings."""

    def __init__(self, found: Found, entries: list[Entry]) -> None:
        self.found = found
        self.entries = entries
        self.sections = {PARAMETERS: Key(), SERVICE: Key()}
        for entry in entries:
            if entry.item:
                *keys, name = entry.item.place()
                self.sections[entry.section].below(keys).values.setdefault(name, []).append(entry)
        self.set = 0
        self.deleted = 0
        self.left_out: list[str] = []
        self.others: dict[str, None] = {}
        self.of_windows: list[str] = []
        # What each key says of EnableConnectInterruptIoctl, by the control sets.
        self.connect: dict[str, dict[str, bool]] = {}
        for operation in found.operations:
            match = OF_A_PORT.fullmatch(operation.key)
            if match and folded(operation.name) == CONNECT:
                self.connect.setdefault(folded(match[1]), {})[folded(operation.key)] = \
                    any(operation.data)

    def says_connect(self) -> bool:
        """Whether the file says anything of connect requests."""
        return bool(self.connect)

    @property
    def enables_connect(self) -> bool:
        """Whether Windows accepted connect requests, on one port at least."""
        current = "currentcontrolset" if "currentcontrolset" in self.connect else \
            min(self.connect, default="")
        return any(self.connect.get(current, {}).values())

    def services(self) -> dict[str, str]:
        """The services whose keys the file has, except for those of ports; lower case first."""
        names: dict[str, str] = {}
        for operation in self.found.operations:
            match = SERVICES.fullmatch(operation.key)
            if match and folded(match[2]) not in ("parport", "parallel"):
                names.setdefault(folded(match[2]), match[2])
        return names

    def control_set(self, service: str) -> str:
        """The control set that counts: an export may have the same keys in several."""
        sets = {folded(match[1]): None for operation in self.found.operations
                if (match := SERVICES.fullmatch(operation.key)) and folded(match[2]) == service}
        return "currentcontrolset" if "currentcontrolset" in sets else min(sets, default="")

    def apply(self, service: str) -> None:
        """Does all operations on the keys of this service (in lower case)."""
        control_set = self.control_set(service)
        for operation in self.found.operations:
            match = SERVICES.fullmatch(operation.key)
            if folded(operation.name) == CONNECT and OF_A_PORT.fullmatch(operation.key):
                continue
            if not match:
                # Two parts of it say enough.
                self.others["\\".join(operation.key.split("\\")[:3])] = None
            elif folded(match[2]) != service or folded(match[1]) != control_set:
                self.others[f"{match[1]}\\Services\\{match[2]}" if folded(match[2]) == service
                            else match[2]] = None
            else:
                self.one(operation, (match[3] or "").strip("\\"))
        kept = {id(entry) for key in self.sections.values() for entry in key.entries()}
        self.entries[:] = [each for each in self.entries if not each.item or id(each) in kept]

    def one(self, operation: Operation, subkey: str) -> None:
        """One operation on the service's key or a key below it."""
        section, keys = SERVICE, tuple(subkey.split("\\")) if subkey else ()
        head = keys[0] if keys else ""
        if folded(head) == "parameters":
            section, keys = PARAMETERS, keys[1:]
        name = operation.name
        *above, own = Item(name, "", 0, keys).place()
        if operation.action == "delete key":
            # A service's key has the key Parameters in it.
            for each in (SERVICE, PARAMETERS) if not subkey else (section,):
                self.deleted += self.sections[each].delete(above)
            return
        if section == SERVICE and (not keys and folded(name) in OF_WINDOWS or
                                   folded(head) in ("enum", "security")):
            self.of_windows.append(name or head)
            return
        values = self.sections[section].below(above).values
        if operation.action == "delete":
            self.deleted += len(values.pop(own, []))
            return
        old = values.get(own)
        if operation.flags & NO_CLOBBER and old:
            return
        if operation.flags & OVERWRITE_ONLY and not old:
            self.left_out.append(f"line {operation.line}: left out: {name} changes a value that is "
                                 "not there")
            return
        try:
            item = item_of(keys, name, operation.kind, operation.data)
        except Unfit as why:
            path = "\\".join((*keys, name or "(default)"))
            self.left_out.append(f"line {operation.line}: left out: {path}: {why}")
            return
        if operation.flags & APPEND and old and old[-1].item:
            item = appended(old[-1].item, item)
        self.set += 1
        if old:
            old[-1].item = item
        else:
            self.entries.append(Entry(section, item, "", 0))
            values[own] = self.entries[-1:]


def read_windows_file(path: str) -> Found:
    """What a .reg or an .inf file says, or a Failure that names the line."""
    raw = read_file(path, MOST)
    if len(raw) > MOST:
        raise Failure(f"{path} is larger than {MOST >> 20} MiB: export the service's key alone")
    if raw.startswith(b"MZ"):
        raise Failure(f"{path} is an image, neither a .reg nor an .inf file: ntparportctl build")
    reader: RegReader | InfReader | None = None
    try:
        text = whole_lines(windows_text(raw))
        head = text.lstrip().partition("\n")[0].strip()
        if head in RegReader.HEADS or path.lower().endswith(".reg"):
            reader = RegReader(text)
        else:
            reader = InfReader(text, path)
        return reader.read()
    except Malformed as error:
        if reader:
            note_remarks(path, reader.found)
        raise Failure(f"{path}:{error.line}: {error}; nothing was changed") from None


# Whether this kernel has them or not.
OF_LINUX = {"lp", "ntparport", "parport", "parport_pc", "ppdev"}


def check_name(system: System, name: str, where: str) -> None:
    """Raises Failure if Linux has a module of that name."""
    release = system.read("/proc/sys/kernel/osrelease") or ""
    lists = "\n".join(system.read(f"/lib/modules/{release}/modules.{each}") or ""
                      for each in ("dep", "builtin"))
    modules = {module_name(re.sub(r"\.ko.*", "", os.path.basename(line.partition(":")[0])))
               for line in lists.split("\n") if line.startswith("kernel/")}
    if module_name(name) in modules | OF_LINUX:
        raise Failure(f"Linux has a module {module_name(name)} already: give the driver's another "
                      f"name {where}")


def choose(path: str, services: dict[str, str], service: str, driver: str, found: Found) -> str:
    """Of the services in a file the one that is meant, in lower case, or a Failure."""
    if not services and found.is_inf:
        raise Failure(f"{path} has no service of a driver (AddService=)" + (
            f", which {', '.join(found.missing)} may have: import that file too, or put it beside "
            "this one" if found.missing else ""))
    if not service and driver:
        wanted = folded(module_name(driver))
        service = next((name for name in services if module_name(name) == wanted), "")
    if not service:
        if len(services) != 1:
            names = ", ".join(sorted(services.values(), key=folded)) or "no driver"
            raise Failure(f"{path} has keys of {names}"
                          + (": name one with --service" if services else
                             " (HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\...)"))
        service = next(iter(services))
    service = folded(service)
    if service not in services:
        raise Failure(f"{path} has no keys of {service}: it has those of "
                      f"{', '.join(services.values()) or 'no driver'}")
    return service


def note_remarks(path: str, found: Found) -> None:
    """Says what was not followed, once."""
    for remark in found.remarks:
        note(f"{path}: {remark}")
    found.remarks.clear()


def note_left_out(path: str, result: Import, service: str) -> None:
    """Names what is in the file, and not in the settings."""
    note_remarks(path, result.found)
    # A line counts for each architecture that it is for.
    for remark in dict.fromkeys(result.left_out):
        note(f"{path}: {remark}")
    if result.of_windows:
        note(f"{path}: left out, as Linux has no use for them: "
             f"{', '.join(dict.fromkeys(result.of_windows))}")
    if result.others:
        note(f"{path}: left out, as they are not of {service or 'a driver'}: "
             + ", ".join(result.others))


def checked_text(result: Import, target: str, driver: str) -> str:
    """The file of settings, or a Failure if the kernel would not read it."""
    text = format_settings(result.entries, driver)
    if len(text.encode("utf-8", "surrogateescape")) > FILE_MAX:
        raise Failure(f"{target} would be larger than {FILE_MAX} bytes, which the kernel does not "
                      "read; nothing was changed")
    return text


def driver_of(system: System, wanted: str, service: str) -> str:
    """The name of the module, as the command line, or else the service, says it."""
    known = installed_name(system, wanted or service)
    if not wanted:
        if known == module_name(service) != folded(known) and known not in known_modules(system):
            note(f"there is no module {known} yet: if it is called otherwise, {folded(known)} for "
                 "example, name it behind the file, since its settings are found by its name")
        return known
    if known != module_name(wanted):
        note(f"the module that is there is called {known}, not {module_name(wanted)}: it will not "
             "find these settings")
    return module_name(wanted)


def do_import(system: System, options: argparse.Namespace) -> int:
    """Turn what a Windows installation had into settings."""
    path = options.arguments[0]
    found = read_windows_file(path)
    note_remarks(path, found)
    first = Import(found, [])
    # An INF file's service may have no values at all.
    services = first.services() or {key: service.name for key, service in found.services.items()}
    wanted = options.arguments[1] if len(options.arguments) > 1 else ""
    if not services and not options.service and first.says_connect():
        service = name = ""
        driver = module_name(wanted)
    else:
        service = choose(path, services, options.service or "", wanted, found)
        name = services[service]
        driver = driver_of(system, wanted, name)
    if (driver or wanted) and not re.fullmatch(r"\w+", driver, re.A):
        raise Failure(f"{driver} is not a name of a Linux module: add the driver's to the command "
                      "line")
    if driver:
        check_name(system, driver, "in the command line")

    base = options.output if options.output else system.at("/etc")
    target = f"{base}/ntparport/{driver}.settings"
    result = Import(found, read_settings(System(), target) if driver else [])
    result.apply(service)
    of_driver = bool(result.set or result.deleted or result.left_out)
    if not of_driver and not result.says_connect():
        raise Failure(f"{path} has no values for {driver}; nothing was changed")
    files = {target: checked_text(result, target, driver)} if of_driver else {}
    modprobe = f"{base}/modprobe.d/ntparport{driver and f'-{driver}'}.conf"
    if of_driver or result.enables_connect:
        needed = modprobe_text(modprobe, driver, result.enables_connect)
        if needed:
            files[modprobe] = needed
    note_left_out(path, result, name)
    if options.dry_run:
        for each, text in files.items():
            say(f"# {each}")
            sys.stdout.write(text)
        return DONE
    replace_files(files)
    if of_driver:
        say(f"{target}: {counted(result.set, 'value')} set, {result.deleted} deleted")
    for each in files:
        if each != target:
            say(each)
    if not of_driver:
        say(f"{path} has no values for {driver or 'a driver'}, but " + (
            "it enables connect requests: enable_connect_interrupt=1 is in "
            + (modprobe if modprobe in files else f"{base}/modprobe.d already")
            if result.enables_connect else
            "it disables connect requests: so does ntparport without enable_connect_interrupt=1"))
    if of_driver:
        if not options.output and (problem := not_found(system, driver)):
            note(": ".join(problem))
        note_differing(differing(System(), [os.path.dirname(target)], driver), driver)
    if of_driver and system.has(f"/sys/module/{driver}"):
        say(f"{driver} reads them when it is loaded again")
    return DONE


def modprobe_text(path: str, driver: str, enables_connect: bool) -> str:
    """What this file is to have, for what else a driver needs; nothing if all of it is there.

    Without a driver, for what the ports need.
    """
    folder = os.path.dirname(path)
    texts = "\n".join(System().read(f"{folder}/{name}") or "" for name in System().names(folder)
                      if name.endswith(".conf"))
    lines = []
    if driver and not re.search(rf"^softdep\s+{driver.replace('_', '[-_]')}\s", texts, re.M):
        lines.append(f"softdep {driver} pre: parport_pc")
    if enables_connect and not re.search(r"^options\s+ntparport\s.*enable_connect_interrupt=[1yY]",
                                         texts, re.M):
        lines.append("options ntparport enable_connect_interrupt=1")
    # What somebody has added to it stays.
    whose = f"the driver {driver} needs" if driver else "drivers need"
    own = System().read(path) or f"# What {whose}; written by ntparportctl import."
    return "\n".join([own, *lines, ""]) if lines else ""


def make_folders(path: str) -> list[str]:
    """Makes a folder and those above it; those that were not there, or an OSError and none."""
    new: list[str] = []
    above = path
    while above and not os.path.isdir(above):
        new.append(above)
        above = os.path.dirname(above)
    made: list[str] = []
    try:
        for each in reversed(new):
            os.mkdir(each)
            made.append(each)
    except OSError:
        remove_folders(made)
        raise
    return made


def remove_folders(made: list[str]) -> None:
    """Removes folders that were made, as far as they are empty."""
    for each in reversed(made):
        try:
            os.rmdir(each)
        except OSError:
            return


def replace_files(files: dict[str, str]) -> None:
    """Writes files: all of them, or, if the disk is full, none."""
    waiting: list[tuple[str, str]] = []
    made: list[str] = []
    done: list[str] = []
    path = ""
    try:
        try:
            for path, text in files.items():
                # A link stays one.
                path = os.path.realpath(path)
                made += make_folders(os.path.dirname(path))
                descriptor, name = tempfile.mkstemp(prefix=".new-", dir=os.path.dirname(path))
                waiting.append((name, path))
                with open(descriptor, "w", encoding="utf-8", errors="surrogateescape",
                          newline="\n") as file:
                    file.write(text)
                    file.flush()
                    os.fchmod(descriptor, 0o644)
                    os.fsync(descriptor)
            while waiting:
                name, path = waiting[0]
                os.rename(name, path)
                done.append(waiting.pop(0)[1])
        finally:
            for name, _ in waiting:
                os.unlink(name)
    except BaseException as error:
        if not done:
            remove_folders(made)
        if not isinstance(error, OSError):
            raise
        why = (error.strerror or str(error)).lower()
        raise Failure(f"cannot write {path}: {why}; "
                      + (f"{', '.join(done)} is new" if done else "nothing was changed")) from None
