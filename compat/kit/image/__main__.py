# SPDX-License-Identifier: GPL-2.0
"""Reads a Windows driver that exists only as an image (.sys), and says what is in it.

Usage: image --explain [--symvers FILE] DRIVER.sys

Kind, date, sections, the imports that are there and those that are missing, what Windows' headers
and compilers put into the driver's own code, what could not be understood, and a verdict. FILE is
a Module.symvers that has ntparport's exports; without it the one of the kit, if it has one, else
its headers. What is no driver for x64, or is damaged, is refused in one line, with the offset in the
file. The status is 0 if nothing is in the way of a module, 1 if something is, 2 if it was refused.
"""
import argparse
import pathlib
import sys

try:
    import flow
    import reader
except ImportError as error:
    sys.exit(f"ntparport: there is no {error.name} for Python: "
             "install the packages python3-pefile and python3-capstone")
import known
import report

kit = pathlib.Path(__file__).resolve().parent.parent


def main():
    arguments = argparse.ArgumentParser(prog="image", description="Says what is in the image of a Windows driver.")
    arguments.add_argument("--explain", action="store_true", required=True, help="say what is in it")
    arguments.add_argument("--symvers", type=pathlib.Path, help="a Module.symvers with ntparport's exports")
    arguments.add_argument("driver", type=pathlib.Path, help="the driver's .sys file")
    given = arguments.parse_args()
    symvers = given.symvers or kit.parent.parent / "Module.symvers"
    include = kit.parent / "include"
    try:
        image = reader.Image(given.driver.read_bytes())
        there = known.names(include, symvers if given.symvers or symvers.exists() else None)
        said = report.Report(image, flow.Flow(image), there, include)
    except reader.Refused as refused:
        print(f"ntparport: {given.driver}: {refused}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"ntparport: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print("\n".join(said.lines))
    return 1 if said.obstacles else 0


if __name__ == "__main__":
    sys.exit(main())
