# SPDX-License-Identifier: GPL-2.0
"""What the image of a driver says of itself: the texts of its version resource, and who has signed it.

These are texts for people, and nothing is verified. What cannot be read is left out: neither of them is
part of what runs.
"""
import struct

import reader

# Of the texts, and what they are called here.
TEXTS = {"CompanyName": "company", "FileDescription": "description", "FileVersion": "version"}
SECURITY, VERSION = 4, 16
# How names in certificates are written: DER's tags for texts.
ENCODINGS = {0x0c: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1e: "utf-16-be"}
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
COMMON_NAME, ORGANIZATION = bytes.fromhex("550403"), bytes.fromhex("55040a")
LONGEST = 200


class Unreadable(Exception):
    """It is not what it should be."""


def shown(text):
    """A text as it can stand in a line."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def facts(image):
    """What it says: company, description, version, signer, as far as it does."""
    found = {}
    for read in (_version_texts, _signer):
        try:
            found |= {key: shown(text) for key, text in read(image).items() if shown(text)}
        except (Unreadable, reader.Refused):
            pass
    return found


def _unpack(form, data, at):
    if not 0 <= at <= len(data) - struct.calcsize(form):
        raise Unreadable
    return struct.unpack_from(form, data, at)


# The version resource

def _version_texts(image):
    start, size = image.directory(reader.RESOURCE)
    if not start:
        return {}
    tree = image.memory[start:start + size]
    # Three levels: type, name, language. Of the last two the first will do.
    place = _entry(tree, 0, VERSION)
    for _ in range(2):
        if place is None or not place >> 31:
            return {}
        place = _entry(tree, place & 0x7fffffff, None)
    if place is None or place >> 31:
        return {}
    rva, length = _unpack("<II", tree, place)
    image.need(rva, max(length, 1), "a version resource")
    return {TEXTS[key]: text for key, text in _strings(image.memory[rva:rva + length], 0, length, 0) if key in TEXTS}


def _entry(tree, place, wanted):
    """Where the entry of a directory leads that has this number, or its first; None: there is none."""
    named, numbered = _unpack("<HH", tree, place + 12)
    for n in range(named + numbered):
        number, target = _unpack("<II", tree, place + 16 + 8 * n)
        if wanted in (None, number):
            return target
    return None


def _strings(data, at, end, depth):
    """The texts below a block of a version resource: of version, file's strings, language, text."""
    length, of_value, kind = _unpack("<HHH", data, at)
    if length < 6 or at + length > end:
        raise Unreadable
    end, key, at = at + length, "", at + 6
    while True:
        (char,) = _unpack("<H", data[:end], at)
        at += 2
        if not char:
            break
        key += chr(char)
    at += -at % 4
    if depth == 3:
        # Some tools count its characters, some its bytes.
        yield key, data[at:end][:(end - at) & ~1].decode("utf-16-le", "replace").split("\0")[0]
        return
    if depth == 1 and key != "StringFileInfo":
        return
    at += of_value * (2 if kind == 1 else 1)
    while at + -at % 4 + 6 <= end:
        at += -at % 4
        yield from _strings(data, at, end, depth + 1)
        at += max(_unpack("<H", data, at)[0], 6)


# The signature

class Node:
    """One value in DER, and where it ends."""

    def __init__(self, data, at, end):
        if at + 2 > end:
            raise Unreadable
        self.tag, size, begin = data[at], data[at + 1], at + 2
        if size > 0x80:
            begin += size - 0x80
            if size > 0x84 or begin > end:
                raise Unreadable
            size = int.from_bytes(data[at + 2:begin], "big")
        elif size == 0x80:
            raise Unreadable
        if begin + size > end:
            raise Unreadable
        self._data, self._begin, self.end = data, begin, begin + size
        self.whole, self.value = data[at:self.end], data[begin:self.end]

    def parts(self):
        """What is in it."""
        found, at = [], self._begin
        while at < self.end:
            found.append(Node(self._data, at, self.end))
            at = found[-1].end
        return found


def _part(node, number):
    parts = node.parts()
    if number >= len(parts):
        raise Unreadable
    return parts[number]


def _signer(image):
    """The name in the certificate whose key has signed."""
    directories = image.header.DATA_DIRECTORY
    if min(len(directories), image.header.NumberOfRvaAndSizes) <= SECURITY:
        return {}
    # This one alone is a place in the file.
    at = directories[SECURITY].VirtualAddress
    if not at or not directories[SECURITY].Size:
        return {}
    size, _, kind = _unpack("<IHH", image.data, at)
    if kind != 2 or not 8 < size <= len(image.data) - at:
        raise Unreadable
    content = Node(image.data, at + 8, at + size)
    if _part(content, 0).value != SIGNED_DATA:
        raise Unreadable
    parts = _part(_part(content, 1), 0).parts()
    certificates = [part for part in parts if part.tag == 0xa0]
    if not certificates or parts[-1].tag != 0x31:
        raise Unreadable
    issuer, serial = _part(_part(_part(parts[-1], 0), 1), 0), _part(_part(_part(parts[-1], 0), 1), 1)
    for certificate in certificates[0].parts():
        of_key = [part for part in _part(certificate, 0).parts() if part.tag != 0xa0]
        if len(of_key) > 4 and (of_key[0].whole, of_key[2].whole) == (serial.whole, issuer.whole):
            return {"signer": _name(of_key[4])}
    raise Unreadable


def _name(subject):
    names = {}
    for part in subject.parts():
        for each in part.parts():
            text = _part(each, 1)
            names.setdefault(_part(each, 0).value, text.value.decode(ENCODINGS.get(text.tag, "latin-1"), "replace"))
    return names.get(COMMON_NAME) or names.get(ORGANIZATION) or ""
