# SPDX-License-Identifier: GPL-2.0
# Shared by the scripts in this folder: where things are cached, which packages
# are needed, how to get a kernel. Source it; it does nothing by itself.
# shellcheck shell=bash

set -euo pipefail
export LC_ALL=C
# The variables given to our Makefile are not for those of the kernel.
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${NTPARPORT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ntparport}
jobs=$(nproc)

# Every Debian package the commands of the Makefile need, in one place.
packages_build="build-essential bc bison flex libelf-dev libssl-dev xz-utils cpio kmod
	python3 linux-headers-amd64 mingw-w64-common"
packages_guest="busybox-static qemu-system-x86"
# 32-bit modules; modules for Debian's stock 6.12.
packages_i386="lib32stdc++-12-dev libc6-dev-i386"
packages_matrix="$packages_i386 pahole patchelf"
packages_debug="gdb"
# The sanitizers of user space, and who names the lines they complain about.
packages_host="clang llvm libclang-rt-14-dev"
packages_bench="gnuplot-nox libc6-dev"
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

# attended COMMAND...: a command of minutes, which ends with this script, however
# that ends, and all it started with it.
attended() (
	status=0
	setsid "$@" </dev/null &
	pid=$!
	trap 'kill -- -"$pid" 2>/dev/null; wait "$pid" 2>/dev/null' EXIT
	trap 'trap - INT; kill -INT "$BASHPID"' INT
	trap 'trap - TERM; kill -TERM "$BASHPID"' TERM
	while kill -0 "$pid" 2>/dev/null && kill -0 $$ 2>/dev/null; do
		sleep 0.2
	done
	kill -0 $$ 2>/dev/null || exit 143
	wait "$pid" || status=$?
	trap - EXIT
	exit $status
)

# entry DIRECTORY COMMAND...: an entry of the cache is complete or not there. If
# it is not, makes it: COMMAND is called with DIRECTORY, which is empty, and says
# what went wrong if it fails. Others who want the same entry wait.
entry() {
	local dir=$1
	shift

	[ ! -e "$dir/.complete" ] || return 0
	mkdir -p "$(dirname "$dir")" || die "cannot write to $cache"
	(
		flock 9
		[ ! -e "$dir/.complete" ] || exit 0
		# Not $dir: functions that die in here have variables of that name.
		unfinished=$dir
		trap 'rm -rf "$unfinished"' EXIT
		trap 'trap - INT; kill -INT "$BASHPID"' INT
		trap 'trap - TERM; kill -TERM "$BASHPID"' TERM
		rm -rf "$dir"
		{ mkdir "$dir" && "$@" "$dir" && touch "$dir/.complete"; } || exit
		trap - EXIT
	) 9>"$dir.lock" || exit
}

# blame LOG TEXT: dies; if the disk is full, that is why. (The log may have had no
# room to say so.)
blame() {
	if grep -qs 'No space left on device' "$1" ||
			[ "$(df --output=avail -k "$cache" | tail -n 1)" -lt 1024 ]; then
		die "$2: the disk is full ($cache); see $1"
	fi
	die "$2: see $1"
}

# Options for apt: none, or those of other_suites.
apt=()

