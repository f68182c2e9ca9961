#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Tests on one CPU, and of suspend, on Debian's stock kernel. Prints KTAP.
#
# BYTES: how many bytes are printed in one write, on a printer that is always ready.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

bytes=$(number BYTES 400000 1)
work=$cache/idle
mkdir -p "$work"
stock_kernel
{ build_modules "$stock_headers" && build_beside "$stock_headers" idle; } || exit
mapfile -t modules < <(module_closure "$stock_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/idle" "${modules[@]}" \
	"$out/ntparport.ko" "$out/compat/samples/ntparport_printer.ko" \
	"$out/compat/samples/ntparport_monitor.ko" "$out"/idle/{nap,doze}.ko "$out"/idle/native/{native,late}.ko
lpt_add /dev/null
# A port at the address where the ECP registers of the first one would be.
lpt_add /dev/null 0x778 5
# Anything that keeps a CPU from others for this long is reported.
guest_append="bytes=$bytes watchdog_thresh=5 rcupdate.rcu_cpu_stall_timeout=5"
guest=ok
{ boot_guest idle "$stock_image" "$work/initramfs" $((900 + bytes / 10000)) -smp 1 "${lpt[@]}" && judge_guest idle; } || guest="not ok"

echo "KTAP version 1"
guest_cases idle "$guest no report in the kernel's log"
