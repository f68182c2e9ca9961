# SPDX-License-Identifier: GPL-2.0
# Builds our modules, runs the KUnit suites in a guest and makes a KTAP report of
# it. Source it after guest.sh.
# shellcheck shell=bash disable=SC2154
#
# Set by the caller: $reports, where reports and logs of builds go.
# SUITE="area..." in the environment leaves out all others; an area is what is before
# _kunit.c in kunit/: world, windows/ex/pool; "windows/ex" is all of that folder, and
# "windows" all of its folders.
#
# build_modules KDIR [MAKE ARGUMENT...]
#   All modules, with all warnings, for the kernel whose build tree is KDIR; sets $out,
#   where they are, and $build_log. They are built once for the same sources, kernel,
#   compiler and arguments, whoever asks, and stay as they are until this script ends or
#   calls release_modules: whoever has other sources waits. (A caller that needs more than one kernel
#   takes a test kernel first, and the stock kernel last, lest two wait for each other.)
#   Fails, and says why, if they do not build or Linux would not load one.
# build_suites KDIR
#   KUnit and the suites, for a kernel without KUnit, after build_modules; they
#   land in $out/stock_kunit, their log in $suites_log. $linux is a source of that
#   kernel's series.
# build_beside KDIR NAME
#   The modules in qemu/NAME, Windows drivers or others, after build_modules, in
#   $out/NAME; its log is $out/NAME.log.
# build_corpus KDIR NAME [MAKE ARGUMENT...]
#   The drivers of qemu/corpus, after build_modules, in $out/NAME; its log is
#   $out/NAME.log. Fails if there is a warning about one.
# count_warnings OUT LOG...
#   Prints how many warnings about our files there are: of the compilers, objtool
#   and modpost.
# run_suites NAME KERNEL MODULES OUT SUITES [QEMU ARGUMENT...]
#   Boots KERNEL, whose modules are in MODULES, with the suites in SUITES; leaves
#   $reports/NAME.ktap. It has $guest_limit seconds (1800).
# guest_cases NAME CASE...
#   Prints the cases of that guest, without a header, and those of the host that follow
#   it ("ok TEXT", "not ok TEXT"); fails unless all have passed.
# parse NAME
#   Prints a line for each suite in $reports/NAME.ktap, with V=1 each case, and keeps
#   them as JUnit XML in NAME.xml.
# suite NAME NUMBER <KTAP
#   Prints one suite out of a flat report without its header.
# one NAME COMMAND...
#   Prints a case that is a command, without a number.
# numbered
#   Prints a report of the cases that it reads.

export SUITE=${SUITE:-}
# V=1, and not for Kbuild.
verbose=
[ "${V:-0}" = 0 ] || verbose=1
unset V
suite_files=("$top"/kunit/*_kunit.c "$top"/kunit/windows/*/*_kunit.c)
if [ -n "$SUITE" ]; then
	suite_files=()
	for area in $SUITE; do
		case $area in
		windows) found=("$top"/kunit/windows/*/*_kunit.c) ;;
		windows/*/*) found=("$top/kunit/${area}_kunit.c") ;;
		windows/*) found=("$top/kunit/$area"/*_kunit.c) ;;
		*) found=("$top/kunit/${area}_kunit.c") ;;
		esac
		[ -e "${found[0]}" ] || die "SUITE: there is no ${found[0]#"$top/"}"
		suite_files+=("${found[@]}")
	done
	# The names as Kbuild knows them.
	SUITE=${suite_files[*]#"$top/kunit/"}
	SUITE=${SUITE//_kunit.c/}
fi

build_modules() {
	local kdir=$1 name=${1%/build} key
	shift

	name=${name##*/}
	# A run with only some suites, or with other arguments, must not throw out what the
	# others have built.
	[ -z "$SUITE$*" ] || name+=-$(sha256sum <<<"$SUITE $*" | cut -c1-8)
	key=$(build_key "$kdir" "$@")
	# The folder's name is in every command line: ccache knows them again.
	out=$cache/build/$name
	build_log=$out.log
	mkdir -p "$cache/build" || die "cannot write to $cache"
	# This lock is held until the script ends, shared by all that only read.
	exec {build_lock}>>"$out.lock"
	until lock "$build_lock" "$out.lock" -s && is_built "$key"; do
		lock "$build_lock" "$out.lock"
		is_built "$key" || rebuild_modules "$kdir" "$key" "$@" || return
	done
}

