# SPDX-License-Identifier: GPL-2.0
"""What ntparportctl prints of ports, its command line, its live views, and why it cannot."""
import errno
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import termios
import unittest
from unittest import mock

from explain_test import CASES, CLASS, WELL
from tool import ctl, plant, program, run

TREE = WELL | {
    CLASS + "holder": "Start+0x1/0x2 [mydriver]\n", CLASS + "state": "held\n",
    "/sys/kernel/debug/ntparport/parport0/clients":
        "connection isr=Isr [mydriver] deferred=0x0 calls=11 true=11 false=0 longest_ns=5 "
        "histogram_ns=8:11,\nwaiter Start+0x1/0x2 [mydriver] age_us=7\n",
    "/sys/class/ntparport/parport10/number": "10\n",
}


class InTree(unittest.TestCase):
    """Has a machine with two ports, parport10 of which is going: most of its files are gone."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(holder.cleanup)
        self.root = pathlib.Path(holder.name)
        plant(self.root, TREE)

    def start(self, *arguments, **keywords):
        """Starts it as a process of its own."""
        process = subprocess.Popen([sys.executable, "-IS", program, *arguments, "--root", self.root],
                                   **keywords)
        for stream in filter(None, (process.stdout, process.stderr)):
            self.addCleanup(stream.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process


class Ports(InTree):
    """list, status, clients."""

    def test_list(self):
        """By number; what is gone says so."""
        self.assertEqual(run("list", "--root", self.root), (0, (
            "port       number  base   irq   route    line\n"
            "parport0   0       0x378  7     parport  open\n"
            "parport10  10      gone   gone  gone     gone\n"), ""))

    def test_status(self):
        """Two tables; the holder is a driver."""
        _, out, _ = run("status", "0", "--root", self.root)
        self.assertEqual(out.split("\n")[1], "parport0  held   0        1            open  mydriver")
        self.assertEqual(out.split("\n")[4],
                         "parport0  11          11       0          0       1       0       0")

    def test_wide(self):
        """In 80 columns, with the longest name of a module and the largest counters: nothing is cut."""
        for name, digits in (("n" * 49, 10), ("n" * 55, 20)):
            plant(self.root, {CLASS + file: "9" * digits + "\n" for file in (
                "waiters", "connections", "interrupts", "handled", "unhandled", "missed",
                "deferred_checks", "yields", "forced_disconnects")} | {
                    CLASS + "holder": f"Start+0x1/0x2 [{name}]\n", CLASS + "line": "disabled\n"})
            _, out, _ = run("status", "--root", self.root)
            self.assertLessEqual(max(map(len, out.split("\n"))), 80)
            self.assertEqual(out.count("9" * digits), 9)
            self.assertRegex(out, rf"(?m)^parport0 .*{name}$")
            self.assertEqual(out.count("parport10 "), out.count("port  "))

    def test_clients(self):
        """As the kernel says it."""
        _, out, _ = run("clients", "parport0", "--root", self.root)
        self.assertRegex(out, r"^parport0:\n  connection isr=Isr \[mydriver\] .*\n  waiter ")

    def test_json(self):
        """Numbers are numbers, what is gone is null, and symbols keep their modules."""
        ports = json.loads(run("list", "--json", "--root", self.root)[1])
        self.assertEqual(ports[0], {"port": "parport0", "number": 0, "base": "0x378", "irq": 7,
                                    "route": "parport", "line": "open"})
        self.assertEqual(ports[1]["base"], None)
        clients = json.loads(run("clients", "0", "--json", "--root", self.root)[1])
        self.assertEqual(clients, [
            {"port": "parport0", "kind": "connection", "isr": "Isr[mydriver]", "deferred": "0x0",
             "calls": 11, "true": 11, "false": 0, "longest_ns": 5, "histogram_ns": "8:11,"},
            {"port": "parport0", "kind": "waiter", "client": "Start+0x1/0x2 [mydriver]", "age_us": 7}])

    def test_selftest(self):
        """Why not: the causes in their order."""
        file = "/sys/kernel/debug/ntparport/parport0/selftest"
        plant(self.root, {file: "interrupt 7 arrived after 5 us by the direct route\n"})
        with mock.patch.object(ctl.System, "write"):
            tested = run("selftest", "0", "--root", self.root)
        self.assertEqual(tested, (
            0, "parport0: interrupt 7 arrived after 5 us by the direct route\n", ""))
        for changes, why in (
                ({}, "Start+0x1/0x2 [mydriver] has the port"),
                ({CLASS + "holder": "\n"}, "clients are connected"),
                ({CLASS + "connections": "0\n"}, "the Linux driver lp has the port"),
                ({"/sys/module/ntparport/parameters/enable_connect_interrupt": "N\n"},
                 "connect requests are disabled (enable_connect_interrupt)")):
            plant(self.root, changes | {"/proc/sys/dev/parport/parport0/devices/active": "lp\n"})
            with mock.patch.object(ctl.System, "write", side_effect=ctl.Refused(errno.EPERM, "no")):
                status, out, _ = run("selftest", "0", "--root", self.root)
            self.assertEqual((status, out), (1, f"parport0: not done: {why}\n"))


class Commands(InTree):
    """The command line."""

    def test_mistakes(self):
        """Status 2, and one line."""
        for line, why in (
                ("", "there is no command"), ("what", "there is no command what"),
                ("list --what", "there is no option --what"), ("list -x", "there is no option -x"),
                ("list --jso", "there is no option --jso"),
                ("list ../parport0", "a port is parportN or N, not ../parport0"),
                ("timing", "timing is on or off"), ("timing on off", "timing is on or off"),
                ("trace 0", "trace shows all ports"), ("explain 0", "explain looks at everything"),
                ("settings", "settings are those of one driver"), ("import", "import takes a file"),
                ("import a b c", "import takes a file"), ("list -w", "-w is for status"),
                ("status -n", "--dry-run is for import"), ("list -c 1", "--count is for status and top"),
                ("top -c 0", "the count is 1 or more"), ("top -i 0", "the interval is"),
                ("top -i nan", "the interval is"), ("top -i x", "invalid float value"),
                ("top -i", "expected one argument"), ("timing on --json", "timing prints no JSON"),
                ("list -- -w", "a port is parportN or N, not -w")):
            with self.subTest(line):
                status, out, errors = run(*line.split(), "--root", self.root) if "--" not in \
                    line.split() else run("--root", self.root, *line.split())
                self.assertEqual((status, out), (2, ""))
                self.assertTrue(errors.startswith(f"ntparportctl: {why}") or why in errors, errors)
                self.assertTrue(errors.endswith(": see ntparportctl --help\n"))
                self.assertEqual(errors.count("\n"), 1)

    def test_options_anywhere(self):
        """Before and after the command, apart and together."""
        expected = run("list", "0", "--json", "--root", self.root)
        self.assertEqual(expected[0], 0)
        for line in ("--json list 0", "list --json 0", "--json list -- 0", "--json -- list parport0"):
            self.assertEqual(run("--root", self.root, *line.split()), expected, line)
        self.assertEqual(run("--root", self.root, "status", "0", "-wc1")[0], 0)

    def test_help(self):
        """Names every command and option, also of the man page and of the completion, in 80 columns
        or few more."""
        status, out, _ = run("list", "--help")
        self.assertEqual(status, 0)
        manual = (program.parent.parent / "man/ntparportctl.8").read_text(encoding="utf-8")
        manual = manual.replace("\\-", "-")
        completion = program.with_name("ntparportctl.bash-completion").read_text(encoding="utf-8")
        for command in ctl.COMMANDS:
            self.assertRegex(out, rf"(?m)^  {command}\b")
            self.assertRegex(manual, rf'(?m)^\.(B|BR|BI) {command}\b')
            self.assertRegex(completion, rf"\b{command}\b")
        for option in re.findall(r"--[a-z-]+", out):
            self.assertIn(option, manual)
            self.assertIn(option, completion)
        self.assertLessEqual(max(map(len, out.split("\n"))), 88)

    def test_version(self):
        """Of a source folder there is none; else it is what is in the installed file."""
        text = program.read_text(encoding="utf-8")
        self.assertEqual(text.count("@VERSION@"), 1)
        status, out, _ = run("--version", "--root", self.root)
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^ntparportctl \S.*\nntparport 0\.1\n$")
        installed = self.root / "ntparportctl"
        installed.write_text(text.replace("@VERSION@", "1.2~rc3"), encoding="utf-8")
        done = subprocess.run([sys.executable, "-IS", installed, "--version", "--root", self.root / "dev"],
                              check=True, capture_output=True, text=True)
        self.assertEqual(done.stdout, "ntparportctl 1.2~rc3\n"
                                      "the module ntparport is not installed for this kernel\n")

    def test_installed_apart(self):
        """The parts are beside it or in ../share/ntparportctl; without them, the rest works."""
        prefix = self.root / "usr"
        plant(prefix, {"/sbin/ntparportctl": program.read_text(encoding="utf-8")})

        def there(*arguments):
            return subprocess.run([sys.executable, "-IS", prefix / "sbin/ntparportctl", *arguments,
                                   "--root", self.root], check=False, capture_output=True, text=True)

        self.assertEqual(there("list").returncode, 0)
        done = there("explain")
        self.assertEqual(done.returncode, 1)
        self.assertIn("ntparportctl_explain.py is not installed", done.stderr)
        plant(prefix, {f"/share/ntparportctl/{path.name}": path.read_text(encoding="utf-8")
                       for path in program.parent.glob("*.py")})
        self.assertIn("the machine:", there("explain").stdout)
        self.assertEqual(list(prefix.rglob("*.pyc")), [])

    def test_outputs_that_fail(self):
        """A reader that goes is not a failure; a full disk is one, and says so."""
        reader, writer = os.pipe()
        os.close(reader)
        process = self.start("list", stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        self.assertEqual((process.communicate()[1], process.returncode), (b"", 0))
        with open("/dev/full", "wb") as full:
            process = self.start("list", stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(process.communicate()[1], b"ntparportctl: No space left on device\n")
            self.assertEqual(process.returncode, 1)


    def test_closed_streams(self):
        """They are not missed."""
        for command, closed, status in (("--help", ">&-", 0), ("explain", "<&- >&-", None), ("list", ">&- 2>&-", 0),
                                        ("what", "<&- 2>&-", 2)):
            done = subprocess.run(["/bin/sh", "-c", f'"$0" -IS "$@" {closed}', sys.executable, program, command,
                                   "--root", self.root], check=False, capture_output=True, text=True)
            self.assertEqual((done.stdout, done.stderr), ("", ""))
            self.assertIn(done.returncode, (0, 1) if status is None else (status,))


class Causes(InTree):
    """Why something cannot be done: the true cause."""

    def why(self, tree, error, is_root=True, folder="/sys/kernel/debug/ntparport", kind="debugfs"):
        """What it says for this error."""
        plant(self.root, tree)
        with mock.patch.object(ctl.System, "is_root", return_value=is_root):
            return str(ctl.cannot(ctl.System(str(self.root)), "x", folder, kind,
                                  OSError(error, os.strerror(error))))

    def test_causes(self):
        """Lockdown only if it is what refused; root only if somebody else asked; and so on."""
        locked = {"/sys/kernel/security/lockdown": "none [integrity] confidentiality\n"}
        self.assertEqual(self.why({}, errno.EACCES, is_root=False), "cannot x: only root may")
        self.assertEqual(self.why({}, errno.EIO), "cannot x: input/output error")
        self.assertEqual(self.why(locked, errno.EPERM), "cannot x: the kernel is locked down "
                         "(integrity), which closes debugfs to root, too")
        self.assertEqual(self.why(locked, errno.EACCES, is_root=False), "cannot x: only root may")
        self.assertEqual(self.why(locked, errno.EINVAL, kind="tracefs"), "cannot x: invalid argument")
        more = {"/sys/kernel/security/lockdown": "none integrity [confidentiality]\n"}
        self.assertEqual(self.why(more, errno.EINVAL, kind="tracefs"), "cannot x: the kernel is locked "
                         "down (confidentiality), which closes tracefs to root, too")
        plant(self.root, locked)
        self.assertEqual(self.why(locked, errno.EIO), "cannot x: input/output error")
        self.assertEqual(self.why({"/proc/mounts": "none /sys sysfs rw 0 0\n"}, errno.ENOENT),
                         "cannot x: there is no /sys/kernel/debug/ntparport: "
                         "mount -t debugfs none /sys/kernel/debug")
        self.assertEqual(self.why({}, errno.ENOENT, folder="/sys/kernel/tracing", kind="tracefs"),
                         "cannot x: there is no /sys/kernel/tracing: "
                         "mount -t tracefs none /sys/kernel/tracing")
        self.assertIn("was it switched off at boot",
                      self.why({"/proc/mounts": "none /sys/kernel/debug debugfs rw 0 0\n"}, errno.ENOENT))
        self.assertEqual(self.why({"/proc/filesystems": "nodev\tsysfs\n"}, errno.ENOENT),
                         "cannot x: this kernel has no debugfs")

    def test_in_commands(self):
        """Commands ask for it."""
        (self.root / "sys/kernel/debug/ntparport/parport0/clients").unlink()
        for command in (["clients", "0"], ["selftest", "0"], ["trace"]):
            status, out, errors = run(*command, "--root", self.root)
            self.assertEqual((status, out), (1, ""))
            self.assertIn("mount -t ", errors)

    def test_without_the_module(self):
        """Nothing else is said."""
        for command in ("list", "status", "top", "clients", "selftest", "trace"):
            self.assertEqual(run(command, "--root", self.root / "dev"), (
                1, "", "ntparportctl: the module ntparport is not loaded: modprobe ntparport\n"))

    def test_cause_without_the_module(self):
        """As explain says it."""
        for name, text in (("not_installed", "is not installed for this kernel, 6.1.0-56-amd64: install it: "),
                           ("unsigned", "and cannot be: this kernel only loads signed modules, and /lib"),
                           ("ntparport_forbidden", "forbids it (\"blacklist ntparport\"): remove the line"),
                           ("not_loaded", "is not loaded: modprobe ntparport\n")):
            plant(self.root / name, WELL | CASES[name][0])
            for command in ("list", "status", "trace", "top", "clients", "selftest"):
                status, out, errors = run(command, "--root", self.root / name)
                self.assertEqual((status, out, errors.count("\n")), (1, "", 1))
                self.assertTrue(errors.startswith("ntparportctl: the module ntparport is not"))
                self.assertIn(text, errors)


class Live(InTree):
    """status -w, top, trace."""

    def test_snapshots(self):
        """Elsewhere than on a terminal: one below the other, without control characters."""
        for command in (["top"], ["status", "-w"]):
            process = self.start(*command, "0", "-c", "2", "-i", "0.01", stdout=subprocess.PIPE)
            out = process.communicate()[0].decode()
            self.assertEqual(process.returncode, 0)
            self.assertNotIn("\033", out)
            self.assertEqual(len(re.findall("(?m)^port +state", out)), 2)
        process = self.start("status", "-w", "--json", "-c", "2", "-i", "0.01", stdout=subprocess.PIPE)
        self.assertEqual(len([json.loads(line) for line in process.stdout]), 2)

    def test_rates(self):
        """Interrupts a second, from what the counter was before."""
        with mock.patch.object(ctl.time, "monotonic", side_effect=iter([10.0, 12.0, 14.0])), \
                mock.patch.object(ctl.Screen, "wait"), \
                mock.patch.object(ctl.System, "value", side_effect=self.values([100, 300, 301])):
            _, out, _ = run("top", "0", "-c", "3", "--root", self.root)
        self.assertEqual(re.findall(r"(?m)^parport0 +\S+ +\S+ +(\d+) ", out), ["0", "100", "0"])

    def test_fits(self):
        """In 80 columns, with the longest values that everything can have."""
        counts = iter(range(9))
        texts = {"state": "held", "line": "disabled", "waiters": "4294967", "missed": "4294967",
                 "holder": "a_routine_with_a_name+0x123/0x456 [a_driver_with_a_long_name_too_x]"}

        def value(_port, file):
            return texts[file] if file in texts else str(next(counts) * 3333333)

        with mock.patch.object(ctl.time, "monotonic", side_effect=iter([10.0, 11.0])), \
                mock.patch.object(ctl.Screen, "wait"), \
                mock.patch.object(ctl.System, "value", side_effect=value):
            _, out, _ = run("top", "0", "-c", "2", "--root", self.root)
        self.assertRegex(out, "(?m)^parport0 +held +disabled +9999999 +9999999 +9999999 ")
        self.assertIn("parport0: held by a_routine_with_a_name", out)
        self.assertEqual(max(map(len, out.split("\n"))), 80)

    @staticmethod
    def values(counts):
        """A port whose interrupts are counted so."""
        left = iter(counts)

        def value(_port, file):
            return str(next(left)) if file == "interrupts" else "0"
        return value

    def test_ends_on_signals(self):
        """Each of them is a good end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start("top", "-i", "86400", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            process.stdout.read(10)
            process.send_signal(number)
            self.assertEqual(process.wait(60), 0)
            self.assertEqual(process.stderr.read(), b"")

    def test_ends_with_its_reader(self):
        """Although there is nothing to write for a day."""
        process = self.start("top", "-i", "86400", stdout=subprocess.PIPE)
        process.stdout.read(10)
        process.stdout.close()
        self.assertEqual(process.wait(60), 0)

    def test_terminal(self):
        """Nothing is cleared before it is written anew; q, and signals, restore the terminal."""
        for end in (b"q", signal.SIGTERM):
            with self.subTest(end):
                ours, theirs = pty.openpty()
                termios.tcsetwinsize(theirs, (8, 40))
                before = termios.tcgetattr(theirs)
                process = self.start("top", "-i", "0.05", stdin=theirs, stdout=theirs)
                out = b""
                while out.count(b"\033[H") < 4:
                    out += os.read(ours, 4096)
                self.assertFalse(termios.tcgetattr(theirs)[3] & (termios.ICANON | termios.ECHO))
                if isinstance(end, bytes):
                    os.write(ours, end)
                else:
                    process.send_signal(end)
                while not out.endswith(b"\033[?25h"):
                    out += os.read(ours, 4096)
                self.assertEqual(process.wait(60), 0)
                self.assertEqual(termios.tcgetattr(theirs), before)
                first, *frames = out.decode().split("\033[H")
                self.assertEqual(first, "\033[?25l")
                self.assertEqual(frames[0], "\033[2J")
                for frame in frames[1:-1]:
                    self.assertNotIn("\033[2J", frame)
                    *lines, rest = frame.split("\r\n")
                    self.assertEqual(rest, "\033[J")
                    self.assertLessEqual(len(lines), 7)
                    for line in lines:
                        self.assertTrue(line.endswith("\033[K"))
                        self.assertLessEqual(len(line) - 3, 40)
                os.close(ours)
                os.close(theirs)

    def test_terminal_of_no_size(self):
        """A serial line's: it is taken for one of 24 lines of 80 characters."""
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (0, 0))
        process = self.start("top", "-c", "1", stdin=theirs, stdout=theirs)
        out = b""
        while not out.endswith(b"\033[?25h"):
            out += os.read(ours, 4096)
        self.assertEqual(process.wait(60), 0)
        self.assertIn(b"parport10", out)
        os.close(ours)
        os.close(theirs)

    def test_follow(self):
        """Whole lines at once, each as soon as it is there; the end with the reader."""
        fifo = self.root / "pipe"
        os.mkfifo(fifo)
        keeper = os.open(fifo, os.O_RDWR)
        self.addCleanup(os.close, keeper)
        process = subprocess.Popen(
            [sys.executable, "-B", "-c", "import sys; sys.path.insert(0, sys.argv[1])\n"
             "from tool import ctl; ctl.follow(sys.argv[2])",
             pathlib.Path(__file__).parent, fifo], stdout=subprocess.PIPE, bufsize=0)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for part, lines in ((b"one\ntw", b"one\n"), (b"o\nthree\nfour", b"two\nthree\n")):
            os.write(keeper, part)
            read = b""
            while len(read) < len(lines):
                read += process.stdout.read(100)
            self.assertEqual(read, lines)
        process.stdout.close()
        self.assertEqual(process.wait(60), 0)


if __name__ == "__main__":
    unittest.main()
