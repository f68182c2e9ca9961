# SPDX-License-Identifier: GPL-2.0
"""Each sentence of `ntparportctl explain`, on the tree of files that it is about.

The tree was recorded in a guest with one emulated port; each case says what differs.
"""
import ast
import inspect
import pathlib
import tempfile
import unittest

from tool import plant, run, told

import ntparportctl_explain as explain  # pylint: disable=import-error,wrong-import-order

CLASS = "/sys/class/ntparport/parport0/"
MODULE = "/sys/module/ntparport/"
PNP = "/sys/bus/pnp/devices/00:04/"
PCI = "/sys/bus/pci/devices/0000:00:04.0/"
PARPORT = "/proc/sys/dev/parport/parport0/"
FACTS = {"number": "0", "base": "0x378", "irq": "7", "route": "parport", "line": "open",
         "state": "free", "holder": "", "waiters": "0", "connections": "1", "interrupts": "11",
         "handled": "11", "unhandled": "0", "missed": "0", "deferred_checks": "1", "yields": "0",
         "forced_disconnects": "0"}

WELL = {
    "/proc/sys/kernel/osrelease": "6.1.0-56-amd64\n",
    "/proc/cmdline": "console=ttyS0\n",
    "/proc/interrupts": "           CPU0       CPU1\n"
                        "  1:          9          0   IO-APIC   1-edge      i8042\n"
                        "  7:         11          0   IO-APIC   7-edge      parport0\n"
                        "NMI:          0          0   Non-maskable interrupts\n",
    "/proc/ioports": "0000-0cf7 : PCI Bus 0000:00\n  0378-037a : parport0\n",
    PARPORT + "base-addr": "888\t0\n", PARPORT + "irq": "7\n",
    PARPORT + "devices/active": "ntparport\n", PARPORT + "devices/ntparport/timeslice": "200\n",
    PNP + "id": "PNP0400\n", PNP + "resources": "state = active\nio 0x378-0x37f\nirq 7\n",
    PNP + "driver": "-> ../../../bus/pnp/drivers/parport_pc",
    PNP + "power/runtime_status": "unsupported\n",
    "/sys/module/parport_pc/refcnt": "1\n",
    MODULE + "version": "0.1\n", MODULE + "parameters/enable_connect_interrupt": "Y\n",
    "/sys/module/mydriver/parameters/Parameters": "\n",
    "/sys/module/mydriver/parameters/Service": "\n",
    "/sys/kernel/debug/ntparport/timing": "0\n",
    "/sys/kernel/security/lockdown": "[none] integrity confidentiality\n",
    "/lib/modules/6.1.0-56-amd64/modules.dep": "updates/dkms/ntparport.ko: kernel/parport.ko\n",
    "/lib/modules/6.1.0-56-amd64/updates/dkms/ntparport.ko": b"\x7fELF",
    "/dev/kmsg": "6,1,100,-;ntparport: parport0: port at 0x378, interrupt 7 by the parport route\n"
                 " SUBSYSTEM=x\n",
} | {CLASS + name: f"{text}\n" for name, text in FACTS.items()}

NO_PORTS = {name: None for name in WELL if name.startswith((CLASS, PARPORT))} | {
    "/sys/class/ntparport/": "", "/proc/ioports": "0000-0cf7 : PCI Bus 0000:00\n"}
NOT_LOADED = {name: None for name in WELL if name.startswith((CLASS, MODULE))}
NO_PNP = {name: None for name in WELL if name.startswith(PNP)}
DIRECT = {CLASS + "route": "direct\n"}
LOCKED = {"/sys/kernel/security/lockdown": "none [integrity] confidentiality\n"}
OPTIONS = "/etc/modprobe.d/mine.conf"
FILE = "/etc/ntparport/mydriver.settings"


def interrupts(names):
    """/proc/interrupts with these on line 7."""
    return {"/proc/interrupts": f"           CPU0\n  7:   11   IO-APIC   7-edge      {names}\n"}


def log(text, level=4):
    """The kernel's log."""
    return {"/dev/kmsg": f"{level},1,100,-;{text}\n"}


