#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0
"""QEMU for `make try`, with a parallel port whose registers are a Python class, or a terminal.

machine.py --check FILE.py      whether the file has a device, or why not
machine.py ARGUMENT...          QEMU, with these arguments

TRY_DEVICE in the environment names the file of the device (none: QEMU's own ports are all). The port
is a PCI card that QEMU has another process answer for (x-pci-proxy-dev): each access of the guest
comes here as a message. Such a card has an interrupt only under KVM, so its line is set through
QEMU's test interface. TRY_BUS says how the card is used:

    isa     the guest moves its registers to 0x378, and line 7 is its: LPT1
    pci     it is a one-port card that Linux knows, with a level-triggered line that is shared

TRY_LEFT is a file for what left the port, TRY_SAID one for what the device said; it ends with a
line of counters. TRY_KEYS and TRY_SCREEN are the descriptors of a terminal for the guest's third
serial line.
"""
import importlib.machinery
import importlib.util
import os
import pathlib
import selectors
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
import traceback
import tty

HERE = pathlib.Path(__file__).resolve().parent
# Messages of QEMU's multi-process protocol: a command, a size and as many bytes.
HEADER = struct.Struct("<i4xQ")
ACCESS = struct.Struct("<QQI?3x")
CONFIG = struct.Struct("<IIi")
RET, CONFIG_WRITE, CONFIG_READ, BAR_WRITE, BAR_READ, DEVICE_RESET = 1, 2, 3, 4, 5, 7
# Vendor and device: one for experiments, and Lava's parallel card.
IDS = {"isa": (0x1af4, 0x10f7), "pci": (0x1407, 0x8000)}
LINE_OF_LPT1 = 7
# A device has this many seconds for an access.
PATIENCE = 10


class Mistake(Exception):
    """A file that cannot be used."""


def device_of(path):
    """Loads the file and makes the device of its class."""
    sys.path.insert(0, str(HERE))
    import cable  # pylint: disable=import-outside-toplevel

    if pathlib.Path(path).is_dir():
        raise Mistake("it is a folder, and not a file with a class derived from cable.Device")
    # Whatever the file is called.
    loader = importlib.machinery.SourceFileLoader("device", str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("device", loader))
    try:
        sys.path.insert(1, str(pathlib.Path(path).resolve().parent))
        loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise Mistake("".join(traceback.format_exception_only(type(error), error)).strip()) from error
    classes = [item for item in vars(module).values()
               if isinstance(item, type) and issubclass(item, cable.Device) and item.__module__ == "device"]
    if len(classes) != 1:
        raise Mistake(f"it must have one class derived from cable.Device, and has {len(classes)}")
    try:
        device = classes[0]()
    except (Exception, SystemExit) as error:
        raise Mistake("".join(traceback.format_exception_only(type(error), error)).strip()) from error
    if not hasattr(device, "_cable"):
        raise Mistake(f"{classes[0].__name__}.__init__() does not call super().__init__()")
    return device


