#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make test-secure: Debian's stock kernel under OVMF with Secure Boot: modules that are not signed, or
# with another key, are refused, and those that are signed with a key of the firmware's are loaded and
# work. Prints KTAP.
#
# The key is the one that Debian's package ovmf has for tests: OVMF_VARS_4M.snakeoil.fd knows it. It
# stands for a machine owner's key, which shim would give to the kernel in the same way.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

# shellcheck disable=SC2086
need $packages_build $packages_guest $packages_secure
work=$cache/secure
mkdir -p "$work"
exec {secure_lock}>>"$work/lock"
lock "$secure_lock" "$work/lock"
stock_kernel
build_modules "$stock_headers" || exit

certificate=/usr/share/ovmf/PkKek-1-snakeoil.pem
key=$work/key.pem
openssl pkey -in "${certificate%.pem}.key" -passin pass:snakeoil -out "$key" 2>"$work/log" ||
	blame "$work/log" "cannot read the key of Debian's package ovmf"
# The same subject, so that only the key is unknown.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/O=SnakeOil" -keyout "$work/unknown.pem" \
	-out "$work/unknown.crt" 2>"$work/log" || blame "$work/log" "cannot make a key"

# signed FROM TO [KEY CERTIFICATE]: a module without debug information, and with a signature.
signed() {
	strip --strip-debug -o "$2" "$1"
	"$stock_headers/scripts/sign-file" sha256 "${3:-$key}" "${4:-$certificate}" "$2" ||
		die "cannot sign $2"
}
mkdir -p "$work/good"
signed "$out/ntparport.ko" "$work/good/ntparport.ko"
signed "$out/compat/samples/ntparport_printer.ko" "$work/good/ntparport_printer.ko"
signed "$out/ntparport.ko" "$work/ntparport.unknown" "$work/unknown.pem" "$work/unknown.crt"
strip --strip-debug -o "$work/ntparport.unsigned" "$out/ntparport.ko"
# A letter of a message, which nothing but the signature depends on.
sed '0,/Windows/s//windows/' "$work/good/ntparport.ko" >"$work/ntparport.changed"
! cmp -s "$work/good/ntparport.ko" "$work/ntparport.changed" || die "there is nothing to change in ntparport.ko"
sbsign --key "$key" --cert "$certificate" --output "$work/vmlinuz" "$stock_image" >"$work/log" 2>&1 ||
	blame "$work/log" "cannot sign the kernel"

mapfile -t modules < <(module_closure "$stock_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/secure" "${modules[@]}" "$work/good/ntparport.ko" \
	"$work/good/ntparport_printer.ko" "$work/ntparport.unsigned" "$work/ntparport.unknown" \
	"$work/ntparport.changed"
# OVMF writes its variables, and wants a machine whose flash only the firmware can write.
cp /usr/share/OVMF/OVMF_VARS_4M.snakeoil.fd "$work/variables"
lpt_add "$work/printed"
guest=ok
{ boot_guest secure "$work/vmlinuz" "$work/initramfs" 280 -machine q35,smm=on \
	-global driver=cfi.pflash01,property=secure,value=on \
	-drive if=pflash,unit=0,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.secboot.fd \
	-drive "if=pflash,unit=1,format=raw,file=${work//,/,,}/variables" "${lpt[@]}" &&
	judge_guest secure; } || guest="not ok"
touch "$logs/secure.results"
printed=ok
[ "$(cat "$work/printed" 2>/dev/null)" = "$(printf 'Secure\f')" ] || printed="not ok"

echo "KTAP version 1"
guest_cases secure "$printed what left the port is what was printed" \
	"$guest no report in the kernel's log"
