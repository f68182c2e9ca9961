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

# What the programs of nt/ have of compat/: whole rooms, and the checks that all use.
room_sources() {
	(cd "$1" && echo base/check.cc rtl/*.cc cm/*.cc)
}

# compile_room ROOT SOURCE OUT COMPILER FLAG...: the object of compat/SOURCE below ROOT.
compile_room() {
	local root=$1 source=$2 object=$3/room-${2//\//-}
	shift 3

	"$@" "${core_flags[@]}" -fshort-wchar -I "$root" -I "$root/compat" -I "$root/compat/include" \
		-c "$root/compat/$source" -o "${object%.cc}.o"
}

# compile_nt ROOT OUT COMPILER FLAG...: the programs OUT/text and OUT/registry.
compile_nt() {
	local root=$1 out=$2 source program
	shift 2

	mkdir -p "$out"
	for source in $(room_sources "$root/compat"); do
		compile_room "$root" "$source" "$out" "$@" || return 1
	done
	for source in world text registry; do
		"$@" "${host_flags[@]}" -fshort-wchar -I "$root" -I "$root/compat" -I "$root/compat/include" \
			-c "$host/nt/$source.cc" -o "$out/host-$source.o" || return 1
	done
	for program in text registry; do
		"$@" "$out"/room-*.o "$out"/host-{world,"$program"}.o -o "$out/$program" || return 1
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
