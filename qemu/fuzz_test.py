# SPDX-License-Identifier: GPL-2.0
"""Whether soak/fuzz.c goes on where calls block, and ends: on files that stand for nodes."""

import os
import pathlib
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent


class Fuzz(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.nodes = self.folder / "nodes"
        self.nodes.mkdir()
        subprocess.run(["gcc", "-O2", "-pthread", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror",
                        "-I", TOP / "compat/uapi", "-I", TOP / "qemu/windows", "-o", self.folder / "fuzz",
                        TOP / "qemu/soak/fuzz.c"], check=True)

    def run_calls(self, calls):
        """What it has counted, after at least that many calls."""
        fuzz = subprocess.run([self.folder / "fuzz", "1", self.nodes, str(calls)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False, timeout=600)
        self.assertEqual(fuzz.returncode, 0, fuzz.stderr)
        self.assertIn("seed 1", fuzz.stderr)
        counts = {name: int(number) for name, number in (line.split("=") for line in fuzz.stdout.splitlines())}
        self.assertGreaterEqual(counts["fuzz_calls"], calls)
        return counts

    def test_calls_that_block_are_ended(self):
        for name in "ntpipe", "ntmonitor0", "ntmonitor1", "ntmonitor2", "ntmonitor3":
            os.mkfifo(self.nodes / name)
        counts = self.run_calls(20000)
        self.assertGreater(counts["fuzz_calls_succeeded"], 0)
        self.assertGreater(counts["fuzz_calls_interrupted"], 0)

    def test_processes_come_and_go(self):
        (self.nodes / "ntpipe").symlink_to("/dev/null")
        (self.nodes / "nttest-buffered").symlink_to("/dev/zero")
        counts = self.run_calls(50000)
        # Many calls for each of these.
        for name in "fuzz_opened", "fuzz_forks", "fuzz_signals", "fuzz_kills":
            self.assertGreater(counts[name], 0, name)
            self.assertGreater(counts["fuzz_calls"], 20 * counts[name], name)


if __name__ == "__main__":
    unittest.main()
