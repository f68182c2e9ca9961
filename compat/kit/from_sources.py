# SPDX-License-Identifier: GPL-2.0
"""Makes a Kbuild of the SOURCES or DIRS file of an old driver kit.

Usage: from_sources.py SOURCES|DIRS [NAME=VALUE...] >Kbuild

Of a DIRS file, all folders below are read: each driver becomes a module, and each static
library that it names in TARGETLIBS has its sources among the module's. The Kbuild belongs
into the folder of the file. What cannot be translated is named with its line, and what to
do about it; NAME=VALUE sets a macro that the file uses and does not set.
"""
import os
import pathlib
import re
import sys

import mc

# Set by the build environment: folders and libraries of the kit, which we have ourselves.
OF_THE_KIT = {"DDK_INC_PATH", "SDK_INC_PATH", "CRT_INC_PATH", "WDM_INC_PATH", "IFSKIT_INC_PATH", "DDK_LIB_PATH",
              "SDK_LIB_PATH", "IFSKIT_LIB_PATH", "BASEDIR", "_NTROOT", "_NTDRIVE", "NTMAKEENV", "TARGET_DIRECTORY",
              "TARGETPATH", "O", "OBJ_PATH", "DDK_LIB", "SDK_LIB", "DDKROOT", "WDMROOT", "DDK_TARGET_OS",
              "BUILD_ALT_DIR", "KMDF_INC_PATH", "KMDF_VER_PATH", "WDF_LIB_PATH", "NTDEBUG", "DDKBUILDENV"}
# What says nothing to this compiler, or how something is made that is not made here.
MEANS_NOTHING = {"TARGETPATH", "TARGETPATHLIB", "TARGETTYPE", "TARGETNAME", "DRIVERTYPE", "MAJORCOMP", "MINORCOMP",
                 "MSC_WARNING_LEVEL", "MSC_OPTIMIZATION", "OPTIMIZATION", "RELEASETYPE", "USE_MAPSYM", "BROWSER_INFO",
                 "BROWSERFILE", "386_STDCALL", "LINKER_FLAGS", "DRIVER_ALIGNMENT", "COFFBASE", "BACKGROUND_USE",
                 "PRECOMPILED_INCLUDE", "PRECOMPILED_PCH", "PRECOMPILED_OBJ", "PRECOMPILED_CXX",
                 "PRECOMPILED_SOURCE_INCLUDE", "DLLDEF", "RCOPTIONS", "NT_UP", "BUFFER_OVERFLOW_CHECKS",
                 "ALLOW_DATE_TIME", "WIN32_WINNT_VERSION", "SYNCHRONIZE_BLOCK", "SYNCHRONIZE_DRAIN", "BUILD_PRODUCES",
                 "BUILD_CONSUMES", "SOURCES_USED", "TARGETLIBS", "NTDEBUG", "NTDEBUGTYPE", "MSC_STDCALL",
                 "NO_BROWSER_FILE", "RUN_WPP", "C_DEFINES", "INCLUDES", "SOURCES", "USER_INCLUDES", "USER_C_FLAGS",
                 "_NT_TARGET_VERSION", "DIRS", "OPTIONAL_DIRS", "SUBSYSTEM_VERSION", "RESFILES", "UMTYPE",
                 "NO_BINPLACE", "DLLBASE", "W32_SB"}
DRIVERS = {"DRIVER", "EXPORT_DRIVER", "MINIPORT", "GDI_DRIVER", "HAL"}
LIBRARIES = {"LIBRARY", "DRIVER_LIBRARY", "DYNLINK_LIBRARY"}
VERSIONS = {0x400: "nt4", 0x500: "w2k", 0x501: "xp", 0x502: "xp", 0x600: "wdk7", 0x601: "wdk7"}
# The kit's names for versions of Windows.
TARGETS = {"_NT_TARGET_VERSION_WIN2K": "0x500", "_NT_TARGET_VERSION_WINXP": "0x501", "_NT_TARGET_VERSION_WS03": "0x502",
           "_NT_TARGET_VERSION_VISTA": "0x600", "_NT_TARGET_VERSION_LH": "0x600", "_NT_TARGET_VERSION_WIN7": "0x601"}
