# SPDX-License-Identifier: GPL-2.0
"""Runs all tests, some of them by turns, several at a time; ends with the count of all cases.

A job is a command: a case by itself, or many if its last line counts them. It begins when the jobs
that it needs have passed, kernels and what needs them before others, with two more at a time than
there are CPUs: guests wait for a good part of their time. The whole output of a job is printed when
the job is done.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
# The machine that runs this stops it after 90 minutes. End all jobs before that: those under way
# fail.
LIMIT = 85 * 60
COUNT = re.compile(r"^(\d+) (?:kernels )?passed, (\d+) failed, (\d+) skipped$", re.M)


class Job:
    """A command; `needs` names jobs that must have passed, `after` a job that must be over."""

    def __init__(self, name, *command, needs=(), after=None, counted=False):
        self.name, self.command, self.counted = name, command, counted
        self.needs, self.after = needs, after
        self.state = "waits"
        self.process = self.output = None
        self.begun = self.seconds = self.cpu_seconds = 0.0
        # Numbers of cases.
        self.passed = self.failed = self.skipped = 0

    def begin(self):
        """Starts the job, in a process group of its own."""
        self.state = "runs"
        self.begun = time.monotonic()
        self.output = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen(self.command, cwd=TOP, stdin=subprocess.DEVNULL, stdout=self.output,
                                        stderr=subprocess.STDOUT, start_new_session=True)
        print(f"-- {self.name} begins", flush=True)

    def has_ended(self):
        """Checks whether the job has ended; if so, counts its cases and prints its output."""
        pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
        if not pid:
            return False
        self.seconds = time.monotonic() - self.begun
        self.cpu_seconds = usage.ru_utime + usage.ru_stime
        self.output.seek(0)
        text = self.output.read()
        counts = COUNT.findall(text) if self.counted else []
        if counts:
            self.passed, self.failed, self.skipped = map(int, counts[-1])
        # A job whose cases were not counted has not come to its end.
        if status != 0 and not self.failed or self.counted and not counts:
            self.failed += 1
        elif not self.counted:
            self.passed = 1
        self.end(text)
        return True

    def kill(self):
        """Ends the job, and all that it has started."""
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(30)
        except ProcessLookupError:
            pass  # It has ended just now.
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.seconds = time.monotonic() - self.begun
        self.output.seek(0)
        self.fail(self.output.read() + "it was ended: there is no time left")

    def fail(self, why):
        """Marks a job that has not come to its end, or cannot begin, as failed."""
        self.failed = 1
        self.end(why + "\n")

    def end(self, text):
        """Prints the job's result and output."""
        self.state = "failed" if self.failed else "passed"
        print(f"== {self.name}: {self.state}, {self.seconds:.0f} s\n{text}", end="", flush=True)
        if self.failed:
            print(f"FAILED: {self.name}", flush=True)


def kernel(*names):
    """A job that builds a test kernel: a flavour, and a series unless it is the flavour's own."""
    return Job(f"kernel {' '.join(names)}", "bash", "-c", '. qemu/lib.sh && flavour_kernel "$@"', "-", *names,
               needs=["sources"])


def make(command, *arguments, needs=("sources",), **more):
    """A job that runs a command of the Makefile; after the sources, so that kernels can begin first."""
    return Job(" ".join(["make", command, *arguments]), "make", command, *arguments, needs=needs, **more)


def row(name, needs="sources"):
    """A job that runs one row of the matrix."""
    return make("matrix", f"KERNELS={name}", needs=[needs], counted=True)


def soak(flavour, cpus):
    """A job that does everything at once, for some minutes; each turn has one."""
    return make("soak", f"FLAVOUR={flavour}", f"SMP={cpus}", "MINUTES=2", "FIRE=100000", needs=[f"kernel {flavour}"])


def tutorial():
    """A job that runs every command of the tutorial, on Debian's own kernel."""
    return Job("tutorial", "qemu/tutorial.sh", needs=["sources"], after="make run")


def always(turn):
    """The jobs of every run; first those that others wait for, and those that take long."""
    part = f"PART={turn + 1}/{len(TURNS)}"
    return [
        Job("packages", "bash", "-c", """. qemu/lib.sh && need $packages_build $packages_guest $packages_matrix \
            $packages_host $packages_image $packages_clang $packages_bench $packages_check $packages_secure"""),
        Job("sources", "bash", "-c", ". qemu/lib.sh && other_suites && linux_source && stock_kernel",
            needs=["packages"]),
        kernel("kasan"),
        make("test", part, needs=["kernel kasan"], counted=True),
        # Ten million calls, by the turn's seed.
        make("hosttest", part, f"SEED={turn + 1}", f"OPERATIONS={9_500_000 // len(TURNS)}", "CALLS=3500000"),
        make("check", part, needs=["kernel kasan"]),
        make("bench"),
        # Half a million calls at random: as many as the soaks with sanitizers make in a quarter of an hour.
        make("soak", "FLAVOUR=stock", "SMP=2", "MINUTES=1"),
        # As an ordinary user, in a folder whose name has everything in it.
        Job("make run", ".ci/as_user", "make", "run", needs=["sources"]),
        # Every byte value, in the amount that the project promises.
        Job("make run, 100,000 bytes", "bash", "-c", """file=$(mktemp) && trap 'rm -f "$file"' EXIT
            python3 -c "import random, sys; random.seed(1); sys.stdout.buffer.write(random.randbytes(100000))" >"$file" &&
            make run FILE="$file" """, needs=["sources"], after="make run"),
    ]


