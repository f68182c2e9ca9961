# SPDX-License-Identifier: GPL-2.0
"""Modules: where they are, what forbids them, what loads them at boot, and why they were refused.

A part of ntparportctl, which loads it only for the commands that need it.
"""
from __future__ import annotations

import os
import re
from collections.abc import Iterator

from ntparportctl import MODPROBE, System
from ntparportctl_settings import (modprobe_lines, module_name, module_options, newest_of_names,
                                   split_options)

# A signature is at the end of a module, and this at the end of that.
SIGNED = b"~Module signature appended~\n"

# Where lists are of what is loaded at every boot; of files of one name the first counts.
LOAD = ("/etc/modules-load.d", "/run/modules-load.d", "/usr/local/lib/modules-load.d",
        "/usr/lib/modules-load.d", "/lib/modules-load.d")

# What a kernel that is locked down takes from nobody: parameters that name hardware.
OF_HARDWARE = {"ntparport": ("irq",), "parport_pc": ("io", "io_hi", "irq", "dma")}

# What the kernel says of modules that it refuses, with the signature's name of none.
NOT_SIGNED = ("Loading of (unsigned module|module with un).* is rejected|"
              "Lockdown: .*unsigned module loading")
NO_MODULE = r"(?i)invalid ELF|invalid architecture in ELF|\bexec format"

BUILT_FOR_ANOTHER = "it was built for another version of the kernel or of ntparport"

# The same for one module, of which the name is @; what that means, and what to do about it.
REFUSALS = (
    ("@: (disagrees about version of symbol|no symbol version for)", BUILT_FOR_ANOTHER, "rebuild"),
    ("@: version magic", "it was built for another kernel", "rebuild"),
    ("@: (?i:unknown) symbol", "something that it needs is not there",
     "load it with modprobe, which loads what it needs before it, and not with insmod; if that "
     "does not help, "),
    ("(?i:@['\"]?: .*(exec format|invalid ELF|relocation|section))",
     "its file is damaged, or for another kind of machine", "rebuild"),
    ("(?i:module @ is blacklisted)", "", "see module_blacklist= in /proc/cmdline"),
    ("@: .*invalid for parameter", "it was given an option that it does not take",
     "correct that in /etc/modprobe.d"),
    ("(?i:(failed to (insert|find|load) module|could not insert) '?@\\b)", "", "rebuild"),
)
# What the kernel says of a module that it has loaded all the same.
REMARK = "@: module verification failed"


