# SPDX-License-Identifier: GPL-2.0
# Shared by the scripts in this folder: where things are cached, which packages
# are needed, how to get a kernel. Source it; it does nothing by itself.
# shellcheck shell=bash

set -euo pipefail
export LC_ALL=C

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${NTPARPORT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ntparport}
jobs=$(nproc)

# Every Debian package the two commands and `make check` need, in one place.
packages_build="build-essential bc bison flex libelf-dev libssl-dev xz-utils cpio kmod
	python3 linux-headers-amd64 mingw-w64-common"
packages_guest="busybox-static qemu-system-x86"
packages_check="sparse clang-tidy codespell shellcheck perl"

say() { printf '%s\n' "ntparport: $*" >&2; }
die() { say "error: $*"; exit 1; }

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "need root to run '$*': run this as root or install sudo"
	fi
}

# need PACKAGE...: installs the packages that are missing, nothing else.
need() {
	local p missing=()

	command -v apt-get >/dev/null || die "this needs Debian 12 (no apt-get here)"
	for p in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] ||
			missing+=("$p")
	done
	[ ${#missing[@]} = 0 ] && return
	say "installing ${missing[*]}"
	mkdir -p "$cache"
	{ as_root apt-get -q update &&
	  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
		--no-install-recommends "${missing[@]}"; } >"$cache/apt.log" 2>&1 ||
		die "cannot install ${missing[*]}: see $cache/apt.log (no network, or no package mirror in /etc/apt?)"
}

# fetch PACKAGE DIRECTORY: unpacks a Debian package without installing it.
fetch() {
	local package=$1 dir=$2 tmp

	[ -e "$dir/.complete" ] && return
	rm -rf "$dir"
	mkdir -p "$(dirname "$dir")"
	tmp=$(mktemp -d "$dir.partial.XXXXXX")
	say "downloading $package"
	if ! (cd "$tmp" && apt-get -q download "$package") >"$tmp/log" 2>&1; then
		as_root apt-get -q update >>"$tmp/log" 2>&1 || true
		(cd "$tmp" && apt-get -q download "$package") >>"$tmp/log" 2>&1 || {
			mv "$tmp/log" "$cache/download.log"
			rm -rf "$tmp"
			die "cannot download $package: see $cache/download.log"
		}
	fi
	dpkg -x "$tmp"/*.deb "$tmp/root" || { rm -rf "$tmp"; die "cannot unpack $package (disk full?)"; }
	touch "$tmp/root/.complete"
	mv "$tmp/root" "$dir"
	rm -rf "$tmp"
}

# The release of the stock kernel whose headers are installed, e.g. 6.1.0-56-amd64.
stock_release() {
	dpkg-query -W -f '${Depends}' linux-headers-amd64 | grep -o '[0-9][^ ,]*-amd64' | head -n 1
}

# stock_kernel: sets $stock (release), $stock_image (vmlinuz) and $stock_modules.
stock_kernel() {
	stock=$(stock_release)
	if ! (fetch "linux-image-$stock" "$cache/stock/$stock"); then
		# The mirror keeps only the newest kernel: move the headers to it.
		say "upgrading the kernel headers to what the mirror has"
		as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
			--no-install-recommends linux-headers-amd64 >"$cache/apt.log" 2>&1 ||
			die "cannot upgrade linux-headers-amd64: see $cache/apt.log"
		stock=$(stock_release)
		fetch "linux-image-$stock" "$cache/stock/$stock"
	fi
	stock_image=$cache/stock/$stock/boot/vmlinuz-$stock
	stock_modules=$cache/stock/$stock/lib/modules/$stock
}

# linux_source: sets $linux_version (Debian's) and $linux (an unpacked source tree).
linux_source() {
	local package=linux-source-6.1 deb

	linux_version=$(apt-cache policy "$package" | sed -n 's/ *Candidate: *//p')
	if [ -z "$linux_version" ] || [ "$linux_version" = "(none)" ]; then
		as_root apt-get -q update >"$cache/apt.log" 2>&1 || die "apt-get update failed: see $cache/apt.log"
		linux_version=$(apt-cache policy "$package" | sed -n 's/ *Candidate: *//p')
	fi
	linux=$cache/source/$linux_version
	[ -e "$linux/.complete" ] && return
	deb=$cache/source/$linux_version.deb
	fetch "$package=$linux_version" "$deb"
	say "unpacking $package $linux_version"
	rm -rf "$linux"
	mkdir -p "$linux"
	tar -C "$linux" --strip-components=1 -xf "$deb/usr/src/$package.tar.xz" || {
		rm -rf "$linux"
		die "cannot unpack $package (disk full?)"
	}
	touch "$linux/.complete"
	rm -rf "$deb"
}

# test_kernel FRAGMENT...: builds a kernel from tinyconfig and these fragments,
# once; sets $kernel (its build tree).
test_kernel() {
	local key line lost=0 log

	linux_source
	key=$linux_version-$(cd "$top/qemu" && cat "$@" | sha256sum | cut -c1-12)
	kernel=$cache/kernel/$key
	log=$cache/kernel/$key.log
	mkdir -p "$cache/kernel"
	exec 9>"$cache/kernel/$key.lock"
	flock 9
	if [ ! -e "$kernel/.complete" ]; then
		rm -rf "$kernel"
		mkdir "$kernel"
		# An interrupted build leaves nothing behind.
		trap 'rm -rf "$kernel"' EXIT
		say "building the test kernel $key (some minutes, once); log: $log"
		(cd "$top/qemu" && cat "$@") >"$kernel/fragment"
		{ make -C "$linux" O="$kernel" tinyconfig &&
		  (cd "$linux" && scripts/kconfig/merge_config.sh -m -O "$kernel" \
			"$kernel/.config" "$kernel/fragment") &&
		  make -C "$linux" O="$kernel" olddefconfig; } >"$log" 2>&1 || die "cannot configure the kernel: see $log"
		while read -r line; do
			grep -qxF "$line" "$kernel/.config" || { say "lost from the configuration: $line"; lost=1; }
		done < <(grep -E '^(CONFIG_|# CONFIG_.* is not set)' "$kernel/fragment")
		[ $lost = 0 ] || die "the kernel does not accept its configuration (qemu/*.config)"
		make -C "$linux" O="$kernel" -j"$jobs" bzImage modules >>"$log" 2>&1 ||
			die "the kernel does not build: see $log"
		touch "$kernel/.complete"
		trap - EXIT
	fi
	exec 9>&-
}

# check_instrumented DIRECTORY: in a build for a kernel with KASAN, the accesses
# of every C++ object are checked by it.
check_instrumented() {
	local source object bad=0 seen=0

	while read -r source; do
		# It only calls: there is no access to check.
		[ "$source" != module/rt/new.cc ] || continue
		object=$1/${source%.cc}.o
		seen=$((seen + 1))
		[ -e "$object" ] || { say "$object was not built"; bad=1; continue; }
		nm -u "$object" | grep -qE ' __asan_(report_)?(load|store)' || {
			say "$object is not instrumented"
			bad=1
		}
	done < <(cd "$top" && find module compat -name '*.cc')
	[ $bad = 0 ] && [ $seen != 0 ]
}
