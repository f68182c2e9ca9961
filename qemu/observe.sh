#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What a user sees of the ports, on Debian's stock kernel. Prints KTAP.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

work=$cache/observe
mkdir -p "$work"
stock_kernel
build_modules "$stock_headers" || exit
mapfile -t modules < <(module_closure "$stock_modules" parport_pc)
make_initramfs "$work/initramfs" "$top/qemu/guest/observe" "${modules[@]}" \
	"$out/ntparport.ko" "$out/compat/samples/ntparport_printer.ko" \
	"$top"/module/tools/ntparportctl{,_*.py}
lpt_add /dev/null
guest=ok
{ boot_guest observe "$stock_image" "$work/initramfs" 900 "${lpt[@]}" && judge_guest observe; } || guest="not ok"
touch "$logs/observe.results"
json=ok
sed -n 's/^json=//p' "$logs/observe.results" | python3 -c '
import json, sys
texts = [json.loads(line) for line in sys.stdin]
assert len(texts) == 4 and all(text[0]["port"] == "parport0" for text in texts)' || json="not ok"

echo "KTAP version 1"
guest_cases observe "$json ntparportctl --json prints JSON" \
	"$guest no report in the kernel's log"
