# SPDX-License-Identifier: GPL-2.0
"""An instrument that answers 'R' with a line of text, nibble by nibble: see METER.C."""
from cable import AUTO_FEED, Device


class Meter(Device):
    """A thermometer: each reading is half a degree above the last one."""

    def __init__(self):
        super().__init__()
        self.degrees = 21.0
        self.nibbles = []

    def on_strobe(self, byte):
        if byte != ord("R"):
            self.log(f"what is {byte:#04x}?")
            return
        answer = f"{self.degrees:.1f} degrees\n".encode("ascii")
        self.log(f"asked, and answers {answer}")
        self.degrees += 0.5
        self.nibbles = [nibble for byte in answer for nibble in (byte & 15, byte >> 4)]
        # Measuring takes its time.
        self.after(0.002, self.give)

    def on_control(self, value, before):
        if self.nibbles and (value ^ before) & AUTO_FEED:
            self.after(0.0002, self.give)

    def give(self):
        """Puts a nibble on the lines and says so."""
        nibble = self.nibbles.pop(0)
        self.nerror, self.select = bool(nibble & 1), bool(nibble & 2)
        self.paper_end, self.busy = bool(nibble & 4), bool(nibble & 8)
        self.pulse_ack()
