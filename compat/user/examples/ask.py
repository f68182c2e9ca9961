#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Writes a text to a driver's device and reads what comes back, for at most five seconds.

    PYTHONPATH=compat/user compat/user/examples/ask.py DEVICE TEXT
"""
import sys

import ntparport


def main():
    """Asks the device once."""
    name, text = sys.argv[1:]
    with ntparport.Device(name) as device:
        print(f"The driver took {device.write(text.encode())} bytes.")
        reply = device.start_read(256)
        if not reply.wait(5):
            reply.cancel()
        data = reply.result()
        print(f"The driver gave {len(data)} bytes: {data.decode()}")


try:
    main()
except ntparport.DeviceError as error:
    sys.exit(f"{error.filename}: error {error.code}: {error.strerror}")
except ValueError:
    sys.exit("usage: ask.py DEVICE TEXT")
