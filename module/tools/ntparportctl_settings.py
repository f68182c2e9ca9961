# SPDX-License-Identifier: GPL-2.0
"""What drivers are given: /etc/ntparport/DRIVER.settings, and options of modprobe.

A part of ntparportctl, which loads it only for the commands that need it.
"""
from __future__ import annotations

import argparse
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator

from ntparportctl import (DEBUG, DONE, MODPROBE, SETTINGS, Failure, System, columns, misuse, note,
                          printable, say, say_json)

DWORD_MAX, QWORD_MAX = 0xffffffff, 0xffffffffffffffff

# What the kernel holds: characters of a value's name and of a key's, bytes of a value and of a
# file.
NAME_MAX, KEY_MAX, VALUE_MAX, FILE_MAX = 16383, 255, 1 << 20, 1 << 20

# The same of a module parameter: items (NT_PARAMETERS), and bytes of one.
ITEMS_MAX, ITEM_MAX = 64, 1024

# Types that a line can have, and their numbers in the registry.
TYPES = {"sz": 1, "expand_sz": 2, "binary": 3, "dword": 4, "multi_sz": 7, "qword": 11}
TYPE_NAMES = {number: name for name, number in TYPES.items()}


def shortened(text: str) -> str:
    """What is said of a line, which may be of any length."""
    return text if len(text) <= 300 else f"{text[:150]}...{text[-100:]}"


def lower_case() -> dict[int, int]:
    """Lower-case letters and their upper case, as the kernel has them (compat/rtl/characters.cc).

    One character is always one, which Python's rules do not say.
    """
    ranges = ((0x61, 0x7a, 1, 32), (0xe0, 0xf6, 1, 32), (0xf8, 0xfe, 1, 32), (0xff, 0xff, 1, -121),
              (0x101, 0x12f, 2, 1), (0x133, 0x137, 2, 1), (0x13a, 0x148, 2, 1),
              (0x14b, 0x177, 2, 1), (0x17a, 0x17e, 2, 1), (0x3ac, 0x3ac, 1, 38),
              (0x3ad, 0x3af, 1, 37), (0x3b1, 0x3c1, 1, 32), (0x3c2, 0x3c2, 1, 31),
              (0x3c3, 0x3cb, 1, 32), (0x3cc, 0x3cc, 1, 64), (0x3cd, 0x3ce, 1, 63),
              (0x430, 0x44f, 1, 32), (0x450, 0x45f, 1, 80), (0x461, 0x481, 2, 1),
              (0x48b, 0x4bf, 2, 1), (0x4d1, 0x4ff, 2, 1), (0x561, 0x586, 1, 48),
              (0x1e01, 0x1e95, 2, 1), (0x1ea1, 0x1eff, 2, 1), (0xff41, 0xff5a, 1, 32))
    return {c: c - offset for first, last, step, offset in ranges
            for c in range(first, last + 1, step)}


# Each character as it is compared. Of ASCII it is the lower case, as those who compare write that.
FOLDED = {c: upper if upper > 0x7f else c for c, upper in lower_case().items()} | {
    c: c + 32 for c in range(0x41, 0x5b)}


def folded(text: str) -> str:
    """A name as the registry compares it: without the difference of upper and lower case."""
    return text.translate(FOLDED)


class Unfit(Exception):
    """A value that a line of settings cannot have, and why."""

    def __init__(self, why: str) -> None:
        super().__init__(shortened(why))


class Item:
    """One value: Name=type:data, below these keys."""

    def __init__(self, name: str, kind: str, data: int | str | list[str] | bytes,
                 keys: tuple[str, ...] = ()) -> None:
        self.keys = keys
        self.name = name
        self.kind = kind
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"Item({self.name!r}, {self.kind!r}, {self.data!r}, {self.keys!r})"

    def path(self) -> str:
        """Its name with the keys before it, as people read it."""
        return "\\".join((*self.keys, self.name))

    def place(self) -> tuple[str, ...]:
        """What tells values apart: Windows does not distinguish upper and lower case."""
        return tuple(map(folded, (*self.keys, self.name)))

    def shown(self) -> str:
        """The data as people read it."""
        if isinstance(self.data, int):
            return f"{self.data} (0x{self.data:x})"
        if isinstance(self.data, bytes):
            return self.data.hex(" ")
        texts = [self.data] if isinstance(self.data, str) else self.data
        return ", ".join('"' + printable(text, "") + '"' for text in texts)

    def text(self) -> str:
        """The line in the file, which is also an item of the module's parameter."""
        check_names(self.keys, self.name)
        separator = "|" if isinstance(self.data, list) else ""
        if isinstance(self.data, int):
            parts = [str(self.data)]
        elif isinstance(self.data, bytes):
            check_size(len(self.data))
            parts = [self.data.hex()]
        else:
            parts = [self.data] if isinstance(self.data, str) else self.data
            # Each text has a terminator, and so has a list.
            check_size(2 * sum((check_string(part) + 1 for part in parts), len(separator)))
            if separator and not all(parts):
                raise Unfit("an empty text within a list of texts")
        data = "|".join(parts)
        name = "\\".join((*self.keys, self.name))
        if not re.search(r"^[#%\[\s]|[\x00-\x1f\x7f,=]|\s$", name) and \
                not any("\\" in part for part in (*self.keys, self.name)) and \
                not re.search(r"^\s|[\x00-\x1f\x7f,]|\s$", data) and \
                not any("|" in part for part in parts if separator):
            return f"{name}={self.kind}:{data}"
        name = "\\".join(escape(part, "=\\") for part in (*self.keys, self.name))
        data = "|".join(escape(part, separator) for part in parts)
        return f"{name}=%{self.kind}:{data}"


