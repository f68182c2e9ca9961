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
                                   TYPE_NAMES, TYPES, Entry, Item, Unfit, format_settings,
                                   module_name, not_found, read_file, read_settings, shortened)

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
    does so, by their identifications, and the resources of which it has a list.
    """

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.remarks: dict[str, None] = {}
        self.services: dict[str, Service] = {}
        self.devices: dict[str, str] = {}
        self.resources: dict[str, None] = {}

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
        name = "utf-16-le" if raw[1:2] == b"\0" else "utf-8" if is_utf8(raw) else "cp1252"
    if name == "cp1252":
        return windows_1252(raw)
    try:
        return raw.decode(name, "surrogatepass")
    except UnicodeDecodeError as error:
        line = raw[:error.start].decode(name, "replace").count("\n") + 1
        raise Malformed(line, "the file ends, or breaks, within a character") from None


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


class InfReader:
    """Reads the AddReg and DelReg sections that install sections of an INF file name."""

    MACHINE = ("HKLM", "HKEY_LOCAL_MACHINE")

    def __init__(self, text: str) -> None:
        # Section -> its lines: number, text.
        self.sections: dict[str, list[tuple[int, str]]] = {}
        self.found = Found()
        self.parse(text)
        self.strings = self.read_strings()
        self.includes = any(line.partition("=")[0].strip().casefold() == "include"
                            for lines in self.sections.values() for _, line in lines)

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
                section = self.sections.setdefault(line[1:-1].strip().casefold(), [])
            elif line and section is None:
                raise Malformed(start, f"a line before any [section]: {line}")
            elif line and section is not None:
                section.append((start, line))
        if whole:
            raise Malformed(start, "the file ends within a line that goes on")
        if "version" not in self.sections:
            raise Malformed(1, "there is no section [Version]: this is not an INF file")

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
                    texts.setdefault(key.strip().casefold(), self.unquoted(text.strip()))
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
            if name.casefold() not in self.strings and not name.isdecimal():
                self.found.remark(f"line {line}: there is no string {name}: %{name}% stays as it "
                                  "is")
            return self.strings.get(name.casefold(), match[0])

        return re.sub(r"%([^%]*)%", string, text)

    def directives(self, section: str, name: str) -> Iterator[tuple[int, list[str]]]:
        """The lines NAME=... of a section."""
        for line, text in self.sections.get(section.casefold(), []):
            key, equals, value = text.partition("=")
            if equals and key.strip().casefold() == name:
                yield line, self.fields(line, value.strip())

    def installs(self) -> list[str]:
        """Names of the install sections, without their decorations."""
        names = ["defaultinstall"]
        for line, text in self.sections.get("manufacturer", []):
            models, *platforms = self.fields(line, text.partition("=")[2].strip() or text)
            for section in (models, *(f"{models}.{each}" for each in platforms if each)):
                for number, model in self.sections.get(section.casefold(), []):
                    text, _, what = model.partition("=")
                    install, *devices = self.fields(number, what.strip())
                    if install and install.casefold() not in names:
                        names.append(install.casefold())
                    named = self.fields(number, text.strip())[0]
                    for device in filter(None, devices):
                        self.found.devices.setdefault(device, named)
        return names

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
            section = self.decorated(install)
            for part in (section, f"{section}.hw", f"{section}.services"):
                self.not_followed(part)
            for word, name in self.registry_sections(section):
                self.registry(word, name, None, "the device's own key")
            for word, name in self.registry_sections(f"{section}.hw"):
                self.registry(word, name, None, "the device's hardware key")
            self.resources(section)
            for line, fields in self.directives(f"{section}.services", "addservice"):
                if len(fields) < 3 or not fields[0]:
                    # A device without a driver of its own has an empty name.
                    if fields[0]:
                        raise Malformed(line, "AddService=name,flags,section")
                    continue
                self.not_followed(fields[2])
                self.service(fields[0], fields[2])
                key = rf"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\{fields[0]}"
                for word, name in self.registry_sections(fields[2]):
                    self.registry(word, name, key, "")
        return self.found

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
        self.found.services.setdefault(name.casefold(), Service(name, binary, kind, start))

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

    def not_followed(self, section: str) -> None:
        """Names what other files would add."""
        for word in ("include", "needs"):
            for line, names in self.directives(section, word):
                self.found.remark(f"line {line}: not followed: {word.capitalize()}="
                                  + ",".join(names))

    def registry_sections(self, section: str) -> Iterator[tuple[str, str]]:
        """What DelReg= and AddReg= name, in the order in which Windows does them."""
        for word in ("delreg", "addreg"):
            for line, names in self.directives(section, word):
                for name in filter(None, names):
                    if name.casefold() in self.sections:
                        yield word, name
                    elif self.includes:
                        self.found.remark(f"line {line}: not followed: {name}, which an included "
                                          "file may have")
                    else:
                        raise Malformed(line, f"there is no section [{name}]")

    def registry(self, word: str, name: str, relative: str | None, whose: str) -> None:
        """One DelReg or AddReg section; `relative` is what HKR is."""
        for line, text in self.sections[name.casefold()]:
            fields = self.fields(line, text)
            root, subkey, value, flags = (fields + ["", "", ""])[:4]
            if root.upper() == "HKR" and relative is None:
                self.found.remark(f"line {line}: left out: {value or 'a key'} is of {whose}, "
                                  "not of the driver's")
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
            self.found.remark(f"line {line}: left out: {name} changes a value that is not in the "
                              "file")
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
    known = {text.casefold() for text in item.data}
    return Item(more.name, more.kind,
                item.data + [text for text in more.data if text.casefold() not in known], more.keys)


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
                      r"\\Services\\([^\\]+)(?:\\(.*))?", re.I | re.S)

# What is read of a file, in bytes: a registry's larger part would be more.
MOST = 64 << 20

# What Windows itself keeps in the key of every service.
OF_WINDOWS = {"type", "start", "errorcontrol", "imagepath", "displayname", "group", "tag",
              "dependonservice", "dependongroup", "objectname", "description", "owners", "wow64"}


class Import:
    """What operations mean for one driver's settings."""

    def __init__(self, found: Found, entries: list[Entry]) -> None:
        self.found = found
        self.entries = entries
        # Where they are: of those of one place the last counts.
        self.places: dict[tuple[str, ...], list[Entry]] = {}
        for entry in entries:
            if entry.item:
                self.places.setdefault(entry.place(), []).append(entry)
        self.set = 0
        self.deleted = 0
        self.left_out: list[str] = []
        self.others: dict[str, None] = {}
        self.of_windows: list[str] = []
        self.enables_connect = False

    def services(self) -> dict[str, str]:
        """The services whose keys the file has, except for those of ports; lower case first."""
        names: dict[str, str] = {}
        for operation in self.found.operations:
            match = SERVICES.fullmatch(operation.key)
            if match and match[2].casefold() not in ("parport", "parallel"):
                names.setdefault(match[2].casefold(), match[2])
        return names

    def control_set(self, service: str) -> str:
        """The control set that counts: an export may have the same keys in several."""
        sets = {match[1].casefold(): None for operation in self.found.operations
                if (match := SERVICES.fullmatch(operation.key)) and match[2].casefold() == service}
        return "currentcontrolset" if "currentcontrolset" in sets else min(sets, default="")

    def apply(self, service: str) -> None:
        """Does all operations on the keys of this service (in lower case)."""
        control_set = self.control_set(service)
        for operation in self.found.operations:
            match = SERVICES.fullmatch(operation.key)
            if match and match[2].casefold() == "parport" and \
                    operation.name.casefold() == "enableconnectinterruptioctl":
                self.enables_connect = any(operation.data)
            elif not match:
                # Two parts of it say enough.
                self.others["\\".join(operation.key.split("\\")[:3])] = None
            elif match[2].casefold() != service or match[1].casefold() != control_set:
                self.others[f"{match[1]}\\Services\\{match[2]}" if match[2].casefold() == service
                            else match[2]] = None
            else:
                self.one(operation, (match[3] or "").strip("\\"))
        kept = {id(entry) for entries in self.places.values() for entry in entries}
        self.entries[:] = [each for each in self.entries if not each.item or id(each) in kept]

    def one(self, operation: Operation, subkey: str) -> None:
        """One operation on the service's key or a key below it."""
        section, keys = SERVICE, tuple(subkey.split("\\")) if subkey else ()
        head = keys[0] if keys else ""
        if head.casefold() == "parameters":
            section, keys = PARAMETERS, keys[1:]
        name = operation.name
        place = (section, *Item(name, "", 0, keys).place())
        if operation.action == "delete key":
            # A service's key has the key Parameters in it.
            sections = (SERVICE, PARAMETERS) if not subkey else (section,)
            above = place[1:-1]
            for each in list(self.places):
                if each[0] in sections and each[1:len(above) + 1] == above:
                    self.deleted += len(self.places.pop(each))
            return
        if section == SERVICE and (not keys and name.casefold() in OF_WINDOWS or
                                   head.casefold() in ("enum", "security")):
            self.of_windows.append(name or head)
            return
        if operation.action == "delete":
            self.deleted += len(self.places.pop(place, []))
            return
        old = self.places.get(place)
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
            self.places[place] = self.entries[-1:]