release_modules() { exec {build_lock}>&-; }

is_built() { [ "$(cat "$out/.built" 2>/dev/null)" = "$1" ]; }

# What make check says once, with less time than for each file by itself.
no_checkdoc=cmd_checkdoc=:

# Build from nothing: what is built already does not warn again; what ccache has does.
rebuild_modules() {
	local kdir=$1 key=$2 module twice bad=0
	shift 2

	rm -rf "$out"
	mkdir -p "$out"
	# shellcheck disable=SC2317
	objects() { echo "$(find "$out" -name '*.o' | wc -l) objects"; }
	if ! telling "building the modules for ${out##*/}" objects "$build_log" \
			make -s -j"$jobs" -C "$top" modules KDIR="$kdir" OUT="$out" KFLAGS="W=1 $no_checkdoc $*"; then
		tail -n 20 "$build_log" >&2
		(blame "$build_log" "the modules do not build")
		return 1
	fi
	# Linux 6.12 does not load such a module; whether one is made depends on the compiler.
	while read -r module; do
		twice=$(readelf -SW "$module" | sed -nE 's/^ *\[ *[0-9]+\] (\S+) +PROGBITS.*/\1/p' | sort | uniq -d)
		[ -z "$twice" ] || { say "$module has more than one section ${twice//$'\n'/, }"; bad=1; }
	done < <(find "$out" -name '*.ko')
	[ $bad = 0 ] || return
	echo "$key" >"$out/.built"
}

# build_key KDIR [MAKE ARGUMENT...]: prints a text that is the same for equal builds.
build_key() (
	cd "$top" || exit
	{ find Kbuild Makefile module compat kunit qemu/{stock_kunit,bench,soak,idle,windows,wrong,corpus,images} -type f ! -name '*.md' \
		! -path 'module/tools/*' ! -path 'module/man/*' ! -path 'kunit/tools/*' ! -path 'kunit/host/*' \
		! -path 'kunit/conformance/*' ! -path 'kunit/kit/*' ! -path 'compat/user/*' -print0 |
		sort -z | xargs -0 sha256sum
	  sha256sum "$1/.config" "$1/Module.symvers"
	  gcc --version
	  # Only where it has built the kernel.
	  ! grep -q '^CONFIG_CC_IS_CLANG=y' "$1/.config" || clang --version
	  echo "$SUITE $*"
	} | sha256sum
)

# built_once FOLDER COMMAND...: has COMMAND make FOLDER unless it exists; others that want it
# wait. If COMMAND fails, FOLDER does not exist.
built_once() (
	folder=$1
	shift
	lock 9 "$folder.lock"
	[ ! -e "$folder/.built" ] || exit 0
	rm -rf "$folder"
	"$@" && touch "$folder/.built"
) 9>>"$1.lock"

build_suites() {
	suites_log=$out/stock_kunit.log
	built_once "$out/stock_kunit" build_suites_in "$1" "$out/stock_kunit"
}

