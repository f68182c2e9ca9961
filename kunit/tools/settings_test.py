# SPDX-License-Identifier: GPL-2.0
"""Settings of drivers: their files, `ntparportctl settings`, and `import` of Windows' files."""
import errno
import os
import pathlib
import re
import tempfile
import time
import unittest
from unittest import mock

from tool import plant, program, run, told

import ntparportctl_import as importer  # pylint: disable=import-error,wrong-import-order
import ntparportctl_settings as settings  # pylint: disable=import-error,wrong-import-order

Item, Unfit = settings.Item, settings.Unfit

SERVICES = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services"

REG_5 = rf"""Windows Registry Editor Version 5.00

; exported
[{SERVICES}\Scanner]
"Type"=dword:00000001
"Start"=dword:00000003
"ImagePath"=hex(2):73,00,79,00,73,00,00,00
"Model"="M\"1\" \\ 50%, \u00fcbel"

[{SERVICES}\Scanner\Parameters]
@="default"
"Timeout"=dword:0000001e
"Empty"=""
"List"=hex(7):6f,00,6e,00,65,00,00,00,74,00,77,00,6f,00,2c,00,7c,00,00,00,\
  00,00
"Path"=hex(2):25,00,53,00,25,00,00,00
"Big"=hex(b):00,00,00,00,01,00,00,00
"Bytes"=hex:de,ad,\
  be,ef
"Odd=Name"=dword:1
"Two
lines"="a
b"
"None"=hex(0):01
"Half"=hex(1):41,00,3d,d8,00,00

[{SERVICES}\Scanner\Parameters\Lens\Front]
"Zoom"=dword:2

[{SERVICES}\Scanner\Enum]
"Count"=dword:1

[{SERVICES}\Other\Parameters]
"Timeout"=dword:1

[HKEY_CURRENT_USER\Software\Scanner]
"A"="b"
"""

IMPORTED = [
    (settings.PARAMETERS, Item("Timeout", "dword", 30)),
    (settings.PARAMETERS, Item("Empty", "sz", "")),
    (settings.PARAMETERS, Item("List", "multi_sz", ["one", "two,|"])),
    (settings.PARAMETERS, Item("Path", "expand_sz", "%S%")),
    (settings.PARAMETERS, Item("Big", "qword", 1 << 32)),
    (settings.PARAMETERS, Item("Bytes", "binary", b"\xde\xad\xbe\xef")),
    (settings.PARAMETERS, Item("Odd=Name", "dword", 1)),
    (settings.PARAMETERS, Item("Two\r\nlines", "sz", "a\r\nb")),
    (settings.PARAMETERS, Item("Zoom", "dword", 2, ("Lens", "Front"))),
    (settings.SERVICE, Item("Model", "sz", 'M"1" \\ 50%, \u00fcbel')),
]

INF = """; A driver's
[Version]
Signature = "$Windows NT$"
Class=%ClassName%
[Manufacturer]
%Maker% = Models, NTamd64
[Models]
%Scanner% = Install, LPTENUM\\Scanner
[Models.NTamd64]
%Scanner% = Install, LPTENUM\\Scanner
[Install.NTia64]
AddReg = Nowhere
[Install.NT]
Include = other.inf
Needs = Other.Install
AddReg = Class
[Install.NT.HW]
AddReg = Hardware
[Install.NT.Services]
AddService = scanner, 0x2, Service   ; the service
AddService = ,2
[Service]
ServiceType = 1
DelReg = Gone
AddReg = Values, More
[Class]
HKR,,DevLoader,,*ntkern
[Hardware]
HKR,,Upper,0x10000,"x"
[Gone]
HKR,Parameters,Old
HKR,OldKey
[Values]
HKR,Parameters,Timeout,0x00010001,0x1e
HKR,Parameters,Bytes,0x10001,1,2,0,0
HKR,Parameters,Text,,"one; ""two"", %Scanner% 100%%"
HKR,Parameters,List,0x00010000,"one","two, three"
HKR,Parameters,List,0x00010008,four
HKR,Parameters,Path,%REG_EXPAND_SZ%,"%%SystemRoot%%\\x"
HKR,Parameters,Raw,1,de,AD, \\
  be,0xef
HKR,Parameters\\Sub,Deep,0x10001,-1
HKR,Parameters,Keep,0x10003,1
HKR,Parameters,Keep,0x10003,2
HKR,,Model,,"M1"
HKR,,Start,0x10001,3
HKR,Parameters,Gone,,"x"
HKR,Parameters,Gone,4
[More]
HKLM,"SYSTEM\\CurrentControlSet\\Services\\scanner\\Parameters",Whole,0x10001,7
HKLM,Software\\Maker,Other,,1
HKCU,Software,Mine,,1
[Nowhere]
HKR,,Never,,1
[Strings]
ClassName = "Ports"
Maker = "Maker"
Scanner = "The ""Scanner"", 1"
REG_EXPAND_SZ = 0x00020000
"""

FROM_INF = [
    (settings.PARAMETERS, Item("Timeout", "dword", 30)),
    (settings.PARAMETERS, Item("Bytes", "dword", 0x201)),
    (settings.PARAMETERS, Item("Text", "sz", 'one; "two", The "Scanner", 1 100%')),
    (settings.PARAMETERS, Item("List", "multi_sz", ["one", "two, three", "four"])),
    (settings.PARAMETERS, Item("Path", "expand_sz", "%SystemRoot%\\x")),
    (settings.PARAMETERS, Item("Raw", "binary", b"\xde\xad\xbe\xef")),
    (settings.PARAMETERS, Item("Deep", "dword", 0xffffffff, ("Sub",))),
    (settings.PARAMETERS, Item("Keep", "dword", 1)),
    (settings.PARAMETERS, Item("Whole", "dword", 7)),
    (settings.SERVICE, Item("Model", "sz", "M1")),
]


def values(text):
    """What a file of settings has: section and value."""
    return [(entry.section, entry.item) for entry in settings.parse_settings(text, "file")
            if entry.item]


class InFolder(unittest.TestCase):
    """Has an empty folder."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def take(self, data, *arguments, name="file.reg"):
        """Imports a file with these contents; returns status, output and errors."""
        path = self.folder / name
        path.write_bytes(data)
        return run("import", path, "--output", self.folder / "etc", *arguments)

    def settings_file(self, driver="Scanner"):
        """The text of a driver's file of settings."""
        return (self.folder / f"etc/ntparport/{driver}.settings").read_text(encoding="utf-8")