def read_windows_file(path: str) -> Found:
    """What a .reg or an .inf file says, or a Failure that names the line."""
    raw = read_file(path, MOST)
    if len(raw) > MOST:
        raise Failure(f"{path} is larger than {MOST >> 20} MiB: export the service's key alone")
    if raw.startswith(b"MZ"):
        raise Failure(f"{path} is an image, neither a .reg nor an .inf file: ntparportctl build")
    try:
        text = windows_text(raw)
        head = text.lstrip().partition("\n")[0].strip()
        if head in RegReader.HEADS or path.lower().endswith(".reg"):
            return RegReader(text).read()
        return InfReader(text).read()
    except Malformed as error:
        raise Failure(f"{path}:{error.line}: {error}; nothing was changed") from None


def installed_name(system: System, service: str) -> str:
    """The name of the module of a service; of one that is there, upper and lower case are known."""
    wanted = module_name(service)
    release = system.read("/proc/sys/kernel/osrelease") or ""
    modules = system.names("/sys/module") + [
        module_name(re.sub(r"\.ko.*", "", os.path.basename(line.partition(":")[0])))
        for line in (system.read(f"/lib/modules/{release}/modules.dep") or "").split("\n")]
    return next((name for name in modules if name.casefold() == wanted.casefold()), wanted)


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