class Card:
    """The PCI card: its configuration space, and the way to its registers."""

    def __init__(self, bus, path, said, left):
        import cable  # pylint: disable=import-outside-toplevel

        device = device_of(path)
        self.bus, self.path, self.said, self.left = bus, path, said, left
        self.dead = False
        self.begun = time.monotonic()
        self.high = False
        self.messages, self.far = socket.socketpair()
        self.lines, self.far_lines = socket.socketpair()
        self.configuration = bytearray(256)
        struct.pack_into("<HH", self.configuration, 0, *IDS[bus])
        # The class: a parallel port, or none, so that no driver takes it.
        self.configuration[9:12] = bytes((1, 1, 7) if bus == "pci" else (0, 0, 0xff))
        self.configuration[0x10] = 1
        self.configuration[0x3d] = 1
        self.cable = cable.Cable(device, self.raise_line, self.lower_line, self.say)

    def say(self, text):
        """A line of the device's own."""
        print(f"[{time.monotonic() - self.begun:9.4f}] {text}", file=self.said, flush=True)

    def arguments(self, memory):
        """QEMU's arguments for it."""
        return ["-object", f"memory-backend-memfd,id=try-ram,size={memory},share=on",
                "-machine", "pc,memory-backend=try-ram",
                "-chardev", f"socket,id=try-lines,fd={self.far_lines.fileno()}",
                "-object", "qtest,id=try-qtest,chardev=try-lines,log=/dev/null",
                "-device", f"x-pci-proxy-dev,id=try-card,fd={self.far.fileno()}"]

    def line(self, number, *levels):
        """Sets an input of the interrupt controller, one level after the other."""
        self.lines.sendall(b"".join(b"set_irq_in ioapic unnamed-gpio-in %d %d\n" % (number, level)
                                    for level in levels))

    def raise_line(self):
        """An edge on LPT1's line; a level on a card's, until the status register is read."""
        if self.bus == "isa":
            self.line(LINE_OF_LPT1, 1, 0)
        elif not self.high:
            self.high = True
            self.line(self.configuration[0x3c], 1)

    def lower_line(self):
        """The driver has read the status register, or turned interrupts off."""
        if self.high:
            self.high = False
            self.line(self.configuration[0x3c], 0)

    def asked(self):
        """What comes from the test interface is an answer, and says so if QEMU is another."""
        answer = self.lines.recv(4096)
        if b"FAIL" in answer:
            self.say("error: this QEMU has no input for interrupts that is called ioapic")
        return answer

    def receive(self, size):
        """That many bytes of QEMU's; the files that come with some messages are not needed."""
        got = b""
        while len(got) < size:
            part, files, _, _ = socket.recv_fds(self.messages, size - len(got), 16)
            for file in files:
                os.close(file)
            if not part:
                return None
            got += part
        return got

    def guarded(self, function, *arguments):
        """Calls the device: when it fails, it is gone from the cable, and says why."""
        if self.dead:
            return None
        try:
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
            try:
                return function(*arguments)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except Exception:  # pylint: disable=broad-except
            self.dead = True
            self.say("error: the device has failed, and does nothing any longer:")
            for line in traceback.format_exc().splitlines():
                if str(HERE / "machine.py") not in line:
                    self.say("  " + line)
        return None

    def write_configuration(self, address, value, size):
        """The command, the address of the registers and the number of the line can be written."""
        for at, byte in zip(range(address, address + size), value.to_bytes(4, "little")):
            if at in (0x04, 0x05, 0x0c, 0x0d, 0x3c):
                self.configuration[at] = byte
            elif at == 0x10:
                self.configuration[at] = byte & ~7 | 1
            elif at in (0x11, 0x12, 0x13):
                self.configuration[at] = byte

    def serve(self):
        """Answers one message; returns whether QEMU is still there."""
        header = self.receive(HEADER.size)
        if header is None:
            return False
        command, size = HEADER.unpack(header)
        body = self.receive(size)
        answer = None
        if command == CONFIG_WRITE:
            self.write_configuration(*CONFIG.unpack(body))
            answer = 0
        elif command == CONFIG_READ:
            address, _, size = CONFIG.unpack(body)
            answer = int.from_bytes(self.configuration[address:address + size], "little")
        elif command in (BAR_WRITE, BAR_READ):
            address, value, size, _ = ACCESS.unpack(body)
            answer = 0
            # A word is two registers.
            for at in range(size):
                if command == BAR_WRITE:
                    self.guarded(self.cable.write, (address + at) & 7, value >> 8 * at & 0xff)
                else:
                    byte = self.guarded(self.cable.read, (address + at) & 7)
                    answer |= (0xff if byte is None else byte) << 8 * at
        elif command == DEVICE_RESET:
            answer = 0
        if answer is not None:
            self.messages.sendall(HEADER.pack(RET, 8) + struct.pack("<Q", answer))
        return True

    def end(self):
        """Leaves what is to be shown."""
        self.guarded(self.cable.device.on_end)
        self.left.write(self.cable.left)
        self.left.close()
        print(f"counters interrupts={self.cable.interrupts} unheard={self.cable.unheard} "
              f"failed={int(self.dead)}", file=self.said, flush=True)


