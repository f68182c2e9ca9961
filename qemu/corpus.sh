#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Ten Windows drivers in the idiom of their time: each is loaded, driven by a program and
# unloaded, as a free and as a checked build. Prints KTAP; fails if a case does.
#
# corpus.sh KDIR OUT KERNEL MODULES NAME
#
# KDIR is what is built for, OUT where the modules are; KERNEL is booted with what is needed of
# MODULES. NAME is what the guest is called.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

kdir=$1
out=$2
image=$3
kernel_modules=$4
name=$5
work=$cache/$name
rm -rf "$work"
mkdir -p "$work"
guest_for "$kdir"

{ build_corpus "$kdir" corpus && build_corpus "$kdir" corpus-checked DBG=1 && build_beside "$kdir" counts; } || exit
drivers=()
for build in corpus corpus-checked; do
	while read -r module; do
		to=${module##*/}
		to=$work/${to%.ko}.${build/corpus-checked/checked}
		to=${to%.corpus}
		cp "$module" "$to.ko"
		drivers+=("$to.ko")
	done < <(find "$out/$build" -name '*.ko')
done
guest_program "$work/user" "$top/qemu/corpus/user.c"

mapfile -t modules < <(module_closure "$kernel_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/corpus" "$work/user" "${modules[@]}" \
	"$out/ntparport.ko" "$out/counts/ntparport_counts.ko" "${drivers[@]}"
lpt_add /dev/null
guest=ok
{ boot_guest "$name" "$image" "$work/initramfs" 600 -m 1G "${lpt[@]}" && judge_guest "$name"; } || guest="not ok"

echo "KTAP version 1"
guest_cases "$name" "$guest no report in the kernel's log, no leak"