def choose(path: str, services: dict[str, str], service: str, driver: str) -> str:
    """Of the services in a file the one that is meant, in lower case, or a Failure."""
    if not service and driver:
        wanted = module_name(driver).casefold()
        service = next((name for name in services if module_name(name) == wanted), "")
    if not service:
        if len(services) != 1:
            names = ", ".join(sorted(services.values(), key=str.casefold)) or "no driver"
            raise Failure(f"{path} has keys of {names}"
                          + (": name one with --service" if services else
                             " (HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\...)"))
        service = next(iter(services))
    service = service.casefold()
    if service not in services:
        raise Failure(f"{path} has no keys of {service}: it has those of "
                      f"{', '.join(services.values()) or 'no driver'}")
    return service


def note_left_out(path: str, result: Import, service: str) -> None:
    """Names what is in the file, and not in the settings."""
    for remark in (*result.found.remarks, *result.left_out):
        note(f"{path}: {remark}")
    if result.of_windows:
        note(f"{path}: left out, as Linux has no use for them: "
             f"{', '.join(dict.fromkeys(result.of_windows))}")
    if result.others:
        note(f"{path}: left out, as they are not of {service}: " + ", ".join(result.others))


def checked_text(result: Import, target: str, driver: str) -> str:
    """The file of settings, or a Failure if the kernel would not read it."""
    text = format_settings(result.entries, driver)
    if len(text.encode("utf-8", "surrogateescape")) > FILE_MAX:
        raise Failure(f"{target} would be larger than {FILE_MAX} bytes, which the kernel does not "
                      "read; nothing was changed")
    return text


