#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make test: all tests, on a test kernel with sanitizers on.
#
# Everything that is tested ends up as KTAP, which the kernel's own kunit.py
# reads and prints; the last line counts the cases.
# shellcheck source=qemu/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$(dirname "$0")/guest.sh"
# shellcheck disable=SC2086
need $packages_build $packages_guest

test_kernel kernel.config debug.config
reports=$cache/reports
rm -rf "$reports"
mkdir -p "$reports"

# parse NAME: prints the cases of $reports/NAME.ktap, and keeps them for the end.
parse() {
	python3 "$linux/tools/testing/kunit/kunit.py" parse --json="$reports/$1.json" \
		"$reports/$1.ktap" | sed 's/^\[[0-9:]*\] //; /results stored/d'
	return "${PIPESTATUS[0]}"
}

# suite NAME NUMBER <KTAP: one suite out of a flat report without its header.
suite() {
	local report
	report=$(cat)

	printf '    KTAP version 1\n    # Subtest: %s\n' "$1"
	sed 's/^/    /' <<<"$report"
	! grep -q '^not ok' <<<"$report" && grep -q '^ok' <<<"$report" && printf 'ok' || printf 'not ok'
	printf ' %s %s\n' "$2" "$1"
}

# one NUMBER NAME COMMAND...: a case that is a command.
one() {
	local number=$1 name=$2 log=$reports/build.$1.log
	shift 2
	if "$@" 2>"$log"; then
		printf 'ok %s %s\n' "$number" "$name"
	else
		printf 'not ok %s %s\n' "$number" "$name"
		say "$name: no; see $log"
	fi
}

say "building the modules"
out=$cache/build/$(basename "$kernel")
make -s -C "$top" modules KDIR="$kernel" OUT="$out" >"$reports/modules.log" 2>&1 ||
	{ tail -n 20 "$reports/modules.log" >&2; die "the modules do not build: see $reports/modules.log"; }

say "booting the test kernel (some minutes)"
mapfile -t modules < <(module_closure "$kernel" parport_pc ppdev lp)
make_initramfs "$cache/kunit.cpio" "$top/qemu/guest/kunit" "${modules[@]}" \
	"$out"/ntparport.ko "$out"/kunit/*.ko
lpt_add /dev/null 0x378 7
lpt_add /dev/null 0x278 5
lpt_add /dev/null 0x260 10
guest_progress() { [ $(($1 % 30)) != 0 ] || say "$1 s: $(grep -ac ' ok [0-9]* ' "$logs/kunit.console") cases passed"; }
judgement() { boot_guest kunit "$kernel/arch/x86/boot/bzImage" "$cache/kunit.cpio" 1800 -m 1G "${lpt[@]}" && judge_guest kunit; }
guest=ok
judgement || guest="not ok"
# A guest that did not even start has left neither.
touch "$logs/kunit.console" "$logs/kunit.results"

# The built-in executor has no suites and says so first. A suite that never came
# is missing from the plan. The kernel numbers suites anew for each file.
suites=$(sed -n 's/^kunit_test_suites(\(.*\));/\1/p' "$top"/kunit/*.c | tr ',' '\n' | wc -l)
{
	echo "KTAP version 1"
	echo "1..$((suites + 1))"
	tr -d '\r' <"$logs/kunit.console" | sed '/^KTAP version 1/d; /^1\.\.0/d' |
		sed -n '/^    KTAP version 1/,$p' |
		awk '/^(not )?ok [0-9]+ / { n++; sub(/[0-9]+/, n) } { print }'
	{ tr -d '\r' <"$logs/kunit.results" | sed -n 's/^ktap=//p'
	  cases=$(tr -d '\r' <"$logs/kunit.results" | grep -c '^ktap=.*ok ') || true
	  echo "$guest $((cases + 1)) no report in the kernel's log, no leak"; } |
		suite command_line $((suites + 1))
} >"$reports/kunit.ktap"
parse kunit || true

say "looking at a port on the stock kernel"
stock_kernel
observed=not\ ok
observe() {
	local out=$cache/build/stock

	make -s -C "$top" modules KDIR="/lib/modules/$stock/build" OUT="$out" >"$reports/stock.log" 2>&1 ||
		{ tail -n 20 "$reports/stock.log" >&2; return 1; }
	mapfile -t modules < <(module_closure "$stock_modules" parport_pc)
	make_initramfs "$cache/observe.cpio" "$top/qemu/guest/observe" "${modules[@]}" \
		"$out/ntparport.ko" "$out/compat/samples/ntparport_printer.ko" \
		"$top/module/tools/ntparportctl"
	lpt=()
	lpt_add /dev/null
	boot_guest observe "$stock_image" "$cache/observe.cpio" 300 "${lpt[@]}" && judge_guest observe
}
unset -f guest_progress
rm -f "$logs/observe.results"
touch "$logs/observe.results"
observe && observed=ok
{
	echo "KTAP version 1"
	echo "1..1"
	{ tr -d '\r' <"$logs/observe.results" | sed -n 's/^ktap=//p'
	  cases=$(tr -d '\r' <"$logs/observe.results" | grep -c '^ktap=.*ok ') || true
	  cases=$((cases + 1))
	  sed -n 's/^json=//p' "$logs/observe.results" | python3 -c '
import json, sys
texts = [json.loads(line) for line in sys.stdin]
assert len(texts) == 4 and all(text[0]["port"] == "parport0" for text in texts)' && json=ok || json="not ok"
	  echo "$json $cases ntparportctl --json prints JSON"
	  echo "$observed $((cases + 1)) the stock kernel has nothing to report"; } | suite observe 1
} >"$reports/observe.ktap"
parse observe || true

say "comparing the Windows headers with those of mingw-w64"
conformance() { "$top/compat/conformance.sh" >"$reports/conformance.ktap"; }
{
	echo "KTAP version 1"
	echo "1..3"
	one 1 "every Windows header agrees with mingw-w64's" conformance
	one 2 "the client in README.md builds" "$top/qemu/readme.sh" "$kernel" "$out"
	one 3 "every C++ object is instrumented" check_instrumented "$out"
} >"$reports/build.ktap"
# Hundreds of comparisons: only those that fail are worth a line.
parse conformance | grep -v '^\[PASSED\]' || true
parse build || true

python3 "$top/qemu/summary.py" "$reports"/{kunit,observe,conformance,build}.json
