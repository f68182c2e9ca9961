#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# One CPU, and suspend, on Debian's stock kernel. Prints KTAP.
#
# BYTES: how much is printed in one write on a printer that is always ready.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"

bytes=${BYTES:-400000}
work=$cache/idle
mkdir -p "$work"
stock_kernel
{ make -s -C "$top" modules KDIR="/lib/modules/$stock/build" OUT="$work/modules" &&
  rm -rf "$work/idle" && cp -r "$top/qemu/idle" "$work/idle" &&
  make -s -C "/lib/modules/$stock/build" M="$work/idle" NTPARPORT="$work/modules" \
	KBUILD_EXTRA_SYMBOLS="$work/modules/Module.symvers" modules; } >"$work/build.log" 2>&1 || {
	tail -n 20 "$work/build.log" >&2
	blame "$work/build.log" "the modules do not build"
}
mapfile -t modules < <(module_closure "$stock_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/idle" "${modules[@]}" \
	"$work/modules/ntparport.ko" "$work/modules/compat/samples/ntparport_printer.ko" \
	"$work/modules/compat/samples/ntparport_monitor.ko" "$work/idle/nap.ko" "$work/idle/native/native.ko"
lpt_add /dev/null
# What takes a CPU away from others for that long is reported.
guest_append="bytes=$bytes watchdog_thresh=5 rcupdate.rcu_cpu_stall_timeout=5"
guest=ok
{ boot_guest idle "$stock_image" "$work/initramfs" 900 -smp 1 "${lpt[@]}" && judge_guest idle; } || guest="not ok"
touch "$logs/idle.results"

echo "KTAP version 1"
cases=$(tr -d '\r' <"$logs/idle.results" | grep -c '^ktap=.*ok ') || true
echo "1..$((cases + 1))"
tr -d '\r' <"$logs/idle.results" | sed -n 's/^ktap=//p' | grep -v '^1\.\.'
echo "$guest $((cases + 1)) no report in the kernel's log"
[ "$guest" = ok ] && [ "$cases" != 0 ] && ! grep -q '^ktap=not' "$logs/idle.results"
