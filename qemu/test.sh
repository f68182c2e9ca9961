#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make test: all tests, on a test kernel with sanitizers on.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/guest.sh"
# shellcheck disable=SC2086
need $packages_build $packages_guest

test_kernel kernel.config debug.config
out=$cache/build/$(basename "$kernel")
make -s -C "$top" modules KDIR="$kernel" OUT="$out" >"$cache/modules.log" 2>&1 ||
	{ tail -n 20 "$cache/modules.log" >&2; die "the modules do not build: see $cache/modules.log"; }
mapfile -t modules < <(module_closure "$kernel" parport_pc ppdev lp)
make_initramfs "$cache/kunit.cpio" "$top/qemu/guest/kunit" "${modules[@]}" \
	"$out"/ntparport.ko "$out"/kunit/*.ko
lpt_add /dev/null 0x378 7
lpt_add /dev/null 0x278 5
lpt_add /dev/null 0x260 10
boot_guest kunit "$kernel/arch/x86/boot/bzImage" "$cache/kunit.cpio" 1500 -m 1G "${lpt[@]}"
judge_guest kunit
