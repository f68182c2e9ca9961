#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds the complete client that README.md shows.
# Usage: readme.sh KERNEL-BUILD-TREE MODULE-BUILD-FOLDER
# shellcheck source=qemu/lib.sh
. "$(dirname "$0")/lib.sh"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# block LANGUAGE FILE: the code block that follows the line naming FILE.
block() {
	awk -v file="\`$2\`:" -v fence="^\`\`\`$1\$" '
		index($0, file) { wanted = 1 }
		inside && /^```$/ { exit }
		inside { print }
		wanted && $0 ~ fence { inside = 1 }' "$top/README.md" >"$dir/$2"
	[ -s "$dir/$2" ] || die "README.md shows no $2"
}
block c myclient.c
block make Kbuild
make -C "$1" M="$dir" NTPARPORT="$2" KBUILD_EXTRA_SYMBOLS="$2/Module.symvers" KCFLAGS=-Werror modules >&2
test -e "$dir/myclient.ko"