class Lines(unittest.TestCase):
    """The grammar of one value."""

    def test_examples(self):
        """What README says, both ways."""
        for text, item in (
                ("Timeout=dword:30", Item("Timeout", "dword", 30)),
                ("T=qword:18446744073709551615", Item("T", "qword", (1 << 64) - 1)),
                ("Name=sz:scanner", Item("Name", "sz", "scanner")),
                ("Name=sz:a=b|c \u00fc 50%", Item("Name", "sz", "a=b|c \u00fc 50%")),
                ("Name=%sz:one%2C%20two", Item("Name", "sz", "one, two")),
                ("L=multi_sz:one|two", Item("L", "multi_sz", ["one", "two"])),
                ("L=multi_sz:", Item("L", "multi_sz", [])),
                ("L=%multi_sz:a%7Cb|c%25", Item("L", "multi_sz", ["a|b", "c%"])),
                ("B=binary:", Item("B", "binary", b"")),
                ("B=binary:00ff", Item("B", "binary", b"\0\xff")),
                ("Sub\\Deep=dword:1", Item("Deep", "dword", 1, ("Sub",))),
                ("a%3D\\b%5Cc=%dword:1", Item("b\\c", "dword", 1, ("a=",))),
                ("a%3Db=%dword:1", Item("a=b", "dword", 1)),
                ("%23x=%sz: %20", Item("#x", "sz", "  ")),
                ("%5BService]=%sz:", Item("[Service]", "sz", ""))):
            with self.subTest(text):
                self.assertEqual(settings.parse_item(text), item)
                self.assertEqual(settings.parse_item(item.text()), item)
                # It could be an item on the command line.
                self.assertNotIn(",", item.text())
        for number, value in (("0x1E", 30), ("0", 0), ("010", 8)):
            self.assertEqual(settings.parse_item(f"a=dword:{number}").data, value)

    def test_largest(self):
        """A MiB, with all terminators, is what the kernel takes."""
        for text in ("a=sz:" + "x" * 524287, "a=multi_sz:" + "x" * 524286, "a=binary:" + "00" * (1 << 20)):
            self.assertEqual(settings.parse_item(text).text(), text)

    def test_mistakes(self):
        """What is not a value, or not one that the kernel takes."""
        for text in ("a", "=dword:1", "a=what:1", "a=dword:", "a=dword:-1", "a=dword:4294967296",
                     "a=dword:1x", "a=qword:18446744073709551616", "a=binary:0", "a=binary:0g",
                     "a=multi_sz:a||b", "a=multi_sz:|", "a=%sz:%", "a=%sz:%0", "a=%sz:%00",
                     "a=%sz:%ff", "Sub\\=dword:1", "\\a=dword:1", "a\\\\b=dword:1",
                     "a%5Cb\\c=%dword:1", "x" * 16384 + "=dword:1", "a=sz:" + "x" * 524288,
                     "a=dword:" + "1" * 5000, "a=qword:0x" + "1" * 5000,
                     "a=multi_sz:" + "x" * 524287, "a=multi_sz:x" + "|x" * (1 << 18)):
            with self.subTest(text[:40]), self.assertRaises(Unfit):
                settings.parse_item(text)
        for item in (Item("", "dword", 1), Item("a", "sz", "x\0y"), Item("a", "sz", "\ud800"),
                     Item("a", "multi_sz", ["a", ""])):
            with self.subTest(item), self.assertRaises(Unfit):
                item.text()


class Names(unittest.TestCase):
    """Which names are one."""

    def test_as_the_kernel(self):
        """The table is that of RtlUpcaseUnicodeChar()."""
        text = (program.parents[2] / "compat/rtl/characters.cc").read_text(encoding="utf-8")
        table = text[text.index("constexpr Range lower_case[]"):]
        ranges = re.findall(r"\{ ([^,{}]+), ([^,{}]+), (\d), ([^{}]+) \}", table[:table.index("};")])
        self.assertGreater(len(ranges), 20)
        upper = {}
        for first, last, step, offset in ranges:
            first, last = (ord(each[1]) if each[0] == "'" else int(each, 0) for each in (first, last))
            offset = sum(int(part, 0) * sign for part, sign in zip(offset.split(" - "), (1, -1)))
            upper |= {code: code - offset for code in range(first, last + 1, int(step))}
        for code in range(0x10000):
            expected = upper.get(code, code)
            self.assertEqual(settings.folded(chr(code)), chr(expected).lower() if expected < 0x80 else
                             chr(expected), hex(code))

    def test_one_character_is_one(self):
        """Python's rules would have made one of two."""
        for first, second, same in (("\u00df", "SS", False), ("\u00fc", "\u00dc", True), ("a", "A", True),
                                    ("\u0131", "I", False), ("\u017f", "S", False), ("\u00ff", "\u0178", True),
                                    ("\ufb01", "FI", False), ("\u03c2", "\u03a3", True),
                                    ("\U00010428", "\U00010400", False)):
            self.assertEqual(Item(first, "sz", "").place() == Item(second, "sz", "").place(), same, first)


