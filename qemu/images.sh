#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Windows drivers that exist only as images: sources of ours are compiled for Windows, with Windows'
# headers, linked into .sys files, and made into modules; they do what the same sources do that were
# compiled for Linux. Prints KTAP; fails if a case does.
#
# images.sh [KDIR OUT IMAGE MODULES NAME]
#
# For a kernel of 32 bits they are images for i386; faults of the processor are the kernel's there. KDIR is a kernel's build tree, OUT the folder in which the modules were built for it, IMAGE the
# kernel, whose modules are in MODULES, NAME what the guest is called. Without arguments, it is the
# stock kernel.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"
if [ $# = 0 ]; then
	stock_kernel
	build_modules "$stock_headers" || exit
	set -- "$stock_headers" "$out" "$stock_image" "$stock_modules" images
fi
kdir=$1
out=$2
image=$3
kernel_modules=$4
name=$5
work=$cache/$name
rm -rf "$work"
mkdir -p "$work"
guest_for "$kdir"
# shellcheck disable=SC2086
need $packages_image

corpus=$top/qemu/corpus
# shellcheck source=qemu/sys_files.sh
. "$top/qemu/sys_files.sh"

# image NAME COMPILER SOURCE...: one of those of this compiler.
image() {
	local name=$1 by=$2
	shift 2

	"by_$by" "$work/$by/$name.sys" "$@" >"$work/$by/$name.log" 2>&1 || {
		cat "$work/$by/$name.log" >&2
		die "$name.sys cannot be made by $by"
	}
	{
		echo "obj-m += $name.o"
		echo "$name-image := $name.sys"
		echo "$name-license := GPL"
	} >>"$work/$by/Kbuild"
}

image_samples
# What tools of Windows make beside a source.
python3 -B "$top/compat/kit/mc.py" "$corpus/gate/sys/gatemsg.mc" "$work/gatemsg.h"
sed 's|\.\.\\inc\\||' "$corpus/gate/sys/gate.c" >"$work/gate.c"
cp "$corpus/gate/inc/gate.h" "$work/gate.h"
ln -sf gate.h "$work/Gate.h"

# faults BY NAME...: each fault has a driver of its own, as it stays loaded.
faults() {
	local by=$1 name

	for name in "${@:2}"; do
		printf '#define DRIVER L"Faults_%s"\n#include "%s"\n' "$name" "$top/qemu/images/faults.c" \
			>"$work/faults_$name.c"
		image "faults_$name" "$by" "$work/faults_$name.c"
	done
}

compilers=(gcc)
if command -v clang >/dev/null && command -v lld-link >/dev/null; then
	compilers+=(clang)
	[ "$guest_bits" = 32 ] || compilers+=(msvc)
fi
modules=()
for by in "${compilers[@]}"; do
	mkdir -p "$work/$by"
	for driver in alone bitbang checked logger lptout; do
		image $driver "$by" "$corpus/$driver.c"
	done
	image calls "$by" "$top/qemu/images/calls.c"
	image ntparport_listener "$by" "$samples/listener.c" "$samples/port.c"
	image ntparport_monitor "$by" "$samples/monitor.c" "$samples/port.c"
	image ntparport_printer "$by" "$work/printer.c" "$samples/port.c"
	# gcc has no __try.
	if [ "$by" = msvc ]; then
		image tries msvc "$top/qemu/images/tries.c"
		image skeleton msvc "$corpus/skeleton/driver.cpp"
		image classes msvc "$top/qemu/images/classes.cpp"
	elif [ "$by" = clang ]; then
		image tries clang "$top/qemu/images/tries.c"
		image classes clang "$top/qemu/images/classes.cpp"
		image skeleton clang "$corpus/skeleton/driver.cpp"
		[ "$guest_bits" = 32 ] || faults clang invalid page
	else
		[ "$guest_bits" = 32 ] || faults gcc address division thread
		image finder gcc -DINITGUID "$corpus/finder.c"
		image gate gcc "$work/gate.c" "$corpus/gate/lib/count.c"
		image exporter gcc "$top/qemu/images/exporter.c"
		printf 'LIBRARY exporter.sys\nEXPORTS\nSum\n' >"$work/exporter.def"
		dlltool "$work/exporter.def" "$work/libexporter.a"
		image importer gcc "$top/qemu/images/importer.c" "$work/libexporter.a"
		image forbidden gcc "$top/qemu/images/forbidden.c"
		echo "forbidden-image-allow := yes" >>"$work/gcc/Kbuild"
	fi
	# shellcheck disable=SC2016
	echo 'include $(NTPARPORT)/compat/driver.mk' >>"$work/$by/Kbuild"
	make_beside "$kdir" "$work/$by" >"$work/$by.log" 2>&1 || {
		tail -n 20 "$work/$by.log" >&2
		blame "$work/$by.log" "the images by $by do not become modules"
	}
	for module in "$work/$by"/*.ko; do
		file=${module##*/}
		cp "$module" "$work/${file%.ko}.$by.ko"
		modules+=("$work/${file%.ko}.$by.ko")
	done
done
build_beside "$kdir" images || exit

guest_program "$work/user" "$corpus/user.c"
programs=("$work/user" "$work/devctl")
if [ "$guest_bits" = 64 ]; then
	guest_program "$work/registers" "$top/qemu/images/registers.c"
	programs+=("$work/registers")
fi
guest_program "$work/devctl" "$samples/devctl.c"
head -c 20000 "$top/compat/README.md" >"$work/page"
mapfile -t needed < <(module_closure "$kernel_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/images" "${programs[@]}" "$work/page" \
	"${needed[@]}" "$out/ntparport.ko" "$out"/compat/samples/ntparport_{listener,monitor,printer}.ko \
	"$out"/images/{calls,classes,tries}.ko "${modules[@]}"
lpt_add "$work/printed"
guest=ok
{ boot_guest "$name" "$image" "$work/initramfs" 900 -m 1G "${lpt[@]}" && judge_guest "$name"; } || guest="not ok"
printed=ok
# The others before have written to the port, too.
for ((n = 0; n < 2 + 2 * ${#compilers[@]}; n++)); do cat "$work/page"; done >"$work/pages"
tail -c "$(stat -c %s "$work/pages")" "$work/printed" | cmp - "$work/pages" || printed="not ok"

left_out=()
[ ${#compilers[@]} != 1 ] || left_out=("ok images by clang # SKIP there is no clang, or no lld")
echo "KTAP version 1"
guest_cases "$name" "${left_out[@]}" "$printed what was printed is what was written" "$guest no report in the kernel's log"
