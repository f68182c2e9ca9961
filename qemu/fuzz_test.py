# SPDX-License-Identifier: GPL-2.0
"""Whether soak/fuzz.c goes on where calls block, and ends: on files that stand for nodes."""

import os
import pathlib
import subprocess
import tempfile
import time
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

    def run_for(self, seconds):
        """What it has counted."""
        fuzz = subprocess.Popen([self.folder / "fuzz", "1", self.nodes], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(seconds)
        (self.nodes / "stop").touch()
        out, err = fuzz.communicate(timeout=60)
        self.assertEqual(fuzz.returncode, 0, err)
        self.assertIn("seed 1", err)
        return {name: int(number) for name, number in (line.split("=") for line in out.splitlines())}

    def test_calls_that_block_are_ended(self):
        for name in "ntpipe", "ntmonitor0", "ntmonitor1", "ntmonitor2", "ntmonitor3":
            os.mkfifo(self.nodes / name)
        counts = self.run_for(3)
        self.assertGreater(counts["fuzz_calls"], 1000)
        self.assertGreater(counts["fuzz_calls_succeeded"], 0)
        self.assertGreater(counts["fuzz_calls_interrupted"], 10)

    def test_without_nodes_there_are_no_calls(self):
        counts = self.run_for(1)
        self.assertEqual((counts["fuzz_calls"], counts["fuzz_opened"]), (0, 0))

    def test_processes_come_and_go(self):
        (self.nodes / "ntpipe").symlink_to("/dev/null")
        (self.nodes / "nttest-buffered").symlink_to("/dev/zero")
        counts = self.run_for(3)
        # Many calls for each of these.
        for name in "fuzz_opened", "fuzz_forks", "fuzz_signals", "fuzz_kills":
            self.assertGreater(counts[name], 0, name)
            self.assertGreater(counts["fuzz_calls"], 20 * counts[name], name)


if __name__ == "__main__":
    unittest.main()