class Show(InFolder):
    """`ntparportctl settings`."""

    FILE = "/etc/ntparport/my_driver.settings"

    def show(self, tree, *arguments):
        """Status, output and errors for a tree."""
        plant(self.folder, tree)
        return run("settings", *(arguments or ("my-driver",)), "--root", self.folder)

    def test_merged(self):
        """The command line wins; of values of one name, in any case, there is one."""
        status, out, errors = self.show({
            self.FILE: "# comment\n\nTimeout=dword:30\nList=multi_sz:a|b\n[Service]\nModel=sz:M1\n",
            "/lib/firmware/ntparport": "-> ../../etc/ntparport",
            "/etc/modprobe.d/x.conf": "# options my_driver Parameters=No=dword:1\n"
                                      'options my-driver "Parameters=TIMEOUT=dword:5,N=sz:a b" x=1\n'})
        self.assertEqual((status, errors), (0, ""))
        self.assertEqual(out.split("\n"), [
            "Services\\my_driver\\Parameters",
            "  name     type      data      from                               read",
            "  TIMEOUT  dword     5 (0x5)   /etc/modprobe.d/x.conf             unknown",
            f'  List     multi_sz  "a", "b"  {self.FILE}  unknown',
            '  N        sz        "a b"     /etc/modprobe.d/x.conf             unknown',
            "Services\\my_driver",
            "  name   type  data  from                               read",
            f'  Model  sz    "M1"  {self.FILE}  unknown',
            "what it reads is known when it runs: modprobe my_driver", ""])

    def test_read(self):
        """After the driver ran, what it never read; what the kernel alone knows is there, too."""
        live = "/sys/module/my_driver/parameters/"
        status, out, errors = self.show({
            self.FILE: "Timeout=dword:30\nProt=dword:1\n[Service]\nProt=dword:2\n",
            "/lib/firmware/ntparport": "-> ../../etc/ntparport",
            live + "Parameters": "Timeout=dword:5,X=binary:00\n", live + "Service": "\n",
            "/sys/kernel/debug/ntparport/settings":
                told(("my_driver", "read", "Timeout=dword:5"), ("my_driver", "unread", "Prot=dword:1"),
                     ("my_driver", "read", "[Service] Prot=dword:2"), ("other", "read", "X=binary:00"),
                     ("my_driver", "read", "Kernel=sz:k"))})
        self.assertEqual((status, errors), (0, ""))
        self.assertRegex(out, r"Timeout +dword +5 \(0x5\) +/sys/module/my_driver/\S+ +read\n")
        self.assertRegex(out, r"X +binary +00 +\S+ +unknown\n")
        self.assertRegex(out, r'Kernel +sz +"k" +the kernel +read\n')
        self.assertTrue(out.endswith("never read: Prot\n"), out)
        status, out, _ = run("settings", "my_driver", "--json", "--root", self.folder)
        self.assertIn('{"key":"Service","name":"Prot","type":"dword","data":2,', out)

    def test_not_told(self):
        """A kernel that does not say what was read."""
        tree = {self.FILE: "A=dword:1\n", "/sys/module/my_driver/parameters/Parameters": "\n",
                "/lib/firmware/ntparport": "-> ../../etc/ntparport"}
        self.assertIn("mount -t debugfs", self.show(tree)[2])
        self.assertIn("does not say", self.show({"/sys/kernel/debug/ntparport/timing": "0\n"})[2])
        self.assertIn("knows nothing", self.show({"/sys/kernel/debug/ntparport/settings": "\n"})[2])

    def test_not_found_by_the_kernel(self):
        """A file that is not where the kernel looks."""
        status, _, errors = self.show({self.FILE: "A=dword:1\n"})
        self.assertEqual(status, 0)
        self.assertIn("ln -s /etc/ntparport /lib/firmware/ntparport", errors)

        # There is a folder, and then a file of that name in it; or a link that leads nowhere.
        self.assertIn(f"ln -sf {self.FILE} /lib/firmware/ntparport/\n", self.show({"/lib/firmware/ntparport/": ""})[2])
        theirs = "/lib/firmware/ntparport/my_driver.settings"
        status, out, errors = self.show({theirs: "A=dword:2\n"})
        self.assertRegex(out, f" A +dword +2 .* {theirs} ")
        self.assertIn(f"the kernel reads {theirs}, not {self.FILE}: ", errors)
        (self.folder / theirs[1:]).unlink()
        (self.folder / theirs[1:]).symlink_to(self.folder / self.FILE[1:])
        self.assertEqual(self.show({})[2], "")
        (self.folder / theirs[1:]).unlink()
        (self.folder / "lib/firmware/ntparport").rmdir()
        self.assertIn("ln -sfn /etc/ntparport /lib", self.show({"/lib/firmware/ntparport": "-> nowhere"})[2])
        (self.folder / self.FILE[1:]).unlink()
        (self.folder / "lib/firmware/nowhere").mkdir()
        status, out, errors = self.show({"/lib/firmware/nowhere/my_driver.settings": "A=dword:3\n"})
        self.assertRegex(out, f" A +dword +3 .* {theirs} ")
        self.assertEqual((status, errors), (0, ""))

    def test_what_the_kernel_does_not_take(self):
        """Files, and parameters of modules; and what it takes otherwise than it looks."""
        linked = {"/lib/firmware/ntparport": "-> /etc/ntparport"}
        for text, why in ((b"", "is empty: the kernel does not load my_driver with it"),
                          (b"#" * (1 << 20) + b"\n", "is larger than 1048576 bytes"),
                          (b"A=sz:f\xfcr\n", "my_driver.settings:1: it is not UTF-8")):
            status, out, errors = self.show(linked | {self.FILE: text})
            self.assertEqual((status, out), (1, ""))
            self.assertIn(why, errors)
            linked = {}
        self.assertEqual(self.show({self.FILE: "#" * ((1 << 20) - 1) + "\n"})[0], 0)
        options = "/etc/modprobe.d/mine.conf"
        many = ",".join(f"V{number}=dword:1" for number in range(64))
        for text, why in ((many + ",W=dword:1", "64 values of 1024 bytes each, Parameters has 65"),
                          ("A=sz:" + "x" * 1020, "has 1 of up to 1025"), ("", "not Name="),
                          ("A=dword:1,", "not Name=")):
            status, out, errors = self.show({options: f"options my-driver Parameters={text}\n"})
            self.assertEqual((status, out), (1, ""))
            self.assertIn(f"{options}: ", errors)
            self.assertIn(why, errors)
        for text, shown in ((f"options my_driver Parameters={many}", ["1 (0x1)"] * 64),
                            ("options my_driver Parameters=A=sz:a,B=sz:b\noptions my_driver Parameters=C=sz:c",
                             ['"c"']),
                            ('options my_driver Parameters=A=sz:"x y",B=sz:z"', ['""x y""', '"z""']),
                            ('options my_driver Parameters="A=sz:x y,B=sz:z"', ['"x y"', '"z"'])):
            status, out, errors = self.show({options: text})
            self.assertEqual(re.findall(r"(?m)^  [A-Z]\d* +(?:sz|dword) +(.*?) +/etc", out), shown)

    def test_order_of_options(self):
        """As modprobe has it: all files by their names, whatever their folders; one of a name."""
        status, out, _ = self.show({
            "/lib/modprobe.d/z.conf": "options my_driver Parameters=A=dword:1\n",
            "/lib/modprobe.d/a.conf": "options my_driver Service=A=dword:3\n",
            "/etc/modprobe.d/a.conf": "options my_driver Parameters=A=dword:2\n"})
        self.assertEqual(status, 0)
        self.assertIn("1 (0x1)  /lib/modprobe.d/z.conf", out)
        self.assertNotIn("Services\\my_driver\n", out)

    def test_names(self):
        """What can be no module's."""
        for name in ("../../etc/passwd", ".", "", "a b"):
            status, out, errors = self.show({}, name)
            self.assertEqual((status, out), (2, ""))
            self.assertIn("a driver is named as its module, not ", errors)
        status, _, errors = self.take(f'REGEDIT4\n[{SERVICES}\\S]\n"A"="x"\n'.encode(), "lp")
        self.assertEqual(status, 1)
        self.assertIn("Linux has a module lp already: give the driver's another name in the command line", errors)

    def test_named_otherwise(self):
        """A file that differs from the module in upper and lower case, or in a dash."""
        module = {"/sys/module/my_driver/parameters/Parameters": "\n"}
        for name in ("My_Driver", "my-driver", "MY-driver"):
            path = f"/etc/ntparport/{name}.settings"
            status, out, errors = self.show(module | {path: "A=dword:1\n"}, "my_driver")
            self.assertEqual((status, out), (0, "my_driver is given no values\n"))
            self.assertIn(f"the kernel does not read {path} for my_driver: it looks for my_driver.settings",
                          errors)
            (self.folder / path[1:]).unlink()
        self.assertIn("the module is called my_driver", self.show({}, "My-Driver")[2])

    def test_nothing(self):
        """A driver that is not there, and a mistake in a file, with its line."""
        status, out, errors = self.show({}, "nobody")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("nothing is known of a driver nobody", errors)
        status, _, errors = self.show({self.FILE: "A=dword:1\n\nB=dword:x\n"})
        self.assertEqual(status, 1)
        self.assertIn(f"{self.FILE}:3: x is not a number", errors)


