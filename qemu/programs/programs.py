# SPDX-License-Identifier: GPL-2.0
"""What a program in Python sees of a Windows driver, by compat/user/ntparport.py.

Prints a line for each case, as windows.c does. Needs nodetest.ko loaded."""
import struct
import sys
import traceback

import ntparport

BUFFERED, DIRECT, EXCLUSIVE = "nttest-buffered", r"\\.\NTTEST-Direct", "nttest-exclusive"
TRANSFER, CANCEL, FORGET, FAIL = range(4)
CASES = []


def code(function, access=0):
    """A code of NodeTest.H."""
    return ntparport.ctl_code(0x8000, 0x800 + function, access=access)


def control(function, *numbers):
    """Sends it to the driver with these numbers."""
    with ntparport.Device(BUFFERED) as device:
        return device.control(code(function), struct.pack(f"={len(numbers)}I", *numbers), 64 if function == 10 else 0)


def set_mode(mode, status=0):
    """What the driver does with requests from now on."""
    control(6, mode, status)


def pending():
    """How many requests the driver has."""
    return struct.unpack_from("=6I", control(10))[3]


def fails(name, call, *arguments):
    """The error that the call raises, which must have that name."""
    try:
        result = call(*arguments)
    except ntparport.DeviceError as error:
        assert error.name == name, f"{error.name}, not {name}"
        return error
    raise AssertionError(f"no error but {result!r}")


def case(function):
    """Adds a case."""
    CASES.append(function)
    return function


@case
def devices_are_found():
    assert BUFFERED in ntparport.devices()
    fails("ERROR_FILE_NOT_FOUND", ntparport.Device, "nttest-other")
    with ntparport.Device(EXCLUSIVE):
        fails("ERROR_ACCESS_DENIED", ntparport.Device, EXCLUSIVE)
    ntparport.Device(EXCLUSIVE).close()


@case
def data_come_back():
    with ntparport.Device(DIRECT) as device:
        assert device.write(b"hello") == 5
        assert device.read(100) == b"hello"
        assert device.control(code(0), b"\x01\x02", 4) == b"\xfe\xfd\xfe\xfd"
        device.flush()


@case
def errors_have_windows_names():
    with ntparport.Device(BUFFERED, write=False) as device:
        fails("ERROR_ACCESS_DENIED", device.write, b"x")
        fails("ERROR_ACCESS_DENIED", device.control, code(5, 2))
        fails("ERROR_INVALID_FUNCTION", device.control, 0x12345678)
        fails("ERROR_INSUFFICIENT_BUFFER", device.control, code(10), b"", 4)
        assert fails("ERROR_MORE_DATA", device.control, code(11), b"", 3).data == b"ZZZ"
        set_mode(FAIL, 0xc00000a3)
        assert fails("ERROR_NOT_READY", device.read, 1).code == 21
        assert fails("ERROR_NOT_READY", device.control, code(7)).status == 0xc00000a3
        set_mode(TRANSFER)


@case
def requests_pend_and_are_completed():
    with ntparport.Device(BUFFERED) as device:
        set_mode(FORGET)
        one, two = device.start_read(1), device.start_control(code(7))
        control(9, 2)
        assert not one.done() and not two.wait(0.01)
        set_mode(TRANSFER)
        control(8)
        assert one.result(60) == b"" and two.result(60) == b""


@case
def requests_are_cancelled():
    with ntparport.Device(BUFFERED) as device:
        set_mode(CANCEL)
        one, two = device.start_read(1), device.start_write(b"x")
        control(9, 2)
        assert two.cancel(60)
        fails("ERROR_OPERATION_ABORTED", two.result)
        assert not one.done() and pending() == 1
        try:
            one.result(0.01)
            raise AssertionError("it is complete")
        except TimeoutError:
            pass
        assert one.cancel(60)
        fails("ERROR_OPERATION_ABORTED", one.result)
        for _ in range(50):
            at_once = device.start_read(1)
            assert at_once.cancel(60)
            fails("ERROR_OPERATION_ABORTED", at_once.result)
        set_mode(TRANSFER)
        assert pending() == 0


def main():
    """Runs all cases."""
    bad = False
    for run in CASES:
        try:
            run()
            print(f"ok - Python: {run.__name__}", flush=True)
        except Exception:  # pylint: disable=broad-except
            print(f"not ok - Python: {run.__name__}\n{traceback.format_exc()}", flush=True)
            bad = True
    sys.exit(bad)


main()