def do_import(system: System, options: argparse.Namespace) -> int:
    """Turn what a Windows installation had into settings."""
    path = options.arguments[0]
    found = read_windows_file(path)
    # An INF file's service may have no values at all.
    services = Import(found, []).services() or {key: service.name
                                                for key, service in found.services.items()}
    wanted = options.arguments[1] if len(options.arguments) > 1 else ""
    service = choose(path, services, options.service or "", wanted)
    driver = module_name(wanted) if wanted else installed_name(system, services[service])
    if not re.fullmatch(r"\w+", driver, re.A):
        raise Failure(f"{driver} is not a name of a Linux module: add the driver's to the command "
                      "line")
    check_name(system, driver, "in the command line")

    base = options.output if options.output else system.at("/etc")
    target = f"{base}/ntparport/{driver}.settings"
    result = Import(found, read_settings(System(), target))
    result.apply(service)
    if not result.set and not result.deleted and not result.left_out:
        raise Failure(f"{path} has no values for {driver}; nothing was changed")
    files = {target: checked_text(result, target, driver)}
    modprobe = f"{base}/modprobe.d/ntparport-{driver}.conf"
    needed = modprobe_text(modprobe, driver, result.enables_connect)
    if needed:
        files[modprobe] = needed
    note_left_out(path, result, services[service])
    if options.dry_run:
        for name, text in files.items():
            say(f"# {name}")
            sys.stdout.write(text)
        return DONE
    replace_files(files)
    say(f"{target}: {counted(result.set, 'value')} set, {result.deleted} deleted")
    for name in list(files)[1:]:
        say(name)
    if not options.output and (problem := not_found(system, driver)):
        note(": ".join(problem))
    if system.has(f"/sys/module/{driver}"):
        say(f"{driver} reads them when it is loaded again")
    return DONE


def modprobe_text(path: str, driver: str, enables_connect: bool) -> str:
    """What this file is to have, for what else a driver needs; nothing if all of it is there."""
    folder = os.path.dirname(path)
    texts = "\n".join(System().read(f"{folder}/{name}") or "" for name in System().names(folder)
                      if name.endswith(".conf"))
    lines = []
    if not re.search(rf"^softdep\s+{driver.replace('_', '[-_]')}\s", texts, re.M):
        lines.append(f"softdep {driver} pre: parport_pc")
    if enables_connect and not re.search(r"^options\s+ntparport\s.*enable_connect_interrupt=[1yY]",
                                         texts, re.M):
        lines.append("options ntparport enable_connect_interrupt=1")
    # What somebody has added to it stays.
    own = System().read(path) or f"# What the driver {driver} needs; written by ntparportctl import."
    return "\n".join([own, *lines, ""]) if lines else ""


def replace_files(files: dict[str, str]) -> None:
    """Writes files: all of them, or, if the disk is full, none."""
    waiting: list[tuple[str, str]] = []
    done: list[str] = []
    path = ""
    try:
        try:
            for path, text in files.items():
                # A link stays one.
                path = os.path.realpath(path)
                os.makedirs(os.path.dirname(path), exist_ok=True)
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
    except OSError as error:
        raise Failure(f"cannot write {path}: {(error.strerror or str(error)).lower()}; "
                      + (f"{', '.join(done)} is new" if done else "nothing was changed")) from None
