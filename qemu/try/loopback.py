# SPDX-License-Identifier: GPL-2.0
"""DEVICE=loopback: a test plug, which leads data lines back to status lines."""
from cable import Device


class Loopback(Device):
    """The usual wiring: D0 to nError (pins 2, 15), D1 to Select (3, 13), D2 to PaperEnd (4, 12),
    D3 to nAck (5, 10), D4 to Busy (6, 11). So a driver that sets D3 interrupts itself."""

    def on_data(self, value):
        self.nerror = bool(value & 0x01)
        self.select = bool(value & 0x02)
        self.paper_end = bool(value & 0x04)
        self.busy = bool(value & 0x10)
        self.nack = bool(value & 0x08)