class Reg(InFolder):
    """Exported registry keys."""

    def test_version_5(self):
        """UTF-16 with a mark, as Windows writes it, and what editors make of it."""
        text = REG_5.replace("\n", "\r\n").replace("\\u00fc", "\u00fc")
        for encoding in ("utf-16", "utf-16-le", "utf-8", "utf-8-sig", "cp1252"):
            with self.subTest(encoding):
                status, out, errors = self.take(text.encode(encoding), "--service", "scanner")
                self.assertEqual(status, 0, errors)
                self.assertEqual(values(self.settings_file()), IMPORTED)
                self.assertIn("10 values set, 0 deleted", out)
                for remark in ("line 11: left out: (default): ", "line 24: left out: None: its type 0",
                               "line 25: left out: Half: its text is not valid",
                               "Linux has no use for them: Type, Start, ImagePath, Count",
                               "not of Scanner: Other, HKEY_CURRENT_USER\\Software\\Scanner"):
                    self.assertIn(remark, errors)

    def test_version_4(self):
        """Code page 1252; lists and texts with variables are bytes of it."""
        text = ("REGEDIT4\n\n"
                f"[{SERVICES.replace('CurrentControlSet', 'ControlSet001')}\\Scanner\\Parameters]\n"
                '"Gr\u00fc\u00dfe \u20ac"="\u20ac"\n"E"=hex(2):80,25,00\n"L"=hex(7):61,00,fc,00,00\n'
                '"D"=hex(4):01,02,00,00\n"S"=hex(1):81,00\n')
        status, _, errors = self.take(text.encode("cp1252"))
        self.assertEqual(status, 0, errors)
        self.assertEqual([item for _, item in values(self.settings_file())], [
            Item("Gr\u00fc\u00dfe \u20ac", "sz", "\u20ac"), Item("E", "expand_sz", "\u20ac%"),
            Item("L", "multi_sz", ["a", "\u00fc"]), Item("D", "dword", 0x201),
            Item("S", "sz", "\x81")])

    def test_into_what_is_there(self):
        """As on Windows, an import changes and deletes values, and leaves the others and comments."""
        path = self.folder / "etc/ntparport/scanner.settings"
        plant(self.folder, {"/etc/ntparport/scanner.settings":
                            "# mine\nA=dword:1\nSub\\B=dword:2\n# last\nC=dword:3\n[Service]\nA=dword:4\n"})
        status, out, errors = self.take(
            f'REGEDIT4\n[{SERVICES}\\Scanner\\Parameters]\n"a"=-\n"c"="new"\n'
            f"[-{SERVICES}\\Scanner\\Parameters\\Sub]\n".encode(), "scanner")
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("1 value set, 2 deleted", out)
        self.assertEqual(path.read_text(encoding="utf-8"), "# mine\n# last\nc=sz:new\n[Service]\nA=dword:4\n")
        status, out, _ = self.take(f"REGEDIT4\n[-{SERVICES}\\Scanner]\n".encode(), "scanner")
        self.assertEqual((status, path.read_text(encoding="utf-8")), (0, "# mine\n# last\n"))

    def test_comment_in_a_code_page(self):
        """The kernel does not read comments: they may be anything, and stay what they are."""
        path = self.folder / "etc/ntparport/scanner.settings"
        plant(self.folder, {"/etc/ntparport/scanner.settings": ""})
        path.write_bytes(b"# f\xfcr den Scanner\nA=dword:1\n")
        status, _, errors = self.take(f'REGEDIT4\n[{SERVICES}\\Scanner\\Parameters]\n"B"="b"\n'.encode(), "scanner")
        self.assertEqual((status, errors), (0, ""))
        self.assertEqual(path.read_bytes(), b"# f\xfcr den Scanner\nA=dword:1\nB=sz:b\n")

    def test_names_that_are_not_one(self):
        """As the registry has it."""
        text = (f"Windows Registry Editor Version 5.00\n[{SERVICES}\\S\\Parameters]\n"
                '"\u00df"=dword:1\n"SS"=dword:2\n"\u00dc"=dword:3\n"\u00fc"=dword:4\n')
        self.assertEqual(self.take(text.encode("utf-16"))[0], 0)
        self.assertEqual([item for _, item in values(self.settings_file("S"))], [
            Item("\u00df", "dword", 1), Item("SS", "dword", 2), Item("\u00fc", "dword", 4)])

    def test_encodings(self):
        """Also without a mark, and with blank lines before the head."""
        text = f'\r\n \r\nWindows Registry Editor Version 5.00\r\n[{SERVICES}\\S]\r\n"\u00fc"="\u20ac"\r\n'
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8"):
            for blank in (0, 5):
                status, _, errors = self.take(text[blank:].encode(encoding))
                self.assertEqual(status, 0, errors)
                self.assertEqual(values(self.settings_file("S")),
                                 [(settings.SERVICE, Item("\u00fc", "sz", "\u20ac"))])

    def test_ends_of_lines(self):
        """Those of a Mac; and what DOS and some programs leave behind the last one."""
        text = f'REGEDIT4\r\n[{SERVICES}\\S]\r\n"A"="b"\r\n'
        for each in (text.replace("\r\n", "\r"), text + "\x1a", text + "\0\0"):
            status, _, errors = self.take(each.encode())
            self.assertEqual(status, 0, errors)
            self.assertEqual(values(self.settings_file("S")), [(settings.SERVICE, Item("A", "sz", "b"))])

    def test_connect_requests(self):
        """Windows' switch alone, wherever it was: no driver has to be in the file."""
        root = SERVICES.removesuffix("\\Services")
        switch = '"EnableConnectInterruptIoctl"=dword:0000000'
        places = (f"{SERVICES}\\Parport\\Parameters", f"{SERVICES}\\Parport",
                  f"{root}\\Enum\\ACPI\\PNP0401\\4&1d401fb5&0\\Device Parameters",
                  f"{root}\\Enum\\PCI\\VEN_1407\\1\\device parameters".replace("CurrentControlSet", "ControlSet001"))
        for place in places:
            for driver in ((), ("mydriver",)):
                status, out, errors = self.take(f"REGEDIT4\n[{place}]\n{switch}1\n".encode(), *driver)
                self.assertEqual((status, errors), (0, ""), place)
                path = self.folder / f"etc/modprobe.d/ntparport{'-mydriver' if driver else ''}.conf"
                self.assertIn("options ntparport enable_connect_interrupt=1\n", path.read_text("utf-8"))
                self.assertEqual("softdep mydriver" in path.read_text("utf-8"), bool(driver))
                self.assertIn(f"enable_connect_interrupt=1 is in {path}\n", out)
                self.assertFalse((self.folder / "etc/ntparport").exists())
                self.take(f"REGEDIT4\n[{place}]\n{switch}1\n".encode())
                path.unlink()
                (self.folder / "etc/modprobe.d/ntparport.conf").unlink(missing_ok=True)
        status, out, errors = self.take(f"REGEDIT4\n[{places[2]}]\n{switch}0\n".encode(), "mydriver")
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("it disables connect requests", out)
        # What one port accepts, the module does; of control sets, the current one counts.
        text = f"REGEDIT4\n[{places[2]}]\n{switch}1\n[{places[0]}]\n{switch}0\n[{SERVICES}\\S]\n\"A\"=dword:1\n"
        self.assertEqual(self.take(text.encode(), "-n")[1].count("enable_connect_interrupt=1"), 1)
        text = text.replace(f"{switch}1", f"{switch}0") + f"[{places[3]}]\n{switch}1\n"
        _, out, errors = self.take(text.encode(), "-n")
        self.assertNotIn("enable_connect_interrupt", out)
        self.assertNotIn("Enum", errors)
        self.assertIn("has keys of no driver", self.take(f"REGEDIT4\n[{places[2]}]\n\"A\"=dword:1\n".encode())[2])

    def test_name_of_a_module(self):
        """Of one that is not built yet, upper and lower case are a guess; of one that is, they are not."""
        text = f'REGEDIT4\n[{SERVICES}\\My-Scanner]\n"A"="b"\n'.encode()
        self.assertIn("there is no module My_Scanner yet: if it is called otherwise, my_scanner", self.take(text)[2])
        self.assertIn("ntparport/My_Scanner.settings for my_scanner: it looks for my_scanner.settings",
                      self.take(text, "my_scanner")[2])
        (self.folder / "etc/ntparport/My_Scanner.settings").unlink()
        self.assertEqual(self.take(text, "my_scanner")[2], "")
        root = self.folder / "root"
        plant(root, {"/proc/sys/kernel/osrelease": "6.1\n", "/etc/": "",
                     "/lib/modules/6.1/modules.dep": "extra/my-scanner.ko.xz: a.ko\n"})
        words = ("import", self.folder / "file.reg", "--root", root)
        status, out, errors = run(*words)
        self.assertNotIn("no module", errors)
        self.assertIn("my_scanner.settings: 1 value set", out)
        self.assertIn("is called my_scanner, not My_Scanner: it will not find", run(*words, "My-Scanner")[2])
        self.assertIn("My_Scanner.settings for my_scanner: it looks for my_scanner.settings", run(*words)[2])

    def test_many_deletions(self):
        """Of keys: each takes as long, however many values there are."""
        count = 4000
        text = "REGEDIT4\n" + "".join(f'[{SERVICES}\\S\\Parameters\\K{n}]\n"A"=dword:1\n' for n in range(count))
        text += "".join(f"[-{SERVICES}\\S\\Parameters\\K{n}]\n" for n in range(1, count))
        text += f'[{SERVICES}\\S\\Parameters]\n"K0"=dword:3\n"K1"=dword:2\n[-{SERVICES}\\S\\Parameters\\k1]\n'
        found = importer.RegReader(text).read()
        entries = []
        start = time.process_time()
        result = importer.Import(found, entries)
        result.apply("s")
        self.assertLess(time.process_time() - start, 2)
        self.assertEqual((result.set, result.deleted), (count + 2, count - 1))
        # A key and a value may have one name.
        self.assertEqual([entry.item.path() for entry in entries], ["K0\\A", "K0", "K1"])

    def test_which_driver(self):
        """The only one, the one that is named, or the one whose service is named."""
        text = "REGEDIT4\n" + "".join(f'[{SERVICES}\\{name}\\Parameters]\n"A"="{name}"\n'
                                      for name in ("One-1", "Two"))
        status, _, errors = self.take(text.encode())
        self.assertEqual(status, 1)
        self.assertIn("has keys of One-1, Two: name one with --service", errors)
        self.assertFalse((self.folder / "etc").exists())
        for arguments, driver, value in ((("one_1",), "one_1", "One-1"),
                                         (("--service", "two"), "Two", "Two"),
                                         (("mine", "--service", "TWO"), "mine", "Two")):
            self.assertEqual(self.take(text.encode(), *arguments)[0], 0)
            self.assertIn(f"A=sz:{value}", self.settings_file(driver))
        for arguments in (("three",), ("--service", "three")):
            self.assertEqual(self.take(text.encode(), *arguments)[0], 1)
        self.assertEqual(self.take(f'REGEDIT4\n[{SERVICES}\\A b]\n"A"="x"\n'.encode())[0], 1)
        status, _, errors = self.take(b"REGEDIT4\n[HKEY_USERS\\x]\n", "mine")
        self.assertIn("has keys of no driver", errors)
        status, _, errors = self.take(f"REGEDIT4\n[{SERVICES}\\A]\n[{SERVICES}\\A\\Enum]\n\"x\"=\"\"\n".encode())
        self.assertIn("has no values for A; nothing was changed", errors)

    def test_installed_name(self):
        """A module that is installed says how its name is written."""
        plant(self.folder, {"/proc/sys/kernel/osrelease": "6.1\n",
                            "/lib/modules/6.1/modules.dep": "extra/my-scanner.ko.xz: a.ko\n"})
        system = settings.System(str(self.folder))
        self.assertEqual(importer.installed_name(system, "My-Scanner"), "my_scanner")
        self.assertEqual(importer.installed_name(system, "Else"), "Else")

    def test_control_sets(self):
        """Of several control sets, the current one counts, or else the first."""
        text = "REGEDIT4\n" + "".join(
            f'[{SERVICES.replace("CurrentControlSet", name)}\\Scanner\\Parameters]\n"A"="{name}"\n'
            for name in ("ControlSet002", "ControlSet001"))
        self.assertEqual(self.take(text.encode())[0], 0)
        self.assertIn("A=sz:ControlSet001\n", self.settings_file())
        text += f'[{SERVICES}\\Scanner\\Parameters]\n"A"="now"\n'
        status, _, errors = self.take(text.encode())
        self.assertIn("A=sz:now\n", self.settings_file())
        self.assertIn("ControlSet001\\Services\\Scanner", errors)

    def test_modprobe(self):
        """What the driver needs besides, unless it is there; Windows' switch for interrupts."""
        text = (f'REGEDIT4\n[{SERVICES}\\Parport\\Parameters]\n"EnableConnectInterruptIoctl"=dword:1\n'
                f'[{SERVICES}\\Scanner\\Parameters]\n"A"="b"\n')
        self.assertEqual(self.take(text.encode())[0], 0)
        path = self.folder / "etc/modprobe.d/ntparport-Scanner.conf"
        self.assertEqual(path.read_text(encoding="utf-8").split("\n")[1:], [
            "softdep Scanner pre: parport_pc", "options ntparport enable_connect_interrupt=1", ""])
        path.unlink()
        plant(self.folder, {"/etc/modprobe.d/mine.conf": "softdep Scanner pre: parport_pc\n"
                            "options ntparport irq=7 enable_connect_interrupt=1\n"})
        self.assertEqual(self.take(text.encode())[0], 0)
        self.assertFalse(path.exists())

    def test_modprobe_that_is_there(self):
        """What somebody has added to the file stays, and only what is missing is added."""
        text = (f'REGEDIT4\n[{SERVICES}\\Parport\\Parameters]\n"EnableConnectInterruptIoctl"=dword:1\n'
                f'[{SERVICES}\\My-Scanner\\Parameters]\n"A"="b"\n')
        path = self.folder / "etc/modprobe.d/ntparport-My_Scanner.conf"
        mine = "softdep My-Scanner pre: parport_pc\noptions My_Scanner Service=Tag=dword:7"
        plant(self.folder, {"/etc/modprobe.d/ntparport-My_Scanner.conf": mine,
                            "/etc/modprobe.d/old.conf.bak":
                                "options ntparport enable_connect_interrupt=1\n"})
        for _ in range(2):
            self.assertEqual(self.take(text.encode())[0], 0)
            self.assertEqual(path.read_text(encoding="utf-8"),
                             f"{mine}\noptions ntparport enable_connect_interrupt=1\n")

    def test_link(self):
        """A file that is kept elsewhere stays there."""
        plant(self.folder, {"/etc/ntparport/Scanner.settings": "-> ../kept/mine", "/etc/kept/mine":
                            "# mine\nB=dword:1\n"})
        self.assertEqual(self.take(f'REGEDIT4\n[{SERVICES}\\Scanner]\n"A"="b"\n'.encode())[0], 0)
        self.assertTrue((self.folder / "etc/ntparport/Scanner.settings").is_symlink())
        self.assertEqual((self.folder / "etc/kept/mine").read_text(encoding="utf-8"),
                         "# mine\nB=dword:1\n[Service]\nA=sz:b\n")

    def test_many_values(self):
        """More of them take no more time each; and a file that is not a file takes none."""
        names = [f'"Value {number}"' for number in range(10000)]
        text = "".join(f"{name}=dword:1\n" for name in names) + "".join(f"{name}=-\n" for name in names[1:])
        start = time.process_time()
        status, out, _ = self.take(f"REGEDIT4\n[{SERVICES}\\Scanner]\n{text}".encode())
        self.assertLess(time.process_time() - start, 20)
        self.assertIn("10000 values set, 9999 deleted", out)
        self.assertEqual(values(self.settings_file()), [(settings.SERVICE, Item("Value 0", "dword", 1))])
        os.mkfifo(self.folder / "pipe.reg")
        self.assertIn("it is not a file", run("import", self.folder / "pipe.reg")[2])
        with open(self.folder / "large.reg", "wb") as file:
            file.truncate(1 << 40)
        status, _, errors = run("import", self.folder / "large.reg")
        self.assertEqual(status, 1)
        self.assertIn("is larger than 64 MiB: export the service's key alone", errors)
        self.assertIn("is an image, neither", self.take(b"MZ\0")[2])

    def test_repeated(self):
        """Of values of one name in the file of settings the last counts: that is changed, all are deleted."""
        for change, expected in (("dword:3", "A=dword:1\nA=dword:3\n"), ("-", "B=dword:4\n")):
            plant(self.folder, {"/etc/ntparport/Scanner.settings": "# c\nA=dword:1\na=dword:2\nB=dword:4\n"})
            self.take(f'REGEDIT4\n[{SERVICES}\\Scanner\\Parameters]\n"A"={change}\n"B"=-\n"B"=dword:4\n'
                      .encode())
            self.assertEqual(self.settings_file(), "# c\n" + expected + ("B=dword:4\n" if change != "-" else ""))

    def test_dry_run(self):
        """-n shows the files and writes none."""
        status, out, _ = self.take(f'REGEDIT4\n[{SERVICES}\\Scanner\\Parameters]\n"A"="b"\n'.encode(), "-n")
        self.assertEqual(status, 0)
        self.assertIn("\nA=sz:b\n", out)
        self.assertIn("modprobe.d/ntparport-Scanner.conf\n", out)
        self.assertFalse((self.folder / "etc").exists())

    def test_full_disk(self):
        """Whichever write fails, nothing has changed and nothing is left over."""
        text = f'REGEDIT4\n[{SERVICES}\\Scanner\\Parameters]\n"A"="b"\n'.encode()
        plant(self.folder, {"/etc/ntparport/Scanner.settings": "A=sz:old\n"})
        real = os.fsync
        for good in (0, 1):
            calls = [real] * good

            def fsync(descriptor, calls=calls):
                if calls:
                    return calls.pop()(descriptor)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            with mock.patch("os.fsync", fsync):
                status, out, errors = self.take(text)
            self.assertEqual((status, out), (1, ""))
            self.assertIn("no space left on device; nothing was changed", errors)
            self.assertEqual(self.settings_file(), "A=sz:old\n")
            self.assertEqual([path.name for path in self.folder.rglob("*") if path.is_file()],
                             ["file.reg", "Scanner.settings"])

    def test_full_disk_at_first(self):
        """Not even a folder is left."""
        def fsync(_):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with mock.patch("os.fsync", fsync):
            _, _, errors = self.take(f'REGEDIT4\n[{SERVICES}\\Scanner\\Parameters]\n"A"="b"\n'.encode())
        self.assertIn("no space left on device; nothing was changed", errors)
        self.assertFalse((self.folder / "etc").exists())

    def test_too_large(self):
        """More than the kernel would read."""
        text = f"REGEDIT4\n[{SERVICES}\\Scanner\\Parameters]\n" + "".join(
            f'"{name}"="{"x" * 400000}"\n' for name in "ABC")
        status, out, errors = self.take(text.encode())
        self.assertEqual((status, out), (1, ""))
        self.assertIn("would be larger than 1048576 bytes", errors)
        self.assertFalse((self.folder / "etc").exists())

    def test_mistakes(self):
        """Each is named with its line."""
        head = f"REGEDIT4\n[{SERVICES}\\S]\n"
        for text, line, why in (
                ("", 1, "does not begin with"), ("REGEDIT5\n", 1, "does not begin with"),
                ("REGEDIT4\n[abc\n", 2, "a key ends with ]"), ("REGEDIT4\n\n\"a\"=\"b\"\n", 3, "before any key"),
                (head + '"a"="b', 3, "does not end with a quote"), (head + '"a', 3, "does not end"),
                (head + '"a"', 3, "followed by ="), (head + '"a"=', 3, "not nothing"),
                (head + '"a"=dword:', 3, "eight"), (head + '"a"=dword:123456789', 3, "eight"),
                (head + '"a"=hex:0', 3, None), (head + '"a"=hex:00,', 3, "ends within"),
                (head + '"a"=hex:00,\\\n', 4, "ends within"), (head + '"a"=hex:00,\\\n  01,xx', 4, "two hex"),
                (head + '"a"=hex:000', 3, "two hex"), (head + '"a"=hex(x):00', 3, "a value is"),
                (head + '"a"=what', 3, "not what"), (head + 'a="b"', 3, "neither"),
                (head + '"a"="b" c', 3, "nothing may follow"), (head + f'[-{SERVICES}\\S]\n"a"="b"\n', 4, "deleted")):
            with self.subTest(text):
                status, out, errors = self.take(text.encode(), "-n")
                if why is None:
                    self.assertEqual(status, 0, errors)
                    continue
                self.assertEqual((status, out), (1, ""))
                self.assertIn(f"file.reg:{line}: ", errors)
                self.assertIn(why, errors)
        status, _, errors = self.take(REG_5.encode("utf-16")[:-1])
        self.assertEqual(status, 1)
        self.assertIn(f"file.reg:{REG_5.count(chr(10))}: the file ends, or breaks, within", errors)
        self.assertEqual(run("import", self.folder / "none.reg")[0], 1)
        self.assertEqual(run("import", self.folder)[0], 1)

    def test_truncated(self):
        """Wherever the file ends, it is read, or its last line is named; never anything else."""
        data = REG_5.replace("\\u00fc", "\u00fc").encode("utf-16")
        for end in range(0, len(data), 7):
            status, _, errors = self.take(data[:end], "scanner", "-n")
            last = data[2:end & ~1].decode("utf-16-le").count("\n") + 1
            if status == 1 and "has " not in errors:
                self.assertRegex(errors, rf"file\.reg:({last}|{last - 1}|1): ", end)


