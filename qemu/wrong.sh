#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A Windows driver that makes mistakes, on a test kernel: each of them is a line in
# the log, and nothing else. Prints KTAP, a case for each mistake.
#
# wrong.sh KERNEL BUILD
#
# KERNEL is a kernel's build tree, BUILD the folder in which the modules were
# built for it. MISTAKES="FIRST LAST" makes only those, by their numbers.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"

kernel=$1
build=$2
work=$cache/wrong
rm -rf "$work"
mkdir -p "$work"

cp -r "$top/qemu/wrong" "$work/wrong"
make -s -C "$kernel" M="$work/wrong" NTPARPORT="$build" modules >"$work/build.log" 2>&1 || {
	tail -n 20 "$work/build.log" >&2
	die "the driver in qemu/wrong does not build: see $work/build.log"
}
guest_for "$kernel"
guest_program "$work/user" "$work/wrong/user.c"

mapfile -t modules < <(module_closure "$kernel" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/wrong" "$work/user" "${modules[@]}" \
	"$build/ntparport.ko" "$build/compat/samples/ntparport_pipe.ko" \
	"$build/kunit/windows/ntparport_counts.ko" "$work/wrong/mistaken.ko"
lpt_add /dev/null
# A mistake that gets through is a case that fails, and not the end of the others.
guest_append="mistakes=${MISTAKES:+${MISTAKES// /,}} kasan_multi_shot"
guest=ok
{ boot_guest wrong "$kernel/arch/x86/boot/bzImage" "$work/initramfs" 900 -m 1G "${lpt[@]}" &&
  judge_guest wrong; } || guest="not ok"
touch "$logs/wrong.results"

echo "KTAP version 1"
cases=$(tr -d '\r' <"$logs/wrong.results" | grep -c '^ktap=.*ok ') || true
echo "1..$((cases + 1))"
tr -d '\r' <"$logs/wrong.results" | sed -n 's/^ktap=//p'
echo "$guest $((cases + 1)) no report in the kernel's log, no leak"
[ "$guest" = ok ] && [ "$cases" != 0 ] && ! grep -q '^ktap=not' "$logs/wrong.results"
