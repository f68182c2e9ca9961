#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs the commands of compat/TUTORIAL.md, as they are there, and looks for the output it promises.
# shellcheck source=qemu/lib.sh
. "$(dirname "$0")/lib.sh"

# Commands are in blocks of sh, output is in blocks without a language.
page=$top/compat/TUTORIAL.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# blocks [LANGUAGE]: what is in blocks of that language, or of none.
blocks() {
	awk -v fence="\`\`\`${1:-}" '
		/^```/ { inside = !inside; wanted = inside && $0 == fence; next }
		wanted { print }' "$page"
}
blocks sh >"$work/commands"
[ -s "$work/commands" ] || die "compat/TUTORIAL.md has no commands"
blocks >"$work/promised"
[ -s "$work/promised" ] || die "compat/TUTORIAL.md promises no output"

# A home and a folder of its own; what is downloaded stays where it is.
mkdir "$work/home" "$work/here"
ln -s "$top" "$work/here/ntparport"
(cd "$work/here" && HOME=$work/home NTPARPORT_CACHE=$cache bash -euo pipefail "$work/commands") 2>&1 | tee "$work/said" >&2 ||
	die "a command of compat/TUTORIAL.md fails"
while read -r line; do
	grep -qF -- "$line" "$work/said" || die "compat/TUTORIAL.md promises, and nothing printed: $line"
done <"$work/promised"
