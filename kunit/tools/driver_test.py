# SPDX-License-Identifier: GPL-2.0
"""ntparport-driver: what it does with DKMS. Its folders are in one that is made here, and so is
DKMS: it keeps books, and builds what make builds."""
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest
from unittest import mock

from tool import plant, program

DKMS = """#!/bin/sh
# add NAME/VERSION | install NAME/VERSION -k KERNEL --force | remove NAME/VERSION --all
tree=@/var/lib/dkms name=${2%/*} version=${2#*/}
echo "$*" >>@/calls
case $1 in
add) mkdir -p "$tree/$2" && ln -s "@/usr/src/$name-$version" "$tree/$2/source" ;;
install)
	if [ -e "$tree/$2/source/slow" ]; then : >@/building; sleep 1; fi
	[ ! -e "$tree/$2/source/broken" ] || { echo "does not compile"; exit 10; }
	mkdir -p "$tree/$2/$4/x" && rm -f "$tree/$name/kernel-$4-x" && ln -s "$version/$4/x" "$tree/$name/kernel-$4-x" ;;
remove)
	[ ! -e @/stuck ] || { echo "it is in use"; exit 3; }
	case $(readlink "$tree/$name/kernel-1-x") in "$version"/*) rm "$tree/$name/kernel-1-x" ;; esac
	rm -rf "${tree:?}/$2" ;;
esac
"""


