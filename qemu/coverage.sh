#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make coverage: how many lines of module/core and of each room of compat/ the KUnit suites,
# the Windows drivers, those that exist only as images, and the host tests run together; fails if one
# of them does, or below 90 % of a room.
# shellcheck source=qemu/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"
# shellcheck source=kunit/host/build.sh
. "$top/kunit/host/build.sh"
# shellcheck disable=SC2086
need $packages_build $packages_guest $packages_image

flavour_kernel kasan
guest_for "$kernel"
work=$cache/coverage
mkdir -p "$work"
exec 8>>"$work/lock"
lock 8 "$work/lock"
reports=$work/reports
rm -rf "$reports" "$work/host"
mkdir -p "$reports"

say "compiling the host tests, and running them"
gcc=(g++ -O0 --coverage)
{ compile_core "$top/module" "$work/host" "${gcc[@]}" &&
  compile_host "$work/host" "sequences lab world fibers" "${gcc[@]}" &&
  compile_alone "$work/host" "${gcc[@]}"; } >"$reports/host.log" 2>&1 ||
	blame "$reports/host.log" "the host tests do not compile"
{ "$work/host/program" play "$host"/cases/*.steps &&
  "$work/host/irqs" 1 100000 &&
  "$work/host/self_test" 1 1000 &&
  "$work/host/program" random 1 1000000; } >"$reports/host.log" 2>&1 ||
	die "the host tests fail: see $reports/host.log"
tail -n 1 "$reports/host.log"

# With counters, several objects have inline functions out of line, and the linker keeps only
# one copy: objtool's tables for the others would refer to nothing. The sanitizers' findings are
# make test's job; here their checks would only count as branches.
build_modules "$kernel" GCOV_PROFILE=y OBJECT_FILES_NON_STANDARD=y KASAN_SANITIZE=n UBSAN_SANITIZE=n || exit
say "booting the test kernel $(basename "$kernel") (some minutes)"
run_suites coverage "$kernel/arch/x86/boot/bzImage" "$kernel" "$out" "$out/kunit"
parse coverage >"$reports/cases.log" || true
python3 -B "$top/qemu/report.py" count "$reports/coverage.xml" || die "the suites fail: see $reports/cases.log"

say "booting it with Windows drivers and programs that use them"
ROUNDS=10 PRINT_ROUNDS=1 "$top/qemu/windows.sh" "$kernel" "$out" coverage-windows >"$reports/windows.log" ||
	die "Windows drivers fail: see $reports/windows.log"

say "booting it with drivers that exist only as images"
"$top/qemu/images.sh" "$kernel" "$out" "$kernel/arch/x86/boot/bzImage" "$kernel" coverage-images >"$reports/images.log" ||
	die "images of Windows drivers fail: see $reports/images.log"

# Puts what the guests' kernels counted beside the files with which the objects were built.
beside_objects() {
	local file data

	rm -rf "${work:?}/$2"
	mkdir -p "$work/$2"
	(cd "$out" && find module compat -name '*.gcno' -print0 | xargs -0 cp --parents -t "$work/$2")
	while read -r file data; do
		case $file in
		"$out"/*) base64 -d <<<"$data" >"$work/$2/${file#"$out/"}" ;;
		esac
	done < <(tr -d '\r' <"$logs/$1.results" | sed -n 's/^gcda=//p')
}
beside_objects coverage kunit
beside_objects coverage-windows windows
beside_objects coverage-images images
python3 -B "$top/qemu/coverage.py" 90 kunit="$work/kunit" windows="$work/windows" images="$work/images" host="$work/host"
