#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make run: prints a file through an emulated parallel port by interrupts.
#
# run.sh [FILE]: builds the modules for Debian's stock kernel, boots it in QEMU
# once for each route, prints FILE and compares what left the port with it.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"
# shellcheck source=qemu/page.sh
. "$top/qemu/page.sh"

file=${1:-$top/qemu/testpage.txt}
check_file FILE "$file"

work=$cache/run
mkdir -p "$work"
exec 8>>"$work/lock"
lock 8 "$work/lock"
# A pipe can be read only once, so copy it.
cat -- "$file" >"$work/file"
size=$(stat -c %s "$work/file")
[ "$size" -le 16777216 ] || die "FILE=$file has $size bytes: more than 16 MiB would take the emulated port hours"
[ "$size" != 0 ] || say "FILE=$file is empty: nothing may leave the port"

# shellcheck disable=SC2086
need $packages_build $packages_guest
stock_kernel
build_modules "$stock_headers" || exit
failed=0
print_file run "$stock_image" "$stock_modules" "$out" "$work/file" >"$work/report" || failed=1
printf 'Printed %s (%s bytes) by interrupts on Linux %s\n' "$file" "$size" "$stock"
cat "$work/report"
[ $failed = 0 ] || die "the run failed (consoles in $logs)"
echo "What left the port is the file, byte for byte, on both routes."
