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
LIB = "/lib/modules/6.1.0-56-amd64/"
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
    LIB + "modules.dep": "kernel/drivers/parport/parport.ko:\n"
                         "kernel/drivers/parport/parport_pc.ko: kernel/drivers/parport/parport.ko\n"
                         "updates/dkms/ntparport.ko: kernel/drivers/parport/parport.ko\n"
                         "updates/dkms/mydriver.ko: updates/dkms/ntparport.ko "
                         "kernel/drivers/parport/parport.ko\n",
    LIB + "updates/dkms/ntparport.ko": b"\x7fELF",
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
# A driver that is installed and to be loaded at boot, but is not loaded.
GONE = {"/sys/module/mydriver/parameters/Parameters": None,
        "/sys/module/mydriver/parameters/Service": None}
WANTED = GONE | {"/etc/modules-load.d/ntparport-mydriver.conf": "# Written by ntparport-driver.\nmydriver\n",
                 LIB + "updates/dkms/mydriver.ko": b"\x7fELF"}
NO_PC = {PNP + "driver": None, "/sys/module/parport_pc/refcnt": None}
CARD = {PCI + "class": "0x070103\n", PCI + "irq": "11\n",
        PCI + "resource": "0x000000000000c000 0x000000000000c0ff 0x0000000000040101\n"}
