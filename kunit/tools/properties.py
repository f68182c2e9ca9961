# SPDX-License-Identifier: GPL-2.0
"""What ntparportctl promises of any .reg file, .inf file and file of settings. Fails, with the
shortest input found, if not.

Usage: properties.py [SEED [CASES]]        (CASES of each property)
"""
import pathlib
import re
import sys

from hypothesis import assume
from hypothesis import strategies as st

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here.parent)]
import any_input  # pylint: disable=wrong-import-position
from any_input import folder, of_any  # pylint: disable=wrong-import-position
from tool import run  # pylint: disable=wrong-import-position

import ntparportctl_import as importer  # pylint: disable=import-error,wrong-import-order,wrong-import-position
import ntparportctl_settings as lines  # pylint: disable=import-error,wrong-import-order,wrong-import-position


# Text as the registry can have it, with more of what means something to one of the files.
SIGNIFICANT = st.sampled_from(list(" \t%|,=\"\\;#[]@-:\r\n'") + ["%%", "\u00fc", "\u20ac", "\U0001f600"])
TEXT = st.lists(st.one_of(SIGNIFICANT, st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")),
                max_size=12).map("".join)
NAME = TEXT.filter(bool)
PATH = st.one_of(st.just(""), st.lists(st.text("abcXYZ 0,[;", min_size=1, max_size=4), min_size=1, max_size=2)
                 .map("\\".join))
DATA = st.one_of(
    st.tuples(st.just("dword"), st.integers(0, 0xffffffff)),
    st.tuples(st.just("qword"), st.integers(0, (1 << 64) - 1)),
    st.tuples(st.just("sz"), TEXT), st.tuples(st.just("expand_sz"), TEXT),
    st.tuples(st.just("multi_sz"), st.lists(TEXT.filter(bool), max_size=3)),
    st.tuples(st.just("binary"), st.binary(max_size=40)))
VALUES = st.lists(st.tuples(st.booleans(), PATH, NAME, DATA), min_size=1, max_size=5, unique_by=lambda value: (
    value[0], lines.folded(value[1]), lines.folded(value[2])))
SERVICE_KEY = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\drv"
WINDOWS = {"enum", "security", "parameters"}


def items_of(values):
    """What the file of settings should have: those of Parameters, then those of the service."""
    found = []
    for wanted in (False, True):
        for service, path, name, (kind, data) in values:
            if service == wanted:
                found.append((lines.SERVICE if service else lines.PARAMETERS,
                              lines.Item(name, kind, data, tuple(path.split("\\")) if path else ())))
    return found


def imported(data, name):
    """Imports a file; returns its status, the values, and the errors."""
    path = folder / name
    path.write_bytes(data)
    target = folder / "etc/ntparport/drv.settings"
    target.unlink(missing_ok=True)
    status, _, errors = run("import", path, "drv", "--output", folder / "etc")
    assert "Traceback" not in errors
    text = target.read_text(encoding="utf-8") if target.exists() else ""
    return status, [(entry.section, entry.item) for entry in lines.parse_settings(text, "f") if entry.item], \
        errors


def raw(kind, data):
    """Data as the registry keeps it."""
    if kind in ("dword", "qword"):
        return data.to_bytes(4 if kind == "dword" else 8, "little")
    if kind == "binary":
        return data
    if kind == "multi_sz":
        return "".join(f"{text}\0" for text in data + [""]).encode("utf-16-le")
    return (data + "\0").encode("utf-16-le")


def reg_file(values, columns):
    """A .reg file with these values; lists of bytes go on in another line after that many."""
    text = "Windows Registry Editor Version 5.00\n\n"
    for service, path, name, (kind, data) in values:
        key = "\\".join(filter(None, (SERVICE_KEY, "" if service else "Parameters", path)))
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        text += f"[{key}]\n\"{quoted}\"="
        if kind == "dword":
            text += f"dword:{data:08x}"
        elif kind == "sz":
            text += '"' + data.replace("\\", "\\\\").replace('"', '\\"') + '"'
        else:
            found = [f"{byte:02x}" for byte in raw(kind, data)]
            rows = [",".join(found[at:at + columns]) for at in range(0, len(found), columns)]
            number = lines.TYPES[kind]
            text += ("hex" if kind == "binary" else f"hex({number:x})") + ":" + ",\\\n  ".join(rows)
        text += "\n\n"
    return text


def fit(values):
    """Leaves out names that Windows keeps for itself, and texts that a line cannot have."""
    for service, path, name, _ in values:
        assume(not (service and not path and lines.folded(name) in importer.OF_WINDOWS))
        assume(not (service and lines.folded(path.partition("\\")[0]) in WINDOWS))


@of_any(VALUES, st.integers(1, 30), st.sampled_from(["utf-16", "utf-16-be", "utf-8-sig"]))
def exported_keys_come_back(values, columns, encoding):
    """Whatever a registry has arrives as it was."""
    fit(values)
    text = reg_file(values, columns)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    status, found, errors = imported((mark + text).encode(encoding), "file.reg")
    assert status == 0, errors
    assert found == items_of(values), (found, errors)


def inf_text(text):
    """In quotes."""
    return '"' + text.replace('"', '""').replace("%", "%%") + '"'


@of_any(VALUES, st.sampled_from(["utf-16", "utf-8-sig"]), st.sampled_from(["\n", "\r\n"]))
def registry_sections_come_back(values, encoding, ending):
    """The same for INF files, whose lines have no line breaks in them."""
    fit(values)
    rows = []
    for service, path, name, (kind, data) in values:
        assume(not re.search("[\r\n]", name) and (kind == "qword" or not re.search(r"[\r\n]", str(data)
               if not isinstance(data, list) else "".join(data))))
        key = inf_text("\\".join(filter(None, ("" if service else "Parameters", path))))
        flags, fields = {
            "dword": lambda: (0x10001, [hex(data)]),
            "qword": lambda: (0xb0001, [f"{byte:02x}" for byte in raw(kind, data)]),
            "binary": lambda: (1, [f"{byte:02x}" for byte in data]),
            "sz": lambda: (0, [inf_text(data)]), "expand_sz": lambda: (0x20000, [inf_text(data)]),
            "multi_sz": lambda: (0x10000, [inf_text(text) for text in data]),
        }[kind]()
        rows.append(",".join(["HKR", key, inf_text(name), hex(flags), *fields]))
    text = "\n".join(["[Version]", "[DefaultInstall.Services]", "AddService=drv,2,Service ; it", "[Service]",
                      "AddReg=Values", "[Values]", *rows, ""])
    status, found, errors = imported(text.replace("\n", ending).encode(encoding), "file.inf")
    assert status == 0, errors
    assert found == items_of(values), (found, errors)


@of_any(VALUES, st.integers(0, 10000), st.sampled_from(["utf-16", "utf-8-sig"]))
def truncated_files_are_named(values, end, encoding):
    """A file that ends too soon: what is before the end is read, or the line is named."""
    values = [value for value in values if not value[0]]
    data = reg_file(values, 8).encode(encoding)
    status, found, errors = imported(data[:end], "file.reg")
    if status:
        assert re.search(r"file\.reg:\d+: .*; nothing was changed$", errors, re.S) or \
            re.search("has (no )?(keys|values)", errors), errors
        assert not found
    else:
        # A number may have lost its last digits.
        assert [item.name for _, item in found] == [item.name for _, item in items_of(values)[:len(found)]]
        assert found[:-1] == items_of(values)[:len(found[:-1])], (found, errors)


@of_any(st.sampled_from(["file.reg", "file.inf"]), st.sampled_from([
    b"", b"REGEDIT4\n", f"REGEDIT4\n[{SERVICE_KEY}]\n".encode(), b"[Version]\n",
    b"[Version]\n[DefaultInstall.Services]\nAddService=drv,2,S\n[S]\nAddReg=V\n[V]\nHKR,"]),
    st.one_of(st.binary(max_size=60), TEXT.map(str.encode)))
def anything_is_read_or_refused(name, head, data):
    """No file ends the program in any other way."""
    status, _, errors = imported(head + data, name)
    assert status in (0, 1)
    assert status == 0 or errors.startswith("ntparportctl: "), errors


@of_any(PATH, NAME, DATA)
def lines_come_back(path, name, data):
    """A line of settings has everything that a value has, and has no line break."""
    item = lines.Item(name, *data, tuple(path.split("\\")) if path else ())
    text = item.text()
    assert "\n" not in text and "," not in text and text == text.strip()
    assert not text.startswith(("#", "["))
    assert lines.parse_item(text) == item
    entries = lines.parse_settings(f"# c\n{text}\n", "f")
    assert [entry.item for entry in entries if entry.item] == [item]


@of_any(TEXT)
def any_line_is_read_or_refused(text):
    """What is read can be written, and is the same then."""
    try:
        item = lines.parse_item(text)
    except lines.Unfit:
        return
    assert lines.parse_item(item.text()) == item


if __name__ == "__main__":
    sys.exit(bool(any_input.main()))
