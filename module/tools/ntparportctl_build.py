# SPDX-License-Identifier: GPL-2.0
"""A Windows driver that exists only as an image (.sys): a folder from which make builds a module.

A part of ntparportctl, which loads it only for the commands that need it. What is in an image, the
kit knows (compat/kit/image), which needs packages that Python has not by itself.
"""
from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

from ntparportctl import DONE, FAILED, Failure, System, counted, note, say
from ntparportctl_import import (Found, Import, Service, check_name, checked_text, choose,
                                 make_folders, modprobe_text, note_left_out, note_remarks,
                                 read_windows_file, remove_folders)
from ntparportctl_settings import Entry, folded, module_name

# How Windows numbers what services are, and when they are started.
KERNEL_DRIVER, BOOT_START = 1, 0
NOT_A_DRIVER = {2: "a file system", 8: "a recognizer of file systems", 16: "a program",
                32: "a program", 272: "a program", 288: "a program"}
# What devices that are not at a parallel port are called.
BUSES = {"usb": "USB", "hid": "HID", "pci": "PCI", "pcmcia": "PCMCIA", "1394": "FireWire",
         "bthenum": "Bluetooth", "scsi": "SCSI", "ide": "IDE", "hdaudio": "audio"}


def find_kit(system: System) -> str:
    """The folder in which compat/kit is: this program's own, or an installed one."""
    release = system.read("/proc/sys/kernel/osrelease") or os.uname().release
    here = os.path.dirname(os.path.realpath(__file__))
    dkms = f"/var/lib/dkms/ntparport/kernel-{release}-{os.uname().machine}"
    folders = [os.environ.get("NTPARPORT", ""), *([] if system.root else [
        os.path.join(here, "../.."), os.path.join(here, "../ntparport")])]
    folders += [system.at(folder) for folder in (
        f"/lib/modules/{release}/ntparport", "/usr/local/share/ntparport", "/usr/share/ntparport",
        f"{os.path.realpath(system.at(dkms)).removeprefix(system.root)}/../../source")]
    for folder in folders:
        if folder and os.path.isfile(os.path.join(folder, "compat/kit/image/__main__.py")):
            return os.path.realpath(folder)
    raise Failure("the kit that makes modules of images is not installed: install the package "
                  "ntparport-dev, or run 'make install' in ntparport's source, or set NTPARPORT to "
                  "that source's folder")


def of_kit(kit: str, folder: str, driver: str, *arguments: str) -> int:
    """Runs the kit's tool for a driver in a folder; what it complains of is a Failure."""
    path = os.path.abspath(driver)
    sys.stdout.flush()
    done = subprocess.run([sys.executable, "-B", f"{kit}/compat/kit/image", *arguments, path],
                          cwd=folder, check=False, text=True, errors="surrogateescape",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    sys.stdout.write(done.stdout)
    lines = [line.removeprefix("ntparport: ").replace(path, driver)
             for line in done.stderr.splitlines()]
    if done.returncode < 0:
        lines.append(f"the kit's tool was killed by signal {-done.returncode}")
    elif done.returncode and "--explain" not in arguments and not lines:
        lines.append(f"the kit's tool failed with status {done.returncode}")
    if lines:
        raise Failure("\nntparportctl: ".join(lines))
    return done.returncode


def existing(folder: str) -> str:
    """The folder, or the nearest one above it that is there."""
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder.rstrip("/")) or "."
    return folder


def quoted(name: str) -> str:
    """A name as the shell takes it, and as it can stand in a line."""
    import shlex
    return shlex.quote("".join(c if c.isprintable() else "?" for c in name))