# What differs; how bad it is, and what it is about; parts of the sentence and of the advice.
CASES = {
    "all_is_well": ({}, "good machine", "ntparport 0.1 is loaded", ""),
    "firmware": ({}, "good parport0", "It is PNP device 00:04 (0x378, interrupt 7).", ""),
    "claimed": ({}, "good parport0", "Of 11 interrupts, 11 were claimed.", ""),
    "driver_is_loaded": ({}, "good driver mydriver", "It is loaded.", ""),

    # The module.
    "not_loaded": (NOT_LOADED, "wrong machine", "ntparport is not loaded.", "modprobe ntparport"),
    "not_installed": (
        NOT_LOADED | {"/lib/modules/6.1.0-56-amd64/modules.dep": "kernel/lp.ko:\n"},
        "wrong machine", "not installed for this kernel, 6.1.0-56-amd64", "dkms status"),
    "unsigned": (NOT_LOADED | LOCKED, "wrong machine", "ntparport.ko is not signed", "mokutil"),
    "unsigned_by_parameter": (
        NOT_LOADED | {"/sys/module/module/parameters/sig_enforce": "Y\n"},
        "wrong machine", "only loads signed modules", "sign the modules"),
    "wrong_key": (
        NOT_LOADED | LOCKED | log("Loading of module with unavailable key is rejected") |
        {"/lib/modules/6.1.0-56-amd64/updates/dkms/ntparport.ko":
         b"\x7fELF~Module signature appended~\n"},
        "wrong machine", 'its log says "Loading of module with unavailable key is rejected"', "sign"),
    "signed": (
        NOT_LOADED | LOCKED |
        {"/lib/modules/6.1.0-56-amd64/updates/dkms/ntparport.ko":
         b"\x7fELF~Module signature appended~\n"},
        "wrong machine", "The module ntparport is not loaded.", "modprobe ntparport"),
    "unsafe_parameters": (
        NOT_LOADED | log("Lockdown: modprobe: unsafe module parameters is restricted; see man"),
        "wrong machine", "unsafe module parameters", "without irq="),
    "locked_down": (LOCKED, "note machine", "locked down (integrity)", ""),
    "locked_down_more": (
        {"/sys/kernel/security/lockdown": "none integrity [confidentiality]\n"},
        "note machine", "selftest, and trace.", ""),
    "irq_under_lockdown": (
        LOCKED | {OPTIONS: "options ntparport irq=7\n"},
        "wrong machine", f"{OPTIONS} has irq=7", "remove irq="),
    "no_debugfs": ({"/sys/kernel/debug/ntparport/timing": None}, "note machine",
                   "There is no /sys/kernel/debug/ntparport", "mount -t debugfs"),
    "suspended_before": ({"/sys/power/suspend_stats/success": "2\n"}, "note machine",
                         "was suspended 2 times", "load its driver again"),
    "connect_disabled": ({MODULE + "parameters/enable_connect_interrupt": "N\n"}, "wrong machine",
                         "Connect requests are disabled", "enable_connect_interrupt=1"),

    # No port.
    "no_port_at_all": (
        NO_PORTS | NO_PNP, "wrong machine", "neither the firmware nor the PCI bus names one, and "
        "parport_pc found none", "modprobe parport_pc io=0x378 irq=7"),
    "no_port_locked_down": (
        NO_PORTS | NO_PNP | LOCKED, "wrong machine", "neither the firmware", "set-up"),
    "port_switched_off": (
        NO_PORTS | {PNP + "resources": "state = disabled\n"},
        "wrong machine", "PNP device 00:04 is switched off", "firmware's set-up"),
    "port_of_another_driver": (
        NO_PORTS | {PNP + "driver": "-> ../drivers/other"},
        "wrong machine", "the Linux driver other has PNP device 00:04", "unload other"),
    "parport_pc_not_loaded": (
        NO_PORTS | {PNP + "driver": None, "/sys/module/parport_pc/refcnt": None},
        "wrong machine", "exists, but parport_pc is not loaded.", "modprobe parport_pc"),
    "parport_pc_forbidden": (
        NO_PORTS | {PNP + "driver": None, "/sys/module/parport_pc/refcnt": None,
                    OPTIONS: "blacklist parport_pc\n"},
        "wrong machine", f"{OPTIONS} forbids it", "modprobe parport_pc"),
    "registers_taken": (
        NO_PORTS | {PNP + "driver": None, "/proc/ioports": "  0378-037f : superio\n"},
        "wrong machine", 'belong to "superio"', "unload or unbind"),
    "nobody_has_it": (
        NO_PORTS | {PNP + "driver": None}, "wrong machine", "no driver has PNP device 00:04",
        "without io="),
    "parport_pc_refused": (NO_PORTS, "wrong machine", "although parport_pc has PNP device 00:04",
                           "dmesg"),
    "card_without_driver": (
        NO_PORTS | NO_PNP | {PCI + "class": "0x070103\n", PCI + "irq": "11\n",
                             PCI + "resource": "0x000000000000c000 0x000000000000c0ff "
                             "0x0000000000040101\n"},
        "wrong machine", "no driver has PCI card 0000:00:04.0 (0xc000, interrupt 11)",
        "parport_serial"),
    "usb_adapter": (
        NO_PORTS | NO_PNP | {PARPORT + "base-addr": "0\t0\n"},
        "wrong parport0", "a USB adapter", "mainboard"),
    "passed_over": (
        NO_PORTS | NO_PNP | {PARPORT + "base-addr": "888\t0\n"} |
        log("ntparport: parport0: behind a multiplexer: left alone, use the port itself", 6),
        "wrong parport0", "behind a multiplexer", ""),

    # A port.
    "unknown_to_the_firmware": (NO_PNP, "good parport0",
                                "neither the firmware nor the PCI bus names", ""),
    "suspended": ({PNP + "power/runtime_status": "suspended\n"}, "wrong parport0",
                  "PNP device 00:04 is suspended", "power/control"),
    "second_port_of_a_card": (
        NO_PNP | {PCI + "class": "0x070103\n", PCI + "irq": "7\n",
                  PCI + "resource": "0xc000 0xc007 0x40101\n0xc400 0xc407 0x40101\n"
                  "0x378 0x37f 0x40101\n0xfeb00000 0xfeb00fff 0x40200\n",
                  PCI + "driver": "-> ../drivers/parport_pc"},
        "good parport0", "It is PCI card 0000:00:04.0 (0xc000, interrupt 7).", ""),
    "card_asleep": (
        NO_PNP | {PCI + "class": "0x070101\n", PCI + "irq": "7\n", PCI + "power_state": "D3hot\n",
                  PCI + "resource": "0x378 0x37f 0x101\n",
                  PCI + "driver": "-> ../drivers/parport_pc"},
        "wrong parport0", "in power state D3hot", "/sys/bus/pci/devices/0000:00:04.0/power/control"),
    "switched_off": (
        {PNP + "resources": "state = disabled\nio 0x378-0x37f\nirq 7\n"},
        "wrong parport0", "is switched off: it does not answer", "firmware"),
    "no_line": (
        {CLASS + "irq": "-1\n", CLASS + "route": "none\n",
         PNP + "resources": "state = active\nio 0x378-0x37f\n"},
        "wrong parport0", "the firmware names none", "irq=7"),
    "no_line_although": (
        {CLASS + "irq": "-1\n", CLASS + "route": "none\n", CLASS + "number": "1\n"},
        "wrong parport0", "but the firmware says it has interrupt 7", '"options ntparport irq=none,7"'),
    "no_line_as_told": (
        {CLASS + "irq": "-1\n", CLASS + "route": "none\n",
         OPTIONS: "options parport_pc io=0x378 irq=none\n"},
        "wrong parport0", "because parport_pc was told irq=none", "irq=7"),
    "no_line_as_told_without_firmware": (
        NO_PNP | {CLASS + "irq": "-1\n", CLASS + "route": "none\n",
                  "/proc/cmdline": "parport_pc.irq=none\n"},
        "wrong parport0", "parport_pc was told irq=none, and ntparport", "irq=7"),
    "wrong_line": (
        DIRECT | {CLASS + "irq": "5\n"}, "wrong parport0",
        "Interrupt 5 is probably the wrong line", "irq=7"),
    "wrong_line_of_parport": (
        {PNP + "resources": "state = active\nio 0x378-0x37f\nirq 5\n"}, "wrong parport0",
        "Interrupt 7 is probably the wrong line", "without io= and irq="),
    "nobody_cared": ({CLASS + "line": "disabled\n"}, "wrong parport0", '"nobody cared"',
                     "load parport_pc again"),
    "nobody_cared_before": (log("Disabling IRQ #7", 0), "note parport0", "disabled once", "unload"),
    "line_of_another": (DIRECT | interrupts("sound"), "wrong parport0",
                        "Interrupt 7 belongs to sound", "set-up"),
    "line_of_parport": (DIRECT | interrupts("parport0"), "wrong parport0",
                        "parport_pc has it, so irq= is not needed", "without irq="),
    "line_of_nobody": (interrupts(""), "wrong parport0", "Nobody has requested interrupt 7",
                       "load parport_pc again"),
    "linux_driver_has_it": (
        {PARPORT + "devices/active": "lp\n", PARPORT + "devices/lp/timeslice": "200\n",
         CLASS + "waiters": "1\n"},
        "wrong parport0", "The Linux driver lp has the port, and 1 request", "rmmod lp"),
    "ppdev_has_it": (
        {PARPORT + "devices/active": "ppdev0\n", CLASS + "connections": "0\n"},
        "note parport0", "The Linux driver ppdev0 has the port.", "/dev/parport*"),
    "another_has_it": ({PARPORT + "devices/active": "zip\n"}, "wrong parport0", "zip has the port",
                       "rmmod zip"),
    "linux_driver_may_have_it": (
        {PARPORT + "devices/lp/timeslice": "200\n"}, "note parport0",
        "The Linux driver lp may take the port", ""),
    "exclusively": (
        log("ntparport: parport0: a Linux driver has this port exclusively: unload it"),
        "note parport0", "had this port exclusively", "unload"),
    "held": (
        {CLASS + "state": "held\n", CLASS + "holder": "Start+0x1/0x2 [mydriver]\n",
         CLASS + "waiters": "2\n"},
        "note parport0", "Start+0x1/0x2 [mydriver] has the port, and 2 requests wait", ""),
    "not_connected": ({CLASS + "connections": "0\n"}, "note parport0", "No driver is connected", ""),
    "nothing_comes": ({CLASS + "interrupts": "0\n", CLASS + "handled": "0\n"}, "note parport0",
                      "no interrupt has come yet", "nAck"),
    "nobody_claims": ({CLASS + "handled": "1\n", CLASS + "unhandled": "10\n"}, "wrong parport0",
                      "no routine claimed 10", "TRUE"),
    "missed": ({CLASS + "missed": "3\n"}, "note parport0", "3 interrupts came while", ""),
    "forced": ({CLASS + "forced_disconnects": "1\n"}, "note parport0", "1 connection had to be ended",
               ""),

    # Drivers.
    "no_driver": ({"/sys/module/mydriver/parameters/Parameters": None}, "note machine",
                  "No Windows driver is loaded", ""),
    "driver_not_loaded": ({"/etc/ntparport/other.settings": "A=dword:1\n"}, "note driver other",
                          "it is not loaded", "modprobe other"),
    "driver_refused": (
        {"/etc/ntparport/other.settings": "A=dword:1\n"} |
        log("ntparport: other: DriverEntry failed, status 0xc0000001: not loaded"),
        "wrong driver other", "DriverEntry failed, status 0xc0000001: not loaded", ""),
    "not_found": ({FILE: "A=dword:1\n"}, "wrong driver mydriver", "The kernel does not find",
                  "ln -s /etc/ntparport /lib/firmware/ntparport"),
    "malformed": (
        {FILE: "A=dword:1\nB=what\n", "/lib/firmware/ntparport": "-> ../../etc/ntparport"},
        "wrong driver mydriver", "mydriver.settings:2: not Name=", "correct that"),
    "read_elsewhere": ({FILE: "A=dword:1\n", "/lib/firmware/ntparport/mydriver.settings": "A=dword:2\n"},
                       "wrong driver mydriver", "The kernel reads /lib/firmware/ntparport/mydriver.settings, "
                       "not /etc/ntparport/mydriver.settings.", "ln -sf /etc"),
    "only_elsewhere": ({"/lib/firmware/ntparport/other.settings": "A=dword:2\n"}, "note driver other",
                       "There are settings for it", "modprobe other"),
    "empty": ({FILE: "", "/lib/firmware/ntparport": "-> /etc/ntparport"},
              "wrong driver mydriver", "is empty: the kernel does not load", "correct that"),
    "unread": (
        {FILE: "Timeout=dword:30\nProt=dword:1\n",
         "/lib/firmware/ntparport": "-> ../../etc/ntparport",
         "/sys/kernel/debug/ntparport/settings":
         told(("mydriver", "read", "Timeout=dword:30"), ("mydriver", "unread", "Prot=dword:1"))},
        "note driver mydriver", "It never read Prot.", "ntparportctl settings mydriver"),
    "last_of_its_kind": (
        {"/dev/kmsg": "4,1,1,-;ntparport: it took 1 us\n4,2,2,-;ntparport: it took 2 us\n"},
        "note machine", '"ntparport: it took 2 us"', ""),
    "rest_of_the_log": (log("ntparport: something new"), "note machine", '"ntparport: something new"',
                        ""),
}


