# SPDX-License-Identifier: GPL-2.0
"""What make puts below DESTDIR, and takes away again."""
import os
import pathlib
import subprocess
import tempfile
import unittest

from tool import plant, top

LINK = "lib/firmware/ntparport"


class Install(unittest.TestCase):
    """The tools and the kit; the modules need a kernel."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(holder.cleanup)
        self.root = pathlib.Path(holder.name)

    def make(self, target: str) -> str:
        """Runs it; what it says."""
        done = subprocess.run(["make", "-s", "-C", top, target, f"DESTDIR={self.root}", "KDIR=/nowhere"], check=False,
                              capture_output=True, text=True, env=os.environ | {"MAKEFLAGS": ""})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def files(self) -> list[str]:
        """All that is there but folders."""
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*")
                      if path.is_symlink() or not path.is_dir())

    def test_link_of_the_settings(self) -> None:
        """It is made, made again, and goes."""
        for _ in range(2):
            self.make("install-tools")
            self.assertEqual(os.readlink(self.root / LINK), "/etc/ntparport")
        self.make("uninstall")
        self.assertEqual(self.files(), [])
        self.assertFalse((self.root / "etc/ntparport").exists())
        plant(self.root, {f"/{LINK}": "-> nowhere"})
        self.make("install-tools")
        self.assertEqual(os.readlink(self.root / LINK), "/etc/ntparport")

    def test_folder_in_its_place(self) -> None:
        """It stays, with all that is in it but what an earlier version has left."""
        plant(self.root, {f"/{LINK}/mine.settings": "A=dword:1\n", f"/{LINK}/ntparport": "-> /etc/ntparport",
                          "/etc/ntparport/mine.settings": "A=dword:2\n"})
        kept = ["etc/ntparport/mine.settings", f"{LINK}/mine.settings"]
        self.assertIn("is no link to /etc/ntparport: the kernel finds the settings in it", self.make("install-tools"))
        self.assertEqual([file for file in self.files() if LINK in file or "etc/" in file], kept)
        out = self.make("uninstall")
        self.assertEqual(self.files(), kept)
        self.assertIn("is no link of ntparport's: it stays", out)
        self.assertIn("/etc/ntparport has settings: it stays", out)

    def test_link_of_somebody_else(self) -> None:
        """It stays, too."""
        plant(self.root, {f"/{LINK}": "-> mine", "/lib/firmware/mine/": ""})
        for target in ("install-tools", "uninstall"):
            self.assertIn("it stays", self.make(target))
            self.assertEqual(os.readlink(self.root / LINK), "mine")

    def test_pages(self) -> None:
        """The pages are wherever the one is that names them."""
        self.make("install-kit")
        folder = self.root / "usr/local/share/ntparport/compat"
        for page in (folder / "README.md").read_text(encoding="utf-8").split("`"):
            if page.endswith(".md") and "/" not in page and page not in ("README.md", "SETUP.md"):
                self.assertTrue((folder / page).is_file(), page)
        docs = (top / "debian/ntparport-dev.docs").read_text(encoding="utf-8").split()
        for page in ("README", "TUTORIAL", "WINDOWS-READERS", "LINUX-READERS", "NAMES"):
            self.assertTrue((folder / f"{page}.md").is_file())
            self.assertIn(f"compat/{page}.md", docs)

    def test_help(self) -> None:
        """Names every variable of make try."""
        out = self.make("help")
        head = (top / "qemu/try.sh").read_text(encoding="utf-8").partition("Fails if")[0]
        for name in ("DRIVER", "PARAMETERS", "RUN", "PORTS", "KERNEL", "DEVICE", "SHELL", "PATIENCE"):
            self.assertIn(f"{name}=", out)
            self.assertIn(name, head)


if __name__ == "__main__":
    unittest.main()
