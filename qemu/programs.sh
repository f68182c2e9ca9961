#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Programs in Windows' idiom, by compat/user/, with a Windows driver in a guest. Prints KTAP.
#
# programs.sh KERNEL OUT IMAGE [MODULES]
#
# KERNEL is a kernel's build tree, OUT the folder in which the modules were built for it (and
# qemu/windows beside them), IMAGE what is booted, MODULES where the kernel's own modules are.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

kernel=$1
out=$2
image=$3
kernel_modules=${4:-$kernel}
work=$cache/programs
rm -rf "$work"
mkdir -p "$work"
guest_for "$kernel"
build_beside "$kernel" windows || exit

make -s -C "$top/compat/user" OUT="$work" CC="gcc -m$guest_bits" CXX="g++ -m$guest_bits" LDFLAGS=-static all >&2 ||
	die "compat/user does not build"
gcc -m"$guest_bits" -O2 -Wall -Wextra -static -pthread -I"$top/compat/user/include/windows" -I"$top/qemu/windows" \
	-o "$work/programs" "$top/qemu/programs/windows.c" -L"$work" -lntparport -lstdc++ ||
	die "qemu/programs/windows.c does not compile"

cp -r "$top/qemu/programs/idiom" "$work/"
make -s -C "$work/idiom/src" NTPARPORT="$top" CC="gcc -m$guest_bits" CXX="g++ -m$guest_bits" CPPFLAGS=-static scope >&2 ||
	die "qemu/programs/idiom/src/scope.c does not compile"

mapfile -t needed < <(module_closure "$kernel_modules" parport_pc)
lpt=()
lpt_add "$work/printed"
make_initramfs "$work/initramfs" "$top/qemu/guest/programs" "$work/programs" "$work/ask" "$work/idiom/src/scope" \
	"$top/qemu/programs/programs.py" "$top/compat/user/ntparport.py" "$top/compat/user/examples/ask.py" \
	"${needed[@]}" "$out/ntparport.ko" "$out/windows/nodetest.ko" "$out/windows/scopedrv.ko" "$out/compat/samples/ntparport_pipe.ko"
guest=ok
{ boot_guest programs "$image" "$work/initramfs" 600 -m 1G "${lpt[@]}" && judge_guest programs; } || guest="not ok"
host=ok
python3 -B "$top/qemu/programs/host.py" >&2 || host="not ok"
echo "KTAP version 1"
guest_cases programs "$host constants, layouts and tables are those of mingw-w64's headers" \
	"$guest no report in the kernel's log, no leak"
