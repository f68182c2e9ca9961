# SPDX-License-Identifier: GPL-2.0
"""Reports of tests: read by the parser of the kernel's kunit.py, kept as JUnit XML.

Usage: report.py read KUNIT-TOOLS REPORT.ktap [--all]
       report.py count REPORT.xml...

read writes REPORT.xml and prints a line for each suite, with what is known of each case that
failed; --all: everything that kunit.py prints. count prints the names of all cases that failed and
"N passed, N failed, N skipped". Both fail if a case failed or none was run.
"""
import collections
import contextlib
import io
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

# What XML 1.0 cannot hold.
NOT_TEXT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cases(test, path=()):
    """Yields each case of a Test of kunit_parser, with the names of the groups that it is in."""
    if not test.subtests:
        yield path, test
    for inner in test.subtests:
        yield from cases(inner, (*path, test.name))


def outcome(status):
    """What JUnit calls the outcome: "" (passed), skipped, failure, or error (no result)."""
    return {"SUCCESS": "", "SKIPPED": "skipped", "FAILURE": "failure"}.get(status.name, "error")


def parsed(tools, report):
    """Returns the Test that kunit_parser makes of a report, and what it prints."""
    sys.path.insert(0, str(tools))
    import kunit_parser  # pylint: disable=import-error,import-outside-toplevel

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        # Some versions print to what stdout was when they were loaded.
        kunit_parser.stdout._output = printed  # pylint: disable=protected-access
        test = kunit_parser.parse_run_tests(report.read_text("utf-8", "replace").splitlines())
    return test, re.sub(r"^\[\d\d:\d\d:\d\d\] ?", "", printed.getvalue(), flags=re.M)


def junit(report, test):
    """Makes the XML of a report: its suites, or one suite of its name if it has none."""
    suites = collections.defaultdict(list)
    for path, case in cases(test):
        # path[0] is the whole report. Of a case with parameters, each is a case.
        suites[path[1] if len(path) > 1 else report.stem].append((".".join((*path[2:], case.name)), case))
    root = xml.Element("testsuites", name=report.stem)
    for name, members in suites.items():
        outcomes = collections.Counter(outcome(case.status) for _, case in members)
        suite = xml.SubElement(root, "testsuite", name=name, tests=str(len(members)),
                               failures=str(outcomes["failure"]), errors=str(outcomes["error"]),
                               skipped=str(outcomes["skipped"]))
        for title, case in members:
            element = xml.SubElement(suite, "testcase", classname=name, name=NOT_TEXT.sub("?", title))
            if outcome(case.status):
                text = NOT_TEXT.sub("?", "\n".join(line.strip() for line in case.log))
                xml.SubElement(element, outcome(case.status), message=case.status.name.lower()).text = text
    return root


def failed(case):
    """What became of a case of the XML that failed; None: it did not."""
    failure = case.find("failure")
    return failure if failure is not None else case.find("error")


def count(suites):
    """Counts the cases of suites: "N passed, N failed, N skipped", and whether that is success."""
    total = {attribute: sum(int(suite.get(attribute)) for suite in suites)
             for attribute in ("tests", "failures", "errors", "skipped")}
    bad = total["failures"] + total["errors"]
    passed = total["tests"] - bad - total["skipped"]
    return f"{passed} passed, {bad} failed, {total['skipped']} skipped", not bad and passed > 0


def read(tools, report, everything):
    """The command; returns whether all is well."""
    test, printed = parsed(tools, report)
    root = junit(report, test)
    xml.indent(root)
    xml.ElementTree(root).write(report.with_suffix(".xml"), encoding="utf-8", xml_declaration=True)
    if everything:
        print(printed, end="")
        return count(root)[1]
    for suite in root:
        bad = any(failed(case) is not None for case in suite)
        text = re.sub(r", 0 \w+", "", count([suite])[0])
        print(f"{'FAIL' if bad else 'pass'}  {suite.get('name')}: {text}")
        for case in suite:
            if (failure := failed(case)) is not None:
                print(f"      {case.get('name')}: {failure.get('message')}")
                print("".join(f"          {line}\n" for line in (failure.text or "").splitlines()), end="")
    return count(root)[1]


def count_all(reports):
    """The command; returns whether all is well."""
    suites, missing = [], 0
    for report in reports:
        try:
            suites += xml.parse(report).getroot()
        except (OSError, xml.ParseError):
            print(f"{report}: no report")
            missing += 1
    # A report without a case is a failure as well.
    for title, found in (("skipped", lambda case: case.find("skipped")), ("failed", failed)):
        names = [f"  {suite.get('name')}: {case.get('name')}"
                 for suite in suites for case in suite if found(case) is not None]
        if names:
            print(f"{title}:", *names, sep="\n")
    if missing:
        suites.append(xml.Element("testsuite", tests=str(missing), failures=str(missing), errors="0", skipped="0"))
    text, well = count(suites)
    print(text)
    return well


def main(command, *arguments):
    """Does what the command line says."""
    if command == "read":
        everything = arguments[2:] == ("--all",)
        return read(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]), everything)
    return count_all([pathlib.Path(name) for name in arguments])


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
