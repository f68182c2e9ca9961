# SPDX-License-Identifier: GPL-2.0
"""The version of a source tree, in whatever way it has come."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from tool import plant, top

ENVIRONMENT = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_COMMITTER_DATE": "2026-05-04T12:00:00+0000"}


class Version(unittest.TestCase):
    """Has a repository with one commit, and the time of it."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.tree = self.folder / "tree"
        (self.tree / "module/tools").mkdir(parents=True)
        for name in (".gitattributes", ".gitignore", "module/tools/version"):
            shutil.copy(top / name, self.tree / name)
        plant(self.tree, {"Makefile": "", "debian/control": "", "README.md": ""})
        self.git("init", "-q", "-b", "main")
        self.commit()

    def git(self, *words: str, where: pathlib.Path | None = None) -> str:
        """Runs it."""
        return subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", "-C", where or self.tree, *words],
                              check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()

    def commit(self, count: int = 1) -> None:
        """Makes commits."""
        self.git("add", "-A")
        for _ in range(count):
            self.git("commit", "-q", "--allow-empty", "-m", "x")

    def version(self, where: pathlib.Path | None = None) -> str:
        """What the script says there."""
        return subprocess.run(["sh", (where or self.tree) / "module/tools/version"], check=True, text=True,
                              capture_output=True, env=ENVIRONMENT).stdout.removesuffix("\n")

    def archived(self) -> str:
        """What it says in what git archive has made."""
        target = self.folder / "archive"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        self.git("archive", "-o", f"{target}/a.tar", "HEAD")
        subprocess.run(["tar", "-C", target, "-xf", f"{target}/a.tar"], check=True)
        return self.version(target)

    def hash(self) -> str:
        """Of the last commit."""
        return self.git("rev-parse", "--short=7", "HEAD")

    def test_commits_and_tags(self) -> None:
        """In a checkout, and in an archive of the same commit."""
        self.assertEqual(self.version(), f"0.1+00001.g{self.hash()}")
        self.assertEqual(self.archived(), f"0.1+00000.20260504.g{self.hash()}")
        for tag, version in (("v1.2", "1.2"), ("v1.3-rc1", "1.3~rc1")):
            self.commit()
            self.git("tag", tag)
            self.assertEqual((self.version(), self.archived()), (version, version))
            self.commit(12)
            expected = f"{version}+00012.g{self.hash()}"
            self.assertEqual((self.version(), self.archived()), (expected, expected))

    def test_shallow_clones(self) -> None:
        """What cannot be counted is not."""
        self.commit(3)
        clone = self.folder / "clone"
        for tag in ("", "v2.0"):
            if tag:
                self.git("tag", tag)
            shutil.rmtree(clone, ignore_errors=True)
            self.git("clone", "-q", "--depth=1", f"file://{self.tree}", str(clone))
            self.assertEqual(self.version(clone), tag[1:] or f"0.1+00000.20260504.g{self.hash()}")

    def test_changes(self) -> None:
        """Of what goes into the module or the packages."""
        base = self.version()
        plant(self.tree, {"README.md": "x", "other": ""})
        self.assertEqual(self.version(), base)
        for name in ("Makefile", "debian/control", "debian/new", "module/new.c"):
            plant(self.tree, {name: "x"})
            self.assertRegex(self.version(), rf"^{re.escape(base)}\.\d{{14}}$", name)
            self.git("clean", "-qfd", "debian", "module")
            self.git("checkout", "-q", ".")

    def test_without_git(self) -> None:
        """It stands in a file, or nowhere."""
        shutil.rmtree(self.tree / ".git")
        self.assertEqual(self.version(), "0.1+unknown")
        plant(self.tree, {"module/VERSION": "1.7\n"})
        self.assertEqual(self.version(), "1.7")


if __name__ == "__main__":
    unittest.main()
