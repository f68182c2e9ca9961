#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds the Debian packages, and has lintian look at them.
# Usage: deb.sh [--tree FOLDER]
# The packages are left in the cache; with --tree, only the source tree is made, in FOLDER.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=$("$top/module/tools/version")
case $version in
*+unknown) die "this tree has no version: neither git's nor a file module/VERSION" ;;
esac

# tree FOLDER: what git knows, or would if it were committed; or what is there without git.
tree() {
	local date

	rm -rf "$1"
	mkdir -p "$1"
	cd "$top"
	date=$(git -c "safe.directory=$top" log -1 --format=%aD 2>/dev/null || date -R -r module/VERSION 2>/dev/null || date -R)
	if [ -e .git ]; then
		git -c "safe.directory=$top" ls-files -z --cached --others --exclude-standard |
			while IFS= read -r -d '' file; do
				[ ! -e "$file" ] || printf '%s\0' "$file"
			done | tar -c --null -T -
	else
		tar -c --exclude='./.*' .
	fi | tar -x -C "$1"
	echo "$version" >"$1/module/VERSION"
	cat >"$1/debian/changelog" <<END
ntparport ($version) unstable; urgency=medium

  * This version; git log has its history.

 -- $(sed -n 's/^Maintainer: //p' "$1/debian/control")  $date
END
}

if [ "${1:-}" = --tree ]; then
	tree "$2"
	exit
fi

# shellcheck disable=SC2086
need $packages_deb
work=$cache/deb
exec {deb_lock}>>"$cache/deb.lock"
lock "$deb_lock" "$cache/deb.lock"
rm -rf "$work"
mkdir -p "$work"
(tree "$work/ntparport-$version")
cd "$work/ntparport-$version"
telling "building the packages of $version" true "$work/build.log" dpkg-buildpackage -us -uc -b ||
	blame "$work/build.log" "the packages do not build"
rm -rf "$work/ntparport-$version"
cd "$work"
telling "lintian" true "$work/lintian.log" lintian --fail-on error,warning ./*.changes || {
	cat "$work/lintian.log" >&2
	die "lintian has findings"
}
printf '%s\n' "$work"/*.deb