# Libraries of the kit: what is in them is here, or named when it is called.
KIT_LIBRARIES = re.compile(r"\$\((?:DDK|SDK|IFSKIT|WDF|CRT)_LIB(?:_PATH)?\)|\$\(BASEDIR\)[\\/]+lib[\\/]", re.IGNORECASE)
ASSIGNMENT = re.compile(r"\s*([\w.]+)\s*=\s*(.*)")
MACRO = re.compile(r"\$\((\w+)\)|\$(\w)")
# Without what these name, the Kbuild cannot be right.
MISSING = re.compile(r"\$\(\w+\) is not known: |: there is no [^:]+$")
# Not below the folder of the file: of a drive, a computer, or the root.
ABSOLUTE = re.compile(r"[A-Za-z]:|[\\/]")
# Directives about which lines are read.
CONDITIONS = {"if", "ifdef", "ifndef", "else", "elseif", "elseifdef", "elseifndef", "endif"}
# Of those of which one holds, another one did.
OVER = "over"
# In C's words and in Python's.
OPERATORS = {"&&": "and", "||": "or", "!": "not"}
# What the build environment of a free build says.
OF_A_FREE_BUILD = {"FREEBUILD": "1", "DDKBUILDENV": "fre"}
# Switches of tracewpp's that say nothing to wpp.py.
NO_WPP_SWITCHES = re.compile(r"[-/](?:km|um|dll|q|v\d*|noshrieks|D\w.*"
                             r"|(?:gen|ext|preserveext|ctl|p|odir|cfgdir|argbase|defwpp)[:=].*)", re.IGNORECASE)
# Switches that say nothing to this compiler.
NO_SWITCHES = re.compile(r"[-/](?:W|w|O|Zi|Zp8|Z[7lae]|Zc:|G|nologo|c$|F[doAac]|EH|arch:|vd\d|MP|bigobj|RTC)")


def listed(value):
    """Files or folders, which blanks, commas and semicolons are between, and quotes may be around."""
    return [word.replace('"', "") for word in re.findall(r'(?:[^\s";,]|"[^"]*"?)+', value)]


