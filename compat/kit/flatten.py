# SPDX-License-Identifier: GPL-2.0
"""The text of a source with the headers that it includes, as they are written.

For what has to be changed in it before the preprocessor sees it. Conditions stay, with what is included between
them; so do #includes of the compiler's headers, and of ours where they come again.
"""
import pathlib
import re

# A comment, a literal or a line with a directive that counts.
LINE = re.compile(r"""//(?:\\\n|[^\n])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
                  r"""|^[ \t]*\#[ \t]*(?:include[ \t]*(?:"(?P<beside>[^"\n]+)"|<(?P<name>[^>\n]+)>)"""
                  r"""|(?P<once>pragma[ \t]+once\b))"""
                  r"""(?:/\*[^\n]*?\*/|[^\n/]|/(?![/*]))*""", re.S | re.M)
# Where a backslash with blanks after it does nothing, and where it may be.
LITERAL = r"""/\*.*?\*/|\b(?:L|u8?|U)?R"([^()\\\s]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
BLANKS = r"\\([ \t\f\v\0]+)$"
BACKSLASH = re.compile(rf"{LITERAL}|(?P<ends>//(?:\\\n|[^\n])*|{BLANKS})", re.S | re.M)


def written(path):
    return pathlib.Path(path).read_text(encoding="utf-8", errors="surrogateescape")


def as_continued(text):
    """The text, in which nothing continues a line that does not do so for Microsoft's compiler."""
    return BACKSLASH.sub(lambda match: re.sub(BLANKS, r"\\/**/\1", match[0], flags=re.M) if match["ends"] else match[0],
                         text)


def read(path):
    return as_continued(written(path))


def marker(line, path):
    """What says that the next line is this one."""
    escaped = str(path).replace("\\", "\\\\")
    return f'# {line} "{escaped}"\n'


class Source:
    """One that is compiled with these switches; `ours` has the folders of our headers."""

    def __init__(self, path, command, ours):
        self.folders = [pathlib.Path(flag[2:]) for flag in command if flag.startswith("-I")]
        self.ours = [pathlib.Path(folder).resolve() for folder in ours]
        # What is in it, in the order in which it begins, by its name and as it is.
        self.files, self.known = [], {}
        forced = [flag.removeprefix("-include") for flag in command if re.match("-include.", flag)]
        self.text = "".join(f'#include "{file}"\n' for file in forced)
        self.text = self.included(self.text, pathlib.Path(), ()) + self.file(pathlib.Path(path), ())

    def file(self, path, around):
        self.files.append(path)
        self.known.setdefault(path.resolve(), len(self.known))
        return marker(1, path) + self.included(read(path), path, (*around, path)) + "\n"

    def included(self, text, path, around):
        """The text of a file, with what it includes."""
        def replaced(match):
            name = match["beside"] or match["name"]
            if match["once"]:
                guards.append(f"NT_ONCE_{self.known[path.resolve()]}")
                return ""
            folders = [path.parent, *self.folders] if match["beside"] else self.folders
            file = name and next((folder / name for folder in folders if (folder / name).is_file()), None)
            if not file:
                return match[0]
            # Those of ours are many, and have guards.
            ours = any(folder in file.resolve().parents for folder in self.ours)
            if file in around or (ours and file.resolve() in self.known):
                return f'#include "{file.absolute()}"'
            # What follows it in its line, which may be a comment, is still there.
            line = text.count("\n", 0, match.end()) + 1
            return self.file(file, around) + marker(line, path)
        guards = []
        text = LINE.sub(replaced, text)
        for guard in guards[:1]:
            text = f"#ifndef {guard}\n#define {guard}\n{marker(1, path)}{text}\n#endif\n"
        return text
