#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# conformance.sh - are our Windows headers those of Windows? Prints KTAP.
#
#   kunit/conformance/conformance.sh [--bits 32|64] [--nt-cc COMPILER] [--headers DIR] [--no-self-test]
#
# Compares every name that compat/include defines with mingw-w64's headers
# (conformance/compare.py says how), and compiles each header alone; those that
# conformance/tables.py makes have to be what it makes of them. By default
# the host's gcc reads both sides; --nt-cc has a real compiler for Windows, such
# as x86_64-w64-mingw32-gcc, read theirs. Debian: gcc g++ python3 mingw-w64-common.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cc=${HOSTCC:-gcc}
cxx=${HOSTCXX:-g++}
mingw=${MINGW_INCLUDE:-/usr/share/mingw-w64/include}
top=$here/../..
headers=$top/compat/include
bits=64
nt_cc=
self_test=1
while [ $# -gt 0 ]; do
	case $1 in
	--bits) bits=${2:?}; shift 2 ;;
	--nt-cc) nt_cc=${2:?}; shift 2 ;;
	--headers) headers=${2:?}; shift 2 ;;
	--no-self-test) self_test=; shift ;;
	*) sed -n '3,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
	esac
done

# However this ends, the output has a plan, and if the run failed, a case that failed.
work=$(mktemp -d)
why="came to its end"
at_exit() {
	rm -rf "$work"
	[ -z "$why" ] || printf '1..1\nnot ok 1 - conformance.sh: %s\n' "$why"
}
trap at_exit EXIT
echo "KTAP version 1"

for tool in "$cc" "$cxx" python3 readelf ${nt_cc:+"$nt_cc"}; do
	command -v "$tool" >/dev/null || { why="there is no $tool"; exit 1; }
done
if ! [ -e "$mingw/ddk/parallel.h" ]; then
	why="no Windows headers in $mingw, install mingw-w64-common"
	exit 1
fi

results=$work/results
mkdir "$work/compare" "$work/stub" "$work/stub/linux"

# result NAME COMMAND...: one case, which passes if the command succeeds.
result() {
	local name=$1
	shift
	if "$@" >"$work/messages" 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		sed 's/^/# /' "$work/messages"
	fi >>"$results"
}

# compiles LANGUAGE INCLUDE...: whether a file with these includes compiles without a warning.
compiles() {
	local language=$1 compiler=("$cc" -std=gnu11 -Wstrict-prototypes -Wmissing-prototypes)
	shift
	[ "$language" = c ] || compiler=("$cxx" -std=c++20 -nostdinc++ -fno-exceptions -fno-rtti)
	printf '#include %s\n' "$@" |
		"${compiler[@]}" "-m$bits" -ffreestanding -nostdinc -fsyntax-only \
			-Wall -Wextra -Wpedantic -Wundef -Werror \
			-I "$headers" "${include[@]}" -x "$language" -
}

# fails COMMAND...: whether the command does not succeed.
fails() {
	! "$@"
}

# fails_on DIR: whether this script fails on the headers there, and says so.
fails_on() {
	local status=0
	"$0" --bits "$bits" --headers "$1" --no-self-test >"$work/nested" || status=$?
	tail -n 3 "$work/nested"
	[ "$status" = 1 ] && grep -q '^not ok ' "$work/nested"
}

compare=(--headers "$headers" --mingw "$mingw" --bits "$bits" --cc "$cc" --cxx "$cxx"
	--work "$work/compare" ${nt_cc:+--nt-cc "$nt_cc"} ${self_test:+--self-test})
python3 -B "$here/compare.py" "${compare[@]}" >"$results" ||
	echo "not ok - compare.py came to its end" >>"$results"

tables() {
	python3 -B "$here/tables.py" --check --mingw "$mingw" --headers "$1"
}
result "tables.py has made the tables" tables "$headers"

include=()
for header in "$headers"/*.h "$headers"/*/*.h; do
	[ -e "$header" ] || continue
	name=${header#"$headers"/}
	result "$name compiles alone, as C" compiles c "<$name>" "<$name>"
	result "$name compiles alone, as C++" compiles c++ "<$name>" "<$name>"
done

# The native interface must declare the same function and interrupt object.
echo '#include <stdbool.h>' >"$work/stub/linux/types.h"
include=(-I "$top/module" -I "$work/stub" -isystem "$("$cc" -print-file-name=include)")
for language in c c++; do
	result "parallel.h before ntparport.h, as $language" \
		compiles "$language" '<parallel.h>' '<ntparport.h>'
	result "parallel.h after ntparport.h, as $language" \
		compiles "$language" '<ntparport.h>' '<parallel.h>'
done

# The registers of an ECP are where the driver says that they are.
ecp_offsets() {
	printf '%s\n' "${@:2}" '#include <parallel.h>' \
		"_Static_assert(ECR_OFFSET == $1 + 2 && CNFGB_OFFSET == $1 + 1 && FIFO_OFFSET == $1, \"\");" |
		"$cc" -ffreestanding -nostdinc -fsyntax-only -Werror -I "$headers" -x c -
}
result "ECP registers follow those of the port" ecp_offsets 0x400
result "ECP registers are where Plug and Play has them" \
	ecp_offsets 0 '#define DVRH_USE_PARPORT_ECP_ADDR 1'

if [ -n "$self_test" ]; then
	mkdir "$work/empty"
	result "self test: a run that compares nothing fails" fails_on "$work/empty"
	cp -r "$headers" "$work/edited"
	sed -i '0,/0xC0000120/s//0xC0000121/' "$work/edited/ntstatus.h"
	result "self test: a table that was edited is noticed" fails tables "$work/edited"
	cp -r "$headers" "$work/wrong"
	echo '#define IOCTL_INTERNAL_LOCK_PORT 0' >>"$work/wrong/parallel.h"
	result "self test: a run with a wrong constant fails" fails_on "$work/wrong"
fi

why=
awk '/^(not )?ok - / { total++ } END { print "1.." total + 0 }' "$results"
awk '/^(not )?ok - / { sub(/ok -/, "ok " ++n " -") } { print }' "$results"
grep -q '^ok - c: ' "$results" && grep -q '^ok - c++: ' "$results" && ! grep -q '^not ok' "$results"
