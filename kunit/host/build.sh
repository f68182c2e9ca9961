# SPDX-License-Identifier: GPL-2.0
# How the programs of this folder are compiled. Source it after qemu/lib.sh.
# shellcheck shell=bash disable=SC2154

host=$top/kunit/host

# As Kbuild has it: the core sees the same language as in the kernel.
core_flags=(-std=c++20 -ffreestanding -fno-exceptions -fno-rtti -fno-threadsafe-statics)
host_flags=(-std=c++20 -Wall -Wextra)

# compile_core MODULE OUT COMPILER FLAG...: the objects of MODULE/core go to OUT.
compile_core() {
	local module=$1 out=$2 source object
	shift 2

	mkdir -p "$out"
	for source in "$module"/core/*.cc "$module/rt/new.cc"; do
		object=$out/core_$(basename "$source" .cc).o
		"$@" "${core_flags[@]}" -c "$source" -o "$object" || return 1
		# The module has an operator delete of its own; this program has two.
		objcopy --redefine-sym _ZdlPv=core_delete --redefine-sym _ZdlPvm=core_delete_sized \
			"$object" || return 1
	done
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