def check_names(keys: tuple[str, ...], name: str) -> None:
    """Raises Unfit if the kernel would not take the names."""
    if not name:
        raise Unfit("the default value of a key has no name")
    for key in keys:
        if not key or "\\" in key or check_string(key) > KEY_MAX:
            raise Unfit("the name of a key is empty, too long, or has a backslash")
    if check_string(name) > NAME_MAX:
        raise Unfit(f"its name is longer than {NAME_MAX} characters")


def check_string(text: str) -> int:
    """Raises Unfit if this cannot be text in the file; returns its length as Windows counts."""
    if "\0" in text:
        raise Unfit("there is a terminator within its text")
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise Unfit("its text is not valid Unicode: a surrogate is alone") from None


def check_size(size: int) -> None:
    """Raises Unfit if a value is too large."""
    if size > VALUE_MAX:
        raise Unfit(f"it is larger than {VALUE_MAX} bytes")


def escape(text: str, more: str) -> str:
    """Writes as % and two digits what would mean something else, and these characters.

    A comma only means something on the command line: a line can be used there, too.
    """
    text = re.sub(rf"[\x00-\x1f\x7f,%{re.escape(more)}]", lambda c: f"%{ord(c[0]):02X}", text)
    text = re.sub(r"^[ #\[]| $", lambda c: f"%{ord(c[0]):02X}", text)
    # Blanks other than the space, which a reader may take for one.
    return re.sub(r"^\s|\s$", lambda c: "".join(f"%{b:02X}" for b in c[0].encode()), text)


def unescape(text: str) -> str:
    """The inverse of escape()."""
    def byte(match: re.Match[bytes]) -> bytes:
        if not match[1] or match[1] == b"00":
            raise Unfit("a % must be followed by two hexadecimal digits other than 00")
        return bytes([int(match[1], 16)])

    raw = text.encode("utf-8", "surrogateescape")
    try:
        return re.sub(rb"%([0-9a-fA-F]{2})?", byte, raw).decode()
    except UnicodeDecodeError:
        raise Unfit("it is not UTF-8") from None


def parse_item(line: str) -> Item:
    """Reads Name=type:data, or raises Unfit."""
    if re.search("[\udc80-\udcff]", line):
        raise Unfit("it is not UTF-8")
    match = re.fullmatch(r"([^=]+)=(%?)([a-z_]+):(.*)", line, re.S)
    if not match or match[3] not in TYPES:
        raise Unfit("not Name=dword:number, qword:number, sz:text, expand_sz:text, "
                    "multi_sz:text|text or binary:hex digits")
    name, percent, kind, text = match.groups()
    decode: Callable[[str], str] = unescape if percent else lambda part: part
    *keys, name = map(decode, name.split("\\"))
    check_names(tuple(keys), name)
    data: int | str | list[str] | bytes
    if kind in ("dword", "qword"):
        if not re.fullmatch(r"0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*", text):
            raise Unfit(f"{text or 'nothing'} is not a number")
        # Python takes only a limited number of decimal digits; 21 are too many for any type.
        data = int(text, 16 if text[1:2] in ("x", "X") else 8) if text[0] == "0" else int(text[:21])
        if data > (DWORD_MAX if kind == "dword" else QWORD_MAX):
            raise Unfit(f"{text} is too large")
    elif kind == "binary":
        if not re.fullmatch(r"([0-9a-fA-F]{2})*", text):
            raise Unfit("binary: takes pairs of hexadecimal digits")
        data = bytes.fromhex(text)
    elif kind == "multi_sz":
        data = [decode(part) for part in text.split("|")] if text else []
        if not all(data):
            raise Unfit("an empty text within a list of texts")
    else:
        data = decode(text)
    item = Item(name, kind, data, tuple(keys))
    item.text()
    return item


