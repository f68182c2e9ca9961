# SPDX-License-Identifier: GPL-2.0
"""Properties of tools, checked with input of any kind. A program that has some is run as

    properties.py [SEED [CASES]]           (CASES of each property)

and fails, with the shortest input found, if one does not hold.
"""
import pathlib
import sys
import tempfile

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

SEED, CASES = (int(argument) for argument in (sys.argv[1:] + ["1", "500"][len(sys.argv) - 1:]))
if CASES < 1:
    sys.exit("no input: nothing would be looked at")
properties = []
count = 0
holder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
folder = pathlib.Path(holder.name)
# Not in the folder where this is called.
set_hypothesis_home_dir(str(folder / "hypothesis"))


def of_any(*inputs):
    """A property of any input. Counts how often it is checked."""
    def decorate(check):
        def counted(arguments):
            global count  # pylint: disable=global-statement
            count += 1
            check(*arguments)
        counted.__name__ = check.__name__
        wanted = settings(max_examples=CASES, deadline=None, database=None, report_multiple_bugs=False,
                          suppress_health_check=list(HealthCheck))
        properties.append(seed(SEED)(wanted(given(st.tuples(*inputs))(counted))))
        return check
    return decorate


def main():
    """Checks them all; returns how many do not hold, or were not looked at."""
    failed = 0 if properties else 1
    for check in properties:
        before = count
        try:
            check()
        except Exception as error:  # pylint: disable=broad-except
            failed += 1
            print(f"{check.__name__}: {type(error).__name__}: {error}")
            for note in getattr(error, "__notes__", []):
                print(f"    {note}")
        if count == before:
            failed += 1
            print(f"{check.__name__}: not looked at")
    print(f"{count} inputs of {len(properties)} properties, seed {SEED}")
    return failed