class Inf(InFolder):
    """INF files."""

    def test_sections(self):
        """What install sections lead to, with texts for names, and remarks on what they do not."""
        for encoding, ending in (("utf-16", "\r\n"), ("cp1252", "\n"), ("utf-8-sig", "\r\n")):
            with self.subTest(encoding):
                status, out, errors = self.take(INF.replace("\n", ending).encode(encoding), name="file.inf")
                self.assertEqual(status, 0, errors)
                self.assertEqual(values(self.settings_file("scanner")), FROM_INF)
                for remark in ("not followed: Include=other.inf", "not followed: Needs=Other.Install",
                               "left out: DevLoader is of the device's own key",
                               "left out: Upper is of the device's hardware key",
                               "no use for them: Start",
                               "HKEY_LOCAL_MACHINE\\Software\\Maker", "HKCU\\Software"):
                    self.assertIn(remark, errors)
                self.assertNotIn("Never", out + errors)

    def test_decorations(self):
        """Of sections for several machines: this one's, x86's, any NT's, any's."""
        sections = ["[Version]\n[Install]\n", "[Install.NT]\n", "[Install.NTx86.5.1]\n",
                    "[INSTALL.NTAMD64]\n"]
        taken = [importer.InfReader("".join(sections[:count])).decorated("install")
                 for count in (1, 2, 3, 4)]
        self.assertEqual(taken[:3], ["install", "install.nt", "install.ntx86.5.1"])
        self.assertIn(taken[3], ("install.ntamd64", "install.ntx86.5.1"))

    def test_said_once(self):
        """What is left out of a section that two architectures have."""
        text = ("[Version]\n[Manufacturer]\nM=A,NTx86,NTamd64\n[A.NTx86]\nDevice=I,X\n[A.NTamd64]\nDevice=J,X\n"
                "[I.Services]\nAddService=scanner,2,S\n[J.Services]\nAddService=scanner,2,S\n[S]\nAddReg=R\n"
                "[R]\nHKR,Parameters,,,x\nHKR,Parameters,A,,y\n")
        status, _, errors = self.take(text.encode(), name="file.inf")
        self.assertEqual((status, errors.count("(default)")), (0, 1), errors)

    def test_deletes(self):
        """DelReg deletes what the file of settings had."""
        plant(self.folder, {"/etc/ntparport/scanner.settings":
                            "Old=dword:1\nGone=dword:1\n[Service]\nOldKey\\x=dword:1\n"})
        self.assertEqual(self.take(INF.encode(), name="file.inf")[0], 0)
        self.assertEqual(values(self.settings_file("scanner")), FROM_INF)

    def test_mistakes(self):
        """Each is named with its line."""
        head = ("[Version]\n[DefaultInstall.Services]\nAddService=s,0,I\n[I]\nAddReg=R\n[R]\n")
        for text, line, why in (
                ("", 1, "not an INF file"), ("[Other]\n", 1, "no section [Version]"),
                ("a=b\n", 1, "before any [section]"), ("[Version\n", 1, "ends with ]"),
                ("[Version]\na=\"b\n", 2, "quote"), ("[Version]\na=b\\\n", 2, None),
                ("[Version]\n[DefaultInstall.Services]\nAddService=s,0\n", 3, "AddService=name"),
                (head.replace("AddReg=R", "AddReg=Q"), 5, "no section [Q]"),
                (head + "HKX,,a,,b\n", 7, "HKX is not"), (head + "HKR,,a,zz,b\n", 7, "zz is not a number"),
                (head + "HKR,,a,0x10001,zz\n", 7, "zz is not a number"),
                (head + "HKR,,a,0x10001,0x100000000\n", 7, "32 bits"), (head + "HKR,,a,1,123\n", 7, "a byte"),
                (head + f"HKR,,a,0x10001,{'1' * 5000}\n", 7, "is not a number"),
                (head + f"HKR,,a,0x10001,0{'9' * 5000}\n", 7, "is not a number"),
                (head + f"HKR,,a,0x{'f' * 5000},1\n", 7, "32 bits"),
                (head + "HKR,,a,0x30000,x\n", 7, "no flags"), (head + "HKR,,a,8,x\n", 7, "appended")):
            with self.subTest(text[:100]):
                status, _, errors = self.take(text.encode(), "-n", name="file.inf")
                self.assertEqual(status, 1)
                if why:
                    self.assertIn(f"file.inf:{line}: ", errors)
                    self.assertIn(why, errors)

    OWN = ("[Version]\n[Manufacturer]\nM=Models\n[Models]\n\"Device\"=Inst,LPTENUM\\X\n[Inst.NT]\nInclude=Base.inf\n"
           "Needs=Base.NT\n[Inst.NT.Services]\nInclude=Base.inf\nNeeds=Base.NT.Services\n")
    BASE = ("[Version]\n[Base.NT]\nAddReg=Dev\n[Dev]\nHKR,,Upper,,x\n[Base.NT.Services]\n"
            "AddService=scanner,2,Svc\n[Svc]\nAddReg=R\n[R]\nHKR,Parameters,A,,%T%\n[Strings]\nT=theirs\n")

    def test_included_file(self):
        """The service comes from a file beside it, which has texts of its own."""
        plant(self.folder, {"/BASE.INF": self.BASE})
        for text in (self.OWN, self.OWN.partition("[Inst.NT.Services]")[0]):
            status, _, errors = self.take(text.encode(), name="file.inf")
            self.assertEqual(status, 0, errors)
            self.assertEqual(values(self.settings_file("scanner")), [(settings.PARAMETERS, Item("A", "sz", "theirs"))])
            self.assertIn("BASE.INF, line 5: left out: Upper is of the device's own key", errors)
            self.assertNotIn("not followed", errors)
        # By itself it has install sections that no device names.
        (self.folder / "etc/ntparport/scanner.settings").unlink()
        self.assertEqual(run("import", self.folder / "BASE.INF", "--output", self.folder / "etc")[0], 0)
        self.assertIn("A=sz:theirs", self.settings_file("scanner"))
        plant(self.folder, {"/BASE.INF": "[Version]\na=\"b\n"})
        self.assertIn("file.inf:2: in BASE.INF, which it includes: the text does not end",
                      self.take(self.OWN.encode(), name="file.inf")[2])

    def test_included_file_that_is_not_there(self):
        """It is the reason, and remarks come before any failure."""
        status, out, errors = self.take(self.OWN.encode(), "mydriver", name="file.inf")
        self.assertEqual((status, out), (1, ""))
        lines = errors.split("\n")
        self.assertIn("line 7: not followed: Include=Base.inf, which is not here: import that file too, or put it "
                      "beside this one", lines[0])
        self.assertIn("file.inf has no service of a driver (AddService=), which Base.inf may have: import that file "
                      "too, or put it beside this one", lines[-2])
        self.assertNotIn("HKEY", errors)
        _, _, errors = self.take((self.OWN + "AddService=s,0\n").encode(), name="file.inf")
        self.assertRegex(errors, r"^.*not followed(?s:.*)file\.inf:12: AddService=name.*\n$")
        self.assertIn("has no service of a driver (AddService=)\n", self.take(b"[Version]\n", name="file.inf")[2])

    def test_needs(self):
        """Sections of the file itself, also in circles and over thousands of steps."""
        text = self.OWN.replace("Include=Base.inf\n", "") + self.BASE.replace("[Version]\n", "").replace(
            "[Svc]\n", "[Svc]\nNeeds=N0\n") + "".join(f"[N{n}]\nNeeds=N{n + 1}\n" for n in range(3000))
        text += "[N3000]\nNeeds=Svc\nAddReg=More\n[More]\nHKR,Parameters,B,,b\n"
        status, _, errors = self.take(text.encode(), name="file.inf")
        self.assertEqual(status, 0, errors)
        self.assertEqual([item.name for _, item in values(self.settings_file("scanner"))], ["A", "B"])

    def test_script_of_nt_4(self):
        """What Windows NT 4 called an INF file is another thing."""
        text = ('\n[Identification]\n    OptionType = NetAdapter\n[FileConstants]\nUtilityInf = "UTILITY.INF"\n'
                '[Shell]\n    set x = "a\n')
        for encoding in ("utf-8", "utf-16-be"):
            errors = self.take(text.encode(encoding), name="OEMSETUP.INF")[2]
            self.assertIn("OEMSETUP.INF:1: a script of Windows NT's own set-up", errors)

    HEAD = ("[Version]\n[DefaultInstall.Services]\nAddService=scanner,0,I\n[I]\nAddReg=R,\n"
            "ServiceBinary=%12%\\x.sys\n[R]\n")

    def test_what_there_is(self):
        """Flags that depend on a value do on the user's, too."""
        plant(self.folder, {"/etc/ntparport/scanner.settings":
                            "A=dword:9\nM=multi_sz:a\nO=dword:1\nT=sz:x\n"})
        text = self.HEAD + ('HKR,Parameters,A,0x10003,5\nHKR,Parameters,M,0x10008,"b"\n'
                            'HKR,Parameters,M,0x10008,"A"\nHKR,Parameters,T,0x10008,"b"\n'
                            'HKR,Parameters,N,0x10003,6\nHKR,Parameters,O,0x10021,2\n'
                            'HKR,Parameters,P,0x10021,2\n')
        for _ in range(2):
            status, _, errors = self.take(text.encode(), name="file.inf")
            self.assertEqual(status, 0, errors)
            self.assertIn("line 14: left out: P changes a value that is not there", errors)
            self.assertEqual([item for _, item in values(self.settings_file("scanner"))], [
                Item("A", "dword", 9), Item("M", "multi_sz", ["a", "b"]), Item("O", "dword", 2),
                Item("T", "multi_sz", ["b"]), Item("N", "dword", 6)])

    def test_what_is_no_mistake(self):
        """Numbers of folders, a comma at an end, UTF-8, no values, and what an included file may have."""
        line = 'HKR,Parameters,"\u00dc",,"\u20ac"\n'
        for encoding in ("utf-8", "utf-16", "cp1252"):
            self.assertEqual(self.take((self.HEAD + line).encode(encoding), name="file.inf")[::2], (0, ""))
            self.assertEqual(values(self.settings_file("scanner")),
                             [(settings.PARAMETERS, Item("\u00dc", "sz", "\u20ac"))])
        text = self.HEAD.replace("AddReg=R,", "AddReg=R,Theirs\nInclude=their.inf")
        status, _, errors = self.take((text + line).encode(), name="file.inf")
        self.assertEqual(status, 0)
        self.assertIn("line 5: not followed: Theirs, which an included file may have", errors)
        status, _, errors = self.take(self.HEAD.replace("AddReg=R,\n", "").encode(), name="file.inf")
        self.assertEqual(status, 1)
        self.assertIn("has no values for scanner; nothing was changed", errors)

    def test_truncated(self):
        """Wherever the file ends, it is read, or a line is named."""
        data = INF.encode()
        for end in range(0, len(data), 5):
            status, _, errors = self.take(data[:end], "scanner", "-n", name="file.inf")
            if status == 1 and "has " not in errors:
                self.assertRegex(errors, r"file\.inf:\d+: ", end)


if __name__ == "__main__":
    unittest.main()