class Explain(unittest.TestCase):
    """One case a sentence."""

    said: set[int] = set()

    def findings(self, changes):
        """What it says of a tree."""
        with tempfile.TemporaryDirectory() as folder:
            plant(pathlib.Path(folder), WELL | changes)
            return explain.Doctor(explain.System(folder)).examine(), folder

    def setUp(self):
        add = explain.Doctor.add

        def noting(doctor, *arguments):
            self.said.add(inspect.currentframe().f_back.f_lineno)
            add(doctor, *arguments)

        explain.Doctor.add = noting
        self.addCleanup(setattr, explain.Doctor, "add", add)

    def test_sentences(self):
        """In each tree there is the sentence, at its level, with its advice."""
        for name, (changes, about, text, advice) in CASES.items():
            with self.subTest(name):
                findings, _ = self.findings(changes)
                level, _, whom = about.partition(" ")
                whom = "the machine" if whom == "machine" else whom
                self.assertTrue(
                    any(each.level == level and each.about == whom and text in each.text and
                        advice in each.advice for each in findings),
                    [(each.level, each.about, each.text, each.advice) for each in findings])
        # Whoever adds a sentence adds a case.
        tree = ast.parse(inspect.getsource(explain))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)
                 and isinstance(node.func, ast.Attribute) and node.func.attr == "add"
                 and isinstance(node.func.value, ast.Name) and node.func.value.id == "self"]
        self.assertGreater(len(calls), 40)
        for call in calls:
            # The frame's line is one of the call's lines.
            only_users = "Only root sees" in ast.unparse(call)
            self.assertTrue(only_users or self.said & set(range(call.lineno, call.end_lineno + 1)),
                            f"no case for line {call.lineno}")

    def test_all_is_well(self):
        """Nothing is wrong with a tree with which nothing is wrong, and the status says so."""
        with tempfile.TemporaryDirectory() as folder:
            plant(pathlib.Path(folder), WELL)
            status, out, errors = run("explain", "--root", folder)
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("Nothing is wrong", out)
        self.assertNotIn("  wrong  ", out)

    def test_shown(self):
        """In 80 columns, with the count of what is wrong, which is status 1; as JSON, too."""
        with tempfile.TemporaryDirectory() as folder:
            plant(pathlib.Path(folder), WELL | CASES["connect_disabled"][0] | CASES["usb_adapter"][0])
            status, out, _ = run("explain", "--root", folder)
            self.assertEqual(status, 1)
            self.assertIn("2 things are wrong.", out)
            self.assertLessEqual(max(map(len, out.split("\n"))), 80)
            status, out, _ = run("--json", "explain", "--root", folder)
            self.assertEqual(status, 1)
            self.assertIn('"level":"wrong"', out)

    def test_empty_tree(self):
        """Of a machine that has nothing at all, it says that nothing is there."""
        with tempfile.TemporaryDirectory() as folder:
            status, out, errors = run("explain", "--root", folder)
        self.assertEqual((status, errors), (1, ""))
        self.assertIn("not installed", out)
        self.assertIn("There is no port", out)
        self.assertNotIn("Traceback", out)


if __name__ == "__main__":
    unittest.main()