build_suites_in() {
	local kdir=$1 at=$2

	mkdir -p "$at/lib"
	cp -r "$top/kunit/windows" "$at/"
	mv "$at/windows/Kbuild" "$at/windows/suites.Kbuild"
	cp "$top"/qemu/stock_kunit/{*.[ch],windows/Kbuild} "$at/windows/"
	cp "$top"/qemu/stock_kunit/*.[ch] "$top"/qemu/stock_kunit/Kbuild "$top"/kunit/*.[ch] "$at/"
	cp "$top/kunit/Kbuild" "$at/suites.Kbuild"
	cp "$linux/include/kunit/test-bug.h" "$at/"
	cp "$linux"/lib/kunit/*.[ch] "$at/lib/"
	# Leave out KUnit's own tests, and helpers that need what the kernel does not export.
	rm -f "$at"/lib/*[-_]test.c "$at"/lib/{debugfs,platform,user_alloc}.c
	sed -i 's/\<current->kunit_test\>/current_kunit_test/' "$at"/test-bug.h "$at"/lib/*.c
	make_beside "$kdir" "$at" >"$suites_log" 2>&1 || {
		tail -n 20 "$suites_log" >&2
		(blame "$suites_log" "the suites do not build")
		return 1
	}
}

build_beside() {
	built_once "$out/$2" build_beside_in "$1" "$2"
}

build_beside_in() {
	local log=$out/$2.log

	cp -rT "$top/qemu/$2" "$out/$2"
	make_beside "$1" "$out/$2" >"$log" 2>&1 || {
		tail -n 20 "$log" >&2
		(blame "$log" "qemu/$2 does not build")
		return 1
	}
}

build_corpus() {
	built_once "$out/$2" build_corpus_in "$@"
}

build_corpus_in() {
	local kdir=$1 at=$out/$2 log=$out/$2.log file
	shift 2

	cp -rT "$top/qemu/corpus" "$at"
	# Licences are what such files do not say.
	for file in "$at"/*/{SOURCES,sources,DIRS}; do
		[ ! -e "$file" ] || (cd "${file%/*}" && python3 -B "$top/compat/kit/from_sources.py" "${file##*/}" |
			sed 's/-license :=$/& GPL/' >Kbuild) || return
	done
	if ! make_beside "$kdir" "$at" "$@" >"$log" 2>&1 ||
			grep -E 'warning:|WARNING: modpost: .*(section|description)' "$log" >&2; then
		tail -n 20 "$log" >&2
		(blame "$log" "qemu/corpus does not build")
		return 1
	fi
}

# make_beside KDIR FOLDER [MAKE ARGUMENT...]: builds modules that use ours.
make_beside() {
	make -s -j"$jobs" -C "$1" M="$2" NTPARPORT="$out" KBUILD_EXTRA_SYMBOLS="$out/Module.symvers" W=1 \
		$no_checkdoc "${@:3}" modules
}

count_warnings() {
	local out=$1
	shift
	# Newer kernels print names relative to $out; modpost and objtool print none at all. A
	# warning without a name is about tools, such as their version; one that is elsewhere is
	# about the kernel.
	sed "s|^$out/||" "$@" | grep -E 'warning:|WARNING:|objtool:' | grep -vcE '^(/|warning:)' || true
}

run_suites() {
	local name=$1 kernel=$2 kernel_modules=$3 out=$4 from=$5 modules ours suites guest=ok
	local lpt=()
	shift 5

	mapfile -t modules < <(module_closure "$kernel_modules" parport_pc ppdev lp)
	# If SUITE says so, not all of them are built.
	mapfile -t ours < <(find "$from" "$from/windows" -maxdepth 1 -name '*.ko')
	make_initramfs "$cache/$name.cpio" "$top/qemu/guest/kunit" "${modules[@]}" \
		"$out"/ntparport.ko "${ours[@]}" || return 1
	# These are edge-triggered, as on a real machine. QEMU's 5, 10 and 11 are not: with
	# PREEMPT_RT, an interrupt on one of those that nobody acknowledges takes up the CPU for
	# good.
	lpt_add /dev/null 0x378 7
	lpt_add /dev/null 0x278 15
	lpt_add /dev/null 0x260 6
	# shellcheck disable=SC2317
	guest_progress() { echo "$(grep -sac ' ok [0-9]* ' "$logs/$name.console") results so far"; }
	{ boot_guest "$name" "$kernel" "$cache/$name.cpio" "${guest_limit:-1800}" -m 1G "${lpt[@]}" "$@" &&
	  judge_guest "$name"; } || guest="not ok"
	rm -f "$cache/$name.cpio"
	# A guest that did not even start has left no console.
	touch "$logs/$name.console"

	# The built-in executor has no suites, and says so first. A suite that was never run is
	# missing from the plan. The kernel numbers the suites of each file from one.
	suites=$(sed -n 's/^kunit_test_suites(\(.*\));/\1/p' "${suite_files[@]}" | tr ',' '\n' | wc -l)
	{
		echo "KTAP version 1"
		echo "1..$((suites + 1))"
		tr -d '\r' <"$logs/$name.console" | sed -E 's/^\[ *[0-9]+\.[0-9]+\] //; /^KTAP version 1/d; /^1\.\.0/d' |
			sed -n '/^    KTAP version 1/,$p' |
			awk '/^(not )?ok [0-9]+ / { n++; sub(/[0-9]+/, n) } { print }' | name_skipped
		{ guest_cases "$name" "$guest no report in the kernel's log, no leak" || true; } |
			suite command_line $((suites + 1))
	} >"$reports/$name.ktap"
}

