# SPDX-License-Identifier: GPL-2.0
"""What is at the other end of a parallel cable: for `make try DEVICE=file.py`.

A file of yours has one class, derived from Device. Of the methods that begin with on_ it has those
that it needs; they are called as the driver in the guest accesses the port's registers, while its
access waits. So they have to return soon: what takes time is done later, by after().
"""
import heapq
import itertools
import time

STROBE = 0x01
"""Bits of the control register: nStrobe is low while this is set."""
AUTO_FEED = 0x02
"""nAutoFd is low while this is set."""
INIT = 0x04
"""nInit is high while this is set: without it the device is being reset."""
SELECT_IN = 0x08
"""nSelectIn is low while this is set."""
INTERRUPT = 0x10
"""Interrupts are enabled: each rising edge of nAck raises one."""
REVERSE = 0x20
"""The device drives the data lines, on ports that can be turned round."""


class Device:
    """A device on the cable: this one does nothing, and says that it is ready.

    The lines that it drives, as levels on the wire (True is high). Set them at any time; the
    driver sees them when it reads the status register:

        nack        bit 6; a rising edge raises the interrupt, if the driver has enabled it
        busy        bit 7, which is 0 while the line is high
        paper_end   bit 5
        select      bit 4
        nerror      bit 3

    data and control are what the driver wrote to these registers last. drives is what is on the
    data lines while the port is turned round (REVERSE).
    """

    def __init__(self):
        self._nack = True
        self._cable = None
        self.busy = False
        self.paper_end = False
        self.select = True
        self.nerror = True
        self.data = 0
        self.control = 0
        self.drives = 0xff

    def on_data(self, value):
        """The driver has written this byte to the data register."""

    def on_control(self, value, before):
        """The driver has written to the control register; before is what was there."""

    def on_strobe(self, byte):
        """nStrobe went low: this byte is for the device. It comes after on_control()."""

    def on_status(self):
        """The driver is about to read the status register."""

    def on_end(self):
        """The guest has ended."""

    @property
    def nack(self):
        """The level of nAck."""
        return self._nack

    @nack.setter
    def nack(self, level):
        before, self._nack = self._nack, bool(level)
        if self._nack and not before and self._cable:
            self._cable.ack_rises()

    def pulse_ack(self):
        """Pulls nAck down and lets it go: the interrupt of a port."""
        self.nack = False
        self.nack = True

    def after(self, seconds, function, *arguments):
        """Calls the function that many seconds from now, between accesses of the driver."""
        self._cable.after(seconds, function, arguments)

    def log(self, text):
        """Adds a line to what `make try` shows of the device."""
        self._cable.log(text)


class Cable:
    """The port's registers, and the device on it."""

    def __init__(self, device, raise_line, lower_line, say):
        """raise_line() raises the port's interrupt, lower_line() ends it, say(TEXT) is for
        people."""
        self.device = device
        self.left = bytearray()
        self.interrupts = 0
        self.unheard = 0
        self._raise, self._lower, self.log = raise_line, lower_line, say
        self._timers, self._order = [], itertools.count()
        device._cable = self

    def write(self, register, value):
        """The driver writes a register."""
        device = self.device
        if register == 0:
            device.data = value
            device.on_data(value)
        elif register == 2:
            before, device.control = device.control, value
            if not value & INTERRUPT:
                self._lower()
            device.on_control(value, before)
            if value & STROBE and not before & STROBE:
                self.left.append(device.data)
                device.on_strobe(device.data)

    def read(self, register):
        """The driver reads a register."""
        device = self.device
        if register == 0:
            return device.drives if device.control & REVERSE else device.data
        if register == 1:
            device.on_status()
            self._lower()
            return (not device.busy) << 7 | device.nack << 6 | bool(device.paper_end) << 5 | \
                bool(device.select) << 4 | bool(device.nerror) << 3 | 7
        # Two bits that a PC's port does not have. There is no EPP, either.
        return device.control | 0xc0 if register == 2 else 0xff

    def ack_rises(self):
        """The device has let go of nAck."""
        if self.device.control & INTERRUPT:
            self.interrupts += 1
            self._raise()
        else:
            self.unheard += 1

    def after(self, seconds, function, arguments):
        """See Device.after()."""
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), function, arguments))

    def until_next(self):
        """How many seconds there are until the next timer; None if there is none."""
        return max(0.0, self._timers[0][0] - time.monotonic()) if self._timers else None

    def run_timers(self):
        """Calls what is due."""
        while self._timers and self._timers[0][0] <= time.monotonic():
            _, _, function, arguments = heapq.heappop(self._timers)
            function(*arguments)