def read_log(system: System) -> list[tuple[int, str]]:
    """The kernel's log: level and text; nothing if only root may read it."""
    data = b""
    try:
        descriptor = os.open(system.at("/dev/kmsg"), os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return []
    try:
        while True:
            try:
                part = os.read(descriptor, 16384)
            except BrokenPipeError:
                continue                            # a line was overwritten meanwhile
            if not part:
                break
            data += part
    except OSError:
        pass                                        # there is no more for now
    finally:
        os.close(descriptor)
    records = re.findall(r"^(\d+),[^;\n]*;(.*)$", data.decode("utf-8", "replace"), re.M)
    return [(int(level) & 7, text) for level, text in records]


class Obstacle:
    """Why a module is not loaded, in a clause, and what to do; `firm` if modprobe fails, too."""

    def __init__(self, why: str, advice: str, firm: bool = True) -> None:
        self.why = why
        self.advice = advice
        self.firm = firm


def pattern_of(name: str) -> str:
    """A module's name as files and messages may have it."""
    return re.escape(name).replace("_", "[-_]")


class Modules:
    """The modules of the running kernel."""

    def __init__(self, system: System, log: list[tuple[int, str]] | None = None) -> None:
        self.system = system
        self.log = log or []
        self.release = system.read("/proc/sys/kernel/osrelease") or ""
        # Name -> its path below /lib/modules/RELEASE, and the names of those it needs.
        self.files: dict[str, str] = {}
        self.needs: dict[str, list[str]] = {}
        # Those that are a part of it.
        self.builtin = {named(line) for line in
                        (system.read(f"/lib/modules/{self.release}/modules.builtin") or "").split()}
        self.read_lists()
        self.enforced = bool(
            system.lockdown() or self.logged(NOT_SIGNED) or
            system.read("/sys/module/module/parameters/sig_enforce") == "Y")

    def read_lists(self) -> None:
        """What is installed for this kernel."""
        for path, needs in self.lists_of(self.release):
            self.files.setdefault(named(path), path)
            self.needs.setdefault(named(path), [named(each) for each in needs])

    def lists_of(self, release: str) -> Iterator[tuple[str, list[str]]]:
        """The modules of a kernel, by their paths, and those each needs."""
        text = self.system.read(f"/lib/modules/{release}/modules.dep") if release else ""
        for line in (text or "").split("\n"):
            path, colon, needs = line.partition(":")
            if colon:
                yield path, needs.split()
        builtin = self.system.read(f"/lib/modules/{release}/modules.builtin") if release else ""
        for line in (builtin or "").split("\n"):
            if line:
                yield line, []

    def logged(self, pattern: str) -> str | None:
        """The last line of the log that matches."""
        return next((text for _, text in reversed(self.log) if re.search(pattern, text)), None)

    def is_there(self, name: str) -> bool:
        """Whether this kernel has such a module."""
        return name in self.files

    def path(self, name: str) -> str | None:
        """Where it is installed."""
        return f"/lib/modules/{self.release}/{self.files[name]}" if name in self.files else None

    def of_linux(self) -> set[str]:
        """The kernel's own modules."""
        return {name for name, path in self.files.items() if path.startswith("kernel/")}

    def lists_all(self) -> bool:
        """Whether the list is that of a kernel, and not of a few modules."""
        return any(path.startswith("kernel/") for path in self.files.values())

    def users(self, name: str) -> list[str]:
        """The modules that need this one."""
        return [user for user, needs in self.needs.items() if name in needs]

    def other_kernels(self, name: str) -> list[str]:
        """Kernels other than the running one that have such a module."""
        return [release for release in self.system.names("/lib/modules") if release != self.release
                and any(named(path) == name for path, _ in self.lists_of(release))]

    def contents(self, name: str) -> bytes | None:
        """The module's file; None: it cannot be read."""
        path = self.path(name) or ""
        try:
            if path.endswith(".ko"):
                with open(self.system.at(path), "rb") as file:
                    return file.read()
            if path.endswith(".ko.xz"):
                import lzma
                with lzma.open(self.system.at(path)) as packed:
                    return packed.read()
            if path.endswith(".ko.gz"):
                import gzip
                with gzip.open(self.system.at(path)) as zipped:
                    return zipped.read()
        except (OSError, EOFError, ImportError, ValueError):
            pass
        except Exception as error:  # pylint: disable=broad-exception-caught
            # What is no archive: lzma and zlib have exceptions of their own.
            if type(error).__name__ not in ("LZMAError", "error"):
                raise
        return None

    def wanted(self) -> dict[str, str]:
        """What is loaded at every boot: its name, and the file that says so."""
        wanted: dict[str, str] = {}
        for path in (*newest_of_names(self.system, reversed(LOAD)), "/etc/modules"):
            for line in (self.system.read(path) or "").split("\n"):
                word = (line.split() or ["#"])[0]
                if not word.startswith(("#", ";")):
                    wanted.setdefault(module_name(word), path)
        for name, value in split_options(self.system.read("/proc/cmdline") or ""):
            if name in ("modules_load", "modules-load", "rd.modules_load"):
                for word in filter(None, value.split(",")):
                    wanted.setdefault(module_name(word), "/proc/cmdline")
        return wanted

    def other_kernel(self) -> str:
        """Where a kernel has its module parport_pc."""
        release = self.release
        if "cloud" in release:
            return ("Debian's kernels for clouds have no parallel ports: install linux-image-amd64 "
                    "and boot that")
        names = self.system.read("/etc/os-release") or ""
        if re.search(r"\.(fc|el)\d+", release) or \
                re.search(r"^ID(_LIKE)?=.*\b(fedora|rhel|centos)\b", names, re.M):
            return f"install kernel-modules-extra-{release} (or kernel-modules-extra)"
        if re.search(r"^ID(_LIKE)?=.*\bubuntu\b", names, re.M):
            return f"install linux-modules-extra-{release}"
        return ("boot a kernel that has it (CONFIG_PARPORT_PC), or install the package with more "
                "of its modules (kernel-modules-extra, linux-modules-extra)")

    def has_no_parport(self) -> bool:
        """Whether this kernel can have no parallel ports at all."""
        return self.lists_all() and not self.is_there("parport") and \
            not any(self.system.has(f"/sys/module/{name}") for name in ("parport", "parport_pc"))

    # What is in a module's way.

    def forbidden(self, name: str) -> Obstacle | None:
        """What forbids a module, or one that it cannot do without."""
        found = list(self.what_forbids(name, name))
        for needed in self.needs.get(name) or ["parport"]:
            found += [each for each in self.what_forbids(needed, name) if each.firm]
        firm = [each for each in found if each.firm]
        return next(iter(firm or found), None)

    def what_forbids(self, name: str, wanted: str) -> Iterator[Obstacle]:
        """All that forbids a module, which one that is wanted needs."""
        it = "it" if name == wanted else name
        for key, value in split_options(self.system.read("/proc/cmdline") or ""):
            words = value.split(",")
            # modprobe, called by hand, does not mind the second.
            firm = key != "modprobe.blacklist"
            if key in ("module_blacklist", "modprobe.blacklist") and \
                    name in map(module_name, words) or \
                    key == "initcall_blacklist" and f"{name}_init" in words:
                yield Obstacle(f"{key}={value} on the kernel's command line forbids {it}",
                               f"take {name} out of {key}= in the boot loader's settings and boot "
                               "again" + ("" if firm else f"; until then: modprobe {wanted}"), firm)
        for where, line in modprobe_lines(self.system):
            words = line.split(None, 2)
            if len(words) < 2 or words[0] not in ("blacklist", "install") or \
                    module_name(words[1]) != name:
                continue
            # Another command may load it.
            if words[0] == "install" and re.search("modprobe|insmod", line):
                continue
            text = " ".join(words)
            if where.startswith((MODPROBE, "/run/")):
                advice = f"remove the line \"{text}\" from {where}"
            else:
                advice = (f"copy {where} to {MODPROBE}, where one of the same name counts in its "
                          f"place, and leave out the line \"{text}\" there")
            yield Obstacle(f"{where} forbids {it} (\"{text}\")",
                           f"{advice}, then modprobe {wanted}", words[0] == "install")

    def refused_options(self, name: str) -> dict[str, str]:
        """Options of a module that a kernel refuses which is locked down, by where they stand."""
        found: dict[str, str] = {}
        for where, option, value in module_options(self.system, name):
            if self.system.lockdown() and option in OF_HARDWARE.get(name, ()):
                found[where] = f"{found[where]} {option}={value}" if where in found else \
                    f"{option}={value}"
        return found

    def rebuilt(self, name: str) -> str:
        """How to build a module again."""
        by_dkms = "/dkms/" in (self.path(name) or "")
        if name == "ntparport":
            return f"build it again: dkms autoinstall -k {self.release}" if by_dkms else \
                "build it again: `make install` in its sources"
        return "build it again: ntparport-driver rebuild" if by_dkms else \
            "build it again in its folder, for this kernel and this ntparport"

    def file_is_bad(self, name: str) -> Obstacle | None:
        """What the module's file itself says."""
        data = self.contents(name)
        if data is None:
            return None
        # In the kernel's order.
        if self.enforced and not data.endswith(SIGNED):
            return Obstacle("this kernel only loads signed modules, and "
                            f"{self.path(name)} is not signed", signing(self.path(name)))
        if not data.startswith(b"\x7fELF"):
            return Obstacle(f"{self.path(name)} is no module (\"Exec format error\"): it is "
                            "damaged", self.rebuilt(name))
        magic = re.search(rb"(?:^|\0)vermagic=([^\0 ]*)", data)
        if magic and self.release and magic[1] != self.release.encode():
            return Obstacle(f"{self.path(name)} was built for Linux "
                            f"{magic[1].decode('utf-8', 'replace')}, and this is {self.release}",
                            self.rebuilt(name))
        return None

    def obstacle(self, name: str, nameless: bool = True) -> Obstacle | None:
        """Why a module is not loaded, if that can be seen; also by lines without its name."""
        forbidden = self.forbidden(name)
        if forbidden and forbidden.firm:
            return forbidden
        if bad := self.file_is_bad(name):
            return bad
        for where, words in self.refused_options(name).items():
            return Obstacle(f"{where} has {words} for it, which a kernel that is locked down "
                            "refuses", f"{without(words, where)}, then "
                            + ("boot again" if where == "/proc/cmdline" else f"modprobe {name}"))
        for pattern, why, advice in REFUSALS:
            if line := self.logged(rf"(?:^|\W)(?:{pattern})".replace("@", pattern_of(name))):
                advice = self.rebuilt(name) if advice == "rebuild" else \
                    advice + self.rebuilt(name) if advice.endswith(", ") else advice
                return Obstacle(f"the kernel's log says \"{line}\"" + (f": {why}" if why else ""),
                                advice)
        # These have no name in them.
        if nameless and self.enforced and (line := self.logged(NOT_SIGNED)):
            return Obstacle("this kernel only loads signed modules, and its log says "
                            f"\"{line}\"", signing(self.path(name)))
        if nameless and (line := self.logged(NO_MODULE)):
            return Obstacle(f"the kernel's log says \"{line}\": a file is damaged, or for another "
                            "kind of machine", self.rebuilt(name))
        if name in OF_HARDWARE and \
                (line := self.logged("Lockdown: .*unsafe module parameters")):
            return Obstacle(f"the kernel's log says \"{line}\"",
                            f"load it without {'= and '.join(OF_HARDWARE[name])}=: "
                            f"modprobe {name}", False)
        if forbidden:
            return forbidden
        if line := self.logged(REMARK.replace("@", pattern_of(name))):
            return Obstacle(f"the kernel's log says \"{line}\", which without Secure Boot is only "
                            "a remark", f"modprobe {name}; to be rid of it, "
                            + signing(self.path(name)), False)
        return None


def named(path: str) -> str:
    """The name of the module in this file."""
    return module_name(re.sub(r"\.ko.*", "", os.path.basename(path)))


def without(words: str, where: str) -> str:
    """Advice to remove options from where they stand."""
    names = " and ".join(re.findall(r"(?:^| )(\w+=)", words))
    return f"remove {names} " + ("from the boot loader's settings" if where == "/proc/cmdline" else
                                 "there")


def signing(path: str | None) -> str:
    """How a module gets a signature that counts."""
    if "/dkms/" not in (path or ""):
        return "sign the modules with a key that this machine knows (mokutil --import)"
    return ("sign the modules with a key that this machine knows: DKMS does it where there is "
            "openssl (install that, and build them again); then mokutil --import "
            "/var/lib/dkms/mok.pub, and boot")


def not_installed(modules: Modules) -> str:
    """What to do if ntparport is not there."""
    others = modules.other_kernels("ntparport")
    return ("install it: `make install` in its sources, or the package ntparport-dkms; after a new "
            "kernel, `dkms status` says whether it was built"
            + (f" (it was for {', '.join(others)})" if others else ""))


def why_not_loaded(system: System) -> str:
    """Why commands that need ntparport cannot do anything, in a line."""
    modules = Modules(system, read_log(system))
    if modules.has_no_parport():
        return (f"the module ntparport cannot be loaded: this kernel, {modules.release}, has no "
                f"parallel ports (no module parport): {modules.other_kernel()}")
    if modules.release and not modules.is_there("ntparport"):
        return f"the module ntparport is not installed for this kernel, {modules.release}: " + \
            not_installed(modules)
    obstacle = modules.obstacle("ntparport")
    if not obstacle:
        return "the module ntparport is not loaded: modprobe ntparport"
    return ("the module ntparport is not loaded" + (", and cannot be" if obstacle.firm else "")
            + f": {obstacle.why}: {obstacle.advice}")
