# SPDX-License-Identifier: GPL-2.0
"""What --explain says of an image."""
import collections
import datetime

import exceptions
import inlined
import known
import origin
import rewrite
import since
from flow import OUTSIDE, direct
from reader import UNPACK, printable

# This many places of a kind are listed.
PLACES = 8
# Of an image whose entry gets to what is no instruction that is known, less is understood only if it is packed.
LEAST_UNDERSTOOD = 1 / 8


def of_places(places):
    # Of in and out, all: who uses the driver has to know of each.
    most = len(places) if places[0].kind == "port" else PLACES
    text = ", ".join(f"0x{place.rva:x} {place.text}" for place in places[:most])
    return text + (f" and {len(places) - most} more" if len(places) > most else "")


def date(stamp):
    """When it was linked, as far as the stamp is a date."""
    made = datetime.datetime.fromtimestamp(stamp, datetime.timezone.utc)
    if not 1993 <= made.year <= datetime.datetime.now(datetime.timezone.utc).year:
        return "without a date"
    return f"of {made:%Y-%m-%d}"


def kind(image):
    """One line of what it is."""
    header = image.header
    text = f"a driver for {image.format.name}, {date(image.file.TimeDateStamp)}, linked by "
    text += "Microsoft's linker" if b"Rich" in image.data[0x40:image.optional - 24] else "a linker"
    text += f" of version {header.MajorLinkerVersion}.{header.MinorLinkerVersion:02}"
    return text + f", for Windows {header.MajorSubsystemVersion}.{header.MinorSubsystemVersion}"


