# SPDX-License-Identifier: GPL-2.0
"""locks.py finds what it is there for."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

LOCKS = pathlib.Path(__file__).with_name("locks.py")
# A lock of each kind: what to include, its name, its guard, and how that is made.
GUARDS = {"mutex": ("base/guard.hh", "Guard::lock", "MutexGuard<NT_NAMES_MUTEX>", "guard"),
          "spin lock": ("base/guard.hh", "Guard::lock", "SpinGuard<NT_FILES_LOCK>", "guard"),
          "raw spin lock": ("base/guard.hh", "Guard::lock", "RawGuard<NT_IRPS_LOCK>", "guard"),
          "dispatcher lock": ("ke/dispatcher.hh", "ke::dispatcher_lock", "ke::DispatcherGuard", "guard"),
          "registry mutex": ("module/rt/guard.hh", "rt::registry_mutex", "rt::RegistryGuard", "guard"),
          "interrupt lock": ("module/rt/guard.hh", "rt::interrupt_lock", "rt::InterruptGuard", "guard(nullptr)"),
          "port": ("module/core/ownership.hh", "rt::interrupt_lock", "Ownership::Guard", "guard(*port)")}


def source(header, lock, guard, body):
    """C++ that has a variable, a function that needs the lock, and one with this body."""
    return (f'#include "{header}"\nusing Guard = {guard};\nint count GUARDED_BY({lock});\n'
            f"void add() REQUIRES({lock}) {{ count++; }}\n"
            f"template <typename Visit> NOT_CHECKED_FOR_LOCKS void visit(Visit it) {{ it(); }}\n"
            f"void run([[maybe_unused]] class Ownership *port) {{ {body} }}\n")


class Locks(unittest.TestCase):
    """Sources of a few lines each, and what the check says of them."""

    def said(self, text):
        """Checks the source, and returns the status and the output."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "source.cc"
            path.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, "-B", LOCKS, path], check=False, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            return done.returncode, done.stdout

    def test_each_lock(self):
        """With it there is nothing to say; without it a use, a call and what a lambda does are named."""
        for name, (header, lock, guard, made) in GUARDS.items():
            with self.subTest(name):
                for body in ("count++;", "add();", f"visit([]() REQUIRES({lock}) {{ add(); }});"):
                    self.assertEqual(self.said(source(header, lock, guard, f"const Guard {made}; {body}")), (0, ""))
                status, text = self.said(source(header, lock, guard, "count++;"))
                self.assertIn("writing variable 'count' requires holding lock", text)
                self.assertEqual(status, 1)
                status, text = self.said(source(header, lock, guard, "add();"))
                self.assertIn("calling function 'add' requires holding lock", text)
                self.assertEqual(status, 1)
                status, text = self.said(source(header, lock, guard, f"const Guard {made}; visit([] {{ add(); }});"))
                self.assertIn("calling function 'add' requires holding lock", text)
                self.assertEqual(status, 1)

    def test_too_early_and_too_late(self):
        """The lock is not held before the guard, after it, or inside another one of the same lock."""
        what = GUARDS["spin lock"][:3]
        for body in "add(); const Guard guard;", "{ const Guard guard; } add();":
            self.assertIn("requires holding", self.said(source(*what, body))[1])
        status, text = self.said(source(*what, "const Guard guard; { const Guard again; }"))
        self.assertIn("that is already held", text)
        self.assertEqual(status, 1)

    def test_another_lock_is_none(self):
        """Nor is one of the same kind."""
        what = GUARDS["spin lock"][:3]
        for other in "SpinGuard<NT_MDLS_LOCK>", "RawGuard<NT_IRPS_LOCK>", "MutexGuard<NT_NAMES_MUTEX>":
            status, text = self.said(source(*what, f"const {other} guard; add();"))
            self.assertIn("requires holding", text)
            self.assertEqual(status, 1)

    def test_a_mutex_by_its_name(self):
        """Mutexes that are held while drivers are called are variables."""
        text = ('#include "base/guard.hh"\nnt_call_mutex one, other;\nint count GUARDED_BY(one);\n'
                "void run() { const CallGuard guard(one); count++; }\n")
        self.assertEqual(self.said(text), (0, ""))
        status, said = self.said(text.replace("guard(one)", "guard(other)"))
        self.assertIn("requires holding lock 'one'", said)
        self.assertEqual(status, 1)

    def test_what_is_not_checked_is_no_pass(self):
        """What does not compile, what is not there, and a tree without sources."""
        self.assertEqual(self.said("this is no C++")[0], 1)
        done = subprocess.run([sys.executable, "-B", LOCKS, "/none.cc"], check=False, capture_output=True)
        self.assertEqual(done.returncode, 1)
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "qemu" / LOCKS.name
            copy.parent.mkdir()
            shutil.copy(LOCKS, copy)
            done = subprocess.run([sys.executable, "-B", copy], check=False, capture_output=True, text=True)
            self.assertIn("compat/ke, ", done.stdout)
            self.assertIn("nothing was looked at there", done.stdout)
            self.assertEqual(done.returncode, 1)


unittest.main()
