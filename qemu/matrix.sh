#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make matrix: the build, all suites and the main job on many kernels.
#
# KERNELS in the environment names them:
#   stock[-SERIES][-FLAVOUR]   Debian's own: stock is 6.1; stock-rt, stock-6.12-rt
#   debian13                   Debian 13's own, built for by its compiler and headers
#   SERIES[-FLAVOUR]           built from Debian's source with FLAVOUR.config
#                              (kasan): 6.1, 6.12-rt, newest, 6.1-i386
#   NAME-Ncpu                  in a guest with that many CPUs (2): stock-1cpu
# A kernel that the mirror does not have, or that has no parallel port, is skipped
# by name. Fails if one fails or none passes.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"
# shellcheck source=qemu/page.sh
. "$top/qemu/page.sh"

# split NAME: sets $guest_cpus, $origin, $series and $flavour of the kernel with that name; dies if
# it is not a name.
split() {
	local name=$1

	guest_cpus=2
	if [[ $name =~ ^(.+)-([1-9][0-9]?)cpu$ ]]; then
		name=${BASH_REMATCH[1]}
		guest_cpus=${BASH_REMATCH[2]}
	fi
	if [[ $name =~ ^stock(-([0-9]+\.[0-9]+))?(-(rt|cloud))?$ ]]; then
		origin=stock
		series=${BASH_REMATCH[2]}
		flavour=${BASH_REMATCH[4]}
	elif [ "$name" = debian13 ]; then
		origin=debian13
		series=6.12
		flavour=
	elif [[ $name =~ ^([0-9]+\.[0-9]+|newest)(-(.+))?$ ]]; then
		origin=source
		series=${BASH_REMATCH[1]}
		flavour=${BASH_REMATCH[3]:-kasan}
		check_flavour "$flavour"
	else
		die "KERNELS: there is no kernel $1: see qemu/matrix.sh for the names"
	fi
}

read -r -d '' -a kernels <<<"${KERNELS:-stock stock-1cpu stock-rt stock-cloud stock-6.12 stock-6.12-rt
	debian13 6.12-rt newest 6.1-kcsan 6.1-i386}" || true
[ ${#kernels[@]} != 0 ] || die "KERNELS names no kernel"
for name in "${kernels[@]}"; do
	split "$name"
done
work=$cache/matrix
mkdir -p "$work"

# shellcheck disable=SC2086
need $packages_build $packages_guest $packages_matrix

# get NAME: sets what row has to know of that kernel, or $skip.
get() {
	skip=
	split "$1"
	case $origin in
	stock | debian13)
		if [ "$origin" = debian13 ]; then
			debian_13
		elif [ -z "$series$flavour" ]; then
			stock_kernel
		else
			stock_series "${series:-6.1}" "$flavour"
		fi
		if [ -z "$stock" ]; then
			skip="the mirror has no such kernel"
			return
		fi
		kdir=$stock_headers image=$stock_image kernel_modules=$stock_modules release=$stock
		if grep -q '^# CONFIG_PARPORT is not set' "$kdir/.config"; then
			skip="$stock has no parallel port: CONFIG_PARPORT is not set"
			return
		fi
		linux_source "${series:-6.1}"
		[ -n "$linux" ] || skip="the mirror has no source of $series, for KUnit"
		;;
	source)
		flavour_kernel "$flavour" "$series"
		if [ -z "$kernel" ]; then
			skip="the mirror has no source of $series"
			return
		fi
		kdir=$kernel image=$kernel/arch/x86/boot/bzImage kernel_modules=$kernel
		release=$(cat "$kernel/include/config/kernel.release")
		;;
	esac
}