def switches_of(value):
    """Switches in one word each, without quotes around what has no blanks."""
    words = re.findall(r'(?:\\"|[^\s"]|"(?:\\"|[^"])*"?)+', value)
    words = [word if re.search(r"\s", word) else re.sub(r'(?<!\\)"', "", word) for word in words]
    joined = []
    for word in words:
        if joined and re.fullmatch(r"[-/](?:D|U|I|FI)", joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


class File:
    """A SOURCES or DIRS file: its variables, and what is said about it."""

    def __init__(self, path, given, said):
        self.path, self.given, self.said = path, given, said
        self.values, self.lines, self.taken, self.asked, self.around = {}, {}, [], set(), ()
        self.read(path, ())

    def read(self, path, around):
        """Reads a file, which those around it include."""
        try:
            text = mc.read(path).partition("\x1a")[0].replace("\r", "")
        except mc.Mistake as mistake:
            sys.exit(f"{path}:{mistake}")
        self.around = (*around, path.resolve())
        parts = []
        for number, line in enumerate(text.split("\n"), 1):
            line = line.rstrip()
            goes_on = line.endswith("\\")
            # A comment ends with its line, and the list that it is in does not.
            parts.append(re.sub(r"#.*", "", line[:-1] if goes_on else line))
            if not goes_on:
                self.line(f"{path}:{number - len(parts) + 1}", " ".join(parts).rstrip())
                parts = []
        if parts:
            self.line(f"{path}:{number - len(parts) + 1}", " ".join(parts).rstrip())
        self.around = around

    def say(self, place, text):
        self.said.append(f"{place}: {text}")

    def line(self, place, line):
        match = ASSIGNMENT.match(line)
        directive = re.match(r"!\s*(\w+)\s*(.*)", line)
        if directive and self.condition(directive[1].lower(), directive[2]):
            free = {(a or b).upper() for a, b in MACRO.findall(directive[2])} & set(OF_A_FREE_BUILD)
            if free - set(self.given) - set(self.values):
                self.say(place, "this is read as for a free build; for a checked one say FREEBUILD=0 DDKBUILDENV=chk "
                                "after the file's name")
            return
        if not all(taken in (True, None) for taken in self.taken):
            return
        if directive:
            self.directive(place, directive[1], directive[2])
        elif match:
            # What it uses of itself is what it was.
            name = match[1].upper()
            old = self.values.get(name, "")
            self.values[name] = re.sub(rf"\$\({re.escape(match[1])}\)", lambda _: old, match[2], flags=re.IGNORECASE)
            self.lines[name] = place
        elif line.strip():
            self.say(place, f"not understood: {line.strip()}")

    def directive(self, place, word, what):
        """One that is not a condition, or one that is not known to hold."""
        if word.lower() == "include":
            name = re.sub(r'[<>"]', "", MACRO.sub(lambda match: self.known(match[1] or match[2]) or match[0], what))
            file = below(self.path.parent, name)
            if file.resolve() in self.around:
                self.say(place, f"{name} is included in itself: it is not read once more")
            elif file.is_file():
                self.read(file, self.around)
            elif not any((a or b).upper() in OF_THE_KIT for a, b in MACRO.findall(name)):
                self.say(place, f"there is no {name}: say what it sets with NAME=VALUE after the file's name")
        elif word.lower() == "undef":
            self.values.pop(what.upper(), None)
            self.lines.pop(what.upper(), None)
        elif word.lower() in CONDITIONS:
            self.say(place, f"!{word} is not read: lines between conditions are taken in any case; take out those that "
                            "are not meant")
        elif word.lower() not in ("message", "cmdswitches"):
            self.say(place, f"!{word} is not read: see what it does")

    def condition(self, word, what):
        """Keeps `taken`, of all conditions around a line, whether they hold; None if that is not known."""
        if word in ("if", "ifdef", "ifndef"):
            self.taken.append(self.holds(word, what))
        elif word in CONDITIONS and word != "endif" and self.taken:
            other = f"{word[4:]} {what}".split(None, 1)
            if self.taken[-1]:
                self.taken[-1] = OVER
            elif self.taken[-1] is False:
                self.taken[-1] = self.holds(other[0].lower(), *other[1:]) if other else True
        elif word == "endif" and self.taken:
            return self.taken.pop() is not None
        return word in CONDITIONS and bool(self.taken) and self.taken[-1] is not None

    def known(self, macro):
        """The value of a macro, as far as it is known here; or None."""
        name = macro.upper()
        self.asked.add(name)
        return self.given.get(name, self.values.get(name, OF_A_FREE_BUILD.get(name)))

    def holds(self, word, what=""):
        """Does the condition hold? None if nobody knows."""
        if word != "if":
            # What is not set is set by nobody, unless it is asked for.
            there = self.known(what) is not None
            return (there or None) if word == "ifdef" else not there
        missing = [a or b for a, b in MACRO.findall(what) if self.known(a or b) is None]
        if missing:
            return None
        what = re.sub(r"defined\s*\((\w+)\)", lambda match: str(int(self.known(match[1]) is not None)),
                      MACRO.sub(lambda match: self.known(match[1] or match[2]), what), flags=re.IGNORECASE)
        words = re.findall(r'"[^"]*"|\w+|&&|\|\||[!=<>]=|\S', what)
        if not all(re.fullmatch(r'"[^"]*"|\d+|&&|\|\||[!=<>]=|[<>!()]', word) for word in words):
            return None
        words = [OPERATORS.get(word) or (repr(word) if word[0] == '"' else word) for word in words]
        try:
            return bool(eval(" ".join(words), {"__builtins__": {}}))  # pylint: disable=eval-used
        except (SyntaxError, TypeError, ValueError, MemoryError, RecursionError):
            return None

    def get(self, name, drop=False):
        """The value, with the macros in it; `drop`: without the words that have one of the kit's."""
        value = self.values.get(name, "")
        for _ in range(9):
            if not MACRO.search(value):
                break
            if drop:
                ours = OF_THE_KIT - set(self.given)
                value = " ".join(word for word in re.findall(r'(?:[^\s";,]|"[^"]*"?)+', value)
                                 if not any((a or b).upper() in ours for a, b in MACRO.findall(word)))
            value = MACRO.sub(lambda match: self.macro(match[1] or match[2], name), value)
        return value

    def whole(self, name):
        """The value, with the macros in it except for the kit's."""
        value = self.values.get(name, "")
        ours = OF_THE_KIT - set(self.given)
        for _ in range(9):
            value = MACRO.sub(lambda m: m[0] if (m[1] or m[2]).upper() in ours - set(self.values)
                              else self.macro(m[1] or m[2], name), value)
        return value

    def macro(self, macro, user):
        name = macro.upper()
        if name in self.given:
            return self.given[name]
        if name in self.values:
            return self.values[name]
        if name in TARGETS:
            return TARGETS[name]
        if name not in OF_THE_KIT:
            self.say(self.lines[user], f"$({macro}) is not known: say what it is with {macro}=VALUE after the file's "
                                       "name")
        return ""


def find(folder, *names):
    """A file of one of these names, in any case."""
    wanted = {name.lower() for name in names}
    return next((path for path in sorted(folder.iterdir()) if path.name.lower() in wanted and path.is_file()), None)


def below(folder, name):
    """A path as Windows has it, from a folder on, in the case that it has."""
    path = folder
    for part in re.split(r"[\\/]+", name):
        if part in ("", "."):
            continue
        there = path / part
        if part != ".." and not there.exists() and path.is_dir():
            there = next((p for p in sorted(path.iterdir()) if p.name.lower() == part.lower()), there)
        path = there
    return path


class Target:
    """What one SOURCES file makes."""

    def __init__(self, file, top):
        self.file, self.top = file, top
        self.folder = file.path.parent
        self.type = file.get("TARGETTYPE").upper()
        self.name = file.get("TARGETNAME") or self.folder.resolve().name
        self.objects, self.flags = self.sources(), self.switches()
        self.of_32 = self.sources("I386_SOURCES", "X86_SOURCES")
        self.of_64 = self.sources("AMD64_SOURCES")
        self.of_machines = self.of_32 + self.of_64

    def be_known(self, known, user, kit):
        """Notes the switches of each object; one that others compile in another way gets a name of its own."""
        what = (tuple(dict.fromkeys(self.flags)), kit)
        for name in self.objects + self.of_machines:
            if (user, name) in known:
                # What a driver has itself is not taken from a library.
                continue
            own = name
            if known.setdefault(own, what) != what:
                own = f"{name[:-2]}@{user}.o"
                known[own] = what
            known[user, name] = own

    def machines(self, known, user):
        """Objects that are for one kind of machine, as the Kbuild calls them; all of them if there are no others."""
        of_32, of_64 = ([known.get((user, name), name) for name in names] for names in (self.of_32, self.of_64))
        if of_32 and of_64:
            return f"$(if $(CONFIG_64BIT),{' '.join(of_64)},{' '.join(of_32)})"
        return " ".join(of_32 + of_64)

    def relative(self, path):
        return os.path.relpath(path, self.top)

    def sources(self, *names):
        """Objects, as the Kbuild calls them."""
        objects = []
        for name in names or ["SOURCES"]:
            for word in listed(self.file.get(name)):
                base, dot, suffix = word.rpartition(".")
                if suffix.lower() in ("c", "cpp", "cxx", "cc"):
                    path = below(self.folder, word)
                    objects.append(self.relative(path.with_suffix(".o")))
                    if not path.exists():
                        self.file.say(self.file.lines[name], f"there is no {word}")
                elif suffix.lower() in ("asm", "s"):
                    self.file.say(self.file.lines[name], f"{word}: assembly is not translated: write it in C")
                elif word and suffix.lower() not in ("rc", "mc", "h"):
                    self.file.say(self.file.lines[name], f"{word}: nothing is known of files of this kind")
        return objects

    def switches(self):
        """For the compiler."""
        flags = []
        for name in ("INCLUDES", "USER_INCLUDES"):
            for word in listed(self.file.get(name, drop=True)):
                flags += self.folder_switch(name, word)
        if self.relative(self.folder) != ".":
            flags.append(f"-I$(src)/{self.relative(self.folder)}")
        for name in ("C_DEFINES", "USER_C_FLAGS"):
            for word in switches_of(self.file.get(name)):
                if re.search(r"\s", word):
                    self.file.say(self.file.lines[name], f"{word}: switches with blanks are not translated: put a "
                                  "#define into a header, and its name into -include")
                elif re.match(r"[-/][DU]\w", word):
                    flags.append("-" + re.sub(r"=(.*[()<>|&;*?].*)", "='\\1'", word[1:]))
                elif re.match(r"[-/]I.", word):
                    flags += self.folder_switch(name, word[2:])
                elif re.match(r"[-/]FI\S", word):
                    flags.append(f"-include {word[3:]}")
                elif re.fullmatch(r"[-/]J", word):
                    flags.append("-funsigned-char")
                elif not NO_SWITCHES.match(word):
                    self.file.say(self.file.lines[name], f"{word}: this switch is not translated: see what it does")
        return flags

    def tracing(self):
        """For wpp.py."""
        switches = []
        # A function's parameters may have blanks between them.
        value = re.sub(r"\([^()]*\)", lambda match: re.sub(r"\s", "", match[0]), self.file.whole("RUN_WPP"))
        for word in switches_of(value):
            scan = re.fullmatch(r"[-/]scan:(.+)", word, re.IGNORECASE)
            if re.match(r"[-/]func:", word, re.IGNORECASE):
                switches.append("-func:" + word[6:])
            elif scan and not ABSOLUTE.match(scan[1]) and below(self.folder, scan[1]).is_file():
                switches.append(f"-scan:$(src)/{self.relative(below(self.folder, scan[1]))}")
            elif scan and not MACRO.search(word):
                self.file.say(self.file.lines["RUN_WPP"], f"there is no {scan[1]}")
            elif not scan and word[0] in "-/" and not NO_WPP_SWITCHES.fullmatch(word):
                self.file.say(self.file.lines["RUN_WPP"], f"{word}: this switch is not translated: put the functions "
                              "that it brings into -func:")
        return switches

    def folder_switch(self, name, folder):
        """The switch for a folder with headers, if it has one."""
        if re.search(r"\s", folder):
            why = ("folders with blanks in their names are not translated: give the folder another name, or make a "
                   "link to it")
            folder = f'"{folder}"'
        elif not ABSOLUTE.match(folder):
            return [f"-I$(src)/{self.relative(below(self.folder, folder))}"]
        elif pathlib.Path(folder).is_dir():
            return [f"-I{folder}"]
        else:
            why = ("there is no such folder here: the kit's headers are there without it; copy others of yours below "
                   "the driver's folder and name that")
        # What is left of a macro that is not known is not a folder.
        if not any(line.startswith(f"{self.file.lines[name]}: $(") for line in self.file.said):
            self.file.say(self.file.lines[name], f"{folder}: {why}")
        return []

    def libraries(self):
        """Names, and whether they are where the kit's libraries are, which is also where a driver may put its
        own; $(O) and the like are of the folder that they are in."""
        names = []
        for word in listed(self.file.whole("TARGETLIBS")):
            match = re.fullmatch(r"(?:.*[\\/)*])?([^\\/()*]+)\.lib", word, re.IGNORECASE)
            of_the_kit = KIT_LIBRARIES.search(word) is not None
            if match:
                names.append((match[1], of_the_kit))
            elif word and not of_the_kit:
                self.file.say(self.file.lines["TARGETLIBS"], f"{word}: not understood: add the objects of the library "
                              "to those of the driver")
        return names

    def others(self):
        """What is not translated is named."""
        for name, number in self.file.lines.items():
            if name in MEANS_NOTHING or name in OF_THE_KIT or re.fullmatch(r"\w+_SOURCES", name):
                continue
            if name in self.file.asked or any(f"$({name})" in value.upper() for value in self.file.values.values()):
                continue
            if name.startswith("NTTARGETFILE"):
                what = "makefile.inc has rules of its own, which are not read: make by hand what they make"
            elif name in ("UMAPPL", "UMLIBS", "UMTEST"):
                what = "programs are not built: compile them by themselves"
            elif name.startswith("KMDF"):
                what = "the framework (KMDF) is not here: drivers need wdm.h alone"
            else:
                what = "not translated: see what it does"
            self.file.say(number, f"{name}: {what}")

    def kit(self):
        version = self.file.get("_NT_TARGET_VERSION")
        try:
            return VERSIONS.get(int(version, 0)) if version else None
        except ValueError:
            return None


def targets(path, top, given, said, around=()):
    """All that the file, or those it leads to, make; those around it have led to it."""
    file = File(path, given, said)
    if "DIRS" not in file.values and "OPTIONAL_DIRS" not in file.values:
        return [Target(file, top)]
    found, around = [], (*around, path.resolve())
    for word in f"{file.get('DIRS')} {file.get('OPTIONAL_DIRS')}".split():
        folder = below(path.parent, word.partition("{")[0])
        inner = find(folder, "dirs", "sources") if folder.is_dir() else None
        if inner and inner.resolve() in around:
            said.append(f"{path}: {word} leads back to {inner}: it is not read once more")
        elif inner:
            found += targets(inner, top, given, said, around)
        else:
            said.append(f"{path}: there is neither SOURCES nor DIRS in {word}")
    return found


def kbuild(found):
    """The text of the Kbuild."""
    drivers = [target for target in found if target.type in DRIVERS]
    libraries = {target.name.lower(): target for target in found if target.type in LIBRARIES}
    out = ["# SPDX-License-Identifier: GPL-2.0", "# made by from_sources.py"]
    out.append("obj-m := " + " ".join(f"{module(target)}.o" for target in drivers))
    alone = len(drivers) == 1 and not libraries
    # {object: its source's switches, and the kit that it is for}
    known = {}
    for target in drivers:
        parts = [target]
        for name, of_the_kit in target.libraries():
            if of_the_kit and name.lower() not in libraries:
                continue
            if name.lower() not in libraries:
                target.file.say(target.file.lines["TARGETLIBS"], f"{name}.lib: its SOURCES are not among those that "
                                "were read: translate the DIRS file above, or add its objects")
            else:
                parts.append(libraries[name.lower()])
        if not alone:
            for part in parts:
                part.be_known(known, module(target), target.kit())
        named = dict.fromkeys(known.get((module(target), name), name) for part in parts for name in part.objects)
        out += ["", f"{module(target)}-y := " + " ".join(
            [*named, *(part.machines(known, module(target)) for part in parts if part.of_machines)])]
        if target.kit():
            out.append(f"{module(target)}-kit := {target.kit()}")
        if target.tracing():
            out.append(f"{module(target)}-wpp := {' '.join(target.tracing())}")
        out.append(f"# What licence does it have?\n{module(target)}-license :=")
    out.append("")
    if alone and drivers[0].flags:
        out.append("ccflags-y := " + " ".join(dict.fromkeys(drivers[0].flags)))
    # Each folder has its own.
    out += [f"CFLAGS_{name} := {' '.join(flags)}" for name, (flags, _) in
            ((name, known[name]) for name in known if isinstance(name, str)) if flags]
    return "\n".join(out + ["include $(NTPARPORT)/compat/driver.mk", ""])


def module(target):
    """A module's name."""
    return re.sub(r"\W", "_", target.name)


def main():
    if len(sys.argv) < 2 or not all("=" in word for word in sys.argv[2:]):
        sys.exit("usage: from_sources.py SOURCES|DIRS [NAME=VALUE...] >Kbuild")
    path = pathlib.Path(sys.argv[1])
    if not path.is_file():
        sys.exit(f"{path}: there is no such file")
    given = {name.upper(): value for name, _, value in (word.partition("=") for word in sys.argv[2:])}
    said = []
    try:
        found = targets(path, path.parent, given, said)
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}")
    for target in found:
        target.others()
        if target.type not in DRIVERS | LIBRARIES:
            said.append(f"{target.file.path}: TARGETTYPE {target.type or 'is missing'}: only drivers and their "
                        "libraries are built")
    if not any(target.type in DRIVERS for target in found):
        sys.exit("\n".join(dict.fromkeys([*said, f"{path}: no driver is made from it"])))
    mc.write(kbuild(found))
    if said:
        print("\n".join(dict.fromkeys(said)), file=sys.stderr or sys.stdout)
    sys.exit(any(map(MISSING.search, said)))


if __name__ == "__main__":
    main()
