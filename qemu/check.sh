#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make check: what can be said about the sources without running them.
#
# One line for each tool; what it has to say follows if it is not content.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

work=$cache/check
mkdir -p "$work"
exec 8>"$work/lock"
flock -n 8 || { say "waiting for another run to end"; flock 8; }

# shellcheck disable=SC2086
need $packages_build $packages_check
linux_source
stock=$(stock_release)
kdir=/lib/modules/$stock/build
out=$work/modules
cd "$top"

# files PATTERN...: our files of these names, sorted.
files() {
	local pattern names=()

	for pattern in "$@"; do
		names+=(-o -name "$pattern")
	done
	find module compat kunit qemu \( "${names[@]:1}" \) -type f ! -name '*.mod.c' | sort
}

failed=0

# check NAME COMMAND...: passes if the command succeeds and says nothing.
check() {
	local name=$1 log=$work/$1.log
	shift

	if "$@" >"$log" 2>&1 && ! [ -s "$log" ]; then
		printf 'pass  %s\n' "$name"
	else
		printf 'FAIL  %s\n' "$name"
		if [ -s "$log" ]; then
			sed 's/^/      /' "$log"
		else
			echo "      it failed and did not say why"
		fi
		failed=1
	fi
}

# checkpatch DIRECTORY IGNORED-TYPES: on the C sources and C headers there.
checkpatch() {
	local paths

	mapfile -t paths < <(files '*.c' '*.h' | grep "^$1")
	[ ${#paths[@]} != 0 ] || { echo "no sources in $1"; return 1; }
	# From elsewhere: it leaves a file where it is started.
	(cd "$work" && perl "$linux/scripts/checkpatch.pl" --no-tree --strict --terse --show-types \
		--no-summary --ignore "$2" -f "${paths[@]/#/$top/}") | sed "s|^$top/||"
	return "${PIPESTATUS[0]}"
}

check_checkpatch() {
	local bad=0

	# glue.h and ntparport.h are read by C++, too, which lacks the kernel's
	# macros for attributes; what exports.c exports is defined in C++; locks
	# are explained in the kernel-doc of their structures; an iterator names
	# its variable more than once.
	checkpatch module/ PREFER_DEFINED_ATTRIBUTE_MACRO,EXPORT_SYMBOL,UNCOMMENTED_DEFINITION,MACRO_ARG_REUSE || bad=1
	# Windows' names, typedefs and layout of declarations (typedef ... *PX,
	# "NTAPI *PX") are what these headers are there for; they are read by C++
	# and by the host's compiler, too, which lack the kernel's macros.
	checkpatch 'compat/\(include\|conformance\)/' CAMELCASE,NEW_TYPEDEFS,SPACING,PREFER_DEFINED_ATTRIBUTE_MACRO,BIT_MACRO || bad=1
	# Windows' names, used.
	checkpatch compat/samples/ CAMELCASE || bad=1
	# Likewise. Macros that print their arguments use them twice, too.
	# At DIRQL nothing may sleep: udelay() is what there is.
	checkpatch kunit/ CAMELCASE,MACRO_ARG_REUSE,USLEEP_RANGE || bad=1
	checkpatch qemu/ NONE || bad=1
	return $bad
}

# build: all C and C++ sources for the stock kernel, with the compiler's and
# sparse's warnings. That kernel has no KUnit: the suites are compiled against
# its headers but cannot be linked.
build() {
	rm -rf "$out"
	{ make -s -j"$jobs" modules KDIR="$kdir" OUT="$out" KFLAGS="C=2 W=1 CONFIG_KUNIT=m \
		KBUILD_MODPOST_WARN=1 KCFLAGS=-DCONFIG_KUNIT_MODULE" &&
	  cp -rT qemu/bench "$out/bench" &&
	  make -s -C "$kdir" M="$out/bench" KBUILD_EXTRA_SYMBOLS="$out/Module.symvers" \
		C=2 W=1 modules
	} >"$work/build.log" 2>&1
}

check_sparse() {
	if ! build; then
		tail -n 30 "$work/build.log"
		return 1
	fi
	# The kernel's own headers are not our business.
	grep -E "^$out/[^ ]*: (warning|error):" "$work/build.log" | sed "s|^$out/||"
	# No object, no check.
	files '*.c' | grep -v ^compat/conformance/ | sed 's|^qemu/||; s/c$/o/' |
		while read -r object; do
			[ -e "$out/$object" ] || echo "$object was not built: is it missing from its Kbuild?"
		done
}

check_clang_tidy() {
	local flags sources

	# The language as Kbuild has it; the kernel's flags are gcc's, but for one
	# that changes a type.
	mapfile -t flags < <(sed -n '/^cxx_flags/,/[^\\]$/p' Kbuild | grep -oE -- ' -(std=|f|W)[^ \\]+' | tr -d ' ')
	[[ " ${flags[*]} " = *" -std=c++20 "*" -ffreestanding "* ]] || {
		echo "cannot read the flags of C++ in Kbuild"
		return 1
	}
	mapfile -t sources < <(files '*.cc')
	printf '%s\n' "${sources[@]}" | xargs -P "$jobs" -n 1 sh -c '
		file=$1; shift
		clang-tidy --quiet "$file" -- "$@" 2>"'"$work"'/clang-tidy.$$" && status=0 || status=$?
		# Counts of what it suppressed are no news; messages of its own are.
		grep -vE "^[0-9]+ (warnings?|errors?)|^Suppressed|^Use -header-filter" "'"$work"'/clang-tidy.$$"
		rm -f "'"$work"'/clang-tidy.$$"
		exit $status' sh
}
