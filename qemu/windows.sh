#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Windows drivers on a test kernel: their device nodes, and the samples. Prints KTAP.
#
# windows.sh KERNEL OUT [NAME]
#
# KERNEL is a kernel's build tree, OUT the folder in which the modules were
# built for it, NAME what the guest is called. The driver in windows/ is built like
# anybody's, outside the tree.
# ROUNDS: how often each kind of call (read, write, ioctl) is killed,
# PRINT_ROUNDS and PRINT_BYTES: how often the printer is loaded, and what it
# prints each time; with PART=2/4, a quarter of that.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

kernel=$1
out=$2
name=${3:-windows}
rounds=$(number ROUNDS $((336 / parts)) 0)
print_rounds=$(number PRINT_ROUNDS $((100 / parts)) 0)
print_bytes=$(number PRINT_BYTES 1000 0)
work=$cache/$name
rm -rf "$work"
mkdir -p "$work"
guest_for "$kernel"

{ build_beside "$kernel" windows && build_beside "$kernel" counts; } || exit
guest_program "$work/user" "$top/qemu/windows/user.c"
guest_program "$work/devctl" "$top/compat/samples/devctl.c"

# Text of that length. What leaves the port has to be this text that many times, and fourteen times
# more next to a careless driver.
awk -v n="$print_bytes" 'BEGIN { for (i = 0; i < n; i++) printf "%c", 33 + (i * 7 + int(i / 94)) % 94 }' >"$work/page"
for ((i = 0; i < print_rounds + 14; i++)); do cat "$work/page"; done >"$work/expected"

mapfile -t modules < <(module_closure "$kernel" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/windows" "$work/page" "$work/user" "$work/devctl" \
	"${modules[@]}" "$out/ntparport.ko" "$out"/compat/samples/*.ko \
	"$out"/kunit/windows/ntparport_{careless,doomed,fallen,fated,hasty,raising,stricken,wedged}.ko \
	"$out/windows/nodetest.ko" "$out/counts/ntparport_counts.ko"
lpt_add "$work/printed"
# shellcheck disable=SC2317
guest_progress() {
	echo "$(grep -c '^ktap=.*ok ' "$logs/$name.results") cases, $(stat -c %s "$work/printed") bytes printed"
}
guest_append="rounds=$rounds print_rounds=$print_rounds"
guest=ok
{ boot_guest "$name" "$kernel/arch/x86/boot/bzImage" "$work/initramfs" \
	$((900 + print_rounds * print_bytes / 500)) -m 1G "${lpt[@]}" && judge_guest "$name"; } || guest="not ok"
# Zeros are from writers that were interrupted.
tr -d '\000' <"$work/printed" >"$work/text"
printed=ok
cmp "$work/expected" "$work/text" >&2 || printed="not ok"

echo "KTAP version 1"
guest_cases "$name" "$printed what left the port is what was printed: $(stat -c %s "$work/text") bytes" \
	"$guest no report in the kernel's log, no leak"