class Report:
    """
    Says what is in an image, and what is in the way of its becoming a module.

    `lines` is the report, `obstacles` what is in the way, one text each; `details` name each of these things. With
    `allow`, what would be in the way is the driver's bug check wherever that can be: `stubs` maps imports to what is
    missing of them. `rewrites` have to be of the same mind.
    """

    def __init__(self, image, flow, rewrites, there, include, allow=False):
        self.image, self.flow, self.rewrites, self.allow = image, flow, rewrites, allow
        self.lines, self.obstacles, self.details, self.stubs = [], [], [], {}
        self._newer = []
        self._there, self._include = there, include
        self.lines.append(f"what: {kind(image)}")
        self._list("what it says of itself, which nobody has verified",
                   [f"{key}: {text}" for key, text in origin.facts(image).items()])
        self._sections()
        self._imports(there, include)
        self._exports()
        self._inlined()
        self._code()
        self._unfilled()
        self._packed()
        self._verdict()

    @property
    def refusal(self):
        """The lines of what is in the way: one, if it was made for a newer Windows, as there is but one thing to do."""
        if not self._newer:
            return self.details
        last, count = max(self._newer, key=list(since.SINCE).index), len(self._newer)
        imports = "imports that Windows XP does not have" if count > 1 else "import that Windows XP does not have"
        return [f"it is of {last} or later ({count} {imports}): look for its version for an older Windows; --explain lists "
                "them"]

    def _list(self, title, lines):
        self.lines.append(f"{title}:" + ("" if lines else " none"))
        self.lines += [f"  {line}" for line in lines]

    def _sections(self):
        self._list("sections", [f"{printable(section.name):8} 0x{section.start:x} to 0x{section.end:x}: {section.kind}"
                                for section in self.image.sections])

    def _imports(self, there, include):
        found, missing = collections.defaultdict(list), []
        for imported in self.image.imports:
            lack = known.lacks(imported, there, include, self.image.bits)
            if lack and self.allow and imported.name not in known.VARIABLES:
                if self.rewrites.called_only(imported.slot):
                    self.stubs[imported] = lack
                    continue
                lack += "; it may be a variable, as it is not only called"
            if lack:
                self._newer += filter(None, [known.newer(imported, there)])
                missing.append(f"{imported.module} {imported.name}: {lack}")
            else:
                found[imported.module].append(imported.name)
        self._list("imports that are there", [f"{module}: {', '.join(sorted(names))}"
                                              for module, names in sorted(found.items())])
        self._list("imports that are missing", sorted(missing))
        if self.stubs:
            self._list("imports that are missing, which are the driver's bug check when they are called", sorted(
                f"{imported.module} {imported.name}: {lack}" for imported, lack in self.stubs.items()))
        if missing:
            self.details += [f"import {text}" for text in sorted(missing)]
            self.obstacles.append(f"{len(missing)} import{'s' * (len(missing) > 1)} that nobody has")

    def _exports(self):
        if self.image.exports:
            self._list("exports" + (", to other images" if known.exports(self.image, "") else ""), [f"{name}: 0x{rva:x}" for name, rva in sorted(self.image.exports.items())])

    def _inlined(self):
        by_kind = collections.defaultdict(list)
        for place in sorted(self.flow.places):
            by_kind[place.kind].append(place)
        lines = []
        for key, (text, in_the_way) in inlined.KINDS.items():
            if key not in by_kind:
                continue
            ended = [place for place in by_kind[key] if place.rva in self.rewrites.ended]
            done = [place for place in by_kind[key] if self.rewrites.done(place) and place not in ended]
            kept = [place for place in by_kind[key] if place.rva in self.rewrites.kept]
            left = [place for place in by_kind[key] if not self.rewrites.done(place) and place not in ended + kept]
            if kept:
                lines.append(f"{text}, as they are, for a few instructions between pushf and popf: {of_places(kept)}")
            if ended:
                lines.append(f"{text}, replaced by the driver's bug check: {of_places(ended)}")
            if done:
                lines.append(f"{text}, rewritten: {of_places(done)}")
            if left:
                lines.append(f"{text}: {of_places(left)}")
            if left and in_the_way:
                room = "; there is no room for a bug check" if self.allow else ""
                self.details.append(f"{text}: {of_places(left)}{room}")
                named = ", ".join(sorted({inlined.named(place) for place in left}))
                self.obstacles.append(f"{named} in {len(left)} place{'s' * (len(left) > 1)}")
        self._list("in its own code", lines)

    def _code(self):
        flow, image = self.flow, self.image
        self.lines.append(f"code: {len(flow.instructions)} instructions, {len(image.functions)} functions or parts, "
                          f"{len(flow.tables)} tables, {len(image.scopes)} __try blocks, "
                          f"{len(image.relocations)} relocations")
        if flow.dead:
            self._list("code within functions that nothing reaches", [", ".join(f"0x{rva:x}" for rva in flow.dead)])
        allowed = {rva: text for rva, text in flow.unknown.items() if self.allow and
                   (rva in flow.gaps or rva in self.rewrites.lost)}
        unknown = {rva: text for rva, text in flow.unknown.items() if rva not in allowed}
        if allowed:
            self._list("not understood: jumps are the driver's bug check, as is what is no instruction, and nobody gets "
                       "to the other bytes",
                       [f"0x{rva:x}: {text}" for rva, text in sorted(allowed.items())])
        self._list("not understood", [f"0x{rva:x}: {text}" for rva, text in sorted(unknown.items())])
        problems = exceptions.Exceptions(image, flow).problems
        if problems:
            self._list("not understood of its exceptions", [f"0x{rva:x}: {text}" for rva, text in sorted(problems.items())])
            self.details += [f"at 0x{rva:x}: {text}" for rva, text in sorted(problems.items())]
            self.obstacles.append(f"{len(problems)} place{'s' * (len(problems) > 1)} of its exceptions not understood")
        if not image.functions and image.bits == 64:
            self.details.append("it has no exception directory, which every linker for x64 makes: "
                                "where its functions begin is not known")
            self.obstacles.append("no exception directory")
        if unknown:
            self.details += [f"at 0x{rva:x}: {text}" for rva, text in sorted(unknown.items())]
            self.obstacles.append(f"{len(unknown)} place{'s' * (len(unknown) > 1)} not understood")

    def _unfilled(self):
        """Calls through what is not an import, and cannot be a pointer of the driver's."""
        image, found = self.image, []
        slots = {imported.slot for imported in image.imports} | set(image.relocations)
        targets = {reference.end: reference.target for reference in self.flow.references}
        for rva, instruction in sorted(self.flow.instructions.items()):
            slot = targets.get(rva + instruction.size)
            if not (instruction.call or instruction.name == "jmp") or slot is None or slot in slots or \
                    instruction.operands[0].mem.index:
                continue
            section = image.section(slot)
            # What is in no section, no loader and no driver fills in.
            if not image.imports or not section or not section.writable or image.number(slot, image.width):
                found.append(rva)
        if found:
            nothing = "" if image.imports else "it imports nothing, and "
            text = f"{nothing}calls through what no import is written to: it is packed or damaged"
            self.obstacles.append(text)
            places = ", ".join(f"0x{rva:x}" for rva in found[:PLACES])
            more = f" and {len(found) - PLACES} more" if len(found) > PLACES else ""
            self.details.append(f"{text}: {places}{more}")

    def _packed(self):
        """An image that does not begin with code, and has next to none, has nothing else in the way."""
        rva, instructions, seen = self.image.header.AddressOfEntryPoint, self.flow.instructions, set()
        while rva in instructions and rva not in seen:
            seen.add(rva)
            target = direct(instructions[rva])
            if instructions[rva].ends or (target is not None and not self.image.is_code(target)):
                rva = target
            else:
                rva += instructions[rva].size
        there = sum(len(self.image.memory[section.start:section.end].rstrip(b"\0")) for section in self.image.sections
                    if section.code)
        understood = sum(instruction.size for instruction in instructions.values())
        if self.flow.unknown.get(rva) == OUTSIDE or (rva in self.flow.invalid and
                                                     (not seen or understood < there * LEAST_UNDERSTOOD)):
            self.obstacles = self.details = [f"its entry leads to 0x{rva:x}, where there is no code: {UNPACK}"]

    def _verdict(self):
        if self.obstacles and not self.allow and not Report(
                self.image, self.flow, rewrite.Rewrites(self.image, self.flow, True), self._there, self._include,
                True).obstacles:
            self._list("verdict: cannot become a module unless that is allowed (--allow): then each of these is the "
                       "driver's bug check; in the way are", self.obstacles)
        elif self.obstacles:
            self._list("verdict: cannot become a module yet; in the way are", self.obstacles)
        else:
            self.lines.append("verdict: nothing in it is in the way of a module")
