# SPDX-License-Identifier: GPL-2.0
# The main job: prints a file through an emulated port by interrupts, on both
# routes. Source it after guest.sh.
# shellcheck shell=bash disable=SC2154
#
# print_file NAME KERNEL MODULES OUT FILE
#   Boots KERNEL, whose modules are in MODULES and for which ours were built in
#   OUT, once for each route; prints a table of what was counted. Fails, and says
#   why, if what left the port is not FILE or an interrupt is missing. Consoles:
#   $logs/NAME-ROUTE.console. Each guest has $guest_limit seconds, or what is
#   plenty for the stock kernel.

print_file() {
	local name=$1 kernel=$2 kernel_modules=$3 out=$4 work=$cache/page/$1 size route failed=0 modules

	rm -rf "$work"
	mkdir -p "$work"
	cat -- "$5" >"$work/page"
	size=$(stat -c %s "$work/page")
	mapfile -t modules < <(module_closure "$kernel_modules" parport_pc)
	guest_program "$work/devctl" "$top/compat/samples/devctl.c"
	make_initramfs "$work/initramfs" "$top/qemu/guest/print" "$work/page" "$work/devctl" "${modules[@]}" \
		"$out/ntparport.ko" \
		"$out/compat/samples/ntparport_printer.ko" \
		"$out/compat/samples/ntparport_listener.ko" || return 1
	printf '%-8s %9s %9s %9s %9s %6s %11s\n' route bytes fired delivered handled lost time
	for route in parport direct; do
		print_route || failed=1
	done
	rm -rf "$work/initramfs"
	return $failed
}

# Prints on one route; uses the variables of print_file.
print_route() {
	local run=$name-$route results=$logs/$name-$route.results left=$work/$route.out
	local guest_append="route=$route" lpt=() key value bad=0 fired handled
	# shellcheck disable=SC2317
	guest_progress() { echo "$(stat -c %s "$left" 2>/dev/null || echo 0) of $size bytes printed"; }

	lpt_add "$left"
	say "printing on the $route route"
	boot_guest "$run" "$kernel" "$work/initramfs" "${guest_limit:-$((240 + size / 250))}" \
		-m $((512 + size / 262144))M "${lpt[@]}" || bad=1
	[ $bad = 1 ] || judge_guest "$run" || bad=1
	if ! cmp "$work/page" "$left" >&2; then
		say "$route route: what left the port is not what was printed: compare $work/page with $left"
		bad=1
	fi
	[ -s "$results" ] || return 1
	# Each strobe must be one interrupt: on the line, at the listener, at the printer.
	for key in fired line delivered handled; do
		value=$(result $key "$results")
		[ "$value" = "$size" ] || {
			say "$route route: $key is ${value:-missing}, not $size"
			bad=1
		}
	done
	fired=$(result fired "$results")
	handled=$(result handled "$results")
	printf '%-8s %9s %9s %9s %9s %6s %8s ms\n' "$route" \
		"$(stat -c %s "$left")" "${fired:-?}" \
		"$(result delivered "$results")" "${handled:-?}" \
		$((${fired:-0} - ${handled:-0})) "$(result milliseconds "$results")"
	return $bad
}
