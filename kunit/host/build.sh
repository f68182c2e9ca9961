# SPDX-License-Identifier: GPL-2.0
# How the programs of this folder are compiled. Source it after qemu/lib.sh.
# shellcheck shell=bash disable=SC2154

host=$top/kunit/host

# As in Kbuild: the core is compiled as the same language as in the kernel.
core_flags=(-std=c++20 -ffreestanding -fno-exceptions -fno-rtti -fno-threadsafe-statics)
host_flags=(-std=c++20 -Wall -Wextra)

# compile_core MODULE OUT COMPILER FLAG...: compiles MODULE/core; the objects go to OUT.
compile_core() {
	local module=$1 out=$2 source
	shift 2

	mkdir -p "$out"
	for source in "$module"/core/*.cc "$module/rt/new.cc"; do
		compile_core_source "$source" "$out" "$@" || return 1
	done
}

# compile_core_source SOURCE OUT COMPILER FLAG...: compiles one of its sources.
compile_core_source() {
	local source=$1 object=$2/core_${1##*/}
	object=${object%.cc}.o
	shift 2

	# The module has an operator delete of its own, and this program has another.
	"$@" "${core_flags[@]}" -c "$source" -o "$object" &&
		objcopy --redefine-sym _ZdlPv=core_delete --redefine-sym _ZdlPvm=core_delete_sized "$object"
}

# nt_programs: prints the names of the programs of nt/, each of which is one file.
nt_programs() {
	(cd "$host/nt" && for source in *.cc; do [ "$source" = linux.cc ] || echo "${source%.cc}"; done)
}

# room_sources COMPAT: prints the sources of compat/ in these programs: whole rooms, except for
# the table of all that drivers may call.
room_sources() {
	(cd "$1" && ls base/*.cc cm/*.cc ex/*.cc io/*.cc ke/*.cc load/*.cc ob/*.cc port/*.cc ps/*.cc rtl/*.cc |
		grep -vx load/routine_table.cc)
}

# room_objects OUT PROGRAM: prints the objects of rooms that the program is made of. Only ports has
# the ports: it brings the core that they need, and linux.cc stands in for them elsewhere.
room_objects() {
	local object

	for object in "$1"/room-*.o; do
		[ "$2" != ports ] && [[ ${object##*/} = room-port-* ]] || echo "$object"
	done
}

# compile_room ROOT SOURCE OUT COMPILER FLAG...: compiles compat/SOURCE below ROOT; what is not
# there is taken from the tree. Beside the object is a list of what the source includes.
compile_room() {
	local root=$1 file=$1/compat/$2 object=$3/room-${2//\//-}
	object=${object%.cc}.o
	[ -e "$file" ] || file=$top/compat/$2
	shift 3

	# As for the core.
	"$@" "${core_flags[@]}" -fshort-wchar -I "$root" -I "$root/compat" -I "$root/compat/include" \
		-I "$top" -I "$top/compat" -I "$top/compat/include" -MMD -c "$file" -o "$object" &&
		objcopy --redefine-sym _ZdlPv=room_delete --redefine-sym _ZdlPvm=room_delete_sized "$object"
}

# including OUT HEADER: prints the sources, compiled to OUT, that include compat/HEADER.
including() {
	local source list

	for source in $(room_sources "$top/compat"); do
		list=$1/room-${source//\//-}
		! grep -q "compat/$2\\>" "${list%.cc}.d" || echo "$source"
	done
}

# compile_rooms ROOT OUT COMPILER FLAG...: compiles all rooms.
compile_rooms() {
	local root=$1 source
	shift

	for source in $(room_sources "$root/compat"); do
		compile_room "$root" "$source" "$@" || return 1
	done
}

# compile_programs ROOT OUT COMPILER FLAG...: compiles the programs and their Linux.
compile_programs() {
	local root=$1 out=$2 source
	shift 2

	for source in linux $(nt_programs); do
		"$@" "${host_flags[@]}" -fshort-wchar -I "$root" -I "$root/compat" -I "$root/compat/include" \
			-c "$host/nt/$source.cc" -o "$out/host-$source.o" || return 1
	done
}

# link_programs OUT COMPILER FLAG...: links the programs.
link_programs() {
	local out=$1 program
	shift

	for program in $(nt_programs); do
		# shellcheck disable=SC2046
		"$@" $(room_objects "$out" "$program") "$out"/host-{linux,"$program"}.o -o "$out/$program" ||
			return 1
	done
}

# compile_nt ROOT OUT COMPILER FLAG...: makes the programs, in OUT.
compile_nt() {
	mkdir -p "$2"
	compile_rooms "$@" && compile_programs "$@" && link_programs "${@:2}"
}

# compile_nt_tsan ROOT OUT: the same, with only the rooms compiled for ThreadSanitizer
# (nt/order.hh).
compile_nt_tsan() {
	local out=$2 object

	mkdir -p "$out"
	compile_rooms "$@" clang++ -O1 -g -fsanitize=thread -finstrument-functions-after-inlining &&
		compile_programs "$@" clang++ -O1 -g -DNTPARPORT_TSAN || return 1
	for object in "$out"/room-*.o; do
		objcopy --rename-section .text=rooms "$object" || return 1
	done
	for object in "$out"/host-*.o; do
		objcopy --redefine-sym memcpy=plain_memcpy --redefine-sym memmove=plain_memmove \
			--redefine-sym memset=plain_memset --redefine-sym _Znwm=plain_new \
			--redefine-sym _ZdlPv=plain_delete --redefine-sym _ZdlPvm=plain_delete_sized \
			"$object" || return 1
	done
	objcopy --rename-section .text=world "$out/host-linux.o" &&
		link_programs "$out" clang++ -fsanitize=thread
}

# compile_alone OUT COMPILER FLAG...: makes OUT/irqs and OUT/self_test, each of which needs only one
# file of the core.
compile_alone() {
	local out=$1
	shift

	"$@" "${host_flags[@]}" "$host/irqs.cc" "$out/core_irq_list.o" -o "$out/irqs" &&
		"$@" "${host_flags[@]}" "$host/self_test.cc" "$out/core_self_test.o" -o "$out/self_test"
}

# compile_host OUT SOURCES COMPILER FLAG...: compiles the rest and links OUT/program.
compile_host() {
	local out=$1 sources=$2 source objects=()
	shift 2

	for source in $sources; do
		"$@" "${host_flags[@]}" -c "$host/$source.cc" -o "$out/$source.o" || return 1
		objects+=("$out/$source.o")
	done
	"$@" "$out"/core_*.o "${objects[@]}" -o "$out/program"
}