# row NAME: tests one kernel; appends to $work/NAME.row what is known so far, as variables.
row() {
	local name=$1 row=$work/$1.row suites results passed logged bad=0
	reports=$work

	exec 8>>"$work/$name.lock"
	lock 8 "$work/$name.lock"
	rm -f "$row"

	note() { printf '%s=%q\n' "$1" "$2" >>"$row"; }
	note verdict FAIL
	say "== $name"
	get "$name"
	if [ -n "$skip" ]; then
		say "$name is skipped: $skip"
		note verdict skip
		note reason "$skip"
		return
	fi
	note release "$release"
	rm -f "$work/$name".{ktap,xml,kunit}
	guest_for "$kdir"
	note build FAIL
	build_modules "$kdir" || return
	logged=("$build_log")
	suites=$out/kunit
	if ! grep -q '^CONFIG_KUNIT=' "$kdir/.config"; then
		suites=$out/stock_kunit
		build_suites "$kdir" || return
		logged+=("$suites_log")
	fi
	note build ok
	warnings=$(count_warnings "$out" "${logged[@]}")
	note warnings "$warnings"
	if [ "$warnings" != 0 ]; then
		say "$name: warnings, see ${logged[*]}"
		bad=1
	fi

	if has_sanitizer "$kdir" && ! check_instrumented "$out" "$kdir"; then
		bad=1
	fi

	# The 64-bit headers are compared by make test.
	if grep -q '^CONFIG_X86_32=y' "$kdir/.config" &&
			! "$top/kunit/conformance/conformance.sh" --bits 32 >"$work/$name.conformance"; then
		say "$name: the Windows headers differ from mingw-w64's, see $work/$name.conformance"
		bad=1
	fi

	say "$name: the suites"
	run_suites "$name" "$image" "$kernel_modules" "$out" "$suites"
	parse "$name" >"$work/$name.kunit" || bad=1
	results=$(python3 -B "$top/qemu/report.py" count "$work/$name.xml" | tail -n 1) || bad=1
	note kunit "$results"
	# What failed, and what was said of it; with V=1 all cases are there.
	grep -av '^pass  ' "$work/$name.kunit" >&2 || true

	say "$name: the main job"
	passed=ok
	print_file "$name" "$image" "$kernel_modules" "$out" "$top/qemu/testpage.txt" >&2 || passed=FAIL
	note job "$passed"
	# gcc builds these for the one, clang for the other.
	if [ "$name" = stock ] || [ "$name" = 6.1-kcsan ]; then
		say "$name: drivers in the idiom of their time"
		"$top/qemu/corpus.sh" "$kdir" "$out" "$image" "$kernel_modules" "$name-corpus" \
			>"$work/$name-corpus.ktap" || { grep '^not ok' "$work/$name-corpus.ktap" >&2; bad=1; }
	fi
	# make test and make coverage have them on other kernels.
	if [ "$name" = newest ] || [ "$name" = 6.1-i386 ]; then
		say "$name: drivers that exist only as images"
		"$top/qemu/images.sh" "$kdir" "$out" "$image" "$kernel_modules" "$name-images" \
			>"$work/$name-images.ktap" || { grep '^not ok' "$work/$name-images.ktap" >&2; bad=1; }
	fi
	if [ "$name" = stock ]; then
		say "$name: programs in Windows' idiom"
		"$top/qemu/programs.sh" "$kdir" "$out" "$image" "$kernel_modules" \
			>"$work/$name-programs.ktap" || { grep '^not ok' "$work/$name-programs.ktap" >&2; bad=1; }
	fi
	[ $passed = ok ] || bad=1

	note reports "$(for console in "$logs/$name".console "$logs/$name"-{parport,direct}.console; do
		scan_console "$console" || true
	done | wc -l)"
	[ $bad = 1 ] || note verdict pass
}

logs=$work/logs
# Sanitizers are slow, and so are some machines.
guest_limit=${guest_limit:-2400}
for name in "${kernels[@]}"; do
	# A row that dies counts as failed.
	(row "$name") || true
done

passed=0 failed=0 skipped=0
printf '%-14s %-26s %-5s %8s  %-38s %-8s %7s  %s\n' kernel release build warnings KUnit "main job" reports verdict
for name in "${kernels[@]}"; do
	release=- build=- warnings=- kunit=- job=- reports=- verdict=FAIL reason=
	# shellcheck disable=SC1090
	[ ! -e "$work/$name.row" ] || . "$work/$name.row"
	printf '%-14s %-26s %-5s %8s  %-38s %-8s %7s  %s\n' "$name" "$release" "$build" "$warnings" \
		"$kunit" "$job" "$reports" "$verdict${reason:+: $reason}"
	case $verdict in
	pass) passed=$((passed + 1)) ;;
	skip) skipped=$((skipped + 1)) ;;
	*) failed=$((failed + 1)) ;;
	esac
done
echo "$passed kernels passed, $failed failed, $skipped skipped"
[ $failed = 0 ] || die "the matrix has failures (logs in $work)"
[ $passed != 0 ] || die "no kernel was tested"