guest_cases() {
	local results=$logs/$1.results cases case
	shift

	# A guest that did not even start has left no results.
	touch "$results"
	cases=$(grep -ac '^ktap=.*ok ' "$results") || true
	{
		echo "1..$((cases + $#))"
		tr -d '\r' <"$results" | sed -n 's/^ktap=//p'
		for case in "$@"; do
			cases=$((cases + 1))
			# In KTAP, the number comes before the text.
			sed -E "s/^(not )?ok /&$cases /" <<<"$case"
		done
	} >"$results.ktap"
	cat "$results.ktap"
	[ "$cases" != $# ] && ! grep -q '^not ok' "$results.ktap"
}

# Linux 6.1 counts the skipped parameters of a case, but prints them as passed: mark as many as
# it has counted with "# SKIP".
name_skipped() {
	awk '
		/^        (not )?ok / { held[++n] = $0; next }
		match($0, /^    # .* skip:[0-9]+ total:/) {
			skipped = $0
			sub(/.* skip:/, "", skipped)
			skipped += 0
			for (i = 1; i <= n; i++)
				skipped -= held[i] ~ / # SKIP/
			for (i = 1; i <= n; i++)
				if (skipped > 0 && held[i] !~ / # SKIP|not ok/) {
					held[i] = held[i] " # SKIP"
					skipped--
				}
		}
		{ for (i = 1; i <= n; i++) print held[i]; n = 0; print }
		END { for (i = 1; i <= n; i++) print held[i] }'
}

# Use the kunit.py of 6.1: that of Linux 6.12 does not end if a report is out of order.
parse() (
	linux_source 6.1
	python3 -B "$top/qemu/report.py" read "$linux/tools/testing/kunit" "$reports/$1.ktap" ${verbose:+--all}
)

suite() {
	local report
	report=$(cat)

	printf '    KTAP version 1\n    # Subtest: %s\n' "$1"
	# shellcheck disable=SC2001
	sed 's/^/    /' <<<"$report"
	! grep -q '^not ok' <<<"$report" && grep -q '^ok' <<<"$report" && printf 'ok' || printf 'not ok'
	printf ' %s %s\n' "$2" "$1"
}

one() {
	local name=$1 log=$reports/${1//[^[:alnum:].]/-}.log
	shift
	if telling "checking that $name" true "$log" "$@"; then
		printf 'ok %s\n' "$name"
	else
		printf 'not ok %s\n' "$name"
		say "$name: no; see $log"
	fi
}

numbered() {
	local cases

	mapfile -t cases
	printf 'KTAP version 1\n1..%s\n' "${#cases[@]}"
	# In KTAP, the number comes before the text.
	printf '%s\n' "${cases[@]}" | awk '{ sub(/^(not )?ok/, "& " NR); print }'
}
