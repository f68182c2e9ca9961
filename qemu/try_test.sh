#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make try, as a user has it: drivers that work and drivers that do not. Prints KTAP.
#
# TRY_CASES="name..." leaves out all others of its guests: meter, card, loopback, oops, hang, careless.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

work=$cache/try-test
rm -rf "$work"
mkdir -p "$work"
number=0
tried=0
cases=()

# tries VARIABLE=VALUE...: runs it; its output is $said, its status $status.
tries() {
	status=0
	tried=$((tried + 1))
	said=$work/$tried.said
	env -u DRIVER -u PARAMETERS -u RUN -u PORTS -u KERNEL -u DEVICE -u TRY_PROMPT -u PATIENCE "$@" \
		make -s -C "$top" try >"$said" 2>&1 </dev/null || status=$?
}

# verdict "ok"|"not ok" NAME: a case.
verdict() {
	number=$((number + 1))
	[ "$1" = ok ] || cases+=("# see $said")
	cases+=("$1 $number $2")
}

# shows NAME TEXT...: a case: the last try said each of these (extended expressions).
shows() {
	local name=$1 all=ok text
	shift

	for text in "$@"; do
		grep -qE -- "$text" "$said" || { cases+=("# it did not say: $text"); all="not ok"; }
	done
	verdict "$all" "$name"
}

# ends NAME STATUS: a case: whether it succeeded (0) or failed.
ends() {
	if [ "$((status != 0))" = "$2" ]; then verdict ok "$1"; else verdict "not ok" "$1"; fi
}

# refuses NAME TEXT VARIABLE=VALUE...: a case: it says so at once, and fails.
refuses() {
	local name=$1 text=$2
	shift 2

	tries "$@"
	[ "$status" != 0 ] || echo "it succeeded" >"$said"
	shows "$name" "error: .*$text"
}

# chosen NAME: whether this guest is to be run.
chosen() {
	[[ " ${TRY_CASES:-$1} " = *" $1 "* ]]
}

meter=$top/qemu/try/meter
mkdir -p "$work/empty" "$work/old" "$work/none" "$work/faulty" "$work/image" "$work/windows" "$work/plain"
# shellcheck disable=SC2016
echo '!INCLUDE $(NTMAKEENV)\makefile.def' >"$work/windows/Makefile"
echo "obj-m :=" >"$work/plain/Makefile"
printf 'from cable import Device\nimport sys\nsys.exit(0)\n' >"$work/leaves"
touch "$work/image/Scan.sys"
touch "$work/old/SOURCES"
echo "obj-m :=" >"$work/none/Kbuild"
sed 's/meter/faulty/' "$meter/Kbuild" >"$work/faulty/Kbuild"
echo "int NoSuchThing(void) { return ExNoSuchThing(); } garbage" >"$work/faulty/faulty.c"
printf 'from cable import Device\nclass A(Device):\n    def __init__(self):\n        pass\n' >"$work/careless.py"
refuses "no driver is named" "which driver.*DRIVER=folder"
refuses "a folder that does not exist" "does not exist" DRIVER="$work/nowhere"
refuses "a folder without Kbuild" "has no Kbuild: write one" DRIVER="$work/empty"
refuses "... but with SOURCES" "from_sources.py SOURCES >Kbuild" DRIVER="$work/old"
refuses "... but with an image" "ntparportctl build .*Scan.sys' makes a folder" DRIVER="$work/image"
refuses "an image" "ntparportctl build .*Scan.sys' makes one of it" DRIVER="$work/image/Scan.sys"
refuses "an unknown way of having ports" "PORTS=3: 1, 2 or pci" DRIVER="$meter" PORTS=3
refuses "an unknown kernel" "KERNEL=old: stock" DRIVER="$meter" KERNEL=old
refuses "a device that is not a file" "there is no such file" DRIVER="$meter" DEVICE="$work/none.py"
refuses "a device whose class is not made right" "super\(\).__init__" DRIVER="$meter" DEVICE="$work/careless.py"
refuses "a device that is a folder" "is a folder: name a file in it" DRIVER="$meter" DEVICE="$work/none"
refuses "a device that ends, in a file of any name" "DEVICE=.*SystemExit" DRIVER="$meter" DEVICE="$work/leaves"
refuses "a Makefile of Windows" "has no Kbuild: write one" DRIVER="$work/windows"
refuses "a Makefile that makes nothing" "the Makefile in .* makes no module" DRIVER="$work/plain"
refuses "a Kbuild that makes nothing" "makes no module" DRIVER="$work/none"
refuses "a source that does not compile" "faulty does not build" DRIVER="$work/faulty"
shows "... with the compiler's words, and the user's names" "$work/faulty/faulty.c:1"
refuses "a program that is nowhere" "there is no program ./nothing" DRIVER="$meter" RUN="./nothing 1"

