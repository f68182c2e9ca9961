# SPDX-License-Identifier: GPL-2.0
"""`ntparportctl build`: what it makes of an image, and of the files that came with it.

The kit is one that is made here; what it knows of images is tested by kit/image_test.py.
"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

from tool import plant, program, run

KIT = '''import pathlib, sys
*options, driver = sys.argv[1:]
driver = pathlib.Path(driver)
if driver.read_bytes()[:2] != b"MZ":
    print(f"ntparport: {driver}: at 0x0: not an image of Windows", file=sys.stderr)
    sys.exit(2)
if options == ["--explain"]:
    print("verdict: nothing in it is in the way of a module")
    sys.exit(0)
named = [word.partition("=")[2] for word in options if word.startswith("--name=")]
name = named[0] if named else driver.stem.lower()
pathlib.Path(name).mkdir()
pathlib.Path(name, "Kbuild").write_text(" ".join(options))
'''

INF = '''[Version]
Signature="$Windows NT$"
[Manufacturer]
"Acme"=Models,NTamd64
[Models.NTamd64]
"Acme Scanner"=Inst,LPTENUM\\AcmeScan
"Other"=Other,USB\\VID_1234
[Inst.NTamd64]
LogConfig=lc
[lc]
IOConfig=378-37f
IRQConfig=7
[Inst.NTamd64.Services]
AddService=Scanner,2,Svc
AddService=Helper,,Hlp
[Svc]
ServiceType=1
StartType=3
ServiceBinary=%12%\\SCAN64.SYS
AddReg=Reg
[Hlp]
ServiceType=0x10
ServiceBinary=%12%\\helper.exe
[Reg]
HKR,Parameters,Timeout,0x10001,30
HKR,Parameters,Mode,,slow
[Other.Services]
AddService=Disk,,Dsk
[Dsk]
ServiceType=1
StartType=0
[Strings]
12=drivers
'''

REG = r'''REGEDIT4

[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Scanner]
"Start"=dword:3
[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Scanner\Parameters]
"Timeout"=dword:2d
'''


class Build(unittest.TestCase):
    """What it makes, says and refuses."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        plant(self.folder, {"kit/compat/kit/image/__main__.py": KIT, "Scan64.sys": b"MZ and more",
                            "bad.sys": b"no image", "scan.inf": INF, "scan.reg": REG,
                            "root/proc/sys/kernel/osrelease": "6.1.0-1-amd64\n",
                            "root/lib/modules/6.1.0-1-amd64/modules.dep":
                                "kernel/drivers/net/plip/plip.ko.xz:\nupdates/dkms/scanner.ko:\n"})
        changes = mock.patch.dict(os.environ, {"NTPARPORT": str(self.folder / "kit")})
        changes.start()
        self.addCleanup(changes.stop)

    def build(self, *arguments: str, image: str = "Scan64.sys") -> tuple[int, str, str]:
        """Makes a folder in `out`; status, and what it prints."""
        words = [word.replace("@", f"{self.folder}/") for word in arguments]
        return run("build", self.folder / image, "--output", self.folder / "out",
                   "--root", self.folder / "root", *words)

    def made(self) -> list[str]:
        """The files in `out`, and nothing that was forgotten there."""
        out = self.folder / "out"
        return sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())

    def refused(self, pattern: str, *arguments: str, image: str = "Scan64.sys") -> None:
        """It says one line, and leaves nothing behind."""
        before = self.made()
        status, said, complaint = self.build(*arguments, image=image)
        self.assertEqual((status, said, complaint.count("\n")), (1, "", 1), complaint)
        self.assertRegex(complaint, pattern)
        self.assertEqual(self.made(), before)
        self.assertEqual([path for path in (self.folder / "out").glob(".*")], [])

    def test_the_image_alone(self) -> None:
        """The module is named as its file."""
        status, said, complaint = self.build()
        self.assertEqual((status, complaint, self.made()), (0, "", ["scan64/Kbuild"]))
        self.assertIn("ntparport-driver add", said)
        self.assertNotIn("cp -r", said)

    def test_the_service_of_an_inf_file(self) -> None:
        """The one that has this image gives its name and values."""
        status, said, _ = self.build("--inf", "@scan.inf")
        self.assertEqual((status, self.made()), (0, ["Scanner/Kbuild",
                         "Scanner/etc/modprobe.d/ntparport-Scanner.conf",
                         "Scanner/etc/ntparport/Scanner.settings"]))
        text = (self.folder / "out/Scanner/etc/ntparport/Scanner.settings").read_text()
        self.assertIn("Timeout=dword:30\nMode=sz:slow\n", text)
        for line in ("the service Scanner: 2 values set",
                     r"it is for LPTENUM\AcmeScan (Acme Scanner): a driver with AddDevice is called",
                     r"it is for USB\VID_1234 (Other): a device of USB, which nothing here has",
                     "Windows would give it I/O ports 378-37f, interrupt 7: not taken", "cp -r "):
            self.assertIn(line, said)

    def test_a_registry_changes_what_the_inf_file_says(self) -> None:
        """Both are taken, in the order in which they were."""
        status, _, complaint = self.build("--inf", "@scan.inf", "--reg", "@scan.reg",
                                          "--name", "mine")
        self.assertEqual(status, 0, complaint)
        self.assertIn("left out, as Linux has no use for them: Start", complaint)
        self.assertIn("Timeout=dword:45\nMode=sz:slow\n",
                      (self.folder / "out/mine/etc/ntparport/mine.settings").read_text())

    def test_a_registry_alone_gives_the_name(self) -> None:
        """It has one service."""
        self.assertEqual(self.build("--reg", "@scan.reg")[0], 0)
        self.assertIn("Scanner/etc/ntparport/Scanner.settings", self.made())

    def test_what_is_allowed_the_kit_decides(self) -> None:
        """It is told."""
        self.assertEqual(self.build("--allow")[0], 0)
        self.assertIn("--allow", (self.folder / "out/scan64/Kbuild").read_text())
        self.assertEqual(self.build("--beside", "@bad.sys", "--name", "x")[0], 0)
        self.assertIn(f"--beside {self.folder}/bad.sys", (self.folder / "out/x/Kbuild").read_text())

    def test_to_explain_makes_nothing(self) -> None:
        """What the kit says, and what the files say."""
        status, said, _ = self.build("--explain", "--inf", "@scan.inf")
        self.assertEqual((status, self.made()), (0, []))
        self.assertIn("verdict: nothing", said)
        self.assertIn("2 values set", said)

    def test_what_is_refused(self) -> None:
        """One line, and nothing is left half done."""
        plant(self.folder, {"boot.reg": REG.replace('"Start"=dword:3', '"Start"=dword:0'),
                            "blank.reg": REG.replace("Scanner", "My Scanner"),
                            "broken.inf": INF + "[Reg]\nHKR,,x,zzz,1\n"})
        self.refused("^ntparportctl: .*/bad.sys: at 0x0: not an image of Windows\n",
                     image="bad.sys")
        self.refused("boot driver", "--reg", "@boot.reg")
        self.refused("boot driver", "--inf", "@scan.inf", "--service", "disk")
        self.refused("Helper is a program", "--inf", "@scan.inf", "--service", "Helper")
        self.refused("no keys of none", "--inf", "@scan.inf", "--service", "none")
        self.refused("which no module can be.*--name", "--reg", "@blank.reg")
        self.refused("zzz is not a number", "--inf", "@broken.inf")
        for name in ("plip", "parport", "lp", "ntparport"):
            self.refused(f"Linux has a module {name} already", "--name", name)

    def test_no_folder_is_made_for_what_is_refused(self) -> None:
        """Neither the one that is named nor one above it."""
        output = self.folder / "deep/er"
        for image, wanted in (("bad.sys", (1, False)), ("Scan64.sys", (0, True))):
            status = run("build", self.folder / image, "--output", output, "--name", "k2",
                         "--root", self.folder / "root")[0]
            self.assertEqual((status, (self.folder / "deep").exists()), wanted)
        self.assertEqual([path.name for path in output.iterdir()], ["k2"])
        self.assertEqual(list(self.folder.glob(".new-*")), [])

    def test_odd_targets(self) -> None:
        """A file in the place of a folder; one in which make does not work."""
        plant(self.folder, {"out": "a file"})
        status, _, complaint = self.build()
        self.assertEqual(status, 1)
        self.assertRegex(complaint, "cannot make a folder in .*/out: not a directory; nothing was changed\n$")
        self.assertIn("/out/x: not a dir", self.build("--name", "x")[2])
        words = ("--output", self.folder / "a b", "--root", self.folder / "root")
        _, said, _ = run("build", self.folder / "Scan64.sys", *words)
        self.assertIn(f"make builds nothing in '{self.folder}/a b'", said)
        self.assertIn(f"  ntparport-driver add '{self.folder}/a b/scan64'  #", said)

    def test_signals(self) -> None:
        """Nothing is left."""
        plant(self.folder, {"kit/compat/kit/image/__main__.py":
                            "import pathlib, time\npathlib.Path('began').touch()\ntime.sleep(60)\n"})
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with subprocess.Popen([sys.executable, "-IS", program, "build", "Scan64.sys"], cwd=self.folder,
                                  stderr=subprocess.PIPE) as process:
                while not list(self.folder.glob(".new-*/began")):
                    time.sleep(0.01)
                process.send_signal(number)
                self.assertEqual(process.communicate(timeout=60)[1], b"")
            self.assertEqual((process.returncode, list(self.folder.glob(".new-*"))), (-number, []))

    def test_names_that_nothing_prints(self) -> None:
        """Half of a character, and what a terminal would obey: they are shown as what they are."""
        registry = (self.folder / "odd.reg")
        for place in ("value", "other", "service"):
            odd = "\ud800\033[2J"
            text = (REG.replace("REGEDIT4", "Windows Registry Editor Version 5.00")
                    + (f'"{odd}"=dword:1\n' if place == "value" else f"[HKEY_USERS\\{odd}]\n\"a\"=dword:1\n"))
            if place == "service":
                text = text.replace("Scanner", odd)
            registry.write_bytes("\ufeff".encode("utf-16-le") + text.encode("utf-16-le", "surrogatepass"))
            for command in (("import", registry, "--output", self.folder / "etc"),
                            ("build", self.folder / "Scan64.sys", "--reg", registry, "--output", self.folder / place,
                             "--root", self.folder / "root")):
                done = subprocess.run([sys.executable, "-IS", program, *command], check=False, text=True,
                                      capture_output=True)
                self.assertEqual(done.returncode, place == "service", done.stderr)
                self.assertIn("\\ud800\\u001b[2J", done.stderr)
                self.assertNotIn("Traceback", done.stderr)
                self.assertNotIn("\033", done.stdout + done.stderr)

    def test_a_kit_that_says_nothing(self) -> None:
        """It was killed, or has failed."""
        for ending, pattern in (("os.kill(os.getpid(), 9)", "was killed by signal 9"),
                                ("sys.exit(1)", "failed with status 1")):
            plant(self.folder, {"kit/compat/kit/image/__main__.py": f"import os, sys\n{ending}\n"})
            self.refused(f"^ntparportctl: the kit's tool {pattern}\n$")
        plant(self.folder, {"kit/compat/kit/image/__main__.py":
                            "import os\nos.kill(os.getpid(), 9)\n"})
        self.refused("was killed by signal 9", "--explain")

    def test_a_folder_that_is_there_stays(self) -> None:
        """Also one that a link leads to."""
        plant(self.folder, {"out/scan64": "-> nowhere", "out/Scanner/kept": "mine"})
        self.refused("there is a .*scan64 already")
        self.refused("there is a .*Scanner already", "--inf", "@scan.inf")

    def test_a_driver_that_is_installed_may_be_built_again(self) -> None:
        """Its module is there, but it is not Linux's."""
        self.assertEqual(self.build("--name", "scanner")[0], 0)

    def test_without_a_kit(self) -> None:
        """What to install."""
        with mock.patch.dict(os.environ, {"NTPARPORT": "/nowhere"}):
            self.refused("install the package ntparport-dev")

    def test_the_kit_is_found_where_it_is_installed(self) -> None:
        """For the running kernel, for any, or by DKMS."""
        dkms = f"var/lib/dkms/ntparport/kernel-6.1.0-1-amd64-{os.uname().machine}"
        places = ("lib/modules/6.1.0-1-amd64/ntparport", "usr/share/ntparport",
                  "usr/local/share/ntparport", "usr/src/ntparport-1")
        for number, place in enumerate(places):
            with self.subTest(place), mock.patch.dict(os.environ, {"NTPARPORT": ""}):
                root = self.folder / f"made{number}"
                plant(root, {f"{place}/compat/kit/image/__main__.py": KIT,
                             "proc/sys/kernel/osrelease": "6.1.0-1-amd64\n"})
                if "src" in place:
                    plant(root, {"var/lib/dkms/ntparport/1/6.1.0-1-amd64/machine/": "", dkms:
                                 "-> 1/6.1.0-1-amd64/machine", "var/lib/dkms/ntparport/1/source":
                                 "-> ../../../../../usr/src/ntparport-1"})
                words = ("--output", self.folder / "out", "--name", root.name, "--root", root)
                self.assertEqual(run("build", self.folder / "Scan64.sys", *words)[0], 0)

    def test_mistakes_in_the_command_line(self) -> None:
        """They are told from failures."""
        for words in (("build",), ("build", "a", "b"), ("list", "--name", "x"),
                      ("build", "a", "--json"), ("import", "a.reg", "--inf", "b"),
                      ("settings", "x", "--explain")):
            self.assertEqual(run(*words)[0], 2, words)


if __name__ == "__main__":
    unittest.main()
