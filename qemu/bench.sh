#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make bench: what one interrupt costs, counted in instructions.
#
# On Debian's stock kernel, in a QEMU whose clock counts instructions: the same
# figures on every run and every machine. Fails if a figure exceeds its limit.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"

# Instructions for one interrupt with one connected routine, on either route,
# and for each further routine that declines it.
limit_direct=526
limit_parport=650
limit_further=14

work=$cache/bench
mkdir -p "$work"
exec 8>"$work/lock"
flock -n 8 || { say "waiting for another run to end"; flock 8; }

# shellcheck disable=SC2086
need $packages_build $packages_guest
stock_kernel
say "building for Linux $stock"
kdir=/lib/modules/$stock/build
out=$work/modules
{ make -s -C "$top" modules KDIR="$kdir" OUT="$out" &&
  cp -rpuT "$top/qemu/bench" "$out/bench" &&
  make -s -C "$kdir" M="$out/bench" KBUILD_EXTRA_SYMBOLS="$out/Module.symvers" modules
} >"$work/build.log" 2>&1 || {
	tail -n 20 "$work/build.log" >&2
	die "the modules do not build: see $work/build.log"
}
mapfile -t modules < <(module_closure "$stock_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/bench" "${modules[@]}" \
	"$out/ntparport.ko" "$out/bench/ntparport_bench.ko"

say "measuring"
lpt_add /dev/null
boot_guest bench "$stock_image" "$work/initramfs" 300 \
	-icount shift=0,sleep=off -smp 1 "${lpt[@]}" || die "no figures"
judge_guest bench || die "no figures"

failed=0

# Sets median, minimum, others and samples to the figures of one measurement.
figures() {
	read -r median minimum others samples <<<"$(result "$1" "$logs/bench.results")"
	[ -n "${samples:-}" ] || die "$1 was not measured"
}

# row TEXT NAME BASELINE LIMIT: one line of the table; no limit: "-".
row() {
	local verdict=''

	figures "$2"
	if [ "$4" != - ] && [ "$median" -gt "$4" ]; then
		verdict="  TOO MUCH"
		failed=1
	fi
	awk -v text="$1" -v median="$median" -v base="$3" -v limit="$4" -v minimum="$minimum" \
		-v others="$others" -v samples="$samples" -v verdict="$verdict" 'BEGIN {
		printf "%-42s %6d %6.2f %6s   %d of %d differ, minimum %d%s\n",
			text, median, median / base, limit, others, samples, minimum, verdict }'
}

# further TEXT ROUTE: what each routine beyond the first costs.
further() {
	local one two eight each verdict=''

	figures "$2_1"; one=$median
	figures "$2_2"; two=$median
	figures "$2_8"; eight=$median
	# The dearer of the second one and the average of seven, rounded up.
	each=$(((eight - one + 6) / 7))
	[ "$each" -ge $((two - one)) ] || each=$((two - one))
	if [ "$each" -gt "$limit_further" ]; then
		verdict="  TOO MUCH"
		failed=1
	fi
	printf '%-42s %6d %6s %6d   the second %d, seven %d%s\n' "$1" "$each" "" \
		"$limit_further" $((two - one)) $((eight - one)) "$verdict"
}

figures bare; bare=$median
figures parport; parport=$median
echo "One LPT interrupt on Linux $stock, in instructions (median):"
printf '%-42s %6s %6s %6s\n' "" cost ratio limit
row "request_irq handler" bare "$bare" -
row "ntparport, direct route, 1 routine" direct_1 "$bare" $limit_direct
row "ntparport, direct route, 2 routines" direct_2 "$bare" -
row "ntparport, direct route, 8 routines" direct_8 "$bare" -
further "  each further routine" direct
row "parport irq_func" parport "$parport" -
row "ntparport, parport route, 1 routine" parport_1 "$parport" $limit_parport
row "ntparport, parport route, 2 routines" parport_2 "$parport" -
row "ntparport, parport route, 8 routines" parport_8 "$parport" -
further "  each further routine" parport
[ $failed = 0 ] || die "an interrupt costs more than its limit"
