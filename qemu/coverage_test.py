# SPDX-License-Identifier: GPL-2.0
"""coverage.py fails on what it is there for."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import layers

HERE = pathlib.Path(__file__).parent
ROOMS = [room for room in layers.Order(HERE / "layers.txt").heights
         if room == "module/core" or room.startswith("compat/") and room not in ("compat/glue", "compat/include",
                                                                               "compat/uapi") and "." not in room]
RUNS = "int f{0}(int x) {{\n\treturn x + 1;\n}}\n"
STANDS = "int g{0}(int x) {{\n\treturn x + 1;\n}}\n"


class Coverage(unittest.TestCase):
    """A program with a file of each room, and what is said of what it left."""

    def said(self, sources, calls):
        """Builds {source: C} and a program that makes the calls, runs it, and returns the check's status and output."""
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            for name, text in {"main.c": f"int main(void) {{ return {calls}; }}\n", **sources}.items():
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
                if name.endswith(".c"):
                    subprocess.run(["gcc", "-w", "--coverage", "-c", "-o", f"{name}.o", name], cwd=top, check=True)
            subprocess.run(["gcc", "--coverage", "-o", "program", *top.rglob("*.o")], cwd=top, check=True)
            subprocess.run([top / "program"], cwd=top, check=True)
            done = subprocess.run([sys.executable, "-B", HERE / "coverage.py", "90", f"host={top}"], cwd=top,
                                  check=False, capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr

    def files(self, rooms):
        """A source for each of the rooms, and calls of all that they have."""
        return ({f"{room}/a.c": RUNS.format(n) for n, room in enumerate(rooms)},
                "0 * (" + " + ".join(f"f{n}(1)" for n in range(len(rooms))) + ")")

    def test_all_rooms(self):
        """Is right."""
        self.assertGreater(len(ROOMS), 10)
        status, text = self.said(*self.files(ROOMS))
        self.assertEqual(status, 0, text)

    def test_a_room_that_left_nothing(self):
        """Fails, and is named, though others have included its headers."""
        sources, calls = self.files([room for room in ROOMS if room not in ("compat/ob", "module/core")])
        sources["compat/ob/a.h"] = "static inline int h(void) {\n\treturn 0;\n}\n"
        sources["compat/io/b.c"] = '#include "../ob/a.h"\nint g(int x) {\n\treturn h();\n}\n'
        status, text = self.said(sources, f"g({calls})")
        self.assertEqual(status, 1)
        self.assertIn("nothing is known of compat/ob, module/core\n", text)

    def test_a_room_of_which_too_little_has_run(self):
        """Fails, and is named."""
        sources, calls = self.files(ROOMS)
        sources["compat/ob/a.c"] += STANDS.format("")
        status, text = self.said(sources, calls)
        self.assertEqual(status, 1)
        self.assertIn("less than 90 %: compat/ob\n", text)


unittest.main()