# The jobs that come by turns, in this order: after four runs, all have been run.
TURNS = [
    lambda: [kernel("kcsan"), soak("kcsan", 4), row("6.1-kcsan", "kernel kcsan"), row("stock-6.12 stock-cloud"),
             row("stock-6.12-rt"), tutorial()],
    lambda: [kernel("kasan", "newest"), row("newest", "kernel kasan newest"), soak("kasan", 2), row("stock"),
             make("test-secure")],
    lambda: [kernel("rt"), soak("rt", 2), row("6.12-rt", "kernel rt"), row("stock-rt"), row("debian13"),
             row("stock-1cpu"), tutorial()],
    lambda: [kernel("i386"), row("6.1-i386", "kernel i386"), soak("kasan", 1),
             make("coverage", needs=["kernel kasan"])],
]
# Remembers whose turn it was, if the cache is kept.
LAST_TURN = pathlib.Path(os.environ.get("NTPARPORT_CACHE") or pathlib.Path(
    os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "ntparport"), "turn")


def whose_turn():
    """The turn after the last one. If nothing is kept, the clock decides: consecutive runs are
    about as far apart as a run is long. (The commit would give all its runs the same turn.)"""
    try:
        return (int(LAST_TURN.read_text(encoding="ascii")) + 1) % len(TURNS)
    except (OSError, ValueError):
        return int(time.time() / (45 * 60)) % len(TURNS)


def rank(job):
    """The order in which jobs begin: first the kernels, then what needs them, which takes longest."""
    if job.name.startswith("kernel"):
        return 0
    return 1 if any(name.startswith("kernel") for name in job.needs) else 2


def run(jobs):
    """Runs the jobs, each when those it needs are done."""
    at_a_time = os.cpu_count() + 2
    end = time.monotonic() + LIMIT
    by_name = {job.name: job for job in jobs}
    running = []
    try:
        while any(job.state in ("waits", "runs") for job in jobs) and time.monotonic() < end:
            running = [job for job in running if not job.has_ended()]
            for job in jobs:
                needed = {by_name[name].state for name in job.needs}
                over = job.after not in by_name or by_name[job.after].state in ("passed", "failed")
                if job.state == "waits" and "failed" in needed:
                    job.fail("it needs what has failed: " + ", ".join(job.needs))
                elif job.state == "waits" and needed <= {"passed"} and over and len(running) < at_a_time:
                    job.begin()
                    running.append(job)
            time.sleep(0.2)
    finally:
        for job in running:
            job.kill()
    for job in jobs:
        if job.state == "waits":
            job.fail(f"not begun after {LIMIT // 60} minutes")


def main():
    """Runs the jobs of every run and of this turn, or those that are named."""
    # Exit through the finally clause of run(), which ends the jobs that are running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by a signal"))
    if sys.argv[1:]:
        jobs = [job for job in sum((turn() for turn in TURNS), always(0)) if job.name in sys.argv[1:]]
        for job in jobs:
            job.needs = [name for name in job.needs if name in sys.argv[1:]]
    else:
        turn = whose_turn()
        print(f"It is the turn of {turn + 1} of {len(TURNS)}: " + ", ".join(job.name for job in TURNS[turn]()))
        jobs = sorted(always(turn) + TURNS[turn](), key=rank)
    begun = time.monotonic()
    run(jobs)
    if not sys.argv[1:]:
        LAST_TURN.parent.mkdir(parents=True, exist_ok=True)
        LAST_TURN.write_text(f"{turn}\n", encoding="ascii")

    print(f"\n{'minutes':>8} {'of CPU':>8}  job")
    for job in jobs:
        print(f"{job.seconds / 60:8.1f} {job.cpu_seconds / 60:8.1f}  {job.name}: {job.state}")
    print(f"{(time.monotonic() - begun) / 60:8.1f} {sum(job.cpu_seconds for job in jobs) / 60:8.1f}  altogether")
    passed, failed, skipped = (sum(getattr(job, count) for job in jobs) for count in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(failed != 0 or passed == 0)


main()
