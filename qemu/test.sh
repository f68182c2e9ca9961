#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make test: all tests, on a test kernel with sanitizers on.
#
# FLAVOUR in the environment names the sanitizers (FLAVOUR.config; kasan), SUITE
# the suites, and then nothing else is tested; V=1 prints each case. With PART=2/4
# only a quarter of what does not need the test kernel, and of what is done again
# and again, is done. Everything that is tested ends up as KTAP, which the parser of the
# kernel's own kunit.py reads, and as JUnit XML beside it; the last line counts the cases.
# shellcheck source=qemu/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

flavour=${FLAVOUR:-kasan}
check_flavour "$flavour"
packages="$packages_build $packages_guest"
if [ -z "$SUITE" ] && in_part 3; then
	packages+=" $packages_image"
fi
# shellcheck disable=SC2086
need $packages
flavour_kernel "$flavour"
[ -n "$kernel" ] || die "the mirror does not have the source for $flavour"
guest_for "$kernel"
mkdir -p "$cache"
exec 8>>"$cache/test.lock"
lock 8 "$cache/test.lock"
reports=$cache/reports
rm -rf "$reports"
mkdir -p "$reports"
began=$SECONDS
lasted=$cache/test.minutes
if [ -z "$SUITE" ]; then
	say "all tests: $([ -e "$lasted" ] && echo "the last time this took $(<"$lasted") minutes" ||
		echo "half an hour to an hour on two CPUs")"
fi

build_modules "$kernel" || exit

say "booting the test kernel $(basename "$kernel") (some minutes)"
run_suites kunit "$kernel/arch/x86/boot/bzImage" "$kernel" "$out" "$out/kunit"
parse kunit || true
counted=("$reports/kunit.xml")

# reported NAME COMMAND...: counts the cases of a command that prints KTAP.
reported() {
	local name=$1
	shift

	"$@" >"$reports/$name.ktap" || true
	parse "$name" || true
	counted+=("$reports/$name.xml")
}

if [ -z "$SUITE" ]; then
	say "booting it with Windows drivers (some minutes)"
	reported windows "$top/qemu/windows.sh" "$kernel" "$out"

	if grep -q '^CONFIG_KASAN=y' "$kernel/.config"; then
		say "booting it with a Windows driver that makes every mistake (some minutes)"
		reported wrong "$top/qemu/wrong.sh" "$kernel" "$out"
	fi

	if in_part 1; then
		say "looking at a port on the stock kernel"
		reported observe "$top/qemu/observe.sh"

		say "trying drivers as a user does (some minutes)"
		reported try "$top/qemu/try_test.sh"
	fi
	if in_part 2; then
		say "booting it with drivers in the idiom of their time"
		reported corpus "$top/qemu/corpus.sh" "$kernel" "$out" "$kernel/arch/x86/boot/bzImage" "$kernel" \
			corpus
	fi
	if in_part 3; then
		say "one CPU, and suspend, on the stock kernel"
		reported idle "$top/qemu/idle.sh"

		say "booting it with drivers that exist only as images"
		reported images "$top/qemu/images.sh"
	fi

	bits=64
	! grep -q '^CONFIG_X86_32=y' "$kernel/.config" || bits=32
	say "comparing the Windows headers with those of mingw-w64 ($bits bits)"
	conformance() { "$top/kunit/conformance/conformance.sh" --bits "$bits" >"$reports/conformance.ktap"; }
	# To build by clang, a kernel must have been configured for it.
	clang_tree=$cache/clang/${linux##*/}
	make_clang_tree() { make -C "$linux" O="$1" CC=clang defconfig modules_prepare >"$1.log" 2>&1; }
	by_clang() {
		entry "$clang_tree" make_clang_tree &&
			python3 -B "$top/kunit/kit/test.py" "$kernel" "$out" "$clang_tree" Drivers.test_by_clang
	}
	corpus_by_clang() {
		entry "$clang_tree" make_clang_tree &&
			build_corpus "$clang_tree" corpus-clang CC=clang KBUILD_MODPOST_WARN=1 &&
			build_corpus "$clang_tree" corpus-clang-checked CC=clang KBUILD_MODPOST_WARN=1 DBG=1
	}
	no_warning() { [ "$(count_warnings "$out" "$build_log" | tee /dev/stderr)" = 0 ]; }
	{
		one "every Windows header agrees with mingw-w64's" conformance
		one "the client in README.md builds" "$top/qemu/readme.sh" "$kernel" "$out"
		if has_sanitizer "$kernel"; then
			one "every C++ object is instrumented" check_instrumented "$out" "$kernel"
		else
			echo "ok every C++ object is instrumented # SKIP $flavour has neither KASAN nor KCSAN"
		fi
		one "the modules build without a warning" no_warning
		one "ntparportctl does what its man page says" python3 -B "$top/kunit/tools/test.py"
		if in_part 4; then
			one "the tools of driver.mk do what they promise" python3 -B "$top/kunit/kit/test.py" "$kernel" "$out"
		fi
		if ! in_part 2; then
			:
		elif command -v clang >/dev/null; then
			one "a driver builds by clang" by_clang
			one "the drivers of qemu/corpus build by clang" corpus_by_clang
		else
			echo "ok a driver builds by clang # SKIP there is no clang"
			echo "ok the drivers of qemu/corpus build by clang # SKIP there is no clang"
		fi
	} | numbered >"$reports/build.ktap"
	parse conformance || true
	parse build || true
	counted+=("$reports"/{conformance,build}.xml)
	[ "$parts" != 1 ] || echo $(((SECONDS - began + 59) / 60)) >"$lasted"
fi

echo "reports, as KTAP and JUnit XML: $reports"
python3 -B "$top/qemu/report.py" count "${counted[@]}"
