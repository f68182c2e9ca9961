# SPDX-License-Identifier: GPL-2.0
# How the programs of this folder are compiled. Source it after qemu/lib.sh.
# shellcheck shell=bash disable=SC2154

host=$top/kunit/host

# As Kbuild has it: the core sees the same language as in the kernel.
core_flags=(-std=c++20 -ffreestanding -fno-exceptions -fno-rtti -fno-threadsafe-statics)
host_flags=(-std=c++20 -Wall -Wextra)

# compile_core MODULE OUT COMPILER FLAG...: the objects of MODULE/core go to OUT.
compile_core() {
	local module=$1 out=$2 source
	shift 2

	mkdir -p "$out"
	for source in "$module"/core/*.cc "$module/rt/new.cc"; do
		compile_core_source "$source" "$out" "$@" || return 1
	done
}

# compile_core_source SOURCE OUT COMPILER FLAG...: the object of one of them.
compile_core_source() {
	local source=$1 object=$2/core_${1##*/}
	object=${object%.cc}.o
	shift 2

	# The module has an operator delete of its own; this program has two.
	"$@" "${core_flags[@]}" -c "$source" -o "$object" &&
		objcopy --redefine-sym _ZdlPv=core_delete --redefine-sym _ZdlPvm=core_delete_sized "$object"
}

# compile_host OUT SOURCES COMPILER FLAG...: the rest; links OUT/program.
compile_host() {
	local out=$1 sources=$2 source objects=()
	shift 2

	for source in $sources; do
		"$@" "${host_flags[@]}" -c "$host/$source.cc" -o "$out/$source.o" || return 1
		objects+=("$out/$source.o")
	done
	"$@" "$out"/core_*.o "${objects[@]}" -o "$out/program"
}