PARAMETERS, SERVICE = "Parameters", "Service"


class Entry:
    """A line of a file of settings: a value, or else a comment."""

    def __init__(self, section: str, item: Item | None, text: str, line: int) -> None:
        self.section = section
        self.item = item
        self.text = text
        self.line = line

    def place(self) -> tuple[str, ...]:
        """What tells values apart; nothing for a comment."""
        return (self.section, *self.item.place()) if self.item else ()


def parse_settings(text: str, path: str) -> list[Entry]:
    """Reads a file of settings; a Failure names the line that is wrong."""
    section = PARAMETERS
    entries = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if line in (f"[{PARAMETERS}]", f"[{SERVICE}]"):
            section = line[1:-1]
        elif not line.strip(" \t") or line.startswith("#"):
            entries.append(Entry(section, None, line, number))
        else:
            try:
                entries.append(Entry(section, parse_item(line), line, number))
            except Unfit as why:
                raise Failure(f"{path}:{number}: {why}") from None
    return entries


def read_file(path: str, most: int) -> bytes:
    """A file's bytes, and one more than the limit if it has more; or a Failure."""
    try:
        # (To open a pipe would wait.)
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Failure(f"cannot read {path}: it is not a file")
            return file.read(most + 1)
    except OSError as error:
        raise Failure(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error


def read_settings(system: System, path: str) -> list[Entry]:
    """The same for a file, which need not exist."""
    try:
        raw = read_file(system.at(path), FILE_MAX)
    except Failure as failure:
        if isinstance(failure.__cause__, FileNotFoundError):
            return []
        raise
    if len(raw) > FILE_MAX:
        raise Failure(f"{path} is larger than {FILE_MAX} bytes, which the kernel does not read")
    return parse_settings(raw.decode("utf-8", "surrogateescape").removesuffix("\n"), path)


def format_settings(entries: list[Entry], driver: str) -> str:
    """The text of a file of settings."""
    lines = [] if entries and not entries[0].item else [
        f"# Settings of the driver {driver}: see ntparportctl(8)."]
    section = PARAMETERS
    for wanted in (PARAMETERS, SERVICE):
        for entry in entries:
            if entry.section != wanted:
                continue
            if entry.item and section != wanted:
                lines.append(f"[{wanted}]")
                section = wanted
            lines.append(entry.item.text() if entry.item else entry.text)
    return "\n".join(lines).rstrip("\n") + "\n"


def module_name(name: str) -> str:
    """A module's name as the kernel has it."""
    return name.removesuffix(".ko").replace("-", "_")


# Where modprobe finds what it is told; of files of one name that of the last folder counts.
MODPROBE_FOLDERS = ("/lib/modprobe.d", "/usr/lib/modprobe.d", "/usr/local/lib/modprobe.d",
                    "/run/modprobe.d", MODPROBE)


def newest_of_names(system: System, folders: Iterable[str]) -> list[str]:
    """The files *.conf in folders, by their names; of those of one name that of the last folder."""
    files = {name: f"{folder}/{name}" for folder in folders
             for name in system.names(folder) if name.endswith(".conf")}
    return [path for _, path in sorted(files.items())]


def modprobe_lines(system: System) -> Iterator[tuple[str, str]]:
    """What modprobe is told: the file, and a line of it."""
    for path in newest_of_names(system, MODPROBE_FOLDERS):
        for line in (system.read(path) or "").replace("\\\n", " ").split("\n"):
            yield path, line


def module_options(system: System, module: str) -> list[tuple[str, str, str]]:
    """Parameters that modprobe would give a module: where they are, name, value."""
    found = []
    for where, line in modprobe_lines(system):
        words = line.split(None, 2)
        if len(words) == 3 and words[0] == "options" and module_name(words[1]) == module:
            found += [(where, *pair) for pair in split_options(words[2])]
    for name, value in split_options(system.read("/proc/cmdline") or ""):
        prefix, dot, name = name.partition(".")
        if dot and module_name(prefix) == module:
            found.append(("/proc/cmdline", name, value))
    return found


def split_options(text: str) -> Iterator[tuple[str, str]]:
    """The parameters NAME=VALUE in a line, as the kernel takes it apart.

    Quotes protect blanks; those around a value or all of it are gone, others stay.
    """
    for word in re.findall(r'(?:[^\s"]|"[^"]*"?)+', text):
        name, _, value = word.removeprefix('"').partition("=")
        if word.startswith('"') or value.startswith('"'):
            value = value.removeprefix('"').removesuffix('"')
        yield name, value


class Seen:
    """A value that a driver will see, where it comes from, and whether it was read."""

    def __init__(self, section: str, item: Item, source: str) -> None:
        self.section = section
        self.item = item
        self.source = source
        self.read = "unknown"


def parameters_of(system: System, driver: str) -> dict[str, tuple[str, list[str]]]:
    """The items of each parameter, which the kernel would take or has taken: where from, and which.

    Of a parameter that is given twice, it takes the second.
    """
    live = f"/sys/module/{driver}/parameters"
    if system.has(live):
        return {section: (f"{live}/{section}", text.split(","))
                for section in (PARAMETERS, SERVICE)
                if (text := system.read(f"{live}/{section}"))}
    found = {section: (where, text.split(","))
             for where, section, text in module_options(system, driver)
             if section in (PARAMETERS, SERVICE)}
    for section, (where, items) in found.items():
        longest = max(len(text.encode("utf-8", "surrogateescape")) for text in items)
        if len(items) > ITEMS_MAX or longest > ITEM_MAX:
            raise Failure(f"{where}: the kernel takes {ITEMS_MAX} values of {ITEM_MAX} bytes each, "
                          f"{section} has {len(items)} of up to {longest}: the file of settings "
                          "has room for them")
    return found


def settings_of(system: System, driver: str) -> list[Seen]:
    """What a driver will see, or sees: of values with the same name the last one counts."""
    path = settings_file(system, driver)
    seen: dict[tuple[str, ...], Seen] = {}

    def add(section: str, item: Item, source: str) -> None:
        seen[section, *item.place()] = Seen(section, item, source)

    for entry in read_settings(system, path):
        if entry.item:
            add(entry.section, entry.item, path)
    if system.has(path) and not os.path.getsize(system.at(path)):
        raise Failure(f"{path} is empty: the kernel does not load {driver} with it")
    for section, (where, items) in parameters_of(system, driver).items():
        for text in items:
            try:
                add(section, parse_item(text), where)
            except Unfit as why:
                raise Failure(f"{where}: \"{shortened(text)}\": {why}") from None
    for section, item, was_read in kernel_settings(system, driver) or []:
        known = seen.get((section, *item.place()))
        if not known:
            add(section, item, "the kernel")
            known = seen[section, *item.place()]
        known.read = was_read
    return list(seen.values())


def kernel_settings(system: System, driver: str) -> list[tuple[str, Item, str]] | None:
    """What the kernel says a driver was given: section, value, "read" or "unread".

    None: this kernel does not say, at least not to this user.
    """
    text = system.read(f"{DEBUG}/settings")
    if text is None:
        return None
    found = []
    for line in text.split("\n"):
        name, was_read, item = (line.split("\t", 2) + ["", ""])[:3]
        section = PARAMETERS
        if item.startswith(f"[{SERVICE}] "):
            section, item = SERVICE, item.removeprefix(f"[{SERVICE}] ")
        if module_name(name) != driver or was_read not in ("read", "unread"):
            continue
        try:
            found.append((section, parse_item(item), was_read))
        except Unfit:
            continue
    return found


# Where the kernel looks for settings: where firmware is. It should be a link to SETTINGS.
LINK = "/lib/firmware/ntparport"


def is_linked(system: System) -> bool:
    """Whether that link is there (which in a copy of a machine's files leads out of the copy)."""
    try:
        return os.readlink(system.at(LINK)) == SETTINGS
    except OSError:
        return False


def settings_file(system: System, driver: str) -> str:
    """A driver's file of settings: the one that the kernel finds, if it finds any."""
    own, found = f"{SETTINGS}/{driver}.settings", f"{LINK}/{driver}.settings"
    if is_linked(system) or not system.has(found) or \
            (system.has(own) and os.path.samefile(system.at(own), system.at(found))):
        return own
    return found


def not_found(system: System, driver: str) -> tuple[str, str] | None:
    """If the kernel does not find a driver's file in SETTINGS: why, and what to do."""
    own, found = f"{SETTINGS}/{driver}.settings", f"{LINK}/{driver}.settings"
    if not system.has(own) or is_linked(system):
        return None
    if system.has(found):
        if settings_file(system, driver) == own:
            return None
        return (f"the kernel reads {found}, not {own}",
                f"if the other is the right one: ln -sf {own} {LINK}/")
    if os.path.isdir(system.at(LINK)):
        advice = f"ln -sf {own} {LINK}/"
    else:
        advice = f"ln -s{'fn' if os.path.islink(system.at(LINK)) else ''} {SETTINGS} {LINK}"
    return f"the kernel does not find {own}, since it looks in {LINK}", advice


def named_otherwise(system: System, driver: str) -> list[str]:
    """Files that differ from a driver's only in upper and lower case, or in a dash."""
    return differing(system, (SETTINGS,) if is_linked(system) else (SETTINGS, LINK), driver)


def differing(system: System, folders: Iterable[str], driver: str) -> list[str]:
    """The same in these folders."""
    names = {f"{folder}/{name}": name.removesuffix(".settings") for folder in folders
             for name in system.names(folder) if name.endswith(".settings")}
    return [path for path, name in names.items() if name != driver and
            module_name(name).casefold() == driver.casefold()]


def note_named_otherwise(system: System, driver: str) -> None:
    """Says which files the kernel does not find by this driver's name."""
    note_differing(named_otherwise(system, driver), driver)


def note_differing(paths: list[str], driver: str) -> None:
    """Says of these files that a driver does not have them."""
    for path in paths:
        note(f"the kernel does not read {path} for {driver}: it looks for {driver}.settings, in "
             "this upper and lower case")


def installed_name(system: System, service: str) -> str:
    """The name of the module of a service; of one that is there, upper and lower case are known."""
    wanted = module_name(service)
    return next((name for name in known_modules(system) if name.casefold() == wanted.casefold()),
                wanted)


def known_modules(system: System) -> list[str]:
    """The modules that are loaded, and those that are installed for this kernel."""
    release = system.read("/proc/sys/kernel/osrelease") or ""
    return system.names("/sys/module") + [
        module_name(re.sub(r"\.ko.*", "", os.path.basename(line.partition(":")[0])))
        for line in (system.read(f"/lib/modules/{release}/modules.dep") or "").split("\n") if line]


def do_settings(system: System, options: argparse.Namespace) -> int:
    """What a driver will see, and what of that it never read."""
    driver = module_name(options.arguments[0])
    if not re.fullmatch(r"\w+", driver, re.A):
        raise misuse(f"a driver is named as its module, not {options.arguments[0] or 'by nothing'}")
    path = settings_file(system, driver)
    seen = settings_of(system, driver)
    loaded = system.has(f"/sys/module/{driver}")
    note_named_otherwise(system, driver)
    if not seen and not loaded and not system.has(path):
        own = installed_name(system, driver)
        if own != driver:
            raise Failure(f"nothing is known of a driver {driver}: the module is called {own}")
        raise Failure(f"nothing is known of a driver {driver}: it is not loaded, there is no "
                      f"{path}, and no option of it in {MODPROBE}")
    if options.json:
        say_json([{"key": each.section, "name": each.item.path(), "type": each.item.kind,
                   "data": each.item.data.hex() if isinstance(each.item.data, bytes)
                   else each.item.data, "from": each.source, "read": each.read} for each in seen])
        return DONE
    for section in (PARAMETERS, SERVICE):
        rows = [["  " + printable(each.item.path(), ""), each.item.kind, each.item.shown(),
                 each.source, each.read] for each in seen if each.section == section]
        if rows:
            say(f"Services\\{driver}" + (f"\\{section}" if section == PARAMETERS else ""))
            for line in columns([["  name", "type", "data", "from", "read"], *rows]):
                say(line)
    if not seen:
        say(f"{driver} is given no values")
    if problem := not_found(system, driver):
        note(": ".join(problem))
    tell_unread(system, driver, loaded, seen)
    return DONE


def tell_unread(system: System, driver: str, loaded: bool, seen: list[Seen]) -> None:
    """Says which values the driver never read, or why that is not known."""
    if not seen:
        return
    known = [each for each in seen if each.read != "unknown"]
    if known:
        unread = [each.item.path() for each in known if each.read == "unread"]
        say(f"never read: {', '.join(unread)}" if unread else "all of them were read")
    elif not loaded:
        say(f"what it reads is known when it runs: modprobe {driver}")
    elif not system.is_root():
        note("only root may see which of them it has read")
    elif not system.has(DEBUG):
        note(f"which of them it has read is in {DEBUG}, which is not there: mount -t debugfs none "
             "/sys/kernel/debug")
    elif not system.has(f"{DEBUG}/settings"):
        note("this ntparport does not say which of them were read")
    else:
        note(f"the kernel knows nothing of what {driver} was given")
