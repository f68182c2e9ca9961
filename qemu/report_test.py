# SPDX-License-Identifier: GPL-2.0
"""report.py loses no case, and says what failed."""
import enum
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

REPORT = pathlib.Path(__file__).with_name("report.py")

# Stands for the kernel's kunit_parser: what it makes of a report is its own matter. A line is
# "suite case status text".
PARSER = '''
import enum

class TestStatus(enum.Enum):
    SUCCESS, FAILURE, SKIPPED, TEST_CRASHED, NO_TESTS, FAILURE_TO_PARSE_TESTS = range(6)

class Test:
    def __init__(self, name, status=TestStatus.SUCCESS, log=()):
        self.name, self.status, self.log, self.subtests = name, status, list(log), []

class Printer:
    def __init__(self):
        self._output = None

stdout = Printer()

def parse_run_tests(lines):
    main, suites = Test("main"), {}
    for line in lines:
        suite, case, status, text = line.split(" ", 3)
        if suite == "-":
            inner = main
        elif suite not in suites:
            inner = suites[suite] = Test(suite)
            main.subtests.append(inner)
        else:
            inner = suites[suite]
        inner.subtests.append(Test(case, TestStatus[status], [text]))
        stdout._output.write(f"[12:34:56] [{status}] {case}\\n")
    if not main.subtests:
        main.name, main.status = "<missing>", TestStatus.FAILURE_TO_PARSE_TESTS
    return main
'''


class Report(unittest.TestCase):
    """Reports of a few cases each."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)
        (self.top / "kunit_parser.py").write_text(PARSER, encoding="utf-8")

    def run_it(self, *arguments):
        """Runs report.py; returns its status and what it printed."""
        done = subprocess.run([sys.executable, "-B", REPORT, *arguments], check=False, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def read(self, name, text, *more):
        """Has it read a report of this text."""
        report = self.top / f"{name}.ktap"
        report.write_text(text, encoding="utf-8")
        return self.run_it("read", self.top, report, *more)

    def test_a_line_for_each_suite(self):
        """What passed and what was skipped is only counted."""
        self.assertEqual(self.read("r", "a one SUCCESS x\na two SKIPPED why\nb three SUCCESS x\n"),
                         (0, "pass  a: 1 passed, 1 skipped\npass  b: 1 passed\n"))

    def test_failed_case(self):
        """A case that failed is printed, with what was logged."""
        status, text = self.read("r", "a one SUCCESS x\na two FAILURE expected 1 == 2\na three TEST_CRASHED x\n")
        self.assertEqual(status, 1)
        self.assertEqual(text, "FAIL  a: 1 passed, 2 failed\n      two: failure\n          expected 1 == 2\n"
                               "      three: test_crashed\n          x\n")

    def test_no_suites(self):
        """A flat report is one suite."""
        self.assertEqual(self.read("flat", "- one SUCCESS x\n- two SUCCESS x\n"), (0, "pass  flat: 2 passed\n"))

    def test_all(self):
        """V=1: what kunit.py prints, without the time."""
        self.assertEqual(self.read("r", "a one SUCCESS x\n", "--all"), (0, "[SUCCESS] one\n"))

    def test_junit(self):
        """The XML has all of it, whatever characters a log has."""
        self.read("r", "a one SUCCESS x\na two FAILURE \x1b[1m<&\xff\na three SKIPPED x\n")
        suite, = xml.parse(self.top / "r.xml").getroot()
        self.assertEqual(dict(suite.items()),
                         {"name": "a", "tests": "3", "failures": "1", "errors": "0", "skipped": "1"})
        self.assertEqual([case.get("name") for case in suite], ["one", "two", "three"])
        self.assertEqual(suite[1].find("failure").text, "?[1m<&\xff")

    def test_count(self):
        """The names of what failed are at the end, before the count."""
        self.read("r", "a one SUCCESS x\na two FAILURE x\n")
        self.read("s", "b three SUCCESS x\nb four SKIPPED x\n")
        self.assertEqual(self.run_it("count", self.top / "r.xml", self.top / "s.xml"),
                         (1, "skipped:\n  b: four\nfailed:\n  a: two\n2 passed, 1 failed, 1 skipped\n"))
        self.assertEqual(self.run_it("count", self.top / "s.xml"), (0, "skipped:\n  b: four\n1 passed, 0 failed, 1 skipped\n"))

    def test_nothing(self):
        """No report, an empty one, and one where all was skipped are not a success."""
        status, text = self.run_it("count", self.top / "none.xml")
        self.assertEqual((status, text.splitlines()[-1]), (1, "0 passed, 1 failed, 0 skipped"))
        self.assertEqual(self.read("empty", ""), (1, "FAIL  empty: 0 passed, 1 failed\n"
                                                     "      <missing>: failure_to_parse_tests\n"))
        self.assertEqual(self.read("skipped", "a one SKIPPED x\n")[0], 1)
        self.assertEqual(self.run_it("count", self.top / "skipped.xml"), (1, "skipped:\n  a: one\n0 passed, 0 failed, 1 skipped\n"))


if __name__ == "__main__":
    unittest.main()