# other_suites: from here on apt sees all releases of Debian, on the machine's own
# mirror, through files of our own: the system's are left alone.
other_suites() {
	local root=$cache/apt key=signed-by=/usr/share/keyrings/debian-archive-keyring.gpg
	local uris mirror security suite

	[ ${#apt[@]} = 0 ] || return 0
	uris=$(apt-get update --print-uris | tr -d "'")
	mirror=$(sed -n 's|/dists/bookworm/InRelease .*||p' <<<"$uris" | head -n 1)
	security=$(sed -n 's|/dists/bookworm-security/InRelease .*||p' <<<"$uris" | head -n 1)
	[ -n "$mirror" ] || die "/etc/apt names no mirror of bookworm: see 'apt-get update --print-uris'"
	mkdir -p "$root"/lists/partial "$root"/cache/archives/partial || die "cannot write to $cache"
	{
		# A 32-bit guest needs a 32-bit busybox.
		echo "deb [arch=amd64,i386 $key] $mirror bookworm main"
		for suite in bookworm-backports trixie trixie-backports sid; do
			echo "deb [arch=amd64 $key] $mirror $suite main"
		done
		[ -z "$security" ] || echo "deb [arch=amd64 $key] $security bookworm-security main"
	} >"$root/sources.list.new"
	apt=(-o "Dir::Etc::sourcelist=$root/sources.list" -o Dir::Etc::sourceparts=/dev/null
	     -o "Dir::State::Lists=$root/lists" -o "Dir::Cache=$root/cache" -o APT::Sandbox::User=root
	     -o APT::Architectures::=amd64 -o APT::Architectures::=i386)
	# A day old is new enough.
	if ! cmp -s "$root/sources.list.new" "$root/sources.list" ||
			[ -z "$(find "$root/updated" -mmin -1440 2>/dev/null)" ]; then
		mv "$root/sources.list.new" "$root/sources.list"
		update_lists
	fi
}

# update_lists: asks the mirror what it has.
update_lists() {
	local log=$cache/apt.log

	if [ ${#apt[@]} = 0 ]; then
		as_root apt-get -q update >"$log" 2>&1 || blame "$log" "apt-get update failed"
		return
	fi
	say "asking the mirror for the kernels it has"
	rm -f "$cache/apt/updated"
	apt-get "${apt[@]}" -q -o APT::Update::Error-Mode=any update >"$log" 2>&1 ||
		blame "$log" "the mirror does not answer"
	touch "$cache/apt/updated"
}

# fetch PACKAGES DIRECTORY: unpacks Debian packages without installing them.
fetch() {
	entry "$2" fetch_into "$1"
}

fetch_into() {
	local packages=$1 dir=$2 log=$cache/download.log deb

	say "downloading $packages"
	mkdir "$dir/download" || die "cannot write to $cache"
	# shellcheck disable=SC2086
	if ! (cd "$dir/download" && attended apt-get "${apt[@]}" -q download $packages) >"$log" 2>&1; then
		# The mirror may have moved on.
		(update_lists) || exit
		(cd "$dir/download" && attended apt-get "${apt[@]}" -q download $packages) >"$log" 2>&1 ||
			blame "$log" "cannot download $packages"
	fi
	for deb in "$dir"/download/*.deb; do
		dpkg -x "$deb" "$dir" >>"$log" 2>&1 || blame "$log" "cannot unpack ${deb##*/}"
	done
	rm -rf "$dir/download"
}

# The release of the stock kernel whose headers are installed, e.g. 6.1.0-56-amd64.
stock_release() {
	dpkg-query -W -f '${Depends}' linux-headers-amd64 | grep -o '[0-9][^ ,]*-amd64' | head -n 1
}

# stock_kernel: Debian's own kernel whose headers are installed; sets $stock
# (release), $stock_image (vmlinuz), $stock_modules and $stock_headers (to build
# for it).
stock_kernel() {
	stock=$(stock_release)
	if ! (fetch "linux-image-$stock" "$cache/stock/$stock"); then
		# The mirror keeps only the newest kernel: move the headers to it.
		say "upgrading the kernel headers to what the mirror has"
		as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
			--no-install-recommends linux-headers-amd64 >"$cache/apt.log" 2>&1 ||
			blame "$cache/apt.log" "cannot upgrade linux-headers-amd64"
		stock=$(stock_release)
		fetch "linux-image-$stock" "$cache/stock/$stock"
	fi
	stock_headers=/lib/modules/$stock/build
	stock_image=$cache/stock/$stock/boot/vmlinuz-$stock
	stock_modules=$cache/stock/$stock/lib/modules/$stock
}

# stock_series SERIES FLAVOUR: the same for the newest kernel of that series (6.1,
# 6.12) and flavour (rt, cloud or none) for Debian 12; $stock is empty if there is
# none.
stock_series() {
	local root

	other_suites
	stock=$(apt-cache "${apt[@]}" pkgnames "linux-headers-$1." | sort -V |
		sed -nE "s/^linux-headers-([0-9.]+(-[0-9]+|\+deb12)${2:+-$2}-amd64)\$/\1/p" | tail -n 1)
	[ -n "$stock" ] || return 0
	root=$cache/stock/$stock
	entry "$root" stock_into
	stock_headers=$root/usr/src/linux-headers-$stock
	stock_image=$root/boot/vmlinuz-$stock
	stock_modules=$root/lib/modules/$stock
}

# An image and its headers, which find their parts wherever they are.
stock_into() {
	local dir=$1 headers=linux-headers-$stock parts

	parts=$(apt-cache "${apt[@]}" show --no-all-versions "$headers" | sed -n 's/^Depends: //p' |
		tr ',' '\n' | grep -oE 'linux-(headers|kbuild)-[^ ]+')
	fetch_into "linux-image-$stock $headers ${parts//$'\n'/ }" "$dir"
	sed -i "s|/usr/src/|$dir/usr/src/|" "$dir/usr/src/$headers/Makefile" ||
		die "cannot unpack $headers"
}

# debian_13: the same for Debian 13's kernel; from here on the compiler is Debian 13's, too.
# $stock is empty if the mirror does not have them.
debian_13() {
	local root packages options

	other_suites
	# What apt would install where nothing is: all that these need.
	options=(-o Dir::State::status="$cache/apt/nothing" -o APT::Architectures=amd64
		 -o APT::Default-Release=trixie)
	: >"$cache/apt/nothing"
	packages=$(apt-get "${apt[@]}" "${options[@]}" -qq --simulate --no-install-recommends install \
		g++ linux-headers-amd64 pahole | sed -nE 's/^Inst ([^ ]+) \(([^ ]+) .*/\1=\2/p' |
		grep -E '^(linux-|g(cc|\+\+)|cpp|binutils|pahole|lib|zlib)') || packages=
	stock=$(sed -nE 's/^linux-image-([^ =]+-amd64)=.*/\1/p' <<<"$packages")
	[ -n "$stock" ] || return 0
	root=$cache/stock/$stock
	entry "$root" debian_13_into "${packages//$'\n'/ }"
	PATH=$root/usr/bin:$PATH
	stock_headers=$root/usr/src/linux-headers-$stock
	stock_image=$root/boot/vmlinuz-$stock
	stock_modules=$root/lib/modules/$stock
}

# Programs of another release run with that release's libraries.
debian_13_into() {
	local packages=$1 dir=$2 program programs

	fetch_into "$packages" "$dir"
	sed -i "s|/usr/src/|$dir/usr/src/|" "$dir/usr/src/linux-headers-$stock/Makefile" ||
		die "cannot unpack linux-headers-$stock"
	mapfile -t programs < <(find "$dir"/usr/{bin,libexec/gcc,lib/linux-kbuild-*} -type f -perm -u+x)
	for program in "${programs[@]}"; do
		! patchelf --print-interpreter "$program" >/dev/null 2>&1 ||
			patchelf --set-interpreter "$dir/usr/lib64/ld-linux-x86-64.so.2" --force-rpath \
				--set-rpath "$dir/usr/lib/x86_64-linux-gnu" "$program" ||
			die "cannot make $program run here"
	done
}

# linux_source [SERIES]: sets $linux_version (Debian's) and $linux (an unpacked
# source tree): 6.1 if not said otherwise; "newest" is what the mirror has.
# $linux is empty if it has none.
linux_source() {
	local series=${1:-6.1} package

	[ "$series" = 6.1 ] || other_suites
	if [ "$series" = newest ]; then
		package=$(apt-cache "${apt[@]}" pkgnames linux-source- | grep -E '^linux-source-[0-9.]+$' |
			sort -V | tail -n 1)
	else
		package=linux-source-$series
	fi
	linux_version=$(candidate "$package")
	[ -n "$linux_version" ] || (update_lists) || exit
	[ -n "$linux_version" ] || linux_version=$(candidate "$package")
	linux=${linux_version:+$cache/source/$linux_version}
	[ -z "$linux" ] || entry "$linux" source_into "$package"
}

# candidate PACKAGE: the version that apt would install, if any.
candidate() {
	apt-cache "${apt[@]}" policy "$1" | sed -n '/(none)/d; s/^ *Candidate: *//p'
}

source_into() {
	local package=$1 dir=$2 log=$cache/download.log

	mkdir "$dir/deb" || die "cannot write to $cache"
	fetch_into "$package=$linux_version" "$dir/deb"
	say "unpacking $package $linux_version"
	attended tar -C "$dir" --strip-components=1 -xf "$dir/deb/usr/src/$package.tar.xz" >"$log" 2>&1 ||
		blame "$log" "cannot unpack $package"
	rm -rf "$dir/deb"
}

# test_kernel [SERIES] FRAGMENT...: builds a kernel from that source (6.1),
# tinyconfig and these fragments, once; sets $kernel (its build tree), which is
# empty if there is no such source. A line "#make VARIABLE=value" in a fragment
# is an argument for the kernel's make.
test_kernel() {
	local series=6.1 name

	case $1 in
	*.config) ;;
	*)
		series=$1
		shift
		;;
	esac
	linux_source "$series"
	kernel=
	[ -n "$linux" ] || return 0
	name=$(printf -- '-%s' "${@%.config}")
	name=${name/-kernel/}
	kernel=$cache/kernel/$linux_version$name-$(cd "$top/qemu" && cat "$@" | sha256sum | cut -c1-12)
	entry "$kernel" kernel_into "$@"
}

kernel_into() {
	local dir=${*: -1} log=${*: -1}.log line option lost=0 arguments

	say "building the test kernel ${dir##*/} (some minutes, once); log: $log"
	(cd "$top/qemu" && cat "${@:1:$#-1}") >"$dir/fragment"
	{ make -C "$linux" O="$dir" tinyconfig &&
	  (cd "$linux" && scripts/kconfig/merge_config.sh -m -O "$dir" "$dir/.config" "$dir/fragment") &&
	  make -C "$linux" O="$dir" olddefconfig; } >"$log" 2>&1 || blame "$log" "cannot configure the kernel"
	# The last word on an option counts.
	while read -r line; do
		option=${line#\# }
		option=${option%%[= ]*}
		[ "$(grep -E "^(# )?${option}[= ]" "$dir/fragment" | tail -n 1)" = "$line" ] || continue
		case $line in
		\#*) ! grep -q "^$option=" "$dir/.config" ;;
		*) grep -qxF "$line" "$dir/.config" ;;
		esac || { say "lost from the configuration: $line"; lost=1; }
	done < <(grep -E '^(CONFIG_|# CONFIG_.* is not set)' "$dir/fragment")
	[ $lost = 0 ] || die "Linux $linux_version does not accept its configuration (qemu/*.config)"
	mapfile -t arguments < <(sed -n 's/^#make //p' "$dir/fragment")
	! grep -q '^CONFIG_GDB_SCRIPTS=y' "$dir/.config" || arguments+=(scripts_gdb)
	attended make -C "$linux" O="$dir" -j"$jobs" "${arguments[@]}" bzImage modules >>"$log" 2>&1 ||
		blame "$log" "the kernel does not build"
}

# flavour_kernel FLAVOUR [SERIES]: the test kernel with the sanitizers of
# FLAVOUR.config, from the source that has them; sets $kernel as test_kernel does.
flavour_kernel() {
	local series=${2:-}

	if [ "$1" = kernel ] || ! [ -e "$top/qemu/$1.config" ]; then
		die "there is no flavour $1: kasan, kcsan, rt, plain or i386"
	fi
	[ -n "$series" ] || series=$(sed -n 's/^#source //p' "$top/qemu/$1.config")
	test_kernel "${series:-6.1}" kernel.config "$1.config"
}

# guest_program OUT SOURCE...: compiles a program that needs no library in the guest,
# for the kernel of guest_for.
guest_program() {
	local program=$1
	shift
	gcc -m"${guest_bits:-64}" -O2 -static -pthread -Wall -Wextra -Wno-unused-parameter \
		-I "$top/compat/uapi" -o "$program" "$@" || die "$* does not compile"
}

# has_sanitizer KERNEL: it has KASAN or KCSAN.
has_sanitizer() {
	grep -qE '^CONFIG_(KASAN|KCSAN)=y' "$1/.config"
}

# check_instrumented DIRECTORY KERNEL: in a build for a kernel with KASAN or KCSAN,
# the accesses of every C++ object are checked by it.
check_instrumented() {
	local source object checks bad=0 seen=0

	if grep -q '^CONFIG_KASAN=y' "$2/.config"; then
		checks='__asan_(report_)?(load|store)'
	else
		checks='__tsan_(volatile_)?(read|write)'
	fi
	while read -r source; do
		# It only calls: there is no access to check.
		[ "$source" != module/rt/new.cc ] || continue
		object=$1/${source%.cc}.o
		seen=$((seen + 1))
		[ -e "$object" ] || { say "$object was not built"; bad=1; continue; }
		nm -u "$object" | grep -qE " $checks" || {
			say "$object is not instrumented"
			bad=1
		}
	done < <(cd "$top" && find module compat -name '*.cc')
	[ $bad = 0 ] && [ $seen != 0 ]
}
