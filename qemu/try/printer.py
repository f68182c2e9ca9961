# SPDX-License-Identifier: GPL-2.0
"""DEVICE=printer: is busy while it takes a byte, then acknowledges it."""
from cable import INIT, Device

# How long a byte takes, in seconds.
BYTE = 0.0005


class Printer(Device):
    """A printer, as in IEEE 1284's compatibility mode."""

    def on_strobe(self, byte):
        if self.busy:
            self.log(f"0x{byte:02x} came while the printer was busy, and is lost")
            return
        self.busy = True
        self.after(BYTE, self.taken)

    def taken(self):
        """The byte is printed."""
        self.busy = False
        self.pulse_ack()

    def on_control(self, value, before):
        if before & INIT and not value & INIT:
            self.log("reset (nInit)")
