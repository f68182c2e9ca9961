#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make debug: the suites in a guest that waits for gdb, which knows the kernel and
# our modules by their sources.
#
# SUITE in the environment names the suites, FLAVOUR the kernel (plain, which has
# debug information).

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

flavour=${FLAVOUR:-plain}
check_flavour "$flavour"
grep -q '^CONFIG_GDB_SCRIPTS=y' "$top/qemu/$flavour.config" ||
	die "FLAVOUR=$flavour has no debug information: leave it out"
reports=$cache/debug
mkdir -p "$reports"
exec 8>"$reports/lock"
flock -n 8 || die "there is a guest that waits for gdb already (lock: $reports/lock)"

# shellcheck disable=SC2086
need $packages_build $packages_guest $packages_debug
flavour_kernel "$flavour"
[ -n "$kernel" ] || die "the mirror does not have the source for $flavour"
guest_for "$kernel"
build_modules "$kernel" || exit

# At start_kernel, the kernel is at its final address, so that breakpoints stay valid.
# lx-symbols is the kernel's; it reads the symbols of each module when that is loaded.
cat >"$reports/gdbinit" <<EOF
set pagination off
set breakpoint pending on
add-auto-load-safe-path $kernel
add-auto-load-safe-path $linux
file $kernel/vmlinux
target remote $reports/socket
hbreak start_kernel
continue
delete
lx-symbols $out
EOF
rm -f "$reports/socket"
cat <<EOF
The guest waits for gdb. In another terminal:

    gdb -x $reports/gdbinit
    (gdb) break ntparport_connect
    (gdb) continue

Console: $logs/debug.console; Ctrl-C ends the guest.
EOF
guest_limit=0 run_suites debug "$kernel/arch/x86/boot/bzImage" "$kernel" "$out" "$out/kunit" \
	-gdb "unix:path=${reports//,/,,}/socket,server=on,wait=off" -S
parse debug || true
