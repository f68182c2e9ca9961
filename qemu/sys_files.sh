# SPDX-License-Identifier: GPL-2.0
# Makes Windows drivers' images of sources of ours. Source it after lib.sh.
# shellcheck shell=bash disable=SC2154
#
# Set by the caller: $work, where what the sources need besides is put.
#
# by_gcc IMAGE SOURCE..., by_clang IMAGE SOURCE...
#   Compiles and links a driver for Windows, with Windows' headers.
# image_samples
#   Puts the samples' sources into $work as other compilers than Microsoft's take them:
#   $work/printer.c and, for both, $samples/port.c.

samples=$top/compat/samples
windows=/usr/share/mingw-w64/include
libraries=/usr/x86_64-w64-mingw32/lib
image_flags=(-O2 -ffreestanding -w -I "$work" -include "$top/qemu/images/mingw.h")

by_gcc() {
	local image=$1
	shift

	x86_64-w64-mingw32-gcc "${image_flags[@]}" -Wno-multichar -I "$windows/ddk" -shared -nostartfiles -nostdlib \
		-Wl,--subsystem,native -Wl,--entry,DriverEntry -o "$image" "$@" -lntoskrnl -lhal
}

by_clang() {
	local image=$1 all=$1.c
	shift
	[[ $1 != *.cpp ]] || all=$image.cpp

	# It defines some inline functions of these headers in each object: there is one. And it keeps
	# values in registers of SSE over calls, which is refused; gcc does not.
	printf '#include "%s"\n' "$@" >"$all"
	clang --target=x86_64-w64-windows-gnu -fms-extensions -fasynchronous-unwind-tables -mno-sse "${image_flags[@]}" \
		-isystem "$windows" -isystem "$windows/ddk" -I "$samples" -I "$top/kunit/windows/ex" \
		-fno-exceptions -c -o "$image.obj" "$all" &&
		lld-link /driver /subsystem:native /entry:DriverEntry /nodefaultlib "$image.obj" \
			"$libraries/libntoskrnl.a" "$libraries/libhal.a" "/out:$image"
}

image_samples() {
	# Suffixes that only Microsoft's compiler has.
	sed 's/\([0-9]\)i64/\1LL/g' "$samples/printer.c" >"$work/printer.c"
	cp "$samples/port.h" "$work"
}