class Installation:
    """What the files from Windows say of a driver: its name, its settings, its devices."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.image = os.path.basename(options.arguments[0])
        self.files: list[tuple[str, Import]] = []
        self.entries: list[Entry] = []
        self.service = options.service or ""
        self.inf: Found | None = None
        for path in filter(None, (options.inf, options.reg)):
            found = read_windows_file(path)
            if path == options.inf:
                self.inf = found
            self.take(path, found, options.name or "")

    def take(self, path: str, found: Found, name: str) -> None:
        """The settings of a file: what a registry had changes what the INF file says."""
        note_remarks(path, found)
        result = Import(found, self.entries)
        names = {key: service.name for key, service in found.services.items()}
        names |= {key: own for key, own in result.services().items() if key not in names}
        service = self.service
        if not service:
            # The one that has this image, or, if it is alone, another name of its file.
            own = [each for each in found.services.values()
                   if folded(each.binary) == folded(self.image)]
            service = own[0].name if len(own) == 1 else ""
            if not own and len(names) == 1:
                service = next(iter(names.values()))
                binary = found.services[folded(service)].binary \
                    if folded(service) in found.services else ""
                if binary:
                    note(f"{path}: the file of {service} is called {binary} there, not "
                         f"{self.image}")
        if not names and result.says_connect():
            # Of the ports alone.
            result.apply("")
            self.files.append((path, result))
            return
        chosen = choose(path, names, service, name, found)
        self.service = names[chosen]
        check_service(path, found.services.get(chosen), started(result, chosen))
        result.apply(chosen)
        self.files.append((path, result))

    def name(self) -> str:
        """What the module is called, unless something else is said: as the service."""
        name = module_name(self.service)
        if self.service and not re.fullmatch(r"[A-Za-z]\w*", name, re.A):
            raise Failure(f"the service is called {self.service}, which no module can be: give it "
                          "a name with --name")
        return name

    def remark(self, target: str) -> None:
        """Says what was taken, and what was not."""
        for path, result in self.files:
            where = f", which are in {target}" if result.set and target else ""
            say(f"{path}: the service {self.service}: {counted(result.set, 'value')} set, "
                f"{result.deleted} deleted{where}")
            note_left_out(path, result, self.service)
        for device, text in (self.inf.devices if self.inf else {}).items():
            bus = BUSES.get(folded(device.partition("\\")[0])) if "\\" in device else None
            named = f"{device} ({text})" if text and text != device else device
            say(f"it is for {named}: " +
                (f"a device of {bus}, which nothing here has" if bus else
                 "a driver with AddDevice is called for every parallel port, whatever is at it"))
        if self.inf and self.inf.resources:
            say(f"Windows would give it {', '.join(self.inf.resources)}: not taken, as ports are "
                "those of Linux (ntparportctl list)")


def started(result: Import, service: str) -> int | None:
    """When Windows has started a service, as its key says."""
    start = None
    for operation in result.found.operations:
        if operation.action == "set" and folded(operation.name) == "start" and \
                folded(operation.key).endswith(f"\\services\\{service}"):
            start = int.from_bytes(operation.data, "little")
    return start


def check_service(path: str, service: Service | None, start: int | None) -> None:
    """Raises Failure for what is not a driver, or is needed before there are any files."""
    kind = service.kind if service else None
    if service and kind is not None and kind != KERNEL_DRIVER:
        raise Failure(f"{path}: the service {service.name} is "
                      f"{NOT_A_DRIVER.get(kind, f'of type {kind}')}, not a driver of a device: name "
                      "the driver's with --service")
    if BOOT_START in (start, service.start if service else None):
        raise Failure(f"{path}: a boot driver (its Start is 0), which Windows starts before it has "
                      "disks: Linux has drivers of its own for what those serve; without this file "
                      "it is built all the same")


def check_free(folder: str) -> None:
    """Raises Failure if there is something where the folder is to be."""
    if os.path.lexists(folder):
        raise Failure(f"there is a {folder} already: give the module another name with --name")


def do_build(system: System, options: argparse.Namespace) -> int:
    """Make a folder from an image of a Windows driver, or say what is in it."""
    path = options.arguments[0]
    kit = find_kit(system)
    installation = Installation(options)
    more = ["--allow"] if options.allow else []
    for other in options.beside:
        more += ["--beside", os.path.abspath(other)]
    if options.explain:
        status = of_kit(kit, ".", path, "--explain", *more)
        installation.remark("")
        return DONE if status == DONE else FAILED
    name = options.name if options.name is not None else installation.name() or None
    check_name(system, name or os.path.splitext(os.path.basename(path))[0].lower(),
               "with --name")
    output = options.output or "."
    where = "" if output == "." else f"{output.rstrip('/')}/"
    if name:
        check_free(f"{where}{module_name(name)}")
    try:
        # Where the folder can be renamed from: it takes its place when all is well.
        holder = tempfile.mkdtemp(prefix=".new-", dir=existing(output))
        try:
            named = [] if name is None else [f"--name={name}"]
            of_kit(kit, holder, path, "--build", *named, *more)
            name = next(iter(os.listdir(holder)))
            check_free(f"{where}{name}")
            target = write_settings(f"{holder}/{name}", installation, name)
            made = make_folders(output)
            try:
                os.rename(f"{holder}/{name}", f"{where}{name}")
            except OSError:
                remove_folders(made)
                raise
        finally:
            shutil.rmtree(holder, ignore_errors=True)
    except OSError as error:
        raise Failure(f"cannot make {f'{where}{name}' if name else f'a folder in {output}'}: "
                      f"{(error.strerror or str(error)).lower()}; nothing was changed") from None
    folder = quoted(f"{where}{name}")
    installation.remark(f"{where}{name}/{target}")
    say(f"{folder} has all of it. What to do with it:")
    if re.search(r"[\s:%]", os.path.abspath(output)):
        say(f"  make builds nothing in {quoted(os.path.abspath(output))}: its name has a blank, : or %")
    else:
        say(f"  make -C {folder}  # makes {name}.ko")
    say(f"  ntparport-driver add {folder}  # has DKMS build it for every kernel")
    if target:
        say(f"  cp -r {folder}/etc /  # gives it its settings: as root, before it is loaded")
    return DONE


def write_settings(folder: str, installation: Installation, name: str) -> str:
    """Writes what `import` would write to /etc; where the settings are in the folder."""
    if not installation.files:
        return ""
    target, modprobe = f"etc/ntparport/{name}.settings", f"etc/modprobe.d/ntparport-{name}.conf"
    enables = any(result.enables_connect for _, result in installation.files)
    texts = {target: checked_text(installation.files[-1][1], target, name),
             modprobe: modprobe_text(f"{folder}/{modprobe}", name, enables)}
    for place, text in texts.items():
        os.makedirs(os.path.dirname(f"{folder}/{place}"), exist_ok=True)
        with open(f"{folder}/{place}", "w", encoding="utf-8", errors="surrogateescape",
                  newline="\n") as file:
            file.write(text)
    return target