class Driver(unittest.TestCase):
    """Each command, and what may go wrong in it."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(holder.cleanup)
        self.root = pathlib.Path(holder.name)
        text = program.with_name("ntparport-driver").read_text(encoding="utf-8")
        for folder in ("/var/lib/dkms", "/usr/src", "/lib/modules", "/etc/modules-load.d"):
            text = text.replace(folder, f"{self.root}{folder}")
        plant(self.root, {"/driver": text, "/bin/dkms": DKMS.replace("@", str(self.root)),
                          "/bin/id": "#!/bin/sh\necho 0\n", "/bin/uname": "#!/bin/sh\necho x\n",
                          "/usr/src/": "", "/etc/modules-load.d/": "",
                          "/lib/modules/1/build/include/": "",
                          "/lib/modules/1/modules.dep": "kernel/drivers/net/plip/my-plip.ko.xz:\n",
                          "/var/lib/dkms/ntparport/kernel-1-x/": "",
                          "/mine/Kbuild": "obj-m := mydrv.o second.o\n"})
        for name in ("dkms", "id", "uname"):
            (self.root / "bin" / name).chmod(0o755)
        self.mine = self.root / "mine"
        self.boot = self.root / "etc/modules-load.d/ntparport-mydrv.conf"

    def start(self, *words: object) -> "subprocess.Popen[str]":
        """Starts it."""
        return subprocess.Popen(["/bin/sh", self.root / "driver", *map(str, words)], text=True,
                                env=os.environ | {"PATH": f"{self.root}/bin:{os.environ['PATH']}"},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_it(self, *words: object) -> tuple[int, str, str]:
        """Its status, and what it prints."""
        with self.start(*words) as process:
            out, errors = process.communicate()
        return process.returncode, out, errors

    def good(self, *words: object) -> str:
        """What it prints; all is well."""
        status, out, errors = self.run_it(*words)
        self.assertEqual((status, errors), (0, ""))
        return out

    def refused(self, pattern: str, *words: object, status: int = 1) -> None:
        """It says why, and changes nothing."""
        before = self.state()
        done, _, errors = self.run_it(*words)
        self.assertEqual(done, status, errors)
        self.assertRegex(errors, pattern)
        self.assertEqual(self.state(), before)

    def state(self) -> tuple[str, list[str], bool]:
        """What is listed, and what there is."""
        files = [str(path.relative_to(self.root)) for folder in ("usr/src", "var/lib/dkms")
                 for path in sorted((self.root / folder).rglob("*"))]
        return self.run_it("list")[1], files, self.boot.exists()

    def test_add_and_remove(self) -> None:
        """And again, with nothing changed."""
        self.assertIn("it is loaded at every boot", self.good("add", self.mine))
        self.assertEqual(self.boot.read_text(encoding="utf-8"),
                         "# Written by ntparport-driver.\nmydrv\nsecond\n")
        first = self.good("list")
        self.assertRegex(first, rf"^mydrv [0-9]+\.[0-9]+ 1-x {self.mine}\n$")
        self.good("add", self.mine)
        second = self.good("list")
        self.assertRegex(second, rf"^mydrv [0-9]+\.[0-9]+\.1 1-x {self.mine}\n$")
        self.assertIn("modprobe mydrv", self.good("add", "--no-load", self.mine))
        self.assertEqual(self.good("list"), first)
        self.assertFalse(self.boot.exists())
        self.assertRegex(self.good("remove", "mydrv"), "mydrv .* was removed\n$")
        self.assertEqual(self.state()[:2], ("", ["var/lib/dkms/ntparport",
                                                 "var/lib/dkms/ntparport/kernel-1-x"]))

    def test_what_cannot_be_built(self) -> None:
        """Everything is as before: whether it was there, unchanged or changed."""
        plant(self.mine, {"broken": ""})
        self.refused("does not compile\n.*mydrv was not added", "add", self.mine)
        (self.mine / "broken").unlink()
        self.good("add", self.mine)
        plant(self.mine, {"broken": ""})
        for when in (os.stat(self.mine / "Kbuild").st_mtime, 2e9):
            os.utime(self.mine / "broken", (when, when))
            self.refused("does not compile\n(?s:.*)mydrv stays at version [0-9.]+: see above",
                         "add", self.mine)

    def test_signals(self) -> None:
        """Neither an interrupted first time nor a later one leaves anything."""
        for _ in range(2):
            plant(self.mine, {"slow": ""})
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                before = self.state()
                process = self.start("add", self.mine)
                while not (self.root / "building").exists():
                    time.sleep(0.01)
                process.send_signal(number)
                self.assertIn("interrupted", process.communicate()[1])
                self.assertEqual((process.returncode, self.state()), (1, before))
                (self.root / "building").unlink()
            (self.mine / "slow").unlink()
            self.good("add", self.mine)

    def test_several_versions(self) -> None:
        """The machine went down meanwhile: all of them go, and only what went was removed."""
        self.good("add", self.mine)
        name = next((self.root / "usr/src").iterdir()).name
        copy = (self.root / f"usr/src/{name}/dkms.conf").read_text(encoding="utf-8")
        number = name.removeprefix("mydrv-")
        plant(self.root, {"/usr/src/mydrv-3/dkms.conf": copy.replace(number, "3"),
                          "/var/lib/dkms/mydrv/3/source": "-> ../../../../../usr/src/mydrv-3"})
        self.assertEqual(self.good("list"), f"mydrv {number} 1-x {self.mine}\nmydrv 3 {self.mine}\n")
        plant(self.root, {"/stuck": ""})
        status, out, errors = self.run_it("remove", "mydrv")
        self.assertEqual((status, out), (1, ""))
        self.assertIn(f"something of these may be left: mydrv/{number} mydrv/3: see above", errors)
        (self.root / "stuck").unlink()
        self.assertEqual(self.good("remove", "--all"), "")
        self.good("add", self.mine)
        self.assertIn("was removed", self.good("remove", "--all"))
        self.assertEqual(self.state()[0], "")
        self.assertEqual(list((self.root / "usr/src").iterdir()), [])

    def test_rebuild(self) -> None:
        """All of them."""
        self.good("add", self.mine)
        before = self.good("list")
        self.assertIn("building mydrv for Linux 1", self.good("rebuild"))
        self.assertEqual(self.good("list"), before)

    def test_boot_file(self) -> None:
        """It cannot be written: that is not what was asked for."""
        self.boot.mkdir()
        status, out, errors = self.run_it("add", self.mine)
        self.assertEqual(status, 1)
        self.assertNotIn("it is loaded", out)
        self.assertIn("was added, but it is not loaded at boot: cannot write", errors)

    def test_folders(self) -> None:
        """What they may not have."""
        plant(self.mine, {"gone.c": "-> nowhere"})
        self.refused(r"gone\.c(?s:.*)cannot copy .*\n.*mydrv was not added", "add", self.mine)
        for name in ("a\nMAKE[0]=evil", "end\n", "\033[1m"):
            plant(self.root / name, {"Kbuild": "obj-m := mydrv.o\n"})
            self.refused("the folder's name has a line break", "add", self.root / name)
        for module in ("lp", "parport-pc", "my_plip"):
            plant(self.mine, {"Kbuild": f"obj-m := other.o {module}.o\n"})
            self.refused(f"Linux has a module {module} already", "add", self.mine)
        self.refused("there is no folder", "add", self.root / "none")

    def test_names(self) -> None:
        """Modules do not tell a dash from an underscore, and neither does remove."""
        for added, removed in (("my-drv", "my_drv"), ("my_drv", "my-drv"), ("my-drv", "my-drv.ko")):
            plant(self.mine, {"Kbuild": f"obj-m := {added}.o\n"})
            self.good("add", self.mine)
            self.assertRegex(self.good("remove", removed), f"^ntparport-driver: {added} .* was removed\n$")
        self.refused("my-drv was not added", "remove", "my-drv")

    def test_folders_without_a_kbuild(self) -> None:
        """The commands that make one; a Makefile that Linux takes is one, and Windows' is not."""
        plant(self.root, {"/kit/compat/kit/from_sources.py": "", "/a b/Sources": "", "/a b/x.SYS": "",
                          "/image/Scan.sys": "MZ",
                          "/linux/Makefile": "ifneq ($(KERNELRELEASE),)\n  obj-m := mydrv.o\nendif\n",
                          "/windows/Makefile": "!INCLUDE $(NTMAKEENV)\\makefile.def\n"})
        with mock.patch.dict(os.environ, {"NTPARPORT": str(self.root / "kit")}):
            self.refused(f"'cd '{self.root}/a b' && python3 {self.root}/kit/compat/kit/from_sources.py Sources "
                         ">Kbuild' makes one of its Sources", "add", self.root / "a b")
        self.refused(f"'ntparportctl build {self.root}/image/Scan.sys' makes a folder", "add", self.root / "image")
        self.refused(f"Scan.sys is not a folder: 'ntparportctl build {self.root}/image/Scan.sys' makes",
                     "add", self.root / "image/Scan.sys")
        self.refused("has no Kbuild: four lines say", "add", self.root / "windows")
        self.good("add", self.root / "linux")

    def test_version(self) -> None:
        """It is that of the source, or what stands in the installed file."""
        text = program.with_name("ntparport-driver").read_text(encoding="utf-8")
        self.assertEqual(text.count("@VERSION@"), 1)
        plant(self.root, {"/version": "#!/bin/sh\necho 7.7\n"})
        self.assertIn("of a source folder", self.good("--version"))
        (self.root / "version").chmod(0o755)
        self.assertEqual(self.good("--version"), "ntparport-driver 7.7\n")
        plant(self.root, {"/driver": text.replace("@VERSION@", "1.2~rc3")})
        self.assertEqual(self.good("--version"), "ntparport-driver 1.2~rc3\n")

    def test_mistakes_in_the_command_line(self) -> None:
        """One line says which."""
        for line, why in (("", "there is no command:"), ("what", "there is no command what:"),
                          ("add", "add takes one folder"), ("add a b", "add takes one folder"),
                          ("remove", "remove takes names, or --all"), ("list x", "list takes no names"),
                          ("rebuild --all", "rebuild takes no names"), ("--what", "no option --what")):
            self.refused(f"^ntparport-driver: .*{why}.* see ntparport-driver --help\n$", *line.split(),
                         status=2)


if __name__ == "__main__":
    unittest.main()