class Terminal:
    """Connects a terminal, or whatever the two descriptors are, with a serial line."""

    def __init__(self, keys, screen):
        self.keys, self.screen, self.saved = keys, screen, None
        self.near, self.far = socket.socketpair()

    def arguments(self):
        """QEMU's arguments for it: no other device has this line."""
        return ["-chardev", f"socket,id=try-shell,fd={self.far.fileno()}",
                "-device", "isa-serial,chardev=try-shell,iobase=0x3e8,irq=5"]

    def begin(self):
        """From here on each key goes to the guest, Ctrl-C as well."""
        if os.isatty(self.keys):
            self.saved = termios.tcgetattr(self.keys)
            tty.setraw(self.keys)

    def end(self):
        """The terminal is again what it was."""
        if self.saved:
            termios.tcsetattr(self.keys, termios.TCSADRAIN, self.saved)


def run(arguments):
    """Runs QEMU until it ends; returns its status."""
    environment = os.environ
    card = terminal = None
    more, files = [], []
    if environment.get("TRY_DEVICE"):
        # pylint: disable=consider-using-with
        card = Card(environment["TRY_BUS"], environment["TRY_DEVICE"],
                    open(environment["TRY_SAID"], "w", encoding="utf-8"), open(environment["TRY_LEFT"], "wb"))
        memory = [arguments[at + 1] for at, word in enumerate(arguments) if word == "-m"][-1]
        more += card.arguments(memory)
        files += [card.far, card.far_lines]
    if environment.get("TRY_KEYS"):
        terminal = Terminal(int(environment["TRY_KEYS"]), int(environment["TRY_SCREEN"]))
        more += terminal.arguments()
        files.append(terminal.far)

    def late(*_):
        raise TimeoutError(f"it has not returned for {PATIENCE} s")

    signal.signal(signal.SIGALRM, late)
    process = subprocess.Popen(["qemu-system-x86_64", *arguments, *more], stdin=subprocess.DEVNULL,
                               pass_fds=[file.fileno() for file in files])

    def ended(*_):
        process.terminate()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ended)
    for file in files:
        file.close()
    try:
        if terminal:
            terminal.begin()
        serve(process, card, terminal)
    finally:
        if terminal:
            terminal.end()
        process.wait()
        if card:
            card.end()
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def serve(process, card, terminal):
    """Serves the guest until QEMU ends."""
    # Others than select() refuse files.
    with selectors.SelectSelector() as selector:
        if card:
            selector.register(card.messages, selectors.EVENT_READ)
            selector.register(card.lines, selectors.EVENT_READ)
        if terminal:
            selector.register(terminal.near, selectors.EVENT_READ)
        listening = False
        while process.poll() is None and selector.get_map():
            # Also looks now and then whether QEMU has ended.
            wait = 0.5 if card is None or card.cable.until_next() is None else min(0.5, card.cable.until_next())
            for key, _ in selector.select(wait):
                if card and key.fileobj is card.messages:
                    going = card.serve()
                elif card and key.fileobj is card.lines:
                    going = card.asked()
                elif key.fileobj is terminal.near:
                    going = forward(terminal.near.recv, terminal.screen)
                    # Before the guest has opened the line, what is sent to it is lost.
                    if not listening:
                        listening = True
                        selector.register(terminal.keys, selectors.EVENT_READ)
                else:
                    going = forward(lambda size: os.read(terminal.keys, size), terminal.near.fileno())
                    if not going:
                        # The guest's shell does not take a Ctrl-D that comes before it reads.
                        terminal.near.send(b"exit\n")
                if not going:
                    selector.unregister(key.fileobj)
            if card:
                card.guarded(card.cable.run_timers)


def forward(read, to):
    """Passes on what is there; returns whether there was anything."""
    try:
        text = read(4096)
        while text:
            text_left = text[os.write(to, text):]
            if not text_left:
                return True
            text = text_left
    except OSError:
        pass
    return False


def main():
    """Runs QEMU, or checks a file."""
    if sys.argv[1:2] == ["--check"]:
        try:
            device_of(sys.argv[2])
        except Mistake as mistake:
            sys.exit(str(mistake))
        return
    sys.exit(run(sys.argv[1:]))


main()
