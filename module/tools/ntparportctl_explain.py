# SPDX-License-Identifier: GPL-2.0
"""What is wrong, in sentences.

A part of ntparportctl, which loads it only for the commands that need it.
"""
from __future__ import annotations

import argparse
import os
import re
import textwrap
from collections.abc import Iterator

from ntparportctl import (DEBUG, DONE, FAILED, MODPROBE, MODULE, SETTINGS, Failure, System, counted,
                          say, say_json)
from ntparportctl_modules import NOT_SIGNED, Modules, not_installed, read_log, signing, without
from ntparportctl_settings import (LINK, PARAMETERS, SERVICE, is_linked, module_name,
                                   module_options, not_found, settings_of)

GOOD, NOTE, WRONG = "good", "note", "wrong"

# What findings are about that are of no port or driver.
MACHINE = "the machine"

# Drivers that come with ntparport: nobody has to have them loaded.
SAMPLES = {"ntparport_printer", "ntparport_listener", "ntparport_monitor", "ntparport_pipe"}


class Finding:
    """A sentence about a port, a driver or the machine, and what to do about it."""

    def __init__(self, about: str, level: str, text: str, advice: str = "") -> None:
        self.about = about
        self.level = level
        self.text = text
        self.advice = advice


class Hardware:
    """A parallel port that the firmware or the PCI bus names."""

    def __init__(self, name: str, ranges: list[tuple[int, int]], irq: int, driver: str | None,
                 active: bool, power: str) -> None:
        self.name = name
        self.ranges = ranges
        self.irq = irq
        self.driver = driver
        self.active = active
        self.power = power

    def place(self) -> str:
        """Its name on its bus."""
        return self.name.split()[-1]

    def bus(self) -> str:
        """The folder of its bus."""
        return "/sys/bus/" + ("pnp" if self.name.startswith("PNP") else "pci")

    def wake(self) -> str:
        """How to wake it."""
        return f"wake it: echo on >{self.bus()}/devices/{self.place()}/power/control"

    def shown(self) -> str:
        """For sentences."""
        line = f"interrupt {self.irq}" if self.irq >= 0 else "no interrupt"
        return f"{self.name} (0x{self.ranges[0][0]:x}, {line})" if self.ranges else self.name

    def has(self, base: int) -> bool:
        """Whether a port with registers from here on is on it: a card may have several."""
        return any(first <= base <= last for first, last in self.ranges)


def number_of(text: str | None, default: int = -1) -> int:
    """A number from a file of the kernel."""
    try:
        return int(text or "", 0)
    except ValueError:
        return default


