# SPDX-License-Identifier: GPL-2.0
"""What can go wrong before anything is built: what users see then, and what must not be done.

apt-get, sudo and others are replaced by scripts that fail as theirs do.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent

NO_ROOM = "E: You don't have enough free space in /var/cache/apt/archives/."
NO_MIRROR = ("Err:1 http://mirror/debian bookworm InRelease\n"
             "  Temporary failure resolving 'mirror'\n"
             "E: Failed to fetch http://mirror/debian/pool/x.deb  Temporary failure resolving 'mirror'")
GONE = "E: Failed to fetch http://mirror/debian/pool/x.deb  404  Not Found [IP: 1.2.3.4 80]"

METER = TOP / "qemu/try/meter"
# What a user may type, and what the one line says that refuses it. {folder} is a folder, {windows} a
# program of Windows.
WRONG = [
    ("run", {"FILE": "/nonexistent"}, "FILE=/nonexistent does not exist"),
    ("run", {"FILE": "{folder}"}, "is a folder"),
    ("run", {"PART": "3/2"}, "PART=3/2"),
    ("test", {"FLAVOUR": "nonsense"}, "no flavour nonsense"),
    ("test", {"FLAVOUR": "kernel"}, "no flavour kernel"),
    ("test", {"FLAVOUR": "../qemu/kasan"}, "no flavour ../qemu/kasan"),
    ("test", {"SUITE": "connect nonsense"}, "kunit/nonsense_kunit.c"),
    ("test", {"PART": "nonsense"}, "PART=nonsense"),
    ("debug", {"FLAVOUR": "nonsense"}, "no flavour nonsense"),
    ("debug", {"FLAVOUR": "kasan"}, "no debug information"),
    ("debug", {"SUITE": "nonsense"}, "kunit/nonsense_kunit.c"),
    ("matrix", {"KERNELS": "nonsense"}, "no kernel nonsense"),
    ("matrix", {"KERNELS": "stock 6.1-nonsense"}, "no flavour nonsense"),
    ("matrix", {"KERNELS": "stock-6.12-kasan"}, "no kernel stock-6.12-kasan"),
    ("matrix", {"KERNELS": "stock\nstock-0cpu"}, "no kernel stock-0cpu"),
    ("matrix", {"KERNELS": " "}, "names no kernel"),
    ("matrix", {"SUITE": "nonsense"}, "kunit/nonsense_kunit.c"),
    ("soak", {"FLAVOUR": "nonsense"}, "no flavour nonsense"),
    ("soak", {"FLAVOUR": "i386"}, "FLAVOUR=i386"),
    ("soak", {"SMP": "x"}, "SMP=x"),
    ("soak", {"SMP": "0"}, "SMP=0"),
    ("soak", {"MINUTES": "x"}, "MINUTES=x"),
    ("soak", {"MINUTES": "0"}, "MINUTES=0: a whole number, 1 or more"),
    *(("hosttest", {name: "0"}, f"{name}=0: a whole number, 1 or more")
      for name in ("OPERATIONS", "CALLS", "FUZZ", "ROUNDS", "INPUTS")),
    ("soak", {"MINUTES": "08"}, "MINUTES=08"),
    ("soak", {"FIRE": "-1"}, "FIRE=-1"),
    ("soak", {"SEED": "99999999999999999999"}, "SEED=99999999999999999999"),
    ("coverage", {"SUITE": "nonsense"}, "kunit/nonsense_kunit.c"),
    ("bench", {"PART": "2"}, "PART=2"),
    ("check", {"PART": "1/0"}, "PART=1/0"),
    ("packages", {"RELEASES": "bookworm nonsense"}, "RELEASES=bookworm nonsense"),
    ("hosttest", {"CASE": "/nonexistent"}, "CASE=/nonexistent does not exist"),
    ("hosttest", {"CASE": "{folder}"}, "is a folder"),
    *(("hosttest", {name: "1e6"}, f"{name}=1e6")
      for name in ("SEED", "OPERATIONS", "CALLS", "FUZZ", "ROUNDS", "INPUTS")),
    ("try", {}, "which driver?"),
    ("try", {"DRIVER": "/nonexistent"}, "DRIVER=/nonexistent does not exist"),
    ("try", {"DRIVER": "{windows}"}, "is not a folder"),
    ("try", {"DRIVER": "{folder}"}, "has no Kbuild"),
    ("try", {"DRIVER": METER, "PORTS": "3"}, "PORTS=3"),
    ("try", {"DRIVER": METER, "KERNEL": "nonsense"}, "KERNEL=nonsense"),
    ("try", {"DRIVER": METER, "TRY_PROMPT": "yes"}, "SHELL=yes"),
    ("try", {"DRIVER": METER, "PATIENCE": "x"}, "PATIENCE=x"),
    ("try", {"DRIVER": METER, "PARAMETERS": "Name=sz:'a"}, "a quote is missing"),
    ("try", {"DRIVER": METER, "DEVICE": "nonsense"}, "DEVICE=nonsense"),
    ("try", {"DRIVER": METER, "RUN": "/nonexistent 1"}, "no program /nonexistent"),
    ("try", {"DRIVER": METER, "RUN": "{windows}"}, "is a program of Windows"),
]
# What is right: these go on to the packages.
RIGHT = [
    ("run", {}), ("run", {"FILE": METER / "Kbuild", "PART": "2/2"}),
    ("test", {"FLAVOUR": "rt", "SUITE": "connect windows/io", "PART": "2/4"}), ("debug", {}),
    ("matrix", {}), ("matrix", {"KERNELS": "stock-6.12-rt-4cpu debian13 newest 6.1-i386\nstock-cloud"}),
    ("soak", {"FLAVOUR": "kcsan", "SMP": "1 16", "MINUTES": "1", "FIRE": "0", "SEED": "0"}),
    ("coverage", {}), ("bench", {"REASON": "it's so"}), ("check", {}),
    ("packages", {"RELEASES": "trixie"}), ("hosttest", {"CASE": METER / "Kbuild", "CALLS": "10"}),
    ("try", {"DRIVER": METER, "DEVICE": METER / "meter.py", "RUN": "head -n 2 /dev/Meter", "PARAMETERS": "A=dword:1"}),
]


class Start(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.cache = self.folder / "cache"
        self.calls = self.folder / "calls"
        self.calls.touch()
        self.fake("apt-get", "exit 0")
        self.fake("dpkg", "echo amd64")
        # No package is installed.
        self.fake("dpkg-query", "exit 1")
        self.environment = {"PATH": f"{self.bin}:/usr/local/bin:/usr/bin:/bin",
                            "HOME": str(self.folder), "NTPARPORT_CACHE": str(self.cache)}

    def fake(self, name, script):
        path = self.bin / name
        path.write_text(f'#!/bin/bash\necho "{name} $*" >>{self.calls}\n{script}\n')
        path.chmod(0o755)

    def user(self, sudo):
        """Acts as an ordinary user, with a sudo that does this, or without one."""
        self.fake("id", "echo 1000")
        if sudo:
            self.fake("sudo", sudo)
            return ""
        return 'command() { [ "$*" != "-v sudo" ] && builtin command "$@"; };'

    def run_lib(self, script, library=TOP / "qemu/lib.sh"):
        """Runs a script that uses lib.sh; as on Debian, whatever system this is."""
        # Tests that are started in the background ignore Ctrl-C, and so would the script.
        ignored = signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            return subprocess.run(["bash", "-c", f'. "$1"; debian=12; {script}', "bash", library],
                                  env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, start_new_session=True)
        finally:
            signal.signal(signal.SIGINT, ignored)

    def fails(self, script, *texts, status=1):
        result = self.run_lib(script)
        self.assertEqual(result.returncode, status, result.stderr)
        for text in texts:
            self.assertIn(text, result.stderr)
        # Exactly one line says what is wrong.
        self.assertEqual(result.stderr.count("error:"), 1, result.stderr)
        return result.stderr

    def called(self, text):
        return sum(text in line for line in self.calls.read_text().splitlines())

    # Under which user it runs, and where.

    def test_path(self):
        self.assertIn("/sbin", self.run_lib('echo "$PATH"').stdout.strip().split(":"))

    def test_no_home(self):
        del self.environment["NTPARPORT_CACHE"]
        del self.environment["HOME"]
        self.fails(":", "HOME is not set", "NTPARPORT_CACHE=")

    def test_home_is_enough(self):
        del self.environment["NTPARPORT_CACHE"]
        self.assertEqual(self.run_lib('echo "$cache"').stdout, f"{self.folder}/.cache/ntparport\n")

    def test_cache_cannot_be_written(self):
        self.environment["NTPARPORT_CACHE"] = "/proc/ntparport"
        self.fails(":", "cannot write to the cache", "'/proc/ntparport'", "NTPARPORT_CACHE=")

    def test_cache_with_odd_name(self):
        for name in "a b", "a$b", "a'b", 'a"b', "a\\b", "a:b", "a#b", "a,b", "a(b", "a*b":
            with self.subTest(name):
                self.environment["NTPARPORT_CACHE"] = str(self.folder / name)
                self.fails(":", "cannot be built in the folder", name)
                self.assertFalse((self.folder / name).exists())

    def test_other_distribution(self):
        self.fails("debian=; need make", "needs Debian 12 or 13", "make modules")

    def test_other_machine(self):
        self.fake("dpkg", "echo arm64")
        self.fails("need make", "amd64", "arm64")

    # Packages.

    def test_no_sudo(self):
        text = self.fails(self.user(None) + "need bison flex", "no sudo",
                          "apt-get install --no-install-recommends bison flex")
        self.assertNotIn("network", text)
        self.assertEqual(self.called("apt-get"), 0)

    def test_wrong_password(self):
        self.user("echo 'sudo: 3 incorrect password attempts' >&2; exit 1")
        text = self.fails("need bison", "sudo: 3 incorrect password attempts", "sudo did not install them",
                          "missing: bison")
        self.assertNotIn("network", text)
        self.assertEqual(self.called("apt-get") - self.called("sudo"), 0)

    def test_sudo(self):
        self.user('shift; exec "$@"')
        result = self.run_lib("need bison")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.called("sudo -- sh -c"), 1)
        self.assertEqual(self.called("apt-get -q -y"), 4)

    def test_nothing_missing(self):
        self.fake("dpkg-query", "echo -n installed")
        self.assertEqual(self.run_lib("need bison flex").stderr, "")
        self.assertEqual(self.called("apt-get"), 0)

    def apt_fails(self, output, *texts, calls=1, status=1):
        self.fake("apt-get", f"cat <<'END'\n{output}\nEND\nexit 100")
        text = self.fails("need bison", *texts, status=status)
        self.assertEqual(self.called("apt-get"), calls)
        return text

    def test_no_network(self):
        self.apt_fails(NO_MIRROR, "Temporary failure resolving 'mirror'", "is the network up")

    def test_disk_full(self):
        text = self.apt_fails(NO_ROOM, "the disk is full", "/var/cache/apt/archives", "make room")
        self.assertNotIn("network", text)

    def test_disk_full_is_no_missing_package(self):
        self.apt_fails(f"{GONE}\nE: Write error - write (28: No space left on device)", "the disk is full")

    def test_locked(self):
        self.apt_fails("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1",
                       "held by process 1", "when it is done")

    def test_dpkg_is_left_halfway(self):
        """Neither of the two is enough: apt refuses before dpkg's own data are right, and dpkg fetches nothing."""
        for output in ("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'",
                       "E: Unmet dependencies. Try 'apt --fix-broken install'",
                       "dpkg: error processing archive x.deb (--unpack):",
                       "dpkg: error processing archive x.deb (--unpack):\n cannot copy: No space left on device",
                       f"E: dpkg was interrupted\n{NO_ROOM}"):
            with self.subTest(output):
                self.calls.write_text("")
                text = self.apt_fails(output, "run \"sudo sh -c 'dpkg --configure -a; apt-get --fix-broken install'\"",
                                      "then this again")
                self.assertEqual("the disk is full" in text, "pace" in output)

    def test_anything_else(self):
        self.apt_fails("noise\nE: The moon is in the wrong phase", "The moon is in the wrong phase")

    def test_no_such_package(self):
        self.fake("apt-get", '[[ $* = *" update" ]] || { echo "E: Unable to locate package bison"; exit 100; }')
        self.fails("need bison", "does not have: bison", status=3)
        self.assertEqual(self.called(" update"), 1)
        self.assertEqual(self.called(" install "), 2)

    def test_old_lists(self):
        """A package that the lists do not know, or no longer have, is found after an update."""
        for text in GONE, "E: Unable to locate package bison":
            with self.subTest(text):
                updated = self.folder / "updated"
                updated.unlink(missing_ok=True)
                self.fake("apt-get", f'''if [[ $* = *" update" ]]; then touch {updated}
                    elif [ ! -e {updated} ]; then echo "{text}"; exit 100; fi''')
                result = self.run_lib("need bison")
                self.assertEqual(result.returncode, 0, result.stderr)

    def test_update_fails(self):
        self.fake("apt-get", f'''[[ $* != *" update" ]] && {{ echo "E: Unable to locate package bison"; exit 100; }}
            cat <<'END'\n{NO_MIRROR}\nEND\nexit 100''')
        text = self.fails("need bison", "is the network up")
        self.assertNotIn("does not have", text)
        self.assertEqual(self.called(" install "), 1)

    def test_no_room_to_install(self):
        self.fake("apt-get", 'echo "After this operation, 900,000 GB of additional disk space will be used."')
        self.fails("need bison", "900000000 MB", "make room")
        self.assertEqual(self.called("apt-get"), 1)

    # What is asked for.

    def run_command(self, command, variables):
        """Runs what `make COMMAND` does."""
        program = self.folder / "asked"
        program.mkdir(exist_ok=True)
        windows = self.folder / "windows.exe"
        windows.write_bytes(b"MZ\x90\0")
        script = TOP / ("kunit/host/hosttest.sh" if command == "hosttest" else f"qemu/{command}.sh")
        file = variables.get("FILE")
        variables = {name: str(value).format(folder=program, windows=windows) for name, value in variables.items()}
        return subprocess.run(["bash", script, *([variables["FILE"]] if file else [])], cwd=TOP,
                              env=self.environment | variables, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, start_new_session=True)

    def test_what_is_wrong_is_refused_at_once(self):
        self.fake("id", "echo 0")
        # What is not refused ends here.
        self.fake("apt-get", "exit 100")
        for command, variables, text in WRONG:
            with self.subTest(command, **variables):
                self.calls.write_text("")
                result = self.run_command(command, variables)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn(text, result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
                # Nobody has asked for a package, or which ones there are.
                self.assertEqual(self.called("dpkg") + self.called("apt"), 0, self.calls.read_text())

    def test_what_is_right_is_not_refused(self):
        self.fake("id", "echo 0")
        self.fake("apt-get", "echo 'E: The moon is in the wrong phase'; exit 100")
        for command, variables in RIGHT:
            with self.subTest(command, **variables):
                result = self.run_command(command, variables)
                self.assertIn("these Debian packages are missing", result.stderr)
                self.assertIn("The moon", result.stderr)

    # The stock kernel.

    def stock(self, output):
        """The headers are installed; `output` is what the mirror says when asked for the kernel."""
        self.fake("dpkg-query", "echo 'linux-headers-6.1.0-1-amd64 (= 6.1.1-1)'")
        self.fake("apt-get", f'''case $* in
            *--print-uris*) echo "'http://mirror/x.deb' x.deb 1000000 SHA256:0" ;;
            *" download "*) cat <<'END'\n{output}\nEND
                exit 100 ;;
            esac''')

    def test_disk_full_upgrades_nothing(self):
        for output in (NO_ROOM, "E: Write error - write (28: No space left on device)"):
            with self.subTest(output):
                self.calls.write_text("")
                self.stock(output)
                self.fails("stock_kernel", "the disk is full")
                self.assertEqual(self.called("=1 download linux-image"), 1)
                self.assertEqual(self.called(" install ") + self.called(" update"), 0)

    def test_no_network_upgrades_nothing(self):
        self.stock(NO_MIRROR)
        self.fails("stock_kernel", "is the network up")
        self.assertEqual(self.called(" install ") + self.called(" update"), 0)

    def test_old_kernel_upgrades_the_headers(self):
        self.stock(GONE)
        result = self.run_lib("stock_kernel")
        self.assertEqual(result.returncode, 3, result.stderr)
        self.assertIn("the mirror does not have linux-image-6.1.0-1-amd64", result.stderr)
        self.assertEqual(self.called("install linux-headers-amd64 --download-only"), 1)
        self.assertFalse((self.cache / "stock/6.1.0-1-amd64").exists())

    def test_no_room_in_the_cache(self):
        self.stock("")
        self.fake("df", 'printf "Avail\\n40\\n"')
        self.fails("full() { return 1; }; stock_kernel", "needs 54 MB", "has 40", "NTPARPORT_CACHE=")
        self.assertEqual(self.called("=1 download linux-image"), 0)

    def test_another_source_is_not_ours(self):
        """Debian 13 has no 6.1, and apt treats that as a pattern."""
        self.fake("apt-cache", """printf 'linux-source-6.12:\\n  Installed: (none)\\n  Candidate: 6.12.1-1\\n'""")
        self.assertEqual(self.run_lib("candidate linux-source-6.1").stdout, "")
        self.assertEqual(self.run_lib("candidate linux-source-6.12").stdout, "6.12.1-1\n")

    # What is interrupted.

    def make_entry(self, *, resumable, end):
        """Makes an entry in two steps, the first of which ends this way; what the second one finds."""
        script = f'''make_it() {{ {"touch $1/.resumable;" if resumable else ":;"} echo step >>"$1/steps"; {{}}; }}
            entry "$cache/entry" make_it'''
        first = self.run_lib(script.replace("{}", end))
        self.assertNotEqual(first.returncode, 0)
        left = (self.cache / "entry").exists()
        second = self.run_lib(script.replace("{}", "true"))
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertTrue((self.cache / "entry/.complete").exists())
        steps = len((self.cache / "entry/steps").read_text().splitlines())
        shutil.rmtree(self.cache / "entry")
        return left, steps

    def test_interrupted_entry_goes_on_if_it_can(self):
        for end in "kill -INT $BASHPID", "kill -TERM $BASHPID":
            with self.subTest(end):
                self.assertEqual(self.make_entry(resumable=True, end=end), (True, 2))
                self.assertEqual(self.make_entry(resumable=False, end=end), (False, 1))

    def test_failed_entry_is_made_anew(self):
        self.assertEqual(self.make_entry(resumable=True, end="false"), (False, 1))

    def test_entry_of_a_machine_that_lost_its_power_is_made_anew(self):
        self.assertEqual(self.make_entry(resumable=True, end="kill -KILL $BASHPID"), (True, 1))

    # Ctrl-C.

    def test_interrupt_leaves_dpkg_alone(self):
        began, go, done = (self.folder / name for name in ("began", "go", "done"))
        os.mkfifo(began)
        os.mkfifo(go)
        self.fake("apt-get", f'''[[ $* = *--download-only* ]] && exit
            echo >{began}; read -r line <{go}; echo done >{done}''')
        script = subprocess.Popen(["bash", "-c", '. "$1"; debian=12; need bison; echo not ended', "bash",
                                   TOP / "qemu/lib.sh"], env=self.environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
                                  # What runs in the background ignores SIGINT, and then so would
                                  # the script.
                                  preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        began.read_text()
        os.killpg(script.pid, signal.SIGINT)
        go.write_text("go\n")
        out, err = script.communicate()
        self.assertEqual(script.returncode, -signal.SIGINT, err)
        self.assertTrue(done.exists())
        self.assertEqual(out, "")

    def test_interrupt_is_no_failure(self):
        """sudo does not die of the signal that apt has died of, but ends with that status."""
        self.fake("dpkg-query", "exit 1")
        for command in "need bison", "update_lists":
            for sudo in "", 'exec "${@:2}"':
                with self.subTest(command, sudo=sudo):
                    if sudo:
                        self.user(sudo)
                    else:
                        self.fake("id", "echo 0")
                    self.fake("apt-get", """[[ $* = *--version* ]] && exit
                        echo "dlstatus:12:6.0239:Retrieving file 12 of 96"; exit 130""")
                    result = self.run_lib(f"{command}; echo not ended")
                    self.assertEqual(result.returncode, -signal.SIGINT, result.stderr)
                    self.assertEqual(result.stdout, "")
                    self.assertNotIn("error:", result.stderr)

    def test_interrupted_entry_of_apt_is_removed(self):
        self.fake("id", "echo 0")
        self.fake("apt-get", "exit 130")
        result = self.run_lib('entry "$cache/entry" fetch_into package; echo not ended')
        self.assertIn(result.returncode, (-signal.SIGINT, 130), result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertNotIn("error:", result.stderr)
        self.assertFalse((self.cache / "entry").exists())

    def test_what_apt_says_to_programs_is_not_shown(self):
        self.fake("id", "echo 0")
        for output, text in (("dlstatus:12:6.0239:Retrieving file", "apt-get does not say why"),
                             ("Killed\npmstatus:bison:50.0:Unpacking\npmerror:bison:50.0:No", "Killed")):
            with self.subTest(output):
                self.fake("apt-get", f"echo '{output}'; exit 137")
                error = self.fails("need bison", text)
                self.assertNotIn("status:", error)

    # The Makefile.

    def test_checkout_with_odd_name(self):
        """What was copied stays, and what no longer exists is removed."""
        kernel = self.folder / "kernel"
        (kernel / "include/config").mkdir(parents=True)
        (kernel / "include/config/auto.conf").touch()
        (kernel / "Makefile").write_text("modules:\n")
        for name in "my checkout", "it's", 'a"b', "a$HOME", "a$(touch x)", "a\\b", "a`b":
            with self.subTest(name):
                checkout = self.folder / name
                out = self.folder / "out"
                shutil.rmtree(out, ignore_errors=True)
                for file in "Kbuild", "module/a.c", "compat/b.h", "kunit/c.cc":
                    (checkout / file).parent.mkdir(parents=True, exist_ok=True)
                    (checkout / file).touch()
                (out / "module").mkdir(parents=True)
                for old in "module/old.c", "module/old.o":
                    (out / old).touch()
                shutil.copy(TOP / "Makefile", checkout)
                (checkout / "module/tools").mkdir(exist_ok=True)
                shutil.copy(TOP / "module/tools/version", checkout / "module/tools")
                result = subprocess.run(["make", "-s", "modules", f"KDIR={kernel}", f"OUT={out}"], cwd=checkout,
                                        env=self.environment, capture_output=True, text=True)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                files = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}
                self.assertEqual(files, {"Kbuild", "module/a.c", "compat/b.h", "kunit/c.cc",
                                         "module/tools/version", "module/VERSION"})

    def test_library_in_checkout_with_odd_name(self):
        library = self.folder / "it's $HOME \"a\"" / "qemu/lib.sh"
        library.parent.mkdir(parents=True)
        shutil.copy(TOP / "qemu/lib.sh", library)
        result = self.run_lib('echo "$top"', library)
        self.assertEqual(result.stdout, f"{library.parent.parent}\n", result.stderr)

    def test_build_in_odd_folder(self):
        for name in "a b", "a$b", "a'b", 'a"b', "a\\b", "a:b", "a#b":
            with self.subTest(name):
                out = self.folder / name
                result = subprocess.run(["make", "-s", "modules", "KDIR=/", f"OUT={out}"], cwd=TOP,
                                        env=self.environment, capture_output=True, text=True)
                self.assertEqual(result.returncode, 2)
                self.assertIn(f"cannot build modules in the folder '{out}'", result.stderr)
                self.assertFalse(out.exists())

    def test_prompt_is_no_shell(self):
        self.fake("apt-get", "exit 100")
        for value in "yes", "2":
            with self.subTest(value):
                result = subprocess.run(["make", "-s", "try", f"DRIVER={METER}", f"SHELL={value}"], cwd=TOP,
                                        env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                                        text=True, timeout=60)
                self.assertEqual(result.returncode, 2)
                self.assertIn(f"SHELL={value}: 1, or leave it out", result.stderr)

    def test_build_without_home(self):
        del self.environment["NTPARPORT_CACHE"]
        del self.environment["HOME"]
        result = subprocess.run(["make", "-s", "modules", "KDIR=/"], cwd=TOP, env=self.environment,
                                capture_output=True, text=True)
        self.assertEqual(result.returncode, 2)
        self.assertIn("HOME is not set", result.stderr)

    # A guest. QEMU is a script that writes the console of each start in turn.

    def boot(self, *consoles):
        for n, console in enumerate(consoles, 1):
            (self.folder / f"console{n}").write_text(console)
        self.fake("qemu-system-x86_64", f'''
            cp {self.folder}/console$(grep -c ^qemu-system {self.calls}) {self.folder}/guest.console
            ! grep -q Run {self.folder}/guest.console || echo verdict=pass >{self.folder}/guest.results''')
        result = self.run_lib(f'logs={self.folder}; . "$top/qemu/guest.sh"; '
                              'boot_guest guest kernel initramfs 60 && judge_guest guest')
        self.assertEqual(self.called("qemu-system"), len(consoles), result.stderr)
        return result

    def test_guest_is_reset_before_its_first_process(self):
        result = self.boot("Linux version 6\nPCI: reset\n", "Linux version 6\nRun /init as init process\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("the machine was reset before the first process ran; it is booted once more", result.stderr)
        self.assertIn("PCI: reset", (self.folder / "guest.console.reset").read_text())

    def test_guest_is_reset_again(self):
        result = self.boot("Linux version 6\n", "Linux version 6\nand again\n")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("the guest ended without a good verdict", result.stderr)

    def test_emulator_runs_a_breakpoint_that_is_gone(self):
        result = self.boot("Linux version 6\nOops: int3: 0000 [#1]\nKernel panic\n",
                           "Linux version 6\nRun /init as init process\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("a breakpoint that was no longer there before the first process ran; it is booted once more",
                      result.stderr)

    def test_guest_whose_kernel_complains_is_not_booted_again(self):
        for console in "Kernel panic - not syncing: VFS\n", "Run /init as init process\nBUG: in ours\n", \
                "Run /init as init process\nOops: int3: 0000 [#1]\n":
            with self.subTest(console):
                self.calls.write_text("")
                result = self.boot("Linux version 6\n" + console)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn("the kernel reported trouble", result.stderr)


if __name__ == "__main__":
    unittest.main()
