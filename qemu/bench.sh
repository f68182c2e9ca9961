#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make bench: what everything costs, counted in instructions.
#
# On Debian's stock kernel, in a QEMU whose clock counts instructions: the same
# figures on every run and every machine. Then once more by time, for comparison.
# bench.py judges, and explains what is left where.
#
# With a REASON the figures become the baseline, and bench/README.md shows them.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

reason=${REASON:-}
work=$cache/bench
mkdir -p "$work"
exec 8>>"$work/lock"
lock 8 "$work/lock"
# shellcheck source=qemu/sys_files.sh
. "$top/qemu/sys_files.sh"

# shellcheck disable=SC2086
need $packages_build $packages_guest $packages_bench $packages_image
stock_kernel

# functions OBJECT...: prints the names of their functions.
functions() {
	nm --defined-only --format=posix "$@" | awk '$2 ~ /^[tT]$/ { print $1 }' | LC_ALL=C sort -u
}

say "building for Linux $stock"
build_modules "$stock_headers" || exit
build_beside "$stock_headers" bench || exit
rm -rf "$work/image"
mkdir "$work/image"
cat >"$work/image/Kbuild" <<'END'
obj-m := printer_image.o listener_image.o
printer_image-image := printer.sys
printer_image-license := GPL
listener_image-image := listener.sys
listener_image-license := GPL
include $(NTPARPORT)/compat/driver.mk
END
{ image_samples &&
  by_gcc "$work/image/printer.sys" "$work/printer.c" "$samples/port.c" &&
  by_gcc "$work/image/listener.sys" "$samples/listener.c" "$samples/port.c" &&
  make_beside "$stock_headers" "$work/image" &&
  cc -O2 -Wall -Wextra -static -I "$top/compat/uapi" -o "$work/user" "$out/bench/user.c" &&
  # Linked as in the module: what several objects have counts once.
  ld -r -o "$work/core_glue.o" "$out"/module/core/*.o "$out"/module/glue/*.o &&
  # The functions that only the Windows side has: what they allocate is counted separately.
  comm -13 <(functions "$work/core_glue.o") <(functions "$out"/compat/{base,cm,ex,glue,io,ke,load,node,ob,port,ps,rtl}/*.o) >"$work/compat" &&
  [ -s "$work/compat" ]
} >"$work/build.log" 2>&1 || {
	tail -n 20 "$work/build.log" >&2
	blame "$work/build.log" "the modules do not build"
}
mapfile -t modules < <(module_closure "$stock_modules" parport_pc lp)
make_initramfs "$work/initramfs" "$top/qemu/guest/bench" "$work/user" "$work/compat" "${modules[@]}" \
	"$out/ntparport.ko" "$out"/compat/samples/ntparport_{printer,listener}.ko "$work"/image/{printer,listener}_image.ko "$out/bench/ntparport_bench.ko"
lpt_add /dev/null

# The clock that Linux chooses by itself here: the figures of all times were counted with it.
guest_clock=
say "counting instructions"
guest_append=by_time=0
boot_guest bench "$stock_image" "$work/initramfs" 600 \
	-icount shift=0,sleep=off -smp 1 "${lpt[@]}" || die "no figures"
judge_guest bench || die "no figures"

say "measuring time"
guest_append=by_time=1
boot_guest bench-time "$stock_image" "$work/initramfs" 300 -smp 1 "${lpt[@]}" || die "no times"
judge_guest bench-time || die "no times"

exec python3 "$top/qemu/bench.py" --kernel "$stock" --counts "$logs/bench.results" \
	--times "$logs/bench-time.results" --module "$out/ntparport.ko" \
	--core-glue "$work/core_glue.o" --out "$work" ${reason:+--reason "$reason"}