class Doctor:
    """Looks at everything and collects findings."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.findings: list[Finding] = []
        self.lockdown = system.lockdown()
        self.log = read_log(system)
        self.modules = Modules(system, self.log)
        self.hardware = [*self.pnp_ports(), *self.pci_ports()]
        self.lines = self.interrupt_lines()
        self.ranges = self.io_ranges()
        self.options = module_options(system, "ntparport")
        self.pc_options = {name: value for _, name, value in module_options(system, "parport_pc")}
        # Linux's ports, and where they are: 0 if they have no registers as a PC's have.
        self.parports = self.linux_ports()

    def add(self, about: str, level: str, text: str, advice: str = "") -> None:
        """A finding."""
        self.findings.append(Finding(about, level, text, advice))

    # What there is.

    def logged(self, pattern: str) -> str | None:
        """The last line of the log that matches."""
        return self.modules.logged(pattern)

    def power_of(self, folder: str) -> str:
        """The power state of a device, if it is not simply on."""
        if self.system.read(f"{folder}/power/runtime_status") in ("suspended", "suspending"):
            return "suspended"
        state = self.system.read(f"{folder}/power_state") or ""
        return f"in power state {state}" if state in ("D1", "D2", "D3hot", "D3cold") else ""

    def pnp_ports(self) -> Iterator[Hardware]:
        """What the firmware (ACPI, PNP BIOS) names."""
        bus = "/sys/bus/pnp/devices"
        for name in self.system.names(bus):
            ids = self.system.read(f"{bus}/{name}/id") or ""
            if not re.search("^PNP040[01]$", ids, re.M):
                continue
            resources = self.system.read(f"{bus}/{name}/resources") or ""
            ranges = re.findall("^io (0x[0-9a-f]+)-(0x[0-9a-f]+)", resources, re.M)
            irq = re.search(r"^irq (\d+)", resources, re.M)
            yield Hardware(f"PNP device {name}",
                           [(int(first, 16), int(last, 16)) for first, last in ranges],
                           int(irq[1]) if irq else -1, self.system.link(f"{bus}/{name}/driver"),
                           "state = disabled" not in resources, self.power_of(f"{bus}/{name}"))

    def pci_ports(self) -> Iterator[Hardware]:
        """Cards with a parallel port."""
        bus = "/sys/bus/pci/devices"
        for name in self.system.names(bus):
            if not (self.system.read(f"{bus}/{name}/class") or "").startswith("0x0701"):
                continue
            resources = [line.split() for line in
                         (self.system.read(f"{bus}/{name}/resource") or "").split("\n")]
            ranges = [(int(words[0], 16), int(words[1], 16)) for words in resources
                      if len(words) == 3 and int(words[2], 16) & 0x100]
            yield Hardware(f"PCI card {name}", ranges,
                           number_of(self.system.read(f"{bus}/{name}/irq"), -1) or -1,
                           self.system.link(f"{bus}/{name}/driver"), True,
                           self.power_of(f"{bus}/{name}"))

    def linux_ports(self) -> dict[str, int]:
        """The ports that Linux has, of whatever kind."""
        folder = "/proc/sys/dev/parport"
        texts = {port: self.system.read(f"{folder}/{port}/base-addr")
                 for port in self.system.names(folder)}
        return {port: number_of((text.split() or ["0"])[0], 0)
                for port, text in texts.items() if text is not None}

    def interrupt_lines(self) -> dict[int, list[str]]:
        """Who has which line."""
        lines = {}
        for line in (self.system.read("/proc/interrupts") or "").split("\n"):
            match = re.match(r"\s*(\d+):(?:\s+\d+)+\s+\S+\s+\S+(?:\s+(.*))?$", line)
            if match:
                lines[int(match[1])] = (match[2] or "").replace(",", " ").split()
        return lines

    def io_ranges(self) -> list[tuple[int, int, str]]:
        """Who has which registers; the kernel shows addresses only to root."""
        found = re.findall("^ *([0-9a-f]+)-([0-9a-f]+) : (.*)$",
                           self.system.read("/proc/ioports") or "", re.M)
        return [(int(first, 16), int(last, 16), name) for first, last, name in found
                if int(last, 16)]

    # What is wrong.

    def examine(self) -> list[Finding]:
        """All findings."""
        self.machine()
        if self.system.has(MODULE):
            self.parameters()
            for port in self.system.ports():
                self.port(port)
        self.missing_ports()
        self.drivers()
        self.rest_of_log()
        return self.findings

    def machine(self) -> None:
        """The module, and what the kernel allows."""
        if self.system.has(MODULE):
            version = self.system.read(f"{MODULE}/version")
            self.add(MACHINE, GOOD, "The module ntparport"
                     + (f" {version}" if version else "") + " is loaded.")
        else:
            self.not_loaded()
        if self.lockdown:
            self.add(MACHINE, NOTE, f"The kernel is locked down ({self.lockdown}), which Secure "
                     "Boot does: irq= and parport_pc's io= and irq= are refused, and so are "
                     "ntparportctl timing and selftest"
                     + (", and trace." if self.lockdown == "confidentiality" else "."))
            for module in ("ntparport", "parport_pc"):
                for where, words in self.modules.refused_options(module).items():
                    self.add(MACHINE, WRONG, f"{where} has {words} for {module}, which a kernel "
                             f"that is locked down refuses: {module} cannot be loaded so.",
                             f"{without(words, where)}: the firmware's set-up has to give the port "
                             "its addresses and its interrupt, which parport_pc finds")
        if self.system.is_root() and self.system.has(MODULE) and not self.system.has(DEBUG):
            self.add(MACHINE, NOTE, f"There is no {DEBUG}: "
                     + ("clients needs it." if self.lockdown else
                        "clients, timing and selftest need it."),
                     "mount -t debugfs none /sys/kernel/debug")
        count = number_of(self.system.read("/sys/power/suspend_stats/success"), 0)
        if count > 0:
            self.add(MACHINE, NOTE, f"The machine was suspended {counted(count, 'time')}. The "
                     "ports' registers were restored; a device on the cable may have lost its "
                     "state.",
                     "if it does not answer, load its driver again")

    def not_loaded(self) -> None:
        """Why the module is not there."""
        if self.modules.has_no_parport():
            self.add(MACHINE, WRONG, "The module ntparport is not installed for this kernel, "
                     f"{self.modules.release}, and cannot be: it has no parallel ports (no module "
                     "parport).", self.modules.other_kernel())
        elif not self.modules.is_there("ntparport"):
            self.add(MACHINE, WRONG, "The module ntparport is not installed for this kernel, "
                     f"{self.modules.release or 'whatever it is'}.", not_installed(self.modules))
        elif obstacle := self.modules.obstacle("ntparport"):
            self.add(MACHINE, WRONG, "The module ntparport is not loaded"
                     + (", and cannot be: " if obstacle.firm else ": ") + f"{obstacle.why}.",
                     obstacle.advice)
        else:
            self.add(MACHINE, WRONG, "The module ntparport is not loaded.",
                     "modprobe ntparport; for every boot, a line \"ntparport\" in "
                     "/etc/modules-load.d/ntparport.conf")

    def parameters(self) -> None:
        """The module's own parameters."""
        if self.system.read(f"{MODULE}/parameters/enable_connect_interrupt") == "N":
            self.add(MACHINE, WRONG, "Connect requests are disabled: no driver gets interrupts.",
                     f"echo 1 >{MODULE}/parameters/enable_connect_interrupt; for every boot, "
                     "\"options ntparport enable_connect_interrupt=1\" in "
                     f"{MODPROBE}/ntparport.conf")

    def missing_ports(self) -> None:
        """Which ports there could be, and why there are not."""
        found = self.system.has(MODULE)
        ours = self.system.ports()
        # What the ports that there are at all stand at.
        bases = {number_of(self.system.value(port, "base")) for port in ours}
        bases |= {base for base in self.parports.values() if base}
        lead = "A port is missing" if ours or not found and bases else "There is no port"
        for hardware in self.hardware:
            if not any(map(hardware.has, bases)):
                self.missing(hardware, lead)
        for port, base in self.parports.items():
            if port in ours:
                continue
            if not base:
                self.add(port, NOTE if ours else WRONG,
                         "Linux has this port, but it does not have the registers of a PC's port (a USB "
                         "adapter, for one): drivers cannot use it.",
                         "use a port of the mainboard or of a PCI card")
            elif found:
                line = self.logged(f"ntparport: {port}: ")
                self.add(port, NOTE if ours else WRONG,
                         "Linux has this port, but ntparport passed it over: "
                         + (f"the kernel's log says \"{line}\"." if line else
                            "the kernel's log says why."))
        if not ours and not self.hardware and not self.parports:
            self.no_port()

    def no_port(self) -> None:
        """Nothing names a port."""
        loaded = self.system.has("/sys/module/parport_pc")
        advice = "enable it in the firmware's set-up (\"LPT\", \"parallel port\", \"Super I/O\")"
        why = ", and parport_pc found none" if loaded else ", and parport_pc is not loaded"
        if not loaded and (obstacle := self.without_parport_pc()):
            why, advice = f"{why}: {obstacle[0]}", f"{advice}; {obstacle[1]}"
        elif not self.lockdown:
            advice += "; if you know where it is: modprobe parport_pc io=0x378 irq=7"
        self.add(MACHINE, WRONG,
                 f"There is no port: neither the firmware nor the PCI bus names one{why}.", advice)

    def without_parport_pc(self) -> tuple[str, str] | None:
        """Why parport_pc is not loaded, if that can be seen, and what to do."""
        if not self.modules.is_there("parport_pc") and self.modules.lists_all():
            return "this kernel has no such module", self.modules.other_kernel()
        obstacle = self.modules.obstacle("parport_pc")
        return (obstacle.why, obstacle.advice) if obstacle else None

    def load_parport_pc(self) -> str:
        """How to load parport_pc, where nothing is known to be in its way."""
        return "modprobe parport_pc" if self.modules.is_there("parport_pc") else \
            f"modprobe parport_pc; if there is no such module, {self.modules.other_kernel()}"

    def reload_parport_pc(self) -> str:
        """Advice to load parport_pc again, without the options that it was given."""
        if "parport_pc" in self.modules.builtin:
            return "boot again: parport_pc is a part of this kernel"
        names = [f"{name}=" for name in ("io", "irq") if name in self.pc_options]
        places = dict.fromkeys(where for where, name, _ in
                               module_options(self.system, "parport_pc") if f"{name}=" in names)
        if names:
            return f"load parport_pc again without {' and '.join(names)} ({', '.join(places)})"
        # Nobody can see what it was given by hand.
        return "load parport_pc again" + ("" if self.lockdown else " (without io= and irq=, if it "
                                          "was given these by hand)")

    def missing(self, hardware: Hardware, lead: str) -> None:
        """Why Linux does not have a port that the machine has."""
        name = hardware.shown()
        # Who gives a card to somebody else, or a port to nobody, may want that.
        level = WRONG if lead == "There is no port" else NOTE
        loaded = self.system.has("/sys/module/parport_pc")
        if not hardware.active:
            self.add(MACHINE, level, f"{lead}: {name} is switched off.",
                     "enable it in the firmware's set-up")
        elif hardware.driver not in (None, "parport_pc", "parport_serial"):
            self.add(MACHINE, level,
                     f"{lead}: the Linux driver {hardware.driver} has {name}.",
                     (f"take it away: echo {hardware.place()} >{hardware.bus()}/drivers/"
                      f"{hardware.driver}/unbind; for every boot, from what gives it to "
                      f"{hardware.driver} (ids= or driver_override)"
                      if hardware.driver in ("vfio-pci", "pci-stub", "pciback", "xen-pciback")
                      else f"unload {hardware.driver}") + ", then load parport_pc"
                     + (" again" if loaded else ""))
        elif not loaded:
            obstacle = self.without_parport_pc()
            self.add(MACHINE, WRONG, f"{lead}: {name} exists, but parport_pc is not loaded"
                     + (f": {obstacle[0]}." if obstacle else "."),
                     obstacle[1] if obstacle else self.load_parport_pc())
        elif taken := self.taken(hardware):
            self.add(MACHINE, WRONG, f"{lead}: the registers of {name} belong to "
                     f"\"{taken}\" (see /proc/ioports).",
                     "unload or unbind what has them, then load parport_pc again")
        elif hardware.driver is None:
            self.add(MACHINE, WRONG, f"{lead}: no driver has {name}.", self.no_driver(hardware))
        elif hardware.power:
            self.add(MACHINE, WRONG, f"{lead}: {hardware.name} is {hardware.power}: it does not "
                     "answer.", f"{hardware.wake()}, then load {hardware.driver} again")
        else:
            self.add(MACHINE, WRONG, f"{lead}, although {hardware.driver} has {name}.",
                     f"the kernel's log (dmesg) says why {hardware.driver} does not take it")

    def no_driver(self, hardware: Hardware) -> str:
        """How hardware gets a driver, with parport_pc loaded."""
        advice = self.reload_parport_pc()
        if hardware.name.startswith("PCI"):
            advice += "; a card that also has serial ports needs parport_serial"
            if hardware.ranges and not self.lockdown:
                advice += ("; for a card that neither knows: modprobe parport_pc "
                           f"io=0x{hardware.ranges[0][0]:x} irq="
                           + (str(hardware.irq) if hardware.irq > 0 else "none"))
        return advice

    def taken(self, hardware: Hardware) -> str:
        """Who else has the registers of this port."""
        return next((name for first, _, name in self.ranges if hardware.has(first) and
                     not re.match(r"parport|[0-9a-f:]*\d\d:\d\d|pnp", name)), "")

    def port(self, port: str) -> None:
        """One port."""
        base = number_of(self.system.value(port, "base"))
        irq = number_of(self.system.value(port, "irq"))
        route = self.system.value(port, "route") or "none"
        hardware = next((each for each in self.hardware if each.has(base)), None)
        if hardware:
            self.add(port, GOOD, f"It is {hardware.shown()}.")
            if hardware.power:
                self.add(port, WRONG, f"{hardware.name} is {hardware.power}: it does not answer.",
                         hardware.wake())
            if not hardware.active:
                self.add(port, WRONG, f"{hardware.name} is switched off: it does not answer.",
                         "enable it in the firmware's set-up")
        else:
            self.add(port, GOOD,
                     f"It is at 0x{base:x}, which neither the firmware nor the PCI bus names.")
        if route == "none" or irq < 0:
            self.no_line(port, hardware)
        else:
            self.line(port, irq, route, hardware)
        self.owner(port)
        self.counters(port)

    def parameter_advice(self, port: str, irq: int) -> str:
        """How to name a line for a port; a kernel that is locked down takes none."""
        if self.lockdown:
            return ("have the firmware's set-up give the port this interrupt" if irq else
                    "enable the port's interrupt in the firmware's set-up") + \
                ", which parport_pc finds; the kernel, locked down, takes no irq="
        number = number_of(self.system.value(port, "number"), 0)
        value = ",".join(["none"] * number + [str(irq)])
        return (f"\"options ntparport irq={value}\" in {MODPROBE}/ntparport.conf, then load "
                "ntparport again")

    def no_line(self, port: str, hardware: Hardware | None) -> None:
        """The port has no interrupt."""
        told = self.pc_options.get("irq")
        if hardware and hardware.irq >= 0:
            why = f", because parport_pc was told irq={told}" if told else ""
            self.add(port, WRONG, f"It has no interrupt line{why}, but the firmware says it has "
                     f"interrupt {hardware.irq}.",
                     f"{self.reload_parport_pc()}; the kernel's log says why it does not take the "
                     "line" if self.lockdown else self.parameter_advice(port, hardware.irq))
        elif told:
            self.add(port, WRONG, f"It has no interrupt line: parport_pc was told irq={told}, and "
                     "ntparport was not told any.",
                     f"{self.reload_parport_pc()}; {self.parameter_advice(port, 0)}"
                     if self.lockdown else self.parameter_advice(port, 7))
        else:
            self.add(port, WRONG, "It has no interrupt line, and the firmware names none.",
                     self.parameter_advice(port, 0) if self.lockdown else
                     "enable the port's interrupt in the firmware's set-up; or name the line, if "
                     "you know it: " + self.parameter_advice(port, 7))

    def line(self, port: str, irq: int, route: str, hardware: Hardware | None) -> None:
        """The port has an interrupt, but is it the right one, and free?"""
        if hardware and hardware.irq >= 0 and hardware.irq != irq:
            self.add(port, WRONG, f"Interrupt {irq} is probably the wrong line: the firmware says "
                     f"that {hardware.name} has interrupt {hardware.irq}.",
                     self.parameter_advice(port, hardware.irq) if route == "direct" else
                     self.reload_parport_pc() if self.pc_options else
                     f"{self.reload_parport_pc()}; if it takes {irq} again, "
                     + self.parameter_advice(port, hardware.irq))
        owners = self.lines.get(irq, [])
        if self.system.value(port, "line") == "disabled":
            self.add(port, WRONG, f"Interrupt {irq} is disabled: the kernel switched it off after "
                     "99,900 of 100,000 interrupts that nobody claimed (\"nobody cared\").",
                     "find the routine that returns FALSE for its own device's interrupts, or does "
                     "not make the device release the line; then unload all drivers of the port"
                     + (" and load them again" if route == "direct" else
                        ", load parport_pc again, and load them again"))
        elif self.logged(f"Disabling IRQ #{irq}$"):
            self.add(port, NOTE, f"The kernel's log says that interrupt {irq} was disabled once: "
                     "\"nobody cared\".",
                     "if nothing arrives, unload all drivers and load them again")
        if route == "direct":
            others = [name for name in owners if name != "ntparport"]
            if others and "ntparport" not in owners:
                self.add(port, WRONG, f"Interrupt {irq} belongs to {', '.join(others)} "
                         "(see /proc/interrupts)"
                         + (", so ntparport may not get it by itself." if others != [port] else
                            ": parport_pc has it, so irq= is not needed."),
                         "load ntparport without irq= for this port" if others == [port] else
                         "if it does not share the line, unload that driver, or set another line "
                         "in the firmware's set-up")
        elif not owners and self.lines:
            self.add(port, WRONG, f"Nobody has requested interrupt {irq}: parport_pc gave it up.",
                     "load parport_pc again; the kernel's log says why it cannot have the line")

    def owner(self, port: str) -> None:
        """Who has the port."""
        folder = f"/proc/sys/dev/parport/{port}/devices"
        active = (self.system.read(f"{folder}/active") or "none").split("\n")[0]
        others = [name for name in self.system.names(folder) if name not in
                  ("active", "default", "ntparport")]
        state = self.system.value(port, "state")
        waiters = number_of(self.system.value(port, "waiters"), 0)
        connected = number_of(self.system.value(port, "connections"), 0)
        holder = self.system.value(port, "holder")
        if active not in ("none", "ntparport"):
            self.add(port, WRONG if waiters or connected else NOTE,
                     f"The Linux driver {active} has the port"
                     + (f", and {counted(waiters, 'request')} of a client waits for it." if waiters
                        else "."), self.linux_advice(active))
        elif others:
            self.add(port, NOTE, f"The Linux driver{'s' if len(others) > 1 else ''} "
                     f"{', '.join(others)} may take the port whenever no client has it.")
        if self.logged(f"ntparport: {port}: a Linux driver has this port exclusively"):
            self.add(port, NOTE,
                     "The kernel's log says that a Linux driver had this port exclusively.",
                     "unload that driver, or end the program that uses it")
        if state == "held" and holder:
            self.add(port, NOTE if waiters else GOOD, f"{holder} has the port"
                     + (f", and {counted(waiters, 'request')} wait for it." if waiters else "."))
        if connected == 0:
            self.add(port, NOTE, "No driver is connected to its interrupt.")

    @staticmethod
    def linux_advice(name: str) -> str:
        """How to get a port back from a Linux driver."""
        if name.startswith("ppdev"):
            return "end the program that has /dev/parport* open (fuser -v /dev/parport*)"
        if name.startswith("lp"):
            return "end what prints (CUPS: cupsdisable), or rmmod lp"
        return f"unload it: rmmod {name}"

    def counters(self, port: str) -> None:
        """What the counters say."""
        counts = {name: number_of(self.system.value(port, name), 0) for name in
                  ("connections", "interrupts", "handled", "unhandled", "missed",
                   "forced_disconnects")}
        if counts["connections"] and not counts["interrupts"] and \
                self.system.value(port, "line") == "open":
            self.add(port, NOTE, "A driver is connected, but no interrupt has come yet.",
                     "the device must raise nAck, and bit 4 (0x10) of the control register must be "
                     "set" + ("" if self.lockdown else
                              "; without connected drivers, ntparportctl selftest tries the line"))
        elif counts["unhandled"] > counts["handled"]:
            self.add(port, WRONG, f"Of {counts['interrupts']} interrupts, no routine claimed "
                     f"{counts['unhandled']}.",
                     "a routine must return TRUE for its own device's interrupts")
        elif counts["interrupts"]:
            self.add(port, GOOD, f"Of {counts['interrupts']} interrupts, {counts['handled']} were "
                     "claimed.")
        if counts["missed"]:
            self.add(port, NOTE, f"{counted(counts['missed'], 'interrupt')} came while a Linux "
                     "driver had the port, and went to nobody.")
        if counts["forced_disconnects"]:
            self.add(port, NOTE, f"{counted(counts['forced_disconnects'], 'connection')} had to be "
                     "ended, since a driver did not disconnect before it was unloaded.")

    def drivers(self) -> None:
        """Drivers, and what they were given."""
        loaded = [name for name in self.system.names("/sys/module")
                  if self.system.has(f"/sys/module/{name}/parameters/{PARAMETERS}")
                  and self.system.has(f"/sys/module/{name}/parameters/{SERVICE}")]
        folders = (SETTINGS,) if is_linked(self.system) else (SETTINGS, LINK)
        files = [name.removesuffix(".settings") for folder in folders
                 for name in self.system.names(folder) if name.endswith(".settings")]
        wanted = self.wanted()
        installed = [name for name in self.modules.users("ntparport")
                     if name not in SAMPLES and name not in self.modules.of_linux()]
        if self.system.has(MODULE) and not loaded:
            self.add(MACHINE, NOTE, "No Windows driver is loaded.")
        known = {name.casefold(): name for name in (*self.drivers_in_log(), *wanted, *installed,
                                                    *loaded)}
        for driver in dict.fromkeys((*loaded, *files, *wanted, *installed, *known.values())):
            about = f"driver {driver}"
            own = known.get(module_name(driver).casefold(), driver)
            if driver in files and (own != driver or "-" in driver):
                path = next(f"{folder}/{driver}.settings" for folder in folders
                            if f"{driver}.settings" in self.system.names(folder))
                own = module_name(own)
                self.add(f"driver {own}", WRONG,
                         f"The kernel does not read {path}, since the module is called "
                         f"{own}: it looks for {own}.settings.",
                         f"mv -n {path} {os.path.dirname(path)}/{own}.settings")
                continue
            if driver in loaded:
                self.add(about, GOOD, "It is loaded.")
            else:
                self.driver_not_loaded(driver, wanted.get(driver, ""), driver in files)
            if problem := not_found(self.system, driver):
                self.add(about, WRONG, f"T{problem[0][1:]}.", problem[1])
            try:
                seen = settings_of(self.system, driver)
            except Failure as failure:
                self.add(about, WRONG, f"Its settings cannot be read: {failure}.",
                         "correct that: see ntparportctl(8)")
                continue
            unread = [each.item.path() for each in seen if each.read == "unread"]
            if unread:
                self.add(about, NOTE, f"It never read {', '.join(unread)}.",
                         "compare the names with those in its documentation: ntparportctl settings "
                         + driver)

    def wanted(self) -> dict[str, str]:
        """Drivers that are loaded at every boot, and the files that say so."""
        return {name: path for name, path in self.modules.wanted().items()
                if name not in ("ntparport", *self.modules.of_linux()) and
                ("ntparport" in self.modules.needs.get(name, []) or
                 os.path.basename(path) == f"ntparport-{name}.conf" or
                 self.system.has(f"{SETTINGS}/{name}.settings") or
                 (not self.modules.is_there(name) and self.modules.other_kernels(name)))}

    def drivers_in_log(self) -> list[str]:
        """Modules that the kernel has refused: by ntparport's words, for what they need of it, or
        that are not installed, as somebody has loaded their files by hand."""
        found: dict[str, None] = {}
        for _, text in self.log:
            if match := re.match(r"ntparport: (\w+): .*not loaded$", text):
                if not match[1].startswith("parport"):
                    found[match[1]] = None
            elif match := re.match(
                    r"(\w+): (?:(?:disagrees about version of symbol|no symbol version for|"
                    r"Unknown symbol) (\w+)|version magic)", text):
                name, symbol = match[1], match[2] or ""
                if symbol.startswith(("ntparport_", "nt_")) or not (
                        self.modules.is_there(name) or self.system.has(f"/sys/module/{name}")):
                    found[name] = None
        found.pop("ntparport", None)
        return list(found)

    def driver_not_loaded(self, driver: str, wanted: str, has_settings: bool) -> None:
        """Why a driver is not loaded."""
        about = f"driver {driver}"
        # What is set up for it, before what is wrong.
        head = f"It is to be loaded at every boot ({wanted}), but it is not loaded" if wanted else \
            "There are settings for it, but it is not loaded" if has_settings else \
            "It is not loaded"
        there = self.modules.is_there(driver)
        if refused := self.logged(f"ntparport: {driver}: .*not loaded"):
            self.add(about, WRONG, f"It is not loaded. The kernel's log says \"{refused}\".")
        elif obstacle := self.modules.obstacle(driver, there or bool(wanted)):
            self.add(about, WRONG if wanted or obstacle.firm else NOTE,
                     head + (", and cannot be: " if obstacle.firm else ": ") + f"{obstacle.why}.",
                     obstacle.advice)
        elif not there and self.modules.files:
            others = self.modules.other_kernels(driver)
            self.add(about, WRONG if wanted else NOTE,
                     f"{head}: it is not installed for this kernel, {self.modules.release}"
                     + (f", but for {', '.join(others)}." if others else "."),
                     f"build and install it ({'`ntparport-driver rebuild`, ' if others else ''}"
                     "`ntparport-driver add FOLDER`, or make modules_install and depmod), then "
                     f"modprobe {driver}")
        elif not self.system.has(MODULE):
            self.add(about, NOTE, f"{head}, as ntparport is not, which it needs.",
                     f"after that: modprobe {driver}")
        else:
            self.add(about, WRONG if wanted else NOTE,
                     f"{head}." if wanted or has_settings else "It is installed, but not loaded.",
                     f"modprobe {driver}" + ("" if wanted else
                                             f"; for every boot, a line \"{driver}\" in "
                                             f"/etc/modules-load.d/{driver}.conf"))

    def rest_of_log(self) -> None:
        """The last warnings of ntparport that no other sentence is about."""
        said = " ".join(finding.text for finding in self.findings)
        known = ("connect refused: write 1|exclusively|no such port|no interrupt line|"
                 "taint(s|ing) kernel")
        lines = [text for level, text in self.log
                 if level <= 4 and text.startswith("ntparport: ") and text not in said
                 and not re.search(known, text)]
        # Of those that differ only in their numbers, the last.
        kinds = {re.sub("[0-9]+", "", text): text for text in lines}
        for text in list(kinds.values())[-5:]:
            self.add(MACHINE, NOTE, f"The kernel's log says \"{text}\".")
        # Of a module that somebody has loaded by hand, nothing else is known.
        line = self.logged(NOT_SIGNED)
        if line and line not in said and "is not signed" not in said:
            self.add(MACHINE, NOTE if any(finding.text == "It is loaded." for finding in
                                          self.findings) else WRONG,
                     f"The kernel's log says \"{line}\": it has refused a module.", signing(None))
        if not self.log and self.system.is_root() is False:
            self.add(MACHINE, NOTE, "Only root sees the kernel's log and addresses: as root, "
                     "ntparportctl explain may say more.")


def do_explain(system: System, options: argparse.Namespace) -> int:
    """Look at everything, and say what is wrong and what to do."""
    findings = Doctor(system).examine()
    wrong = sum(finding.level == WRONG for finding in findings)
    if options.json:
        say_json([{"about": each.about, "level": each.level, "text": each.text, "do": each.advice}
                  for each in findings])
        return FAILED if wrong else DONE
    for about in dict.fromkeys(finding.about for finding in findings):
        say(f"{about}:")
        for finding in findings:
            if finding.about != about:
                continue
            for line in textwrap.wrap(finding.text, 80, initial_indent=f"  {finding.level:6} ",
                                      subsequent_indent=" " * 9, break_on_hyphens=False,
                                      break_long_words=False):
                say(line)
            for line in textwrap.wrap(finding.advice, 80, initial_indent=" " * 9 + "=> ",
                                      subsequent_indent=" " * 12, break_on_hyphens=False,
                                      break_long_words=False):
                say(line)
    say(f"{counted(wrong, 'thing')} {'is' if wrong == 1 else 'are'} wrong." if wrong else
        "Nothing is wrong, as far as can be seen from here.")
    return FAILED if wrong else DONE
