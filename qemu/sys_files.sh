# SPDX-License-Identifier: GPL-2.0
# Makes Windows drivers' images of sources of ours. Source it after lib.sh.
# shellcheck shell=bash disable=SC2154
#
# Set by the caller: $work, where what the sources need besides is put; $guest_bits, for which Windows the
# images are: x64 or, with 32, i386.
#
# by_gcc IMAGE SOURCE..., by_clang IMAGE SOURCE..., by_msvc IMAGE SOURCE...
#   Compiles and links a driver for Windows, with Windows' headers. The last one is by clang, too, for x64, with what
#   images of Microsoft's tools have: stack cookies, control-flow guard, an INIT that is written and discarded.
# dlltool DEFINITIONS LIBRARY
#   Makes a library for importing.
# image_samples
#   Puts the samples' sources into $work as other compilers than Microsoft's take them:
#   $work/printer.c and, for both, $samples/port.c.

samples=$top/compat/samples
windows=/usr/share/mingw-w64/include
machine=x86_64
if [ "${guest_bits:-64}" = 32 ]; then machine=i686; fi
libraries=/usr/$machine-w64-mingw32/lib
image_flags=(-O2 -ffreestanding -w -I "$work" -include "$top/qemu/images/mingw.h")
image_entry=DriverEntry
image_libraries=(-lntoskrnl -lhal)
clang_flags=(--target=x86_64-w64-windows-gnu)
# For i386, drivers are compiled with stdcall for all that does not say otherwise (/Gz). gcc has no sizes in the
# names then, as the libraries have; what Windows does not export there is in these themselves.
if [ $machine = i686 ]; then
	image_flags+=(-mrtd)
	image_entry=_DriverEntry
	image_libraries=("$work/division.s" "-L$work" -lntoskrnl -lhal "$libraries/libntoskrnl.a")
	# For gcc's Windows it makes no tables of __try blocks; so it is Microsoft's, with what these headers look at.
	clang_flags=(--target=i686-pc-windows-msvc -fgnuc-version=4.2.1 -fmsc-version=0 -fno-ms-compatibility -D__MINGW32__ -D_X86_)
fi

dlltool() { $machine-w64-mingw32-dlltool -k -d "$1" -l "$2"; }

# names_of_library NAME: prints what it imports, without sizes.
names_of_library() {
	i686-w64-mingw32-nm "$libraries/lib$1.a" 2>/dev/null |
		sed -nE 's/.* I __imp__([^@]*)(@[0-9]+)?$/\1/p; s/.* I __imp_(@.*)$/\1/p' | grep -v '[.?]' | sort -u
}

# Makes these libraries once, and what Microsoft's compiler calls to divide under gcc's names.
libraries_i386() {
	local name file

	for name in ntoskrnl:exe hal:dll; do
		file=${name%:*}
		[ ! -e "$work/lib$file.a" ] || continue
		{ printf 'LIBRARY %s.%s\nEXPORTS\n' "$file" "${name#*:}" && names_of_library "$file"; } >"$work/$file.def"
		dlltool "$work/$file.def" "$work/lib$file.a"
	done
	for name in divdi3:alldiv moddi3:allrem udivdi3:aulldiv umoddi3:aullrem; do
		printf '.globl ___%s\n___%s: jmp *__imp___%s\n' "${name%:*}" "${name%:*}" "${name#*:}"
	done >"$work/division.s"
}

by_gcc() {
	local image=$1
	shift

	[ $machine != i686 ] || libraries_i386
	$machine-w64-mingw32-gcc "${image_flags[@]}" -Wno-multichar -I "$windows/ddk" -shared -nostartfiles -nostdlib \
		-Wl,--subsystem,native -Wl,--entry,$image_entry -o "$image" "$@" "${image_libraries[@]}"
}

by_clang() {
	local image=$1 all=$1.c
	shift
	[[ $1 != *.cpp ]] || all=$image.cpp

	[ $machine != i686 ] || libraries_i386
	# It defines some inline functions of these headers in each object: there is one. And it keeps
	# values in registers of SSE over calls, which is refused; gcc does not.
	printf '#include "%s"\n' "$@" >"$all"
	# On i386 it calls Microsoft's functions without the sizes that they have in the library.
	clang "${clang_flags[@]}" -fms-extensions -fasynchronous-unwind-tables -mno-sse "${image_flags[@]}" \
		-isystem "$windows" -isystem "$windows/ddk" -I "$samples" -I "$top/kunit/windows/ex" \
		-fno-exceptions -fno-rtti -c -o "$image.obj" "$all" &&
		lld-link /driver /subsystem:native /entry:DriverEntry /nodefaultlib /safeseh:no "$image.obj" \
			/alternatename:__all{div=__alldiv,rem=__allrem}@16 /alternatename:__aull{div=__aulldiv,rem=__aullrem}@16 \
			"$libraries/libntoskrnl.a" "$libraries/libhal.a" "/out:$image"
}

# As by_clang, for x64, by what a driver of Microsoft's compiler and linker has.
by_msvc() {
	local image=$1 all=$1.c
	shift
	[[ $1 != *.cpp ]] || all=$image.cpp

	printf '#include "%s"\n' "$top/qemu/images/msvc.h" "$@" >"$all"
	# mingw-w64's library has it by another name.
	printf 'LIBRARY ntoskrnl.exe\nEXPORTS\n__chkstk\n' >"$work/chkstk.def"
	dlltool "$work/chkstk.def" "$work/libchkstk.a"
	# It is Microsoft's Windows, with what these headers look at.
	clang --target=x86_64-pc-windows-msvc -fgnuc-version=4.2.1 -fmsc-version=0 -fno-ms-compatibility -D__MINGW32__ \
		-D_AMD64_ -fms-extensions -fasynchronous-unwind-tables -mno-sse -fstack-protector-all -Xclang -cfguard \
		"${image_flags[@]}" -isystem "$windows" -isystem "$windows/ddk" -I "$samples" -I "$top/kunit/windows/ex" \
		-fno-exceptions -fno-rtti -c -o "$image.obj" "$all" &&
		lld-link /driver /subsystem:native /entry:DriverEntry /nodefaultlib /guard:cf /section:INIT,ERWD "$image.obj" \
			"$work/libchkstk.a" "$libraries/libntoskrnl.a" "$libraries/libhal.a" "/out:$image"
}

image_samples() {
	# Suffixes that only Microsoft's compiler has.
	sed 's/\([0-9]\)i64/\1LL/g' "$samples/printer.c" >"$work/printer.c"
	cp "$samples/port.h" "$work"
}
