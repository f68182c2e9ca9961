#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs a Windows driver that makes mistakes, on a test kernel: each mistake must have a line in
# the log as its only effect. Prints KTAP, with a case for each mistake.
#
# wrong.sh KERNEL OUT
#
# KERNEL is a kernel's build tree, OUT the folder in which the modules were
# built for it. MISTAKES="FIRST LAST" makes only those, by their numbers.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

kernel=$1
out=$2
work=$cache/wrong
rm -rf "$work"
mkdir -p "$work"

{ build_beside "$kernel" wrong && build_beside "$kernel" counts; } || exit
guest_for "$kernel"
guest_program "$work/user" "$top/qemu/wrong/user.c"

mapfile -t modules < <(module_closure "$kernel" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/wrong" "$work/user" "${modules[@]}" \
	"$out/ntparport.ko" "$out/compat/samples/ntparport_pipe.ko" \
	"$out/counts/ntparport_counts.ko" "$out/wrong/mistaken.ko"
lpt_add /dev/null
# A mistake that gets through makes its case fail, but must not end the others.
guest_append="mistakes=${MISTAKES:+${MISTAKES// /,}} kasan_multi_shot"
guest=ok
{ boot_guest wrong "$kernel/arch/x86/boot/bzImage" "$work/initramfs" 900 -m 1G "${lpt[@]}" &&
  judge_guest wrong; } || guest="not ok"

echo "KTAP version 1"
guest_cases wrong "$guest no report in the kernel's log, no leak"