OTHER = "/proc/sys/dev/parport/parport1/base-addr"
SECOND = "/sys/bus/pnp/devices/00:05/"


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
        NOT_LOADED | {LIB + "modules.dep": "kernel/lp.ko:\n"},
        "wrong machine", "not installed for this kernel, 6.1.0-56-amd64", "dkms status"),
    "unsigned": (NOT_LOADED | LOCKED, "wrong machine", "ntparport.ko is not signed", "mokutil"),
    "unsigned_by_parameter": (
        NOT_LOADED | {"/sys/module/module/parameters/sig_enforce": "Y\n"},
        "wrong machine", "only loads signed modules", "sign the modules"),
    "wrong_key": (
        NOT_LOADED | LOCKED | log("Loading of module with unavailable key is rejected") |
        {LIB + "updates/dkms/ntparport.ko":
         b"\x7fELF~Module signature appended~\n"},
        "wrong machine", 'its log says "Loading of module with unavailable key is rejected"', "sign"),
    "signed": (
        NOT_LOADED | LOCKED |
        {LIB + "updates/dkms/ntparport.ko":
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
        NO_PORTS | {PNP + "driver": None, OPTIONS: "options parport_pc io=0x278\n"}, "wrong machine",
        "no driver has PNP device 00:04", f"load parport_pc again without io= ({OPTIONS})"),
    "parport_pc_refused": (NO_PORTS, "wrong machine", "although parport_pc has PNP device 00:04",
                           "dmesg"),
    "card_without_driver": (
        NO_PORTS | NO_PNP | CARD,
        "wrong machine", "no driver has PCI card 0000:00:04.0 (0xc000, interrupt 11)",
        "parport_serial"),
    "usb_adapter": (
        NO_PORTS | NO_PNP | {PARPORT + "base-addr": "0\t0\n"},
        "wrong parport0", "a USB adapter", "mainboard"),
    "passed_over": (
        NO_PORTS | NO_PNP | {PARPORT + "base-addr": "888\t0\n"} |
        log("ntparport: parport0: behind a multiplexer: left alone, use the port itself", 6),
        "wrong parport0", "behind a multiplexer", ""),

    # Who or what forbids parport_pc.
    "install_line": (
        NO_PORTS | NO_PC | {OPTIONS: "install parport_pc /bin/false\n"}, "wrong machine",
        f'parport_pc is not loaded: {OPTIONS} forbids it ("install parport_pc /bin/false")',
        f'remove the line "install parport_pc /bin/false" from {OPTIONS}, then modprobe'),
    "blacklist_with_a_dash": (
        NO_PORTS | NO_PC | {OPTIONS: "  blacklist  parport-pc\n"},
        "wrong machine", f"{OPTIONS} forbids it", "remove the line"),
    "blacklist_of_a_package": (
        NO_PORTS | NO_PC | {"/lib/modprobe.d/dist.conf": "blacklist parport_pc\n"},
        "wrong machine", "/lib/modprobe.d/dist.conf forbids it",
        "copy /lib/modprobe.d/dist.conf to /etc/modprobe.d"),
    "blacklist_of_a_package_in_usr": (
        NO_PORTS | NO_PC | {"/usr/lib/modprobe.d/dist.conf": "install parport-pc /bin/true\n"},
        "wrong machine", "/usr/lib/modprobe.d/dist.conf forbids it", "copy /usr/lib"),
    "blacklist_for_now": (
        NO_PORTS | NO_PC | {"/run/modprobe.d/x.conf": "blacklist parport_pc\n"},
        "wrong machine", "/run/modprobe.d/x.conf forbids it", "remove the line"),
    "blacklist_that_another_replaces": (
        NO_PORTS | NO_PC | {"/lib/modprobe.d/x.conf": "blacklist parport_pc\n",
                            "/etc/modprobe.d/x.conf": "# nothing\n"},
        "wrong machine", "parport_pc is not loaded.", "modprobe parport_pc"),
    "module_blacklist": (
        NO_PORTS | NO_PC | {"/proc/cmdline": "quiet module_blacklist=lp,parport_pc\n"},
        "wrong machine", "module_blacklist=lp,parport_pc on the kernel's command line",
        "boot loader's settings and boot again"),
    "modprobe_blacklist": (
        NO_PORTS | NO_PC | {"/proc/cmdline": "modprobe.blacklist=parport-pc\n"},
        "wrong machine", "modprobe.blacklist=parport-pc", "until then: modprobe parport_pc"),
    "initcall_blacklist": (
        NO_PORTS | NO_PC | {"/proc/cmdline": "initcall_blacklist=a,parport_pc_init\n"},
        "wrong machine", "initcall_blacklist=a,parport_pc_init", "boot again"),
    "parport_itself": (
        NO_PORTS | NO_PC | {OPTIONS: "install parport /bin/false\n"},
        "wrong machine", f'{OPTIONS} forbids parport ("install parport /bin/false")',
        f'from {OPTIONS}, then modprobe parport_pc'),
    "forbidden_where_nothing_names_a_port": (
        NO_PORTS | NO_PNP | NO_PC | {OPTIONS: "install parport_pc /bin/false\n"}, "wrong machine",
        f"names one, and parport_pc is not loaded: {OPTIONS} forbids it", "remove the line"),
    "ntparport_forbidden": (
        NOT_LOADED | {OPTIONS: "blacklist ntparport\n"}, "wrong machine",
        f"ntparport is not loaded: {OPTIONS} forbids it", 'remove the line "blacklist ntparport"'),
    "ntparport_forbidden_at_boot": (
        NOT_LOADED | {"/proc/cmdline": "module_blacklist=ntparport\n"}, "wrong machine",
        "ntparport is not loaded, and cannot be: module_blacklist=", "boot again"),
    "kernel_without_parport_pc": (
        NO_PORTS | NO_PC | {LIB + "modules.dep": "kernel/a.ko:\nupdates/ntparport.ko:\n"},
        "wrong machine", "this kernel has no such module", "CONFIG_PARPORT_PC"),
    "kernel_of_fedora": (
        NO_PORTS | NO_PC | {"/proc/sys/kernel/osrelease": "6.8.5-301.fc40.x86_64\n",
                            "/lib/modules/6.8.5-301.fc40.x86_64/modules.dep": "kernel/a.ko:\n"},
        "wrong machine", "this kernel has no such module", "install kernel-modules-extra"),
    "kernel_of_a_cloud": (
        NO_PORTS | NO_PNP | NO_PC | {
            "/proc/sys/kernel/osrelease": "6.1.0-56-cloud-amd64\n",
            "/lib/modules/6.1.0-56-cloud-amd64/modules.dep": "kernel/a.ko:\n"},
        "wrong machine", "and parport_pc is not loaded: this kernel has no such module",
        "linux-image-amd64"),
    "kernel_without_parport": (
        NOT_LOADED | NO_PORTS | NO_PNP | NO_PC | {
            "/proc/sys/kernel/osrelease": "6.1.0-56-cloud-amd64\n",
            "/lib/modules/6.1.0-56-cloud-amd64/modules.dep": "kernel/a.ko:\n"},
        "wrong machine", "cannot be: it has no parallel ports", "linux-image-amd64"),
    "parport_pc_of_the_kernel_itself": (
        NO_PORTS | {PNP + "driver": None, LIB + "modules.builtin": "kernel/drivers/parport/parport_pc.ko\n"},
        "wrong machine", "no driver has PNP device 00:04", "boot again: parport_pc is a part"),
    "kernel_of_ubuntu": (
        NO_PORTS | NO_PC | {"/etc/os-release": "ID=mint\nID_LIKE=\"ubuntu debian\"\n",
                            LIB + "modules.dep": "kernel/a.ko:\n"},
        "wrong machine", "this kernel has no such module", "linux-modules-extra-6.1.0-56-amd64"),
    "kernel_whose_modules_are_unknown": (
        NO_PORTS | NO_PC | {LIB + "modules.dep": "updates/ntparport.ko:\n"},
        "wrong machine", "parport_pc is not loaded.", "if there is no such module"),

    # What a kernel that is locked down refuses.
    "options_of_parport_pc": (
        NO_PORTS | NO_PC | LOCKED | {
            OPTIONS: "options parport_pc io=0x378 irq=7\n",
            LIB + "kernel/drivers/parport/parport_pc.ko": b"\x7fELF~Module signature appended~\n"},
        "wrong machine", f"parport_pc is not loaded: {OPTIONS} has io=0x378 irq=7 for it",
        "remove io= and irq= there, then modprobe parport_pc"),
    "options_of_parport_pc_by_themselves": (
        LOCKED | {OPTIONS: "options parport_pc irq=none\n"}, "wrong machine",
        f"{OPTIONS} has irq=none for parport_pc", "remove irq= there"),
    "options_of_the_command_line": (
        LOCKED | {"/proc/cmdline": "ntparport.irq=7\n"}, "wrong machine",
        "/proc/cmdline has irq=7 for ntparport", "boot loader's settings"),
    "no_line_locked_down": (
        LOCKED | {CLASS + "irq": "-1\n", CLASS + "route": "none\n",
                  PNP + "resources": "state = active\nio 0x378-0x37f\n"},
        "wrong parport0", "the firmware names none", "takes no irq="),
    "no_line_although_locked_down": (
        LOCKED | {CLASS + "irq": "-1\n", CLASS + "route": "none\n"}, "wrong parport0",
        "but the firmware says it has interrupt 7", "load parport_pc again; the kernel's log"),
    "no_line_as_told_locked_down": (
        LOCKED | NO_PNP | {CLASS + "irq": "-1\n", CLASS + "route": "none\n",
                           OPTIONS: "options parport_pc irq=none\n"},
        "wrong parport0", "parport_pc was told irq=none",
        f"load parport_pc again without irq= ({OPTIONS}); enable"),
    "no_debugfs_locked_down": (
        LOCKED | {"/sys/kernel/debug/ntparport/timing": None}, "note machine", "clients needs it",
        "mount"),

    # More hardware than ports.
    "second_port_switched_off": (
        {SECOND + "id": "PNP0401\n", SECOND + "resources": "state = disabled\n"},
        "note machine", "A port is missing: PNP device 00:05 is switched off", "firmware"),
    "second_card": (CARD, "wrong machine", "A port is missing: no driver has PCI card 0000:00:04.0",
                    "modprobe parport_pc io=0xc000 irq=11"),
    "second_card_given_away": (
        CARD | {PCI + "driver": "-> ../drivers/vfio-pci"}, "note machine",
        "A port is missing: the Linux driver vfio-pci has PCI card 0000:00:04.0",
        "echo 0000:00:04.0 >/sys/bus/pci/drivers/vfio-pci/unbind"),
    "card_asleep_without_a_port": (
        CARD | {PCI + "driver": "-> ../drivers/parport_serial", PCI + "power_state": "D3cold\n"},
        "wrong machine", "A port is missing: PCI card 0000:00:04.0 is in power state D3cold",
        "wake it"),
    "usb_adapter_beside_a_port": ({OTHER: "0\t0\n"}, "note parport1", "a USB adapter", "mainboard"),
    "passed_over_beside_a_port": (
        {OTHER: "632\t0\n"} | log("ntparport: parport1: behind a multiplexer: left alone", 6),
        "note parport1", "passed it over: the kernel's log says \"ntparport: parport1: behind", ""),
    "switched_off_without_the_module": (
        NOT_LOADED | NO_PORTS | {PNP + "resources": "state = disabled\n"},
        "wrong machine", "There is no port: PNP device 00:04 is switched off", "firmware"),
    "usb_adapter_without_the_module": (
        NOT_LOADED | NO_PNP | {PARPORT + "base-addr": "0\t0\n"}, "wrong parport0", "a USB adapter", ""),

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
        {PNP + "resources": "state = active\nio 0x378-0x37f\nirq 5\n",
         OPTIONS: "options parport_pc io=0x378 irq=7\n"}, "wrong parport0",
        "Interrupt 7 is probably the wrong line", f"without io= and irq= ({OPTIONS})"),
    "wrong_line_of_parport_by_itself": (
        LOCKED | {PNP + "resources": "state = active\nio 0x378-0x37f\nirq 5\n"}, "wrong parport0",
        "Interrupt 7 is probably the wrong line", "load parport_pc again; if"),
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
    "driver_unsigned": (
        WANTED | LOCKED | log("Loading of unsigned module is rejected"), "wrong driver mydriver",
        "to be loaded at every boot (/etc/modules-load.d/ntparport-mydriver.conf), but it is not "
        "loaded, and cannot be: this kernel only loads signed modules, and " + LIB +
        "updates/dkms/mydriver.ko is not signed", "mokutil --import /var/lib/dkms/mok.pub"),
    "driver_unsigned_without_a_log": (
        WANTED | LOCKED, "wrong driver mydriver", "mydriver.ko is not signed", "sign"),
    "driver_with_another_key": (
        WANTED | LOCKED | log("Loading of module with unavailable key is rejected") |
        {LIB + "updates/dkms/mydriver.ko": b"\x7fELF~Module signature appended~\n"},
        "wrong driver mydriver", 'its log says "Loading of module with unavailable key', "sign"),
    "driver_of_another_version": (
        WANTED | log("mydriver: disagrees about version of symbol ntparport_IoCreateDevice"),
        "wrong driver mydriver", 'says "mydriver: disagrees about', "ntparport-driver rebuild"),
    "driver_without_a_symbol": (
        WANTED | log("mydriver: Unknown symbol ntparport_IoCreateDevice (err -2)"),
        "wrong driver mydriver", '"mydriver: Unknown symbol ', "load it with modprobe"),
    "driver_of_another_kernel": (
        WANTED | log("mydriver: version magic '6.1.0-55-amd64 SMP' should be '6.1.0-56-amd64 SMP'"),
        "wrong driver mydriver", '"mydriver: version magic', "build it again"),
    "driver_file_of_another_kernel": (
        WANTED | {LIB + "updates/dkms/mydriver.ko": b"\x7fELF\0vermagic=6.1.0-55-amd64 SMP \0"},
        "wrong driver mydriver", "was built for Linux 6.1.0-55-amd64, and this is 6.1.0-56-amd64",
        "build it again"),
    "driver_damaged": (
        WANTED | {LIB + "updates/dkms/mydriver.ko": b""}, "wrong driver mydriver", "is no module",
        "build it again"),
    "driver_of_another_machine": (
        WANTED | log("systemd-modules-load[9]: Failed to insert module 'mydriver': Exec format error"),
        "wrong driver mydriver", "Exec format error", "build it again"),
    "driver_of_another_machine_without_a_name": (
        WANTED | log("Invalid ELF header magic: != \x7fELF"), "wrong driver mydriver",
        "another kind of machine", "build it again"),
    "driver_unverified": (
        WANTED | log("mydriver: module verification failed: signature and/or required key missing - "
                     "tainting kernel", 5),
        "wrong driver mydriver", "without Secure Boot is only a remark", "modprobe mydriver"),
    "driver_unverified_that_nobody_wants": (
        GONE | log("mydriver: module verification failed: signature and/or required key missing - "
                   "tainting kernel", 5), "note driver mydriver", "only a remark", "modprobe mydriver"),
    "driver_with_settings_where_nothing_is_known": (
        {LIB + "modules.dep": None, "/etc/ntparport/other.settings": "A=dword:1\n"}, "note driver other",
        "There are settings for it, but it is not loaded.", "modprobe other; for every boot"),
    "driver_with_a_wrong_option": (
        WANTED | log("mydriver: `x' invalid for parameter `Service'"), "wrong driver mydriver",
        "an option that it does not take", "modprobe.d"),
    "driver_forbidden": (
        WANTED | {OPTIONS: "blacklist mydriver\n"}, "wrong driver mydriver",
        f"{OPTIONS} forbids it", "remove the line"),
    "driver_is_wanted": (WANTED, "wrong driver mydriver", "but it is not loaded.", "modprobe mydriver"),
    "driver_is_wanted_by_the_command_line": (
        GONE | {"/proc/cmdline": "modules_load=lp,mydriver\n"}, "wrong driver mydriver",
        "every boot (/proc/cmdline)", ""),
    "driver_is_wanted_elsewhere": (
        GONE | {"/usr/lib/modules-load.d/a.conf": "; no\nmydriver\n"}, "wrong driver mydriver",
        "/usr/lib/modules-load.d/a.conf", ""),
    "driver_is_installed": (GONE, "note driver mydriver", "It is installed, but not loaded.",
                            '"mydriver" in /etc/modules-load.d'),
    "driver_is_not_installed": (
        GONE | {"/etc/modules-load.d/x.conf": "old_one\nloop\n",
                "/lib/modules/6.1.0-1-amd64/modules.dep": "updates/old-one.ko: updates/ntparport.ko\n"},
        "wrong driver old_one", "is not installed for this kernel, 6.1.0-56-amd64, but for 6.1.0-1-amd64",
        "ntparport-driver rebuild"),
    "driver_waits_for_ntparport": (
        NOT_LOADED | WANTED, "note driver mydriver", "as ntparport is not", "modprobe mydriver"),
    "driver_by_hand": (
        log("theirs: disagrees about version of symbol nt_driver_start"), "wrong driver theirs",
        "disagrees about version", "build it again"),
    "driver_by_hand_of_another_kernel": (
        GONE | log("theirs: version magic '5.10 SMP' should be '6.1.0-56-amd64 SMP'"),
        "wrong driver theirs", "version magic", "build it again"),
    "driver_by_hand_unsigned": (
        GONE | LOCKED | {LIB + "modules.dep": "updates/ntparport.ko:\n"} |
        log("Loading of unsigned module is rejected"), "wrong machine",
        'says "Loading of unsigned module is rejected": it has refused a module', "mokutil"),
    "another_unsigned": (
        log("Lockdown: insmod: unsigned module loading is restricted; see man kernel_lockdown.7"),
        "note machine", "it has refused a module", "mokutil"),
    "settings_in_another_case": (
        {"/etc/ntparport/MyDriver.settings": "A=dword:1\n"}, "wrong driver mydriver",
        "does not read /etc/ntparport/MyDriver.settings, since the module is called mydriver",
        "mv -n /etc/ntparport/MyDriver.settings /etc/ntparport/mydriver.settings"),
    "settings_with_a_dash": (
        {"/etc/ntparport/my-other.settings": "A=dword:1\n"}, "wrong driver my_other",
        "it looks for my_other.settings", "mv"),

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

    def test_advice_that_the_kernel_refuses(self):
        """Locked down, nothing advises a parameter that names hardware, or a self-test."""
        for name, (changes, about, _, _) in CASES.items():
            if about != "wrong parport0":
                continue
            with self.subTest(name):
                for each in self.findings(changes | LOCKED)[0]:
                    if each.about == "parport0":
                        self.assertNotRegex(each.advice, r"irq=(none|\d)|io=0x|selftest")

    def test_what_is_not_said(self):
        """Samples that nobody wants, modules of others, and masked lists are no findings."""
        changes = {LIB + "modules.dep": WELL[LIB + "modules.dep"] + "kernel/loop.ko:\n"
                   "updates/dkms/ntparport_pipe.ko: updates/dkms/ntparport.ko\n"
                   "updates/nvidia.ko:\n", "/etc/modules": "loop\nnvidia\n",
                   "/lib/modules-load.d/x.conf": "ntparport_pipe\n", "/etc/modules-load.d/x.conf": "",
                   "/dev/kmsg": "4,1,1,-;nvidia: Unknown symbol drm_x (err -2)\n"
                                "5,1,1,-;gone: module verification failed: signature missing\n"}
        found, _ = self.findings(changes)
        self.assertEqual([each.text for each in found], [each.text for each in self.findings({})[0]])

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
