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

file=${1:-$top/qemu/testpage.txt}
[ -e "$file" ] || die "FILE=$file does not exist"
[ ! -d "$file" ] || die "FILE=$file is a directory"
[ -r "$file" ] || die "FILE=$file cannot be read"

work=$cache/run
mkdir -p "$work"
exec 8>"$work/lock"
flock -n 8 || { say "waiting for another run to end"; flock 8; }
rm -f "$work/page" "$work"/*.out
cat -- "$file" >"$work/page"
size=$(stat -c %s "$work/page")
[ "$size" -le 16777216 ] || die "FILE=$file has $size bytes: more than 16 MiB would take the emulated port hours"
[ "$size" != 0 ] || say "FILE=$file is empty: nothing may leave the port"

# shellcheck disable=SC2086
need $packages_build $packages_guest
stock_kernel
say "building for Linux $stock"
make -s -C "$top" modules KDIR="/lib/modules/$stock/build" OUT="$work/modules" \
	>"$work/build.log" 2>&1 || {
	tail -n 20 "$work/build.log" >&2
	die "the modules do not build: see $work/build.log"
}
mapfile -t modules < <(module_closure "$stock_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/print" "$work/page" "${modules[@]}" \
	"$work/modules/ntparport.ko" \
	"$work/modules/compat/samples/ntparport_printer.ko" \
	"$work/modules/compat/samples/ntparport_listener.ko"

# On a terminal one line that moves, in a log a line now and then.
guest_progress() {
	local text
	text="$route route: $1 s, $(stat -c %s "$work/$route.out" 2>/dev/null || echo 0) of $size bytes"

	if [ -t 2 ]; then
		printf '\rntparport: %s ' "$text" >&2
	elif [ $(($1 % 10)) = 0 ]; then
		say "$text"
	fi
}

# print_page ROUTE: boots, prints, judges; appends to the report.
print_page() {
	local results=$logs/run-$1.results key value bad=0 fired handled
	route=$1
	guest_append="route=$route"
	lpt=()
	lpt_add "$work/$route.out"

	say "printing on the $route route"
	boot_guest "run-$route" "$stock_image" "$work/initramfs" $((120 + size / 500)) \
		-m $((512 + size / 262144))M "${lpt[@]}" || bad=1
	[ ! -t 2 ] || printf '\r\033[K' >&2
	[ $bad = 1 ] || judge_guest "run-$route" || bad=1
	if ! cmp "$work/page" "$work/$route.out" >&2; then
		say "$route route: what left the port is not FILE: compare $work/page with $work/$route.out"
		bad=1
	fi
	[ -s "$results" ] || return 1
	# One strobe, one interrupt: on the line, at the listener, at the printer.
	for key in fired line delivered handled; do
		value=$(result $key "$results")
		[ "$value" = "$size" ] || {
			say "$route route: $key is ${value:-missing}, not $size"
			bad=1
		}
	done
	fired=$(result fired "$results")
	handled=$(result handled "$results")
	report+=$(printf '%-8s %9s %9s %9s %9s %6s %8s ms' "$route" \
		"$(stat -c %s "$work/$route.out")" "${fired:-?}" \
		"$(result delivered "$results")" "${handled:-?}" \
		$((${fired:-0} - ${handled:-0})) "$(result milliseconds "$results")")$'\n'
	return $bad
}

report=$(printf '%-8s %9s %9s %9s %9s %6s %11s' route bytes fired delivered handled lost time)$'\n'
failed=0
for route in parport direct; do
	print_page "$route" || failed=1
done

printf 'Printed %s (%s bytes) by interrupts on Linux %s\n%s' "$file" "$size" "$stock" "$report"
[ $failed = 0 ] || die "the run failed (consoles in $logs)"
echo "What left the port is the file, byte for byte, on both routes."