if chosen meter; then
	# A program with libraries, in a folder of its own.
	mkdir -p "$work/program"
	cat >"$work/program/ask.c" <<-'END'
	#include <math.h>
	#include <stdio.h>
	int main(int argc, char **argv)
	{
		FILE *meter = fopen("/dev/Meter", "r");
		double degrees;
		if (!meter || fscanf(meter, "%lf", &degrees) != 1)
			return 1;
		printf("%s reads %.0f tenths\n", argv[argc - 1], floor(degrees * 10));
		return 0;
	}
	END
	gcc -o "$work/program/ask" "$work/program/ask.c" -lm || exit
	tries DRIVER="$meter" DEVICE="$meter/meter.py" PARAMETERS="Timeout=dword:5000" RUN="$work/program/ask 'the user'"
	ends "a driver that works, with an instrument that is a script" 0
	shows "... what the driver said" "meter: ready, an answer may take 5000 ms"
	shows "... its device node" "^    /dev/Meter$"
	shows "... what the program printed" "the user reads 210 tenths" "ended with status 0"
	shows "... the ports" "^    parport0 +free +0 +1 +open"
	shows "... the clients" "connection isr=Isr.* \[meter\]"
	shows "... the interrupts" "^    26 fired, 26 reached ntparport: 26 were taken by a routine, 0 by none" \
		"the device has raised 26$"
	shows "... what left the port" "What left the port \(1 bytes\)" "^    R$"
	shows "... what the instrument said" "asked, and answers b'21.0 degrees"
	shows "... that it was unloaded" "^    meter is unloaded" "nothing is left of it"
	shows "... the verdict" "no mistake found" "^It works: loaded, run, unloaded, no mistake found\.$"
	[ -z "$(find "$meter" -name '*.o' -o -name '*.ko')" ] || echo "files are left in the folder" >"$said"
	shows "... and that the folder is as it was" "^It works"
fi

if chosen card; then
	tries DRIVER="$top/compat/samples" PORTS=pci RUN="sh -c 'echo hello >/dev/ntprinter0'"
	ends "several drivers, on a PCI card with a printer" 0
	shows "... the card" "a PCI card, printer.py at the cable" "parport0: port at 0x[0-9a-f]+, interrupt [0-9]+ by the parport route"
	shows "... what each has connected" "PrinterInterrupt .ntparport_printer." "MonitorInterrupt .ntparport_monitor."
	shows "... what the printer got" "What left the port \(6 bytes\)" "^    hello$" "reset \(nInit\)"
	shows "... that all were unloaded" "ntparport_printer is unloaded" "ntparport_listener is unloaded" "^It works"
fi

if chosen loopback; then
	tries DRIVER="$top/compat/samples" PORTS=2 DEVICE=loopback RUN="test -c /dev/ntmonitor0 -a -c /dev/ntmonitor1"
	ends "two ports, one with a test plug" 0
	shows "... both ports" "two ports, loopback.py at the cable" "parport1: port at 0x278, interrupt 15" \
		"What left the second port"
	shows "... what is on both" "^    /dev/ntmonitor1$" "ended with status 0"
fi

if chosen oops; then
	tries DRIVER="$top/qemu/try/bad/oops"
	ends "a driver that crashes the kernel" 1
	shows "... its last words" "this is the last that is heard of it"
	shows "... where it was" "RIP: .*DriverEntry.*\[oops\] +\(oops.c:10\)" "NULL pointer dereference"
	shows "... what is wrong" "^WRONG: the driver has crashed the kernel \(loading oops: its DriverEntry\)"
fi

if chosen hang; then
	tries DRIVER="$top/qemu/try/bad/hang"
	ends "a driver that keeps a CPU" 1
	shows "... where it was" "DriverEntry.*\[hang\] +\(hang.c:1[0-9]\)"
	shows "... what is wrong" "^WRONG: the driver has kept a CPU for too long \(loading hang: its DriverEntry\)"
fi

if chosen careless; then
	tries DRIVER="$top/qemu/try/bad/careless" RUN="cat /dev/Careless" PATIENCE=5
	ends "a program that never ends, and a driver with mistakes" 1
	shows "... where the program waits" "process [0-9]+ \(cat\)" "Dispatch.*\[careless\]"
	shows "... that it never ended" "^WRONG: the program has not ended in 5 s"
	shows "... the mistakes" "^WRONG: mistakes that the verifier has found: 1$" "ExFreePool"
	shows "... what is left" "^WRONG: the driver leaves something behind" "tsoL|Lost"
fi
echo "KTAP version 1"
echo "1..$number"
printf '%s\n' "${cases[@]}"
[[ " ${cases[*]}" != *" not ok "* ]]
