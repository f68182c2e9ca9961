# SPDX-License-Identifier: GPL-2.0
"""ntparportctl for its tests: as a module, and run on small recorded trees of files."""
import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import signal
import sys

top = pathlib.Path(__file__).resolve().parent.parent.parent
program = top / "module/tools/ntparportctl"

loader = importlib.machinery.SourceFileLoader("ntparportctl", str(program))
spec = importlib.util.spec_from_loader("ntparportctl", loader)
assert spec
ctl = importlib.util.module_from_spec(spec)
sys.modules["ntparportctl"] = ctl
loader.exec_module(ctl)
sys.path.append(str(program.parent))


def plant(root: pathlib.Path, tree: dict[str, str | bytes | None]) -> None:
    """Makes a tree of files; a text that begins with "-> " is a symbolic link, "/" at the end of
    a name a folder, and what is None is left out."""
    for name, text in tree.items():
        path = root / name.lstrip("/")
        if text is None:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        elif isinstance(text, bytes):
            path.write_bytes(text)
        elif text.startswith("-> "):
            path.symlink_to(text[3:])
        else:
            path.write_text(text, encoding="utf-8")


def told(*rows: tuple[str, ...]) -> str:
    """The kernel's file about settings: driver, whether it was read, value."""
    return "".join("\t".join(row) + "\n" for row in rows)


def run(*arguments: str | pathlib.Path) -> tuple[int, str, str]:
    """Runs it in this process; returns its status, and what it prints."""
    out, errors = io.StringIO(), io.StringIO()
    # Some commands ignore them at their ends, and what is ignored stays so in other processes.
    handlers = {number: signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)}
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            status = ctl.run([str(argument) for argument in arguments])
        except ctl.Failure as failure:
            print(f"ntparportctl: {ctl.printable(failure)}", file=errors)
            status = failure.status
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    return status, out.getvalue(), errors.getvalue()
